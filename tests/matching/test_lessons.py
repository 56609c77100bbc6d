"""What answers teach, and the model file that nights keep."""

from __future__ import annotations

import pandas as pd
import pytest

from benchmarks import lessons
from reconcile import matching, synthetic
from reconcile.commands.learning import read
from reconcile.config import Club, Config, Matching
from reconcile.matching.lessons import SPREADS
from reconcile.matching.model_file import _seal
from reconcile.nights.linking import Linked, link
from reconcile.nights.models import Models, between_known
from reconcile.tables import conform, empty
from tests.frames import NO_ANSWERS

NONE = empty("decisions")


def settings(learning: bool = True) -> Config:
    return Config(clubs={"left": Club(name="L")}, matching=Matching(learning=learning))


@pytest.fixture(scope="module")
def records() -> pd.DataFrame:
    table = read(synthetic.draw(73001, 300, 300, 120, "names")).records
    ids = [f"R-{nth:05d}" for nth in range(len(table))]
    return table.assign(record_id=pd.Series(ids, dtype="str"))


@pytest.fixture(scope="module")
def first(records: pd.DataFrame) -> Linked:
    return link(records, settings(), NONE, "joint")


@pytest.fixture(scope="module")
def refused(first: Linked) -> pd.DataFrame:
    """The ten likeliest questions, all answered "different"."""
    asked = first.clusters.scores.query("band == 'review' and refused == ''")
    asked = asked.sort_values("probability", ascending=False).head(10)
    ids = first.records["record_id"]
    ends = {"left_id": ids.loc[asked["left"]], "right_id": ids.loc[asked["right"]]}
    table = pd.DataFrame({name: end.to_numpy() for name, end in ends.items()})
    return conform(table.assign(answer="different", disputed=False), "decisions")


@pytest.fixture(scope="module")
def mixed(first: Linked, refused: pd.DataFrame) -> pd.DataFrame:
    """As `refused`, every other answer being "same"."""
    said = refused["answer"].mask(refused.index % 2 == 0, "same")
    return conform(refused.assign(answer=said), "decisions")


def in_band(linked: Linked, band: str) -> set[tuple[int, int]]:
    scores = linked.clusters.scores
    pairs = scores.loc[scores["band"] == band, ["left", "right"]]
    return set(pairs.itertuples(index=False, name=None))


def test_answers_shorten_the_queue_and_merge_nothing(
    records: pd.DataFrame, first: Linked, refused: pd.DataFrame
) -> None:
    models = Models({"1.toml": first.model})
    off, on = (link(records, settings(x), refused, "joint", None, models) for x in (False, True))
    assert in_band(on, "review") < in_band(off, "review")
    assert in_band(on, "match") == in_band(off, "match")
    moved = on.moved
    assert len(moved) == len(in_band(off, "review")) - len(in_band(on, "review"))
    assert set(moved["before"]) == {"review"} and set(moved["after"]) == {"distinct"}


def test_what_people_disagree_on_teaches_nothing(
    records: pd.DataFrame, first: Linked, refused: pd.DataFrame
) -> None:
    torn = refused.assign(disputed=True)
    models = Models({"1.toml": first.model})
    off, on = (link(records, settings(x), torn, "joint", None, models) for x in (False, True))
    assert on.model == "" and on.moved.empty
    assert in_band(on, "review") == in_band(off, "review")


def test_pairs_that_a_model_for_longer_lists_moves_are_told(
    records: pd.DataFrame, first: Linked
) -> None:
    left = records["source"] == records["source"].iloc[0]
    few = pd.concat([records[left].head(130), records[~left].head(130)]).reset_index(drop=True)
    then = link(few, settings(), NONE, "joint")
    now = link(records, settings(), NONE, "joint", None, Models({"1.toml": then.model}))
    kept = matching.from_text(then.model, matching.shipped()).model
    weighed = matching.weigh_with(now.heads, kept, now.bands)
    alone = matching.cluster(weighed.scores, now.heads, now.bands, NO_ANSWERS).scores
    both = alone.merge(now.clusters.scores, on=["left", "right"])
    ids = records["record_id"]
    other = both[both["band_x"] != both["band_y"]]
    assert now.model == first.model
    assert set(zip(now.moved["left_id"], now.moved["right_id"], strict=True)) == set(
        zip(ids[other["left"]], ids[other["right"]], strict=True)
    )
    assert len(now.moved) > 0
    old = between_known(now.moved, few["record_id"])
    assert 0 < len(old) < len(now.moved) and old["left_id"].isin(few["record_id"]).all()


def test_a_list_that_the_model_before_does_not_know_has_no_pairs_to_tell(
    records: pd.DataFrame, first: Linked
) -> None:
    other = records.assign(source=records["source"].map(lambda name: f"{name} 2"))
    now = link(other, settings(), NONE, "joint", None, Models({"1.toml": first.model}))
    assert now.model and now.moved.empty


