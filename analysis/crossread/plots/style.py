"""How every figure looks: colours that differ in grey and for the colour-blind; sizes and type are in a file."""

import warnings
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from textwrap import fill
from typing import Any, NamedTuple

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.figure import Figure
from matplotlib.font_manager import findfont, get_font
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.text import Text
from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter

from crossread.escape import printable
from crossread.measures.sample import UNKNOWN

FULL_WIDTH = 7.0  # inches, of a journal's page
MAX_HEIGHT = 9.3  # inches: with its margin 24 cm, the text of a page of A4
MAX_OUTLETS = 20  # in every figure: rows that fit a page, columns that fit across it
DPI = 300

# They differ in grey, the first four most, and to the colour-blind; tests/plots/test_style.py computes it.
COLOURS = ("#14142e", "#0068b0", "#d4731a", "#7cc29a", "#aa6644", "#1414c9", "#53a7d1", "#4c526d")
OTHERS = "#c4c4c4"  # all outlets for which no colour is left
GREY, INK, NOTE = "#8c8c8c", "#222222", "#444444"
POINT = "#1b1b3a"  # points that are means or shares
FULL = "#33506b"  # bars of an outlet's own words
HATCHED: dict[str, Any] = {"facecolor": "white", "edgecolor": FULL, "hatch": "//////"}  # and of quotations

# Of actors that nobody asked for by name.
RANKED = "They are those that the outlets drawn mention most, each outlet counting alike."

_STYLE = Path(__file__).with_name("crossread.mplstyle")


class Outlets(NamedTuple):
    """The outlets of a run: those that all its figures draw, by name, and what colour each has where it has one."""

    drawn: list[str]
    colours: dict[str, str]

    def others(self) -> str:
        """What a figure says of the outlets that no figure of the run draws."""
        n, drawn = len(self.colours), len(self.drawn)
        return f"Of {n:,} outlets the {drawn} with most articles are drawn." if n > drawn else ""

    def having(self, some: Collection[str], what: str) -> tuple[list[str], str]:
        """Those with something to draw, and what the figure says of those that it does not draw."""
        empty = [shorten(outlet, 24) for outlet in self.drawn if outlet not in some]
        said = f"Without {what}, not drawn: {', '.join(empty)}." if empty else ""
        return [outlet for outlet in self.drawn if outlet in some], " ".join(filter(None, [self.others(), said]))


def choose_outlets(corpus: pd.DataFrame, articles: pd.DataFrame | None = None) -> Outlets:
    """Which outlets the figures of a run draw, and in which colours: decided once, before anything is measured.

    Drawn are the largest, by articles. The largest of the corpus have the same colours in all its runs; of a selection
    those smaller ones have a colour for which one is left. All others are of one grey.

    Args:
        corpus: the table ``articles``, of which outlet is needed.
        articles: the rows of it that the run is about; all unless given.
    """
    ranked, chosen = _by_size(corpus), _by_size(corpus if articles is None else articles)
    fixed = {outlet: colour for outlet, colour in zip(ranked, COLOURS, strict=False) if outlet in chosen}
    free = iter([colour for colour in COLOURS if colour not in fixed.values()])
    colours = {outlet: fixed.get(outlet) or next(free, OTHERS) for outlet in chosen}
    return Outlets(sorted(chosen[:MAX_OUTLETS]), colours)


def _by_size(articles: pd.DataFrame) -> list[str]:
    sizes = articles["outlet"].fillna(UNKNOWN).value_counts().sort_index()
    return [str(outlet) for outlet in sizes.sort_values(ascending=False, kind="stable").index]


class Words(NamedTuple):
    """What a paper prints beside a figure, and what a reader who cannot see it is told."""

    caption: str
    alt: str


def words(*sentences: str, alt: str) -> Words:
    """A caption of some sentences, those that are empty left out, and the alternative text."""
    return Words(printable(" ".join(filter(None, sentences))), printable(alt))


