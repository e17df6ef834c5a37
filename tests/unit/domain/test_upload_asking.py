"""What can be refused at once, and file names made safe."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms_common.domain.upload_asking import EXTENSIONS, AllRefused, AskedFile, Taken, take, tidy_name, type_of
from cms_common.domain.uploads import MEGABYTE, Cause, FileState, FileType, Limits, Used

LIMITS = Limits()
FIVE_MB = 5 * 1_048_576


def a_file(name: str = "payslip.pdf", media_type: str = "application/pdf", size: int = 1000) -> AskedFile:
    return AskedFile(name, media_type, size)


def causes(files: list[AskedFile], used: Used = Used(), limits: Limits = LIMITS) -> list[Cause | None]:  # noqa: B008
    taken = take(files, used, limits)
    assert isinstance(taken, Taken)
    return [file.cause for file in taken.files]


@pytest.mark.req("UPL-01")
@pytest.mark.parametrize(
    ("name", "media_type"),
    [
        ("a.jpg", "image/jpeg"),
        ("a.JPEG", "image/jpeg"),
        ("a.pdf", "application/pdf"),
        ("a.gif", "image/gif"),
        ("a.png", "image/png"),
        ("a.tif", "image/tiff"),
        ("a.tiff", "image/tiff; charset=binary"),
        ("scan", "image/tiff"),
        ("a.tiff", ""),
        ("a.pdf", "application/octet-stream"),
    ],
)
def test_take__each_accepted_format__is_awaited(name: str, media_type: str) -> None:
    # Given a file in one of the five formats, When it is asked for, Then it is awaited as that format
    taken = take([a_file(name, media_type)], Used(), LIMITS)
    assert isinstance(taken, Taken)
    assert taken.files[0].state is FileState.AWAITED
    extension = name.rpartition(".")[2].lower()
    assert taken.files[0].file_type is EXTENSIONS.get(extension, FileType.TIFF)


@pytest.mark.req("UPL-01")
@pytest.mark.parametrize(
    ("name", "media_type", "expected"),
    [
        ("a.jpg", "image/jpg", FileType.JPEG),
        ("a.jpg", "image/pjpeg", FileType.JPEG),
        ("a.png", "image/x-png", FileType.PNG),
        ("a.tif", "image/tif", FileType.TIFF),
        ("a.tif", "image/x-tiff", FileType.TIFF),
        ("a.pdf", "application/x-pdf", FileType.PDF),
        ("a.pdf", "binary/octet-stream", FileType.PDF),
        ("Payslip 12.03.2024", "image/jpeg", FileType.JPEG),
        ("Mr. Smith's letter", "application/pdf", FileType.PDF),
        ("letter.pdf (1)", "application/pdf", FileType.PDF),
        ("letter.pdf (1)", "", FileType.PDF),
        ("photo.JPG(2)", "application/octet-stream", FileType.JPEG),
        ("scan.tmp", "image/tiff", FileType.TIFF),
    ],
)
def test_take__honest_file_named_or_described_oddly__is_awaited(name: str, media_type: str, expected: FileType) -> None:
    # Given what devices really say, When it is asked for, Then it is awaited as what it is
    taken = take([a_file(name, media_type)], Used(), LIMITS)
    assert isinstance(taken, Taken)
    assert (taken.files[0].file_type, taken.files[0].cause) == (expected, None)


@pytest.mark.req("UPL-02")
@pytest.mark.parametrize(
    ("name", "media_type"),
    [
        ("letter.doc (1)", "application/pdf"),
        ("photo.HEIC", "image/jpeg"),
        ("sheet.xls", "application/pdf"),
        ("run.exe", "application/pdf"),
        ("page.html", "image/png"),
        ("archive.zip", "image/png"),
        ("letter.pdf", "image/jpeg"),
        ("letter.2024", ""),
        ("letter.doc", "application/msword"),
        ("letter.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("letter.docx", "application/pdf"),
        ("letter.pdf", "application/msword"),
        ("photo.heic", "image/heic"),
        ("page.html", "text/html"),
        ("picture.svg", "image/svg+xml"),
        ("archive.zip", "application/zip"),
        ("run.exe", ""),
        ("photo.png", "image/jpeg"),
        ("nothing", ""),
    ],
)
def test_take__word_and_every_other_format__is_refused(name: str, media_type: str) -> None:
    assert causes([a_file(name, media_type)]) == [Cause.WRONG_TYPE]


@pytest.mark.req("UPL-03")
@pytest.mark.parametrize(
    ("size", "cause"),
    [(1, None), (FIVE_MB - 1, None), (FIVE_MB, None), (FIVE_MB + 1, Cause.TOO_LARGE), (0, Cause.DAMAGED)],
)
def test_take__size_at_the_boundary__five_megabytes_and_not_one_byte_more(size: int, cause: Cause | None) -> None:
    assert causes([a_file(size=size)]) == [cause]


@pytest.mark.req("UPL-04")
def test_take__five_and_six_files__five_are_taken_and_six_refused_whole() -> None:
    assert causes([a_file()] * 5) == [None] * 5
    assert take([a_file()] * 6, Used(), LIMITS) == AllRefused(Cause.TOO_MANY_FILES)


@pytest.mark.req("UPL-05", "UPL-20")
def test_take__tenth_document_inside_an_upload__the_rest_are_refused_each_with_its_own_error() -> None:
    # Given eight documents today, When four more are sent, Then two are taken in the order given
    assert causes([a_file()] * 4, Used(documents=8)) == [None, None, Cause.TOO_MANY_TODAY, Cause.TOO_MANY_TODAY]
    assert causes([a_file()], Used(documents=9)) == [None]
    assert causes([a_file()], Used(documents=10)) == [Cause.TOO_MANY_TODAY]


@pytest.mark.req("UPL-06", "UPL-20")
def test_take__daily_megabytes_set_to_twelve__bind_at_the_last_byte() -> None:
    # Given a limit of 12 MB, lower than what the documents of a day can come to
    limits = Limits(bytes_a_day=12 * MEGABYTE)
    exactly = [a_file(size=FIVE_MB), a_file(size=FIVE_MB), a_file(size=2 * MEGABYTE)]
    assert causes(exactly, limits=limits) == [None, None, None]
    # When there is one byte more, Then that file is refused, and what follows it too
    over = [*exactly[:2], a_file(size=2 * MEGABYTE + 1), a_file(size=1)]
    assert causes(over, limits=limits) == [None, None, Cause.TOO_MUCH_TODAY, Cause.TOO_MUCH_TODAY]
    assert causes([a_file(size=1)], Used(documents=1, size=12 * MEGABYTE), limits) == [Cause.TOO_MUCH_TODAY]


@pytest.mark.req("UPL-06")
def test_limits__as_they_stand__are_fifty_megabytes_a_day_and_the_figures_of_the_documents() -> None:
    assert (LIMITS.bytes_a_day, LIMITS.files_a_day, LIMITS.files_an_upload) == (50 * 1_048_576, 10, 5)
    assert (LIMITS.pages_an_upload, LIMITS.file_bytes) == (50, FIVE_MB)


@pytest.mark.req("UPL-20")
def test_take__one_bad_file_among_good_ones__does_not_stop_them_and_counts_for_nothing() -> None:
    # Given a Word file and one that is too large among good ones, with room for two
    files = [a_file(), a_file("a.doc"), a_file(size=FIVE_MB + 1), a_file(), a_file()]
    # When they are asked for, Then only the good ones use up the limit (GAP-14)
    assert causes(files, Used(documents=8)) == [
        None,
        Cause.WRONG_TYPE,
        Cause.TOO_LARGE,
        None,
        Cause.TOO_MANY_TODAY,
    ]


NAMES = [
    ("payslip.pdf", "payslip.pdf"),
    ("../../etc/passwd", "passwd"),
    ("C:\\Users\\me\\pay slip.pdf", "pay slip.pdf"),
    ("/var/x/../y.png", "y.png"),
    ("..", "document"),
    (".", "document"),
    ("", "document"),
    ("a/", "document"),
    ("\u202efdp.exe", "fdp.exe"),
    ("pay\u202e\u2066slip\u2069.pdf", "payslip.pdf"),
    ("pay\r\nSet-Cookie: x.pdf", "pay Set-Cookie: x.pdf"),
    ("nul\x00byte.pdf", "nulbyte.pdf"),
    ("e\u0301.pdf", "\u00e9.pdf"),
    ("  many   spaces .pdf ", "many spaces .pdf"),
    ("\ud800.pdf", "pdf"),
    (".hidden.pdf", "hidden.pdf"),
    ("t\u0177 gwyn.pdf", "t\u0177 gwyn.pdf"),
]


@pytest.mark.parametrize(("typed", "kept"), NAMES)
def test_tidy_name__tricks__are_gone(typed: str, kept: str) -> None:
    assert tidy_name(typed) == kept


def test_tidy_name__a_long_one__is_cut_to_a_hundred_before_its_extension() -> None:
    assert tidy_name("x" * 96 + ".pdf") == "x" * 96 + ".pdf"
    assert tidy_name("x" * 97 + ".pdf") == "x" * 96 + ".pdf"
    assert tidy_name("x" * 101) == "x" * 100
    assert tidy_name("x." + "y" * 200) == ("x." + "y" * 200)[:100]


@given(st.text(max_size=300))
def test_tidy_name__whatever_is_typed__is_safe_to_keep_and_show(typed: str) -> None:
    # When any name is tidied
    kept = tidy_name(typed)
    # Then it is no path, shows itself as it is, is short enough, and stays as it is when tidied again
    assert 0 < len(kept) <= 100
    assert not set(kept) & set("/\\\x00\r\n")
    assert not [letter for letter in kept if unicodedata.category(letter) in {"Cc", "Cf", "Cs", "Co", "Cn"}]
    assert kept not in {".", ".."}
    assert tidy_name(kept) == kept


@given(st.text(max_size=40), st.text(max_size=40))
def test_type_of__whatever_is_said__is_one_of_the_five_or_none(name: str, media_type: str) -> None:
    found = type_of(name, media_type)
    assert found is None or found in FileType


@given(
    st.lists(st.builds(a_file, size=st.integers(0, 6 * MEGABYTE)), min_size=1, max_size=5),
    st.integers(0, 10),
    st.integers(0, 50 * MEGABYTE),
)
def test_take__whatever_was_used__never_passes_a_daily_limit(files: list[AskedFile], documents: int, size: int) -> None:
    # When files are asked for on a day with something used
    taken = take(files, Used(documents, size), LIMITS)
    # Then what is taken fits into what was left, and nothing is taken after the limit was reached
    assert isinstance(taken, Taken)
    kept = [file for file in taken.files if file.cause is None]
    assert documents + len(kept) <= 10 or not kept
    assert size + sum(file.size for file in kept) <= 50 * MEGABYTE or not kept
    by_limit = [file.number for file in taken.files if file.cause in {Cause.TOO_MANY_TODAY, Cause.TOO_MUCH_TODAY}]
    assert not by_limit or max((file.number for file in kept), default=0) < by_limit[0]
