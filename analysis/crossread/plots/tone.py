"""Tone by outlet, own words and quotations apart."""

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from crossread.plots.style import (
    FULL_WIDTH,
    Words,
    largest_outlets,
    new_figure,
    not_drawn,
    shorten,
    style,
    told_articles,
)

MAX_OUTLETS = 30  # rows, those with most articles
_VOICES = {
    "narrator": ("o", "#1b1b3a", "in the outlet's own words"),
    "quoted": ("D", "white", "inside quotation marks"),
}


def plot_tone(tone: pd.DataFrame) -> Figure:
    """Mean tone with its 95 % interval, one line an outlet and voice.

    Args:
        tone: a summary of ``mean_tone``. A mean without an interval is drawn grey: too few sentences. Of more than
            thirty outlets those with most articles are drawn.
    """
    outlets = largest_outlets(tone, MAX_OUTLETS)
    left_out = tone["outlet"].nunique() - len(outlets)
    tone = tone[tone["outlet"].isin(outlets)]
    with style():
        figure = new_figure(FULL_WIDTH * 0.82, 0.95 + 0.42 * len(outlets))
        axis = figure.subplots()
        extremes = tone[["low", "high", "mean"]].abs().max().max()
        limit = min(1.0, max(0.3, 1.15 * (0.0 if pd.isna(extremes) else extremes)))
        axis.axvline(0, color="#555555", lw=0.8)
        for position, outlet in enumerate(outlets):
            for voice, offset in (("narrator", -0.17), ("quoted", 0.17)):
                row = tone[(tone["outlet"] == outlet) & (tone["voice"] == voice)].iloc[0]
                _point(axis, row, position + offset, voice, limit)
        axis.set_yticks(range(len(outlets)), [shorten(outlet, 28) for outlet in outlets])
        axis.set_ylim(len(outlets) - 0.5, -0.5)
        axis.set_xlim(-limit, limit)
        axis.tick_params(axis="y", length=0)
        axis.grid(axis="x")
        scorer = tone["scorer"].iloc[0]
        told = f"mean tone of sentences, scorer {scorer} (−1 negative, +1 positive), 95 % interval"
        axis.set_xlabel("\n".join(filter(None, [told, not_drawn(left_out)])))
        handles = [
            Line2D(
                [],
                [],
                marker=marker,
                markerfacecolor=fill,
                markeredgecolor="#1b1b3a",
                color="#1b1b3a",
                lw=1,
                ms=5,
                label=label,
            )
            for marker, fill, label in _VOICES.values()
        ]
        figure.legend(handles=handles, loc="outside upper left", ncols=2, columnspacing=1.2)
        return figure


def _point(axis: Axes, row: pd.Series, y: float, voice: str, limit: float) -> None:
    marker, fill, _ = _VOICES[voice]
    enough = pd.notna(row["low"])
    colour = "#1b1b3a" if enough else "#9a9a9a"
    if enough:
        axis.plot([row["low"], row["high"]], [y, y], color=colour, lw=1.1, solid_capstyle="butt")
    if pd.notna(row["mean"]):
        axis.plot(
            row["mean"],
            y,
            marker,
            ms=5,
            color=colour,
            markerfacecolor=fill if enough else "#d9d9d9",
            markeredgewidth=1,
        )
    n, articles = row["n_sentences"], row["n_scored"]
    text = f"n = {n} in {articles} article{'s' if articles != 1 else ''}" if n else "none"
    axis.text(limit * 1.02, y, text, va="center", fontsize=6.8, color="#333333" if enough else "#8c8c8c", clip_on=False)


def describe_tone(tone: pd.DataFrame) -> Words:
    """Caption and alternative text of :func:`plot_tone`."""
    scorer = tone["scorer"].iloc[0]
    outlets = sorted(tone["outlet"].unique())
    over = sorted(tone["interval_over"].dropna().unique())
    drawn = " and ".join(over) if over else "nothing"
    grey = int((tone["low"].isna() & (tone["n_sentences"] > 0)).sum())
    caution = (
        " Where an outlet has fewer than ten articles the interval draws sentences and holds for those articles, not "
        "for the outlet."
        if "sentences" in over
        else ""
    )
    caption = (
        f"Mean tone of sentences by outlet, in its own words and inside quotation marks, by the scorer {scorer}, with "
        f"95 % bootstrap intervals (2,000 draws over {drawn}).{caution} {told_articles(tone)}."
        + (f" Grey: fewer than five sentences, no interval ({grey})." if grey else "")
        + f" {not_drawn(len(outlets) - MAX_OUTLETS)}".rstrip()
        + (_VADER_CAUTION if scorer == "vader" else "")
    )
    parts = []
    for outlet in outlets[:8]:
        own = tone[(tone["outlet"] == outlet) & (tone["voice"] == "narrator")].iloc[0]
        said = tone[(tone["outlet"] == outlet) & (tone["voice"] == "quoted")].iloc[0]
        parts.append(f"{outlet} {_short(own)} in its own words, {_short(said)} in quotations")
    return Words(caption, "Mean tone by outlet with intervals: " + "; ".join(parts) + ".")


_VADER_CAUTION = (
    " VADER was made for social media; on news it agrees poorly with readers (macro-F1 0.51 on NewsMTSC), and it "
    "scores what is told, not how."
)


def _short(row: pd.Series) -> str:
    return "no sentence" if pd.isna(row["mean"]) else f"{row['mean']:+.2f}"
