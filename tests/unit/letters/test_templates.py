"""Every template in both languages: accessible, in the right words, and deaf to whatever a person typed."""

import io
import re
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from typing import Any

import pytest
import typst
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from cms_common.domain.language import Language
from cms_common.domain.letters import LetterCode
from infra import glyphs as fonts
from infra import pictures
from letters.catalogue import LETTERS, MESSAGE, Template, newest, of_version
from letters.contents import Client, Message, Office, Sender, issued_before, of_letter, of_message
from letters.glyphs import printable, ranges
from letters.press import TEMPLATES, Document, Press

AT = datetime(2026, 7, 1, 22, 59, tzinfo=UTC)
CLIENT = Client(
    scin="121000121688",
    name="Siobhán Ŵynne-O'Neill",
    address=("Tŷ Gwyn", "14 Cathedral Road", "Cardiff", "CF11 9LJ"),
    email="someone@example.com",
    mobile_telephone="07700 900101",
    contact_preference="Self Service",
    preferred_language="Welsh",
    self_service=True,
    sms_opted_in=False,
    enrolled=True,
)
OFFICE = Office("0800 171 2345", ("Mail Handling Site A", "Wolverhampton", "WV98 2BU"))
FORBIDDEN = re.compile(r"\b(PWC|PeWC|NRP|parent with care|person with care|non[- ]resident parent)\b", re.IGNORECASE)
EVERY = [(template, language) for versions in LETTERS.values() for template in versions for language in Language]
PRESS = Press()
HOSTILE = [
    '#panic("x")',
    '#eval("1+1") #import "@preview/cetz:0.1.0"',
    "$ x^2 $ *bold* _it_ `raw` = Heading",
    "\\ \\u{1F600} */ /* // <label> @ref [a](b) ] } )",
    '"; #read("/etc/passwd") "',
    "\u202egnp.exe \u2066isolated\u2069 \u200bzero\u200dwidth",
    "😀👩‍👩‍👧 中文 שלום مرحبا",
    "\x00\x07\x1b[31m\ufffe\ud800",
    "line\r\nline\rline\n\n\n\nline\t\ttab",
    "x" * 10_000,
    "£" * 10_000,
    "😀" * 10_000,
    "\n" * 10_000,
    "a " * 5_000,
]


def drawn(template: Template, language: Language, client: Client = CLIENT) -> Document:
    return PRESS.make(template.file(language), of_letter(template, language, client, OFFICE, AT), AT)


@cache
def pdf(template_name: str, language: Language) -> bytes:
    if template_name == MESSAGE.name:
        return message("Hello", language).content
    return drawn(next(template for template, _ in EVERY if template.name == template_name), language).content


def message(text: str, language: Language = Language.ENGLISH, name: str = "Thomas Whitfield") -> Document:
    sent = Message("0" * 20, "client#121000121688", "e", "general query", "Anaya", text, AT, None, 1)
    return PRESS.make(MESSAGE.file(language), of_message(sent, Sender(name, "121000121688", language)), AT)


