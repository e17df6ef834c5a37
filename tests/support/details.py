"""Clients' details in the tests' cloud: what is chosen by HTTP, and what is then held of it."""

import json

from tests.support import ledger
from tests.support.cloud import Cloud, Item
from tests.support.http import Reply
from tests.support.visitors import PAYING, Person

PATH = "/details/text-messages"


def choose(person: Person, *, opted_in: bool) -> Reply:
    """Opt in to or out of text messages."""
    return person.post(PATH, {"opted_in": opted_in})


def held(cloud: Cloud, scin: str = PAYING.key) -> Item:
    """Return a client's record."""
    return next(item for item in cloud.items("clients") if item["scin"] == scin)


def chosen(cloud: Cloud) -> list[tuple[int, str, str]]:
    """Return the choices recorded, in the order of their versions: version, choice before, choice after."""
    kept = [(int(act["version"]), json.loads(act["facts"])) for act in ledger.acts(cloud, "TextMessagesChosen")]
    return sorted((version, facts["before"], facts["after"]) for version, facts in kept)
