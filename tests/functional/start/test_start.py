"""The start function beyond its pages: what the API is, and Northern Ireland's wording."""

import json

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from cms_common.edge.answers import ProblemDocument
from infra import openapi
from infra.apis import routes
from tests.support.cloud import Cloud
from tests.support.http import send

NAME = "Child Maintenance Service (NICMS)"


def test_description__as_served__is_openapi_3_1_of_every_route_and_up_to_date(cloud: Cloud) -> None:
    # When the API's description is asked for
    served = send("GET", "/openapi.json").json
    # Then it is valid, made from the routes as declared, and has each of them
    OpenAPIV31SpecValidator(served).validate()
    assert served == json.loads(json.dumps(openapi.describe()))
    described = {(method.upper(), path) for path, operations in served["paths"].items() for method in operations}
    assert described == {(route.method, route.path) for _, route in routes()}


def test_description__every_operation__says_who_may_use_it_and_every_problem_it_answers(cloud: Cloud) -> None:
    # Given the description
    paths = send("GET", "/openapi.json").json["paths"]
    # Then each operation names its access rule, its session, its key and its problems by code
    for _, route in routes():
        operation = paths[route.path][route.method.lower()]
        assert operation["description"] == f"Access: {route.access.name}."
        assert ("security" in operation) is bool(route.access.stages)
        assert ("Idempotency-Key" in str(operation["parameters"])) is route.idempotent
        told = " ".join(response["description"] for response in operation["responses"].values())
        assert [kind.code for kind in route.possible_problems() if kind.code not in told] == []


def test_description__problem_document__has_code_and_transaction_id(cloud: Cloud) -> None:
    # Given the description, then what a problem is stands in it
    schema = send("GET", "/openapi.json").json["components"]["schemas"][ProblemDocument.__name__]
    assert {"code", "transaction_id", "title", "status", "detail", "type"} <= set(schema["required"])


@pytest.mark.req("NIR-05")
def test_site_report__open__available_and_nothing_announced(cloud: Cloud) -> None:
    # Given a site without switches set, then it is available and says nothing more
    assert send("GET", "/site").json == {"available": True}


@pytest.mark.req("NIR-01", "NIR-02")
def test_northern_ireland__start_page__both_ways_in_under_its_own_name(cloud: Cloud) -> None:
    # When somebody comes in by /ni
    page = send("GET", "/ni").json
    # Then the service has its Northern Irish name, and both ways in keep the wording
    links = [choice["link"]["href"] for choice in page["choices"]]
    assert page["service_name"] == page["title"] == NAME
    assert links == [
        "/client/registration?site=ni",
        "/client/login?site=ni",
        "/employer/registration?site=ni",
        "/employer/login?site=ni",
    ]
    # And the pages behind it do too
    for path in links:
        assert send("GET", path.partition("?")[0], query={"site": "ni"}).json["service_name"] == NAME


def test_address__with_a_slash_at_its_end__other_methods_are_told_what_it_takes(cloud: Cloud) -> None:
    # When a known address is asked for with a slash at its end
    wrong, right = send("DELETE", "/client/"), send("GET", "/client/")
    # Then a wrong method is told the right one, and a right method that the address is another
    assert (wrong.status, wrong.headers["allow"], right.status) == (405, "GET", 404)
