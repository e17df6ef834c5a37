"""My messages: send a message, see the contact history, open own documents."""
