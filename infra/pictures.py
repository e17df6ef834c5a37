"""`python -m infra.pictures [--check]`: draw every template in both languages, for people to look at.

The pictures are out of date where a template, the press or its contents have changed since: the page beside them keeps
the hash of what they were made of.
"""

import hashlib
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from cms_common.domain.language import Language
from infra.demo.known import RECEIVING_PARENT, WELSH_SPEAKER
from infra.demo.records import Line
from infra.reference.markdown import page, table
from infra.templates import ROOT
from letters.catalogue import LETTERS, MESSAGE, Template
from letters.contents import Client, Message, Office, Sender, of_letter, of_message
from letters.press import TEMPLATES, Press

FOLDER = ROOT / "docs" / "reference" / "letters"
INDEX = FOLDER / "README.md"
SOURCES = ("catalogue.py", "contents.py", "glyphs.py", "glyphs.txt", "press.py")
PIXELS_AN_INCH = 60
AT = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
OFFICE = Office("0800 171 2345", ("Mail Handling Site A", "Wolverhampton", "WV98 2BU"))
TYPED = {
    Language.ENGLISH: "I have not had the payment that was due on Monday.\n\nPlease tell me when it will come.",
    Language.WELSH: "Nid wyf wedi cael y taliad a oedd yn ddyledus ddydd Llun.\n\nRhowch wybod pryd y daw.",
}
PEOPLE = {Language.ENGLISH: RECEIVING_PARENT, Language.WELSH: WELSH_SPEAKER}


def client(line: Line) -> Client:
    """A made-up person of the demo as letters know people."""
    record: Any = line.record
    return Client(
        scin=line.key,
        name=f"{record['first_name']} {record['surname']}",
        address=tuple(record["address"]),
        email=record["email"],
        mobile_telephone=record["mobile_telephone"],
        contact_preference=record["contact_preference"],
        preferred_language=record["preferred_language"],
        self_service=False,
        sms_opted_in=False,
        enrolled=False,
    )


def filled() -> Iterator[tuple[Template, Language, dict[str, Any]]]:
    """Every version of every template in each language, with what stands in it."""
    for template in (template for versions in LETTERS.values() for template in versions):
        for language in Language:
            yield template, language, of_letter(template, language, client(PEOPLE[language]), OFFICE, AT)
    for language in Language:
        person = client(PEOPLE[language])
        sent = Message(
            "0" * 20, f"client#{person.scin}", "", "missing payments", "Macsen", TYPED[language], AT, None, 1
        )
        yield MESSAGE, language, of_message(sent, Sender(person.name, person.scin, language))


def made_of() -> str:
    """The hash of all that the pictures are made of."""
    files = [*sorted(TEMPLATES.glob("*.typ")), *(TEMPLATES.parent / name for name in SOURCES)]
    parts = b"".join(file.name.encode() + b"\0" + file.read_bytes() for file in files)
    return hashlib.sha256(parts).hexdigest()[:16]


def draw() -> None:
    """Write the pictures and the page that shows them."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for old in FOLDER.glob("*.png"):
        old.unlink()
    rows, press = [], Press()
    for template, language, data in filled():
        shown = []
        for number, picture in enumerate(press.picture(template.file(language), data, PIXELS_AN_INCH), 1):
            name = f"{template.name}.v{template.version}.{language}.{number}.png"
            (FOLDER / name).write_bytes(picture)
            shown.append(f"![page {number}]({name})")
        words = "approved" if template.texts[language].approved else "awaits a translator's approval"
        rows.append((f"{template.name} v{template.version}", language.value, template.title(language), words, *shown))
    wide = [(*row, *[""] * (6 - len(row))) for row in rows]
    heads = ("Template", "Language", "Title", "Words", "Page 1", "Page 2")
    about = f"Every template with made-up people in it; made of `{made_of()}`."
    INDEX.write_text(page("Letters and documents", about, table(heads, wide)))


def stale() -> bool:
    """Whether the pictures show something else than the templates do now."""
    return not INDEX.exists() or made_of() not in INDEX.read_text()


def main() -> int:
    """Draw, or check: 1 where the pictures are out of date."""
    if "--check" not in sys.argv:
        draw()
    elif stale():
        print("docs/reference/letters is out of date: run `make docs`")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
