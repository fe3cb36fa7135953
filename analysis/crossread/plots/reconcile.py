"""Numbers of one matter side by side: who agrees, who differs, and by how much."""

from datetime import date

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from crossread.plots import reports, style
from crossread.plots.labels import LabelPlacer

MAX_ROWS = 24  # matters drawn, those that differ most first
MAX_BETWEEN = 3  # numbers between the lowest and the highest up to which each is labelled


@style.applied()
def plot_reconciliation(matched: pd.DataFrame, matters: pd.DataFrame, claims: pd.DataFrame) -> Figure:
    """A row for each matter: every article's main number across, on a log scale, joined by a line.

    Colour is the outlet, the marker who said it; a bar spans low to high, an arrow marks an open bound; small and grey
    are the other numbers that the articles give on the way. At the right stands the ratio of the highest to the lowest,
    or that all have a number in common.

    Args:
        matched: a summary of ``match_claims``.
        matters: a summary of ``reconcile_claims``; the first rows are drawn.
        claims: the summary of ``trajectory_claims`` that both are of: each outlet has the colour that it has there.
    """
    shown = matters.head(MAX_ROWS)
    if shown.empty:
        return style.message_figure("No two articles report on one matter.", height=1.2)
    points = matched[matched["matter"].isin(shown["matter"])]
    figure = style.new_figure(style.FULL_WIDTH, 1.15 + 0.42 * len(shown))
    axis = figure.subplots()
    colours = reports.point_colours(claims, points)
    for y, matter in enumerate(shown["matter"]):
        _row(axis, points[points["matter"] == matter], y, colours)
    _scale(axis, points, shown)
    handles = reports.point_entries(colours, points)
    if not points["main"].all():
        handles.append(style.legend_entry("another number of the article", ms=3, color="#9a9a9a"))
    figure.legend(handles=handles, loc="outside upper left", ncols=4, columnspacing=1.0, handletextpad=0.3)
    _label_points(figure, axis, points, list(shown["matter"]))
    return figure


def _row(axis: Axes, points: pd.DataFrame, y: int, colours: dict[str, str]) -> None:
    main, others = points[points["main"]], points[~points["main"]]
    axis.plot([main["value"].min(), main["value"].max()], [y, y], color="#bdbdbd", lw=2.2, zorder=1)
    axis.plot(others["value"], [y] * len(others), "o", ms=3, color="#9a9a9a", zorder=2)
    for (_, row), is_range in zip(main.iterrows(), reports.is_range(main), strict=True):
        colour, end = colours[row["outlet"]], reports.open_end(row)
        if row["low"] < row["high"]:  # not where one is unknown
            axis.plot([row["low"], row["high"]], [y, y], color=colour, lw=1.1, marker="|", ms=5, zorder=2)
        elif end:
            axis.plot(row["value"], y, marker=reports.ARROWS_ACROSS[end], color=colour, **reports.ARROW_LOOK)
        if not is_range:
            marker = reports.MARKERS[row["source_kind"]]
            axis.plot(row["value"], y, marker, ms=5.2, color=colour, mec="white", mew=0.5, zorder=3)


def _scale(axis: Axes, points: pd.DataFrame, shown: pd.DataFrame) -> None:
    values = points[["value", "low", "high"]]
    low, high = values.min().min(), values.max().max()
    axis.set_xscale("log")
    axis.set_xlim(low / 2.2, high * 2.2)
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
    marks, at, texts = [], [], []
    for y, matter in enumerate(order):
        own = points[points["matter"] == matter]
        main = own[own["main"]].sort_values("value")
        between = main.iloc[1:-1] if len(main) <= MAX_BETWEEN + 2 else main.iloc[:0]
        for _, row in pd.concat([main.iloc[[0, -1]], between]).iterrows():
            at.append((row["value"], y))
            texts.append([reports.short_number(row)])
        for _, row in main.iterrows():
            marks.append(placer.box(axis, (row["value"], y), (row["value"], y), (3, 3)))
            if pd.notna(row["low"]) and pd.notna(row["high"]):
                marks.append(placer.box(axis, (row["low"], y), (row["high"], y), (1, 2)))
            if reports.open_end(row):
                marks.append(placer.reach(axis, (row["value"], y), (reports.open_end(row) * reports.ARROW, 2)))
        marks.append(placer.box(axis, (own["value"].min(), y), (own["value"].max(), y), (3.2, 1.5)))
    placer.place(axis, at, texts, marks)


def describe_reconciliation(matched: pd.DataFrame, matters: pd.DataFrame) -> style.Words:
    """Caption and alternative text of :func:`plot_reconciliation`."""
    counts = matters["verdict"].value_counts()
    verdicts = ", ".join(f"{counts[verdict]} {verdict}" for verdict in counts.index.sort_values())
    drawn = f"; the {MAX_ROWS} that differ most are drawn" if len(matters) > MAX_ROWS else ""
    rows = [
        f"{row['category']} {row['unit']} ({row['about']}, {row['last_day']}): {row['reports']}: {row['verdict']}"
        for _, row in matters.head(8).iterrows()
    ]
    return style.words(
        f"Numbers that {matched['doc_id'].nunique()} independent articles (copies are one report) give of "
        f"{len(matters)} matters ({verdicts or 'none'}{drawn}). "
        "A matter is one category and unit, and either one day and place, or one "
        "source on one day or, as a running total, within a few days; it may still hold two incidents. An article "
        "counts with its largest number. Colour: outlet; marker: who said it; bars: low to high; arrows: at least or "
        "at most; ratio: highest to lowest.",
        alt=f"Reports of one matter. {'. '.join(rows)}.",
    )
