"""The check of a file: processor time and memory of the process that a file is examined in, as packaged."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path

from PIL import Image

from infra.bench.figures import Figure
from infra.local.places import python_of
from tests.support import documents

RUNS = 5
_CHILD = (
    "import resource, subprocess, sys, json\n"
    "command = [sys.executable, '-S', '-B', '-m', 'scan.child', sys.argv[1]]\n"
    "done = subprocess.run(command, stdin=open(sys.argv[2], 'rb'), stdout=subprocess.PIPE, check=True)\n"
    "used = resource.getrusage(resource.RUSAGE_CHILDREN)\n"
    "print(json.dumps([done.stdout.decode().splitlines()[1], used.ru_utime + used.ru_stime, used.ru_maxrss / 1024]))\n"
)


def measure(build: Path, scratch: Path) -> list[Figure]:
    """Measure files of 5 MB with 1, 10 and 50 pages.

    Raises:
        SystemExit: one was not found good.
    """
    path = os.pathsep.join(str(folder) for folder in (build / "ScanFunction", build / "CommonLayer" / "python"))
    figures = []
    for name, media_type, content, pages in _files():
        file = scratch / "file"
        file.write_bytes(content)
        seconds, megabytes = _best(path, media_type, file, pages)
        figures += [
            Figure("scanning", f"{name}, processor", seconds * 1000, "ms", limit=4000),
            Figure("scanning", f"{name}, memory", megabytes, "MB", limit=1024),
        ]
    return figures


def _files() -> list[tuple[str, str, bytes, int]]:
    counts = (1, 10, 50)
    pdfs = [(f"PDF of {pages} pages, 5 MB", "application/pdf", _pdf(pages), pages) for pages in counts]
    tiffs = [(f"TIFF of {pages} pages, 5 MB", "image/tiff", _tiff(pages), pages) for pages in counts]
    photo = documents.picture("JPEG", (6000, 4000))
    return [*pdfs, *tiffs, ("photo of 24 megapixels", "image/jpeg", photo, 1)]


def _pdf(pages: int) -> bytes:
    """Make a PDF as scanners do: a picture a page, which does not pack any further."""
    each = (documents.FIVE_MEGABYTES - 20_000) // pages
    entries = b"/Subtype/Image/Width 1000/Height 1000/Filter/DCTDecode"
    pictures = [documents.stream(os.urandom(each), entries, packed=False) for _ in range(pages)]
    return documents.padded(documents.pdf(pages, pictures), documents.FIVE_MEGABYTES)


def _tiff(pages: int) -> bytes:
    """Make a TIFF of noise, a byte a dot."""
    side = int(((documents.FIVE_MEGABYTES - 20_000) / pages) ** 0.5)
    frames = [Image.effect_noise((side, side), 50) for _ in range(pages)]
    buffer = io.BytesIO()
    frames[0].save(buffer, "TIFF", save_all=True, append_images=frames[1:])
    return buffer.getvalue()


def _best(path: str, media_type: str, file: Path, pages: int) -> tuple[float, float]:
    command = [str(python_of("runtime")), "-S", "-B", "-c", _CHILD, media_type, str(file)]
    told = {"PYTHONPATH": path, "PATH": os.environ["PATH"]}
    runs = []
    for _ in range(RUNS):
        done = subprocess.run(command, env=told, check=True, stdout=subprocess.PIPE, text=True)
        found, seconds, megabytes = json.loads(done.stdout)
        if json.loads(found) != {"pages": pages}:
            sys.exit(f"{file}: {found}")
        runs.append((float(seconds), float(megabytes)))
    return min(seconds for seconds, _ in runs), max(megabytes for _, megabytes in runs)
