"""The fast reader and the careful one, held equal; both against Python's own csv module."""

from __future__ import annotations

import csv
import hashlib
import io
import random
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lawgate.procedure import csv_clean_copy, intake, intake_csv
from lawgate.procedure.batch_file import BatchFile, Form
from lawgate.procedure.csv_records import RecordReader
from lawgate.procedure.csv_scan import Scan, records_in_block, scan
from tests.procedure.batches import COLUMNS, Outcome, take

if TYPE_CHECKING:
    from pathlib import Path

TEXTS = st.text(st.sampled_from("ab ,;\"'\n\t\u00a0é😀\u2028.0"), max_size=6)
ROWS = st.lists(st.tuples(TEXTS, TEXTS, TEXTS), max_size=12)
BYTES = st.lists(st.sampled_from([b"a", b",", b'"', b"\n", b"\r", b" ", b"\xc3\xa9", b"\xff", b""]))


def take_carefully(data: bytes, row_count: int) -> Outcome:
    """Take `data` in by the careful reader alone."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(intake_csv, "_simple", lambda _header: False)
        return take(data, row_count)


def take_around(data: bytes, row_count: int) -> Outcome:
    """Take `data` in by the copy without malformed records, in blocks of a few bytes."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(csv_clean_copy, "BLOCK", 17)
        patch.setattr(intake_csv, "scan", lambda *_: Scan(hashlib.sha256(data).hexdigest(), None))
        return take(data, row_count)


def take_fast_only(data: bytes, row_count: int, memory_limit_mb: int = 300) -> Outcome:
    """Take `data` in, with no other reader to fall back to."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(intake, "read_around", None)
        return take(data, row_count, memory_limit_mb=memory_limit_mb)


def written(rows: list[tuple[str, str, str]], line_end: str, *, quote_all: bool) -> bytes:
    file = io.StringIO()
    writer = csv.writer(file, lineterminator=line_end)
    if quote_all:
        writer = csv.writer(file, lineterminator=line_end, quoting=csv.QUOTE_ALL)
    writer.writerow(COLUMNS)
    writer.writerows(rows)
    return file.getvalue().encode()


def missing_if_blank(text: str) -> str | None:
    return text if text.strip() else None


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(rows=ROWS, line_end=st.sampled_from(["\n", "\r\n"]), quote_all=st.booleans())
def test_what_was_written_is_read_by_all(
    rows: list[tuple[str, str, str]], line_end: str, *, quote_all: bool
) -> None:
    data = written(rows, line_end, quote_all=quote_all)
    expected = [(row, *map(missing_if_blank, texts)) for row, texts in enumerate(rows, start=1)]
    assert take(data, len(rows)).requests == expected
    assert take_around(data, len(rows)).requests == expected
    assert take_carefully(data, len(rows)).requests == expected


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(pieces=BYTES)
def test_whatever_the_bytes_all_leave_the_same_tables(pieces: list[bytes]) -> None:
    data = b"request_id,last_name,reason\n" + b"".join(pieces)
    records = sum(1 for _ in RecordReader(io.BytesIO(data[28:]), ",", 3))
    careful = take_carefully(data, records)
    for other in (take(data, records), take_around(data, records)):
        assert other.requests == careful.requests
        assert other.malformed == careful.malformed


def rows_of_many(count: int, line_end: str = "\n") -> list[tuple[str, str, str]]:
    draw = random.Random(5)  # noqa: S311 - test data
    odd = [f"a{line_end}b", 'say "x"', "x,y", "", " ", "PÉREZ", "\u00a0", f"line{line_end}" * 40]
    return [
        (str(row), draw.choice(odd) if draw.random() < 0.3 else "GARCIA", "reason " * 8)
        for row in range(1, count + 1)
    ]


@pytest.mark.slow
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_many_rows_with_line_ends_in_quotes_keep_their_texts_and_sequence(line_end: str) -> None:
    rows = rows_of_many(600_000, line_end)
    data = written(rows, line_end, quote_all=False)
    taken = take_fast_only(data, len(rows), 1000)
    assert taken.malformed == []
    assert all(
        read == (at, *map(missing_if_blank, texts))
        for at, (read, texts) in enumerate(zip(taken.requests, rows, strict=True), start=1)
    )


def test_a_well_formed_batch_needs_the_fast_reader_only() -> None:
    data = written(rows_of_many(20_000), "\n", quote_all=False)
    assert len(take_fast_only(data, 20_000).requests) == 20_000


def test_few_malformed_rows_among_many_are_read_around() -> None:
    lines = written(rows_of_many(20_000), "\n", quote_all=False).split(b"\n" + b"9999,")
    data = (b"\nbad,\xff,x\n" + b"9999,").join(lines)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(intake, "read_carefully", None)
        taken = take(data, 20_001)
    assert [row for row, *_ in taken.malformed] == [9_999]
    assert [row[0] for row in taken.requests] == [n for n in range(1, 20_002) if n != 9_999]
    assert [row[1] for row in taken.requests] == [str(n) for n in range(1, 20_001)]


def test_rows_that_the_scan_counts_otherwise_do_not_stand() -> None:
    data = b"request_id,last_name,reason\n1,a,b\n2,a,b\n"
    digest = hashlib.sha256(data).hexdigest()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(intake_csv, "scan", lambda *_: Scan(digest, 3))
        assert len(take(data, 2).requests) == 2


def test_a_block_is_plain_only_if_each_of_its_records_has_the_width() -> None:
    assert records_in_block(b'1,a,b\n\n2,"a,\n",b\n', ",", 3, b"\n") == 2
    assert records_in_block(b"1,a\n2,a,b,c\n", ",", 3, b"\n") is None
    assert records_in_block(b"1,a,b\r\n", ",", 3, b"\n") is None
    assert records_in_block(b"1,a,b\n", ",", 3, b"\r\n") is None


@pytest.mark.slow
def test_a_batch_larger_than_the_memory_is_taken_in() -> None:
    data = written(rows_of_many(1_500_000), "\n", quote_all=False)
    intake_of = take_fast_only(data, 1_500_000, 100).intake
    assert len(data) > 100 * 2**20
    assert intake_of.records == 1_500_000


@pytest.mark.parametrize(
    "ending",
    [
        b'1,a"b,c\n',
        b"1,a,b,\n2,a,b\n",
        b"1,a\n",
        b"1,\xff,c\n",
        b"1,\0,c\n",
        b'1,"a,c\n',
        b"1,a,b\r\n",
        b" \n",
        b"\xc3",
        b'1,"a"x,b\n',
    ],
)
def test_bytes_that_could_be_read_in_two_ways_are_not_plain(tmp_path: Path, ending: bytes) -> None:
    path = tmp_path / "batch.csv"
    path.write_bytes(b"a,b,c\n" + b'0,"x ""y""",z\n' * 3 + ending)
    batch = BatchFile(path, "batch", Form.CSV, "UTF-8", 0, 1)
    assert scan(batch, ",", 3, lambda _: None).records is None


@pytest.mark.parametrize("shift", range(6))
def test_quotes_and_line_ends_may_fall_on_the_edge_of_a_block(tmp_path: Path, shift: int) -> None:
    row = b'12345,"a""b\r\n\xf0\x9f\x98\x80c",""\r\n'
    body = b'"' + b"x" * shift + b'",b,c\r\n' + row * 70_000
    path = tmp_path / "batch.csv"
    path.write_bytes(b"a,b,c\r\n" + body)
    batch = BatchFile(path, "batch", Form.CSV, "UTF-8", 0, 1)
    assert scan(batch, ",", 3, lambda _: None).records == 70_001
