"""The people of the demo in the tests' cloud, and what they do by HTTP."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache
from typing import Any

from cms_common.adapters.kms import KnownFactsSealer, PinMacs, SecurityMacs
from cms_common.adapters.tables import ClientItem, ClientSecurityItem, EmployerItem, ParticipationItem
from cms_common.adapters.work_tables import ContactPointerItem, ServiceRequestItem, ServiceRequestPointerItem
from infra.demo import known
from infra.demo.records import Line
from tests.support import stack
from tests.support.http import Reply, send

PASSWORD = "maple4river"
FORM = {
    "first_name": "Thomas",
    "surname": "Whitfield",
    "email": "thomas.whitfield@example.com",
    "confirm_email": "thomas.whitfield@example.com",
    "password": PASSWORD,
    "confirm_password": PASSWORD,
}
PAYING = known.PAYING_PARENT
RECEIVING = known.RECEIVING_PARENT
_EMPLOYER_FIELDS = ("paye_reference", "name", "jurisdiction", "record_version")
_CLIENT_FIELDS = (
    *("first_name", "surname", "reference_name", "email", "mobile_telephone", "address", "contact_preference"),
    *("preferred_language", "jurisdiction", "special_client_record", "self_service", "first_log_in_date"),
    "sms_opted_in",
    "record_version",
)
_keys: list[str] = []


def hold(*lines: Line) -> None:
    """Put records into the 2012 System's tables, as intake leaves them."""
    for line in lines:
        record: Any = line.record
        if line.kind == "employer":
            preference = record.get("contact_preference")
            fields = {name: record[name] for name in _EMPLOYER_FIELDS}
            EmployerItem(line.key, contact_preference=preference, **fields).save()
        else:
            _hold_client(line.key, record)


def _hold_client(scin: str, record: Any) -> None:
    born = datetime.strptime(record["date_of_birth"], "%d/%m/%Y").date()  # noqa: DTZ007 - a day has no zone
    sealed = _sealed(scin, record["nino"], born)
    segment = record["cases"][0]["segment"] if record["cases"] else "Applications"
    fields = {name: record[name] for name in _CLIENT_FIELDS}
    ClientItem(scin, sealed_facts=sealed, segment=segment, **fields).save()
    macs = _macs(scin, record["pin"]) if record["pin"] else None
    password, answers = _secrets(scin, record["cms_password"], answers_of(record))
    length = len(record["cms_password"]) if password else None
    ClientSecurityItem(
        scin, pin_version=1, pin_macs=macs, password_macs=password, password_length=length, answer_macs=answers
    ).save()
    for case in record["cases"]:
        shown = {name: value for name, value in case.items() if name != "segment"}
        ParticipationItem(scin, ParticipationItem.case_key(case["case_group"], case["case_id"]), **shown).save()
    for request in record["service_requests"]:
        _hold_request(scin, request)
    for application in record["applications"]:
        reference, done = application["reference"], application["stages_done"]
        key = ParticipationItem.application_key(reference)
        ParticipationItem(scin, key, application_reference=reference, stages_done=done).save()


def _hold_request(scin: str, request: Any) -> None:
    reference = request["reference"]
    said = {name: value for name, value in request.items() if name != "reference"}
    key, place = ServiceRequestItem.key_of(reference), ServiceRequestPointerItem.item_of(reference)
    ServiceRequestItem(key, ServiceRequestItem.ITEM, service_request_id=reference, scin=scin, **said).save()
    ServiceRequestPointerItem(ContactPointerItem.key_of(scin), place, service_request_id=reference).save()


# The keys of the tests' cloud stay for the whole run, so what they made stays good: 21 MACs a person only once.
@cache
def _sealed(scin: str, nino: str, born: date) -> bytes:
    return KnownFactsSealer(stack.whole_environment()["KNOWN_FACTS_KEY"]).seal(scin, nino, born)


def answers_of(record: Any) -> tuple[tuple[str, str], ...]:
    """Return the security questions of a record with their answers."""
    return tuple((held["question"], held["answer"]) for held in record["security_questions"])


