"""Great Expectations over the tables: three suites, a sentence and a cure for each expectation.

Importing this package is cheap. Great Expectations takes seconds to import, so it is loaded inside
`validate`, or beside the caller's own work in a second process with `beside`.
"""

from __future__ import annotations

from expectations.process import ExpectationsError, beside, validate

__all__ = ["ExpectationsError", "beside", "validate"]
