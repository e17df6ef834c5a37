"""The local cloud itself: it starts, says what is in its way, shows itself, winds its clock and leaves nothing."""

import json
import os
import signal
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

import pytest

from infra.local.places import Places
from tests.support.local_cloud import STOP_SECONDS, Copy, running_copy, start

DAY = 86_400


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="sees processes through /proc")
def test_run__interrupted__leaves_nothing_running_and_no_folder_but_the_logs(tmp_path: Path, local_cloud: Copy) -> None:
    # Given a second copy beside the first, with functions that have run
    with running_copy(tmp_path, "--no-demo") as copy:
        assert _get(copy.card.base_url + "/client")[0] == 200
        assert _processes(copy.port)
        # When it is interrupted as Ctrl-C does
        status = copy.stop(signal.SIGINT)
        # Then it ends well
        assert status == 0, copy.output.read_text()
        # And nothing it started runs, and only its logs are left
        assert _processes(copy.port) == []
        assert [entry.name for entry in Places(copy.port).home.iterdir()] == ["logs"]
    # And the first copy still answers
    assert _get(local_cloud.card.base_url + "/client")[0] == 200


def test_run__port_taken__says_which_and_what_to_do(local_cloud: Copy, tmp_path: Path) -> None:
    # Given a copy that runs
    output = tmp_path / "output.txt"
    # When another is started on its port
    with output.open("wb") as log:
        status = start(local_cloud.port, log).wait(STOP_SECONDS)
    # Then it says so in one line, and the first goes on
    assert status == 1
    assert output.read_text().startswith(f"Port {local_cloud.port} cannot be used")
    assert len(output.read_text().splitlines()) == 1
    assert _get(local_cloud.card.base_url + "/client")[0] == 200


def test_run__port_is_no_number__says_so(tmp_path: Path) -> None:
    # Given a port that is none
    output = tmp_path / "output.txt"
    # When a copy is started on it
    with output.open("wb") as log:
        status = start("http", log).wait(STOP_SECONDS)  # type: ignore[arg-type]
    # Then it says so
    assert status == 1
    assert output.read_text().startswith("PORT is 'http'")


def test_page__running_copy__shows_what_it_is_made_of(local_cloud: Copy) -> None:
    # Given a copy with demo data
    url = local_cloud.card.base_url + "/_local/"
    # When its page is opened
    status, page = _get(url)
    # Then it shows the tables with their items, the functions, and where mails would be
    assert status == 200
    assert "<td>cms-test-clients</td>" in page
    assert "<td>cms-test-clients</td><td>0</td>" not in page
    assert "<td>cms-test-login</td>" in page
    assert "Mails sent" in page
    assert "State machines" in page
    # And leads to the API's documentation, with a page to try it
    assert 'href="/_local/docs"' in page
    assert "/openapi.json" in _get(local_cloud.card.base_url + "/_local/docs")[1]
    assert _get(local_cloud.card.base_url + "/_local/docs/swagger-ui-bundle.min.js")[0] == 200


@pytest.mark.parametrize(("form", "seconds"), [({"minutes": "1"}, 60), ({"days": "1", "hours": "2"}, DAY + 7200)])
def test_clock__wound__moves_on_and_runs_the_sweeps(local_cloud: Copy, form: dict[str, str], seconds: int) -> None:
    # Given the clock of a copy
    places = Places(local_cloud.port)
    before = int(places.clock.read_text()) if places.clock.exists() else 0
    # When it is wound by the page's form
    data = urllib.parse.urlencode(form).encode()
    request = urllib.request.Request(local_cloud.card.base_url + "/_local/clock", data)  # noqa: S310 (our own)
    with urllib.request.build_opener(_Stay).open(request) as answer:
        ran = answer.headers["x-ran"]
        status = answer.status
    # Then functions see the later time, and what was scheduled has run
    assert status == 303
    assert int(places.clock.read_text()) == before + seconds
    assert set(ran.split(", ")) == {"cms-test-publish", "cms-test-evidence", "cms-test-letters", "cms-test-sla"}


@pytest.mark.parametrize("form", [{"minutes": "-1"}, {"minutes": "0"}, {"hours": "soon"}, {}, {"days": "1" * 9}])
def test_clock__not_a_time_forward__stays(local_cloud: Copy, form: dict[str, str]) -> None:
    # Given the clock of a copy
    places = Places(local_cloud.port)
    before = places.clock.read_text() if places.clock.exists() else None
    # When something else than a time forward is asked for
    status, text = _get(local_cloud.card.base_url + "/_local/clock", urllib.parse.urlencode(form).encode())
    # Then it says so, and the clock stays
    assert status == 400
    assert text.startswith("The clock was not wound")
    assert (places.clock.read_text() if places.clock.exists() else None) == before


def test_front__body_over_ten_megabytes__is_refused_as_by_the_api_gateway(local_cloud: Copy) -> None:
    # Given a body larger than API Gateway takes
    body = b"0" * (10 * 1024 * 1024 + 1)
    # When it is sent
    try:
        status, text = _get(local_cloud.card.base_url + "/client/login", body)
    except (ConnectionError, urllib.error.URLError):
        # Refused while it was still being sent.
        return
    # Then it goes no further
    assert (status, json.loads(text)) == (413, {"message": "Request Entity Too Large"})


class _Stay(urllib.request.HTTPRedirectHandler):
    """Answers a redirect with itself."""

    def http_error_303(self, *arguments: object) -> object:
        return arguments[1]


def _get(url: str, data: bytes | None = None) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(url, data, timeout=30) as answer:  # noqa: S310 (our own address)
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()


def _processes(port: int) -> list[str]:
    """The processes whose environment names the copy's own folder or port."""
    marks = (str(Places(port).home).encode(), f"\0PORT={port}\0".encode())
    found = [entry for entry in Path("/proc").iterdir() if entry.name.isdecimal() and entry.name != str(os.getpid())]
    return [entry.name for entry in found if any(mark in _environment(entry) for mark in marks)]


def _environment(process: Path) -> bytes:
    try:
        return b"\0" + (process / "environ").read_bytes() + b"\0"
    except OSError:
        return b""
