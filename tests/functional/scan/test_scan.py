"""Files that arrive in quarantine: each is checked once, and only what is proved clean goes on."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

import pytest
from botocore.exceptions import EndpointConnectionError

from cms_common.adapters.uploads import DynamoUploads, Run
from cms_common.domain.uploads import Cause, FileState, FileType, Limits, UploadFile, key_of
from scan.arrivals import Arrival, Arrivals, Examiner, NoVerdict
from scan.bounded import BoundedExaminer
from scan.clamd import Clamd
from scan.content import examine
from scan.engines import RulesAlone, VirusScanner
from scan.objects import S3Quarantine
from scan.outcomes import Examined
from tests.support import documents as make
from tests.support import scans
from tests.support.calls import Calls, Fault, Parameters, watched
from tests.support.cloud import Cloud
from tests.support.http import handler_of
from tests.support.scans import wake
from tests.support.uploads import QUARANTINE, a_file, asked, found, sweep
from tests.support.visitors import PAYING, Person, hold

PDF = "application/pdf"
GOOD = make.pdf(3)
INFECTED = make.pdf(extra=[make.stream(make.EICAR)])


@dataclass(frozen=True)
class Case:
    """One file of an upload that was sent."""

    upload_id: str
    version: str
    number: int = 1

    @property
    def key(self) -> str:
        return key_of(self.upload_id, self.number)

    @property
    def file(self) -> UploadFile:
        return found(self.upload_id).files[self.number - 1]

    @property
    def outcome(self) -> tuple[FileState, Cause | None]:
        return self.file.state, self.file.cause

    def arrive(self, name: str = "m1") -> scans.Record:
        return scans.arrival(self.key, self.version, name=name)

    def judge(self, status: str = scans.CLEAN, name: str = "v1") -> scans.Record:
        return scans.verdict(self.key, self.version, status, name=name)


@pytest.fixture
def person(cloud: Cloud) -> Person:
    hold(PAYING)
    return Person.signed_in()


def a_case(
    cloud: Cloud,
    person: Person,
    content: bytes = GOOD,
    said: int | None = None,
    as_type: str = PDF,
    name: str = "payslip.pdf",
) -> Case:
    """Ask for one file and send it, perhaps of another size or type than was said."""
    said_type = "image/png" if name.endswith("png") else PDF
    upload_id = asked(person, a_file(name, said_type, len(content) if said is None else said))
    return Case(upload_id, scans.send(cloud, upload_id, 1, content, as_type))


class InThisProcess:
    """Examines without the cost of a process: for what is not about the content."""

    def examine(self, content: bytes, declared: FileType) -> Examined:
        return examine(content, declared)


def take(cloud: Cloud, case: Case, scanner: VirusScanner, examiner: Examiner | None = None) -> bool:
    """Do as the function does, with another scanner than the template's."""
    handler_of("scan")
    quarantine = S3Quarantine(QUARANTINE)
    arrivals = Arrivals(QUARANTINE, DynamoUploads(), quarantine, examiner or BoundedExaminer(), scanner, Limits())
    return arrivals.take(Arrival(QUARANTINE, case.key, case.version), Run(cloud.clock.now(), "tests"))


@pytest.mark.req("UPL-08")
def test_scan__good_file__waits_for_the_verdict_and_is_clean_with_it(cloud: Cloud, person: Person) -> None:
    # Given a PDF of three pages that a client sent
    case = a_case(cloud, person)
    # When it is checked, then it is not clean yet
    assert wake("scan", case.arrive()) == []
    assert case.outcome == (FileState.CHECKING, None)
    assert case.file.pages == 3
    # And when the scanner says so, it is
    assert wake("scan_verdict", case.judge()) == []
    assert case.outcome == (FileState.CLEAN, None)
    assert case.file.arrived == case.version


