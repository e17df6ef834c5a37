"""Letters: the full table of how each goes, and who may open what on the site."""

from dataclasses import replace
from datetime import UTC, datetime
from itertools import product

import pytest

from cms_common.domain.history import Category, Delivery, Entry, EntryKind
from cms_common.domain.letters import (
    ChooseSelfService,
    LetterCategory,
    LetterCode,
    MayOpen,
    NoDocument,
    OnPaperOnly,
    Reader,
    delivery_of,
    document_id,
    letter_id,
    notice_id,
    posted_id,
    viewing_of,
)
from cms_common.domain.work import Direction

PREFERENCES = ("Telephone", "Letter", "Self Service", "something to come")
POST_ONLY = (LetterCategory.ENFORCEMENT, LetterCategory.ARREARS, LetterCategory.APPEALS)
LETTER = Entry(
    entry_id="0" * 20,
    owner="client#121000121688",
    at=datetime(2026, 3, 2, tzinfo=UTC),
    kind=EntryKind.LETTER,
    direction=Direction.OUTBOUND,
    title="We've updated your personal details",
    document_id="d",
    delivery=Delivery.POST,
)


@pytest.mark.req("LET-06", "LET-08", "CON-35")
@pytest.mark.parametrize(
    ("category", "preference", "enrolled", "self_service", "email"),
    list(product(LetterCategory, PREFERENCES, (True, False), (True, False), (True, False))),
)
def test_delivery__every_kind_preference_and_use__is_online_in_one_case_alone(
    category: LetterCategory, preference: str, *, enrolled: bool, self_service: bool, email: bool
) -> None:
    # Given a kind of letter and how its client is reached
    reader = Reader(preference, enrolled=enrolled, self_service=self_service, email=email)
    # When its way is decided
    way = delivery_of(category, reader)
    # Then it goes online only if it is ordinary, preferred there, and the client is enrolled, uses the site and is told
    asked = (category, preference, enrolled, self_service, email)
    online = asked == (LetterCategory.ORDINARY, "Self Service", True, True, True)
    assert way is (Delivery.ONLINE if online else Delivery.POST)


@pytest.mark.req("LET-10", "PRF-37")
@pytest.mark.parametrize(("enrolled", "self_service"), [(False, True), (True, False), (False, False)])
def test_delivery__preference_self_service_without_using_it__falls_back_to_post(
    *, enrolled: bool, self_service: bool
) -> None:
    reader = Reader("Self Service", enrolled=enrolled, self_service=self_service, email=True)
    assert delivery_of(LetterCategory.ORDINARY, reader) is Delivery.POST


@pytest.mark.req("LET-07", "NOT-04")
def test_delivery__to_somebody_who_cannot_be_told_by_email__falls_back_to_post() -> None:
    ways = [
        delivery_of(LetterCategory.ORDINARY, Reader("Self Service", enrolled=True, self_service=True, email=email))
        for email in (True, False)
    ]
    assert ways == [Delivery.ONLINE, Delivery.POST]


@pytest.mark.req("LET-01", "LET-02", "CON-12")
@pytest.mark.parametrize(
    ("delivery", "preference", "viewing"),
    [
        (Delivery.ONLINE, "Self Service", MayOpen()),
        (Delivery.ONLINE, "Letter", MayOpen()),
        (Delivery.ONLINE, "Telephone", MayOpen()),
        (Delivery.POST, "Self Service", MayOpen()),
        (Delivery.POST, "Letter", ChooseSelfService()),
        (Delivery.POST, "Telephone", ChooseSelfService()),
        (Delivery.POST, "something to come", ChooseSelfService()),
    ],
)
def test_viewing__ordinary_letter__is_open_if_delivered_online_or_preferred_there_now(
    delivery: Delivery, preference: str, viewing: object
) -> None:
    assert viewing_of(replace(LETTER, delivery=delivery), preference) == viewing


@pytest.mark.req("LET-06")
@pytest.mark.parametrize(("delivery", "preference"), list(product(Delivery, PREFERENCES)))
def test_viewing__post_only_letter__is_never_on_the_site(delivery: Delivery, preference: str) -> None:
    entry = replace(LETTER, category=Category.POST_ONLY, delivery=delivery)
    assert viewing_of(entry, preference) == OnPaperOnly()


@pytest.mark.parametrize("preference", PREFERENCES)
def test_viewing__own_message__is_open_whatever_the_preference_once_it_is_made(preference: str) -> None:
    message = replace(LETTER, kind=EntryKind.MESSAGE, delivery=Delivery.NONE)
    assert viewing_of(message, preference) == MayOpen()
    assert viewing_of(replace(message, document_id=None), preference) == NoDocument()


@pytest.mark.parametrize("category", POST_ONLY)
def test_category__enforcement_arrears_and_appeals__are_post_only(category: LetterCategory) -> None:
    assert category.shown is Category.POST_ONLY


@pytest.mark.parametrize("code", LetterCode)
def test_code__every_one__has_a_category(code: LetterCode) -> None:
    assert code.category in LetterCategory
    # The update letter is not post-only (CON-35), and the others are not of those kinds.
    assert code.category is LetterCategory.ORDINARY


def test_letter_id__of_an_event__is_the_same_again_and_another_for_another() -> None:
    first = letter_id("a" * 20, LetterCode.UPDATE)
    assert first == letter_id("a" * 20, LetterCode.UPDATE)
    assert len({first, letter_id("b" * 20, LetterCode.UPDATE), letter_id("a" * 20, LetterCode.SECURITY_DETAILS)}) == 3
    assert len(first) == 20
    assert set(first) <= set("0123456789abcdef")


def test_names__of_what_goes_with_a_letter__are_each_their_own_and_the_same_again() -> None:
    made = [notice_id("a" * 20, "new-letter"), notice_id("a" * 20, "sms-letter-sent"), posted_id("a" * 20)]
    assert made == [notice_id("a" * 20, "new-letter"), notice_id("a" * 20, "sms-letter-sent"), posted_id("a" * 20)]
    others = [notice_id("b" * 20, "new-letter"), posted_id("b" * 20), "a" * 20]
    assert len({*made, *others}) == 6
    assert all(len(one) == 20 for one in made)


def test_document_id__of_other_content__is_another() -> None:
    assert document_id("m", b"one") == document_id("m", b"one") != document_id("m", b"two")
