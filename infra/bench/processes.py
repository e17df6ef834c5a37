"""Fresh processes that see a package and nothing else."""

import compileall
import importlib.metadata
import os
import py_compile
import shutil
import site
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from infra.local.places import ROOT, python_of

CHILDREN = Path(__file__).parent / "children"
KEPT = ROOT / ".bench"
FLOOR_PACKAGES = ("botocore", "jmespath", "dateutil", "urllib3", "six.py")


def run(program: str, arguments: Sequence[str], path: Sequence[Path], environment: Mapping[str, str]) -> str:
    """Run a child program with these folders on its path and this environment alone; returns what it prints.

    Raises:
        CalledProcessError: it failed; what it said is on stderr.
    """
    told = {**environment, "PYTHONPATH": os.pathsep.join(map(str, path)), "PATH": os.environ["PATH"]}
    # -S: nothing installed is seen, only the package. -B: nothing is written beside it.
    command = [str(python_of("runtime")), "-S", "-B", str(CHILDREN / program), *arguments]
    return subprocess.run(command, env=told, check=True, stdout=subprocess.PIPE, text=True).stdout


def published_botocore() -> Path:
    """Return a folder with botocore as published, all its service data in, and compiled as our packages are."""
    target = KEPT / f"botocore-{importlib.metadata.version('botocore')}"
    if not target.exists():
        installed = Path(site.getsitepackages()[0])
        making = target.with_suffix(".new")
        shutil.rmtree(making, ignore_errors=True)
        making.mkdir(parents=True)
        for name in FLOOR_PACKAGES:
            copy = shutil.copytree if (installed / name).is_dir() else shutil.copy
            copy(installed / name, making / name)
        sys.pycache_prefix = None
        compileall.compile_dir(making, quiet=1, invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH)
        making.rename(target)
    return target
