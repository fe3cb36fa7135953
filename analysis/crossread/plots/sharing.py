"""Who prints whose text: outlet by outlet, and what is credited to agencies."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure

from crossread.plots import style

# From light on, so that a single text is seen, and never so dark that a number on it is not.
_SHADES = LinearSegmentedColormap.from_list("shades", ["#e9eef3", "#8fb4d3", "#1f5a8c"])
_NOBODY = "No two of the outlets that are drawn print one text."
_NOTE = "In a cell: texts in common; in brackets, those that the outlet of the row printed on an earlier day."


@style.applied()
def plot_sharing(shares: pd.DataFrame, pairs: pd.DataFrame, outlets: style.Outlets) -> Figure | None:
    """A matrix of outlets by outlets: the texts they have in common, and how often the one in the row was first.

    The shade is the share of the texts of the outlet in the row. At the right stands the share of its articles that
    another outlet prints too, hatched where the text is an agency's. Outlets that share no text with
    another that is drawn have no row.

    Args:
        shares: a summary of ``share_texts``.
        pairs: a summary of ``count_shared_texts``.
        outlets: those of the run.
    """
    drawn, rest = _sharing(pairs, outlets)
    if not drawn:
        return None
    figure = style.new_figure(style.FULL_WIDTH, 2.1 + 0.3 * len(drawn))
    matrix, bars = figure.subplots(1, 2, sharey=True, width_ratios=[3.4, 1])
    _matrix(matrix, pairs, drawn)
    sizes = shares.set_index("outlet").loc[drawn]
    _bars(bars, sizes)
    counts = sizes[["n_articles", "n_independent"]].itertuples()
    labels = [f"{style.shorten(outlet, 28)}\n{style.describe_size(n, texts)}" for outlet, n, texts in counts]
    style.name_rows(matrix, labels, fontsize=6, linespacing=1.05)
    for axis in (matrix, bars):
        axis.tick_params(length=0)
        axis.spines[:].set_visible(False)
    handles = style.bar_key("no agency credited", "an agency's text")
    figure.legend(handles=handles, loc="outside upper right", ncols=2, fontsize=6, handlelength=1.4)
    style.write_note(figure, _NOTE, rest)
    return figure


def _sharing(pairs: pd.DataFrame, outlets: style.Outlets) -> tuple[list[str], str]:
    """The outlets drawn, and what is said of the others."""
    among = pairs["outlet"].isin(outlets.drawn) & pairs["other"].isin(outlets.drawn)
    return outlets.having(set(pairs.loc[among, "outlet"]), "a text that another of these outlets prints")


def _matrix(axis: Axes, pairs: pd.DataFrame, outlets: list[str]) -> None:
    shown = pairs[pairs["outlet"].isin(outlets) & pairs["other"].isin(outlets)]
    depth = np.full((len(outlets), len(outlets)), np.nan)
    for row in shown.to_dict("records"):
        i, j = outlets.index(row["outlet"]), outlets.index(row["other"])
        depth[i, j] = np.sqrt(row["share"])
        ink = "white" if depth[i, j] > 0.75 else style.INK
        style.write(axis, j, i - 0.14, style.number(row["n_shared"]), 6.8, ink)
        if row["n_first"]:
            style.write(axis, j, i + 0.27, f"({style.number(row['n_first'])})", 5, ink)
    axis.imshow(depth, cmap=_SHADES, vmin=0, vmax=1, aspect="auto")
    for i in range(len(outlets)):
        style.write(axis, i, i, "·", 7, "#9a9a9a")
    for between in np.arange(0.5, len(outlets) - 1):
        axis.axhline(between, color="#e4e4e4", lw=0.5)
        axis.axvline(between, color="#e4e4e4", lw=0.5)
    heads = [style.shorten(outlet, 22) for outlet in outlets]
    style.head_columns(axis, heads, fontsize=6.5, rotation=45, ha="left", rotation_mode="anchor")


def _bars(axis: Axes, sizes: pd.DataFrame) -> None:
    wire = (sizes["n_shared_wire"] / sizes["n_articles"]).to_numpy()
    own = sizes["share"].to_numpy() - wire
    style.draw_bars(axis, np.arange(len(sizes)), own, wire, 0.6, edgecolor=style.FULL, lw=0.5)
    for y, (share, n) in enumerate(zip(sizes["share"], sizes["n_shared"], strict=True)):
        style.write_beside(axis, share, y, f"{100 * share:.0f} % ({style.number(n)})", 6, "black")
    axis.set_xlim(0, 1.75 * max(sizes["share"].max(), 0.01))
    axis.set_xticks([])
    axis.axvline(0, color="#555555", lw=0.6)
    axis.tick_params(axis="y", labelleft=False)
    axis.set_title("articles shared\n", fontsize=7, fontweight="normal", pad=2)


def describe_sharing(shares: pd.DataFrame, pairs: pd.DataFrame, outlets: style.Outlets) -> style.Words:
    """Caption and alternative text of :func:`plot_sharing`."""
    sums = shares.drop(columns="outlet").sum().astype("int64")
    sizes = (
        f"{sums['n_articles']:,} articles ({sums['n_independent']:,} independent) of {len(shares)} outlets; "
        f"{sums['n_wire']:,} credit an agency"
    )
    drawn, rest = _sharing(pairs, outlets)
    if not drawn:
        return style.Words(f"{_NOBODY} {sizes}.", _NOBODY)
    order = ["n_shared", "outlet", "other"]
    both = pairs["outlet"].isin(drawn) & pairs["other"].isin(drawn)
    one_way = pairs[both & (pairs["outlet"] < pairs["other"])].sort_values(order, ascending=[False, True, True])
    most = one_way[["outlet", "other", "n_shared"]].head(8).itertuples(index=False)
    parts = "; ".join(f"{outlet} and {other} {n}" for outlet, other, n in most)
    return style.words(
        f"Texts that outlets have in common, copies and edited copies: {sums['n_shared']:,} articles of "
        f"{int((shares['n_shared'] > 0).sum())} outlets are one text with an article of another outlet, "
        f"{sums['n_shared_wire']:,} of them with a text that one of its outlets credits to an agency. {sizes}. Shade: "
        "share of the texts of the outlet in the row. In brackets, texts that it printed on an earlier day than the "
        "other; who printed a text first need not have written it.",
        rest,
        alt=f"Matrix of texts in common, most: {parts}.",
    )
