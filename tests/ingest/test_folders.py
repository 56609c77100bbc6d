"""Which files of the raw folder are read, and how all others are named."""

from pathlib import Path

import pytest

from reconcile.ingest import IngestError, read_clubs

from .lists import CSV, PLAIN, book, config, keep, put, read, rows_of, save, states


def test_only_the_clubs_folders_are_read_and_all_else_is_named(tmp_path: Path) -> None:
    for file in ("EST/a.csv", "autre/b.csv", "est/sous/c.csv", "d.csv", "nouveaux/e.csv"):
        put(tmp_path, file, CSV.replace("Velinore", file))
    for file in ("README.md", "est/.gitkeep", ".cache", "est/~$a.xlsx", "est/.~lock.a.csv#"):
        put(tmp_path, file, "")
    put(tmp_path, "est/Thumbs.db", "x")
    put(tmp_path, "est/photo.jpg", "x")
    put(tmp_path, "~$liste.xlsx", "x")
    assert list(read(tmp_path).raw["file"]) == ["EST/a.csv"]
    assert states(tmp_path) == {
        "EST/a.csv": ("read", None),
        "est/photo.jpg": ("ignored", "unknown_type"),
        "est/sous": ("ignored", "subfolder"),
        "est/~$a.xlsx": ("ignored", "lock_file"),
        "autre": ("ignored", "not_a_club"),
        "d.csv": ("ignored", "loose_file"),
        "~$liste.xlsx": ("ignored", "lock_file"),
    }


def test_a_folder_is_a_clubs_without_case_spaces_and_accents(tmp_path: Path) -> None:
    put(tmp_path, "Club de l'Été/a.csv", CSV)
    assert list(read(tmp_path, "club_de_l_ete").raw["source"]) == ["club_de_l_ete"]


def test_a_missing_raw_folder_stops(tmp_path: Path) -> None:
    with pytest.raises(IngestError, match="raw n'existe pas"):
        read_clubs(config(tmp_path / "raw"))


def test_a_club_without_folder_or_without_files_is_told(tmp_path: Path) -> None:
    put(tmp_path, "est/.gitkeep", "")
    reading = read(tmp_path, "est", "ouest")
    assert reading.raw.empty and reading.issues.empty
    assert rows_of(reading.sheets, "source", "file", "state", "why") == [
        ("est", "est", "ignored", "club_empty"),
        ("ouest", "ouest", "ignored", "club_missing"),
    ]


def test_sample_files_beside_others_stop(tmp_path: Path) -> None:
    put(tmp_path, "est/Exemple_liste.csv", CSV)
    assert len(read(tmp_path, "est", "ouest").raw) == 1
    put(tmp_path, "ouest/vraie.csv", CSV)
    with pytest.raises(IngestError) as stopped:
        read(tmp_path, "est", "ouest")
    for word in ("est/Exemple_liste.csv", "ouest/vraie.csv", "Enlevez"):
        assert word in str(stopped.value)


def test_the_same_file_twice_is_read_once(tmp_path: Path) -> None:
    for file in ("est/Copie de liste.csv", "est/liste.csv", "ouest/liste.csv"):
        put(tmp_path, file, CSV)
    reading = read(tmp_path, "est", "ouest")
    assert list(reading.raw["file"]) == ["est/liste.csv", "ouest/liste.csv"]
    (copy,) = reading.sheets[reading.sheets["why"] == "copy"].to_dict("records")
    assert (copy["file"], copy["details"]) == (
        *("est/Copie de liste.csv", {"original": "est/liste.csv"}),
    )


def test_our_own_outputs_are_not_read(tmp_path: Path) -> None:
    save(tmp_path, PLAIN, "est/member_register.xlsx")
    made, _ = book(PLAIN, "Adhérents")
    made.create_sheet("Contacts")
    made.create_sheet("Provenance")
    keep(tmp_path, made, "est/registre de mars.xlsx")
    ours = [("N° adhérent", "Raison sociale", "Clubs", "Nb de fiches"), ("M-0001", "Un", "Est", 1)]
    save(tmp_path, ours, "est/annuaire.xlsx")
    put(tmp_path, "est/export.csv", "\n".join(";".join(map(str, row)) for row in ours))
    save(tmp_path, PLAIN, "est/liste.xlsx")
    assert states(tmp_path) == {
        "est/annuaire.xlsx": ("ignored", "own_output"),
        "est/export.csv": ("ignored", "own_output"),
        "est/liste.xlsx": ("read", None),
        "est/registre de mars.xlsx": ("ignored", "own_output"),
        "est/member_register.xlsx": ("ignored", "own_output"),
    }
