from __future__ import annotations

import os
import stat
from pathlib import Path

import duckdb
import pytest

from lawgate.errors import NotWritableError, UsageError
from lawgate.store.workbench import open_workbench


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_both_folders_are_the_owners_alone_whatever_the_umask(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "out"
    before = os.umask(0o777 & ~0o700)
    try:
        os.umask(0o277)
        folder.parent.mkdir()
        folder.parent.chmod(0o700)
        with open_workbench(folder):
            assert (mode(folder), mode(folder / ".lawgate-work")) == (0o700, 0o700)
    finally:
        os.umask(before)


def test_a_folder_that_others_could_read_is_closed_to_them(tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    folder.chmod(0o777)
    with open_workbench(folder):
        pass
    assert mode(folder) == 0o700


def test_spill_is_removed_when_the_work_is_done(tmp_path: Path) -> None:
    with open_workbench(tmp_path):
        (tmp_path / ".lawgate-work" / "half").write_text("x")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("error", [ValueError("a bug"), KeyboardInterrupt()])
def test_spill_is_removed_when_the_work_breaks_off(tmp_path: Path, error: BaseException) -> None:
    def break_off() -> None:
        with open_workbench(tmp_path):
            (tmp_path / ".lawgate-work" / "half").write_text("x")
            raise error

    with pytest.raises(type(error)):
        break_off()
    assert list(tmp_path.iterdir()) == []


def test_the_spill_of_a_killed_run_is_removed_at_the_next_start(tmp_path: Path) -> None:
    leftover = tmp_path / ".lawgate-work" / "deep"
    leftover.mkdir(parents=True)
    (leftover / "duckdb_temp_storage.tmp").write_text("somebody's address")
    with open_workbench(tmp_path):
        assert list((tmp_path / ".lawgate-work").iterdir()) == []


def test_a_link_in_the_place_of_the_spill_folder_is_not_followed(tmp_path: Path) -> None:
    elsewhere, folder = tmp_path / "elsewhere", tmp_path / "out"
    elsewhere.mkdir()
    folder.mkdir()
    (elsewhere / "kept").write_text("x")
    (folder / ".lawgate-work").symlink_to(elsewhere)
    with open_workbench(folder):
        assert not (folder / ".lawgate-work").is_symlink()
    assert (elsewhere / "kept").exists()


def test_work_larger_than_the_memory_spills_into_the_folder(tmp_path: Path) -> None:
    with open_workbench(tmp_path, memory_limit_mb=60, threads=1) as db:
        db.execute(
            "CREATE TABLE large AS SELECT i, md5(i::VARCHAR) AS a, md5((-i)::VARCHAR) AS b"
            " FROM range(1000000) t(i)"
        )
        assert list((tmp_path / ".lawgate-work").iterdir()) != []
        assert db.execute("SELECT count(*), max(rowid - i) FROM large").fetchone() == (1000000, 0)
    assert list(tmp_path.iterdir()) == []


def test_no_extension_is_fetched_or_loaded_by_itself(tmp_path: Path) -> None:
    with open_workbench(tmp_path, threads=1) as db:
        settings = dict(
            db.execute(
                "SELECT name, value FROM duckdb_settings() WHERE name LIKE 'auto%extensions'"
            ).fetchall()
        )
    assert settings == {
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
    }


def test_the_connection_is_closed_afterwards(tmp_path: Path) -> None:
    with open_workbench(tmp_path) as db:
        pass
    with pytest.raises(duckdb.ConnectionException):
        db.execute("SELECT 1")


def test_a_file_in_the_place_of_the_folder_is_a_clear_error(tmp_path: Path) -> None:
    place = tmp_path / "out"
    place.write_text("x")
    with pytest.raises(NotWritableError) as caught, open_workbench(place):
        pass
    assert caught.value.exit_code == 5
    assert caught.value.remedy
    assert str(place) in str(caught.value)


def test_a_folder_below_a_file_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("x")
    with pytest.raises(NotWritableError), open_workbench(tmp_path / "out" / "deeper"):
        pass


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may write anywhere")
def test_a_folder_that_may_not_be_written_is_a_clear_error(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(NotWritableError), open_workbench(tmp_path / "out"):
        pass
    tmp_path.chmod(0o700)


def test_no_memory_at_all_is_an_unusable_argument(tmp_path: Path) -> None:
    with pytest.raises(UsageError), open_workbench(tmp_path / "out", memory_limit_mb=0):
        pass
    assert not (tmp_path / "out").exists()


def test_a_second_run_into_the_same_folder_is_refused_while_the_first_works(
    tmp_path: Path,
) -> None:
    with open_workbench(tmp_path / "out") as db:
        with (
            pytest.raises(NotWritableError, match="Another run"),
            open_workbench(tmp_path / "out"),
        ):
            pass
        assert db.execute("SELECT 1").fetchone() == (1,)
    with open_workbench(tmp_path / "out"):
        pass


def test_a_folder_that_is_not_for_results_alone_is_refused_and_left_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    shared = tmp_path / "shared"
    shared.mkdir()
    shared.chmod(0o1777)
    for folder in (Path(), Path("/"), shared):
        before = folder.stat().st_mode
        with pytest.raises(UsageError, match="would become private"), open_workbench(folder):
            pass
        assert folder.stat().st_mode == before
