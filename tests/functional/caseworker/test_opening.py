"""Activities, service requests and their documents, by HTTP."""

from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import parse_qs, parse_qsl, urlsplit

import pytest

from infra.demo import known
from tests.support import casework, ledger, staff
from tests.support.cloud import Cloud
from tests.support.visitors import PAYING, hold

REQUEST = "/service-requests/1-2043117"


@pytest.fixture(autouse=True)
def records(cloud: Cloud) -> Iterator[None]:
    hold(PAYING, known.SPECIAL_CLIENT_RECORD)
    yield
    ledger.check(cloud)


@pytest.mark.req("UPL-11", "UPL-12", "CWK-19")
def test_activity__of_an_error__opens_its_description(cloud: Cloud) -> None:
    item = casework.failed_upload()
    shown = staff.caseworker().get(f"/activities/{item.activity_id}").json
    assert (shown["status"], shown["error_status"]) == ("In Progress", "In Error")
    assert shown["error_description"] == casework.DESCRIPTION
    assert [act["subject"] for act in ledger.acts(cloud, "ActivityOpened")] == [f"activity#{item.activity_id}"]


@pytest.mark.req("UPL-10", "UPL-18")
def test_document_of_an_activity__opened__is_a_short_lived_link_and_recorded(cloud: Cloud) -> None:
    # Given evidence under a contact
    item, member = casework.evidence(), staff.caseworker()
    here = f"/activities/{item.activity_id}"
    # When the activity and its document are opened
    shown, opened = member.get(here).json, member.post(f"{here}/document", {})
    # Then the link is to the view of that file, ends in a minute, and the opening is recorded
    assert shown["document"]["open"]["href"] == f"/staff{here}/document"
    assert opened.status == 200
    link = urlsplit(opened.json["url"])
    assert link.path.endswith("/0000000000000000a001/1/view")
    assert parse_qs(link.query).get("X-Amz-Expires", ["60"]) == ["60"]
    facts = ledger.acts(cloud, "DocumentOpened")[0]
    assert facts["actor"] == "staff#CWORKE1"


def test_document_of_an_activity__that_has_none__is_not_there(cloud: Cloud) -> None:
    item = casework.failed_upload()
    assert staff.caseworker().post(f"/activities/{item.activity_id}/document", {}).status == 404


@pytest.mark.req("UPL-09", "COC-07")
def test_service_request__with_evidence__shows_both_source_and_channel_and_opens_the_document(cloud: Cloud) -> None:
    # Given a change of circumstances with a document linked twice over
    casework.linked()
    casework.linked()
    member = staff.caseworker()
    # When the request is opened
    shown = member.get(REQUEST).json
    # Then role and channel stand apart, the document is there once, and it opens as a PDF
    assert (shown["source"], shown["channel"], shown["status"]) == ("NRP", "telephone", "Open")
    assert [(one["name"], one["view_type"]) for one in shown["documents"]] == [("Päyslip März.pdf", "application/pdf")]
    opened = member.post(shown["documents"][0]["open"]["href"].removeprefix("/staff"), {})
    assert opened.status == 200
    assert urlsplit(opened.json["url"]).path.endswith("/0000000000000000a001/1/view")
    assert len(ledger.acts(cloud, "ServiceRequestOpened")) == len(ledger.acts(cloud, "DocumentOpened")) == 1


@pytest.mark.req("UPL-09")
def test_service_request__with_more_documents_than_a_page__lists_and_opens_each(cloud: Cloud) -> None:
    # Given a request with 120 documents
    names = [f"{number:020x}" for number in range(120)]
    for upload_id in names:
        casework.linked(document=replace(casework.PAYSLIP, upload_id=upload_id))
    member = staff.caseworker()
    # When the pages are followed
    first = member.get(REQUEST).json
    path, _, query = first["more"]["href"].partition("?")
    second = member.get(path.removeprefix("/staff"), query=dict(parse_qsl(query))).json
    # Then each document stands there once, and then there is no more
    links = [one["open"]["href"] for page in (first, second) for one in page["documents"]]
    assert [link.rpartition("/")[2] for link in links] == [f"{upload_id}-1" for upload_id in names]
    assert "more" not in second
    # And the last one opens
    opened = member.post(links[-1].removeprefix("/staff"), {})
    assert urlsplit(opened.json["url"]).path.endswith(f"/{names[-1]}/1/view")
    # And a place that is none of ours is refused
    assert member.get(REQUEST, query={"after": "x"}).status == 422


@pytest.mark.req("UPL-18")
@pytest.mark.parametrize("name", ["0000000000000000a001-01", "0000000000000000a001", "-1", "x-1", "a#1", "1" * 4000])
def test_document__under_a_name_that_is_none__is_not_there(cloud: Cloud, name: str) -> None:
    casework.linked()
    assert staff.caseworker().post(f"{REQUEST}/documents/{name}", {}).status == 404


@pytest.mark.req("UPL-18")
def test_document__named_under_a_request_it_is_not_linked_to__is_not_there(cloud: Cloud) -> None:
    casework.linked()
    member = staff.caseworker()
    name = casework.PAYSLIP.reference
    assert member.post(f"/service-requests/1-1988204/documents/{name}", {}).status == 404
    assert member.post(f"{REQUEST}/documents/{name[:-1]}2", {}).status == 404
    assert member.post(f"/service-requests/9-99/documents/{name}", {}).status == 404
    assert ledger.acts(cloud, "DocumentOpened") == []


@pytest.mark.req("SEC-04")
def test_opening__things_of_a_special_client__is_for_its_team_alone(cloud: Cloud) -> None:
    # Given evidence of a special client, under a contact and with a service request
    line = known.SPECIAL_CLIENT_RECORD
    item = casework.evidence(line, "Special Client Records Team")
    cloud.update("work", {"key": "service-request#1-2043117", "item": "service-request"}, scin=line.key)
    casework.linked()
    paths = (f"/activities/{item.activity_id}", REQUEST)
    opens = (f"{paths[0]}/document", f"{REQUEST}/documents/{casework.PAYSLIP.reference}")
    # When both kinds of caseworker try
    seen = {}
    for member in (staff.caseworker(), staff.special_caseworker()):
        replies = [*(member.get(path) for path in paths), *(member.post(path, {}) for path in opens)]
        seen[member.user_id] = {reply.status for reply in replies}
    # Then it is there for the team, and for nobody else
    assert seen == {"CWORKE1": {404}, "SPECIA1": {200}}
