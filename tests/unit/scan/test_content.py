"""The check of a file's content: the honest are taken, and each of the hostile is refused for what it is."""

import base64
import zlib
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf._codecs._codecs import LzwCodec

from cms_common.domain.uploads import Cause, FileType
from scan import pictures
from scan.content import examine
from scan.outcomes import Bad, Examined, Good
from tests.support import documents as make

PDF, PNG, GIF, JPEG, TIFF = FileType.PDF, FileType.PNG, FileType.GIF, FileType.JPEG, FileType.TIFF
SCRIPT = b"<</S/JavaScript/JS(app.alert\\(1\\))>>"
type Case = tuple[str, FileType, Callable[[], bytes], Cause]


@pytest.fixture(autouse=True)
def limits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pillow's limits, which the real process sets for itself alone."""
    monkeypatch.setattr("PIL.Image.MAX_IMAGE_PIXELS", None)
    monkeypatch.setattr("PIL.PngImagePlugin.MAX_TEXT_MEMORY", None)
    pictures.set_limits()


HONEST: list[tuple[str, FileType, Callable[[], bytes], int]] = [
    ("a PDF", PDF, make.pdf, 1),
    ("a PDF of 50 pages", PDF, lambda: make.pdf(50), 50),
    ("a PDF whose objects are packed", PDF, lambda: make.packed_pdf(b"<</S/GoTo/D[3 0 R/Fit]>>"), 1),
    ("a PDF that opens at a page", PDF, lambda: make.pdf(root=b"/OpenAction[6 0 R/Fit]", extra=[b"null"]), 1),
    ("a PDF with a form", PDF, lambda: make.pdf(root=b"/AcroForm<</Fields[]>>"), 1),
    ("a PDF with an address", PDF, lambda: make.pdf(extra=[b"<</S/URI/URI(https://example.com)>>"]), 1),
    ("a PDF with addresses of all four kinds", PDF, lambda: make.pdf(extra=[
        leads_to(b"(" + address + b")") for address in (
            b"http://a.example/JS/Launch", b"HTTPS://a.example", b"mailto:a@b.example", b"tel:0")]), 1),
    ("a PDF with an address elsewhere", PDF, lambda: make.pdf(extra=[leads_to(b"6 0 R"), b"(https://a.example)"]), 1),
    ("a PDF with addresses under one", PDF, lambda: make.pdf(root=b"/URI<</Base(https://a.example/)>>"), 1),
    ("a PDF whose title names actions", PDF, lambda: make.pdf(
        extra=[b"<</Title(Web/JS \\(and /S/Launch\\) (/S/JavaScript) developer)/Author(Sales /Subtype /Movie)>>"]), 1),
    ("a PDF with a remark about actions", PDF, lambda: make.pdf_with_remark(
        make.pdf(), b"% /S/Launch /S/JavaScript\n"), 1),
    ("a PDF with a font called EF and a picture called JS", PDF, lambda: make.pdf(
        extra=[b"<</Font<</EF 4 0 R/XFA 4 0 R>>/XObject<</JS 6 0 R>>>>",
               make.stream(b"0", b"/Subtype/Image/Width 1/Height 1")]), 1),
    ("a PDF with a place called Sound", PDF, lambda: make.pdf(root=b"/Dests<</Sound[6 0 R/Fit]>>", extra=[b"null"]), 1),
    ("a PDF with a button called Launch", PDF, lambda: make.pdf(
        extra=[b"<</Subtype/Widget/AS/Launch/AP<</N<</Launch 4 0 R/Off 4 0 R>>>>>>"]), 1),
    ("a PDF that points at nothing", PDF, lambda: make.pdf(extra=[b"<</Subtype/Link/A 99 0 R/AA 99 0 R>>"]), 1),
    ("a PDF whose actions loop", PDF, lambda: make.pdf(
        root=b"/OpenAction 5 0 R", extra=[b"<</S/Named/N/NextPage/Next 5 0 R>>"]), 1),
    ("a PDF that may not be changed", PDF, lambda: make.locked_pdf(user=""), 1),
    ("the same, encrypted as in 2001", PDF, lambda: make.locked_pdf(user="", algorithm="RC4-128"), 1),
    ("a PDF filled up with zeros", PDF, lambda: make.pdf() + bytes(4000), 1),
    (
        "a PDF with text about scripts",
        PDF,
        lambda: make.pdf(extra=[make.stream(b"<script>/JavaScript", packed=False)]),
        1,
    ),
    ("a PDF of 5 MB", PDF, lambda: make.padded(make.pdf(), make.FIVE_MEGABYTES), 1),
    ("a PNG", PNG, make.picture, 1),
    ("a PNG of 5 MB", PNG, lambda: make.padded(make.picture(), make.FIVE_MEGABYTES), 1),
    ("a PNG filled up with zeros", PNG, lambda: make.picture() + bytes(999), 1),
    ("a PNG with a packed remark", PNG, lambda: make.png_with(make.chunk(b"zTXt", b"k\0\0" + zlib.compress(b"a"))), 1),
    ("a GIF filled up with zeros", GIF, lambda: make.picture("GIF") + bytes(999), 1),
    ("a GIF", GIF, lambda: make.picture("GIF"), 1),
    ("a GIF that moves", GIF, lambda: make.animation(60), 1),
    ("a JPEG", JPEG, lambda: make.picture("JPEG"), 1),
    ("a JPEG in four colours", JPEG, lambda: make.picture("JPEG", mode="CMYK"), 1),
    ("a telephone's photo", JPEG, make.phone_photo, 1),
    ("a photo with a film behind it", JPEG, lambda: make.picture("JPEG") + b"\0\0\0\x18ftypmp42" + bytes(999), 1),
    ("a TIFF", TIFF, make.tiff, 1),
    ("a TIFF of 50 pages", TIFF, lambda: make.tiff(50), 50),
    ("a TIFF as fax machines make", TIFF, lambda: make.picture("TIFF", mode="1", compression="group4"), 1),
    ("a TIFF with the great end first", TIFF, lambda: make.picture("TIFF", mode="I;16B"), 1),
    ("a BigTIFF", TIFF, make.big_tiff, 2),
]  # fmt: skip

