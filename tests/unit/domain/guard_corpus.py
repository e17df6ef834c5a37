"""What the personal-data guard must find, and what it must let pass: made by rules, and written by hand.

`PERSONAL` is (text, kind that must be among those found), `INNOCENT` are texts that must pass, and
`TAKEN_FOR_PERSONAL` are innocent texts that are blocked all the same, each known and accepted: when in doubt, block.
"""

from collections.abc import Iterator

from cms_common.domain.guard import PersonalData

type Case = tuple[str, PersonalData]

NINO, DATE, SORT_CODE, ACCOUNT = PersonalData

_INVISIBLE = ("\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u00ad", "\u200e")
_SPACES = (" ", "\u00a0", "\u2009", "\u202f", "\t", "\n")
_DASHES = ("-", "\u2010", "\u2011", "\u2012", "\u2013", "\u2014", "\u2212")


def _wide(text: str) -> str:
    return "".join(chr(ord(one) + 0xFEE0) if "!" <= one <= "~" else one for one in text)


def _in(zero: int, text: str) -> str:
    return "".join(chr(zero + int(one)) if one.isdigit() else one for one in text)


def _scripts(text: str) -> tuple[str, ...]:
    """A text with its digits full-width, Arabic-Indic, Persian, Devanagari and mathematical bold."""
    return _wide(text), _in(0x0660, text), _in(0x06F0, text), _in(0x0966, text), _in(0x1D7CE, text)


def _between(text: str, filler: str, every: int = 1) -> str:
    return filler.join(text[at : at + every] for at in range(0, len(text), every))


def _ninos() -> Iterator[str]:
    yield from ("AB123456C", "ab123456c", "Ab123456c", "AB123456", "(AB123456C)", "AB123456C.", "NI:AB123456C,")
    for gap in (*_SPACES, *_DASHES, ".", "/", "_", " - ", ". "):
        yield gap.join(("AB", "12", "34", "56", "C"))
    yield from ("AB 123456 C", "AB123 456C", "A B 1 2 3 4 5 6 C", "A.B.1.2.3.4.5.6.C", "AB 12-34-56 C", "AB-123456-C")
    yield from _scripts("AB 12 34 56 C")
    yield from (_between("AB123456C", filler) for filler in _INVISIBLE)
    yield from ("AB1O3456C", "AB 12 34 5O C", "AB l2 34 56 C", "AB I2 34 56 C", "AB 12 O4 56 C")
    yield "AB one two three four five six C"
    yield "ab un dau tri pedwar pump chwech c"
    yield "AB12\u03013456C"


def _dates() -> Iterator[str]:
    for gap in ("/", ".", "-", " ", "_", "\u2013", "\u00a0", " / ", ", "):
        for parts in (("01", "07", "1984"), ("1", "7", "1984"), ("1", "7", "84"), ("31", "12", "84")):
            yield gap.join(parts)
    yield from ("1984-07-01", "1984/7/1", "1984.07.01", "1984 07 01", "07/13/1984", "13/07/1984", "1/7/'84")
    yield from ("1 July 1984", "1st July 1984", "1st of July 1984", "the 1st of July, 1984", "1 Jul 84", "1-Jul-84")
    yield from ("01JUL1984", "1jul84", "1 July '84", "1 July \u201984", "July 1, 1984", "July 1st 1984", "Jul. 1, 1984")
    yield from ("Sunday 1 July 1984", "2nd Sept 1984", "3 Sep. 1984", "1984 July 1", "1 JULY 1984", "1.July.1984")
    yield from (
        "first of July 1984",
        "the twenty-first of July 1984",
        "31st day of December 1999",
        "thirtieth May 2001",
    )
    yield from (
        "1 July nineteen eighty-four",
        "1 July two thousand and four",
        "1 Gorffennaf 1984",
        "1af o Orffennaf 84",
        "2 o Fai 1990",
        "3 o Dachwedd 1990",
    )
    yield from ("1 Ionawr 1984", "12 Rhagfyr 84", "2 Mai 1990", "7fed Awst 1984", "1af Mawrth 1984")
    yield from _scripts("01/07/1984")
    yield from (_between("01/07/1984", filler) for filler in _INVISIBLE)


