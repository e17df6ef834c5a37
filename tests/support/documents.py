"""Makers of the files that clients send, and of those that they should not: honest and hostile, as bytes."""

import io
import struct
import zipfile
import zlib
from collections.abc import Sequence

from PIL import Image
from pypdf import PdfReader, PdfWriter

from cms_common.domain.uploads import MEGABYTE

FIVE_MEGABYTES = 5 * MEGABYTE
# Put together here, so that no scanner takes this file for what it is about.
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-" + b"ANTIVIRUS-TEST-FILE!$H+H*"
PDF_END = b"%%EOF\n"


def picture(kind: str = "PNG", size: tuple[int, int] = (60, 40), mode: str = "RGB", **options: object) -> bytes:
    """Make a picture with a gradient in it, so that it does not pack to nothing."""
    made = Image.linear_gradient("L").resize(size).convert(mode)
    buffer = io.BytesIO()
    made.save(buffer, kind, **options)
    return buffer.getvalue()


def animation(frames: int = 3) -> bytes:
    """Make a GIF that moves."""
    shades = [Image.new("L", (20, 20), 40 * number) for number in range(frames)]
    buffer = io.BytesIO()
    shades[0].save(buffer, "GIF", save_all=True, append_images=shades[1:])
    return buffer.getvalue()


def phone_photo() -> bytes:
    """Make a JPEG as a telephone does: with a place, the camera's name, and a second picture behind the first."""
    exif = Image.Exif()
    exif[0x010F] = "A telephone"
    exif[0x0112] = 6
    exif[0x8825] = {1: "N", 2: (51.0, 30.0, 0.0), 3: "W", 4: (0.0, 7.0, 0.0)}
    first, second = (Image.linear_gradient("L").resize(size).convert("RGB") for size in ((60, 40), (30, 20)))
    buffer = io.BytesIO()
    first.save(buffer, "MPO", save_all=True, append_images=[second], exif=exif)
    return buffer.getvalue()


def tiff(pages: int = 1, size: tuple[int, int] = (40, 30), **options: object) -> bytes:
    """Make a TIFF of so many pages."""
    frames = [Image.linear_gradient("L").resize(size) for _ in range(pages)]
    buffer = io.BytesIO()
    frames[0].save(buffer, "TIFF", save_all=True, append_images=frames[1:], **options)
    return buffer.getvalue()


def big_tiff(pages: int = 2) -> bytes:
    """Make a BigTIFF, whose numbers have eight bytes."""
    return tiff(pages, big_tiff=True)


def directory(entries: Sequence[tuple[int, int, int, int]], after: int) -> bytes:
    """Make one directory of a TIFF: entries of (tag, type, count, value), and where the next directory is."""
    body = b"".join(struct.pack("<HHII", *entry) for entry in entries)
    return struct.pack("<H", len(entries)) + body + struct.pack("<I", after)


def looping_tiff() -> bytes:
    """Make a TIFF whose only directory says that it comes next."""
    entries = [
        (256, 3, 1, 4),
        (257, 3, 1, 1),
        (258, 3, 1, 8),
        (262, 3, 1, 1),
        (273, 4, 1, 8),
        (278, 3, 1, 1),
        (279, 4, 1, 4),
    ]
    return b"II*\0" + struct.pack("<I", 12) + b"\0" * 4 + directory(entries, 12)


def overlapping_tiff() -> bytes:
    """Make a TIFF whose second directory begins within the first."""
    entries = [(256, 3, 1, 4), (257, 3, 1, 1), (273, 4, 1, 8), (279, 4, 1, 4)]
    return b"II*\0" + struct.pack("<I", 12) + b"\0" * 4 + directory(entries, 20) + b"\0" * 64


def pdf(pages: int = 1, extra: Sequence[bytes] = (), *, root: bytes = b"", drawing: bytes = b"0 0 m 9 9 l S") -> bytes:
    """Make a PDF of so many pages. `extra` are further objects (from number 5 on); `root` adds to the catalogue."""
    kids = b" ".join(b"%d 0 R" % (5 + len(extra) + number) for number in range(pages))
    packed = zlib.compress(drawing)
    objects = [
        b"<</Type/Catalog/Pages 2 0 R" + root + b">>",
        b"<</Type/Pages/Kids[" + kids + b"]/Count %d>>" % pages,
        b"<</Length %d/Filter/FlateDecode>>stream\n" % len(packed) + packed + b"\nendstream",
        b"<</Producer(a test)>>",
        *extra,
        *[b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Contents 3 0 R>>"] * pages,
    ]
    return file_of(objects)


def file_of(objects: Sequence[bytes], trailer: bytes = b"") -> bytes:
    """Put objects, numbered from 1, into a PDF; the first is the catalogue."""
    body, places = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", []
    for number, each in enumerate(objects, start=1):
        places.append(len(body))
        body += b"%d 0 obj\n" % number + each + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    count = len(objects) + 1
    return (
        body
        + b"xref\n0 %d\n0000000000 65535 f \n" % count
        + table
        + b"trailer\n<</Size %d/Root 1 0 R" % count
        + trailer
        + b">>\nstartxref\n%d\n" % len(body)
        + PDF_END
    )


def stream(data: bytes, entries: bytes = b"", *, packed: bool = True) -> bytes:
    """Make a stream object, compressed as most are."""
    inside = zlib.compress(data) if packed else data
    how = b"/Filter/FlateDecode" if packed else b""
    return b"<</Length %d" % len(inside) + how + entries + b">>stream\n" + inside + b"\nendstream"


def packed_pdf(hidden: bytes) -> bytes:
    """Make a PDF whose objects, one hidden one among them, lie in a compressed stream (PDF 1.5)."""
    objects = {
        1: b"<</Type/Catalog/Pages 2 0 R/OpenAction 4 0 R>>",
        2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]>>",
        4: hidden,
    }
    heads, bodies = b"", b""
    for number, each in objects.items():
        heads += b"%d %d " % (number, len(bodies))
        bodies += each + b" "
    packed = stream(heads + bodies, b"/Type/ObjStm/N 4/First %d" % len(heads))
    body = b"%PDF-1.7\n"
    at = len(body)
    body += b"5 0 obj\n" + packed + b"\nendobj\n"
    table_at = len(body)
    rows = [(0, 0, 255), *((2, 5, index) for index in range(4)), (1, at, 0), (1, table_at, 0)]
    table = b"".join(struct.pack(">BIB", *row) for row in rows)
    body += b"6 0 obj\n" + stream(table, b"/Type/XRef/W[1 4 1]/Size 7/Root 1 0 R") + b"\nendobj\n"
    return body + b"startxref\n%d\n" % table_at + PDF_END


