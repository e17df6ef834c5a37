"""Put one function, or the layer, into a folder as Lambda gets it.

Runs on the standard library alone. `python -m infra.build.package function login DIR` or `... layer DIR`.
ARCHITECTURE (arm64 or x86_64; the template's default unless set) decides which binary packages are taken: it must be
what the template's parameter of that name will be.
"""

import argparse
import compileall
import os
import platform
import py_compile
import shutil
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

from infra.build.lazy import make_lazy
from infra.build.trim import trim

ROOT = Path(__file__).resolve().parents[2]
PYTHON = (3, 13)
# Amazon Linux 2023, which Lambda's Python 3.13 runs on, has glibc 2.34.
PLATFORMS = {"arm64": "aarch64-manylinux_2_28", "x86_64": "x86_64-manylinux_2_28"}
NOT_SHIPPED = shutil.ignore_patterns("Makefile", "__pycache__", "*.pyc", "*.md")


DEFAULT_ARCHITECTURE = "arm64"


def architecture() -> str:
    """The architecture to build for.

    Raises:
        SystemExit: ARCHITECTURE names none that Lambda has.
    """
    wanted = os.environ.get("ARCHITECTURE", DEFAULT_ARCHITECTURE)
    if wanted not in PLATFORMS:
        raise SystemExit(f"ARCHITECTURE is {wanted!r}: it must be one of {', '.join(PLATFORMS)}")
    return wanted


def groups() -> set[str]:
    """The dependency groups that pyproject.toml names."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    return set(project["dependency-groups"])


def install(group: str, target: Path) -> None:
    """Install what uv.lock has for a dependency group into a folder, and nothing besides.

    Raises:
        CalledProcessError: uv could not; its own message is on stderr.
    """
    export = ["uv", "export", "--quiet", "--frozen", "--only-group", group, "--no-hashes", "--no-header"]
    locked = subprocess.run(export, cwd=ROOT, check=True, stdout=subprocess.PIPE).stdout
    with tempfile.NamedTemporaryFile(suffix=".txt") as requirements:
        requirements.write(locked)
        requirements.flush()
        options = ["--no-deps", "--only-binary", ":all:", "--link-mode", "copy"]
        fits = ["--python-version", "3.13", "--python-platform", PLATFORMS[architecture()]]
        into = ["--target", str(target), "--requirement", requirements.name]
        subprocess.run(["uv", "pip", "install", "--quiet", *options, *fits, *into], cwd=ROOT, check=True)


def compile_all(target: Path, in_lambda: str) -> None:
    """Compile to bytecode that is used without looking at its source's date.

    Lambda's code folder is read-only and its dates are not those of the build.

    Raises:
        SystemExit: a file does not compile.
    """
    unchecked = py_compile.PycInvalidationMode.UNCHECKED_HASH
    # With Lambda's paths inside, the bytecode is the same on every machine that builds.
    # The developer's own cache of bytecode is elsewhere; a package carries its bytecode with it.
    sys.pycache_prefix = None
    if not compileall.compile_dir(
        target, quiet=1, force=True, invalidation_mode=unchecked, stripdir=str(target), prependdir=in_lambda
    ):
        raise SystemExit(f"{target}: not everything compiles")


def package_function(name: str, artifacts: Path) -> None:
    """A function's folder as an importable package, and its own dependency group where it has one."""
    shutil.copytree(ROOT / "functions" / name, artifacts / name, ignore=NOT_SHIPPED, dirs_exist_ok=True)
    group = f"fn-{name.replace('_', '-')}"
    if group in groups():
        install(group, artifacts)
    trim(artifacts)
    compile_all(artifacts, "/var/task")


def package_layer(artifacts: Path) -> None:
    """The shared package and the packages it needs, under the folder that Lambda puts on the path."""
    target = artifacts / "python"
    shutil.copytree(
        ROOT / "layers" / "common" / "cms_common", target / "cms_common", ignore=NOT_SHIPPED, dirs_exist_ok=True
    )
    install("layer", target)
    trim(target)
    make_lazy(target)
    compile_all(target, "/opt/python")


def main() -> None:
    """Read the command line and package."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("kind", choices=["function", "layer"])
    parser.add_argument("names", nargs="+", metavar="[NAME] DIR")
    arguments = parser.parse_args()
    if sys.version_info[:2] != PYTHON:
        raise SystemExit(f"this is Python {platform.python_version()}: bytecode for Lambda needs 3.13")
    artifacts = Path(arguments.names[-1])
    if arguments.kind == "layer":
        package_layer(artifacts)
    else:
        package_function(arguments.names[0], artifacts)


if __name__ == "__main__":
    main()
