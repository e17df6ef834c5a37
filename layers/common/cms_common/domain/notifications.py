"""Notifications: mails and text messages in approved words, and how far each has come (NOT-01 to NOT-19, CON-15).

A template is made of paragraphs: read-only ones always appear, optional ones where they are asked for, and an editable
one is filled with lines to take, by their identifiers. No part of it takes typed text (NOT-11).
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from hashlib import sha256

from cms_common.domain.guard import PersonalData, personal_data_in
from cms_common.domain.language import Language

SUBJECT = "Important Information about your Child Maintenance case"
"""The subject of every mail, in whatever language it is written (NOT-13)."""
MOST_LINES = 3
"""Lines to take that one mail may carry."""


class Medium(StrEnum):
    """How a notification goes, in the words of the contact history."""

    EMAIL = "email"
    SMS = "SMS"


class State(StrEnum):
    """How far a notification has come. Only the first is not an end; a report may still move SENT and FAILED on."""

    QUEUED = "queued"
    NOT_WANTED = "not wanted"
    NO_ADDRESS = "no address"
    BLOCKED = "blocked"
    FAILED = "failed"
    SENT = "sent"
    DELIVERED = "delivered"
    BOUNCED = "bounced"
    COMPLAINED = "complained"

    @property
    def rank(self) -> int:
        """The higher rank stands, in whatever order reports arrive."""
        return _RANKS[self]

    @property
    def came_to_nothing(self) -> bool:
        """Tell whether it reached nobody, as far as is known, or somebody who wants no more of them."""
        return self not in _ON_ITS_WAY


_RANKS = {
    State.QUEUED: 0,
    State.NOT_WANTED: 1,
    State.NO_ADDRESS: 1,
    State.BLOCKED: 1,
    State.FAILED: 1,
    State.SENT: 2,
    State.DELIVERED: 3,
    State.BOUNCED: 4,
    State.COMPLAINED: 5,
}


_ON_ITS_WAY = frozenset({State.QUEUED, State.SENT, State.DELIVERED})
NEVER_AGAIN = frozenset({State.QUEUED, State.BLOCKED})
"""States from which staff cannot have it sent again: it is on its way, or must not be said."""


class Enquiry(StrEnum):
    """The two reasons for which a caseworker may send a mail (NOT-07, NOT-08)."""

    MISSING_PAYMENT = "missing payment enquiry"
    CALCULATION = "general account calculation enquiry"


class ParagraphKind(StrEnum):
    """What may be done with a paragraph (NOT-10)."""

    READ_ONLY = "read-only"
    OPTIONAL = "optional"
    EDITABLE = "editable"


@dataclass(frozen=True, slots=True)
class Words:
    """A text in both languages. Those in `awaiting` are not approved by a translator yet (domain/language.py)."""

    english: str
    welsh: str
    awaiting: frozenset[Language] = frozenset({Language.WELSH})

    def of(self, language: Language) -> str:
        """Return the text in a language, and never in the other."""
        return {Language.ENGLISH: self.english, Language.WELSH: self.welsh}[language]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph of a template; an editable one has no words of its own."""

    name: str
    kind: ParagraphKind
    words: Words | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A line to take: an approved message with its identifier and version, for some enquiries (GAP-04, NOT-09)."""

    identifier: str
    version: int
    enquiries: frozenset[Enquiry]
    words: Words


@dataclass(frozen=True, slots=True)
class Template:
    """One version of an approved text.

    `title` is what the contact history calls it. `halves` are its values that are half of a secret, each with its form
    (NOT-16). `enquiry` is None for what is sent automatically (CON-11, NOT-19). An SMS goes `besides` something else
    alone, never by itself (NOT-03).
    """

    name: str
    version: int
    medium: Medium
    title: Words
    paragraphs: tuple[Paragraph, ...]
    enquiry: Enquiry | None = None
    halves: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A notification to send: identifiers alone; the values of a template are elsewhere, sealed.

    `to` is "client#<scin>", "employer#<ern>" or the user ID of an account: never an address (NOT-17). `lines` are
    identifiers of lines to take, `optional` names of optional paragraphs to put in. `besides` names the letter or call
    that a text message comes in addition to, as "letter#<id>"; of a mail it may name what the mail tells of. `answers`
    is the work item of the message that it answers: where it comes to nothing, somebody is told to telephone. Raises
    ValueError for what is no identifier: typed text is neither kept nor sent (NOT-11).
    """

    notification: str
    template: str
    language: Language
    to: str
    lines: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    besides: str = ""
    answers: str = ""

    def __post_init__(self) -> None:
        """Refuse typed text."""
        names = (self.template, *self.lines, *self.optional)
        told = _BESIDES.fullmatch(self.besides) and _ANSWERS.fullmatch(self.answers)
        if not all(map(_NAME.fullmatch, names)) or not told:
            raise ValueError("A notification is made of identifiers alone")


@dataclass(frozen=True, slots=True)
class Notified:
    """A notification as staff see it.

    `reason` is a code, or empty; `perhaps_twice` tells that an earlier try may have been sent as well; `again_as` names
    the notification that sends it again.
    """

    wanted: Wanted
    state: State
    reason: str
    queued_at: datetime
    sent_at: datetime | None
    perhaps_twice: bool
    again_of: str | None
    again_as: str | None


