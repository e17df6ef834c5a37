"""What a client's homepage tells about cases and applications (HOM-01 to HOM-11, SEC-01)."""

from dataclasses import dataclass
from enum import StrEnum

APPLICATION_STAGES = (
    "Application received",
    "Checking your details",
    "Contacting the other parent",
    "Working out child maintenance",
    "Setting up payments",
)
"""The steps of the application progress bar, in order (GAP-05: a working choice)."""


class RoleCode(StrEnum):
    """A client's role on a case, as the 2012 System codes it; no client sees the code (LNG-04, LNG-05)."""

    PWC = "PWC"
    PEWC = "PeWC"
    NRP = "NRP"


class Role(StrEnum):
    """The role in the words that clients see."""

    PAYING_PARENT = "paying parent"
    RECEIVING_PARENT = "receiving parent"


ROLES = {RoleCode.PWC: Role.RECEIVING_PARENT, RoleCode.PEWC: Role.RECEIVING_PARENT, RoleCode.NRP: Role.PAYING_PARENT}


@dataclass(frozen=True, slots=True)
class ParticipantView:
    """One case as one participant may see it: of the other parent it holds a first name and nothing else."""

    case_group: str
    case_id: str
    role: RoleCode
    other_parent_first_name: str
    children_first_names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Application:
    """An application in progress: its reference and how many of the stages are done."""

    reference: str
    stages_done: int


@dataclass(frozen=True, slots=True)
class ClientCases:
    """All that a client takes part in."""

    cases: tuple[ParticipantView, ...] = ()
    applications: tuple[Application, ...] = ()


@dataclass(frozen=True, slots=True)
class CaseToChoose:
    """A client with both roles: the homepage is that of the case chosen (GAP-17); applications show all the same."""

    cases: tuple[ParticipantView, ...]
    applications: tuple[Application, ...]


@dataclass(frozen=True, slots=True)
class HomepageCases:
    """The cases and applications that one homepage shows; `role` is None while there is only an application."""

    role: Role | None
    cases: tuple[ParticipantView, ...]
    applications: tuple[Application, ...]


@dataclass(frozen=True, slots=True)
class NotYourCase:
    """A case was named that the client takes no part in; answered as one that does not exist (SES-16)."""


def homepage_for(mine: ClientCases, chosen: str | None) -> HomepageCases | CaseToChoose | NotYourCase:
    """Choose what the homepage shows: one role's items, never another's (HOM-03, GAP-17)."""
    if chosen is not None:
        case = next((case for case in mine.cases if case.case_id == chosen), None)
        if case is None:
            return NotYourCase()
        return _of_role(mine, ROLES[case.role])
    roles = {ROLES[case.role] for case in mine.cases}
    if len(roles) > 1:
        return CaseToChoose(mine.cases, mine.applications)
    return _of_role(mine, next(iter(roles), None))


def _of_role(mine: ClientCases, role: Role | None) -> HomepageCases:
    cases = tuple(case for case in mine.cases if ROLES[case.role] == role)
    return HomepageCases(role, cases, mine.applications)
