"""Teams: whose queue somebody works from, and which work they may open (roles table, CON-19, SEC-04, SUP-06)."""

from cms_common.domain.messages import EMPLOYER_TEAM, SUPPORT_TEAM
from cms_common.domain.staff import NOT_SEGMENTS, Profile, StaffRole
from cms_common.domain.work import APPLICATIONS_SEGMENT, SPECIAL_CLIENT_RECORDS_TEAM, WorkItem, open_to, team_of

_OWN = {
    StaffRole.SUPPORT_TEAM: SUPPORT_TEAM,
    StaffRole.TEAM_LEADER: SUPPORT_TEAM,
    StaffRole.EMPLOYER_CASEWORKER: EMPLOYER_TEAM,
}


def own_team(profile: Profile) -> str:
    """Return the team whose queue somebody works from; whoever has no segment works for those who have no case yet."""
    return _OWN.get(profile.role) or team_of(profile) or APPLICATIONS_SEGMENT


def may_list(profile: Profile, team: str) -> bool:
    """Tell whether somebody may see a team's queue: a caseworker every segment's, everybody else their own alone."""
    if profile.role is not StaffRole.CASEWORKER:
        return team == own_team(profile)
    return team not in NOT_SEGMENTS or (team == SPECIAL_CLIENT_RECORDS_TEAM and profile.special_records_team)


def may_open(profile: Profile, item: WorkItem, *, special: bool) -> bool:
    """Tell whether somebody may open a work item: employers' are their team's, the support team has its own queue.

    What is of a special client record stays shut for all but its team, also where it became one since (SEC-04).
    """
    special = special or item.team == SPECIAL_CLIENT_RECORDS_TEAM
    mine = item.team == _OWN[profile.role] if profile.role in _OWN else item.team not in _OWN.values()
    return mine and open_to(profile, special=special)
