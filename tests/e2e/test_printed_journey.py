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
        input=script, env=environment_before(), capture_output=True, text=True, timeout=240, check=False,
    )  # fmt: skip
    # Then each of the four ends on a homepage of their own
    assert done.stderr == ""
    homepages = re.findall(r"^GET /(?:client|employer)/homepage\n(.*)$", done.stdout, re.MULTILINE)
    assert len(homepages) == 7
    employer = "Harbour Lights Bakery Ltd"
    # The paying parent comes again at the end, registered anew after the helpdesk de-enrolled him.
    told = ("paying parent", "receiving parent", "paying parent", "APP1000042", employer, employer, "paying parent")
    assert all(expected in homepage for expected, homepage in zip(told, homepages, strict=True)), done.stdout
    # And a message was answered by a mail that the page shows, whose words and a letter she could read
    assert "The message opens: 200 application/pdf" in done.stdout
    assert "The local page says: Important Information about your Child Maintenance case" in done.stdout
    assert "The letter opens: 200 application/pdf" in done.stdout
    [history] = re.findall(
        r"contact history, and opens the letter\nGET /client/contact-history\n(.*)$", done.stdout, re.MULTILINE
    )
    assert '"title":"We need to update your security details"' in history
    assert '"paragraphs":[' in history
    # And the one that nobody answered is overdue, and was told of
    [late] = re.findall(r"later it is overdue(?s:.*?)^GET /staff/messages\n(.*)$", done.stdout, re.MULTILINE)
    assert '"overdue":true' in late
    assert "The local page says: SlaBreached" in done.stdout
