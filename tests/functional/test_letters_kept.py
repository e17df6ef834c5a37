"""A client gets a copy of any letter without calling: from its event to the PDF that opens on the site (LET-09)."""

from urllib.parse import urlsplit

import pytest

from cms_common.domain.letters import LetterCode
from tests.support import letters
from tests.support.cloud import Cloud
from tests.support.visitors import PAYING, Person, hold


@pytest.mark.req("LET-09", "LET-02")
@pytest.mark.parametrize("code", list(LetterCode))
def test_letter__of_every_kind_that_went_by_post__is_kept_and_opens_once_self_service_is_chosen(
    cloud: Cloud, code: LetterCode
) -> None:
    # Given a client who uses the site, and whose letters go by post
    hold(PAYING)
    person = Person.signed_in()
    # When a letter of each kind that the system issues is issued
    assert letters.deliver(letters.wanted(PAYING.key, code.value)) == []
    assert len(letters.items(cloud, "print#")) == 1
    [posted] = person.get("/contact-history").json["entries"]
    # Then it is listed with how to open it, and does not open yet
    assert "document" not in posted or posted["document"] is None
    assert "Choose Self Service as your contact preference" in posted["told"]
    # And with the preference Self Service the very PDF that was printed opens
    cloud.update("clients", {"scin": PAYING.key}, contact_preference="Self Service")
    [kept] = person.get("/contact-history").json["entries"]
    opened = person.get(kept["document"]["href"].removeprefix("/client"))
    assert opened.status == 200
    key = urlsplit(opened.json["url"]).path.rpartition("/")[2]
    [made] = letters.objects(cloud, "correspondence").items()
    assert made[0] == key
    [letter] = letters.items(cloud, "letter#")
    assert letter["sha256"] == letters.sha256_of(made[1])
