"""What goes into a package, and what is taken out before it is deployed."""

from pathlib import Path

from infra.build.package import DEFAULT_ARCHITECTURE
from infra.build.trim import SERVICES, trim
from infra.templates import APPLICATION, load


def test_trim__installed_packages__keeps_what_functions_read(tmp_path: Path) -> None:
    # Given a folder of installed packages
    kept = [
        "botocore/data/dynamodb/2012-08-10/service-2.json.gz",
        "botocore/data/endpoints.json",
        "botocore/data/partitions.json",
        "botocore/client.py",
        "msgspec/json.py",
    ]
    dropped = [
        "botocore/data/ec2/2016-11-15/service-2.json.gz",
        "botocore/data/dynamodb/2012-08-10/examples-1.json",
        "msgspec-1.0.dist-info/METADATA",
        "cffi/api.py",
        "pynamodb/tests/test_models.py",
    ]
    for name in [*kept, *dropped]:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    # When it is trimmed
    trim(tmp_path)
    # Then only what no function reads is gone
    left = {str(file.relative_to(tmp_path)) for file in tmp_path.rglob("*") if file.is_file()}
    assert left == set(kept)
    assert "dynamodb" in SERVICES


def test_architecture__not_set__is_the_templates_default() -> None:
    # Given the template's parameter
    parameter = load(APPLICATION)["Parameters"]["Architecture"]
    # When nothing else is said
    default = DEFAULT_ARCHITECTURE
    # Then packages are built for what will run them
    assert default == parameter["Default"]
