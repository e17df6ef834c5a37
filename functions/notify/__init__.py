"""Sends mails in approved words to the address held for an account."""
