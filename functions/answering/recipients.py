"""Whom a message is answered to and who works for them, as the 2012 System and the accounts have it now."""

from answering.values import Employer, Recipient
from cms_common.adapters.faults import part_of
from cms_common.adapters.siebel import TELEPHONE
from cms_common.adapters.tables import ClientItem, EmployerItem, EnrolledIdentifierItem
from cms_common.adapters.work import owner_of
from cms_common.domain.components import Component
from cms_common.domain.language import preferred
from cms_common.domain.notifications import mobile_number
from cms_common.domain.reply_channel import SpecialRequirement
from cms_common.domain.work import APPLICATIONS_SEGMENT, ClientOwner


class SiebelRecipients:
    """Client records of the 2012 System, kept in Siebel; our tables are its first adapter."""

    def of(self, scin: str) -> Recipient | None:
        """Return how a client is reached now. GetItem on clients `scin` and on accounts `key`, consistent."""
        with part_of(Component.SIEBEL):
            try:
                held = ClientItem.get(scin, consistent_read=True)
            except ClientItem.DoesNotExist:
                return None
        return Recipient(
            name=f"{held.first_name} {held.surname}",
            mobile_telephone=held.mobile_telephone or "",
            email_held=bool(held.email),
            text_messages=bool(held.sms_opted_in) and mobile_number(held.mobile_telephone or "") is not None,
            preference=held.contact_preference,
            uses_self_service=bool(held.self_service) and _enrolled(scin),
            special_requirements=frozenset(SpecialRequirement(one) for one in held.special_requirements or ()),
            language=preferred(held.preferred_language),
            special_client_record=bool(held.special_client_record),
            team=ClientOwner(held.segment or APPLICATIONS_SEGMENT, bool(held.special_client_record)).team,
        )

    def employer(self, ern: str) -> Employer | None:
        """Return whom to call, of an employer. GetItem on employers `ern`, consistent."""
        with part_of(Component.SIEBEL):
            try:
                held = EmployerItem.get(ern, consistent_read=True)
            except EmployerItem.DoesNotExist:
                return None
        return Employer(held.name, held.contact_preference or TELEPHONE)


class SiebelOwners:
    """Who works for a client, as Siebel has it; our tables are its first adapter."""

    def owner(self, scin: str) -> ClientOwner | None:
        """Return who works for a client. GetItem on clients `scin`, consistent."""
        with part_of(Component.SIEBEL):
            return owner_of(scin)


def _enrolled(scin: str) -> bool:
    try:
        EnrolledIdentifierItem.get(f"identifier#SCIN#{scin}", consistent_read=True, attributes_to_get=["key"])
    except EnrolledIdentifierItem.DoesNotExist:
        return False
    return True
