"""Makes as many further people as are asked for, the same ones for the same seed.

Two clients make one family: a paying and a receiving parent with one to four children. Of every ten families one
lives in Northern Ireland and one is still applying; of every 25 clients one has no PIN.
"""

import unicodedata
from collections.abc import Iterator
from random import Random

from infra.demo import names
from infra.demo.known import CLIENTS, EMPLOYERS
from infra.demo.records import Line, Plain, case, client, employer, questions

_NINO_PREFIXES = ("XA", "XB", "XC", "XE", "XG", "XH")
_CLIENTS_AN_EMPLOYER = 20


def extract(clients: int, seed: int) -> Iterator[Line]:
    """Make an extract: the known people and employers, then this many further clients and one employer for twenty."""
    yield from CLIENTS.values()
    yield from EMPLOYERS.values()
    yield from further_clients(clients, seed)
    for number in range(clients // _CLIENTS_AN_EMPLOYER):
        yield _employer(number, Random(f"{seed}/employer/{number}"))  # noqa: S311 - made-up people, no secrets


def further_clients(clients: int, seed: int) -> Iterator[Line]:
    """Make this many clients; the first ones are the same however many are asked for."""
    for number in range(clients):
        family = number // 2
        yield _parent(number, family, Random(f"{seed}/family/{family}"), pays=number % 2 == 0)  # noqa: S311


def _parent(number: int, family: int, chance: Random, *, pays: bool) -> Line:
    # Both parents' makings are drawn in one order from the family's own chance, so that each knows the other's.
    paying, receiving = _name(chance), _name(chance)
    children = chance.sample(names.CHILDREN, chance.choice((1, 1, 1, 2, 2, 3, 4)))
    jurisdiction = "ni" if family % 10 == 3 else "gb"
    own = Random(chance.random() + number)  # noqa: S311
    first_name, surname = paying if pays else receiving
    segment = "Northern Ireland Segment" if jurisdiction == "ni" else f"Segment {family % 6 + 1}"
    applies = family % 10 == 7
    application: Plain = {"reference": f"APP{2_000_000 + number}", "stages_done": own.randrange(5)}
    role = "NRP" if pays else own.choice(("PWC", "PWC", "PWC", "PeWC"))
    ids = (f"33{1_000_000_000 + family}", f"44{1_000_000_000 + family}")
    other_parent = (receiving if pays else paying)[0]
    return client(
        *(f"1211{number:08d}", _nino(number), _born(own), first_name, surname),
        pin=None if number % 25 == 24 else f"{own.randrange(10**7):07d}",
        cms_password=f"cms{number % 10**5:05d}" if number % 5 else None,
        security_questions=questions(f"School {number}", f"Pet {number}", f"Town {number}"),
        email=_email(first_name, surname, number) if own.random() < 0.9 else None,
        mobile_telephone=f"07700 900{own.randrange(1000):03d}" if own.random() < 0.9 else None,
        address=_address(own, jurisdiction),
        contact_preference=own.choice(("Telephone", "Telephone", "Letter", "Self Service")),
        preferred_language="Welsh" if own.random() < 0.03 else "English",
        jurisdiction=jurisdiction,
        special_client_record=own.random() < 0.01,
        cases=[] if applies else [case(*ids, role, other_parent, *children, segment=segment)],
        applications=[application] if applies else [],
    )


def _name(chance: Random) -> tuple[str, str]:
    first_names, surnames = chance.choice(names.FAMILIES)
    return chance.choice(first_names), chance.choice(surnames)


def _nino(number: int) -> str:
    # These prefixes have the right shape and were never issued.
    return f"{_NINO_PREFIXES[number // 10**6]}{number % 10**6:06d}{'ABCD'[number % 4]}"


def _born(chance: Random) -> str:
    return f"{chance.randint(1, 28):02d}/{chance.randint(1, 12):02d}/{chance.randint(1962, 2005)}"


def _email(first_name: str, surname: str, number: int) -> str:
    # Ł has no decomposition, so NFKD alone would lose it.
    plain = unicodedata.normalize("NFKD", f"{first_name}.{surname}".lower().replace("ł", "l"))
    local = "".join(letter for letter in plain if letter.isascii() and (letter.isalnum() or letter in ".-"))
    return f"{local}{number}@example.{'com' if number % 3 else 'org'}"


def _address(chance: Random, jurisdiction: str) -> list[str]:
    town, outward = chance.choice(names.TOWNS[jurisdiction])
    letters = "".join(chance.choices(names.POSTCODE_LETTERS, k=2))
    street = f"{chance.randint(1, 180)} {chance.choice(names.STREETS)}"
    return [street, town, f"{outward} {chance.randint(1, 9)}{letters}"]


def _employer(number: int, chance: Random) -> Line:
    owner = chance.choice(chance.choice(names.FAMILIES)[1])
    letters = "".join(chance.choices("ABEGHKN", k=2))
    paye = f"{chance.randint(1, 999):03d}/{letters}{50_000 + number}"
    return employer(str(710_000_000 + number), paye, f"{owner} {chance.choice(names.FIRMS)} Ltd")
