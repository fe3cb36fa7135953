"""Tone: of sentences by outlet, toward actors, and two scorers beside each other; own words and quotations apart."""

from itertools import product

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from matplotlib.colors import LinearSegmentedColormap, LogNorm, Normalize
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from crossread.plots import style

_OVER_SENTENCES = (0, (3, 2))  # the line of an interval that says nothing of the outlet
_ROW = 0.23  # inches of an actor in each of two matrices below each other
MAX_ACTORS = style.fitting(2.6, 2 * _ROW)
_NOTHING = "No score in this selection."
_BESIDE = 5  # outlets up to which both voices stand side by side
# Of each voice: marker, filling, how far it stands below the middle of its row, and its name.
_VOICES = {
    "narrator": ("o", style.POINT, -0.17, "in the outlet's own words"),
    "quoted": ("D", "white", 0.17, "inside quotation marks"),
}
# Orange to blue for the colour-blind; light in the middle, and each value is printed for grey.
_MAP = LinearSegmentedColormap.from_list("tone", ["#b35806", "#f1a340", "#f7f7f7", "#74add1", "#2b5c9e"])


@style.applied()
def plot_tone(tone: pd.DataFrame, outlets: style.Outlets) -> Figure | None:
    """Mean tone with its 95 % interval, one line an outlet and voice, from a summary of ``mean_tone``.

    A mean without an interval is drawn grey: too few sentences.
    """
    cells, drawn = tone[tone["outlet"].isin(outlets.drawn)], outlets.drawn
    if not cells["n_sentences"].any():
        return None
    figure = style.new_figure(style.FULL_WIDTH * 0.82, 1.15 + 0.39 * len(drawn))
    axis = figure.subplots()
    extremes = cells[["low", "high", "mean"]].abs().max().max()
    limit = min(1.0, max(0.3, 1.15 * (0.0 if pd.isna(extremes) else extremes)))
    axis.axvline(0, color="#555555", lw=0.8)
    for _, row in cells.sort_values(["outlet", "voice"]).iterrows():
        _point(axis, row, drawn.index(row["outlet"]), limit)
    style.name_rows(axis, [style.shorten(outlet, 28) for outlet in drawn])
    axis.set_xlim(-limit, limit)
    axis.grid(axis="x")
    scorer = cells["scorer"].iloc[0]
    label = f"mean tone of sentences, scorer {scorer} (−1 negative, +1 positive), 95 % interval"
    axis.set_xlabel(style.below(figure, label, outlets.others()))
    handles = [
        style.legend_entry(name, marker=marker, mfc=fill, color=style.POINT, lw=1, ms=5)
        for marker, fill, _, name in _VOICES.values()
    ]
    if cells["interval_over"].eq("sentences").any():
        name = "dashed: of these articles' sentences, not of the outlet"
        handles.append(style.legend_entry(name, marker="", color=style.POINT, lw=1.1, ls=_OVER_SENTENCES))
    if (cells["low"].isna() & (cells["n_sentences"] > 0)).any():
        handles.append(style.legend_entry("grey: too few for an interval", color="#9a9a9a", mfc="#d9d9d9", ms=5))
    figure.legend(handles=handles, loc="outside upper left", ncols=2, columnspacing=1.2)
    return figure


def _point(axis: Axes, row: pd.Series, position: int, limit: float) -> None:
    marker, fill, below, _ = _VOICES[row["voice"]]
    y, enough = position + below, pd.notna(row["low"])
    colour = style.POINT if enough else "#9a9a9a"
    if enough:
        dashes = "-" if row["interval_over"] == "articles" else _OVER_SENTENCES
        axis.plot([row["low"], row["high"]], [y, y], color=colour, lw=1.1, ls=dashes, solid_capstyle="butt")
    if pd.notna(row["mean"]):
        axis.plot(row["mean"], y, marker, ms=5, color=colour, mfc=fill if enough else "#d9d9d9", mew=1)
    n = row["n_sentences"]
    text = f"n = {n:,} in {style.counted(row['n_scored'], 'article')}" if n else "none"
    ink = "#333333" if enough else style.GREY
    axis.text(limit * 1.02, y, text, va="center", fontsize=6.8, color=ink, clip_on=False)


def describe_tone(tone: pd.DataFrame, outlets: style.Outlets) -> style.Words:
    """Caption and alternative text of :func:`plot_tone`."""
    tone = tone[tone["outlet"].isin(outlets.drawn)]
    if not tone["n_sentences"].any():
        return style.Words(_NOTHING, _NOTHING)
    over = sorted(tone["interval_over"].dropna().unique())
    means = tone.pivot(index="outlet", columns="voice", values="mean").head(8).map(_short)
    spoken = zip(means.index, means["narrator"], means["quoted"], strict=True)
    scorer, grey = tone["scorer"].iloc[0], int((tone["low"].isna() & (tone["n_sentences"] > 0)).sum())
    parts = "; ".join(f"{outlet} {own} in its own words, {said} in quotations" for outlet, own, said in spoken)
    return style.words(
        f"Mean tone of sentences by outlet, in its own words and inside quotation marks, by the scorer {scorer}, with "
        f"95 % intervals over {' and '.join(over) or 'nothing'} (jackknife, Student's t).",
        _BY_SENTENCES if "sentences" in over else "",
        f"{style.describe_articles(tone)}.",
        f"Grey: fewer than five sentences, no interval ({grey})." if grey else "",
        outlets.others(),
        _VADER_CAUTION if scorer == "vader" else "",
        alt=f"Mean tone by outlet with intervals: {parts}.",
    )


