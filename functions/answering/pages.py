"""The words, links and order of the screens of whoever answers."""

from datetime import datetime
from urllib.parse import quote

from answering import screens
from answering.calling_back import CallBackPage
from answering.checking import way_of
from answering.looking import DocumentOpens, QueuePage
from answering.replying import SPOKEN
from answering.values import Checked, Opened
from cms_common.domain.call_lines import LINES, PROMPTS
from cms_common.domain.callbacks import CallBack
from cms_common.domain.notifications import SUBJECT, Catalogue, ParagraphKind
from cms_common.domain.reply_channel import ReplyChannel, enquiry_of
from cms_common.domain.staff import StaffSession, staff_id
from cms_common.domain.uk_time import shown_time
from cms_common.domain.work import WorkItem, WorkKind, WorkStatus
from cms_common.edge.pages import CLIENT_FACTS, EMPLOYER_FACTS, Field, Link

MESSAGES, CALL_BACKS = "/staff/messages", "/staff/call-backs"
_IN_A_CONTACT = "Name the contact in which the client passed the security check. It is one of this log-in."
_BY_KNOWN_FACTS = (
    "Ask for the known facts before you answer anything, and type what the person says. The system compares, and never "
    "shows what is held. Tell somebody who cannot give them to call back, and that they will speak to the case owner "
    "first."
)
_CONTACT = (Field("contact", "Contact *"),)


def queue(found: QueuePage, now: datetime) -> screens.QueueScreen:
    """Show what a team has to answer, what is overdue marked (SLA-04)."""
    more = Link("More", f"{MESSAGES}?after={quote(found.more_after)}") if found.more_after else None
    return screens.QueueScreen("Messages to answer", found.team, tuple(_line(item, now) for item in found.items), more)


def message(opened: Opened, staff: StaffSession, now: datetime, catalogue: Catalogue) -> screens.MessageScreen:
    """Show a message with the channels that are allowed, and why not the others (CWK-17)."""
    item, replies, progress = opened.item, opened.replies, opened.progress
    mine = item.status is WorkStatus.TAKEN and item.taken_by == staff.actor
    check, check_fields = _check(opened, staff) if mine and SPOKEN & set(replies.allowed) else ("", ())
    telephoned = mine and ReplyChannel.TELEPHONE in replies.allowed
    return screens.MessageScreen(
        title="Message",
        activity=item.activity_id or "",
        message_type=opened.message.message_type.value,
        subject=item.subject,
        status=opened.activity_status.value,
        received=shown_time(opened.message.received_at),
        due=item.due_at.isoformat(),
        due_shown=shown_time(item.due_at),
        overdue=item.status is not WorkStatus.DONE and item.overdue(now),
        allowed=tuple(channel.value for channel in replies.allowed),
        refused=tuple(screens.Refusal(one.value, why.words, why.rule) for one, why in replies.refused.items()),
        unsuccessful_calls=len(progress.calls),
        lines=LINES,
        prompts=PROMPTS,
        actions=_actions(opened, mine=mine),
        taken_by=staff_id(item.taken_by),
        call_name=_whom(opened) if telephoned else "",
        call_telephone=opened.recipient.mobile_telephone if telephoned and opened.recipient else "",
        check=check,
        check_fields=check_fields,
        email=_email(opened, catalogue) if ReplyChannel.EMAIL in replies.allowed else None,
        answered=shown_time(progress.answered_at) if progress.answered_at else "",
        answered_by_channel=progress.channel,
        update_letter=shown_time(progress.letter_wanted_at) if progress.letter_wanted_at else "",
    )


def document(opens: DocumentOpens) -> screens.DocumentOpened:
    """Show where the document opens."""
    return screens.DocumentOpened(opens.url, opens.until)


def call_backs(found: CallBackPage, now: datetime) -> screens.CallBackList:
    """List call-backs, missed ones first (SLA-09)."""
    more = Link("More", f"{CALL_BACKS}?after={quote(found.more_after)}") if found.more_after else None
    lines = tuple(call_back(one, now) for one in found.call_backs)
    return screens.CallBackList("Call-backs", found.team, lines, more)


