"""The caseworker's side of correspondence: messages answered by the channel that is allowed, and call-backs kept."""
