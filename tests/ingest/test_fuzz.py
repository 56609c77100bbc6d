"""A few of the hostile files of benchmarks/fuzz.py: each gives a table or a fault in words."""

from pathlib import Path

import pytest

from benchmarks.hostile import hostile
from reconcile.words import words

from .lists import put, read

SAY = words("fr")


# The last are rows of ten thousand cells and pages in a cell, which once took a minute.
@pytest.mark.parametrize("first", [0, 20, 40, 169, 613, 1446])
def test_hostile_files_give_a_table_or_a_fault_in_words(tmp_path: Path, first: int) -> None:
    for seed in range(first, first + 20 if first < 60 else first + 1):
        name, data = hostile(seed)
        put(tmp_path / str(seed), f"est/{name}", data)
        reading = read(tmp_path / str(seed))
        assert len(reading.raw) or reading.sheets["why"].notna().any() or len(reading.issues)
        for issue in reading.issues.to_dict("records"):
            values = {**issue, **issue["details"]}
            assert SAY(f"problems.{issue['problem']}.sentence", **values)
            assert SAY(f"problems.{issue['problem']}.cure", **values)


def test_the_same_seed_gives_the_same_list() -> None:
    # Workbooks carry the time of their making; texts do not.
    texts = [hostile(seed) for seed in range(40)]
    again = [hostile(seed) for seed in range(40)]
    assert [one for one in texts if one[0].endswith(".csv")] == [
        one for one in again if one[0].endswith(".csv")
    ]


def test_a_chain_of_sectors_without_an_end_is_refused(tmp_path: Path) -> None:
    """The library would follow it until memory ends."""
    from .test_unreadable import old_excel

    data = bytearray(old_excel() + bytes(8192))
    first_table = int.from_bytes(data[76:80], "little")
    folder = int.from_bytes(data[48:52], "little")
    at = (first_table + 1) * 512 + folder * 4
    data[at : at + 4] = folder.to_bytes(4, "little")
    put(tmp_path, "est/a.xls", bytes(data))
    (told,) = read(tmp_path).sheets.to_dict("records")
    assert (told["state"], told["why"]) == ("unreadable", "file_damaged")
