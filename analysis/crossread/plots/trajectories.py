"""Reported numbers over the days they speak of: a panel for each series, the largest first."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch
from matplotlib.ticker import FuncFormatter, MaxNLocator

from crossread.measures.series import TOTAL
from crossread.measures.traces import BEFORE, DAYLESS, IN, PART, PLANNED, SPAN, ordinals
from crossread.plots import reports, style
from crossread.plots.labels import LabelPlacer
from crossread.plots.timeline import Timeline

_NOTHING = "No reported number in this selection."
OWN_PANEL = 5  # texts in the trace from which on a series has a panel
MIN_CLAIMS = 2  # of a panel
MAX_LABELS = 24  # points of a panel up to which each is labelled, if panels are as wide as the page
_WIDE = 3  # panels of series up to which they are as wide as the page; more stand two by two
_FRAME, _LOW = 1.6, 1.55  # inches for legend, axis and note; of a panel
_PALE = 0.45
# Linear is the scale up to so many times the median of a series, and the least number of several places.
_PRESSED, _MIXED = 50, 100
_BAND, _LINE, _KNOWN = "#dcdce4", "#14142e", "#e0a96d"
_JOIN: dict[str, Any] = {"color": style.INK, "lw": 0.8, "ls": (0, (3, 2))}
_KINDS = {"total": "running total", "new": "new", "level": ""}


class _Panel(NamedTuple):
    title: str
    claims: pd.DataFrame
    series: str | None  # None where several small ones share it


class _Drawn(NamedTuple):
    panels: list[_Panel]
    left: dict[str, int]  # how many claims are in no panel, by the reason
    across: int


def _choose(judged: pd.DataFrame) -> _Drawn:
    """The panels that a page has room for.

    A series has a panel from ``OWN_PANEL`` texts in its trace on, if it is no running total without a line, and its
    place is known, or unknown of most of its category. Where few have, the other categories have one each for all
    their claims; running totals and new counts are apart where there are enough of both.
    """
    drawable = judged[judged["middle"].gt(0) & judged["standing"].ne(PART)]
    n_texts = drawable[drawable["standing"].eq(IN)].groupby("series")["cluster_id"].nunique()
    has_enough = drawable["series"].isin(n_texts.index[n_texts >= OWN_PANEL])
    # Numbers without a place have a panel only where they are more than those of any place.
    texts = drawable["series"].map(n_texts).fillna(0)
    most = texts.where(drawable["place"].ne(""), 0).groupby(drawable["category"]).transform("max")
    is_placed = drawable["place"].ne("") | (texts > most)
    is_own = is_placed & has_enough & (drawable["has_line"] | drawable["kind"].ne(TOTAL))
    own = [_Panel(_title(claims), claims, str(name)) for name, claims in drawable[is_own].groupby("series")]
    across = 1 if len(own) <= _WIDE else 2
    shared = (
        drawable[~is_own & ~drawable["category"].isin(drawable.loc[is_own, "category"])]
        if across == 1
        else drawable[:0]
    )
    for _, claims in shared.groupby("category"):
        kinds = claims["kind"].value_counts()
        is_apart = len(kinds) > 1 and kinds.iloc[1] >= OWN_PANEL
        parts = [part for _, part in claims.groupby("kind")] if is_apart else [claims]
        own += [_Panel(_title(part), part, None) for part in parts if len(part) >= min(MIN_CLAIMS, len(drawable))]
    own.sort(key=lambda panel: (-panel.claims["cluster_id"].nunique(), -len(panel.claims), panel.title))
    heights = np.cumsum([_height(panel, across) for panel in own][::across])
    shown = own[: across * int((heights <= style.MAX_HEIGHT - _FRAME).sum())]
    n_shown, n_wanted = (sum(len(panel.claims) for panel in some) for some in (shown, own))
    left = {
        "without a value above 0": int((~judged["middle"].gt(0)).sum()),
        "part of another number": int((judged["middle"].gt(0) & judged["standing"].eq(PART)).sum()),
        "of series with few claims, no line or no place": len(drawable) - n_wanted,
        "of smaller series, for want of room": n_wanted - n_shown,
    }
    return _Drawn([p._replace(claims=p.claims.reset_index(drop=True)) for p in shown], left, across)


def _title(claims: pd.DataFrame) -> str:
    """What the claims of a panel have in common."""
    same = [_common(claims[name]) for name in ("category", "unit", "of", "place")]
    same[1] = "" if same[1] == "people" or "·" in same[0] else same[1]
    place = same[3] or ("" if claims["place"].nunique() == 1 else "several places")
    kind = _KINDS.get(_common(claims["kind"]), "")
    return " · ".join(dict.fromkeys(filter(None, (*same[:3], place, kind))))


def _common(values: pd.Series) -> str:
    """The one value of some rows; empty where they have several."""
    return str(values.iat[0]) if values.nunique() == 1 else ""


@style.applied()
def plot_trajectories(
    judged: pd.DataFrame,
    days: pd.DataFrame,
    left_out: pd.DataFrame,
    outlets: style.Outlets,
    *,
    by: str = "outlet",
    scale: str = "auto",
    official: Mapping[str, pd.Series] | None = None,
    compared: pd.DataFrame | None = None,
) -> Figure | None:
    """A panel for each series: the day that a number speaks of across, its value up.

    Behind lies what the claims of a day allow, low to high, and the trace of a running total as a step line; before it
    are the claims, and a step line for each outlet (or source) that has a colour. What is off the line is a small
    cross, what is planned is pale and on no line. Days far from the articles, later or unknown have lanes at the
    margins. In a figure with few claims each has a marker for who said it, its bounds and its label; a dashed line
    joins numbers that differ.

    Args:
        judged: a summary of ``judge_claims``.
        days: a summary of ``trace_series``.
        left_out: a summary of ``count_claims_left_out``; printed under the panels.
        outlets: those of the run, and their colours.
        by: whose lines have colours: ``outlet`` or ``source``.
        scale: ``linear``, ``log``, or ``auto``: linear unless most numbers would lie on the floor.
        official: known series (``match_official``), drawn behind.
        compared: a summary of ``compare_reports``; those that differ are joined where claims are labelled.
    """
    drawn = _choose(judged)
    if not drawn.panels:
        return None
    colours = _colours(drawn, outlets, by)
    heights = [_height(panel, drawn.across) for panel in drawn.panels][:: drawn.across]
    figure = style.new_figure(style.FULL_WIDTH, _FRAME + sum(heights))
    grid = figure.subplots(len(heights), drawn.across, squeeze=False, sharex=True, height_ratios=heights)
    time = Timeline(pd.concat([panel.claims for panel in drawn.panels], ignore_index=True), lane=0.09 * drawn.across)
    done = []
    for axis, panel in zip(grid.ravel(), drawn.panels, strict=False):
        xs = time.places(panel.claims)
        labelled = drawn.across == 1 and len(panel.claims) <= MAX_LABELS
        _draw(axis, panel, xs, days, colours, by, labelled=labelled, known=(official or {}).get(panel.series or ""))
        _scale(axis, panel, scale, narrow=drawn.across > 1)
        joins = _join(axis, panel.claims, xs, compared) if labelled and compared is not None else []
        done.append((axis, panel, xs, joins, labelled))
    for axis in grid.ravel()[len(drawn.panels) :]:
        axis.set_visible(False)
    time.label([axis for axis, *_ in done])
    for axis in grid.ravel()[max(0, len(drawn.panels) - drawn.across) : len(drawn.panels)]:
        axis.tick_params(axis="x", labelbottom=True)
        axis.set_xlabel("day that the number speaks of", fontsize=7)
    style.write_note(figure, _note(drawn, left_out), size=6.3)
    _legend(figure, done, colours, by, bool(official))
    _label_points(figure, done)
    return figure


def _height(panel: _Panel, across: int) -> float:
    return _LOW if across > 1 else min(1.0 + 0.045 * len(panel.claims), _LOW)


def _colours(drawn: _Drawn, outlets: style.Outlets, by: str) -> dict[str, str]:
    """The colour of each outlet, or of the sources of most claims drawn."""
    if by == "outlet":
        return outlets.colours
    sizes = pd.concat([panel.claims["speaks_for"] for panel in drawn.panels]).value_counts().sort_index()
    ranked = sizes.sort_values(ascending=False, kind="stable").index
    return {str(name): colour for name, colour in zip(ranked, style.COLOURS, strict=False)}


def _whose(claims: pd.DataFrame, by: str) -> pd.Series:
    return claims["outlet" if by == "outlet" else "speaks_for"].astype("object")


def _draw(
    axis: Axes, panel: _Panel, xs: np.ndarray, days: pd.DataFrame, colours: Mapping[str, str], by: str, *,
    labelled: bool, known: pd.Series | None,
) -> None:  # fmt: skip
    claims, whose = panel.claims, _whose(panel.claims, by)
    shade = whose.map(colours).fillna(style.OTHERS).to_numpy()
    if known is not None:
        axis.plot(ordinals(known.index.to_series()), known, color=_KNOWN, lw=2.4, zorder=0.5, scalex=False)
    trace = days[days["series"].eq(panel.series or "") & days["best"].notna()]
    is_in = claims["standing"].eq(IN).to_numpy()
    if len(trace) and claims["kind"].iat[0] == TOTAL:
        at = ordinals(trace["day"])
        axis.fill_between(at, trace["low"], trace["high"], step="post", color=_BAND, lw=0, zorder=1)
        axis.step(at, trace["best"], where="post", color=_LINE, lw=0.7, alpha=0.8, zorder=1.5)
        for name, own in claims[is_in & claims["value"].notna()].groupby(whose[is_in & claims["value"].notna()]):
            if colours.get(str(name), style.OTHERS) != style.OTHERS and own["as_of"].nunique() > 1:
                line = own.groupby("as_of")["value"].max()
                when = ordinals(line.index.to_series())
                # Where an outlet was silent for long, its line breaks.
                part = np.cumsum(np.diff(when, prepend=when[0]) > max(7, np.ptp(at) / 8))
                for k in range(part[-1] + 1):
                    some = part == k
                    axis.step(when[some], line[some], where="post", color=colours[str(name)], lw=1.0, zorder=2)
    if labelled:
        _mark(axis, claims, xs, shade)
        return
    value = claims["middle"].to_numpy(dtype=float)
    for where, marker, size, alpha in (
        (is_in & claims["value"].notna().to_numpy(), "o", 2.8, 1.0),
        (_crosses(claims), "x", 2.6, _PALE),
    ):
        for colour in dict.fromkeys(shade[where]):
            some = where & (shade == colour)
            order = 2.5 if colour == style.OTHERS else 3
            axis.plot(xs[some], value[some], marker, ms=size, mew=0.7, color=colour, alpha=alpha, zorder=order)


def _crosses(claims: pd.DataFrame) -> np.ndarray:
    """Which claims are off the line of a series on days of it, and no plans."""
    is_off: np.ndarray = (~claims["standing"].isin([IN, PLANNED, BEFORE, SPAN, DAYLESS])).to_numpy(dtype=bool)
    return is_off


def _mark(axis: Axes, claims: pd.DataFrame, xs: np.ndarray, shade: np.ndarray) -> None:
    """Each claim with a marker for who said it and its bounds; filled where it is a running total, pale if planned."""
    for i, (row, is_range) in enumerate(zip(claims.to_dict("records"), reports.is_range(claims), strict=True)):
        alpha = _PALE if row["standing"] == PLANNED else 1.0
        look: dict[str, Any] = {"color": shade[i], "alpha": alpha}
        if row["low"] < row["high"]:
            axis.plot([xs[i]] * 2, [row["low"], row["high"]], "-_", lw=1.1, ms=4, zorder=2, **look)
        elif end := reports.open_end(row):
            axis.plot(xs[i], row["middle"], marker=reports.ARROWS[end], **look, **reports.ARROW_LOOK)
        if not is_range:
            fill = shade[i] if row["kind"] == TOTAL else "white"
            marker = reports.MARKERS[row["source_kind"]]
            axis.plot(xs[i], row["middle"], marker, ms=4.8, mew=1.0, mfc=fill, zorder=3, clip_on=False, **look)


def _scale(axis: Axes, panel: _Panel, scale: str, *, narrow: bool) -> None:
    """The scale of what is in: nothing off the line stretches it, and what lies above is told at the margin."""
    claims = panel.claims
    rows = claims if panel.series is None else claims[claims["standing"].eq(IN)]
    values = rows[["middle", "low", "high"] if panel.series is None else ["middle"]].to_numpy(dtype=float).ravel()
    values = values[values > 0]
    low, high = values.min(), values.max()
    # On a linear scale most of a series would lie on the floor, or the least of several places.
    pressed = np.median(values) < high / _PRESSED if panel.series is not None else low < high / _MIXED
    if scale == "log" or (scale == "auto" and pressed):
        axis.set_yscale("log")
        share = 10 ** (0.15 * np.log10(high / low))  # an arrow gets its share of the height
        axis.set_ylim(style.axis_start(low / max(2.0, share), low), high * max(2.2, share * 1.3))
        style.scale_by_log(axis.yaxis, low, high, many=300, numticks=7)
    else:
        axis.set_ylim(0, max(high, 1) * 1.14)
        axis.yaxis.set_major_formatter(FuncFormatter(lambda value, _: style.number(value)))
        axis.yaxis.set_major_locator(MaxNLocator(4, integer=bool((values % 1 == 0).all())))
    above = int((claims["middle"] > axis.get_ylim()[1]).sum())
    if above:
        axis.text(
            0.995,
            0.985,
            f"▲ {above} above",
            transform=axis.transAxes,
            ha="right",
            va="top",
            fontsize=5.8,
            color=style.NOTE,
        )
    n = f" · {style.counted(len(claims), 'claim')}"
    axis.set_title(style.shorten(panel.title, 62 - len(n) if narrow else 110) + n, pad=3, fontsize=6.8 if narrow else 8)
    axis.grid(axis="y")


def _join(axis: Axes, claims: pd.DataFrame, xs: np.ndarray, compared: pd.DataFrame) -> list[Any]:
    """A dashed line from the lowest to the highest number of what differs, with a corner: a slope would be a trend."""
    at = {f"{doc}/{claim}": i for i, (doc, claim) in enumerate(zip(claims["doc_id"], claims["claim_id"], strict=True))}
    lines = []
    for ends in compared.loc[compared["verdict"].eq("differ"), "claims"]:
        first, last = (at.get(end) for end in ends.split("; "))
        if first is not None and last is not None:
            ys = claims["middle"].to_numpy()
            start, end = (float(xs[first]), float(ys[first])), (float(xs[last]), float(ys[last]))
            corner = (end[0], start[1])
            axis.plot(*zip(start, corner, end, strict=True), zorder=1, **_JOIN)
            lines += [(start, corner), (corner, end)]
    return lines


def _note(drawn: _Drawn, left_out: pd.DataFrame) -> str:
    """What is not drawn, and why."""
    said = [(f"{r['n_claims']:,} {r['reason']}", r["left_out"]) for r in left_out.to_dict("records") if r["n_claims"]]
    reasons, assumed = ([text for text, is_out in said if is_out is wanted] for wanted in (True, False))
    reasons += [f"{n:,} {why}" for why, n in drawn.left.items() if n]
    claims = pd.concat([panel.claims for panel in drawn.panels])
    outs = claims.loc[claims["standing"].ne(IN), "standing"].str.split(":").str[0].value_counts()
    off = ", ".join(f"{n:,} {why}" for why, n in outs.items())
    parts = [
        f"{style.counted(len(claims), 'claim')} in these panels" + (f", not in a trace: {off}" if off else ""),
        f"in no panel: {', '.join(reasons) or 'none'}",
    ]
    return "; ".join(parts) + (f". Of all claims chosen: {', '.join(assumed)}." if assumed else ".")


def _label_points(figure: Figure, done: list[Any]) -> None:
    """Value and source beside each point of panels with few, the value alone where the source has no room."""
    placer = LabelPlacer(figure)
    for axis, panel, xs, joins, labelled in done:
        if not labelled:
            continue
        points = panel.claims
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


def _legend(figure: Figure, done: list[Any], colours: Mapping[str, str], by: str, known: bool) -> None:
    claims = pd.concat([panel.claims for _, panel, *_ in done], ignore_index=True)
    labelled = pd.concat([claims.iloc[:0], *(panel.claims for _, panel, _, _, few in done if few)], ignore_index=True)
    lines = [panel.claims for _, panel, *_ in done if panel.series is not None and panel.claims["kind"].iat[0] == TOTAL]
    handles: list[Artist] = [*reports.whose_entries(colours, _whose(claims, by), by)]
    handles += reports.point_entries(labelled)
    if lines:
        handles += [
            Patch(color=_BAND, label="low to high of a day"),
            style.legend_entry("trace", marker=None, color=_LINE, lw=0.9),
        ]
    for is_total, name, fill in (
        (True, "running total (filled)", style.NOTE),
        (False, "its own number (hollow)", "white"),
    ):
        if labelled["kind"].eq(TOTAL).eq(is_total).any():
            handles.append(style.legend_entry(name, mfc=fill))
    if labelled["standing"].eq(PLANNED).any():
        handles.append(style.legend_entry("planned, denied or ahead (pale)", alpha=_PALE))
    if any(_crosses(panel.claims).any() for _, panel, _, _, few in done if not few):
        handles.append(style.legend_entry("off the line", marker="x", ms=3.5, alpha=_PALE))
    if any(joins for *_, joins, _ in done):
        handles.append(style.legend_entry("reports that differ", marker=None, **_JOIN))
    if known:
        handles.append(style.legend_entry("known series", marker=None, color=_KNOWN, lw=2.4))
    figure.legend(
        handles=handles, loc="outside upper left", ncols=4, fontsize=6.8, columnspacing=1.0, handletextpad=0.3
    )


def describe_trajectories(judged: pd.DataFrame, days: pd.DataFrame, left_out: pd.DataFrame) -> style.Words:
    """Caption and alternative text of :func:`plot_trajectories`."""
    drawn = _choose(judged)
    if not drawn.panels:
        return style.Words(_NOTHING, _NOTHING)
    claims = pd.concat([panel.claims for panel in drawn.panels], ignore_index=True)
    n_texts = len(claims[["outlet", "cluster_id"]].drop_duplicates())
    parts = []
    for panel in drawn.panels:
        trace = days[days["series"].eq(panel.series or "") & days["best"].notna()]
        if panel.series is not None and len(trace):
            first, last = trace.iloc[0], trace.iloc[-1]
            told = f"{style.number(first['best'])} on {first['day']}, {style.number(last['best'])} on {last['day']}"
        else:
            ends = panel.claims[["best", "low", "high"]]
            told = f"from {style.number(ends.min().min())} to {style.number(ends.max().max())}"
        revised = sorted(trace.loc[trace["revised"].ne(""), "day"]) if len(trace) else []
        told += f", revised on {', '.join(revised[:4])}" if revised else ""
        parts.append(f"{panel.title}: {style.counted(len(panel.claims), 'claim')}, {told}")
    return style.words(
        f"Numbers reported by {claims['outlet'].nunique()} outlets, by the day they speak of: {len(claims)} claims in "
        f"{claims['doc_id'].nunique()} articles ({n_texts} independent), a panel for each series of {OWN_PANEL} texts "
        "and more; where few have as many, one for each other category. Line: the running total that most independent "
        "texts support; band: low to high of a day; crosses: claims off the line.",
        f"{_note(drawn, left_out)}",
        alt=f"Reported numbers over time. {'; '.join(parts)}.",
    )
