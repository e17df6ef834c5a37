"""What is said of a refused upload: to the client, and to the caseworker who helps (UPL-11 to UPL-16)."""

from dataclasses import dataclass

from cms_common.domain.uploads import MEGABYTE, Cause, Limits

FORMATS = ("JPEG", "PDF", "GIF", "PNG", "TIFF")
_CONTACT = "Contact the client and tell them that there was an error with the upload. "
_AGAIN = _CONTACT + "Advise them to try again. "
_SCAN_OR_POST = (
    _CONTACT + "Ask them to scan or photograph the document and upload it again as a JPEG, PDF, GIF, PNG or TIFF file. "
    "If that fails, ask them to post it."
)
_NOT_THE_FILE = "Nothing is wrong with the document itself."


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one cause: for the client's page; for the activity's description; for the task."""

    client: str
    description: str
    advice: str


WORDS = {
    Cause.FAILED_TO_UPLOAD: Words(
        "The file did not reach us. Try again.",
        "The file failed to upload: it did not reach us in time.",
        _AGAIN + _NOT_THE_FILE,
    ),
    Cause.NOT_CHECKED: Words(
        "We received the file and could not check it. We are sorry. Try again.",
        "The file failed to upload: it was received and could not be checked in time.",
        _AGAIN + _NOT_THE_FILE,
    ),
    Cause.NOT_STORED: Words(
        "We received the file and could not make it ready to be opened. Photograph or scan the document and try again.",
        "The file failed to upload: it was received and could not be made ready to be opened.",
        _SCAN_OR_POST,
    ),
    Cause.TOO_MANY_TODAY: Words(
        "You have sent as many documents today as you can. Try again tomorrow.",
        "The daily limit is exceeded: number of documents.",
        _CONTACT + "Advise them to try again on the next day, when the daily limits begin anew.",
    ),
    Cause.TOO_MUCH_TODAY: Words(
        "With this file your documents of today would be larger together than they can be. Try again tomorrow.",
        "The daily limit is exceeded: MB.",
        _CONTACT + "Advise them to try again on the next day, or with a smaller file.",
    ),
    Cause.WRONG_TYPE: Words(
        "We take JPEG, PDF, GIF, PNG and TIFF files, and this is none of them. Photograph or scan the document and try "
        "again. If a phone keeps photographs as HEIC, set its camera to the most compatible format, or save a copy of "
        "the photograph as JPEG, and send that.",
        "Incorrect document type: the file is not a JPEG, PDF, GIF, PNG or TIFF file.",
        _SCAN_OR_POST + " A phone that keeps photographs as HEIC can be set to JPEG (on an iPhone: Settings, Camera, "
        "Formats, Most Compatible), or save a copy as JPEG.",
    ),
    Cause.VIRUS: Words(
        "The file contains a virus. We have not opened it. Check your device, then try again with another copy.",
        "The file contains a virus. It cannot be opened.",
        _AGAIN + "Tell them that the file contained a virus, and that their device should be checked.",
    ),
    Cause.TOO_MANY_PAGES: Words(
        "The documents of one upload can have 50 pages together. Send fewer pages at a time.",
        "The upload has more than 50 pages.",
        _CONTACT + "Explain the upload limits: at most 50 pages in one upload, all its documents together, five "
        "documents in one upload, 5 MB for each, and 10 documents a day. Advise them to try again with fewer pages.",
    ),
    Cause.TOO_LARGE: Words(
        "The file is larger than 5 MB. Make it smaller, or send it in parts.",
        "The file is over 5 MB.",
        _AGAIN + "The file must be 5 MB or smaller: a lower resolution, or the document in parts.",
    ),
    Cause.TOO_MANY_FILES: Words(
        "You can send five documents in one upload. Send the others in another one.",
        "More than five documents were sent in one upload. None of them was taken.",
        _AGAIN + "At most five documents can be sent in one upload, and 10 in one day.",
    ),
    Cause.LOCKED_FILE: Words(
        "The file is protected by a password, so we cannot check it. Save it without one and try again.",
        "Incorrect document type: the file is protected by a password and could not be checked.",
        _SCAN_OR_POST + " The file was protected by a password.",
    ),
    Cause.DAMAGED: Words(
        "The file is empty or damaged, or is not what its name says. Scan or photograph the document and try again.",
        "Incorrect document type: the file is empty or damaged, or is not what its name says.",
        _SCAN_OR_POST,
    ),
    Cause.TOO_MANY_POINTS: Words(
        "A picture in the file has more than 100 million points, too many to open. Photograph or scan the document "
        "again at a lower resolution.",
        "Incorrect document type: a picture in the file has more than 100 million points.",
        _SCAN_OR_POST + " A lower resolution is enough: 300 dots an inch.",
    ),
    Cause.ACTIVE_CONTENT: Words(
        "The file holds a program or another file inside it. Scan or photograph the document and try again.",
        "Incorrect document type: the file holds a program or another file inside it.",
        _SCAN_OR_POST,
    ),
}


def limits_in_words(limits: Limits) -> tuple[str, ...]:
    """Return the limits as a client reads them (UPL-16)."""
    return (
        f"Formats: {', '.join(FORMATS)}",
        f"At most {limits.file_bytes // MEGABYTE} MB for each document",
        f"At most {limits.files_an_upload} documents in one upload",
        f"At most {limits.pages_an_upload} pages in one upload, all its documents together",
        f"At most {limits.files_a_day} documents a day",
        f"At most {limits.bytes_a_day // MEGABYTE} MB a day",
    )
