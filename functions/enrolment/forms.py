"""The forms of registration and enrolment, as they are sent, and what is answered."""

from datetime import datetime

import msgspec

from cms_common.domain.accounts import Registration, check_registration
from cms_common.domain.known_facts import ClientFacts, EmployerFacts, check_client_facts, check_employer_facts
from cms_common.domain.uk_time import uk_date
from cms_common.edge.bodies import accepted
from cms_common.edge.pages import Link


class RegistrationForm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """REG-04."""

    first_name: str
    surname: str
    email: str
    confirm_email: str
    password: str
    confirm_password: str

    def checked(self) -> Registration:
        """Return the form checked. Raises FormRefused."""
        return accepted(check_registration(**msgspec.structs.asdict(self)))


class Confirmation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """REG-12."""

    id_noted: bool


class ClientFactsForm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """ENR-05; the date of birth as DD/MM/YYYY."""

    scin: str
    nino: str
    date_of_birth: str
    reference_name: str

    def checked(self, now: datetime, scin_digits: int) -> ClientFacts:
        """Return the form checked on the UK day of `now`. Raises FormRefused."""
        facts = msgspec.structs.asdict(self)
        return accepted(check_client_facts(**facts, today=uk_date(now), scin_digits=scin_digits))


class EmployerFactsForm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """ENR-13."""

    ern: str
    paye_reference: str

    def checked(self) -> EmployerFacts:
        """Return the form checked. Raises FormRefused."""
        return accepted(check_employer_facts(**msgspec.structs.asdict(self)))


class UserIdShown(msgspec.Struct, frozen=True):
    """The 12-digit ID on screen (REG-10, REG-14). `token` opens the rest of the registration and is shown once."""

    user_id: str
    advice: tuple[str, ...]
    confirm: str
    button: str
    next: Link
    token: str


class EnrolmentConfirmed(msgspec.Struct, frozen=True, omit_defaults=True):
    """The start page with the confirmation (ENR-11). `token`, for employers, opens their homepage."""

    title: str
    message: str
    next: Link
    token: str = ""
