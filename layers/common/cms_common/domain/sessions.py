"""Sessions: what a bearer token opens, and until when (LOG-01, LOG-22, GAP-07)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from typing import TypedDict, Unpack

from cms_common.domain.accounts import Service
from cms_common.domain.chance import Randomness


class Stage(StrEnum):
    """How far a person has come."""

    CREDENTIALS = "credentials"
    """Registered or logged on to the Gateway, not enrolled: opens the services list and enrolment."""
    CHALLENGE = "challenge"
    """Password given, PIN digits or ERN due: opens the second step alone."""
    FULL = "full"
    """Both steps done: opens the person's own data."""


class Site(StrEnum):
    """The wording a person came in by (NIR-01); the rules are the same (NIR-04)."""

    GREAT_BRITAIN = "gb"
    NORTHERN_IRELAND = "ni"


@dataclass(frozen=True, slots=True)
class SessionLimits:
    """When a session ends: after how long without use, and how long after it began whatever is done."""

    idle: timedelta
    longest: timedelta


@dataclass(frozen=True, slots=True)
class Session:
    """One session as kept; the token itself is never kept, only its SHA-256."""

    token_hash: str
    stage: Stage
    service: Service
    user_id: str
    started_at: datetime
    idle_until: datetime
    ends_at: datetime
    site: Site = Site.GREAT_BRITAIN
    id_noted: bool = True
    scin: str | None = None
    paye_reference: str | None = None
    ern: str | None = None


@dataclass(frozen=True, slots=True)
class Begun:
    """A session just begun, and the token that opens it, which is shown once."""

    token: str
    session: Session


class Particulars(TypedDict, total=False):
    """What else a session may carry."""

    site: Site
    id_noted: bool
    scin: str | None
    paye_reference: str | None
    ern: str | None


@dataclass(frozen=True, slots=True)
class Visit:
    """One request as the use cases know it: when, by which transaction ID, from where on the network."""

    now: datetime
    transaction_id: str
    source: str


@dataclass(frozen=True, slots=True)
class SessionStarter:
    """Begins sessions: makes the token that the person gets, and what is kept of it."""

    randomness: Randomness
    limits: SessionLimits

    def begin(self, stage: Stage, service: Service, user_id: str, now: datetime, **more: Unpack[Particulars]) -> Begun:
        """Begin a session at `now`; `more` are the session's other fields."""
        token = self.randomness.token()
        return Begun(
            token,
            Session(
                token_hash=hash_of(token),
                stage=stage,
                service=service,
                user_id=user_id,
                started_at=now,
                idle_until=now + self.limits.idle,
                ends_at=now + self.limits.longest,
                **more,
            ),
        )


def hash_of(token: str) -> str:
    """Return what is kept of a token: its SHA-256."""
    return sha256(token.encode()).hexdigest()


def token_shape(token: str) -> bool:
    """Tell whether a text can be one of our tokens: 43 URL-safe characters (256 bits)."""
    return len(token) == 43 and token.isascii() and all(letter.isalnum() or letter in "-_" for letter in token)
