"""Asking where to send evidence to, by HTTP."""

import base64
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from botocore.exceptions import ClientError

from cms_common.domain.uk_time import uk_date
from cms_common.domain.upload_acts import Run
from cms_common.domain.upload_words import WORDS
from cms_common.domain.uploads import MEGABYTE, Arrived, Cause, FileType, Refused, Upload, UploadFile
from infra.demo import known
from infra.demo.records import Line
from tests.support import ledger, uploads
from tests.support.calls import Calls, Parameters, watched
from tests.support.cloud import Cloud
from tests.support.uploads import QUARANTINE, a_file, ask, asked, used
from tests.support.visitors import PAYING, RECEIVING, Person, fresh_key, hold

FIVE_MB = 5 * 1_048_576
WORD = a_file("letter.docx", "application/msword")


@pytest.fixture
def person(cloud: Cloud) -> Person:
    hold(PAYING, RECEIVING)
    return Person.signed_in()


def causes(reply: object) -> list[str]:
    return [shown.get("cause", "") for shown in reply.json["files"]]  # type: ignore[attr-defined]


@pytest.mark.req("UPL-01", "UPL-19")
@pytest.mark.parametrize("line", [PAYING, known.WELSH_SPEAKER], ids=["preference-telephone", "preference-letter"])
def test_ask__one_file_of_each_format__is_told_where_to_send_each(cloud: Cloud, line: Line) -> None:
    # Given a client, whatever the contact preference
    hold(line)
    person = Person.signed_in(line)
    # When five files are asked for, one of each format
    types = ("jpg image/jpeg", "pdf application/pdf", "gif image/gif", "png image/png", "tiff image/tiff")
    reply = ask(person, *(a_file(f"a.{one.split()[0]}", one.split()[1], 10) for one in types))
    # Then each has a place of its own, for five minutes
    assert reply.status == 201
    places = [shown["send_to"] for shown in reply.json["files"]]
    assert [place["fields"]["key"] for place in places] == [
        f"incoming/{reply.json['upload']}/{number}" for number in range(1, 6)
    ]
    asked_at, until = (datetime.fromisoformat(text) for text in (reply.json["asked_at"], places[0]["until"]))
    assert until - asked_at == timedelta(minutes=5)


