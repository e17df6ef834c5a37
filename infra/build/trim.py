"""Take out of a package folder what no function reads."""

import shutil
from pathlib import Path

# A client of any other service fails with UnknownServiceError: add its name here when a function first needs it.
SERVICES = {"dynamodb", "events", "kms", "s3", "sqs"}
# Read by every client: endpoints, partitions, defaults, retries.
SHARED_DATA = {"endpoints.json", "partitions.json", "sdk-default-configuration.json", "_retry.json"}
# Service descriptions that only documentation generators and waiters read.
UNREAD = ("examples-1.json*", "waiters-2.json*", "paginators-1.sdk-extras.json*")
# Heavy and only for people: the local cloud serves its own copy.
FOLDERS = (
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
