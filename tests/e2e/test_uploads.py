"""Uploads on the running service: what is sent goes its whole way, and nothing hostile arrives."""

import pytest

from cms_common.domain.uploads import Cause
from tests.support import documents
from tests.support.local_cloud import Copy
from tests.support.senders import ask, post, sender, upload

FILED = ("filed", "")
PDF, PNG, GIF, TIFF, JPEG = "application/pdf", "image/png", "image/gif", "image/tiff", "image/jpeg"


def refused(cause: Cause) -> tuple[str, str]:
    return "refused", cause.value


def test_place__another_size_type_or_key__is_refused_by_the_store(local_cloud: Copy) -> None:
    # Given a place for a PDF of a known size
    browser, content = sender(local_cloud), documents.pdf()
    asked = ask(browser, ("a.pdf", PDF, len(content)))
    place = asked.json["files"][0]["send_to"]
    # When more, fewer, another type, another key or another name for it is sent, Then it is refused
    assert post(place, content + b" ") in {400, 403}
    assert post(place, content[:-1]) in {400, 403}
    assert post(place, content, **{"Content-Type": "text/html"}) == 403
    assert post(place, content, key="incoming/else/1") == 403
    assert post(place, content, **{"x-amz-meta-upload": "else"}) == 403
    # When exactly this is sent, Then it is taken
    assert post(place, content) == 204


@pytest.mark.req("UPL-01")
def test_upload__one_of_each_format__arrives(local_cloud: Copy) -> None:
    sent = (
        ("a.pdf", PDF, documents.pdf(3)),
        ("a.png", PNG, documents.picture("PNG")),
        ("a.gif", GIF, documents.picture("GIF", mode="L")),
        ("a.tiff", TIFF, documents.tiff(3)),
        ("a.jpg", JPEG, documents.phone_photo()),
    )
    assert upload(sender(local_cloud), *sent) == [FILED] * 5


@pytest.mark.req("UPL-03", "UPL-07")
def test_upload__limits_at_the_boundary__are_kept_to_the_byte_and_the_page(local_cloud: Copy) -> None:
    # Given 5 MB exactly, and 50 pages
    whole = documents.padded(documents.pdf(), 5 * 1_048_576)
    assert upload(sender(local_cloud), ("a.pdf", PDF, whole)) == [FILED]
    assert upload(sender(local_cloud), ("a.pdf", PDF, whole + b"\n")) == [refused(Cause.TOO_LARGE)]
    # When there is one page more, in one file or over five, Then it is refused
    assert upload(sender(local_cloud), ("a.pdf", PDF, documents.pdf(50))) == [FILED]
    assert upload(sender(local_cloud), ("a.pdf", PDF, documents.pdf(51))) == [refused(Cause.TOO_MANY_PAGES)]
    five = [("a.pdf", PDF, documents.pdf(10))] * 4 + [("b.pdf", PDF, documents.pdf(11))]
    assert upload(sender(local_cloud), *five) == [refused(Cause.TOO_MANY_PAGES)] * 5


HOSTILE = [
    ("Word renamed .pdf", "a.pdf", PDF, documents.word_document(), Cause.WRONG_TYPE),
    ("old Word renamed .pdf", "a.pdf", PDF, documents.old_word_document(), Cause.WRONG_TYPE),
    ("PNG renamed .pdf", "a.pdf", PDF, documents.picture("PNG"), Cause.DAMAGED),
    ("EICAR in a PDF stream", "a.pdf", PDF, documents.pdf(extra=[documents.stream(documents.EICAR)]), Cause.VIRUS),
    ("encrypted PDF", "a.pdf", PDF, documents.locked_pdf(user="secret"), Cause.LOCKED_FILE),
    ("looping TIFF", "a.tiff", TIFF, documents.looping_tiff(), Cause.DAMAGED),
    ("900-megapixel PNG", "a.png", PNG, documents.png_of(30_000, 30_000), Cause.TOO_MANY_POINTS),
    ("stream bomb", "a.pdf", PDF, documents.bomb_pdf(), Cause.DAMAGED),
]


@pytest.mark.req("UPL-02", "UPL-08")
def test_upload__the_hostile_set__is_refused_each_with_a_cause_and_nothing_of_it_arrives(local_cloud: Copy) -> None:
    # When each is uploaded among an honest file
    ends = {}
    for name, called, media_type, content, _ in HOSTILE:
        sent = (called, media_type, content), ("good.pdf", PDF, documents.pdf())
        ends[name] = upload(sender(local_cloud), *sent)
    # Then it is refused, and the honest one arrives
    assert ends == {name: [refused(cause), FILED] for name, *_, cause in HOSTILE}
