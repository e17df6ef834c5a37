"""Contacts: the security check first, then the client record, contacts and actions, by HTTP."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from infra.demo import known
from tests.support import casework, ledger, recoveries, staff
from tests.support.cloud import Cloud
from tests.support.http import Reply
from tests.support.staff import Member
from tests.support.visitors import PAYING, Person, hold, log_in

NOON = datetime(2027, 4, 17, 12, 0, 0, tzinfo=UTC)
REASON = {"reason": "Asked when the next payment is due"}
SPECIAL, NOBODY = known.SPECIAL_CLIENT_RECORD, "121000129999"
ENTRY = "ZW50cnkjMjAyNy0wNC0xN1QxMjowMDowMC4wMDAwMDArMDA6MDAjYTE"
"""A place in a contact history, as an address carries it."""
FORM_KEY = {"Idempotency-Key": "everything-000001"}
GUARDED: tuple[tuple[str, str, object], ...] = (
    ("GET", "client", None),
    ("GET", "contacts", None),
    ("GET", "service-requests", None),
    ("GET", "comparison", None),
    ("GET", "contact-history", None),
    ("POST", f"contact-history/{ENTRY}/document", {}),
    ("GET", "notifications", None),
    ("POST", "security-reset", {}),
    ("POST", "incidents", {"description": "Letters open blank with the reader installed"}),
    ("POST", "special-records", {"reason": "Afraid of being found"}),
)


@pytest.fixture(autouse=True)
def records(cloud: Cloud) -> Iterator[None]:
    cloud.clock.stop(NOON)
    hold(PAYING, SPECIAL)
    yield
    ledger.check(cloud)


def everything(member: Member, here: str) -> list[Reply]:
    """Try all that a passed check opens."""
    return [
        member.get(f"{here}/{path}") if method == "GET" else member.post(f"{here}/{path}", body, headers=FORM_KEY)
        for method, path, body in GUARDED
    ]


def without(reply: Reply, here: str) -> str:
    """Return what a reply says, without what names the contact."""
    return reply.body.replace(here.rpartition("/")[2], "-").replace(reply.headers["transaction-id"], "-")


def failed_today(cloud: Cloud) -> list[Any]:
    return [item["failed"] for item in cloud.items("work") if str(item["item"]).startswith("failed-checks#")]


@pytest.mark.req("CWK-01", "SEC-09")
def test_contact__before_the_check__shows_and_does_nothing_of_the_client(cloud: Cloud) -> None:
    # Given a contact just opened
    member = staff.caseworker()
    here = casework.opened(member)
    before = [cloud.items(table) for table in ("clients", "client-security", "audit")]
    # When everything is tried
    replies = everything(member, here)
    # Then each is refused for that reason, nothing changed, and the screen says what comes first
    assert {(reply.status, reply.json["code"]) for reply in replies} == {(403, "CMS-4029")}
    assert [cloud.items(table) for table in ("clients", "client-security", "audit")] == before
    screen = member.get(here).json
    assert [field["name"] for field in screen["fields"]] == ["scin", "nino", "date_of_birth", "name"]
    assert not [topic for topic in screen["topics"] if "action" in topic]
    assert PAYING.key not in str(screen)


@pytest.mark.req("CWK-01", "SEC-13")
def test_security_check__all_right__opens_the_client_and_shows_nothing_of_what_was_compared(cloud: Cloud) -> None:
    member = staff.caseworker()
    here = casework.opened(member)
    reply = member.post(f"{here}/security-check", casework.said(nino="xx 10 00 01 a", name="thomas whitfield"))
    assert (reply.status, reply.json["security_check"]) == (200, "passed")
    assert member.get(f"{here}/client").status == 200
    shown = reply.body + member.get(f"{here}/client").body
    assert not [fact for fact in (PAYING.key, "XX100001A", "14/03/1984") if fact in shown]
    assert failed_today(cloud) == []


@pytest.mark.req("CWK-01", "CWK-02")
@pytest.mark.parametrize(
    "wrong",
    [{"scin": NOBODY}, {"nino": "XX999999D"}, {"date_of_birth": "15/03/1984"}, {"name": "Tommy W"}],
)
def test_security_check__one_fact_wrong__fails_for_good_and_its_event_is_that_of_the_letter(
    cloud: Cloud, wrong: dict[str, str]
) -> None:
    # Given a contact
    member = staff.caseworker()
    here = casework.opened(member)
    # When one fact is wrong, and then all are right
    replies = [member.post(f"{here}/security-check", casework.said(**said)) for said in (wrong, {})]
    # Then it has failed and stays so, which fact is not said, and the contact opens nothing
    assert [(reply.status, reply.json["security_check"]) for reply in replies] == [(200, "failed")] * 2
    assert without(replies[0], here) == without(replies[1], here)
    assert {(reply.status, reply.json["code"]) for reply in everything(member, here)} == {(403, "CMS-4030")}
    # And the event for CMSL9800 names the client once
    failed = ledger.acts(cloud, "SecurityCheckFailed")
    assert [act["facts"]["scin"] for act in map(_plain, failed)] == [PAYING.key]
    assert failed_today(cloud) == [1]


def _plain(act: dict[str, Any]) -> dict[str, Any]:
    import json  # noqa: PLC0415 - facts are kept as JSON text

    facts = act["facts"]
    return {**act, "facts": json.loads(facts) if isinstance(facts, str) else facts}


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"scin": "12"}, "scin"),
        ({"nino": "QQ123456C"}, "nino"),
        ({"date_of_birth": "1984-03-14"}, "date_of_birth"),
        ({"name": ""}, "name"),
    ],
)
def test_security_check__not_the_form_of_an_answer__is_no_check(
    cloud: Cloud, wrong: dict[str, str], field: str
) -> None:
    member = staff.caseworker()
    here = casework.opened(member)
    reply = member.post(f"{here}/security-check", casework.said(**wrong))
    assert (reply.status, [error["field"] for error in reply.json["errors"]]) == (422, [field])
    assert member.post(f"{here}/security-check", casework.said()).json["security_check"] == "passed"


@pytest.mark.req("SEC-04", "SEC-10")
def test_contact__with_nobody_and_with_a_special_client__look_alike_and_record_alike(cloud: Cloud) -> None:
    # Given a SCIN that nobody has, and that of a special client record whose facts are known
    member = staff.caseworker()
    told, acts = [], []
    for said in ({**casework.said(SPECIAL), "scin": NOBODY}, casework.said(SPECIAL)):
        before = {item["entry"] for item in cloud.items("audit")}
        # When a caseworker outside the team goes all the way
        here = casework.opened(member, scin=said["scin"])
        replies = [member.get(here), member.post(f"{here}/security-check", said), *everything(member, here)]
        replies.append(member.post(f"{here}/close", REASON))
        told.append([(reply.status, without(reply, here)) for reply in replies])
        new = [item for item in cloud.items("audit") if item["entry"] not in before]
        acts.append(sorted((item["act"], tuple(sorted(_plain(item)["facts"]))) for item in new))
    # Then both answer and record the same
    assert told[0] == told[1]
    assert acts[0] == acts[1]
    assert [act for act, _ in acts[0]] == ["ContactClosed", "ContactOpened", "SecurityCheckFailed"]
    # And to a member of the team the record opens
    special = staff.special_caseworker()
    assert special.get(f"{casework.passed(special, SPECIAL)}/client").json["name"] == "Eleanor Ashdown"


@pytest.mark.req("CWK-06", "SEC-02")
def test_client_record__shown__has_self_service_and_both_log_in_dates_and_the_real_name(cloud: Cloud) -> None:
    # Given a client who logged in a minute before midnight in the United Kingdom, and a minute after
    cloud.clock.stop(datetime(2027, 4, 17, 22, 59, tzinfo=UTC))
    person = Person.signed_in()
    cloud.clock.stop(datetime(2027, 4, 17, 23, 1, tzinfo=UTC))
    person.logging_in().answering()
    # When the record is shown after a passed check
    member = staff.caseworker()
    shown = member.get(f"{casework.passed(member)}/client").json
    # Then it tells these, the real name, and no NINO or date of birth
    assert (shown["self_service"], shown["first_log_in_date"], shown["last_log_in_date"]) == (
        *("Y", "17/04/2027", "18/04/2027"),
    )
    assert (shown["name"], shown["contact_preference"], shown["segment"]) == (
        *("Thomas Whitfield", "Telephone", "Segment 4"),
    )
    assert not [fact for fact in ("XX100001A", "14/03/1984", "Tommy", PAYING.key) if fact in str(shown)]
    assert len(ledger.acts(cloud, "ClientRecordShown")) == 1


@pytest.mark.req("UPL-10", "UPL-11", "CWK-19")
def test_contacts__of_the_client__show_inbound_hyperlinks_with_errors_marked_newest_first(cloud: Cloud) -> None:
    # Given an upload that failed and, later, one that was filed
    casework.failed_upload()
    cloud.clock.stop(NOON + timedelta(hours=1))
    casework.evidence()
    cloud.clock.stop(NOON + timedelta(hours=2))
    # When the client calls and passes the check
    member = staff.caseworker()
    listed = member.get(f"{casework.passed(member)}/contacts").json["contacts"]
    # Then the contacts stand newest first, and each activity by its hyperlink
    assert [(one["channel"], one["security_check"]) for one in listed] == [
        ("telephone", "passed"),
        ("Self Service", "full log-in"),
        ("Self Service", "full log-in"),
    ]
    filed, failed = (one["activities"][0] for one in listed[1:])
    assert filed["activity"]["text"] == failed["activity"]["text"] == "Self Service inbound"
    assert (failed["status"], failed["error_status"], "error_status" in filed) == ("In Progress", "In Error", False)
    description = member.get(failed["activity"]["href"].removeprefix("/staff")).json["error_description"]
    assert description == casework.DESCRIPTION


def test_contacts__more_than_a_page__go_on_where_the_page_ended(cloud: Cloud) -> None:
    # Given 23 uploads
    for minute in range(23):
        cloud.clock.stop(NOON + timedelta(minutes=minute))
        casework.evidence()
    member = staff.caseworker()
    here = casework.passed(member)
    # When the pages are followed
    shown: list[Any] = []
    query: dict[str, str] = {}
    for _ in range(4):
        page = member.get(f"{here}/contacts", query=query).json
        shown += page["contacts"]
        if "more" not in page:
            break
        query = {"after": page["more"]["href"].partition("after=")[2]}
    # Then each contact is there once, the call among them
    opened = [one["activities"][0]["activity"]["href"] for one in shown if one["activities"]]
    assert len(shown) == 24
    assert len(set(opened)) == 23


@pytest.mark.parametrize("after", ["enp6eg", "Y29udGFj", "x" * 300, "w6k", "Y29udGFjdCN-fg"])
def test_contacts__token_that_is_none_of_ours__is_refused(cloud: Cloud, after: str) -> None:
    member = staff.caseworker()
    assert member.get(f"{casework.passed(member)}/contacts", query={"after": after}).status == 422


@pytest.mark.req("CWK-03")
def test_contact_screen__after_the_check__lists_what_can_be_dealt_with_and_leads_there(cloud: Cloud) -> None:
    member = staff.caseworker()
    here = casework.passed(member)
    topics = {topic["text"]: topic.get("action", {}).get("href") for topic in member.get(here).json["topics"]}
    assert topics == {
        "PIN reset": f"/staff{here}/security-reset",
        "Case-based questions": f"/staff{here}/client",
        "A payment that cannot be made online": None,
        "Notifications not viewed or received": f"/staff{here}/notifications",
        "Letters that cannot be read": f"/staff{here}/incidents",
        "A change of circumstances": f"/staff{here}/service-requests",
        "Details that the client disputes": f"/staff{here}/comparison",
        "Evidence that will not upload": f"/staff{here}/contacts",
    }


@pytest.mark.req("REC-19", "REC-16")
def test_security_reset__of_a_locked_client__lifts_the_lock_and_leads_to_a_new_pin(cloud: Cloud) -> None:
    # Given a client who answered wrongly and is locked without end
    person = Person.challenged()
    assert recoveries.answer_two(person, wrong=(0,)).status == 423
    cloud.clock.stop(NOON + timedelta(hours=2, seconds=1))
    assert log_in(person.user_id).status == 423
    # When a caseworker resets the security after a passed check
    member = staff.caseworker()
    reply = member.post(f"{casework.passed(member)}/security-reset", {})
    # Then nobody is shown a PIN, the old one is gone, and Route A leads to a new one
    assert reply.status == 200
    assert not [word for word in reply.body.split() if word.strip('".,').isdigit()]
    person = person.logging_in()
    assert person.get("/login/challenge").json["code"] == "CMS-4095"
    assert recoveries.answer_two(person).status == 200
    assert person.post("/recovery/new-pin", {"pin": "5820463", "confirm_pin": "5820463"}).status == 200
    assert person.get("/login/challenge").status == 200
    held = cloud.items("client-security")[0]
    assert (held["wrong_pins"], "locked_at" in held) == (0, False)


@pytest.mark.req("REC-19", "REC-24")
def test_security_reset__twice_in_a_contact__is_done_once_and_never_takes_the_new_pin_away(cloud: Cloud) -> None:
    member = staff.caseworker()
    here = casework.passed(member)
    assert member.post(f"{here}/security-reset", {}).status == 200
    cloud.update("client-security", {"scin": PAYING.key}, wrong_pins=2)
    assert member.post(f"{here}/security-reset", {}).status == 200
    assert next(item["wrong_pins"] for item in cloud.items("client-security") if item["scin"] == PAYING.key) == 2
    assert len(ledger.acts(cloud, "SecurityReset")) == 1


@pytest.mark.req("SEC-03", "SEC-04")
def test_special_records__referred__belongs_to_that_team_with_all_open_work(cloud: Cloud) -> None:
    # Given a client with two pieces of work that are not done, one of them taken, and one that is
    member, special = staff.caseworker(), staff.special_caseworker()
    items = [casework.failed_upload() for _ in range(3)]
    for item in items[1:]:
        member.post(f"/work-items/{item.work_item_id}/take", {})
    member.post(f"/work-items/{items[2].work_item_id}/done", REASON)
    # When the client is referred, without a reason and with one
    here = casework.passed(member)
    assert member.post(f"{here}/special-records", {}).status == 422
    replies = [member.post(f"{here}/special-records", {"reason": "Afraid of being found"}) for _ in range(2)]
    # Then it is done once, and the caseworker opens nothing of the client any more but closes the contact
    assert [reply.status for reply in replies] == [200, 200]
    assert len(ledger.acts(cloud, "SpecialRecordsReferred")) == 1
    assert [member.get(f"{here}/client").status, member.get(f"/work-items/{items[0].work_item_id}").status] == [
        404,
        404,
    ]
    assert member.get("/work").json["work"] == []
    assert member.post(f"{here}/close", REASON).status == 200
    # And the team finds both pieces of work, not taken by anybody
    listed = special.get("/work").json["work"]
    assert {line["work_item"]["href"].rpartition("/")[2] for line in listed} == {one.work_item_id for one in items[:2]}
    assert not [line for line in listed if "taken_by" in line]
    assert special.get(f"{casework.passed(special)}/client").status == 200


@pytest.mark.req("CWK-08")
def test_close__of_a_call__needs_a_reason_and_leaves_a_work_item_that_is_done(cloud: Cloud) -> None:
    # Given a call that passed its check
    member = staff.caseworker()
    here = casework.passed(member)
    # When it is closed without a reason, and with one, twice
    assert member.post(f"{here}/close", {"reason": " "}).status == 422
    assert [member.post(f"{here}/close", REASON).status for _ in range(2)] == [200, 200]
    # Then one work item is done with the reason in its notes, and the contact opens nothing more
    items = [item for item in cloud.items("work") if item["item"] == "work-item"]
    assert [(item["kind"], item["status"], item["notes"][0]["text"]) for item in items] == [
        ("call", "done", REASON["reason"]),
    ]
    assert {(reply.status, reply.json["code"]) for reply in everything(member, here)} == {(409, "CMS-4084")}
    assert member.get(here).json["closed"] == "17 Apr 2027 13:00"
    assert member.get("/work").json["work"] == []


@pytest.mark.req("CWK-08", "UPL-13")
@pytest.mark.parametrize(("check", "statuses"), [(True, ["done"]), (False, ["done", "taken"])])
def test_close__of_a_call_about_a_work_item__finishes_it_where_the_client_was_spoken_to(
    cloud: Cloud,
    check: bool,  # noqa: FBT001
    statuses: list[str],
) -> None:
    # Given a task to contact a client, taken, and a call about it; the SCIN is the client's own to say
    item, member = casework.failed_upload(), staff.caseworker()
    assert casework.call(member, direction="outbound", work_item=item.work_item_id).status == 404
    member.post(f"/work-items/{item.work_item_id}/take", {})
    begin = casework.passed if check else casework.opened
    here = begin(member, direction="outbound", work_item=item.work_item_id)
    # When the contact is closed
    assert member.post(f"{here}/close", {"reason": "Advised to try again"}).status == 200
    # Then the task is done only where the check was passed; a call without answer is kept by itself
    held = sorted(one["status"] for one in cloud.items("work") if one["item"] == "work-item")
    assert held == statuses


def test_contact__of_another_log_in__is_not_there_but_its_own_caseworker_can_close_it(cloud: Cloud) -> None:
    # Given a passed contact
    member, other = staff.caseworker(), staff.caseworker("OTHER1")
    here = casework.passed(member)
    again = member.logging_in()
    # When another caseworker and the same one after a new log-in try
    tried = [*everything(other, here), *everything(again, here), other.get(here), other.post(f"{here}/close", REASON)]
    # Then it opens to neither, and is closed by its own
    assert {reply.status for reply in tried} == {404}
    assert again.post(f"{here}/close", REASON).status == 200


def test_contact__same_form_again__is_the_same_contact(cloud: Cloud) -> None:
    member, key = staff.caseworker(), {"Idempotency-Key": "call-000000000001"}
    form = {"scin": PAYING.key, "channel": "letter"}
    first, second = (member.post("/contacts", form, headers=key) for _ in range(2))
    assert first.json == second.json
    assert len(ledger.acts(cloud, "ContactOpened")) == 1


@pytest.mark.parametrize(
    ("form", "field"),
    [
        ({"channel": "telephone"}, "scin"),
        ({"scin": "12"}, "scin"),
        ({"scin": PAYING.key, "channel": "Self Service"}, "channel"),
        ({"scin": PAYING.key, "direction": "sideways"}, "direction"),
        ({"scin": PAYING.key, "work_item": "a" * 20}, "scin"),
    ],
)
def test_contact__form_that_cannot_be_taken__names_the_field(cloud: Cloud, form: dict[str, str], field: str) -> None:
    reply = casework.call(staff.caseworker(), **form)
    assert (reply.status, [error["field"] for error in reply.json["errors"]]) == (422, [field])
