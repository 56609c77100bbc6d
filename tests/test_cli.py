"""The command: what each does, its exit status, and that --help is quick to load."""

from __future__ import annotations

import math
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from shutil import rmtree

import pandas as pd
import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner

from reconcile.cli import app
from reconcile.config import load
from reconcile.ingest import read_clubs
from tests.factory import write_samples
from tests.places import MERGED, Place

run = CliRunner().invoke


@pytest.fixture
def samples(tmp_path: Path) -> Place:
    place = Place(tmp_path, MERGED)
    write_samples(place.root / "raw")
    return place


def test_every_command_is_in_the_readme() -> None:
    readme = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")
    names = [command.name or command.callback.__name__ for command in app.registered_commands]
    missing = [name for name in names if f"reconcile {name}" not in readme]
    assert not missing


def test_help_loads_nothing_heavy() -> None:
    code = (
        "import sys; from typer.testing import CliRunner; from reconcile.cli import app;"
        "done = CliRunner().invoke(app, ['--help']); assert done.exit_code == 0;"
        "heavy = {'pandas', 'prefect', 'great_expectations', 'openpyxl', 'sqlalchemy'};"
        "sys.exit(', '.join(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stderr.strip() == ""


def test_wrong_settings_are_all_told_and_exit_with_2(tmp_path: Path) -> None:
    settings = tmp_path / "reconcile.toml"
    settings.write_text('language = "de"\nmerged_on = "soon"\n[clubs.a]\nname = ""\n')
    done = run(app, ["check", "--config", str(settings)])
    assert done.exit_code == 2
    for part in ("reconcile.toml", "language", "merged_on", "clubs.a.name"):
        assert part in done.output


def test_missing_settings_exit_with_2(tmp_path: Path) -> None:
    done = run(app, ["check", "--config", str(tmp_path / "none.toml")])
    assert done.exit_code == 2
    assert "none.toml" in done.output


def test_check_says_how_files_are_understood_and_changes_nothing(samples: Place) -> None:
    before = sorted(samples.root.rglob("*"))
    done = run(app, ["check", "--config", str(samples.settings)])
    assert done.exit_code == 0, done.output
    assert "Adhérents 2026" in done.output
    assert "SIRET" in done.output
    assert sorted(samples.root.rglob("*")) == before


def test_check_gives_the_lines_that_overrule_it(tmp_path: Path) -> None:
    place = Place(tmp_path, MERGED)
    folder = place.root / "raw" / "rezames"
    folder.mkdir(parents=True)
    rows = [
        ["Liste", "", ""],
        ["Société", "Lieu", "Couriel"],
        ["Velinore", "Sorbiers", "a@b.example"],
    ]
    pd.DataFrame(rows).to_excel(folder / 'Liste "A".xlsx', index=False, header=False)
    done = run(app, ["check", "--config", str(place.settings)])
    assert done.exit_code == 0, done.output
    for line in (
        "      A  Société  →  Raison sociale (sûr)",
        "      B  Lieu     →  Ville (probable)",
        "      ligne 1 : au-dessus des titres de colonnes (« Liste »)",
    ):
        assert line in done.output.splitlines()
    block = done.output[done.output.index("    [[sheets]]") :].partition("\n\n")[0]
    pasted = "\n".join(line for line in block.splitlines() if line.startswith("    "))
    place_of = {"file": 'rezames/Liste "A".xlsx', "sheet": "Sheet1"}
    columns = {"A": "name", "B": "city", "C": "email"}
    assert tomllib.loads(pasted)["sheets"] == [
        {**place_of, "header_row": 2, "columns": columns},
        {**place_of, "state": "complement"},
    ]
    settings = place.settings.read_text("utf-8") + "\n" + pasted.replace("city", "notes")
    place.settings.write_text(settings, "utf-8")
    done = run(app, ["check", "--config", str(place.settings)])
    assert "      B  Lieu     →  Observations (sûr)" in done.output.splitlines()


def test_explain_adds_up_to_the_probability(first_night: Place) -> None:
    asked = first_night.sheet("À répondre", "question_id").iloc[0]
    ids = [asked["left_id"], asked["right_id"]]
    done = run(app, ["explain", *ids, "--config", str(first_night.settings)])
    assert done.exit_code == 0, done.output
    weights = re.findall(r"^ +([+-]\d+\.\d) ", done.output, flags=re.MULTILINE)
    bits = [float(weight) for weight in weights]
    assert len(bits) > 3
    assert sum(bits[:-1]) == pytest.approx(bits[-1], abs=0.6)
    # Rounded down, so that 99,96 % is never shown as certain.
    assert f"{math.floor(asked['probability'] * 1000) / 10:.1f}".replace(".", ",") in done.output


@pytest.mark.parametrize("ids", [["R-00001", "R-99999"], ["R-00001", "R-00001"]])
def test_explain_of_unknown_records_exits_with_2(first_night: Place, ids: list[str]) -> None:
    done = run(app, ["explain", *ids, "--config", str(first_night.settings)])
    assert done.exit_code == 2
    assert ids[1] in done.output


def test_init_makes_a_place_that_runs_from_its_own_model(tmp_path: Path) -> None:
    folder = tmp_path / "Mon club été"
    done = run(app, ["init", str(folder)])
    assert done.exit_code == 0, done.output
    settings = load(folder / "reconcile.toml")
    model = next(folder.glob("*.xlsx"))
    book = load_workbook(model)
    headings = {cell.value: cell.column for cell in book.active[1]}
    book.active.cell(2, headings["Raison sociale"], "Miralix")
    book.active.cell(2, headings["SIRET"], "00025916800011")
    book.save(settings.paths.raw / "club_a" / "liste.xlsx")
    reading = read_clubs(settings)
    assert reading.raw[["name", "siret"]].to_numpy().tolist() == [["Miralix", "00025916800011"]]
    ignored = reading.columns[reading.columns["label"].isna()]
    assert ignored.empty, f"the model's own headings are understood: {ignored['heading'].to_list()}"
    again = run(app, ["init", str(folder)])
    assert again.exit_code == 2


LEFT = [
    ("a1", "SARL Miralix", "12 rue des Forges", "42000", "0465710001"),
    ("a2", "Ateliers Bonal", "3 avenue du Lac", "42100", ""),
    ("a3", "Miralix", "12 r. des Forges", "42000", "04 65 71 00 01"),
]
RIGHT = [
    ("b1", "MIRALIX", "12, RUE DES FORGES", "42000", "+33465710001"),
    ("b2", "Zéphyr Conseil", "9 place Neuve", "42350", ""),
]


def write_list(rows: list[tuple[str, ...]], path: Path) -> Path:
    table = pd.DataFrame(rows, columns=["id", "name", "address", "postcode", "phone"])
    table["colour"] = "extra columns are ignored"
    if path.suffix == ".csv":
        table.to_csv(path, index=False)
    elif path.suffix == ".xlsx":
        table.to_excel(path, index=False)
    else:
        table.to_parquet(path)
    return path


@pytest.mark.parametrize("kind", [".csv", ".xlsx", ".parquet"])
def test_link_gives_the_pairs_of_two_lists(tmp_path: Path, kind: str) -> None:
    one, other = write_list(LEFT, tmp_path / f"a{kind}"), write_list(RIGHT, tmp_path / f"b{kind}")
    out = tmp_path / f"pairs{kind}"
    done = run(app, ["link", str(one), str(other), "--out", str(out)])
    assert done.exit_code == 0, done.output
    read = {
        ".csv": pd.read_csv,
        ".xlsx": lambda p: pd.read_excel(p, engine="calamine"),
        ".parquet": pd.read_parquet,
    }[kind]
    pairs = read(out)
    assert list(pairs.columns) == ["id_a", "id_b", "probability", "band"]
    matched = pairs[pairs["band"] == "match"]
    assert sorted(matched["id_a"] + matched["id_b"]) == ["a1b1", "a3b1"]
    assert (matched["probability"] > 0.96).all()


def test_link_takes_the_costs_of_a_settings_file(tmp_path: Path) -> None:
    one, other = write_list(LEFT, tmp_path / "a.csv"), write_list(RIGHT, tmp_path / "b.csv")
    settings = tmp_path / "reconcile.toml"
    costs = "[matching]\nwrong_merge = 1000000\n"
    settings.write_text(f'language = "fr"\n[clubs.a]\nname = "A"\n{costs}', encoding="utf-8")
    out = tmp_path / "pairs.csv"
    told = ["link", str(one), str(other), "--out", str(out), "--config", str(settings)]
    done = run(app, told)
    assert done.exit_code == 0, done.output
    assert "match" not in set(pd.read_csv(out)["band"])


@pytest.mark.parametrize(
    ("rows", "name", "told"),
    [
        ("id,name\na1,X\na1,Y\n", "a.csv", "a1"),
        ("nom\nX\n", "a.csv", "id"),
        ("ID,name,Name\na1,X,Y\n", "a.csv", "name"),
        ("", "a.csv", "a.csv"),
        ("id,name\n", "a.pdf", "a.pdf"),
    ],
)
def test_link_tells_what_is_wrong_with_a_list(
    tmp_path: Path, rows: str, name: str, told: str
) -> None:
    (tmp_path / name).write_text(rows)
    right = write_list(RIGHT, tmp_path / "b.csv")
    done = run(app, ["link", str(tmp_path / name), str(right), "--out", str(tmp_path / "p.csv")])
    assert done.exit_code == 2
    assert told in done.output


def test_link_of_an_empty_list_gives_no_pairs(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("id,name\n")
    right = write_list(RIGHT, tmp_path / "b.csv")
    done = run(app, ["link", str(tmp_path / "a.csv"), str(right), "--out", str(tmp_path / "p.csv")])
    assert done.exit_code == 0, done.output
    assert pd.read_csv(tmp_path / "p.csv").empty


def test_link_takes_ragged_rows_blank_names_and_the_word_na(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes("id;name\nNA;Miralix;more\na2;\na3;\n".encode("utf-16"))
    (tmp_path / "b.csv").write_text("id,name\nb1,\nb2,\n")
    out = tmp_path / "p.csv"
    done = run(app, ["link", str(tmp_path / "a.csv"), str(tmp_path / "b.csv"), "--out", str(out)])
    assert done.exit_code == 0, done.output
    assert pd.read_csv(out).empty, "rows of which nothing is known are no pairs"


def test_link_writes_no_formula(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("id,name,phone\n=1+1,Miralix,0465710001\n")
    for name in ("p.xlsx", "p.csv"):
        ends = [str(tmp_path / "a.csv")] * 2
        assert run(app, ["link", *ends, "--out", str(tmp_path / name)]).exit_code == 0
    sheet = load_workbook(tmp_path / "p.xlsx").active
    assert (sheet["A2"].value, sheet["A2"].data_type) == ("=1+1", "s")
    assert (tmp_path / "p.csv").read_text().splitlines()[1].startswith("'=1+1,'=1+1,")


@pytest.mark.parametrize("out", ["no folder/p.csv", "p.pdf"])
def test_link_says_before_the_work_that_it_cannot_write(tmp_path: Path, out: str) -> None:
    one = write_list(LEFT, tmp_path / "a.csv")
    done = run(app, ["link", str(one), str(one), "--out", str(tmp_path / out)])
    assert done.exit_code == 2
    assert Path(out).name in done.output


def test_bad_input_is_a_sentence_and_exit_2_never_a_traceback(samples: Place) -> None:
    (samples.root / "raw" / "rezames" / "liste.csv").write_text("Raison sociale\nMiralix\n")
    for command in (["check"], ["run", "--direct"]):
        done = run(app, [*command, "--config", str(samples.settings)])
        assert done.exit_code == 2, done.output
        assert "liste.csv" in done.output
        assert isinstance(done.exception, SystemExit)
    rmtree(samples.root / "raw")
    done = run(app, ["check", "--config", str(samples.settings)])
    assert done.exit_code == 2
    assert isinstance(done.exception, SystemExit)


def test_init_on_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "taken").touch()
    done = run(app, ["init", str(tmp_path / "taken")])
    assert done.exit_code == 1
    assert "taken" in done.output
