"""The personal-data guard of mails and texts, tried with a corpus of both kinds (tests/unit/domain/guard_corpus.py)."""

import pytest

from cms_common.domain.guard import PersonalData, personal_data_in
from tests.unit.domain.guard_corpus import INNOCENT, PERSONAL, TAKEN_FOR_PERSONAL


@pytest.mark.req("NOT-12", "SEC-06")
def test_guard__personal_data_in_every_spelling__is_found_each_time() -> None:
    # Given at least 120 spellings of each kind together, in a sentence and by themselves
    assert len(PERSONAL) >= 120
    assert {kind for _, kind in PERSONAL} == set(PersonalData)
    # When the guard reads them
    misses = [(text, kind.name) for text, kind in PERSONAL if kind not in personal_data_in(text)]
    # Then it misses none
    print(f"guard: {len(PERSONAL)} spellings of personal data, {len(misses)} missed: {misses}")  # noqa: T201 - the figures
    assert misses == []


@pytest.mark.req("NOT-12")
def test_guard__innocent_texts_that_look_alike__pass_but_for_those_stated() -> None:
    # Given at least 120 innocent texts
    assert len(INNOCENT) >= 120
    # When the guard reads them
    alarms = [(text, sorted(found)) for text in INNOCENT if (found := personal_data_in(text))]
    stated = [text for text in TAKEN_FOR_PERSONAL if personal_data_in(text)]
    # Then it stops none of them; those that are known to be stopped are
    print(f"guard: {len(INNOCENT)} innocent texts, {len(alarms)} false alarms: {alarms}; stated: {len(stated)}")  # noqa: T201 - the figures
    assert alarms == []
    assert stated == list(TAKEN_FOR_PERSONAL)


def test_guard__half_a_sentence_of_each_kind__names_every_kind_in_it() -> None:
    text = "AB123456C, born 01/07/1984, sort code 20-45-99, card 4929 1234 5678 9012"
    assert personal_data_in(text) == frozenset(PersonalData)


def test_guard__ten_thousand_characters_of_digits_and_gaps__is_read_at_once() -> None:
    # Given texts that a careless pattern would try in more ways than there is time for
    for hostile in ("1 " * 5000, "O" * 10_000, "A" * 10_000, "1/" * 5000, " " * 10_000, "one " * 2500, "may 1 " * 1600):
        personal_data_in(hostile)
