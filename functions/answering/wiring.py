"""The only place of this function that names adapters."""

from answering.call_back_store import DynamoCallBacks
from answering.calling import Calling
from answering.calling_back import CallingBack
from answering.checking import Checking
from answering.ending import Ending
from answering.looking import Looking
from answering.notices import Notices
from answering.opening import Opening
from answering.paper_store import DynamoPapers
from answering.receiving import Receiving
from answering.recipients import SiebelOwners, SiebelRecipients
from answering.replying import Replying
from answering.resend_store import DynamoNotifications
from answering.resending import Resending
from answering.settings import Settings
from answering.store import DynamoMessages
from cms_common.adapters import correspondence_tables, tables
from cms_common.adapters.clock import SystemRandomness
from cms_common.adapters.document_links import DocumentLinks
from cms_common.adapters.kms import KnownFactsSealer
from cms_common.adapters.siebel import SiebelRecords
from cms_common.adapters.table import open_tables
from cms_common.adapters.work_tables import WORK_TABLES
from cms_common.domain.approved_texts import CATALOGUE
from cms_common.domain.reply_channel import Rules
from cms_common.edge.wiring import staff_doors_of
from cms_common.settings import load

settings = load(Settings)
open_tables(
    settings,
    *WORK_TABLES,
    correspondence_tables.EntryItem,
    correspondence_tables.UnopenedItem,
    correspondence_tables.MessageItem,
    correspondence_tables.AnswerItem,
    correspondence_tables.NotifiedItem,
    tables.StaffItem,
    tables.StaffSessionItem,
    tables.ClientItem,
    tables.EmployerItem,
    tables.EnrolledIdentifierItem,
    tables.NotificationItem,
    tables.SiteItem,
    tables.AuditItem,
    tables.OutboxItem,
)
doors = staff_doors_of(settings)
catalogue = CATALOGUE
_recipients, _owners, _randomness = SiebelRecipients(), SiebelOwners(), SystemRandomness()
_rules = Rules(settings.email_replies == "on", settings.calls_before_letter)
_opening = Opening(DynamoMessages(), _recipients, _rules, _randomness)
_notices = Notices(_randomness)
_ending = Ending(_opening, _notices)
checking = Checking(_opening, SiebelRecords(KnownFactsSealer(settings.known_facts_key)), settings.scin_digits)
looking = Looking(_opening, DocumentLinks(settings.correspondence_bucket))
calling = Calling(_opening, _ending, checking, _notices)
replying = Replying(_opening, _ending, checking, catalogue, settings.cms_telephone)
calling_back = CallingBack(DynamoCallBacks(), _owners, _randomness)
receiving = Receiving(DynamoPapers(), _owners, _randomness)
resending = Resending(DynamoNotifications(), _recipients, _randomness)
