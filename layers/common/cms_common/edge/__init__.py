"""The HTTP edge: access, sessions, bodies, problems and headers, the same for every function."""
