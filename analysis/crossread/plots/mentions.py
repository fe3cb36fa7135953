"""Actor by outlet: how often each is mentioned."""

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from crossread.plots import style

MAX_PANELS = 6  # outlets side by side; with more, a matrix
MAX_ACTORS = style.fitting(1.9, 0.21)
_NOBODY = "No outlet mentions an actor of this selection."


@style.applied()
def plot_mentions(
    counts: pd.DataFrame, outlets: style.Outlets, *, actors: list[str], voice: str = "all"
) -> Figure | None:
    """Mentions per 1,000 words, actors down and outlets across.

    Up to six outlets are bars side by side on one scale, narrator full and quoted hatched behind it, with the count at
    the end; more outlets are a matrix of shaded cells.

    Args:
        counts: a summary of ``count_mentions``.
        outlets: those of the run.
        actors: the actors to draw, from top to bottom, as many as a page has room for.
        voice: ``all`` splits each bar by voice; ``narrator`` or ``quoted`` draws that alone.
    """
    fitting, rest = style.cut(actors, MAX_ACTORS, "actors")
    shown = counts[counts["actor_id"].isin(fitting) & counts["outlet"].isin(outlets.drawn)]
    if not shown["n_mentions"].any():
        return None
    names = shown.drop_duplicates("actor_id").set_index("actor_id")["actor"]
    labels = {actor: style.shorten(names[actor], 34) for actor in fitting}
    if len(outlets.drawn) <= MAX_PANELS:
        return _bars(shown, outlets.drawn, labels, voice, rest)
    figure = _matrix(shown[shown["voice"] == voice], outlets.drawn, labels)
    style.write_note(figure, "In brackets: articles.", outlets.others(), rest)
    return figure


def _bars(counts: pd.DataFrame, outlets: list[str], labels: dict[str, str], voice: str, rest: str) -> Figure:
    figure = style.new_figure(style.FULL_WIDTH, 0.9 + 0.21 * len(labels))
    axes = figure.subplots(1, len(outlets), sharex=True, sharey=True, squeeze=False)[0]
    positions = np.arange(len(labels))
    limit = counts[counts["voice"] == voice]["per_1000"].max()
    for axis, outlet in zip(axes, outlets, strict=True):
        rows = counts[counts["outlet"] == outlet]
        rates = rows.pivot(index="actor_id", columns="voice", values="per_1000").reindex(list(labels))
        numbers = rows[rows["voice"] == voice].set_index("actor_id")["n_mentions"].reindex(list(labels))
        if voice == "all":
            style.draw_bars(axis, positions, rates["narrator"].to_numpy(), rates["quoted"].to_numpy(), 0.72)
        else:
            axis.barh(positions, rates[voice].to_numpy(), height=0.72, color=style.FULL)
        for position, (value, count) in enumerate(zip(rates[voice], numbers, strict=True)):
            style.write_beside(axis, value, position, str(count), 6.5, "black" if count else style.GREY)
        style.write_size(axis, rows.iloc[0], style.shorten(outlet, 24), size=6.5, at=1.01, pad=2)
        axis.set_xlim(0, limit * 1.18)
        axis.grid(axis="x")
        axis.tick_params(axis="y", length=0)
    axes[0].set_yticks(positions, list(labels.values()))
    axes[0].invert_yaxis()
    label = "mentions per 1,000 words (figures at the bars: mentions)"
    figure.supxlabel(style.below(figure, label, rest), fontsize=7.5)
    if voice == "all":
        handles = style.bar_key("in the outlet's own words", "inside quotation marks")
        figure.legend(handles=handles, loc="outside upper right", ncols=2, handlelength=1.4, columnspacing=1.2)
    return figure


def _matrix(counts: pd.DataFrame, outlets: list[str], labels: dict[str, str]) -> Figure:
    table = counts.pivot(index="actor_id", columns="outlet", values="per_1000")
    values = table.reindex(index=list(labels), columns=outlets).to_numpy()
    figure = style.new_figure(style.FULL_WIDTH, 1.8 + 0.2 * len(labels))
    axis = figure.subplots()
    image = axis.imshow(values, cmap="Greys", aspect="auto", vmin=0)
    sizes = counts.drop_duplicates("outlet").set_index("outlet")["n_articles"]
    names = [f"{style.shorten(name, 22)} ({sizes[name]:,})" for name in outlets]
    axis.set_xticks(range(len(outlets)), names, fontsize=6.5, rotation=60, ha="right", rotation_mode="anchor")
    axis.set_yticks(range(len(labels)), list(labels.values()))
    for i, j in np.ndindex(values.shape):
        if np.isfinite(values[i, j]):  # of an outlet without a word there is no rate
            is_dark = values[i, j] > np.nanmax(values) * 0.55
            style.write(axis, j, i, f"{values[i, j]:.1f}", 5.5, "white" if is_dark else "black")
    axis.tick_params(length=0)
    figure.colorbar(image, ax=axis, label="mentions per\n1,000 words", shrink=0.7, aspect=30, pad=0.01)
    return figure


def describe_mentions(
    counts: pd.DataFrame, outlets: style.Outlets, *, actors: list[str], voice: str = "all", ranked: bool = True
) -> style.Words:
    """Caption and alternative text of :func:`plot_mentions`; ``ranked``: nobody asked for these actors by name."""
    fitting, rest = style.cut(actors, MAX_ACTORS, "actors")
    of_actors = counts[counts["actor_id"].isin(fitting) & (counts["voice"] == voice)]
    shown = of_actors[of_actors["outlet"].isin(outlets.drawn)]
    if not shown["n_mentions"].any():
        return style.Words(_NOBODY, _NOBODY)
    is_matrix = len(outlets.drawn) > MAX_PANELS
    order = shown.sort_values(["outlet", "per_1000", "actor"], ascending=[True, False, True])
    tops = [
        f"{row.outlet}: {row.actor} first with {row.n_mentions} mentions ({row.per_1000:.1f} per 1,000)"
        for row in order.drop_duplicates("outlet").head(6).itertuples()
    ]
    how = "" if is_matrix and voice == "all" else _VOICES[voice]
    return style.words(
        f"Mentions of {len(fitting)} actors, per 1,000 words of each outlet{how}.",
        style.RANKED if ranked else "",
        "" if is_matrix else "Figures at the bars are mentions.",
        f"{style.describe_articles(shown)}, {style.counted(len(outlets.drawn), 'outlet')}. Names, acronyms, demonyms "
        "and nominals count, pronouns do not; institutions count for their state.",
        outlets.others(),
        rest,
        alt=f"{'Matrix' if is_matrix else 'Bar chart'} of actor mentions by outlet. {'; '.join(tops)}.",
    )


_VOICES = {
    "all": "; full bars in the outlet's own words, hatched inside quotation marks",
    "narrator": ", in the outlet's own words only",
    "quoted": ", inside quotation marks only",
}
