"""Take out of a package folder what no function reads."""

import shutil
from pathlib import Path

# A client of any other service fails with UnknownServiceError: add its name here when a function first needs it.
SERVICES = {"dynamodb", "events", "kms", "s3", "ses", "sns", "sqs"}
# Read by every client: endpoints, partitions, defaults, retries.
SHARED_DATA = {"endpoints.json", "partitions.json", "sdk-default-configuration.json", "_retry.json"}
# Service descriptions that only documentation generators and waiters read.
UNREAD = ("examples-1.json*", "waiters-2.json*", "paginators-1.sdk-extras.json*")
# Powertools' utilities that nothing of ours imports, nor what we import of it: take one off the list to use it.
UTILITIES = (
    "auth_alpha", "circuit_breaker", "data_masking", "feature_flags", "idempotency", "kafka", "parameters", "parser",
    "streaming",
)  # fmt: skip
FOLDERS = (
    *(f"aws_lambda_powertools/utilities/{name}" for name in UTILITIES),
    # Heavy and only for people: the local cloud serves its own copy.
    "aws_lambda_powertools/event_handler/openapi/swagger_ui",
    "bin",
    # What builds a C extension; the built one needs only _cffi_backend.
    "cffi",
    "pycparser",
)


def trim(target: Path) -> None:
    """Drop metadata, tests and the AWS service descriptions that no function uses."""
    for pattern in ("*.dist-info", "*/tests", "*/test"):
        for folder in target.glob(pattern):
            _remove(folder)
    for name in FOLDERS:
        _remove(target / name)
    _trim_botocore(target / "botocore" / "data")
    _trim_zones(target / "tzdata" / "zoneinfo")


def _trim_zones(zones: Path) -> None:
    # The only zone that the rules know (domain/uk_time.py).
    kept = {zones / "Europe" / "London", zones / "Europe" / "__init__.py", zones / "__init__.py"}
    for file in [file for file in zones.rglob("*") if file.is_file() and file not in kept]:
        file.unlink()
    for folder in [folder for folder in zones.glob("*") if folder.is_dir() and folder != zones / "Europe"]:
        shutil.rmtree(folder)


def _trim_botocore(data: Path) -> None:
    if not data.is_dir():
        return
    for entry in data.iterdir():
        if entry.name.removesuffix(".gz") not in SERVICES | SHARED_DATA:
            _remove(entry)
    for pattern in UNREAD:
        for file in data.glob(f"*/*/{pattern}"):
            file.unlink()


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
