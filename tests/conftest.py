"""What all tests share: the environment of the functions, and the cloud."""

import os
from collections.abc import Generator, Iterator
from typing import TYPE_CHECKING

import pytest

from tests.support import clock, stack
from tests.support.http import forget_site_state
from tests.support.process import remember_environment

if TYPE_CHECKING:
    from tests.support.cloud import Cloud

# A function reads its settings when it is imported, and test modules import functions: so this comes first.
remember_environment()
os.environ.update(stack.whole_environment())
os.environ["CLOCK_OFFSET_FILE"] = str(clock.OFFSET_FILE)


@pytest.fixture(scope="session")
def one_cloud() -> Iterator["Cloud"]:
    """Make the tests' cloud once a process."""
    from tests.support.cloud import running_cloud  # noqa: PLC0415 - moto costs two seconds, and unit tests need none

    with running_cloud() as cloud:
        yield cloud


@pytest.fixture
def cloud(one_cloud: "Cloud") -> Iterator["Cloud"]:
    """An empty cloud; at the end every event and audit record that was written must follow its schema."""
    from tests.support.events import check_records  # noqa: PLC0415 - as above

    one_cloud.empty()
    forget_site_state()
    yield one_cloud
    check_records(one_cloud)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Fail a functional test whose functions logged anything personal, whatever it was about (SES-17)."""
    report = yield
    if report.when == "call" and report.passed and "functional" in item.path.parts:
        from tests.support.leaks import leaked, logged  # noqa: PLC0415 - as above

        private = leaked(logged(report.capstdout) + report.caplog)
        if private:
            report.outcome = "failed"
            report.longrepr = f"The functions logged {private}"
    return report
