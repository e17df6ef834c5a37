"""Reading what was sent: whatever it is, the answer is a form or a clear problem."""

import json
from base64 import b64decode
from typing import Any

import msgspec
from aws_lambda_powertools.utilities.data_classes import APIGatewayProxyEventV2

from cms_common.domain.fields import FieldError, Invalid
from cms_common.edge.problems import FormRefused, Malformed, NotJson, TooLarge

LARGEST_BODY = 32_768
_EXPECTED = {"str": "text", "int": "a whole number", "bool": "true or false", "array": "a list", "object": "an object"}


def read_body[B: msgspec.Struct](event: APIGatewayProxyEventV2, model: type[B]) -> B:
    """Read a JSON body as a model; every wrong field is named at once.

    Raises TooLarge, NotJson, Malformed or FormRefused. A text field left out reads as empty, so that the form's own
    rules name it together with the others.
    """
    raw = _bytes(event)
    if len(raw) > LARGEST_BODY:
        raise TooLarge
    if event.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise NotJson
    try:
        sent = msgspec.json.decode(raw)
        # Readers differ in which of two values under one name they take, so neither is taken.
        json.loads(raw, object_pairs_hook=_each_name_once)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise Malformed from None
    if not isinstance(sent, dict):
        raise Malformed
    return _convert(sent, model)


def _bytes(event: APIGatewayProxyEventV2) -> bytes:
    text = event.body or ""
    if not event.is_base64_encoded:
        return text.encode("utf-8", "surrogatepass")
    try:
        return b64decode(text, validate=True)
    except ValueError:  # binascii.Error among them; text beyond ASCII raises ValueError itself
        raise Malformed from None


def _each_name_once(pairs: list[tuple[str, Any]]) -> None:
    if len({name for name, _ in pairs}) < len(pairs):
        raise Malformed


def _convert[B: msgspec.Struct](sent: dict[str, Any], model: type[B]) -> B:
    fields = {field.encode_name: field for field in msgspec.structs.fields(model)}
    errors = [FieldError(name[:100], "unknown", "This form has no such field") for name in sent.keys() - fields.keys()]
    values: dict[str, Any] = {}
    for name, field in fields.items():
        if name not in sent and not field.required:
            continue
        try:
            values[field.name] = msgspec.convert(sent.get(name, "" if field.type is str else None), field.type)
        except msgspec.ValidationError as error:
            errors.append(FieldError(name, "required" if name not in sent else "wrong_type", _words(error)))
    if errors:
        raise FormRefused(errors=sorted(errors, key=lambda error: error.field))
    return model(**values)


def _words(error: msgspec.ValidationError) -> str:
    # msgspec says "Expected `str`, got `int` - at `$[...]`": only the expected kind is told, never what was sent.
    expected = str(error).partition("`")[2].partition("`")[0].partition(" ")[0]
    return f"Send {_EXPECTED[expected]}" if expected in _EXPECTED else "This has not the form asked for"


def accepted[F](checked: F | Invalid) -> F:
    """Return a form that its rules accept. Raises FormRefused with every field that is wrong."""
    if isinstance(checked, Invalid):
        raise FormRefused(errors=checked.errors)
    return checked
