"""What staff see of a file: a PDF or a JPEG, with nothing in it of where or with what it was taken."""

from io import BytesIO

import pytest
from PIL import Image, ImageSequence, TiffImagePlugin

from cms_common.adapters.apart import Apart, BrokenOff, NotBegun
from cms_common.domain.uploads import FileType
from evidence.filing import NoView, View
from evidence.rendering import BoundedRenderer
from evidence.views import view_of

PRIVATE = (b"Apple", b"iPhone", b"GPS", b"Exif", b"51.5", b"photoshop", b"secret", b"http://ns.adobe.com")
XMP = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>secret 51.5</x:xmpmeta>"


def saved(picture: Image.Image, kind: str, **options: object) -> bytes:
    made = BytesIO()
    picture.save(made, kind, **options)
    return made.getvalue()


def opened(content: bytes) -> Image.Image:
    picture = Image.open(BytesIO(content))
    picture.load()
    return picture


def a_photograph(orientation: int = 1, size: tuple[int, int] = (60, 40)) -> bytes:
    """Return a photograph as a telephone takes it: red on the left, blue on the right."""
    picture = Image.new("RGB", size, "red")
    picture.paste("blue", (size[0] // 2, 0, *size))
    exif = Image.Exif()
    exif[0x010F], exif[0x0110], exif[0x0112] = "Apple", "iPhone 99", orientation
    exif.get_ifd(0x8825).update({1: "N", 2: (51.5, 30.0, 0.0), 3: "W", 4: (0.1, 7.0, 0.0)})
    return saved(picture, "JPEG", exif=exif, comment=b"secret", xmp=XMP, quality=95)


@pytest.mark.req("CON-16")
def test_view__of_a_photograph__tells_nothing_of_place_or_device() -> None:
    # Given a photograph that tells where and with what it was taken
    content = a_photograph()
    assert all(text in content for text in (b"Apple", b"iPhone", b"secret", b"Exif"))
    # When its view is made
    view = view_of(content, FileType.JPEG)
    # Then it is a JPEG without any of it
    picture = opened(view)
    assert picture.format == "JPEG"
    assert not dict(picture.getexif())
    assert not {"comment", "xmp", "exif", "icc_profile"} & set(picture.info)
    assert not [text for text in PRIVATE if text in view]


def near(colour: object, wanted: tuple[int, int, int]) -> bool:
    assert isinstance(colour, tuple)
    return all(abs(a - b) < 40 for a, b in zip(colour, wanted, strict=True))


def test_view__of_a_photograph_on_its_side__stands_upright() -> None:
    # Given a photograph to be turned a quarter clockwise
    view = opened(view_of(a_photograph(orientation=6), FileType.JPEG))
    # Then its left side is on top
    assert view.size == (40, 60)
    assert near(view.getpixel((20, 5)), (255, 0, 0))
    assert near(view.getpixel((20, 55)), (0, 0, 255))


@pytest.mark.req("CON-16")
@pytest.mark.parametrize("kind", ["PNG", "GIF"])
def test_view__of_png_and_gif__is_a_jpeg_on_white(kind: str) -> None:
    # Given a picture that is clear all over but for a black spot
    picture = Image.new("RGBA", (30, 30), (0, 0, 0, 0))
    picture.paste((0, 0, 0, 255), (10, 10, 20, 20))
    # When its view is made, Then the clear parts are white
    view = opened(view_of(saved(picture, kind), FileType[kind]))
    assert (view.format, view.mode, view.size) == ("JPEG", "RGB", (30, 30))
    assert near(view.getpixel((2, 2)), (255, 255, 255))
    assert near(view.getpixel((15, 15)), (0, 0, 0))


def test_view__of_an_animation__is_its_first_picture() -> None:
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "blue")]
    content = saved(frames[0], "GIF", save_all=True, append_images=frames[1:])
    assert near(opened(view_of(content, FileType.GIF)).getpixel((5, 5)), (255, 0, 0))


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_view__of_a_png_of_any_kind__can_be_seen(mode: str) -> None:
    picture = Image.new("RGB", (20, 20), (200, 200, 200)).convert("L" if mode == "I;16" else mode)
    if mode == "I;16":
        picture = picture.convert("I").point(lambda shade: shade * 257).convert("I;16")
    view = opened(view_of(saved(picture, "PNG"), FileType.PNG)).convert("L")
    lightest = view.getextrema()[1]
    assert isinstance(lightest, int)
    assert lightest >= 190


