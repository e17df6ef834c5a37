"""Client and employer records in DynamoDB: each record is one transaction, bound to the version it was read at."""

from collections.abc import Iterator

from pynamodb.attributes import Attribute
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from cms_common.adapters.tables import ClientItem, ClientSecurityItem, EmployerItem, ParticipationItem
from cms_common.adapters.transaction import ConditionsFailed, Transaction
from cms_common.adapters.work import owner_of
from cms_common.adapters.work_tables import ContactPointerItem, ServiceRequestItem, ServiceRequestPointerItem
from cms_common.domain.work import APPLICATIONS_SEGMENT
from intake.checking import Reason, Rejected
from intake.extract import ClientRecord, RequestRecord
from intake.ports import ClientWrite, EmployerWrite, HeldSecurity

_SECURITY_READ = ["scin", "pin_version", "version", "password_length", "answer_macs"]


class DynamoRecords:
    """Records of the 2012 System."""

    def client_version(self, scin: str) -> int:
        """Return the version held, 0 for none. GetItem on clients `scin`, consistent."""
        try:
            held = ClientItem.get(scin, consistent_read=True, attributes_to_get=["scin", "record_version"])
        except ClientItem.DoesNotExist:
            return 0
        return int(held.record_version)

    def is_special(self, scin: str) -> bool:
        """Tell whether a client's record is special. GetItem on clients `scin`, consistent."""
        owner = owner_of(scin)
        return owner is not None and owner.special_client_record

    def security(self, scin: str) -> HeldSecurity:
        """Return what is held of a client's security. GetItem on client-security `scin`, consistent."""
        try:
            held = ClientSecurityItem.get(scin, consistent_read=True, attributes_to_get=_SECURITY_READ)
        except ClientSecurityItem.DoesNotExist:
            return HeldSecurity(pin_version=0, version=None)
        length = int(held.password_length) if held.password_length else None
        return HeldSecurity(int(held.pin_version), int(held.version), length, frozenset(held.answer_macs or {}))

    def write_client(self, write: ClientWrite) -> bool | Rejected:
        """Write a client's record. Query on cases `scin`, consistent (at most 35 items), then one transaction."""
        record = write.client.record
        kept = {item.item: item for item in _participations(record)}
        try:
            with Transaction() as transaction:
                actions, as_read = _client_actions(write), _version_was(ClientItem.record_version, write.held_version)
                transaction.update("client", ClientItem(record.scin), actions, as_read)
                _write_security(transaction, write)
                for held in ParticipationItem.query(record.scin, consistent_read=True):
                    if held.item not in kept:
                        transaction.delete("gone", ParticipationItem(record.scin, held.item))
                for item in kept.values():
                    transaction.put("participation", item)
                for request in record.service_requests:
                    _write_request(transaction, record.scin, request)
                transaction.record(write.act)
        except ConditionsFailed as failed:
            return Rejected(Reason.REQUEST_OF_ANOTHER) if "service-request" in failed.on else False
        return True

    def employer_version(self, ern: str) -> int:
        """Return the version held, 0 for none. GetItem on employers `ern`, consistent."""
        try:
            return int(EmployerItem.get(ern, consistent_read=True).record_version)
        except EmployerItem.DoesNotExist:
            return 0

    def write_employer(self, write: EmployerWrite) -> bool:
        """Write an employer's record. One transaction."""
        record = write.employer.record
        item = EmployerItem(
            ern=write.employer.ern,
            paye_reference=write.employer.paye_reference,
            name=record.name,
            jurisdiction=record.jurisdiction,
            contact_preference=record.contact_preference,
            record_version=record.record_version,
        )
        try:
            with Transaction() as transaction:
                transaction.put("employer", item, _version_was(EmployerItem.record_version, write.held_version))
                transaction.record(write.act)
        except ConditionsFailed:
            return False
        return True


def _version_was(version: Attribute[float], held: int) -> Condition:
    return version == held if held else version.does_not_exist()


def _client_actions(write: ClientWrite) -> list[Action]:
    """Set what the 2012 System rules over; leave what log-ins have set (LOG-16 to LOG-18). An alias is not kept."""
    record = write.client.record
    actions: list[Action] = [
        ClientItem.first_name.set(record.first_name),
        ClientItem.surname.set(record.surname),
        ClientItem.reference_name.set(record.reference_name),
        ClientItem.sealed_facts.set(write.sealed_facts),
        ClientItem.contact_preference.set(record.contact_preference),
        ClientItem.preferred_language.set(record.preferred_language),
        ClientItem.jurisdiction.set(record.jurisdiction),
        # A client who was referred here stays special until the 2012 System knows it: only ever from no to yes.
        ClientItem.special_client_record.set(
            True if record.special_client_record else ClientItem.special_client_record | False
        ),
        ClientItem.segment.set(record.cases[0].segment if record.cases else APPLICATIONS_SEGMENT),
        ClientItem.sms_opted_in.set(record.sms_opted_in),
        ClientItem.record_version.set(record.record_version),
        _set_or_remove(ClientItem.email, record.email),
        _set_or_remove(ClientItem.mobile_telephone, record.mobile_telephone),
        _set_or_remove(ClientItem.address, list(record.address)),
        _set_or_remove(ClientItem.special_requirements, sorted({str(each) for each in record.special_requirements})),
    ]
    first = write.client.first_log_in_date
    if first:
        # Only ever from no to yes, and only where no date is held: a log-in here may have come first.
        actions.append(ClientItem.self_service.set(True))
        actions.append(ClientItem.first_log_in_date.set(ClientItem.first_log_in_date | first))
    return actions


