"""The packages as they are uploaded: zipped, unzipped, and imported as Lambda does."""

import json
import subprocess
import zipfile
from pathlib import Path

import pytest

from infra.build.sizes import packages, zip_folder
from infra.local.places import python_of
from infra.templates import APPLICATION, load, of_type
from tests.support.local_cloud import Copy

FUNCTIONS = of_type(load(APPLICATION), "AWS::Serverless::Function")
# Lambda takes 250 MB unpacked; ours are far from it, and are to stay so.
MOST_BYTES = 6_000_000
LARGE = {"ScanFunction": 26_000_000, "EvidenceFunction": 9_000_000, "LettersFunction": 38_000_000}
"""Zipped bytes of what carries a scanner's engine, pictures, or a type setter with its fonts: no other does."""
# In the second four bytes of compiled code: found by hash, and not checked against the source.
UNCHECKED_HASH = 0b01

IMPORT = """
import importlib, json, os, sys
function, layer, handler = sys.argv[1:]
sys.dont_write_bytecode = True
sys.path[:0] = [function, layer]
module, _, name = handler.rpartition(".")
loaded = importlib.import_module(module)
assert callable(getattr(loaded, name))
files = {each: getattr(loaded, "__file__", None) or "" for each, loaded in list(sys.modules.items())}
ours = [each for each, file in files.items() if file.startswith((function, layer)) and file.endswith(".py")]
print(json.dumps([each for each in ours if not os.path.exists(sys.modules[each].__cached__)]))
"""


def unpacked(package: Path, folder: Path) -> Path:
    """A package zipped, held against the limit, and unzipped into a folder of its name."""
    archive = folder / f"{package.name}.zip"
    zip_folder(package, archive)
    assert archive.stat().st_size < LARGE.get(package.name, MOST_BYTES)
    with zipfile.ZipFile(archive) as file:
        file.extractall(folder / package.name)
    return folder / package.name


@pytest.mark.parametrize("name", sorted(FUNCTIONS))
def test_package__unzipped_as_in_lambda__imports_its_handler(local_cloud: Copy, tmp_path: Path, name: str) -> None:
    # Given a function's package and the layer, as they are uploaded
    build = Path(local_cloud.card.build)
    function, layer = unpacked(build / name, tmp_path), unpacked(build / "CommonLayer", tmp_path)
    handler = FUNCTIONS[name]["Properties"]["Handler"]
    # When the handler is imported with nothing else of the project on the path, and the settings of the deployment
    deployed = f"cms-{local_cloud.card.stage}-{handler.partition('.')[0]}"
    settings = local_cloud.client("lambda").get_function_configuration(FunctionName=deployed)["Environment"][
        "Variables"
    ]
    command = [str(python_of("runtime")), "-I", "-c", IMPORT, str(function), str(layer / "python"), handler]
    environment = settings | {"AWS_REGION": "eu-west-2", "AWS_DEFAULT_REGION": "eu-west-2"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)  # noqa: S603 (our own)
    # Then it is there, and nothing of it was compiled on the way
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == []


def test_packages__every_module__is_compiled_and_used_unchecked(local_cloud: Copy) -> None:
    # Given every package of the build
    built = packages(Path(local_cloud.card.build))
    sources = [source for package in built for source in package.rglob("*.py")]
    assert sources
    # When the compiled code of each module is looked up
    compiled = {source: source.parent / "__pycache__" / f"{source.stem}.cpython-313.pyc" for source in sources}
    missing = [str(source) for source, code in compiled.items() if not code.exists()]
    # Then it is there, and is used without asking for its source's date
    assert missing == []
    flags = {code.read_bytes()[4] for code in compiled.values()}
    assert flags == {UNCHECKED_HASH}
