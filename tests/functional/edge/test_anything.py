"""Whatever is thrown at the service: a clear 4xx with its code and transaction ID, never a 500."""

import base64
import json
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from infra.apis import routes
from start.handler import lambda_handler as start
from tests.functional.edge import seed
from tests.support.cloud import Cloud
from tests.support.http import FakeContext, Reply, call, event, handler_of, send

FORMS = [(function, route) for function, route in routes() if route.body]
NAMES = [route.name for _, route in FORMS]


def _mandatory(route: Any) -> set[str]:
    return {field.name for field in msgspec.structs.fields(route.body) if field.required}


MANDATORY = [(function, route) for function, route in FORMS if _mandatory(route)]
KEY = {"Idempotency-Key": "a" * 20}
# What Allow must name, for each address that a route takes.
ALLOWED: dict[str, set[str]] = {}
for _, each in routes():
    ALLOWED.setdefault(each.path, set()).add(each.method)


def _send_raw(cloud: Cloud, function: str, route: Any, **changes: Any) -> Reply:
    """Send a request to a form's route, with its event changed as told; "content_type" None leaves the header out."""
    made = event(route.method, route.path, {}, token=seed.token_for(cloud, route), headers=KEY)
    content_type = changes.pop("content_type", "application/json")
    made["headers"] |= {"content-type": content_type or ""}
    if content_type is None:
        del made["headers"]["content-type"]
    made |= changes
    return _reply_to(handler_of(function), made)


def _reply_to(handler: Any, made: dict[str, Any]) -> Reply:
    answer = handler(made, FakeContext())
    headers = {name.lower(): value for name, value in answer["headers"].items()}
    many = {name.lower(): values[0] for name, values in (answer.get("multiValueHeaders") or {}).items()}
    return Reply(answer["statusCode"], {**many, **headers}, answer["body"])


def _is_a_problem(reply: Reply, *codes: str) -> None:
    assert 400 <= reply.status < 500, reply.body
    assert reply.headers["content-type"] == "application/problem+json"
    assert reply.json["transaction_id"] == reply.headers["transaction-id"]
    assert reply.json["status"] == reply.status
    assert not codes or reply.json["code"] in codes, reply.body


NOT_FORMS = {
    "empty": "",
    "blank": "  ",
    "half": '{"user_id": ',
    "list": "[]",
    "text": '"text"',
    "null": "null",
    "number": "1",
    "true": "true",
    "NaN": '{"user_id": NaN}',
    "Infinity": '{"user_id": -Infinity}',
    "huge number": '{"user_id": 1e999}',
    "endless digits": '{"user_id": ' + "9" * 20_000 + "}",
    "two objects": "{}{}",
    "trailing": "{},",
    "single quotes": "{'user_id': '1'}",
    "byte order mark": "\ufeff{}",
    "same name twice": '{"user_id": "1", "user_id": "2"}',
    "same name twice, inside": '{"digits": [{"position": 1, "position": 2}]}',
    "lone surrogate, escaped": '{"user_id": "\\ud800"}',
    "lone surrogate": '{"user_id": "\ud800"}',
    "lone surrogate as a name": '{"\\udfff": 1}',
    "NUL unescaped": '{"user_id": "\x00"}',
    "newline unescaped": '{"user_id": "a\nb"}',
    "deep lists": "[" * 30_000,
    "deep objects": '{"a":' * 5_000 + "1" + "}" * 5_000,
    "XML": "<?xml version='1.0'?><a/>",
    "form": "user_id=1&password=2",
}


@pytest.mark.parametrize("text", NOT_FORMS.values(), ids=NOT_FORMS)
@pytest.mark.parametrize(("function", "route"), FORMS, ids=NAMES)
def test_form__text_that_is_no_object__malformed(cloud: Cloud, function: str, route: Any, text: str) -> None:
    # When a form's route gets a text that is not one JSON object
    reply = _send_raw(cloud, function, route, body=text)
    # Then it says that it cannot read it; deep nesting may also be read and found to be no such form
    _is_a_problem(reply, "CMS-4001", *(["CMS-4221"] if "deep" in _name(text) else []))


def _name(text: str) -> str:
    return next(name for name, each in NOT_FORMS.items() if each == text)


ODD_BYTES = {
    "not base64": "%%%",
    "wrong padding": "e30",
    "beyond ASCII": "é",
    "URL-safe alphabet": "e-__",
    "not UTF-8": base64.b64encode(b'{"user_id": "\xff\xfe"}').decode(),
    "UTF-16": base64.b64encode('{"user_id": "1"}'.encode("utf-16")).decode(),
    "gzip": base64.b64encode(b"\x1f\x8b\x08\x00").decode(),
}


@pytest.mark.parametrize("text", ODD_BYTES.values(), ids=ODD_BYTES)
@pytest.mark.parametrize(("function", "route"), FORMS, ids=NAMES)
def test_form__base64_that_holds_no_json__malformed(cloud: Cloud, function: str, route: Any, text: str) -> None:
    # When the body is said to be base64 and is not, or holds something else
    reply = _send_raw(cloud, function, route, body=text, isBase64Encoded=True)
    # Then it cannot be read
    _is_a_problem(reply, "CMS-4001")


