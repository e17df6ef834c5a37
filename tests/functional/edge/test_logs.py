"""What the functions print over a whole journey: lines of the catalogue, and nothing that a person typed or is."""

from datetime import date
from typing import Any

import pytest

from cms_common.adapters.kms import KnownFactsSealer, PinMacs
from cms_common.logs import Line
from tests.functional.edge import seed
from tests.functional.edge.conftest import Printed, lines
from tests.support import stack
from tests.support.cloud import Cloud
from tests.support.http import Reply, send

NINO, BORN, PIN, PASSWORD = "AB123456C", date(1984, 7, 1), "4719305", "harvest42"
NAMES = ("Thorfinn", "Quisling-Smythe")
EMAIL = "thorfinn.q@example.com"
COMMON = {"level", "location", "message", "timestamp", "service", "transaction_id", "xray_trace_id"}
CATALOGUE = {line.message: line.fields for line in Line}


class Journey:
    """A client who makes every mistake on the way in; keeps all that was typed and shown."""

    def __init__(self) -> None:
        self.secrets = [NINO, NINO.lower(), "01/07/1984", "1984-07-01", PIN, PASSWORD, "wrong4242", *NAMES, EMAIL]
        self.replies: list[Reply] = []

    def send(self, method: str, path: str, body: Any = None, token: str | None = None, **more: Any) -> Any:
        """Send a request, and remember what it shows."""
        reply = send(method, path, body, token=token, **more)
        self.replies.append(reply)
        shown = reply.json
        self.secrets += [shown[name] for name in ("token", "user_id") if shown.get(name)]
        return shown

    def register(self) -> tuple[str, str]:
        """Register after sending the form wrongly; returns user ID and token."""
        key = {"Idempotency-Key": "journey-" + "k" * 20}
        form = {"first_name": NAMES[0], "surname": NAMES[1], "email": EMAIL, "confirm_email": EMAIL}
        form |= {"password": PASSWORD, "confirm_password": PASSWORD}
        self.send("POST", "/client/registration", {**form, "password": "wrong4242", NINO: PIN}, headers=key)
        shown = self.send("POST", "/client/registration", form, headers=key)
        self.send("POST", "/client/registration", {**form, "surname": "Other"}, headers=key)
        self.send("POST", "/client/registration/confirmation", {"id_noted": False}, shown["token"])
        self.send("POST", "/client/registration/confirmation", {"id_noted": True}, shown["token"])
        return shown["user_id"], shown["token"]

    def enrol(self, token: str) -> None:
        """Enrol after getting a fact wrong."""
        facts = {"scin": seed.SCIN, "nino": NINO, "date_of_birth": "01/07/1984", "reference_name": " ".join(NAMES)}
        self.send("POST", "/client/enrolment", {**facts, "reference_name": NAMES[0]}, token)
        self.send("POST", "/client/enrolment", {**facts, "nino": NINO[:-1]}, token)
        self.send("POST", "/client/enrolment", facts, token)

    def log_in(self, user_id: str) -> str:
        """Log in after a wrong password and wrong digits; returns the token of the full session."""
        self.send("POST", "/client/login", {"user_id": user_id, "password": "wrong4242"})
        token = self.send("POST", "/client/login", {"user_id": user_id, "password": PASSWORD})["token"]
        asked = self.send("GET", "/client/login/challenge", token=token)["positions"]
        right = [{"position": position, "digit": PIN[position - 1]} for position in asked]
        wrong = [{**given, "digit": str((int(given["digit"]) + 1) % 10)} for given in right]
        self.send("POST", "/client/login/challenge", {"digits": wrong}, token)
        return str(self.send("POST", "/client/login/challenge", {"digits": right}, token)["token"])


def _held(cloud: Cloud) -> None:
    seed.client(cloud, first_name=NAMES[0])
    environment = stack.environment("intake")
    sealed = KnownFactsSealer(environment["KNOWN_FACTS_KEY"]).seal(seed.SCIN, NINO, BORN)
    cloud.update("clients", {"scin": seed.SCIN}, sealed_facts=sealed, reference_name=" ".join(NAMES), surname=NAMES[1])
    macs = PinMacs(environment["PIN_KEY"]).generate(seed.SCIN, PIN, 1)
    cloud.update("client-security", {"scin": seed.SCIN}, pin_macs=macs)


@pytest.mark.req("SES-17", "SEC-12")
def test_journey__with_every_mistake_on_the_way__leaves_nothing_personal_in_what_is_printed(
    cloud: Cloud, printed: Printed
) -> None:
    # Given a client whose record is held
    _held(cloud)
    journey = Journey()
    # When she registers, enrols, signs in and out, with a mistake at each step, and asks with her data in the address
    user_id, token = journey.register()
    journey.enrol(token)
    full = journey.log_in(user_id)
    journey.send("GET", "/client/homepage", token=full)
    journey.send("GET", "/client/homepage", token=full, query={"case": NINO})
    journey.send("GET", f"/client/{NINO}/{EMAIL}", token=full)
    journey.send("POST", "/client/logout", token=full)
    # Then the journey went as told: each mistake refused, each step done
    assert [reply.status for reply in journey.replies] == [
        *(422, 201, 409, 409, 200),
        *(409, 422, 200),
        *(401, 200, 200, 401, 200),
        *(200, 404, 404, 200),
    ]
    # And nothing she typed, was shown or is called stands in anything that was printed
    text = printed()
    assert [secret for secret in journey.secrets if secret in text] == []
    # And every line is one of the catalogue, with its fields and no other, one for each request
    told = lines(text)
    assert len(told) >= len(journey.replies)
    assert [line for line in told if not line.keys() - COMMON <= CATALOGUE[line["message"]]] == []
    answered = [line["transaction_id"] for line in told if line["message"] == Line.REQUEST_ANSWERED.message]
    assert answered == [reply.headers["transaction-id"] for reply in journey.replies]
    # And nothing else was printed at all
    assert [line for line in text.splitlines() if line and not line.startswith("{")] == []
