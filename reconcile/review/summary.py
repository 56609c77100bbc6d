"""`Résumé`: in a few sentences what happened, what waits, and where to read on."""

from __future__ import annotations

from typing import Any, Final

from openpyxl.utils import get_column_letter

from ..decisions.by_hand import proposals
from ..workbooks.sheets import link_to
from ..workbooks.shown import certainty, count, enumeration, field_name, long_day, number
from . import charts
from .changes import told
from .frame import Report
from .sheets_read import REVIEWER
from .stops import stops

_COLUMNS: Final = 12
_WIDTH: Final = 12.5
_CHART_ROWS: Final = 13
_BARS: Final = 6

Figures = list[tuple[str, int]]


def summary_sheet(report: Report, sheet: Any, n_gaps: int, n_given: int = 0) -> None:
    """Fill the first sheet; n_gaps, n_given: the rows of `Écarts` and of `Réponses données`."""
    for column in range(1, _COLUMNS + 1):
        sheet.column_dimensions[get_column_letter(column)].width = _WIDTH
    words, night, wide = report.words, report.night, (1, _COLUMNS)
    clubs = enumeration(words, night.clubs.values())
    run = {"run": night.run, "date": long_day(words, night.today), "clubs": clubs}
    report.book.wide(sheet, 1, words("report.title"), "banner_title", wide)
    report.book.wide(sheet, 2, words("report.subtitle", **run), "subtitle", wide)
    sheet.row_dimensions[1].height, sheet.row_dimensions[2].height = 36, 22
    _your_name(report, sheet, 3)
    row = 5
    row = stops(report, sheet, row)
    for text, look in banners(report):
        report.book.wide(sheet, row, text, look, wide)
        row += 1
    row += row > 5
    for text in sentences(report, n_gaps):
        report.book.wide(sheet, row, text, "sentence", wide)
        row += 1
    row = _tiles(report, sheet, row + 1, n_gaps)
    row = _charts(report, sheet, row + 1)
    _contents(report, sheet, row + 1, n_gaps, n_given)
    sheet.page_setup.fitToHeight = 1
    sheet.print_area = f"A1:{get_column_letter(_COLUMNS)}{sheet.max_row}"  # not the hidden marks
    sheet.print_options.horizontalCentered = True  # one page: its height says how wide it is


def _your_name(report: Report, sheet: Any, row: int) -> None:
    """Where a reviewer writes a name; a hidden mark says which cell that is."""
    book = report.book
    book.wide(sheet, row, report.words("report.your_name"), "caption", (8, 9))
    book.wide(sheet, row, None, "remark", (10, 12))
    book.put(sheet, row, _COLUMNS + 1, REVIEWER, "quiet")
    book.put(sheet, 1, _COLUMNS + 1, report.mark, "quiet")
    sheet.column_dimensions[get_column_letter(_COLUMNS + 1)].hidden = True
    sheet.row_dimensions[row].height = 20


def banners(report: Report) -> list[tuple[str, str]]:
    """What must be read first: what the mode means."""
    words, night = report.words, report.night
    rows: list[tuple[str, str]] = []
    if night.mode == "apart":
        key = "apart" if night.merged_on else "apart_undated"
        when = long_day(words, night.merged_on) if night.merged_on else ""
        rows.append((words(f"report.{key}", date=when), "notice"))
    if night.mode == "alone" or night.waiting_for:
        names = enumeration(words, (night.clubs.get(one, one) for one in night.waiting_for))
        rows.append((words("report.alone", clubs=names), "notice"))
    waits = int(night.erasures["state"].isin(("asked", "torn")).sum())
    if waits:
        told = count(words, "erasures", waits)
        rows.append((words("report.erasures_wait", n=told, sheet=report.name("erasing")), "notice"))
    return rows


def sentences(report: Report, n_gaps: int) -> list[str]:
    """What happened tonight."""
    words, night = report.words, report.night
    n_files = int(night.reading.sheets.query("state == 'read'")["file"].nunique())
    read = {
        "files": count(words, "files", n_files),
        "rows": count(words, "rows", len(night.records)),
    }
    counted = {club: len(_current(report, club)) for club in night.registers}
    members = count(words, "members", sum(counted.values()))
    if len(night.held_back):
        register = words("report.members_held", members=members)
    elif night.mode == "apart":
        parts = [
            words("shown.colon", left=night.clubs[club], right=count(words, "members", n))
            for club, n in counted.items()
        ]
        register = words("report.members_apart", run=night.run, list=enumeration(words, parts))
    elif night.mode == "alone":
        register = words("report.members_alone", run=night.run, members=members)
    else:
        shared = count(words, "shared", _shared(report))
        register = words("report.members_joint", run=night.run, members=members, shared=shared)
    former = sum(len(one.register) for one in night.registers.values()) - sum(counted.values())
    if former and not len(night.held_back):
        register += " " + count(words, "former", former)
    n_edits = len(proposals(night.memory.ledger))
    by_people = int(night.merges["decided"].notna().sum())
    counts = {
        "merges": len(night.merges) - by_people,
        "questions": len(night.questions),
        "gaps": n_gaps - n_edits,
        "problems": _to_mend(report),
    }
    said = {key: count(words, key, n) for key, n in counts.items()}
    if n_sampled := len(night.sampled):
        said["questions"] += " " + count(words, "sampled", n_sampled)
    if by_people:
        said["merges"] += " " + count(words, "decided", by_people)
    return [
        f"{words('report.read', **read)} {register}",
        told(report),
        f"{said['merges']} {said['questions']}",
        *([count(words, "edits", n_edits)] if n_edits else []),
        f"{said['gaps']} {said['problems']}",
        *([words("run.moved", n=len(night.moved))] if len(night.moved) else []),
    ]