@pytest.mark.parametrize(("function", "route"), FORMS, ids=NAMES)
def test_form__no_body_at_all__malformed(cloud: Cloud, function: str, route: Any) -> None:
    # When there is no body, then it cannot be read
    _is_a_problem(_send_raw(cloud, function, route, body=None), "CMS-4001")


@pytest.mark.parametrize(
    "content_type",
    [None, "", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=a",
     "application/jsonp", "application/xml", "\x00", "application/json,text/plain", "json"],
)  # fmt: skip
@pytest.mark.parametrize(("function", "route"), FORMS, ids=NAMES)
def test_form__content_type_is_not_json__says_so(
    cloud: Cloud, function: str, route: Any, content_type: str | None
) -> None:
    # When the content type is missing or another, then the answer says what to send
    _is_a_problem(_send_raw(cloud, function, route, content_type=content_type), "CMS-4151")


@pytest.mark.parametrize("content_type", ["application/json; charset=utf-8", "APPLICATION/JSON", " application/json "])
def test_form__content_type_with_more__read_as_json(cloud: Cloud, content_type: str) -> None:
    # When the content type is JSON by another spelling
    function, route = next(found for found in FORMS if found[1].name == "POST /client/login")
    # Then the form is read
    _is_a_problem(_send_raw(cloud, function, route, content_type=content_type), "CMS-4221")


@pytest.mark.parametrize("as_base64", [False, True])
@pytest.mark.parametrize(("function", "route"), FORMS, ids=NAMES)
def test_form__size__32768_bytes_are_read_and_32769_are_not(
    cloud: Cloud, function: str, route: Any, *, as_base64: bool
) -> None:
    # Given a body of exactly as many bytes as are allowed (in characters of two bytes), and one of one more
    def sized(size: int) -> str:
        room = size - len('{"x":""}')
        text = '{"x":"' + "é" * (room // 2) + "a" * (room % 2) + '"}'
        assert len(text.encode()) == size
        return base64.b64encode(text.encode()).decode() if as_base64 else text

    # When each is sent
    fits = _send_raw(cloud, function, route, body=sized(32_768), isBase64Encoded=as_base64)
    over = _send_raw(cloud, function, route, body=sized(32_769), isBase64Encoded=as_base64)
    # Then the first is read as a form, the second is too large
    _is_a_problem(fits, "CMS-4221")
    _is_a_problem(over, "CMS-4131")
    assert over.status == 413


ODD_TEXTS = [
    *("\u202e\u2066evil", "\x00", "\x7f", "\U000e0041", "Z\u0335\u0354"),
    *("\uff11\uff12", "\u0663", "\ufb00", "\u0130", "\ufffe", "1" * 300),
]
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
    | st.sampled_from(ODD_TEXTS),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
_BOXES = {name for _, route in FORMS if route.body for name in route.body.__struct_fields__}
FIELDS = sorted(_BOXES | {"position", "digit", "x"})
DIGITS = st.fixed_dictionaries({"digits": st.lists(st.fixed_dictionaries({"position": VALUES, "digit": VALUES}))})


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=st.dictionaries(st.sampled_from(FIELDS), VALUES) | DIGITS)
@pytest.mark.parametrize(("function", "route"), FORMS, ids=NAMES)
def test_form__any_values_in_its_fields__a_clear_4xx(cloud: Cloud, function: str, route: Any, body: Any) -> None:
    # Given a session of the right stage, when any JSON object is sent
    reply = call(handler_of(function), route.method, route.path, body, token=seed.token_for(cloud, route), headers=KEY)
    # Then it is refused clearly, or is a box that may hold any value
    if reply.status >= 300:
        _is_a_problem(reply)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(st.characters(exclude_categories=[]), max_size=60), encoded=st.booleans())
def test_form__any_text__a_clear_4xx(cloud: Cloud, text: str, *, encoded: bool) -> None:
    # When any text at all is sent to log in
    function, route = next(found for found in FORMS if found[1].name == "POST /client/login")
    # Then it is refused clearly
    _is_a_problem(_send_raw(cloud, function, route, body=text, isBase64Encoded=encoded))


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    found=st.sampled_from(routes()),
    headers=st.dictionaries(
        st.sampled_from(["authorization", "idempotency-key", "content-type", "cloudfront-viewer-address",
                         "origin-secret", "cookie", "x-forwarded-for", "accept", "x-odd"]),
        st.text(st.characters(exclude_categories=[]), max_size=60),
    ),
    query=st.none() | st.dictionaries(st.text(max_size=8), st.text(max_size=20), max_size=4),
    raw=st.text(max_size=30),
)  # fmt: skip
def test_any_route__odd_headers_and_query__never_a_500(
    cloud: Cloud, found: Any, headers: dict[str, str], query: dict[str, str] | None, raw: str
) -> None:
    # When any route is asked for with odd bytes in headers and query
    function, route = found
    made = event(route.method, route.path, {} if route.body else None)
    made["headers"] |= headers
    made |= {"rawQueryString": raw, "queryStringParameters": query}
    reply = _reply_to(handler_of(function), made)
    # Then it answers, or refuses clearly
    if reply.status != 200:
        _is_a_problem(reply)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(case=st.text(st.characters(exclude_categories=[]), max_size=40))