def _set_or_remove[T](attribute: Attribute[T], value: T | None) -> Action:
    return attribute.set(value) if value else attribute.remove()


def _write_security(transaction: Transaction, write: ClientWrite) -> None:
    """Write what checks PIN, CMS password and answers; a client without any gets an item too, to count attempts on.

    Locks, counts and what is asked until it is answered stay as they are, whatever the extract brings.
    """
    held, record = write.held_security, write.client.record
    actions: list[Action] = [
        ClientSecurityItem.version.set((held.version or 0) + 1),
        ClientSecurityItem.wrong_pins.set(ClientSecurityItem.wrong_pins | 0),
        ClientSecurityItem.pin_version.set(record.pin_version if write.pin_macs else held.pin_version),
        *_secret_actions(write),
    ]
    if write.pin_macs:
        actions.append(ClientSecurityItem.pin_macs.set(write.pin_macs))
    as_read: Condition = ClientSecurityItem.scin.does_not_exist()
    if held.version is not None:
        as_read = ClientSecurityItem.version == held.version
    transaction.update("security", ClientSecurityItem(record.scin), actions, as_read)


def _secret_actions(write: ClientWrite) -> Iterator[Action]:
    held, given = write.held_security, write.security
    yield _set_or_remove(ClientSecurityItem.password_macs, given.password)
    yield _set_or_remove(ClientSecurityItem.password_length, given.password_length)
    yield _set_or_remove(ClientSecurityItem.answer_macs, given.answers)
    # Questions stay until they are answered, but not where they cannot be answered any more.
    if held.password_length not in (None, given.password_length):
        yield ClientSecurityItem.forgotten_pin.remove()
    if held.questions - given.answers.keys():
        yield ClientSecurityItem.questions_asked.remove()


def _write_request(transaction: Transaction, scin: str, request: RequestRecord) -> None:
    """Write a service request and the pointer from its client; the documents linked to it here stay."""
    key = ServiceRequestItem.key_of(request.reference)
    actions: list[Action] = [
        ServiceRequestItem.service_request_id.set(request.reference),
        ServiceRequestItem.scin.set(scin),
        ServiceRequestItem.process.set(request.process),
        ServiceRequestItem.area.set(request.area),
        ServiceRequestItem.sub_area.set(request.sub_area),
        ServiceRequestItem.source.set(request.source.value),
        ServiceRequestItem.channel.set(request.channel.value),
        ServiceRequestItem.case_id.set(request.case_id),
        ServiceRequestItem.status.set(request.status.value),
        _set_or_remove(ServiceRequestItem.subject_details, request.subject_details),
        _set_or_remove(ServiceRequestItem.subject_type, request.subject_type.value if request.subject_type else None),
        _set_or_remove(ServiceRequestItem.sub_status, request.sub_status),
        _set_or_remove(ServiceRequestItem.resolution_code, request.resolution_code),
    ]
    own = ServiceRequestItem.scin.does_not_exist() | (ServiceRequestItem.scin == scin)
    transaction.update("service-request", ServiceRequestItem(key, ServiceRequestItem.ITEM), actions, own)
    pointer = ServiceRequestPointerItem(
        ContactPointerItem.key_of(scin),
        ServiceRequestPointerItem.item_of(request.reference),
        service_request_id=request.reference,
    )
    transaction.put("request-pointer", pointer)


def _participations(record: ClientRecord) -> Iterator[ParticipationItem]:
    for case in record.cases:
        yield ParticipationItem(
            scin=record.scin,
            item=ParticipationItem.case_key(case.case_group, case.case_id),
            case_group=case.case_group,
            case_id=case.case_id,
            role=case.role.value,
            other_parent_first_name=case.other_parent_first_name,
            children_first_names=list(case.children_first_names),
        )
    for application in record.applications:
        yield ParticipationItem(
            scin=record.scin,
            item=ParticipationItem.application_key(application.reference),
            application_reference=application.reference,
            stages_done=application.stages_done,
        )
