"""Letters, documents of messages and print batches, with every AWS call broken in turn."""

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from infra.demo.known import PAYING_PARENT
from tests.support import letters, stack
from tests.support.calls import Parameters
from tests.support.cloud import Cloud
from tests.support.faults import UseCase, broken_by_faults
from tests.support.visitors import Person, hold

BUCKET = f"cms-test-correspondence-{stack.ACCOUNT}"


@dataclass(frozen=True)
class State:
    """What a use case starts from: the record that comes, and the objects that are there."""

    record: dict[str, Any]
    objects: dict[str, bytes]


@dataclass(frozen=True)
class Case:
    """A use case that still needs the cloud that its objects lie in."""

    name: str
    prepare: Callable[[Cloud], State]
    act: Callable[[Cloud], Callable[[State], None]]
    check: Callable[[Cloud, State, object], None]

    def within(self, cloud: Cloud) -> UseCase[State]:
        return UseCase(self.name, self.prepare, self.act(cloud), self.check)


class ComesAgain(Exception):
    """The queue will bring the record again."""


def client(cloud: Cloud, *, preference: str) -> str:
    """Somebody enrolled, by the real way in, so that the books agree."""
    hold(PAYING_PARENT)
    Person.enrolled(PAYING_PARENT)
    cloud.update("clients", {"scin": PAYING_PARENT.key}, contact_preference=preference, self_service=True)
    return PAYING_PARENT.key


def act(cloud: Cloud) -> Callable[[State], None]:
    def deliver(state: State) -> None:
        _put_back(cloud, state.objects)
        if letters.deliver(state.record):
            raise ComesAgain

    return deliver


def hand_over(cloud: Cloud) -> Callable[[State], None]:
    def strike(state: State) -> None:
        _put_back(cloud, state.objects)
        letters.hand_over()

    return strike


def _put_back(cloud: Cloud, kept: dict[str, bytes]) -> None:
    # Objects are no part of a snapshot. Straight into moto: a call would count as one of the use case's.
    have = cloud._backend("s3", "aws").buckets[BUCKET]
    for key, content in kept.items():
        if key not in have.keys:
            cloud._backend("s3", "aws").put_object(have.name, key, content)


def wants(code: str, preference: str) -> Callable[[Cloud], State]:
    return lambda cloud: State(letters.wanted(client(cloud, preference=preference), code), {})


def security_check(cloud: Cloud) -> State:
    return State(letters.security_check_failed(client(cloud, preference="Letter")), {})


def special(cloud: Cloud) -> State:
    scin = client(cloud, preference="Letter")
    cloud.update("clients", {"scin": scin}, special_client_record=True)
    return State(letters.security_check_failed(scin), {})


def without_address(cloud: Cloud) -> State:
    scin = client(cloud, preference="Letter")
    cloud.update("clients", {"scin": scin}, address=[])
    return State(letters.wanted(scin, "CMSL9548"), {})


def address_by_now(cloud: Cloud) -> State:
    state = without_address(cloud)
    assert letters.deliver(state.record) == []
    cloud.update("clients", {"scin": PAYING_PARENT.key}, address=["9 New Street", "Swansea"])
    return state


def not_told(cloud: Cloud) -> State:
    scin = client(cloud, preference="Self Service")
    assert letters.deliver(letters.wanted(scin, "CMSL9548")) == []
    [letter] = letters.items(cloud, "letter#")
    return State(letters.not_told(letter["letter_id"], 2), letters.objects(cloud, "correspondence"))


def unreadable(cloud: Cloud) -> State:
    state = waiting(cloud)
    state.objects.pop(min(state.objects))
    cloud._backend("s3", "aws").buckets[BUCKET].keys.clear()
    return state


def message(cloud: Cloud) -> State:
    owner = f"client#{client(cloud, preference='Letter')}"
    letters.message(cloud, owner)
    return State(letters.message_received(owner), {})


def unopened(cloud: Cloud) -> State:
    scin = client(cloud, preference="Self Service")
    assert letters.deliver(letters.wanted(scin, "CMSL9548", 1), letters.wanted(scin, "UPDATE", 2)) == []
    gone = letters.told("AccountDeEnrolled", {"service": "client", "customer": scin}, 3)
    return State(gone, letters.objects(cloud, "correspondence"))


def waiting(cloud: Cloud) -> State:
    scin = client(cloud, preference="Letter")
    assert letters.deliver(*(letters.wanted(scin, "UPDATE", number) for number in (1, 2))) == []
    return State({}, letters.objects(cloud, "correspondence"))


def one_letter(cloud: Cloud, _: State, __: object) -> None:
    """One letter, one entry, one act; its document is there and is what it is kept as."""
    [letter] = letters.items(cloud, "letter#")
    [entry] = letters.items(cloud, "client#")
    assert entry["document_id"] == letter["document_id"], "entry and letter open different documents"
    document = letters.objects(cloud, "correspondence")[f"{letter['document_id']}.pdf"]
    assert letters.sha256_of(document) == letter["sha256"], "the document is not the one that was kept"
    _goes_one_way(cloud, letter)


