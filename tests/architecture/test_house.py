"""The house rules that no linter knows."""

import ast
import tomllib
from pathlib import Path

import pytest

from infra import application
from infra.templates import ROOT

FUNCTIONS = ROOT / "functions"
LONGEST_HANDLER = 60
OWN = ("cms_common", "infra", *sorted(path.parent.name for path in FUNCTIONS.glob("*/handler.py")))
COMPOSED = {"__init__", "handler", "settings", "wiring"}
"""Modules of a function that may name anything: the way in, and the one place that puts things together."""


def contracts() -> list[dict[str, list[str]]]:
    linter = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    return [{"modules": linter["root_packages"]}, *linter["contracts"]]


def folders() -> set[str]:
    return {path.parent.name for path in FUNCTIONS.glob("*/__init__.py")}


def imports_of(path: Path) -> set[str]:
    """Return the full names of what a module imports."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{name.name}" for name in node.names)}
        elif isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
    return found


def is_adapter(path: Path) -> bool:
    outside = ("cms_common.adapters", "botocore", "pynamodb", "boto3")
    return any(name.startswith(outside) for name in imports_of(path))


def test_functions__on_disk_in_template_and_in_contracts__are_the_same() -> None:
    # Given the folders of functions
    found = folders()
    # When they are compared with the template and the import contracts
    linted = set(contracts()[0]["modules"]) - {"cms_common"}
    apart = next(set(contract["modules"]) for contract in contracts()[1:] if "modules" in contract)
    # Then none is left out
    assert found
    assert found == set(application.functions()) == linted == apart


def test_modules__that_name_no_adapter__stand_in_a_contract() -> None:
    # Given the modules of every function that are neither adapters nor the composition
    modules = {
        f"{path.parent.name}.{path.stem}"
        for path in FUNCTIONS.glob("*/*.py")
        if path.stem not in COMPOSED and not path.stem.endswith("_routes") and not is_adapter(path)
    }
    # When they are looked for in the import contracts
    held = {module for contract in contracts()[1:] for module in contract.get("source_modules", [])}
    # Then each is held to a direction
    assert modules
    assert modules - held == set()


@pytest.mark.parametrize("function", sorted(application.functions()))
def test_handler__of_each_function__reads_in_one_glance(function: str) -> None:
    # Given a handler module
    lines = (FUNCTIONS / function / "handler.py").read_text().splitlines()
    # When its lines are counted
    written = [line for line in lines if line.strip()]
    # Then they are few
    assert 0 < len(written) <= LONGEST_HANDLER


@pytest.mark.parametrize("function", sorted(application.functions()))
def test_handler__of_each_function__names_no_adapter_that_keeps_things(function: str) -> None:
    # Given what a handler imports
    names = imports_of(FUNCTIONS / function / "handler.py")
    # When tables and clients are looked for
    found = {name for name in names if name.startswith(("pynamodb", "botocore", "boto3", "cms_common.adapters.table"))}
    # Then there are none: a handler never sees a table
    assert names
    assert not found


def test_tests__of_all_kinds__patch_nothing_of_ours() -> None:
    # Given every test module
    modules = sorted((ROOT / "tests").rglob("*.py"))
    # When patches are looked for
    found = [f"{path.name}: {what}" for path in modules for what in patches_in(path.read_text())]
    # Then none touches our own modules
    assert modules
    assert found == []


def test_patches_in__each_kind_of_patch__is_found() -> None:
    # Given a module that patches in the ways there are
    source = "from unittest import mock\nmonkeypatch.setattr('login.store.x', 1)\nmonkeypatch.setenv('A', 'b')\n"
    # When it is looked through
    found = patches_in(source)
    # Then the two that touch code are found
    assert found == ["imports unittest.mock", "sets login.store.x"]


def patches_in(source: str) -> list[str]:
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and node.module in {"unittest", "unittest.mock"}:
            found.append("imports unittest.mock")
        if isinstance(node, ast.Import) and any(name.name.startswith("unittest") for name in node.names):
            found.append("imports unittest.mock")
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "setattr":
            target = ast.unparse(node.args[0]).strip("'\"") if node.args else ""
            if target.split(".")[0] in OWN:
                found.append(f"sets {target}")
    return found
