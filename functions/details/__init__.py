"""My details & circumstances: what a client sees and changes of their own details."""