@contextmanager
def applied() -> Iterator[None]:
    """The style of all figures, for as long as one is drawn; ``@applied()`` stands before each function that does."""
    settings = mpl.rc_params_from_file(_STYLE, use_default_template=False)
    with mpl.rc_context({**settings, "savefig.dpi": DPI}), unwarned():
        yield


@contextmanager
def unwarned() -> Iterator[None]:
    """Without a warning for each sign that the font lacks, each time it is drawn; see :func:`signs_without_shape`."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", r"Glyph \d+ .*missing from font")
        yield


def signs_without_shape(figure: Figure) -> str:
    """The signs in a figure that its font has no shape for (Arabic, Chinese, emoji): boxes stand for them."""
    font = get_font(findfont("DejaVu Sans"))
    text = "".join(label.get_text() for label in figure.findobj(Text) if isinstance(label, Text))
    return "".join(sorted(sign for sign in set(text) if not sign.isspace() and not font.get_char_index(ord(sign))))


def new_figure(width: float, height: float) -> Figure:
    """An empty figure of a size in inches, no higher than a page, apart from any state of pyplot."""
    return Figure(figsize=(width, min(height, MAX_HEIGHT)), layout="constrained")


def fitting(frame: float, step: float) -> int:
    """How many rows of a height, in inches, a page has room for beside what frames them."""
    return int((MAX_HEIGHT - frame) / step + 1e-9)


def cut(names: Sequence[str], n: int, what: str) -> tuple[list[str], str]:
    """The first n of some names, and what a figure says of the rest."""
    more = len(names) - n
    return list(names[:n]), f"Of {len(names)} {what} the first {n} have room." if more > 0 else ""


def panel_figure(n: int, across: int, panel_height: float, *, sharey: bool) -> tuple[Figure, list[Axes]]:
    """A figure of n panels, at most so many (3 or 4) side by side, each of a height in inches."""
    across = min(across, n)
    down = -(-n // across)
    figure = new_figure(FULL_WIDTH * (0.5 if across == 1 else 0.75 if across == 2 else 1), 0.5 + down * panel_height)
    axes = list(figure.subplots(down, across, sharex=True, sharey=sharey, squeeze=False).ravel())
    for k, axis in enumerate(axes):
        if k >= n:
            axis.set_visible(False)
        elif k + across >= n:
            axis.tick_params(axis="x", labelbottom=True)
    return figure, axes[:n]


def name_rows(axis: Axes, names: Sequence[str], *, margin: float = 0.5, **how: Any) -> None:
    """Rows with their names down an axis, the first on top, without ticks."""
    axis.set_yticks(range(len(names)), names, **how)
    axis.set_ylim(len(names) - 1 + margin, -margin)
    axis.tick_params(axis="y", length=0)


def write(axis: Axes, x: float, y: float, text: str, size: float, colour: str, **how: Any) -> None:
    """Write small text around a point in data coordinates."""
    axis.text(x, y, text, ha="center", va="center", fontsize=size, color=colour, **how)


def write_beside(
    axis: Axes, x: float, y: float, text: str, size: float, colour: str, *, gap: float = 2, **how: Any
) -> None:
    """Write small text at the right of a point, some points of print apart."""
    axis.annotate(
        text, (x, y), xytext=(gap, 0), textcoords="offset points", va="center", fontsize=size, color=colour, **how
    )


def write_size(axis: Axes, first: pd.Series, title: str, *, size: float, at: float, pad: float) -> None:
    """The name of an outlet above its panel, and under it its articles and words."""
    axis.set_title(f"{title}\n", pad=pad, fontsize=size + 1.7)
    text = f"{describe_size(first['n_articles'], first['n_independent'])}, {number(first['n_words'])} words"
    axis.text(0, at, text, transform=axis.transAxes, fontsize=size, color=NOTE, va="bottom")


def write_note(figure: Figure, *lines: str, size: float = 6.8) -> None:
    """What stands under a figure, at its left; lines that are empty are left out."""
    figure.supxlabel(below(figure, *lines), fontsize=size, x=0.01, ha="left", color=NOTE)


def below(figure: Figure, *lines: str) -> str:
    """What stands under a figure, in lines no longer than it is wide; lines that are empty are left out."""
    return "\n".join(fill(line, int(17 * figure.get_figwidth())) for line in lines if line)


def draw_bars(axis: Axes, at: np.ndarray, full: np.ndarray, hatched: np.ndarray, height: float, **edge: Any) -> None:
    """Bars across, of which one part is full and what follows hatched."""
    axis.barh(at, full, height=height, color=FULL, **edge)
    axis.barh(at, hatched, left=full, height=height, lw=0.5, **HATCHED)


def bar_key(full: str, hatched: str, **edge: Any) -> list[Patch]:
    """The legend of bars of which one part is full and one hatched."""
    return [Patch(facecolor=FULL, label=full, **edge), Patch(label=hatched, **HATCHED)]


def legend_entry(label: str, **how: Any) -> Line2D:
    """A grey marker for the legend; ``how`` are properties of the line that change it."""
    return Line2D([], [], label=label, **{"marker": "o", "lw": 0, "ms": 4.8, "color": NOTE, "mew": 1.0, **how})


def head_columns(axis: Axes, names: Sequence[str], **how: Any) -> None:
    """The columns of a matrix with their names above it, without ticks."""
    axis.set_xticks(range(len(names)), names, **how)
    axis.tick_params(axis="x", top=True, bottom=False, labeltop=True, labelbottom=False, length=0)


def percent(share: float) -> str:
    """A share as papers print it: "12 %", "<1 %", "0"."""
    if share == 0:
        return "0"
    return "<1 %" if share < 0.005 else f"{100 * share:.0f} %"


def scale_by_log(axis: Axis, low: float, high: float, *, many: float, numticks: int) -> None:
    """Ticks of an axis with a log scale: at 1, 2 and 5, or at 1 alone where it spans a factor of ``many``."""
    subs = (1.0,) if high / low > many else (1.0, 2.0, 5.0)
    axis.set_major_locator(LogLocator(base=10, subs=subs, numticks=numticks))
    axis.set_major_formatter(FuncFormatter(lambda value, _: number(value)))
    axis.set_minor_formatter(NullFormatter())
    axis.set_minor_locator(LogLocator(base=10, subs=(), numticks=2))


def axis_start(low: float, least: float) -> float:
    """Where an axis begins that would begin at ``low``: counts of at least 1 need nothing far below it."""
    return max(low, 0.85) if least >= 1 else low


def shorten(text: str, length: int) -> str:
    """A label that fits: cut at a word, with an ellipsis."""
    text = " ".join(printable(text).split())
    if len(text) <= length:
        return text
    cut = text[: length - 1].rsplit(" ", 1)[0]
    return (cut.rstrip(" -–,;:") if len(cut) > length // 2 else text[: length - 1]) + "…"


def counted(n: int, noun: str) -> str:
    """A number of things: "1 article", "2 articles"."""
    return f"{n:,} {noun}{'' if n == 1 else 's'}"


def describe_size(n_articles: int, n_independent: int) -> str:
    """The size of an outlet beside its name: "3 articles", "3 articles, 2 independent" where some are copies."""
    articles = counted(n_articles, "article")
    return articles if n_articles == n_independent else f"{articles}, {n_independent:,} independent"


def describe_articles(summary: pd.DataFrame) -> str:
    """How many articles a summary by outlet is of, for its caption: "5 articles (5 independent)".

    Args:
        summary: rows with outlet, n_articles, n_independent, weight; each outlet counts once.
    """
    sizes = summary.drop_duplicates("outlet")
    articles, independent = counted(int(sizes["n_articles"].sum()), "article"), int(sizes["n_independent"].sum())
    if sizes["weight"].eq("independent").any():
        return f"{independent:,} independent of {articles} (copies count once in an outlet)"
    return f"{articles} ({independent:,} independent)"


def number(value: float) -> str:
    """A number as papers print it: 12,000 or 0.5."""
    return f"{value:,.0f}" if value == int(value) else f"{value:,.2f}".rstrip("0").rstrip(".")
