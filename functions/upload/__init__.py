"""Asking for somewhere to send evidence to, and what became of it."""
