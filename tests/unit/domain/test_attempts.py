"""Which attempts count together."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms_common.domain.attempts import SourceLimit

LIMIT = SourceLimit(attempts=100, seconds=600)
NOON = 1_792_670_400


@pytest.mark.parametrize(
    ("one", "other", "together"),
    [
        ("192.0.2.1", "192.0.2.1", True),
        ("192.0.2.1", "192.0.2.2", False),
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff:ffff:ffff:ffff", True),
        ("2001:db8:1:2::1", "2001:DB8:1:2:0:0:0:1", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("[2001:db8::1]", "2001:db8::2", True),
        ("fe80::1%eth0", "fe80::2%eth0", True),
        ("::ffff:192.0.2.1", "192.0.2.1", True),
        ("::ffff:192.0.2.1", "::ffff:192.0.2.2", False),
        ("not an address", "not an address", True),
    ],
)
def test_source_key__two_addresses__counted_together_or_apart(one: str, other: str, *, together: bool) -> None:
    # Given two addresses in the same minute, then they share a counter only where one household holds both
    assert (LIMIT.key(one, NOON) == LIMIT.key(other, NOON)) is together


def test_source_key__period__begins_anew_at_its_whole_second() -> None:
    # Given the first and last second of a period, and the next
    start = NOON // 600 * 600
    # Then the first two share a counter, the third begins another
    assert LIMIT.key("192.0.2.1", start) == LIMIT.key("192.0.2.1", start + 599)
    assert LIMIT.key("192.0.2.1", start) != LIMIT.key("192.0.2.1", start + 600)


@given(source=st.text(max_size=60) | st.ip_addresses().map(str), now=st.integers(0, 2**40))
def test_source_key__any_text__names_a_counter_without_the_address_in_it(source: str, now: int) -> None:
    # When anything at all is given as a source
    key = LIMIT.key(source, now)
    # Then it has a counter, whose name does not tell the address
    assert key.startswith("source#")
    assert len(key.split("#")[1]) == 32
    assert len(source) < 4 or source not in key
