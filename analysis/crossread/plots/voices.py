"""Who speaks in which outlet, and with which reporting verbs."""

from collections.abc import Mapping, Sequence
from itertools import product
from textwrap import fill
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from crossread.measures.intervals import add_share
from crossread.measures.voices import (
    ALL_SPEAKERS,
    MIN_CUES,
    NO_ACTOR,
    NOT_IN_LEXICON,
    UNKNOWN_SPEAKER,
    top_voices,
)
from crossread.plots import style
from crossread.plots.style import Words

MAX_OUTLETS = 30
MAX_GROUPS = 5  # beside the two that no lexicon entry claims and all others together
OTHERS = "all others"
_NOBODY = "Nobody is quoted."
_NOTE = "Share of all words said by someone in the outlet; in brackets, quotations."
_FEW = "† Fewer than ten articles quote anybody: no interval; the shares are those of these articles."
_ALWAYS = (NOT_IN_LEXICON, NO_ACTOR)
_SHADES = LinearSegmentedColormap.from_list("shades", ["#ffffff", "#8fb4d3", "#1f5a8c"])
_HEAD: dict[str, Any] = {"fontsize": 5.9, "fontweight": "normal", "pad": 4, "loc": "left", "linespacing": 1.05}
_HEADS = {
    "state, no side": "states,\nno side",
    "body, no side": "world\nbodies,\nno side",
    "organisation, no side": "organi-\nsations,\nno side",
    "media, no side": "media,\nno side",
    "person, no side": "persons,\nno side",
    "armed_group, no side": "armed\ngroups,\nno side",
    "group, no side": "groups,\nno side",
    NOT_IN_LEXICON: "named,\nnot in\nlexicon",
    NO_ACTOR: "no known\nactor",
    UNKNOWN_SPEAKER: "speaker\nunknown",
}


def plot_voices(shares: pd.DataFrame, *, level: str = "camp", top: int = 3) -> Figure:
    """Shares of the words that an outlet carries as someone's: outlets down, speakers across.

    Bars of a column start at one line and all have one scale. The full part is in the outlet's wording,
    the hatched part inside quotation marks, the line the 95 % interval of both; above each stands the
    share and, in brackets, the number of quotations. At the right are the actors quoted most, by name.
    Of more than 30 outlets those that quote most are drawn.

    Args:
        shares: a summary of ``share_voices``.
        level: the level of the columns, ``camp``, ``side`` or ``kind``.
        top: how many actors to name for each outlet.
    """
    if not shares["n_words"].any():
        return style.message_figure(_NOBODY, height=1.2)
    outlets = style.largest_outlets(shares, MAX_OUTLETS, "n_said")
    rows = shares[(shares["level"] == level) & shares["outlet"].isin(outlets)]
    names = _groups(rows[rows["directness"] == "all"], "n_words")
    with style.applied():
        step = max(0.37, 0.1 * min(top, 8) + 0.07)  # inches of a row
        figure = style.new_figure(style.FULL_WIDTH, 1.0 + step * len(outlets))
        figure.set_layout_engine("constrained", w_pad=0.02, wspace=0.0)
        columns = figure.subplots(1, len(names) + 1, sharey=True, width_ratios=[1.0] * len(names) + [2.6])
        table = _grouped(rows, names)
        limit = 1.02 * max(0.05, table[["share", "high"]].max().max())
        for axis, name in zip(columns, names, strict=False):
            _column(axis, table[table["column"] == name], outlets, limit)
            axis.set_title(_head(name), **_HEAD | ({"fontsize": 5.2} if len(names) > 7 else {}))
        _name_speakers(columns[-1], shares[shares["outlet"].isin(outlets)], outlets, min(top, 8), 0.1 / step)
        _outlet_labels(columns[0], rows, outlets)
        columns[0].set_ylim(len(outlets) - 0.5, -0.5)
        handles: list[Artist] = [
            *style.bar_key("in the outlet's wording", "inside quotation marks", edgecolor=style.FULL)
        ]
        if table["low"].notna().any():
            handles.append(Line2D([], [], color="black", lw=0.9, marker="|", ms=4, label="95 % interval of both"))
        figure.legend(handles=handles, loc="outside upper left", ncols=3, handlelength=1.6, columnspacing=1.4)
        has_no_interval = set(outlets) - set(rows.loc[rows["interval_over"].notna(), "outlet"])
        rest = style.not_drawn(shares["outlet"].nunique() - len(outlets), "words said")
        style.write_note(figure, _NOTE, _FEW if has_no_interval else "", rest)
        return figure