_BY_SENTENCES = (
    "Dashed: an outlet with fewer than ten articles, whose interval is over sentences and holds for those articles, "
    "not for the outlet."
)
_VADER_CAUTION = (
    "VADER was made for social media; on news it agrees poorly with readers (macro-F1 0.51 on NewsMTSC), and it "
    "scores what is told, not how."
)


def _short(mean: float) -> str:
    return "no sentence" if pd.isna(mean) else f"{mean:+.2f}"


@style.applied()
def plot_target_tone(tone: pd.DataFrame, outlets: style.Outlets) -> Figure | None:
    """A cell for each actor and outlet: the mean, shaded, and the number of sentences under it.

    From a summary of ``mean_target_tone``. Means whose interval leaves out zero are bold; cells with fewer than five
    sentences are hatched grey. Of too many actors for a page the first are drawn.
    """
    rows, drawn, rest = _target_cells(tone, outlets)
    if not rows["n_sentences"].any():
        return None
    names = rows.drop_duplicates("actor_id").set_index("actor_id")["actor"].astype("str")
    across, row = (2, 0.3) if len(drawn) <= _BESIDE else (1, _ROW)
    figure = style.new_figure(style.FULL_WIDTH, 1.4 + (0.55 + row * len(names)) * (2 // across))
    axes = figure.subplots(2 // across, across, squeeze=False, sharex=True, sharey=True).ravel()
    norm = Normalize(-1, 1)
    for axis, (voice, (*_, title)) in zip(axes, _VOICES.items(), strict=True):
        cells = rows[rows["voice"] == voice].set_index(["actor_id", "outlet"])
        for (y, actor), (x, outlet) in product(enumerate(names.index), enumerate(drawn)):
            _cell(axis, cells.loc[(actor, outlet)], (x, y), norm, 6.8 if across == 2 else 5.6)
        axis.set_title(title, pad=4)
        axis.set_xlim(-0.5, len(drawn) - 0.5)
        heads = [style.shorten(outlet, 18) for outlet in drawn]
        axis.set_xticks(
            range(len(drawn)), heads, rotation=30 if across == 2 else 45, ha="right", rotation_mode="anchor"
        )
        style.name_rows(axis, [style.shorten(name, 28) for name in names])
        axis.tick_params(length=0)
        axis.spines[["left", "bottom"]].set_visible(False)
    bar = figure.colorbar(ScalarMappable(norm, _MAP), ax=axes, location="bottom", shrink=0.45, aspect=40, pad=0.02)
    bar.set_label(f"mean tone toward the actor, scorer {tone['scorer'].iloc[0]}: −1 negative, +1 positive")
    bar.outline.set_linewidth(0.4)
    style.write_note(figure, "Under each mean: sentences.", rest)
    return figure


def _target_cells(tone: pd.DataFrame, outlets: style.Outlets) -> tuple[pd.DataFrame, list[str], str]:
    """The cells and the outlets that are drawn, and what is said of others."""
    actors, rest = style.cut([str(actor) for actor in tone["actor_id"].unique()], MAX_ACTORS, "actors")
    rows = tone[tone["actor_id"].isin(actors) & tone["outlet"].isin(outlets.drawn)]
    return rows, outlets.drawn, " ".join(filter(None, [outlets.others(), rest]))


def _cell(axis: Axes, row: pd.Series, at: tuple[int, int], norm: Normalize, size: float) -> None:
    x, y = at
    if row["n_sentences"] == 0:
        style.write(axis, x, y, "–", 7, "#9a9a9a")
        return
    if row["enough"]:
        colour, hatch, box = _MAP(norm(row["mean"])), None, None
        ink = "white" if abs(row["mean"]) > 0.62 else style.INK
    else:
        colour, hatch, box = "#f2f2f2", "////", {"fc": "#f2f2f2", "ec": "none", "pad": 0.6}
        ink = "#777777"
    axis.add_patch(Rectangle((x - 0.47, y - 0.46), 0.94, 0.92, fc=colour, ec="#d0d0d0", lw=0.4, hatch=hatch))
    is_sure = row["low"] > 0 or row["high"] < 0
    style.write(axis, x, y - 0.16, _signed(row["mean"]), size, ink, weight="bold" if is_sure else "normal", bbox=box)
    style.write(axis, x, y + 0.27, f"{row['n_sentences']:,}", 5, ink, bbox=box)


def _signed(value: float) -> str:
    text = f"{value:+.2f}".replace("-", "−")
    return "0.00" if text.endswith("0.00") else text


def describe_target_tone(tone: pd.DataFrame, outlets: style.Outlets, *, ranked: bool = True) -> style.Words:
    """Caption and alternative text of :func:`plot_target_tone`; ``ranked``: nobody asked for these actors by name."""
    drawn, _, rest = _target_cells(tone, outlets)
    if not drawn["n_sentences"].any():
        return style.Words(_NOTHING, _NOTHING)
    sure = drawn[drawn["enough"] & (drawn["voice"] == "narrator")]
    extremes = sure.sort_values("mean", key=abs, ascending=False, kind="stable").head(6)
    cells = [f"{row.outlet} of {row.actor} {row.mean:+.2f} (n {row.n_sentences})" for row in extremes.itertuples()]
    scorer, few = tone["scorer"].iloc[0], int((~drawn["enough"] & (drawn["n_sentences"] > 0)).sum())
    strongest = "; ".join(cells) or "too little evidence in every cell"
    tested = drawn[drawn["enough"] & drawn["low"].notna()]
    n_tested, n_bold = len(tested), int(((tested["low"] > 0) | (tested["high"] < 0)).sum())
    return style.words(
        f"Mean tone toward {drawn['actor_id'].nunique()} actors by outlet, in its own words and inside "
        f"quotation marks, by the scorer {scorer}; below each mean, the sentences that name the actor. Bold: the 95 % "
        "interval (over articles, from five on; jackknife, Student's t) "
        f"leaves out zero, as it does in {n_bold} of {n_tested} cells with an interval; chance alone would make about "
        f"{round(0.05 * n_tested)} of them bold. Hatched: fewer than five sentences ({few} cells). "
        f"{style.describe_articles(drawn)}.",
        style.RANKED if ranked else "",
        rest,
        _ERRORS.get(scorer, ""),
        alt=f"Tone toward {drawn['actor_id'].nunique()} actors, strongest in own words: {strongest}.",
    )


# How far a scorer can be trusted: on NewsMTSC (Hamborg and Donnay 2021), see the model's card.
_ERRORS = {
    "vader": "VADER scores the sentence and not the actor, and agrees poorly with readers of news (macro-F1 about 0.5 "
    "on NewsMTSC).",
    "newsmtsc": "On NewsMTSC about one in five labels of this scorer is wrong, on war reporting one in four and most "
    "of the positive: a mean over few sentences says little.",
}


@style.applied()
def plot_scorers(both: pd.DataFrame, first: str, second: str) -> Figure | None:
    """Two scorers on the same targets: a cell for each pair of scores, darker with more targets.

    From a summary of ``compare_scorers``; the scorer ``first`` is across, ``second`` up.
    """
    if both.empty:
        return None
    figure = style.new_figure(style.FULL_WIDTH * 0.52, style.FULL_WIDTH * 0.5)
    axis = figure.subplots()
    edges = np.linspace(-1, 1, 21)
    counts, _, _ = np.histogram2d(both["first"], both["second"], bins=(edges, edges))
    # From light grey on, so that a single one is seen; by log, since most pairs lie where both scores are 0.
    greys = LinearSegmentedColormap.from_list("greys", ["#d2d2d2", "#111111"])
    most = max(2.0, counts.max())
    image = axis.pcolormesh(
        edges, edges, np.ma.masked_equal(counts.T, 0), cmap=greys, norm=LogNorm(1, most), rasterized=True
    )
    axis.axhline(0, color="#555555", lw=0.6, ls=(0, (3, 2)))
    axis.axvline(0, color="#555555", lw=0.6, ls=(0, (3, 2)))
    axis.set_aspect("equal")
    axis.set_xlabel(f"{first}, of the sentence's words")
    axis.set_ylabel(f"{second}, toward the actor")
    bar = figure.colorbar(image, ax=axis, shrink=0.7, label="sentences and actors")
    style.scale_by_log(bar.ax.yaxis, 1, most, many=100, numticks=6)
    return figure


def describe_scorers(both: pd.DataFrame, first: str, second: str) -> style.Words:
    """Caption and alternative text of :func:`plot_scorers`."""
    if both.empty:
        return style.Words(_NOTHING, _NOTHING)
    rank = both["first"].rank().corr(both["second"].rank()) if len(both) > 2 else float("nan")
    apart = ((both["first"] * both["second"]) < 0).mean()
    return style.words(
        f"Scores of {first} and {second} for the same {len(both):,} pairs of sentence and actor in "
        f"{both['doc_id'].nunique():,} articles: rank correlation (Spearman) {rank:.2f}; {apart:.0%} have "
        "opposite signs.",
        alt=f"A grid of scores by {first} across and {second} up; rank correlation {rank:.2f}.",
    )
