"""Postcodes of other countries, and the names of departments that stand in brackets after towns."""

from __future__ import annotations

import re
from typing import Final

import pandas as pd

from .text import fold

# "CH-1201 Genève", "L-1234", "B 1000 Bruxelles"; Monaco's codes are written as the French ones.
_FOREIGN: Final = re.compile(
    r"^(?P<country>(?:CH|LU?|BE?|DE?|IT?|ES?|AT|NL|PT)[ -]|[AP]-)(?P<code>[0-9]{4,5})(?![0-9])"
    r"(?:[\s,/-]+(?P<town>[^\W\d_].*))?$",
    re.I,
)
FOREIGN_CODE: Final = r"[A-Z]{1,2}-[0-9]{4,5}"
_COUNTRY: Final = {"LU": "L", "BE": "B", "DE": "D", "IT": "I", "ES": "E"}
# Towns near by whose codes of four digits are whole.
_TOWNS: Final = {
    **dict.fromkeys("GENEVE LAUSANNE ZURICH BERNE BALE FRIBOURG NEUCHATEL NYON".split(), "CH"),
    **dict.fromkeys("BRUXELLES BRUSSEL LIEGE NAMUR CHARLEROI ANVERS GAND".split(), "B"),
    "LUXEMBOURG": "L",
}
DEPARTMENTS: Final = (
    "Ain|Aisne|Allier|Alpes-de-Haute-Provence|Hautes-Alpes|Alpes-Maritimes|Ardèche|Ardennes|Ariège|"
    "Aube|Aude|Aveyron|Bouches-du-Rhône|Calvados|Cantal|Charente|Charente-Maritime|Cher|Corrèze|"
    "Corse-du-Sud|Haute-Corse|Corse|Côte-d'Or|Côtes-d'Armor|Creuse|Dordogne|Doubs|Drôme|Eure|"
    "Eure-et-Loir|Finistère|Gard|Haute-Garonne|Gers|Gironde|Hérault|Ille-et-Vilaine|Indre|"
    "Indre-et-Loire|Isère|Jura|Landes|Loir-et-Cher|Loire|Haute-Loire|Loire-Atlantique|Loiret|Lot|"
    "Lot-et-Garonne|Lozère|Maine-et-Loire|Manche|Marne|Haute-Marne|Mayenne|Meurthe-et-Moselle|Meuse|"
    "Morbihan|Moselle|Nièvre|Nord|Oise|Orne|Pas-de-Calais|Puy-de-Dôme|Pyrénées-Atlantiques|"
    "Hautes-Pyrénées|Pyrénées-Orientales|Bas-Rhin|Haut-Rhin|Rhône|Haute-Saône|Saône-et-Loire|Sarthe|"
    "Savoie|Haute-Savoie|Paris|Seine-Maritime|Seine-et-Marne|Yvelines|Deux-Sèvres|Somme|Tarn|"
    "Tarn-et-Garonne|Var|Vaucluse|Vendée|Vienne|Haute-Vienne|Vosges|Yonne|Territoire de Belfort|"
    "Essonne|Hauts-de-Seine|Seine-Saint-Denis|Val-de-Marne|Val-d'Oise|Guadeloupe|Martinique|Guyane|"
    "Réunion|La Réunion|Mayotte"
)


def split_foreign(texts: pd.Series) -> pd.DataFrame:
    """code ("CH-1201") and town (`str`) of texts that begin with another country's postcode."""
    found = texts.str.extract(_FOREIGN)
    country = found["country"].str.upper().str.rstrip(" -").replace(_COUNTRY)
    return found.assign(code=country + "-" + found["code"])[["code", "town"]].astype("str")


def country_of(towns: pd.Series) -> pd.Series:
    """The sign of the country of towns near by whose postcodes have four digits, else missing."""
    return fold(towns).map(_TOWNS).astype("str")
