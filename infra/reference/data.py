"""Tables, access patterns and transactions."""

from collections.abc import Iterable

from cms_common.adapters import tables as models
from cms_common.adapters.table import Table
from infra import application, templates
from infra.reference import adapters
from infra.reference.markdown import code, page, table

CONTEXT_OF = {
    "accounts": "Identity",
    "sessions": "Identity",
    "attempts": "Identity",
    "client-security": "Identity",
    "clients": "Client records",
    "employers": "Client records",
    "cases": "Cases",
    "site": "Site",
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
    "security": "client-security",
    "client": "clients",
    "employer": "employers",
    "participation": "cases",
    "gone": "cases",
    "site": "site",
}
"""The labels that writes carry in a transaction, and the table that each goes to."""


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
        CONTEXT_OF[name],
        f"`{keys['HASH']}`",
        f"`{keys['RANGE']}`" if "RANGE" in keys else "",
        f"`{alive}`" if alive else "",
        stream,
        "; ".join(_items(f"{name.replace('-', '_')}_table")),
    )


def _items(setting: str) -> Iterable[str]:
    known = [
        one for one in vars(models).values() if isinstance(one, type) and issubclass(one, Table) and one is not Table
    ]
    for model in known:
        if vars(model.Meta)["setting"] == setting:
            yield f"`{model.__name__}`: {(model.__doc__ or '').strip().splitlines()[0]}"


def _transaction(written: adapters.Written) -> tuple[str, str, str, bool]:
    labels = [f"{kind} {label}" if label else kind for kind, label in written.writes]
    reached = list(dict.fromkeys(TABLE_OF_LABEL[label] for _, label in written.writes if label))
    crosses = len({CONTEXT_OF[name] for name in reached}) > 1
    return f"`{written.module}.{written.name}`", ", ".join(labels), code(reached) or "`audit`, `outbox` alone", crosses
