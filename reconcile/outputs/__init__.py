"""The member register as files: a workbook for people, CSV and Parquet for programs."""

from .flat import former_csv, register_csv, register_parquet
from .workbook import register_workbook

__all__ = ["former_csv", "register_csv", "register_parquet", "register_workbook"]
