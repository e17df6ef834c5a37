"""The only place of this function that names adapters."""

from cms_common.adapters import tables
from cms_common.adapters.clock import SystemRandomness, clock_of
from cms_common.adapters.correspondence_tables import CORRESPONDENCE_TABLES
from cms_common.adapters.table import open_tables
from cms_common.adapters.work_tables import WORK_TABLES
from cms_common.settings import load
from letters.addressless import Addresses
from letters.arrivals import Arrivals
from letters.bucket import S3Documents, S3Printer
from letters.clients import DynamoClients, DynamoOwners
from letters.contents import Office
from letters.issuing import Issuing
from letters.making import Making
from letters.message_store import DynamoMessages
from letters.messages import MessageDocuments
from letters.posting import Posting
from letters.press import Press
from letters.print_queue import DynamoPrintQueue
from letters.printing import Printing
from letters.settings import Settings
from letters.store import DynamoLetters, DynamoUnopened
from letters.waiting_store import DynamoAddressless, DynamoWithheld
from letters.withholding import SecurityLetters

settings = load(Settings)
open_tables(
    settings,
    *CORRESPONDENCE_TABLES,
    *WORK_TABLES,
    tables.ClientItem,
    tables.EmployerItem,
    tables.EnrolledIdentifierItem,
    tables.NotificationItem,
    tables.AuditItem,
    tables.OutboxItem,
)
clock = clock_of(settings.stage)
_press, _randomness = Press(), SystemRandomness()
_documents = S3Documents(settings.correspondence_bucket)
_office = Office(settings.cms_telephone, tuple(line.strip() for line in settings.cms_address.split(",")))
_clients, _owners, _making = DynamoClients(), DynamoOwners(), Making(_press, _documents, _office)
addresses = Addresses(
    Issuing(_clients, DynamoLetters(), _making, _randomness),
    Posting(_clients, DynamoUnopened(), _making, _randomness),
    _owners,
    DynamoAddressless(),
    _randomness,
)
arrivals = Arrivals(
    addresses,
    SecurityLetters(addresses, _owners, DynamoWithheld(), _randomness),
    MessageDocuments(DynamoMessages(), _press, _documents, _randomness),
)
printing = Printing(DynamoPrintQueue(), S3Printer(settings.print_bucket, _documents), _randomness)
