"""What believable people are made of. None of them is real; telephone numbers are those kept for drama (Ofcom)."""

FAMILIES: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = (
    (
        ("Emily", "Jack", "Charlotte", "Harry", "Rosie", "George", "Hannah", "Luke", "Grace", "Adam"),
        ("Ashworth", "Bradbury", "Fairclough", "Hartley-Jones", "Pemberton", "Thackeray", "Winstanley", "Attwell"),
    ),
    (
        ("Rhys", "Siân", "Gethin", "Carys", "Owain", "Mererid", "Iwan", "Llinos"),
        ("Ap Dafydd", "Bowen", "Gwynne-Hughes", "Llewellyn", "Pritchard", "Vaughan"),
    ),
    (
        ("Fraser", "Catriona", "Hamish", "Mhairi", "Ruaridh", "Isla", "Callum", "Eilidh"),
        ("Buchanan", "Farquharson", "MacKenzie", "McAllister", "Robertson-Bell", "Strachan"),
    ),
    (
        ("Aoife", "Ciarán", "Niamh", "Eoin", "Róisín", "Pádraig", "Gráinne", "Conor"),
        ("Byrne", "Gallagher", "McGuinness", "O'Connor", "O'Sullivan", "Ní Dhomhnaill"),
    ),
    (
        ("Amina", "Imran", "Deepika", "Harpreet", "Sanjay", "Fatima", "Arjun", "Noor"),
        ("Begum", "Chaudhry", "Gill", "Iyer", "Khan-Malik", "Patel", "Sharma"),
    ),
    (
        ("Małgorzata", "Paweł", "Zofia", "Łukasz", "Katarzyna", "Tomasz", "Jadwiga", "Michał"),
        ("Dąbrowska", "Kowalczyk", "Lewandowski", "Nowak", "Szymański", "Zieliński"),
    ),
    (
        ("Adaeze", "Kwame", "Folasade", "Emeka", "Zainab", "Tendai", "Abena", "Chidi"),
        ("Adeyemi", "Boateng", "Mensah", "N'Diaye", "Okonkwo", "Owusu-Ansah"),
    ),
)
"""First names and surnames that go together: English, Welsh, Scottish, Irish, South Asian, Polish, West African..."""

CHILDREN = (
    *("Ava", "Noah", "Mia", "Alfie", "Freya", "Leo", "Poppy", "Oscar", "Elin", "Macsen", "Orla", "Finlay"),
    *("Zara", "Kai", "Maja", "Jakub", "Anaya", "Yusuf", "Zoë", "Jean-Luc", "Temi", "Ewa", "Seán", "Ivy"),
)

STREETS = (
    *("Abbey Road", "Bridge Street", "Chapel Lane", "Elm Grove", "Forge Close", "Gladstone Terrace", "High Street"),
    *("King's Drive", "Mill Lane", "Orchard Way", "Park Avenue", "Queen Street", "St John's Road", "Victoria Place"),
)

TOWNS = {
    "gb": (
        *(("Cardiff", "CF11"), ("Leeds", "LS6"), ("Plymouth", "PL4"), ("Dundee", "DD2"), ("Norwich", "NR3")),
        *(("Birmingham", "B13"), ("Caernarfon", "LL55"), ("Glasgow", "G41"), ("Newcastle upon Tyne", "NE6")),
        *(("Bristol", "BS5"), ("Aberystwyth", "SY23"), ("London", "SE15"), ("Hull", "HU5"), ("Inverness", "IV2")),
    ),
    "ni": (("Belfast", "BT9"), ("Derry/Londonderry", "BT48"), ("Newry", "BT34"), ("Enniskillen", "BT74")),
}
"""Towns and the first half of their postcodes, by jurisdiction."""

POSTCODE_LETTERS = "ABDEFGHJLNPQRSTUWXYZ"
"""The letters that the second half of a postcode may have."""

FIRMS = ("Bakery", "Builders", "Care Homes", "Couriers", "Garden Centre", "Joinery", "Motors", "Print Works")
