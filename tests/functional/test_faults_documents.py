"""The whole way of a file, with every AWS call broken in turn: none is lost, none opened unscanned, no limit leaks."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from cms_common.adapters.uploads import DynamoUploads
from cms_common.domain.upload_acts import Run
from cms_common.domain.uploads import Arrived, Cause, ContentGood, Fact, FileState, Refused, VirusFree
from tests.support import ledger, uploads
from tests.support.calls import Calls, Parameters, watched
from tests.support.cloud import Cloud
from tests.support.faults import UseCase, broken_by_faults
from tests.support.http import Reply
from tests.support.uploads import a_file
from tests.support.visitors import PAYING, Person, hold

PDF = b"%PDF-1.4 a payslip"
FILES = (a_file(size=len(PDF)), a_file("letter.doc", "application/msword"))
KEY = "the-one-and-only-form"


@dataclass(frozen=True)
class Sender:
    """A client, the cloud she is in, and the upload that she made."""

    cloud: Cloud
    person: Person
    upload_id: str = ""
    version: str = "v"


def client(cloud: Cloud) -> Sender:
    hold(PAYING)
    return Sender(cloud, Person.signed_in())


def asked(cloud: Cloud) -> Sender:
    sender = client(cloud)
    upload_id = uploads.asked(sender.person, *FILES, key=KEY)
    return Sender(cloud, sender.person, upload_id, uploads.sent(cloud, upload_id, 1, PDF))


def after(*facts: Callable[[str], Fact], service_request: str = "") -> Callable[[Cloud], Sender]:
    def prepare(cloud: Cloud) -> Sender:
        sender = client(cloud)
        upload_id = uploads.asked(sender.person, *FILES, key=KEY, service_request=service_request)
        version = uploads.sent(cloud, upload_id, 1, PDF)
        uploads.learn(cloud, upload_id, 1, *(fact(version) for fact in facts))
        return Sender(cloud, sender.person, upload_id, version)

    return prepare


def learns(fact: Callable[[str], Fact]) -> Callable[[Sender], Any]:
    def act(sender: Sender) -> Any:
        run = Run(sender.cloud.clock.now(), "tests")
        return DynamoUploads().learn(sender.upload_id, 1, fact(sender.version), run)

    return act


def files(sender: Sender) -> dict[str, Any]:
    """File an upload, as the queue does: what comes back in the answer is a failure, to come again."""
    answer = uploads.file(sender.upload_id)
    if answer["batchItemFailures"]:
        raise RuntimeError("to come again")
    return answer


def sweeps(minutes: int) -> Callable[[Sender], Any]:
    def act(sender: Sender) -> Any:
        sender.cloud.clock.reset()
        sender.cloud.clock.forward(minutes=minutes)
        return uploads.sweep()

    return act


def adds_up(cloud: Cloud, documents: int) -> None:
    """The day holds what is not refused; each refusal has one error and one task; nothing is open unscanned."""
    used = uploads.used(cloud, PAYING.key)
    assert used == (documents, documents * len(PDF)), f"the day's limits leak: {used}"
    kept = [item for item in cloud.items("uploads") if item["item"] == "upload"]
    assert len(kept) == 1, f"{len(kept)} uploads for one form"
    refused = sum(1 for file in kept[0]["files"] if "cause" in file)
    errors = [item for item in uploads.work(cloud, "activity") if "error_status" in item]
    tasks = [item for item in uploads.work(cloud, "work-item") if item["kind"] == "upload contact"]
    assert (len(errors), len(tasks)) == (refused, refused), "errors, tasks and refused files differ"
    waiting = [item["upload_id"] for item in cloud.items("uploads") if item["key"].startswith("waiting#")]
    assert waiting == ([kept[0]["upload_id"]] if "due_at" in kept[0] else []), "what is waited for differs"


def is_asked(cloud: Cloud, sender: Sender, reply: Reply) -> None:
    assert reply.status == 201, reply.body
    assert "send_to" in reply.json["files"][0], "there is nowhere to send the file to"
    assert len(ledger.acts(cloud, "UploadAsked")) == 1
    assert len(uploads.work(cloud, "contact")) == 1
    adds_up(cloud, 1)


def has_state(state: FileState, documents: int = 1) -> Callable[[Cloud, Sender, Any], None]:
    def check(cloud: Cloud, sender: Sender, _: Any) -> None:
        assert uploads.found(sender.upload_id).files[0].state is state
        assert cloud.objects("quarantine"), "the file is lost"
        assert cloud.objects("evidence") == {}, "the file is open before it is filed"
        adds_up(cloud, documents)

    return check


def is_filed(cloud: Cloud, sender: Sender, _: Any) -> None:
    assert uploads.found(sender.upload_id).files[0].state is FileState.FILED
    contents = {key.rpartition("/")[2]: versions for key, versions in cloud.objects("evidence").items()}
    assert set(contents) == {"original", "view"}, "the evidence is not whole"
    assert {content for versions in contents.values() for content in versions} == {PDF}
    assert cloud.objects("quarantine") == {}, "the file stays in quarantine"
    assert len(ledger.acts(cloud, "EvidenceFiled")) == 1
    opens = [item for item in cloud.items("work") if "document" in item or item["item"].startswith("document#")]
    assert len(opens) == 1, f"the document opens from {len(opens)} places"
    adds_up(cloud, 1)


def is_told_again(cloud: Cloud, sender: Sender, outcome: Any) -> None:
    has_state(FileState.CLEAN)(cloud, sender, outcome)
    assert len(ledger.acts(cloud, "UploadSettled")) >= 2, "nobody is told to file it"


GOOD = (Arrived, lambda version: ContentGood(version, 1))
CLEAN = (*GOOD, VirusFree)


def infected(version: str) -> Fact:
    return Refused(Cause.VIRUS, version)


CASES = [
    pytest.param(
        UseCase("asks", client, lambda sender: uploads.ask(sender.person, *FILES, key=KEY), is_asked),
        marks=pytest.mark.req("UPL-05"),
    ),
    UseCase("learns that it came", asked, learns(Arrived), has_state(FileState.CHECKING)),
    UseCase("learns that it is clean", after(*GOOD), learns(VirusFree), has_state(FileState.CLEAN)),
    UseCase("learns of a virus", after(*GOOD), learns(infected), has_state(FileState.REFUSED, 0)),
    UseCase("files to an activity", after(*CLEAN), files, is_filed),
    UseCase("files to a service request", after(*CLEAN, service_request="1-2043117"), files, is_filed),
    UseCase("gives up what never came", after(), sweeps(61), has_state(FileState.REFUSED, 0)),
    UseCase("has it filed again", after(*CLEAN), sweeps(61), is_told_again),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name.replace(" ", "-"))
def test_use_case__every_aws_call_broken_in_turn__never_loses_doubles_or_half_does(
    cloud: Cloud, case: UseCase[Any]
) -> None:
    # Given a step on the way of a file, When each of its calls breaks and the step is taken again
    broken = broken_by_faults(cloud, case)
    # Then everything holds that must
    assert not broken, "\n".join(map(str, broken))


def test_harness__deleting_before_recording__is_noticed(cloud: Cloud) -> None:
    # Given filing that forgets to keep the original
    case = CASES[4]
    assert isinstance(case, UseCase)

    def forgets(operation: str, parameters: Parameters) -> Parameters:
        return {**parameters, "Key": "elsewhere"} if operation == "PutObject" else parameters

    # When the harness looks at it, Then it says so
    assert broken_by_faults(cloud, case, forgets)


def test_way_of_a_file__calls__are_as_many_as_are_told(cloud: Cloud) -> None:
    # Given a client
    sender = client(cloud)
    # When one PDF is asked for, proved clean by three facts and filed
    with watched(Calls()) as asking:
        upload_id = uploads.asked(sender.person, FILES[0], key=KEY)
    version = uploads.sent(cloud, upload_id, 1, PDF)
    with watched(Calls()) as learning:
        uploads.learn(cloud, upload_id, 1, *(fact(version) for fact in CLEAN))
    with watched(Calls()) as filing:
        uploads.file(upload_id)
    # Then this is all it costs
    assert sorted(asking.made) == ["GetItem", "GetItem", "GetItem", "TransactWriteItems", "UpdateItem"]
    assert learning.made.count("TransactWriteItems") == 3
    forgetting = ["ListObjectVersions", "DeleteObject"]
    keeping = ["GetItem", "GetObject", "PutObject", "PutObject", "GetItem", "GetItem", "TransactWriteItems"]
    assert filing.made == [*keeping, *forgetting]
