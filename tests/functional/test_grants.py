"""Each role may do what its function does, and nothing else: calls are listened to and compared with the policy."""

import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from cms_common.domain.history import Delivery, owner_client
from cms_common.domain.language import Language
from cms_common.domain.notifications import Wanted
from cms_common.domain.staff import StaffRole
from cms_common.domain.uploads import key_of
from infra import application
from infra.demo.known import BOTH_ROLES, ONE_ERN, PAYING_PARENT, RECEIVING_PARENT
from infra.demo.records import Record
from publish.handler import lambda_handler as publish
from tests.functional.helpdesk.test_helpdesk import found, look_up
from tests.functional.intake import extracts
from tests.functional.staff.test_administration import FORM
from tests.support import (
    answering,
    casework,
    correspondence,
    documents,
    journeys,
    letters,
    recoveries,
    scans,
    stack,
    staff,
    uploads,
    visitors,
)
from tests.support.calls import Calls, Parameters, watched
from tests.support.cloud import Cloud
from tests.support.http import forget_site_state, handler_of, invoke, send
from tests.support.notifications import deliver, message, put, report, told
from tests.support.people import Client, Employer, hold_client, hold_employer
from tests.support.staff import PASSWORD as STAFF_PASSWORD
from tests.support.staff import Member, hire, log_in

type Grant = tuple[str, str]
"""An action and the short name of what it is done to, as ("dynamodb:GetItem", "accounts")."""

CLIENT, EMPLOYER, NOBODY = Client(), Employer(), "999999999999"
OF_THE_PLATFORM = {"Logs", "Traces", "DeadLetters", "OutboxStream", "Received", "QuarantineGone"}
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
        # What names what it is not for is for all else.
        for resource in listed(statement.get("Resource", "*"))
    }


def listed(value: str | list[str]) -> list[str]:
    return value if isinstance(value, list) else [value]


def short(name: str) -> str:
    """Return a resource's name without what all names here begin with."""
    bare = name.removesuffix("/*").removesuffix("/incoming").rpartition("/")[2].rpartition(":")[2]
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
        case "SendEmail" | "Publish":
            needed = posted(parameters)
        case _ if "Bucket" in parameters:
            needed = of_bucket(operation, parameters)
        case _ if "TableName" in parameters:
            needed = {(f"dynamodb:{operation}", short(parameters["TableName"]))}
        case _:
            needed = {(f"kms:{operation}", "")}
    return needed


def of_bucket(operation: str, parameters: Parameters) -> set[Grant]:
    """Return the grants that one call to a bucket needs; its objects are sealed with a key of ours."""
    action, key = {
        "GetObject": ("s3:GetObjectVersion" if "VersionId" in parameters else "s3:GetObject", "kms:Decrypt"),
        "PutObject": ("s3:PutObject", "kms:GenerateDataKey"),
        "ListObjectVersions": ("s3:ListBucketVersions", ""),
        "DeleteObject": ("s3:DeleteObjectVersion", ""),
    }[operation]
    return {(action, short(parameters["Bucket"])), *([(key, "")] if key else [])}


def posted(parameters: Parameters) -> set[Grant]:
    """Return what a mail or text message needs; the configuration set of mails bears the stage's name alone."""
    if "Source" not in parameters:
        return {("sns:Publish", "*")}
    return {("ses:SendEmail", short(parameters[name])) for name in ("Source", "ConfigurationSetName")}


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


def messaging(cloud: Cloud) -> set[Grant]:
    client = visitors.Person("client", PAYING_PARENT, "", journeys.signed_in(CLIENT, journeys.enrolled(CLIENT)))
    posted = correspondence.hold_letter(f"client#{CLIENT.scin}", cloud.clock.now(), delivery=Delivery.ONLINE)

    def act() -> None:
        client.get("/messages/new")
        for _ in range(2):
            assert correspondence.send_message(client, key="0123456789abcdef").status == 201
        page = client.get("/contact-history").json
        assert page["entries"]
        assert client.get(correspondence.path_of(posted)).status == 200

    # A link is signed without a call, and opens with the rights of the role.
    return listening(act) | {("s3:GetObject", "correspondence"), ("kms:Decrypt", "")}


