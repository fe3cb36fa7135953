"""Tone by outlet, own words and quotations apart."""

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from crossread.plots import style
from crossread.plots.style import Words

MAX_OUTLETS = 30  # rows, those with most articles
_INK = "#1b1b3a"
# Of each voice: marker, filling, how far it stands below the middle of its row, and its name.
_VOICES = {
    "narrator": ("o", _INK, -0.17, "in the outlet's own words"),
    "quoted": ("D", "white", 0.17, "inside quotation marks"),
}


def plot_tone(tone: pd.DataFrame) -> Figure:
    """Mean tone with its 95 % interval, one line an outlet and voice.

    Args:
        tone: a summary of ``mean_tone``. A mean without an interval is drawn grey: too few sentences. Of more than
            thirty outlets those with most articles are drawn.
    """
    outlets = style.largest_outlets(tone, MAX_OUTLETS)
    rest = style.not_drawn(tone["outlet"].nunique() - len(outlets))
    cells = tone[tone["outlet"].isin(outlets)]
    with style.applied():
        figure = style.new_figure(style.FULL_WIDTH * 0.82, 0.95 + 0.42 * len(outlets))
        axis = figure.subplots()
        extremes = cells[["low", "high", "mean"]].abs().max().max()
        limit = min(1.0, max(0.3, 1.15 * (0.0 if pd.isna(extremes) else extremes)))
        axis.axvline(0, color="#555555", lw=0.8)
        for _, row in cells.sort_values(["outlet", "voice"]).iterrows():
            _point(axis, row, outlets.index(row["outlet"]), limit)
        style.name_rows(axis, [style.shorten(outlet, 28) for outlet in outlets])
        axis.set_xlim(-limit, limit)
        axis.grid(axis="x")
        scorer = cells["scorer"].iloc[0]
        label = f"mean tone of sentences, scorer {scorer} (−1 negative, +1 positive), 95 % interval"
        axis.set_xlabel("\n".join(filter(None, [label, rest])))
        handles = [
            Line2D([], [], marker=marker, mfc=fill, mec=_INK, color=_INK, lw=1, ms=5, label=name)
            for marker, fill, _, name in _VOICES.values()
        ]
        figure.legend(handles=handles, loc="outside upper left", ncols=2, columnspacing=1.2)
        return figure


def _point(axis: Axes, row: pd.Series, position: int, limit: float) -> None:
    marker, fill, below, _ = _VOICES[row["voice"]]
    y, enough = position + below, pd.notna(row["low"])
    colour = _INK if enough else "#9a9a9a"
    if enough:
        axis.plot([row["low"], row["high"]], [y, y], color=colour, lw=1.1, solid_capstyle="butt")
    if pd.notna(row["mean"]):
        axis.plot(row["mean"], y, marker, ms=5, color=colour, mfc=fill if enough else "#d9d9d9", mew=1)
    n = row["n_sentences"]
    text = f"n = {n} in {style.counted(row['n_scored'], 'article')}" if n else "none"
    axis.text(
        limit * 1.02, y, text, va="center", fontsize=6.8, color="#333333" if enough else style.GREY, clip_on=False
    )


def describe_tone(tone: pd.DataFrame) -> Words:
    """Caption and alternative text of :func:`plot_tone`."""
    scorer = tone["scorer"].iloc[0]
    outlets = sorted(tone["outlet"].unique())
    over = sorted(tone["interval_over"].dropna().unique())
    grey = int((tone["low"].isna() & (tone["n_sentences"] > 0)).sum())
    caption = style.joined(
        f"Mean tone of sentences by outlet, in its own words and inside quotation marks, by the scorer {scorer}, with "
        f"95 % bootstrap intervals (2,000 draws over {' and '.join(over) or 'nothing'}).",
        _BY_SENTENCES if "sentences" in over else "",
        f"{style.describe_articles(tone)}.",
        f"Grey: fewer than five sentences, no interval ({grey})." if grey else "",
        style.not_drawn(len(outlets) - MAX_OUTLETS),
        _VADER_CAUTION if scorer == "vader" else "",
    )
    means = tone.pivot(index="outlet", columns="voice", values="mean").head(8)
    parts = [
        f"{outlet} {_short(own)} in its own words, {_short(said)} in quotations"
        for outlet, own, said in zip(means.index, means["narrator"], means["quoted"], strict=True)
    ]
    return Words(caption, "Mean tone by outlet with intervals: " + "; ".join(parts) + ".")


_BY_SENTENCES = (
    "Where an outlet has fewer than ten articles the interval draws sentences and holds for those articles, not for "
    "the outlet."
)
_VADER_CAUTION = (
    "VADER was made for social media; on news it agrees poorly with readers (macro-F1 0.51 on NewsMTSC), and it "
    "scores what is told, not how."
)


def _short(mean: float) -> str:
    return "no sentence" if pd.isna(mean) else f"{mean:+.2f}"
