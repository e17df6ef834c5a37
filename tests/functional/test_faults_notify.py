"""Notifications with every AWS call broken in turn: none is lost, and none doubled but for the one case stated.

The case: a mail is accepted, the answer is lost, and so is every report of it. Then it goes out a second time, and the
notification says that it may have been two.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from cms_common.domain.language import Language
from cms_common.domain.notifications import Wanted, again
from infra.demo.known import PAYING_PARENT
from tests.support.answering import sent
from tests.support.calls import Fault
from tests.support.cloud import Cloud
from tests.support.faults import Broken, UseCase, broken_by_faults
from tests.support.notifications import NOTIFICATION, by, deliver, entries, message, put, report, state_of, told
from tests.support.visitors import Person, hold

SCIN = PAYING_PARENT.key
CLIENT = f"client#{SCIN}"
TEXT: dict[str, Any] = {"template": "sms-call-missed", "besides": "call#0123456789abcdef0123"}


class ComesAgain(Exception):
    """The queue will deliver it again."""


@dataclass(frozen=True)
class Delivery:
    """A message that is delivered until it is done, each time after the queue's pause."""

    cloud: Cloud
    message: dict[str, Any]
    reported: bool = True
    identifier: str = NOTIFICATION

    def first(self) -> None:
        if deliver(self.message):
            raise ComesAgain

    def later(self) -> None:
        """Let the pause go by, and the mail service report of what it accepted."""
        self.cloud.clock.forward(seconds=180 if self.reported else 600)
        if self.reported and self.cloud.mails():
            assert deliver(report("send", self.identifier)) == []
        self.first()


def held(cloud: Cloud) -> None:
    hold(PAYING_PARENT)
    cloud.update("clients", {"scin": SCIN}, sms_opted_in=True)


def of_client(template: str, **more: Any) -> Callable[[Cloud], Delivery]:
    def prepare(cloud: Cloud) -> Delivery:
        held(cloud)
        return Delivery(cloud, message(CLIENT, template, **more))

    return prepare


def of_account(cloud: Cloud) -> Delivery:
    held(cloud)
    return Delivery(cloud, message(Person.enrolled().user_id))


def of_act(cloud: Cloud) -> Delivery:
    held(cloud)
    put(Wanted(NOTIFICATION, "new-letter", Language.ENGLISH, CLIENT))
    return Delivery(cloud, told(NOTIFICATION))


def without_reports(cloud: Cloud) -> Delivery:
    held(cloud)
    return Delivery(cloud, message(CLIENT, "new-letter"), reported=False)


def one_mail(cloud: Cloud, _: Delivery, __: object) -> None:
    assert len(cloud.mails()) == 1, f"{len(cloud.mails())} mails for one notification"
    assert state_of(cloud)[0] == "sent", f"the state is {state_of(cloud)}"
    assert len(entries(cloud, CLIENT)) == 1, "the history has not one entry"


def one_mail_or_says_so(cloud: Cloud, _: Delivery, __: object) -> None:
    [item] = cloud.items("notifications")
    mails = len(cloud.mails())
    assert mails in {1, 2}, f"{mails} mails for one notification"
    assert mails == 1 or item.get("perhaps_twice"), "two mails, and nobody is told"
    assert state_of(cloud)[0] == "sent", f"the state is {state_of(cloud)}"


def one_text_at_most(cloud: Cloud, _: Delivery, __: object) -> None:
    state = state_of(cloud)
    assert len(cloud.texts()) <= 1, "two text messages for one notification"
    assert state == ("failed", "answer-lost") or (state[0], len(cloud.texts())) == ("sent", 1), f"the state is {state}"


def answer_to_nobody(cloud: Cloud) -> Delivery:
    held(cloud)
    work_item = sent(cloud)
    cloud.update("clients", {"scin": SCIN}, email=None)
    lines = ("reviewed-each-year",)
    put(Wanted(NOTIFICATION, "reply-calculation", Language.ENGLISH, CLIENT, lines, answers=work_item))
    return Delivery(cloud, told(NOTIFICATION), reported=False)


