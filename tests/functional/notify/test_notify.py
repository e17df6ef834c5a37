"""Mails as they are sent: in approved words, to the address held, one for one notification."""

import json
from typing import Any

import pytest

from cms_common.domain.language import Language
from cms_common.domain.notifications import Wanted
from cms_common.domain.telling import told_of_new
from infra.demo.known import ONE_ERN, PAYING_PARENT, THREE_ERNS
from tests.support import ledger, recoveries, stack
from tests.support.calls import Calls, watched
from tests.support.cloud import Cloud
from tests.support.notifications import HALF, NOTIFICATION, deliver, entries, message, put, state_of, told
from tests.support.visitors import FORM, Person, hold

CLIENT = f"client#{PAYING_PARENT.key}"
HELD = str(PAYING_PARENT.record["email"])
REPLY: dict[str, Any] = {"lines": ["payment-not-received"], "optional": ["call-us"]}


@pytest.fixture
def person(cloud: Cloud) -> Person:
    hold(PAYING_PARENT)
    return Person.registered()


@pytest.mark.req("NOT-13", "NOT-16", "NOT-17")
def test_mail__half_a_password__goes_to_the_address_held_in_approved_words(cloud: Cloud, person: Person) -> None:
    assert deliver(message(person.user_id)) == []
    [(address, subject, body)] = cloud.mails()
    assert (address, subject) == (FORM["email"], "Important Information about your Child Maintenance case")
    assert HALF in body
    # And it is kept with time and template, without a word of it
    [act] = ledger.acts(cloud, "MailSent")
    assert json.loads(act["facts"]) if isinstance(act["facts"], str) else act["facts"]
    assert HALF not in json.dumps([cloud.items(table) for table in cloud.tables], default=repr)


@pytest.mark.req("NOT-14")
def test_mail__whatever_it_says__comes_from_the_one_sender_tagged_with_its_identifier(cloud: Cloud) -> None:
    hold(PAYING_PARENT)
    sent: list[Any] = []

    def note(operation: str, parameters: dict[str, Any]) -> dict[str, Any]:
        sent.extend([parameters] if operation == "SendEmail" else [])
        return parameters

    with watched(Calls(tamper=note)):
        assert deliver(message(CLIENT, "new-letter")) == []
    [mail] = sent
    assert mail["Source"] == "internal.cmg@dwp.gsi.gov.uk"
    assert mail["Tags"] == [{"Name": "notification", "Value": NOTIFICATION}]
    assert mail["ConfigurationSetName"] == "cms-test"


@pytest.mark.req("NOT-04", "NOT-05", "NOT-19")
def test_notice__of_a_new_letter__goes_to_the_clients_record_and_says_nothing_of_it(cloud: Cloud) -> None:
    # Given a client whose account has another address than the record (GAP-36)
    hold(PAYING_PARENT)
    Person.enrolled()
    cloud.update("clients", {"scin": PAYING_PARENT.key}, email="record@example.com")
    # When the notice of a letter is delivered
    assert deliver(message(CLIENT, "new-letter")) == []
    # Then it goes to the record's, and says only that there is one
    [(address, _, body)] = cloud.mails()
    assert address == "record@example.com"
    assert "There is a new letter in your self-service account." in body
    assert not [word for word in ("CMSL", PAYING_PARENT.key, str(PAYING_PARENT.record["surname"])) if word in body]


@pytest.mark.req("NOT-06", "NOT-05")
def test_notice__of_something_new__goes_to_employers_who_chose_self_service_and_no_others(cloud: Cloud) -> None:
    from cms_common.adapters.siebel import SiebelEmployers  # noqa: PLC0415 - tables have their names now

    # Given an employer who chose Self Service, and one who did not, both enrolled
    chose, did_not = THREE_ERNS[2], ONE_ERN
    hold(chose, did_not)
    persons = [Person.signed_in(line) for line in (chose, did_not)]
    # When something new stands in the history of each
    for number, line in enumerate((chose, did_not)):
        owner, preference = f"employer#{line.key}", SiebelEmployers().employers_preference(line.key)
        wanted = told_of_new(owner, preference, f"{number:020x}")
        assert (wanted is not None) == (line is chose)
        if wanted:
            put(wanted)
            assert deliver(told(wanted.notification)) == []
    # Then the one gets a mail at the account's address that does not say what it is
    [(address, _, body)] = cloud.mails()
    assert address == FORM["email"]
    assert "There is something new in your employer's self-service account." in body
    # And reads of it in the contact history, where the other has nothing
    shown = [person.get("/contact-history").json["entries"] for person in persons]
    assert [[entry["title"] for entry in one] for one in shown] == [["There is something new for you"], []]


