"""CSV in any usual encoding, with any usual separator."""

import codecs
import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reconcile.ingest.textfile import decode, rows

TEXT = "Société;Ville\nL'Éclat d’été;Saint-Étienne\nFrançois & Zoë;Où çà\n"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
)
def test_usual_encodings_come_out_right(encoding: str) -> None:
    assert decode(TEXT.encode(encoding)) == TEXT


def test_a_mac_and_a_dos_file_come_out_right() -> None:
    accents = "Société;Numéro\nÉtienne Lançon;à côté\n"
    assert decode(accents.encode("mac_roman")) == accents
    assert decode(accents.encode("cp850")) == accents


def test_a_byte_that_no_encoding_explains_does_not_stop_the_reading() -> None:
    text = decode("Société;Ville\n".encode() + b"\x81\xffLyc\xe9e;Sorbiers\n")
    assert text.splitlines()[1].endswith(";Sorbiers")


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=200))
def test_no_bytes_stop_the_reading(data: bytes) -> None:
    assert isinstance(rows(decode(data)), list)


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_the_separator_is_found(separator: str) -> None:
    lines = [["Société", "Adresse", "CP"], ["Velinore", "12, rue Basse", "42000"]]
    lines += [["Orvanne", "ZI; lot 3", "42100"]]
    out = io.StringIO()
    csv.writer(out, delimiter=separator).writerows(lines)
    assert rows(out.getvalue()) == lines


def test_commas_within_addresses_do_not_cut_a_file_of_semicolons() -> None:
    text = "Société;Adresse\nA;1, rue X\nB;2, rue Y\nC;3, rue Z\n"
    assert rows(text)[1] == ["A", "1, rue X"]


def test_of_two_even_separators_the_one_that_makes_more_columns() -> None:
    text = "Société; nom,CP,Ville\nOrvanne; A,1,Lyo\nKelvaro; B,2,Lyo\n"
    assert rows(text)[1] == ["Orvanne; A", "1", "Lyo"]


def test_the_line_that_excel_hides_is_no_row() -> None:
    assert rows("sep=,\nSociété,Ville\n") == [["Société", "Ville"]]


def test_a_quoted_cell_over_two_lines_is_one_row() -> None:
    text = 'Société;Adresse\r\nVelinore;"12 rue Basse\r\nBât. B"\r\nOrvanne;1 rue Haute\r\n'
    assert rows(text)[1:] == [["Velinore", "12 rue Basse\r\nBât. B"], ["Orvanne", "1 rue Haute"]]


def test_a_quote_that_is_never_closed_swallows_nothing() -> None:
    text = 'Société;Ville\n"Le Fournil;Sorbiers\n' + "".join(f"S{n};Sorbiers\n" for n in range(30))
    found = rows(text)
    assert len(found) == 32
    assert found[1] == ['"Le Fournil', "Sorbiers"]


def test_blank_lines_keep_their_number() -> None:
    assert rows("Titre\n\nSociété;Ville\n") == [["Titre"], [], ["Société", "Ville"]]


def test_the_marks_of_all_encodings_are_known() -> None:
    for mark in (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        assert decode(mark) == ""


def test_a_quote_left_open_near_the_end_swallows_nothing() -> None:
    text = 'Nom;Adresse;CP;Ville\nVelinore;"ZI Nord;42000;Lyo\nKelvaro;1 rue Neuve;42000;Lyo\n'
    assert [row[0] for row in rows(text)] == ["Nom", "Velinore", "Kelvaro"]
