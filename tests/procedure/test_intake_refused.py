from __future__ import annotations

import bz2
import gzip
import lzma
import os
from dataclasses import replace
from pathlib import Path
from unittest import mock

import pytest

from lawgate.errors import InputRefusedError, LawgateError, NotWritableError
from lawgate.procedure.intake import take_in
from lawgate.store.workbench import open_workbench
from tests.procedure.batches import COLUMNS, cover, take

HEADER = b"request_id,last_name,reason\n"
GOOD = HEADER + b"1,a,b\n"


def refusal(data: bytes, row_count: int, **more: object) -> str:
    with pytest.raises(InputRefusedError) as caught:
        take(data, row_count, **more)  # type: ignore[arg-type]
    assert caught.value.exit_code == 3
    assert caught.value.remedy
    assert "batch" in str(caught.value.place)
    return caught.value.problem


def test_a_digest_that_is_not_the_transmittals_is_refused() -> None:
    problem = refusal(GOOD, 1, transmittal=cover(GOOD + b"\n", 1))
    assert cover(GOOD, 1).sha256 in problem


@pytest.mark.parametrize("row_count", [0, 2, 5])
def test_a_count_that_is_not_the_transmittals_is_refused(row_count: int) -> None:
    assert "holds 1 records" in refusal(GOOD, row_count)


def test_a_header_alone_where_rows_are_stated_is_refused() -> None:
    assert "holds 0 records" in refusal(HEADER, 5)


def test_the_count_includes_malformed_rows_and_says_so() -> None:
    assert "holds 2 records, 1 of them malformed" in refusal(GOOD + b"2,a\n", 1)


@pytest.mark.parametrize(
    "data",
    [
        gzip.compress(GOOD, mtime=0),
        bz2.compress(GOOD),
        lzma.compress(GOOD),
        b"PK\x03\x04" + GOOD,
        b"%PDF-1.7\n" + GOOD,
        GOOD.decode().encode("utf-32"),
        GOOD.decode().encode("utf-32-be"),
        GOOD.decode().encode("cp037"),
        b"\x80\x81\x82" + GOOD,
        b"request_id\0,last_name,reason\n",
        bytes(64),
    ],
    ids=lambda data: repr(data[:8]),
)
def test_an_encoding_that_can_not_be_named_is_refused(data: bytes) -> None:
    assert "encoding" in refusal(data, 1) or "zero byte" in refusal(data, 1)


def test_a_batch_that_is_mostly_not_utf8_is_refused_whole() -> None:
    data = HEADER + "1,日本,b\n".encode("shift-jis") * 120
    assert "encoding" in refusal(data, 120)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\n\n  \n",
        b"\xef\xbb\xbf",
        b"1,a,b\n",
        b"last_name,reason\na,b\n",
        b"request_id,last_name,Last_Name \n1,a,b\n",
        b'request_id,"last_name\n1,a,b\n',
        b'request_id,la"st_name\n1,a,b\n',
        b"request_id," + b"x" * 2**21 + b"\n1,a\n",
        b'[{"request_id": 1}]\n',
    ],
    ids=lambda data: repr(data[:24]),
)
def test_a_batch_without_a_usable_header_is_refused(data: bytes) -> None:
    refusal(data, 1)


def try_path(folder: Path, batch: Path) -> LawgateError:
    with pytest.raises(LawgateError) as caught, open_workbench(folder / "desk") as db:
        take_in(db, batch, cover(GOOD, 1), COLUMNS, folder / "desk" / ".lawgate-work")
    return caught.value


def test_what_is_not_a_file_is_refused_without_waiting(tmp_path: Path) -> None:
    pipe, loop = tmp_path / "pipe", tmp_path / "loop"
    os.mkfifo(pipe)
    loop.symlink_to(loop)
    for path in (tmp_path / "none.csv", tmp_path, pipe, loop, Path("/dev/null"), Path("a\0b")):
        assert isinstance(try_path(tmp_path, path), InputRefusedError)


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read anything")
def test_a_file_that_may_not_be_read_is_refused(tmp_path: Path) -> None:
    batch = tmp_path / "batch.csv"
    batch.write_bytes(GOOD)
    batch.chmod(0)
    assert isinstance(try_path(tmp_path, batch), InputRefusedError)


def test_a_link_to_a_file_is_that_file(tmp_path: Path) -> None:
    (tmp_path / "batch.csv").write_bytes(GOOD)
    link = tmp_path / "link"
    link.symlink_to("batch.csv")
    with open_workbench(tmp_path / "desk") as db:
        taken = take_in(db, link, cover(GOOD, 1), COLUMNS, tmp_path / "desk" / ".lawgate-work")
    assert taken.records == 1


def test_a_batch_that_changes_while_it_is_read_is_refused(tmp_path: Path) -> None:
    batch = tmp_path / "batch.csv"
    batch.write_bytes(GOOD)

    def change(_doing: str, _share: float) -> None:
        os.utime(batch, (1, 1))

    with pytest.raises(InputRefusedError, match="changed"), open_workbench(tmp_path / "d") as db:
        take_in(db, batch, cover(GOOD, 1), COLUMNS, tmp_path / "d" / ".lawgate-work", change)


def test_a_transcription_that_can_not_be_written_is_said_so(tmp_path: Path) -> None:
    batch = tmp_path / "batch.csv"
    batch.write_bytes(GOOD.decode().encode("utf-16"))
    with open_workbench(tmp_path / "desk") as db, pytest.raises(NotWritableError):
        take_in(db, batch, cover(GOOD, 1), COLUMNS, tmp_path / "nowhere")


def test_progress_ends_at_one(tmp_path: Path) -> None:
    batch = tmp_path / "batch.csv"
    batch.write_bytes(GOOD)
    told = mock.Mock()
    with open_workbench(tmp_path / "desk") as db:
        take_in(db, batch, cover(GOOD, 1), COLUMNS, tmp_path / "desk" / ".lawgate-work", told)
    shares = [call.args[1] for call in told.mock_calls]
    assert shares == sorted(shares)
    assert shares[-1] == 1.0


def test_the_digest_is_of_the_whole_file_not_case(tmp_path: Path) -> None:
    taken = take(GOOD, 1, transmittal=replace(cover(GOOD, 1), requester="x"))
    assert taken.intake.sha256 == cover(GOOD, 1).sha256
    assert not list(tmp_path.iterdir())
