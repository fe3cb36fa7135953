"""Reported numbers over the days they speak of."""

import textwrap
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from crossread.plots import reports, style
from crossread.plots.days import Bands, Places, TimeAxis, day_scale
from crossread.plots.labels import LabelPlacer

_NOTHING = "No reported number in this selection."
MIN_CLAIMS = 2  # of a category that gets a panel
MAX_LABELS = 24  # points of a panel up to which each is labelled
NOTE_WIDTH = 135  # characters of a line under the panels
_FRAME = 1.8  # inches for legend, axis and note
_PALE = 0.45
_PALE_MODALITIES = ("planned", "hypothetical")  # modalities of what has not happened so far

_Line = tuple[tuple[float, float], tuple[float, float]]  # its ends in data coordinates


@style.applied()
def plot_trajectories(
    claims: pd.DataFrame, left_out: pd.DataFrame, outlets: style.Outlets, matched: pd.DataFrame | None = None
) -> Figure | None:
    """A panel for each category: the day a number speaks of across, its value up, on a log scale.

    Colour is the outlet, the marker who said it, a filled marker a running total and a hollow one a number of its own;
    a bar spans low to high, an arrow marks an open bound, pale is planned, a ring a running total that falls. A dashed
    line joins numbers that differ. Claims without a day stand in a lane of their own. Categories with one claim have no
    panel, nor have those with fewest claims for which a page has no room.

    Args:
        claims: a summary of ``trajectory_claims``; one row a point.
        left_out: a summary of ``count_claims_left_out``; printed under the panels.
        outlets: those of the run, and their colours.
        matched: the rows of ``match_claims`` whose matters differ, to be joined; none unless given.
    """
    points, _ = _drawn(claims)
    if points.empty:
        return None
    counts = _by_category(points)
    figure = style.new_figure(style.FULL_WIDTH, _FRAME + counts.map(_height).sum())
    axes = figure.subplots(len(counts), 1, squeeze=False, sharex=True, height_ratios=[*counts.map(_height)])[:, 0]
    scale = day_scale(points)
    panels = []
    for axis, category in zip(axes, counts.index, strict=True):
        panel = points[points["category"] == category].reset_index(drop=True)
        xs = _panel(axis, panel, str(category), scale, outlets.colours)
        joins = [] if matched is None else _join(axis, panel, xs, matched)
        panels.append((axis, panel, xs, joins))
    scale.label(axes)
    axes[-1].set_xlabel("day that the number speaks of (within a day by day of publication, then by source)")
    figure.supylabel("reported number (log scale)", fontsize=8)
    style.write_note(figure, textwrap.fill(_note(claims, points, left_out), NOTE_WIDTH), size=6.3)
    _legend(figure, points, outlets.colours, scale, joined=any(joins for *_, joins in panels))
    _label_points(figure, panels)
    return figure


def _by_category(points: pd.DataFrame) -> pd.Series:
    """How many claims each category has, those with most first."""
    return points["category"].value_counts().sort_index().sort_values(ascending=False, kind="stable")


def _height(n_claims: int) -> float:
    return 1.0 + 0.045 * min(n_claims, 16)


def _drawn(claims: pd.DataFrame) -> tuple[pd.DataFrame, pd.Series]:
    """The claims of the categories that a page has room for, and how many claims each other category has."""
    points = claims[claims["middle"] > 0]
    counts = _by_category(points)
    heights = counts.map(_height).cumsum()
    fits = (counts >= min(MIN_CLAIMS, len(points))) & (heights <= style.MAX_HEIGHT - _FRAME)
    return points[points["category"].isin(counts.index[fits])].reset_index(drop=True), counts[~fits]


