"""Forgotten user ID, password or PIN, without help from staff."""
