"""Every approved text: what it says, and that nothing else can be said."""

import pytest

from cms_common.domain.guard import personal_data_in
from notify.catalogue import CATALOGUE, ENGLISH, SUBJECT, WELSH, Mail, Template, write

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