def text_of(content: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


def root(content: bytes) -> Any:
    return PdfReader(io.BytesIO(content)).trailer["/Root"]


def tags(element: Any) -> set[str]:
    """The kinds of structure elements below one."""
    held = element.get_object()
    if not isinstance(held, DictionaryObject):
        return set().union(*(tags(each) for each in held)) if isinstance(held, list) else set()
    below = held.get("/K", [])
    own = {str(held["/S"])} if "/S" in held else set()
    children = below if isinstance(below, list) else [below]
    return own.union(*(tags(child) for child in children))


NAMES = [*dict.fromkeys(template.name for template, _ in EVERY), MESSAGE.name]


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("name", NAMES)
def test_document__every_template_and_language__is_tagged_titled_and_says_its_language(
    name: str, language: Language
) -> None:
    # Given a document
    content = pdf(name, language)
    # When its catalogue is read back
    found, info = root(content), PdfReader(io.BytesIO(content)).metadata
    # Then it is tagged, as PDF/UA wants it, and shows its title
    assert found["/MarkInfo"]["/Marked"] == True  # noqa: E712 - a PDF's own boolean
    assert found["/ViewerPreferences"]["/DisplayDocTitle"] == True  # noqa: E712
    assert b"pdfuaid:part>1<" in found["/Metadata"].get_data()
    # And it says its language and title
    assert str(found["/Lang"]).split("-")[0] == language.value
    known = MESSAGE if name == MESSAGE.name else next(template for template, _ in EVERY if template.name == name)
    assert info is not None
    assert info.title == known.title(language)
    # And headings and paragraphs are told apart
    assert {"/Document", "/P", "/H1"} <= tags(found["/StructTreeRoot"])


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("code", ["CMSL9547", "CMSL9548", "CMSL9800"])
def test_letter__with_something_enclosed__has_it_on_a_page_of_its_own_as_a_table_with_heads(
    code: str, language: Language
) -> None:
    content = pdf(code, language)
    assert len(PdfReader(io.BytesIO(content)).pages) == 2
    assert {"/Table", "/TH", "/TD"} <= tags(root(content)["/StructTreeRoot"])


@pytest.mark.req("LNG-04", "LNG-06")
@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("name", NAMES)
def test_words__every_template_and_language__never_use_the_old_terms(name: str, language: Language) -> None:
    assert not FORBIDDEN.findall(text_of(pdf(name, language)))


@pytest.mark.req("LNG-04")
@pytest.mark.parametrize(
    ("code", "language", "role"),
    [
        ("CMSL9547", Language.ENGLISH, "receiving parent"),
        ("CMSL9548", Language.ENGLISH, "paying parent"),
        ("CMSL9547", Language.WELSH, "rhiant sy'n derbyn"),
        ("CMSL9548", Language.WELSH, "rhiant sy'n talu"),
    ],
)
def test_details_letter__to_each_parent__names_that_role_alone(code: str, language: Language, role: str) -> None:
    text = re.sub(r"\s+", " ", text_of(pdf(code, language))).replace("\u2019", "'").lower()
    others = {"receiving parent", "paying parent", "rhiant sy'n derbyn", "rhiant sy'n talu"} - {role}
    assert role in text
    assert not [other for other in others if other in text]


@pytest.mark.req("LNG-06")
@pytest.mark.parametrize("name", NAMES)
def test_welsh__every_template__has_no_english_sentence_in_it(name: str) -> None:
    # Given the English and the Welsh of a template, without what is the client's own
    own = {line.strip() for line in ("Mail Handling Site A", "Wolverhampton", "WV98 2BU", *CLIENT.address)}
    english, welsh = (
        {line.strip() for line in text_of(pdf(name, language)).splitlines()} - own for language in Language
    )
    # When the lines that both have are looked at
    same = {line for line in english & welsh if re.search(r"[a-z]{3}", line)}
    # Then only names and what was typed are the same
    assert same <= {CLIENT.name, CLIENT.email, "Hello", "Thomas Whitfield"}


@pytest.mark.req("LNG-06")
def test_welsh__every_text__waits_for_a_translator() -> None:
    welsh = [template.texts[Language.WELSH] for template in (*(template for template, _ in EVERY), MESSAGE)]
    assert welsh
    assert not any(text.approved for text in welsh)


def test_catalogue__against_the_files__has_every_version_in_both_languages() -> None:
    # Given the files of templates
    files = {path.name for path in TEMPLATES.glob("*.v*.typ")}
    # When the catalogue is read
    named = {template.file(language) for template, language in EVERY} | {MESSAGE.file(each) for each in Language}
    # Then they are the same, and every code has a template whose versions count from 1
    assert files == named
    assert set(LETTERS) == set(LetterCode)
    for code in LetterCode:
        versions = [template.version for template in LETTERS[code]]
        assert versions == list(range(1, len(versions) + 1))
        assert of_version(code, versions[-1]) == newest(code)


def test_templates__their_source__reads_no_package_and_no_file_but_its_own() -> None:
    sources = {path.name: path.read_text() for path in TEMPLATES.glob("*.typ")}
    assert sources
    assert not [name for name, text in sources.items() if "@preview" in text or "eval(" in text or "read(" in text]


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text[:12]))
def test_message__hostile_text__is_printed_as_text_and_nothing_is_lost(text: str) -> None:
    # Given a text that would mean something to a typesetter, or that no font can show
    made = message(text, name=text[:200])
    # When the document is read back
    shown = re.sub(r"\s", "", text_of(made.content))
    # Then what was typed stands in it, character for character, or by name where there is no glyph
    wanted = re.sub(r"\s", "", printable(text))
    assert re.sub(r"-", "", wanted) in re.sub(r"Page\d+of\d+|-", "", shown)


@pytest.mark.parametrize("text", ['#panic("x")', "$a$ \\ */ 😀 " * 20, "x" * 300])
def test_letter__hostile_name_and_address__is_printed_as_text(text: str) -> None:
    held = Client(**{name: getattr(CLIENT, name) for name in Client.__slots__} | {"name": text, "address": (text,)})
    shown = re.sub(r"\s", "", text_of(drawn(newest(LetterCode.UPDATE), Language.ENGLISH, held).content))
    assert re.sub(r"\s", "", printable(text)) in shown


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300))
def test_message__any_text_at_all__is_made(text: str) -> None:
    assert message(text).pages >= 1


