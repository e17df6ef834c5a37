"""The only place of this function that names adapters."""

from cms_common.adapters import tables
from cms_common.adapters.clock import SystemRandomness, clock_of
from cms_common.adapters.correspondence_tables import CORRESPONDENCE_TABLES
from cms_common.adapters.kms import MailSealer
from cms_common.adapters.table import open_tables
from cms_common.settings import load
from letters.arrivals import Arrivals
from letters.bucket import S3Documents, S3Printer
from letters.contents import Office
from letters.issuing import Issuing, Making
from letters.messages import MessageDocuments
from letters.notices import SqsNotices
from letters.posting import Posting
from letters.press import Press
from letters.print_queue import DynamoPrintQueue
from letters.printing import Printing
from letters.settings import Settings
from letters.store import DynamoClients, DynamoLetters, DynamoMessages, DynamoUnopened

settings = load(Settings)
open_tables(
    settings,
    *CORRESPONDENCE_TABLES,
    tables.ClientItem,
    tables.EmployerItem,
    tables.EnrolledIdentifierItem,
    tables.AuditItem,
    tables.OutboxItem,
)
clock = clock_of(settings.stage)
_press, _randomness = Press(), SystemRandomness()
_documents = S3Documents(settings.correspondence_bucket)
_office = Office(settings.cms_telephone, tuple(line.strip() for line in settings.cms_address.split(",")))
_clients, _making = DynamoClients(), Making(_press, _documents, _office)
arrivals = Arrivals(
    Issuing(
        _clients,
        DynamoLetters(),
        _making,
        SqsNotices(settings.mails_queue, MailSealer(settings.mail_key)),
        _randomness,
    ),
    Posting(_clients, DynamoUnopened(), _making, _randomness),
    MessageDocuments(DynamoMessages(), _press, _documents, _randomness),
)
printing = Printing(DynamoPrintQueue(), S3Printer(settings.print_bucket, _documents), _randomness)