def locked_pdf(*, user: str, owner: str = "owner", algorithm: str = "AES-256") -> bytes:
    """Make an encrypted PDF. With an empty user password anybody can open it."""
    writer = PdfWriter(PdfReader(io.BytesIO(pdf())))
    writer.encrypt(user, owner, algorithm=algorithm)
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def bomb_pdf(megabytes: int = 100) -> bytes:
    """Make a PDF whose page unfolds to a thousand times its size."""
    packer = zlib.compressobj(9)
    packed = b"".join([*(packer.compress(bytes(MEGABYTE)) for _ in range(megabytes)), packer.flush()])
    drawing = b"<</Length %d/Filter/FlateDecode>>stream\n" % len(packed) + packed + b"\nendstream"
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Contents 4 0 R>>"
    return file_of([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>", page, drawing])


def many_bombs_pdf(streams: int = 6, megabytes: int = 60) -> bytes:
    """Make a PDF with many streams, each below what one may unfold to."""
    one = stream(bytes(megabytes * MEGABYTE))
    return pdf(extra=[one] * streams)


def looping_pages_pdf() -> bytes:
    """Make a PDF whose tree of pages leads back to itself."""
    return file_of([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[2 0 R]/Count 1>>"])


def growing_pages_pdf() -> bytes:
    """Make a PDF whose few nodes make a tree of millions, none of them a page."""
    nodes = [b"<</Type/Pages/Count 9/Kids[" + b"%d 0 R " % (number + 3) * 10 + b"]>>" for number in range(8)]
    return file_of([b"<</Type/Catalog/Pages 2 0 R>>", *nodes, b"<</Type/Pages/Kids[]/Count 0>>"])


def archive(entries: dict[str, bytes] | None = None) -> bytes:
    """Make a zip archive."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in (entries or {"a.txt": b"words"}).items():
            made.writestr(name, content)
    return buffer.getvalue()


def word_document() -> bytes:
    """Make what a Word document is outside: an archive."""
    return archive({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w:document/>"})


def old_word_document() -> bytes:
    """Make what a Word document of before 2007 begins with."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2048)


def chunk(name: bytes, data: bytes) -> bytes:
    """Make one chunk of a PNG."""
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png_with(extra: bytes) -> bytes:
    """Make a small PNG with one more chunk in it, before its picture."""
    good = picture()
    return good[:33] + extra + good[33:]


def png_of(width: int, height: int, *chunks: bytes) -> bytes:
    """Make a grey PNG that says it is so large, with one line of picture in it."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    return (
        b"\x89PNG\r\n\x1a\n" + head + b"".join(chunks) + chunk(b"IDAT", zlib.compress(b"\0" * 99)) + chunk(b"IEND", b"")
    )


def text_bomb_png() -> bytes:
    """Make a PNG with a compressed remark that unfolds to 100 megabytes."""
    packer = zlib.compressobj(9)
    packed = b"".join([*(packer.compress(bytes(MEGABYTE)) for _ in range(100)), packer.flush()])
    return png_with(chunk(b"zTXt", b"Comment\0\0" + packed))


def padded(content: bytes, size: int) -> bytes:
    """Make a PDF or PNG just so many bytes long, and still whole."""
    if content.startswith(b"%PDF"):
        remark = b"%" + b" " * (size - len(content) - 2) + b"\n"
        return pdf_with_remark(content, remark)
    return content[:33] + chunk(b"prVt", bytes(size - len(content) - 12)) + content[33:]


def pdf_with_remark(content: bytes, remark: bytes) -> bytes:
    """Put a remark before the table of a PDF, and mend where the table is said to be."""
    at = content.rindex(b"xref\n0 ")
    head, table = content[:at], content[at:]
    old = b"startxref\n%d\n" % at
    longer = len(b"%d" % (at + len(remark))) - len(b"%d" % at)
    remark = remark[:1] + remark[1 + longer :]
    return head + remark + table.replace(old, b"startxref\n%d\n" % (at + len(remark)))
