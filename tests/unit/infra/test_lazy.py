"""Packages made lazy by the build."""

import sys
from pathlib import Path

import pytest

from infra.build.lazy import PACKAGES, make_lazy


def package_in(folder: Path, text: str) -> Path:
    package = folder / PACKAGES[0]
    package.mkdir(parents=True)
    (package.parent / "__init__.py").write_text("")
    (package / "__init__.py").write_text(text)
    (package / "one.py").write_text("class One: pass\n")
    (package / "two.py").write_text("raise RuntimeError('imported')\n")
    return package


@pytest.fixture
def own_modules(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.startswith("aws_lambda_powertools")]:
        monkeypatch.delitem(sys.modules, name)


@pytest.mark.usefixtures("own_modules")
def test_make_lazy__package__offers_the_same_names_and_imports_only_what_is_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Given a package that imports two modules, one of which cannot be imported
    name = PACKAGES[0].replace("/", ".")
    package_in(tmp_path, f'"""Text."""\nfrom {name}.one import One\nfrom .two import Two\n__all__ = ["One", "Two"]\n')
    # When it is made lazy, and imported
    make_lazy(tmp_path)
    monkeypatch.syspath_prepend(tmp_path)
    made = __import__(name, fromlist=["One"])
    # Then the one works, the other is imported when it is asked for, and unknown names are unknown
    assert made.One.__name__ == "One"
    assert made.__all__ == ["One", "Two"]
    with pytest.raises(RuntimeError, match="imported"):
        _ = made.Two
    with pytest.raises(AttributeError, match="Three"):
        _ = made.Three


def test_make_lazy__package_that_does_more_than_import__stops_the_build(tmp_path: Path) -> None:
    package_in(tmp_path, "from .one import One\nprint('more')\n")
    with pytest.raises(SystemExit, match="line 2"):
        make_lazy(tmp_path)