def details(_: Cloud) -> set[Grant]:
    client = visitors.Person("client", PAYING_PARENT, "", journeys.signed_in(CLIENT, journeys.enrolled(CLIENT)))

    def act() -> None:
        assert client.get("/details").status == 200
        assert client.post("/details/text-messages", {"opted_in": True}).status == 200

    return listening(act)


def letters_made(cloud: Cloud) -> set[Grant]:
    scin = letters.online(cloud, PAYING_PARENT)
    letters.message(cloud, "employer#700100017")
    visitors.hold(ONE_ERN)
    posted = letters.reached(cloud, BOTH_ROLES)
    nowhere = letters.reached(cloud, RECEIVING_PARENT, address=[])
    gone = letters.told("AccountDeEnrolled", {"service": "client", "customer": scin}, 3)
    batch = letters.wanted(scin, "CMSL9548"), letters.wanted(posted, "UPDATE", 2), letters.wanted(nowhere, "UPDATE", 4)

    def act() -> None:
        assert letters.deliver(*batch, letters.message_received("employer#700100017"), gone) == []

    made = listening(act)
    # One letter has an address by the next hour, and the document of another is gone.
    cloud.update("clients", {"scin": nowhere}, address=["1 New Street"])
    [bad] = [letter["document_id"] for letter in letters.items(cloud, "letter#") if letter["scin"] == posted]
    cloud._backend("s3", "aws").buckets[f"cms-test-correspondence-{stack.ACCOUNT}"].keys.pop(f"{bad}.pdf")
    made |= listening(letters.hand_over)
    # S3 opens and encrypts objects with the keys of their buckets in the role's name.
    return made | {("kms:Decrypt", ""), ("kms:GenerateDataKey", "")}


def answered(cloud: Cloud) -> set[Grant]:
    visitors.hold(PAYING_PARENT, ONE_ERN)
    cloud.update("clients", {"scin": PAYING_PARENT.key}, contact_preference="Self Service", self_service=True)
    person = visitors.Person.signed_in(PAYING_PARENT)
    mailed, called, complex_one = (answering.sent(cloud, person=person) for _ in range(3))
    answering.sent(cloud, "submit feedback", person=person)
    employers_message = answering.sent(cloud, "general query", ONE_ERN)
    member = answering.caseworker()
    contact = answering.checked(member, PAYING_PARENT)
    support = hire("SUPPOR9").logging_in()
    for_employers = hire("ECWORK9", StaffRole.EMPLOYER_CASEWORKER).logging_in()
    forget_decoy("answering")

    def act() -> None:
        member.get("/messages")
        [feedback] = support.get("/messages").json["work"]
        named = feedback["open"]["href"].rpartition("/")[2]
        for who, item, line in ((support, named, PAYING_PARENT), (for_employers, employers_message, ONE_ERN)):
            said = answering.known_facts(line)
            told = answering.call(who, answering.taken(who, item), outcome="answered", notes="Told", **said)
            assert told.status == 200
        assert member.post(f"{answering.taken(member, mailed)}/email", answering.LINE).status == 200
        here = answering.taken(member, called)
        answering.call(member, here, outcome="no answer")
        answering.call(member, here, outcome="answered", notes="Told", contact=contact)
        member.post(f"{answering.taken(member, complex_one)}/correspondence", {"reason": "Complex"})
        key = {"Idempotency-Key": visitors.fresh_key()}
        promised = member.post("/call-backs", {"details": "On her number"}, headers=key).json["call_back"]
        member.get("/call-backs")
        assert member.post(f"/call-backs/{promised}/kept", {"notes": "Told"}).status == 200
        mail = cloud.items("notifications")[0]["notification"]
        cloud.update("notifications", {"notification": mail}, state="bounced")
        assert member.post(f"/notifications/{mail}/resend", {}).status == 200

    # A link is signed without a call, and opens with the rights of the role.
    return listening(act) | {("s3:GetObject", "correspondence"), ("kms:Decrypt", "")}


