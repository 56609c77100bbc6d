"""Many small worlds in one set of frames: each broken in one place, so that one run judges all."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from tests.expectations import baseline
from tests.expectations.baseline import Frames

Change = Callable[[Frames], None]


def put(table: str, row: int, /, **values: object) -> Change:
    """A change that puts values into a row of a table."""

    def change(frames: Frames) -> None:
        frame = frames[table]
        for name, value in values.items():
            if isinstance(value, list | dict):
                entries = frame[name].to_list()
                entries[row] = value
                frame[name] = pd.Series(entries, dtype=object)
            else:
                frame.loc[row, name] = value

    return change


def together(suite: str, changes: dict[str, Change]) -> Frames:
    """The baseline once for each change, its files named after the change's key."""
    worlds: list[Frames] = []
    for n, (key, change) in enumerate(changes.items()):
        frames = baseline.frames(suite, n)
        change(frames)
        for frame in frames.values():
            if "file" in frame:
                frame["file"] = key + "/" + frame["file"]
            for name in {"record_id", "member_id", "contact_id"} & set(frame):
                frame[name] = frame[name] + f"{n:03d}"
            if "pos" in frame:
                frame["pos"] = frame["pos"] + 4 * n
        worlds.append(frames)
    names = worlds[0].keys()
    return {name: pd.concat([world[name] for world in worlds], ignore_index=True) for name in names}


def world_of(issues: pd.DataFrame, keys: list[str]) -> pd.Series:
    """The key of the world that each issue is about, by its file or else the ids it tells of."""
    told = issues["details"].map(lambda d: d.get("member_id") or d.get("record_id"))
    by_id = pd.to_numeric(told.astype("str").str[-3:]).map(dict(enumerate(keys)))
    return issues["file"].str.partition("/")[0].fillna(by_id)
