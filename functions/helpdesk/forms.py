"""What the helpdesk sends, and what it is answered."""

from datetime import datetime

import msgspec

from cms_common.domain.accounts import Service
from cms_common.domain.fields import FieldError, required
from cms_common.domain.helpdesk import DeEnrolmentReason
from cms_common.domain.known_facts import ClientFacts, EmployerFacts, check_client_facts, check_employer_facts
from cms_common.domain.uk_time import uk_date
from cms_common.edge.bodies import accepted
from cms_common.edge.pages import Field, Link
from cms_common.edge.problems import FormRefused

_NO_NAME = "-"
"""The helpdesk asks for no reference name (CON-04); the form's other rules are those of enrolment."""


class LookUpForm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """SUP-13 to SUP-15: the service, and the known facts that belong to it; the date of birth as DD/MM/YYYY."""

    service: str
    scin: str = ""
    nino: str = ""
    date_of_birth: str = ""
    ern: str = ""
    paye_reference: str = ""

    def checked(self, now: datetime, scin_digits: int) -> ClientFacts | EmployerFacts:
        """Return the facts of the service chosen. Raises FormRefused."""
        if not self.service:
            raise FormRefused(errors=[required("service", "the service")])
        if self.service not in set(Service):
            raise FormRefused(errors=[FieldError("service", "not_a_service", "Choose client or employer")])
        if self.service == Service.EMPLOYER:
            return accepted(check_employer_facts(ern=self.ern, paye_reference=self.paye_reference))
        facts = {"scin": self.scin, "nino": self.nino, "date_of_birth": self.date_of_birth}
        today = uk_date(now)
        return accepted(check_client_facts(**facts, reference_name=_NO_NAME, today=today, scin_digits=scin_digits))


class DeEnrolmentForm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """SUP-26, SUP-29: without the tick nothing changes."""

    confirmed: bool = False
    reason: str = ""

    def checked(self) -> DeEnrolmentReason:
        """Return the reason. Raises FormRefused."""
        if not self.reason:
            raise FormRefused(errors=[required("reason", "the reason")])
        if self.reason not in set(DeEnrolmentReason):
            words = f"Choose one of: {', '.join(DeEnrolmentReason)}"
            raise FormRefused(errors=[FieldError("reason", "not_a_reason", words)])
        return DeEnrolmentReason(self.reason)


class ServiceChoice(msgspec.Struct, frozen=True):
    """A service, and what is asked for it."""

    service: str
    label: str
    fields: tuple[Field, ...]


class KnownFactsPage(msgspec.Struct, frozen=True):
    """Customer selection / Known facts (SUP-13 to SUP-18)."""

    title: str
    services: tuple[ServiceChoice, ...]
    waiting_message: str
    advice: str
    buttons: tuple[str, ...]


class Detail(msgspec.Struct, frozen=True):
    """One field of a screen with its value in words."""

    label: str
    value: str


class Button(msgspec.Struct, frozen=True):
    """A button, and whether it does anything."""

    text: str
    enabled: bool


class CustomerDetails(msgspec.Struct, frozen=True, omit_defaults=True):
    """The customer details screen (SUP-20). `look_up` stands in the addresses of the screens that follow."""

    title: str
    details: tuple[Detail, ...]
    locked_out: bool
    buttons: tuple[Button, ...]
    tabs: tuple[Link, ...]
    look_up: str
    locked_until: str = ""
    locked_until_shown: str = ""
    recovery_locked_until: str = ""
    recovery_locked_until_shown: str = ""


class EnrolmentList(msgspec.Struct, frozen=True):
    """The Enrolments tab (SUP-24)."""

    title: str
    services: tuple[Link, ...]


class ServiceDetails(msgspec.Struct, frozen=True):
    """The service details screen (SUP-25)."""

    title: str
    trail: tuple[str, ...]
    details: tuple[Detail, ...]
    tabs: tuple[str, ...]
    buttons: tuple[Link, ...]


class DeEnrolmentResult(msgspec.Struct, frozen=True):
    """The confirmation screen of de-enrolment, and the screen after it. `done` tells whether anything was changed."""

    title: str
    done: bool
    paragraphs: tuple[str, ...]
    reasons: tuple[Detail, ...]
    buttons: tuple[str, ...]
    next: Link
