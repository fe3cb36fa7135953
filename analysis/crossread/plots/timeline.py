"""The days of a figure: one axis for all its panels, which no day far off stretches; such days have lanes."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from crossread.measures.traces import ordinals

LANE = "#f1f1f1"
_BEFORE = 7  # days before the first article that the axis shows at least, or a tenth of what the articles span
_SIDE_BY_SIDE = 16  # days of an axis up to which claims of one day stand side by side
_STEP = 0.16  # of a day between them, less where they are many
_EPOCH = pd.Timestamp(0)
_STEPS = ("D", "2D", "7D", "14D", "MS", "2MS", "QS", "2QS", "YS", "2YS", "5YS", "10YS", "50YS")
WITHIN_DAY = ["as_of", "published", "speaks_for", "outlet", "doc_id", "start"]


class Timeline:
    """Where on an axis of days each claim stands: at its day, or in a lane before or behind all days."""

    def __init__(self, points: pd.DataFrame, *, lane: float = 0.09) -> None:
        """Span the days near the articles; what is earlier, later than all articles or unknown goes into the lanes.

        ``lane`` is how wide these are, as a share of the days.
        """
        days = ordinals(points["as_of"])
        published = ordinals(points["published"])
        known = published[~np.isnan(published)] if not np.isnan(published).all() else days[~np.isnan(days)]
        first, last = (known.min(), known.max()) if len(known) else (0.0, 0.0)
        near = days[(days >= first - max(_BEFORE, (last - first) / 10)) & (days <= last)]
        self.first, self.last = (near.min(), near.max()) if len(near) else (first, last)
        span = max(self.last - self.first, 1)
        self.width = lane * span + 0.3
        self.side_by_side = span <= _SIDE_BY_SIDE
        self.has_earlier = bool((days < self.first).any())
        self.has_later = bool(((days > self.last) | np.isnan(days)).any())

    def places(self, points: pd.DataFrame) -> np.ndarray:
        """The place of each claim; those of one day side by side where days are few, in an order that tells nothing."""
        days = ordinals(points["as_of"])
        late = np.isnan(days) | (days > self.last)
        lane = np.where(days < self.first, self.first - self.width, np.where(late, self.last + self.width, days))
        if not self.side_by_side:
            return lane
        order = points.assign(lane=lane).sort_values(WITHIN_DAY).groupby("lane")["lane"]
        n = order.transform("size")
        shift = (order.cumcount() - (n - 1) / 2) * (0.8 / n).clip(upper=_STEP)
        placed: np.ndarray = lane + shift.reindex(points.index).to_numpy(dtype=np.float64)
        return placed

    def label(self, axes: Sequence[Axes]) -> None:
        """Ticks, limits and lanes of some panels."""
        half = self.width / 2
        start = self.first - half - self.width * self.has_earlier
        end = self.last + half + self.width * self.has_later
        for axis in axes:
            axis.set_xlim(start, end)
            for first, last in ((start, self.first - half), (self.last + half, end)):
                if last > first:
                    axis.axvspan(first, last, color=LANE, zorder=0, lw=0)
            axis.set_xticks(*self._ticks())

    def _ticks(self) -> tuple[list[float], list[str]]:
        """Those of the days, and the names of the lanes."""
        ticks, names = day_ticks(self.first, self.last)
        if self.has_earlier:
            ticks, names = [self.first - self.width, *ticks], ["earlier", *names]
        if self.has_later:
            ticks, names = [*ticks, self.last + self.width], [*names, "later,\nunknown"]
        return ticks, names


def day_ticks(first: float, last: float) -> tuple[list[float], list[str]]:
    """Whole days between two ends (days since 1970), and their names; the year stands where it begins or changes."""
    start, end = (_EPOCH + pd.Timedelta(days=day) for day in (first, last))
    spaced = (pd.date_range(start, end, freq=step) for step in _STEPS)
    days = next(
        (some for some in spaced if 0 < len(some) <= (9 if some.freqstr == "D" else 6)), pd.DatetimeIndex([start])
    )
    is_new = [i == 0 or day.year != days[i - 1].year for i, day in enumerate(days)]
    names = [f"{day.day} {day:%b}" + new * f"\n{day.year}" for day, new in zip(days, is_new, strict=True)]
    return ordinals(days.to_series()).tolist(), names
