"""Sends mails and text messages in approved words to the address held, and takes what is reported of them."""
