"""Whom a notification reaches: the address held at this moment, never one that was sent along (NOT-17).

Half of a secret goes to the account's own address; what is told to a client goes to the address, or mobile number, of
the client record (GAP-36). Of an employer no address is held but that of the account enrolled for the PAYE reference.
"""

from cms_common.adapters.tables import AccountItem, ClientItem, EmployerItem, EnrolledIdentifierItem
from cms_common.domain.history import owner_client
from cms_common.domain.notifications import Medium, State, mobile_number
from notify.sending import NotReached, Reached

_OPTED_OUT = NotReached(State.NOT_WANTED, "opted-out")
_NO_MOBILE = NotReached(State.NO_ADDRESS, "no-mobile-number")
_NO_EMAIL = NotReached(State.NO_ADDRESS, "no-email-address")
_NOBODY = NotReached(State.NO_ADDRESS, "nobody-there")
_CLIENT = ["scin", "email", "mobile_telephone", "sms_opted_in"]
_SCIN = "SCIN="


class DynamoRecipients:
    """Accounts, clients and employers."""

    def of(self, to: str, medium: Medium) -> Reached | NotReached:
        """Return an address or number: GetItem on accounts, clients or employers by key, consistent; at most three."""
        kind, _, reference = to.rpartition("#")
        if medium is Medium.SMS:
            return _number(reference) if kind == "client" else _NO_MOBILE
        if kind == "client":
            held = _client(reference)
            return _mailed(held.email, to) if held else _NOBODY
        user_id = reference if not kind else _user_id_of_employer(reference)
        account = _account(user_id) if user_id else None
        return _mailed(account.email, to if kind else _scin_of(account)) if account else _NOBODY

    def owner_of(self, to: str) -> str | None:
        """Name whose history a notification goes into: GetItem on accounts `key`, consistent, for an account's."""
        return to if "#" in to else _scin_of(_account(to))


def _mailed(email: str | None, owner: str | None) -> Reached | NotReached:
    return Reached(email, owner) if email else _NO_EMAIL


def _number(scin: str) -> Reached | NotReached:
    held = _client(scin)
    if held is None:
        return _NOBODY
    if not held.sms_opted_in:
        return _OPTED_OUT
    number = mobile_number(held.mobile_telephone or "")
    return Reached(number, owner_client(scin)) if number else _NO_MOBILE


def _client(scin: str) -> ClientItem | None:
    try:
        return ClientItem.get(scin, consistent_read=True, attributes_to_get=_CLIENT)
    except ClientItem.DoesNotExist:
        return None


def _account(user_id: str) -> AccountItem | None:
    wanted = ["key", "email", "enrolment"]
    try:
        return AccountItem.get(AccountItem.key_of(user_id), consistent_read=True, attributes_to_get=wanted)
    except AccountItem.DoesNotExist:
        return None


def _scin_of(account: AccountItem | None) -> str | None:
    identifiers = account.enrolment.identifiers if account and account.enrolment else []
    scins = [one.removeprefix(_SCIN) for one in identifiers if one.startswith(_SCIN)]
    return owner_client(scins[0]) if scins else None


def _user_id_of_employer(ern: str) -> str | None:
    try:
        reference = EmployerItem.get(ern, consistent_read=True).paye_reference
        return EnrolledIdentifierItem.get(_paye(reference), consistent_read=True).user_id
    except (EmployerItem.DoesNotExist, EnrolledIdentifierItem.DoesNotExist):
        return None


def _paye(reference: str) -> str:
    return EnrolledIdentifierItem.key_of("PAYE", reference)
