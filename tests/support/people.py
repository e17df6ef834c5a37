"""Made-up people and employers, as intake leaves them in the tables."""

from dataclasses import dataclass
from datetime import date
from functools import cache

from cms_common.adapters.kms import KnownFactsSealer, PinMacs
from cms_common.adapters.tables import ClientItem, ClientSecurityItem, EmployerItem, ParticipationItem
from tests.support import stack


@dataclass(frozen=True)
class Client:
    """A client as the client knows herself."""

    scin: str = "121000121688"
    nino: str = "AB123456C"
    date_of_birth: date = date(1984, 7, 1)
    first_name: str = "Siân"
    surname: str = "O'Neill-Davies"
    pin: str | None = "4719305"

    @property
    def facts(self) -> dict[str, str]:
        """What she types to enrol."""
        born = self.date_of_birth.strftime("%d/%m/%Y")
        return {
            "scin": self.scin,
            "nino": self.nino,
            "date_of_birth": born,
            "reference_name": f"{self.first_name} {self.surname}",
        }

    def digits(self, positions: list[int], *, wrong: bool = False) -> dict[str, object]:
        """What she types when asked for positions of her PIN."""
        pin = self.pin or ""
        asked = [(position, int(pin[position - 1])) for position in positions]
        return {"digits": [{"position": at, "digit": str((digit + wrong) % 10)} for at, digit in asked]}


@dataclass(frozen=True)
class Employer:
    """An employer reference number and the PAYE reference it belongs to."""

    ern: str = "E1000001"
    paye_reference: str = "123/AB456"
    name: str = "Brigg & Daughters"

    @property
    def facts(self) -> dict[str, str]:
        """What the employer types to enrol."""
        return {"ern": self.ern, "paye_reference": self.paye_reference}


def hold_client(client: Client, *, roles: tuple[str, ...] = ("NRP",)) -> Client:
    """Put a client, her PIN and one case for each role into the tables."""
    ClientItem(
        scin=client.scin,
        first_name=client.first_name,
        surname=client.surname,
        reference_name=f"{client.first_name} {client.surname}",
        sealed_facts=_sealed(client),
        contact_preference="Telephone",
        preferred_language="English",
        jurisdiction="gb",
        special_client_record=False,
        record_version=1,
    ).save()
    security = ClientSecurityItem(client.scin)
    if client.pin:
        security.pin_version, security.pin_macs = 1, dict(_macs(client.scin, client.pin))
    security.save()
    for number, role in enumerate(roles, 1):
        ParticipationItem(
            client.scin,
            ParticipationItem.case_key(f"G{number}", f"C{number}"),
            case_group=f"G{number}",
            case_id=f"C{number}",
            role=role,
            other_parent_first_name="Priya",
            children_first_names=["Zoë"],
        ).save()
    return client


def hold_employer(employer: Employer) -> Employer:
    """Put an employer into the tables."""
    EmployerItem(
        employer.ern, paye_reference=employer.paye_reference, name=employer.name, jurisdiction="gb", record_version=1
    ).save()
    return employer


@cache
def _macs(scin: str, pin: str) -> dict[str, bytes]:
    # 21 calls; the tests' keys stay the same for the life of the process.
    return PinMacs(stack.environment("intake")["PIN_KEY"]).generate(scin, pin, version=1)


@cache
def _sealed(client: Client) -> bytes:
    sealer = KnownFactsSealer(stack.environment("intake")["KNOWN_FACTS_KEY"])
    return sealer.seal(client.scin, client.nino, client.date_of_birth)
