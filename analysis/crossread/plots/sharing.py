"""Who prints whose text: outlet by outlet, and what is credited to agencies."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from crossread.plots.style import FULL_WIDTH, Words, new_figure, number, shorten, style, told_size

MAX_OUTLETS = 20  # rows and columns, those that share most texts
_INK, _FULL = "#222222", "#33506b"
# From light on, so that a single text is seen, and never so dark that a number on it is not.
_SHADES = LinearSegmentedColormap.from_list("shades", ["#e9eef3", "#8fb4d3", "#1f5a8c"])
_NOBODY = "No two outlets of this selection print one text."


def plot_sharing(shares: pd.DataFrame, pairs: pd.DataFrame) -> Figure:
    """A matrix of outlets by outlets: the texts they have in common, and how often the one in the row was first.

    The shade is the share of the texts of the outlet in the row. At the right stands the share of its articles that
    another outlet prints too, hatched where the text is an agency's. Without a common text the figure says so.

    Args:
        shares: a summary of ``share_texts``.
        pairs: a summary of ``count_shared_texts``. Of more than twenty outlets those that share most are drawn.
    """
    outlets = drawn_outlets(shares)
    with style():
        if not outlets:
            figure = new_figure(FULL_WIDTH * 0.6, 0.8)
            figure.text(0.5, 0.5, _NOBODY, ha="center", va="center")
            return figure
        figure = new_figure(FULL_WIDTH, 2.1 + 0.27 * len(outlets))
        matrix, bars = figure.subplots(1, 2, sharey=True, width_ratios=[3.4, 1])
        _matrix(matrix, pairs, outlets)
        sizes = shares.set_index("outlet").loc[outlets]
        _bars(bars, sizes)
        labels = [
            f"{shorten(outlet, 28)}\n{told_size(row['n_articles'], row['n_independent'])}"
            for outlet, row in zip(outlets, sizes.to_dict("records"), strict=True)
        ]
        matrix.set_yticks(range(len(outlets)), labels, fontsize=6, linespacing=1.05)
        matrix.set_ylim(len(outlets) - 0.5, -0.5)
        for axis in (matrix, bars):
            axis.tick_params(length=0)
            axis.spines[:].set_visible(False)
        notes = ["In a cell: texts in common; in brackets, those that the outlet of the row printed on an earlier day."]
        left_out = int((shares["n_shared"] > 0).sum()) - len(outlets)
        if left_out:
            notes.append(f"{left_out} outlet{'s' if left_out > 1 else ''} with fewer articles shared not drawn.")
        figure.supxlabel("\n".join(notes), fontsize=6.8, x=0.01, ha="left", color="#444444")
        return figure


def drawn_outlets(shares: pd.DataFrame) -> list[str]:
    """The outlets of the figure by name: of those that share a text the twenty with most shared articles."""
    sharing = shares[shares["n_shared"] > 0].sort_values(["n_shared", "outlet"], ascending=[False, True])
    return sorted(sharing["outlet"].head(MAX_OUTLETS))


def _matrix(axis: Axes, pairs: pd.DataFrame, outlets: list[str]) -> None:
    place = {outlet: i for i, outlet in enumerate(outlets)}
    shown = pairs[pairs["outlet"].isin(outlets) & pairs["other"].isin(outlets)]
    depth = np.full((len(outlets), len(outlets)), np.nan)
    for row in shown.to_dict("records"):
        i, j = place[row["outlet"]], place[row["other"]]
        depth[i, j] = np.sqrt(row["share"])
        ink = "white" if depth[i, j] > 0.75 else _INK
        axis.text(j, i - 0.14, number(row["n_shared"]), ha="center", va="center", fontsize=6.8, color=ink)
        if row["n_first"]:
            axis.text(j, i + 0.27, f"({number(row['n_first'])})", ha="center", va="center", fontsize=4.8, color=ink)
    axis.imshow(depth, cmap=_SHADES, vmin=0, vmax=1, aspect="auto")
    for i in range(len(outlets)):
        axis.text(i, i, "·", ha="center", va="center", fontsize=7, color="#9a9a9a")
    for between in np.arange(0.5, len(outlets) - 1):
        axis.axhline(between, color="#e4e4e4", lw=0.5)
        axis.axvline(between, color="#e4e4e4", lw=0.5)
    heads = [shorten(outlet, 22) for outlet in outlets]
    axis.set_xticks(range(len(outlets)), heads, fontsize=6.5, rotation=45, ha="left", rotation_mode="anchor")
    axis.tick_params(axis="x", top=True, bottom=False, labeltop=True, labelbottom=False)


def _bars(axis: Axes, sizes: pd.DataFrame) -> None:
    wire = (sizes["n_shared_wire"] / sizes["n_articles"]).to_numpy()
    own = sizes["share"].to_numpy() - wire
    y = np.arange(len(sizes))
    axis.barh(y, own, height=0.6, color=_FULL, edgecolor=_FULL, lw=0.5)
    axis.barh(y, wire, left=own, height=0.6, color="white", edgecolor=_FULL, hatch="//////", lw=0.5)
    for position, row in enumerate(sizes.to_dict("records")):
        text = f"{100 * row['share']:.0f} % ({number(row['n_shared'])})"
        axis.annotate(
            text, (row["share"], position), xytext=(2, 0), textcoords="offset points", va="center", fontsize=6
        )
    axis.set_xlim(0, 1.75 * max(sizes["share"].max(), 0.01))
    axis.set_xticks([])
    axis.axvline(0, color="#555555", lw=0.6)
    axis.tick_params(axis="y", labelleft=False)
    axis.set_title("articles shared\n", fontsize=7, fontweight="normal", pad=2)
    handles = [
        Patch(facecolor=_FULL, label="no agency credited"),
        Patch(facecolor="white", edgecolor=_FULL, hatch="//////", label="an agency's text"),
    ]
    axis.legend(handles=handles, loc="lower left", bbox_to_anchor=(0, 1.05), fontsize=6, handlelength=1.4)


def describe_sharing(shares: pd.DataFrame, pairs: pd.DataFrame) -> Words:
    """Caption and alternative text of :func:`plot_sharing`."""
    n, independent, n_wire = (int(shares[name].sum()) for name in ("n_articles", "n_independent", "n_wire"))
    sizes = f"{n:,} articles ({independent:,} independent) of {len(shares)} outlets; {n_wire:,} credit an agency"
    outlets = drawn_outlets(shares)
    if not outlets:
        return Words(f"{_NOBODY} {sizes}.", _NOBODY)
    sharing = shares[shares["n_shared"] > 0]
    left_out = len(sharing) - len(outlets)
    n_shared, n_of_agencies = int(sharing["n_shared"].sum()), int(sharing["n_shared_wire"].sum())
    caption = (
        f"Texts that outlets have in common, copies and edited copies: {n_shared:,} articles of {len(sharing)} outlets "
        f"are one text with an article of another outlet, {n_of_agencies:,} of them with a text that one of its "
        f"outlets credits to an agency. {sizes}. Shade: share of the texts of the outlet in the row. In brackets, "
        "texts that it printed on an earlier day than the other; who printed a text first need not have written it."
        + (f" {left_out} outlet{'s' if left_out > 1 else ''} with fewer articles shared not drawn." if left_out else "")
    )
    one_way = pairs[pairs["outlet"] < pairs["other"]].sort_values(
        ["n_shared", "outlet", "other"], ascending=[False, True, True]
    )
    parts = [f"{row['outlet']} and {row['other']} {row['n_shared']}" for row in one_way.head(8).to_dict("records")]
    return Words(caption, f"Matrix of texts in common, most: {'; '.join(parts)}.")
