"""Clean files become evidence, with a view to open, under their activity or service request."""

from datetime import datetime, timedelta
from io import BytesIO

import pytest
from PIL import Image

from cms_common.adapters.evidence import EvidenceLinks, disposition
from cms_common.domain.uploads import Arrived, Cause, ContentGood, Refused, VirusFree
from cms_common.domain.work import Document
from infra.demo import known
from tests.support import ledger, stack, staff, uploads
from tests.support.cloud import Cloud
from tests.support.uploads import a_file, asked, states, used
from tests.support.visitors import PAYING, Person, hold

PDF = b"%PDF-1.4 a payslip"


@pytest.fixture
def person(cloud: Cloud) -> Person:
    hold(PAYING)
    return Person.signed_in()


def a_picture(kind: str) -> bytes:
    made = BytesIO()
    Image.new("RGB", (40, 30), "red").save(made, kind)
    return made.getvalue()


@pytest.mark.req("UPL-10", "CON-16")
def test_file__clean_files_of_an_ad_hoc_upload__open_from_an_activity_each(cloud: Cloud, person: Person) -> None:
    # Given a PDF and a PNG that are proved clean
    png = a_picture("PNG")
    upload_id = asked(person, a_file(size=len(PDF)), a_file("photo.png", "image/png", len(png)))
    uploads.clean(cloud, upload_id, 1, PDF, pages=3)
    assert states(person, upload_id) == ["checked, being filed", "waiting for the file"]
    uploads.clean(cloud, upload_id, 2, png)
    # When they are filed
    assert uploads.file(upload_id) == {"batchItemFailures": []}
    # Then originals are as they were sent, and what opens is a PDF and a JPEG
    kept = cloud.objects("evidence")
    assert kept[f"{upload_id}/1/original"] == kept[f"{upload_id}/1/view"] == [PDF]
    assert kept[f"{upload_id}/2/original"] == [png]
    assert Image.open(BytesIO(kept[f"{upload_id}/2/view"][0])).format == "JPEG"
    # And nothing is left in quarantine
    assert cloud.objects("quarantine") == {}
    assert states(person, upload_id) == ["filed", "filed"]
    # And each has its "Self Service inbound" activity, with one task for both
    (contact,) = uploads.work(cloud, "contact")
    activities = uploads.work(cloud, "activity")
    assert [(item["kind"], item["contact_id"]) for item in activities] == [
        ("Self Service inbound", contact["contact_id"])
    ] * 2
    assert [item["document"]["view_type"] for item in activities] == ["application/pdf", "image/jpeg"]
    assert (activities[0]["document"]["name"], int(activities[0]["document"]["pages"])) == ("payslip.pdf", 3)
    (task,) = uploads.work(cloud, "work-item")
    assert (task["kind"], task["activity_id"]) == ("view evidence", activities[0]["activity_id"])
    asked_at = datetime.fromisoformat(contact["opened_at"])
    assert datetime.fromisoformat(task["due_at"]) - asked_at == timedelta(hours=48)
    assert len(ledger.acts(cloud, "EvidenceFiled")) == 2
    ledger.check(cloud)


@pytest.mark.req("UPL-09", "COC-07", "SLA-02")
def test_file__evidence_for_a_change_of_circumstances__is_linked_to_its_service_request(
    cloud: Cloud, person: Person
) -> None:
    # Given two files of evidence sent with an open change of circumstances
    files = [a_file(size=len(PDF))] * 2
    upload_id = asked(person, *files, service_request="1-2043117")
    for number in (1, 2):
        uploads.clean(cloud, upload_id, number, PDF)
    # When it is filed
    uploads.file(upload_id)
    # Then it hangs on the request, and there is no activity beside it
    request = [item for item in cloud.items("work") if item["key"] == "service-request#1-2043117"]
    documents = [item for item in request if item["item"] != "service-request"]
    assert [(item["upload_id"], int(item["number"]), item["view_type"]) for item in documents] == [
        (upload_id, number, "application/pdf") for number in (1, 2)
    ]
    assert uploads.work(cloud, "activity") == []
    # And there is one task to view both, that leads to the request, due 48 hours from receipt
    (task,) = uploads.work(cloud, "work-item")
    assert (task["kind"], task["team"], task["service_request"]) == ("view evidence", "Segment 4", "1-2043117")
    asked_at = uploads.found(upload_id).asked_at
    assert datetime.fromisoformat(task["due_at"]) - asked_at == timedelta(hours=48)
    shown = staff.caseworker().get(f"/work-items/{task['work_item_id']}").json
    assert shown["about"]["href"] == "/staff/service-requests/1-2043117"


