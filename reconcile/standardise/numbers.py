"""The numbers that clubs give to their members."""

from __future__ import annotations

from typing import Final

import pandas as pd

from .cells import Filled, Part, remarks_on, single
from .dates import dates

_MONTH: Final = r"(?:janv|f[ée]vr?|mars|avr|mai|juin|juil|ao[ûu]t|sept|oct|nov|d[ée]c)\.?"
# The forms in which a spreadsheet shows, or writes to a file, a number that it took for a date.
_AS_DATE: Final = (
    r"(?i)[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[ T]00:00(?::00)?)?|[0-9]{1,2}/[0-9]{1,2}/[0-9]{4}|"
    rf"[0-9]{{1,2}}-{_MONTH}|{_MONTH}-[0-9]{{2}}"
)
_OWN_FORM: Final = 0.5  # of the numbers of a list and more: the club numbers by dates


def read(filled: Filled, raw: pd.DataFrame) -> Part:
    """member_no (`str`). One that stands as a date among other numbers is told and left out: what
    was typed ("1-2-24") is not known any more."""
    text = single(filled, "member_no").str.replace(r"^([0-9]+)\.0+$", r"\1", regex=True)
    form = text.str.fullmatch(_AS_DATE, na=False)
    dated = form & (dates(text).notna() | ~text.str.contains(r"[0-9]{4}", na=False))
    lists = [raw["file"], raw["sheet"].fillna("")]
    usual = dated[text.notna()].astype(float).groupby([one[text.notna()] for one in lists])
    changed = dated & (usual.transform("mean").reindex(text.index) < _OWN_FORM)
    told = remarks_on(filled, "member_no", changed, "number_as_date", "warning")
    return Part({"member_no": text.mask(changed)}, remarks=told)
