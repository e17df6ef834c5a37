"""What a virus scanner may say of a file, and what is learnt from it: nothing but Clean ever opens one (UPL-08)."""

from dataclasses import dataclass
from typing import assert_never

from cms_common.domain.uploads import Cause, Refused, VirusFree


@dataclass(frozen=True, slots=True)
class Clean:
    """The scanner looked through the whole file and found nothing."""


@dataclass(frozen=True, slots=True)
class Infected:
    """The scanner found something; `name` is what it calls it."""

    name: str


@dataclass(frozen=True, slots=True)
class Unscannable:
    """The scanner cannot look inside, now or later: the file is locked. `reason` is a code."""

    reason: str


@dataclass(frozen=True, slots=True)
class ScannerFailed:
    """The scanner came to no verdict; another try may. `reason` is a code."""

    reason: str


@dataclass(frozen=True, slots=True)
class VerdictByEvent:
    """The scanner is at work by itself, and tells its verdict by an event."""


type Verdict = Clean | Infected | Unscannable | ScannerFailed | VerdictByEvent


def fact_of(verdict: Verdict, version: str) -> VirusFree | Refused | None:
    """Return what a verdict about one version of an object lets us know of the file; None where nothing yet."""
    match verdict:
        case Clean():
            return VirusFree(version)
        case Infected():
            return Refused(Cause.VIRUS, version)
        case Unscannable():
            return Refused(Cause.LOCKED_FILE, version)
        case ScannerFailed() | VerdictByEvent():
            return None
    assert_never(verdict)