def call_back(found: CallBack, now: datetime) -> screens.CallBackLine:
    """Show a call-back."""
    return screens.CallBackLine(
        call_back=found.call_back_id,
        details=found.details,
        due=found.due_at.isoformat(),
        due_shown=shown_time(found.due_at),
        agreed=found.agreed,
        missed=found.missed(now),
        promised=shown_time(found.promised_at),
        promised_by=staff_id(found.promised_by),
        kept=None if found.kept_at else Link("Kept", f"{CALL_BACKS}/{found.call_back_id}/kept"),
        kept_at=shown_time(found.kept_at) if found.kept_at else "",
        about=Link("What it is about", f"/staff/work-items/{found.work_item_id}") if found.work_item_id else None,
    )


def received(work: WorkItem) -> screens.ActDone:
    """Say that a letter or fax is recorded (CWK-15); nothing of whom it is from."""
    told = (f"Answer it by {shown_time(work.due_at)}.", "Try to contact the sender.")
    return screens.ActDone("Correspondence (Inbound) recorded", told, Link("Messages to answer", MESSAGES))


def sent_again() -> screens.ActDone:
    """Say that a notification goes out again (CWK-05, LET-11)."""
    told = ("It goes to the address that is held now.",)
    return screens.ActDone("Notification sent again", told, Link("Messages to answer", MESSAGES))


def _line(item: WorkItem, now: datetime) -> screens.MessageLine:
    where = MESSAGES if item.kind is WorkKind.ANSWER_MESSAGE else "/staff/work-items"
    return screens.MessageLine(
        kind=item.kind.value,
        subject=item.subject,
        due=item.due_at.isoformat(),
        due_shown=shown_time(item.due_at),
        overdue=item.overdue(now),
        open=Link("Open", f"{where}/{item.work_item_id}"),
        taken_by=staff_id(item.taken_by),
    )


def _actions(opened: Opened, *, mine: bool) -> tuple[Link, ...]:
    here = f"{MESSAGES}/{opened.item.work_item_id}"
    view = Link("View document", f"{here}/document")
    if opened.item.status is WorkStatus.OPEN:
        return (view, Link("Take", f"{here}/take"))
    if not mine:
        return (view,)
    allowed = opened.replies.allowed
    ways = {
        ReplyChannel.EMAIL: Link("Answer by email", f"{here}/email"),
        ReplyChannel.TELEPHONE: Link("Record a call", f"{here}/call"),
    }
    found = [ways.get(channel, Link(f"Answered: {channel.value}", f"{here}/answered")) for channel in allowed]
    hard = () if ReplyChannel.COMPLAINT_LOG in allowed else (Link("Too complex", f"{here}/correspondence"),)
    return (view, *found, *hard)


def _whom(opened: Opened) -> str:
    """Name whom to call: a client, or an employer, of whom no telephone number is held."""
    called = opened.recipient or opened.employer
    return called.name if called else ""


def _check(opened: Opened, staff: StaffSession) -> tuple[str, tuple[Field, ...]]:
    """Say how this member of staff checks whom they speak to, and what their form carries for it (SEC-09, SUP-18)."""
    if way_of(staff.user.profile) is Checked.CONTACT:
        return _IN_A_CONTACT, _CONTACT
    return _BY_KNOWN_FACTS, CLIENT_FACTS if opened.item.scin else EMPLOYER_FACTS


def _email(opened: Opened, catalogue: Catalogue) -> screens.Email | None:
    enquiry, recipient = enquiry_of(opened.message.message_type), opened.recipient
    template = next((one[-1] for one in catalogue.templates.values() if enquiry and one[-1].enquiry is enquiry), None)
    if template is None or recipient is None:
        return None
    language = recipient.language
    lines = tuple(
        screens.LineToTake(line.identifier, line.words.of(language), language not in line.words.awaiting)
        for line in catalogue.lines_for(template)
    )
    optional = tuple(one.name for one in template.paragraphs if one.kind is ParagraphKind.OPTIONAL)
    return screens.Email(SUBJECT, lines, optional)
