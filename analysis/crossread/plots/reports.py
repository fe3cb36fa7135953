"""How a reported number is named and marked, in every figure that shows one."""

import re
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.lines import Line2D
from matplotlib.path import Path

from crossread.plots.style import OTHERS, counted, legend_entry, number, shorten

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
_I = [(-0.3, 1), (0.3, 1), (0, 1), (0, -1), (-0.3, -1), (0.3, -1)]
# What the legend shows.
_BAR = Path(_I, _STROKES[:4] + _STROKES[:2])
ARROW_LOOK: dict[str, Any] = {"ms": 2 * ARROW, "lw": 0, "mfc": "none", "mew": 0.9, "zorder": 2}
# The same arrow around its middle.
_KEY = Path([(x, y - 0.65) for x, y in _UP], _STROKES)


def short_number(row: pd.Series) -> str:
    """The value of a claim as printed in a figure: "12,000", "tens of thousands"."""
    return shorten(number(row["best"]) if pd.notna(row["best"]) else _vague(str(row["surface"])), 18)


def is_range(claims: pd.DataFrame) -> np.ndarray:
    """Which claims are bounds alone: of "tens of thousands" no value is known, and no point is drawn."""
    ranges: np.ndarray = (claims["best"].isna() & (claims["low"] < claims["high"])).to_numpy(dtype=bool)
    return ranges


def open_end(row: Mapping[Any, Any] | pd.Series) -> int:
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


def whose_entries(colours: Mapping[str, str], whose: pd.Series, by: str) -> list[Line2D]:
    """The legend of the colours of outlets, or sources: those that have one, and how many others there are."""
    names = sorted(set(whose.dropna()))
    named = [name for name in names if colours.get(name, OTHERS) != OTHERS]
    entries = [legend_entry(shorten(name, 26), color=colours[name], marker="s", ms=5.5) for name in named]
    if others := len(names) - len(named):
        entries.append(legend_entry(counted(others, f"other {by}"), color=OTHERS, marker="s", ms=5.5))
    return entries


def point_entries(points: pd.DataFrame) -> list[Line2D]:
    """The legend of labelled points: who said it, bars and arrows, where they occur."""
    kinds = set(points["source_kind"])
    entries = [legend_entry(kind, marker=at, mfc="white") for kind, at in MARKERS.items() if kind in kinds]
    if (points["low"] < points["high"]).any():
        entries.append(legend_entry("low to high", marker=_BAR, ms=9, mfc="none"))
    if (points["low"].notna() != points["high"].notna()).any():
        entries.append(legend_entry("at least, at most", marker=_KEY, **ARROW_LOOK | {"ms": 9}))
    return entries
