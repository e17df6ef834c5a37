"""Checks the content of each file that a client sent, and puts it through the virus scanner."""
