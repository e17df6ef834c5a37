"""The shape of an extract: JSON lines, each a sealed record. Unknown fields are refused, so that nothing slips in."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from cms_common.domain.cases import APPLICATION_STAGES, RoleCode
from cms_common.domain.work import Channel, RequestStatus

type Text = Annotated[str, Meta(min_length=1, max_length=200)]
type Version = Annotated[int, Meta(ge=1)]
type Jurisdiction = Literal["gb", "ni"]


class Envelope(Struct, frozen=True, forbid_unknown_fields=True):
    """One line: whose record it is, and the record encrypted for that key (base64 of at most 6 KB)."""

    kind: Literal["client", "employer"]
    key: Text
    sealed: bytes


class CaseRecord(Struct, frozen=True, forbid_unknown_fields=True):
    """A case as one participant may see it: of the other parent a first name, nothing else (SEC-01).

    `segment` is the case owning team.
    """

    case_group: Text
    case_id: Text
    role: RoleCode
    other_parent_first_name: Text
    children_first_names: Annotated[tuple[Text, ...], Meta(max_length=30)]
    segment: Text


class SecurityQuestion(Struct, frozen=True, forbid_unknown_fields=True):
    """A security question that the client answered at the application stage (GAP-08)."""

    question: Text
    answer: Text


class RequestRecord(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A service request of the client. `source` is the role on the case, `channel` how the request came (CON-14)."""

    reference: Annotated[str, Meta(pattern="^[0-9A-Za-z-]{1,100}$")]
    process: Text
    area: Text
    sub_area: Text
    source: RoleCode
    channel: Channel
    case_id: Text
    subject_details: Text | None = None
    subject_type: RoleCode | None = None
    status: RequestStatus
    sub_status: Text | None = None
    resolution_code: Text | None = None


class ApplicationRecord(Struct, frozen=True, forbid_unknown_fields=True):
    """An application in progress, and how many of its stages are done."""

    reference: Text
    stages_done: Annotated[int, Meta(ge=0, le=len(APPLICATION_STAGES))]


class ClientRecord(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A client from the application stage. Dates are DD/MM/YYYY; `pin` seven digits or null (CON-29).

    `cms_password` is text or null (GAP-38); of `security_questions` there are at least three, or none (GAP-08).

    `known_as` is taken so that the line is not refused, and never kept (SEC-02). At most 35 cases and applications, and
    ten service requests, so that a record and all that it replaces fit into one transaction.
    """

    scin: Text
    nino: Text
    date_of_birth: Text
    first_name: Text
    surname: Text
    reference_name: Text
    record_version: Version
    jurisdiction: Jurisdiction
    known_as: Text | None = None
    pin: Text | None = None
    pin_version: Version = 1
    cms_password: Text | None = None
    security_questions: Annotated[tuple[SecurityQuestion, ...], Meta(max_length=10)] = ()
    email: Text | None = None
    mobile_telephone: Text | None = None
    address: Annotated[tuple[Text, ...], Meta(max_length=8)] = ()
    contact_preference: Literal["Telephone", "Letter", "Self Service"] = "Telephone"
    preferred_language: Literal["English", "Welsh"] = "English"
    special_client_record: bool = False
    special_requirements: Annotated[
        tuple[Literal["Hearing", "Mobility", "Sight", "Speech"], ...], Meta(max_length=12)
    ] = ()
    self_service: bool = False
    sms_opted_in: bool = False
    first_log_in_date: Text | None = None
    cases: Annotated[tuple[CaseRecord, ...], Meta(max_length=25)] = ()
    applications: Annotated[tuple[ApplicationRecord, ...], Meta(max_length=10)] = ()
    service_requests: Annotated[tuple[RequestRecord, ...], Meta(max_length=10)] = ()


class EmployerRecord(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """An employer reference number, from when its first deduction from earnings order was set up (ENR-14).

    `contact_preference` may be left out: then the employer is telephoned (CON-44).
    """

    ern: Text
    paye_reference: Text
    name: Text
    record_version: Version
    jurisdiction: Jurisdiction
    contact_preference: Literal["Telephone", "Letter", "Self Service"] | None = None
