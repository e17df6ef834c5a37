"""Routes and error codes."""

from cms_common.edge.problems import published
from infra import apis
from infra.reference.markdown import code, page, table


def routes() -> str:
    """Write the table of routes and who may use them."""
    rows = [
        (
            f"`{route.method}`",
            f"`{route.path}`",
            function,
            route.access.name,
            route.access.audience.value,
            code(sorted(route.access.stages)) or "none needed",
            "Idempotency-Key" if route.idempotent else "",
            route.summary,
        )
        for function, route in apis.routes()
    ]
    about = "Every route of the HTTP API, and the access rule without which it would not start."
    heads = ("Method", "Path", "Function", "Access", "For", "Session stage", "Header", "What it does")
    return page("Routes and access", about, table(heads, rows))


def errors() -> str:
    """Write the published list of error codes (SES-03)."""
    by_code: dict[str, list[str]] = {}
    for _, route in apis.routes():
        for kind in route.possible_problems():
            by_code.setdefault(kind.code, []).append(route.name)
    total = len(apis.routes())
    rows = [
        (f"`{kind.code}`", kind.status, kind.title, kind.detail, _where(by_code.get(kind.code, []), total))
        for kind in published()
    ]
    about = "Every error that an answer can carry, as `application/problem+json` (RFC 9457) with the transaction ID."
    return page("Error codes", about, table(("Code", "Status", "Title", "Detail", "Routes"), rows))


def _where(names: list[str], total: int) -> str:
    if len(names) > total / 2:
        return f"{len(names)} of {total} routes"
    return code(sorted(names)) or "any other address"
