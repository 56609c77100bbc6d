"""Whole lists held against each other, against last night's and against what we wrote ourselves."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd
from rapidfuzz import fuzz

from expectations.places import Frames, at_rows, counted
from reconcile.fields import FIELD
from reconcile.tables import field_of, labels_of

NAMES: Final = ("name", "trade_name", "contact", "contact_last")
SHEET: Final = ["source", "file", "sheet"]
_FEW: Final = 3  # rows more or fewer that are no news, however short the list
_SHORT: Final = 8  # a list of fewer names resembles anything
# Shares of a list.
_MOST: Final = 0.6
_MANY: Final = 0.3
_HARDLY: Final = 0.2
_UNLIKE: Final = 60  # of 100: two writings of one name are more alike
_OURS: Final = r"^M-\d{4,}$"  # a number that we gave
_STRAY: Final = ("loose_file", "subfolder", "not_a_club")


def first_of(raw: pd.DataFrame, fields: tuple[str, ...]) -> pd.Series:
    """The first text that a row has in any column of `fields`; missing where it has none."""
    found = pd.Series(pd.NA, index=raw.index, dtype="str")
    for field in fields:
        for label in labels_of(raw, field):
            found = found.fillna(raw[label])
    return found


def plain(names: pd.Series) -> pd.Series:
    """Names without accents, signs and spaces, as they are held against each other (`str`)."""
    codes, unique = pd.factorize(names)
    written = pd.Series(unique, dtype="str")
    text = written.str.normalize("NFKD").str.casefold().str.replace(r"[^a-z0-9]", "", regex=True)
    return pd.Series(text.array.take(codes, allow_fill=True), index=names.index, dtype="str")


def lists(read: pd.DataFrame, frames: Frames) -> pd.DataFrame:
    """The sheets that were read, with what makes a whole list odd.

    twin: where the same rows stand already ("-": nowhere); n_before and growth, its rows in the
    last register and by what they were multiplied (missing where it is new); other_club: the club
    whose last list it resembles more than its own club's ("-": none); ours: the share of rows with
    a number that we gave, where the sheet has our column of clubs.
    """
    raw, before = frames["raw"], frames.get("before")
    read = read.assign(twin=_twins(read, raw), ours=_ours(read, raw, frames.get("columns")))
    if before is None or before.empty:
        return read
    known = counted(read, SHEET, before)
    moved = (read["n_raw"] - known).abs() >= _FEW
    growth = (read["n_raw"] / known.where(known > 0)).where(moved, 1.0).where(known > 0)
    return read.assign(
        n_before=known, growth=growth.astype("float64"), other_club=_resembles(read, raw, before)
    )


def files(sheets: pd.DataFrame) -> pd.DataFrame:
    """What was not read, with `kind` (copy, ours, stray, type or other) and the copy's original."""
    passed = at_rows(sheets[sheets["state"] == "ignored"])
    kinds = {"copy": "copy", "own_output": "ours", "unknown_type": "type"}
    kinds |= dict.fromkeys(_STRAY, "stray")
    details = [one if isinstance(one, dict) else {} for one in passed["details"]]
    original = pd.Series([one.get("original") for one in details], passed.index, dtype="str")
    return passed.assign(kind=passed["why"].map(kinds).fillna("other"), original=original)


def numbers_elsewhere(raw: pd.DataFrame, names: pd.Series) -> pd.DataFrame:
    """number_elsewhere (`bool`): the row's member number is another firm's in another sheet of the
    club; first_place: where. `names` are plain. Each name is told once; struck rows have given up
    their number. A sheet that disagrees with the others on most numbers counts its own rows:
    nothing is told.
    """
    told = raw[["source", "member_no", "name"]].notna().all(axis=1)
    rows = raw.loc[told & ~raw["struck"]]
    rows = rows[[*SHEET, "row", "member_no", "name"]].assign(plain=names[rows.index])
    rows["place"] = rows["file"] + " › " + rows["sheet"].fillna("")
    rows["number"] = rows["member_no"].str.casefold().str.replace(r"\s", "", regex=True)
    rows = rows.drop_duplicates(["source", "number", "plain", "place"])
    same = rows.groupby(["source", "number"], sort=False)
    firsts = {"first_name": "name", "first_plain": "plain", "first_place": "place"}
    rows = rows.assign(**{name: same[of].transform("first") for name, of in firsts.items()})
    shared = rows[rows["place"] != rows["first_place"]]
    differ = shared[shared["plain"] != shared["first_plain"]]
    unlike = [
        fuzz.token_set_ratio(one.casefold(), other.casefold()) < _UNLIKE
        for one, other in zip(differ["name"], differ["first_name"], strict=True)
    ]
    differ = differ[np.array(unlike, dtype=bool)]
    apart = counted(differ, ["place"], differ) / counted(differ, ["place"], shared)
    found = differ[(apart <= 0.5).to_numpy()].drop_duplicates(["source", "number", "plain"])
    number_elsewhere = pd.Series(raw.index.isin(found.index), index=raw.index)
    place = found["first_place"].reindex(raw.index).astype("str")
    return pd.DataFrame({"number_elsewhere": number_elsewhere, "first_place": place})


