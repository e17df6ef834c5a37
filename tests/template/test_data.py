"""What must outlive everything: keys, bucket, and what the application imports."""

import json

import pytest

from infra.templates import APPLICATION, DATA, load, of_type

DATA_TEMPLATE = load(DATA)
RESOURCES = DATA_TEMPLATE["Resources"]


def test_pin_key__template__makes_macs_in_intake_alone_and_cannot_be_deleted() -> None:
    # Given the key that PIN digits are kept under
    key = RESOURCES["PinKey"]["Properties"]
    # When its policy is read
    statements = {each["Sid"]: each for each in key["KeyPolicy"]["Statement"]}
    # Then it is a MAC key for several Regions
    assert (key["KeySpec"], key["KeyUsage"], key["MultiRegion"]) == ("HMAC_256", "GENERATE_VERIFY_MAC", True)
    # And nobody may delete it
    kept = statements["NobodyDeletesIt"]
    assert (kept["Effect"], kept["Principal"]) == ("Deny", {"AWS": "*"})
    assert "kms:ScheduleKeyDeletion" in kept["Action"]
    assert "Condition" not in kept
    # And only intake and recovery may make a MAC
    made = statements["OnlyIntakeAndRecoveryMakeMacs"]
    assert (made["Effect"], made["Action"]) == ("Deny", "kms:GenerateMac")
    roles = [arn["Fn::Sub"].rpartition("/")[2] for arn in made["Condition"]["ArnNotLike"]["aws:PrincipalArn"]]
    assert roles == ["cms-${Stage}-intake", "cms-${Stage}-recovery"]


def test_symmetric_keys__template__rotate() -> None:
    # Given the keys that encrypt
    keys = {name: key["Properties"] for name, key in of_type(DATA_TEMPLATE, "AWS::KMS::Key").items()}
    keys.pop("PinKey")
    # When their rotation is read
    rotating = {name for name, key in keys.items() if key["EnableKeyRotation"]}
    # Then all have it
    assert rotating == {
        "DataKey",
        "KnownFactsKey",
        "IntakeKey",
        "MailKey",
        "QuarantineKey",
        "EvidenceKey",
        "CorrespondenceKey",
        "PrintKey",
    }


def test_intake_bucket__template__is_closed_and_encrypted() -> None:
    # Given the bucket that extracts arrive in
    bucket = RESOURCES["IntakeBucket"]["Properties"]
    # When its settings are read
    policy = RESOURCES["IntakeBucketPolicy"]["Properties"]["PolicyDocument"]["Statement"]
    # Then nothing is public
    assert set(bucket["PublicAccessBlockConfiguration"].values()) == {True}
    # And it speaks TLS only
    assert [(each["Sid"], each["Effect"]) for each in policy] == [("TlsOnly", "Deny")]
    # And objects are encrypted with the key of the intake, and tell of their arrival
    [rule] = bucket["BucketEncryption"]["ServerSideEncryptionConfiguration"]
    assert rule["ServerSideEncryptionByDefault"]["KMSMasterKeyID"] == {"Fn::GetAtt": ["IntakeKey", "Arn"]}
    assert bucket["NotificationConfiguration"]["EventBridgeConfiguration"]["EventBridgeEnabled"] is True


def test_imports__application__all_are_exported() -> None:
    # Given what the data stack exports
    exported = {output["Export"]["Name"]["Fn::Sub"] for output in DATA_TEMPLATE["Outputs"].values()}
    # When the application's imports are collected
    imported = set(_imports(load(APPLICATION)))
    # Then each is there, and no export is there for nobody
    assert imported
    assert imported <= exported
    assert {name for name in exported - imported if not name.endswith("-name")} == set()


def _imports(value: object) -> list[str]:
    text = json.dumps(value)
    return [part.split('"')[0] for part in text.split('"Fn::ImportValue": {"Fn::Sub": "')[1:]]


@pytest.mark.req("MSG-15")
@pytest.mark.parametrize("bucket", ["CorrespondenceBucket", "PrintBucket"])
def test_bucket_of_documents__template__lets_nobody_change_or_take_one_away(bucket: str) -> None:
    # Given the bucket that documents, or batches for the printer, lie in
    [policy] = [
        one["Properties"]
        for one in RESOURCES.values()
        if one["Type"] == "AWS::S3::BucketPolicy" and one["Properties"]["Bucket"] == {"Ref": bucket}
    ]
    # When what it forbids is read
    rules = {rule["Sid"]: rule for rule in policy["PolicyDocument"]["Statement"]}
    everything = {"Fn::Sub": f"${{{bucket}.Arn}}/*"}
    # Then nobody puts an object but on the condition that there is none of its name
    written_once = {"Action": "s3:PutObject", "Condition": {"Null": {"s3:if-none-match": "true"}}}
    assert rules["WrittenOnce"] == {
        "Sid": "WrittenOnce", "Effect": "Deny", "Principal": "*", "Resource": everything, **written_once
    }  # fmt: skip
    # And nobody takes one away, so that another could be put under its name: no condition lets anybody off
    taken_away = {"Action": ["s3:DeleteObject", "s3:DeleteObjectVersion"]}
    assert rules["NeverTakenAway"] == {
        "Sid": "NeverTakenAway", "Effect": "Deny", "Principal": "*", "Resource": everything, **taken_away
    }  # fmt: skip
    # And what was there before stays under its version
    assert RESOURCES[bucket]["Properties"]["VersioningConfiguration"] == {"Status": "Enabled"}
