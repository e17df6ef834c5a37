"""Which requirements no test proves: `python -m infra.trace [PREFIX...]`.

Reads the rows of docs/requirements.md and the marks of the tests. Fails where a test names an ID that is not there,
or more than three. Requirements without a test are listed, not failed: later work proves them.
"""

import ast
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from infra.templates import ROOT

CATALOGUE = ROOT / "docs" / "requirements.md"
TESTS = ROOT / "tests"
AT_MOST = 3
CHOICES = ("CON", "GAP")
"""Prefixes of resolutions and working choices: a test may name them, and none has to."""


@dataclass(frozen=True)
class Mark:
    """The requirements that one mark names, and where."""

    where: str
    ids: tuple[str, ...]


def catalogue(text: str) -> dict[str, str]:
    """Return the requirements of the catalogue, as ID to words."""
    rows = re.findall(r"^\| ([A-Z]{3}-[0-9]{2}) \| (.*) \|$", text, re.MULTILINE)
    return dict(rows)


def marks_of(source: str, name: str) -> Iterator[Mark]:
    """Return the `pytest.mark.req` marks of a test module. Raises ValueError where an ID is not a plain text."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "req":
            ids = [part.value for part in node.args if isinstance(part, ast.Constant) and isinstance(part.value, str)]
            if len(ids) != len(node.args) or not ids:
                raise ValueError(f"{name}:{node.lineno}: a mark names its requirements as plain texts")
            yield Mark(f"{name}:{node.lineno}", tuple(ids))


def marks(folder: Path = TESTS) -> list[Mark]:
    """Return every mark of every test module."""
    paths = sorted(folder.rglob("test_*.py"))
    return [mark for path in paths for mark in marks_of(path.read_text(), str(path.relative_to(folder.parent)))]


def faults(known: dict[str, str], found: Sequence[Mark]) -> list[str]:
    """Return what is wrong with the marks, in words."""
    strange = [f"{mark.where}: there is no {one}" for mark in found for one in mark.ids if one not in known]
    many = [f"{mark.where}: names {len(mark.ids)} requirements" for mark in found if len(mark.ids) > AT_MOST]
    return strange + many


def unproved(known: dict[str, str], found: Sequence[Mark]) -> list[str]:
    """Return the requirements that no test names."""
    proved = {one for mark in found for one in mark.ids}
    return [one for one in known if one not in proved and not one.startswith(CHOICES)]


def main(prefixes: Sequence[str]) -> int:
    """Print the requirements without a test; return 1 where a mark is wrong."""
    known, found = catalogue(CATALOGUE.read_text()), marks()
    wrong = faults(known, found)
    left = [one for one in unproved(known, found) if not prefixes or one.startswith(tuple(prefixes))]
    for one in left:
        print(f"{one}  {known[one][:110]}")
    asked = [one for one in known if not one.startswith(CHOICES) and (not prefixes or one.startswith(tuple(prefixes)))]
    print(f"\n{len(asked) - len(left)} of {len(asked)} requirements have a test, {len(left)} have none.")
    print("\n".join(wrong), file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
