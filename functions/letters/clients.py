"""Clients in DynamoDB as letters know them, and who works for them."""

from cms_common.adapters.tables import ClientItem, EnrolledIdentifierItem
from cms_common.adapters.work import owner_of
from cms_common.domain.work import ClientOwner
from letters.contents import Client

_READ = (
    "scin", "first_name", "surname", "address", "email", "mobile_telephone", "contact_preference",
    "preferred_language", "self_service", "sms_opted_in",
)  # fmt: skip
"""What is read of a client: the National Insurance number and date of birth are not."""


class DynamoClients:
    """Clients, and whether an account is enrolled for them."""

    def of(self, scin: str) -> Client | None:
        """Return a client. GetItem on clients `scin` and on accounts `key`, consistent."""
        held = client_item(scin)
        if held is None:
            return None
        return Client(
            scin=scin,
            name=name_of(held),
            address=tuple(held.address or ()),
            email=held.email or "",
            mobile_telephone=held.mobile_telephone or "",
            contact_preference=held.contact_preference,
            preferred_language=held.preferred_language,
            self_service=bool(held.self_service),
            sms_opted_in=bool(held.sms_opted_in),
            enrolled=self._enrolled(scin),
        )

    @staticmethod
    def _enrolled(scin: str) -> bool:
        try:
            EnrolledIdentifierItem.get(identifier_of(scin), consistent_read=True, attributes_to_get=["key"])
        except EnrolledIdentifierItem.DoesNotExist:
            return False
        return True


class DynamoOwners:
    """Who works for clients."""

    def of(self, scin: str) -> ClientOwner | None:
        """Tell who works for a client; None where there is no such record. GetItem on clients `scin`, consistent."""
        return owner_of(scin)


def identifier_of(scin: str) -> str:
    """Return the key under which an account is enrolled for a client."""
    return EnrolledIdentifierItem.key_of("SCIN", scin)


def client_item(scin: str) -> ClientItem | None:
    """Return what letters need of a client record. GetItem on clients `scin`, consistent."""
    try:
        return ClientItem.get(scin, consistent_read=True, attributes_to_get=list(_READ))
    except ClientItem.DoesNotExist:
        return None


def name_of(held: ClientItem) -> str:
    """Return the name that a client is written to by."""
    return f"{held.first_name} {held.surname}".strip()
