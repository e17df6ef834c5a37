"""The words, links and order of what a contact shows of its client."""

from caseworker import contact_screens, screens
from caseworker.contact_pages import actions
from caseworker.pages import CONTACTS, REQUESTS, activity_line
from caseworker.showing import Disputed, Requests
from caseworker.tokens import token_of
from caseworker.values import Correspondence, DocumentOpens, HeldClient, History
from cms_common.domain.approved_texts import CATALOGUE
from cms_common.domain.cases import ROLES
from cms_common.domain.copies import copy_of
from cms_common.domain.history import Entry
from cms_common.domain.notifications import NEVER_AGAIN, Notified, NotifiedPage
from cms_common.domain.uk_time import shown_time
from cms_common.domain.work import ServiceRequest
from cms_common.edge.pages import Link

_TO_COMPARE = (
    "Where the two sides disagree, the client may see something else than the client record says.",
    "Where they agree and the client disputes it, the client record itself is disputed: it needs a change of "
    "circumstances, which may be among those not completed below.",
)


def client(held: HeldClient, contact_id: str) -> contact_screens.ClientRecordPage:
    """Show the client record (CWK-06)."""
    return contact_screens.ClientRecordPage(
        title="Client record",
        name=held.name,
        self_service="Y" if held.self_service else "N",
        first_log_in_date=held.first_log_in_date,
        last_log_in_date=held.last_log_in_date,
        contact_preference=held.contact_preference,
        preferred_language=held.preferred_language,
        jurisdiction={"gb": "Great Britain", "ni": "Northern Ireland"}[held.jurisdiction],
        segment=held.segment,
        sms="opted in" if held.sms_opted_in else "opted out",
        actions=actions(f"{CONTACTS}/{contact_id}"),
        email=held.email,
        mobile_telephone=held.mobile_telephone,
        address=held.address,
    )


def contacts(found: History, contact_id: str) -> contact_screens.ContactList:
    """Show a part of a client's contacts with the hyperlinks of their activities."""
    lines = tuple(
        contact_screens.ContactLine(
            opened=shown_time(one.opened_at),
            channel=one.channel.value,
            direction=one.direction.value,
            security_check=one.security_check.value,
            activities=tuple(activity_line(activity) for activity in activities),
            subject=one.subject,
        )
        for one, activities in found.contacts
    )
    here = f"{CONTACTS}/{contact_id}/contacts"
    more = Link("More contacts", f"{here}?after={token_of(found.after)}") if found.after else None
    return contact_screens.ContactList("Contacts", lines, more)


def requests(found: Requests, contact_id: str) -> contact_screens.RequestList:
    """Show a part of the Service Request list (CWK-18)."""
    more = _more("More service requests", contact_id, "service-requests", found.after)
    return contact_screens.RequestList("Service requests", tuple(_request(one) for one in found.requests), more)


def comparison(found: Disputed) -> contact_screens.ComparisonPage:
    """Show what the site shows beside the client record (CWK-07)."""
    return contact_screens.ComparisonPage(
        title="What the site shows",
        paragraphs=_TO_COMPARE,
        details=tuple(
            contact_screens.ComparedLine(one.detail, one.on_the_site, one.in_the_2012_system, one.agree)
            for one in found.comparison.details
        ),
        cases=tuple(
            contact_screens.CaseShown(
                one.case_id, ROLES[one.role].value, one.other_parent_first_name, one.children_first_names
            )
            for one in found.comparison.cases
        ),
        outstanding=tuple(_request(one) for one in found.outstanding),
    )


def history(found: Correspondence, contact_id: str) -> contact_screens.EntryList:
    """Show a part of the contact history (NOT-18)."""
    more = _more("Earlier", contact_id, "contact-history", found.after)
    lines = tuple(_entry(place, entry, contact_id) for place, entry in found.entries)
    return contact_screens.EntryList("Contact history", lines, more)


def notifications(found: NotifiedPage, contact_id: str) -> contact_screens.NotificationList:
    """Show a part of a client's notifications (CWK-05, LET-11)."""
    more = _more("Earlier", contact_id, "notifications", found.more_after)
    lines = tuple(_notification(one) for one in found.notifications)
    return contact_screens.NotificationList("Notifications", lines, more)


def document(opens: DocumentOpens) -> screens.DocumentOpened:
    """Show where a letter or message opens."""
    return screens.DocumentOpened(opens.url, opens.until.isoformat())


def _request(found: ServiceRequest) -> contact_screens.RequestLine:
    return contact_screens.RequestLine(
        request=Link(found.service_request_id, f"{REQUESTS}/{found.service_request_id}"),
        source=found.source_shown,
        process=found.process,
        area=found.area,
        sub_area=found.sub_area,
        status=found.status.value,
        sub_status=found.sub_status,
    )


def _entry(place: str, found: Entry, contact_id: str) -> contact_screens.EntryLine:
    here = f"{CONTACTS}/{contact_id}/contact-history/{token_of(place)}/document"
    copy = copy_of(CATALOGUE, found)
    return contact_screens.EntryLine(
        at=found.at.isoformat(),
        shown=shown_time(found.at),
        kind=found.kind.value,
        direction=found.direction.value,
        title=found.title,
        state=found.state.value,
        delivery=found.delivery.value,
        opened=shown_time(found.opened_at) if found.opened_at else "",
        paragraphs=copy.paragraphs if copy else (),
        document=Link("View document", here) if found.document_id else None,
    )


def _notification(found: Notified) -> contact_screens.NotificationLine:
    wanted = found.wanted
    again = None if found.again_as else Link("Send again", f"/staff/notifications/{wanted.notification}/resend")
    return contact_screens.NotificationLine(
        queued=shown_time(found.queued_at),
        template=wanted.template,
        language=wanted.language.value,
        state=found.state.value,
        reason=found.reason,
        sent=shown_time(found.sent_at) if found.sent_at else "",
        perhaps_twice=found.perhaps_twice,
        sent_again=bool(found.again_as),
        again=None if found.state in NEVER_AGAIN else again,
    )


def _more(text: str, contact_id: str, path: str, after: str | None) -> Link | None:
    return Link(text, f"{CONTACTS}/{contact_id}/{path}?after={token_of(after)}") if after else None
