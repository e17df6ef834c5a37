"""The approved texts, and nothing else: no mail or text message carries a word that does not stand here (NOT-09).

A text is changed by a new version beside the old one, the newest last, never in place: the contact history names the
version that went out, and shows its words. The words of text messages are not in the source documents (GAP-04).
"""

from cms_common.domain.approved_lines import LINES
from cms_common.domain.notifications import (
    Catalogue,
    Enquiry,
    Medium,
    Paragraph,
    ParagraphKind,
    Template,
    Words,
)

_READ_ONLY, _OPTIONAL, _EDITABLE = ParagraphKind
_NO_REPLY = Paragraph("no-reply", _READ_ONLY, Words("Do not reply to this email.", "Peidiwch ag ateb yr e-bost hwn."))
_GREETING = Paragraph(
    "from",
    _READ_ONLY,
    Words("This is an email from the Child Maintenance Service.", "E-bost gan y Gwasanaeth Cynhaliaeth Plant yw hwn."),
)
_CALL = Paragraph(
    "call-us",
    _OPTIONAL,
    Words(
        "If you would like to talk to us about this, telephone us on {telephone}.",
        "Os hoffech siarad â ni am hyn, ffoniwch ni ar {telephone}.",
    ),
)
_SELF_SERVICE = Paragraph(
    "self-service",
    _OPTIONAL,
    Words(
        "You can see your payments and your statement, and tell us about changes, at any time in your self-service "
        "account.",
        "Gallwch weld eich taliadau a'ch datganiad, a rhoi gwybod i ni am newidiadau, unrhyw bryd yn eich cyfrif "
        "hunanwasanaeth.",
    ),
)
_ANSWER = Paragraph("answer", _EDITABLE)


def _recovered(name: str, title: Words, english: str, welsh: str, form: str) -> Template:
    told = Words(
        f"You asked for your {english} for the Child Maintenance Service.",
        f"Gofynnoch am eich {welsh} ar gyfer y Gwasanaeth Cynhaliaeth Plant.",
    )
    half = Words(f"The last six characters of your {english} are: {{half}}", f"Chwe nod olaf eich {welsh} yw: {{half}}")
    use = Words(
        "Put them after the six characters that were shown on the screen. If you did not ask for your "
        f"{english}, telephone the Child Maintenance Service.",
        "Rhowch nhw ar ôl y chwe nod a ddangoswyd ar y sgrin. Os na ofynnoch am eich "
        f"{welsh}, ffoniwch y Gwasanaeth Cynhaliaeth Plant.",
    )
    said = (
        Paragraph("asked", _READ_ONLY, told),
        Paragraph("half", _READ_ONLY, half),
        Paragraph("use", _READ_ONLY, use),
    )
    return Template(name, 1, Medium.EMAIL, title, (*said, _NO_REPLY), halves={"half": form})


def _notice(name: str, title: Words, words: Words, version: int = 1) -> Template:
    return Template(name, version, Medium.EMAIL, title, (_GREETING, Paragraph("notice", _READ_ONLY, words), _NO_REPLY))


def _reply(name: str, enquiry: Enquiry, title: Words, words: Words, version: int = 1) -> Template:
    about = Paragraph("about", _READ_ONLY, words)
    said = (_GREETING, about, _ANSWER, _SELF_SERVICE, _CALL, _NO_REPLY)
    return Template(name, version, Medium.EMAIL, title, said, enquiry=enquiry)


def _sms(name: str, title: Words, words: Words) -> Template:
    return Template(name, 1, Medium.SMS, title, (Paragraph("text", _READ_ONLY, words),))


