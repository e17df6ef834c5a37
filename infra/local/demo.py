"""Load the demo data and show what to try: both in the environment that the service is developed in."""

import os
import subprocess

from infra.local.card import Card
from infra.local.ministack import ROOT_USER
from infra.local.places import ROOT, python_of
from infra.local.prerequisites import Missing


def load(card: Card) -> None:
    """Bring the demo data in through intake, the way a real extract comes.

    Raises:
        Missing: it did not come in.
    """
    if _run(card, "load", "--endpoint", card.endpoint):
        raise Missing(f"The demo data did not come in; the functions' logs are in {card.logs}")


def show(card: Card) -> None:
    """Print the demo users and a journey that works as pasted."""
    _run(card, "show", "--base-url", card.base_url)


def _run(card: Card, *arguments: str) -> int:
    if not (ROOT / "infra" / "demo" / "__main__.py").exists():
        return 0
    known = {"AWS_ENDPOINT_URL": card.endpoint, "BASE_URL": card.base_url, "STAGE": card.stage}
    environment = os.environ | ROOT_USER | known
    command = [str(python_of("dev")), "-m", "infra.demo", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode
