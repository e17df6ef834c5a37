"""One copy of the local cloud for all end-to-end tests; none where BASE_URL names a service that runs already."""

import os
from collections.abc import Iterator

import pytest

from tests.support.local_cloud import Copy, running_copy
from tests.support.process import environment_before


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep all of them in one process where tests are spread (`-n 2 --dist loadgroup`): they share one copy."""
    for item in items:
        if "e2e" in item.path.parts:
            item.add_marker(pytest.mark.xdist_group("e2e"))


@pytest.fixture(scope="session")
def local_cloud(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Copy]:
    """A copy of the local cloud with the demo data in it; tests that need it are skipped against BASE_URL."""
    if "BASE_URL" in os.environ:
        pytest.skip("looks inside the local cloud")
    with running_copy(tmp_path_factory.mktemp("local-cloud")) as copy:
        yield copy


@pytest.fixture(scope="session")
def base_url(request: pytest.FixtureRequest) -> str:
    """Where the service answers."""
    if given := environment_before().get("BASE_URL"):
        return given.rstrip("/")
    copy: Copy = request.getfixturevalue("local_cloud")
    return copy.card.base_url
