"""The model file of whole nights."""

from __future__ import annotations

from tests.places import Place


def test_nights_keep_one_model_and_make_a_damaged_one_again(
    place: Place, first_night: Place
) -> None:
    folder = place.root / "state" / "models"
    made = sorted(folder.glob("*"))
    assert [one.suffix for one in made] == [".toml"]
    text = made[0].read_text(encoding="utf-8")
    place.run()
    assert sorted(folder.glob("*")) == made, "the same lists and answers need no other model"
    made[0].write_text(text[:500], encoding="utf-8")
    outcome = place.run()
    again = sorted(folder.glob("*.toml"))[-1]
    assert again.read_text(encoding="utf-8") == text
    assert any("poids" in problem["problem"] for problem in outcome.problems)
    assert not any("poids" in problem["problem"] for problem in place.run().problems), "told once"
