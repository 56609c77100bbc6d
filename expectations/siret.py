"""French company numbers and telephone numbers, checked, as expectations of our own.

The authority is a library (python-stdnum, phonenumbers). A value in the regular form is checked by
a vectorised rule, as the library takes 10 to 30 microseconds a value; the library gets the rest,
once per distinct value. A property test holds that both say the same.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import phonenumbers
from great_expectations.execution_engine import PandasExecutionEngine
from great_expectations.expectations.expectation import ColumnMapExpectation
from great_expectations.expectations.metrics import (
    ColumnMapMetricProvider,
    column_condition_partial,
)
from stdnum.fr import siren, siret, tva

LA_POSTE = "356000000"  # its sites have a digit sum that 5 divides, and mostly no Luhn check


def siren_ok(values: pd.Series) -> pd.Series:
    """Which texts are a SIREN: 9 digits that pass Luhn. `str` to `bool`; missing is False."""
    return _checked(values, r"^[0-9]{9}$", _luhn, siren.is_valid)


def siret_ok(values: pd.Series) -> pd.Series:
    """Which texts are a SIRET: a SIREN and 5 digits, Luhn over all 14; La Poste by its own rule.

    `str` to `bool`; missing is False.
    """
    regular = r"^(?:[0-24-9][0-9]{2}|3[0-46-9][0-9]|35[0-57-9])[0-9]{11}$"  # all but 356...
    return _checked(values, regular, lambda d: _luhn(d) & _luhn(d[:, :9]), siret.is_valid)


def vat_ok(values: pd.Series) -> pd.Series:
    """Which texts are a French VAT number: FR, a key of 2, a SIREN (of any kind if it begins 000).

    Keys of digits are (12 + 3 x (SIREN mod 97)) mod 97; the library knows those with letters.
    `str` to `bool`; missing is False.
    """

    def regular(digits: np.ndarray) -> np.ndarray:
        powers = 10 ** np.arange(8, -1, -1)
        number = digits[:, 2:].astype(np.int64) @ powers
        key = digits[:, 0].astype(np.int64) * 10 + digits[:, 1]
        # stdnum: numbers of Monaco begin with 000 and hold no SIREN
        return (key == (12 + 3 * (number % 97)) % 97) & (
            _luhn(digits[:, 2:]) | (number < 1_000_000)
        )

    return _checked(values, r"^FR[0-9]{11}$", regular, tva.is_valid)


def phone_ok(values: pd.Series) -> pd.Series:
    """Which texts are a telephone number as E.164: +33 and 9 digits, or possible elsewhere.

    `str` to `bool`; missing is False.
    """
    return _checked(values, r"^\+33[1-9][0-9]{8}$", None, _possible)


def _possible(number: str) -> bool:
    if number.startswith("+330"):
        return False  # the library lets it pass, but E.164 has no trunk 0
    try:
        parsed = phonenumbers.parse(number, None)
    except phonenumbers.NumberParseException:
        return False
    whole = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164) == number
    return whole and phonenumbers.is_possible_number(parsed)


def _checked(
    values: pd.Series,
    form: str,
    rule: Callable[[np.ndarray], np.ndarray] | None,
    authority: Callable[[str], bool],
) -> pd.Series:
    """`rule` over the digits (rows x digits, int8) of values of that form; else `authority`."""
    text = values.astype("str")
    regular = text.str.contains(form, na=False)
    good = regular.copy()
    if rule is not None and regular.any():
        joined = text[regular].str.removeprefix("FR").str.cat()
        digits = np.frombuffer(joined.encode("ascii"), dtype=np.uint8).astype(np.int8) - 48
        good[regular] = rule(digits.reshape(int(regular.sum()), -1))
    rest = text[~regular & text.notna()]
    known = {value: authority(value) for value in rest.unique()}
    good[rest.index] = rest.map(known).astype(bool)
    return good.astype(bool)


def _luhn(digits: np.ndarray) -> np.ndarray:
    """Luhn's check of each row of digits: every second one from the right counts double."""
    doubled = digits[:, -2::-2].astype(np.int64) * 2
    total = digits[:, -1::-2].sum(axis=1, dtype=np.int64) + (doubled // 10 + doubled % 10).sum(
        axis=1
    )
    return total % 10 == 0


class _SirenMetric(ColumnMapMetricProvider):
    condition_metric_name = "column_values.siren"

    @column_condition_partial(engine=PandasExecutionEngine)
    def _pandas(cls, column, **kwargs):  # noqa: N805
        return siren_ok(column)


class _SiretMetric(ColumnMapMetricProvider):
    condition_metric_name = "column_values.siret"

    @column_condition_partial(engine=PandasExecutionEngine)
    def _pandas(cls, column, **kwargs):  # noqa: N805
        return siret_ok(column)


class _VatMetric(ColumnMapMetricProvider):
    condition_metric_name = "column_values.french_vat"

    @column_condition_partial(engine=PandasExecutionEngine)
    def _pandas(cls, column, **kwargs):  # noqa: N805
        return vat_ok(column)


class _PhoneMetric(ColumnMapMetricProvider):
    condition_metric_name = "column_values.phone"

    @column_condition_partial(engine=PandasExecutionEngine)
    def _pandas(cls, column, **kwargs):  # noqa: N805
        return phone_ok(column)


class ExpectColumnValuesToBeSiren(ColumnMapExpectation):
    """Expect 9 digits that pass Luhn."""

    map_metric = "column_values.siren"


class ExpectColumnValuesToBeSiret(ColumnMapExpectation):
    """Expect a SIREN and 5 digits that pass Luhn together, or La Poste's own rule."""

    map_metric = "column_values.siret"


class ExpectColumnValuesToBeFrenchVat(ColumnMapExpectation):
    """Expect FR, a key of 2 that fits, and a SIREN."""

    map_metric = "column_values.french_vat"


class ExpectColumnValuesToBePhone(ColumnMapExpectation):
    """Expect a telephone number written as E.164."""

    map_metric = "column_values.phone"
