"""Yes and no (permissions), dues, commissions: what clubs note in a column of ticks and lists."""

from __future__ import annotations

import re
from typing import Final

import pandas as pd

from reconcile.marked import TICKED
from reconcile.tables import CONSENT_PURPOSES, REFUSED

from .cells import (
    NO_ORIGINS,
    NO_REMARKS,
    Filled,
    Part,
    cells,
    listed,
    on_each,
    origin,
    remarks,
    stack,
)
from .text import fold_text, is_nothing

_YES: Final = frozenset(
    "OUI O YES Y X XX XXX OK 1 VRAI TRUE V ACCEPTE ACCEPTEE INSCRIT INSCRITE ABONNE ABONNEE".split()
)
_NO: Final = frozenset(
    "NON N NO 0 FAUX FALSE REFUS REFUSE REFUSEE JAMAIS DESINSCRIT DESABONNE STOP".split()
)
# A refusal in more words ("non merci", "ne souhaite pas"); "non renseigné" says that none is known.
_REFUSAL: Final = re.compile(
    r"^(?:NON|NE|PAS|REFUS\w*|DESINSCRI\w*|DESABONN\w*|STOP|NO)\b(?!.*\b(?:OUI|YES|REPON\w*|SAI[ST]|"
    r"SAVOIR|RENSEIGN\w*|COMMUNIQ\w*|CONNU\w*|ENCORE|DEMAND\w*|CONCERN\w*|DEFINI\w*|PRECIS\w*|"
    r"ANSWER|DATA)\b)"
)
# Leave in more words ("oui, sans réserve", "j'accepte"), but for what takes some of it back.
_LEAVE: Final = re.compile(
    r"^(?:(?:OUI|YES|OK)\b ?)?(?:SANS (?:AUCUNE? )?(?:RESERVE|RESTRICTION|PROBLEME|SOUCI)S?|"
    r"D ACCORD|J ACCEPTE|J AUTORISE|JE CONSENS|JE SUIS D ACCORD|I (?:AGREE|ACCEPT|CONSENT)|"
    r"(?<=OUI )(?:MERCI|VOLONTIERS|BIEN SUR|TOUT A FAIT|AVEC PLAISIR|JE (?:LE )?(?:VEUX|SOUHAITE))|"
    r"(?<=YES )(?:PLEASE|OF COURSE|I DO))\b"
)
_TAKEN_BACK: Final = re.compile(
    r"\b(?:NE|N|PAS|NON|SAUF|MAIS|SI|SOUS|PEUT|UNIQUEMENT|SEULEMENT|EXCEPTE|HORS|CONDITION\w*|SELON|"
    r"VOIR|CONFIRMER|PARTIE|NOT|BUT|EXCEPT|ONLY|IF|UNLESS)\b"
)
# A day says when one agreed or refused: which of them, the heading does.
_DAY: Final = r"^(?:le )?[0-9]{1,4}[-/.][0-9]{1,2}[-/.][0-9]{2,4}"
_YES_MARKS: Final = frozenset("✓✔☑✅√")
_NO_MARKS: Final = frozenset("✗✘❌☐✕")


def read_flag(text: str) -> str:
    """ "yes", "no" or "unknown" of what stands in a column of ticks; what is asked is unknown."""
    if "?" in text:
        return "unknown"
    sign = text.strip(" .!")
    if sign in _YES_MARKS or sign in _NO_MARKS:
        return "yes" if sign in _YES_MARKS else "no"
    word = fold_text(re.sub(r"^([01])[.,]0$", r"\1", text))
    if word in _YES or word == "D ACCORD":
        return "yes"
    if _LEAVE.search(word) and not _TAKEN_BACK.search(word):
        return "yes"
    return "no" if word in _NO or _REFUSAL.search(word) else "unknown"


def is_doubted(text: str) -> bool:
    """Whether a yes or no is put in question: "oui ?", "x ?"."""
    return "?" in text and read_flag(text.replace("?", " ").strip()) != "unknown"


def _is_silent(text: pd.Series) -> pd.Series:
    """Whether each cell says nothing at all, not even that something is in question (bool)."""
    return is_nothing(text) & ~on_each(text, is_doubted).astype(bool)


def flags(filled: Filled) -> Part:
    """newsletter, directory, photo: "yes", "no" or "unknown" (an empty cell), never missing.

    Of several columns of one permission the first gives it, and a no in any of them outweighs it.
    In one that asks for a refusal all that is written is a no ("oui", a date) but a no, which says
    nothing: nobody agreed.
    """
    columns, notes, origins = {}, [], []
    for name in CONSENT_PURPOSES:
        found = cells(filled, name, keep_marks=True)
        said = on_each(found["text"], read_flag)
        bare = _is_silent(found["text"])
        refused = found["label"].str.startswith(f"{name}#{REFUSED}")
        dated = found["text"].str.contains(_DAY) & (found["label"] != name)
        unread = (said == "unknown") & ~bare & ~dated
        no = (said == "no").mask(refused, (said == "yes") | ((said != "no") & ~bare))
        no |= unread & (found["label"] != name)
        leave = (found["label"] == name) & (said == "yes")
        found["said"] = (
            pd.Series("unknown", found.index, dtype="str").mask(leave, "yes").mask(no, "no")
        )
        notes.append(remarks(found[unread], "flag_unreadable", "warning"))
        first = found.assign(rank=found["said"].map({"no": 0, "yes": 1, "unknown": 2}))
        first = first.sort_values(["pos", "rank"], kind="stable").drop_duplicates("pos")
        said_of = first.set_index("pos")["said"].reindex(filled.index)
        columns[name] = said_of.fillna("unknown").astype("str")
        moved = first[first["label"] != name]
        origins.append(origin(moved["pos"], name, moved["label"]))
    return Part(columns, stack(origins, NO_ORIGINS), stack(notes, NO_REMARKS))


def commissions(filled: Filled) -> Part:
    """commissions (lists), each once a row, parted at , ; / and line breaks, not in "5 à 7".

    A column of ticks gives the commission that its label names ("commissions#=Emploi").
    """
    found = cells(filled, "commissions", line="; ")
    found = found[~found["label"].str.contains(TICKED, regex=False)]
    found["value"] = found["text"].str.split(r"\s*[,;/|]\s*", regex=True)
    ticked = cells(filled, "commissions", keep_marks=True)
    ticked = ticked[ticked["label"].str.contains(TICKED, regex=False)]
    said = on_each(ticked["text"], read_flag)
    unread = (said == "unknown") & ~_is_silent(ticked["text"])
    told = remarks(ticked[unread], "flag_unreadable", "warning")
    ticked = ticked[said == "yes"]
    named = ticked["label"].map(lambda label: [label.partition(TICKED)[2]])
    found = pd.concat([found, ticked.assign(value=named.astype(object))], ignore_index=True)
    found = found.sort_values("pos", kind="stable", ignore_index=True)
    each = found.explode("value").dropna(subset=["value"]).astype({"value": "str"})
    each["value"] = each["value"].str.strip(" .-").str.replace(r"^([0-9]+)\.0$", r"\1", regex=True)
    each = each[each["value"] != ""]
    each["key"] = on_each(each["value"], fold_text)
    each = each[each["key"] != ""].drop_duplicates(["pos", "key"])
    lists, origins = listed(each, "commissions", filled.index)
    return Part({"commissions": lists}, origins, told)
