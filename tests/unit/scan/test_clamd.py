"""What ClamAV's daemon answers, word for word: nothing but "stream: OK" is clean."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms_common.domain.verdicts import Clean, Infected, ScannerFailed, Unscannable, Verdict
from scan.clamd import Clamd, verdict_of


@pytest.mark.req("UPL-08")
@pytest.mark.parametrize(
    ("answer", "verdict"),
    [
        (b"stream: OK\0", Clean()),
        (b"stream: Win.Test.EICAR_HDB-1 FOUND\0", Infected("Win.Test.EICAR_HDB-1")),
        (b"stream: Heuristics.Encrypted.Zip FOUND\0", Unscannable("encrypted")),
        (b"stream: OK", ScannerFailed("answer")),
        (b"", ScannerFailed("answer")),
        (b"INSTREAM size limit exceeded. ERROR\0", ScannerFailed("answer")),
        (b"stream: Can't allocate memory ERROR\0", ScannerFailed("answer")),
        (b"stream: OK\0stream: X FOUND\0", ScannerFailed("answer")),
        (b"stream: X FOUND", ScannerFailed("answer")),
        (b"\xff\xfe\0", ScannerFailed("answer")),
    ],
)
def test_verdict_of__each_answer__is_what_it_says(answer: bytes, verdict: Verdict) -> None:
    assert verdict_of(answer) == verdict


@pytest.mark.req("UPL-08")
@given(st.binary(max_size=60))
def test_verdict_of__any_other_answer__is_not_clean(answer: bytes) -> None:
    assert verdict_of(answer) != Clean() or answer == b"stream: OK\0"


@pytest.mark.parametrize("address", ["/no/such/socket", "127.0.0.1:1"])
def test_scan__nobody_there__is_no_verdict(address: str) -> None:
    assert isinstance(Clamd(address, seconds=1).scan(b"words"), ScannerFailed)
