"""The approved texts, and nothing else: no mail or text message carries a word that does not stand here (NOT-09).

A text is changed by a new version beside the old one, never in place: the contact history names the version that went
out. The words of lines to take and text messages are not in the source documents (GAP-04).
"""

from cms_common.domain.notifications import (
    Catalogue,
    Enquiry,
    Line,
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


def _notice(name: str, title: Words, words: Words) -> Template:
    return Template(name, 1, Medium.EMAIL, title, (_GREETING, Paragraph("notice", _READ_ONLY, words), _NO_REPLY))


def _reply(name: str, enquiry: Enquiry, title: Words, words: Words) -> Template:
    about = Paragraph("about", _READ_ONLY, words)
    return Template(
        name, 1, Medium.EMAIL, title, (_GREETING, about, _ANSWER, _SELF_SERVICE, _CALL, _NO_REPLY), enquiry=enquiry
    )


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
    _reply(
        "reply-missing-payment",
        Enquiry.MISSING_PAYMENT,
        Words("Our answer to your message about a payment", "Ein hateb i'ch neges am daliad"),
        Words(
            "You sent us a message about a payment that you expected.",
            "Anfonoch neges atom am daliad yr oeddech yn ei ddisgwyl.",
        ),
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

_PAYMENT, _CALCULATION = frozenset({Enquiry.MISSING_PAYMENT}), frozenset({Enquiry.CALCULATION})
_LINES = (
    Line(
        "payment-not-received",
        1,
        _PAYMENT,
        Words(
            "We have not received this payment. We are taking the next steps to collect it, and your statement will "
            "show it when it comes.",
            "Nid ydym wedi derbyn y taliad hwn. Rydym yn cymryd y camau nesaf i'w gasglu, a bydd eich datganiad yn ei "
            "ddangos pan ddaw.",
        ),
    ),
    Line(
        "payment-on-its-way",
        1,
        _PAYMENT,
        Words(
            "We have received this payment and sent it to the account that we hold for you. It can take up to three "
            "working days to arrive.",
            "Rydym wedi derbyn y taliad hwn ac wedi ei anfon i'r cyfrif sydd gennym ar eich cyfer. Gall gymryd hyd at "
            "dri diwrnod gwaith i gyrraedd.",
        ),
    ),
    Line(
        "payment-not-yet-due",
        1,
        _PAYMENT,
        Words(
            "This payment is not due yet. Your payment plan shows when each payment is due.",
            "Nid yw'r taliad hwn yn ddyledus eto. Mae eich cynllun talu yn dangos pryd mae pob taliad yn ddyledus.",
        ),
    ),
    Line(
        "check-account-details",
        1,
        _PAYMENT,
        Words(
            "Please check in My details that the account we pay into is the right one, and tell us if it is not.",
            "Gwiriwch yn Fy manylion mai'r cyfrif yr ydym yn talu iddo yw'r un cywir, a rhowch wybod i ni os nad yw.",
        ),
    ),
    Line(
        "statement-shows-payments",
        1,
        _PAYMENT | _CALCULATION,
        Words(
            "Your online statement shows every payment that we have received and paid out.",
            "Mae eich datganiad ar-lein yn dangos pob taliad yr ydym wedi ei dderbyn a'i dalu allan.",
        ),
    ),
    Line(
        "amount-if-paid-in-full",
        1,
        _CALCULATION,
        Words(
            "The amount shown is what to expect if it is paid in full and on time. It may differ where there are "
            "arrears.",
            "Y swm a ddangosir yw'r hyn i'w ddisgwyl os telir ef yn llawn ac ar amser. Gall fod yn wahanol lle mae "
            "ôl-ddyledion.",
        ),
    ),
    Line(
        "how-it-is-worked-out",
        1,
        _CALCULATION,
        Words(
            "Child maintenance is worked out from the paying parent's income, the number of children, and how many "
            "nights they stay with the paying parent.",
            "Cyfrifir cynhaliaeth plant o incwm y rhiant sy'n talu, nifer y plant, a faint o nosweithiau y maent yn "
            "aros gyda'r rhiant sy'n talu.",
        ),
    ),
    Line(
        "reviewed-each-year",
        1,
        _CALCULATION,
        Words(
            "We look at your calculation each year. When it changes we send you a letter that says so.",
            "Rydym yn edrych ar eich cyfrifiad bob blwyddyn. Pan fydd yn newid anfonwn lythyr atoch yn dweud hynny.",
        ),
    ),
    Line(
        "where-calculation-is-shown",
        1,
        _CALCULATION,
        Words(
            "My cases in your self-service account shows your calculation and what it is made of.",
            "Mae Fy achosion yn eich cyfrif hunanwasanaeth yn dangos eich cyfrifiad a'r hyn y mae'n ei gynnwys.",
        ),
    ),
)

CATALOGUE = Catalogue(
    templates={template.name: (template,) for template in _TEMPLATES},
    lines={line.identifier: (line,) for line in _LINES},
)
"""Everything that may be said."""
