"""The steps of the journeys as requests; each returns the reply, or the token that opens the next step."""

from uuid import uuid4

from tests.support.http import Reply, send
from tests.support.people import Client, Employer

PASSWORD = "harvest42"
FORM = {
    "first_name": "Siân",
    "surname": "O'Neill-Davies",
    "email": "sian@example.com",
    "confirm_email": "sian@example.com",
    "password": PASSWORD,
    "confirm_password": PASSWORD,
}


def new_key() -> str:
    """Make an Idempotency-Key."""
    return uuid4().hex


def register(service: str = "client", *, key: str | None = None, **changes: str) -> Reply:
    """Send the registration form."""
    headers = {"Idempotency-Key": key or new_key()}
    return send("POST", f"/{service}/registration", {**FORM, **changes}, headers=headers)


def note(service: str, token: str) -> Reply:
    """Confirm that the user ID is noted."""
    return send("POST", f"/{service}/registration/confirmation", {"id_noted": True}, token=token)


def enrol(who: Client | Employer, token: str) -> Reply:
    """Send the known facts."""
    return send("POST", f"/{service_of(who)}/enrolment", who.facts, token=token)


def give_password(service: str, user_id: str, password: str = PASSWORD) -> Reply:
    """Send user ID and password."""
    return send("POST", f"/{service}/login", {"user_id": user_id, "password": password})


def asked_positions(token: str) -> list[int]:
    """Ask which PIN digits to give."""
    positions: list[int] = send("GET", "/client/login/challenge", token=token).json["positions"]
    return positions


def give_pin(client: Client, token: str, *, wrong: bool = False) -> Reply:
    """Ask for the positions, and give the digits."""
    digits = client.digits(asked_positions(token), wrong=wrong)
    return send("POST", "/client/login/challenge", digits, token=token)


def give_ern(ern: str, token: str) -> Reply:
    """Send the ERN wanted for the session."""
    return send("POST", "/employer/login/challenge", {"ern": ern}, token=token)


def registered(service: str = "client") -> tuple[str, str]:
    """Register and note the ID; returns user ID and token."""
    shown = done(register(service)).json
    done(note(service, shown["token"]))
    return shown["user_id"], shown["token"]


def enrolled(who: Client | Employer) -> str:
    """Register, note the ID and enrol; returns the user ID."""
    user_id, token = registered(service_of(who))
    done(enrol(who, token))
    return user_id


def challenged(who: Client | Employer, user_id: str) -> str:
    """Give the password; returns the token of the second step."""
    return str(done(give_password(service_of(who), user_id)).json["token"])


def signed_in(who: Client | Employer, user_id: str) -> str:
    """Do both steps; returns the token of a full session."""
    token = challenged(who, user_id)
    reply = give_pin(who, token) if isinstance(who, Client) else give_ern(who.ern, token)
    return str(done(reply).json["token"])


def service_of(who: Client | Employer) -> str:
    """Return the service that a person or an employer uses."""
    return "client" if isinstance(who, Client) else "employer"


def done(reply: Reply) -> Reply:
    """Return a reply that is no error. Raises AssertionError with its body otherwise."""
    assert reply.status < 300, reply.body
    return reply