def test_preference__of_an_employer_who_is_not_held__is_the_telephone(cloud: Cloud) -> None:
    from cms_common.adapters.siebel import SiebelEmployers  # noqa: PLC0415 - as above

    assert SiebelEmployers().employers_preference("999999999") == "Telephone"


@pytest.mark.req("NOT-09", "NOT-10", "NOT-18")
def test_reply__of_lines_to_take__is_sent_and_kept_with_time_and_template_alone(cloud: Cloud) -> None:
    hold(PAYING_PARENT)
    assert deliver(message(CLIENT, "reply-missing-payment", **REPLY)) == []
    [(address, _, body)] = cloud.mails()
    assert address == HELD
    assert "We have not received this payment." in body
    assert "telephone us on 0800 171 2345" in body
    [entry] = entries(cloud, CLIENT)
    assert (entry["kind"], entry["template"], entry["template_version"]) == ("email", "reply-missing-payment", 2)
    [act] = ledger.acts(cloud, "MailSent")
    assert entry["at"] == act["at"]
    assert "We have not received" not in json.dumps([cloud.items(table) for table in cloud.tables], default=repr)


def test_recovery__of_somebody_enrolled__is_in_the_clients_history(cloud: Cloud) -> None:
    hold(PAYING_PARENT)
    recoveries.recover_password(Person.enrolled())
    assert recoveries.deliver(cloud) == {"batchItemFailures": []}
    assert [entry["title"] for entry in entries(cloud, CLIENT)] == ["You asked for your password"]


def test_mail__same_notification_again__is_one_mail(cloud: Cloud, person: Person) -> None:
    assert deliver(message(person.user_id), message(person.user_id)) == []
    assert deliver(message(person.user_id)) == []
    assert len(cloud.mails()) == 1


def test_mail__wanted_in_a_transaction__is_sent_by_its_event_alone(cloud: Cloud) -> None:
    # Given a notification that another act put into its transaction
    hold(PAYING_PARENT)
    put(Wanted("e" * 20, "reply-calculation", Language.ENGLISH, CLIENT, ("reviewed-each-year",)))
    assert state_of(cloud, "e" * 20) == ("queued", "")
    # When its event is delivered, twice
    assert deliver(told("e" * 20)) == []
    assert deliver(told("e" * 20)) == []
    # Then it is one mail
    assert len(cloud.mails()) == 1
    assert state_of(cloud, "e" * 20) == ("sent", "")


def test_mail__event_of_a_notification_that_is_not_there__comes_again(cloud: Cloud) -> None:
    assert deliver(told("f" * 20)) == ["m90"]


def test_mail__one_of_a_batch_fails__the_others_are_sent_and_it_comes_again(cloud: Cloud, person: Person) -> None:
    batch = [
        message(person.user_id),
        {**message(person.user_id, number=2), "body": "{"},
        message(person.user_id, number=3),
    ]
    assert deliver(*batch) == ["m2"]
    assert len(cloud.mails()) == 2


