"""Who may open which message, and the queue that somebody works from (roles table, CON-19, SUP-06)."""

from cms_common.domain.messages import EMPLOYER_TEAM, SUPPORT_TEAM
from cms_common.domain.staff import Profile, StaffRole
from cms_common.domain.work import APPLICATIONS_SEGMENT, SPECIAL_CLIENT_RECORDS_TEAM, WorkItem, open_to, team_of

_OWN = {
    StaffRole.SUPPORT_TEAM: SUPPORT_TEAM,
    StaffRole.TEAM_LEADER: SUPPORT_TEAM,
    StaffRole.EMPLOYER_CASEWORKER: EMPLOYER_TEAM,
}


def own_team(profile: Profile) -> str:
    """Return the team whose queue somebody works from; whoever has no segment works for those who have no case yet."""
    return _OWN.get(profile.role) or team_of(profile) or APPLICATIONS_SEGMENT


def may_open(profile: Profile, item: WorkItem, *, special: bool) -> bool:
    """Tell whether somebody may open a work item: employers' are their team's, the support team has its own queue."""
    if profile.role in _OWN:
        return item.team == _OWN[profile.role]
    special = special or item.team == SPECIAL_CLIENT_RECORDS_TEAM
    return item.team not in _OWN.values() and open_to(profile, special=special)
