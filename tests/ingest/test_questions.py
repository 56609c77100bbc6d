"""Questions of forms as headings, and what is answered to them."""

from __future__ import annotations

from pathlib import Path

import pytest

from reconcile.ingest.headings import understand

from .lists import labels, problems, read, save


@pytest.mark.parametrize(
    ("question", "field"),
    [
        ("Dans quelle ville êtes-vous installé ?", "city"),
        ("Quel est votre code postal ?", "postcode"),
        ("Combien de salariés avez-vous ?", "headcount"),
        ("Quel est l'effectif de votre structure ?", "headcount"),
        ("Avez-vous des remarques ?", "notes"),
        ("Depuis quand êtes-vous adhérent ?", "joined_on"),
        ("Quelle est l'activité principale de votre entreprise ?", "activity"),
        ("Quels sont vos nom et prénom ?", "contact"),
        ("Sur quel portable peut-on vous joindre ?", "mobile"),
        ("À quelle adresse mail peut-on vous écrire ?", "email"),
        ("Quel est le mail de votre président ?", "email"),
        ("Qui est le gérant de votre société ?", "contact"),
        (
            "À quelle adresse se trouve l'entreprise, que l'on puisse vous y écrire ?",
            "address",
        ),
    ],
)
def test_a_question_asks_for_the_one_field_that_it_names(question: str, field: str) -> None:
    meaning = understand(question)
    assert meaning is not None and meaning.field == field


@pytest.mark.parametrize(
    "question",
    [
        "Que pensez-vous de notre site ?",
        "Quelles activités souhaitez-vous ?",
        "Quelle est la date de naissance du dirigeant ?",
        "Où se trouve l'adresse du président ?",
        "Comment avez-vous connu le club ?",
        "Qu'attendez-vous de votre entreprise ?",
        "Que faites-vous de votre entreprise ?",
        "Dans quelle ville et à quel téléphone vous joindre ?",
        "Avez-vous changé d'adresse ?",
        "Quel est votre chiffre d'affaires ?",
    ],
)
def test_a_question_for_another_thing_is_left_alone(question: str) -> None:
    assert understand(question) is None


def test_a_question_answered_with_yes_and_no_names_nothing(tmp_path: Path) -> None:
    asked = ["Avez-vous un site internet ?", "Faites-vous partie d'une commission ?"]
    save(
        tmp_path,
        [
            ["Société", "Ville", *asked, "Êtes-vous à jour de cotisation ?"],
            ["Velinore", "Sorbiers", "Oui", "Oui", "Oui"],
            ["Orvanne", "Sorbiers", "Non", "Non", "Non"],
            ["Talisse", "Sorbiers", "Oui", "Oui", "Oui"],
        ],
    )
    found = read(tmp_path)
    assert list(labels(found).values()) == ["name", "city", None, None, "dues"]
    assert problems(found) == []
    save(tmp_path, [["Société", "Ville", asked[0]], ["Velinore", "Lyo", "Non"]])
    assert labels(read(tmp_path))[asked[0]] is None
    save(tmp_path, [["Société", "Ville", asked[0]], ["Velinore", "Lyo", "www.velinore.example"]])
    assert labels(read(tmp_path))[asked[0]] == "website"
