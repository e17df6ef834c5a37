"""The check of a file's content, in the order that tells the client most: a virus before all else.

Runs in a process of its own with bounded memory and time (`bounded.py`): what an attacker sends is unfolded nowhere
else.
"""

from collections.abc import Iterator
from itertools import chain

from cms_common.domain.uploads import Cause, FileType
from scan import formats, pictures, tiff, unfolding
from scan.outcomes import Bad, Examined, Good, Unfit
from scan.rules import threat_in


def get_ready(declared: FileType) -> None:
    """Import what the check of a format needs: what is missing in a package must not be taken for a damaged file."""
    if declared is FileType.PDF:
        # Only this format needs the library, which takes longer to import than most pictures to check.
        import scan.pdf  # noqa: F401, PLC0415


def examine(content: bytes, declared: FileType) -> Examined:
    """Examine a content that was said to be of a format."""
    try:
        return _examine(content, declared)
    except Unfit as unfit:
        return Bad(unfit.cause)
    except Exception:  # noqa: BLE001 - the libraries raise what they will on broken files: it is the file's fault
        return Bad(Cause.DAMAGED)


def _examine(content: bytes, declared: FileType) -> Examined:
    if threat_in(chain([content], unfolding.entries(content))):
        return Bad(Cause.VIRUS)
    formats.check_type(content, declared)
    formats.check_single(content, declared)
    match declared:
        case FileType.PDF:
            return _pdf(content)
        case FileType.TIFF:
            return Good(tiff.check(content))
        case FileType.PNG if threat_in(_with_entries(pictures.remarks(content))):
            return Bad(Cause.VIRUS)
        case _:
            return Good(pictures.check(content, declared))


def _pdf(content: bytes) -> Examined:
    from scan.pdf import Pdf  # noqa: PLC0415 - as above

    opened = Pdf(content)
    if threat_in(_with_entries(opened.streams())):
        return Bad(Cause.VIRUS)
    return Good(opened.check())


def _with_entries(pieces: Iterator[bytes]) -> Iterator[bytes]:
    for piece in pieces:
        yield piece
        yield from unfolding.entries(piece)
