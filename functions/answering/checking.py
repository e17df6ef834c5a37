"""The security check of a conversation that answers a message: it is with the person the message is of (SEC-09).

A caseworker of clients has carried it out in a contact (CWK-01). Employer caseworkers, the support team and its leaders
open no contacts: their form carries the known facts that the person gave, a client's SCIN, NINO and date of birth
(SUP-14) or an employer's ERN and PAYE (SUP-15, CWK-25).
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from answering.opening import Opening
from answering.ports import Records
from answering.values import Checked, CheckFirst, NoCheck, NotValidated, Opened, Said, Spoken
from cms_common.domain.acts import ActKind
from cms_common.domain.fields import Invalid
from cms_common.domain.known_facts import ClientFacts, EmployerFacts, check_client_facts, check_employer_facts
from cms_common.domain.reply_channel import ReplyChannel
from cms_common.domain.sessions import Visit
from cms_common.domain.staff import Profile, StaffRole, StaffSession
from cms_common.domain.uk_time import uk_date
from cms_common.domain.work import SecurityCheck, WorkItem

COUNTS_FOR = timedelta(hours=1)
"""How long a contact counts that is closed: the call is over when its answer is written down, in whichever order."""
_NO_NAME = "-"
"""Staff ask for no reference name (CON-04); the form's other rules are those of enrolment."""


def way_of(profile: Profile) -> Checked:
    """Tell how a member of staff checks whom they speak to."""
    return Checked.CONTACT if profile.role is StaffRole.CASEWORKER else Checked.KNOWN_FACTS


@dataclass(frozen=True, slots=True)
class Checking:
    """The security check. `scin_digits` is how many a SCIN has."""

    opening: Opening
    records: Records
    scin_digits: int

    def check(
        self, opened: Opened, channel: ReplyChannel, spoken: Spoken, staff: StaffSession, visit: Visit
    ) -> Checked | CheckFirst | NotValidated | Invalid:
        """Tell how the person was checked, or why the conversation answers nothing.

        Known facts that do not agree are recorded, each time; they can be corrected and given again (SUP-17). Which of
        them is wrong is never told. Raises ComponentFault where they could not be checked.
        """
        if way_of(staff.user.profile) is Checked.CONTACT:
            if spoken.errors:
                return Invalid(spoken.errors)
            return self._in_contact(spoken.contact_id, opened, staff, visit.now)
        facts = self._read(opened.item, spoken.said, visit.now)
        if isinstance(facts, Invalid) or spoken.errors:
            return Invalid(spoken.errors + (facts.errors if isinstance(facts, Invalid) else ()))
        if self._agree(opened.item, facts):
            return Checked.KNOWN_FACTS
        told = {"channel": channel.value}
        self.opening.messages.record(self.opening.act(ActKind.KNOWN_FACTS_REFUSED, opened, told, staff, visit))
        return NotValidated()

    def _in_contact(self, contact_id: str, opened: Opened, staff: StaffSession, now: datetime) -> Checked | CheckFirst:
        """Tell whether the client of the message was checked in a contact of this log-in, open or closed just now.

        Whether there is a contact of somebody else is not told.
        """
        contact = self.opening.messages.contact(contact_id) if contact_id else None
        if contact is None or (contact.opened_by, contact.staff_session) != (staff.actor, staff.token_hash):
            return CheckFirst(NoCheck.NOT_YOURS if contact_id else NoCheck.NOT_NAMED)
        if contact.scin != opened.item.scin:
            return CheckFirst(NoCheck.ANOTHER_CLIENT)
        if contact.security_check is not SecurityCheck.PASSED:
            return CheckFirst(NoCheck.NOT_PASSED)
        if contact.closed_at and now - contact.closed_at > COUNTS_FOR:
            return CheckFirst(NoCheck.CLOSED)
        return Checked.CONTACT

    def _read(self, item: WorkItem, said: Said, now: datetime) -> ClientFacts | EmployerFacts | Invalid:
        if item.scin:
            client = {"scin": said.scin, "nino": said.nino, "date_of_birth": said.date_of_birth}
            today, digits = uk_date(now), self.scin_digits
            read = check_client_facts(**client, reference_name=_NO_NAME, today=today, scin_digits=digits)
            return _as_asked(read, "the client's") if isinstance(read, Invalid) else read
        given = check_employer_facts(ern=said.ern, paye_reference=said.paye_reference)
        return _as_asked(given, "the employer's") if isinstance(given, Invalid) else given

    def _agree(self, item: WorkItem, facts: ClientFacts | EmployerFacts) -> bool:
        """Compare with what is held of the message's owner, and of nobody else.

        The same is read whatever was typed: the time it takes tells neither what is wrong nor who else is known.
        """
        if isinstance(facts, EmployerFacts):
            held_paye = self.records.paye_reference_of(item.ern)
            return (facts.ern, facts.paye_reference) == (item.ern, held_paye)
        held = self.records.facts_of(item.scin)
        said = (facts.scin, facts.nino, facts.date_of_birth)
        return held is not None and said == (held.scin, held.nino, held.date_of_birth)


def _as_asked(wrong: Invalid, whose: str) -> Invalid:
    """Say it to the member of staff who types, not to the person."""
    return Invalid(tuple(replace(error, message=error.message.replace("your", whose)) for error in wrong.errors))