@pytest.mark.req("UPL-08", "UPL-20")
def test_file__one_infected_of_two__never_reaches_evidence_and_the_other_does(cloud: Cloud, person: Person) -> None:
    # Given a clean file and an infected one
    upload_id = asked(person, a_file(size=len(PDF)), a_file(size=68))
    uploads.clean(cloud, upload_id, 1, PDF)
    version = uploads.sent(cloud, upload_id, 2, b"X5O!P%@AP")
    uploads.learn(cloud, upload_id, 2, Arrived(version), ContentGood(version, 1), Refused(Cause.VIRUS, version))
    # When the upload is filed
    uploads.file(upload_id)
    # Then the infected one is an error with a task, and is nowhere that opens
    assert states(person, upload_id) == ["filed", "refused"]
    assert set(cloud.objects("evidence")) == {f"{upload_id}/1/original", f"{upload_id}/1/view"}
    error = next(item for item in uploads.work(cloud, "activity") if "error_status" in item)
    assert "contains a virus" in error["error_description"]
    assert "document" not in error
    assert {item["kind"] for item in uploads.work(cloud, "work-item")} == {"view evidence", "upload contact"}


def test_file__not_settled_gone_or_told_twice__does_nothing_more(cloud: Cloud, person: Person) -> None:
    upload_id = asked(person, a_file(size=len(PDF)), a_file())
    uploads.clean(cloud, upload_id, 1, PDF)
    # Given an upload of which one file is still awaited, When it is told of, Then nothing is filed
    assert uploads.file(upload_id, "0" * 20) == {"batchItemFailures": []}
    assert cloud.objects("evidence") == {}
    # Given it has settled, When it is told of twice, Then it is filed once
    uploads.learn(cloud, upload_id, 2, Refused(Cause.FAILED_TO_UPLOAD))
    uploads.file(upload_id, upload_id)
    uploads.file(upload_id)
    assert {key: len(versions) for key, versions in cloud.objects("evidence").items()} == {
        f"{upload_id}/1/original": 1,
        f"{upload_id}/1/view": 1,
    }
    assert len(ledger.acts(cloud, "EvidenceFiled")) == 1


def test_file__poison_among_ten__harms_no_other(cloud: Cloud, person: Person) -> None:
    # Given a message that cannot be read among two that can
    made = [asked(person, a_file(size=len(PDF))) for _ in range(2)]
    for upload_id in made:
        uploads.clean(cloud, upload_id, 1, PDF)
    bad = uploads.record("no event")
    records = [uploads.settled(made[0]), bad, uploads.settled(made[1])]
    from tests.support.http import handler_of, invoke  # noqa: PLC0415

    # When they come together
    answer = invoke(handler_of("evidence"), {"Records": records})
    # Then it alone comes again
    assert answer == {"batchItemFailures": [{"itemIdentifier": bad["messageId"]}]}
    assert [states(person, upload_id) for upload_id in made] == [["filed"], ["filed"]]


def test_file__the_version_that_was_checked__is_the_one_that_is_filed(cloud: Cloud, person: Person) -> None:
    # Given another content sent to the same place after the first was proved clean
    upload_id = asked(person, a_file(size=len(PDF)))
    uploads.clean(cloud, upload_id, 1, PDF)
    uploads.sent(cloud, upload_id, 1, b"%PDF-1.4 a virus !")
    # When it is filed
    uploads.file(upload_id)
    # Then the first is, and the other is deleted with it
    assert cloud.objects("evidence")[f"{upload_id}/1/original"] == [PDF]
    assert cloud.objects("quarantine") == {}


