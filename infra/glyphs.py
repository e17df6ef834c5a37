"""Write down which characters the letters' fonts can show: `python -m infra.glyphs`, after a font has changed."""

from collections.abc import Iterable
from pathlib import Path

from fontTools.ttLib import TTFont

from infra.templates import ROOT
from letters.press import FONTS

RANGES = ROOT / "functions" / "letters" / "glyphs.txt"


def shown() -> list[int]:
    """The code points that every style of the fonts has, in order."""
    return sorted(set.intersection(*(_of_style(path) for path in FONTS.glob("*.ttf"))))


def _of_style(path: Path) -> set[int]:
    with TTFont(path, lazy=True) as font:
        return set(font.getBestCmap())


def runs(points: Iterable[int]) -> list[tuple[int, int]]:
    """Code points in order, as the first and last of each run."""
    found: list[tuple[int, int]] = []
    for point in points:
        if found and found[-1][1] == point - 1:
            found[-1] = (found[-1][0], point)
        else:
            found.append((point, point))
    return found


def written() -> str:
    """The file as it should be, a run a line."""
    return "".join(f"{first:04X}-{last:04X}\n" for first, last in runs(shown()))


if __name__ == "__main__":
    RANGES.write_text(written())
