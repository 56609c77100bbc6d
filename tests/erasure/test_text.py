"""What is blocked is found however it is written, and nothing else is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconcile.erasure.blocks import Block, Blocks
from reconcile.erasure.marks import forms
from reconcile.erasure.text import Scrub, mail_of, phone_of
from reconcile.seal import Seal, name_key

SEAL = Seal("ab" * 32)


def blocks(first: str = "Jean-Noël", last: str = "Martin", *ids: str, **more: bool) -> Blocks:
    """A person with a mail and a mobile."""
    names, loose = forms({"first": first, "last": last, "title": "M."})
    hashes = {
        "mail": {SEAL.of("mail", "jn.martin@forge.example")},
        "phone": {SEAL.of("phone", "+33639980012")},
        "name": {SEAL.of("name", one) for one in names},
        "word": {SEAL.of("word", word) for one in names for word in one.split()},
        "loose": {SEAL.of("loose", *one) for one in loose},
        "at": set(),
        "here": set(),
    }
    frozen = {kind: frozenset(some) for kind, some in hashes.items()}
    return Blocks.build(SEAL, [Block(frozen, frozenset(ids), **more)])


@pytest.mark.parametrize(("text", "left"), [
    ("Appeler M. Jean-Noël MARTIN au 06.39.98.00.12", "Appeler [effacé] au [effacé]"),
    ("MARTIN Jean Noel", "[effacé]"),
    ("J.-N. Martin, gérant", "[effacé], gérant"),
    ("M. Martin, gérant", "[effacé], gérant"),
    ("Mme Martin, gérante", "Mme Martin, gérante"),
    ("rue Martin", "rue Martin"),
    ("Jean Durand et Noël Martin-Lebrun", "Jean Durand et Noël Martin-Lebrun"),
    ("mailto:JN.Martin@Forge.Example; info@forge.example", "mailto:[effacé]; info@forge.example"),
    ("jean-noel.martin@autre.example ; info@forge.example", "[effacé] ; info@forge.example"),
    ("M-0007 x.jn.martin@forge.example", "M-0007 x.jn.martin@forge.example"),
    ("+33 (0)6 39 98 00 12 / 04 65 71 00 00", "[effacé] / 04 65 71 00 00"),
    ("0033639980012", "[effacé]"),
    ("639980012.0", "[effacé].0"),
    ("06 39 98 00 13", "06 39 98 00 13"),
    ("SIRET 000 639 980 01234", "SIRET 000 639 980 01234"),
])  # fmt: skip
def test_a_text_loses_the_person_and_nothing_else(text: str, left: str) -> None:
    assert Scrub(blocks()).text(text) == left


@pytest.mark.parametrize(("text", "left"), [
    ("M-0042 Jean-Noël Martin", "M-0042 [effacé]"),
    ("M-0007 Jean-Noël Martin", "M-0007 Jean-Noël Martin"),
    ("M-0007 jn.martin@forge.example", "M-0007 [effacé]"),
    ("C-00042-1 Jean-Noël Martin", "C-00042-1 [effacé]"),
    ("Jean-Noël Martin", "[effacé]"),
])  # fmt: skip
def test_a_namesake_is_spared_in_a_line_of_another_member(text: str, left: str) -> None:
    assert Scrub(blocks("Jean-Noël", "Martin", "M-0042", "R-00042")).text(text) == left


def test_an_entry_that_is_the_last_name_alone_goes_where_a_list_named_him_so() -> None:
    named = blocks("", "Martin", "M-0042", "R-00042")
    assert Scrub(named).text("R-00042\nJean Durand\nMartin") == "R-00042\nJean Durand\n[effacé]"
    assert Scrub(named).text("R-00042, rue Martin") == "R-00042, rue Martin"


def test_a_firm_that_is_called_so_keeps_its_name() -> None:
    scrub = Scrub(blocks("Jean-Noël", "Martin", bears=True))
    assert scrub.text("SARL Jean-Noël Martin") == "SARL Jean-Noël Martin"
    assert scrub.text("M. Jean-Noël Martin") == "[effacé]"


digits = st.lists(st.integers(0, 9), min_size=8, max_size=8)
gap = st.sampled_from(["", " ", ".", "-", "\u00a0", "/"])
start = st.sampled_from(["0", "+33", "+33 ", "0033", "0033 ", "+33 (0)", "33", ""])


@given(digits, gap, start)
def test_a_phone_has_one_hash_however_it_is_written(rest: list[int], gap: str, start: str) -> None:
    text = "".join(map(str, rest))
    pairs = [text[at : at + 2] for at in range(0, 8, 2)]
    written = start + gap.join(["6", *pairs])
    if start in ("33", "") and gap not in ("", " ", ".", "-"):
        return  # nobody writes a number without its zero so
    assert phone_of(written) == f"+336{text}"


mails = st.from_regex(
    r"[a-z][a-z0-9]{0,8}(\.[a-z0-9]{1,6})?@[a-z]{2,8}\.(fr|example)", fullmatch=True
)
shapes = st.sampled_from(["{}", " {} ", "<{}>", "{}.", "mailto:{}", "{},", "X <{}>"])


@given(mails, st.integers(0), shapes)
def test_a_mail_has_one_hash_however_it_is_written(mail: str, upper: int, form: str) -> None:
    written = "".join(one.upper() if upper >> nth & 1 else one for nth, one in enumerate(mail))
    own = {"mail": frozenset({SEAL.of("mail", mail_of(mail))})}
    block = Block(
        {**{kind: frozenset() for kind in ("phone", "name", "word", "loose", "at", "here")}, **own}
    )
    after = Scrub(Blocks.build(SEAL, [block]), "").text(form.format(written))
    assert mail not in after.casefold()
    assert after == form.format("")


@given(st.permutations(["Jean", "Noël", "Martin"]), st.sampled_from([" ", "-", "  "]))
def test_a_name_has_one_key_in_any_order(parts: list[str], glue: str) -> None:
    assert name_key(glue.join(parts).upper()) == name_key("Jean-Noël", "Martin")


def test_hashes_say_nothing_without_the_salt() -> None:
    assert Seal("cd" * 32).of("mail", "a@b.example") != SEAL.of("mail", "a@b.example")
    assert "ab" * 32 not in repr(SEAL)
