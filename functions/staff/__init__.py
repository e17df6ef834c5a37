"""Staff: signing in, their own password, and what IT support does with staff accounts."""