def clock_swept(cloud: Cloud) -> set[Grant]:
    visitors.hold(PAYING_PARENT)
    cloud.update("clients", {"scin": PAYING_PARENT.key}, contact_preference="Self Service", self_service=True)
    person = visitors.Person.signed_in(PAYING_PARENT)
    mailed, *_ = (answering.sent(cloud, person=person) for _ in range(2))
    member = answering.caseworker()
    key = {"Idempotency-Key": visitors.fresh_key()}
    assert member.post("/call-backs", {"details": "On her number"}, headers=key).status == 201
    assert member.post(f"{answering.taken(member, mailed)}/email", answering.LINE).status == 200

    def act() -> None:
        for hours in (41, 49):
            answering.sweep(cloud.clock.now() + timedelta(hours=hours))

    return listening(act)


def start(_: Cloud) -> set[Grant]:
    return listening(lambda: journeys.done(send("GET", "/site")))


def intake(cloud: Cloud) -> set[Grant]:
    cases = extracts.cases_of(BOTH_ROLES)
    changes: Record = {
        "record_version": 2,
        "cases": cases[:1],
        "service_requests": PAYING_PARENT.record["service_requests"],
    }
    changes |= {"special_client_record": True}
    newer = replace(BOTH_ROLES, record={**BOTH_ROLES.record, **changes})
    casework.failed_upload(BOTH_ROLES, team="Welsh Segment")
    casework.promised(BOTH_ROLES, team="Welsh Segment")
    first, second = extracts.seal(cloud, BOTH_ROLES, ONE_ERN), extracts.seal(cloud, newer)

    def act() -> None:
        extracts.run(extracts.arrive(cloud, first))
        extracts.run(extracts.arrive(cloud, [*second, "not a line"]))

    # The object arrives by another hand.
    return listening(act) - {("s3:PutObject", "intake"), ("kms:GenerateDataKey", "")}


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
    readers = {"answering": "checking", "enrolment": "enrolling", "recovery": "recovering", "helpdesk": "helping"}
    held = getattr(wiring, readers[function]).records if function in readers else wiring.contacting.callers
    held._sealer._decoy = None


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
    visitors.hold(PAYING_PARENT, ONE_ERN)
    visitors.Person.enrolled(ONE_ERN)
    cloud.update("clients", {"scin": PAYING_PARENT.key}, sms_opted_in=True)
    person = visitors.Person.signed_in(PAYING_PARENT)
    answered = answering.sent(cloud, person=person)
    recoveries.recover_password(person)
    client = f"client#{PAYING_PARENT.key}"
    put(Wanted("e" * 20, "new-letter", Language.ENGLISH, client))
    put(Wanted("d" * 20, "reply-calculation", Language.ENGLISH, client, ("reviewed-each-year",), answers=answered))
    text = message(client, "sms-call-missed", number=3, besides="letter#1")
    mail = message(f"employer#{ONE_ERN.key}", "new-for-employer")

    def act() -> None:
        recoveries.deliver(cloud)
        deliver(mail, text, text, told("e" * 20), told("d" * 20))
        deliver(report("bounce"), report("bounce", "d" * 20))

    return listening(act)


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


def upload(_: Cloud) -> set[Grant]:
    visitors.hold(PAYING_PARENT)
    person = visitors.Person.signed_in(PAYING_PARENT)
    word = uploads.a_file("a.doc", "application/msword")

    def act() -> None:
        upload_id = uploads.asked(person, uploads.a_file(), word, service_request="1-2043117")
        person.get("/uploads")
        person.get(f"/uploads/{upload_id}")

    # Whoever sends the file does it by what this role may.
    return listening(act) | {("s3:PutObject", "quarantine"), ("kms:GenerateDataKey", "")}


def evidence(cloud: Cloud) -> set[Grant]:
    visitors.hold(PAYING_PARENT)
    person = visitors.Person.signed_in(PAYING_PARENT)
    filed, _late = uploads.asked(person), uploads.asked(person)
    uploads.clean(cloud, filed, 1, b"%PDF-1.4 x")
    cloud.clock.forward(minutes=61)

    def act() -> None:
        uploads.file(filed)
        uploads.sweep()

    return listening(act)


