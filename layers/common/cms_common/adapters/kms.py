"""KMS: PIN digits that nobody can read back, and known facts encrypted field by field.

Clients are made at first use, from the session that DynamoDB's client came from (credentials are found once).
"""

from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from typing import Any

from botocore.config import Config
from botocore.exceptions import ClientError

from cms_common.adapters.table import connection
from cms_common.domain.pin import PAIRS, mac_message
from cms_common.domain.positions import Pair, at_positions, pair_name, pairs_of
from cms_common.domain.security import answer_message, password_message

__all__ = ["KnownFactsSealer", "MacKey", "MailSealer", "PinMacs", "SecurityMacs", "client_of", "pair_name"]

_ALGORITHM = "HMAC_SHA_256"
_PURPOSE = "known-facts"
_NOBODY, _NOBODYS_NINO = "0" * 12, "XX000000X"


@cache
def client_of(service: str) -> Any:  # noqa: ANN401 - botocore makes its clients' classes at run time
    """Return this process's client of an AWS service, made at first use with DynamoDB's session and patience."""
    patience = Config(connect_timeout=2, read_timeout=4, retries={"total_max_attempts": 3})
    return connection().session.create_client(service, config=patience)


class MacKey:
    """The HMAC key that vouches for secrets which nobody may read back."""

    def __init__(self, key: str, kms: Callable[[], Any] = lambda: client_of("kms")) -> None:
        """Take the HMAC key's ARN."""
        self._key = key
        # A multi-Region key keeps its ID from Region to Region, so MACs stay good where the key was copied to.
        self.key_id = key.rpartition("/")[2]
        self._kms = kms

    def make(self, message: bytes) -> bytes:
        """Make the 32-byte MAC of a message; one call."""
        return bytes(self._kms().generate_mac(KeyId=self._key, MacAlgorithm=_ALGORITHM, Message=message)["Mac"])

    def vouches(self, message: bytes, mac: bytes) -> bool:
        """Tell whether a MAC is that of a message; one call."""
        try:
            self._kms().verify_mac(KeyId=self._key, MacAlgorithm=_ALGORITHM, Message=message, Mac=mac)
        except ClientError as error:
            if error.response["Error"]["Code"] == "KMSInvalidMacException":
                return False
            raise
        return True


class PinMacs:
    """A PIN by pairs of positions: one 32-byte MAC a pair, made by intake and recovery, checked by login (SEC-07)."""

    def __init__(self, key: str, kms: Callable[[], Any] = lambda: client_of("kms")) -> None:
        """Take the HMAC key's ARN."""
        self._key = MacKey(key, kms)

    def generate(self, scin: str, pin: str, version: int) -> dict[str, bytes]:
        """Make the MAC of each of the 21 pairs of a seven-digit PIN: {"1,2": 32 bytes, ...}; 21 calls."""
        return {
            pair_name(pair): self._key.make(self._message(scin, pair, at_positions(pin, pair), version))
            for pair in PAIRS
        }

    def verify(self, scin: str, positions: tuple[int, int], digits: str, mac: bytes, version: int) -> bool:
        """Tell whether two digits, in the order of their positions, are those at these positions; one call."""
        return self._key.vouches(self._message(scin, positions, digits, version), mac)

    def _message(self, scin: str, positions: tuple[int, int], digits: str, version: int) -> bytes:
        return mac_message(scin, positions, digits, key_id=self._key.key_id, version=version)