def _panel(
    axis: Axes, points: pd.DataFrame, category: str, scale: Bands | TimeAxis, colours: Mapping[str, str]
) -> Places:
    xs = scale.places(points)
    axis.set_yscale("log")
    for colour, marker, is_total, is_planned, rows in _looks(points, colours):
        alpha = _PALE if is_planned else 1.0
        own, x = points.loc[rows], xs[rows]
        spans = (own["low"] < own["high"]).to_numpy()
        axis.vlines(x[spans], own["low"][spans], own["high"][spans], color=colour, lw=1.1, alpha=alpha, zorder=2)
        for bound in ("low", "high"):
            axis.plot(x[spans], own[bound][spans], "_", ms=4, color=colour, alpha=alpha, zorder=2)
        ends = own["low"].notna().astype(int).to_numpy() - own["high"].notna().astype(int).to_numpy()
        for end, arrow in reports.ARROWS.items():
            x_open, values = x[ends == end], own["middle"][ends == end]
            axis.plot(x_open, values, marker=arrow, color=colour, alpha=alpha, **reports.ARROW_LOOK)
        fill, has_point = colour if is_total else "white", ~reports.is_range(own)
        if has_point.any():  # a line of nothing that is not clipped has no size, and the layout fails
            look: dict[str, Any] = {"ms": 4.8, "color": colour, "mew": 1.0, "mfc": fill, "alpha": alpha, "zorder": 3}
            axis.plot(x[has_point], own["middle"][has_point], marker, clip_on=False, **look)
    falls = points["falls"].to_numpy(dtype=bool)
    axis.plot(xs[falls], points["middle"][falls], "o", ms=9, mfc="none", mec=style.INK, mew=0.8, zorder=3)
    low, high = points[["middle", "low", "high"]].min().min(), points[["middle", "low", "high"]].max().max()
    # An arrow is longer than half a decade where the scale spans many: it gets its share of the height.
    share = 10 ** (0.15 * np.log10(high / low))
    axis.set_ylim(style.axis_start(low / max(2.0, share), low), high * max(2.2, share * 1.3))
    style.scale_by_log(axis.yaxis, low, high, many=300, numticks=7)
    axis.set_title(f"{category} · {style.counted(len(points), 'claim')}", pad=3)
    axis.grid(axis="y")
    return xs


def _looks(points: pd.DataFrame, colours: Mapping[str, str]) -> Iterator[tuple[str, str, bool, bool, np.ndarray]]:
    """The points that look alike: colour, marker, filled, pale and their rows."""
    planned = points["modality"].isin(_PALE_MODALITIES)
    keys = [points["outlet"].map(colours), points["source_kind"].map(reports.MARKERS), points["cumulative"], planned]
    for (colour, marker, is_total, is_planned), rows in points.groupby(keys, sort=True):
        yield str(colour), str(marker), bool(is_total), bool(is_planned), rows.index.to_numpy()


def _join(axis: Axes, points: pd.DataFrame, xs: Places, matched: pd.DataFrame) -> list[_Line]:
    """A dashed line from the lowest to the highest number of each matter, with a corner: a slope would be a trend."""
    at = {key: i for i, key in enumerate(zip(points["doc_id"], points["claim_id"], strict=True))}
    joined, lines = set(), []
    here = matched["main"] & matched["category"].isin(points["category"])
    for _, group in matched[here].groupby("matter", sort=True):
        ends = group.sort_values("middle").iloc[[0, -1]]
        first, last = (at.get(key) for key in zip(ends["doc_id"], ends["claim_id"], strict=True))
        if first is None or last is None or (first, last) in joined:
            continue
        joined.add((first, last))
        ys = points["middle"].to_numpy()[[first, last]]
        start, end = (float(xs[first]), float(ys[0])), (float(xs[last]), float(ys[1]))
        corner = (end[0], start[1])
        axis.plot(*zip(start, corner, end, strict=True), color=style.INK, lw=0.8, ls=(0, (3, 2)), zorder=1)
        lines += [(start, corner), (corner, end)]
    return lines


def _note(claims: pd.DataFrame, points: pd.DataFrame, left_out: pd.DataFrame) -> str:
    """What is not drawn, and why."""
    said = [
        (f"{row['n_claims']} {row['reason']}", row["left_out"])
        for row in left_out.to_dict("records")
        if row["n_claims"]
    ]
    reasons, assumed = ([text for text, is_out in said if is_out is wanted] for wanted in (True, False))
    _, others = _drawn(claims)
    for n, why in (
        (others[others < MIN_CLAIMS].sum(), "one claim"),
        (others[others >= MIN_CLAIMS].sum(), "fewer claims"),
    ):
        reasons += [f"{n} of categories with {why}"] if n else []
    parts = [f"{len(points)} claims drawn", f"left out: {', '.join(reasons) or 'none'}"]
    return "; ".join(parts) + (f". Of all claims: {', '.join(assumed)}." if assumed else ".")


