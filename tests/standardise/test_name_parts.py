"""What a company's name bears besides the name: a former one, a shop's, a legal form."""

from __future__ import annotations

import pytest

from reconcile.standardise import names

from .raw import filled, text, values

FORMER = (
    "Dupont (ex Martin) | Dupont [ex Martin] | Dupont ex. Martin | Dupont (Ex: Martin) | "
    "Dupont (anc. Martin) | Dupont (ancien. Martin) | Dupont (ancienne raison sociale : Martin) | "
    "Dupont (ancien nom Martin) | Dupont (précédemment Martin) | Dupont (autrefois Martin) | "
    "Dupont (formerly Martin) | Dupont (f.k.a. Martin) | Dupont fka Martin | Dupont, ex-Martin | "
    "Dupont (EX MARTIN | Dupont ancienn. Martin | Dupont (ex Martin & Fils) | (ex Martin) Dupont | "
    "SARL Dupont ex Martin | Dupont ( ex Martin ) SARL | Martin devenu Dupont | "
    "Martin (devenu Dupont) | Martin, devenue SARL Dupont | Martin (nouveau nom : Dupont) | "
    "Dupont (ex Martin, ex Durand) | Dupont (ex Martin) (ex Durand)"
)


@pytest.mark.parametrize("written", FORMER.split(" | "))
def test_a_former_name_has_its_own_key(written: str) -> None:
    part, _ = names.read(filled(name=[written]))
    former = "MARTIN FILS" if "Fils" in written else "MARTIN"
    assert values(part.columns["name_key"]) == ["DUPONT"]
    assert values(part.columns["former_key"]) == [former]
    assert set(part.origins["field"]) >= {"former_name"}


@pytest.mark.parametrize("written", ["(ex Martin)", "@ (ex Martin)", "ex-Martin"])
def test_a_former_name_alone_stays_the_name(written: str) -> None:
    part, _ = names.read(filled(name=[written]))
    assert values(part.columns["name"]) == [written]
    assert values(part.columns["former_name"]) == [None]


@pytest.mark.parametrize(
    ("written", "trade", "name", "shop"),
    [
        ("Dupont (enseigne Le Fournil)", None, "Dupont", "Le Fournil"),
        ("SARL Dupont à l'enseigne Le Fournil", None, "SARL Dupont", "Le Fournil"),
        ("DUPONT - ENSEIGNE : LE FOURNIL", None, "DUPONT", "LE FOURNIL"),
        ("Dupont (nom commercial : Le Fournil)", None, "Dupont", "Le Fournil"),
        ("Dupont (sigle DP)", None, "Dupont", "DP"),
        ("Dupont dba Le Fournil", None, "Dupont", "Le Fournil"),
        ("Le Fournil (SARL Dupont)", None, "SARL Dupont", "Le Fournil"),
        ("Le Fournil (SARL Dupont)", "LE FOURNIL", "SARL Dupont", "LE FOURNIL"),
        ("Le Fournil (SARL Dupont)", "Chez Luc", "Le Fournil (SARL Dupont)", "Chez Luc"),
        ("Forez Enseigne Lumineuse", None, "Forez Enseigne Lumineuse", None),
        ("Dupont - Enseignes", None, "Dupont - Enseignes", None),
        ("Dupont (Groupe Martin)", None, "Dupont (Groupe Martin)", None),
    ],
)
def test_a_shop_beside_its_company(
    written: str, trade: str | None, name: str, shop: str | None
) -> None:
    part, _ = names.read(filled(name=[written], trade_name=[trade]))
    assert values(part.columns["name"]) == [name]
    assert values(part.columns["trade_name"]) == [shop]
    assert ("trade_name" in set(part.origins["field"])) == (shop is not None and trade is None)


@pytest.mark.parametrize(
    ("written", "form"),
    [
        ("Dupont SARL à associé unique", "EURL"),
        ("Dupont SAS unipersonnelle", "SASU"),
        ("Dupont, société anonyme à directoire", "SA"),
        ("Sté en nom collectif Dupont", "SNC"),
        ("Dupont S.p.A.", "S.p.A."),
        ("Dupont Sp. z o.o.", "Sp. z o.o."),
        ("Dupont Pty. Ltd.", "Ltd"),
        ("Dupont OÜ", "OÜ"),
        ("SCA Dupont", "SCA"),
        ("Dupont SARL (Lyon)", "SARL"),
        ("GIP Auvergne", None),
    ],
)
def test_the_form_that_a_name_bears(written: str, form: str | None) -> None:
    part, _ = names.read(filled(name=[written]))
    assert values(part.columns["legal_form"]) == [form]


@pytest.mark.parametrize(
    ("written", "form"),
    [
        ("SA à conseil d'administration (s.a.i.)", "SA"),
        ("Société par actions simplifiée à associé unique", "SASU"),
        ("SARL unipersonnelle", "EURL"),
        ("Association déclarée", "Association"),
        ("GIP", "GIP"),
        ("6598", "EARL"),
        ("5306", "SCS"),
        ("Société d'exercice libéral par action simplifiée", "SELAS"),
    ],
)
def test_the_form_in_its_own_column(written: str, form: str) -> None:
    assert values(names.legal_forms(text(written))) == [form]
