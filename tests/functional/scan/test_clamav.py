"""ClamAV itself, as `make run` and CI start it: only where it is installed."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from cms_common.domain.verdicts import Clean, Infected, ScannerFailed
from infra.local import clamav
from infra.local.places import Places
from scan.clamd import Clamd
from tests.support import documents as make

pytestmark = pytest.mark.skipif(clamav.installed() is None, reason="clamd is not installed")


@pytest.fixture(scope="module")
def daemon(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clamd]:
    home = tmp_path_factory.mktemp("clamav")

    class Here(Places):
        """Places of a copy, in the tests' own folder."""

        @property
        def home(self) -> Path:
            return home

    places = Here(0)
    for folder in (places.scratch, places.logs):
        folder.mkdir()
    with clamav.scanning(places) as scanner:
        assert scanner.engine == "clamav"
        yield Clamd(scanner.address)


@pytest.mark.req("UPL-08")
@pytest.mark.parametrize(
    "wrapped",
    [
        lambda: make.EICAR,
        lambda: make.archive({"a.com": make.EICAR}),
        lambda: make.pdf(extra=[make.stream(make.EICAR)]),
    ],
    ids=["raw", "in a zip", "in a compressed PDF stream"],
)
def test_clamav__test_virus_in_each_wrapping__is_found(daemon: Clamd, wrapped: Callable[[], bytes]) -> None:
    assert daemon.scan(wrapped()) == Infected("Test.Eicar.UNOFFICIAL")


@pytest.mark.parametrize(
    "honest", [make.pdf, make.picture, make.tiff, lambda: make.padded(make.pdf(), make.FIVE_MEGABYTES)]
)
def test_clamav__honest_file__is_clean(daemon: Clamd, honest: Callable[[], bytes]) -> None:
    assert daemon.scan(honest()) == Clean()


def test_clamav__more_than_it_takes__is_no_verdict(daemon: Clamd) -> None:
    assert isinstance(daemon.scan(bytes(8 * make.FIVE_MEGABYTES)), ScannerFailed)


def test_clamav__many_at_once__each_get_their_own_verdict(daemon: Clamd) -> None:
    found: dict[int, object] = {}

    def ask(number: int) -> None:
        found[number] = daemon.scan(make.EICAR if number % 2 else b"words")

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {number for number, verdict in found.items() if verdict == Clean()} == {0, 2, 4, 6}
