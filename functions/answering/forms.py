"""What staff send. No field of an email takes typed text (NOT-11)."""

from datetime import datetime

import msgspec

from answering.agreed_time import read_time
from answering.calling_back import Promise
from answering.receiving import Paper
from answering.replying import RECORDED, SPOKEN
from answering.values import Said, Spoken
from cms_common.domain.callbacks import can_be_agreed
from cms_common.domain.fields import FieldError, required, tidy
from cms_common.domain.known_facts import is_scin
from cms_common.domain.notifications import MOST_LINES
from cms_common.domain.reply_channel import ReplyChannel
from cms_common.domain.work import Channel, is_reference
from cms_common.edge.problems import FormRefused

LONGEST_TEXT = 2_000
_LONGEST_SUBJECT, _LONGEST_ERN = 100, 20
_PAPER = (Channel.LETTER, Channel.FAX)
_OUTCOMES = ("answered", "no answer")


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


class SpokenForm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a form carries that may tell of a conversation: how the person spoken to was checked (SEC-09).

    A caseworker names the `contact` in which the security check was passed. Others give a client's `scin`, `nino` and
    `date_of_birth` (DD/MM/YYYY), or an employer's `ern` and `paye_reference`, as the person said them. The message's
    screen names the fields that are due.
    """

    contact: str = ""
    scin: str = ""
    nino: str = ""
    date_of_birth: str = ""
    ern: str = ""
    paye_reference: str = ""

    def _spoken(self, field: str, label: str, typed: str) -> Spoken:
        said = Said(self.scin, self.nino, self.date_of_birth, self.ern, self.paye_reference)
        text, errors = _text(field, label, typed)
        return Spoken(text, self.contact, said, errors)


class CallForm(SpokenForm, frozen=True, forbid_unknown_fields=True):
    """A call: `outcome` is "answered" or "no answer"."""

    outcome: str = ""
    notes: str = ""

    def checked(self) -> Spoken | str:
        """Return the conversation, or the notes of a call that reached nobody. Raises FormRefused."""
        if self.outcome == "answered":
            return self._spoken("notes", "what was answered", self.notes)
        text, errors = _text("notes", "the notes", self.notes) if self.notes.strip() else ("", ())
        if self.outcome not in _OUTCOMES:
            errors = (FieldError("outcome", "not_an_outcome", f"Choose one of: {', '.join(_OUTCOMES)}"), *errors)
        return _right(text, *errors)


class AnsweredForm(SpokenForm, frozen=True, forbid_unknown_fields=True):
    """An answer that went outside of this service: by which channel, and what it was (CWK-08)."""

    channel: str = ""
    reason: str = ""

    def checked(self) -> tuple[ReplyChannel, Spoken]:
        """Return the channel and what was answered. Raises FormRefused."""
        spoken = self._spoken("reason", "the reason", self.reason)
        if self.channel not in RECORDED:
            words = f"Choose one of: {', '.join(sorted(RECORDED))}"
            raise FormRefused(errors=(FieldError("channel", "not_a_channel", words), *spoken.errors))
        channel = ReplyChannel(self.channel)
        # Of a conversation the known facts that are missing are named beside these errors.
        return channel, spoken if channel in SPOKEN else Spoken(_right(spoken.text, *spoken.errors))


class ReasonForm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Why something is done."""

    reason: str = ""

    def checked(self) -> str:
        """Return the reason. Raises FormRefused."""
        text, errors = _text("reason", "the reason", self.reason)
        return _right(text, *errors)


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
    """CWK-14, SUP-08: details to call by, and where possible a time, DD/MM/YYYY HH:MM in the United Kingdom.

    BST or GMT behind it says which is meant where the clocks go back. It may be about a `work_item`, and name the
    `contact` of this log-in in which it was promised.
    """

    details: str = ""
    agreed_time: str = ""
    work_item: str = ""
    contact: str = ""

    def checked(self, now: datetime) -> Promise:
        """Return the promise. Raises FormRefused."""
        details, errors = _text("details", "the call-back details", self.details)
        agreed = read_time(self.agreed_time) if self.agreed_time.strip() else None
        wrong = agreed if isinstance(agreed, str) else ""
        if isinstance(agreed, datetime) and not can_be_agreed(agreed, now):
            wrong = "Enter a time to come, within 60 days"
        if wrong:
            errors = (*errors, FieldError("agreed_time", "not_a_time", wrong))
        if self.contact and not is_reference(self.contact):
            errors = (*errors, FieldError("contact", "not_a_contact", "Name a contact by its ID"))
        at = agreed if isinstance(agreed, datetime) else None
        return Promise(_right(details, *errors), at, self.work_item, self.contact)


class KeptForm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """That the call was made, and what came of it."""

    notes: str = ""

    def checked(self) -> str:
        """Return the notes. Raises FormRefused."""
        text, errors = _text("notes", "what came of the call", self.notes)
        return _right(text, *errors)


def _right(text: str, *errors: FieldError) -> str:
    """Return a text where nothing of its form is wrong. Raises FormRefused with all that is."""
    if errors:
        raise FormRefused(errors=errors)
    return text


def _text(field: str, label: str, typed: str) -> tuple[str, tuple[FieldError, ...]]:
    # Lines are kept; control and direction marks have no place in a note.
    text = "\n".join(tidy(line) for line in typed.splitlines()).strip()
    if not text:
        return "", (required(field, label),)
    if len(text) > LONGEST_TEXT:
        return "", (FieldError(field, "too_long", f"Use at most {LONGEST_TEXT} characters"),)
    return text, ()