_TEMPLATES = (
    _recovered(
        "recovered-user-id",
        Words("You asked for your user ID", "Gofynnoch am eich rhif defnyddiwr"),
        "user ID",
        "rhif defnyddiwr",
        r"[0-9]{6}",
    ),
    _recovered(
        "recovered-password",
        Words("You asked for your password", "Gofynnoch am eich cyfrinair"),
        "password",
        "cyfrinair",
        r"[A-Za-z0-9]{6}",
    ),
    _notice(
        "new-letter",
        Words("There is a new letter for you", "Mae llythyr newydd i chi"),
        Words(
            "There is a new letter in your self-service account. To read it, log in and choose My messages, then "
            "Contact history. For your security this email does not say what the letter is about.",
            "Mae llythyr newydd yn eich cyfrif hunanwasanaeth. I'w ddarllen, mewngofnodwch a dewiswch Fy negeseuon, "
            "yna Hanes cysylltu. Er eich diogelwch nid yw'r e-bost hwn yn dweud beth yw cynnwys y llythyr.",
        ),
    ),
    _notice(
        "new-for-employer",
        Words("There is something new for you", "Mae rhywbeth newydd i chi"),
        Words(
            "There is a new letter or message in your employer's self-service account. To read it, log in and choose "
            "Contact history. For security this email does not say what it is about.",
            "Mae llythyr neu neges newydd yn eich cyfrif hunanwasanaeth i gyflogwyr. I'w ddarllen, mewngofnodwch a "
            "dewiswch Hanes cysylltu. Er diogelwch nid yw'r e-bost hwn yn dweud beth yw'r cynnwys.",
        ),
    ),
    # A call that reached nobody stands there too.
    _notice(
        "new-for-employer",
        Words("There is something new for you", "Mae rhywbeth newydd i chi"),
        Words(
            "There is something new in your employer's self-service account. To see it, log in and choose Contact "
            "history. For security this email does not say what it is.",
            "Mae rhywbeth newydd yn eich cyfrif hunanwasanaeth i gyflogwyr. I'w weld, mewngofnodwch a dewiswch Hanes "
            "cysylltu. Er diogelwch nid yw'r e-bost hwn yn dweud beth ydyw.",
        ),
        version=2,
    ),
    _reply(
        "reply-missing-payment",
        Enquiry.MISSING_PAYMENT,
        Words("Our answer to your message about a payment", "Ein hateb i'ch neges am daliad"),
        Words(
            "You sent us a message about a payment that you expected.",
            "Anfonoch neges atom am daliad yr oeddech yn ei ddisgwyl.",
        ),
    ),
    # Whoever pays asks about payments too.
    _reply(
        "reply-missing-payment",
        Enquiry.MISSING_PAYMENT,
        Words("Our answer to your message about a payment", "Ein hateb i'ch neges am daliad"),
        Words("You sent us a message about a payment.", "Anfonoch neges atom am daliad."),
        version=2,
    ),
    _reply(
        "reply-calculation",
        Enquiry.CALCULATION,
        Words("Our answer to your message about your calculation", "Ein hateb i'ch neges am eich cyfrifiad"),
        Words(
            "You sent us a message about how your child maintenance is worked out.",
            "Anfonoch neges atom am sut y cyfrifir eich cynhaliaeth plant.",
        ),
    ),
    _sms(
        "sms-call-missed",
        Words("Text message: we tried to telephone you", "Neges destun: ceisiom eich ffonio"),
        Words(
            "Child Maintenance Service: we tried to telephone you about your message. We will try again.",
            "Gwasanaeth Cynhaliaeth Plant: ceisiom eich ffonio am eich neges. Byddwn yn ceisio eto.",
        ),
    ),
    _sms(
        "sms-letter-sent",
        Words("Text message: we have sent you a letter", "Neges destun: rydym wedi anfon llythyr atoch"),
        Words(
            "Child Maintenance Service: we have sent you a letter. Please look out for it.",
            "Gwasanaeth Cynhaliaeth Plant: rydym wedi anfon llythyr atoch. Cadwch olwg amdano.",
        ),
    ),
    _sms(
        "sms-details-changed",
        Words("Text message: we have changed your details", "Neges destun: rydym wedi newid eich manylion"),
        Words(
            "Child Maintenance Service: we have made the change to your details that you asked for. A letter follows.",
            "Gwasanaeth Cynhaliaeth Plant: rydym wedi newid eich manylion fel y gofynnoch. Bydd llythyr yn dilyn.",
        ),
    ),
)

CATALOGUE = Catalogue(
    templates={one.name: tuple(same for same in _TEMPLATES if same.name == one.name) for one in _TEMPLATES},
    lines={one.identifier: tuple(same for same in LINES if same.identifier == one.identifier) for one in LINES},
)
"""Everything that may be said."""
