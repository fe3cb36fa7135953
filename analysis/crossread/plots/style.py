"""How every figure looks: sizes for print, type, colours that differ in grey and for the colour-blind."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

import matplotlib as mpl
import pandas as pd
from matplotlib.figure import Figure

# Widths of journal pages in inches.
FULL_WIDTH = 7.0
DPI = 300

# The first four differ in grey (luminance 8, 32, 53 and 66 %) and to the colour-blind; the others by hue.
_COLOURS = ("#14142e", "#0068b0", "#d4731a", "#7cc29a", "#8e3b8f", "#c94f4f", "#56b4e9", "#a89c00")
_GREY = "#8c8c8c"

_STYLE: dict[Any, Any] = {
    "figure.dpi": 110,
    "savefig.dpi": DPI,
    "font.family": "DejaVu Sans",
    "font.size": 8,
    "axes.titlesize": 8.5,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.labelsize": 8,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.linewidth": 0.6,
    "axes.axisbelow": True,
    "xtick.labelsize": 7.5,
    "ytick.labelsize": 7.5,
    "xtick.major.width": 0.6,
    "ytick.major.width": 0.6,
    "legend.fontsize": 7.5,
    "legend.frameon": False,
    "grid.color": "#d9d9d9",
    "grid.linewidth": 0.5,
    "hatch.linewidth": 0.6,
    "pdf.fonttype": 42,
    "ps.fonttype": 42,
    "svg.fonttype": "path",
    "svg.hashsalt": "crossread",
    "figure.constrained_layout.use": True,
}


class Words(NamedTuple):
    """What a paper prints beside a figure, and what a reader who cannot see it is told."""

    caption: str
    alt: str


@contextmanager
def style() -> Iterator[None]:
    """The style of all figures, for as long as one is drawn."""
    with mpl.rc_context(_STYLE):
        yield


def new_figure(width: float, height: float) -> Figure:
    """An empty figure of a size in inches, apart from any state of pyplot."""
    return Figure(figsize=(width, height), layout="constrained")


def outlet_colours(outlets: Sequence[str]) -> dict[str, str]:
    """One colour for each outlet, in the order given; beyond eight all others are grey."""
    names = list(dict.fromkeys(outlets))
    return {name: _COLOURS[i] if i < len(_COLOURS) else _GREY for i, name in enumerate(names)}


def shorten(text: str, length: int) -> str:
    """A label that fits: cut at a word, with an ellipsis."""
    if len(text) <= length:
        return text
    cut = text[: length - 1].rsplit(" ", 1)[0]
    return (cut if len(cut) > length // 2 else text[: length - 1]) + "…"


def told_size(n_articles: int, n_independent: int) -> str:
    """The size of an outlet beside its name: "3 articles", "3 articles, 2 independent" where some are copies."""
    articles = f"{n_articles:,} article{'' if n_articles == 1 else 's'}"
    return articles if n_articles == n_independent else f"{articles}, {n_independent:,} independent"


def told_articles(summary: pd.DataFrame) -> str:
    """How many articles a summary by outlet is of, for its caption: "5 articles (5 independent)".

    Args:
        summary: rows with outlet, n_articles, n_independent, weight; each outlet counts once.
    """
    sizes = summary.drop_duplicates("outlet")
    n, independent = int(sizes["n_articles"].sum()), int(sizes["n_independent"].sum())
    articles = f"article{'' if n == 1 else 's'}"
    if sizes["weight"].eq("independent").any():
        return f"{independent:,} independent of {n:,} {articles} (copies count once in an outlet)"
    return f"{n:,} {articles} ({independent:,} independent)"


def largest_outlets(summary: pd.DataFrame, n: int) -> list[str]:
    """The outlets of a figure by name: of more than it holds, those with most articles (``n_articles``)."""
    sizes = summary.drop_duplicates("outlet").sort_values(["n_articles", "outlet"], ascending=[False, True])
    return sorted(sizes["outlet"].head(n))


def not_drawn(n: int) -> str:
    """What a figure says of outlets that it has no room for; nothing where there are none."""
    return f"{n} outlet{'' if n == 1 else 's'} with fewer articles not drawn." if n > 0 else ""


def number(value: float) -> str:
    """A number as papers print it: 12,000 or 0.5."""
    return f"{value:,.0f}" if value == int(value) else f"{value:,.2f}".rstrip("0").rstrip(".")
