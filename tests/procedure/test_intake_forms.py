from __future__ import annotations

import datetime as dt
import decimal
import io
import json
from typing import Any

import pyarrow as pa
import pytest
from pyarrow import parquet

from lawgate.errors import InputRefusedError
from tests.procedure.batches import take


def lines(*records: object) -> bytes:
    return b"".join(json.dumps(record).encode() + b"\n" for record in records)


def parquet_file(columns: dict[str, Any]) -> bytes:
    file = io.BytesIO()
    parquet.write_table(pa.table(columns), file)
    return file.getvalue()


def test_ndjson_objects_become_requests() -> None:
    data = lines(
        {"request_id": "1", "LAST_NAME": "PÉREZ", "x": [1]}, {"reason": " ", "request_id": None}
    )
    taken = take(data, 2)
    assert taken.requests == [(1, "1", "PÉREZ", None), (2, None, None, None)]
    assert (taken.intake.format, taken.intake.dropped) == ("ndjson", ("x",))


def test_ndjson_numbers_are_text_as_they_are_written() -> None:
    data = b'{"request_id": 1.0, "last_name": -1E5, "reason": true}\n\n  \n' + (
        b'{"request_id": %s, "reason": false}' % (b"9" * 5000)
    )
    assert take(data, 2).texts == [("1.0", "-1E5", "true"), ("9" * 5000, None, "false")]


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        (b"[1]", "not a JSON object"),
        (b'"text"', "not a JSON object"),
        (b"{", "not JSON"),
        (b'{"request_id": NaN}', "not JSON"),
        (b'{"request_id": "1"} x', "not JSON"),
        (b'{"request_id": {}}', "a list or an object"),
        (b'{"request_id": []}', "a list or an object"),
        (b'{"request_id": "1", "Request_ID": "2"}', "stated twice"),
        (b'{"x": 1, "x": 2}', "stated twice"),
        (b'{"request_id": "\\u0000"}', "zero byte"),
        (b'{"request_id": "\\ud800"}', "UTF-8"),
        (b'{"request_id": "\xff"}', "UTF-8"),
        (b'{"request_id": "a\0"}', "not JSON"),
        (b'{"x":' * 50_000, "JSON"),
    ],
)
def test_a_malformed_ndjson_line_is_set_aside_verbatim(line: bytes, problem: str) -> None:
    good = lines({"request_id": "1"})
    taken = take(good + line + b"\r\n" + good, 3)
    assert [row[0] for row in taken.requests] == [1, 3]
    ((row, said, raw),) = taken.malformed
    assert (row, raw) == (2, line)
    assert problem in said


def test_an_ndjson_line_over_one_mebibyte_is_malformed() -> None:
    taken = take(lines({"request_id": "x" * 3_000_000}, {"request_id": "2"}), 2, name="b.jsonl")
    assert taken.requests == [(2, "2", None, None)]
    assert "1 MiB" in taken.malformed[0][1]


def test_ndjson_without_any_identifier_is_refused() -> None:
    with pytest.raises(InputRefusedError, match="request_id"):
        take(lines({"reason": "x"}), 1)


def test_an_ndjson_file_may_hold_no_object_at_all() -> None:
    assert take(b"nothing\n", 1, name="b.ndjson").malformed[0][0] == 1


def test_parquet_columns_become_text() -> None:
    utc = dt.UTC
    data = parquet_file(
        {
            "Request_ID": [1, None],
            "a": pa.array([decimal.Decimal("1.50"), None]),
            "b": [1.0, 2.5],
            "c": [dt.date(2025, 1, 31), None],
            "d": [dt.datetime(2025, 1, 31, 23, 59, tzinfo=utc)] * 2,
            "e": pa.array(["x", " "]).dictionary_encode(),
            "f": [True, False],
            "other": [[1], [2]],
        }
    )
    columns = ("request_id", *"abcdefg")
    taken = take(data, 2, columns=columns, name="batch[1].parquet")
    assert taken.requests == [
        (1, "1", "1.50", "1.0", "2025-01-31", "2025-01-31", "x", "true", None),
        (2, None, None, "2.5", None, "2025-01-31", None, "false", None),
    ]
    assert (taken.intake.missing, taken.intake.dropped) == (("g",), ("other",))
    assert taken.intake.format == "parquet"


def test_parquet_rows_with_a_zero_byte_or_too_much_text_are_malformed() -> None:
    data = parquet_file({"request_id": ["1", "2\0", "3"], "reason": ["a", "b", "c" * 2**20]})
    taken = take(data, 3)
    assert taken.requests == [(1, "1", None, "a")]
    assert [(row, problem[:11]) for row, problem, _ in taken.malformed] == [
        (2, "a zero byte"),
        (3, "a record lo"),
    ]
    assert taken.malformed[0][2] == b'{"request_id": "2\\u0000", "reason": "b"}'


@pytest.mark.parametrize(
    "values", [[[1]], [{"a": 1}], [b"x"]], ids=["list", "structure", "raw bytes"]
)
def test_a_declared_parquet_column_that_is_not_text_is_refused(values: list[object]) -> None:
    with pytest.raises(InputRefusedError, match="reason"):
        take(parquet_file({"request_id": ["1"], "reason": values}), 1)


def test_two_parquet_columns_of_one_name_are_refused() -> None:
    with pytest.raises(InputRefusedError, match="Two columns"):
        take(parquet_file({"request_id": ["1"], "reason": ["a"], "Reason": ["b"]}), 1)


@pytest.mark.parametrize("damage", [slice(0, 40), slice(0, -9), slice(0, 4)])
def test_a_damaged_parquet_file_is_refused(damage: slice) -> None:
    with pytest.raises(InputRefusedError, match="Parquet"):
        take(parquet_file({"request_id": ["1"] * 50})[damage], 50)


def test_parquet_text_that_is_not_utf8_is_refused() -> None:
    raw = pa.array([b"ok", b"\xff\xfe"], pa.binary())
    text = pa.Array.from_buffers(pa.string(), 2, raw.buffers())
    with pytest.raises(InputRefusedError, match="Parquet"):
        take(parquet_file({"request_id": text}), 2)


def test_a_parquet_batch_keeps_its_sequence_over_row_groups() -> None:
    file = io.BytesIO()
    ids = [str(number) for number in range(5_000)]
    parquet.write_table(pa.table({"request_id": ids}), file, row_group_size=100)
    assert [row[:2] for row in take(file.getvalue(), 5_000).requests] == [
        (number + 1, str(number)) for number in range(5_000)
    ]
