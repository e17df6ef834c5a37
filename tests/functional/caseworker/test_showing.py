"""What a contact shows of its client: service requests, what the site shows, contact history, notifications."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from cms_common.domain.history import Category, Delivery, EntryKind
from cms_common.domain.language import Language
from cms_common.domain.notifications import Wanted
from infra.demo import known
from infra.demo.records import Line, change_request
from tests.functional.intake import extracts
from tests.support import casework, correspondence, ledger, notifications, staff
from tests.support.cloud import Cloud
from tests.support.notifications import deliver, put, state_of, told
from tests.support.staff import Member
from tests.support.visitors import PAYING, RECEIVING, Person, hold

NOON = datetime(2027, 4, 17, 12, 0, 0, tzinfo=UTC)
OWNER, OTHER = f"client#{PAYING.key}", f"client#{RECEIVING.key}"
CASE = "440000000011"


@pytest.fixture(autouse=True)
def records(cloud: Cloud) -> Iterator[None]:
    cloud.clock.stop(NOON)
    hold(PAYING, RECEIVING)
    yield
    ledger.check(cloud)


def asking(*requests: Any, version: int = 2) -> Line:
    """The paying parent's record with these service requests."""
    return Line(PAYING.kind, PAYING.key, {**PAYING.record, "service_requests": requests, "record_version": version})


def listed(member: Member, here: str) -> dict[str, dict[str, Any]]:
    reply = member.get(f"{here}/service-requests")
    assert reply.status == 200, reply.body
    return {one["request"]["text"]: one for one in reply.json["service_requests"]}


def compared(member: Member, here: str) -> dict[str, tuple[str, str, bool]]:
    reply = member.get(f"{here}/comparison")
    assert reply.status == 200, reply.body
    return {
        one["detail"]: (one["on_the_site"], one["in_the_2012_system"], one["agree"]) for one in reply.json["details"]
    }


@pytest.mark.req("CWK-18", "CON-14")
def test_service_requests__asked_online_and_by_telephone__stand_in_one_list_with_their_source(cloud: Cloud) -> None:
    # Given a change that the client asked for online and one told by telephone, both by the paying parent
    online = change_request("1-3000001", CASE, "NRP", "New surname", channel="Self Service")
    extracts.load(cloud, asking(online, change_request("1-3000002", CASE, "NRP", "New job")))
    # When the list is shown in a contact
    member = staff.caseworker()
    shown = listed(member, casework.passed(member))
    # Then the one made online shows Self Service as its source, the other the role
    assert (shown["1-3000001"]["source"], shown["1-3000002"]["source"]) == ("Self Service", "NRP")
    assert {one["status"] for one in (shown["1-3000001"], shown["1-3000002"])} == {"Open"}
    # And the request itself tells role and channel apart
    opened = member.get(shown["1-3000001"]["request"]["href"].removeprefix("/staff")).json
    assert (opened["source"], opened["channel"]) == ("NRP", "Self Service")


@pytest.mark.req("CWK-18", "COC-14")
def test_service_requests__completed__show_so_alike_whichever_way_they_came(cloud: Cloud) -> None:
    # Given one of each, open
    def both(**more: Any) -> list[Any]:
        return [
            change_request("1-3000001", CASE, "NRP", "New surname", **{"channel": "Self Service", **more}),
            change_request("1-3000002", CASE, "NRP", "New job", **more),
        ]

    extracts.load(cloud, asking(*both()))
    member = staff.caseworker()
    here = casework.passed(member)
    outstanding = [one["request"]["text"] for one in member.get(f"{here}/comparison").json["outstanding"]]
    assert outstanding == ["1-2043117", "1-3000001", "1-3000002"]
    # When both are completed in the 2012 System
    extracts.load(cloud, asking(*both(**known.CLOSED), version=3))
    # Then both are closed and completed, and neither is outstanding
    shown = listed(member, here)
    ends = [(shown[one]["status"], shown[one]["sub_status"]) for one in ("1-3000001", "1-3000002")]
    assert ends == [("Closed", "Completed")] * 2
    outstanding = [one["request"]["text"] for one in member.get(f"{here}/comparison").json["outstanding"]]
    assert outstanding == ["1-2043117"]


