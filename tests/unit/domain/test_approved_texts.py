"""Every approved text in both languages: the words it must not use, and that no language falls into the other."""

import json
import re

import pytest

from cms_common.domain.approved_texts import CATALOGUE
from cms_common.domain.guard import personal_data_in
from cms_common.domain.language import Language
from cms_common.domain.notifications import (
    SUBJECT,
    Blocked,
    Enquiry,
    Line,
    Medium,
    ParagraphKind,
    Template,
    Wanted,
    Words,
    Written,
    write,
)
from infra.templates import ROOT

TELEPHONE = "0800 171 2345"
TEMPLATES = [template for versions in CATALOGUE.templates.values() for template in versions]
LINES = [line for versions in CATALOGUE.lines.values() for line in versions]
HALVES = {"recovered-user-id": {"half": "123456"}, "recovered-password": {"half": "aB3dE5"}}
OLD_WORDS = re.compile(
    r"\b(?:PWC|PeWC|NRP)s?\b|parents? with care|persons? with care|people with care|non[\s-]?resident parent"
    r"|rhiant (?:â|gyda) gofal|person (?:â|gyda) gofal|rhiant (?:dibreswyl|nad yw'n preswylio)",
    re.IGNORECASE,
)
ONE_SIDED = re.compile(
    r"expect|we pay|pay you|paid to you|account that we hold|to collect"
    r"|disgwyl|yn talu iddo|gasglu|gennym ar eich cyfer",
    re.IGNORECASE,
)
ENGLISH_ALONE = {"the", "you", "your", "is", "and", "we", "of", "to", "this", "have", "letter", "email", "not", "us"}
WELSH_ALONE = {"yn", "yr", "ni", "chi", "eich", "wedi", "neu", "rydym", "llythyr", "gwasanaeth", "chwe", "ar"}


def every_words() -> list[Words]:
    ours = [paragraph.words for template in TEMPLATES for paragraph in template.paragraphs if paragraph.words]
    return [*ours, *(template.title for template in TEMPLATES), *(line.words for line in LINES)]


def wanted(template: Template, language: Language, **more: object) -> Wanted:
    first = tuple(line.identifier for line in CATALOGUE.lines_for(template))[:1]
    editable = any(paragraph.kind is ParagraphKind.EDITABLE for paragraph in template.paragraphs)
    optional = tuple(one.name for one in template.paragraphs if one.kind is ParagraphKind.OPTIONAL)
    besides = "letter#1" if template.medium is Medium.SMS else ""
    return Wanted("0" * 20, template.name, language, "client#1", first if editable else (), optional, besides)


def written(template: Template, language: Language) -> Written:
    made = write(CATALOGUE, wanted(template, language), HALVES.get(template.name, {}), TELEPHONE)
    assert not isinstance(made, Blocked), made.reason
    return made


def words_of(text: str) -> set[str]:
    return set(re.findall(r"[\w']+", text.lower()))


@pytest.mark.req("LNG-04", "LNG-06")
@pytest.mark.parametrize("language", Language)
def test_text__of_every_template_and_line__uses_none_of_the_old_words(language: Language) -> None:
    texts = [SUBJECT, *(words.of(language) for words in every_words())]
    assert len(texts) > 30
    assert [text for text in texts if OLD_WORDS.search(text)] == []


@pytest.mark.req("LNG-06")
@pytest.mark.parametrize("template", TEMPLATES, ids=lambda one: one.name)
def test_text__in_each_language__carries_no_word_of_the_other(template: Template) -> None:
    english, welsh = written(template, Language.ENGLISH).body, written(template, Language.WELSH).body
    assert words_of(english) & WELSH_ALONE == set()
    assert words_of(welsh) & ENGLISH_ALONE == set()


@pytest.mark.parametrize("line", LINES, ids=lambda one: one.identifier)
def test_line__in_each_language__carries_no_word_of_the_other(line: Line) -> None:
    assert words_of(line.words.english) & WELSH_ALONE == set()
    assert words_of(line.words.welsh) & ENGLISH_ALONE == set()