def test_taken_back_all_is_as_before(
    records: pd.DataFrame, first: Linked, refused: pd.DataFrame
) -> None:
    taught = link(records, settings(), refused, "joint", None, Models({"1.toml": first.model}))
    models = Models({"1.toml": first.model, "2.toml": taught.model})
    back = link(records, settings(), NONE, "joint", None, models)
    pd.testing.assert_frame_equal(back.clusters.scores, first.clusters.scores)
    assert back.model == first.model
    ends = ["left_id", "right_id"]
    assert len(taught.moved.merge(back.moved, on=ends)) == len(taught.moved) > 0


def test_a_row_more_changes_no_weight(records: pd.DataFrame, first: Linked) -> None:
    more = pd.concat([records, records.tail(1).assign(record_id="R-99999", name_key="ZYGOMA")])
    again = link(
        more.reset_index(drop=True), settings(), NONE, "joint", None, Models({"1": first.model})
    )
    assert again.model == ""
    assert again.weighed.model.rates == first.weighed.model.rates
    for kind, chances in again.weighed.model.weights.chance.items():
        for name, row in chances.items():
            assert (row == first.weighed.model.weights.chance[kind][name]).all()


@pytest.mark.parametrize(
    ("damage", "why"),
    [
        (lambda text: text[: len(text) // 2], "cut off"),
        (lambda text: text.replace("learned = 0", "learned = 9", 1), "changed by hand"),
        (lambda text: "", "emptied"),
    ],
)
def test_a_damaged_file_is_told_and_made_again(
    records: pd.DataFrame, first: Linked, damage, why: str
) -> None:
    again = link(records, settings(), NONE, "joint", None, Models({"1.toml": damage(first.model)}))
    assert (again.broken, again.model) == (("1.toml",), first.model), why


def test_a_model_file_read_back_is_written_the_same(
    records: pd.DataFrame, first: Linked, mixed: pd.DataFrame
) -> None:
    taught = link(records, settings(), mixed, "joint", None, Models({"1.toml": first.model}))
    for text in (first.model, taught.model):
        assert matching.to_text(matching.from_text(text, matching.shipped())) == text
    lessons = matching.from_text(taught.model, matching.shipped()).lessons
    assert lessons.crowds and lessons.settled


def test_what_an_answer_settles_is_told_and_falls_with_it(
    records: pd.DataFrame, first: Linked, mixed: pd.DataFrame
) -> None:
    """Of the pairs that the model file names as settled, those no more asked are told as moved; the
    next night weighs the same with no file more; without answers it is as before them."""
    taught = link(records, settings(), mixed, "joint", None, Models({"1.toml": first.model}))
    files = {"1.toml": first.model, "2.toml": taught.model}
    settled = matching.from_text(taught.model, matching.shipped()).lessons.settled
    ids = records["record_id"].to_numpy()
    before, after = (in_band(one, "review") for one in (first, taught))
    gone = {(ids[one], ids[other]) for one, other in before - after}
    moved = set(taught.moved[["left_id", "right_id"]].itertuples(index=False, name=None))
    assert gone & set(settled) and gone & set(settled) <= moved | answered(mixed)
    again = link(records, settings(), mixed, "joint", None, Models(files))
    assert again.model == "" and again.moved.empty
    pd.testing.assert_frame_equal(again.clusters.scores, taught.clusters.scores)


def answered(decisions: pd.DataFrame) -> set[tuple[str, str]]:
    return set(decisions[["left_id", "right_id"]].itertuples(index=False, name=None))


def test_a_model_file_of_before_crowds_is_read(first: Linked) -> None:
    body = first.model.partition("seal = ")[2].partition("\n")[2]
    old = body[: body.index("\n[crowds]")] + "\n"
    text = f'# Made by a run.\nseal = "{_seal(old)}"\n{old}'
    assert matching.from_text(text, matching.shipped()).lessons.crowds == {}


def test_the_digest_of_answers() -> None:
    def of(*rows: tuple[str, str, str]) -> str:
        table = pd.DataFrame(rows, columns=["left_id", "right_id", "answer"])
        return matching.digest(conform(table.assign(disputed=False), "decisions"))

    one, other = ("R-1", "R-2", "same"), ("R-1", "R-3", "different")
    assert of() == of(("R-1", "R-2", "later")) == "none"
    assert of(one, other) == of(other, one) != of(one)
    assert of(one, ("R-1", "R-2", "different")) != of(one)


def test_answers_foretell_other_questions_and_wider_lessons_less() -> None:
    lists = (("training", (300, 300, 120)), ("names", (300, 300, 120)))
    questions = list(lessons.asked(84_003, 2, lists))
    shipped, alone, wide = (
        lessons.measured(questions, "worth", each, 20)["gain"]
        for each in (SPREADS, (0.01, 0.2, 0.01), (3.0, 3.0, 6.0))
    )
    assert shipped > max(alone, wide, 5.0), "bits a draw"
