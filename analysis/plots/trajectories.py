"""Reported numbers over the days they speak of."""

import re
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter
from matplotlib.transforms import Bbox

from analysis.plots.style import FULL_WIDTH, Words, new_figure, number, outlet_colours, shorten, style

Places = np.ndarray[tuple[int], np.dtype[np.float64]]  # the place of each point on its axis

MARKERS = {
    "the outlet itself": "o",
    "government or official": "s",
    "armed group": "P",
    "UN or aid body": "^",
    "monitor or NGO": "D",
    "media": "v",
    "other source": "X",
}
MIN_CLAIMS = 2  # of a category that gets a panel
MAX_LABELS = 24  # points of a panel up to which each is labelled
MAX_BANDS = 12  # days up to which each has a band of its own; with more, a time axis
_PALE = 0.45
_ARROW = 11  # points


def plot_trajectories(claims: pd.DataFrame) -> Figure:
    """A panel for each category: the day a number speaks of across, its value up, on a log scale.

    Colour is the outlet, the marker who said it, a filled marker a running total and a hollow one a
    number of its own; a bar spans low to high, an arrow marks an open bound, pale is planned. Claims
    without a day stand in a lane of their own. Categories with one claim have no panel.

    Args:
        claims: a summary of ``trajectory_claims``; one row a point.
    """
    points = _drawn(claims)
    with style():
        if points.empty:
            return _empty()
        counts = points["category"].value_counts().sort_index().sort_values(ascending=False, kind="stable")
        heights = [1.25 + 0.055 * min(n, 16) for n in counts]
        figure = new_figure(FULL_WIDTH, 0.75 + sum(heights))
        axes = figure.subplots(len(counts), 1, squeeze=False, sharex=True, height_ratios=heights)[:, 0]
        colours = outlet_colours(sorted(points["outlet"].unique()))
        scale = _day_scale(points)
        places = []
        for axis, category in zip(axes, counts.index, strict=True):
            panel = points[points["category"] == category]
            places.append((axis, panel, _panel(axis, panel, str(category), scale, colours)))
        scale.label(axes)
        figure.supylabel("reported number (log scale)", fontsize=8)
        _legend(figure, points, colours)
        _label_points(figure, places)
        return figure


def _drawn(claims: pd.DataFrame) -> pd.DataFrame:
    points = claims[claims["value"] > 0]
    enough = points["category"].map(points["category"].value_counts()) >= min(MIN_CLAIMS, len(points))
    return points[enough].reset_index(drop=True)


def _empty() -> Figure:
    figure = new_figure(FULL_WIDTH * 0.6, 1.2)
    figure.text(0.5, 0.5, "No reported number in this selection.", ha="center", va="center")
    return figure


def _panel(axis: Axes, points: pd.DataFrame, category: str, scale: "_Bands | _Axis", colours: dict[str, str]) -> Places:
    xs = scale.places(points)
    for (_, row), x in zip(points.iterrows(), xs, strict=True):
        colour = colours[row["outlet"]]
        alpha = _PALE if row["modality"] == "planned" else 1.0
        _bounds(axis, row, x, colour, alpha)
        axis.plot(
            x, row["value"], MARKERS[row["source_kind"]], ms=4.8, color=colour, markeredgewidth=1.0, alpha=alpha,
            zorder=3,
            markerfacecolor=colour if row["cumulative"] else "white",
        )  # fmt: skip
    low, high = points[["value", "low", "high"]].min().min(), points[["value", "low", "high"]].max().max()
    axis.set_yscale("log")
    axis.set_ylim(low / 2, high * 2.2)
    wide = high / low > 300
    axis.yaxis.set_major_locator(LogLocator(base=10, subs=(1.0,) if wide else (1.0, 2.0, 5.0), numticks=7))
    axis.yaxis.set_major_formatter(FuncFormatter(lambda value, _: number(value)))
    axis.yaxis.set_minor_formatter(NullFormatter())
    axis.yaxis.set_minor_locator(LogLocator(base=10, subs=(), numticks=2))
    axis.set_title(f"{category} · {len(points)} claims", pad=3)
    axis.grid(axis="y")
    return xs


