"""The demo's way into the cloud."""

import json
from typing import Any

import pytest

from cms_common.domain.cases import RoleCode
from homepage.store import SiebelCases
from infra.demo import bulk, loader
from infra.demo.aws import Cloud as DemoCloud
from infra.demo.generator import further_clients
from infra.demo.known import CLIENTS, EMPLOYERS
from infra.demo.records import Line
from tests.functional.intake import extracts
from tests.support import stack
from tests.support.cloud import Cloud

LINES = (*CLIENTS.values(), *EMPLOYERS.values())


@pytest.fixture
def demo_cloud(cloud: Cloud) -> DemoCloud:
    """The tests' cloud as the demo sees it, with the alias that moto does not make from the template."""
    aliases = {alias["AliasName"] for alias in cloud.client("kms").list_aliases()["Aliases"]}
    made = DemoCloud("test")
    if made.intake_key not in aliases:
        key = stack.environment("intake")["INTAKE_KEY"]
        cloud.client("kms").create_alias(AliasName=made.intake_key, TargetKeyId=key.rpartition("/")[2])
    return made


def test_load__records_that_intake_brought_in__are_counted(cloud: Cloud, demo_cloud: DemoCloud) -> None:
    # Given records that intake has brought in already
    extracts.load(cloud, *LINES)
    # When the demo is loaded again / Then it finds them all
    assert loader.load(demo_cloud, LINES, patience=0) == len(LINES)
    # Then what it put into the bucket is an extract that intake takes
    [found] = cloud.client("s3").list_objects_v2(Bucket=demo_cloud.intake_bucket, Prefix="extracts/demo-")["Contents"]
    body = cloud.client("s3").get_object(Bucket=demo_cloud.intake_bucket, Key=found["Key"])["Body"].read()
    assert extracts.run(extracts.arrive(cloud, body.decode().splitlines()))["unchanged"] == len(LINES)


def test_load__records_that_do_not_come__are_named(cloud: Cloud, demo_cloud: DemoCloud) -> None:
    # Given a bucket that wakes nothing
    # When the demo is loaded / Then it says what is missing
    with pytest.raises(loader.NotLoadedError, match=r"14 of 14 records \(121000121688, .*\.\.\.\)"):
        loader.load(demo_cloud, LINES, patience=0)


def test_sealed__line__tells_the_kind_and_key_and_nothing_else(cloud: Cloud, demo_cloud: DemoCloud) -> None:
    # Given the known people / When their lines are sealed
    lines = [json.loads(line) for line in loader.sealed(cloud.client("kms"), demo_cloud.intake_key, LINES)]
    # Then each can be told apart by its key alone
    assert [(line["kind"], line["key"]) for line in lines] == [(line.kind, line.key) for line in LINES]
    assert all(line.keys() == {"kind", "key", "sealed"} for line in lines)


def test_bulk__clients_for_measuring__read_as_those_from_intake_do(cloud: Cloud, demo_cloud: DemoCloud) -> None:
    # Given ten clients written straight to the tables
    lines = list(further_clients(30, 1))
    bulk.fill(demo_cloud, 30, 1)
    straight = _read(cloud, lines)
    # When the same ones come through intake instead
    cloud.empty()
    extracts.load(cloud, *lines)
    # Then the homepage reads the same
    assert _read(cloud, lines) == straight
    assert any(case.role is RoleCode.NRP for _, cases in straight for case in cases.cases)


def _read(cloud: Cloud, lines: list[Line]) -> list[Any]:
    import homepage.wiring  # noqa: F401, PLC0415 - opens the tables that homepage reads
    import intake.wiring  # noqa: F401, PLC0415 - as above

    reader = SiebelCases()
    return [(reader.first_name_of(line.key), reader.cases_of(line.key)) for line in lines]
