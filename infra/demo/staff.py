"""The staff of the demo: one of every kind, with passwords that are printed. Stages local and test only."""

from dataclasses import dataclass
from datetime import UTC, datetime

from argon2 import PasswordHasher
from botocore.exceptions import ClientError

from infra.demo.aws import Cloud

_ALL = ("change password", "de-enrol user", "look-up")


@dataclass(frozen=True)
class Member:
    """Somebody of the demo's staff."""

    user_id: str
    first_name: str
    surname: str
    role: str
    password: str
    functions: tuple[str, ...] = ()
    segment: str = ""
    special_records_team: bool = False


STAFF = (
    Member("AIQBAL1", "Amina", "Iqbal", "IT support", "it7suppo"),
    Member("RBEVAN1", "Rhian", "Bevan", "support team caseworker", "help4you", _ALL),
    Member("GWEBB1", "Graham", "Webb", "team leader", "lead9all", _ALL),
    Member("DADEYE1", "Dele", "Adeyemi", "caseworker", "case3now", segment="Segment 4"),
    Member("EPARRY1", "Elin", "Parry", "caseworker", "gwaith5c", segment="Welsh Segment"),
    Member("CDOYLE1", "Clare", "Doyle", "employer caseworker", "firm5now", segment="Employers"),
    Member("MHOLT1", "Martin", "Holt", "caseworker", "care8spe", special_records_team=True),
    Member("SKAUR1", "Simran", "Kaur", "operator", "site2ops"),
)
AGENT = STAFF[1]
"""Whom the journey's helpdesk is."""
CASEWORKER = STAFF[3]
"""Who works for the journey's clients."""


def hire(cloud: Cloud) -> int:
    """Put the staff into the directory, who keep what they have if they are there; returns how many there are."""
    hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
    dynamodb = cloud.client("dynamodb")
    for member in STAFF:
        item: dict[str, object] = {
            "directory": {"S": "staff"},
            "user_id": {"S": member.user_id},
            "first_name": {"S": member.first_name},
            "surname": {"S": member.surname},
            "role": {"S": member.role},
            "functions": {"L": [{"S": function} for function in member.functions]},
            "segment": {"S": member.segment},
            "special_records_team": {"BOOL": member.special_records_team},
            "created_at": {"S": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f%z")},
            "password_hash": {"S": hasher.hash(member.password)},
            "issued": {"BOOL": False},
            "sessions": {"M": {}},
        }
        # The number is taken too, so that "create user" gives the next one.
        number: dict[str, object] = {
            "directory": {"S": "numbers"},
            "user_id": {"S": member.user_id[:-1]},
            "latest": {"N": "1"},
        }
        for new in (item, number):
            _put(dynamodb, cloud.table("staff"), new)
    return len(STAFF)


def _put(dynamodb: object, table: str, item: dict[str, object]) -> None:
    new = "attribute_not_exists(user_id)"
    try:
        dynamodb.put_item(TableName=table, Item=item, ConditionExpression=new)  # type: ignore[attr-defined]
    except ClientError as error:
        if error.response["Error"]["Code"] != "ConditionalCheckFailedException":
            raise