def _bounds(axis: Axes, row: pd.Series, x: float, colour: str, alpha: float) -> None:
    low, high = row["low"], row["high"]
    if pd.notna(low) and pd.notna(high):
        if high > low:
            axis.plot([x, x], [low, high], color=colour, lw=1.1, marker="_", ms=4, zorder=2, alpha=alpha)
        return
    direction = _open_end(row)
    if direction:
        # drawn from the tip, which stands some points above or below the marker on any scale
        arrow = {"arrowstyle": "<-", "color": colour, "lw": 0.9, "alpha": alpha, "shrinkA": 0, "shrinkB": 2.5}
        axis.annotate(
            "", (x, row["value"]), xytext=(0, direction * _ARROW), textcoords="offset points", arrowprops=arrow,
            annotation_clip=False,
        )  # fmt: skip


def _open_end(row: pd.Series) -> int:
    """1 for "at least", -1 for "at most", 0 for a number with both bounds or none."""
    has_low, has_high = pd.notna(row["low"]), pd.notna(row["high"])
    return int(has_low) - int(has_high)


# --- days ------------------------------------------------------------------------------------


def _day_scale(points: pd.DataFrame) -> "_Bands | _Axis":
    days = sorted(date.fromisoformat(day) for day in points["as_of"].dropna().unique())
    has_unknown = bool(points["as_of"].isna().any())
    return _Bands(days, has_unknown) if len(days) <= MAX_BANDS else _Axis(days, has_unknown)


class _Bands:
    """A band for each day that has a claim; a dotted line where days between are left out."""

    def __init__(self, days: list[date], has_unknown: bool) -> None:
        self.days = days
        self.has_unknown = has_unknown
        self.n = len(days) + has_unknown

    def places(self, points: pd.DataFrame) -> Places:
        """Claims of one band side by side, by outlet, then value."""
        bands = points["as_of"].map({day.isoformat(): i for i, day in enumerate(self.days)}).fillna(len(self.days))
        out = np.zeros(len(points))
        numbers = bands.to_numpy(dtype=np.float64)
        for band in np.unique(numbers):
            group = points[numbers == band]
            order = group.sort_values(["outlet", "value", "start"]).index
            step = min(0.84 / len(order), 0.2)
            for k, index in enumerate(order):
                out[points.index.get_loc(index)] = band + (k - (len(order) - 1) / 2) * step
        return out

    def label(self, axes: np.ndarray) -> None:
        for axis in axes:
            axis.set_xlim(-0.5, self.n - 0.5 + 0.03 * self.n)
            for i in range(1, len(self.days)):
                cut = (self.days[i] - self.days[i - 1]).days > 1
                axis.axvline(
                    i - 0.5,
                    color="#9a9a9a" if cut else "#e4e4e4",
                    lw=0.9 if cut else 0.6,
                    ls=(0, (1, 2)) if cut else "-",
                    zorder=0,
                )
            if self.has_unknown:
                axis.axvspan(len(self.days) - 0.5, self.n, color="#f1f1f1", zorder=0, lw=0)
        labels = [
            f"{day.day} {day:%b %Y}" if i == 0 or day.year != self.days[i - 1].year else f"{day.day} {day:%b}"
            for i, day in enumerate(self.days)
        ]
        axes[-1].set_xticks(range(self.n), labels + ["day unknown"] * self.has_unknown)
        axes[-1].set_xlabel("day that the number speaks of")
        for axis in axes:
            axis.tick_params(axis="x", length=0)