@pytest.mark.req("NOT-12", "NOT-11")
@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"values": {"half": "AB123456C"}}, "not-half-a-secret"),
        ({"values": {"half": "01/07/1984"}}, "not-half-a-secret"),
        ({"values": {"half": "aB3dE5aB3dE5"}}, "not-half-a-secret"),
        ({"values": {"half": HALF, "free": "text"}}, "other-values"),
        ({"values": {}}, "other-values"),
        ({"template": "no-such-text"}, "no-such-template"),
        ({"template": "recovered-user-id", "values": {"half": HALF}}, "not-half-a-secret"),
        ({"template": "reply-missing-payment", "lines": ["we-will-pay-you-soon"]}, "not-an-approved-line"),
        ({"template": "reply-missing-payment", "lines": ["reviewed-each-year"]}, "not-an-approved-line"),
        ({"template": "reply-missing-payment", "lines": []}, "lines-wanting"),
        ({"template": "reply-missing-payment", **REPLY, "optional": ["no-reply"]}, "no-such-optional"),
        ({"template": "new-letter", "lines": ["payment-not-received"]}, "not-an-approved-line"),
    ],
)
def test_mail__that_would_carry_what_it_must_not__is_blocked_and_seen(
    cloud: Cloud, person: Person, changes: dict[str, Any], reason: str, caplog: pytest.LogCaptureFixture
) -> None:
    assert deliver(message(person.user_id, **changes)) == []
    assert cloud.mails() == []
    assert state_of(cloud) == ("blocked", reason)
    assert "mail not sent" in caplog.text
    assert not [value for value in ("AB123456C", "01/07/1984", "aB3dE5") if value in caplog.text]


@pytest.mark.req("NOT-11")
@pytest.mark.parametrize("field", ["lines", "optional"])
def test_mail__with_typed_text__is_neither_kept_nor_sent(cloud: Cloud, person: Person, field: str) -> None:
    typed = message(CLIENT, "reply-missing-payment", **{**REPLY, field: ["Your money is on its way, Thomas"]})
    assert deliver(typed) == ["m1"]
    assert cloud.mails() == []
    assert cloud.items("notifications") == []


def test_mail__sealed_for_another_account__is_not_sent(cloud: Cloud, person: Person) -> None:
    other = Person.registered(line=PAYING_PARENT)
    sealed = json.loads(message(person.user_id)["body"])["sealed"]
    assert deliver(message(other.user_id, sealed=sealed)) == ["m1"]
    assert cloud.mails() == []


def test_mail__to_an_account_that_is_gone__ends_without_an_address(cloud: Cloud, person: Person) -> None:
    assert deliver(message("999999999999")) == []
    assert cloud.mails() == []
    assert state_of(cloud) == ("no address", "nobody-there")


@pytest.mark.req("LNG-06")
@pytest.mark.parametrize("template", ["recovered-password", "new-letter"])
def test_mail__for_a_client_written_to_in_welsh__is_welsh_throughout(
    cloud: Cloud, person: Person, template: str
) -> None:
    to = person.user_id if template.startswith("recovered") else CLIENT
    assert deliver(message(to, template, language="cy")) == []
    [(_, _, body)] = cloud.mails()
    assert "Gwasanaeth Cynhaliaeth Plant" in body
    assert not {"the", "you", "your", "is", "and"} & set(body.lower().split())


@pytest.mark.req("NOT-17", "SES-17")
def test_queue__message_of_a_recovery__names_no_address_and_no_half(cloud: Cloud) -> None:
    hold(PAYING_PARENT)
    person = Person.enrolled()
    half = recoveries.recover_password(person).json["half"]
    [queued] = cloud.queued("mails")
    assert json.loads(queued["body"]).keys() == {"notification", "template", "language", "to", "sealed"}
    assert FORM["email"] not in queued["body"]
    assert half not in queued["body"]


def test_role__for_text_messages__reaches_no_topic() -> None:
    roles = stack.application_stack().made("AWS::IAM::Role").values()
    [role] = [role for role in roles if role["RoleName"] == "cms-test-notify"]
    statements = role["Policies"][0]["PolicyDocument"]["Statement"]
    [texts] = [one for one in statements if one["Sid"] == "Texts"]
    assert texts["Action"] == ["sns:Publish"]
    assert texts["NotResource"] == "arn:aws:sns:*:*:*"
    assert "Resource" not in texts


def test_settings__tries__are_those_that_the_queue_allows() -> None:
    queues = stack.application_stack().made("AWS::SQS::Queue").values()
    [mails] = [queue for queue in queues if queue["QueueName"] == "cms-test-mails"]
    assert int(stack.environment("notify")["MAIL_TRIES"]) == mails["RedrivePolicy"]["maxReceiveCount"]
