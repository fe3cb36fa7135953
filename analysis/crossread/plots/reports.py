"""How a reported number is named and marked, in every figure that shows one."""

import re
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.lines import Line2D
from matplotlib.path import Path

from crossread.plots.style import COLOURS, legend_entry, number, outlet_colours, shorten

# Who said it, by the kind of source.
MARKERS = {
    "the outlet itself": "o",
    "government or official": "s",
    "armed group": "P",
    "UN or other world body": "^",
    "monitor or NGO": "D",
    "party": "<",
    "company": "p",
    "union": ">",
    "media": "v",
    "person, affiliation not known": "*",
    "other source": "X",
}

ARROW = 11  # points: the length of the arrow that stands for an open bound
# Markers scale to their farthest corner, so that one twice as large reaches from the point to its tip.
_STROKES = [Path.MOVETO, Path.LINETO, Path.MOVETO, Path.LINETO, Path.LINETO]
_UP = [(0, 0.3), (0, 1), (-0.13, 0.82), (0, 1), (0.13, 0.82)]
ARROWS = {1: Path(_UP, _STROKES), -1: Path([(x, -y) for x, y in _UP], _STROKES)}
ARROWS_ACROSS = {1: Path([(y, x) for x, y in _UP], _STROKES), -1: Path([(-y, x) for x, y in _UP], _STROKES)}
ARROW_LOOK: dict[str, Any] = {"ms": 2 * ARROW, "lw": 0, "mfc": "none", "mew": 0.9, "zorder": 2}


def short_number(row: pd.Series) -> str:
    """The value of a claim as printed in a figure: "12,000", "tens of thousands"."""
    return shorten(number(row["best"]) if pd.notna(row["best"]) else _vague(str(row["surface"])), 18)


def is_range(claims: pd.DataFrame) -> np.ndarray:
    """Which claims are bounds alone: of "tens of thousands" no value is known, and no point is drawn."""
    ranges: np.ndarray = (claims["best"].isna() & (claims["low"] < claims["high"])).to_numpy(dtype=bool)
    return ranges


def open_end(row: pd.Series) -> int:
    """1 for "at least", -1 for "at most", 0 for a number with both bounds or none."""
    return int(pd.notna(row["low"])) - int(pd.notna(row["high"]))


def _vague(surface: str) -> str:
    """The number words of a phrase without value: "tens of thousands", "several hundred", "dozens"."""
    found = re.match(
        r"(?:tens|hundreds) of (?:thousands|millions|billions)|(?:several|a few|between) [\w,]+(?: and [\d,]+)?"
        r"|[\d,]+(?: to |-)[\d,]+|\w+",
        surface.lower(),
    )
    return found.group() if found else surface


def short_source(source: str) -> str:
    """A source in a few letters: surname, initials of a long name, else its words."""
    first = source.split(";")[0].strip()
    capitals = re.findall(r"\b[A-Z]", first)
    if len(first) > 20 and len(capitals) >= 3:
        return "".join(capitals)
    words = first.split()
    if 1 < len(words) <= 3 and all(word[:1].isupper() and not word.isupper() for word in words):
        return words[-1]
    return shorten(first, 27)


def point_colours(claims: pd.DataFrame, points: pd.DataFrame) -> dict[str, str]:
    """The colours of the outlets of some points, the same in all figures of these claims.

    Outlets come by name; where there are more than colours, those with most claims first.
    """
    counts = claims["outlet"].value_counts().sort_index()
    if len(counts) > len(COLOURS):
        counts = counts.sort_values(ascending=False, kind="stable")
    drawn = set(points["outlet"])
    return {outlet: colour for outlet, colour in outlet_colours(counts.index).items() if outlet in drawn}


def point_entries(colours: dict[str, str], points: pd.DataFrame) -> list[Line2D]:
    """The outlets of a legend, at most eight and how many others there are, and the kinds of source of the points."""
    shown = list(colours.items())
    entries = [legend_entry(shorten(outlet, 26), color=colour, marker="s", ms=5.5) for outlet, colour in shown[:8]]
    if len(shown) > 8:
        entries.append(legend_entry(f"{len(shown) - 8} other outlets", color=shown[8][1], marker="s", ms=5.5))
    kinds = set(points["source_kind"])
    return entries + [legend_entry(kind, marker=at, mfc="white") for kind, at in MARKERS.items() if kind in kinds]