def _label_points(figure: Figure, panels: list[tuple[Axes, pd.DataFrame, Places, list[_Line]]]) -> None:
    """Value and source beside each point of panels with few, the value alone where the source has no room."""
    placer = LabelPlacer(figure)
    for axis, points, xs, joins in panels:
        if len(points) > MAX_LABELS:
            continue
        unit = points["unit"].mode()[0]
        marks, at, texts = [box for line in joins for box in placer.along(axis, *line)], [], []
        for i in np.argsort(-points["middle"].to_numpy(), kind="stable"):
            row, x = points.iloc[i], float(xs[i])
            here = (x, row["middle"])
            at.append(here)
            texts.append(_labels(row, unit))
            marks.append(placer.box(axis, here, here, (3.2, 3.2)))
            for bound in (row["low"], row["high"]):
                if pd.notna(bound) and bound != row["middle"]:
                    marks.append(placer.box(axis, here, (x, bound), (1.2, 0)))
            if reports.open_end(row):
                marks.append(placer.reach(axis, here, (2, reports.open_end(row) * reports.ARROW)))
        placer.place(axis, at, texts, marks)


def _labels(row: pd.Series, unit: str) -> list[str]:
    """Number, unit where it is another than most have, and source; and the same without the source."""
    who = reports.short_source(row["source"]) if isinstance(row["source"], str) else ""
    what = row["unit"] if row["unit"] != unit and row["category"] != row["unit"] else ""
    alone = f"{reports.short_number(row)} {what}".strip()
    return [f"{alone} {who}", alone] if who else [alone]


def _legend(
    figure: Figure, points: pd.DataFrame, colours: Mapping[str, str], scale: Bands | TimeAxis, *, joined: bool
) -> None:
    handles: list[Artist] = [*reports.point_entries(colours, points, across=False)]
    for is_total, name, fill in (
        (True, "running total (filled)", style.NOTE),
        (False, "its own number (hollow)", "white"),
    ):
        if points["cumulative"].eq(is_total).any():
            handles.append(style.legend_entry(name, mfc=fill))
    pale = [name for name in _PALE_MODALITIES if (points["modality"] == name).any()]
    if pale:
        handles.append(style.legend_entry(f"{' or '.join(pale)} (pale)", alpha=_PALE))
    if points["falls"].any():
        handles.append(style.legend_entry("total below an earlier one (ring)", mfc="none", mec=style.INK, ms=7.5))
    if joined:
        how = {"marker": None, "color": style.INK, "lw": 0.8, "ls": (0, (3, 2))}
        handles.append(style.legend_entry("reports that differ", **how))
    handles += scale.entries()
    figure.legend(
        handles=handles, loc="outside upper left", ncols=4, fontsize=6.8, columnspacing=1.0, handletextpad=0.3
    )


def describe_trajectories(claims: pd.DataFrame, left_out: pd.DataFrame) -> style.Words:
    """Caption and alternative text of :func:`plot_trajectories`."""
    points, others = _drawn(claims)
    if points.empty:
        return style.Words(_NOTHING, _NOTHING)
    reasons = dict(zip(left_out["reason"], left_out["n_claims"], strict=True))
    single, small = (sorted(others.index[is_so]) for is_so in (others < MIN_CLAIMS, others >= MIN_CLAIMS))
    by_day = int((points["as_of_basis"] == "published").sum())
    n_falls = int(points["falls"].sum())
    n_independent = len(points[["outlet", "cluster_id"]].drop_duplicates())
    parts = []
    for category, group in points.groupby("category"):
        low, high = group[["best", "low"]].min().min(), group[["best", "low", "high"]].max().max()
        is_open = (group["high"].isna() & group["low"].ge(high)).any()
        ends = f"from {style.number(low)} to {style.number(high)}{' or more' if is_open else ''}"
        parts.append(f"{category}: {style.counted(len(group), 'claim')}, {ends}")
    return style.words(
        f"Numbers reported by {points['outlet'].nunique()} outlets, by the day they speak of: {len(points)} claims in "
        f"{points['doc_id'].nunique()} articles ({n_independent} independent). "
        "Claims of one day stand by day of publication, then source. Colour: outlet; marker: who said it; filled: a "
        "running total, hollow: a number of its own; bars: low to high, "
        "with no marker where the text gives bounds alone; "
        f"arrows: at least or at most; dashed: reports of one matter that differ. {by_day} stand at the day of "
        "publication because the text gives no other.",
        f"{n_falls} running totals lie below an earlier one of the same place or source (ring)." if n_falls else "",
        f"Left out: {reasons['no value and no bound in the text']} without a value or bound.",
        f"Categories with one claim are not drawn ({', '.join(single)})." if single else "",
        f"Nor are, for want of room, those with fewer claims than the others ({', '.join(small)})." if small else "",
        alt=f"Reported numbers over time. {'; '.join(parts)}.",
    )
