"""Lines to take: approved messages that an answer by email is filled with (NOT-09, GAP-04: no source has their words).

Paying and receiving parents and whoever asks for them get the same lines, so that none says who pays whom: not "your
money", not "the account we pay into". A changed line is a new version beside the old one, the newest last.
"""

from cms_common.domain.notifications import Enquiry, Line, Words

_PAYMENT, _CALCULATION = frozenset({Enquiry.MISSING_PAYMENT}), frozenset({Enquiry.CALCULATION})
LINES = (
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
        "payment-not-received",
        2,
        _PAYMENT,
        Words(
            "We have not received this payment. Your statement will show it when it comes.",
            "Nid ydym wedi derbyn y taliad hwn. Bydd eich datganiad yn ei ddangos pan ddaw.",
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
        "payment-on-its-way",
        2,
        _PAYMENT,
        Words(
            "We have received this payment and passed it on. It can take up to three working days to arrive.",
            "Rydym wedi derbyn y taliad hwn ac wedi ei drosglwyddo. Gall gymryd hyd at dri diwrnod gwaith i gyrraedd.",
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
        "check-account-details",
        2,
        _PAYMENT,
        Words(
            "Please check in My details that the bank account you have told us of is the right one, and tell us "
            "if it is not.",
            "Gwiriwch yn Fy manylion mai'r cyfrif banc a roesoch i ni yw'r un cywir, a rhowch wybod i ni os nad yw.",
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
        "amount-if-paid-in-full",
        2,
        _CALCULATION,
        Words(
            "The amount shown is the amount if it is paid in full and on time. It may differ where there are arrears.",
            "Y swm a ddangosir yw'r swm os telir ef yn llawn ac ar amser. Gall fod yn wahanol lle mae ôl-ddyledion.",
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
"""Every version of every line."""