def _sort_codes() -> Iterator[str]:
    for gap in (*_SPACES, *_DASHES, ".", "/", "_", " - ", ", ", ""):
        yield gap.join(("20", "45", "99"))
    yield from ("sort code 204599", "Sort code: 20 45 99", "sortcode 20-45-99", "s/c 204599", "SORT-CODE 2 0 4 5 9 9")
    yield from ("sort code is 20:45:99", "20:45:99", "sort code 10:20:30", "2O-45-99", "2o 45 99")
    yield from (
        "cod didoli 20 45 99",
        "sort code two zero four five nine nine",
        "20\u00b745\u00b799",
        "20\u202245\u202299",
    )
    yield from _scripts("20-45-99")
    yield from (_between("20-45-99", filler) for filler in _INVISIBLE)


def _accounts() -> Iterator[str]:
    yield from ("12345678", "account 12345678", "a/c 1234 5678", "acc no.12345678", "1234567", "00012345678")
    for gap in (*_SPACES, *_DASHES, ".", "/", "_", ", "):
        yield gap.join(("1234", "5678"))
        yield gap.join(("4929", "1234", "5678", "9012"))
    yield from (_between("12345678", gap, 2) for gap in (" ", "-", ".", "/"))
    yield from (_between("12345678", gap) for gap in (" ", "-", ".", ",", ", "))
    yield from ("1234567O", "l2345678", "1234 567o", "I2345678", "4929 I234 5678 9O12")
    yield from (
        "3782 822463 10005",
        "378282246310005",
        "4929-1234-5678-9012",
        "4929123456789012",
        "6304 0000 0000 0000 000",
    )
    yield from (
        "one two three four five six seven eight",
        "double one two treble three four five",
        "un dau tri pedwar pump chwech saith",
    )
    yield from (
        "double 1 2 3 4 5 6 7",
        "roll number D1234 56789-0",
        "roll 0/12345678-9",
        "B12345678",
        "GB29 NWBK 6016 1331 9268 19",
    )
    yield from (
        "121000121688",
        "1210 0012 1688",
        "your SCIN 121000121688",
        "07700 900101",
        "+44 7700 900101",
        "020 7946 0018",
    )
    yield from ("0800 171 2345 6789", "08001712345678", "£12345678", "£1234 5678", "20 45 99 12345678", "12.34.56.78")
    yield from ("4929 1234\n5678 9012", "account\n1234\n5678", "12 345 678", "123-45678", "1 2345678")
    yield from _scripts("12345678")
    yield from _scripts("4929 1234 5678 9012")
    yield from (_between("12345678", filler) for filler in _INVISIBLE)


def _made() -> Iterator[Case]:
    for kind, texts in ((NINO, _ninos()), (DATE, _dates()), (SORT_CODE, _sort_codes()), (ACCOUNT, _accounts())):
        for text in texts:
            yield text, kind
            yield f"We hold {text} for you.", kind
            yield f"Rhif: {text}\nDiolch", kind


PERSONAL: tuple[Case, ...] = tuple(dict.fromkeys(_made()))

