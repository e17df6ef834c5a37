"""The people and employers that are there in every demo, always the same: one for each kind the service must serve.

Their NINOs begin with XX, which has the right shape and was never issued.
"""

from infra.demo.records import Line, case, change_request, client, employer, questions

WELSH, IRISH = "Welsh Segment", "Northern Ireland Segment"
CLOSED = {"status": "Closed", "sub_status": "Completed", "resolution_code": "CoC Accepted"}

PAYING_PARENT = client(
    *("121000121688", "XX100001A", "14/03/1984", "Thomas", "Whitfield"),
    pin="2749163",
    cms_password="tide5way",
    security_questions=questions("St Mary's Primary", "Biscuit", "Cardiff"),
    known_as="Tommy W",
    email="thomas.whitfield@example.com",
    mobile_telephone="07700 900101",
    address=["14 Cathedral Road", "Cardiff", "CF11 9LJ"],
    cases=[case("330000000018", "440000000011", "NRP", "Priya", "Anaya", "Rohan")],
    service_requests=[
        change_request("1-2043117", "440000000011", "NRP", "Pay went down in March"),
        change_request("1-1988204", "440000000011", "NRP", "New address", **CLOSED),
    ],
)
RECEIVING_PARENT = client(
    *("121000121696", "XX100002B", "02/11/1986", "Priya", "Raman-Clarke"),
    pin="8051372",
    cms_password="Lant7ern",
    security_questions=questions("Bridge Street Infants", "Mango", "Newport"),
    email="priya.raman-clarke@example.org",
    mobile_telephone="07700 900102",
    address=["Flat 2", "31 Bridge Street", "Newport", "NP20 4AN"],
    cases=[case("330000000018", "440000000011", "PWC", "Thomas", "Anaya", "Rohan")],
)
BOTH_ROLES = client(
    *("121000121704", "XX100003C", "29/02/1980", "Daniel", "Okafor"),
    pin="3308417",
    security_questions=questions("Mill Lane Primary", "Captain", "Lagos"),
    email="daniel.okafor@example.com",
    mobile_telephone="07700 900103",
    address=["8 Mill Lane", "Leeds", "LS6 2QF"],
    cases=[
        case("330000000026", "440000000029", "NRP", "Ffion", "Macsen", segment=WELSH),
        case("330000000034", "440000000037", "PWC", "Agnieszka", "Zofia", "Jakub", "Maja"),
    ],
)
APPLICANT = client(
    *("121000121712", "XX100004D", "17/07/1991", "Kirsty", "MacLeod"),
    pin="6190254",
    cms_password="oban91fy",
    security_questions=questions("Dunollie School", "Skye", "Oban"),
    email="kirsty.macleod@example.org",
    mobile_telephone="07700 900104",
    address=["5 Harbour View", "Oban", "PA34 5PX"],
    applications=[{"reference": "APP1000042", "stages_done": 2}],
)
NORTHERN_IRELAND = client(
    *("121000121720", "XX100005A", "23/09/1988", "Siobhán", "O'Neill"),
    pin="4826095",
    cms_password="Copp44er",
    security_questions=questions("Ormeau Primary", "Finn", "Belfast", "Library"),
    email="siobhan.oneill@example.com",
    mobile_telephone="07700 900105",
    address=["22 Ormeau Park", "Belfast", "BT7 3GY"],
    jurisdiction="ni",
    cases=[case("330000000042", "440000000045", "PWC", "Declan", "Orla", segment=IRISH)],
)
WELSH_SPEAKER = client(
    *("121000121738", "XX100006B", "01/03/1985", "Ffion", "Llywelyn-Rees"),
    pin="9513740",
    cms_password="eira22mu",
    security_questions=questions("Ysgol y Bont", "Smot", "Caernarfon"),
    email="ffion.llywelyn-rees@example.org",
    mobile_telephone="07700 900106",
    address=["Tŷ Gwyn", "Stryd y Bont", "Caernarfon", "LL55 1AB"],
    preferred_language="Welsh",
    contact_preference="Letter",
    cases=[case("330000000026", "440000000029", "PWC", "Daniel", "Macsen", segment=WELSH)],
)
SPECIAL_CLIENT_RECORD = client(
    *("121000121746", "XX100007C", "30/06/1979", "Eleanor", "Ashdown"),
    pin="7264938",
    cms_password="quiet9hb",
    security_questions=questions("Clifton Juniors", "Pepper", "Bath"),
    address=["PO Box 417", "Bristol", "BS1 9ZZ"],
    special_client_record=True,
    cases=[case("330000000059", "440000000052", "PeWC", "Imran", "Zara")],
)
NO_PIN = client(
    *("121000121753", "XX100008D", "11/12/1983", "Declan", "D'Arcy"),
    pin=None,
    cms_password="slieve83",
    security_questions=questions("St Patrick's Primary", "Rua", "Newry"),
    mobile_telephone="07700 900108",
    address=["3 Mill Lane", "Newry", "BT34 1AS"],
    jurisdiction="ni",
    cases=[case("330000000042", "440000000045", "NRP", "Siobhán", "Orla", segment=IRISH)],
)
BEFORE_NOVEMBER_2016 = client(
    *("121000121761", "XX100009A", "08/05/1982", "Agnieszka", "Wójcik"),
    pin="1470586",
    cms_password="burszt31",
    security_questions=questions("Szkoła Podstawowa 4", "Burek", "Gdańsk"),
    email="agnieszka.wojcik@example.com",
    mobile_telephone="07700 900109",
    address=["117 Orchard Way", "Peterborough", "PE2 7QH"],
    contact_preference="Self Service",
    self_service=True,
    first_log_in_date="31/12/2012",
    cases=[case("330000000034", "440000000037", "NRP", "Daniel", "Zofia", "Jakub", "Maja")],
)

ONE_ERN = employer("700100017", "475/HL10017", "Harbour Lights Bakery Ltd")
THREE_ERNS = (
    employer("700200015", "083/NL20025", "Northern Lines Logistics Ltd, Leeds depot"),
    employer("700200023", "083/NL20025", "Northern Lines Logistics Ltd, Hull depot"),
    employer(
        "700200031", "083/NL20025", "Northern Lines Logistics Ltd, head office", contact_preference="Self Service"
    ),
)
NEVER_ENROLLED = employer("700300011", "916/QP30033", "Quayside Print Works", "ni")

CLIENTS: dict[str, Line] = {
    "Paying parent": PAYING_PARENT,
    "Receiving parent, two children": RECEIVING_PARENT,
    "Both roles": BOTH_ROLES,
    "Applicant, no case yet": APPLICANT,
    "Northern Ireland": NORTHERN_IRELAND,
    "Welsh speaker": WELSH_SPEAKER,
    "Special client record": SPECIAL_CLIENT_RECORD,
    "No PIN set": NO_PIN,
    "Self-service before 14/11/2016": BEFORE_NOVEMBER_2016,
}
EMPLOYERS: dict[str, Line] = {
    "One ERN": ONE_ERN,
    "Three ERNs under one PAYE: 1": THREE_ERNS[0],
    "Three ERNs under one PAYE: 2": THREE_ERNS[1],
    "Three ERNs under one PAYE: 3": THREE_ERNS[2],
    "Leave this one never enrolled": NEVER_ENROLLED,
}
