"""The first page after log-in: the person's own role, cases and application."""
