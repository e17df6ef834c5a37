"""What surrounds the service: templates' companions, the build, the local cloud, demo data."""
