"""The intake function against the tests' cloud."""

import json
from typing import Any

import pytest

from infra.demo.generator import extract
from infra.demo.known import (
    APPLICANT,
    BEFORE_NOVEMBER_2016,
    BOTH_ROLES,
    NO_PIN,
    ONE_ERN,
    PAYING_PARENT,
    THREE_ERNS,
)
from infra.demo.records import Line
from tests.functional.intake import extracts
from tests.support.cloud import Cloud, Item

SCIN = PAYING_PARENT.key


def _changed(line: Line, **fields: Any) -> Line:
    return Line(line.kind, line.key, {**line.record, **fields})


def _client(cloud: Cloud, scin: str = SCIN) -> Item:
    return next(item for item in cloud.items("clients") if item["scin"] == scin)


def _everything(cloud: Cloud) -> str:
    tables = ("clients", "client-security", "cases", "employers", "audit", "outbox")
    return json.dumps({table: cloud.items(table) for table in tables}, default=repr, ensure_ascii=False)


def test_intake__demo_extract__brings_in_every_record_with_its_act(cloud: Cloud) -> None:
    # Given the demo extract
    lines = list(extract(4, seed=1))
    # When it arrives
    tally = extracts.load(cloud, *lines)
    # Then each record is there, and each has one audit record and one event
    assert tally == {"loaded": len(lines), "unchanged": 0, "rejected": 0, "failed": 0}
    held = {item["scin"] for item in cloud.items("clients")} | {item["ern"] for item in cloud.items("employers")}
    assert held == {line.key for line in lines}
    assert len(cloud.items("audit")) == len(cloud.items("outbox")) == len(lines)


def test_intake__same_extract_again__changes_nothing(cloud: Cloud) -> None:
    # Given an extract that was loaded
    event = extracts.arrive(cloud, extracts.seal(cloud, PAYING_PARENT, ONE_ERN))
    extracts.run(event)
    before = _everything(cloud)
    # When the platform delivers the same event again
    tally = extracts.run(event)
    # Then nothing is written, not even an audit record
    assert tally["unchanged"] == 2
    assert _everything(cloud) == before


def test_intake__older_version_after_a_newer_one__changes_nothing(cloud: Cloud) -> None:
    # Given version 3 loaded
    extracts.load(cloud, _changed(PAYING_PARENT, record_version=3, surname="Newer"))
    # When version 2 comes late
    extracts.load(cloud, _changed(PAYING_PARENT, record_version=2, surname="Older"))
    # Then version 3 stays
    assert _client(cloud)["surname"] == "Newer"


def test_intake__newer_version__replaces_what_the_2012_system_rules_over(cloud: Cloud) -> None:
    # Given a client with two cases, an email address and a mobile telephone
    extracts.load(cloud, BOTH_ROLES)
    _, second = extracts.cases_of(BOTH_ROLES)
    # When a newer record has one of the cases with another child, no email address, and another address
    renamed = {**second, "children_first_names": ["Maja"]}
    newer = _changed(BOTH_ROLES, record_version=2, cases=[renamed], email=None, address=["1 New Road", "Leeds"])
    extracts.load(cloud, newer)
    # Then the record is as the newer one says, and the other case is gone
    held = _client(cloud, BOTH_ROLES.key)
    assert (held["record_version"], held["address"], "email" in held) == (2, ["1 New Road", "Leeds"], False)
    assert [case["children_first_names"] for case in cloud.items("cases")] == [["Maja"]]


@pytest.mark.req("SEC-02")
def test_intake__client_with_an_alias__keeps_the_real_name_alone(cloud: Cloud) -> None:
    # Given a record with a known-as name
    assert PAYING_PARENT.record["known_as"] == "Tommy W"
    # When it is loaded
    extracts.load(cloud, PAYING_PARENT)
    # Then the real name is held, and the alias nowhere
    assert (_client(cloud)["first_name"], _client(cloud)["surname"]) == ("Thomas", "Whitfield")
    assert "Tommy" not in _everything(cloud)
    assert "known_as" not in _everything(cloud)


def test_intake__client__nino_date_of_birth_and_pin_are_nowhere_in_clear(cloud: Cloud) -> None:
    # Given a client / When the record is loaded
    extracts.load(cloud, PAYING_PARENT)
    # Then what must stay secret cannot be read from any table
    everything = _everything(cloud)
    assert "XX100001A" not in everything
    assert "1984" not in everything
    assert "2749163" not in everything


@pytest.mark.req("LOG-18")
def test_intake__self_service_before_14_november_2016__first_log_in_date_is_31_december_2012(cloud: Cloud) -> None:
    # Given someone who was a self-service user before that day
    # When the record is loaded
    extracts.load(cloud, BEFORE_NOVEMBER_2016)
    # Then the record says so
    held = _client(cloud, BEFORE_NOVEMBER_2016.key)
    assert (held["self_service"], held["first_log_in_date"]) == (True, "31/12/2012")
    assert "last_log_in_date" not in held


def test_intake__newer_version_after_a_log_in__keeps_what_the_log_in_set(cloud: Cloud) -> None:
    # Given a client who has logged in here
    extracts.load(cloud, PAYING_PARENT)
    dates = {"self_service": True, "first_log_in_date": "03/02/2026", "last_log_in_date": "04/02/2026"}
    cloud.update("clients", {"scin": SCIN}, **dates)
    # When newer records come, one that knows of no self-service and one that knows of an older one
    extracts.load(cloud, _changed(PAYING_PARENT, record_version=2))
    extracts.load(cloud, _changed(PAYING_PARENT, record_version=3, self_service=True, first_log_in_date=None))
    # Then the dates stay
    held = _client(cloud)
    assert {name: held[name] for name in dates} == dates
    assert held["record_version"] == 3


