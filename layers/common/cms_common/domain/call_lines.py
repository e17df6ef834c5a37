"""What a caseworker's screens give to say in common calls, and to promote self-service with (CWK-20, CWK-27)."""

LINES = (
    "To a message: check whether it can be answered now, and whether the client has looked at the FAQ and My details.",
    "To a receiving parent: the amount shown is what to expect if it is paid in full and on time.",
    "It may differ where there are arrears.",
    "The statement is in the self-service account, under My payments: View online statement.",
)
"""CWK-27."""
PROMPTS = (
    "Payment query: the client can check it online next time.",
    "Evidence to send: the client can upload it.",
    "Copy of a letter: the self-service site keeps one.",
)
"""CWK-20: self-service is promoted; a contact preference changes only where the client asks (CON-20)."""
