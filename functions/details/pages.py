"""The words of My details & circumstances: pages, choices and links in order."""

from cms_common.domain.accounts import Service
from cms_common.domain.sessions import Session
from cms_common.edge.pages import SERVICE_NAMES, Link, Page, at
from details.choosing import TextMessages
from details.forms import OptChoice, TextMessagesPage

TITLE = "My details & circumstances"
BESIDES = (
    "A text message always comes in addition to our telephone call or letter. It never replaces the call or the letter."
)
_SHOWN_DIGITS = 3


def details(session: Session) -> Page:
    """Show what a client can do about their details; only what is there (COC-08)."""
    return Page(
        title=TITLE,
        service_name=SERVICE_NAMES[session.site.value],
        links=(_link("Change PIN", "/details/pin", session), _link("Text messages", "/details/text-messages", session)),
    )


def text_messages(held: TextMessages, session: Session) -> TextMessagesPage:
    """Show the choice as it is now, where text messages go, and that none ever comes alone (NOT-01 to NOT-03)."""
    ending = (held.mobile or "")[-_SHOWN_DIGITS:]
    return TextMessagesPage(
        title="Text messages",
        service_name=SERVICE_NAMES[session.site.value],
        opted_in=held.opted_in,
        mobile_ending=ending,
        paragraphs=(*_told(ending, opted_in=held.opted_in), BESIDES),
        choices=(
            OptChoice(value=True, text="Opt in: send me text messages", chosen=held.opted_in),
            OptChoice(value=False, text="Opt out: do not send me text messages", chosen=not held.opted_in),
        ),
        buttons=("Save",),
        links=(_link(TITLE, "/details", session),),
    )


def _told(ending: str, *, opted_in: bool) -> tuple[str, str]:
    if opted_in:
        went = f"They go to your mobile number ending {ending}."
        return "You have opted in to text messages.", went if ending else _NO_MOBILE
    would = f"If you opt in, they go to your mobile number ending {ending}."
    return "You have opted out of text messages: we do not send you any.", would if ending else _NO_MOBILE


_NO_MOBILE = "We hold no mobile number for you, so no text messages are sent, whatever you choose, until we hold one."


def _link(text: str, path: str, session: Session) -> Link:
    return Link(text, at(Service.CLIENT, path, session.site))
