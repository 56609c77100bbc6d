"""Names of companies in all the ways that people write them, beside the key that they must get."""

from __future__ import annotations

import pytest

from reconcile.standardise.names import name_key

from .raw import text, values


@pytest.mark.parametrize(
    ("key", "writings"),
    [
        (
            "DUPONT",
            "Dupont GmbH | Dupont Ltd | Dupont Ltd. | Dupont LLC | Dupont L.L.C. | "
            "Dupont Inc. | Dupont, Inc | Dupont S.p.A. | Dupont SpA | Dupont S.r.l. | "
            "Dupont SRL | Dupont B.V. | Dupont BV | Dupont N.V. | Dupont SPRL | "
            "Dupont S.P.R.L. | Dupont Sàrl | Dupont S.à r.l. | Dupont S.à.r.l. | "
            "Dupont AG | Dupont A.G. | Dupont OÜ | Dupont Lda | Dupont, Lda. | "
            "Dupont S.L. | Dupont SL | Dupont S.L.U. | Dupont Sp. z o.o. | "
            "Dupont Sp.z o.o. | Dupont SP ZOO | Dupont A/S | Dupont ApS | Dupont AB | "
            "Dupont Oy | Dupont Oyj | Dupont Pty Ltd | Dupont Pty. Ltd. | Dupont PLC | "
            "Dupont P.L.C. | Dupont Co., Ltd. | Dupont & Co. | Dupont Company | "
            "Dupont Corp. | Dupont Corporation | Dupont Limited | Dupont Incorporated | "
            "Dupont LLP | Dupont GmbH & Co. KG | Dupont KG | Dupont OHG | Dupont e.K. | "
            "Dupont e.V. | Dupont UG (haftungsbeschränkt) | Dupont gGmbH | Dupont mbH | "
            "Dupont S.E.",
        ),
        (
            "DUPONT",
            "Dupont ASBL | Dupont VZW | Dupont a.s. | Dupont s.r.o. | Dupont d.o.o. | "
            "Dupont Kft. | Dupont Zrt | Dupont AS | Dupont ASA | Dupont K.K. | "
            "Dupont Pte Ltd | Dupont Pvt. Ltd. | Dupont Private Limited | Dupont CVBA | "
            "Dupont BVBA | Dupont SCRL | Dupont SA/NV | Dupont S.A. de C.V. | "
            "Dupont Ltda | Dupont UAB | Dupont EOOD | Dupont S.C. | Dupont & Cie KG | "
            "Dupont Aktiengesellschaft | Dupont Gesellschaft mit beschränkter Haftung | "
            "Dupont A.Ş. | Dupont Società per azioni | Dupont Sociedad Limitada | "
            "Dupont Sociedad Anónima | Dupont OOO | ООО Dupont",
        ),
        (
            "DUPONT",
            "SARL Dupont | EURL DUPONT | SAS Dupont | SASU Dupont | SA Dupont | "
            "SNC Dupont | SCS Dupont | SCA Dupont | SCI Dupont | SCM Dupont | SCP Dupont | "
            "SCOP Dupont | SCIC Dupont | SELARL Dupont | SELAS Dupont | SELURL Dupont | "
            "SELAFA Dupont | SELCA Dupont | SPFPL Dupont | GIE Dupont | GAEC Dupont | "
            "EARL Dupont | EI Dupont | EIRL Dupont | Association Dupont | Assoc. Dupont | "
            "Asso Dupont | Auto-entrepreneur Dupont | Dupont (auto-entrepreneur) | "
            "Dupont micro-entrepreneur | Société par actions simplifiée Dupont | "
            "Dupont société anonyme à directoire | "
            "Dupont, société anonyme à conseil d'administration | Dupont SA à directoire | "
            "Dupont SA à directoire et conseil de surveillance | "
            "Dupont société anonyme à directoire et conseil de surveillance | "
            "Dupont, société à responsabilité limitée à associé unique | "
            "Dupont SARL unipersonnelle | Dupont SARL à associé unique | "
            "Dupont SAS à associé unique | "
            "Dupont entreprise unipersonnelle à responsabilité limitée | SCEA Dupont | "
            "SEM Dupont | SAEM Dupont | SCPI Dupont | CUMA Dupont | GEIE Dupont | "
            "SICAV Dupont | SCCV Dupont | SCICV Dupont | SCEA du Dupont | "
            "Société en commandite simple Dupont | "
            "Société en commandite par actions Dupont | Société en nom collectif Dupont | "
            "Sté en nom collectif Dupont | "
            "Société d'exercice libéral à responsabilité limitée Dupont | "
            "Société civile Dupont | S.C. Dupont | Société coopérative Dupont | "
            "Entreprise individuelle Dupont | Dupont EI | Dupont E.I. | Dupont E.I.R.L. | "
            "Dupont, entreprise individuelle | Dupont Association loi 1901 | "
            "Dupont (Association loi 1901) | Dupont - association loi de 1901 | "
            "Association régie par la loi de 1901 Dupont",
        ),
        (
            "DUPONT",
            "S. A. R. L. DUPONT | s.a.s. Dupont | DUPONT s.a.s. | Dupont S.A.S | "
            "Dupont S A S | Dupont, S.A. | Dupont - SARL | Dupont (SARL) | Dupont [SAS] | "
            'Dupont/SARL | "Dupont" SARL | « Dupont » SAS | SARL "Dupont" | '
            "SARL - Dupont | SARL: Dupont | Dupont SARL. | DUPONT SARL (S.A.R.L.) | "
            "SAS Groupe Dupont SARL | SARL Ets Dupont | Société Dupont SAS | Sté. Dupont | "
            "STE DUPONT | Ste Dupont | Société DUPONT | La Société Dupont | "
            "Sociéte Dupont | Soc. Dupont | SOC DUPONT | Etablissements Dupont | "
            "Établissements Dupont | Établ. Dupont | Etabl Dupont | Etabs Dupont | "
            "Ets. Dupont | ETS DUPONT | E.T.S. Dupont | Éts Dupont | Etb Dupont | "
            "Dupont Ets | Entreprise Dupont | Entr. Dupont | Groupe Dupont | "
            "Dupont Groupe | Dupont Group | Gpe Dupont | GPE DUPONT | Grpe Dupont | "
            "The Dupont Group | Le Groupe Dupont | Dupont & Cie | Dupont et Cie | "
            "Dupont & Co | Dupont & Compagnie | Dupont Cie | Dupont + Cie | Dupont (Sté) | "
            "Dupont (Ets) | DUPONT (Groupe) | Dupont (Groupe Martin) | "
            "Dupont (filiale de Martin) | Dupont SARL au capital de 8000 € | "
            "SARL Dupont au capital de 7 500 euros | "
            "Dupont RCS Saint-Étienne 000 123 456",
        ),
        (
            "DUPONT",
            "DUPONT - Agence de St-Étienne | Dupont (agence de Lyon) | "
            "Dupont, agence de Lyon | Dupont / Agence Lyon | DUPONT-AGENCE DE LYON | "
            "Dupont - Agence | Dupont - Siège social | Dupont (siège) | "
            "Dupont (Siège social) | Dupont - Succursale de Lyon | Dupont - Site de Lyon | "
            "Dupont - Antenne Loire | Dupont - Bureau de Lyon | Dupont - Bureaux de Lyon | "
            "Dupont - Dépôt de Lyon | Dupont - Établissement de Lyon | "
            "Dupont - Établissement secondaire | Dupont - Direction régionale | "
            "Dupont - Direction régionale Rhône-Alpes | Dupont - Délégation Loire | "
            "Dupont - Délégation régionale | Dupont - Ag. de Lyon | Dupont - Agence n° 3 | "
            "Dupont SARL - Agence de Lyon | Dupont - Usine de Lyon | "
            "Dupont - Magasin de Lyon | Dupont - Agence Rhône-Alpes | "
            "Dupont - Agence commerciale de Lyon | Dupont - agence locale | "
            "Dupont - Implantation de Lyon | DUPONT - Établissement principal",
        ),
        (
            "DUPONT FILS",
            "Dupont & Fils | Dupont et Fils | Dupont Fils | Ets Dupont & fils | "
            "Dupont & Fils SARL | Dupont & Fils & Cie | DUPONT ET FILS | DUPONT &FILS | "
            "Dupont + Fils | Dupont et son fils | Dupont et ses fils | Dupont & ses Fils",
        ),
        (
            "DUPONT PERE FILS",
            "Dupont Père et Fils | DUPONT PERE & FILS | Dupont Père & Fils | "
            "Ets Dupont père et fils",
        ),
        (
            "DUPONT FRERES",
            "Dupont Frères | Dupont Frères SARL | Ets DUPONT FRERES | Dupont Freres | DUPONT FRES",
        ),
        (
            "DUPONT FILLES",
            "Dupont & Filles | Dupont et Filles",
        ),
        (
            "ARC",
            "A.R.C. | ARC | A R C | A. R. C. | A.R.C | SARL A.R.C. | A.R.C. SARL | "
            "Association A.R.C. | a.r.c. | A-R-C | A/R/C | l'ARC | L' A.R.C.",
        ),
        (
            "2CB",
            "2 C B | 2CB | 2C B | 2 CB | 2.C.B. | 2-C-B | 2 c.b | SARL 2 C B | "
            "2 C.B. SARL | 2C.B | 2CB.",
        ),
        (
            "3D SERVICES",
            "3D Services | 3 D Services | 3-D Services | 3D-Services",
        ),
        (
            "A2 CONSEIL",
            "A2 Conseil | A 2 Conseil | A.2. Conseil | A-2 Conseil",
        ),
        (
            "SAINTE BARBE",
            "Ste Barbe | Sainte Barbe | Sainte-Barbe | STE BARBE | SARL Ste Barbe | Ste-Barbe",
        ),
        (
            "GARAGE SAINTE BARBE",
            "Garage Ste Barbe | Garage Sainte-Barbe | GARAGE STE BARBE SARL",
        ),
        (
            "SAINT ETIENNE AUTO",
            "St-Étienne Auto | Saint-Étienne Auto | ST ETIENNE AUTO | St. Etienne Auto",
        ),
        (
            "O BRIEN",
            "O'Brien | O’Brien | O BRIEN | O`Brien",
        ),
        (
            "DUPONT SAINT ETIENNE",
            "Dupont SAS (Saint-Étienne) | SAS Dupont (Saint-Étienne) | "
            "Dupont, SARL, Saint-Étienne | Dupont S.A.R.L. - Saint-Étienne | "
            "DUPONT SARL / St-Etienne",
        ),
        (
            "DUPONT INFORMATIQUE",
            "DUPONT SARL - Informatique | SARL Dupont - Informatique | "
            "Dupont Informatique | Dupont (SARL) Informatique",
        ),
        (
            "FOURNIL DUPONT",
            "Le Fournil - SARL Dupont | Le Fournil / S.A.R.L. Dupont",
        ),
        (
            "SASSI CONSEIL",
            "Sassi (Conseil) | SASSI - Conseil",
        ),
        (
            "RN7 AUTO",
            "R N 7 Auto | RN 7 Auto | RN7 Auto | R.N. 7 Auto",
        ),
        (
            "DUPONTEL",
            "Dupontel™ | DUPONTEL SARL",
        ),
    ],
)
def test_all_writings_have_one_key(key: str, writings: str) -> None:
    one_each = writings.split(" | ")
    found = values(name_key(text(*one_each)))
    assert dict(zip(one_each, found, strict=True)) == dict.fromkeys(one_each, key)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Dupont", "Dupont Fils"),
        ("Dupont & Fils", "Dupont Père & Fils"),
        ("Dupont Frères", "Dupont & Fils"),
        ("Dupont", "Dupont Holding"),
        ("Dupont", "Dupont et Associés"),
        ("Dupont", "Fondation Dupont"),
        ("Compagnie Dupont", "Dupont"),
        ("A.B.C.", "A.B.D."),
        ("2 C B", "3 C B"),
        ("Sté Barbe", "Ste Barbe"),  # a company with its accent, a saint without
        ("Institut Spa", "Institut S.p.A."),
        ("AFPI LDA", "AFPI Lda"),  # Loire, Drôme, Ardèche
        ("Développ'A OU", "Développ'A OÜ"),
        ("Industrie SE", "Industrie"),  # of the south-east
        ("A+ Conseil", "A Conseil"),
        ("L.A. Conseil", "Conseil"),
        ("GIP Auvergne", "Auvergne"),
        ("Agence Dupont", "Dupont"),
        ("Bêta - Agence de presse", "Bêta"),
        ("Bêta - Dépôt de pain", "Bêta"),
        ("Bêta - Bureau d'études", "Bêta"),
        ("Bêta - Magasin de meubles", "Bêta - Magasin de Lyon"),
    ],
)
def test_what_differs_keeps_different_keys(one: str, other: str) -> None:
    first, second = values(name_key(text(one, other)))
    assert first != second


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("La Société", "SOCIETE"),
        ("Le Groupe", "GROUPE"),
        ("The Group", "GROUP"),
        ("Les Ets", "ETS"),
        ("Groupe SA", "GROUPE"),
        ("SA Groupe", "GROUPE"),
        ("Sté Cie", "COMPAGNIE"),
        ("Ets & Cie", "ETS"),
        ("S.A.", "SA"),
        ("SAS SARL", "SARL"),
        ("Société anonyme", "SOCIETE ANONYME"),
        ("Société par actions simplifiée", "SOCIETE PAR ACTIONS SIMPLIFIEE"),
        ("Association loi 1901", "ASSOCIATION LOI 1901"),
        ("& Fils", "FILS"),
        ("&", "ET"),
        ("Agence de Lyon", "AGENCE DE LYON"),
        ("Siège", "SIEGE"),
        ("AG", "AG"),
        ("A", "A"),
        ("L'", "L"),
        ("De", "DE"),
        ("000", "000"),
        ("ООО Ромашка", "РОМАШКА"),
        ("Ελλάδα ΑΕ", "ΕΛΛΑΔΑ ΑΕ"),
        ("شركة", "شركة"),
        ("Inform@tique", "INFORMATIQUE"),
        ("@ctif", "ACTIF"),
        ("Forma+", "FORMA PLUS"),
        ("Dupont + Fils", "DUPONT FILS"),
        ("Dupont™", "DUPONT"),
        ("Dupont--Martin", "DUPONT MARTIN"),
        ("J.-P. Dupont", "JP DUPONT"),
        ("5 à sec", "5ASEC"),
        ("TP 42", "TP42"),
        ("SOS 42", "SOS42"),
        ("A.B. S.A.", "AB"),
        ("A.S.P.A.", "ASPA"),
        ("2 C B S.A.S.", "2CB"),
        ("S.A.S.Dupont", "DUPONT"),
        ("Société d'Équipement", "EQUIPEMENT"),
        ("SARL de Thiolmar", "THIOLMAR"),
        ("De Thiolmar", "THIOLMAR"),
    ],
)
def test_a_name_keeps_what_names_it(written: str, key: str) -> None:
    assert values(name_key(text(written))) == [key]
