"""What AWS says where MiniStack says something else: the values that the launcher puts in place."""

from typing import Any


def complete(event: dict[str, Any]) -> None:
    """Complete one event of payload version 2.0 in place."""
    context = event["requestContext"]
    context["http"]["method"] = context["http"]["method"].upper()
    # The front puts the caller's address last, as API Gateway does.
    callers = event["headers"].get("x-forwarded-for", "127.0.0.1")
    context["http"]["sourceIp"] = callers.rpartition(",")[2].strip()
    context["domainPrefix"] = context["apiId"]
    cookie = event["headers"].pop("cookie", "")
    if cookie:
        event["cookies"] = [each.strip() for each in cookie.split(";")]


def role_of(principal: str) -> str:
    """The ARN of the role that a session's ARN names; any other ARN as it is."""
    head, found, tail = principal.partition(":assumed-role/")
    return f"{head.replace(':sts:', ':iam:')}:role/{tail.partition('/')[0]}" if found else principal


def identity_of(sender: str | list[str], region: str, account: str) -> str:
    """The ARN of the identity that a mail is sent from; `sender` as it stands among a request's parameters."""
    address = sender[0] if isinstance(sender, list) else sender
    return f"arn:aws:ses:{region}:{account}:identity/{address}"
