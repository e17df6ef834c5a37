"""GuardDuty's event, and what its result means to us."""

from msgspec import Struct, field

from cms_common.domain.verdicts import Clean, Infected, ScannerFailed, Unscannable, Verdict

_COMPLETED = "COMPLETED"


class ObjectDetails(Struct, rename="camel"):
    """The object that was scanned."""

    bucket_name: str
    object_key: str
    version_id: str | None = None


class Threat(Struct):
    """What was found."""

    name: str = ""


class ResultDetails(Struct, rename="camel"):
    """How the scan ended."""

    scan_result_status: str
    threats: list[Threat] | None = None


class Detail(Struct):
    """The part of the event that matters."""

    status: str = field(name="scanStatus")
    place: ObjectDetails = field(name="s3ObjectDetails")
    result: ResultDetails = field(name="scanResultDetails")


class Result(Struct):
    """The event."""

    detail: Detail


def verdict_of(result: Detail) -> Verdict:
    """Return the verdict that a result is. Only a completed scan without a threat is Clean; what is new is not."""
    match result.result.scan_result_status:
        case "NO_THREATS_FOUND" if result.status == _COMPLETED and not result.result.threats:
            return Clean()
        case "THREATS_FOUND":
            threats = result.result.threats or [Threat()]
            return Infected(threats[0].name)
        case "UNSUPPORTED":
            return Unscannable("unsupported")
        case "ACCESS_DENIED" | "FAILED" as reason:
            return ScannerFailed(reason)
        case _:
            return ScannerFailed("unknown")
