"""The approved texts, and nothing else: no mail carries a word that does not stand here (NOT-09 to NOT-11).

A template has a version, one text a language, and the values it takes with the exact form of each. Welsh stands here
to be approved; until it is, English is sent. Telephone numbers stay out: the guard takes them for an account.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from cms_common.domain.guard import PersonalData, personal_data_in
from cms_common.domain.language import Language

SUBJECT = "Important Information about your Child Maintenance case"
"""The subject of every mail (NOT-13)."""
ENGLISH, WELSH = Language.ENGLISH, Language.WELSH


@dataclass(frozen=True, slots=True)
class Text:
    """One language of a template; `{half}` and such are replaced by values. Only an approved one is sent."""

    body: str
    approved: bool


@dataclass(frozen=True, slots=True)
class Template:
    """An approved mail. `halves` are its values that are half of a secret, each with its form (NOT-16, REC-04)."""

    name: str
    version: int
    texts: dict[str, Text]
    halves: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail ready to send."""

    subject: str
    body: str


@dataclass(frozen=True, slots=True)
class Blocked:
    """A mail that must not be sent, and why: a code, never what it would have said."""

    reason: str


_RECOVERED = {
    ENGLISH: (
        "You asked for your {what} for the Child Maintenance Service.\n\n"
        "The last six characters of your {what} are: {half}\n\n"
        "Put them after the six characters that were shown on the screen. If you did not ask for your {what}, "
        "telephone the Child Maintenance Service.\n\nDo not reply to this email."
    ),
    WELSH: (
        "Gofynnoch am eich {what} ar gyfer y Gwasanaeth Cynhaliaeth Plant.\n\n"
        "Chwe nod olaf eich {what} yw: {half}\n\n"
        "Rhowch nhw ar ôl y chwe nod a ddangoswyd ar y sgrin. Os na ofynnoch am eich {what}, ffoniwch y Gwasanaeth "
        "Cynhaliaeth Plant.\n\nPeidiwch ag ateb yr e-bost hwn."
    ),
}


def _recovered(english: str, welsh: str) -> dict[str, Text]:
    return {
        ENGLISH: Text(_RECOVERED[ENGLISH].replace("{what}", english), approved=True),
        WELSH: Text(_RECOVERED[WELSH].replace("{what}", welsh), approved=False),
    }


CATALOGUE = {
    template.name: template
    for template in (
        Template("recovered-user-id", 1, _recovered("user ID", "rhif defnyddiwr"), {"half": r"[0-9]{6}"}),
        Template("recovered-password", 1, _recovered("password", "cyfrinair"), {"half": r"[A-Za-z0-9]{6}"}),
    )
}


def write(
    name: str, language: str, values: dict[str, str], catalogue: Mapping[str, Template] = CATALOGUE
) -> Mail | Blocked:
    """Write a mail in approved words, or say why it must not be sent; in English where the language has none yet."""
    template = catalogue.get(name)
    if template is None:
        return Blocked("no-such-template")
    if values.keys() != template.halves.keys():
        return Blocked("other-values")
    if not all(re.fullmatch(form, values[value]) for value, form in template.halves.items()):
        return Blocked("not-half-a-secret")
    wanted = template.texts.get(language)
    text = wanted if wanted and wanted.approved else template.texts[ENGLISH]
    # A half stands only where its template has it; everything else is held against the guard.
    found = personal_data_in(SUBJECT + "\n" + text.body)
    if found:
        return Blocked(_code(found))
    return Mail(SUBJECT, text.body.format_map(values))


def _code(found: frozenset[PersonalData]) -> str:
    return "personal-data-" + "-".join(sorted(kind.name.lower().replace("_", "-") for kind in found))
