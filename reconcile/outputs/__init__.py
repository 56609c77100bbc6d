"""The member register as files: a workbook for people, CSV and Parquet for programs."""

from .flat import register_csv, register_parquet
from .workbook import register_workbook

__all__ = ["register_csv", "register_parquet", "register_workbook"]
