"""Splink on two lists: python benchmarks/peer_splink.py A.csv B.csv PAIRS.parquet

A linkage as someone who knows Splink and French firms would set it up: λ from deterministic rules,
u from random pairs, m from EM over rules that share no column. Columns that a list lacks are left
out. Splink's names: https://moj-analytical-services.github.io/splink/
"""

from __future__ import annotations

import logging
import sys
import time
from pathlib import Path
from typing import Any, Final

import pandas as pd
import splink.comparison_level_library as cll
import splink.comparison_library as cl
from peer_cleaning import clean_both, write_pairs
from splink import DuckDBAPI, Linker, SettingsCreator, block_on
from splink.internals.exceptions import SplinkException

U_PAIRS: Final = 1e6
DETERMINISTIC: Final = (
    ("siren",),
    ("email", "name"),
    ("phone", "name"),
    ("domain", "name"),
    ("name", "street", "number", "city"),
    ("name", "contact", "city"),
)
RECALL = 0.7
EM_RULES: Final = (
    ("phone",),
    ("name", "city"),
    ("street", "number", "city"),
    ("name",),
    ("siren",),
    ("contact", "city"),
)
EM_PASSES = 4
FIRST_WORD, HEAD = "regexp_extract(name, '^[a-z0-9]+')", "substr(name, 1, 4)"
PREDICT: Final = (
    ("siren",),
    ("phone",),
    ("email",),
    ("domain",),
    ("name",),
    ("trade_name",),
    ("street", "number"),
    ("contact", "city"),
    ("contact", HEAD),
    (FIRST_WORD, "postcode"),
    (HEAD, "city"),
    ("street", "city", "substr(name, 1, 2)"),
)


def _level(sql: str, label: str) -> Any:
    return cll.CustomLevel(sql, label_for_charts=label)


def _comparison(column: str, *levels: Any) -> Any:
    return cl.CustomComparison(
        output_column_name=column,
        comparison_levels=[cll.NullLevel(column), *levels, cll.ElseLevel()],
    )


def _similar(column: str, *thresholds: float, frequent: bool = False) -> Any:
    """Exact (weighed by how rare the value is where `frequent`), then JaroWinkler at thresholds."""
    exact = cll.ExactMatchLevel(column, term_frequency_adjustments=frequent)
    return _comparison(column, exact, *(cll.JaroWinklerLevel(column, at) for at in thresholds))


def _name() -> Any:
    """Letters are counted without spaces too: "Rhône Alpes" and "RhoneAlpes" are one."""
    anagram = "jaccard(name_l, name_r) >= 0.9 and least(length(name_l), length(name_r)) > 5"
    return _comparison(
        "name",
        cll.ExactMatchLevel("name", term_frequency_adjustments=True),
        _level("replace(name_l, ' ', '') = replace(name_r, ' ', '')", "same letters"),
        cll.JaroWinklerLevel("name", 0.92),
        _level(anagram, "same letters, other order"),
        cll.JaroWinklerLevel("name", 0.8),
    )


def _street() -> Any:
    """Street with its number."""
    alike = "number_l = number_r and jaro_winkler_similarity(street_l, street_r) >= 0.85"
    return _comparison(
        "street",
        _level("street_l = street_r and number_l = number_r", "street and number"),
        _level(alike, "number, like street"),
        cll.ExactMatchLevel("street"),
        cll.JaroWinklerLevel("street", 0.9),
    )


def _place() -> Any:
    """Postcode and city are one comparison: they are far from independent."""
    unknown = "(city_l is null or city_r is null) and (postcode_l is null or postcode_r is null)"
    return cl.CustomComparison(
        output_column_name="place",
        comparison_levels=[
            _level(unknown, "unknown").configure(is_null_level=True),
            _level("city_l = city_r and postcode_l = postcode_r", "city and postcode"),
            _level("postcode_l = postcode_r", "postcode"),
            cll.ExactMatchLevel("city"),
            cll.JaroWinklerLevel("city", 0.9),
            _level("substr(postcode_l, 1, 2) = substr(postcode_r, 1, 2)", "department"),
            cll.ElseLevel(),
        ],
    )


def _web() -> Any:
    """Mail and own domain are one comparison; a mail box of many firms (accountants) says less."""
    unknown = "(email_l is null or email_r is null) and (domain_l is null or domain_r is null)"
    return cl.CustomComparison(
        output_column_name="web",
        comparison_levels=[
            _level(unknown, "unknown").configure(is_null_level=True),
            cll.ExactMatchLevel("email", term_frequency_adjustments=True),
            cll.ExactMatchLevel("domain", term_frequency_adjustments=True),
            cll.JaroWinklerLevel("domain", 0.92),
            cll.JaroWinklerLevel("email", 0.92),
            _level("domain_l is not null and domain_r is not null", "domains differ"),
            cll.ElseLevel(),
        ],
    )


