"""Reads the adapters' source: which functions reach the tables, and what each transaction writes together."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from cms_common.adapters.table import Table
from infra.templates import ROOT

PLACES = (ROOT / "layers" / "common" / "cms_common" / "adapters", ROOT / "functions")
_OPERATIONS = re.compile(r"\b(GetItem|BatchGetItem|Query|UpdateItem|PutItem|DeleteItem|[Oo]ne transaction)\b")
_REACHES = {"get", "query", "update", "save", "delete", "refresh", "batch_get"}


def models() -> list[type[Table]]:
    """Return every kind of item: the models of tables.py and of its siblings, in the order they stand in there."""
    names = sorted(path.stem for path in PLACES[0].glob("*tables.py"))
    modules = [import_module(f"cms_common.adapters.{name}") for name in ["tables", *names]]
    found = [one for module in modules for one in vars(module).values() if isinstance(one, type)]
    return [one for one in dict.fromkeys(found) if issubclass(one, Table) and one is not Table]


@dataclass(frozen=True)
class Access:
    """A function that reaches a table, and what its documentation says of it."""

    module: str
    name: str
    told: str

    @property
    def says_how(self) -> bool:
        """Tell whether the documentation names the operation."""
        return bool(_OPERATIONS.search(self.told))


@dataclass(frozen=True)
class Written:
    """What one function writes in one transaction: (kind of write, label), in order."""

    module: str
    name: str
    writes: tuple[tuple[str, str], ...]


def accesses() -> list[Access]:
    """Return every public function or method that reaches a table, by its code or by what it says."""
    every = [
        (Access(module, name, " ".join((ast.get_docstring(node) or "").split())), node)
        for module, name, node in _functions()
        if not name.rpartition(".")[2].startswith("_")
    ]
    return [one for one, node in every if one.says_how or _reaches(node) or _blocks(node)]


def transactions() -> list[Written]:
    """Return every transaction with what it writes, helpers it is passed to included."""
    helpers = {(module, node.name): node for module, _, node in _functions()}
    found = []
    for module, name, node in _functions():
        writes = [write for block in _blocks(node) for write in _writes(block, module, helpers)]
        if _blocks(node):
            found.append(Written(module, name, tuple(dict.fromkeys(writes))))
    return found


def _functions() -> Iterator[tuple[str, str, ast.FunctionDef]]:
    for place in PLACES:
        for path in sorted(place.rglob("*.py")):
            if path.stem in {"transaction", "table"}:
                continue
            tree = ast.parse(path.read_text())
            yield from _named(_module(path), tree.body, "")


def _named(module: str, body: list[ast.stmt], prefix: str) -> Iterator[tuple[str, str, ast.FunctionDef]]:
    for node in body:
        if isinstance(node, ast.FunctionDef):
            yield module, prefix + node.name, node
        elif isinstance(node, ast.ClassDef):
            yield from _named(module, node.body, f"{node.name}.")


def _module(path: Path) -> str:
    for place in (ROOT / "layers" / "common", ROOT / "functions"):
        if path.is_relative_to(place):
            return ".".join(path.relative_to(place).with_suffix("").parts)
    raise ValueError(f"{path} is in no package")


def _reaches(node: ast.FunctionDef) -> bool:
    calls = [
        call.func for call in ast.walk(node) if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute)
    ]
    return any(call.attr in _REACHES and _is_item(call.value) for call in calls)


def _is_item(value: ast.expr) -> bool:
    # The models end in Item, and what is made of them is called item.
    made = value.func if isinstance(value, ast.Call) else value
    return isinstance(made, ast.Name) and made.id.endswith(("Item", "item"))


def _blocks(node: ast.FunctionDef) -> list[ast.AST]:
    return [block for block in ast.walk(node) if isinstance(block, ast.With) and _is_transaction(block)]


def _is_transaction(block: ast.With) -> bool:
    first = block.items[0].context_expr
    return isinstance(first, ast.Call) and isinstance(first.func, ast.Name) and first.func.id == "Transaction"


def _writes(block: ast.AST, module: str, helpers: dict[tuple[str, str], ast.FunctionDef]) -> Iterator[tuple[str, str]]:
    for call in (node for node in ast.walk(block) if isinstance(node, ast.Call)):
        if isinstance(call.func, ast.Attribute) and isinstance(call.func.value, ast.Name):
            if call.func.value.id == "transaction":
                yield call.func.attr, _label(call)
            elif _takes_transaction(call):
                yield from _helped(call.func.attr, module, helpers)
        elif isinstance(call.func, ast.Name) and _takes_transaction(call):
            yield from _helped(call.func.id, module, helpers)


def _helped(name: str, module: str, helpers: dict[tuple[str, str], ast.FunctionDef]) -> Iterator[tuple[str, str]]:
    # A helper of another module is found by its name: it is imported, and names of helpers are not used twice.
    places = [place for place in helpers if place[1] == name]
    found = (module, name) if (module, name) in helpers else places[0]
    yield from _writes(helpers[found], found[0], helpers)


def _takes_transaction(call: ast.Call) -> bool:
    return any(isinstance(argument, ast.Name) and argument.id == "transaction" for argument in call.args)


def _label(call: ast.Call) -> str:
    first = call.args[0] if call.args else None
    return str(first.value) if isinstance(first, ast.Constant) else ""
