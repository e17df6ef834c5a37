"""Each role may do what its function does, and nothing else: calls are listened to and compared with the policy."""

import sys
from collections.abc import Callable
from dataclasses import replace

import pytest

from cms_common.domain.staff import StaffRole
from infra import application
from infra.demo.known import BOTH_ROLES, ONE_ERN, PAYING_PARENT
from publish.handler import lambda_handler as publish
from tests.functional.helpdesk.test_helpdesk import found, look_up
from tests.functional.intake import extracts
from tests.functional.staff.test_administration import FORM
from tests.support import journeys, recoveries, stack, visitors
from tests.support.calls import Calls, Parameters, watched
from tests.support.cloud import Cloud
from tests.support.http import forget_site_state, handler_of, invoke, send
from tests.support.people import Client, Employer, hold_client, hold_employer
from tests.support.staff import PASSWORD as STAFF_PASSWORD
from tests.support.staff import Member, hire, log_in

type Grant = tuple[str, str]
"""An action and the short name of what it is done to, as ("dynamodb:GetItem", "accounts")."""

CLIENT, EMPLOYER, NOBODY = Client(), Employer(), "999999999999"
OF_THE_PLATFORM = {"Logs", "Traces", "DeadLetters", "OutboxStream", "Received"}
"""Statements that Lambda itself needs: no call of ours uses them."""


def granted(function: str) -> set[Grant]:
    roles = stack.application_stack().made("AWS::IAM::Role").values()
    role = next(role for role in roles if role["RoleName"] == f"cms-test-{function}")
    return {
        (action, "" if action.startswith("kms:") else short(resource))
        for policy in role["Policies"]
        for statement in policy["PolicyDocument"]["Statement"]
        if statement["Sid"] not in OF_THE_PLATFORM
        for action in listed(statement["Action"])
        for resource in listed(statement["Resource"])
    }


def listed(value: str | list[str]) -> list[str]:
    return value if isinstance(value, list) else [value]


def short(name: str) -> str:
    """Return a resource's name without what all names here begin with."""
    bare = name.removesuffix("/*").rpartition("/")[2].rpartition(":")[2]
    return bare.removeprefix("cms-test").removeprefix("-").removesuffix(f"-{stack.ACCOUNT}")


def used(operation: str, parameters: Parameters) -> set[Grant]:
    """Return the grants that one call needs."""
    match operation:
        case "TransactWriteItems":
            writes = [next(iter(write.items())) for write in parameters["TransactItems"]]
            needed = {(f"dynamodb:{kind}Item", short(part["TableName"])) for kind, part in writes}
        case "BatchGetItem":
            needed = {("dynamodb:BatchGetItem", short(table)) for table in parameters["RequestItems"]}
        case "PutEvents":
            needed = {("events:PutEvents", short(entry["EventBusName"])) for entry in parameters["Entries"]}
        case "SendMessage":
            needed = {("sqs:SendMessage", short(parameters["QueueUrl"]))}
        case "SendEmail":
            needed = {("ses:SendEmail", short(parameters["Source"]))}
        case "GetObject" | "PutObject":
            needed = {(f"s3:{operation}", "intake" if operation == "GetObject" else "")}
        case _ if "TableName" in parameters:
            needed = {(f"dynamodb:{operation}", short(parameters["TableName"]))}
        case _:
            needed = {(f"kms:{operation}", "")}
    return needed


def listening(act: Callable[[], object]) -> set[Grant]:
    """Do something and return the grants that its calls needed."""
    needed: set[Grant] = set()

    def note(operation: str, parameters: Parameters) -> Parameters:
        needed.update(used(operation, parameters))
        return parameters

    with watched(Calls(tamper=note)):
        act()
    return needed


def enrolment(_: Cloud) -> set[Grant]:
    key = journeys.new_key()
    forget_decoy("enrolment")

    def act() -> None:
        journeys.done(journeys.register(key=key))
        shown = journeys.done(journeys.register(key=key)).json
        journeys.done(journeys.note("client", shown["token"]))
        journeys.enrol(Client(scin="121000199999"), shown["token"])
        journeys.done(journeys.enrol(CLIENT, shown["token"]))
        locked = journeys.done(journeys.register()).json
        journeys.done(journeys.note("client", locked["token"]))
        for _ in range(4):
            journeys.enrol(Client(scin="121000199998"), locked["token"])
        journeys.enrolled(EMPLOYER)

    return listening(act)


def login(_: Cloud) -> set[Grant]:
    client, employer = journeys.enrolled(CLIENT), journeys.enrolled(EMPLOYER)

    def act() -> None:
        for _ in range(4):
            journeys.give_password("client", NOBODY, "wrong1234")
        token = journeys.challenged(CLIENT, client)
        other = next(at for at in range(1, 8) if at not in journeys.asked_positions(token))
        unasked = CLIENT.digits([other, journeys.asked_positions(token)[0]])
        send("POST", "/client/login/challenge", unasked, token=token)
        journeys.give_pin(CLIENT, token, wrong=True)
        journeys.done(journeys.give_pin(CLIENT, token))
        full = journeys.signed_in(EMPLOYER, employer)
        journeys.done(send("POST", "/employer/logout", token=full))

    return listening(act)


