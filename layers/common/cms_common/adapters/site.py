"""The operator's switches in DynamoDB (SES-06 to SES-09)."""

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from cms_common.adapters.tables import SiteItem
from cms_common.adapters.transaction import Transaction
from cms_common.domain.acts import Act, ActKind
from cms_common.domain.site import Maintenance, SiteState

_THE_SITE = "site"
_FRESH_FOR = 5.0


class DynamoSiteStates:
    """Reads the switches, at most once in five seconds a process, so that no request pays for them."""

    def __init__(self, stopwatch: Callable[[], float] = time.monotonic) -> None:
        """Take a stopwatch in seconds, so that a test can let time pass."""
        self._stopwatch = stopwatch
        self._read_at = float("-inf")
        self._state = SiteState()

    def current(self) -> SiteState:
        """Return the switches, at most five seconds old. One GetItem on `name` where they are older."""
        now = self._stopwatch()
        if now - self._read_at >= _FRESH_FOR:
            self._state = _state(_item())
            # Counted from before the read, or a slow one would make the state look fresher than it is.
            self._read_at = now
        return self._state


class SiteSwitches:
    """Sets the switches, for the operator's command. Every change is recorded with who made it."""

    def shut_down(self, act: Act) -> SiteState:
        """Shut the site for clients and employers (SES-08)."""
        return self._change(act, lambda state: replace(state, shut_down=True))

    def open(self, act: Act) -> SiteState:
        """Bring the site back."""
        return self._change(act, lambda state: replace(state, shut_down=False))

    def announce(self, act: Act, maintenance: Maintenance) -> SiteState:
        """Set the maintenance message and its period (SES-06)."""
        return self._change(act, lambda state: replace(state, maintenance=maintenance))

    def withdraw(self, act: Act) -> SiteState:
        """Take the maintenance message back."""
        return self._change(act, lambda state: replace(state, maintenance=None))

    def _change(self, act: Act, change: Callable[[SiteState], SiteState]) -> SiteState:
        item = _item(consistent=True)
        changed = change(_state(item))
        seen = int(item.version)
        version = seen + 1
        announced = changed.maintenance
        written = SiteItem(
            name=_THE_SITE,
            shut_down=changed.shut_down,
            message=announced.message if announced else None,
            starts_at=announced.starts_at if announced else None,
            ends_at=announced.ends_at if announced else None,
            version=version,
        )
        unchanged = (SiteItem.version == seen) if seen else SiteItem.name.does_not_exist()
        with Transaction() as transaction:
            transaction.put("site", written, unchanged)
            transaction.record(replace(act, version=version))
        return changed


def operator_act(kind: ActKind, identifier: str, operator: str, at: datetime) -> Act:
    """Make the act of an operator on the site."""
    return Act(kind, identifier, "site#site", 0, f"operator#{operator}", at, f"operator-{identifier}")


def _item(*, consistent: bool = False) -> SiteItem:
    try:
        return SiteItem.get(_THE_SITE, consistent_read=consistent)
    except SiteItem.DoesNotExist:
        return SiteItem(_THE_SITE)


def _state(item: SiteItem) -> SiteState:
    if item.message is None or item.starts_at is None or item.ends_at is None:
        return SiteState(item.shut_down)
    return SiteState(item.shut_down, Maintenance(item.message, item.starts_at, item.ends_at))
