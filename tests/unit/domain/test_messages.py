"""Messages: what may be sent, who answers it, until when."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cms_common.domain.cases import ParticipantView, RoleCode
from cms_common.domain.fields import Invalid
from cms_common.domain.messages import (
    EMPLOYER_TEAM,
    SUPPORT_TEAM,
    Child,
    Draft,
    MessageType,
    Received,
    Sender,
    check_message,
    children_of,
    chosen_type,
    receive,
    tidy_text,
)
from cms_common.domain.work import (
    SPECIAL_CLIENT_RECORDS_TEAM,
    Channel,
    ClientOwner,
    Direction,
    SecurityCheck,
    WorkItem,
    WorkKind,
)

NOON = datetime(2026, 3, 12, 12, 0, 0, tzinfo=UTC)
CLIENT = Sender("123456789012", scin="121000121688")
EMPLOYER = Sender("210987654321", ern="700100017")
OWNER = ClientOwner("Segment 4", special_client_record=False)
SPECIAL = ClientOwner("Segment 4", special_client_record=True)
LONDON = ZoneInfo("Europe/London")
EIGHT = [
    "missing payments",
    "submit feedback",
    "general query",
    "make a complaint",
    "query about calculation",
    "query about annual assessment",
    "ask for subject access request form",
    "problem with the site",
]
CARD = "4111 1111 1111 1111"  # pragma: allowlist secret - the number that card schemes give for tests


class Counting:
    """Identifiers in order: 1, 2, 3..."""

    def __init__(self) -> None:
        self.given = 0

    def below(self, limit: int) -> int:  # noqa: ARG002
        return 0

    def token(self) -> str:
        return "t"

    def identifier(self) -> str:
        self.given += 1
        return f"{self.given:020x}"


def received(
    message_type: MessageType = MessageType.GENERAL_QUERY,
    sender: Sender = CLIENT,
    owner: ClientOwner | None = OWNER,
    now: datetime = NOON,
) -> Received:
    return receive(Draft(message_type, "Where is it?"), sender, owner, identifiers=Counting(), now=now)


def checked(
    message_type: str = "general query", text: str = "Where is it?", child: str = "", longest: int = 4000
) -> Draft | Invalid:
    own = (Child("C1 Zoë", "Zoë"),)
    return check_message(message_type=message_type, text=text, child=child, children=own, longest=longest)


def wrong(outcome: Draft | Invalid) -> list[tuple[str, str]]:
    assert isinstance(outcome, Invalid)
    return [(error.field, error.code) for error in outcome.errors]


@pytest.mark.req("MSG-02")
def test_message_type__the_drop_down__has_exactly_the_eight_in_these_words() -> None:
    assert [one.value for one in MessageType] == EIGHT


@pytest.mark.req("MSG-02")
@pytest.mark.parametrize("other", ["", "feedback", "Missing Payments", "general query ", "appeal", "MISSING_PAYMENTS"])
def test_check_message__any_other_type__is_refused(other: str) -> None:
    # Given a type that is not one of the eight, When it is checked, Then the field is named
    assert wrong(checked(other)) == [("message_type", "required" if not other else "not_a_type")]


@pytest.mark.req("MSG-03")
def test_chosen_type__by_where_the_sender_came_from__is_feedback_from_its_link_alone() -> None:
    # Given the ways to the form
    ways = [None, "", "feedback", "payments", "calculation", "annual-assessment", "homepage", "submit feedback"]
    # When the type is chosen
    chosen = [chosen_type(way) for way in ways]
    # Then one of them chooses "submit feedback"
    feedback = [way for way, one in zip(ways, chosen, strict=True) if one is MessageType.SUBMIT_FEEDBACK]
    assert feedback == ["feedback"]


@pytest.mark.req("CAS-04", "PAY-19")
def test_chosen_type__from_payments_and_calculation__is_the_type_of_that_enquiry() -> None:
    assert chosen_type("payments") is MessageType.MISSING_PAYMENTS
    assert chosen_type("calculation") is MessageType.CALCULATION
    assert chosen_type("annual-assessment") is MessageType.ANNUAL_ASSESSMENT


def case(group: str, case_id: str, *children: str) -> ParticipantView:
    return ParticipantView(group, case_id, RoleCode.NRP, "Priya", children)


@pytest.mark.req("MSG-04")
def test_children_of__two_cases_of_one_group_and_one_of_another__are_each_child_once() -> None:
    # Given a child in two cases of one group, and one of the same name in another group
    cases = [case("G1", "C1", "Anaya", "Zoë"), case("G1", "C2", "Zoë"), case("G2", "C3", "Anaya")]
    # When the children are listed
    listed = [(child.choice, child.first_name) for child in children_of(cases)]
    # Then each is there once, and two of one name tell their case
    assert listed == [("C1 Anaya", "Anaya (case C1)"), ("C1 Zoë", "Zoë"), ("C3 Anaya", "Anaya (case C3)")]


@pytest.mark.req("MSG-04")
@pytest.mark.parametrize("child", ["C9 Zoë", "Zoë", "C1 Zara", " "])
def test_check_message__a_child_that_is_not_listed__is_refused(child: str) -> None:
    assert wrong(checked(child=child)) == [("child", "not_a_child")]


@pytest.mark.req("MSG-04")
def test_check_message__a_listed_child_or_none__is_taken() -> None:
    assert checked(child="C1 Zoë") == Draft(MessageType.GENERAL_QUERY, "Where is it?", "Zoë")
    assert checked(child="") == Draft(MessageType.GENERAL_QUERY, "Where is it?", "")


@pytest.mark.req("MSG-14")
@pytest.mark.parametrize("text", ["", " ", "\n\r\n\t", "\u200b", "\u200d\u200c", "\u202e\u2066", "\x00\x07", "\ud800"])
def test_check_message__a_text_that_nobody_can_see__is_refused_as_empty(text: str) -> None:
    assert wrong(checked(text=text)) == [("text", "required")]


@pytest.mark.req("MSG-14")
def test_check_message__nothing_filled_in__names_both_mandatory_fields() -> None:
    assert wrong(checked("", "")) == [("message_type", "required"), ("text", "required")]


@pytest.mark.parametrize(("length", "taken"), [(1, True), (3999, True), (4000, True), (4001, False)])
def test_check_message__text_at_the_longest__is_taken_and_one_more_is_not(length: int, *, taken: bool) -> None:
    # Given a text of so many characters, some of them outside the first plane, When it is checked
    outcome = checked(text="😀" * length)
    # Then 4,000 is the most (GAP-21)
    assert isinstance(outcome, Draft) is taken
    assert taken or wrong(outcome) == [("text", "too_long")]


def test_tidy_text__what_a_person_typed__keeps_lines_and_emoji_and_no_hidden_marks() -> None:
    # Given line ends of three kinds, a family emoji with joiners, and marks that turn writing round
    typed = "  a\r\nb\rc\u2028d\te \u202ef\u2069 👨\u200d👩\u200d👧 e\u0301 \x00\n "
    # When it is tidied, Then one kind of line end is left, the emoji is whole, and the marks are gone
    assert tidy_text(typed) == "a\nb\nc\nd e f 👨\u200d👩\u200d👧 é"


@settings(deadline=None)  # how long an example takes says nothing of the rule
@given(st.text(alphabet=st.characters()))
def test_tidy_text__any_text_twice__is_the_same_as_once_and_can_be_kept(text: str) -> None:
    once = tidy_text(text)
    assert tidy_text(once) == once
    assert once.encode().decode() == once == once.strip()


@pytest.mark.req("PAY-18", "SEC-12")
@pytest.mark.parametrize("gap", [" ", "  ", "\n", "\u2009", "\u200d", ". ", "\u2013"])
def test_check_message__a_card_number_in_the_text__is_refused_without_repeating_it(gap: str) -> None:
    outcome = checked(text=f"Please take it from {CARD.replace(' ', gap)}")
    assert wrong(outcome) == [("text", "card_number")]
    assert isinstance(outcome, Invalid)
    assert not any(digit in error.message for error in outcome.errors for digit in "0123456789")


CLOCKS = [
    # received in the United Kingdom, due in the United Kingdom: 48 hours later by the clock of the world.
    (datetime(2026, 3, 12, 12, 0, 0, tzinfo=LONDON), datetime(2026, 3, 14, 12, 0, 0, tzinfo=LONDON)),
    (datetime(2026, 3, 28, 0, 30, 7, tzinfo=LONDON), datetime(2026, 3, 30, 1, 30, 7, tzinfo=LONDON)),
    (datetime(2026, 10, 24, 23, 59, 59, tzinfo=LONDON), datetime(2026, 10, 26, 22, 59, 59, tzinfo=LONDON)),
    (datetime(2026, 12, 31, 23, 0, 1, tzinfo=LONDON), datetime(2027, 1, 2, 23, 0, 1, tzinfo=LONDON)),
]


@pytest.mark.req("SLA-02", "CON-32", "MSG-12")
@pytest.mark.parametrize(("at", "due"), CLOCKS)
def test_receive__on_both_sides_of_a_clock_change__is_due_48_hours_later_to_the_second(
    at: datetime, due: datetime
) -> None:
    # Given a message received at a moment of British time, When its due time is set
    made = received(now=at)
    # Then it is 48 hours later, for the message and for every work item
    assert made.message.due_at == due.astimezone(UTC)
    assert made.message.due_at - made.message.received_at == timedelta(hours=48)
    assert {item.due_at for item in made.work} == {made.message.due_at}


WORK = [
    (MessageType.MISSING_PAYMENTS, [("Segment 4", WorkKind.ANSWER_MESSAGE)]),
    (
        MessageType.SUBMIT_FEEDBACK,
        [("Segment 4", WorkKind.ANSWER_MESSAGE), (SUPPORT_TEAM, WorkKind.ANSWER_MESSAGE)],
    ),
    (MessageType.GENERAL_QUERY, [("Segment 4", WorkKind.ANSWER_MESSAGE)]),
    (
        MessageType.COMPLAINT,
        [("Segment 4", WorkKind.ANSWER_MESSAGE), ("Segment 4", WorkKind.LOG_COMPLAINT)],
    ),
    (MessageType.CALCULATION, [("Segment 4", WorkKind.ANSWER_MESSAGE)]),
    (MessageType.ANNUAL_ASSESSMENT, [("Segment 4", WorkKind.ANSWER_MESSAGE)]),
    (
        MessageType.SUBJECT_ACCESS,
        [("Segment 4", WorkKind.ANSWER_MESSAGE), ("Segment 4", WorkKind.SEND_SAR_FORM)],
    ),
    (
        MessageType.SITE_PROBLEM,
        [("Segment 4", WorkKind.ANSWER_MESSAGE), (SUPPORT_TEAM, WorkKind.ANSWER_MESSAGE)],
    ),
]


def raised(work: tuple[WorkItem, ...]) -> list[tuple[str, WorkKind]]:
    return [(item.team, item.kind) for item in work]


@pytest.mark.req("MSG-08", "MSG-09", "MSG-10")
@pytest.mark.parametrize(("message_type", "expected"), WORK)
def test_receive__each_type__raises_its_work_in_the_right_queues(
    message_type: MessageType, expected: list[tuple[str, WorkKind]]
) -> None:
    assert {one for one, _ in WORK} == set(MessageType)
    assert raised(received(message_type).work) == expected


@pytest.mark.req("CON-19")
@pytest.mark.parametrize("message_type", [MessageType.SITE_PROBLEM, MessageType.SUBMIT_FEEDBACK])
def test_receive__a_message_for_two_teams__makes_two_items_that_close_together(message_type: MessageType) -> None:
    # Given a message that the support team is to see too, When it is received
    own, support = received(message_type).work
    # Then each item knows the other, and both are about one activity
    assert (own.closes_with, support.closes_with) == (support.work_item_id, own.work_item_id)
    assert own.work_item_id != support.work_item_id
    assert own.activity_id == support.activity_id


@pytest.mark.req("SEC-04")
@pytest.mark.parametrize("message_type", list(MessageType))
def test_receive__from_a_special_client_record__reaches_its_own_team_alone(message_type: MessageType) -> None:
    made = received(message_type, owner=SPECIAL)
    assert {item.team for item in made.work} == {SPECIAL_CLIENT_RECORDS_TEAM}
    assert {item.closes_with for item in made.work} == {None}


@pytest.mark.req("MSG-10")
def test_receive__a_complaint__tells_its_process_and_that_no_mail_answers_it() -> None:
    made = received(MessageType.COMPLAINT)
    assert all("Complaint/Dissatisfaction - Log" in item.advice for item in made.work)
    assert all("email" in item.advice for item in made.work)


def test_receive__from_an_employer__goes_to_the_employer_team_under_the_ern() -> None:
    # Given a message of an employer, When it is received
    made = received(MessageType.SITE_PROBLEM, EMPLOYER, None)
    # Then contact, activity and work bear the ERN and no SCIN
    assert [item.team for item in made.work] == [EMPLOYER_TEAM, SUPPORT_TEAM]
    told = [(made.contact.scin, made.contact.ern), (made.activity.scin, made.activity.ern)]
    assert {*told, *((item.scin, item.ern) for item in made.work)} == {("", "700100017")}
    assert made.message.owner == "employer#700100017"


@pytest.mark.req("MSG-06", "MSG-07")
@pytest.mark.parametrize("message_type", list(MessageType))
def test_receive__any_message__makes_an_inbound_contact_with_one_activity_that_has_a_subject(
    message_type: MessageType,
) -> None:
    # Given a message, When it is received
    made = received(message_type)
    # Then the contact is inbound, online, checked by log-in, and its first activity tells of the message
    contact, activity = made.contact, made.activity
    assert (contact.channel, contact.direction) == (Channel.SELF_SERVICE, Direction.INBOUND)
    assert (contact.security_check, contact.opened_by) == (SecurityCheck.BY_LOG_IN, "account#123456789012")
    assert activity.kind == "inbound correspondence"
    assert activity.activity_id == f"{contact.contact_id}-1"
    assert activity.message_id == made.message.message_id
    assert activity.subject == message_type.subject
    assert 0 < len(activity.subject) <= 50
