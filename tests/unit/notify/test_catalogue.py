"""Every approved text: what it says, and that nothing else can be said."""

from dataclasses import replace

import pytest

from cms_common.domain.guard import personal_data_in
from notify.catalogue import CATALOGUE, ENGLISH, SUBJECT, WELSH, Mail, Template, Text, write

HALVES = {"recovered-user-id": "123456", "recovered-password": "aB3dE5"}


@pytest.mark.req("NOT-13", "NOT-12")
@pytest.mark.parametrize("template", CATALOGUE.values(), ids=lambda one: one.name)
def test_text__of_each_template__passes_the_guard_and_bears_the_subject(template: Template) -> None:
    for text in template.texts.values():
        assert personal_data_in(text.body) == frozenset()
    mail = write(template.name, ENGLISH, {"half": HALVES[template.name]})
    assert isinstance(mail, Mail)
    assert mail.subject == SUBJECT
    assert mail.body.count(HALVES[template.name]) == 1


@pytest.mark.parametrize("template", CATALOGUE.values(), ids=lambda one: one.name)
def test_text__welsh_not_approved__is_there_and_not_sent(template: Template) -> None:
    assert not template.texts[WELSH].approved
    halves = {"half": HALVES[template.name]}
    assert write(template.name, WELSH, halves) == write(template.name, ENGLISH, halves)


@pytest.mark.parametrize("template", CATALOGUE.values(), ids=lambda one: one.name)
def test_text__welsh_approved__is_sent_to_those_who_asked_for_it_alone(template: Template) -> None:
    # Given the Welsh text, once it is approved
    welsh = template.texts[WELSH].body
    approved = {template.name: replace(template, texts={**template.texts, WELSH: Text(welsh, approved=True)})}
    halves = {"half": HALVES[template.name]}
    # When it is asked for, Then the body is the Welsh one; and English stays English, or what stands in for the unknown
    assert write(template.name, WELSH, halves, approved) == Mail(SUBJECT, welsh.format_map(halves))
    english = write(template.name, ENGLISH, halves)
    assert write(template.name, ENGLISH, halves, approved) == english == write(template.name, "xx", halves, approved)
