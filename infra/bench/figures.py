"""What was measured: each figure with its limit and what it means."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Figure:
    """One figure. `limit` is what it may not pass, `aim` what is wished; None where there is none."""

    group: str
    name: str
    value: float
    unit: str
    limit: float | None = None
    aim: float | None = None

    @property
    def kept(self) -> bool:
        """Tell whether the limit is kept."""
        return self.limit is None or self.value <= self.limit


MEANINGS = {
    "cold start": "Processor time of a fresh process that imports the packaged handler and makes its first client, "
    "over that of one that imports botocore as published and makes a DynamoDB client; best of several runs each.",
    "memory": "Peak resident memory of a process that imported the packaged handler and answered its requests.",
    "aws calls": "AWS calls of one request, the site's switches read already (they are, once in five seconds).",
    "warm request": "Processor time of a request in the packaged handler, AWS's answers played back from a recording. "
    "`constant` is an answer that does nothing, through the same edge; `own` is the request without the client "
    "library, over the constant; `whole` is everything but the waiting and the hashing of passwords.",
    "recovery": "What a recovery by an unknown person, or one that is locked, costs over one with a wrong detail: AWS "
    "calls, password hashes, processor time. Unknown must cost the same, so it is the larger over the smaller; "
    "locked may not cost more.",
    "scanning": "Processor time and peak memory of the process that one file is examined in, its start included; best "
    "of several runs.",
    "filing": "AWS calls of one document by our own code from the asking to the evidence, and the request units that a "
    "thousand documents take; publishing and queues not counted.",
    "growth": "AWS calls and consumed capacity units at 50,000 clients, over those at 1,000; of the sweep of the "
    "clock, with as many open work items and the same fifty due: 1 is no growth.",
}


def table(figures: Sequence[Figure]) -> str:
    """Write the figures for the screen, group by group."""
    lines = []
    for group in dict.fromkeys(figure.group for figure in figures):
        lines += ["", group.upper(), MEANINGS[group], ""]
        lines += [_line(figure) for figure in figures if figure.group == group]
    return "\n".join(lines)


def as_json(figures: Sequence[Figure]) -> dict[str, object]:
    """Write the figures for a file, with what each group means."""
    return {"meanings": MEANINGS, "figures": [asdict(figure) | {"kept": figure.kept} for figure in figures]}


def _line(figure: Figure) -> str:
    bounds = [f"limit {figure.limit:g}" if figure.limit is not None else ""]
    bounds += [f"aim {figure.aim:g}" if figure.aim is not None else "", "" if figure.kept else "NOT KEPT"]
    return f"  {figure.name:<44}{figure.value:>9.2f} {figure.unit:<8}{'  '.join(filter(None, bounds))}".rstrip()