@pytest.mark.parametrize("content", [b"\x89PNG\r\n\x1a\nnothing", None], ids=["no-view-can-be-made", "gone"])
def test_file__what_cannot_be_made_ready__is_refused_and_told_honestly(
    cloud: Cloud, person: Person, content: bytes | None
) -> None:
    # Given a clean file of which no view can be made, or that S3 has lost
    upload_id = asked(person, a_file("photo.png", "image/png", 20))
    uploads.clean(cloud, upload_id, 1, content or b"x")
    if content is None:
        cloud.client("s3").delete_object(
            Bucket=uploads.QUARANTINE,
            Key=f"incoming/{upload_id}/1",
            VersionId=uploads.found(upload_id).files[0].arrived,
        )
    # When it is to be filed
    assert uploads.file(upload_id) == {"batchItemFailures": []}
    # Then the client is told, a caseworker has the task, the day is given back, and what there is stays in quarantine
    shown = person.get(f"/uploads/{upload_id}").json["files"][0]
    assert shown["cause"] == "failed to upload: could not be made ready to be opened"
    assert [item["kind"] for item in uploads.work(cloud, "work-item")] == ["upload contact"]
    assert used(cloud, PAYING.key) == (0, 0)
    assert len(cloud.objects("quarantine")) == (content is not None)
    assert cloud.objects("evidence") == {}


@pytest.mark.req("SLA-02")
def test_file__refused_a_day_after_it_was_sent__is_due_by_when_it_was_received(cloud: Cloud, person: Person) -> None:
    # Given a file that waited a day for its checks
    upload_id = asked(person)
    uploads.learn(cloud, upload_id, 1, Arrived("v"))
    cloud.clock.forward(hours=23)
    # When it is refused
    uploads.learn(cloud, upload_id, 1, Refused(Cause.VIRUS, "v"))
    # Then the task to contact the client is due 48 hours from receipt, not from the refusal
    (task,) = uploads.work(cloud, "work-item")
    raised_at, due_at = (datetime.fromisoformat(task[name]) for name in ("raised_at", "due_at"))
    assert due_at - uploads.found(upload_id).asked_at == timedelta(hours=48)
    assert raised_at - uploads.found(upload_id).asked_at >= timedelta(hours=23)


@pytest.mark.req("SEC-04")
def test_file__a_special_client_record__is_work_for_its_team_alone(cloud: Cloud) -> None:
    # Given a client who became a special client record after asking
    hold(PAYING)
    person = Person.signed_in()
    upload_id = asked(person, a_file(size=len(PDF)))
    cloud.update("clients", {"scin": PAYING.key}, special_client_record=True)
    uploads.clean(cloud, upload_id, 1, PDF)
    # When the evidence is filed, Then its task is in that team's queue
    uploads.file(upload_id)
    assert [item["team"] for item in uploads.work(cloud, "work-item")] == ["Special Client Records Team"]


def test_sweep__each_waiting_state__ends_in_an_honest_message_at_its_second(cloud: Cloud) -> None:
    # Given one upload whose file never came and one that is never checked
    hold(known.RECEIVING_PARENT)
    start = datetime.fromisoformat("2027-03-01T12:00:00+00:00")
    cloud.clock.stop(start)
    person = Person.signed_in(known.RECEIVING_PARENT)
    never, unchecked = asked(person), asked(person)
    uploads.learn(cloud, unchecked, 1, Arrived("v"))
    # When the sweep comes at one hour, Then nothing is over until the second after
    cloud.clock.stop(start + timedelta(hours=1))
    uploads.sweep()
    person = person.logging_in().answering()
    assert (states(person, never), states(person, unchecked)) == (["waiting for the file"], ["being checked"])
    cloud.clock.stop(start + timedelta(hours=1, seconds=1))
    uploads.sweep()
    person = person.logging_in().answering()
    assert (states(person, never), states(person, unchecked)) == (["refused"], ["being checked"])
    assert person.get(f"/uploads/{never}").json["files"][0]["message"] == "The file did not reach us. Try again."
    # When it comes a day later, Then the other is over too, and both are given back
    cloud.clock.stop(start + timedelta(hours=24, seconds=1))
    uploads.sweep()
    person = person.logging_in().answering()
    assert states(person, unchecked) == ["refused"]
    assert used(cloud, known.RECEIVING_PARENT.key, start) == (0, 0)
    assert not [item for item in cloud.items("uploads") if item["key"].startswith("waiting#")]
    assert [item["kind"] for item in uploads.work(cloud, "work-item")] == ["upload contact"] * 2
    ledger.audit_and_events_agree(cloud)
    ledger.versions_are_their_own(cloud)


