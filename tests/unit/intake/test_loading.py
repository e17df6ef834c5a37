"""Loading one line."""

import json

import pytest

from cms_common.domain.acts import ActKind
from infra.demo.records import Line
from intake.checking import Reason, Rejected
from intake.loading import Loaded, Loading, RecordKeptChangingError
from tests.unit.intake.people import (
    RUN,
    SCIN,
    CountingIdentifiers,
    CountingMacs,
    CountingSecrets,
    GlassEnvelopes,
    InMemoryRecords,
    Moved,
    PlainSealer,
    an_employer,
    envelope,
    paying_parent,
)


def _loading(records: InMemoryRecords, macs: CountingMacs | None = None, moved: Moved | None = None) -> Loading:
    return Loading(
        opener=GlassEnvelopes(),
        records=records,
        moving=moved or Moved(),
        sealer=PlainSealer(),
        macs=macs or CountingMacs(),
        secret_macs=CountingSecrets(),
        randomness=CountingIdentifiers(),
        scin_digits=12,
    )


@pytest.mark.parametrize("line", [paying_parent(), an_employer()])
def test_load__new_record__is_written_with_one_act(line: Line) -> None:
    # Given nothing held
    records = InMemoryRecords()
    # When the record comes
    outcome = _loading(records).load(envelope(line), RUN)
    # Then it is written, and the act names it and nothing else of it
    write = records.clients.get(line.key) or records.employers[line.key]
    act = write.act
    kind = ActKind.CLIENT_RECORD_LOADED if line.kind == "client" else ActKind.EMPLOYER_RECORD_LOADED
    assert outcome == Loaded.LOADED
    subject = f"{line.kind}-record#{line.key}"
    assert (act.kind, act.subject, act.version, act.transaction_id) == (kind, subject, 1, "event-1")
    assert list(act.facts.values()) == [line.key]


def test_load__same_or_older_version__changes_nothing() -> None:
    # Given version 5 held
    records = InMemoryRecords()
    loading = _loading(records)
    loading.load(envelope(paying_parent(record_version=5)), RUN)
    held = records.clients[SCIN]
    # When version 5 and version 4 come
    outcomes = [loading.load(envelope(paying_parent(record_version=version)), RUN) for version in (5, 4)]
    # Then neither is written
    assert outcomes == [Loaded.UNCHANGED] * 2
    assert records.clients[SCIN] is held


def test_load__newer_version__is_written_over_the_version_read() -> None:
    # Given version 1 held
    records = InMemoryRecords()
    loading = _loading(records)
    loading.load(envelope(paying_parent()), RUN)
    # When version 3 comes
    outcome = loading.load(envelope(paying_parent(record_version=3)), RUN)
    # Then it is written on the condition that version 1 is still there
    assert outcome == Loaded.LOADED
    assert records.clients[SCIN].held_version == 1


@pytest.mark.req("LOG-11")
@pytest.mark.parametrize(
    ("held", "given", "made"), [(0, 1, True), (1, 1, False), (2, 1, False), (2, 2, False), (2, 3, True)]
)
def test_load__pin_of_some_version__replaces_only_an_older_one(held: int, given: int, made: bool) -> None:  # noqa: FBT001
    # Given a PIN of one version held, perhaps set by the client
    records, macs = InMemoryRecords(pin_version=held), CountingMacs()
    # When a record brings a PIN of another
    _loading(records, macs).load(envelope(paying_parent(pin_version=given)), RUN)
    # Then only a newer one is turned into MACs
    assert macs.made == ([(SCIN, "2749163", given)] if made else [])
    assert (records.clients[SCIN].pin_macs is not None) is made


def test_load__no_pin_in_the_record__makes_no_macs() -> None:
    # Given a client who set up no PIN
    macs = CountingMacs()
    # When the record comes / Then nothing is made
    _loading(InMemoryRecords(), macs).load(envelope(paying_parent(pin=None)), RUN)
    assert macs.made == []


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"{", Reason.NOT_AN_ENVELOPE),
        (b"\xff\xfe", Reason.NOT_AN_ENVELOPE),
        (b'{"kind":"client","key":"1"}', Reason.NOT_AN_ENVELOPE),
        (b'{"kind":"staff","key":"1","sealed":"e30="}', Reason.NOT_AN_ENVELOPE),
        (b'{"kind":"client","key":"1","sealed":"***"}', Reason.NOT_AN_ENVELOPE),
        (b'{"kind":"client","key":"1","sealed":"Z2FyYmxlZA=="}', Reason.DOES_NOT_OPEN),
        (b'{"kind":"client","key":"1","sealed":"e30="}', Reason.NOT_A_RECORD),
        (b'{"kind":"employer","key":"1","sealed":"W10="}', Reason.NOT_A_RECORD),
        (b'{"kind":"client","key":"1","sealed":"//4="}', Reason.NOT_A_RECORD),
        (json.dumps({"kind": "client", "key": "1", "sealed": "e30=", "more": 1}).encode(), Reason.NOT_AN_ENVELOPE),
    ],
)
def test_load__line_that_can_never_load__is_rejected(line: bytes, reason: Reason) -> None:
    # Given a line that is broken in one way / When it is loaded / Then the reason says how
    assert _loading(InMemoryRecords()).load(line, RUN) == Rejected(reason)


@pytest.mark.parametrize("line", [paying_parent(), an_employer()])
def test_load__record_changed_meanwhile__is_read_again_and_written(line: Line) -> None:
    # Given a record that somebody else writes between our reading and writing, twice
    records = InMemoryRecords(refusals=2)
    # When it is loaded / Then the third try holds
    assert _loading(records).load(envelope(line), RUN) == Loaded.LOADED


def test_load__record_that_keeps_changing__fails_for_this_time() -> None:
    # Given a record that is never at rest
    loading = _loading(InMemoryRecords(refusals=99))
    # When it is loaded / Then it is an error for the platform to come back from, not a rejection
    with pytest.raises(RecordKeptChangingError):
        loading.load(envelope(paying_parent()), RUN)


def test_load__special_client_record__moves_what_is_open_also_where_it_is_in_already_and_for_no_other_record() -> None:
    # Given an ordinary record, and an employer's
    records, moved = InMemoryRecords(), Moved()
    loading = _loading(records, moved=moved)
    for line in (paying_parent(), an_employer()):
        loading.load(envelope(line), RUN)
    assert moved.scins == []
    # When the client's comes as special, twice
    for _ in range(2):
        loading.load(envelope(paying_parent(record_version=2, special_client_record=True)), RUN)
    # Then it is looked for what is open each time: the first run may have broken off
    assert moved.scins == [SCIN, SCIN]
