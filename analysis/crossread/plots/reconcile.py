"""Numbers of one matter side by side: who agrees, who differs, and by how much."""

from collections.abc import Mapping
from datetime import date

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from crossread.plots import reports, style
from crossread.plots.labels import LabelPlacer

_ROW = 0.38  # inches
MAX_ROWS = style.fitting(1.7, _ROW)  # matters drawn, those that differ most first
_NOTHING = "No two articles report on one matter."
MAX_BETWEEN = 3  # numbers between the lowest and the highest up to which each is labelled


@style.applied()
def plot_reconciliation(matched: pd.DataFrame, matters: pd.DataFrame, outlets: style.Outlets) -> Figure | None:
    """A row for each matter: every article's main number across, on a log scale, joined by a line.

    Colour is the outlet, the marker who said it; a bar spans low to high, an arrow marks an open bound; small and grey
    are the other numbers that the articles give on the way. Equal numbers stand one above the other. At the right
    stands the ratio of the highest to the lowest, or that all have a number in common.

    Args:
        matched: a summary of ``match_claims``.
        matters: a summary of ``reconcile_claims``; the first rows are drawn.
        outlets: those of the run, and their colours.
    """
    shown = matters.head(MAX_ROWS)
    if shown.empty:
        return None
    rows = dict(zip(shown["matter"], range(len(shown)), strict=True))
    points = matched[matched["matter"].isin(shown["matter"])]
    points = points.assign(y=points["matter"].map(rows).astype("float64"))
    points["y"] += _apart(points)
    figure = style.new_figure(style.FULL_WIDTH, 1.35 + _ROW * len(shown))
    axis = figure.subplots()
    for matter, y in rows.items():
        _row(axis, points[points["matter"] == matter], y, outlets.colours)
    _scale(axis, points, shown)
    handles = reports.point_entries(outlets.colours, points[points["main"]], across=True)
    if not points["main"].all():
        handles.append(style.legend_entry("another number of the article", ms=3, color="#9a9a9a"))
    figure.legend(handles=handles, loc="outside upper left", ncols=4, columnspacing=1.0, handletextpad=0.3)
    _label_points(figure, axis, points, list(shown["matter"]))
    return figure


def _apart(points: pd.DataFrame) -> pd.Series:
    """How far below the middle of its row each point stands: main numbers that would cover each other are apart."""
    main = points[points["main"]].sort_values(["matter", "middle", "outlet"])
    log = np.log10(main["middle"])
    near = (np.log10(points["middle"].max() * 4.84 / points["middle"].min())) / 60  # a marker in 60 across the axis
    is_new = (main["matter"] != main["matter"].shift()) | (log - log.shift() > near)
    group = is_new.cumsum()
    n = group.groupby(group).transform("size")
    place = group.groupby(group).cumcount() - (n - 1) / 2
    below: pd.Series = (place * (0.6 / n).clip(upper=0.24)).reindex(points.index).fillna(0)
    return below


def _row(axis: Axes, points: pd.DataFrame, middle: int, colours: Mapping[str, str]) -> None:
    main, others = points[points["main"]], points[~points["main"]]
    axis.plot([main["middle"].min(), main["middle"].max()], [middle, middle], color="#bdbdbd", lw=2.2, zorder=1)
    axis.plot(others["middle"], [middle] * len(others), "o", ms=3, color="#9a9a9a", zorder=2)
    for (_, row), is_range in zip(main.iterrows(), reports.is_range(main), strict=True):
        colour, end, y = colours[row["outlet"]], reports.open_end(row), row["y"]
        if row["low"] < row["high"]:  # not where one is unknown
            axis.plot([row["low"], row["high"]], [y, y], color=colour, lw=1.1, marker="|", ms=5, zorder=2)
        elif end:
            axis.plot(row["middle"], y, marker=reports.ARROWS_ACROSS[end], color=colour, **reports.ARROW_LOOK)
        if not is_range:
            marker = reports.MARKERS[row["source_kind"]]
            axis.plot(row["middle"], y, marker, ms=5.2, color=colour, mec="white", mew=0.5, zorder=3, clip_on=False)


