"""KMS: PIN digits that nobody can read back, and known facts encrypted field by field.

Clients are made at first use, from the session that DynamoDB's client came from (credentials are found once).
"""

from collections.abc import Callable
from datetime import date
from functools import cache
from typing import Any

from botocore.config import Config
from botocore.exceptions import ClientError

from cms_common.adapters.table import connection
from cms_common.domain.pin import PAIRS, mac_message

_ALGORITHM = "HMAC_SHA_256"
_PURPOSE = "known-facts"


@cache
def client_of(service: str) -> Any:  # noqa: ANN401 - botocore makes its clients' classes at run time
    """Return this process's client of an AWS service, made at first use with DynamoDB's session and patience."""
    patience = Config(connect_timeout=2, read_timeout=4, retries={"total_max_attempts": 3})
    return connection().session.create_client(service, config=patience)


def pair_name(positions: tuple[int, int]) -> str:
    """Name a pair of PIN positions as it is kept: (2, 5) is "2,5"."""
    return f"{positions[0]},{positions[1]}"


class PinMacs:
    """A PIN by pairs of positions: one 32-byte MAC a pair, made by intake, checked by login (SEC-07)."""

    def __init__(self, key: str, kms: Callable[[], Any] = lambda: client_of("kms")) -> None:
        """Take the HMAC key's ARN."""
        self._key = key
        # A multi-Region key keeps its ID from Region to Region, so MACs stay good where the key was copied to.
        self._key_id = key.rpartition("/")[2]
        self._kms = kms

    def generate(self, scin: str, pin: str, version: int) -> dict[str, bytes]:
        """Make the MAC of each of the 21 pairs of a seven-digit PIN: {"1,2": 32 bytes, ...}; 21 calls."""
        return {
            pair_name(pair): self._kms().generate_mac(
                KeyId=self._key,
                MacAlgorithm=_ALGORITHM,
                Message=self._message(scin, pair, pin[pair[0] - 1] + pin[pair[1] - 1], version),
            )["Mac"]
            for pair in PAIRS
        }

    def verify(self, scin: str, positions: tuple[int, int], digits: str, mac: bytes, version: int) -> bool:
        """Tell whether two digits, in the order of their positions, are those at these positions; one call."""
        message = self._message(scin, positions, digits, version)
        try:
            self._kms().verify_mac(KeyId=self._key, MacAlgorithm=_ALGORITHM, Message=message, Mac=mac)
        except ClientError as error:
            if error.response["Error"]["Code"] == "KMSInvalidMacException":
                return False
            raise
        return True

    def _message(self, scin: str, positions: tuple[int, int], digits: str, version: int) -> bytes:
        return mac_message(scin, positions, digits, key_id=self._key_id, version=version)


class KnownFactsSealer:
    """NINO and date of birth, encrypted for one SCIN: what was sealed for another does not open."""

    def __init__(self, key: str, kms: Callable[[], Any] = lambda: client_of("kms")) -> None:
        """Take the known-facts key's ARN."""
        self._key = key
        self._kms = kms

    def seal(self, scin: str, nino: str, date_of_birth: date) -> bytes:
        """Encrypt both facts; one call."""
        plain = f"{nino}|{date_of_birth.isoformat()}".encode()
        answer = self._kms().encrypt(KeyId=self._key, Plaintext=plain, EncryptionContext=_context(scin))
        return bytes(answer["CiphertextBlob"])

    def open(self, scin: str, sealed: bytes) -> tuple[str, date]:
        """Decrypt to NINO and date of birth; one call. Raises ClientError for what was sealed for another SCIN."""
        answer = self._kms().decrypt(KeyId=self._key, CiphertextBlob=sealed, EncryptionContext=_context(scin))
        nino, _, born = answer["Plaintext"].decode().partition("|")
        return nino, date.fromisoformat(born)


def _context(scin: str) -> dict[str, str]:
    return {"scin": scin, "purpose": _PURPOSE}