class _Axis:
    """A time axis, with a lane at its end for days unknown."""

    def __init__(self, days: list[date], has_unknown: bool) -> None:
        self.first, self.last = days[0].toordinal(), days[-1].toordinal()
        self.lane = 0.06 * (self.last - self.first) if has_unknown else 0.0

    def places(self, points: pd.DataFrame) -> Places:
        """Days as ordinals, outlets a little apart."""
        outlets = sorted(points["outlet"].unique())
        width = 0.004 * (self.last - self.first)
        shift = points["outlet"].map({name: (i - (len(outlets) - 1) / 2) * width for i, name in enumerate(outlets)})
        days = [
            date.fromisoformat(day).toordinal() if isinstance(day, str) else self.last + self.lane
            for day in points["as_of"]
        ]
        return np.array([day + aside for day, aside in zip(days, shift, strict=True)], dtype=np.float64)

    def label(self, axes: np.ndarray) -> None:
        ticks = [round(t) for t in np.linspace(self.first, self.last, 7)]
        labels = [
            f"{date.fromordinal(t):%b %Y}"
            if self.last - self.first > 300
            else f"{date.fromordinal(t).day} {date.fromordinal(t):%b %Y}"
            for t in ticks
        ]
        margin = 0.03 * (self.last - self.first)
        for axis in axes:
            axis.set_xlim(self.first - margin, self.last + margin + self.lane)
            if self.lane:
                axis.axvspan(self.last + self.lane / 2, self.last + margin + self.lane, color="#f1f1f1", zorder=0, lw=0)
        if self.lane:
            ticks, labels = [*ticks[:-1], round(self.last + self.lane)], [*labels[:-1], "unknown"]
        axes[-1].set_xticks(ticks, labels)
        axes[-1].set_xlabel("day that the number speaks of")


# --- labels and legend -----------------------------------------------------------------------


def _label_points(figure: Figure, places: list[tuple[Axes, pd.DataFrame, Places]]) -> None:
    """Value and source beside each point, in the first free place around it."""
    canvas = FigureCanvasAgg(figure)
    figure.draw_without_rendering()
    renderer = canvas.get_renderer()  # type: ignore[no-untyped-call]
    scale = figure.dpi / 72
    for axis, points, xs in places:
        if len(points) > MAX_LABELS:
            continue
        inside = axis.get_window_extent(renderer)
        taken = []
        for (_, row), x in zip(points.iterrows(), xs, strict=True):
            px, py = axis.transData.transform((x, row["value"]))
            taken.append(Bbox.from_bounds(px - 3.2 * scale, py - 3.2 * scale, 6.4 * scale, 6.4 * scale))
            for bound in (row["low"], row["high"]):
                if pd.isna(bound):
                    continue
                if bound != row["value"]:
                    by = axis.transData.transform((x, bound))[1]
                    taken.append(Bbox.from_extents(px - 1.2 * scale, min(py, by), px + 1.2 * scale, max(py, by)))
            open_end = _open_end(row)
            if open_end:
                tip = py + open_end * _ARROW * scale
                taken.append(Bbox.from_extents(px - 2 * scale, min(py, tip), px + 2 * scale, max(py, tip)))
        order = np.argsort(-points["value"].to_numpy(), kind="stable")
        for i in order:
            row, x = points.iloc[i], xs[i]
            text = axis.text(0, 0, _label(row), fontsize=5.9, color="#222222")
            size = text.get_window_extent(renderer)
            text.remove()
            box, offset = _free_place(
                axis.transData.transform((x, row["value"])), (size.width, size.height), taken, inside, scale
            )
            if box is None or offset is None:
                continue  # no room: the marker, the CSV and the evidence table have it
            taken.append(box)
            note = axis.annotate(
                _label(row),
                (x, row["value"]),
                xytext=offset,
                textcoords="offset points",
                fontsize=5.9,
                color="#222222",
                zorder=4,
            )
            note.set_in_layout(False)


def _free_place(
    at: Any, size: tuple[float, float], taken: list[Bbox], inside: Bbox, scale: float
) -> tuple[Bbox | None, tuple[float, float] | None]:
    """A place for a label of some size near a point: right, left, then above and below, a little farther each time."""
    width, height = size
    gap = 4.5 * scale
    for rise in (0.0, 1.0, -1.0, 1.8, -1.8, 2.6, -2.6):
        for side in (1, -1, 0):
            dx = gap if side == 1 else -gap - width if side == -1 else -width / 2
            if side == 0 and abs(rise) < 1:
                continue
            x, y = at[0] + dx, at[1] - height / 2 + rise * height
            box = Bbox.from_bounds(x, y, width, height)
            fits = (
                box.x0 >= inside.x0 + 2 * scale
                and box.x1 <= inside.x1 + 2
                and box.y0 >= inside.y0
                and box.y1 <= inside.y1 + 2 * scale
            )
            if fits and not any(box.overlaps(other) for other in taken):
                return box, (dx / scale, (y - at[1]) / scale + 1.2)
    return None, None


