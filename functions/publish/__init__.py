"""Moves events from the outbox to the bus."""
