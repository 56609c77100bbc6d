"""Company names, their legal forms, former names and keys."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconcile.standardise import names, standardise
from reconcile.standardise.names import legal_forms, name_key

from .raw import FEW, columns, filled, raw, text, values


@pytest.mark.parametrize(
    ("key", "variants"),
    [
        ("DUPONT", ["SARL DUPONT", "DUPONT S.A.R.L.", "Dupont Sarl", "Sté Dupont", "Ste DUPONT"]),
        (
            "DUPONT",
            ["Groupe Dupont", "DUPONT GROUPE", "Dupont et Cie", "DUPONT & Cie SAS", "Dupont, SA"],
        ),
        (
            "DUPONT",
            ["Ets Dupont", "Établissements DUPONT", "DUPONT - Agence de St-Étienne", "DUPONT Ltd"],
        ),
        ("DUPONT", ["Société par actions simplifiée Dupont", "DUPONT S A R L", "S.A. Dupont"]),
        ("DUPONT FILS", ["Ets Dupont & Fils", "Dupont et Fils", "DUPONT &FILS SARL"]),
        ("2CB", ["2 C B", "2CB", "2 c.b.", "SARL 2 C B", "2 C B S.A.R.L."]),
        ("SNCF", ["S.N.C.F", "SNCF", "S N C F"]),
        ("ABC", ["A B C", "A.B.C.", "ABC"]),
        ("HM", ["H & M", "H&M", "H et M"]),
        (
            "SAINT CHAMOND AUTOS",
            ["Saint-Chamond Autos", "ST CHAMOND AUTOS", "St. Chamond autos SARL"],
        ),
        ("SAINTE MARIE COUTURE", ["Ste Marie Couture", "Sainte-Marie Couture"]),
        ("ATELIER OR", ["L’Atelier d’Or", "L ATELIER D OR", "Atelier d'or"]),
        ("JARDINS DE MALACOMBE", ["Les Jardins de Malacombe", "Jardins de Malacombe (Les)"]),
        ("COMPAGNIE DES EAUX VIVES", ["Compagnie des Eaux Vives", "Cie des eaux vives"]),
        ("COEUR ETE", ["Cœur d'Été", "COEUR D'ETE"]),
        ("ARNIE MORTONS", ["Arnie Morton's", "arnie mortons"]),
    ],
)
def test_variants_have_one_key(key: str, variants: list[str]) -> None:
    assert values(name_key(text(*variants))) == [key] * len(variants)


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("COOP", "COOP"),  # a name of legal words alone is not emptied
        ("SARL", "SARL"),
        ("Ets", "ETS"),
        ("E.T.", "ET"),
        ("Les", "LES"),
        ("A.B.S.A.", "ABSA"),  # no SA at the end of an acronym
        ("S.A.M. Automobiles", "SAM AUTOMOBILES"),
        ("SASU", "SASU"),
        ("Design Ex Machina", "DESIGN EX MACHINA"),
        ("Bêta - Agence de communication", "BETA AGENCE DE COMMUNICATION"),  # that is what it does
        ("株式会社", "株式会社"),
        (None, None),
    ],
)
def test_what_is_not_stripped(written: str | None, key: str | None) -> None:
    assert values(name_key(text(written))) == [key]


def test_father_and_son_stay_apart() -> None:
    father, son, firm = name_key(text("Dupont Jean", "Dupont Jean Fils", "Dupont Paul"))
    assert len({father, son, firm}) == 3


@pytest.mark.parametrize(
    ("written", "name", "form"),
    [
        (None, "SARL DUPONT", "SARL"),
        (None, "Dupont S.A.S.U.", "SASU"),
        (None, "Société civile immobilière du Puits", "SCI"),
        (None, "Volt GmbH & Co. KG", "GmbH"),
        (None, "ASSOC DES COMMERCANTS", "Association"),
        (None, "Dupont", None),
        (None, "SARL", None),
        ("Sarl", "SAS DUPONT", "SARL"),  # its own column is right
        ("S.A.S.", "Dupont", "SAS"),
        ("Société à responsabilité limitée", "Dupont", "SARL"),
        ("SARL, société à responsabilité limitée", "Dupont", "SARL"),
        ("5710", "Dupont", "SAS"),  # INSEE's code
        ("Régie", "Dupont", "Régie"),
    ],
)
def test_legal_form(written: str | None, name: str, form: str | None) -> None:
    part, _ = names.read(filled(name=[name], legal_form=[written]))
    assert values(part.columns["legal_form"]) == [form]
    assert values(part.columns["name"]) == [name]  # and stays in the name as it was written


def test_legal_forms_of_a_column() -> None:
    assert values(legal_forms(text("eurl", "S C I", None))) == ["EURL", "SCI", None]


@pytest.mark.parametrize(
    ("written", "name", "former"),
    [
        ("Dupont (ex Martin)", "Dupont", "Martin"),
        ("Dupont (ex-Martin SARL)", "Dupont", "Martin SARL"),
        ("DUPONT (anciennement Martin et Fils)", "DUPONT", "Martin et Fils"),
        ("Dupont ex-Martin", "Dupont", "Martin"),
        ("Dupont, anciennement Martin", "Dupont", "Martin"),
        ("Dupont - ex Martin", "Dupont", "Martin"),
        ("Design ex machina", "Design ex machina", None),
        ("Expo 42", "Expo 42", None),
        ("ex-Mobilis", "ex-Mobilis", None),  # nothing would remain
    ],
)
def test_former_name(written: str, name: str, former: str | None) -> None:
    part, _ = names.read(filled(name=[written]))
    assert values(part.columns["name"]) == [name]
    assert values(part.columns["former_name"]) == [former]
    assert list(part.origins["field"]) == (["former_name"] if former else [])


@pytest.mark.parametrize(
    ("written", "name", "person"),
    [
        ("BOULANGERIE X - M. DUPONT Jean", "BOULANGERIE X", "M. DUPONT Jean"),
        ("Imprimerie Vauzelle / Mme Vauzelle", "Imprimerie Vauzelle", "Mme Vauzelle"),
        ("Cabinet Lune (Dr Martin)", "Cabinet Lune", "Dr Martin"),
        ("Boulangerie X - Dupont Jean", "Boulangerie X - Dupont Jean", None),  # no civility
        ("M. DUPONT Jean", "M. DUPONT Jean", None),  # the member is a person
        ("Atelier Me & You", "Atelier Me & You", None),
    ],
)
def test_a_person_in_the_name_is_moved(written: str, name: str, person: str | None) -> None:
    part, persons = names.read(filled(name=[written]))
    assert values(part.columns["name"]) == [name]
    assert list(persons["text"]) == ([person] if person else [])
    assert list(part.remarks["problem"]) == (["person_in_name"] if person else [])


WORDS = st.sampled_from(
    [
        "SARL",
        "S.A.R.L.",
        "SAS",
        "Ets",
        "Sté",
        "Groupe",
        "Dupont",
        "MARTIN",
        "&",
        "et",
        "Fils",
        "Cie",
        "St",
        "2",
        "C",
        "B",
        "L'Étrat",
        "(ex Foo)",
        "- Agence de Lyon",
        "COOP",
        "Les",
        "42",
        "œuvre",
    ]
)


@FEW
@given(st.lists(WORDS, min_size=1, max_size=6).map(" ".join) | st.text(max_size=20))
def test_a_name_with_letters_never_has_an_empty_key(name: str) -> None:
    key = values(name_key(text(name)))[0]
    assert key is None or key.strip()
    if any("a" <= letter <= "z" or letter.isdigit() for letter in name.lower()):
        assert key


@FEW
@given(
    st.lists(st.sampled_from(["Dupont", "Forge", "Étoile", "Vert", "Nord"]), min_size=1, max_size=4)
)
def test_the_key_of_a_key_is_the_key(words: list[str]) -> None:
    once = name_key(text("SARL " + " ".join(words)))
    assert values(name_key(once)) == values(once)


def test_a_name_that_says_nothing_is_told() -> None:
    written = ["X", "En cours", "Idem", "//", "-", "X SARL", "Velinore"]
    read = standardise(raw(name=list(written)), columns("name"))
    assert values(read.records["name"]) == [None] * 5 + ["X SARL", "Velinore"]
    assert read.issues[["raw", "problem", "severity"]].to_numpy().tolist() == [
        ["X", "name_nothing", "warning"],
        ["En cours", "name_nothing", "warning"],
        ["Idem", "same_as_above", "warning"],
        ["//", "same_as_above", "warning"],
    ]
