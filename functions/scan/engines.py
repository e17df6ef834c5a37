"""The virus scanners behind one port."""

from typing import Protocol

from cms_common.domain.verdicts import Clean, Verdict, VerdictByEvent


class VirusScanner(Protocol):
    """A scanner. Is asked only about what our own rules found nothing in: they run first, everywhere."""

    def scan(self, content: bytes) -> Verdict:
        """Say what it makes of a content; whatever goes wrong is ScannerFailed, never Clean."""
        ...


class GuardDuty:
    """Malware Protection for S3: looks at each new object of the bucket by itself, and tells by event."""

    def scan(self, content: bytes) -> VerdictByEvent:  # noqa: ARG002 - it reads the object where it lies
        """Leave it to the event."""
        return VerdictByEvent()


class RulesAlone:
    """Nothing but our own rules, which found nothing: in stages local and test, where there is no scanner."""

    def scan(self, content: bytes) -> Clean:  # noqa: ARG002 - the rules have seen it
        """Call it clean."""
        return Clean()