def sent_badly(cloud: Cloud) -> tuple[str, str]:
    """Have a client send a Word document as a PDF; returns its key and version."""
    visitors.hold(PAYING_PARENT)
    content = documents.word_document()
    upload_id = uploads.asked(visitors.Person.signed_in(PAYING_PARENT), uploads.a_file(size=len(content)))
    return key_of(upload_id, 1), scans.send(cloud, upload_id, 1, content)


def scan(cloud: Cloud) -> set[Grant]:
    arrived = scans.arrival(*sent_badly(cloud))
    return listening(lambda: scans.wake("scan", arrived))


def scan_verdict(cloud: Cloud) -> set[Grant]:
    told = scans.verdict(*sent_badly(cloud), "THREATS_FOUND")
    return listening(lambda: scans.wake("scan_verdict", told))


def caseworker(cloud: Cloud) -> set[Grant]:
    visitors.hold(PAYING_PARENT)
    member, special = staff.caseworker(), staff.special_caseworker()
    call, looked_at, moved = casework.failed_upload(), casework.evidence(), casework.failed_upload()
    casework.linked()
    visitors.Person.signed_in(PAYING_PARENT)
    visitors.hold(ONE_ERN)
    correspondence.send_message(visitors.Person.signed_in(ONE_ERN), message_type="make a complaint")
    of_employers = hire("ECASE1", StaffRole.EMPLOYER_CASEWORKER, ()).logging_in()
    correspondence.hold_letter(owner_client(PAYING_PARENT.key), cloud.clock.now())
    put(Wanted(f"{1:020x}", "new-letter", Language.ENGLISH, owner_client(PAYING_PARENT.key)))
    reason = {"reason": "Told to try again"}
    forget_decoy("caseworker")

    def act() -> None:
        member.get("/work")
        for line in of_employers.get("/work").json["work"]:
            assert of_employers.post(f"{line['work_item']['href'].removeprefix('/staff')}/take", {}).status == 200
        here = f"/work-items/{call.work_item_id}"
        for path, body in (("take", {}), ("notes", {"text": "Calling"}), ("done", reason)):
            assert member.post(f"{here}/{path}", body).status == 200
        member.get(f"/activities/{looked_at.activity_id}")
        member.post(f"/activities/{looked_at.activity_id}/document", {})
        member.post(f"/service-requests/1-2043117/documents/{casework.PAYSLIP.reference}", {})
        wrong = casework.opened(member, scin=NOBODY)
        member.post(f"{wrong}/security-check", casework.said(name="Somebody"))
        contact = casework.passed(member)
        for shown in ("client", "contacts", "service-requests", "comparison", "contact-history", "notifications"):
            assert member.get(f"{contact}/{shown}").status == 200
        [entry] = member.get(f"{contact}/contact-history").json["entries"]
        assert member.post(entry["document"]["href"].removeprefix("/staff"), {}).status == 200
        key = {"Idempotency-Key": visitors.fresh_key()}
        incident = member.post(f"{contact}/incidents", {"description": "Letters open blank"}, headers=key)
        assert member.get(f"/incidents/{incident.json['incident']}").status == 200
        for path, body in (("security-reset", {}), ("special-records", reason), ("close", reason)):
            assert member.post(f"{contact}/{path}", body).status == 200
        assert special.get(f"/work-items/{moved.work_item_id}").json["team"] == "Special Client Records Team"

    # A link makes no call: whoever follows it does, as this role, and reads the view and nothing beside it.
    return listening(act) | {("s3:GetObject", "view"), ("s3:GetObject", "correspondence"), ("kms:Decrypt", "")}


WORK = {
    "caseworker": caseworker,
    "scan": scan,
    "scan_verdict": scan_verdict,
    "upload": upload,
    "evidence": evidence,
    "staff": staff_accounts,
    "helpdesk": helpdesk,
    "recovery": recovery,
    "notify": notify,
    "start": start,
    "enrolment": enrolment,
    "login": login,
    "homepage": homepage,
    "messaging": messaging,
    "details": details,
    "letters": letters_made,
    "answering": answered,
    "sla": clock_swept,
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
