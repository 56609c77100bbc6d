"""The sum of money in a cell where other figures may stand beside it, where it is clear."""

from __future__ import annotations

import re
from typing import Final

BARE_YEAR: Final = r"(?:199[0-9]|20[0-9]{2})"
_EURO: Final = r"(?:€|euros?\b|eur\b|(?<=[0-9]{3})e\b)"
_NO_EURO: Final = r"(?![.,]?[0-9])(?! ?(?:€|eur))"
_MONTH: Final = r"(?:janv?|f[ée]vr?|mars|avr|mai|juin|juil|ao[ûu]t|sept|oct|nov|d[ée]c)[^\W\d_]*\.?"
_NUMBER: Final = r"(?:[0-9]{1,3}(?:[ .][0-9]{3})+|[0-9]+)(?:[.,][0-9]{1,2})?"
_SHARES: Final = (
    r"ch[èe]ques?|chqs?|versements?|virements?|[ée]ch[ée]ances?|mensualit[ée]s?|pr[ée]l[èe]vements?"
)
_COUNTED: Final = (
    r"ans?|ann[ée]es?|mois|trimestres?|semestres?|semaines?|jours?|fois|personnes?|pers|"
    rf"salari[ée]s?|parts?|adh[ée]rents?|membres?|adh[ée]sions?|{_SHARES}"
)
_DAY: Final = r"[0-9]{1,2}(?:er)?"


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns), re.I)


FULL_DATE: Final = _any(
    r"\b[0-9]{1,2}([/.-])[0-9]{1,2}\1(?:[0-9]{4}|[0-9]{2})\b",
    r"\b[0-9]{4}-[0-9]{2}-[0-9]{2}(?: [0-9:]+)?\b",
    rf"\b{_DAY} {_MONTH} [0-9]{{4}}\b",
)
# With more than one digit of a day or month, or after a word: "1/2" alone is a half.
_PART_OF_DATE: Final = _any(
    r"(?<![\w/.,])[0-9]{1,2}/[0-9]{1,2}(?![\w/])",
    rf"\b{_DAY} {_MONTH}(?!\w)",
    rf"\b{_MONTH} ?{BARE_YEAR}\b",
)
PERCENT: Final = _any(r"[-+]?(?<![0-9.,])([0-9]{1,3})(?:[.,][0-9]+)? ?(?:%|pour ?cents?\b)")
# Numbers of cheques, invoices and receipts.
_REFERENCE: Final = _any(
    r"(?:\bn[°ºo]|\bnum[ée]ro\b|\br[ée]f(?:[ée]rence)?\b|\bfact?(?:ure)?\b|#)[ .:n°#]*"
    rf"[A-Z]{{0,4}}[-/]?[0-9]+(?:[-/][0-9]+)*{_NO_EURO}",
    rf"\b(?:chq|ch[èe]que|virement|virt?|vrt)s?\b[ .:]*[0-9]{{5,}}{_NO_EURO}",
    rf"(?<![\w.,])(?:0[0-9]{{3,}}|[0-9]{{5,}}){_NO_EURO}",
)
_ORDINAL: Final = _any(r"(?<![\w.,])[0-9]{1,2}(?:er|[èe]?re|nde?|i?[èe]me|[èe])(?![\w€])")
_COUNT: Final = _any(rf"(?<![\w.,])[0-9]{{1,2}} ?(?:{_COUNTED})\b")
_SEASON_OR_YEAR: Final = _any(
    rf"(?<![\w.,]){BARE_YEAR}(?: ?[-/] ?(?:{BARE_YEAR}|[0-9]{{2}}))?(?!\w|[.,][0-9])(?! ?{_EURO})"
)
_TIMES: Final = _any(
    rf"(?<![\w.,])([0-9]{{1,2}}) ?(?:x|\*|(?:fois|{_SHARES})(?: de| à| a)?) ?({_NUMBER})"
    rf" ?(?:{_EURO})?(?![\w/%])",
    rf"(?<![\w.,])({_NUMBER}) ?(?:{_EURO})? ?(?:x|\*) ?([0-9]{{1,2}})(?![\w/%]|[.,][0-9])",
)
_SUM: Final = _any(
    rf"(?<![\w/.,])(?<![0-9]-)({_NUMBER})(?![0-9]|[.,][0-9])(?: ?{_EURO}|,-)?(?![\w/%]|-[0-9])"
)


def without_figures(text: str) -> str:
    """The text without the figures that are no sum, and "2 x 75 €" as the sum that it is.

    They are dates, years, shares ("50 %"), ordinals, counts ("en 2 fois") and numbers of cheques.
    """
    for pattern in (FULL_DATE, PERCENT, _REFERENCE):
        text = pattern.sub(" ", text)
    text = _TIMES.sub(_product, text)
    for pattern in (_PART_OF_DATE, _ORDINAL, _COUNT, _SEASON_OR_YEAR):
        text = pattern.sub(" ", text)
    return " ".join(text.split())


def amount(text: str) -> float | None:
    """The sum in a text ("150 €", "1 150,00", "2 x 75 €", "150 € + 20 €"), where it is clear.

    None where there is no sum, or several that no sign adds up.
    """
    if re.search(r"(?<![^\s(])-[0-9]", text):  # taken off
        return None
    bare = without_figures(text).rpartition("=")[2]
    signs = re.sub(r"[^#+/-]", "", _SUM.sub("#", bare))
    found = [_number(one) for one in _SUM.findall(bare)]
    left = re.sub(rf"{_EURO}", "", _SUM.sub("", bare), flags=re.I)
    if not found or re.search("[0-9]", left) or re.search(r"#[/-]+#", signs):
        return None
    if len(found) > 1 and not re.search(r"^[+-]*#(?:\+#)+[-]*$", signs):
        return None
    return sum(found)


def _number(text: str) -> float:
    whole, _, cents = text.replace(",", ".").rpartition(".")
    if not whole or len(cents) > 2:  # "1.150" is a thousand and more
        whole, cents = text, ""
    return float(re.sub(r"\D", "", whole)) + (float(f"0.{cents}") if cents else 0.0)


def _product(found: re.Match[str]) -> str:
    times, each = (found[1], found[2]) if found[1] else (found[4], found[3])
    return f" {int(times) * _number(each):.2f} "
