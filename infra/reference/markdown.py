"""Markdown pages."""

from collections.abc import Iterable, Sequence


def page(title: str, about: str, *parts: str) -> str:
    """Write a page: its title, what it tells, and its parts."""
    note = "Written by `make docs`: change what it is made from, not this page."
    return "\n\n".join([f"# {title}", f"{about} {note}", *parts]) + "\n"


def table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Write a table. Raises ValueError where it has no rows: a page that found nothing is wrong."""
    lines = ["| " + " | ".join(_cell(cell) for cell in row) + " |" for row in rows]
    if not lines:
        raise ValueError(f"no rows for the table of {heads[0]}")
    return "\n".join(["| " + " | ".join(heads) + " |", "|" + "---|" * len(heads), *lines])


def code(names: Iterable[str]) -> str:
    """Write names as code, with commas."""
    return ", ".join(f"`{name}`" for name in names)


def _cell(value: object) -> str:
    return " ".join(str(value).replace("|", "\\|").split()) or "-"
