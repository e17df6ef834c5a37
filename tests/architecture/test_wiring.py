"""Each function's wiring names the tables that it uses: on moto every table has its name already, on AWS none has."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from cms_common.adapters import correspondence_tables, document_tables, tables, work_tables
from cms_common.adapters.table import Table
from infra import application
from infra.templates import ROOT

ADAPTERS = ROOT / "layers" / "common" / "cms_common" / "adapters"
MODULES = (tables, work_tables, document_tables, correspondence_tables)
CLASSES = {
    name
    for module in MODULES
    for name, made in vars(module).items()
    if isinstance(made, type) and issubclass(made, Table) and made is not Table
}
GROUPS = {
    name: {made.__name__ for made in group}
    for module in MODULES
    for name, group in vars(module).items()
    if isinstance(group, tuple) and group and all(isinstance(made, type) and issubclass(made, Table) for made in group)
}
type Name = tuple[Path, str]
"""Something at the top of an adapter: its module, and what it is called."""


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def last_of(node: ast.AST) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def opened(function: str) -> set[str]:
    """Return the names of the table classes that a wiring opens."""
    found: set[str] = set()
    for call in ast.walk(parsed(ROOT / "functions" / function / "wiring.py")):
        if isinstance(call, ast.Call) and last_of(call.func) == "open_tables":
            for argument in call.args[1:]:
                name = last_of(argument.value if isinstance(argument, ast.Starred) else argument)
                found |= GROUPS.get(name, {name})
    return found


def imported(path: Path) -> dict[str, Name]:
    """Return what a module takes from adapters, by the name that it has there."""
    found: dict[str, Name] = {}
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("cms_common.adapters."):
            source = ADAPTERS / f"{str(node.module).rpartition('.')[2]}.py"
            found |= {alias.asname or alias.name: (source, alias.name) for alias in node.names}
    return found


@cache
def tops(path: Path) -> dict[str, ast.AST]:
    """Return the functions and classes of a module by name."""
    return {node.name: node for node in parsed(path).body if isinstance(node, ast.FunctionDef | ast.ClassDef)}


def code(tree: ast.AST) -> Iterator[ast.AST]:
    """Walk through what runs: annotations name a table without using it."""
    yield tree
    for field, value in ast.iter_fields(tree):
        if field not in {"annotation", "returns"}:
            for child in value if isinstance(value, list) else [value]:
                if isinstance(child, ast.AST):
                    yield from code(child)


def reached(tree: ast.AST, path: Path, seen: set[Name]) -> Iterator[str]:
    """Return the table classes that some code names, and those that the adapters it calls name in turn."""
    elsewhere = imported(path)
    for node in code(tree):
        name = last_of(node)
        if name in CLASSES:
            yield name
        module, there = elsewhere.get(name, (path, name))
        if module.parent == ADAPTERS and there in tops(module) and (module, there) not in seen:
            seen.add((module, there))
            yield from reached(tops(module)[there], module, seen)


@pytest.mark.parametrize("function", sorted(application.functions()))
def test_wiring__of_a_function__opens_every_table_that_its_code_and_adapters_use(function: str) -> None:
    # Given the modules of a function
    seen: set[Name] = set()
    modules = list((ROOT / "functions" / function).glob("*.py"))
    # When the tables that they reach are compared with those that the wiring opens
    used = {name for path in modules for name in reached(parsed(path), path, seen)}
    # Then none is missing
    assert used - opened(function) == set()


def test_tables__of_the_layer__are_all_known_here() -> None:
    # Given every module of the layer that defines tables
    defining = {path.stem for path in ADAPTERS.glob("*tables.py")}
    # Then those are the ones that are looked through
    assert defining == {module.__name__.rpartition(".")[2] for module in MODULES}