def homepage(_: Cloud) -> set[Grant]:
    client = journeys.signed_in(CLIENT, journeys.enrolled(CLIENT))
    employer = journeys.signed_in(EMPLOYER, journeys.enrolled(EMPLOYER))

    def act() -> None:
        journeys.done(send("GET", "/client/homepage", token=client))
        journeys.done(send("GET", "/employer/homepage", token=employer))

    return listening(act)


def start(_: Cloud) -> set[Grant]:
    return listening(lambda: journeys.done(send("GET", "/site")))


def intake(cloud: Cloud) -> set[Grant]:
    cases = extracts.cases_of(BOTH_ROLES)
    newer = replace(BOTH_ROLES, record={**BOTH_ROLES.record, "record_version": 2, "cases": cases[:1]})
    first, second = extracts.seal(cloud, BOTH_ROLES, ONE_ERN), extracts.seal(cloud, newer)

    def act() -> None:
        extracts.run(extracts.arrive(cloud, first))
        extracts.run(extracts.arrive(cloud, [*second, "not a line"]))

    # The object arrives by another hand.
    return listening(act) - {("s3:PutObject", "")}


def publishing(cloud: Cloud) -> set[Grant]:
    journeys.done(journeys.register())
    cloud.clock.forward(hours=1)

    def act() -> None:
        invoke(publish, {"Records": cloud.records()})
        invoke(publish, {"detail-type": "Scheduled Event"})

    return listening(act)


def forget_decoy(function: str) -> None:
    """Make a function seal its decoy again, as a new process does."""
    handler_of(function)
    wiring = sys.modules[f"{function}.wiring"]
    forget_site_state()
    use_case = {"enrolment": "enrolling", "recovery": "recovering", "helpdesk": "helping"}[function]
    getattr(wiring, use_case).records._sealer._decoy = None


def recovery(cloud: Cloud) -> set[Grant]:
    visitors.hold(PAYING_PARENT, ONE_ERN)
    person, employer = visitors.Person.enrolled(PAYING_PARENT), visitors.Person.enrolled(ONE_ERN)
    challenged = person.logging_in()
    forget_decoy("recovery")

    def act() -> None:
        journeys.done(challenged.get("/recovery/pin"))
        asked = "cms_password 1,2 nino 1,2"
        cloud.update("client-security", {"scin": PAYING_PARENT.key}, forgotten_pin=asked)
        journeys.done(recoveries.answer_two(challenged))
        journeys.done(recoveries.set_pin(challenged, "1357902"))
        journeys.done(recoveries.recover_user_id(employer))
        journeys.done(recoveries.recover_password(person))
        for _ in range(4):
            recoveries.recover_password(person, email="else@example.com")

    return listening(act)


def notify(cloud: Cloud) -> set[Grant]:
    visitors.hold(PAYING_PARENT)
    recoveries.recover_password(visitors.Person.enrolled(PAYING_PARENT))
    return listening(lambda: recoveries.deliver(cloud))


def staff_accounts(_: Cloud) -> set[Grant]:
    hire("IADMIN1", StaffRole.IT_SUPPORT)
    confirmed = {"confirmed": True}

    def act() -> None:
        for _ in range(6):
            log_in("NOBODY1", "wrong1234")
        admin = Member("IADMIN1").logging_in()
        key = {"Idempotency-Key": visitors.fresh_key()}
        issued = [admin.post("/users", FORM, headers=key).json["password"] for _ in range(2)][-1]
        shown = log_in("JSMITH1", issued).json
        confirmed_at = replace(admin, token=shown["token"]).post("/login/confirmation").json
        assert replace(admin, token=confirmed_at["token"]).post("/logout").status == 200
        admin.get("/users")
        assert admin.edit("JSMITH1", segment="North").status == 200
        for done in ("unlock", "password", "delete"):
            admin.post(f"/users/JSMITH1/{done}", confirmed)
        admin.post("/password", {"current_password": STAFF_PASSWORD})
        admin.get("/menu")

    return listening(act)


def helpdesk(_: Cloud) -> set[Grant]:
    visitors.hold(PAYING_PARENT, ONE_ERN)
    visitors.Person.signed_in(PAYING_PARENT)
    agent = hire("AAGENT1").logging_in()
    forget_decoy("helpdesk")

    def act() -> None:
        look_up(agent, ONE_ERN)
        look_up(agent, PAYING_PARENT, scin="999999999999")
        here = found(agent, PAYING_PARENT)
        agent.get(here)
        agent.get(f"{here}/enrolments/client")
        reason = "forgotten user ID and password"
        assert agent.post(f"{here}/de-enrolment", {"confirmed": True, "reason": reason}).status == 200

    return listening(act)


WORK = {
    "staff": staff_accounts,
    "helpdesk": helpdesk,
    "recovery": recovery,
    "notify": notify,
    "start": start,
    "enrolment": enrolment,
    "login": login,
    "homepage": homepage,
    "intake": intake,
    "publish": publishing,
}


@pytest.mark.parametrize("function", sorted(application.functions()))
def test_role__of_each_function__grants_what_its_code_does_and_nothing_else(cloud: Cloud, function: str) -> None:
    # Given people and employers that are known
    hold_client(CLIENT)
    hold_employer(EMPLOYER)
    # When the function does all that it does
    needed = WORK[function](cloud)
    # Then its role allows that, and nothing more
    assert needed
    assert needed == granted(function)
