"""Client records of the 2012 System as caseworkers need them; our tables are its first adapter."""

from caseworker.values import HeldCaller, HeldClient, Person
from cms_common.adapters.faults import part_of
from cms_common.adapters.kms import KnownFactsSealer
from cms_common.adapters.siebel import client_item
from cms_common.adapters.tables import ClientItem, EmployerItem
from cms_common.adapters.work import owner_of
from cms_common.domain.components import Component
from cms_common.domain.work import ClientOwner


class SiebelCallers:
    """Client records of the 2012 System, kept in Siebel; our tables are its first adapter."""

    def __init__(self, sealer: KnownFactsSealer) -> None:
        """Take what opens sealed facts."""
        self._sealer = sealer

    def owner(self, scin: str) -> ClientOwner | None:
        """Return who works for a client. GetItem on clients `scin`, consistent."""
        with part_of(Component.SIEBEL):
            return owner_of(scin)

    def person(self, scin: str, ern: str) -> Person | None:
        """Return whom to call. GetItem on clients `scin` or on employers `ern`, consistent."""
        with part_of(Component.SIEBEL):
            if not scin:
                return _employer(ern)
            item = client_item(scin)
        return Person(_name(item), item.mobile_telephone or "") if item else None

    def caller(self, scin: str) -> HeldCaller | None:
        """Return what a caller is compared with. GetItem on clients `scin`, consistent; one KMS Decrypt either way."""
        with part_of(Component.SIEBEL):
            item = client_item(scin)
            opened = self._sealer.open_or_decoy(scin, item.sealed_facts if item else None)
        if item is None or opened is None:
            return None
        nino, born = opened
        name = _name(item)
        return HeldCaller(scin, nino, born, item.reference_name, name, bool(item.special_client_record))

    def client(self, scin: str) -> HeldClient | None:
        """Return the client record. GetItem on clients `scin`, consistent."""
        with part_of(Component.SIEBEL):
            item = client_item(scin)
        if item is None:
            return None
        return HeldClient(
            scin=scin,
            name=_name(item),
            self_service=bool(item.self_service),
            first_log_in_date=item.first_log_in_date or "",
            last_log_in_date=item.last_log_in_date or "",
            contact_preference=item.contact_preference,
            preferred_language=item.preferred_language,
            jurisdiction=item.jurisdiction,
            segment=item.segment or "",
            email=item.email or "",
            sms_opted_in=bool(item.sms_opted_in),
            mobile_telephone=item.mobile_telephone or "",
            address=tuple(item.address or ()),
            special_client_record=bool(item.special_client_record),
        )


def _employer(ern: str) -> Person | None:
    try:
        return Person(EmployerItem.get(ern, consistent_read=True).name, "")
    except EmployerItem.DoesNotExist:
        return None


def _name(item: ClientItem) -> str:
    return f"{item.first_name} {item.surname}"
