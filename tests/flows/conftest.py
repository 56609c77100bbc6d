"""Prefect reads its settings when it is imported: they are set here, before any test of flows."""

import tempfile
from pathlib import Path

from flows.environment import prepare

prepare(Path(tempfile.mkdtemp(prefix="reconcile-tests-")))