def _groups(rows: pd.DataFrame, by: str) -> dict[str, list[str]]:
    """The columns and the groups in each, those with the largest mean share of an outlet first."""
    parts = rows[by] / rows.groupby("outlet")[by].transform("sum")
    means = parts.groupby(rows["group"], sort=True).mean().sort_values(ascending=False, kind="stable")
    present = [str(name) for name in means[means > 0].index]
    last = [name for name in _ALWAYS if name in present]
    ranked = [name for name in present if name not in (*_ALWAYS, UNKNOWN_SPEAKER)]
    room = MAX_GROUPS if len(ranked) > MAX_GROUPS + 1 or UNKNOWN_SPEAKER in present else MAX_GROUPS + 1
    others = ranked[room:] + [name for name in present if name == UNKNOWN_SPEAKER]
    single = {others[0]: others} if len(others) == 1 else {OTHERS: others} if others else {}
    return {**{name: [name] for name in ranked[:room] + last}, **single}


def _grouped(rows: pd.DataFrame, names: Mapping[str, Sequence[str]]) -> pd.DataFrame:
    """The rows of each column; several groups in one are added up and have no interval."""
    out = []
    for column, groups in names.items():
        own = rows[rows["group"].isin(list(groups))]
        if len(groups) > 1:
            keys = ["outlet", "directness"]
            own = own.groupby(keys, as_index=False).agg(
                n_quotes=("n_quotes", "sum"), share=("share", lambda parts: parts.sum(min_count=1))
            )
            own = own.assign(low=np.nan, high=np.nan)
        out.append(own.assign(column=column))
    return pd.concat(out, ignore_index=True)


def _column(axis: Axes, rows: pd.DataFrame, outlets: Sequence[str], limit: float) -> None:
    all_words, direct, indirect = (
        rows[rows["directness"] == name].set_index("outlet").reindex(list(outlets))
        for name in ("all", "direct", "indirect")
    )
    y = np.arange(len(outlets)) + 0.2
    full, hatched = indirect["share"].fillna(0).to_numpy(), direct["share"].fillna(0).to_numpy()
    axis.barh(y, full, height=0.34, color=style.FULL, edgecolor=style.FULL, lw=0.5)
    axis.barh(y, hatched, left=full, height=0.34, lw=0.5, **style.HATCHED)
    for position, row in enumerate(all_words.to_dict("records")):
        if pd.notna(row["low"]):
            at = [position + 0.44] * 2
            axis.plot([row["low"], row["high"]], at, color="black", lw=0.9, marker="|", ms=2.6, mew=0.7)
        text = "–" if pd.isna(row["share"]) else percent(row["share"])
        n = int(row["n_quotes"])
        ink = style.INK if n else "#9a9a9a"
        style.write_beside(axis, 0, position - 0.13, f"{text} ({n:,})" if n else text, 6, ink, gap=1.5)
    axis.set_xlim(0, limit)
    _bare(axis, len(outlets))


def percent(share: float) -> str:
    """A share as papers print it: "12 %", "<1 %", "0"."""
    if share == 0:
        return "0"
    return "<1 %" if share < 0.005 else f"{100 * share:.0f} %"


def _head(name: str) -> str:
    return _HEADS.get(name) or fill(name.replace("-", " ").replace("_", " "), 12)


def _name_speakers(axis: Axes, shares: pd.DataFrame, outlets: Sequence[str], top: int, line: float) -> None:
    best = top_voices(shares, top)
    for position, outlet in enumerate(outlets):
        own = best[best["outlet"] == outlet]
        first = position - line * (len(own) - 1) / 2
        for number, (name, share) in enumerate(zip(own["group"], own["share"], strict=True)):
            y = first + number * line
            axis.text(0.16, y, percent(share), fontsize=6, va="center_baseline", ha="right", color=style.INK)
            axis.text(0.2, y, style.shorten(name, 27), fontsize=5.9, va="center_baseline", color=style.INK)
        if own.empty:
            axis.text(0.2, position, "nobody by name", fontsize=6, va="center", color=style.GREY)
    axis.set_title("quoted most, by name", **_HEAD)
    axis.set_xlim(0, 1)
    _bare(axis, len(outlets))
    axis.spines["left"].set_visible(False)


def _bare(axis: Axes, n_rows: int) -> None:
    """No ticks and no frame but the line that bars start at; a faint line between two rows."""
    axis.set_xticks([])
    axis.tick_params(axis="y", which="both", length=0)
    axis.spines["bottom"].set_visible(False)
    for between in range(1, n_rows):
        axis.axhline(between - 0.5, color="#e3e3e3", lw=0.5, zorder=0)


