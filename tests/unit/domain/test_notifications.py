"""How a notification is written: by paragraphs, lines to take and halves of secrets, and by nothing else."""

from dataclasses import replace

import pytest

from cms_common.domain.approved_texts import CATALOGUE
from cms_common.domain.language import Language
from cms_common.domain.notifications import (
    Blocked,
    Catalogue,
    Enquiry,
    Line,
    Paragraph,
    ParagraphKind,
    State,
    Wanted,
    Words,
    Written,
    mobile_number,
    write,
)

TELEPHONE = "0800 171 2345"
REPLY = Wanted("0" * 20, "reply-missing-payment", Language.ENGLISH, "client#1", ("payment-not-received",))


def body(wanted: Wanted) -> str:
    written = write(CATALOGUE, wanted, {}, TELEPHONE)
    assert isinstance(written, Written)
    return written.body


def refusal(wanted: Wanted, catalogue: Catalogue = CATALOGUE) -> str:
    written = write(catalogue, wanted, {}, TELEPHONE)
    assert isinstance(written, Blocked)
    return written.reason


@pytest.mark.req("NOT-10", "CON-15")
def test_reply__optional_paragraphs__are_there_where_asked_for_and_read_only_ones_always() -> None:
    # Given each choice of optional paragraphs
    template = CATALOGUE.template(REPLY.template)
    assert template
    fixed = [one for one in template.paragraphs if one.kind is ParagraphKind.READ_ONLY and one.words]
    for chosen in ((), ("call-us",), ("self-service",), ("self-service", "call-us")):
        written = body(replace(REPLY, optional=chosen))
        # Then every read-only one stands unchanged, and of the optional ones those alone
        assert all(one.words.english in written for one in fixed if one.words)
        assert ("telephone us on 0800 171 2345" in written) == ("call-us" in chosen)
        assert ("in your self-service account" in written) == ("self-service" in chosen)


@pytest.mark.req("NOT-09", "NOT-11", "CON-15")
@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        (("dear-sian-your-money-is-on-its-way",), "not-an-approved-line"),
        (("payment-not-received", "reviewed-each-year"), "not-an-approved-line"),
        ((), "lines-wanting"),
        (("payment-not-received",) * 2, "lines-wanting"),
        (
            ("payment-not-received", "payment-on-its-way", "payment-not-yet-due", "check-account-details"),
            "lines-wanting",
        ),
    ],
)
def test_reply__with_anything_but_lines_for_its_enquiry__is_blocked(lines: tuple[str, ...], reason: str) -> None:
    assert refusal(replace(REPLY, lines=lines)) == reason


@pytest.mark.req("NOT-11")
@pytest.mark.parametrize("typed", ["Dear Siân", "", "a" * 41, "payment not received", "AB123456C", "a\n"])
def test_wanted__with_typed_text_for_an_identifier__cannot_be_made(typed: str) -> None:
    for changes in ({"lines": (typed,)}, {"optional": (typed,)}, {"template": typed}, {"besides": typed or "#"}):
        with pytest.raises(ValueError, match="identifiers alone"):
            replace(REPLY, **changes)


@pytest.mark.req("NOT-10")
def test_paragraph__read_only_or_editable__cannot_be_chosen() -> None:
    for name in ("from", "about", "answer", "no-reply", "no-such"):
        assert refusal(replace(REPLY, optional=(name,))) == "no-such-optional"


@pytest.mark.req("NOT-12", "NOT-19")
def test_text__approved_by_mistake_with_personal_data__is_blocked_whoever_sends_it() -> None:
    # Given a catalogue with an automatic notice and a line that name somebody's numbers
    said = Words("We pay into 12345678.", "Talwn i 12345678.")
    notice = replace(CATALOGUE.templates["new-letter"][0], paragraphs=(Paragraph("x", ParagraphKind.READ_ONLY, said),))
    line = Line("payment-not-received", 2, frozenset(Enquiry), Words("AB123456C", "AB123456C"))
    wrong = Catalogue({**CATALOGUE.templates, "new-letter": (notice,)}, {**CATALOGUE.lines, line.identifier: (line,)})
    # Then neither goes out
    assert refusal(replace(REPLY, template="new-letter", lines=()), wrong) == "personal-data-account"
    assert "nino" in refusal(REPLY, wrong)


def test_template__of_several_versions__is_written_by_the_newest() -> None:
    first = CATALOGUE.templates["new-letter"][0]
    newer = replace(first, version=2)
    written = write(
        Catalogue({"new-letter": (first, newer)}, {}), replace(REPLY, template="new-letter", lines=()), {}, TELEPHONE
    )
    assert isinstance(written, Written)
    assert written.template.version == 2


def test_half__in_a_line_to_take__is_no_value() -> None:
    # Given a template without values, Then none is taken
    assert write(CATALOGUE, REPLY, {"half": "123456"}, TELEPHONE) == Blocked("other-values")


@pytest.mark.parametrize(
    "typed",
    ["07700 900101", "07700900101", "+44 7700 900101", "0044 7700 900101", "+44 (0)7700 900-101", "(07700) 900101"],
)
def test_mobile__as_a_person_types_it__is_read(typed: str) -> None:
    assert mobile_number(typed) == "+447700900101"


@pytest.mark.parametrize(
    "typed",
    ["", "020 7946 0018", "7700 900101", "07700 90010", "07700 9001011", "+1 202 555 0100", "07000 900101", "none"],
)
def test_mobile__that_is_none__is_not_read(typed: str) -> None:
    assert mobile_number(typed) is None


def test_states__by_rank__let_what_is_known_last_stand() -> None:
    reported = [State.SENT, State.DELIVERED, State.BOUNCED, State.COMPLAINED]
    assert [state.rank for state in reported] == sorted({state.rank for state in reported})
    assert all(state.rank < State.SENT.rank for state in State if state not in reported)
