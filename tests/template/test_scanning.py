"""The virus scanner in the template: GuardDuty, unless the stage is for rehearsals."""

from datetime import timedelta
from typing import Any

import pytest

from cms_common.domain.uploads import Limits
from infra.templates import APPLICATION, DATA, load, of_type
from tests.support import stack

TEMPLATE = load(APPLICATION)


def holds(condition: Any, values: dict[str, str]) -> bool:
    """Say what a condition comes to where parameters have these values."""
    [(name, parts)] = condition.items()
    match name:
        case "Fn::Equals":
            left, right = (values[part["Ref"]] if isinstance(part, dict) else part for part in parts)
            return bool(left == right)
        case "Fn::Not":
            return not holds(parts[0], values)
        case "Fn::Or":
            return any(holds(part, values) for part in parts)
    raise AssertionError(name)


@pytest.mark.req("UPL-08")
@pytest.mark.parametrize("stage", TEMPLATE["Parameters"]["Stage"]["AllowedValues"])
@pytest.mark.parametrize("engine", TEMPLATE["Parameters"]["ScanEngine"]["AllowedValues"])
def test_template__stage_with_real_files__takes_no_other_scanner_than_guardduty(stage: str, engine: str) -> None:
    # Given the rule over the parameters
    rule = TEMPLATE["Rules"]["RealFilesAreScannedByGuardDuty"]
    values = {"Stage": stage, "ScanEngine": engine}
    # When a stack of this stage is made with this scanner
    asserted = [each["Assert"] for each in rule["Assertions"]]
    refused = holds(rule["RuleCondition"], values) and not all(holds(each, values) for each in asserted)
    # Then it is refused unless it is GuardDuty, or made-up people's
    assert refused == (stage not in {"local", "test"} and engine != "guardduty")


def test_template__scanner__is_guardduty_unless_said_otherwise() -> None:
    assert TEMPLATE["Parameters"]["ScanEngine"]["Default"] == "guardduty"
    assert TEMPLATE["Conditions"]["ScansByGuardDuty"] == {"Fn::Equals": [{"Ref": "ScanEngine"}, "guardduty"]}


@pytest.mark.req("UPL-08")
def test_template__malware_protection__watches_every_file_of_the_bucket_that_clients_send_to() -> None:
    # Given the plan
    [plan] = of_type(TEMPLATE, "AWS::GuardDuty::MalwareProtectionPlan").values()
    watched = stack.application_stack().fill(plan["Properties"]["ProtectedResource"]["S3Bucket"])
    # Then it is about the bucket that `scan` reads and `scan_verdict` hears of, and the keys that are sent to
    assert plan["Condition"] == "ScansByGuardDuty"
    assert watched["BucketName"] == stack.environment("scan")["QUARANTINE_BUCKET"]
    assert watched["BucketName"] == stack.environment("scan_verdict")["QUARANTINE_BUCKET"]
    assert watched["ObjectPrefixes"] == ["incoming/"]


@pytest.mark.parametrize(("rule", "queue"), [("FilesArrived", "Arrivals"), ("FilesScanned", "Verdicts")])
def test_template__events_of_the_quarantine_bucket__reach_their_queue(rule: str, queue: str) -> None:
    # Given the rule and the queue's policy
    made = TEMPLATE["Resources"]
    target = made[rule]["Properties"]["Targets"][0]
    # Then what the rule sends may arrive, and has dead letters where it cannot
    assert target["Arn"] == {"Fn::GetAtt": [queue, "Arn"]}
    assert target["DeadLetterConfig"]["Arn"]["Fn::GetAtt"][0].endswith("DeadLetters")
    assert made[f"{queue}Policy"]["Properties"]["Queues"] == [{"Ref": queue}]
    assert "quarantine-bucket-name" in str(made[rule]["Properties"]["EventPattern"])
    # And the bucket tells EventBridge at all
    bucket = load(DATA)["Resources"]["QuarantineBucket"]["Properties"]
    assert bucket["NotificationConfiguration"]["EventBridgeConfiguration"]["EventBridgeEnabled"] is True


def test_template__arrival_that_is_told_again_as_often_as_it_can_be__is_within_the_time_to_arrive() -> None:
    # Given how often, and how long after one another, the news of a file can come
    made, limits = TEMPLATE["Resources"]["Arrivals"]["Properties"], Limits()
    told = timedelta(seconds=made["VisibilityTimeout"]) * made["RedrivePolicy"]["maxReceiveCount"]
    # Then a file sent at the last moment is not given up before
    assert limits.sent_within + told <= limits.arrived_within


def test_template__quarantine__keeps_each_version_longer_than_filing_may_take() -> None:
    rules = load(DATA)["Resources"]["QuarantineBucket"]["Properties"]["LifecycleConfiguration"]["Rules"]
    kept = {rule["Id"]: rule for rule in rules}["CheckedWithinDaysOrGone"]
    for days in (kept["ExpirationInDays"], kept["NoncurrentVersionExpiration"]["NoncurrentDays"]):
        assert timedelta(days=days) > Limits().filed_within


@pytest.mark.parametrize("function", ["scan", "evidence"])
def test_template__who_reads_quarantine__can_tell_what_is_gone_from_what_is_forbidden(function: str) -> None:
    # Given the role of a function: without this action S3 answers 403 for what is not there
    roles = stack.application_stack().made("AWS::IAM::Role").values()
    role = next(role for role in roles if role["RoleName"] == f"cms-test-{function}")
    bucket = f"arn:aws:s3:::{stack.environment(function)['QUARANTINE_BUCKET']}"
    statements = [one for policy in role["Policies"] for one in policy["PolicyDocument"]["Statement"]]
    # Then it is there, for the bucket
    assert [one["Resource"] for one in statements if "s3:ListBucket" in one["Action"]] == [bucket]
