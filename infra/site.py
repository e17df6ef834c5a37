"""The operator's command: shut the site, open it, announce maintenance, withdraw it (SES-09).

On AWS it needs credentials that may write the site, audit and outbox tables of the stage. For the stage local it finds
the local cloud that `make run` started by itself (PORT says which). Examples:
    python -m infra.site shut-down --operator jo
    python -m infra.site announce --operator jo --from 2026-12-01T22:00 --until 2026-12-02T02:00 --message "..."
"""

import argparse
import os
import socket
import sys
from datetime import datetime
from types import SimpleNamespace
from typing import cast

from cms_common.adapters.clock import OFFSET_FILE, SystemRandomness, clock_of
from cms_common.adapters.site import SiteSwitches, operator_act
from cms_common.adapters.table import open_tables
from cms_common.adapters.tables import AuditItem, OutboxItem, SiteItem
from cms_common.adapters.transaction import ConditionsFailed
from cms_common.domain.acts import ActKind
from cms_common.domain.site import Maintenance, SiteState
from cms_common.domain.uk_time import LONDON, shown_time
from cms_common.settings import STAGES, CommonSettings
from infra.local.card import Card
from infra.local.ministack import ROOT_USER
from infra.local.places import Places

LONGEST_MESSAGE = 500
"""Characters: the message travels in a header of every answer, where each may take six bytes."""


def main(words: list[str]) -> int:
    """Do what the words say, and print the state that results."""
    parser = _parser()
    asked = parser.parse_args(words)
    if asked.act == "announce" and _uk(asked.ends_at) <= _uk(asked.starts_at):
        parser.error("--until must be later than --from")
    if asked.stage == "local" and "AWS_ENDPOINT_URL" not in os.environ and not find_the_local_cloud():
        print("The local cloud is not running. Start it with `make run`, and name its PORT here if it is not 8080.")
        return 1
    names = {
        table: f"cms-{asked.stage}-{table.removesuffix('_table')}"
        for table in ("site_table", "audit_table", "outbox_table")
    }
    open_tables(cast("CommonSettings", SimpleNamespace(**names)), SiteItem, AuditItem, OutboxItem)
    try:
        print(_told(_do(asked)))
    except ConditionsFailed:
        print("Somebody else changed the site at the same moment: nothing was done. Try again.", file=sys.stderr)
        return 1
    return 0


def find_the_local_cloud() -> bool:
    """Point this process at the local cloud of PORT; False where none is running."""
    port = int(os.environ.get("PORT", "8080"))
    try:
        card = Card.read(Places(port).card)
        with socket.create_connection(("127.0.0.1", port), timeout=2):
            pass
    except OSError:
        return False
    os.environ |= ROOT_USER | {"AWS_ENDPOINT_URL": card.endpoint, OFFSET_FILE: str(Places(port).clock)}
    return True


def _do(asked: argparse.Namespace) -> SiteState:
    switches = SiteSwitches()
    kinds = {
        "shut-down": ActKind.SITE_SHUT_DOWN,
        "open": ActKind.SITE_OPENED,
        "announce": ActKind.MAINTENANCE_ANNOUNCED,
        "withdraw": ActKind.MAINTENANCE_WITHDRAWN,
    }
    act = operator_act(kinds[asked.act], SystemRandomness().identifier(), asked.operator, clock_of(asked.stage)())
    if asked.act == "announce":
        return switches.announce(act, Maintenance(asked.message, _uk(asked.starts_at), _uk(asked.ends_at)))
    plain = {"shut-down": switches.shut_down, "open": switches.open, "withdraw": switches.withdraw}
    return plain[asked.act](act)


def _uk(at: datetime) -> datetime:
    """Read a time without a zone as UK time."""
    return at if at.tzinfo else at.replace(tzinfo=LONDON)


def _text(words: str) -> str:
    """Read a text that is not blank and fits in a header."""
    if not words.strip() or len(words) > LONGEST_MESSAGE:
        raise argparse.ArgumentTypeError(f"give 1 to {LONGEST_MESSAGE} characters")
    return words.strip()


def _told(state: SiteState) -> str:
    site = "The site is shut down." if state.shut_down else "The site is open."
    if state.maintenance is None:
        return f"{site} No maintenance is announced."
    period = f"{shown_time(state.maintenance.starts_at)} to {shown_time(state.maintenance.ends_at)}"
    return f"{site} Maintenance is announced for {period}: {state.maintenance.message}"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="make site", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    acts = parser.add_subparsers(dest="act", required=True)
    for act in ("shut-down", "open", "announce", "withdraw"):
        made = acts.add_parser(act)
        made.add_argument("--operator", type=_text, required=True, help="who does it, for the record")
        made.add_argument("--stage", choices=STAGES, default="local")
        if act == "announce":
            made.add_argument("--message", type=_text, required=True)
            made.add_argument("--from", dest="starts_at", type=datetime.fromisoformat, required=True)
            made.add_argument("--until", dest="ends_at", type=datetime.fromisoformat, required=True)
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
