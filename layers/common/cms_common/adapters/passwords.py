"""Passwords: Argon2id, and the same work for an account that does not exist."""

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argon2 import PasswordHasher

MEMORY_KIB, ROUNDS, LANES = 19_456, 2, 1
"""OWASP's first choice for Argon2id (Password Storage Cheat Sheet): 19 MiB, two rounds, one lane."""


class Passwords:
    """Hashes passwords and checks them. A check costs about 40 ms of processor time and 19 MiB."""

    def hash(self, password: str) -> str:
        """Return the Argon2id hash of a password, with its parameters."""
        return _hasher().hash(password)

    def matches(self, password: str, stored: str | None) -> bool:
        """Tell whether the password is the one hashed. With no hash the same work is done, and the answer is no."""
        from argon2.exceptions import InvalidHashError, VerifyMismatchError  # noqa: PLC0415 - 50 ms not paid at start

        try:
            _hasher().verify(stored or _nobodys(), password)
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


@cache
def _nobodys() -> str:
    return _hasher().hash("the password of no account")