@pytest.mark.req("UPL-08", "UPL-02")
@pytest.mark.parametrize(
    ("content", "cause"),
    [
        (INFECTED, Cause.VIRUS),
        (make.word_document(), Cause.WRONG_TYPE),
        (make.locked_pdf(user="secret"), Cause.LOCKED_FILE),
        (make.pdf(51), Cause.TOO_MANY_PAGES),
        (make.packed_pdf(b"<</S/JavaScript/JS(1)>>"), Cause.ACTIVE_CONTENT),
        (make.bomb_pdf(), Cause.DAMAGED),
    ],
    ids=["virus", "word", "locked", "51 pages", "script", "bomb"],
)
def test_scan__bad_file__is_refused_for_good(cloud: Cloud, person: Person, content: bytes, cause: Cause) -> None:
    # Given a file that must not be taken
    case = a_case(cloud, person, content)
    # When it is checked, then it is refused
    assert wake("scan", case.arrive()) == []
    assert case.outcome == (FileState.REFUSED, cause)
    # And no verdict opens it
    assert wake("scan_verdict", case.judge()) == []
    assert case.outcome == (FileState.REFUSED, cause)


@pytest.mark.parametrize(
    ("said", "as_type", "cause"),
    [
        (len(GOOD) + 1, "application/pdf", Cause.DAMAGED),
        (len(GOOD) - 1, "application/pdf", Cause.DAMAGED),
        (len(GOOD), "image/png", Cause.DAMAGED),
    ],
)
def test_scan__object_differs_from_its_record__is_refused(
    cloud: Cloud, person: Person, said: int, as_type: str, cause: Cause
) -> None:
    case = a_case(cloud, person, said=said, as_type=as_type)
    assert wake("scan", case.arrive()) == []
    assert case.outcome == (FileState.REFUSED, cause)


@pytest.mark.req("UPL-03")
@pytest.mark.parametrize(
    ("size", "outcome"),
    [
        (make.FIVE_MEGABYTES, (FileState.CHECKING, None)),
        (make.FIVE_MEGABYTES + 1, (FileState.REFUSED, Cause.TOO_LARGE)),
    ],
)
def test_scan__five_megabytes__are_taken_and_one_byte_more_is_not(
    cloud: Cloud, person: Person, size: int, outcome: tuple[FileState, Cause | None]
) -> None:
    # Given a file of that size, however it got there
    case = a_case(cloud, person, make.padded(make.pdf(), size), said=make.FIVE_MEGABYTES)
    # When it is checked, then the limit holds to the byte
    assert wake("scan", case.arrive()) == []
    assert case.outcome == outcome


def test_scan__told_twice_late_and_out_of_order__is_checked_once(cloud: Cloud, person: Person) -> None:
    # Given a file whose verdict came first
    case = a_case(cloud, person)
    assert wake("scan_verdict", case.judge()) == []
    # When its arrival comes after that, and everything twice
    assert wake("scan", case.arrive("m1"), case.arrive("m2"), case.arrive("m3")) == []
    assert case.file.virus_free
    assert wake("scan_verdict", case.judge(name="v2"), case.judge("THREATS_FOUND", "v3")) == []
    # Then what was known first of a clean file is only ever made worse
    assert case.outcome == (FileState.REFUSED, Cause.VIRUS)


def test_scan__same_arrival_again__writes_nothing(cloud: Cloud, person: Person) -> None:
    case = a_case(cloud, person)
    assert wake("scan", case.arrive()) == []
    before = ledger_of(cloud)
    assert wake("scan", case.arrive(), case.arrive("m2")) == []
    assert ledger_of(cloud) == before


def ledger_of(cloud: Cloud) -> int:
    return len(cloud.items("audit"))


def test_scan__key_in_s3s_own_notification__is_decoded(cloud: Cloud, person: Person) -> None:
    # Given a notification in which every sign of the key is encoded
    case = a_case(cloud, person)
    encoded = "".join(f"%{ord(sign):02X}" for sign in case.key)
    # When it comes, then the file is found
    assert wake("scan", scans.notification(encoded, case.version)) == []
    assert case.file.pages == 3


