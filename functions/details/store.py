"""What clients choose, kept in their records in Siebel; our tables are its first adapter."""

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from cms_common.adapters.faults import part_of
from cms_common.adapters.tables import ClientItem
from cms_common.adapters.transaction import ConditionsFailed, KeptClashing, Transaction
from cms_common.domain.acts import Act
from cms_common.domain.components import Component, ComponentFault
from cms_common.domain.notifications import mobile_number
from details.choosing import TextMessages

_CHOICE = ["scin", "sms_opted_in", "mobile_telephone", "details_version"]


class SiebelChoices:
    """Choices in client records."""

    def text_messages(self, scin: str) -> TextMessages:
        """Return a client's choice. GetItem on clients `scin`, consistent, what belongs to the choice alone."""
        with part_of(Component.SIEBEL):
            try:
                held = ClientItem.get(scin, consistent_read=True, attributes_to_get=_CHOICE)
            except ClientItem.DoesNotExist:
                # Somebody who is logged in has a record.
                raise ComponentFault(Component.SIEBEL) from None
        return TextMessages(
            opted_in=bool(held.sms_opted_in),
            mobile=mobile_number(held.mobile_telephone or ""),
            version=int(held.details_version or 0),
        )

    def choose(self, scin: str, held: TextMessages, chosen: TextMessages, act: Act) -> bool:
        """Keep a choice. One transaction, bound to the choice and version that were read."""
        actions: list[Action] = [
            ClientItem.sms_opted_in.set(chosen.opted_in),
            ClientItem.details_version.set(chosen.version),
        ]
        # An extract changes the choice and leaves the version, so each is held against what was read.
        as_read = ClientItem.scin.exists() & _opted(was=held.opted_in) & _set_so_often(held.version)
        try:
            with Transaction() as transaction:
                transaction.update("client", ClientItem(scin), actions, as_read)
                transaction.record(act)
        except ConditionsFailed as failed:
            if "client" not in failed.on:
                raise
            return False
        except KeptClashing:
            return False
        return True


def _opted(*, was: bool) -> Condition:
    """Ask that the choice is as it was read: one of which nothing was ever said was read as opted out."""
    opted_in: Condition = ClientItem.sms_opted_in == True  # noqa: E712 - a condition of DynamoDB
    return opted_in if was else ~opted_in


def _set_so_often(version: int) -> Condition:
    return ClientItem.details_version == version if version else ClientItem.details_version.does_not_exist()
