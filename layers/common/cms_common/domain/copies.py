"""Copies of mails and text messages: the approved words again, by the versions that went out (MSG-13, CON-43, NOT-18).

What is kept of a mail are identifiers and versions. A text is never changed in place, so that they find the very words.
"""

from dataclasses import dataclass

from cms_common.domain.history import Entry, EntryKind
from cms_common.domain.notifications import SUBJECT, Catalogue, Line, Wanted, paragraphs_of

NOT_KEPT = "••••••"
"""Stands for half of a secret: the half itself is kept nowhere."""
_CUT = "@"


@dataclass(frozen=True, slots=True)
class Versions:
    """What a notification is written with: versions of its template and of each line, and the telephone number."""

    template: int
    lines: tuple[str, ...]
    telephone: str


@dataclass(frozen=True, slots=True)
class Copy:
    """A mail or text message as it was sent; `subject` is empty for a text message."""

    subject: str
    paragraphs: tuple[str, ...]


def versions_now(catalogue: Catalogue, wanted: Wanted, telephone: str) -> Versions:
    """Return the versions that a notification is written with now; 0 for a template that is none."""
    template = catalogue.template(wanted.template)
    lines = filter(None, map(catalogue.line, wanted.lines))
    named = tuple(f"{line.identifier}{_CUT}{line.version}" for line in lines)
    return Versions(template.version if template else 0, named, telephone)


def copy_of(catalogue: Catalogue, entry: Entry) -> Copy | None:
    """Return what an entry said; None for what is no mail or text message, or was kept without its versions."""
    if entry.language is None:
        return None
    template = catalogue.template(entry.template, entry.template_version)
    lines = [_line(catalogue, named) for named in entry.lines]
    found = [line for line in lines if line]
    if template is None or len(found) < len(lines):
        return None
    texts = paragraphs_of(template, found, entry.optional, entry.language, entry.telephone)
    hidden = dict.fromkeys(template.halves, NOT_KEPT)
    subject = SUBJECT if entry.kind is EntryKind.EMAIL else ""
    return Copy(subject, tuple(text.format_map(hidden) for text in texts))


def _line(catalogue: Catalogue, named: str) -> Line | None:
    identifier, _, version = named.rpartition(_CUT)
    return catalogue.line(identifier, int(version)) if version.isdigit() else None
