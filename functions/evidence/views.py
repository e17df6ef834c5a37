"""The process that a view is made in: `python -m evidence.views <media type>`, the file on standard input.

It tells that it begins, then the view. Nothing of a picture but its points is taken over: not where or with
what it was taken. It holds no credentials and ends at its limits.
"""

import sys
import tempfile
import time
import warnings
from io import BytesIO
from math import ceil
from pathlib import Path
from typing import cast

from PIL import Image, JpegImagePlugin

from cms_common.adapters.apart import begin, tell
from cms_common.domain.uploads import FileType

MEMORY = 1_280 << 20
"""Bytes of address space: what the largest picture that the check lets through needs, 100 million points in colour."""
SECONDS = 40
"""Of processor time."""
MOST_POINTS = 100_000_000
LONGEST_SIDE = 4_000
"""Points of a view's longer side: a page of A4 at 340 to the inch."""
_QUALITY = 88
_PAGE_INCHES = 11.69
_WHITE = (255, 255, 255)
_BAND = 256
"""Rows of a view that are made at a time."""
_ORIENTATION = 0x0112
_TURNED = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""How a picture is set upright, by what the camera says of how it was held."""
_NO_TIME = time.gmtime(0)
"""A view is the same whenever it is made."""


def main() -> None:
    """Make one view."""
    file_type = FileType(sys.argv[1])
    # Pages are put together in a file.
    begin(memory=MEMORY, seconds=SECONDS, writes_files=True)
    Image.MAX_IMAGE_PIXELS = MOST_POINTS
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    tell(view_of(sys.stdin.buffer.read(), file_type))


def view_of(content: bytes, file_type: FileType) -> bytes:
    """Return a JPEG of a picture, or a PDF of all pages of a TIFF. Raises what Pillow raises."""
    with Image.open(BytesIO(content), formats=[file_type.name]) as picture:
        return _pdf(picture) if file_type is FileType.TIFF else _jpeg(picture)


def _jpeg(picture: Image.Image) -> bytes:
    if isinstance(picture, JpegImagePlugin.JpegImageFile):
        # A large photograph is unfolded at a fraction of its size.
        picture.draft(None, (LONGEST_SIDE, LONGEST_SIDE))
    made = BytesIO()
    _shown(picture).save(made, "JPEG", quality=_QUALITY)
    return made.getvalue()


def _pdf(picture: Image.Image) -> bytes:
    """Write one page after the other, so that there is one in memory at a time; each as large as A4."""
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "view.pdf"
        for number in range(getattr(picture, "n_frames", 1)):
            picture.seek(number)
            page = _shown(picture)
            resolution = max(page.size) / _PAGE_INCHES
            page.save(
                made, "PDF", append=number > 0, resolution=resolution, quality=_QUALITY, title="",
                creationDate=_NO_TIME, modDate=_NO_TIME,
            )  # fmt: skip
        return made.read_bytes()


def _shown(picture: Image.Image) -> Image.Image:
    """Return a picture the right way up, small enough, on white, in grey or colour, and without anything beside it.

    A large one is made band by band, so that there is one unfolded picture in memory and no second.
    """
    picture.load()
    levels, turned = _levels(picture), _TURNED.get(picture.getexif().get(_ORIENTATION, 1))
    width, height = picture.size
    fold = ceil(max(width, height) / LONGEST_SIDE)
    bands = [
        _plain(picture.crop((0, top, width, min(top + fold * _BAND, height))), levels).reduce(fold)
        for top in range(0, height, fold * _BAND)
    ]
    shown = Image.new(bands[0].mode, (bands[0].width, sum(band.height for band in bands)))
    for number, band in enumerate(bands):
        shown.paste(band, (0, number * _BAND))
    return shown.transpose(turned) if turned is not None else shown


def _levels(picture: Image.Image) -> tuple[float, float]:
    """Return what is black and what is white in a picture of more than 256 shades."""
    if picture.mode.startswith("I;16"):
        return 0.0, 65_535.0
    low, high = picture.getextrema() if picture.mode in {"I", "F"} else (0, 255)
    return cast("float", low), max(cast("float", high), cast("float", low) + 1)


def _plain(band: Image.Image, levels: tuple[float, float]) -> Image.Image:
    """Return a band in grey or colour, on white where it was clear."""
    if band.mode in {"I", "F"} or band.mode.startswith("I;16"):
        scale = 255 / (levels[1] - levels[0])
        return band.convert("F").point(lambda shade: shade * scale - levels[0] * scale).convert("L")
    if band.has_transparency_data:
        clear = band.convert("RGBA")
        ground = Image.new("RGB", clear.size, _WHITE)
        ground.paste(clear, mask=clear.getchannel("A"))
        return ground
    return band.convert("L" if band.mode in {"1", "L"} else "RGB")


if __name__ == "__main__":
    main()
