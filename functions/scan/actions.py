"""What a PDF does by itself or at a click, beyond showing pages: by the role of a name, never by the name alone.

A title may say "/Launch" and a font be called /EF; only where a reader of PDFs would act on a name does it count.
"""

import re
from collections.abc import Iterator

from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NameObject, NullObject, StreamObject

from cms_common.domain.uploads import Cause
from scan.outcomes import Unfit

_ROLES = frozenset({"/S", "/Subtype", "/Type"})
"""Keys under which an object says what it is."""
_DOES_SOMETHING = frozenset(
    {
        "/JavaScript", "/Launch", "/EmbeddedFile", "/FileAttachment", "/RichMedia", "/RichMediaExecute", "/XFA",
        "/SubmitForm", "/ImportData", "/GoToR", "/GoToE", "/GoTo3DView", "/Rendition", "/Movie", "/Sound", "/3D",
    }
)  # fmt: skip
"""Actions, attachments and players. What opens at the start is no harm by itself: most often a page."""
_PLACES_OF_FILES = frozenset({"/F", "/UF", "/DOS", "/Mac", "/Unix"})
_ADDRESS = re.compile(r"\s*(https?|mailto|tel):", re.IGNORECASE)
"""Where a link may lead. Anything else, one without a kind too, may be a file or a program to some reader."""
_MOST_STEPS = 64
_MOST_ACTIONS = 1_000

_OBJECT = re.compile(rb"\d\s+\d+\s+obj\b")
_STREAM = re.compile(rb">>\s*stream\r?\n")
_STREAM_END = b"endstream"
_STRING_OR_REMARK = re.compile(rb"\(|%[^\r\n]*")
_IN_STRING = re.compile(rb"\\.|[()]", re.DOTALL)
_SPACE = rb"[\0\t\n\f\r ]*"
_NAME = rb"/[^\0\t\n\f\r ()<>\[\]{}/%]+"
_ROLE = re.compile(rb"(" + _NAME + rb"|\A)" + _SPACE + rb"(?=(" + _NAME + rb"))")
_FILES_INSIDE = re.compile(rb"/EF" + _SPACE + rb"<<" + _SPACE + rb"/(?:U?F|DOS|Mac|Unix)\b")
_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")


def acts(each: object) -> bool:
    """Tell whether an object, or what stands directly in it, is or holds an action, an attachment or a player.

    Raises Unfit where what it points at has no end.
    """
    waiting = [each]
    while waiting:
        part = waiting.pop()
        if isinstance(part, DictionaryObject):
            if _is_active(part):
                return True
            waiting += part.values()
        elif isinstance(part, ArrayObject):
            waiting += part
    return False


def acts_in_the_open(content: bytes) -> bool:
    """Tell whether what stands outside streams, strings and remarks acts, though no table may name it.

    A reader that mends a broken file finds objects by their heads: so each is read from its head on.
    """
    return any(map(_acts_bare, _OBJECT.split(b" ".join(_outside_streams(content)))))


def _is_active(part: DictionaryObject) -> bool:
    return (
        any(_value(part, role) in _DOES_SOMETHING for role in _ROLES if isinstance(_value(part, role), NameObject))
        or _holds_script(part)
        or _holds_files(part)
        or _leads_astray(_value(part, "/URI"))
        or _acts_unasked(part)
        or (isinstance(part, StreamObject) and _value(part, "/F") is not None)
    )


def _holds_script(part: DictionaryObject) -> bool:
    script, tree, form = (_value(part, key) for key in ("/JS", "/JavaScript", "/AcroForm"))
    return (
        isinstance(script, str | bytes)
        or (isinstance(script, StreamObject) and isinstance(_value(part, "/S"), NameObject))
        or (isinstance(tree, DictionaryObject) and not {"/Names", "/Kids"}.isdisjoint(tree))
        or (isinstance(form, DictionaryObject) and _value(form, "/XFA") is not None)
    )


def _holds_files(part: DictionaryObject) -> bool:
    files = _value(part, "/EF")
    return isinstance(files, DictionaryObject) and not _PLACES_OF_FILES.isdisjoint(files)


def _leads_astray(address: object) -> bool:
    """Tell whether a link, or what all links of a file begin with, leads to anything but the web, a mail or a call."""
    if isinstance(address, DictionaryObject):
        address = _value(address, "/Base")
    if isinstance(address, bytes):
        address = address.decode("latin-1")
    return isinstance(address, str) and bool(address) and not _ADDRESS.match(address)


def _acts_unasked(part: DictionaryObject) -> bool:
    """Tell whether an address is called by opening, showing or passing over something: it tells who looks, and when."""
    first, events = _value(part, "/OpenAction"), _value(part, "/AA")
    actions = [first, *(_value(events, key) for key in events)] if isinstance(events, DictionaryObject) else [first]
    return any(_value(action, "/S") == "/URI" for action in _with_next(actions))


def _with_next(actions: list[object]) -> Iterator[DictionaryObject]:
    """Return actions and those that follow them; each once, however they loop."""
    seen: set[int] = set()
    while actions:
        action = actions.pop()
        if isinstance(action, ArrayObject):
            actions += map(_plain, action)
        elif isinstance(action, DictionaryObject) and id(action) not in seen:
            seen.add(id(action))
            if len(seen) > _MOST_ACTIONS:
                raise Unfit(Cause.DAMAGED)
            yield action
            actions.append(_value(action, "/Next"))


def _value(part: DictionaryObject, key: str) -> object:
    return _plain(part.raw_get(key)) if key in part else None


def _plain(value: object) -> object:
    """Return what a reference leads to; None where that is nothing."""
    for _ in range(_MOST_STEPS):
        if not isinstance(value, IndirectObject):
            return None if isinstance(value, NullObject) else value
        value = value.get_object()
    raise Unfit(Cause.DAMAGED)


def _acts_bare(piece: bytes) -> bool:
    bare = b" ".join(_outside_strings(piece)).strip(b"\0\t\n\f\r ")
    roles = ((_spelt(key), _spelt(name)) for key, name in _ROLE.findall(bare))
    return any((not key or key in _ROLES) and name in _DOES_SOMETHING for key, name in roles) or bool(
        _FILES_INSIDE.search(bare)
    )


def _outside_streams(content: bytes) -> Iterator[bytes]:
    at = 0
    while found := _STREAM.search(content, at):
        end = content.find(_STREAM_END, found.end())
        if end < 0:
            break
        yield content[at : found.start()]
        at = end + len(_STREAM_END)
    yield content[at:]


def _outside_strings(piece: bytes) -> Iterator[bytes]:
    at = 0
    while found := _STRING_OR_REMARK.search(piece, at):
        yield piece[at : found.start()]
        end = found.end() if found[0] != b"(" else _end_of_string(piece, found.end())
        if end is None:
            # No string then, or a broken one: nothing may hide behind it.
            yield piece[found.end() :]
            return
        at = end
    yield piece[at:]


def _end_of_string(piece: bytes, at: int) -> int | None:
    depth = 1
    for found in _IN_STRING.finditer(piece, at):
        depth += {b"(": 1, b")": -1}.get(found[0], 0)
        if not depth:
            return found.end()
    return None


def _spelt(name: bytes) -> str:
    return _ESCAPE.sub(lambda found: bytes([int(found[1], 16)]), name).decode("latin-1")
