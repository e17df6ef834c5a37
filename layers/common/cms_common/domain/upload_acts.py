"""The acts on an upload: each change of it is told once, in the order it came about."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from cms_common.domain.acts import Act, ActKind
from cms_common.domain.uploads import Upload

SYSTEM = "system#uploads"


@dataclass(frozen=True, slots=True)
class Run:
    """One run of whoever changes an upload: when, and under which transaction ID."""

    now: datetime
    transaction_id: str


def acts_of_asking(upload: Upload, run: Run, identifier: Callable[[], str]) -> tuple[Act, ...]:
    """Return the acts of an upload just asked for. Where nothing of it is awaited it has settled too."""
    refused = sum(1 for file in upload.files if file.cause)
    facts = {"files": str(len(upload.files)), "refused": str(refused), "contact": upload.contact_id}
    if upload.cause:
        facts["cause"] = upload.cause.name
    if upload.service_request:
        facts["service_request"] = upload.service_request
    told = ((ActKind.UPLOAD_ASKED, facts),)
    return tuple(_numbered(upload, 1, told, run, identifier, f"account#{upload.user_id}"))


def acts_of_change(before: Upload, after: Upload, run: Run, identifier: Callable[[], str]) -> tuple[Act, ...]:
    """Return the acts that lead from one state of an upload to another: one for each file, and that it settled."""
    return tuple(_numbered(after, before.version + 1, tuple(_changes(before, after)), run, identifier, SYSTEM))


def act_of_settling(upload: Upload, run: Run, identifier: Callable[[], str]) -> Act:
    """Return the act that tells again that an upload settled: its clean files are still to be filed."""
    told = ((ActKind.UPLOAD_SETTLED, _settled(upload)),)
    return next(_numbered(upload, upload.version + 1, told, run, identifier, SYSTEM))


def _settled(upload: Upload) -> Mapping[str, str]:
    return {"clean": str(len(upload.clean)), "refused": str(len([file for file in upload.files if file.cause]))}


def _changes(before: Upload, after: Upload) -> Iterator[tuple[ActKind, Mapping[str, str]]]:
    for old, new in zip(before.files, after.files, strict=True):
        number = str(new.number)
        if new.cause and not old.cause:
            yield ActKind.UPLOAD_FILE_REFUSED, {"file": number, "cause": new.cause.name}
        elif new.filed and not old.filed:
            linked = "service request" if after.service_request else "activity"
            yield ActKind.EVIDENCE_FILED, {"file": number, "linked_to": linked}
        elif new != old:
            yield ActKind.UPLOAD_FILE_CHECKED, {"file": number, "state": new.state.name}
    if after.settled and not before.settled:
        yield ActKind.UPLOAD_SETTLED, _settled(after)


def _numbered(  # noqa: PLR0913
    upload: Upload,
    first: int,
    told: tuple[tuple[ActKind, Mapping[str, str]], ...],
    run: Run,
    identifier: Callable[[], str],
    actor: str,
) -> Iterator[Act]:
    subject = f"upload#{upload.upload_id}"
    for version, (kind, facts) in enumerate(told, start=first):
        yield Act(kind, identifier(), subject, version, actor, run.now, run.transaction_id, facts)
