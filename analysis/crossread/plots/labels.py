"""Labels beside points, where there is room for them."""

from collections.abc import Container, Sequence
from itertools import product
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.transforms import Bbox

from crossread.plots.style import GREY, INK

SIZE = 5.9  # points


class LabelPlacer:
    """Puts labels into free places of axes that are drawn completely otherwise."""

    def __init__(self, figure: Figure) -> None:
        """Lay the figure out; axes must not move afterwards."""
        figure.draw_without_rendering()
        self.renderer = FigureCanvasAgg(figure).get_renderer()  # type: ignore[no-untyped-call]
        self.scale = figure.dpi / 72

    def place(
        self,
        axis: Axes,
        at: Sequence[tuple[float, float]],
        texts: Sequence[Sequence[str]],
        marks: Sequence[Bbox],
        *,
        at_left: Container[int] = (),
    ) -> list[bool]:
        """Label points; one without room gets no label. A thin line leads to a label that stands apart.

        Args:
            axis: the axes of the points.
            at: the points in data coordinates, those to be labelled first in front.
            texts: the labels that each may have; it gets the first that has room.
            marks: what is drawn already and must not be covered, in points around their places (see :meth:`box`).
            at_left: the numbers of the points whose label stands at their left where there is room.

        Returns:
            Whether each point got its label.
        """
        inside = axis.get_window_extent(self.renderer)
        taken = list(marks)
        done = []
        for i, (point, choice) in enumerate(zip(at, texts, strict=True)):
            pixel = axis.transData.transform(point)
            sides = (-1, 1, 0) if i in at_left else (1, -1, 0)
            places = ((text, self._free_place(pixel, self._size(axis, text), taken, inside, sides)) for text in choice)
            text, found = next((place for place in places if place[1] is not None), ("", None))
            done.append(found is not None)
            if found is None:
                continue
            box, offset = found
            taken.append(box)
            how: dict[str, Any] = {"textcoords": "offset points", "fontsize": SIZE, "color": INK, "zorder": 4}
            axis.annotate(text, point, xytext=offset, **how).set_in_layout(False)
            if box.y0 - pixel[1] > box.height or pixel[1] - box.y1 > box.height:
                self._lead(axis, point, box)
        return done

    def _lead(self, axis: Axes, point: tuple[float, float], box: Bbox) -> None:
        """A line from a point to the nearest edge of its label."""
        pixel = axis.transData.transform(point)
        edge = np.clip(pixel, box.min, box.max)
        (x0, y0), (x1, y1) = point, axis.transData.inverted().transform(edge)
        axis.add_artist(Line2D([x0, x1], [y0, y1], color=GREY, lw=0.4, zorder=1))

    def _size(self, axis: Axes, text: str) -> tuple[float, float]:
        probe = axis.text(0, 0, text, fontsize=SIZE)
        size = probe.get_window_extent(self.renderer)
        probe.remove()
        return size.width, size.height

    def box(self, axis: Axes, low: tuple[float, float], high: tuple[float, float], pad: tuple[float, float]) -> Bbox:
        """The pixels between two points in data coordinates, with a margin in points (across, up)."""
        (x0, y0), (x1, y1) = axis.transData.transform([low, high])
        across, up = pad[0] * self.scale, pad[1] * self.scale
        return Bbox.from_extents(min(x0, x1) - across, min(y0, y1) - up, max(x0, x1) + across, max(y0, y1) + up)

    def reach(self, axis: Axes, start: tuple[float, float], by: tuple[float, float]) -> Bbox:
        """The pixels from a point in data coordinates on, ``by`` points across and up."""
        x, y = axis.transData.transform(start)
        x1, y1 = x + by[0] * self.scale, y + by[1] * self.scale
        return Bbox.from_extents(min(x, x1), min(y, y1), max(x, x1), max(y, y1))

    def along(self, axis: Axes, start: tuple[float, float], end: tuple[float, float]) -> list[Bbox]:
        """The pixels that a straight line passes, as a row of small boxes."""
        first, last = axis.transData.transform([start, end])
        n = max(2, int(np.hypot(*(last - first)) / (4 * self.scale)))
        size = 2 * self.scale
        return [Bbox.from_bounds(x - size / 2, y - size / 2, size, size) for x, y in np.linspace(first, last, n)]

    def _free_place(
        self,
        at: np.ndarray,
        size: tuple[float, float],
        taken: Sequence[Bbox],
        inside: Bbox,
        sides: tuple[int, int, int],
    ) -> tuple[Bbox, tuple[float, float]] | None:
        """At the first of the sides, at the other, then above and below, a little farther each time."""
        (width, height), scale = size, self.scale
        gap = 4.5 * scale
        for rise, side in product((0.0, 1.0, -1.0, 1.8, -1.8, 2.6, -2.6), sides):
            if side == 0 and abs(rise) < 1:
                continue
            dx = gap if side == 1 else -gap - width if side == -1 else -width / 2
            box = Bbox.from_bounds(at[0] + dx, at[1] - height / 2 + rise * height, width, height)
            is_across = inside.x0 + 2 * scale <= box.x0 and box.x1 <= inside.x1 + 2
            is_up = inside.y0 <= box.y0 and box.y1 <= inside.y1 + 2 * scale
            if is_across and is_up and not any(box.overlaps(other) for other in taken):
                return box, (dx / scale, (box.y0 - at[1]) / scale + 1.2)
        return None
