"""Tables, access patterns and transactions."""

from collections.abc import Iterable

from infra import application, templates
from infra.reference import adapters
from infra.reference.markdown import code, page, table

CONTEXT_OF = {
    "accounts": "Identity",
    "sessions": "Identity",
    "attempts": "Identity",
    "client-security": "Identity",
    "notifications": "Mails",
    "staff": "Identity",
    "clients": "Client records",
    "employers": "Client records",
    "cases": "Cases",
    "site": "Site",
    "uploads": "Documents",
    "work": "Work",
    "correspondence": "Correspondence",
    "audit": "Records of acts",
    "outbox": "Records of acts",
}
TABLE_OF_LABEL = {
    "account": "accounts",
    "identifier": "accounts",
    "submission": "accounts",
    "session": "sessions",
    "ending": "sessions",
    "beginning": "sessions",
    "staff": "staff",
    "colleague": "staff",
    "door": "staff",
    "form": "staff",
    "security": "client-security",
    "slots": "attempts",
    "notification": "notifications",
    "earlier": "notifications",
    "notified": "correspondence",
    "client": "clients",
    "employer": "employers",
    "participation": "cases",
    "gone": "cases",
    "site": "site",
    "upload": "uploads",
    "waited-for": "uploads",
    "upload-pointer": "uploads",
    "upload-form": "uploads",
    "quota": "uploads",
    "contact": "work",
    "contact-pointer": "work",
    "activity": "work",
    "work-item": "work",
    "queue": "work",
    "open-work": "work",
    "linked-document": "work",
    "service-request": "work",
    "request-pointer": "work",
    "incident": "work",
    "failed-checks": "work",
    "entry": "correspondence",
    "unopened": "correspondence",
    "message": "correspondence",
    "message-form": "correspondence",
    "letter": "correspondence",
    "waiting": "correspondence",
    "addressless": "correspondence",
    "print-batch": "correspondence",
    "answer": "correspondence",
    "call-back-place": "work",
    "call-back": "work",
    "call-back-pointer": "work",
    "clock": "work",
}
"""The labels that writes carry in a transaction, and the table that each goes to."""


def context_of(name: str) -> str:
    """Return the context that owns a table. Raises KeyError saying what to add where it is not known."""
    if name not in CONTEXT_OF:
        raise KeyError(f"say in CONTEXT_OF of infra/reference/data.py which context owns the table {name!r}")
    return CONTEXT_OF[name]


def table_of(label: str) -> str:
    """Return the table that a write goes to. Raises KeyError saying what to add where it is not known."""
    if label not in TABLE_OF_LABEL:
        raise KeyError(f"say in TABLE_OF_LABEL of infra/reference/data.py which table the label {label!r} goes to")
    return TABLE_OF_LABEL[label]


def contexts_of(written: adapters.Written) -> frozenset[str]:
    """Return the contexts that a transaction writes into, besides the records of acts."""
    return frozenset(context_of(table_of(label)) for _, label in written.writes if label)


def tables() -> str:
    """Write the tables with their keys and items, and who reaches them how."""
    made = application.resources(templates.DATA, "AWS::DynamoDB::Table").values()
    rows = [_table(properties) for properties in made]
    heads = ("Table", "Context", "Hash key", "Range key", "Gone by itself", "Stream", "Items")
    patterns = [(f"`{one.module}`", f"`{one.name}`", one.told) for one in adapters.accesses()]
    about = (
        "Every table, on demand, with point-in-time recovery, deletion protection and a key of our own; and every "
        "function that reaches one. All reads are by key: there is no scan, and no index."
    )
    access = table(("Module", "Function", "How it reaches the table"), patterns)
    return page("Tables and access patterns", about, table(heads, rows), "## Access patterns", access)


def transactions() -> str:
    """Write what is written together, those that cross contexts first."""
    rows = [_transaction(written) for written in adapters.transactions()]
    heads = ("Function", "Writes together", "Tables")
    crossing = [row[:3] for row in rows if row[3]]
    inside = [row[:3] for row in rows if not row[3]]
    about = (
        "Each act is one DynamoDB transaction: the state, its audit record and its event (`record` writes these two). "
        "An act that crosses contexts writes into tables of more than one."
    )
    across = ["## Across contexts", table(heads, crossing), "## Inside one context", table(heads, inside)]
    return page("Transactions", about, *across)


def _table(properties: templates.Template) -> tuple[str, ...]:
    name = str(properties["TableName"]["Fn::Sub"]).removeprefix("cms-${Stage}-")
    keys = {key["KeyType"]: key["AttributeName"] for key in properties["KeySchema"]}
    alive = properties.get("TimeToLiveSpecification", {}).get("AttributeName", "")
    stream = properties.get("StreamSpecification", {}).get("StreamViewType", "")
    return (
        f"`{name}`",
        context_of(name),
        f"`{keys['HASH']}`",
        f"`{keys['RANGE']}`" if "RANGE" in keys else "",
        f"`{alive}`" if alive else "",
        stream,
        "; ".join(_items(f"{name.replace('-', '_')}_table")),
    )


def _items(setting: str) -> Iterable[str]:
    for model in adapters.models():
        if vars(model.Meta)["setting"] == setting:
            yield f"`{model.__name__}`: {(model.__doc__ or '').strip().splitlines()[0]}"


def _transaction(written: adapters.Written) -> tuple[str, str, str, bool]:
    labels = [f"{kind} {label}" if label else kind for kind, label in written.writes]
    reached = list(dict.fromkeys(table_of(label) for _, label in written.writes if label))
    crosses = len(contexts_of(written)) > 1
    return f"`{written.module}.{written.name}`", ", ".join(labels), code(reached) or "`audit`, `outbox` alone", crosses
