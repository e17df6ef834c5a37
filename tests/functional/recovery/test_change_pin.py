"""Changing the PIN when logged in, by HTTP."""

from dataclasses import replace

import pytest

from infra.demo.records import Line
from tests.support.cloud import Cloud
from tests.support.visitors import PAYING, Person, hold

NEW = "9081726"
FORM = {"pin": NEW, "confirm_pin": NEW}


def with_pin(line: Line, pin: str) -> Line:
    return replace(line, record={**line.record, "pin": pin})


@pytest.mark.req("REC-22", "REC-18")
def test_change_pin__logged_in__replaces_the_old_one_at_once(cloud: Cloud) -> None:
    # Given a client who is logged in, with one wrong PIN since
    hold(PAYING)
    person = Person.signed_in()
    person.logging_in().give_pin(wrong=(0,))
    # When the PIN is changed
    reply = person.post("/details/pin", FORM)
    assert (reply.status, reply.json["message"]) == (200, "Your PIN is changed.")
    # Then the new one logs in with all three attempts, and the old one does not
    again = person.logging_in()
    assert again.give_pin().json["facts"] == {"attempts_left": 2}
    assert replace(again, line=with_pin(PAYING, NEW)).give_pin().status == 200


@pytest.mark.req("REC-17", "REC-22")
@pytest.mark.parametrize("pin", ["908172", "90817265", "90817a6", "", "٩٠٨١٧٢٦"])
def test_change_pin__not_seven_digits__is_refused_and_the_old_one_stays(cloud: Cloud, pin: str) -> None:
    hold(PAYING)
    person = Person.signed_in()
    assert person.post("/details/pin", {"pin": pin, "confirm_pin": pin}).status == 422
    assert person.post("/details/pin", {**FORM, "confirm_pin": "1234567"}).status == 422
    assert person.logging_in().give_pin().status == 200


@pytest.mark.req("REC-16")
def test_change_pin__client_locked_out_meanwhile__is_refused(cloud: Cloud) -> None:
    hold(PAYING)
    person = Person.signed_in()
    cloud.update("client-security", {"scin": PAYING.key}, locked_at="2026-03-02T12:00:00.000000+0000")
    assert person.post("/details/pin", FORM).status == 423