def _outlet_labels(axis: Axes, rows: pd.DataFrame, outlets: Sequence[str]) -> None:
    own = rows.drop_duplicates("outlet").set_index("outlet")[["n_articles", "n_independent", "n_said"]]
    with_interval = set(rows.loc[rows["interval_over"].notna(), "outlet"])
    at = np.arange(len(outlets))
    names = [f"{style.shorten(outlet, 24)}{'' if outlet in with_interval else ' †'}" for outlet in outlets]
    sizes = [
        f"{style.describe_size(int(n_articles), int(n_independent))}\n{int(n_said):,} words said"
        for n_articles, n_independent, n_said in own.loc[list(outlets)].itertuples(index=False)
    ]
    axis.set_yticks(at - 0.25, names)
    axis.set_yticks(at + 0.14, sizes, minor=True, fontsize=5.8, color="#555555", linespacing=1.05)


def describe_voices(shares: pd.DataFrame, *, level: str = "camp", top: int = 3) -> Words:
    """Caption and alternative text of :func:`plot_voices`."""
    if not shares["n_words"].any():
        return Words(_NOBODY, _NOBODY)
    outlets = style.largest_outlets(shares, MAX_OUTLETS, "n_said")
    rows = shares[(shares["level"] == level) & (shares["directness"] == "all") & shares["outlet"].isin(outlets)]
    names = _groups(rows, "n_words")
    without = sorted(set(outlets) - set(rows.loc[rows["interval_over"].notna(), "outlet"]))
    what = {
        "camp": "the side that the speaker takes; who takes none stands by kind",
        "side": "the side that the speaker takes",
        "kind": "the kind of speaker",
    }[level]
    n_words = int(rows.drop_duplicates("outlet")["n_said"].sum())
    caption = style.joined(
        f"Who speaks in which outlet: shares of the {n_words:,} words that {style.counted(len(outlets), 'outlet')} "
        f"attribute to somebody, in {style.describe_articles(rows)}, by {what}. Each word counts once, for the "
        "innermost quotation. In brackets, quotations and reported clauses. "
        "“Named, not in lexicon” are persons and organisations that only the text names; “no known actor” are "
        "speakers such as “activists”, “a source” or a document.",
        _INTERVALS if rows["interval_over"].notna().any() else "",
        f"†: fewer than ten such articles, no interval ({len(without)} of {style.counted(len(outlets), 'outlet')})."
        if without
        else "",
        f"“All others”: {'; '.join(names[OTHERS])}." if OTHERS in names else "",
        style.not_drawn(shares["outlet"].nunique() - len(outlets), "words said"),
    )
    best = {row["outlet"]: row for row in top_voices(shares, 1).to_dict("records")}
    parts = []
    for outlet in outlets[:8]:
        first = rows[rows["outlet"] == outlet].sort_values(["n_words", "group"], ascending=[False, True]).iloc[0]
        if not first["n_said"]:
            parts.append(f"{outlet}: nobody is quoted")
            continue
        most = f"{outlet}: most words are of {first['group']} ({percent(first['share'])})"
        if outlet in best:
            most += f", {best[outlet]['group']} first by name ({percent(best[outlet]['share'])})"
        parts.append(most)
    return Words(caption, "Bars of the shares of words said, by outlet and speaker. " + "; ".join(parts) + ".")


_INTERVALS = "Lines: 95 % bootstrap intervals over the articles that quote anybody (2,000 draws)."


def plot_cues(cues: pd.DataFrame) -> Figure:
    """Which classes of reporting verbs an outlet uses, and for whom it distances itself.

    Left, the shares of the four classes among all cues of an outlet; right, the share of distancing ones
    ("claimed", "alleged") among those for each group of speakers. In a cell stand the share, its 95 %
    interval, and n of how many; the shading grows with the root of the share. Cells of fewer than five
    cues are grey and not shaded. Of more than 30 outlets those with most cues are drawn.

    Args:
        cues: a summary of ``share_cues``.
    """
    if not cues["n_all"].any():
        return style.message_figure(_NOBODY, height=1.2)
    outlets = style.largest_outlets(cues, MAX_OUTLETS, "n_all")
    drawn = cues[cues["outlet"].isin(outlets)]
    everybody = drawn[drawn["group"] == ALL_SPEAKERS]
    distancing, names = _distancing(drawn)
    classes = [str(name) for name in everybody["cue_class"].unique()]
    with style.applied():
        figure = style.new_figure(style.FULL_WIDTH, 1.35 + 0.36 * len(outlets))
        ratios = [len(classes), max(1, len(names))]
        left, right = figure.subplots(1, 2, sharey=True, width_ratios=ratios)
        _cells(left, everybody.rename(columns={"cue_class": "column"}), classes, outlets)
        _cells(right, distancing, list(names), outlets)
        left.set_title("Cues of all speakers, by class", fontsize=7.5)
        right.set_title("Share of distancing cues, by speaker", fontsize=7.5)
        sizes = everybody.drop_duplicates("outlet").set_index("outlet")["n_all"]
        at = np.arange(len(outlets))
        left.set_yticks(at + 0.36, [style.shorten(outlet, 24) for outlet in outlets])
        labels = [style.counted(int(sizes[outlet]), "cue") for outlet in outlets]
        left.set_yticks(at + 0.68, labels, minor=True, fontsize=5.8, color="#555555")
        left.set_ylim(len(outlets), 0)
        note = f"In each cell: share, 95 % interval, cues. Grey and dashed: fewer than {MIN_CUES} cues; – none."
        rest = style.not_drawn(cues["outlet"].nunique() - len(outlets), "cues")
        style.write_note(figure, note, rest)
        return figure


