"""The days of a figure: a band for each where they are few, a time axis where they are many."""

from datetime import date, timedelta
from itertools import pairwise

import numpy as np
import pandas as pd
from matplotlib.artist import Artist
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

Places = np.ndarray[tuple[int], np.dtype[np.float64]]  # the place of each point on its axis

WITHIN_DAY = ["published", "speaks_for", "outlet", "doc_id", "start"]  # the order of claims of one day
MAX_BANDS = 12  # days up to which each has a band of its own
# A time axis reaches back from the first article as long as the articles span, and at least so long.
MIN_BEFORE = timedelta(days=30)
_LANE, _CUT, _DOTS = "#f1f1f1", "#9a9a9a", (0, (1, 2))


def day_ticks(first: int, last: int) -> tuple[list[int], list[str]]:
    """Up to seven whole days from one ordinal to another, ends included, and their names."""
    ticks = sorted({round(tick) for tick in np.linspace(first, last, 7)})
    days = [date.fromordinal(tick) for tick in ticks]
    return ticks, [f"{day:%b %Y}" if last - first > 300 else f"{day.day} {day:%b %Y}" for day in days]


def day_scale(points: pd.DataFrame) -> "Bands | TimeAxis":
    """The scale that fits the days ``as_of`` of some claims."""
    days = sorted(date.fromisoformat(day) for day in points["as_of"].dropna().unique())
    has_unknown = bool(points["as_of"].isna().any())
    if len(days) <= MAX_BANDS:
        return Bands(days, has_unknown)
    published = [date.fromisoformat(day) for day in points["published"].dropna().unique()] or days
    before = max(MIN_BEFORE, max(published) - min(published))
    # What lies long before the articles would press the rest together: it has a lane of its own.
    near = [day for day in days if day >= min(published) - before] or days
    return TimeAxis(near, has_unknown, has_earlier=len(near) < len(days))


class Bands:
    """A band for each day that has a claim; a dotted line where days between are left out."""

    def __init__(self, days: list[date], has_unknown: bool) -> None:
        """Take the days in order."""
        self.days = days
        self.has_unknown = has_unknown
        self.n = len(days) + has_unknown

    def places(self, points: pd.DataFrame) -> Places:
        """Claims of one band side by side, in an order from which no trend is read."""
        bands = points["as_of"].map({day.isoformat(): i for i, day in enumerate(self.days)}).fillna(len(self.days))
        in_band = points.sort_values(WITHIN_DAY).groupby(bands)["middle"]
        step = (0.84 / in_band.transform("size")).clip(upper=0.2)
        place = bands + (in_band.cumcount() - (in_band.transform("size") - 1) / 2) * step
        return place.reindex(points.index).to_numpy(dtype=np.float64)

    def label(self, axes: np.ndarray) -> None:
        """Ticks and limits of all panels, one above the other."""
        for axis in axes:
            axis.tick_params(axis="x", length=0)
            axis.set_xlim(-0.5, self.n - 0.5 + 0.06 * self.n)
            for i in range(1, len(self.days)):
                is_cut = (self.days[i] - self.days[i - 1]).days > 1
                colour, width, dashes = (_CUT, 0.9, _DOTS) if is_cut else ("#e4e4e4", 0.6, "-")
                axis.axvline(i - 0.5, color=colour, lw=width, ls=dashes, zorder=0)
            if self.has_unknown:
                axis.axvspan(len(self.days) - 0.5, self.n, color=_LANE, zorder=0, lw=0)
        labels = [
            f"{day.day} {day:%b %Y}" if i == 0 or day.year != self.days[i - 1].year else f"{day.day} {day:%b}"
            for i, day in enumerate(self.days)
        ]
        axes[-1].set_xticks(range(self.n), labels + ["day unknown"] * self.has_unknown)

    def entries(self) -> list[Artist]:
        """What the legend says of lines and bands."""
        has_cut = any((day - before).days > 1 for before, day in pairwise(self.days))
        cut = Line2D([], [], color=_CUT, lw=0.9, ls=_DOTS, label="days between left out")
        return [cut] * has_cut + [Patch(color=_LANE, label="day unknown")] * self.has_unknown


class TimeAxis:
    """A time axis, with lanes at its ends for days long before and for days unknown."""

    def __init__(self, days: list[date], has_unknown: bool, *, has_earlier: bool = False) -> None:
        """Span the days, in order."""
        self.first, self.last = days[0].toordinal(), days[-1].toordinal()
        self.width = 0.06 * (self.last - self.first)
        self.has_unknown, self.has_earlier = has_unknown, has_earlier

    def places(self, points: pd.DataFrame) -> Places:
        """Days as ordinals."""
        return np.array([self._place(day) for day in points["as_of"]], dtype=np.float64)

    def _place(self, day: object) -> float:
        if not isinstance(day, str):
            return self.last + self.width
        ordinal = date.fromisoformat(day).toordinal()
        return ordinal if ordinal >= self.first else self.first - self.width

    def label(self, axes: np.ndarray) -> None:
        """Ticks and limits of all panels, one above the other."""
        days, labels = day_ticks(self.first, self.last)
        ticks: list[float] = [*days]
        left, right = self.first - self.width / 2, self.last + self.width / 2
        start = left - self.width * self.has_earlier
        end = right + self.width * self.has_unknown
        for axis in axes:
            axis.set_xlim(start, end)
            for lane in ((start, left), (right, end)):
                if lane[0] < lane[1]:
                    axis.axvspan(*lane, color=_LANE, zorder=0, lw=0)
        if self.has_unknown:
            ticks, labels = [*ticks[:-1], self.last + self.width], [*labels[:-1], "unknown"]
        if self.has_earlier:
            ticks, labels = [self.first - self.width, *ticks[1:]], ["earlier", *labels[1:]]
        axes[-1].set_xticks(ticks, labels)

    def entries(self) -> list[Artist]:
        """What the legend says of lanes."""
        names = [name for name, has in (("long before", self.has_earlier), ("unknown", self.has_unknown)) if has]
        return [Patch(color=_LANE, label=f"day {' or '.join(names)}")] if names else []