def test_service_requests__more_than_a_page__go_on_where_the_page_ended(cloud: Cloud) -> None:
    # Given 41 service requests besides the two that the record has
    many = [change_request(f"1-4{number:06d}", CASE, "NRP", "Other", channel="Self Service") for number in range(41)]
    hold(asking(*many))
    member = staff.caseworker()
    here = casework.passed(member)
    # When the pages are followed
    pages: list[list[str]] = []
    query: dict[str, str] = {}
    while True:
        page = member.get(f"{here}/service-requests", query=query).json
        pages.append([one["request"]["text"] for one in page["service_requests"]])
        if "more" not in page:
            break
        query = {"after": page["more"]["href"].partition("after=")[2]}
    # Then each is there once, twenty a page; and what is outstanding is looked at whole
    assert list(map(len, pages)) == [20, 20, 3]
    assert len({one for page in pages for one in page}) == 43
    assert len(member.get(f"{here}/comparison").json["outstanding"]) == 42


@pytest.mark.req("CWK-07")
def test_comparison__site_and_record_agree__says_so_and_shows_the_outstanding_change(cloud: Cloud) -> None:
    # Given a client who uses the site, and one change that is not completed
    Person.signed_in()
    member = staff.caseworker()
    here = casework.passed(member)
    # When the client disputes their details
    details = compared(member, here)
    # Then both sides are shown, all in agreement
    assert details["Self-service"] == ("Y", "Y", True)
    assert details["Name"] == ("Thomas Whitfield", "Thomas Whitfield", True)
    assert details["Email address"] == (*("thomas.whitfield@example.com",) * 2, True)
    assert details["Last log in date"] == ("17/04/2027", "17/04/2027", True)
    assert details["Letters"] == ("posted", "contact preference Telephone", True)
    assert details["Text messages"] == ("not sent", "opted out", True)
    assert details["Mobile telephone"] == ("07700 900101", "07700 900101", True)
    assert details["Address"][0] == "14 Cathedral Road, Cardiff, CF11 9LJ"
    # And the cases as the site shows them, and the change that is open
    page = member.get(f"{here}/comparison").json
    assert page["cases"] == [
        {"case": CASE, "role": "paying parent", "other_parent": "Priya", "children": ["Anaya", "Rohan"]}
    ]
    assert [one["request"]["text"] for one in page["outstanding"]] == ["1-2043117"]
    assert len(ledger.acts(cloud, "ClientCompared")) == 2


@pytest.mark.req("CWK-07")
@pytest.mark.parametrize(
    ("held", "detail", "told"),
    [
        ({"email": "tom@example.net"}, "Email address", ("thomas.whitfield@example.com", "tom@example.net", False)),
        ({"email": None}, "Email address", ("thomas.whitfield@example.com", "none", False)),
        ({"surname": "Whitfeld"}, "Name", ("Thomas Whitfield", "Thomas Whitfeld", False)),
        ({"last_log_in_date": "16/04/2027"}, "Last log in date", ("17/04/2027", "16/04/2027", False)),
        ({"self_service": False}, "Self-service", ("Y", "N", False)),
        (
            {"contact_preference": "Self Service"},
            "Letters",
            ("shown on the site", "contact preference Self Service", True),
        ),
        (
            {"contact_preference": "Self Service", "self_service": False},
            "Letters",
            ("posted", "contact preference Self Service", False),
        ),
        ({"sms_opted_in": True, "mobile_telephone": None}, "Text messages", ("not sent", "opted in", False)),
        ({"sms_opted_in": True}, "Text messages", ("sent", "opted in", True)),
    ],
)
def test_comparison__record_says_something_else__marks_just_where(
    cloud: Cloud, held: dict[str, Any], detail: str, told: tuple[str, str, bool]
) -> None:
    # Given a client who uses the site, and a record that came to say something else
    Person.signed_in()
    cloud.update("clients", {"scin": PAYING.key}, **held)
    # When the two are compared
    member = staff.caseworker()
    # Then that detail tells both
    assert compared(member, casework.passed(member))[detail] == told


@pytest.mark.req("CWK-07")
def test_comparison__client_who_is_not_enrolled__has_nothing_on_the_site(cloud: Cloud) -> None:
    cloud.update("clients", {"scin": PAYING.key}, contact_preference="Self Service")
    member = staff.caseworker()
    details = compared(member, casework.passed(member))
    assert details["Self-service"] == ("N", "N", True)
    assert details["Letters"] == ("posted", "contact preference Self Service", False)
    assert not {"Name", "Email address", "Last log in date"} & details.keys()


