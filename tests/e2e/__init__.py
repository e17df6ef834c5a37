"""Journeys and comparisons against a service that really runs: the local cloud, or the one BASE_URL names."""
