"""The HTML of the local page: made here, of nothing but standard HTML, and escaped throughout."""

import html
from datetime import UTC, datetime, timedelta
from pathlib import Path

from infra.local.places import ENVIRONMENTS
from infra.local.state import Rows, Snapshot

ASSETS = {"swagger-ui-bundle.min.js": "text/javascript", "swagger-ui.min.css": "text/css"}

STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; color: #0b0c0c; max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
h1 { font-size: 1.8rem } h2 { font-size: 1.25rem; margin-top: 2.2rem; border-bottom: 2px solid #0b0c0c }
table { border-collapse: collapse; width: 100% } th, td { text-align: left; padding: .3rem 1rem .3rem 0 }
tr { border-bottom: 1px solid #b1b4b6; vertical-align: top } nav a { margin-right: 1rem } .none { color: #505a5f }
input { width: 5rem } form > * { margin-right: .5rem } a { color: #1d70b8 } td { overflow-wrap: anywhere }
"""

PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Child Maintenance: local cloud</title><style>{style}</style></head>
<body><h1>Child Maintenance: local cloud</h1>{body}</body></html>
"""

DOCS = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Child Maintenance: API</title>
<link rel="stylesheet" href="/_local/docs/swagger-ui.min.css"></head>
<body><div id="ui"></div><script src="/_local/docs/swagger-ui-bundle.min.js"></script>
<script>SwaggerUIBundle({url: "/openapi.json", dom_id: "#ui", tryItOutEnabled: true, deepLinking: true,
withCredentials: true})</script></body></html>
"""

CLOCK = """<p>It is <strong>{now}</strong> for the service{ahead}.</p>
<form method="post" action="/_local/clock"><span>Wind forward</span>
<label><input name="days" type="number" min="0" value="0"> days</label>
<label><input name="hours" type="number" min="0" value="0"> hours</label>
<label><input name="minutes" type="number" min="0" value="0"> minutes</label>
<button>Wind</button></form><p>Scheduled functions run once afterwards, so that what came due is done.</p>"""


def swagger_ui() -> Path:
    """The folder with the try-it page's script and style, which Powertools brings."""
    module = "aws_lambda_powertools/event_handler/openapi/swagger_ui"
    return next((ENVIRONMENTS / "dev" / "lib").glob(f"python3*/site-packages/{module}"))


def docs() -> str:
    """The API's documentation with a page to try it."""
    return DOCS


def home(now: Snapshot, offset: int) -> str:
    """The page itself; offset is the clock's, in seconds."""
    sections = [
        ("clock", "Clock", _clock(offset)),
        ("mails", "Mails sent", _table(("To", "Subject", "Text"), now.mails)),
        ("texts", "Texts sent", _table(("To", "Text"), now.texts)),
        ("acts", "Done last", _table(("When (UTC)", "Act", "By", "On what"), now.acts)),
        ("tables", "Tables", _table(("Table", "Items"), now.tables)),
        ("functions", "Functions", _table(("Function", "What it does"), now.functions)),
        ("machines", "State machines", _table(("Machine", "ARN"), now.machines)),
        ("queues", "Queues", _table(("Queue", "Messages waiting"), now.queues)),
        ("routes", "Routes", _table(("Path", "Method", "Function"), now.routes)),
    ]
    links = ['<a href="/">The service</a>', '<a href="/_local/docs">API documentation, with a page to try it</a>']
    links += [f'<a href="#{name}">{title}</a>' for name, title, _ in sections]
    parts = [f'<h2 id="{name}">{title}</h2>{content}' for name, title, content in sections]
    return PAGE.format(style=STYLE, body=f"<nav>{' '.join(links)}</nav>{''.join(parts)}")


def _clock(offset: int) -> str:
    now = datetime.now(UTC) + timedelta(seconds=offset)
    ahead = f", {timedelta(seconds=offset)} ahead of this machine" if offset else ""
    return CLOCK.format(now=f"{now:%A %d %B %Y %H:%M:%S} UTC", ahead=ahead)


def _table(heads: tuple[str, ...], rows: Rows) -> str:
    if not rows:
        return '<p class="none">None.</p>'
    head = "".join(f'<th scope="col">{html.escape(each)}</th>' for each in heads)
    lines = ["".join(f"<td>{html.escape(cell)}</td>" for cell in row) for row in rows]
    return f"<table><tr>{head}</tr>{''.join(f'<tr>{line}</tr>' for line in lines)}</table>"