def _distancing(cues: pd.DataFrame) -> tuple[pd.DataFrame, dict[str, list[str]]]:
    """The share of distancing cues by column, and the groups in each column."""
    rows = cues[(cues["cue_class"] == "distancing") & (cues["group"] != ALL_SPEAKERS)]
    names = _groups(rows, "n_all")
    column = {group: name for name, groups in names.items() for group in groups}
    known = rows[rows["group"].isin(column)]
    summed = known.assign(column=known["group"].map(column)).groupby(["outlet", "column"], as_index=False)
    return add_share(summed.agg(n_cues=("n_cues", "sum"), n_all=("n_all", "sum")), "n_cues", "n_all"), names


def _cells(axis: Axes, rows: pd.DataFrame, columns: Sequence[str], outlets: Sequence[str]) -> None:
    cells = {(str(row["outlet"]), str(row["column"])): row for row in rows.to_dict("records")}
    for (i, outlet), (j, column) in product(enumerate(outlets), enumerate(columns)):
        row = cells[outlet, column]
        n, n_all = int(row["n_cues"]), int(row["n_all"])
        enough = n_all >= MIN_CUES
        depth = float(np.sqrt(row["share"])) if enough else 0.0
        axis.add_patch(
            Rectangle(
                (j + 0.03, i + 0.05), 0.94, 0.9, facecolor=_SHADES(depth), lw=0.5, ls="-" if enough else (0, (2, 2)),
                edgecolor="#c9d3dc" if enough else "#b5b5b5",
            )
        )  # fmt: skip
        if not n_all:
            style.write(axis, j + 0.5, i + 0.5, "–", 6.5, style.GREY)
            continue
        ink = style.GREY if not enough else "white" if depth > 0.75 else style.INK
        share, low, high = (float(row[name]) for name in ("share", "low", "high"))
        style.write(axis, j + 0.5, i + 0.25, percent(share), 6.8, ink)
        style.write(axis, j + 0.5, i + 0.53, f"{100 * low:.0f}–{100 * high:.0f} %", 5.4, ink)
        style.write(axis, j + 0.5, i + 0.79, f"{n:,} of {n_all:,}", 5.4, ink)
    heads = [_head(name) for name in columns]
    heads = ["\n" * (2 - head.count("\n")) + head for head in heads]  # so that titles stand at one height
    axis.set_xlim(0, max(1, len(columns)))
    axis.set_xticks(np.arange(len(columns)) + 0.5, heads, fontsize=6.5, linespacing=1.05)
    axis.xaxis.tick_top()
    axis.tick_params(which="both", length=0)
    axis.spines[:].set_visible(False)


def describe_cues(cues: pd.DataFrame) -> Words:
    """Caption and alternative text of :func:`plot_cues`."""
    if not cues["n_all"].any():
        return Words(_NOBODY, _NOBODY)
    outlets = style.largest_outlets(cues, MAX_OUTLETS, "n_all")
    drawn = cues[cues["outlet"].isin(outlets)]
    everybody = drawn[(drawn["group"] == ALL_SPEAKERS) & (drawn["cue_class"] == "distancing")]
    distancing, names = _distancing(drawn)
    few = int(((distancing["n_all"] < MIN_CUES) & (distancing["n_all"] > 0)).sum())
    n_all = int(everybody["n_all"].sum())
    caption = style.joined(
        f"Classes of the {n_all:,} cues (reporting verbs and “according to”) with which "
        f"{style.counted(len(outlets), 'outlet')} introduce what somebody says, and the share of distancing cues "
        "(“claimed”, “alleged”, “denied”) by speaker; a cue that introduces several quotations counts once. 95 % "
        "intervals after Wilson (1927), which takes cues as independent. Grey: fewer than "
        f"{MIN_CUES} cues ({style.counted(few, 'cell')} by speaker). {style.describe_articles(drawn)}.",
        f"“All others”: {'; '.join(names[OTHERS])}." if OTHERS in names else "",
        style.not_drawn(cues["outlet"].nunique() - len(outlets), "cues"),
    )
    parts = []
    for row in everybody.head(8).to_dict("records"):
        share = f"{percent(row['share'])} of {row['n_all']:,} cues distancing" if row["n_all"] else "no cue"
        parts.append(f"{row['outlet']}: {share}")
    return Words(caption, "Shares of cue classes by outlet. " + "; ".join(parts) + ".")