@pytest.mark.req("NOT-18", "LET-09")
def test_contact_history__in_a_contact__is_the_clients_and_opens_letters_of_every_kind(cloud: Cloud) -> None:
    # Given a letter that goes by post alone, one delivered online and not opened, and one of the other parent
    post_only = correspondence.hold_letter(OWNER, NOON, 1, category=Category.POST_ONLY)
    online = correspondence.hold_letter(OWNER, NOON + timedelta(hours=1), 2, delivery=Delivery.ONLINE)
    correspondence.hold_letter(OTHER, NOON, 3)
    # When the history is shown in a contact with the client
    member = staff.caseworker()
    here = casework.passed(member)
    entries = member.get(f"{here}/contact-history").json["entries"]
    # Then it has the client's own, newest first, and both open for a minute
    assert [(one["title"], one["delivery"]) for one in entries] == [(online.title, "online"), (post_only.title, "post")]
    for entry, held in zip(entries, (online, post_only), strict=True):
        opened = member.post(entry["document"]["href"].removeprefix("/staff"), {})
        assert opened.status == 200, opened.body
        assert f"/{held.document_id}.pdf?" in opened.json["url"]
        assert datetime.fromisoformat(opened.json["until"]) == NOON + timedelta(seconds=60)
    # And that staff looked is recorded, and is not that the client did (PRF-37)
    assert len(ledger.acts(cloud, "CorrespondenceOpened")) == 2
    assert not [item for item in cloud.items("correspondence") if item.get("opened_at")]


@pytest.mark.req("SEC-09", "LET-15")
def test_contact_history__place_of_the_other_parents_letter__is_not_there(cloud: Cloud) -> None:
    # Given a letter of the other parent, and its place as a contact with that parent shows it
    correspondence.hold_letter(OTHER, NOON)
    member = staff.caseworker()
    [entry] = member.get(f"{casework.passed(member, RECEIVING)}/contact-history").json["entries"]
    place = entry["document"]["href"].split("/")[-2]
    # When it is asked for in a contact with the client
    reply = member.post(f"{casework.passed(member)}/contact-history/{place}/document", {})
    # Then there is nothing
    assert reply.status == 404


def test_contact_history__entry_without_a_document__offers_none_and_opens_none(cloud: Cloud) -> None:
    correspondence.hold_letter(OWNER, NOON, kind=EntryKind.CALL, document_id=None)
    member = staff.caseworker()
    here = casework.passed(member)
    [entry] = member.get(f"{here}/contact-history").json["entries"]
    assert "document" not in entry
    place = casework.place_of(cloud, OWNER)
    assert member.post(f"{here}/contact-history/{place}/document", {}).status == 404


@pytest.mark.req("CWK-05", "LET-11")
def test_notifications__of_the_client__show_how_far_each_has_come_and_go_out_again(cloud: Cloud) -> None:
    # Given a mail that found no address, and one of the other parent
    cloud.update("clients", {"scin": PAYING.key}, email=None)
    for number, owner in enumerate((OWNER, OTHER), 1):
        put(Wanted(f"{number:020x}", "new-letter", Language.ENGLISH, owner), notifications.by(number, NOON))
    assert deliver(told(f"{1:020x}")) == []
    # When the client calls, and their notifications are shown
    member = staff.caseworker()
    here = casework.passed(member)
    [shown] = member.get(f"{here}/notifications").json["notifications"]
    # Then the one is there with its state, and can be sent again
    assert (shown["template"], shown["state"]) == ("new-letter", "no address")
    cloud.update("clients", {"scin": PAYING.key}, email="thomas.whitfield@example.com")
    assert member.post(shown["again"]["href"].removeprefix("/staff"), {}).status == 200
    newest, oldest = member.get(f"{here}/notifications").json["notifications"]
    assert ("again" in oldest, oldest["sent_again"]) == (False, True)
    assert (newest["state"], "again" in newest) == ("queued", False)
    assert state_of(cloud, f"{2:020x}") == ("queued", "")


@pytest.mark.req("CWK-20", "CWK-27")
def test_contact_screen__gives_the_lines_for_common_calls_and_the_prompts_to_promote_self_service(cloud: Cloud) -> None:
    member = staff.caseworker()
    shown = member.get(casework.opened(member)).json
    lines = " ".join(shown["lines"])
    said = ("can be answered now", "FAQ and My details", "paid in full and on time", "may differ", "statement is in")
    assert [words for words in said if words not in lines] == []
    assert [line.partition(":")[0] for line in shown["prompts"]] == [
        *("Payment query", "Evidence to send", "Copy of a letter"),
    ]