def _coded(column: str, frequent: bool = False) -> Any:
    """Exact, then one digit wrong."""
    exact = cll.ExactMatchLevel(column, term_frequency_adjustments=frequent)
    return _comparison(column, exact, cll.LevenshteinLevel(column, 1))


def comparisons(present: list[str]) -> list[Any]:
    """One comparison for each kind of fact that both lists have."""
    made = {
        "name": _name(),
        "trade_name": _similar("trade_name", 0.9),
        "siren": _coded("siren"),
        "phone": _coded("phone", frequent=True),
        "domain": _web() if "email" in present else _similar("domain", 0.92, frequent=True),
        "street": _street() if "number" in present else _similar("street", 0.9),
        "city": _place() if "postcode" in present else _similar("city", 0.9, frequent=True),
        "contact": _similar("contact", 0.92, 0.85, frequent=True),
    }
    if "domain" not in present:
        made["email"] = _similar("email", 0.92, frequent=True)
    if "city" not in present:
        made["postcode"] = _similar("postcode", 0.9)
    return [made[column] for column in made if column in present]


def _usable(rules: tuple[tuple[str, ...], ...], present: list[str]) -> list[tuple[str, ...]]:
    """The rules whose columns both lists have."""
    known = {*present, *((FIRST_WORD, HEAD, "substr(name, 1, 2)") if "name" in present else ())}
    return [rule for rule in rules if known.issuperset(rule)]


def em_rules(present: list[str]) -> list[tuple[str, ...]]:
    """The rules of EM_RULES to learn m from; the name too must be learned from one of them."""
    rules = _usable(EM_RULES, present)[:EM_PASSES]
    if all("name" in rule for rule in rules):
        rules += _usable((("postcode",), ("city",)), present)[:1]
    return rules


def _linker(left: pd.DataFrame, right: pd.DataFrame, present: list[str]) -> Any:
    """A linker that knows the tables and has learned nothing yet."""
    settings = SettingsCreator(
        link_type="link_only",
        comparisons=comparisons(present),
        blocking_rules_to_generate_predictions=[block_on(*r) for r in _usable(PREDICT, present)],
        retain_matching_columns=False,
    )
    database = DuckDBAPI()
    tables = [
        database.register(left, dataset_display_name="a"),
        database.register(right, dataset_display_name="b"),
    ]
    return Linker(tables, settings, log_level=logging.ERROR)


def train(
    linker: Any, present: list[str], learn_from: list[tuple[str, ...]]
) -> tuple[str, ...] | None:
    """λ, u and m; the EM rule from which nothing could be learned, where there is one."""
    sure = _usable(DETERMINISTIC, present) or [("name", "city")]
    rules = [block_on(*rule) for rule in sure]
    linker.training.estimate_probability_two_random_records_match(rules, recall=RECALL)
    linker.training.estimate_u_using_random_sampling(max_pairs=U_PAIRS, seed=1)
    for rule in learn_from:
        try:
            linker.training.estimate_parameters_using_expectation_maximisation(
                block_on(*rule), estimate_without_term_frequencies=True
            )
        except (ValueError, SplinkException) as error:
            print(f"left out of EM: {rule} ({type(error)} {error})"[-300:], file=sys.stderr)
            return rule
    return None


def link(left: pd.DataFrame, right: pd.DataFrame, present: list[str]) -> tuple[pd.DataFrame, float]:
    """id_a, id_b and probability of the pairs; the seconds of training and predicting.

    An EM that fails leaves Splink 5.0.0 without the columns of its rule: it starts again, and the
    seconds are those of the start that went well.
    """
    learn_from = em_rules(present)
    while True:
        start = time.perf_counter()
        linker = _linker(left, right, present)
        failed = train(linker, present, learn_from)
        if failed is None:
            break
        learn_from.remove(failed)
    found = linker.inference.predict(threshold_match_probability=0.001).as_pandas_dataframe()
    seconds = time.perf_counter() - start
    names = {"unique_id_l": "id_a", "unique_id_r": "id_b", "match_probability": "probability"}
    return found.rename(columns=names)[[*names.values()]], seconds


def main() -> None:
    """Clean, link, write the pairs with their bands; tell the seconds of linking."""
    left, right, out = (Path(name) for name in sys.argv[1:4])
    one, other, present = clean_both(left, right)
    pairs, seconds = link(one, other, present)
    write_pairs(pairs, seconds, out)


if __name__ == "__main__":
    main()
