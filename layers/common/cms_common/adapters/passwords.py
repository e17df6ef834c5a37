"""Passwords: Argon2id, and the same work for an account that does not exist."""

import unicodedata
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argon2 import PasswordHasher

MEMORY_KIB, ROUNDS, LANES = 19_456, 2, 1
"""OWASP's first choice for Argon2id (Password Storage Cheat Sheet): 19 MiB, two rounds, one lane."""
NOBODYS = "$argon2id$v=19$m=19456,t=2,p=1$gr45G8qfPC6g1wPFU6sdqQ$54ZiLwb1ybN9F+02wMrn+xoE91BTKV8sipgBVa9eUSE"
"""The hash of 256 random bits that were thrown away, with today's parameters: what an unknown user ID is checked by."""


class Passwords:
    """Hashes passwords and checks them. A check costs about 40 ms of processor time and 19 MiB."""

    def hash(self, password: str) -> str:
        """Return the Argon2id hash of a password, with its parameters."""
        return _hasher().hash(_one_form(password))

    def matches(self, password: str, stored: str | None) -> bool:
        """Tell whether the password is the one hashed. With no hash the same work is done, and the answer is no."""
        from argon2.exceptions import InvalidHashError, VerifyMismatchError  # noqa: PLC0415 - 50 ms not paid at start

        try:
            _hasher().verify(stored or NOBODYS, _one_form(password))
        except (VerifyMismatchError, InvalidHashError):
            return False
        return stored is not None

    def outdated(self, stored: str) -> bool:
        """Tell whether a hash was made with other parameters than today's and should be made again."""
        return _hasher().check_needs_rehash(stored)


@cache
def _hasher() -> "PasswordHasher":
    from argon2 import PasswordHasher  # noqa: PLC0415 - 50 ms not paid at start

    return PasswordHasher(time_cost=ROUNDS, memory_cost=MEMORY_KIB, parallelism=LANES)


def _one_form(password: str) -> str:
    # The same letter can be typed as one character or as two; to a person it is one.
    return unicodedata.normalize("NFC", password)