def _twins(read: pd.DataFrame, raw: pd.DataFrame) -> pd.Series:
    """Where the rows of each sheet stand already, cell for cell and in any order; "-": nowhere."""
    likely = read[(read["n_raw"] > 1) & read["n_raw"].duplicated(keep=False)]
    rows = raw.merge(likely[SHEET], on=SHEET, how="inner")
    labels = sorted(str(name) for name in rows.columns if field_of(str(name)) in FIELD)
    filled = rows[labels].fillna("")
    row_hash = pd.util.hash_pandas_object(filled, index=False)
    print_of = row_hash.groupby([rows[name] for name in SHEET], dropna=False).sum()
    prints = likely.merge(print_of.rename("print").reset_index(), on=SHEET, how="left")
    place = prints["file"] + " › " + prints["sheet"].fillna("")
    first = place.groupby(prints["print"], dropna=False).transform("first")
    twin = first.where(first != place, "-").set_axis(likely.index)
    return twin.reindex(read.index).fillna("-").astype("str")


def _ours(read: pd.DataFrame, raw: pd.DataFrame, columns: pd.DataFrame | None) -> pd.Series:
    """The share of a sheet's rows with a number that we gave; 0 without our column of clubs."""
    none = pd.Series(0.0, index=read.index)
    if columns is None or "member_no" not in raw:
        return none
    headed = columns[columns["heading"].str.strip().str.casefold() == "clubs"]
    ours = raw[raw["member_no"].str.contains(_OURS, na=False)]
    share = counted(read, SHEET, ours) / read["n_raw"].where(read["n_raw"] > 0)
    return share.where(counted(read, SHEET, headed) > 0).fillna(0.0)


def _resembles(read: pd.DataFrame, raw: pd.DataFrame, before: pd.DataFrame) -> pd.Series:
    """The club whose last list each sheet resembles more than its own club's; "-": none.

    By names: most of its names are the other club's, and at most half as many its own club's. By
    fewer names where the form of its member numbers is the other club's and not its own club's.
    """
    first = first_of(raw, NAMES)
    now, then = (plain(first), _form(raw)), (plain(first_of(before, NAMES)), _form(before))
    shares = {
        str(club): [
            _share(read, raw, here, there[before["source"] == club])
            for here, there in zip(now, then, strict=True)
        ]
        for club in sorted(before["source"].dropna().unique())
    }
    enough = counted(read, SHEET, raw[first.notna()]) >= _SHORT
    none = pd.Series(0.0, index=read.index)
    named, formed = none, none
    for club, (by_name, by_form) in shares.items():
        named = by_name.where(read["source"] == club, named)
        formed = by_form.where(read["source"] == club, formed)
    found = pd.Series("-", index=read.index, dtype="str")
    for club, (by_name, by_form) in shares.items():
        most = (by_name >= _MOST) & (named <= by_name / 2)
        many = (by_name >= _MANY) & (named < by_name)
        many &= (by_form >= 1 - _HARDLY) & (formed <= _HARDLY)
        found = found.mask((read["source"] != club) & enough & (most | many), club)
    return found


def _share(read: pd.DataFrame, raw: pd.DataFrame, values: pd.Series, known: pd.Series) -> pd.Series:
    """The share of a sheet's rows with a value (`values`, of `raw`) that is `known`."""
    has, both = raw[values.notna()], raw[values.isin(known.dropna().unique())]
    return (counted(read, SHEET, both) / counted(read, SHEET, has)).fillna(0.0)


def _form(rows: pd.DataFrame) -> pd.Series:
    """The letters before a member number: "R-1" -> "R-" (`str`)."""
    numbers = first_of(rows, ("member_no",))
    return numbers.where(numbers.str.contains("[0-9]", na=False)).str.replace(
        "[0-9].*$", "", regex=True
    )
