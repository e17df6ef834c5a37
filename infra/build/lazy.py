"""Make packages that import all their modules at once import each when it is first asked for.

A function that routes requests needs one of the twenty event handlers and data classes that Powertools' packages
import; the others cost 40 ms of every cold start, asyncio among them. What the packages offer stays the same.
"""

import ast
from pathlib import Path

PACKAGES = ("aws_lambda_powertools/event_handler", "aws_lambda_powertools/utilities/data_classes")
_TEMPLATE = '''"""Made lazy by the build: each name is imported from its module when it is first asked for."""

from importlib import import_module

_MODULES = {modules!r}
__all__ = sorted(_MODULES)


def __getattr__(name):
    if name not in _MODULES:
        raise AttributeError(f"module {{__name__!r}} has no attribute {{name!r}}")
    value = getattr(import_module(_MODULES[name], __name__), name)
    globals()[name] = value
    return value
'''


def make_lazy(target: Path) -> None:
    """Rewrite the packages in a folder that it has.

    Raises:
        SystemExit: a package does more than import at its start, so that this would change what it does.
    """
    for package in PACKAGES:
        file = target / package / "__init__.py"
        if file.exists():
            file.write_text(_TEMPLATE.format(modules=_modules(file)))


def _modules(file: Path) -> dict[str, str]:
    found: dict[str, str] = {}
    for statement in ast.parse(file.read_text()).body:
        match statement:
            case ast.ImportFrom(module=str(module), names=names, level=level):
                found |= {alias.asname or alias.name: "." * level + module for alias in names}
            case ast.Expr(value=ast.Constant()) | ast.Assign(targets=[ast.Name(id="__all__")]):
                continue
            case _:
                raise SystemExit(f"{file}: line {statement.lineno} does more than import; leave it out of PACKAGES")
    return found
