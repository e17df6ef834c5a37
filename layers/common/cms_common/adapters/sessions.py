"""Sessions in DynamoDB: one conditional write checks and prolongs."""

from datetime import UTC, datetime

from cms_common.adapters.table import changed
from cms_common.adapters.tables import SessionItem
from cms_common.domain.accounts import Service
from cms_common.domain.sessions import Session, SessionLimits, Site, Stage

_KEPT_FOR_AUDIT = 86_400
"""Seconds that an ended session stays before DynamoDB may tidy it away; the clock rules, not the tidying."""


class DynamoSessions:
    """Sessions by the hash of their token."""

    def __init__(self, limits: SessionLimits) -> None:
        """Take the limits that sessions end by."""
        self._limits = limits

    def touch(self, token_hash: str, now: datetime) -> Session | None:
        """Return the session and prolong it to `now` + idle; None where there is none or it has ended.

        One write: UpdateItem on `token_hash`, on the condition that neither limit is reached.
        """
        moment = int(now.timestamp())
        item = SessionItem(token_hash)
        alive = (SessionItem.idle_until > moment) & (SessionItem.ends_at > moment)
        prolonged = moment + int(self._limits.idle.total_seconds())
        return _session(item) if changed(item, [SessionItem.idle_until.set(prolonged)], alive) else None


def session_item(session: Session) -> SessionItem:
    """Write a session as its item."""
    return SessionItem(
        token_hash=session.token_hash,
        stage=session.stage.value,
        service=session.service.value,
        user_id=session.user_id,
        site=session.site.value,
        id_noted=session.id_noted,
        scin=session.scin,
        paye_reference=session.paye_reference,
        ern=session.ern,
        started_at=session.started_at,
        idle_until=int(session.idle_until.timestamp()),
        ends_at=int(session.ends_at.timestamp()),
        expires_at=int(session.ends_at.timestamp()) + _KEPT_FOR_AUDIT,
    )


def _session(item: SessionItem) -> Session:
    return Session(
        token_hash=item.token_hash,
        stage=Stage(item.stage),
        service=Service(item.service),
        user_id=item.user_id,
        started_at=item.started_at,
        idle_until=datetime.fromtimestamp(item.idle_until, UTC),
        ends_at=datetime.fromtimestamp(item.ends_at, UTC),
        site=Site(item.site),
        id_noted=item.id_noted,
        scin=item.scin,
        paye_reference=item.paye_reference,
        ern=item.ern,
    )