def test_sweep__clean_and_not_filed__is_told_again_each_hour_and_in_the_end_refused(
    cloud: Cloud, person: Person
) -> None:
    # Given a clean file whose event was lost
    upload_id = asked(person, a_file(size=len(PDF)))
    uploads.clean(cloud, upload_id, 1, PDF)
    uploads.sweep()
    assert len(ledger.acts(cloud, "UploadSettled")) == 1
    # When an hour has passed, Then the event is sent again, once
    cloud.clock.forward(hours=1, seconds=2)
    uploads.sweep()
    uploads.sweep()
    assert len(ledger.acts(cloud, "UploadSettled")) == 2
    # When nobody files it for three days, Then it is refused and the client told
    cloud.clock.forward(days=3)
    uploads.sweep()
    assert uploads.found(upload_id).files[0].cause is Cause.NOT_STORED
    ledger.check(cloud)


def test_sweep__nothing_due__costs_one_query_a_shard(cloud: Cloud, person: Person) -> None:
    from tests.support.calls import Calls, watched  # noqa: PLC0415

    # Given many uploads that are waited for, none of them due
    for _ in range(8):
        asked(person)
    # When the sweep comes
    with watched(Calls()) as calls:
        uploads.sweep()
    # Then it reads what is due and nothing else
    assert calls.made == ["Query"] * 4


def test_sweep__one_upload_that_fails__does_not_hold_up_the_others(cloud: Cloud, person: Person) -> None:
    # Given two uploads that are due, one of which is spoilt
    made = [asked(person) for _ in range(2)]
    cloud.update("uploads", {"key": f"upload#{made[0]}", "item": "upload"}, day="no day")
    cloud.clock.forward(minutes=61)
    # When the sweep comes, Then the other ends, and the run fails for an alarm to see
    with pytest.raises(Exception, match="1 uploads stayed due"):
        uploads.sweep()
    assert uploads.found(made[1]).files[0].cause is Cause.FAILED_TO_UPLOAD


def test_sweep__thirty_uploads_that_fail__do_not_hold_up_the_one_behind_them(cloud: Cloud, person: Person) -> None:
    # Given an upload that is due, and in its share thirty that are due before it and cannot be read
    good = asked(person)
    (waits,) = [item for item in cloud.items("uploads") if item["key"].startswith("waiting#")]
    for number in range(30):
        spoilt = f"{number:020x}"
        cloud.put("uploads", {"key": waits["key"], "item": f"{1:012d}#{spoilt}", "upload_id": spoilt})
        cloud.put("uploads", {"key": f"upload#{spoilt}", "item": "upload", "day": "no day"})
    cloud.clock.forward(minutes=61)
    # When the sweep comes, Then that one ends, and the run fails for an alarm to see
    with pytest.raises(Exception, match="30 uploads stayed due"):
        uploads.sweep()
    assert uploads.found(good).files[0].cause is Cause.FAILED_TO_UPLOAD


def test_late__verdict_after_the_file_was_given_up__opens_nothing(cloud: Cloud, person: Person) -> None:
    upload_id = asked(person, a_file(size=len(PDF)))
    cloud.clock.forward(minutes=61)
    uploads.sweep()
    version = uploads.sent(cloud, upload_id, 1, PDF)
    uploads.learn(cloud, upload_id, 1, Arrived(version), ContentGood(version, 1), VirusFree(version))
    uploads.file(upload_id)
    assert states(person.logging_in().answering(), upload_id) == ["refused"]
    assert cloud.objects("evidence") == {}


