"""What MiniStack runs in place of a function's package: a script that starts AWS's own runtime client on the build."""

import io
import shlex
import zipfile
from pathlib import Path

from infra.local.places import Places, python_of

EXECUTABLE = 0o755 << 16

SCRIPT = """#!/bin/sh
export AWS_ENDPOINT_URL={endpoint}
export PYTHONPATH={path}
export PYTHONDONTWRITEBYTECODE=1
unset PYTHONPYCACHEPREFIX
export CLOCK_OFFSET_FILE={clock}
export LAMBDA_TASK_ROOT={function}
cd {function}
exec {python} -m awslambdaric "$_HANDLER" >>{log} 2>&1
"""


def script(name: str, folders: list[Path], endpoint: str, places: Places) -> str:
    """The script for one function, by its package's name; folders: its own first, then its layers', as in Lambda."""
    function = folders[0]
    path = ":".join(str(folder) for folder in folders)
    values = {
        "endpoint": endpoint,
        "path": path,
        "clock": str(places.clock),
        "function": str(function),
        "python": str(python_of("runtime")),
        "log": str(places.logs / f"{name}.log"),
    }
    return SCRIPT.format(**{key: shlex.quote(value) for key, value in values.items()})


def archive(content: str) -> bytes:
    """A zip file holding the script as an executable `bootstrap`."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        entry = zipfile.ZipInfo("bootstrap")
        entry.external_attr = EXECUTABLE
        file.writestr(entry, content)
    return buffer.getvalue()
