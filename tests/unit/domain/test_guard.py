"""The personal-data guard of mails and texts, tried with three corpora of both kinds (tests/unit/domain/guard_corpus*).

The first was made with the patterns, the second by somebody who had not seen them, the third was held out.
"""

from collections.abc import Callable, Iterable

import pytest

from cms_common.domain.cards import card_number_in
from cms_common.domain.guard import PersonalData, personal_data_in
from tests.unit.domain.guard_corpus import INNOCENT, PERSONAL, TAKEN_FOR_PERSONAL
from tests.unit.domain.guard_corpus_second import PASSED, SECOND, SECOND_INNOCENT, STOPPED
from tests.unit.domain.guard_corpus_third import HELD_OUT, HELD_OUT_INNOCENT, HELD_OUT_STOPPED

type Corpus = Iterable[tuple[str, PersonalData]]


def passed(corpus: Corpus) -> list[str]:
    """Return what nothing was found in, and print how many there were."""
    read = [(text, kind, personal_data_in(text)) for text, kind in corpus]
    through = [text for text, _, found in read if not found]
    other = [text for text, kind, found in read if found and kind not in found]
    print(f"guard: {len(read)} spellings, {len(through)} passed: {through}; as another kind: {other}")  # noqa: T201 - the figures
    return through


def stopped(texts: Iterable[str]) -> list[str]:
    """Return innocent texts that something was found in, and print how many there were."""
    read = list(texts)
    alarms = [text for text in read if personal_data_in(text)]
    print(f"guard: {len(read)} innocent texts, {len(alarms)} stopped: {alarms}")  # noqa: T201 - the figures
    return alarms


@pytest.mark.req("NOT-12", "SEC-06")
def test_guard__personal_data_in_every_spelling__is_found_each_time() -> None:
    # Given at least 120 spellings of each kind together, in a sentence and by themselves
    assert len(PERSONAL) >= 120
    assert {kind for _, kind in PERSONAL} == set(PersonalData)
    # When the guard reads them, Then it misses none, and names the kind
    assert passed(PERSONAL) == []
    assert [(text, kind) for text, kind in PERSONAL if kind not in personal_data_in(text)] == []


@pytest.mark.req("NOT-12")
def test_guard__innocent_texts_that_look_alike__pass_but_for_those_stated() -> None:
    # Given at least 120 innocent texts, When the guard reads them
    assert len(INNOCENT) >= 120
    # Then it stops none of them; those that are known to be stopped are
    assert stopped(INNOCENT) == []
    assert stopped(TAKEN_FOR_PERSONAL) == list(TAKEN_FOR_PERSONAL)


@pytest.mark.req("NOT-12", "SEC-06")
def test_guard__spellings_of_somebody_who_had_not_seen_the_patterns__are_found_but_for_those_stated() -> None:
    # Given a corpus that was written to get past the guard, When it is read, Then what passes is known
    assert len(SECOND) == 384
    assert passed(SECOND) == list(PASSED)


@pytest.mark.req("NOT-12")
def test_guard__innocent_texts_of_somebody_else__pass_but_for_whole_dates() -> None:
    assert len(SECOND_INNOCENT) == 119
    assert stopped(SECOND_INNOCENT) == list(STOPPED)


@pytest.mark.req("NOT-12")
def test_guard__what_was_held_out__is_found_and_passes_but_for_those_stated() -> None:
    assert passed(HELD_OUT) == []
    assert stopped(HELD_OUT_INNOCENT) == list(HELD_OUT_STOPPED)


HIDDEN = [
    *(
        "£12,345,678",
        "£41827365",
        "£12 34 56 78",
        "£1234.5678",
        "£1234 (5678)",
        "12.34 56.78",
        "20.45 99",
        "10.30 56 78",
    ),
    *(
        "10.20 10.30 10.40 10.50",
        "20.45, 99",
        "2019-2020",
        "2025-26 2027-28",
        "2019-25",
        "0800 171 2345 6",
        "03001234567 8",
    ),
    *("20% 45% 99%", "1234 0800 171 2345", "24/7 45 99"),
]


@pytest.mark.req("NOT-12")
@pytest.mark.parametrize("text", HIDDEN)
def test_guard__a_number_dressed_as_what_is_innocent__is_found(text: str) -> None:
    # Given a number that looks like an amount, a time, a tax year or a telephone number, in part
    # When it is read, Then it is not set aside
    assert personal_data_in(text)


@pytest.mark.parametrize("text", ["the tax year 2024-2025.", "2025-26.", "(tax years 2023-24, 2024-25)", "at 10.30."])
def test_guard__a_tax_year_or_time_at_the_end_of_a_sentence__passes(text: str) -> None:
    assert personal_data_in(text) == frozenset()


def test_guard__half_a_sentence_of_each_kind__names_every_kind_in_it() -> None:
    text = "AB123456C, born 01/07/1984, sort code 20-45-99, card 4929 1234 5678 9012"
    assert personal_data_in(text) == frozenset(PersonalData)


@pytest.mark.parametrize(
    "text", ["", " ", "\x00", "£", "&#" + "1" * 5000, "&#99999999;", "\ufdfa", "\U0010ffff", "o", "0"]
)
def test_guard__next_to_nothing__is_read(text: str) -> None:
    assert personal_data_in(text) == frozenset() or text.startswith("&#")


HOSTILE = [
    *(
        "1 ",
        "O",
        "A1",
        "1/",
        " ",
        "one ",
        "may 1 ",
        "1 i ",
        "£1,",
        "0800 171 2345 ",
        "10.20, ",
        "2024-25 ",
        "<b",
        "double ",
    ),
    *("two hundred ", "4 ", "\ufdfa", "the of 1 ", "24/7", "1stjul"),
]


@pytest.mark.parametrize("read", [personal_data_in, card_number_in])
@pytest.mark.parametrize("hostile", HOSTILE)
def test_guard__twenty_thousand_hostile_characters__are_read_to_the_end_as_their_beginning_is(
    hostile: str, read: Callable[[str], object]
) -> None:
    # Given texts that a careless pattern would try in more ways than there is time for
    long = (hostile * 20_000)[:20_000]
    # When one of them is read; then it ends, and says what its first eighth says
    assert read(long) == read(long[:2_500])
