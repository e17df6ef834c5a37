"""What stands on the homepages (HOM-01, HOM-03, HOM-10, HOM-11, SEC-01, SEC-02)."""

from dataclasses import dataclass
from typing import Protocol

from cms_common.domain.cases import CaseToChoose, ClientCases, HomepageCases, NotYourCase, homepage_for
from cms_common.domain.sessions import Session


@dataclass(frozen=True, slots=True)
class ClientHomepage:
    """A client's homepage: the real first name (SEC-02), and what it shows."""

    first_name: str
    shown: HomepageCases | CaseToChoose


@dataclass(frozen=True, slots=True)
class EmployerHomepage:
    """An employer's homepage, of the ERN of the session (LOG-14)."""

    name: str
    ern: str


class CaseRecords(Protocol):
    """The 2012 System's cases and records. Raises ComponentFault."""

    def first_name_of(self, scin: str) -> str | None:
        """Return a client's real first name."""
        ...

    def cases_of(self, scin: str) -> ClientCases:
        """Return all that a client takes part in."""
        ...

    def employer_name(self, ern: str) -> str | None:
        """Return an employer's name."""
        ...


@dataclass(frozen=True, slots=True)
class Homepages:
    """The use cases of the homepage."""

    records: CaseRecords

    def of_client(self, session: Session, chosen: str | None) -> ClientHomepage | NotYourCase:
        """Show a client's homepage; with both roles, that of the case chosen (GAP-17)."""
        scin = session.scin or ""
        shown = homepage_for(self.records.cases_of(scin), chosen)
        if isinstance(shown, NotYourCase):
            return shown
        return ClientHomepage(self.records.first_name_of(scin) or "", shown)

    def of_employer(self, session: Session) -> EmployerHomepage:
        """Show the homepage of the ERN of the session."""
        ern = session.ern or ""
        return EmployerHomepage(self.records.employer_name(ern) or "", ern)
