"""The pages that open without login."""

import pytest

from tests.support.http import send

pytestmark = pytest.mark.usefixtures("cloud")

REGISTER, LOG_IN = "Register - if you're a new user", "Log in - if you're an existing user"


@pytest.mark.req("REG-01")
@pytest.mark.parametrize("path", ["/client", "/employer", "/ni"])
def test_start_page__each__offers_register_and_log_in(path: str) -> None:
    texts = [choice["link"]["text"] for choice in send("GET", path).json["choices"]]
    assert any(text.startswith(REGISTER) for text in texts)
    assert any(text.startswith(LOG_IN) for text in texts)


@pytest.mark.req("REG-02")
@pytest.mark.parametrize("path", ["/", "/client", "/employer", "/ni"])
def test_start_page__without_login__opens_and_may_be_found_by_search(path: str) -> None:
    page = send("GET", path)
    assert page.status == 200
    assert page.json["robots"] == "index, follow"
    assert page.json["keywords"] == ["child maintenance", "Child Maintenance Log In"]


@pytest.mark.req("REG-16")
@pytest.mark.parametrize("service", ["client", "employer"])
def test_start_page__account_not_enrolled__chooses_enrol_now_inside_register(service: str) -> None:
    choice = send("GET", f"/{service}").json["choices"][0]
    assert choice["link"] == {"text": REGISTER, "href": f"/{service}/registration"}
    assert choice["inside"] == [{"text": "Enrol now", "href": f"/{service}/login"}]


@pytest.mark.req("REG-24")
def test_landing_page__lets_the_user_choose_clients_or_employers() -> None:
    links = [choice["link"] for choice in send("GET", "/").json["choices"]]
    assert {"text": "Clients", "href": "/client"} in links
    assert {"text": "Employers", "href": "/employer"} in links
    assert send("GET", "/client").status == 200


@pytest.mark.req("REG-21")
def test_employer_start_page__links_stay_in_the_employer_service() -> None:
    choices = send("GET", "/employer").json["choices"]
    hrefs = [link["href"] for choice in choices for link in [choice["link"], *choice.get("inside", [])]]
    assert hrefs == ["/employer/registration", "/employer/login", "/employer/login"]
