"""Programs that run in a fresh process of their own: they see the packages as Lambda gets them, and nothing else."""
