"""What staff send. No field of an email takes typed text (NOT-11)."""

from datetime import UTC, datetime

import msgspec

from answering.calling_back import Paper, Promise
from answering.replying import RECORDED
from cms_common.domain.callbacks import can_be_agreed
from cms_common.domain.fields import FieldError, required, tidy
from cms_common.domain.known_facts import is_scin
from cms_common.domain.notifications import MOST_LINES
from cms_common.domain.reply_channel import ReplyChannel
from cms_common.domain.uk_time import LONDON
from cms_common.domain.work import Channel
from cms_common.edge.problems import FormRefused

LONGEST_TEXT = 2_000
_LONGEST_SUBJECT, _LONGEST_ERN = 100, 20
_PAPER = (Channel.LETTER, Channel.FAX)
_OUTCOMES = ("answered", "no answer")
_TIME = "%d/%m/%Y %H:%M"


class Nothing(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A form without fields."""


class EmailForm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """NOT-09 to NOT-11: identifiers of lines to take, and names of optional paragraphs to put in."""

    lines: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()

    def checked(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return lines and optional paragraphs. Raises FormRefused."""
        if not 1 <= len(self.lines) <= MOST_LINES:
            raise FormRefused(
                errors=[FieldError("lines", "lines_wanting", f"Choose one to {MOST_LINES} lines to take")]
            )
        return self.lines, self.optional


class CallForm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A call: `outcome` is "answered" or "no answer"; `contact` the one in which the security check was passed."""

    outcome: str = ""
    notes: str = ""
    contact: str = ""

    def checked(self) -> tuple[bool, str, str]:
        """Return whether it was answered, the notes and the contact. Raises FormRefused."""
        if self.outcome not in _OUTCOMES:
            words = f"Choose one of: {', '.join(_OUTCOMES)}"
            raise FormRefused(errors=[FieldError("outcome", "not_an_outcome", words)])
        answered = self.outcome == "answered"
        notes = _text("notes", "what was answered", self.notes) if answered or self.notes.strip() else ""
        return answered, notes, self.contact


class AnsweredForm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An answer that went outside of this service: by which channel, and what it was (CWK-08)."""

    channel: str = ""
    reason: str = ""

    def checked(self) -> tuple[ReplyChannel, str]:
        """Return channel and reason. Raises FormRefused."""
        if self.channel not in RECORDED:
            words = f"Choose one of: {', '.join(sorted(RECORDED))}"
            raise FormRefused(errors=[FieldError("channel", "not_a_channel", words)])
        return ReplyChannel(self.channel), _text("reason", "the reason", self.reason)


class ReasonForm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Why something is done."""

    reason: str = ""

    def checked(self) -> str:
        """Return the reason. Raises FormRefused."""
        return _text("reason", "the reason", self.reason)


class PaperForm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """CWK-15: a letter or fax of a client (`scin`) or an employer (`ern`), and what it is about in a few words."""

    channel: str = ""
    subject: str = ""
    scin: str = ""
    ern: str = ""

    def checked(self, scin_digits: int, *, employers: bool) -> Paper:
        """Return what came in: employers' for their caseworkers, clients' for all others. Raises FormRefused."""
        scin, ern, errors = "".join(self.scin.split()), "".join(self.ern.split()).upper(), []
        if self.channel not in _PAPER:
            errors.append(FieldError("channel", "not_a_channel", f"Choose one of: {', '.join(_PAPER)}"))
        subject = tidy(self.subject)
        if not subject:
            errors.append(required("subject", "what it is about"))
        elif len(subject) > _LONGEST_SUBJECT:
            errors.append(FieldError("subject", "too_long", f"Use at most {_LONGEST_SUBJECT} characters"))
        if employers and (scin or not (ern.isalnum() and ern.isascii() and len(ern) <= _LONGEST_ERN)):
            errors.append(FieldError("ern", "not_an_ern", "Enter the employer reference number"))
        if not employers and (ern or not is_scin(scin, scin_digits)):
            errors.append(FieldError("scin", "not_a_scin", f"Enter {scin_digits} numbers"))
        if errors:
            raise FormRefused(errors=errors)
        return Paper(scin, ern, Channel(self.channel), subject)


class CallBackForm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """CWK-14, SUP-08: details to call by, and where possible a time, DD/MM/YYYY HH:MM in the United Kingdom."""

    details: str = ""
    agreed_time: str = ""
    work_item: str = ""
    contact: str = ""

    def checked(self, now: datetime) -> Promise:
        """Return the promise. Raises FormRefused."""
        details = _text("details", "the call-back details", self.details)
        agreed = _read_time(self.agreed_time) if self.agreed_time.strip() else None
        if agreed and not can_be_agreed(agreed, now):
            raise FormRefused(errors=[_wrong_time("Enter a time to come, within 60 days")])
        return Promise(details, agreed, self.work_item, self.contact[:LONGEST_TEXT])


class KeptForm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """That the call was made, and what came of it."""

    notes: str = ""

    def checked(self) -> str:
        """Return the notes. Raises FormRefused."""
        return _text("notes", "what came of the call", self.notes)


def _read_time(typed: str) -> datetime:
    """Read a time of the United Kingdom; one that the clocks skip is none."""
    try:
        local = datetime.strptime(typed.strip(), _TIME).replace(tzinfo=LONDON)
    except ValueError:
        raise FormRefused(errors=[_wrong_time("Enter the time as DD/MM/YYYY HH:MM")]) from None
    read = local.astimezone(UTC)
    if read.astimezone(LONDON).replace(tzinfo=None) != local.replace(tzinfo=None):
        raise FormRefused(errors=[_wrong_time("The clocks go forward over this time. Agree another")])
    return read


def _wrong_time(words: str) -> FieldError:
    return FieldError("agreed_time", "not_a_time", words)


def _text(field: str, label: str, typed: str) -> str:
    # Lines are kept; control and direction marks have no place in a note.
    lines = [tidy(line) for line in typed.splitlines()]
    text = "\n".join(lines).strip()
    if not text:
        raise FormRefused(errors=[required(field, label)])
    if len(text) > LONGEST_TEXT:
        raise FormRefused(errors=[FieldError(field, "too_long", f"Use at most {LONGEST_TEXT} characters")])
    return text
