"""A set of outputs is put in place whole, or not at all, whenever the power fails."""

from __future__ import annotations

from pathlib import Path

import pytest

from reconcile.outputs import publish

NOTE = "CLOSE.txt"


def write(clean: Path, run: int, replaces: bool = True, **files: str) -> dict[str, str]:
    folder = publish.begin(clean)
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text)
    return publish.seal(folder, run, replaces)


def shown(clean: Path) -> dict[str, str]:
    return {path.stem: path.read_text() for path in clean.glob("[a-z]*.csv")}


def archived(clean: Path) -> list[str]:
    return sorted(
        f"{path.parent.name}/{path.stem}={path.read_text()}"
        for path in (clean / publish.ARCHIVES).rglob("*.csv")
    )


def test_the_set_replaces_the_one_before_and_archives_it(tmp_path: Path) -> None:
    write(tmp_path, 1, register="one", club="only then")
    publish.place(tmp_path, NOTE)
    write(tmp_path, 2, register="two")
    assert publish.place(tmp_path, NOTE) == []
    assert shown(tmp_path) == {"register": "two"}
    assert archived(tmp_path) == ["00001/club=only then", "00001/register=one"]


@pytest.mark.parametrize("text", ["[]", "{}", '{"files": ["a"]}', '{"files": ', "null", "1"])
def test_what_is_no_manifest_is_in_no_ones_way(tmp_path: Path, text: str) -> None:
    write(tmp_path, 1, register="one")
    publish.place(tmp_path, NOTE)
    (tmp_path / publish.MANIFEST).write_text(text)
    (tmp_path / publish.PENDING).mkdir()
    (tmp_path / publish.PENDING / publish.MANIFEST).write_text(text)
    (tmp_path / publish.PENDING / "report.csv").write_text("waited")
    assert publish.placed(tmp_path) == {} and publish.register_in_place(tmp_path) == 0
    write(tmp_path, 2, register="two")
    assert publish.place(tmp_path, NOTE) == []
    assert shown(tmp_path) == {"register": "two"}
    assert "pending/report=waited" in archived(tmp_path)
    assert any(one.endswith("register=one") for one in archived(tmp_path))


def test_a_report_alone_leaves_the_register(tmp_path: Path) -> None:
    write(tmp_path, 1, register="one", report="r1")
    publish.place(tmp_path, NOTE)
    write(tmp_path, 2, replaces=False, report="r2")
    publish.place(tmp_path, NOTE)
    assert shown(tmp_path) == {"register": "one", "report": "r2"}
    write(tmp_path, 3, report="r3")
    publish.place(tmp_path, NOTE)
    assert shown(tmp_path) == {"report": "r3"}, "the register of run 1 was still known"


@pytest.mark.parametrize("lock", ["~$register.csv", ".~lock.register.csv#"])
def test_an_open_file_makes_the_whole_set_wait(tmp_path: Path, lock: str) -> None:
    write(tmp_path, 1, register="one", report="r1")
    publish.place(tmp_path, NOTE)
    (tmp_path / lock).touch()
    write(tmp_path, 2, register="two", report="r2")
    assert publish.place(tmp_path, NOTE) == ["register.csv"]
    assert shown(tmp_path) == {"register": "one", "report": "r1"}
    assert (tmp_path / NOTE).exists()
    (tmp_path / lock).unlink()
    assert publish.place(tmp_path, NOTE) == []
    assert shown(tmp_path) == {"register": "two", "report": "r2"}
    assert not (tmp_path / NOTE).exists()


def test_a_newer_set_takes_over_from_one_that_waited(tmp_path: Path) -> None:
    write(tmp_path, 1, register="one")
    publish.place(tmp_path, NOTE)
    (tmp_path / "~$register.csv").touch()
    write(tmp_path, 2, register="two")
    publish.place(tmp_path, NOTE)
    (tmp_path / "~$register.csv").unlink()
    write(tmp_path, 3, register="three")
    publish.place(tmp_path, NOTE)
    assert shown(tmp_path) == {"register": "three"}


def test_a_crash_at_any_move_is_rolled_forward(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for moment in range(1, 9):
        clean = tmp_path / str(moment)
        clean.mkdir()
        write(clean, 1, register="one", report="r1")
        publish.place(clean, NOTE)
        write(clean, 2, register="two", report="r2")
        moves = 0
        real = Path.replace

        def fail(self: Path, target: Path, real: object = real, at: int = moment) -> Path:
            nonlocal moves
            moves += 1
            if moves == at:
                raise KeyboardInterrupt
            return real(self, target)  # type: ignore[operator]

        monkeypatch.setattr(Path, "replace", fail)
        try:
            publish.place(clean, NOTE)
        except KeyboardInterrupt:
            monkeypatch.setattr(Path, "replace", real)
            publish.place(clean, NOTE)
        monkeypatch.setattr(Path, "replace", real)
        assert shown(clean) == {"register": "two", "report": "r2"}
        assert sorted(archived(clean)) == ["00001/register=one", "00001/report=r1"]


def test_a_set_that_was_not_committed_is_thrown_away(tmp_path: Path) -> None:
    committed = write(tmp_path, 1, register="one")
    publish.drop_unfinished(tmp_path, committed)
    publish.place(tmp_path, NOTE)
    write(tmp_path, 2, register="two")
    publish.drop_unfinished(tmp_path, committed)
    publish.place(tmp_path, NOTE)
    assert shown(tmp_path) == {"register": "one"}


def test_a_file_saved_while_the_set_is_put_in_place_goes_to_the_archive(tmp_path: Path) -> None:
    write(tmp_path, 2, report="r2")
    new, archive = tmp_path / publish.NEXT / "report.csv", tmp_path / publish.ARCHIVES / "00001"
    (tmp_path / "report.csv").write_text("answered")
    publish._put(new, tmp_path / "report.csv", archive)
    assert shown(tmp_path) == {"report": "r2"}
    assert archived(tmp_path) == ["00001/report=answered"]
    copy = archive.with_name(f"{archive.name} - Copie")  # a person's own, of no run
    copy.mkdir()
    (copy / "report.csv").touch()
    assert publish.late(tmp_path, "report.csv") == [archive / "report.csv"]


def test_a_kill_between_the_two_steps_of_a_move_archives_nothing(tmp_path: Path) -> None:
    write(tmp_path, 1, report="r1")
    (tmp_path / "report.csv").hardlink_to(tmp_path / publish.NEXT / "report.csv")
    assert publish.place(tmp_path, NOTE) == []
    assert (shown(tmp_path), archived(tmp_path)) == ({"report": "r1"}, [])


def test_what_a_kill_left_of_a_set_that_waited_is_in_no_ones_way(tmp_path: Path) -> None:
    (tmp_path / publish.PENDING).mkdir()
    (tmp_path / publish.PENDING / "report.csv").write_text("waited")
    (tmp_path / ".~lock.report.csv#").touch()
    write(tmp_path, 2, report="r2")
    assert publish.place(tmp_path, NOTE) == ["report.csv"]
    assert (tmp_path / publish.PENDING / "report.csv").read_text() == "r2"
    assert archived(tmp_path) == ["pending/report=waited"]