@pytest.mark.req("SEC-12")
def test_link__to_filed_evidence__has_no_name_in_it_and_opens_under_its_name(cloud: Cloud, person: Person) -> None:
    # Given filed evidence that a client gave a telling name
    png = a_picture("PNG")
    upload_id = asked(person, a_file("Payslip 12.03.2024 4111111111111111", "image/png", len(png)))
    uploads.clean(cloud, upload_id, 1, png)
    uploads.file(upload_id)
    (activity,) = uploads.work(cloud, "activity")
    document = Document(upload_id, 1, activity["document"]["name"], "image/jpeg", 1)
    # When it is opened
    bucket = stack.environment("evidence")["EVIDENCE_BUCKET"]
    link = EvidenceLinks(bucket).open(document, cloud.clock.now())
    # Then the address tells nothing of the name, and what opens carries it whole, as a JPEG
    assert "ayslip" not in link.url
    assert "4111" not in link.url
    kept = cloud.client("s3").head_object(Bucket=bucket, Key=f"{upload_id}/1/view")
    assert kept["ContentDisposition"].startswith('inline; filename="Payslip 12.03.2024 4111111111111111.jpg"; ')
    assert kept["ContentType"] == "image/jpeg"
    # And nothing of it stands with what is never opened
    assert "ContentDisposition" not in cloud.client("s3").head_object(Bucket=bucket, Key=f"{upload_id}/1/original")


def test_link__to_a_document__is_short_and_names_it_safely(cloud: Cloud) -> None:
    # Given a document with a name that a header cannot carry
    document = Document("a" * 20, 2, 'päy "slip"; x=\u20ac.png', "image/jpeg", 1)
    # When it is opened
    link = EvidenceLinks(stack.environment("evidence")["EVIDENCE_BUCKET"]).open(document, cloud.clock.now())
    # Then the link is for this view, for a minute, as the type we say
    assert f"/{'a' * 20}/2/view?" in link.url
    assert "X-Amz-Expires=60&" in link.url
    assert "response-content-type=image%2Fjpeg" in link.url
    assert disposition(document) == (
        "inline; filename=\"pay _slip_; x=.jpg\"; filename*=UTF-8''p%C3%A4y%20%22slip%22%3B%20x%3D%E2%82%AC.jpg"
    )


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("\u65e5\u672c.pdf", "document.pdf"),
        ("noextension", "noextension.pdf"),
        ("Payslip 12.03.2024", "Payslip 12.03.2024.pdf"),
        ("Payslip 12.03.2024.TIFF", "Payslip 12.03.2024.pdf"),
        ("letter.pdf (1)", "letter.pdf (1).pdf"),
    ],
)
def test_disposition__a_name_without_ascii_or_extension__has_one_all_the_same(name: str, plain: str) -> None:
    assert f'filename="{plain}"' in disposition(Document("a" * 20, 1, name, "application/pdf", 1))


@pytest.mark.req("UPL-08", "UPL-18")
def test_template__evidence__may_be_read_by_the_caseworkers_role_alone() -> None:
    # Given every role of the template
    roles = stack.application_stack().made("AWS::IAM::Role").values()
    bucket = f"cms-test-evidence-{stack.ACCOUNT}"
    reading = {
        role["RoleName"]
        for role in roles
        for policy in role["Policies"]
        for statement in policy["PolicyDocument"]["Statement"]
        # What is said of all but some resources is said of this bucket too.
        if bucket in str(statement.get("Resource", bucket))
        and any("Get" in action or "*" in action for action in statement["Action"])
    }
    # Then none but the caseworkers' reads what is kept, and quarantine is open to the functions that check and file
    assert reading <= {"cms-test-caseworker"}


def test_learn__settled_and_all_refused__files_nothing(cloud: Cloud, person: Person) -> None:
    upload_id = asked(person)
    uploads.learn(cloud, upload_id, 1, Arrived("v"), VirusFree("v"), Refused(Cause.DAMAGED, "v"))
    assert uploads.file(upload_id) == {"batchItemFailures": []}
    assert uploads.found(upload_id).due_at is None