def _current(report: Report, club: str) -> Any:
    frame = report.night.registers[club].register
    return frame[frame["status"].ne("left").fillna(True)]


def _shared(report: Report) -> int:
    return sum(
        int((_current(report, club)["clubs"].str.len() > 1).sum())
        for club in report.night.registers
    )


def _to_mend(report: Report) -> int:
    return int(report.night.issues["severity"].isin(["warning", "critical"]).sum())


def _tiles(report: Report, sheet: Any, row: int, n_gaps: int) -> int:
    """Six figures, each a link to its sheet."""
    words, night, book = report.words, report.night, report.book
    members = sum(len(_current(report, club)) for club in night.registers)
    shared = [("shared", _shared(report), None)] if night.mode == "joint" else []
    tiles: list[tuple[str, int, str | None]] = [
        ("members", members, None),
        *shared,
        ("merges", len(night.merges), "merges"),
        ("questions", len(night.questions), "questions"),
        ("gaps", n_gaps, "gaps"),
        ("problems", _to_mend(report), "problems"),
    ]
    for nth, (key, n, target) in enumerate(tiles):
        columns = (nth * 2 + 1, nth * 2 + 2)
        book.wide(sheet, row, number(words, n), "figure", columns)
        book.wide(sheet, row + 1, words(f"report.tiles_{key}"), "caption", columns)
        if target:
            book.link(sheet.cell(row, columns[0]), link_to(report.name(target)))
    sheet.row_dimensions[row].height, sheet.row_dimensions[row + 1].height = 34, 20
    return row + 2


def _charts(report: Report, sheet: Any, row: int) -> int:
    """Charts side by side, and below them the figures that they show."""
    words, book = report.words, report.book
    made = [
        ("bars", "chart_members", member_figures(report)),
        ("donut", "chart_merges", merge_figures(report)),
        ("bars", "chart_problems", problem_figures(report)),
    ]
    made = [(kind, title, figures) for kind, title, figures in made if figures]
    if not made:
        return row
    table = row + _CHART_ROWS + 1
    book.put(sheet, table, 1, words("report.figures"), "section")
    sheet.row_dimensions[table].height = 22
    for nth, (kind, title, figures) in enumerate(made):
        column, said = nth * 4 + 1, words(f"report.{title}")
        book.wide(sheet, table + 1, said, "strong", (column, column + 3))
        for down, (label, n) in enumerate(figures, start=table + 2):
            book.wide(sheet, down, label, "text", (column, column + 1))
            book.put(sheet, down, column + 2, n, "number")
        at = f"{get_column_letter(column)}{row}"
        charts.block(sheet, kind, said, table + 2, column, len(figures), at)
    return table + 2 + max(len(figures) for _, _, figures in made)


def member_figures(report: Report) -> Figures:
    """Members of each club alone, and of both."""
    words, clubs = report.words, report.night.clubs
    own = [
        clubs_of for club in report.night.registers for clubs_of in _current(report, club)["clubs"]
    ]
    figures = [
        (words("report.only", club=name), sum(one == [club] for one in own))
        for club, name in clubs.items()
    ]
    both = sum(len(one) > 1 for one in own)
    figures += [(words("report.both"), both)] if len(clubs) > 1 else []
    return [(label, n) for label, n in figures if n]


def merge_figures(report: Report) -> Figures:
    """Merges by how sure they are."""
    sure = report.night.merges["probability"].map(certainty)
    bands = {
        "certain_top": sure >= 0.99,
        "certain_high": (sure >= 0.95) & (sure < 0.99),
        "certain_low": sure < 0.95,
    }
    figures = [(report.words(f"report.{key}"), int(one.sum())) for key, one in bands.items()]
    return [(label, n) for label, n in figures if n]


def problem_figures(report: Report) -> Figures:
    """What is to mend, by field; the rarest together."""
    issues = report.night.issues
    mend = issues[issues["severity"].isin(["warning", "critical"])]
    level = mend["row"].isna().map({True: "report.file_level", False: "report.whole_row"})
    names = {field: field_name(report.words, field) for field in mend["field"].dropna().unique()}
    labels = (
        mend["field"]
        .map(names)
        .astype("object")
        .fillna(level.map({key: report.words(key) for key in level}))
    )
    counted = [(str(label), int(n)) for label, n in labels.value_counts().items()]
    top, rest = counted[:_BARS], sum(n for _, n in counted[_BARS:])
    return [*top, (report.words("report.other_fields"), rest)] if rest else top


def _contents(report: Report, sheet: Any, row: int, n_gaps: int, n_given: int) -> None:
    words, night, book = report.words, report.night, report.book
    counts = {
        "questions": len(night.questions),
        "given": n_given,
        "merges": len(night.merges),
        "changes": len(night.changes),
        "gaps": n_gaps,
        "problems": len(night.issues),
        "files": night.reading.sheets["file"].nunique(),
        "reliability": 0,
        "erasing": len(night.erasures),
        "guide": 0,
    }
    book.put(sheet, row, 1, words("report.contents"), "section")
    sheet.row_dimensions[row].height = 22
    for down, (key, n) in enumerate(counts.items(), start=row + 1):
        book.wide(sheet, down, report.name(key), "link", (1, 2))
        book.link(sheet.cell(down, 1), link_to(report.name(key)))
        more = {"sampled": number(words, len(night.sampled))} if key == "questions" else {}
        about = words(f"report.hints.count_{key}", n=number(words, n), **more)
        book.wide(sheet, down, about, "text", (3, _COLUMNS))