_OPENINGS = tuple(
    f"{first} to {last}"
    for first, last in (("8am", "7.30pm"), ("9.00", "17.00"), ("08:00", "18:30"), ("9.30am", "4pm"))
)
_NUMBERS = ("0800 171 2345", "0345 266 8792", "0300 123 4567", "08001712345", "0808-171-2345", "0303 123 1234")
_AMOUNTS = (
    *("£7", "£7.00", "£48.50", "£999.99", "£1,234.56", "£12,345.67", "£1,234,567.89", "£123456", "£ 20", "50p"),
    *("£48.50 a week", "£210.20 a month", "20% of £3,000", "£0.00"),
)
_CODES = (
    "CMSL9547",
    "CMSL9548",
    "CMSL9800",
    "CMSL9547 and CMSL9548",
    "form CSF 001",
    "WV98 2BU",
    "SW1A 1AA",
    "P60",
    "SA100",
    "0800",
)
_BY_HAND = (
    "We will answer within 48 hours.",
    "Wait 2 hours, or 120 minutes.",
    "We have 28 days to look at it, and you have 30.",
    "You can telephone us 24 hours a day, 7 days a week.",
    "Open 24/7, 365 days a year.",
    "aB3dE5",
    "Put them after the six characters that were shown on the screen.",
    "The last six characters of your password are:",
    "Your password has 8 to 12 characters.",
    "Give us the 3rd and 5th digits of your PIN.",
    "The first digit and the second digit.",
    "Give digits 1, 3 and 7.",
    "We called you 2 times.",
    "Section 32 of the Child Support Act 1991",
    "the Child Support Act 1991 and the Child Maintenance Act 2008",
    "the tax year 2025-26",
    "the tax year 2025/2026",
    "the tax years 2024-25 and 2025-26",
    "in the year 2026",
    "in July 2026",
    "on 1 July",
    "from 5 May 10.30am",
    "each Monday at 10.30",
    "between 09:15 and 17:45",
    "at 9.00 - 17.00",
    "by 5pm on the 3rd working day",
    "Children aged 16 or 17",
    "children under 16, or 20 in full-time education",
    "52 nights or more a year",
    "52 to 103 nights, 104 to 155 nights, 156 to 174 nights",
    "a reduction of one seventh for each night",
    "If you have one, two or three children",
    "the rate is 12%, 16% or 19%",
    "2012 scheme",
    "Mail Handling Site A, Wolverhampton, WV98 2BU",
    "www.gov.uk/child-maintenance-service",
    "https://www.gov.uk/making-child-maintenance-arrangement/how-to-pay-child-maintenance",
    "Relay UK: 18001 then 0800 171 2345",
    "Telephone 0800 171 2345, Monday to Friday 8am to 7.30pm, Saturday 9am to 4pm",
    "Ffoniwch 0800 171 2345 rhwng 8am a 7.30pm",
    "o fewn 48 awr",
    "dim ond un neu ddau",
    "Nid oes dim mwy i'w wneud.",
    "Mae un llythyr newydd yn eich cyfrif.",
    "pages 1 to 50",
    "up to 10 documents of 10 MB",
    "JPEG, PDF, GIF, PNG or TIFF, 50 pages",
    "Version 1.2.3",
    "A4",
    "step 1 of 5",
    "1. Log in. 2. Choose My messages. 3. Open the letter.",
    "Question 1: what was your first school?",
    "MP3",
    "Follow the link. Oil. Loll. Illinois. Oooo.",
    "I will call you. I'll follow. O.",
    "Ill, oil, lol: Olli Ilo lolloli",
    "The OIlO building",
    "payment 1 of 12",
    "week 12 of 52",
    "95 in 100 messages are answered in 2 days",
    "Reference: your letter of this month",
    "60 seconds",
    "£48.50, £50.25 and £52.00",
    "£7.00 - £48.50",
    "3 + 4 = 7",
    "4x4",
    "Covid-19",
    "no. 10",
    "Level 2 (AA)",
    "HTTP 404",
    "Adobe Acrobat Reader 11",
    "iOS 17 and Android 14",
    "Windows 10 or 11",
    "one of the two parents",
    "You may 2 days later call again.",
    "March with us in 2026",
    "may be sent",
    "Our second letter, the third this year",
)


def _innocent() -> Iterator[str]:
    yield from _BY_HAND
    for number in _NUMBERS:
        yield number
        yield f"Telephone the Child Maintenance Service on {number}."
        yield from (f"{number}, {opening}" for opening in _OPENINGS[:2])
    for opening in _OPENINGS:
        yield f"Our lines are open {opening}, Monday to Friday."
    for amount in _AMOUNTS:
        yield amount
        yield f"The amount due is {amount}."
    for code in _CODES:
        yield f"We have sent you {code}."


INNOCENT: tuple[str, ...] = tuple(dict.fromkeys(_innocent()))

TAKEN_FOR_PERSONAL: tuple[str, ...] = (
    "Your next payment is due on 12 March 2026.",
    "Your next payment is due on 12/03/2026.",
    "Steps 10 11 12",
    "Reference 123456",
    "at 10:30:15",
    "£1234567",
    "Basic rate 12 16 19",
    "the Regulations 2012 (SI 2012/2677)",
    "Childline 0800 1111",
)