def _label(row: pd.Series) -> str:
    value = number(row["best"]) if pd.notna(row["best"]) else _vague(str(row["surface"]))
    who = _short_source(row["source"]) if isinstance(row["source"], str) else ""
    return f"{shorten(value, 18)} {who}".strip()


def _vague(surface: str) -> str:
    """The number words of a phrase without value: "tens of thousands", "several hundred", "dozens"."""
    found = re.match(
        r"(?:tens|hundreds) of (?:thousands|millions|billions)|(?:several|a few|between) [\w,]+(?: and [\d,]+)?"
        r"|[\d,]+(?: to |-)[\d,]+|\w+",
        surface.lower(),
    )
    return found.group() if found else surface


def _short_source(source: str) -> str:
    """A source in a few letters: surname, initials of a long name, else its words."""
    first = source.split(";")[0].strip()
    capitals = re.findall(r"\b[A-Z]", first)
    if len(first) > 20 and len(capitals) >= 3:
        return "".join(capitals)
    words = first.split()
    if 1 < len(words) <= 3 and all(word[:1].isupper() and not word.isupper() for word in words):
        return words[-1]
    return shorten(first, 27)


def _legend(figure: Figure, points: pd.DataFrame, colours: dict[str, str]) -> None:
    def entry(label: str, **how: Any) -> Line2D:
        settings: dict[str, Any] = {"marker": "o", "lw": 0, "ms": 4.8, "color": "#444444", "markeredgewidth": 1.0}
        return Line2D([], [], label=label, **{**settings, **how})

    shown = list(colours.items())
    handles = [entry(shorten(outlet, 26), color=colour, marker="s", ms=5.5) for outlet, colour in shown[:8]]
    if len(shown) > 8:
        handles.append(entry(f"{len(shown) - 8} other outlets", color=shown[8][1], marker="s", ms=5.5))
    handles += [
        entry(kind, marker=marker, markerfacecolor="white")
        for kind, marker in MARKERS.items()
        if kind in set(points["source_kind"])
    ]
    if points["cumulative"].any():
        handles.append(entry("running total (filled)", markerfacecolor="#444444"))
    if (points["modality"] == "planned").any():
        handles.append(entry("planned (pale)", alpha=_PALE))
    figure.legend(handles=handles, loc="outside upper left", ncols=5, columnspacing=1.0, handletextpad=0.3)


def describe_trajectories(claims: pd.DataFrame, left_out: pd.DataFrame) -> Words:
    """Caption and alternative text of :func:`plot_trajectories`."""
    points = _drawn(claims)
    reasons = dict(zip(left_out["reason"], left_out["n_claims"], strict=True))
    single = claims[~claims["category"].isin(points["category"])]["category"].value_counts().sort_index()
    alone = f" Categories with one claim are not drawn ({', '.join(single.index)})." if len(single) else ""
    by_day = int((points["as_of_basis"] == "published").sum())
    caption = (
        f"Numbers reported by {points['outlet'].nunique()} outlets, by the day they speak of: {len(points)} claims. "
        "Colour: outlet; marker: who said it; filled: a running total, hollow: a number of its own; bars: low to high; "
        f"arrows: at least or at most. {by_day} stand at the day of publication because the text gives no other. "
        f"Left out: {reasons['no value and no bound in the text']} without a value or bound.{alone}"
    )
    parts = []
    for category, group in points.groupby("category"):
        exact = group.dropna(subset=["best"])
        values = (
            f", from {number(exact['best'].min())} to {number(exact['best'].max())}" if len(exact) else ", none exact"
        )
        parts.append(f"{category}: {len(group)} claims{values}")
    return Words(caption, "Reported numbers over time. " + "; ".join(parts) + ".")
