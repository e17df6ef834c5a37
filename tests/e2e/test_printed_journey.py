"""The journey that the local cloud prints, pasted into a shell as it stands."""

import re
import subprocess

from infra.demo.show import journey
from tests.support.local_cloud import Copy
from tests.support.process import environment_before


def test_printed_journey__pasted_into_a_shell__brings_each_person_to_their_homepage(local_cloud: Copy) -> None:
    # Given the journey as the local cloud prints it
    script = journey(local_cloud.card.base_url)
    # When it is pasted
    done = subprocess.run(
        ["/bin/bash", "--norc"],
        input=script, env=environment_before(), capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    # Then each of the four ends on a homepage of their own
    assert done.stderr == ""
    homepages = re.findall(r"^GET /(?:client|employer)/homepage\n(.*)$", done.stdout, re.MULTILINE)
    assert len(homepages) == 6
    employer = "Harbour Lights Bakery Ltd"
    # The paying parent comes again at the end, registered anew after the helpdesk de-enrolled him.
    told = ("paying parent", "receiving parent", "APP1000042", employer, employer, "paying parent")
    assert all(expected in homepage for expected, homepage in zip(told, homepages, strict=True)), done.stdout