def test_welsh__every_text__is_there_and_marked_as_awaiting_a_translator() -> None:
    for words in every_words():
        assert words.welsh.strip()
        assert words.welsh != words.english
        assert words.awaiting == {Language.WELSH}


@pytest.mark.req("NOT-12", "NOT-13")
@pytest.mark.parametrize("template", TEMPLATES, ids=lambda one: one.name)
def test_text__of_each_template__passes_the_guard_and_bears_the_subject(template: Template) -> None:
    for language in Language:
        mail = written(template, language)
        assert mail.subject == (SUBJECT if template.medium is Medium.EMAIL else "")
        assert "{" not in mail.body
    assert personal_data_in(SUBJECT) == frozenset()


@pytest.mark.req("NOT-16")
@pytest.mark.parametrize("name", HALVES)
def test_recovery__text_of_it__has_the_half_once_and_no_more_of_the_secret(name: str) -> None:
    template = CATALOGUE.template(name)
    assert template
    assert written(template, Language.ENGLISH).body.count(HALVES[name]["half"]) == 1


@pytest.mark.req("NOT-07", "CON-11")
def test_lines__for_each_of_the_two_enquiries__are_there_and_no_other_template_takes_any() -> None:
    for template in TEMPLATES:
        lines = CATALOGUE.lines_for(template)
        assert len(lines) >= 3 if template.enquiry else lines == ()
    assert {template.enquiry for template in TEMPLATES} == {None, *Enquiry}


@pytest.mark.req("NOT-09")
def test_lines__sent_now_to_either_parent__do_not_say_who_pays_whom() -> None:
    # Given that whoever pays and whoever receives are answered with the same words
    answers = [template for name in CATALOGUE.templates if (template := CATALOGUE.template(name)) and template.enquiry]
    lines = [line for identifier in CATALOGUE.lines if (line := CATALOGUE.line(identifier))]
    own = [one.words for template in answers for one in template.paragraphs if one.words]
    said = [*own, *(line.words for line in lines)]
    # When they are read as a paying parent, then as a receiving one
    wrong = [words.english for words in said if ONE_SIDED.search(words.english) or ONE_SIDED.search(words.welsh)]
    # Then none takes the reader for the other
    assert len(said) > 15
    assert wrong == []


def test_versions__of_every_text__count_from_one_and_the_newest_is_sent() -> None:
    templates = [[one.version for one in versions] for versions in CATALOGUE.templates.values()]
    lines = [[one.version for one in versions] for versions in CATALOGUE.lines.values()]
    assert all(numbers == list(range(1, len(numbers) + 1)) for numbers in (*templates, *lines))
    newest = [CATALOGUE.template(name) for name in CATALOGUE.templates]
    assert newest == [versions[-1] for versions in CATALOGUE.templates.values()]
    assert [CATALOGUE.line(name) for name in CATALOGUE.lines] == [one[-1] for one in CATALOGUE.lines.values()]
    # And an earlier one is found by its number, one that never was is not
    assert CATALOGUE.template("reply-missing-payment", 1) != CATALOGUE.template("reply-missing-payment")
    assert CATALOGUE.template("reply-missing-payment", 99) is None
    assert CATALOGUE.line("no-such-line", 1) is None


def test_text_message__of_each_template__is_short_enough_for_three_parts() -> None:
    for template in (one for one in TEMPLATES if one.medium is Medium.SMS):
        assert len(written(template, Language.ENGLISH).body) <= 160
        assert len(written(template, Language.WELSH).body) <= 201


def test_schemas__of_what_was_sent__name_every_template_and_no_other() -> None:
    for kind, medium in (("MailSent", Medium.EMAIL), ("SmsSent", Medium.SMS)):
        schema = json.loads((ROOT / "events" / "schemas" / f"{kind}.v1.json").read_text())
        names = schema["properties"]["facts"]["properties"]["template"]["enum"]
        assert sorted(names) == sorted({one.name for one in TEMPLATES if one.medium is medium})
