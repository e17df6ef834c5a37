"""Build the packages with `sam build`, once for each state of their sources."""

import contextlib
import fcntl
import hashlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from infra.local.places import BUILDS, ROOT, architecture, python_of
from infra.local.prerequisites import Missing

SOURCES = ("template.yaml", "pyproject.toml", "uv.lock", "infra/build", "functions", "layers")
BUILDING = BUILDS / "building"
NOT_SOURCES = {"__pycache__", ".mypy_cache", ".ruff_cache"}


def fingerprint() -> str:
    """A name for the present state of everything that goes into the packages."""
    digest = hashlib.sha256(architecture().encode())
    for source in SOURCES:
        for file in _files(ROOT / source):
            digest.update(str(file.relative_to(ROOT)).encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()[:16]


def _files(path: Path) -> list[Path]:
    if path.is_file():
        return [path]
    return sorted(file for file in path.rglob("*") if file.is_file() and not NOT_SOURCES & set(file.parts))


@contextlib.contextmanager
def built() -> Iterator[Path]:
    """The folder `sam build` wrote for the present sources, held until the end.

    Functions run in place on it, so a copy that runs keeps it from being tidied away by another.

    Raises:
        Missing: `sam build` failed.
    """
    BUILDS.mkdir(exist_ok=True)
    name = fingerprint()
    with contextlib.ExitStack() as held:
        # One at a time builds and tidies; then as many as like run what was built.
        with _lock(BUILDING, fcntl.LOCK_EX):
            if not (BUILDS / name).exists():
                _build(BUILDS / name)
            held.enter_context(_lock(BUILDS / f"{name}.lock", fcntl.LOCK_SH))
            _tidy()
        yield BUILDS / name / "build"


@contextlib.contextmanager
def _lock(file: Path, how: int) -> Iterator[None]:
    with file.open("w") as locked:
        fcntl.flock(locked, how)
        yield


def _build(target: Path) -> None:
    with tempfile.TemporaryDirectory(dir=BUILDS, prefix="new-") as scratch:
        command = [str(python_of("sam").with_name("sam")), "build", "--parallel", "--build-dir", f"{scratch}/build"]
        done = subprocess.run(
            [*command, "--template-file", str(ROOT / "template.yaml"), *_for_this_machine()],
            cwd=ROOT,
            env=os.environ
            | {"SAM_CLI_TELEMETRY": "0", "AWS_DEFAULT_REGION": "eu-west-2", "ARCHITECTURE": architecture()},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        if done.returncode:
            raise Missing(f"`sam build` failed:\n{done.stdout}")
        Path(scratch).rename(target)
        # TemporaryDirectory wants to find what it will remove.
        Path(scratch).mkdir()


def _for_this_machine() -> list[str]:
    return ["--base-dir", str(ROOT), "--parameter-overrides", f"Architecture={architecture()}"]


def _tidy() -> None:
    """Remove builds of earlier sources that nobody runs."""
    for lock in BUILDS.glob("*.lock"):
        with contextlib.suppress(BlockingIOError), _lock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB):
            shutil.rmtree(BUILDS / lock.stem, ignore_errors=True)
            lock.unlink()