class SecurityMacs:
    """CMS passwords by pairs of positions, and answers to security questions: one MAC each (SEC-07)."""

    def __init__(self, key: str, kms: Callable[[], Any] = lambda: client_of("kms")) -> None:
        """Take the HMAC key's ARN."""
        self._key = MacKey(key, kms)

    def of_password(self, scin: str, password: str) -> dict[str, bytes]:
        """Make the MAC of each pair of a CMS password's characters; one call a pair, 66 for twelve characters."""
        length = len(password)
        return {
            pair_name(pair): self._key.make(self._password(scin, pair, at_positions(password, pair), length))
            for pair in pairs_of(length)
        }

    def of_answers(self, scin: str, answers: Mapping[str, str]) -> dict[str, bytes]:
        """Make the MAC of the answer to each question; one call a question."""
        return {question: self._key.make(self._answer(scin, question, said)) for question, said in answers.items()}

    def password_right(self, scin: str, pair: Pair, characters: str, mac: bytes, length: int) -> bool:
        """Tell whether two characters are those at these positions of the CMS password; one call."""
        return self._key.vouches(self._password(scin, pair, characters, length), mac)

    def answer_right(self, scin: str, question: str, answer: str, mac: bytes) -> bool:
        """Tell whether an answer is the one held, without regard to case and spacing (GAP-08); one call."""
        return self._key.vouches(self._answer(scin, question, answer), mac)

    def _password(self, scin: str, pair: Pair, characters: str, length: int) -> bytes:
        return password_message(scin, pair, characters, key_id=self._key.key_id, length=length)

    def _answer(self, scin: str, question: str, answer: str) -> bytes:
        return answer_message(scin, question, answer, key_id=self._key.key_id)


class KnownFactsSealer:
    """NINO and date of birth, encrypted for one SCIN: what was sealed for another does not open."""

    def __init__(self, key: str, kms: Callable[[], Any] = lambda: client_of("kms")) -> None:
        """Take the known-facts key's ARN."""
        self._key = key
        self._kms = kms
        self._decoy: bytes | None = None

    def seal(self, scin: str, nino: str, date_of_birth: date) -> bytes:
        """Encrypt both facts; one call."""
        plain = f"{nino}|{date_of_birth.isoformat()}".encode()
        answer = self._kms().encrypt(KeyId=self._key, Plaintext=plain, EncryptionContext=_context(scin))
        return bytes(answer["CiphertextBlob"])

    def open_or_decoy(self, scin: str, sealed: bytes | None) -> tuple[str, date] | None:
        """Decrypt to NINO and date of birth, or a decoy in their stead and None: one call either way.

        The decoy is sealed at the first call of a process, whoever asks, so that later calls are all alike.
        """
        if self._decoy is None:
            self._decoy = self.seal(_NOBODY, _NOBODYS_NINO, date.min)
        opened = self.open(*((scin, sealed) if sealed else (_NOBODY, self._decoy)))
        return opened if sealed else None

    def open(self, scin: str, sealed: bytes) -> tuple[str, date]:
        """Decrypt to NINO and date of birth; one call. Raises ClientError for what was sealed for another SCIN."""
        answer = self._kms().decrypt(KeyId=self._key, CiphertextBlob=sealed, EncryptionContext=_context(scin))
        nino, _, born = answer["Plaintext"].decode().partition("|")
        return nino, date.fromisoformat(born)


def _context(scin: str) -> dict[str, str]:
    return {"scin": scin, "purpose": _PURPOSE}


class MailSealer:
    """What a mail is to say, encrypted for one account while it waits in a queue."""

    def __init__(self, key: str, kms: Callable[[], Any] = lambda: client_of("kms")) -> None:
        """Take the mail key's ARN."""
        self._key = key
        self._kms = kms

    def seal(self, user_id: str, plain: bytes) -> bytes:
        """Encrypt; one call."""
        answer = self._kms().encrypt(KeyId=self._key, Plaintext=plain, EncryptionContext=_mail_context(user_id))
        return bytes(answer["CiphertextBlob"])

    def open(self, user_id: str, sealed: bytes) -> bytes:
        """Decrypt; one call. Raises ClientError for what was sealed for another account."""
        context = _mail_context(user_id)
        answer = self._kms().decrypt(KeyId=self._key, CiphertextBlob=sealed, EncryptionContext=context)
        return bytes(answer["Plaintext"])


def _mail_context(user_id: str) -> dict[str, str]:
    return {"account": user_id, "purpose": "mail"}
