"""Every template: its versions, and in each language its title and whether a translator has approved it.

The words stand in templates/NAME.vVERSION.LANGUAGE.typ. A text is changed by a new version beside the old one, never in
place: what was issued can be made again as it was. A letter is added by its code in domain/letters.py, its two files,
and a line here.
"""

from dataclasses import dataclass

from cms_common.domain.language import Language
from cms_common.domain.letters import LetterCode


@dataclass(frozen=True, slots=True)
class Text:
    """One language of a template: its title, and whether its words are approved. A Welsh one awaits a translator."""

    title: str
    approved: bool


@dataclass(frozen=True, slots=True)
class Template:
    """One version of a template, in every language."""

    name: str
    version: int
    texts: dict[Language, Text]

    def file(self, language: Language) -> str:
        """Name the file of its words."""
        return f"{self.name}.v{self.version}.{language}.typ"

    def title(self, language: Language) -> str:
        """Return its title."""
        return self.texts[language].title


def _texts(english: str, welsh: str) -> dict[Language, Text]:
    return {Language.ENGLISH: Text(english, approved=True), Language.WELSH: Text(welsh, approved=False)}


_DETAILS = _texts("We've updated your personal details", "Rydym wedi diweddaru eich manylion personol")
LETTERS = {
    LetterCode.RECEIVING_PARENT_DETAILS: (Template("CMSL9547", 1, _DETAILS),),
    LetterCode.PAYING_PARENT_DETAILS: (Template("CMSL9548", 1, _DETAILS),),
    LetterCode.SECURITY_DETAILS: (
        Template(
            "CMSL9800",
            1,
            _texts("We need to update your security details", "Mae angen i ni ddiweddaru eich manylion diogelwch"),
        ),
    ),
    LetterCode.UPDATE: (Template("UPDATE", 1, _texts("An update on your message", "Y diweddaraf am eich neges")),),
}
"""The versions of each letter, the newest last."""
MESSAGE = Template(
    "message", 1, _texts("Message to the Child Maintenance Service", "Neges i'r Gwasanaeth Cynhaliaeth Plant")
)


def newest(code: LetterCode) -> Template:
    """Return the version that is issued now."""
    return LETTERS[code][-1]


def of_version(code: LetterCode, version: int) -> Template:
    """Return the version that was issued then. Raises KeyError where there is none."""
    return {template.version: template for template in LETTERS[code]}[version]
