"""The words, links and order of the contact screen, and of what is done in a contact."""

from caseworker import contact_screens
from caseworker.pages import CONTACTS, QUEUE
from cms_common.domain.call_lines import LINES, PROMPTS
from cms_common.domain.uk_time import shown_time
from cms_common.domain.work import Contact, SecurityCheck
from cms_common.edge.pages import CLIENT_FACTS, Field, Link

_CHECK_FIRST = (
    "Carry out the security check first. Type what the client says: SCIN, National Insurance number, date of birth and "
    "name. The system compares, and never shows what is held."
)
_PASSED = "The security check is passed."
_FAILED = "The security check failed. Nothing of the client opens in this contact. Record the reason and close it."
_CHECK_FIELDS = (*CLIENT_FACTS, Field("name", "Name *"))


def contact(found: Contact) -> contact_screens.ContactPage:
    """Show the contact screen: the security check first, then what can be dealt with (CWK-01, CWK-03)."""
    here = f"{CONTACTS}/{found.contact_id}"
    passed = found.security_check is SecurityCheck.PASSED and found.closed_at is None
    told = {SecurityCheck.PASSED: _PASSED, SecurityCheck.FAILED: _FAILED}.get(found.security_check, _CHECK_FIRST)
    due = found.security_check is SecurityCheck.DUE and found.closed_at is None
    check = (Link("Security check", f"{here}/security-check"),) if due else ()
    close = () if found.closed_at else (Link("Close the contact", f"{here}/close"),)
    return contact_screens.ContactPage(
        title="Contact",
        contact=found.contact_id,
        channel=found.channel.value,
        direction=found.direction.value,
        opened=shown_time(found.opened_at),
        security_check=found.security_check.value,
        paragraphs=("The contact is closed." if found.closed_at else told,),
        topics=_topics(here, passed=passed),
        lines=LINES,
        prompts=PROMPTS,
        actions=(*check, *(actions(here) if passed else ()), *close),
        fields=_CHECK_FIELDS if due else (),
        closed=shown_time(found.closed_at) if found.closed_at else "",
    )


def security_reset(contact_id: str) -> contact_screens.ActDone:
    """Say that the PIN is gone; no PIN is ever shown to anybody."""
    told = (
        "The client's PIN and any security lock are gone. Nobody can see or choose a PIN for the client.",
        "Tell the client to log in, choose the forgotten PIN button and set a new PIN.",
    )
    return contact_screens.ActDone("Security details reset", told, Link("Contact", f"{CONTACTS}/{contact_id}"))


def referred(contact_id: str) -> contact_screens.ActDone:
    """Say that the client is the special team's (SEC-03)."""
    told = (
        "The client is passed to the Special Client Records Team, with all work that is not done.",
        "Only that team opens the record from now on. Record the reason for the call and close the contact.",
    )
    close = Link("Close the contact", f"{CONTACTS}/{contact_id}/close")
    return contact_screens.ActDone("Passed to the Special Client Records Team", told, close)


def closed() -> contact_screens.ActDone:
    """Say that the contact is closed and the work item done (CWK-08)."""
    return contact_screens.ActDone("Contact closed", ("The reason is recorded and the work item is done.",), QUEUE)


def _topics(here: str, *, passed: bool) -> tuple[contact_screens.Topic, ...]:
    def when_passed(text: str, path: str) -> Link | None:
        return Link(text, f"{here}/{path}") if passed else None

    return (
        contact_screens.Topic(
            "PIN reset",
            "The client is locked out, or has no PIN: reset the security details, and the client sets a new PIN.",
            when_passed("Change security details", "security-reset"),
        ),
        contact_screens.Topic(
            "Case-based questions",
            "For example when the next payment is due: answer from the case.",
            when_passed("Client record", "client"),
        ),
        contact_screens.Topic("A payment that cannot be made online", "Take the payment by telephone."),
        contact_screens.Topic(
            "Notifications not viewed or received",
            "Look how far each has come, and send it again.",
            when_passed("Notifications", "notifications"),
        ),
        contact_screens.Topic(
            "Letters that cannot be read",
            "Letters open with Adobe Acrobat Reader, which must be downloaded first. If the client still cannot read "
            "letters with the reader installed, raise an incident.",
            when_passed("Raise an incident", "incidents"),
        ),
        contact_screens.Topic(
            "A change of circumstances",
            "The service requests tell what has been asked for, and what is completed.",
            when_passed("Service requests", "service-requests"),
        ),
        contact_screens.Topic(
            "Details that the client disputes",
            "Compare what the site shows with the client record, and look at the changes that are not completed.",
            when_passed("What the site shows", "comparison"),
        ),
        contact_screens.Topic(
            "Evidence that will not upload",
            "Open the error from the contacts: its description and its work item say what to advise.",
            when_passed("Contacts", "contacts"),
        ),
    )


def actions(here: str) -> tuple[Link, ...]:
    """Name what a contact opens once the security check is passed."""
    return (
        Link("Client record", f"{here}/client"),
        Link("Contacts", f"{here}/contacts"),
        Link("Service requests", f"{here}/service-requests"),
        Link("What the site shows", f"{here}/comparison"),
        Link("Contact history", f"{here}/contact-history"),
        Link("Notifications", f"{here}/notifications"),
        Link("Change security details", f"{here}/security-reset"),
        Link("Raise an incident", f"{here}/incidents"),
        Link("Refer to the Special Client Records Team", f"{here}/special-records"),
    )
