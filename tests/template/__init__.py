"""Checks over the templates: nothing runs, nothing is deployed."""
