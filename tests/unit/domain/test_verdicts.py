"""Verdicts: whatever a scanner says, only Clean opens a file."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms_common.domain.uploads import (
    Arrived,
    Cause,
    ContentGood,
    Fact,
    FileState,
    FileType,
    Limits,
    Refused,
    Upload,
    UploadFile,
    VirusFree,
    learn,
)
from cms_common.domain.verdicts import (
    Clean,
    Infected,
    ScannerFailed,
    Unscannable,
    Verdict,
    VerdictByEvent,
    fact_of,
)

NOON = datetime(2026, 3, 12, 12, tzinfo=UTC)
FILE = UploadFile(1, "payslip.pdf", FileType.PDF, 1000)
UPLOAD = Upload("u", "1" * 12, "2" * 12, "c", None, NOON, date(2026, 3, 12), (FILE,))
NOT_CLEAN: st.SearchStrategy[Verdict] = st.one_of(
    st.builds(Infected, st.text(max_size=9)),
    st.builds(Unscannable, st.text(max_size=9)),
    st.builds(ScannerFailed, st.text(max_size=9)),
    st.builds(VerdictByEvent),
)


@pytest.mark.req("UPL-08")
@given(st.lists(NOT_CLEAN | st.sampled_from([Arrived("v"), ContentGood("v", 1)]), max_size=8))
def test_fact_of__all_verdicts_but_clean_in_any_order__never_make_a_file_clean(told: list[Verdict | Fact]) -> None:
    # Given anything that can be known of a file, but for a Clean verdict
    upload = UPLOAD
    for one in told:
        fact = one if isinstance(one, Arrived | ContentGood) else fact_of(one, "v")  # type: ignore[arg-type]
        upload = learn(upload, 1, fact, Limits()) if fact else upload
    # Then it is never clean
    assert upload.files[0].state is not FileState.CLEAN
    assert not upload.files[0].virus_free


@pytest.mark.req("UPL-08")
@pytest.mark.parametrize(
    ("verdict", "fact"),
    [
        (Clean(), VirusFree("v")),
        (Infected("Eicar"), Refused(Cause.VIRUS, "v")),
        (Unscannable("encrypted"), Refused(Cause.LOCKED_FILE, "v")),
        (ScannerFailed("timeout"), None),
        (VerdictByEvent(), None),
    ],
)
def test_fact_of__each_verdict__is_what_it_means(verdict: Verdict, fact: Fact | None) -> None:
    assert fact_of(verdict, "v") == fact


def test_fact_of__clean_about_a_good_file__makes_it_clean() -> None:
    good = replace(UPLOAD, files=(replace(FILE, arrived="v", pages=1),))
    fact = fact_of(Clean(), "v")
    assert fact
    assert learn(good, 1, fact, Limits()).files[0].state is FileState.CLEAN