def test_typed_text__lines_and_paragraphs__are_kept() -> None:
    text = text_of(message("first line\nsecond line\n\nnew paragraph").content)
    assert "first line\nsecond line\n" in text
    assert "new paragraph" in text


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Hello, ŵŷ £5", "Hello, ŵŷ £5"),
        ("😀", "[grinning face]"),
        ("\u202e", "[right-to-left override]"),
        ("\x07", "[U+0007]"),
        ("a\u200db\ufe0f", "ab"),
        ("a\tb", "a    b"),
        ("a\r\nb\rc", "a\nb\nc"),
    ],
)
def test_printable__what_no_font_shows__is_told_by_its_name(typed: str, shown: str) -> None:
    assert printable(typed) == shown


@pytest.mark.parametrize("word", ["x" * 10_000, "£" * 10_000, "ŵ" * 3_000], ids=["letters", "signs", "with marks"])
def test_message__a_word_longer_than_a_line__breaks_and_stays_as_it_was_typed(word: str) -> None:
    # Given a document of one word that is longer than a page
    made = PdfReader(io.BytesIO(message(word).content))
    # When its pages are looked at
    widest = max(len(line) for page in made.pages for line in page.extract_text().splitlines())
    # Then it goes over lines and pages
    assert len(made.pages) > 1
    assert widest < 120
    # And nothing was put into it, as whoever copies it out would copy that too
    assert word in re.sub(r"Page \d+ of \d+|\n", "", text_of(message(word).content))


def test_data_sheet__with_a_long_email_address__has_it_as_it_is_held() -> None:
    address = "someone.with.a.very.long.name.indeed@a-very-long-domain-name.example.com"
    sheet = drawn(newest(LetterCode.PAYING_PARENT_DETAILS), Language.ENGLISH, replace(CLIENT, email=address))
    assert address in text_of(sheet.content).replace("\n", "")
    # Nor does any page say that something else stands there than what is seen, which is what is copied.
    pages = PdfReader(io.BytesIO(sheet.content)).pages
    drawn_as = [contents.get_data() for page in pages if (contents := page.get_contents()) is not None]
    assert len(drawn_as) == 2
    assert not [page for page in drawn_as if b"200B" in page]


def test_data_sheet__of_a_client_called_like_a_value__keeps_what_is_theirs() -> None:
    # Given a client whose name and address are words that the data sheet has in Welsh
    held = replace(CLIENT, name="Welsh", address=("Letter", "true", "English"), contact_preference="Letter")
    # When the data sheet is drawn in Welsh
    text = text_of(drawn(newest(LetterCode.PAYING_PARENT_DETAILS), Language.WELSH, held).content)
    sheet = text[text.index("Taflen ddata:") :]
    # Then they stay as they are, and what the system means by the words is in Welsh
    assert "Enw Welsh" in sheet
    assert "Letter\ntrue\nEnglish" in sheet
    assert ("Llythyr" in sheet, "Cymraeg" in sheet, "Ydy" in sheet) == (True, True, True)


def test_details_letter__issued_before__says_when_and_otherwise_not() -> None:
    template, first = newest(LetterCode.UPDATE), datetime(2026, 3, 2, 12, tzinfo=UTC)
    for language, said in ((Language.ENGLISH, "First issued online: 2 March 2026"), (Language.WELSH, "2 Mawrth 2026")):
        plain = of_letter(template, language, CLIENT, OFFICE, AT)
        again = issued_before(plain, language, first)
        texts = [text_of(PRESS.make(template.file(language), data, AT).content) for data in (plain, again)]
        assert [said in text for text in texts] == [False, True]


def test_glyphs__written_down__are_those_of_the_fonts() -> None:
    # `python -m infra.glyphs` writes them anew
    assert ranges() == fonts.runs(fonts.shown())


def test_document__made_twice__is_the_same_bytes() -> None:
    first, second = (drawn(newest(LetterCode.SECURITY_DETAILS), Language.WELSH) for _ in range(2))
    again = Press().make(
        "CMSL9800.v1.cy.typ", of_letter(newest(LetterCode.SECURITY_DETAILS), Language.WELSH, CLIENT, OFFICE, AT), AT
    )
    assert first.content == second.content == again.content
    assert first.sha256 == again.sha256


def test_date__near_midnight_in_summer__is_that_of_the_united_kingdom() -> None:
    late = datetime(2026, 7, 1, 23, 0, tzinfo=UTC)
    template = newest(LetterCode.UPDATE)
    shown = [of_letter(template, Language.ENGLISH, CLIENT, OFFICE, at)["date"] for at in (AT, late)]
    assert shown == ["1 July 2026", "2 July 2026"]


def test_press__a_template_that_is_not_there__is_refused() -> None:
    data = of_letter(newest(LetterCode.UPDATE), Language.ENGLISH, CLIENT, OFFICE, AT)
    with pytest.raises(typst.TypstError):
        PRESS.make("../../../etc/passwd", data, AT)


def test_pictures__in_the_reference__show_the_templates_as_they_are() -> None:
    # `make docs` draws them anew
    assert not pictures.stale()
