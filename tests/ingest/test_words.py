"""Whatever ingest can say has its words, in both languages."""

import re
from pathlib import Path

import pytest

import reconcile.ingest
from reconcile.words import words

SOURCE = "\n".join(
    path.read_text(encoding="utf-8") for path in Path(reconcile.ingest.__file__).parent.glob("*.py")
)
FILES = set(re.findall(r'"(file_[a-z_]+)"', SOURCE))
PROBLEMS = FILES | {
    *("no_table", "no_rows", "two_columns", "column_no_heading", "column_guessed"),
    *("column_disagrees", "column_doubtful", "column_yes_no", "tables_beside", "columns_beside"),
    *("column_former", "column_links", "struck_by_rule", "coloured_by_rule"),
    *("rule_no_file", "rule_near_file", "rule_no_sheet", "rule_no_row", "rule_no_column"),
    *("cell_error", "formula_no_value", "mojibake", "other_type"),
    *("columns_hidden", "filter_on", "legend_used", "legend_unclear", "row_marked_kept"),
    *("row_contact", "row_nameless", "row_name_like", "row_after_gap"),
    *("row_no_name", "row_lone", "rows_paired", "names_alone"),
}
WHYS = FILES | {
    *("not_a_club", "subfolder", "loose_file", "lock_file", "own_output", "copy", "unknown_type"),
    "link_outside",
    *("club_missing", "club_empty", "no_table", "empty_sheet"),
}
LEFT_OUT = {"above", "section", "total", "note", "repeated_header", "no_identity"} | {
    *("second_header", "other_table", "legend", "name_like", "contact_struck", "signs"),
}


@pytest.mark.parametrize("language", ["fr", "en"])
def test_all_keys_have_words(language: str) -> None:
    say = words(language)
    assert set(say.section("sheets")) >= WHYS
    assert set(say.section("left_out")) >= LEFT_OUT
    assert set(say.section("problems")) >= PROBLEMS
    assert set(say.section("ingest")) >= {"raw_missing", "samples_mixed"}


def test_the_keys_are_those_of_the_code() -> None:
    for key in PROBLEMS | WHYS | LEFT_OUT:
        assert f'"{key}"' in SOURCE, key
