"""Pairs of records beside the band that they must get, and the terms that make it."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from reconcile import matching
from reconcile.matching import Bands, shipped
from reconcile.matching.blocking import block
from tests.frames import NO_ANSWERS, records

BANDS = Bands.from_costs(wrong_merge=30, missed_merge=4)
CITY = {"city_key": "SAINT ETIENNE", "postcode": "42000"}
HOME = {**CITY, "street_no": "12", "street_key": "RUE DES FORGES"}
AWAY = {**CITY, "street_no": "3", "street_key": "AVENUE DU LAC"}
LYON = {"city_key": "LYON", "postcode": "69003", "street_no": "8", "street_key": "RUE BLANCHE"}
PHONE = {"phones": ["+33465710001"]}
MAIL = {"emails": ["contact@miralix.example"]}
BOSS = {"people": ["DURAND PAUL"]}
ONE, OTHER = {"siret": "00012345600012"}, {"siret": "00098765400018"}
SECOND_SITE = {"siret": "00012345600020"}
CROWD = [{"name": f"Filler{n:02d}", "source": "ab"[n % 2]} for n in range(60)]


def band_of(left: dict, right: dict) -> tuple[str, float]:
    """Band and probability of two records of two clubs among sixty others."""
    table = records(left | {"source": "a"}, right | {"source": "b"}, *CROWD)
    scores = matching.weigh(table, shipped(), BANDS).scores
    found = matching.cluster(scores, table, BANDS, NO_ANSWERS).scores
    pair = found[(found["left"] == 0) & (found["right"] == 1)].iloc[0]
    return pair["band"], pair["probability"]


MIRALIX = {"name": "Miralix"}
SAME = [
    ("same SIRET, other name", {**MIRALIX, **ONE}, {"name": "Boréal Services", **ONE}),
    ("same name and address", {**MIRALIX, **HOME}, {**MIRALIX, **HOME}),
    ("same name and phone", {**MIRALIX, **PHONE}, {**MIRALIX, **PHONE}),
    (
        "typing error, address, phone",
        {"name": "Miralyx", **HOME, **PHONE},
        {**MIRALIX, **HOME, **PHONE},
    ),
    (
        "same name, moved, same boss",
        {**MIRALIX, **HOME, **BOSS, **PHONE},
        {**MIRALIX, **AWAY, **BOSS, **PHONE},
    ),
]
NEVER_MERGED = [
    (
        "two SIRENs, all else equal",
        {**MIRALIX, **HOME, **PHONE, **ONE},
        {**MIRALIX, **HOME, **PHONE, **OTHER},
    ),
    ("two sites of one SIREN", {**MIRALIX, **HOME, **ONE}, {**MIRALIX, **LYON, **SECOND_SITE}),
    ("namesakes in two towns", {**MIRALIX, **HOME}, {**MIRALIX, **LYON}),
    (
        "holding and subsidiary",
        {"name": "Miralix Holding", **HOME, **PHONE, **BOSS},
        {**MIRALIX, **HOME, **PHONE, **BOSS},
    ),
    (
        "SCI and its tenant",
        {**MIRALIX, "legal_form": "SCI", **HOME, **PHONE, **BOSS},
        {**MIRALIX, "legal_form": "SARL", **HOME, **PHONE, **BOSS},
    ),
    (
        "two firms at one switchboard, one director",
        {"name": "Ateliers Bonal", **HOME, **PHONE, **BOSS},
        {"name": "Peinture Cazal", **HOME, **PHONE, **BOSS},
    ),
    (
        "accountant's mail",
        {"name": "Ateliers Bonal", **HOME, **MAIL},
        {"name": "Cazal", **AWAY, **MAIL},
    ),
    (
        "branches of a brand",
        {**MIRALIX, **HOME, "domain": "miralix.example"},
        {**MIRALIX, **LYON, "domain": "miralix.example"},
    ),
]


@pytest.mark.parametrize(("case", "left", "right"), SAME, ids=[case[0] for case in SAME])
def test_one_member_is_matched(case: str, left: dict, right: dict) -> None:
    band, probability = band_of(left, right)
    assert band == "match", f"{case}: {probability:.3f}"


@pytest.mark.parametrize(
    ("case", "left", "right"), NEVER_MERGED, ids=[case[0] for case in NEVER_MERGED]
)
def test_what_is_not_one_member_is_not_merged(case: str, left: dict, right: dict) -> None:
    band, probability = band_of(left, right)
    assert band != "match", f"{case}: {probability:.3f}"


def test_two_sites_of_one_siren_are_asked() -> None:
    assert band_of({**MIRALIX, **HOME, **ONE}, {**MIRALIX, **LYON, **SECOND_SITE})[0] == "review"


def test_missing_is_not_different() -> None:
    full = band_of({**MIRALIX, **HOME}, {**MIRALIX, **HOME})[1]
    other_phone = band_of(
        {**MIRALIX, **HOME, **PHONE}, {**MIRALIX, **HOME, "phones": ["+33465719999"]}
    )[1]
    no_phone = band_of({**MIRALIX, **HOME, **PHONE}, {**MIRALIX, **HOME})[1]
    assert no_phone == pytest.approx(full)
    assert other_phone < full


def test_an_invalid_siren_never_holds_apart() -> None:
    wrong = {"siren": "123", "siren_ok": False}
    right = {"siren": "456", "siren_ok": False}
    assert band_of({**MIRALIX, **HOME, **wrong}, {**MIRALIX, **HOME, **right})[0] == "match"


def test_a_rare_word_weighs_more_than_a_common_one() -> None:
    rare = band_of({"name": "Miralix", **CITY}, {"name": "Miralix", **CITY})[1]
    common = band_of({"name": "Conseil", **CITY}, {"name": "Conseil", **CITY})[1]
    assert rare > common


def test_bands_follow_from_the_costs() -> None:
    bands = Bands.from_costs(wrong_merge=50, missed_merge=10)
    assert list(bands.of(np.array([0.05, 0.1, 0.97, 0.981]))) == [
        "distinct",
        "review",
        "review",
        "match",
    ]


def test_reasons_add_up_to_the_score() -> None:
    table = records(
        {**MIRALIX, **HOME, **PHONE},
        {"name": "Miralix Holding", **HOME, **PHONE, "source": "b"},
        {**MIRALIX, **HOME, "source": "b"},
        *CROWD,
    )
    weighed = matching.weigh(table, shipped(), BANDS)
    told = matching.explain(table, weighed, weighed.scores, shipped(), BANDS)["reasons"]
    sums = [sum(reason.bits for reason in reasons) for reasons in told]
    assert sums == pytest.approx(weighed.scores["weight_bits"].tolist())


def test_blocking_finds_what_all_pairs_find(monkeypatch: pytest.MonkeyPatch) -> None:
    table = records(
        {**MIRALIX, **HOME},
        {**MIRALIX, **AWAY},
        {"name": "Bonal", **PHONE},
        {"name": "Cazal", **PHONE},
        {"name": "Dorval", **LYON},
    )
    assert set(_pairs(block(table).pairs)) == {(0, 1), (2, 3)}
    monkeypatch.setattr("reconcile.matching.blocking.ALL_PAIRS", 1)
    blocked = block(table).pairs
    assert set(_pairs(blocked)) == {(0, 1), (2, 3)}
    assert (blocked["rules"] > 0).all()


def test_a_big_block_is_parted_by_town_or_skipped_and_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("reconcile.matching.blocking.ALL_PAIRS", 1)
    monkeypatch.setattr("reconcile.matching.blocking.BIG_BLOCK", 3)
    table = records(*[{"phones": ["+33465710001"], "city_key": "LYON"} for _ in range(4)])
    blocked = block(table)
    assert blocked.pairs.empty
    assert blocked.skipped.to_dict("records") == [
        {"rule": "phone", "blocks": 1, "records": 4, "largest": 4}
    ]
    towns = ["LYON", "LYON", "RIORGES", "RIORGES"]
    table = records(*[{"phones": ["+33465710001"], "city_key": town} for town in towns])
    assert set(_pairs(block(table).pairs)) == {(0, 1), (2, 3)}


def _pairs(frame: pd.DataFrame) -> list[tuple[int, int]]:
    return list(zip(frame["left"], frame["right"], strict=True))