@pytest.mark.parametrize("mode", ["RGB", "L", "CMYK"])
def test_view__of_a_jpeg_of_any_kind__can_be_seen(mode: str) -> None:
    view = opened(view_of(saved(Image.new("RGB", (20, 20), "white").convert(mode), "JPEG"), FileType.JPEG))
    assert view.convert("RGB").getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.req("CON-16")
@pytest.mark.parametrize(("pages", "mode"), [(1, "RGB"), (3, "1"), (50, "L"), (2, "CMYK"), (2, "RGBA")])
def test_view__of_a_tiff__is_a_pdf_of_all_pages(pages: int, mode: str) -> None:
    # Given a TIFF of several pages that names the device
    info = TiffImagePlugin.ImageFileDirectory_v2()
    info[271], info[305] = "Apple", "secret"
    frames = [Image.new("RGB", (40, 30), (number, 0, 0)).convert(mode) for number in range(pages)]
    content = saved(frames[0], "TIFF", save_all=True, append_images=frames[1:], tiffinfo=info)
    assert len(list(ImageSequence.Iterator(opened(content)))) == pages
    # When its view is made
    view = view_of(content, FileType.TIFF)
    # Then it is a PDF with as many, each as wide as A4 is high, and tells nothing else
    pypdf = pytest.importorskip("pypdf")
    read = pypdf.PdfReader(BytesIO(view))
    assert len(read.pages) == pages
    assert round(float(read.pages[0].mediabox.width)) == 842
    assert not [text for text in PRIVATE if text in view]
    # And it is the same whenever it is made
    assert view_of(content, FileType.TIFF) == view


def test_view__of_a_picture_larger_than_a_page_needs__is_smaller() -> None:
    for content, kind in (
        (saved(Image.new("1", (9000, 50), 1), "PNG"), FileType.PNG),
        (saved(Image.new("RGB", (9000, 50), "white"), "JPEG"), FileType.JPEG),
    ):
        assert max(opened(view_of(content, kind)).size) <= 4000


def test_renderer__a_pdf__is_taken_as_it_is() -> None:
    assert BoundedRenderer().view(b"%PDF-1.7 anything", FileType.PDF) == View(b"%PDF-1.7 anything")


def test_renderer__a_picture__comes_back_from_a_process_of_its_own() -> None:
    made = BoundedRenderer().view(saved(Image.new("RGB", (20, 20), "red"), "PNG"), FileType.PNG)
    assert isinstance(made, View)
    assert opened(made.content).format == "JPEG"


@pytest.mark.parametrize("content", [b"", b"\x89PNG\r\n\x1a\n", b"GIF89a" * 9, b"II*\x00\x08\x00\x00\x00\x00\x00"])
def test_renderer__what_no_library_can_read__is_no_view(content: bytes) -> None:
    assert BoundedRenderer().view(content, FileType.PNG) == NoView()


def test_renderer__one_that_takes_too_long__is_given_up() -> None:
    # Given twenty pages of a hundred million points, in some kilobytes
    page = Image.new("1", (10_000, 10_000))
    content = saved(page, "TIFF", save_all=True, append_images=[page] * 19, compression="group4")
    assert len(content) < 1_000_000
    # When a view is made, then it is given up in time: by the wall's clock to be tried again
    with pytest.raises(BrokenOff):
        BoundedRenderer(Apart(("-m", "evidence.views"), seconds=3)).view(content, FileType.TIFF)


def test_renderer__a_process_that_does_not_begin__is_no_fault_of_the_file() -> None:
    with pytest.raises(NotBegun):
        BoundedRenderer(Apart(("-m", "evidence.no_such_module"), seconds=40)).view(b"", FileType.PNG)


def test_renderer__the_largest_picture_that_is_let_through__fits_into_memory() -> None:
    # Given a hundred million points in colour and clear, in a few kilobytes
    content = saved(Image.new("RGBA", (10_000, 10_000), (0, 0, 0, 0)), "PNG")
    # When its view is made, Then it is there
    made = BoundedRenderer().view(content, FileType.PNG)
    assert isinstance(made, View)
    assert 2000 < max(opened(made.content).size) <= 4000
