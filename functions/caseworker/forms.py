"""What a caseworker sends."""

import re

import msgspec

from caseworker.incidents import Reported
from cms_common.domain.fields import FieldError, required, tidy
from cms_common.domain.known_facts import ClientFacts, check_client_facts, is_scin
from cms_common.domain.uk_time import uk_date
from cms_common.domain.work import Channel, Direction
from cms_common.edge.api import Request
from cms_common.edge.bodies import accepted
from cms_common.edge.problems import FormRefused, published

LONGEST_TEXT = 2_000
_TRANSACTION_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
"""The transaction ID of a request is a UUID."""
_CALLS = (Channel.TELEPHONE, Channel.LETTER, Channel.FAX)
"""What a caseworker opens a contact for; what comes online makes its own."""


class Nothing(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A form without fields."""


class NoteForm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A free-text note."""

    text: str = ""

    def checked(self) -> str:
        """Return the note. Raises FormRefused."""
        return _text("text", "the note", self.text)


class DoneForm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """CWK-08: the reason is recorded; `notes` may say more."""

    reason: str = ""
    notes: str = ""

    def checked(self) -> tuple[str, str]:
        """Return reason and notes. Raises FormRefused."""
        reason = _text("reason", "the reason", self.reason)
        return reason, _text("notes", "the notes", self.notes) if self.notes.strip() else ""


class ReasonForm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Why something is done."""

    reason: str = ""

    def checked(self) -> str:
        """Return the reason. Raises FormRefused."""
        return _text("reason", "the reason", self.reason)


class IncidentForm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What does not work (GAP-06); where there are any, the error code and transaction ID that the client was shown.

    `entry` names a letter that cannot be read, as it stands in the address of that entry of the contact history.
    """

    description: str = ""
    entry: str = ""
    error_code: str = ""
    transaction_id: str = ""

    def checked(self) -> Reported:
        """Return what is reported, without the letter. Raises FormRefused with every field that is wrong."""
        code, transaction_id = self.error_code.strip().upper(), self.transaction_id.strip().lower()
        errors: list[FieldError] = []
        try:
            description = _text("description", "what does not work", self.description)
        except FormRefused as refused:
            description, errors = "", [*refused.errors]
        if code and code not in {kind.code for kind in published()}:
            errors.append(FieldError("error_code", "not_an_error_code", "Enter an error code as shown, as CMS-5001"))
        if transaction_id and not _TRANSACTION_ID.fullmatch(transaction_id):
            errors.append(FieldError("transaction_id", "not_a_transaction_id", "Enter the transaction ID as shown"))
        if errors:
            raise FormRefused(errors=errors)
        return Reported(description, error_code=code, transaction_id=transaction_id)


class ContactForm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who calls or is called: a SCIN, or a work item that the caseworker has taken (its client is meant)."""

    scin: str = ""
    channel: str = Channel.TELEPHONE.value
    direction: str = Direction.INBOUND.value
    work_item: str = ""

    def checked(self, scin_digits: int) -> tuple[str, str, Channel, Direction]:
        """Return SCIN, work item, channel and direction. Raises FormRefused with every field that is wrong."""
        scin = "".join(self.scin.split())
        errors = []
        if self.channel not in _CALLS:
            errors.append(FieldError("channel", "not_a_channel", f"Choose one of: {', '.join(_CALLS)}"))
        if self.direction not in set(Direction):
            errors.append(FieldError("direction", "not_a_direction", f"Choose one of: {', '.join(Direction)}"))
        if self.work_item and scin:
            errors.append(FieldError("scin", "one_of_two", "Give the SCIN or the work item, not both"))
        if not self.work_item and not scin:
            errors.append(required("scin", "the customer reference number (SCIN)"))
        if scin and not is_scin(scin, scin_digits):
            errors.append(FieldError("scin", "not_a_scin", f"Enter {scin_digits} numbers"))
        if errors:
            raise FormRefused(errors=errors)
        return scin, self.work_item, Channel(self.channel), Direction(self.direction)


class CheckForm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The security check: what the client says, typed by the caseworker; the date of birth as DD/MM/YYYY.

    What has not the form of an answer is not a check: it can be typed again.
    """

    scin: str = ""
    nino: str = ""
    date_of_birth: str = ""
    name: str = ""

    def checked(self, request: "Request[CheckForm]", scin_digits: int) -> ClientFacts:
        """Return the facts. Raises FormRefused."""
        said = {"scin": self.scin, "nino": self.nino, "date_of_birth": self.date_of_birth}
        today = uk_date(request.now)
        try:
            return accepted(check_client_facts(**said, reference_name=self.name, today=today, scin_digits=scin_digits))
        except FormRefused as refused:
            raise FormRefused(errors=[_as_asked(error) for error in refused.errors]) from None


def _as_asked(error: FieldError) -> FieldError:
    if error.field != "reference_name":
        return FieldError(error.field, error.code, error.message.replace("your", "the client's"))
    return FieldError("name", error.code, error.message.replace("your reference name", "the client's name"))


def _text(field: str, label: str, typed: str) -> str:
    # Lines are kept; control and direction marks have no place in a note.
    lines = [tidy(line) for line in typed.splitlines()]
    text = "\n".join(lines).strip()
    if not text:
        raise FormRefused(errors=[required(field, label)])
    if len(text) > LONGEST_TEXT:
        raise FormRefused(errors=[FieldError(field, "too_long", f"Use at most {LONGEST_TEXT} characters")])
    return text
