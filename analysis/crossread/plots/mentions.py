"""Actor by outlet: how often each is mentioned."""

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from crossread.plots import style
from crossread.plots.style import Words

MAX_PANELS = 6  # outlets side by side; with more, a matrix
MAX_OUTLETS = 30  # columns of the matrix
_WITH_NUMBERS = 20  # outlets up to which its cells have room for numbers


def plot_mentions(counts: pd.DataFrame, *, actors: list[str], voice: str = "all") -> Figure:
    """Mentions per 1,000 words, actors down and outlets across.

    Up to six outlets are bars side by side on one scale, narrator full and quoted hatched behind it,
    with the count at the end; more outlets are a matrix of shaded cells, the
    thirty with most articles where there are more.

    Args:
        counts: a summary of ``count_mentions``.
        actors: the actors to draw, from top to bottom.
        voice: ``all`` splits each bar by voice; ``narrator`` or ``quoted`` draws that alone.
    """
    shown = counts[counts["actor_id"].isin(actors)]
    outlets = style.largest_outlets(shown, MAX_OUTLETS)
    with style.applied():
        return (_bars if len(outlets) <= MAX_PANELS else _matrix)(shown, outlets, actors, voice)


def _labels(counts: pd.DataFrame, actors: list[str]) -> list[str]:
    names = counts.drop_duplicates("actor_id").set_index("actor_id")["actor"]
    return [style.shorten(names[actor], 34) for actor in actors]


def _bars(counts: pd.DataFrame, outlets: list[str], actors: list[str], voice: str) -> Figure:
    figure = style.new_figure(style.FULL_WIDTH, 0.9 + 0.21 * len(actors))
    axes = figure.subplots(1, len(outlets), sharex=True, sharey=True, squeeze=False)[0]
    positions = np.arange(len(actors))
    limit = counts[counts["voice"] == voice]["per_1000"].max()
    for axis, outlet in zip(axes, outlets, strict=True):
        rows = counts[counts["outlet"] == outlet].set_index(["voice", "actor_id"])
        total = rows.loc[voice].reindex(actors)
        if voice == "all":
            narrator, quoted = (
                rows.loc[name].reindex(actors)["per_1000"].to_numpy() for name in ("narrator", "quoted")
            )
            axis.barh(positions, narrator, height=0.72, color=style.FULL)
            axis.barh(positions, quoted, left=narrator, height=0.72, lw=0.5, **style.HATCHED)
        else:
            axis.barh(positions, total["per_1000"].to_numpy(), height=0.72, color=style.FULL)
        for position, value, count in zip(range(len(actors)), total["per_1000"], total["n_mentions"], strict=True):
            style.write_beside(axis, value, position, str(count), 6.5, "black" if count else style.GREY)
        style.write_size(axis, rows.iloc[0], style.shorten(outlet, 24), size=6.5, at=1.01, pad=2)
        axis.set_xlim(0, limit * 1.18)
        axis.grid(axis="x")
        axis.tick_params(axis="y", length=0)
    axes[0].set_yticks(positions, _labels(counts, actors))
    axes[0].invert_yaxis()
    figure.supxlabel("mentions per 1,000 words (figures at the bars: mentions)", fontsize=7.5)
    if voice == "all":
        handles = style.bar_key("in the outlet's own words", "inside quotation marks")
        figure.legend(handles=handles, loc="outside upper right", ncols=2, handlelength=1.4, columnspacing=1.2)
    return figure


def _matrix(counts: pd.DataFrame, outlets: list[str], actors: list[str], voice: str) -> Figure:
    table = counts[counts["voice"] == voice].pivot(index="actor_id", columns="outlet", values="per_1000")
    values = table.reindex(index=actors, columns=outlets).to_numpy()
    figure = style.new_figure(style.FULL_WIDTH, 1.8 + 0.2 * len(actors))
    axis = figure.subplots()
    image = axis.imshow(values, cmap="Greys", aspect="auto", vmin=0)
    names = [style.shorten(name, 24) for name in outlets]
    axis.set_xticks(range(len(outlets)), names, fontsize=6.5, rotation=60, ha="right", rotation_mode="anchor")
    axis.set_yticks(range(len(actors)), _labels(counts, actors))
    if len(outlets) <= _WITH_NUMBERS:
        for i, j in np.ndindex(values.shape):
            is_dark = values[i, j] > np.nanmax(values) * 0.55
            style.write(axis, j, i, f"{values[i, j]:.1f}", 5.5, "white" if is_dark else "black")
    axis.tick_params(length=0)
    figure.colorbar(image, ax=axis, label="mentions per 1,000 words", shrink=0.7, aspect=30, pad=0.01)
    style.write_note(figure, style.not_drawn(counts["outlet"].nunique() - len(outlets)))
    return figure


def describe_mentions(counts: pd.DataFrame, *, actors: list[str], voice: str = "all") -> Words:
    """Caption and alternative text of :func:`plot_mentions`."""
    shown = counts[counts["actor_id"].isin(actors) & (counts["voice"] == voice)]
    outlets = sorted(shown["outlet"].unique())
    is_matrix = len(outlets) > MAX_PANELS
    how = {
        "all": "; full bars in the outlet's own words, hatched inside quotation marks",
        "narrator": ", in the outlet's own words only",
        "quoted": ", inside quotation marks only",
    }[voice]
    drawn = "" if is_matrix and voice == "all" else how
    caption = style.joined(
        f"Mentions of the {len(actors)} actors that the outlets mention most, per 1,000 words of each outlet{drawn}.",
        "" if is_matrix else "Figures at the bars are mentions.",
        f"{style.describe_articles(shown)}, {len(outlets)} outlets. Names, acronyms, demonyms and nominals count, "
        "pronouns do not; institutions count for their state.",
        style.not_drawn(len(outlets) - MAX_OUTLETS),
    )
    tops = []
    for outlet in outlets[:6]:
        rows = shown[shown["outlet"] == outlet].sort_values(["per_1000", "actor"], ascending=[False, True])
        first = rows.iloc[0]
        tops.append(
            f"{outlet}: {first['actor']} first with {first['n_mentions']} mentions ({first['per_1000']:.1f} per 1,000)"
        )
    kind = "Matrix" if is_matrix else "Bar chart"
    return Words(caption, f"{kind} of actor mentions by outlet. {'; '.join(tops)}.")
