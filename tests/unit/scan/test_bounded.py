"""The process that a content is examined in: what happens there ends there."""

import os
import sys
from pathlib import Path

import pytest

from cms_common.adapters.apart import Apart, BrokenOff, NotBegun
from cms_common.domain.uploads import Cause, FileType
from scan.bounded import BoundedExaminer
from scan.outcomes import Bad, Good
from tests.support import documents as make

PDF, PNG = FileType.PDF, FileType.PNG


@pytest.mark.parametrize(
    ("content", "kind", "outcome"),
    [
        (make.picture(), PNG, Good(1)),
        (make.pdf(50), PDF, Good(50)),
        (make.word_document(), PDF, Bad(Cause.WRONG_TYPE)),
        (make.png_of(30_000, 30_000), PNG, Bad(Cause.TOO_MANY_POINTS)),
        (make.archive({"a.com": make.EICAR}), PDF, Bad(Cause.VIRUS)),
    ],
    ids=["png", "pdf", "word", "900 megapixels", "virus"],
)
def test_examine__in_a_process_of_its_own__says_what_the_check_says(
    content: bytes, kind: FileType, outcome: Good | Bad
) -> None:
    assert BoundedExaminer().examine(content, kind) == outcome


READY = "print('ready', flush=True); import os, signal, time; "


@pytest.mark.parametrize("waits", [READY + "time.sleep(60)", "import time; time.sleep(60)"], ids=["ready", "not yet"])
def test_examine__waits_too_long__is_tried_again(waits: str) -> None:
    # Given a process that waits, as on a machine that has no time for it
    examiner = BoundedExaminer(Apart(("-c", waits), seconds=1))
    # When a content is given to it, then the file is not blamed for it
    with pytest.raises(BrokenOff):
        examiner.examine(b"", PDF)


@pytest.mark.parametrize("killed", ["SIGKILL", "SIGTERM"])
def test_examine__killed_from_outside__is_tried_again(killed: str) -> None:
    # Given a process that another one ends, as a machine without memory does
    end = f"signal.signal(signal.SIGINT, signal.SIG_DFL); os.kill(os.getpid(), signal.{killed})"
    examiner = BoundedExaminer(Apart(("-c", READY + end), seconds=40))
    # When a content is given to it, then the file is not blamed for it
    with pytest.raises(BrokenOff):
        examiner.examine(b"", PDF)


def test_examine__takes_more_processor_time_than_it_may__is_damaged() -> None:
    # Given a process that has one second, and never comes to an end
    endless = "from cms_common.adapters.apart import begin; begin(memory=1 << 30, seconds=1)\nwhile True: pass"
    # When a content is given to it, then the file is taken for what did that
    assert BoundedExaminer(Apart(("-c", endless), seconds=40)).examine(b"", PDF) == Bad(Cause.DAMAGED)


def test_examine__takes_more_memory_than_it_may__is_damaged() -> None:
    greedy = "from cms_common.adapters.apart import begin; begin(memory=1 << 28, seconds=9); bytearray(1 << 29)"
    assert BoundedExaminer(Apart(("-c", greedy), seconds=40)).examine(b"", PDF) == Bad(Cause.DAMAGED)


@pytest.mark.parametrize("end", ["os.abort()", "os._exit(9)", "os.kill(os.getpid(), signal.SIGSEGV)", "1/0"])
def test_examine__process_crashes_over_a_content__is_damaged(end: str) -> None:
    examiner = BoundedExaminer(Apart(("-c", READY + end), seconds=40))
    assert examiner.examine(make.pdf(), PDF) == Bad(Cause.DAMAGED)


@pytest.mark.parametrize("end", ["import os; os.abort()", "import no_such_module", "print('read')"])
def test_examine__process_cannot_begin__is_our_fault_and_not_the_files(end: str) -> None:
    with pytest.raises(NotBegun):
        BoundedExaminer(Apart(("-c", end), seconds=40)).examine(make.pdf(), PDF)


def test_examine__library_missing_from_the_package__is_our_fault_and_not_the_files() -> None:
    # Given the real program, packaged without what reads PDFs
    lacking = "import sys; sys.modules['pypdf'] = None; import scan.child as c; c.main()"
    # When a PDF is given to it, then nobody's file is called damaged for it
    with pytest.raises(NotBegun):
        BoundedExaminer(Apart(("-c", lacking), seconds=40)).examine(make.pdf(), PDF)


def test_examine__limits__hold_in_the_real_process() -> None:
    # Given the real program, told to take more memory than it may, and to write a file
    greedy = (
        "import scan.child as c, scan.content as k\n"
        "def take(content, declared):\n"
        "    try:\n"
        "        bytearray(c.MEMORY)\n"
        "    except MemoryError:\n"
        "        pass\n"
        "    else:\n"
        "        import os; os._exit(0)\n"
        "    import resource\n"
        "    from scan.outcomes import Good\n"
        "    held = [resource.getrlimit(one)[0] for one in (resource.RLIMIT_CPU, resource.RLIMIT_FSIZE)]\n"
        "    return Good(held[0] + held[1])\n"
        "k.examine = take\n"
        "c.main()\n"
    )
    # When it runs, then memory, time and files are bounded
    assert BoundedExaminer(Apart(("-c", greedy), seconds=40)).examine(b"", PDF) == Good(20)


def test_examine__process__knows_no_credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    # Given a function's environment, with its credentials in it
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    show = "print('ready'); import os, json; print(json.dumps({'pages': len([n for n in os.environ if 'AWS' in n])}))"
    # When a content is examined, then the process has none
    assert "AWS_SECRET_ACCESS_KEY" in os.environ
    assert BoundedExaminer(Apart(("-c", show), seconds=40)).examine(b"", PDF) == Good(0)


def test_child__is_where_it_is_started_from() -> None:
    assert (Path(sys.modules["scan.bounded"].__file__ or "").with_name("child.py")).is_file()