@pytest.mark.parametrize("key", ["incoming%2F{}%2F1", "incoming/{}/1 ", "incoming/{}/9", "incoming/{}/0", "{}", ""])
def test_scan__key_that_is_no_file_of_ours__is_passed_over(cloud: Cloud, person: Person, key: str) -> None:
    # Given keys of EventBridge, which are as they are: one more decoding would make them ours
    case = a_case(cloud, person)
    before = ledger_of(cloud)
    # When they come, then nothing is done
    assert wake("scan", scans.arrival(key.format(case.upload_id), case.version)) == []
    assert wake("scan_verdict", scans.verdict(key.format(case.upload_id), case.version)) == []
    assert ledger_of(cloud) == before


def test_scan__bucket_or_upload_that_is_not_ours__is_passed_over(cloud: Cloud, person: Person) -> None:
    case = a_case(cloud, person)
    strange = key_of("0" * 20, 1)
    assert wake("scan", scans.arrival(case.key, case.version, bucket="other"), scans.arrival(strange, "v")) == []
    assert case.file.state is FileState.AWAITED
    assert wake("scan", {**case.arrive(), "body": '{"Service":"Amazon S3","Event":"s3:TestEvent"}'}) == []


def test_scan__object_gone__is_told_at_once_as_what_could_not_be_checked(cloud: Cloud, person: Person) -> None:
    # Given a file that came and was lost
    case = a_case(cloud, person)
    cloud.client("s3").delete_object(Bucket=QUARANTINE, Key=case.key, VersionId=case.version)
    # When its arrival is told of, Then nobody says that it never came
    assert wake("scan", case.arrive()) == []
    assert case.outcome == (FileState.REFUSED, Cause.NOT_CHECKED)
    # And told again it changes nothing
    before = ledger_of(cloud)
    assert wake("scan", case.arrive()) == []
    assert ledger_of(cloud) == before


def test_scan__store_that_cannot_be_read_for_an_hour__loses_no_file(cloud: Cloud, person: Person) -> None:
    # Given a store that does not answer
    case = a_case(cloud, person)

    def broken(operation: str, parameters: Parameters) -> Parameters:
        if operation == "GetObject":
            raise EndpointConnectionError(endpoint_url="https://nowhere.invalid")
        return parameters

    # When the arrival is told of, Then it comes again, and the file is known to have come
    with watched(Calls(tamper=broken)):
        assert wake("scan", case.arrive()) == ["m1"]
    assert case.outcome == (FileState.CHECKING, None)
    # When it comes again long after a file that never came is given up, Then it is checked
    cloud.clock.forward(hours=2)
    sweep()
    assert wake("scan", case.arrive()) == []
    assert case.file.pages == 3


@pytest.mark.req("UPL-08")
def test_scan__second_version__is_neither_looked_at_nor_taken_for_the_first(cloud: Cloud, person: Person) -> None:
    # Given a good file that was checked, and a second one sent to the same place
    case = a_case(cloud, person)
    assert wake("scan", case.arrive()) == []
    second = Case(case.upload_id, scans.send(cloud, case.upload_id, 1, INFECTED))
    assert wake("scan", second.arrive()) == []
    # When a verdict about the second comes
    assert wake("scan_verdict", second.judge()) == []
    # Then it says nothing of the first
    assert case.file.state is FileState.CHECKING
    assert case.file.arrived == case.version


@pytest.mark.req("UPL-20")
def test_scan__one_poison_record_in_ten__harms_no_other(cloud: Cloud, person: Person) -> None:
    # Given ten messages, one of which is none
    cases = [a_case(cloud, person) for _ in range(9)]
    batch = [case.arrive(f"m{number}") for number, case in enumerate(cases)]
    batch.insert(4, {**cases[0].arrive("poison"), "body": "{"})
    # When they come together
    again = wake("scan", *batch)
    # Then that one comes again, and the others are checked
    assert again == ["poison"]
    assert [case.file.pages for case in cases] == [3] * 9


