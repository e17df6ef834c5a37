"""The caseworker's two ways to a client's things: work from a queue, and contacts with their security check."""
