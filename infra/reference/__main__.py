"""`python -m infra.reference [--check]`: write docs/reference, or tell which of its pages are out of date."""

import sys
from collections.abc import Callable, Mapping

from infra.reference import data, http, running
from infra.templates import ROOT

FOLDER = ROOT / "docs" / "reference"
PAGES: Mapping[str, Callable[[], str]] = {
    "routes.md": http.routes,
    "errors.md": http.errors,
    "tables.md": data.tables,
    "transactions.md": data.transactions,
    "events.md": running.events,
    "settings.md": running.settings,
    "iam.md": running.iam,
}


def stale() -> list[str]:
    """Return the pages that are not what they would be if written now, and files that are no page."""
    standing = {path.name: path.read_text() for path in FOLDER.glob("*") if path.is_file()}
    old = [name for name, made in PAGES.items() if standing.get(name) != made()]
    return old + sorted(standing.keys() - PAGES.keys())


def main() -> int:
    """Write the pages, or check them: 1 where one is out of date."""
    if "--check" in sys.argv:
        late = stale()
        for name in late:
            print(f"docs/reference/{name} is out of date: run `make docs`")
        return 1 if late else 0
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, made in PAGES.items():
        (FOLDER / name).write_text(made())
    return 0


if __name__ == "__main__":
    sys.exit(main())
