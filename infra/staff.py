"""Creates the first user of IT support, who creates all others, and unlocks one where nobody is left to do it (SUP-10).

Anybody who knows a user ID can lock it by five wrong passwords (ITS-10), the only IT support user's too.

On AWS it needs credentials that may read and write the staff table and put audit and outbox items. For the stage local
it finds the local cloud that `make run` started by itself (PORT says which). A password is shown once. Example:
    python -m infra.staff create-first --operator jo --first-name John --surname Smithson
    python -m infra.staff unlock --operator jo --user-id JSMITH1
"""

import argparse
import os
import secrets
import sys
from types import SimpleNamespace
from typing import cast

from cms_common.adapters.clock import SystemRandomness, clock_of
from cms_common.adapters.passwords import Passwords
from cms_common.adapters.table import open_tables
from cms_common.adapters.tables import (
    AuditItem,
    OutboxItem,
    StaffDoorItem,
    StaffFormItem,
    StaffItem,
    StaffNumberItem,
)
from cms_common.domain.fields import Invalid
from cms_common.domain.sessions import Visit
from cms_common.domain.staff import Profile, StaffRole, check_profile, is_staff_id, tidy_staff_id
from cms_common.settings import STAGES, CommonSettings
from infra.site import find_the_local_cloud
from staff.administration import Administration, FormUsedBefore, Listed, NoSuchUser
from staff.store import DynamoStaffAccounts


def main(words: list[str]) -> int:
    """Create the user and print ID and password, or unlock one."""
    parser = _parser()
    asked = parser.parse_args(words)
    profile = _profile(asked, parser) if asked.act == "create-first" else None
    user_id = tidy_staff_id(asked.user_id) if asked.act == "unlock" else ""
    if asked.act == "unlock" and not is_staff_id(user_id):
        parser.error("--user-id: a user ID has letters and a number, as JSMITH1")
    if asked.stage == "local" and "AWS_ENDPOINT_URL" not in os.environ and not find_the_local_cloud():
        print("The local cloud is not running. Start it with `make run`, and name its PORT here if it is not 8080.")
        return 1
    _open(asked.stage)
    return _create(profile, asked) if profile else _unlock(user_id, asked)


def _profile(asked: argparse.Namespace, parser: argparse.ArgumentParser) -> Profile:
    profile = check_profile(
        first_name=asked.first_name,
        surname=asked.surname,
        role=asked.role,
        functions=(),
        segment="",
        special_records_team=False,
    )
    if isinstance(profile, Invalid):
        parser.error("; ".join(f"{error.field}: {error.message}" for error in profile.errors))
    return profile


def _open(stage: str) -> None:
    names = {f"{table}_table": f"cms-{stage}-{table}" for table in ("staff", "audit", "outbox")}
    models = (StaffItem, StaffDoorItem, StaffFormItem, StaffNumberItem, AuditItem, OutboxItem)
    open_tables(cast("CommonSettings", SimpleNamespace(**names)), *models)


def _create(profile: Profile, asked: argparse.Namespace) -> int:
    accounts = DynamoStaffAccounts()
    if any(listed.user.profile.role is profile.role for listed in _everybody(accounts)):
        print(f"There is a user with the role {profile.role.value} already. IT support creates all others.")
        return 1
    administration, visit = _administration(asked)
    made = administration.create(profile, secrets.token_hex(16), f"operator#{asked.operator}", visit)
    if isinstance(made, FormUsedBefore):
        return 1
    print(f"User ID {made.user_id}, password {made.password}. At the first login a new password is shown.")
    return 0


def _unlock(user_id: str, asked: argparse.Namespace) -> int:
    administration, visit = _administration(asked)
    if isinstance(administration.unlock(user_id, f"operator#{asked.operator}", visit), NoSuchUser):
        print(f"There is no user {user_id}.")
        return 1
    print(f"User {user_id} is unlocked. The password has not been changed.")
    return 0


def _administration(asked: argparse.Namespace) -> tuple[Administration, Visit]:
    chance = SystemRandomness()
    visit = Visit(clock_of(asked.stage)(), f"operator-{chance.identifier()}", "-")
    return Administration(DynamoStaffAccounts(), Passwords(), chance), visit


def _everybody(accounts: DynamoStaffAccounts) -> list[Listed]:
    found: list[Listed] = []
    after = ""
    while True:
        page = accounts.listed(after)
        found += page.users
        after = page.after
        if not after:
            return found


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="make staff", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    acts = parser.add_subparsers(dest="act", required=True)
    made, unlocked = acts.add_parser("create-first"), acts.add_parser("unlock")
    for act in (made, unlocked):
        act.add_argument("--operator", required=True, help="who does it, for the record")
        act.add_argument("--stage", choices=STAGES, default="local")
    unlocked.add_argument("--user-id", required=True)
    made.add_argument("--first-name", required=True)
    made.add_argument("--surname", required=True)
    made.add_argument("--role", choices=list(StaffRole), default=StaffRole.IT_SUPPORT.value)
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
