"""Letters that wait for an address, and work that is raised instead of a letter, in DynamoDB."""

from collections.abc import Iterator, Sequence
from itertools import islice

from cms_common.adapters.correspondence_tables import ADDRESS_SHARDS, AddresslessItem
from cms_common.adapters.transaction import ConditionsFailed, Transaction
from cms_common.adapters.work import raise_contact, raise_work
from cms_common.domain.acts import Act
from cms_common.domain.letters import LetterCode
from cms_common.domain.work import Contact, WorkItem
from letters.addressless import Pending
from letters.posting import Why
from letters.values import Wanted


class DynamoAddressless:
    """Letters that wait for an address."""

    def keep(self, pending: Pending, contact: Contact, work: WorkItem, act: Act) -> None:
        """Keep that one waits, and raise its work. One transaction, where it does not wait already."""
        wanted = pending.wanted
        item = AddresslessItem(
            *_place(wanted.letter_id),
            letter_id=wanted.letter_id,
            code=wanted.code.value,
            scin=wanted.scin,
            cause=wanted.cause,
            why=pending.why.value if pending.why else None,
            since=act.at,
        )
        try:
            with Transaction() as transaction:
                transaction.put("addressless", item, AddresslessItem.key.does_not_exist())
                raise_contact(transaction, contact)
                raise_work(transaction, work)
                transaction.record(act)
        except ConditionsFailed:
            return

    def some(self, begin: str, most: int) -> Sequence[Pending]:
        """Return letters that wait. Query on correspondence `key`, consistent: one or two a share."""
        shares = map(AddresslessItem.key_of, range(ADDRESS_SHARDS))
        return tuple(_pending(item) for share in shares for item in islice(_round(share, begin, most), most))

    def gone(self, letter_id: str) -> None:
        """Forget one. DeleteItem on correspondence `key`, `item`: the same however often."""
        AddresslessItem(*_place(letter_id)).delete()


class DynamoWithheld:
    """Work that is raised instead of a letter."""

    def keep(self, work: WorkItem, act: Act) -> None:
        """Raise work. One transaction, where it was not raised before."""
        try:
            with Transaction() as transaction:
                raise_work(transaction, work)
                transaction.record(act)
        except ConditionsFailed:
            return


def _round(share: str, begin: str, most: int) -> Iterator[AddresslessItem]:
    for part in (AddresslessItem.item >= begin, AddresslessItem.item < begin):
        yield from AddresslessItem.query(share, part, limit=most, page_size=most, consistent_read=True)


def _place(letter_id: str) -> tuple[str, str]:
    return AddresslessItem.key_of(AddresslessItem.shard_of(letter_id)), letter_id


def _pending(item: AddresslessItem) -> Pending:
    wanted = Wanted(item.letter_id, LetterCode(item.code), item.scin, item.cause)
    return Pending(wanted, Why(item.why) if item.why else None)
