"""Signs addresses of S3 that others use; no call is made."""

from functools import cache
from typing import Any

from botocore.config import Config

from cms_common.adapters.table import connection


@cache
def signer() -> Any:  # noqa: ANN401 - botocore makes its clients' classes at run time
    """Return this process's signing client of S3, made at first use.

    The bucket's name stands in the host, which makes botocore name the Region's own endpoint: the global one answers
    with a redirection, and a browser does not send a form again.
    """
    style = Config(signature_version="s3v4", s3={"addressing_style": "virtual"})
    return connection().session.create_client("s3", config=style)