def _scale(axis: Axes, points: pd.DataFrame, shown: pd.DataFrame) -> None:
    values = points[["middle", "low", "high"]]
    low, high = values.min().min(), values.max().max()
    axis.set_xscale("log")
    axis.set_xlim(style.axis_start(low / 2.2, low), high * 2.2)
    style.scale_by_log(axis.xaxis, low, high, many=200, numticks=9)
    axis.set_xlabel("reported number (log scale)")
    axis.grid(axis="x")
    style.name_rows(axis, [_title(row) for _, row in shown.iterrows()], margin=0.55, linespacing=1.05)
    for y, (verdict, ratio) in enumerate(zip(shown["verdict"], shown["ratio"], strict=True)):
        times = f"× {ratio:.2g}" if ratio < 100 else f"× {style.number(round(ratio))}"
        text = {"differ": times, "grew": f"grew {times}"}.get(verdict, verdict)
        axis.text(1.01, y, text, transform=axis.get_yaxis_transform(), va="center", fontsize=7.5, color=style.INK)


def _title(matter: pd.Series) -> str:
    first, last = date.fromisoformat(matter["first_day"]), date.fromisoformat(matter["last_day"])
    days = f"{last.day} {last:%b %Y}" if first == last else f"{first.day} {first:%b} to {last.day} {last:%b %Y}"
    what = " ".join(dict.fromkeys((matter["category"], matter["unit"])))  # not "vehicles vehicles"
    return f"{what}\n{style.shorten(matter['about'], 30)}, {days}"


def _label_points(figure: Figure, axis: Axes, points: pd.DataFrame, order: list[int]) -> None:
    """The number at each main point, above or below its row where there is room."""
    placer = LabelPlacer(figure)
    marks, texts = [], []
    at: list[tuple[float, float]] = []
    at_left: set[int] = set()
    for middle, matter in enumerate(order):
        own = points[points["matter"] == matter]
        main = own[own["main"]].sort_values(["middle", "y"])
        between = main.iloc[1:-1] if len(main) <= MAX_BETWEEN + 2 else main.iloc[:0]
        at_left.add(len(at))
        named = pd.concat([main.iloc[[0, -1]], between]).assign(
            text=lambda rows: rows.apply(reports.short_number, axis=1)
        )
        for _, row in named.drop_duplicates("text").iterrows():
            at.append((row["middle"], row["y"]))
            texts.append([row["text"]])
        for _, row in main.iterrows():
            here = (row["middle"], row["y"])
            marks.append(placer.box(axis, here, here, (3, 3)))
            if pd.notna(row["low"]) and pd.notna(row["high"]):
                marks.append(placer.box(axis, (row["low"], row["y"]), (row["high"], row["y"]), (1, 2)))
            if reports.open_end(row):
                marks.append(placer.reach(axis, here, (reports.open_end(row) * reports.ARROW, 2)))
        marks.append(placer.box(axis, (main["middle"].min(), middle), (main["middle"].max(), middle), (0, 1.5)))
        marks += [
            placer.box(axis, (other, middle), (other, middle), (2, 2)) for other in own.loc[~own["main"], "middle"]
        ]
    placer.place(axis, at, texts, marks, at_left=at_left)


def describe_reconciliation(matched: pd.DataFrame, matters: pd.DataFrame) -> style.Words:
    """Caption and alternative text of :func:`plot_reconciliation`."""
    if matters.empty:
        return style.Words(_NOTHING, _NOTHING)
    counts = matters["verdict"].value_counts()
    verdicts = ", ".join(f"{counts[verdict]} {verdict}" for verdict in counts.index.sort_values())
    drawn = f"; the {MAX_ROWS} that differ most are drawn" if len(matters) > MAX_ROWS else ""
    rows = [
        f"{row['category']} {row['unit']} ({row['about']}, {row['last_day']}): {row['reports']}: {row['verdict']}"
        for _, row in matters.head(8).iterrows()
    ]
    return style.words(
        f"Numbers that {matched['doc_id'].nunique()} independent articles (copies are one report) give of "
        f"{len(matters)} matters ({verdicts}{drawn}). "
        "A matter is one category and unit, and either one day and place, or one "
        "source on one day or, as a running total, within a few days; it may still hold two incidents. An article "
        "counts with its largest number. Colour: outlet; marker: who said it; bars: low to high; arrows: at least or "
        "at most; one above the other: equal numbers; ratio: highest to lowest.",
        alt=f"Reports of one matter. {'. '.join(rows)}.",
    )
