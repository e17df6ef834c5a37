"""What the local cloud puts right in MiniStack's events and conditions."""

from typing import Any

import pytest

from infra.local.nearer import complete, role_of


def an_event(**headers: str) -> dict[str, Any]:
    http = {"method": "options", "sourceIp": "127.0.0.1"}
    return {"headers": headers, "requestContext": {"apiId": "abc", "http": http}}


@pytest.mark.parametrize(
    ("forwarded", "source"), [("192.0.2.1", "192.0.2.1"), ("10.0.0.9, 192.0.2.1", "192.0.2.1"), (None, "127.0.0.1")]
)
def test_complete__forwarded_by_the_front__names_the_last_address(forwarded: str | None, source: str) -> None:
    # Given an event as MiniStack makes it
    event = an_event(**{"x-forwarded-for": forwarded} if forwarded else {})
    # When it is completed
    complete(event)
    # Then the caller is who spoke to the front, whatever they claim
    assert event["requestContext"]["http"]["sourceIp"] == source


def test_complete__cookies_in_a_header__stand_where_payload_two_has_them() -> None:
    # Given an event with cookies among its headers
    event = an_event(cookie="a=1; b=2")
    # When it is completed
    complete(event)
    # Then they are a list of their own
    assert event["cookies"] == ["a=1", "b=2"]
    assert "cookie" not in event["headers"]
    # And the method is as HTTP writes it
    assert event["requestContext"]["http"]["method"] == "OPTIONS"


@pytest.mark.parametrize(
    ("principal", "expected"),
    [
        (
            "arn:aws:sts::000000000000:assumed-role/cms-test-intake/run",
            "arn:aws:iam::000000000000:role/cms-test-intake",
        ),
        ("arn:aws:iam::000000000000:root", "arn:aws:iam::000000000000:root"),
        ("", ""),
    ],
)
def test_role_of__any_principal__names_the_role_of_a_session_alone(principal: str, expected: str) -> None:
    # Given a principal's ARN
    # When its role is asked for
    role = role_of(principal)
    # Then a session gives its role, and anything else itself
    assert role == expected
