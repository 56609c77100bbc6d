"""The lists and the answers of a night, so that what is read obeys what was answered."""

from __future__ import annotations

import pandas as pd

from ..config import Config
from ..decisions.naming import columns_said
from ..ingest import read_clubs
from ..memory.store import Store
from ..results import Memory, Reading, Step
from . import taking


def receive(
    store: Store, memory: Memory, config: Config, step: Step
) -> tuple[Reading, Memory, pd.DataFrame]:
    """What the lists say, what is known now, and ISSUES on answers.

    Reports are looked at once more after the files were read, which takes a while; what was said of
    a column meanwhile has them read again, so that tonight's report shows no answer as given that
    it does not obey.
    """
    said = columns_said(memory.ledger)
    reading = step("read", read_clubs, config, said)
    memory, told = step("read answers", taking.take_in, store, memory, config)
    if (now := columns_said(memory.ledger)) != said:
        reading = step("read again", read_clubs, config, now)
    return reading, memory, told