def test_ask__a_place__is_for_exactly_this_file(cloud: Cloud, person: Person) -> None:
    # When one file of 1,234 bytes is asked for
    reply = ask(person, a_file("Payslip \u202egnp.pdf", size=1234))
    fields = reply.json["files"][0]["send_to"]["fields"]
    # Then the signed policy holds this and nothing else
    policy = json.loads(base64.b64decode(fields["policy"]))
    upload_id = reply.json["upload"]
    assert policy["conditions"] == [
        {"Content-Type": "application/pdf"},
        {"x-amz-meta-upload": upload_id},
        {"x-amz-meta-file": "1"},
        ["content-length-range", 1234, 1234],
        {"bucket": QUARANTINE},
        {"key": f"incoming/{upload_id}/1"},
        {"x-amz-algorithm": "AWS4-HMAC-SHA256"},
        {"x-amz-credential": fields["x-amz-credential"]},
        {"x-amz-date": fields["x-amz-date"]},
        {"x-amz-security-token": fields["x-amz-security-token"]},
    ]
    # And it ends five minutes after the asking
    begun = datetime.strptime(fields["x-amz-date"], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    ends = datetime.strptime(policy["expiration"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    assert timedelta(seconds=298) <= ends - begun <= timedelta(minutes=5)
    # And the bucket's own Region answers at it
    assert reply.json["files"][0]["send_to"]["url"] == f"https://{QUARANTINE}.s3.eu-west-2.amazonaws.com/"
    assert "ayslip" not in json.dumps(fields)


@pytest.mark.req("UPL-16", "UPL-20")
def test_ask__a_word_file_among_others__says_at_once_why_and_what_the_limits_are(cloud: Cloud, person: Person) -> None:
    # When a Word file and one that is too large are among good ones
    reply = ask(person, a_file(), WORD, a_file(size=FIVE_MB + 1), a_file(size=FIVE_MB))
    # Then these are refused, each with its own words, and the others go on
    assert causes(reply) == ["", "incorrect document type", "over 5 MB", ""]
    assert reply.json["files"][1]["message"] == WORDS[Cause.WRONG_TYPE].client
    assert [("send_to" in shown) for shown in reply.json["files"]] == [True, False, False, True]
    assert "At most 5 MB for each document" in reply.json["limits"]
    assert "At most 10 documents a day" in reply.json["limits"]
    # And only the others count for the day
    assert used(cloud, PAYING.key) == (2, 1000 + FIVE_MB)


@pytest.mark.req("UPL-11", "UPL-13", "CWK-19")
def test_ask__refusals_at_once__each_leave_an_error_and_a_task(cloud: Cloud, person: Person) -> None:
    # When two of three files are refused
    reply = ask(person, WORD, a_file(), a_file(size=0))
    # Then there is one contact, passed by log-in, and under it an error for each with a task of its own
    (contact,) = uploads.work(cloud, "contact")
    assert (contact["channel"], contact["direction"]) == ("Self Service", "inbound")
    assert contact["security_check"] == "full log-in"
    errors = uploads.work(cloud, "activity")
    assert [item["activity_id"] for item in errors] == [f"{contact['contact_id']}-{number}" for number in (1, 3)]
    assert {(item["status"], item["error_status"]) for item in errors} == {("In Progress", "In Error")}
    assert errors[0]["error_description"] == f"letter.docx: {WORDS[Cause.WRONG_TYPE].description}"
    tasks = {item["activity_id"]: item for item in uploads.work(cloud, "work-item")}
    assert set(tasks) == {item["activity_id"] for item in errors}
    task = tasks[errors[0]["activity_id"]]
    assert (task["kind"], task["advice"]) == ("upload contact", WORDS[Cause.WRONG_TYPE].advice)
    due = datetime.fromisoformat(task["due_at"]) - datetime.fromisoformat(task["raised_at"])
    assert due == timedelta(hours=48)
    # And the upload is told of once
    assert [act["subject"] for act in ledger.acts(cloud, "UploadAsked")] == [f"upload#{reply.json['upload']}"]
    ledger.check(cloud)


@pytest.mark.req("UPL-04", "CON-18")
def test_ask__six_files__refuses_all_with_one_error(cloud: Cloud, person: Person) -> None:
    reply = ask(person, *(a_file() for _ in range(6)))
    assert reply.status == 201
    assert (reply.json["cause"], reply.json["files"], reply.json["finished"]) == (
        "more than five in one upload",
        [],
        True,
    )
    assert "five documents" in reply.json["message"]
    (error,) = uploads.work(cloud, "activity")
    assert error["error_description"] == WORDS[Cause.TOO_MANY_FILES].description
    assert used(cloud, PAYING.key) == (0, 0)
    # And the client finds it again
    assert person.get("/uploads").json["uploads"][0]["cause"] == "more than five in one upload"


@pytest.mark.req("UPL-05", "UPL-17")
def test_ask__the_eleventh_document__is_refused_until_the_next_day_in_the_united_kingdom(
    cloud: Cloud, person: Person
) -> None:
    # Given ten documents, the last at one second before midnight in summer
    cloud.clock.stop(datetime(2027, 7, 1, 22, 59, 59, tzinfo=UTC))
    person = Person.signed_in(RECEIVING)
    assert causes(ask(person, *(a_file() for _ in range(5)))) == [""] * 5
    assert causes(ask(person, *(a_file() for _ in range(5)))) == [""] * 5
    # When one more is asked for in the same second, Then it is refused
    assert causes(ask(person)) == ["daily limit exceeded: number of documents"]
    # When midnight strikes, Then it is taken
    cloud.clock.stop(datetime(2027, 7, 1, 23, 0, 0, tzinfo=UTC))
    assert causes(ask(person)) == [""]


@pytest.mark.req("UPL-06")
def test_ask__more_megabytes_than_a_day_has__is_refused(cloud: Cloud, person: Person) -> None:
    # Given 48 MB used today
    today = cloud.clock.now().date().isoformat()
    key = f"quota#{PAYING.key}"
    cloud.put("uploads", {"key": key, "item": today, "documents": 3, "size": 48 * 1_048_576, "asks": 1})
    # When 2 MB, and then one byte, are asked for
    cloud.clock.stop(cloud.clock.now())
    reply = ask(person, a_file(size=2 * 1_048_576), a_file(size=1))
    # Then the first fits
    assert causes(reply) == ["", "daily limit exceeded: MB"]


def test_ask__refused_later__gives_the_day_back_once(cloud: Cloud, person: Person) -> None:
    # Given a file that turns out to be infected
    upload_id = asked(person, a_file(size=700), a_file(size=300))
    assert used(cloud, PAYING.key) == (2, 1000)
    # When that is learnt twice
    uploads.learn(cloud, upload_id, 1, Arrived("v"), Refused(Cause.VIRUS, "v"), Refused(Cause.VIRUS, "v"))
    # Then what it took is given back once (GAP-14)
    assert used(cloud, PAYING.key) == (1, 300)


def test_ask__refused_after_midnight__gives_back_the_day_it_was_asked_on(cloud: Cloud, person: Person) -> None:
    before = datetime(2027, 1, 15, 23, 59, 59, tzinfo=UTC)
    cloud.clock.stop(before)
    upload_id = asked(Person.signed_in(RECEIVING), a_file(size=700))
    cloud.clock.stop(before + timedelta(hours=1))
    uploads.learn(cloud, upload_id, 1, Refused(Cause.FAILED_TO_UPLOAD))
    assert used(cloud, RECEIVING.key, before) == (0, 0)
    assert used(cloud, RECEIVING.key) == (0, 0)


def test_ask__more_often_than_a_hundred_times__is_stopped(cloud: Cloud, person: Person) -> None:
    # Given 99 asks today
    today = cloud.clock.now().date().isoformat()
    cloud.put("uploads", {"key": f"quota#{PAYING.key}", "item": today, "documents": 0, "size": 0, "asks": 99})
    # When two more come, both refused files, Then the hundredth is kept and the next one not
    assert ask(person, WORD).status == 201
    reply = ask(person, WORD)
    assert (reply.status, reply.json["code"]) == (429, "CMS-4292")
    assert len(uploads.work(cloud, "activity")) == 1


def test_ask__same_form_twice__is_one_upload_with_fresh_places(cloud: Cloud, person: Person) -> None:
    # Given a form that was sent
    key = fresh_key()
    cloud.clock.stop(datetime(2027, 1, 15, 12, tzinfo=UTC))
    person = Person.signed_in(RECEIVING)
    first = ask(person, a_file(), WORD, key=key)
    # When it is sent again while the places are open
    cloud.clock.stop(datetime(2027, 1, 15, 12, 4, 59, tzinfo=UTC))
    again = ask(person, a_file(), WORD, key=key)
    # Then it is the same upload, and its place ends when the first one does
    assert again.json["upload"] == first.json["upload"]
    assert again.json["files"][0]["send_to"]["until"] == first.json["files"][0]["send_to"]["until"]
    assert (used(cloud, RECEIVING.key), len(uploads.work(cloud, "activity"))) == ((1, 1000), 1)
    # And once they are shut there are none
    cloud.clock.stop(datetime(2027, 1, 15, 12, 5, 0, tzinfo=UTC))
    assert "send_to" not in ask(person, a_file(), WORD, key=key).json["files"][0]


def test_ask__same_form_with_other_files__is_refused(cloud: Cloud, person: Person) -> None:
    key = fresh_key()
    asked(person, a_file(), key=key)
    reply = ask(person, a_file(size=2000), key=key)
    assert (reply.status, reply.json["code"]) == (409, "CMS-4089")


def test_ask__the_same_key_by_another_client__is_another_form(cloud: Cloud, person: Person) -> None:
    key = fresh_key()
    mine, theirs = asked(person, key=key), asked(Person.signed_in(RECEIVING), key=key)
    assert mine != theirs


@pytest.mark.req("UPL-09")
@pytest.mark.parametrize(
    ("who", "request_id", "status"),
    [
        (PAYING, "1-2043117", 201),
        (PAYING, "1-1988204", 422),
        (PAYING, "9-9999999", 422),
        (RECEIVING, "1-2043117", 422),
        (PAYING, "1 or 1", 422),
    ],
    ids=["own-and-open", "closed", "not-there", "another-client's", "not-a-number"],
)
def test_ask__for_a_service_request__only_an_open_one_of_the_client_s_own(
    cloud: Cloud, person: Person, who: Line, request_id: str, status: int
) -> None:
    # When evidence is to go with a request
    reply = ask(Person.signed_in(who) if who is RECEIVING else person, service_request=request_id)
    # Then it is taken for an own open one, and every other is answered alike
    assert reply.status == status
    if status == 422:
        assert [(error["field"], error["code"]) for error in reply.json["errors"]] == [("service_request", "not_found")]
        assert not [item for item in cloud.items("uploads") if item["item"] == "upload"]


@pytest.mark.parametrize(
    "body",
    [
        {"files": []},
        {"files": [{"name": "a.pdf", "media_type": "application/pdf", "size": -1}]},
        {"files": [{"name": "a.pdf", "media_type": "application/pdf", "size": "1"}]},
        {"files": [{"name": "a.pdf", "size": 1, "more": 1}]},
        {"files": [{"size": 1}]},
        {"files": "a.pdf"},
        {},
    ],
)
def test_ask__a_form_that_is_not_one__names_the_field(person: Person, body: object) -> None:
    reply = person.post("/uploads", body, headers={"Idempotency-Key": fresh_key()})
    assert (reply.status, [error["field"] for error in reply.json["errors"]]) == (422, ["files"])


@pytest.mark.req("UPL-18")
def test_show__another_client_s_upload__is_not_there(cloud: Cloud, person: Person) -> None:
    # Given an upload of one parent
    upload_id = asked(person)
    assert uploads.states(person, upload_id) == ["waiting for the file"]
    # When the other parent asks for it, or anyone for what is none
    other = Person.signed_in(RECEIVING)
    for path in (upload_id, "0" * 20, "x", "a" * 3000, upload_id.upper()):
        # Then there is nothing
        assert other.get(f"/uploads/{path}").status == 404
    assert other.get("/uploads").json["uploads"] == []


@pytest.mark.req("UPL-18")
def test_show__whatever_the_state__never_holds_a_way_to_the_content(cloud: Cloud, person: Person) -> None:
    # Given uploads in every state
    filed = asked(person)
    uploads.clean(cloud, filed, 1, b"%PDF-1.4 x")
    uploads.file(filed)
    asked(person, WORD)
    # When they are shown
    page = person.get("/uploads")
    # Then no address of a store is among it
    assert [shown["files"][0]["state"] for shown in page.json["uploads"]] == ["refused", "filed"]
    assert "http" not in page.body
    assert "evidence-" not in page.body


def test_list__more_than_ten__comes_in_pages_newest_first(cloud: Cloud, person: Person) -> None:
    # Given twelve uploads
    made = [asked(person, WORD) for _ in range(12)]
    # When the pages are followed
    first = person.get("/uploads").json
    after = first["more"]["href"].split("after=")[1]
    second = person.get("/uploads", query={"after": _unquoted(after)}).json
    # Then each stands there once, newest first, and then there is no more
    shown = [one["upload"] for page in (first, second) for one in page["uploads"]]
    assert shown == made[::-1]
    assert "more" not in second
    # And a place that is none of ours is refused
    assert person.get("/uploads", query={"after": "client#1"}).status == 422


def _unquoted(text: str) -> str:
    from urllib.parse import unquote  # noqa: PLC0415

    return unquote(text)


def test_ask__names_with_tricks__are_kept_tidy_and_stand_in_no_key(cloud: Cloud, person: Person) -> None:
    reply = ask(person, a_file("..\\..\\pay\u202eslip\r\n.pdf"))
    assert reply.json["files"][0]["name"] == "payslip .pdf"
    assert not [item for item in cloud.items("uploads") if "slip" in item["key"] + item["item"]]


@pytest.mark.req("SEC-12")
def test_ask__a_pin_and_a_card_number_as_names__stand_in_no_event_log_or_address(
    cloud: Cloud, person: Person, capsys: pytest.CaptureFixture[str]
) -> None:
    # Given files named as a PIN, a password and a card number
    secrets = (str(PAYING.record["pin"]), "tide5way", "4111111111111111")
    reply = ask(person, *(a_file(f"{secret}.pdf") for secret in secrets), a_file(f"{secrets[2]}.doc"))
    upload_id = reply.json["upload"]
    uploads.learn(cloud, upload_id, 1, Refused(Cause.FAILED_TO_UPLOAD))
    # When one is sent, refused or filed
    uploads.clean(cloud, upload_id, 2, b"%PDF-1.4 x")
    uploads.learn(cloud, upload_id, 3, Refused(Cause.FAILED_TO_UPLOAD))
    uploads.file(upload_id)
    # Then none of these is in a key, in metadata, in an event, in the audit, or in a log
    told = repr([item for table in ("audit", "outbox") for item in cloud.items(table)])
    keys = repr([(item["key"], item["item"]) for table in ("uploads", "work") for item in cloud.items(table)])
    places = repr([shown.get("send_to") for shown in reply.json["files"]])
    objects = repr([*cloud.objects("quarantine"), *cloud.objects("evidence")])
    everything = told + keys + places + objects + capsys.readouterr().out
    assert not [secret for secret in secrets if secret in everything]


def test_race__the_tenth_document_taken_meanwhile__is_not_taken_twice(cloud: Cloud, person: Person) -> None:
    # Given a client with nine documents, as one request has read it
    today = cloud.clock.now().date().isoformat()
    key = f"quota#{PAYING.key}"
    cloud.put("uploads", {"key": key, "item": today, "documents": 9, "size": 9, "asks": 1})
    from upload.wiring import asking  # noqa: PLC0415

    class Slow:
        """Reads the limits, and then another request takes the last one."""

        def __init__(self) -> None:
            self.reads = 0

        def __getattr__(self, name: str) -> object:
            return getattr(asking.uploads, name)

        def used(self, scin: str, day: str) -> object:
            self.reads += 1
            read = asking.uploads.used(scin, day)
            if self.reads == 1:
                cloud.update("uploads", {"key": key, "item": today}, documents=10)
            return read

    # When it goes on
    slow = replace(asking, uploads=Slow())  # type: ignore[arg-type]
    from cms_common.domain.sessions import Visit  # noqa: PLC0415
    from cms_common.domain.upload_asking import AskedFile  # noqa: PLC0415
    from upload.asking import Asked, Wanted  # noqa: PLC0415

    session = _session(person)
    outcome = slow.ask(
        Wanted((AskedFile("a.pdf", "application/pdf", 1),), "", "form", "digest"),
        session,  # type: ignore[arg-type]
        Visit(cloud.clock.now(), "t", "s"),
    )
    # Then it looks again and refuses
    assert isinstance(outcome, Asked)
    assert outcome.upload.files[0].cause is Cause.TOO_MANY_TODAY
    assert used(cloud, PAYING.key) == (10, 9)


def clashing(times: int) -> Calls:
    """A cloud in which another transaction is at the same item, so many times."""
    left = iter([True] * times)

    def clash(operation: str, parameters: Parameters) -> Parameters:
        if operation == "TransactWriteItems" and next(left, False):
            reasons = {"CancellationReasons": [{"Code": "TransactionConflict"}]}
            raise ClientError({"Error": {"Code": "TransactionCanceledException", "Message": "x"}, **reasons}, operation)
        return parameters

    return Calls(tamper=clash)


def test_race__a_clash_at_each_try_of_a_transaction__is_a_race_lost_and_run_again(cloud: Cloud, person: Person) -> None:
    # Given more clashes than one transaction takes
    with watched(clashing(5)):
        # When files are asked for, Then they are taken all the same
        upload_id = asked(person)
    assert used(cloud, PAYING.key) == (1, 1000)
    # When something is learnt of one, Then it is learnt
    with watched(clashing(5)):
        learnt = uploads.learn(cloud, upload_id, 1, Arrived("v"))
    assert learnt.files[0].arrived == "v"


@pytest.mark.req("UPL-06")
def test_race__the_last_megabytes_taken_meanwhile__are_not_taken_twice(cloud: Cloud, person: Person) -> None:
    # Given a limit of 12 MB that documents come before, and a client who has used seven since this request read none
    from upload.wiring import asking  # noqa: PLC0415

    limits, now = replace(asking.limits, bytes_a_day=12 * MEGABYTE), cloud.clock.now()
    key, today = f"quota#{PAYING.key}", uk_date(now).isoformat()
    cloud.put("uploads", {"key": key, "item": today, "documents": 2, "size": 7 * MEGABYTE, "asks": 1})

    def added(number: int, size: int) -> bool:
        file = UploadFile(1, "a.pdf", FileType.PDF, size)
        names = f"{number:020x}", PAYING.key, person.user_id, f"{number + 9:020x}"
        upload = Upload(*names, None, now, uk_date(now), (file,))
        return asking.uploads.add(upload, f"form{number}", "digest", limits, Run(now, "t"))

    # When it asks for one byte more than is left, Then the store refuses it, and nothing is written
    assert not added(1, FIVE_MB + 1)
    assert used(cloud, PAYING.key) == (2, 7 * MEGABYTE)
    assert not [item for item in cloud.items("uploads") if item["item"] == "upload"]
    # When for exactly as many, Then it is taken
    assert added(2, FIVE_MB)
    assert used(cloud, PAYING.key) == (3, 12 * MEGABYTE)


def _session(person: Person) -> object:
    from types import SimpleNamespace  # noqa: PLC0415

    return SimpleNamespace(user_id=person.user_id, scin=PAYING.key)
