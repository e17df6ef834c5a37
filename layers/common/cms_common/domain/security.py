"""The two ways round a PIN that is forgotten or was wrong three times (REC-10 to REC-17, CON-02).

Route A, the forgotten-PIN button: one question of SCIN or CMS password, one of NINO or date of birth, two positions
each. Route B, after three wrong PINs: three of the questions held since application. Each has one attempt, and a wrong
one locks without end. What was chosen stays until it is answered rightly, as a PIN's positions do.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from cms_common.domain.chance import Randomness
from cms_common.domain.positions import Pair, choose_pair, pair_name, read_pair

QUESTIONS_ASKED = 3
REPEATED_AFTER = 60
"""Seconds after which an attempt that never came to an answer may be made again: nothing was learnt from it."""
CMS_PASSWORD_LENGTH = range(6, 21)
NINO_LENGTH = 9
DATE_LENGTH = 8


class Secret(StrEnum):
    """What a question of Route A asks two characters of."""

    SCIN = "scin"
    CMS_PASSWORD = "cms_password"  # noqa: S105 - the name of a secret
    NINO = "nino"
    DATE_OF_BIRTH = "date_of_birth"


@dataclass(frozen=True, slots=True)
class Question:
    """One question of Route A: two positions of one secret."""

    secret: Secret
    positions: Pair


@dataclass(frozen=True, slots=True)
class ForgottenPin:
    """The two questions of Route A."""

    first: Question
    second: Question

    def written(self) -> str:
        """Write the questions as they are kept: "scin 3,7 nino 1,9"."""
        return " ".join(f"{asked.secret} {pair_name(asked.positions)}" for asked in (self.first, self.second))


def read_forgotten_pin(text: str) -> ForgottenPin:
    """Read questions as they are kept."""
    one, at_one, two, at_two = text.split(" ")
    return ForgottenPin(Question(Secret(one), read_pair(at_one)), Question(Secret(two), read_pair(at_two)))


def choose_forgotten_pin(password_length: int | None, scin_digits: int, randomness: Randomness) -> ForgottenPin:
    """Choose both questions and their positions, each way alike likely; without a CMS password, SCIN (GAP-38)."""
    scin = (Secret.SCIN, scin_digits)
    firsts = [scin, (Secret.CMS_PASSWORD, password_length)] if password_length else [scin]
    seconds = [(Secret.NINO, NINO_LENGTH), (Secret.DATE_OF_BIRTH, DATE_LENGTH)]
    return ForgottenPin(_choose(firsts, randomness), _choose(seconds, randomness))


def _choose(secrets: Sequence[tuple[Secret, int]], randomness: Randomness) -> Question:
    secret, length = secrets[randomness.below(len(secrets))]
    return Question(secret, choose_pair(length, randomness))


def choose_questions(held: Sequence[str], randomness: Randomness) -> tuple[str, ...]:
    """Choose three of the questions held, every choice and order alike likely. Raises ValueError for fewer than three.

    `held` in any order: the choice does not depend on it beyond chance.
    """
    if len(held) < QUESTIONS_ASKED:
        raise ValueError("Three questions are asked, and fewer are held")
    left = sorted(held)
    return tuple(left.pop(randomness.below(len(left))) for _ in range(QUESTIONS_ASKED))


def same_answer_form(answer: str) -> str:
    """Fold an answer so that case and spacing make no difference (GAP-08)."""
    return "".join(unicodedata.normalize("NFKC", answer).casefold().split())


def date_digits(born: date) -> str:
    """Write a date of birth as it is asked for by position: DDMMYYYY."""
    return born.strftime("%d%m%Y")


def is_cms_password(text: str) -> bool:
    """Tell whether a CMS password of the application stage can be asked for by position."""
    return len(text) in CMS_PASSWORD_LENGTH and all(character.isprintable() for character in text)


def password_message(scin: str, pair: Pair, characters: str, *, key_id: str, length: int) -> bytes:
    """Write what one stored MAC vouches for: two characters of one client's CMS password (SEC-07)."""
    return f"cms-password|{key_id}|{length}|{scin}|{pair_name(pair)}|{characters}".encode()


def answer_message(scin: str, question: str, answer: str, *, key_id: str) -> bytes:
    """Write what one stored MAC vouches for: the answer to one question of one client, without case and spacing."""
    # The question's length keeps question and answer apart, whatever characters they hold.
    return f"cms-answer|{key_id}|{scin}|{len(question)}|{question}|{same_answer_form(answer)}".encode()
