"""PIN MACs and sealed facts: what intake makes, checked as login and enrolment check it."""

from datetime import date

import pytest
from botocore.exceptions import ClientError

from cms_common.adapters.kms import KnownFactsSealer, PinMacs, pair_name
from cms_common.domain.pin import PAIRS
from infra.demo.known import PAYING_PARENT, RECEIVING_PARENT
from tests.functional.intake import extracts
from tests.support import stack
from tests.support.cloud import Cloud

SCIN = PAYING_PARENT.key
PIN = "2749163"


def _macs() -> PinMacs:
    return PinMacs(stack.environment("intake")["PIN_KEY"])


def _sealer() -> KnownFactsSealer:
    return KnownFactsSealer(stack.environment("intake")["KNOWN_FACTS_KEY"])


@pytest.mark.req("LOG-11")
def test_pin_macs__pin_of_the_application_stage__is_right_at_every_pair_of_positions(cloud: Cloud) -> None:
    # Given a client whose PIN came in with the extract
    extracts.load(cloud, PAYING_PARENT)
    [held] = cloud.items("client-security")
    macs = {name: bytes(mac) for name, mac in held["pin_macs"].items()}
    for first, second in PAIRS:
        mac = macs[pair_name((first, second))]
        digits = PIN[first - 1] + PIN[second - 1]
        wrong = f"{(int(digits) + 1) % 100:02d}"
        # When the right digits and others are checked / Then only the right ones pass
        assert _macs().verify(SCIN, (first, second), digits, mac, 1)
        assert not _macs().verify(SCIN, (first, second), wrong, mac, 1)


@pytest.mark.req("SEC-07")
@pytest.mark.parametrize(
    ("scin", "positions", "version"),
    [(RECEIVING_PARENT.key, (1, 2), 1), (SCIN, (1, 3), 1), (SCIN, (1, 2), 2)],
    ids=["another client", "other positions", "another version"],
)
def test_pin_macs__right_digits_elsewhere__do_not_pass(
    cloud: Cloud, scin: str, positions: tuple[int, int], version: int
) -> None:
    # Given a MAC of one client's first two digits in version 1
    mac = _macs().generate(SCIN, PIN, 1)["1,2"]
    # When the same digits are checked against it for something else / Then they do not pass
    assert not _macs().verify(scin, positions, PIN[:2], mac, version)


def test_pin_macs__key_that_cannot_be_used__is_an_error_and_not_a_wrong_pin(cloud: Cloud) -> None:
    # Given a key that is not there
    macs = PinMacs("arn:aws:kms:eu-west-2:123456789012:key/mrk-00000000000000000000000000000000")
    # When digits are checked / Then nobody is told that their PIN is wrong
    with pytest.raises(ClientError):
        macs.verify(SCIN, (1, 2), "27", b"x" * 32, 1)


def test_known_facts__sealed_for_one_client__open_for_that_client_alone(cloud: Cloud) -> None:
    # Given facts sealed for one client
    sealed = _sealer().seal(SCIN, "XX100001A", date(1984, 3, 14))
    # When they are opened for that client / Then they are as they were
    assert _sealer().open(SCIN, sealed) == ("XX100001A", date(1984, 3, 14))
    # When they are opened for another / Then they do not open
    with pytest.raises(ClientError):
        _sealer().open(RECEIVING_PARENT.key, sealed)