@dataclass(frozen=True, slots=True)
class NotifiedPage:
    """Notifications of one owner, newest first, and the place that the next page begins after."""

    notifications: Sequence[Notified]
    more_after: str | None


_NAME = re.compile(r"[a-z0-9-]{1,40}")
_BESIDES = re.compile(r"(?:[a-z-]{1,20}#[A-Za-z0-9-]{1,40})?")
_ANSWERS = re.compile(r"[0-9A-Za-z-]{0,100}")


@dataclass(frozen=True, slots=True)
class Written:
    """A mail or text message ready to send; `subject` is empty for a text message."""

    template: Template
    subject: str
    body: str


@dataclass(frozen=True, slots=True)
class Blocked:
    """What must not be sent, and why: a code, never what it would have said."""

    reason: str


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Every template and line to take by name; of each the versions, the newest last."""

    templates: Mapping[str, tuple[Template, ...]]
    lines: Mapping[str, tuple[Line, ...]]

    def template(self, name: str, version: int | None = None) -> Template | None:
        """Return a version of a template; without one, that which is sent now."""
        versions = self.templates.get(name, ())
        return next((one for one in reversed(versions) if version in (None, one.version)), None)

    def line(self, identifier: str, version: int | None = None) -> Line | None:
        """Return a version of a line; without one, that which is sent now."""
        versions = self.lines.get(identifier, ())
        return next((one for one in reversed(versions) if version in (None, one.version)), None)

    def lines_for(self, template: Template) -> tuple[Line, ...]:
        """Return the lines to take that a template may be filled with."""
        newest = (versions[-1] for versions in self.lines.values())
        return tuple(line for line in newest if template.enquiry in line.enquiries)


def write(catalogue: Catalogue, wanted: Wanted, values: Mapping[str, str], telephone: str) -> Written | Blocked:
    """Write a notification in approved words, or say why it must not be sent.

    `telephone` is the service's number. Halves of secrets stand only where the template has them; all else is held
    against the guard (NOT-12).
    """
    template = catalogue.template(wanted.template)
    if template is None:
        return Blocked("no-such-template")
    wrong = _wrong_values(template, values) or _wrong_parts(template, wanted, catalogue)
    if wrong:
        return Blocked(wrong)
    lines = tuple(filter(None, map(catalogue.line, wanted.lines)))
    body = "\n\n".join(paragraphs_of(template, lines, wanted.optional, wanted.language, telephone))
    subject = SUBJECT if template.medium is Medium.EMAIL else ""
    found = personal_data_in(f"{subject}\n{body}")
    if found:
        return Blocked(_code(found))
    return Written(template, subject, body.format_map(values))


def _wrong_values(template: Template, values: Mapping[str, str]) -> str:
    if values.keys() != template.halves.keys():
        return "other-values"
    right = all(re.fullmatch(form, values[name]) for name, form in template.halves.items())
    return "" if right else "not-half-a-secret"


def _wrong_parts(template: Template, wanted: Wanted, catalogue: Catalogue) -> str:
    kinds = {paragraph.name: paragraph.kind for paragraph in template.paragraphs}
    if any(kinds.get(name) is not ParagraphKind.OPTIONAL for name in wanted.optional):
        return "no-such-optional"
    if template.medium is Medium.SMS and not wanted.besides:
        return "not-by-itself"
    allowed = {line.identifier for line in catalogue.lines_for(template)}
    if not allowed.issuperset(wanted.lines):
        return "not-an-approved-line"
    editable = ParagraphKind.EDITABLE in kinds.values()
    few_enough = len(set(wanted.lines)) == len(wanted.lines) <= MOST_LINES
    return "" if few_enough and bool(wanted.lines) == editable else "lines-wanting"


def paragraphs_of(
    template: Template, lines: Sequence[Line], optional: Sequence[str], language: Language, telephone: str
) -> tuple[str, ...]:
    """Return what a text says, a paragraph each; halves of secrets are still their names in braces, as "{half}"."""
    texts: list[str] = []
    for paragraph in template.paragraphs:
        if paragraph.kind is ParagraphKind.EDITABLE:
            texts += [line.words.of(language) for line in lines]
        elif paragraph.words and (paragraph.kind is ParagraphKind.READ_ONLY or paragraph.name in optional):
            texts.append(paragraph.words.of(language))
    return tuple(text.replace("{telephone}", telephone) for text in texts)


def _code(found: frozenset[PersonalData]) -> str:
    return "personal-data-" + "-".join(sorted(kind.name.lower().replace("_", "-") for kind in found))


_ABROAD = re.compile(r"(?:\+|00)44(?:\(0\))?")


def mobile_number(typed: str) -> str | None:
    """Read a United Kingdom mobile number as typed: "07700 900101" is "+447700900101"; None for any other."""
    bare = re.sub(r"[\s.\-\u2010-\u2013]", "", typed)
    national = re.sub(r"[()]", "", _ABROAD.sub("0", bare, count=1))
    return f"+44{national[1:]}" if re.fullmatch(r"07[1-9][0-9]{8}", national) else None


def again(notification: str) -> str:
    """Name the notification that one is sent again as: the same however often it is asked for (20 hex digits)."""
    return sha256(f"again#{notification}".encode()).hexdigest()[:20]
