"""The work that an upload makes: its contact, an In Error activity with a task a refusal, and evidence to view."""

from datetime import datetime

from cms_common.domain.upload_words import WORDS
from cms_common.domain.uploads import Cause, FileType, Upload, UploadFile
from cms_common.domain.work import (
    RESPONSE_TIME,
    Activity,
    ActivityKind,
    Channel,
    Contact,
    Direction,
    Document,
    ErrorStatus,
    SecurityCheck,
    WorkItem,
    WorkKind,
    activity_id,
)

SUBJECT = "Evidence upload"
PDF_VIEW, JPEG_VIEW = "application/pdf", "image/jpeg"
VIEWS = {
    FileType.PDF: PDF_VIEW,
    FileType.TIFF: PDF_VIEW,
    FileType.JPEG: JPEG_VIEW,
    FileType.PNG: JPEG_VIEW,
    FileType.GIF: JPEG_VIEW,
}
"""What staff see of each format (CON-16)."""
_WHOLE_UPLOAD = 1
_VIEW = "View the evidence that the client uploaded and act on it."


def contact_of(upload: Upload) -> Contact:
    """Return the contact that an upload comes under (UPL-10); the full log-in was its security check."""
    return Contact(
        contact_id=upload.contact_id,
        scin=upload.scin,
        channel=Channel.SELF_SERVICE,
        direction=Direction.INBOUND,
        opened_at=upload.asked_at,
        opened_by=f"account#{upload.user_id}",
        security_check=SecurityCheck.BY_LOG_IN,
        subject=SUBJECT,
    )


def refusals_of(upload: Upload) -> tuple[tuple[int, Cause], ...]:
    """Return what an upload is refused for from the beginning: (number of the activity, cause)."""
    if upload.cause:
        return ((_WHOLE_UPLOAD, upload.cause),)
    return tuple((file.number, file.cause) for file in upload.files if file.cause)


def error_activity(upload: Upload, number: int, cause: Cause, now: datetime) -> Activity:
    """Return the activity of a refusal: In Progress, In Error, with the description its hyperlink opens (UPL-11)."""
    return Activity(
        activity_id=activity_id(upload.contact_id, number),
        contact_id=upload.contact_id,
        scin=upload.scin,
        kind=ActivityKind.SELF_SERVICE_INBOUND,
        subject=f"{SUBJECT} error",
        created_at=now,
        error_status=ErrorStatus.IN_ERROR,
        error_description=_description(upload, number, cause),
    )


def error_work(upload: Upload, number: int, cause: Cause, work_item_id: str, team: str, now: datetime) -> WorkItem:  # noqa: PLR0913
    """Return the task of a refusal: contact the client, with the advice of its cause (UPL-13 to UPL-15)."""
    return WorkItem(
        work_item_id=work_item_id,
        team=team,
        kind=WorkKind.UPLOAD_CONTACT,
        scin=upload.scin,
        contact_id=upload.contact_id,
        activity_id=activity_id(upload.contact_id, number),
        subject=f"{SUBJECT} error",
        advice=WORDS[cause].advice,
        raised_at=now,
        due_at=upload.asked_at + RESPONSE_TIME,
    )


def document_of(upload: Upload, file: UploadFile) -> Document:
    """Return a filed file as staff open it. Raises KeyError for one that never could be filed."""
    if file.file_type is None:
        raise KeyError(f"file {file.number} has no format")
    return Document(upload.upload_id, file.number, file.name, VIEWS[file.file_type], file.pages or 0)


def evidence_activity(upload: Upload, file: UploadFile, now: datetime) -> Activity:
    """Return the activity whose "Self Service inbound" hyperlink opens a file (UPL-10)."""
    return Activity(
        activity_id=activity_id(upload.contact_id, file.number),
        contact_id=upload.contact_id,
        scin=upload.scin,
        kind=ActivityKind.SELF_SERVICE_INBOUND,
        subject=SUBJECT,
        created_at=now,
        document=document_of(upload, file),
    )


def evidence_work(upload: Upload, file: UploadFile, work_item_id: str, team: str, now: datetime) -> WorkItem:
    """Return the task to view an upload's evidence, one an upload; due by when the upload was asked for (SLA-02).

    It is about the service request that the evidence was sent with, else about the file's activity.
    """
    return WorkItem(
        work_item_id=work_item_id,
        team=team,
        kind=WorkKind.VIEW_EVIDENCE,
        scin=upload.scin,
        contact_id=upload.contact_id,
        activity_id=None if upload.service_request else activity_id(upload.contact_id, file.number),
        subject=SUBJECT,
        advice=_VIEW,
        raised_at=now,
        due_at=upload.asked_at + RESPONSE_TIME,
        service_request=upload.service_request,
    )


def _description(upload: Upload, number: int, cause: Cause) -> str:
    named = [file.name for file in upload.files if file.number == number]
    return " ".join([*(f"{name}:" for name in named), WORDS[cause].description])
