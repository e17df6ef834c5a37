"""Staff at once: guesses at one password, and users of one name."""

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest

from infra.demo.staff import STAFF
from tests.support.browser import Browser, Got

GUESSES, CREATES = 50, 20
ADMIN = STAFF[0]
VICTIM = STAFF[-1]


def admin(base_url: str) -> Browser:
    browser = Browser(base_url)
    reply = browser.post("/staff/login", {"user_id": ADMIN.user_id, "password": ADMIN.password})
    assert reply.status == 200, reply.json
    return browser


@pytest.mark.req("ITS-10")
def test_race__fifty_wrong_staff_passwords_at_once__five_are_checked(base_url: str) -> None:
    # Given a member of staff, and an ID that nobody has
    for typed in (VICTIM.user_id, "NOBODY77"):

        def guess(_: int, typed: str = typed) -> Got:
            return Browser(base_url).post("/staff/login", {"user_id": typed, "password": "wrong123"})

        # When fifty wrong passwords come at once, Then five are checked and all others told of the lock
        with ThreadPoolExecutor(GUESSES) as pool:
            statuses = [answer.status for answer in pool.map(guess, range(GUESSES))]
        assert statuses.count(401) == 5, statuses
        assert set(statuses) == {401, 423}
    # And the right one is refused too, until IT support unlocks
    right = {"user_id": VICTIM.user_id, "password": VICTIM.password}
    assert Browser(base_url).post("/staff/login", right).status == 423
    assert admin(base_url).post(f"/staff/users/{VICTIM.user_id}/unlock", {"confirmed": True}).status == 200
    assert Browser(base_url).post("/staff/login", right).status == 200


@pytest.mark.req("ITS-06")
def test_race__twenty_users_of_one_name_created_at_once__have_twenty_ids(base_url: str) -> None:
    # Given IT support, and twenty people called Ann Quigley
    token = admin(base_url).token
    form = {"first_name": "Ann", "surname": "Quigley", "role": "caseworker"}

    def create(_: int) -> Got:
        browser = Browser(base_url)
        browser.token = token
        return browser.post("/staff/users", form, key=uuid4().hex)

    # When all are created at once
    with ThreadPoolExecutor(CREATES) as pool:
        made = list(pool.map(create, range(CREATES)))
    # Then each has an ID of their own
    assert {answer.status for answer in made} == {201}, [answer.json for answer in made]
    assert len({answer.json["user_id"] for answer in made}) == CREATES
    assert {answer.json["user_id"].rstrip("0123456789") for answer in made} == {"AQUIGL"}