def test_homepage__any_case_asked_for__own_or_not_found(cloud: Cloud, case: str) -> None:
    # Given a client signed in, when any text at all is given as the case
    seed.client(cloud)
    reply = send("GET", "/client/homepage", token=seed.session(cloud, "full", "client"), query={"case": case})
    # Then it is one of hers, or is not there
    assert reply.status == (200 if case == "C1" else 404)


def test_form__several_wrong_fields__every_one_is_named(cloud: Cloud) -> None:
    # When a form comes with wrong types, an unknown field, and two left out
    body = {"first_name": 1, "surname": ["x"], "email": None, "x": 1, "y": 2, "password": "harvest42"}
    reply = send("POST", "/client/registration", body, headers=KEY)
    # Then each is named, with what is wrong, and nothing that was sent is repeated
    told = {(error["field"], error["code"], error["message"]) for error in reply.json["errors"]}
    assert {("first_name", "wrong_type", "Send text"), ("surname", "wrong_type", "Send text")} <= told
    assert {("email", "wrong_type", "Send text"), ("x", "unknown", "This form has no such field")} <= told
    assert {field for field, _, _ in told} >= {"first_name", "surname", "email", "x", "y"}
    assert reply.status == 422


@pytest.mark.req("REG-05", "ENR-05")
@pytest.mark.parametrize(("function", "route"), MANDATORY, ids=[route.name for _, route in MANDATORY])
def test_form__empty_object__every_mandatory_field_is_named(cloud: Cloud, function: str, route: Any) -> None:
    # When an empty form is sent
    reply = call(handler_of(function), route.method, route.path, {}, token=seed.token_for(cloud, route), headers=KEY)
    # Then every field is named at once, and nothing is kept
    assert reply.status == 422
    named = {error["field"] for error in reply.json["errors"]}
    assert _mandatory(route) <= named <= set(route.body.__struct_fields__)
    assert {error["code"] for error in reply.json["errors"]} == {"required"}
    assert cloud.items("accounts") == cloud.items("audit") == []


UNKNOWN = ["/x", "/clients", "/client/x", "/client//login", "/CLIENT", "/client/login/challenge/x", "/openapixjson",
           "/error_codes", "/../etc/passwd", "/%00", "/\x00", "/é", "/client;x", "/" + "a" * 5000, "/.env",
           "/client/logins", "xx", "/$default", "/(?:client)"]  # fmt: skip


@pytest.mark.parametrize("path", UNKNOWN)
@pytest.mark.parametrize("method", ["GET", "POST", "DELETE", "HEAD", "OPTIONS"])
def test_unknown_address__any_method__not_found(cloud: Cloud, method: str, path: str) -> None:
    # When an address is asked for that no route takes, then it is not found
    _is_a_problem(send(method, path), "CMS-4041")


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE", "PROPFIND"])
@pytest.mark.parametrize("path", sorted(ALLOWED))
def test_known_address__method_it_does_not_take__405_with_allow(cloud: Cloud, path: str, method: str) -> None:
    if method in ALLOWED[path]:
        return
    # When an address is asked for by a method that it does not take (the default route gets it)
    reply = call(start, method, path)
    # Then the answer names those that it takes
    _is_a_problem(reply, "CMS-4051")
    assert reply.status == 405
    assert {word.strip() for word in reply.headers["allow"].split(",")} == ALLOWED[path]


@pytest.mark.parametrize("key", [None, "", "short", "a" * 15, "a" * 65, "a" * 20 + " ", "a" * 20 + "\n", "é" * 20,
                                 "a b" * 10, "\ud800" * 20, "٣" * 20, "a" * 100_000])  # fmt: skip
@pytest.mark.parametrize("service", ["client", "employer"])
def test_idempotency_key__missing_or_odd__asked_for(cloud: Cloud, service: str, key: str | None) -> None:
    # When a registration comes without a key that can be used
    headers = {} if key is None else {"Idempotency-Key": key}
    reply = send("POST", f"/{service}/registration", {}, headers=headers)
    # Then it asks for one
    _is_a_problem(reply, "CMS-4002")
    assert reply.status == 400


@pytest.mark.parametrize("key", ["a" * 16, "a" * 64, "A-_9" * 5])
def test_idempotency_key__of_the_form_asked_for__taken(cloud: Cloud, key: str) -> None:
    # When the key is as asked for, then the form is read
    reply = send("POST", "/client/registration", {}, headers={"idempotency-key": key})
    _is_a_problem(reply, "CMS-4221")


def test_problem__json__is_what_the_header_says(cloud: Cloud) -> None:
    # When any problem is answered, then its body is JSON in UTF-8 that anybody can read
    assert json.loads(send("GET", "/nowhere").body)["type"] == "/error-codes#CMS-4041"