HOSTILE: list[Case] = [
    ("nothing", PDF, bytes, Cause.DAMAGED),
    ("Word, renamed", PDF, make.word_document, Cause.WRONG_TYPE),
    ("old Word, renamed", PDF, make.old_word_document, Cause.WRONG_TYPE),
    ("a page of the web, renamed", PDF, lambda: b"<!DOCTYPE html><script>1</script>", Cause.WRONG_TYPE),
    ("HEIC, renamed", JPEG, lambda: b"\0\0\0\x18ftypheic" + bytes(400), Cause.WRONG_TYPE),
    ("a PNG, called JPEG", JPEG, make.picture, Cause.DAMAGED),
    ("a PDF, called TIFF", TIFF, make.pdf, Cause.DAMAGED),
    ("a PDF after other things", PDF, lambda: b"MORE\n" + make.pdf(), Cause.DAMAGED),
    ("PDF and archive", PDF, lambda: make.pdf() + make.archive(), Cause.ACTIVE_CONTENT),
    ("PDF and archive, with an end", PDF,
     lambda: make.pdf() + make.archive()[:-2] + b"\6\0%%EOF\n", Cause.ACTIVE_CONTENT),
    ("PDF and page of the web", PDF, lambda: make.pdf() + b"<html><script>1</script>", Cause.ACTIVE_CONTENT),
    ("GIF and archive", GIF, lambda: make.picture("GIF") + make.archive(), Cause.ACTIVE_CONTENT),
    ("GIF and script", GIF,
     lambda: make.picture("GIF", comment=b"*/=1;<script>alert(1)</script>"), Cause.ACTIVE_CONTENT),
    ("JPEG and archive", JPEG, lambda: make.picture("JPEG") + make.archive(), Cause.ACTIVE_CONTENT),
    ("JPEG and PDF", JPEG, lambda: make.picture("JPEG") + make.pdf(), Cause.ACTIVE_CONTENT),
    ("JPEG with PHP", JPEG, lambda: make.picture("JPEG", comment=b"<?php system(1);"), Cause.ACTIVE_CONTENT),
    ("PNG and program", PNG, lambda: make.picture() + b"!This program cannot be run in DOS mode", Cause.ACTIVE_CONTENT),
    ("TIFF and archive", TIFF, lambda: make.tiff() + make.archive(), Cause.ACTIVE_CONTENT),
    ("PDF with a password", PDF, lambda: make.locked_pdf(user="secret"), Cause.LOCKED_FILE),
    ("the same, as in 2001", PDF, lambda: make.locked_pdf(user="secret", algorithm="RC4-128"), Cause.LOCKED_FILE),
    ("PDF cut off", PDF, lambda: make.pdf(9)[:-400], Cause.DAMAGED),
    ("PDF without a page", PDF, lambda: make.pdf(0), Cause.DAMAGED),
    ("PDF of 51 pages", PDF, lambda: make.pdf(51), Cause.TOO_MANY_PAGES),
    ("PDF whose pages loop", PDF, make.looping_pages_pdf, Cause.DAMAGED),
    ("PDF whose pages grow", PDF, make.growing_pages_pdf, Cause.DAMAGED),
    ("PDF that is a bomb", PDF, make.bomb_pdf, Cause.DAMAGED),
    ("PDF of many bombs", PDF, make.many_bombs_pdf, Cause.DAMAGED),
    ("PDF with a vast picture", PDF, lambda: make.pdf(
        extra=[make.stream(bytes(99), b"/Subtype/Image/Width 30000/Height 30000")]), Cause.TOO_MANY_POINTS),
    ("PDF whose page is broken", PDF, lambda: make.pdf().replace(b"stream\nx\x9c", b"stream\n\xff\xff"), Cause.DAMAGED),
    ("PDF with a script", PDF, lambda: make.pdf(root=b"/OpenAction 5 0 R", extra=[SCRIPT]), Cause.ACTIVE_CONTENT),
    ("PDF with a packed script", PDF, lambda: make.packed_pdf(SCRIPT), Cause.ACTIVE_CONTENT),
    ("PDF with a disguised script", PDF, lambda: make.pdf(
        extra=[b"<</S/#4aava#53cript/#4a#53(1)>>"]), Cause.ACTIVE_CONTENT),
    ("PDF with a script that no table names", PDF, lambda: make.pdf_with_remark(
        make.pdf(), b"\n99 0 obj\n" + SCRIPT + b"\nendobj\n "), Cause.ACTIVE_CONTENT),
    ("PDF that starts a program", PDF, lambda: make.pdf(extra=[b"<</S/Launch/F(a.exe)>>"]), Cause.ACTIVE_CONTENT),
    ("PDF with a file in it", PDF, lambda: make.pdf(
        extra=[b"<</Type/Filespec/F(a)/EF<</F 6 0 R>>>>", make.stream(b"a file", b"/Type/EmbeddedFile")]),
     Cause.ACTIVE_CONTENT),
    ("PDF that sends its form", PDF, lambda: make.pdf(
        extra=[b"<</S/SubmitForm/F(https://example.com)>>"]), Cause.ACTIVE_CONTENT),
    ("PDF with an XFA form", PDF,
     lambda: make.pdf(root=b"/AcroForm<</XFA 5 0 R>>", extra=[make.stream(b"")]), Cause.ACTIVE_CONTENT),
    ("PDF with a film", PDF, lambda: make.pdf(extra=[b"<</Subtype/RichMedia>>"]), Cause.ACTIVE_CONTENT),
    ("PDF that opens another", PDF, lambda: make.pdf(extra=[b"<</S/GoToR/F(b.pdf)/D[0/Fit]>>"]), Cause.ACTIVE_CONTENT),
    ("PDF that opens a file", PDF,
     lambda: make.pdf(extra=[b"<</S/URI/URI(FILE:///etc/passwd)>>"]), Cause.ACTIVE_CONTENT),
    *[(f"PDF with an address: {name}", PDF, lambda address=address: make.pdf(
        extra=[leads_to(address), b"(javascript:1)", b"(file:///c:/a.exe)"]), Cause.ACTIVE_CONTENT)
      for name, address in {
          "a script elsewhere": b"6 0 R", "a file elsewhere": b"7 0 R",
          "a file, in bytes that are no text": b"(file:///c:/\x7f\x9f\xada.exe)", "a file, in figures": b"<66696c653a>",
          "a file, after a control character": b"(\x01file:///c:/a.exe)", "a share": b"(//evil/share)",
          "a program of the system": b"(ms-msdt:/id)", "no kind at all": b"(a.exe)",
          "a kind with a break in it": b"(java\nscript:1)",
      }.items()],
    ("PDF with addresses under a script", PDF, lambda: make.pdf(root=b"/URI<</Base(javascript:)>>"),
     Cause.ACTIVE_CONTENT),
    ("PDF with addresses under a file elsewhere", PDF, lambda: make.pdf(
        root=b"/URI 5 0 R", extra=[b"<</Base 6 0 R>>", b"(file:///c:/)"]), Cause.ACTIVE_CONTENT),
    ("PDF that calls an address when opened", PDF, lambda: make.pdf(
        root=b"/OpenAction" + leads_to(b"(https://evil.example/?x)")), Cause.ACTIVE_CONTENT),
    ("PDF that calls an address after turning a page", PDF, lambda: make.pdf(
        root=b"/OpenAction 5 0 R", extra=[b"<</S/Named/N/NextPage/Next[6 0 R]>>", leads_to(b"(https://evil.example)")]),
     Cause.ACTIVE_CONTENT),
    ("PDF that calls an address when a page is shown", PDF, lambda: make.pdf(
        extra=[b"<</Type/Page/AA<</O 6 0 R>>>>", leads_to(b"(https://evil.example)")]), Cause.ACTIVE_CONTENT),
    ("PDF whose content is elsewhere", PDF, lambda: make.pdf(
        extra=[make.stream(b"", b"/F<</FS/URL/F(https://evil.example)>>")]), Cause.ACTIVE_CONTENT),
    ("PDF with the name of an action elsewhere", PDF, lambda: make.pdf(
        extra=[b"<</S 6 0 R/JS(1)>>", b"/JavaScript"]), Cause.ACTIVE_CONTENT),
    ("PDF with a script in a stream", PDF, lambda: make.pdf(
        extra=[b"<</S/Foo/JS 6 0 R>>", make.stream(b"1")]), Cause.ACTIVE_CONTENT),
    ("PDF with a tree of scripts", PDF, lambda: make.pdf(
        root=b"/Names<</JavaScript 5 0 R>>", extra=[b"<</Names[(a) 4 0 R]>>"]), Cause.ACTIVE_CONTENT),
    ("PDF with a file of no type in it", PDF, lambda: make.pdf(
        extra=[b"<</F(a)/EF 6 0 R>>", b"<</UF 7 0 R>>", make.stream(b"a file")]), Cause.ACTIVE_CONTENT),
    ("PDF with a script that no table names, after a bracket", PDF, lambda: make.pdf_with_remark(
        make.pdf(), b"\n(99 0 obj\n" + SCRIPT + b"\nendobj\n "), Cause.ACTIVE_CONTENT),
    ("PDF with a script that no table names, and a remark in it", PDF, lambda: make.pdf_with_remark(
        make.pdf(), b"\n99 0 obj\n<</S%(\n/J#61vaScript/JS 4 0 R>>\nendobj\n "), Cause.ACTIVE_CONTENT),
    ("PDF with a script that no table names, in no stream", PDF, lambda: make.pdf_with_remark(
        make.pdf(), b"\n%stream\n99 0 obj\n" + SCRIPT + b"\nendobj\n%endstream\n "), Cause.ACTIVE_CONTENT),
    ("PNG with a script behind it", PNG, lambda: make.picture() + b"<svg onload=alert(1)>", Cause.DAMAGED),
    ("PNG that a telephone cropped badly", PNG, lambda: make.picture() + make.picture()[40:], Cause.DAMAGED),
    ("PNG with an archive without its end", PNG, lambda: make.picture() + make.archive()[:-22], Cause.DAMAGED),
    ("PNG with a program behind zeros", PNG, lambda: make.picture() + bytes(99) + b"MZ" + bytes(99), Cause.DAMAGED),
    ("GIF that is a script to others", GIF, lambda: make.picture("GIF") + b"*/=1;alert(1);//", Cause.DAMAGED),
    ("PNG of 900 megapixels", PNG, lambda: make.png_of(30_000, 30_000), Cause.TOO_MANY_POINTS),
    ("PNG with a bomb in a remark", PNG, make.text_bomb_png, Cause.DAMAGED),
    ("PNG cut off", PNG, lambda: make.picture()[:-13], Cause.DAMAGED),
    ("PNG cut off between chunks", PNG, lambda: make.picture()[:-12], Cause.DAMAGED),
    ("PNG with one bit turned", PNG, lambda: turned(make.picture(), 60), Cause.DAMAGED),
    ("PNG with a picture too small", PNG, lambda: make.png_of(300, 300), Cause.DAMAGED),
    ("GIF cut off", GIF, lambda: make.picture("GIF")[:-20], Cause.DAMAGED),
    ("GIF cut off at the end", GIF, lambda: make.animation()[:-1], Cause.DAMAGED),
    ("JPEG cut off", JPEG, lambda: make.picture("JPEG", (300, 300))[:-900], Cause.DAMAGED),
    ("JPEG of nothing but its mark", JPEG, lambda: b"\xff\xd8\xff\xe0" + bytes(99), Cause.DAMAGED),
    ("TIFF of 51 pages", TIFF, lambda: make.tiff(51), Cause.TOO_MANY_PAGES),
    ("TIFF that loops", TIFF, make.looping_tiff, Cause.DAMAGED),
    ("TIFF that overlaps", TIFF, make.overlapping_tiff, Cause.DAMAGED),
    ("TIFF cut off", TIFF, lambda: make.tiff(3)[:-30], Cause.DAMAGED),
    ("TIFF of no page", TIFF, lambda: b"II*\0" + bytes(60), Cause.DAMAGED),
    ("BigTIFF of no page", TIFF, lambda: b"II+\0\x08\0\0\0" + bytes(60), Cause.DAMAGED),
    ("a virus by itself", PDF, lambda: make.EICAR, Cause.VIRUS),
    ("a virus in an archive", PDF, lambda: make.archive({"a/b.com": make.EICAR}), Cause.VIRUS),
    ("a virus in an archive in an archive", PDF, lambda: make.archive(
        {"b.zip": make.archive({"b.com": make.EICAR})}), Cause.VIRUS),
    ("a virus in a packed stream", PDF, lambda: make.pdf(extra=[make.stream(make.EICAR)]), Cause.VIRUS),
    ("a virus packed twice", PDF, lambda: make.pdf(extra=[
        make.stream(base64.b16encode(make.EICAR) + b">").replace(b"/FlateDecode", b"[/FlateDecode/ASCIIHexDecode]")]),
     Cause.VIRUS),
    ("a virus called a picture", PDF, lambda: make.pdf(
        extra=[make.stream(make.EICAR, b"/Subtype/Image/Width 1/Height 1")]), Cause.VIRUS),
    *[(f"a virus in a picture: {name}", PDF, lambda filters=filters, data=data: make.pdf(extra=[
        make.stream(data, b"/Subtype/Image/Width 1/Height 1/Filter" + filters, packed=False)]), Cause.VIRUS)
      for name, filters, data in [
          ("in figures", b"/ASCIIHexDecode", base64.b16encode(make.EICAR) + b">"),
          ("in letters, packed", b"[/ASCII85Decode/FlateDecode]", base64.a85encode(zlib.compress(make.EICAR)) + b"~>"),
          ("in short names", b"[/A85/Fl]", base64.a85encode(zlib.compress(make.EICAR)) + b"~>"),
          ("by runs", b"/RunLengthDecode", bytes([len(make.EICAR) - 1]) + make.EICAR + b"\x80"),
          ("as in 1990", b"/LZWDecode", LzwCodec().encode(make.EICAR)),
          ("called a photo", b"[/FlateDecode/DCTDecode]", zlib.compress(make.EICAR)),
          ("called what nobody knows", b"[/AHx/Unknown]", base64.b16encode(make.EICAR) + b">"),
      ]],
    ("a virus in what nobody knows", PDF, lambda: make.pdf(extra=[make.stream(
        zlib.compress(make.EICAR), b"/Filter[/FlateDecode/Unknown]", packed=False)]), Cause.VIRUS),
    *[(f"a virus in a remark of a picture: {name.decode()}", PNG,
       lambda name=name, data=data: make.png_with(make.chunk(name, data)), Cause.VIRUS)
      for name, data in [
          (b"zTXt", b"k\0\0" + zlib.compress(make.EICAR)),
          (b"iTXt", b"k\0\1\0en\0k\0" + zlib.compress(make.EICAR)),
          (b"iCCP", b"k\0\0" + zlib.compress(make.EICAR)),
          (b"zTXt", b"a\0\0" + zlib.compress(make.archive({"a.com": make.EICAR}))),
      ]],
    ("a virus behind a picture", PNG, lambda: make.picture() + make.archive({"b.com": make.EICAR}), Cause.VIRUS),
    ("a program, renamed", PDF, lambda: (b"MZ" + bytes(58) + b"\x40\0\0\0PE\0\0").ljust(400, b"\0"), Cause.VIRUS),
]  # fmt: skip


