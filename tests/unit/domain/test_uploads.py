"""What is learnt of a file, in whatever order it comes."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms_common.domain.uk_time import uk_date
from cms_common.domain.upload_words import FORMATS, WORDS
from cms_common.domain.uploads import (
    Arrived,
    Cause,
    ContentGood,
    Fact,
    Filed,
    FileState,
    FileType,
    Limits,
    Refused,
    Upload,
    UploadFile,
    Used,
    VirusFree,
    key_of,
    learn,
    next_due,
    overdue,
    place_of,
    reserved,
)

LIMITS = Limits()
NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
ORDER = (FileState.AWAITED, FileState.CHECKING, FileState.CLEAN)
ENDS = {FileState.FILED, FileState.REFUSED}


def an_upload(files: int = 1, **more: object) -> Upload:
    made = tuple(UploadFile(number, f"{number}.pdf", FileType.PDF, 100) for number in range(1, files + 1))
    upload = Upload("a" * 20, "1", "2", "b" * 20, None, NOON, NOON.date(), made)
    return replace(upload, **more)  # type: ignore[arg-type]


def taught(upload: Upload, *facts: tuple[int, Fact]) -> Upload:
    for number, fact in facts:
        upload = learn(upload, number, fact, LIMITS)
    return upload


def clean(number: int, pages: int = 1) -> list[tuple[int, Fact]]:
    return [(number, Arrived("v")), (number, ContentGood("v", pages)), (number, VirusFree("v"))]


FACTS = st.one_of(
    st.builds(Arrived, st.sampled_from("vw")),
    st.builds(ContentGood, st.sampled_from("vw"), st.integers(1, 60)),
    st.builds(VirusFree, st.sampled_from("vw")),
    st.builds(Refused, st.sampled_from(Cause), st.sampled_from(["v", "w", None])),
    st.just(Filed()),
)
LESSONS = st.lists(st.tuples(st.integers(1, 3), FACTS), max_size=30)


@given(LESSONS)
def test_learn__any_facts_in_any_order_however_often__never_goes_back(lessons: list[tuple[int, Fact]]) -> None:
    # Given an upload of three files
    upload = an_upload(3)
    for number, fact in lessons:
        # When a fact comes
        after = learn(upload, number, fact, LIMITS)
        # Then no file goes back, what has ended stays as it ended, and the same again changes nothing
        for old, new in zip(upload.files, after.files, strict=True):
            if old.state in ENDS:
                assert new == old
            elif new.state not in ENDS:
                assert ORDER.index(new.state) >= ORDER.index(old.state)
            assert old.arrived in {None, new.arrived}
        assert learn(after, number, fact, LIMITS) == after
        upload = after


@pytest.mark.req("UPL-08")
@given(LESSONS)
def test_learn__any_facts_in_any_order__opens_nothing_that_was_not_proved_clean(
    lessons: list[tuple[int, Fact]],
) -> None:
    # When any facts come
    upload = taught(an_upload(3), *lessons)
    # Then a file is clean or filed only where the version that counts was found good and free of viruses
    for file in upload.files:
        if file.state in {FileState.CLEAN, FileState.FILED}:
            told = [fact for number, fact in lessons if number == file.number]
            assert VirusFree(file.arrived or "") in told
            assert ContentGood(file.arrived or "", file.pages or 0) in told


TRUE_OF_A_CLEAN_FILE: list[Fact] = [Arrived("v"), ContentGood("v", 2), VirusFree("v")]
TRUE_OF_AN_INFECTED_FILE: list[Fact] = [Arrived("v"), ContentGood("v", 2), Refused(Cause.VIRUS, "v")]
TWO_SCANNERS_DISAGREE: list[Fact] = [*TRUE_OF_A_CLEAN_FILE, Refused(Cause.VIRUS, "v")]


@pytest.mark.parametrize(
    ("facts", "end"),
    [
        (TRUE_OF_A_CLEAN_FILE, FileState.CLEAN),
        (TRUE_OF_AN_INFECTED_FILE, FileState.REFUSED),
        (TWO_SCANNERS_DISAGREE, FileState.REFUSED),
    ],
    ids=["clean", "infected", "two-scanners-disagree"],
)
@given(data=st.data())
def test_learn__what_is_true_of_a_file__ends_alike_in_every_order(
    facts: list[Fact], end: FileState, data: st.DataObject
) -> None:
    # Given all that is true of a file, some of it told twice, in any order
    told = data.draw(st.permutations(facts + data.draw(st.lists(st.sampled_from(facts), max_size=4))))
    # When it is learnt, Then the end is the same
    upload = taught(an_upload(), *((1, fact) for fact in told))
    assert upload.files[0].state is end


@given(st.permutations([*clean(1, 20), *clean(2, 20), *clean(3, 11)]))
@pytest.mark.req("UPL-07", "CON-17")
def test_learn__fifty_one_pages_over_three_files__refuses_all_in_every_order(told: list[tuple[int, Fact]]) -> None:
    upload = taught(an_upload(3), *told)
    assert [file.cause for file in upload.files] == [Cause.TOO_MANY_PAGES] * 3


@pytest.mark.req("UPL-07", "CON-17")
@pytest.mark.parametrize(
    ("pages", "cause"),
    [((10, 10, 10, 10, 10), None), ((10, 10, 10, 10, 11), Cause.TOO_MANY_PAGES), ((50,), None)],
    ids=["fifty-over-five", "fifty-one-over-five", "fifty-in-one"],
)
def test_learn__pages_at_the_boundary__fifty_are_taken_and_fifty_one_refused(
    pages: tuple[int, ...], cause: Cause | None
) -> None:
    told = [lesson for number, count in enumerate(pages, 1) for lesson in clean(number, count)]
    upload = taught(an_upload(len(pages)), *told)
    assert {file.cause for file in upload.files} == {cause}


@pytest.mark.req("UPL-20")
def test_learn__pages_of_a_refused_file__count_for_nothing_and_the_others_go_on() -> None:
    # Given 40 pages with a virus, and 40 clean ones
    upload = taught(an_upload(2), *clean(1, 40)[:2], (1, Refused(Cause.VIRUS, "v")), *clean(2, 40))
    # Then the clean ones go on
    assert [file.state for file in upload.files] == [FileState.REFUSED, FileState.CLEAN]


def test_learn__a_second_version_of_the_object__is_ignored_whatever_is_said_of_it() -> None:
    upload = taught(an_upload(), (1, Arrived("v")), (1, ContentGood("w", 1)), (1, VirusFree("w")))
    assert upload.files[0].state is FileState.CHECKING
    assert upload.files[0].arrived == "v"
    assert taught(upload, (1, Refused(Cause.VIRUS, "w"))) == upload


def test_learn__arrives_after_it_was_given_up__stays_given_up() -> None:
    upload = taught(an_upload(), (1, Refused(Cause.FAILED_TO_UPLOAD)), *clean(1))
    assert upload.files[0].cause is Cause.FAILED_TO_UPLOAD


AT_THE_SECOND = [
    ([], timedelta(hours=1), Cause.FAILED_TO_UPLOAD),
    ([(1, Arrived("v"))], timedelta(hours=24), Cause.NOT_CHECKED),
    (clean(1), timedelta(days=3), Cause.NOT_STORED),
]


@pytest.mark.parametrize(("told", "lasts", "cause"), AT_THE_SECOND, ids=["awaited", "checking", "clean"])
def test_overdue__one_second_before_and_at_the_end__refuses_at_the_end(
    told: list[tuple[int, Fact]], lasts: timedelta, cause: Cause
) -> None:
    upload = taught(an_upload(), *told)
    assert overdue(upload, NOON + lasts - timedelta(seconds=1), LIMITS) == ()
    assert overdue(upload, NOON + lasts, LIMITS) == ((1, Refused(cause)),)


def test_next_due__as_a_file_goes_on__is_the_end_of_the_state_that_ends_first() -> None:
    # Given two files, one of which has come
    upload = taught(an_upload(2), (1, Arrived("v")))
    assert next_due(upload, NOON, LIMITS) == NOON + timedelta(hours=1)
    # When the other has come, settled, been filed or refused
    both = taught(upload, (2, Arrived("v")))
    assert next_due(both, NOON, LIMITS) == NOON + timedelta(hours=24)
    settled = taught(both, *clean(1)[1:], (2, Refused(Cause.VIRUS, "v")))
    assert next_due(settled, NOON + timedelta(hours=2), LIMITS) == NOON + timedelta(hours=3)
    assert next_due(taught(settled, (1, Filed())), NOON, LIMITS) is None


def test_reserved__as_files_are_refused__is_what_the_others_take() -> None:
    upload = an_upload(3)
    assert reserved(upload) == Used(3, 300)
    assert reserved(taught(upload, (2, Refused(Cause.VIRUS)))) == Used(2, 200)


@pytest.mark.req("UPL-17")
@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("2026-01-15T23:59:59+00:00", "2026-01-16T00:00:00+00:00"),
        ("2026-06-15T22:59:59+00:00", "2026-06-15T23:00:00+00:00"),
        ("2026-03-28T23:59:59+00:00", "2026-03-29T00:00:00+00:00"),
        ("2026-03-29T22:59:59+00:00", "2026-03-29T23:00:00+00:00"),
        ("2026-10-24T22:59:59+00:00", "2026-10-24T23:00:00+00:00"),
        ("2026-10-25T23:59:59+00:00", "2026-10-26T00:00:00+00:00"),
    ],
    ids=["winter", "summer", "before-spring", "after-spring", "before-autumn", "after-autumn"],
)
def test_uk_date__each_side_of_midnight_and_of_the_clock_change__is_another_day(before: str, after: str) -> None:
    days = [uk_date(datetime.fromisoformat(at)) for at in (before, after)]
    assert days[1] - days[0] == timedelta(days=1)


@pytest.mark.req("UPL-12")
def test_words__of_every_cause__are_its_own_three_ways() -> None:
    assert set(WORDS) == set(Cause)
    for said in ({words.client for words in WORDS.values()}, {words.description for words in WORDS.values()}):
        assert len(said) == len(Cause)


@pytest.mark.req("UPL-13")
@pytest.mark.parametrize("cause", Cause)
def test_words__of_every_cause__tell_the_caseworker_to_contact_the_client_and_try_again(cause: Cause) -> None:
    advice = WORDS[cause].advice
    assert advice.startswith("Contact the client")
    assert "again" in advice


@pytest.mark.req("UPL-14")
@pytest.mark.parametrize("cause", [cause for cause in Cause if cause.value.startswith("incorrect document type")])
def test_words__of_an_incompatible_format__are_to_scan_or_photograph_and_else_to_post(cause: Cause) -> None:
    advice = WORDS[cause].advice
    assert "scan or photograph the document and upload it again" in advice
    assert "If that fails, ask them to post it." in advice
    assert all(form in advice for form in FORMATS)


def test_words__of_another_format__name_the_five_and_the_way_out_of_heic() -> None:
    client, advice = WORDS[Cause.WRONG_TYPE].client, WORDS[Cause.WRONG_TYPE].advice
    for said in (client, advice):
        assert all(form in said for form in FORMATS)
        assert "HEIC" in said
    # And a picture of too many points is told as that
    assert "lower resolution" in WORDS[Cause.TOO_MANY_POINTS].client


@pytest.mark.req("UPL-15")
def test_words__of_too_many_pages__explain_the_upload_limits() -> None:
    advice = WORDS[Cause.TOO_MANY_PAGES].advice
    assert "Explain the upload limits" in advice
    assert all(figure in advice for figure in ("50 pages", "five documents", "5 MB", "10 documents a day"))


def test_place_of__keys_of_ours_and_others__finds_ours_alone() -> None:
    assert place_of(key_of("0a" * 10, 5)) == ("0a" * 10, 5)
    for key in ("incoming/x/1", f"incoming/{'0a' * 10}/0", f"incoming/{'0a' * 10}/10", f"x/{'0a' * 10}/1", ""):
        assert place_of(key) is None
