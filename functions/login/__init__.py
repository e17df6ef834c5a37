"""Log-in in two steps, and logout."""