def is_work_once(cloud: Cloud, _: Delivery, __: object) -> None:
    raised = [item for item in cloud.items("work") if item.get("kind") == "answer not delivered"]
    kinds = sorted(str(item["item"]).partition("#")[0] for item in raised)
    assert len([one for one in kinds if one == "work-item"]) == 1, f"work for an answer to nobody: {kinds}"
    assert state_of(cloud)[0] == "no address", f"the state is {state_of(cloud)}"


def ended(cloud: Cloud, _: Delivery, __: object) -> None:
    assert cloud.mails() == []
    assert cloud.texts() == []
    assert state_of(cloud)[0] in {"not wanted", "blocked"}, f"the state is {state_of(cloud)}"


def use_case(name: str, prepare: Callable[[Cloud], Delivery], check: Any = one_mail) -> UseCase[Delivery]:
    return UseCase(name, prepare, Delivery.first, check, Delivery.later)


def opted_out(cloud: Cloud) -> Delivery:
    hold(PAYING_PARENT)
    return Delivery(cloud, message(CLIENT, **TEXT))


def reporting(cloud: Cloud) -> Delivery:
    held(cloud)
    deliver(message(CLIENT, "new-letter"))
    return Delivery(cloud, report("delivery"))


def is_delivered(cloud: Cloud, _: Delivery, __: object) -> None:
    assert state_of(cloud)[0] == "delivered", f"the state is {state_of(cloud)}"
    assert [entry["state"] for entry in entries(cloud, CLIENT)] == ["delivered"], "the history does not say so"


def resending(cloud: Cloud) -> Delivery:
    held(cloud)
    deliver(message(CLIENT, "new-letter"))
    return Delivery(cloud, {})


def send_again(_: Delivery) -> None:
    from cms_common.adapters.notifications import Again, resend  # noqa: PLC0415 - tables have their names now

    assert resend(NOTIFICATION, by()) == Again(again(NOTIFICATION))


def is_wanted_once_more(cloud: Cloud, _: Delivery, __: object) -> None:
    states = sorted(str(item["state"]) for item in cloud.items("notifications"))
    assert states == ["queued", "sent"], f"the states are {states}"
    events = [item for item in cloud.items("outbox") if item["event"] == "NotificationWanted"]
    assert len(events) == 1, f"{len(events)} events for one that is sent again"


CASES = [
    pytest.param(use_case("mail to an account", of_account)),
    pytest.param(use_case("notice to a client", of_client("new-letter"))),
    pytest.param(use_case("reply", of_client("reply-calculation", lines=["reviewed-each-year"]))),
    pytest.param(use_case("notification of an act", of_act)),
    pytest.param(use_case("mail without reports", without_reports, one_mail_or_says_so)),
    pytest.param(use_case("text message", of_client(**TEXT), one_text_at_most)),
    pytest.param(use_case("text message not wanted", opted_out, ended)),
    pytest.param(use_case("blocked mail", of_client("new-letter", lines=["reviewed-each-year"]), ended)),
    pytest.param(use_case("answer that reaches nobody", answer_to_nobody, is_work_once)),
    pytest.param(use_case("report", reporting, is_delivered)),
    pytest.param(UseCase("send again", resending, send_again, is_wanted_once_more)),
]


def of_the_client_library(broken: Broken) -> bool:
    """Our clients of these two send each call once (see the test below): nobody sends it again but the queue."""
    return broken.fault is Fault.TWICE and broken.operation in {"SendEmail", "Publish"}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name.replace(" ", "-"))
def test_notification__every_aws_call_broken_in_turn__is_not_lost_and_not_doubled(
    cloud: Cloud, case: UseCase[Any]
) -> None:
    # Given a notification
    # When each call of its way breaks, and the queue delivers it again
    broken = [one for one in broken_by_faults(cloud, case) if not of_the_client_library(one)]
    # Then it was sent once, and is kept as sent
    assert not broken, "\n".join(map(str, broken))


def test_clients__of_mails_and_text_messages__send_each_call_once(cloud: Cloud) -> None:
    from notify.post import once_client_of  # noqa: PLC0415 - settings come from the tests' environment

    for service in ("ses", "sns"):
        assert once_client_of(service).meta.config.retries["total_max_attempts"] == 1