@pytest.mark.req("LOG-11")
def test_intake__pin_that_the_client_changed_later__wins_over_the_extract(cloud: Cloud) -> None:
    # Given a client who replaced the PIN of the application stage by one of their own
    extracts.load(cloud, PAYING_PARENT)
    own: dict[str, Any] = {"pin_version": 2, "pin_macs": {"1,2": b"their own"}, "version": 7}
    cloud.update("client-security", {"scin": SCIN}, **own)
    # When a newer record still brings the old PIN
    extracts.load(cloud, _changed(PAYING_PARENT, record_version=2))
    # Then theirs stays
    [held] = cloud.items("client-security")
    assert (held["pin_version"], bytes(held["pin_macs"]["1,2"]), held["version"]) == (2, b"their own", 8)


def test_intake__client_without_a_pin__has_nothing_to_check_one_by_until_one_comes(cloud: Cloud) -> None:
    # Given a client who set up no PIN (CON-29)
    extracts.load(cloud, NO_PIN)
    [before] = cloud.items("client-security")
    # When a newer record brings one
    extracts.load(cloud, _changed(NO_PIN, record_version=2, pin="5550123", pin_version=1))
    # Then there is nothing before, and all 21 pairs after
    [after] = cloud.items("client-security")
    assert ("pin_macs" in before, before["pin_version"], before["wrong_pins"]) == (False, 0, 0)
    assert (len(after["pin_macs"]), after["pin_version"], after["wrong_pins"]) == (21, 1, 0)


def test_intake__applicant__has_a_record_and_the_application_and_no_case(cloud: Cloud) -> None:
    # Given an applicant / When the record is loaded
    extracts.load(cloud, APPLICANT)
    # Then the application alone is what they take part in
    [item] = cloud.items("cases")
    assert (item["item"], item["stages_done"]) == ("application#APP1000042", 2)


def test_intake__three_erns_of_one_employer__share_the_paye_reference(cloud: Cloud) -> None:
    # Given an employer with three ERNs / When they are loaded
    extracts.load(cloud, *THREE_ERNS)
    # Then each is a record of its own
    assert {item["paye_reference"] for item in cloud.items("employers")} == {"083/NL20025"}
    assert len(cloud.items("employers")) == 3


def test_intake__employer_who_chose_self_service__has_that_preference_and_others_none(cloud: Cloud) -> None:
    # Given an employer of three ERNs, of which one chose Self Service / When they are loaded
    extracts.load(cloud, *THREE_ERNS)
    # Then that one is to be told by email, and of the others nothing is held
    held = {item["ern"]: item.get("contact_preference") for item in cloud.items("employers")}
    assert held == {"700200015": None, "700200023": None, "700200031": "Self Service"}


@pytest.mark.parametrize("preference", ["E-mail", "", 1])
def test_intake__employer_with_a_preference_that_is_none__is_rejected(cloud: Cloud, preference: Any) -> None:
    tally = extracts.load(cloud, _changed(ONE_ERN, contact_preference=preference))
    assert tally["rejected"] == 1
    assert cloud.items("employers") == []


def test_intake__bad_lines__are_referred_to_by_place_and_the_good_ones_load(
    cloud: Cloud, caplog: pytest.LogCaptureFixture
) -> None:
    # Given lines that can never load: no JSON, sealed for another client, tampered with, and a NINO of no shape
    [good] = extracts.seal(cloud, PAYING_PARENT)
    moved = json.dumps({**json.loads(good), "key": NO_PIN.key})
    garbled = json.dumps({**json.loads(good), "sealed": "bm90IGEgY2lwaGVydGV4dA=="})
    [bad_nino] = extracts.seal(cloud, _changed(NO_PIN, nino="QQ123456C"))
    other_text = extracts.seal_text(cloud, "client", NO_PIN.key, "Declan D'Arcy")
    # When the file arrives
    tally = extracts.run(extracts.arrive(cloud, ["not json", moved, garbled, bad_nino, other_text, good]))
    # Then the good one is there, and each bad one is named by its place and reason alone
    assert tally == {"loaded": 1, "unchanged": 0, "rejected": 5, "failed": 0}
    where = {"bucket": extracts.bucket(), "key": extracts.KEY}
    reasons = ["not_an_envelope", "does_not_open", "does_not_open", "not_a_nino", "not_a_record"]
    referred = sorted(extracts.rejects(cloud), key=lambda one: int(one["line"]))
    assert referred == [where | {"line": line, "reason": reason} for line, reason in enumerate(reasons, start=1)]
    # Then the log tells as much and no more
    logged = [vars(record) for record in caplog.records if record.message == "intake line rejected"]
    assert [record["reason"] for record in logged] == reasons
    assert all(secret not in str(logged) for secret in ("QQ123456C", "D'Arcy", SCIN, NO_PIN.key))


def test_intake__opted_in_to_text_messages_or_nothing_said__is_held_so(cloud: Cloud) -> None:
    extracts.load(cloud, _changed(PAYING_PARENT, sms_opted_in=True))
    assert _client(cloud, SCIN)["sms_opted_in"] is True
    unsaid = {name: value for name, value in PAYING_PARENT.record.items() if name != "sms_opted_in"}
    extracts.load(cloud, Line("client", SCIN, {**unsaid, "record_version": 2}))
    assert _client(cloud, SCIN)["sms_opted_in"] is False