@cache
def _secrets(
    scin: str, password: str | None, answers: tuple[tuple[str, str], ...]
) -> tuple[dict[str, bytes] | None, dict[str, bytes]]:
    macs = SecurityMacs(stack.whole_environment()["PIN_KEY"])
    return macs.of_password(scin, password) if password else None, macs.of_answers(scin, dict(answers))


@cache
def _macs(scin: str, pin: str) -> dict[str, bytes]:
    return PinMacs(stack.whole_environment()["PIN_KEY"]).generate(scin, pin, 1)


def fresh_key() -> str:
    """Make an Idempotency-Key that no form used yet."""
    _keys.append(f"form-{len(_keys):012d}")
    return _keys[-1]


def register(service: str = "client", form: Mapping[str, str] = FORM, *, key: str | None = None, **more: Any) -> Reply:
    """Submit the registration form."""
    return send("POST", f"/{service}/registration", dict(form), headers={"Idempotency-Key": key or fresh_key()}, **more)


def facts_of(line: Line) -> dict[str, Any]:
    """Return what a person types to enrol."""
    names = ("scin", "nino", "date_of_birth", "reference_name") if line.kind == "client" else ("ern", "paye_reference")
    return {name: line.record[name] for name in names}


@dataclass(frozen=True)
class Person:
    """Somebody with a Gateway account: `line` is the record they enrol for, `token` their latest session's."""

    service: str
    line: Line
    user_id: str
    token: str

    @classmethod
    def registered(cls, line: Line = PAYING, **more: Any) -> "Person":
        """Somebody who has registered and noted the ID."""
        service = line.kind
        shown = register(service, **more).json
        person = cls(service, line, shown["user_id"], shown["token"])
        assert person.post("/registration/confirmation", {"id_noted": True}).status == 200
        return person

    @classmethod
    def enrolled(cls, line: Line = PAYING) -> "Person":
        """Somebody who is enrolled too; for an employer the token opens the portal."""
        person = cls.registered(line)
        reply = person.post("/enrolment", facts_of(line))
        assert reply.status == 200, reply.body
        return replace(person, token=reply.json.get("token") or person.token)

    @classmethod
    def challenged(cls, line: Line = PAYING) -> "Person":
        """Somebody enrolled who has given ID and password."""
        return cls.enrolled(line).logging_in()

    @classmethod
    def signed_in(cls, line: Line = PAYING) -> "Person":
        """Somebody who has done both steps."""
        return cls.challenged(line).answering()

    def logging_in(self, password: str = PASSWORD) -> "Person":
        """The same person after the first step."""
        reply = log_in(self.user_id, password, self.service)
        assert reply.status == 200, reply.body
        return replace(self, token=reply.json["token"])

    def answering(self) -> "Person":
        """The same person after the second step."""
        reply = self.give_pin() if self.service == "client" else self.post("/login/challenge", {"ern": self.line.key})
        assert reply.status == 200, reply.body
        return replace(self, token=reply.json["token"])

    def get(self, path: str, **more: Any) -> Reply:
        """Ask for a page of the person's service."""
        return send("GET", f"/{self.service}{path}", token=self.token, **more)

    def post(self, path: str, body: object = None, **more: Any) -> Reply:
        """Send something to the person's service."""
        return send("POST", f"/{self.service}{path}", body, token=self.token, **more)

    def positions(self) -> list[int]:
        """Ask which PIN digits to give."""
        positions: list[int] = self.get("/login/challenge").json["positions"]
        return positions

    def give_pin(self, *, wrong: tuple[int, ...] = (), positions: list[int] | None = None) -> Reply:
        """Give the digits asked for; `wrong` are the indexes (0, 1) of those given wrongly."""
        asked = positions or self.positions()
        pin = str(self.line.record["pin"])
        digits = [(int(pin[position - 1]) + (index in wrong)) % 10 for index, position in enumerate(asked)]
        given = [{"position": position, "digit": str(digit)} for position, digit in zip(asked, digits, strict=True)]
        return self.post("/login/challenge", {"digits": given})


def log_in(user_id: str, password: str = PASSWORD, service: str = "client", **more: Any) -> Reply:
    """Give user ID and password."""
    return send("POST", f"/{service}/login", {"user_id": user_id, "password": password}, **more)