def leads_to(address: bytes) -> bytes:
    return b"<</S/URI/URI " + address + b">>"


def turned(content: bytes, at: int) -> bytes:
    return content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]


@pytest.mark.req("UPL-01", "UPL-07")
@pytest.mark.parametrize(("kind", "content", "pages"), [case[1:] for case in HONEST], ids=[case[0] for case in HONEST])
def test_examine__honest_file__is_good_with_its_pages(kind: FileType, content: Callable[[], bytes], pages: int) -> None:
    assert examine(content(), kind) == Good(pages)


@pytest.mark.req("UPL-02", "UPL-07", "UPL-08")
@pytest.mark.parametrize(
    ("kind", "content", "cause"), [case[1:] for case in HOSTILE], ids=[case[0] for case in HOSTILE]
)
def test_examine__hostile_file__is_refused_for_what_it_is(
    kind: FileType, content: Callable[[], bytes], cause: Cause
) -> None:
    assert examine(content(), kind) == Bad(cause)


@given(st.binary(max_size=300), st.sampled_from(FileType), st.sampled_from(["", "pdf", "png", "gif", "jpeg", "tiff"]))
def test_examine__anything_at_all__is_an_outcome(junk: bytes, kind: FileType, start: str) -> None:
    # Given bytes that begin as one of the formats does, or not
    starts = {
        "pdf": b"%PDF-1.7\n",
        "png": b"\x89PNG\r\n\x1a\n",
        "gif": b"GIF89a",
        "jpeg": b"\xff\xd8\xff",
        "tiff": b"II*\0",
    }
    # When they are examined
    found: Examined = examine(starts.get(start, b"") + junk, kind)
    # Then there is an outcome, and nothing so small and random is good
    assert isinstance(found, Bad)


@given(
    st.integers(min_value=0, max_value=1500),
    st.sampled_from([make.pdf(2), make.picture(), make.tiff(2), make.animation()]),
)
def test_examine__honest_file_cut_off_anywhere__is_never_good(cut: int, content: bytes) -> None:
    # Given an honest file, cut off before its last two bytes (a PDF's last line may lack its end)
    kind = next(kind for kind in FileType if examine(content, kind) == Good(2 if kind in {PDF, TIFF} else 1))
    short = content[: min(cut, len(content) - 2)]
    # When it is examined, then it is bad
    assert isinstance(examine(short, kind), Bad)