@pytest.mark.parametrize("fault", [Fault.BEFORE, Fault.LOST])
@pytest.mark.parametrize(
    ("content", "outcome"),
    [(make.word_document(), (FileState.REFUSED, Cause.WRONG_TYPE)), (make.picture(), (FileState.CLEAN, None))],
    ids=["bad", "good"],
)
def test_scan__any_call_broken_and_told_again__ends_as_if_nothing_had_been(
    cloud: Cloud, person: Person, content: bytes, outcome: tuple[FileState, Cause | None], fault: Fault
) -> None:
    # Given the calls that a file takes, and the cloud as it is before
    case = a_case(cloud, person, content, as_type="image/png", name="a.png")
    before = cloud.snapshot()
    with watched(Calls()) as calls:
        take(cloud, case, RulesAlone(), InThisProcess())
    acts = ledger_of(cloud)
    for number in range(1, len(calls.made) + 1):
        cloud.restore(before)
        # When one of them breaks, and the message comes again
        with watched(Calls(number, fault)), suppress(Exception):
            take(cloud, case, RulesAlone(), InThisProcess())
        take(cloud, case, RulesAlone(), InThisProcess())
        # Then the file ends as it should, and each act is told once
        assert case.outcome == outcome, (number, calls.made[number - 1])
        assert ledger_of(cloud) == acts, (number, calls.made[number - 1])


@pytest.mark.req("UPL-08")
def test_scan__scanner_down__file_waits_and_a_redrive_finishes_it(cloud: Cloud, person: Person) -> None:
    # Given a scanner that does not answer
    case = a_case(cloud, person)
    with free_port() as port:
        nobody = Clamd(f"127.0.0.1:{port}", seconds=0.5)
    # When the message comes five times, then each time it must come again, and the file waits
    for _ in range(5):
        with pytest.raises(NoVerdict):
            take(cloud, case, nobody)
        assert case.file.state is FileState.CHECKING
    # And when the scanner is there again, the same message makes it clean
    with clamd(lambda _: b"stream: OK\0") as port:
        assert take(cloud, case, Clamd(f"127.0.0.1:{port}"))
    assert case.file.state is FileState.CLEAN


@pytest.mark.req("UPL-08")
@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        (b"stream: Eicar-Test FOUND\0", (FileState.REFUSED, Cause.VIRUS)),
        (b"stream: Heuristics.Encrypted.PDF FOUND\0", (FileState.REFUSED, Cause.LOCKED_FILE)),
        (b"stream: OK\0", (FileState.CLEAN, None)),
    ],
)
def test_scan__verdict_of_clamav__is_taken_at_once(
    cloud: Cloud, person: Person, answer: bytes, outcome: tuple[FileState, Cause | None]
) -> None:
    case = a_case(cloud, person)
    with clamd(lambda _: answer) as port:
        assert take(cloud, case, Clamd(f"127.0.0.1:{port}"))
    assert case.outcome == outcome


@pytest.mark.req("UPL-08")
def test_scan__bad_content_that_is_infected_too__is_told_as_a_virus(cloud: Cloud, person: Person) -> None:
    # Given a Word document in which the scanner finds something that our own rules do not know
    case = a_case(cloud, person, make.word_document())
    with clamd(lambda _: b"stream: Doc.Macro FOUND\0") as port:
        assert take(cloud, case, Clamd(f"127.0.0.1:{port}"))
    assert case.outcome == (FileState.REFUSED, Cause.VIRUS)


def test_scan__rules_alone__make_a_good_file_clean_and_find_the_test_virus(cloud: Cloud, person: Person) -> None:
    good, bad = a_case(cloud, person), a_case(cloud, person, INFECTED)
    assert take(cloud, good, RulesAlone())
    assert take(cloud, bad, RulesAlone())
    assert good.outcome == (FileState.CLEAN, None)
    assert bad.outcome == (FileState.REFUSED, Cause.VIRUS)


@contextmanager
def free_port() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


@contextmanager
def clamd(answer: Callable[[bytes], bytes]) -> Iterator[int]:
    """A daemon that reads one stream and answers it."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(30)
        thread = threading.Thread(target=_serve, args=(server, answer), daemon=True)
        thread.start()
        yield server.getsockname()[1]
        thread.join()


def _serve(server: socket.socket, answer: Callable[[bytes], bytes]) -> None:
    connection, _ = server.accept()
    with connection, connection.makefile("rb") as lines:
        assert lines.read(10) == b"zINSTREAM\0"
        content = b""
        while size := int.from_bytes(lines.read(4)):
            content += lines.read(size)
        connection.sendall(answer(content))
