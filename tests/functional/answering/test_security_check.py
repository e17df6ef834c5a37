"""Nobody is answered in a conversation before they are checked: in a contact, or by the known facts that they give."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from botocore.exceptions import EndpointConnectionError

from cms_common.domain.staff import StaffRole
from cms_common.domain.work import SecurityCheck
from infra.demo import known
from infra.demo.records import Line
from tests.support import ledger
from tests.support.answering import call, caseworker, checked, known_facts, open_queue, sent, taken
from tests.support.calls import Calls, Parameters, watched
from tests.support.cloud import Cloud
from tests.support.http import Reply
from tests.support.staff import Member, hire
from tests.support.visitors import PAYING, RECEIVING, hold

EMPLOYER, OTHERS = known.ONE_ERN, known.THREE_ERNS
KEY = "0123456789abcdef"
NOTES = {"outcome": "answered", "notes": "Told"}
MEANS = {"channel": "the means that the special requirement names", "reason": "Answered through a signer"}
SUPPORT, LEADER, EMPLOYERS = StaffRole.SUPPORT_TEAM, StaffRole.TEAM_LEADER, StaffRole.EMPLOYER_CASEWORKER


@dataclass(frozen=True)
class Scene:
    """A message that somebody has taken who opens no contacts: who, whose, and where."""

    member: Member
    line: Line
    here: str

    def answers(self, *, key: str = "", **changes: str) -> Reply:
        """Tell of an answered call, with the right facts but for what is changed."""
        return call(self.member, self.here, key=key, **{**NOTES, **known_facts(self.line), **changes})

    def answers_without(self, *names: str) -> Reply:
        """Tell of an answered call, with the right facts but for those left out."""
        form = {**NOTES, **known_facts(self.line)}
        return call(self.member, self.here, **{name: form[name] for name in form if name not in names})


@pytest.fixture(autouse=True)
def records(cloud: Cloud) -> None:
    hold(PAYING, RECEIVING, EMPLOYER, *OTHERS)


def scene(cloud: Cloud, role: StaffRole, line: Line) -> Scene:
    """Have somebody send a message that reaches both teams, and somebody of one team take it."""
    sent(cloud, "problem with the site", line)
    team = "Employer Team" if role is EMPLOYERS else "Support Team"
    [item] = [one for one in cloud.items("work") if one["item"] == "work-item" and one["team"] == team]
    member = hire("AGENTX1", role).logging_in()
    return Scene(member, line, taken(member, item["work_item_id"]))


def code(reply: Reply) -> tuple[int, str]:
    return reply.status, reply.json["code"]


def facts_of(act: dict[str, object]) -> dict[str, str]:
    """Return what an audit record says besides who and when."""
    return {str(name): str(value) for name, value in json.loads(str(act["facts"])).items()}


def all_kept(cloud: Cloud) -> str:
    """Return all that answering writes to."""
    return str([cloud.items(table) for table in ("work", "correspondence", "audit", "outbox", "notifications")])


def nothing_is_answered(cloud: Cloud) -> bool:
    answers = [one for one in cloud.items("correspondence") if one["item"] == "answer" or one.get("kind") == "call"]
    return open_queue(cloud) == ["answer message"] * 2 and not answers and not ledger.acts(cloud, "MessageAnswered")


def unanswering(operation: str, table: str = "") -> Calls:
    """Calls of which those of one kind get no answer."""

    def tamper(asked: str, parameters: Parameters) -> Parameters:
        if asked == operation and table in str(parameters.get("TableName", "")):
            raise EndpointConnectionError(endpoint_url="https://nowhere.invalid")
        return parameters

    return Calls(tamper=tamper)


ROLES = pytest.mark.parametrize(
    ("role", "line"),
    [(SUPPORT, PAYING), (LEADER, PAYING), (SUPPORT, EMPLOYER), (EMPLOYERS, EMPLOYER)],
    ids=["support-client", "leader-client", "support-employer", "employer-caseworker"],
)
WRONG = pytest.mark.parametrize(
    ("role", "line", "wrong"),
    [
        (SUPPORT, PAYING, {"scin": "121000129999"}),
        (SUPPORT, PAYING, {"nino": "XX999999D"}),
        (SUPPORT, PAYING, {"date_of_birth": "15/03/1984"}),
        (LEADER, PAYING, {"nino": "XX999999D"}),
        (SUPPORT, PAYING, known_facts(RECEIVING)),
        (SUPPORT, PAYING, {"scin": RECEIVING.key}),
        (EMPLOYERS, EMPLOYER, {"ern": "700100099"}),
        (EMPLOYERS, EMPLOYER, {"paye_reference": "999/ZZ999"}),
        (EMPLOYERS, EMPLOYER, known_facts(OTHERS[0])),
        (EMPLOYERS, OTHERS[0], known_facts(OTHERS[1])),
        (SUPPORT, EMPLOYER, {"paye_reference": "999/ZZ999"}),
    ],
    ids=[
        *("scin", "nino", "date-of-birth", "leader", "another-client", "another-clients-scin"),
        *("ern", "paye", "another-employer", "another-ern-of-the-same-paye", "support-paye"),
    ],
)


@ROLES
@pytest.mark.req("SEC-09", "SEC-13")
def test_call__with_the_known_facts_of_the_sender__answers_and_keeps_none_of_them(
    cloud: Cloud, role: StaffRole, line: Line
) -> None:
    # Given a message that was taken, When the form of the call comes twice with what the sender gave
    taken_one = scene(cloud, role, line)
    before = all_kept(cloud)
    replies = [taken_one.answers(key=KEY) for _ in range(2)]
    # Then the message is answered once, and the act says how the person was checked
    assert [reply.status for reply in replies] == [200, 200]
    assert open_queue(cloud) == []
    [act] = ledger.acts(cloud, "MessageAnswered")
    assert (facts_of(act)["channel"], facts_of(act)["checked_by"]) == ("telephone", "known facts")
    assert len([one for one in cloud.items("correspondence") if one.get("kind") == "call"]) == 1
    # And what the person said stands nowhere that it did not stand before (whose the message is, the work item says)
    kept, shown = all_kept(cloud), str(replies[0].json)
    said = [value for name, value in known_facts(line).items() if name not in {"scin", "ern"}]
    assert not [value for value in said if kept.count(value) > before.count(value) or value in shown]


@pytest.mark.req("CWK-25")
def test_call__of_an_employer__is_answered_by_its_caseworker_with_ern_and_paye_alone(cloud: Cloud) -> None:
    taken_one = scene(cloud, EMPLOYERS, EMPLOYER)
    fields = [field["name"] for field in taken_one.member.get(taken_one.here).json["check_fields"]]
    assert fields == ["ern", "paye_reference"]
    assert taken_one.answers(ern=" 700100017 ", paye_reference="475/hl10017").status == 200


@WRONG
@pytest.mark.req("SEC-09", "SUP-17", "SEC-11")
def test_call__with_facts_that_are_not_the_senders__answers_nothing_until_they_are_corrected(
    cloud: Cloud, role: StaffRole, line: Line, wrong: dict[str, str]
) -> None:
    # Given a message that was taken, When a fact is wrong, or all are those of somebody else
    taken_one = scene(cloud, role, line)
    reply = taken_one.answers(**wrong)
    # Then nothing is answered, and what was tried is recorded without a fact
    assert code(reply) == (403, "CMS-4026")
    assert nothing_is_answered(cloud)
    [act] = ledger.acts(cloud, "KnownFactsRefused")
    [message] = [one["message_id"] for one in cloud.items("correspondence") if one["item"] == "message"]
    assert (act["actor"], facts_of(act)) == ("staff#AGENTX1", {"message": message, "channel": "telephone"})
    # And corrected they answer it
    assert taken_one.answers().status == 200
    assert len(ledger.acts(cloud, "MessageAnswered")) == 1


@pytest.mark.req("SUP-17")
@pytest.mark.parametrize(("role", "line"), [(SUPPORT, PAYING), (EMPLOYERS, EMPLOYER)], ids=["client", "employer"])
def test_call__whatever_fact_is_wrong__is_refused_alike_after_the_same_work(
    cloud: Cloud, role: StaffRole, line: Line
) -> None:
    # Given a message that was taken, and a first check that is over (it makes the decoy)
    taken_one = scene(cloud, role, line)
    client: list[dict[str, str]] = [
        *({"nino": "XX999999D"}, {"date_of_birth": "15/03/1984"}),
        *({"scin": "121000129999"}, {"scin": RECEIVING.key}, known_facts(RECEIVING)),
    ]
    employer = [{"ern": "700100099"}, {"ern": OTHERS[0].key}, {"paye_reference": "999/ZZ999"}, known_facts(OTHERS[0])]
    wrong = client if line is PAYING else employer
    assert taken_one.answers(**wrong[0]).status == 403
    # When each fact is wrong in turn
    told, made = [], []
    for changes in wrong:
        with watched(Calls()) as calls:
            reply = taken_one.answers(**changes)
        told.append({name: value for name, value in reply.json.items() if name not in {"transaction_id", "instance"}})
        made.append(calls.made)
    # Then neither the words nor the work tells which it was
    assert all(one == told[0] for one in told)
    assert all(one == made[0] for one in made)


@ROLES
@pytest.mark.req("SEC-09", "SUP-14")
def test_call__with_facts_missing__is_refused_naming_each(cloud: Cloud, role: StaffRole, line: Line) -> None:
    # Given a message that was taken, When the form lacks one fact, all of them, or the notes too
    taken_one, names = scene(cloud, role, line), tuple(known_facts(line))
    for without in (*((name,) for name in names), names, ("notes", *names)):
        reply = taken_one.answers_without(*without)
        # Then each that is missing is named, and nothing is answered or counted as a try
        assert (reply.status, [error["field"] for error in reply.json["errors"]]) == (422, list(without))
        assert "your" not in str(reply.json["errors"])
    assert nothing_is_answered(cloud)
    assert ledger.acts(cloud, "KnownFactsRefused") == []


@pytest.mark.parametrize(
    ("path", "form", "fields"),
    [
        ("call", {"outcome": "perhaps", "notes": "n" * 2001}, ["outcome", "notes"]),
        ("answered", {"channel": "pigeon"}, ["channel", "reason"]),
    ],
)
def test_form__wrong_in_several_fields__has_each_of_them_named(
    cloud: Cloud, path: str, form: dict[str, str], fields: list[str]
) -> None:
    member = caseworker()
    here = taken(member, sent(cloud, "general query"))
    reply = member.post(f"{here}/{path}", form, headers={"Idempotency-Key": KEY})
    assert (reply.status, [error["field"] for error in reply.json["errors"]]) == (422, fields)


@pytest.mark.req("SUP-14")
@pytest.mark.parametrize("typed", ["1984-03-14", "14.03.1984", "14/3/84", "31/02/1984"])
def test_call__with_a_date_of_birth_in_another_format__is_refused(cloud: Cloud, typed: str) -> None:
    reply = scene(cloud, SUPPORT, PAYING).answers(date_of_birth=typed)
    assert (reply.status, [error["field"] for error in reply.json["errors"]]) == (422, ["date_of_birth"])


@pytest.mark.req("SES-05", "SEC-09")
@pytest.mark.parametrize(
    ("role", "line", "operation", "table"),
    [
        (SUPPORT, PAYING, "Decrypt", ""),
        (SUPPORT, PAYING, "GetItem", "clients"),
        (EMPLOYERS, EMPLOYER, "GetItem", "employers"),
    ],
    ids=["key", "clients", "employers"],
)
def test_call__while_the_facts_cannot_be_read__records_nothing_and_can_be_told_of_again(
    cloud: Cloud, role: StaffRole, line: Line, operation: str, table: str
) -> None:
    # Given a message that was taken, and a 2012 System that does not answer
    taken_one = scene(cloud, role, line)
    audited = len(cloud.items("audit"))
    # When right and wrong facts are given
    with watched(unanswering(operation, table)):
        replies = [taken_one.answers(key=KEY), taken_one.answers(**known_facts(OTHERS[0]), **known_facts(RECEIVING))]
    # Then both are told so, nothing is recorded, and later the same form answers
    assert [code(reply) for reply in replies] == [(503, "CMS-5032")] * 2
    assert nothing_is_answered(cloud)
    assert len(cloud.items("audit")) == audited
    assert taken_one.answers(key=KEY).status == 200


@pytest.mark.req("LET-12")
@ROLES
def test_call__that_reached_nobody__needs_no_check(cloud: Cloud, role: StaffRole, line: Line) -> None:
    taken_one = scene(cloud, role, line)
    reply = call(taken_one.member, taken_one.here, outcome="no answer")
    assert (reply.status, reply.json["unsuccessful_calls"]) == (200, 1)


@pytest.mark.req("SEC-09", "SUP-18")
@pytest.mark.parametrize(
    ("role", "line", "fields"),
    [
        (StaffRole.CASEWORKER, PAYING, ["contact"]),
        (SUPPORT, PAYING, ["scin", "nino", "date_of_birth"]),
        (LEADER, EMPLOYER, ["ern", "paye_reference"]),
    ],
    ids=["caseworker", "support-client", "leader-employer"],
)
def test_message__opened_by_the_taker__tells_what_the_form_of_a_call_carries(
    cloud: Cloud, role: StaffRole, line: Line, fields: list[str]
) -> None:
    # Given a message, When who has taken it opens it
    if role is StaffRole.CASEWORKER:
        work_item, member = sent(cloud, "problem with the site", line), caseworker()
        assert "check_fields" not in member.get(f"/messages/{work_item}").json
        here = taken(member, work_item)
    else:
        taken_one = scene(cloud, role, line)
        member, here = taken_one.member, taken_one.here
    # Then the fields of the check are those of this member of staff and this sender
    page = member.get(here).json
    assert [field["name"] for field in page["check_fields"]] == fields
    assert ("call back" in page["check"]) is (role is not StaffRole.CASEWORKER)


@pytest.mark.req("SEC-09", "CON-03")
def test_answer__by_the_means_that_a_requirement_names__needs_the_check_of_a_conversation(cloud: Cloud) -> None:
    # Given a client who is spoken to through somebody else, and a message of theirs
    cloud.update("clients", {"scin": PAYING.key}, special_requirements=["Speech"])
    member = caseworker()
    path = f"{taken(member, sent(cloud, 'general query'))}/answered"
    assert code(member.post(path, MEANS)) == (403, "CMS-4029")
    assert code(member.post(path, {**MEANS, **known_facts(PAYING)})) == (403, "CMS-4029")
    # When it is told of with a passed contact, Then it is answered
    assert member.post(path, {**MEANS, "contact": checked(member)}).status == 200
    assert facts_of(ledger.acts(cloud, "MessageAnswered")[0])["checked_by"] == "contact"


@pytest.mark.req("CON-03")
def test_answer__by_letter__speaks_to_nobody_and_needs_no_check(cloud: Cloud) -> None:
    cloud.update("clients", {"scin": PAYING.key}, contact_preference="Letter")
    member, form = caseworker(), {"channel": "letter", "reason": "Letter sent"}
    assert member.post(f"{taken(member, sent(cloud))}/answered", form).status == 200
    assert "checked_by" not in facts_of(ledger.acts(cloud, "MessageAnswered")[0])


@pytest.mark.req("SEC-04")
def test_message__of_a_record_that_became_special__is_shut_for_the_support_team(cloud: Cloud) -> None:
    # Given a message that the support team has taken, When its sender becomes a special client record
    taken_one = scene(cloud, SUPPORT, PAYING)
    cloud.update("clients", {"scin": PAYING.key}, special_client_record=True)
    # Then it is not there for them any more, whatever they know
    assert taken_one.member.get(taken_one.here).status == 404
    assert taken_one.answers().status == 404
    assert nothing_is_answered(cloud)


@pytest.mark.req("SEC-09", "CWK-01")
@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ("none", "No contact is named"),
        ("due", "check of the contact is not passed"),
        ("failed", "check of the contact is not passed"),
        ("another-client", "with another client"),
        ("another-log-in", "no contact of this log-in"),
        ("another-person", "no contact of this log-in"),
        ("made-up", "no contact of this log-in"),
        ("closed-long-ago", "more than an hour ago"),
    ],
)
def test_call__answered_without_a_passed_check_in_that_contact__answers_nothing_and_says_why(
    cloud: Cloud, wrong: str, says: str
) -> None:
    # Given a message taken, and a contact in which nothing may be done
    member = caseworker()
    here = taken(member, sent(cloud, "general query"))
    made: dict[str, Callable[[], str]] = {
        "none": lambda: "",
        "due": lambda: checked(member, check=SecurityCheck.DUE),
        "failed": lambda: checked(member, check=SecurityCheck.FAILED),
        "another-client": lambda: checked(member, RECEIVING),
        "another-log-in": lambda: checked(member, staff_session="0" * 64),
        "another-person": lambda: checked(member, opened_by="staff#OTHER1"),
        "made-up": lambda: "x" * 20,
        "closed-long-ago": lambda: checked(member, closed_at=cloud.clock.now() - timedelta(hours=1, seconds=1)),
    }
    contact = made[wrong]()
    # When an answered call is recorded, Then it is refused, in words that say which it is
    reply = call(member, here, outcome="answered", notes="Told the client", contact=contact)
    assert code(reply) == (403, "CMS-4029")
    assert says in reply.json["facts"]["reason"]
    assert open_queue(cloud) == ["answer message"]


@pytest.mark.req("SEC-09", "CWK-08")
def test_call__told_of_after_its_contact_was_closed__is_answered_within_the_hour(cloud: Cloud) -> None:
    # Given a call that is over: its contact was passed, and closed first
    cloud.clock.stop(datetime(2026, 3, 12, 12, 0, 0, tzinfo=UTC))
    member = caseworker()
    here = taken(member, sent(cloud, "general query"))
    contact = checked(member, closed_at=datetime(2026, 3, 12, 11, 0, 0, tzinfo=UTC))
    # When the answer is recorded an hour later, to the second, Then it is kept
    assert call(member, here, outcome="answered", notes="Told", contact=contact).status == 200
    assert open_queue(cloud) == []
