"""What somebody does who forgot something: forms, pages and mails of recovery."""

import re
from typing import Any

from tests.support.cloud import Cloud
from tests.support.http import Reply, invoke, send
from tests.support.visitors import FORM, Person, answers_of


def facts(person: Person, **changes: str) -> dict[str, Any]:
    """Return the facts that a recovery of this person asks for, without the user ID."""
    names = ("scin", "nino", "date_of_birth") if person.service == "client" else ("ern", "paye_reference")
    return {"email": FORM["email"], **{name: person.line.record[name] for name in names}, **changes}


def recover_password(person: Person, **changes: str) -> Reply:
    """Ask for the password again."""
    body = {"user_id": person.user_id, **facts(person), **changes}
    return send("POST", f"/{person.service}/recovery/password", body)


def recover_user_id(person: Person, **changes: str) -> Reply:
    """Ask for the user ID again."""
    return send("POST", f"/{person.service}/recovery/user-id", facts(person, **changes))


def deliver(cloud: Cloud) -> dict[str, Any]:
    """Let `notify` send what waits in the queue of mails; messages stay in the queue."""
    from notify.handler import lambda_handler  # noqa: PLC0415 - settings come from the tests' environment

    records = [{**message, "eventSource": "aws:sqs", "receiptHandle": "x"} for message in cloud.queued("mails")]
    answer: dict[str, Any] = invoke(lambda_handler, {"Records": records})
    return answer


def mailed_half(cloud: Cloud) -> str:
    """Deliver, and read the half out of the newest mail."""
    assert deliver(cloud) == {"batchItemFailures": []}
    _, _, body = cloud.mails()[-1]
    found: list[str] = re.findall(r"(?:are|yw): (\w{6})$", body, re.MULTILINE)
    return found[0]


def characters(person: Person, question: dict[str, Any]) -> list[str]:
    """Return the right characters for a question of Route A."""
    record = person.line.record
    texts = {**record, "date_of_birth": str(record["date_of_birth"]).replace("/", "")}
    return [str(texts[question["secret"]])[position - 1] for position in question["positions"]]


def answer_two(person: Person, *, wrong: tuple[int, ...] = ()) -> Reply:
    """Ask for Route A's questions and answer them; `wrong` are the indexes (0, 1) of those answered wrongly."""
    return person.post("/recovery/pin", two_answers(person, wrong=wrong))


def two_answers(person: Person, *, wrong: tuple[int, ...] = ()) -> dict[str, Any]:
    """Return the answers to what Route A asks now."""
    answers = []
    for index, question in enumerate(person.get("/recovery/pin").json["questions"]):
        given = characters(person, question)
        if index in wrong:
            given[1] = "7" if given[1] != "7" else "8"
        answers.append({"secret": question["secret"], "positions": question["positions"], "characters": given})
    return {"answers": answers}


def three_answers(person: Person, *, wrong: bool = False) -> dict[str, Any]:
    """Return the answers to what Route B asks now, one of them wrong if wanted."""
    held = dict(answers_of(person.line.record))
    asked = person.get("/recovery/security-questions").json["questions"]
    said = [f"  {held[question].upper()} " for question in asked]
    if wrong:
        said[-1] = "something else"
    return {"answers": [{"question": one, "answer": two} for one, two in zip(asked, said, strict=True)]}


def three_wrong_pins(person: Person) -> None:
    """Give three wrong PINs: Route B begins."""
    statuses = [person.give_pin(wrong=(0,)).status for _ in range(3)]
    assert statuses == [401, 401, 403]


def set_pin(person: Person, pin: str, confirm: str | None = None) -> Reply:
    """Send a new PIN."""
    return person.post("/recovery/new-pin", {"pin": pin, "confirm_pin": confirm or pin})


def give_digits(person: Person, pin: str) -> Reply:
    """Give the digits of a PIN that are asked for."""
    asked = person.positions()
    digits = [{"position": position, "digit": pin[position - 1]} for position in asked]
    return person.post("/login/challenge", {"digits": digits})