def _goes_one_way(cloud: Cloud, letter: dict[str, Any]) -> None:
    notices = [notice["besides"] for notice in letters.notices(cloud)]
    waits = [item["letter_id"] for item in letters.items(cloud, "print#")]
    if letter["delivery"] == "online":
        assert notices == [f"letter#{letter['letter_id']}"], "the client is not told, or told of something else"
        assert not waits, "it is printed too"
        assert letters.items(cloud, "unopened#"), "nobody knows that it was not opened"
    else:
        assert waits == [letter["letter_id"]], "it does not wait for the printer"
        assert not notices, "the client is told of a letter online"


def team_asked(cloud: Cloud, _: State, __: object) -> None:
    [work] = letters.of_work(cloud, "work-item")
    assert work["team"] == "Special Client Records Team", "it is not that team's"
    assert letters.items(cloud, "letter#") == [], "a letter says so all the same"


def waits_for_address(cloud: Cloud, _: State, __: object) -> None:
    assert len(letters.items(cloud, "addressless#")) == 1, "it does not wait for an address"
    assert len(letters.of_work(cloud, "work-item")) == 1, "nobody is asked, or twice"
    assert letters.items(cloud, "letter#") == [], "it was issued"


def went(cloud: Cloud, _: State, __: object) -> None:
    """Issued, printed and forgotten, or at least nothing lost before the next hour: then it is."""
    letters.hand_over()
    assert letters.items(cloud, "addressless#") == [], "it waits on"
    all_handed_over(cloud, _, __)


def others_handed_over(cloud: Cloud, state: State, _: object) -> None:
    found = letters.objects(cloud, "print")
    batches = [json.loads(content) for key, content in found.items() if key.endswith("manifest.json")]
    printed = [letter["letter"] for batch in batches for letter in batch["letters"]]
    kept = {item["letter_id"]: f"{item['document_id']}.pdf" for item in letters.items(cloud, "letter#")}
    assert printed == [one for one, key in kept.items() if key in state.objects], "the other is not printed, once"
    aside = [item["letter_id"] for item in letters.items(cloud, "print#aside")]
    assert aside == [one for one, key in kept.items() if key not in state.objects], "it is not set aside, once"


def message_made(cloud: Cloud, _: State, __: object) -> None:
    [kept], [entry] = letters.items(cloud, "message#"), letters.items(cloud, "client#")
    assert kept["document_id"] == entry["document_id"], "message and entry open different documents"
    assert entry["state"] == "ready", "the entry does not open"
    assert f"{kept['document_id']}.pdf" in letters.objects(cloud, "correspondence"), "the document is not there"


def all_posted(cloud: Cloud, _: State, __: object) -> None:
    kept = {item["letter_id"] for item in letters.items(cloud, "letter#")}
    waits = Counter(item["letter_id"] for item in letters.items(cloud, "print#"))
    assert waits == Counter(kept), "not every letter waits once"
    assert not letters.items(cloud, "unopened#"), "one is still taken for unopened"
    there = letters.objects(cloud, "correspondence")
    assert all(f"{item['document_id']}.pdf" in there for item in letters.items(cloud, "print#")), "no document"


def all_handed_over(cloud: Cloud, _: State, __: object) -> None:
    found = letters.objects(cloud, "print")
    batches = [json.loads(content) for key, content in found.items() if key.endswith("manifest.json")]
    printed = Counter(letter["letter"] for batch in batches for letter in batch["letters"])
    kept = letters.items(cloud, "letter#")
    assert printed == Counter(item["letter_id"] for item in kept), "not every letter is handed over once"
    assert all("batch" in item for item in kept), "a letter does not know its batch"
    assert all(f"{batch['batch']}/{letter['file']}" in found for batch in batches for letter in batch["letters"])


CASES = [
    Case("letter online", wants("CMSL9548", "Self Service"), act, one_letter),
    Case("letter by post", wants("CMSL9548", "Letter"), act, one_letter),
    Case("security check failed", security_check, act, one_letter),
    Case("message received", message, act, message_made),
    Case("account de-enrolled", unopened, act, all_posted),
    Case("security check failed of a special record", special, act, team_asked),
    Case("letter without an address", without_address, act, waits_for_address),
    Case("letter with an address by now", address_by_now, hand_over, went),
    Case("notice that came to nothing", not_told, act, all_posted),
    Case("print batch", waiting, hand_over, all_handed_over),
    Case("print batch with a document that is gone", unreadable, hand_over, others_handed_over),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_use_case__any_call_broken_and_tried_again__is_done_once_and_whole(cloud: Cloud, case: Case) -> None:
    assert broken_by_faults(cloud, case.within(cloud)) == []


def test_harness__letter_without_its_notice__is_found(cloud: Cloud) -> None:
    # Given letters whose notice is left out of their transaction
    def lose(operation: str, parameters: Parameters) -> Parameters:
        if operation != "TransactWriteItems":
            return parameters
        kept = [write for write in parameters["TransactItems"] if "notifications" not in _table_of(write)]
        return {**parameters, "TransactItems": kept}

    # When the harness breaks the issuing
    found = broken_by_faults(cloud, CASES[0].within(cloud), lose)
    # Then it sees that the client is not told
    assert found
    assert {broken.reason for broken in found} == {"the client is not told, or told of something else"}


def _table_of(write: dict[str, Any]) -> str:
    [asked] = write.values()
    return str(asked["TableName"])
