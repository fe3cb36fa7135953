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
from matplotlib.patches import Rectangle

from crossread.measures import voices as measured
from crossread.measures.intervals import add_share
from crossread.plots import style

_FRAME = 1.3  # inches for heads, legend and notes
MAX_GROUPS = 5  # beside the two that no lexicon entry claims and all others together
OTHERS = "all others"
_NOBODY = "Nobody is quoted."
_NOTE = "Share of all words said by someone in the outlet; in brackets, quotations."
_FEW = "† Fewer than ten articles quote anybody: no interval; the shares are those of these articles."
_INTERVALS = "Lines: 95 % bootstrap intervals over the articles that quote anybody (2,000 draws)."
_ALWAYS = (measured.NOT_IN_LEXICON, measured.NO_ACTOR)
_SHADES = LinearSegmentedColormap.from_list("shades", ["#ffffff", "#8fb4d3", "#1f5a8c"])
_HEAD: dict[str, Any] = {"fontsize": 5.9, "fontweight": "normal", "pad": 4, "loc": "left", "linespacing": 1.05}
_HEADS = {
    "state, no side": "states,\nno side",
    "body, no side": "world\nbodies,\nno side",
    "organisation, no side": "organi-\nsations,\nno side",
    "ministry, no side": "minis-\ntries,\nno side",
    "party, no side": "parties,\nno side",
    "company, no side": "com-\npanies,\nno side",
    "union, no side": "unions,\nno side",
    "ngo, no side": "NGOs,\nno side",
    "media, no side": "media,\nno side",
    "person, no side": "persons,\nno side",
    "armed_group, no side": "armed\ngroups,\nno side",
    "group, no side": "groups,\nno side",
    measured.NOT_IN_LEXICON: "named,\nnot in\nlexicon",
    measured.NO_ACTOR: "no known\nactor",
    measured.UNKNOWN_SPEAKER: "speaker\nunknown",
}


@style.applied()
def plot_voices(shares: pd.DataFrame, outlets: style.Outlets, *, top: int = 3) -> Figure | None:
    """Shares of the words that an outlet carries as someone's: outlets down, speakers across.

    Bars of a column start at one line and all have one scale. The full part is in the outlet's wording, the hatched
    part inside quotation marks, the line the 95 % interval of both; above each stands the share and, in brackets, the
    number of quotations. At the right are the actors quoted most, by name.

    Args:
        shares: a summary of ``share_voices``.
        outlets: those of the run.
        top: how many actors to name for each outlet, at most; eight, or as many as a page has room for.
    """
    shares, drawn = shares[shares["outlet"].isin(outlets.drawn)], outlets.drawn
    if not shares["n_words"].any():
        return None
    rows, names, without = _speakers(shares, drawn)
    lines = min(top, 8, int(((style.MAX_HEIGHT - _FRAME) / len(drawn) - 0.07) / 0.1 + 1e-9))
    step = max(0.37, 0.1 * lines + 0.07)  # inches of a row
    figure = style.new_figure(style.FULL_WIDTH, _FRAME + step * len(drawn))
    figure.set_layout_engine("constrained", w_pad=0.02, wspace=0.0)
    columns = figure.subplots(1, len(names) + 1, sharey=True, width_ratios=[1.0] * len(names) + [2.6])
    table = _grouped(rows, names)
    limit = 1.02 * max(0.05, table[["share", "high"]].max().max())
    for axis, name in zip(columns, names, strict=False):
        _column(axis, table[table["column"] == name], drawn, limit)
        axis.set_title(_head(name), **_HEAD | ({"fontsize": 5.2} if len(names) > 7 else {}))
    _name_speakers(columns[-1], shares, drawn, lines, 0.1 / step)
    sizes = rows.drop_duplicates("outlet").set_index("outlet").loc[drawn]
    heads = [f"{style.shorten(outlet, 24)}{' †' if outlet in without else ''}" for outlet in drawn]
    notes = [
        f"{style.describe_size(n, independent)}\n{n_said:,} words said"
        for n, independent, n_said in zip(sizes["n_articles"], sizes["n_independent"], sizes["n_said"], strict=True)
    ]
    _label_rows(columns[0], (-0.25, heads), (0.14, notes), linespacing=1.05)
    columns[0].set_ylim(len(drawn) - 0.5, -0.5)
    handles: list[Artist] = [*style.bar_key("in the outlet's wording", "inside quotation marks", edgecolor=style.FULL)]
    if table["low"].notna().any():
        handles.append(style.legend_entry("95 % interval of both", color="black", lw=0.9, marker="|", ms=4))
    figure.legend(handles=handles, loc="outside upper left", ncols=3, handlelength=1.6, columnspacing=1.4)
    style.write_note(figure, _NOTE, _FEW if without else "", outlets.others())
    return figure


def _speakers(shares: pd.DataFrame, outlets: Sequence[str]) -> tuple[pd.DataFrame, dict[str, list[str]], set[str]]:
    """The rows by camp, the groups in each column, and the outlets without an interval."""
    rows = shares[(shares["level"] == "camp") & shares["outlet"].isin(list(outlets))]
    without = set(outlets) - set(rows.loc[rows["interval_over"].notna(), "outlet"])
    return rows, _groups(rows[rows["directness"] == "all"], "n_words"), without


def _groups(rows: pd.DataFrame, by: str) -> dict[str, list[str]]:
    """The columns and the groups in each, those with the largest mean share of an outlet first."""
    parts = rows[by] / rows.groupby("outlet")[by].transform("sum")
    means = parts.groupby(rows["group"], sort=True).mean().sort_values(ascending=False, kind="stable")
    present = [str(name) for name in means[means > 0].index]
    last = [name for name in _ALWAYS if name in present]
    unknown = [name for name in present if name == measured.UNKNOWN_SPEAKER]
    ranked = [name for name in present if name not in (*_ALWAYS, *unknown)]
    room = MAX_GROUPS if len(ranked) > MAX_GROUPS + 1 or unknown else MAX_GROUPS + 1
    others = ranked[room:] + unknown
    together = {others[0] if len(others) == 1 else OTHERS: others} if others else {}
    return {**{name: [name] for name in ranked[:room] + last}, **together}


def _grouped(rows: pd.DataFrame, names: Mapping[str, Sequence[str]]) -> pd.DataFrame:
    """The rows of each column; several groups in one are added up and have no interval."""
    out = []
    for column, groups in names.items():
        own = rows[rows["group"].isin(list(groups))]
        if len(groups) > 1:
            own = own.groupby(["outlet", "directness"], as_index=False).agg(
                n_quotes=("n_quotes", "sum"), share=("share", lambda parts: parts.sum(min_count=1))
            )
            own = own.assign(low=np.nan, high=np.nan)
        out.append(own.assign(column=column))
    return pd.concat(out, ignore_index=True)


def _column(axis: Axes, rows: pd.DataFrame, outlets: Sequence[str], limit: float) -> None:
    said, indirect, direct = (
        rows[rows["directness"] == name].set_index("outlet").reindex(list(outlets))
        for name in ("all", "indirect", "direct")
    )
    worded, in_marks = (part["share"].fillna(0).to_numpy() for part in (indirect, direct))
    style.draw_bars(axis, np.arange(len(outlets)) + 0.2, worded, in_marks, 0.34, edgecolor=style.FULL, lw=0.5)
    for position, row in enumerate(said.to_dict("records")):
        if pd.notna(row["low"]):
            at = [position + 0.44] * 2
            axis.plot([row["low"], row["high"]], at, color="black", lw=0.9, marker="|", ms=2.6, mew=0.7)
        text = "–" if pd.isna(row["share"]) else style.percent(row["share"])
        n = int(row["n_quotes"])
        ink = style.INK if n else "#9a9a9a"
        style.write_beside(axis, 0, position - 0.13, f"{text} ({n:,})" if n else text, 6, ink, gap=1.5)
    axis.set_xlim(0, limit)
    _bare(axis, len(outlets))


def _head(name: str) -> str:
    return _HEADS.get(name) or fill(name.replace("-", " ").replace("_", " "), 10)


def _name_speakers(axis: Axes, shares: pd.DataFrame, outlets: Sequence[str], top: int, line: float) -> None:
    best = measured.top_voices(shares, top)
    for position, outlet in enumerate(outlets):
        own = best[best["outlet"] == outlet]
        first = position - line * (len(own) - 1) / 2
        for number, (name, share) in enumerate(zip(own["group"], own["share"], strict=True)):
            y = first + number * line
            axis.text(0.16, y, style.percent(share), fontsize=6, va="center_baseline", ha="right", color=style.INK)
            axis.text(0.2, y, style.shorten(name, 25), fontsize=5.9, va="center_baseline", color=style.INK)
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


def _label_rows(axis: Axes, names: tuple[float, list[str]], sizes: tuple[float, list[str]], **how: Any) -> None:
    """The names of outlets beside their rows and their sizes under them, each so far below the place of its row."""
    at = np.arange(len(names[1]))
    axis.set_yticks(at + names[0], names[1])
    axis.set_yticks(at + sizes[0], sizes[1], minor=True, fontsize=5.8, color="#555555", **how)


def describe_voices(shares: pd.DataFrame, outlets: style.Outlets) -> style.Words:
    """Caption and alternative text of :func:`plot_voices`."""
    shares = shares[shares["outlet"].isin(outlets.drawn)]
    if not shares["n_words"].any():
        return style.Words(_NOBODY, _NOBODY)
    rows, names, without = _speakers(shares, outlets.drawn)
    n_outlets = style.counted(len(outlets.drawn), "outlet")
    best = {row["outlet"]: row for row in measured.top_voices(shares, 1).to_dict("records")}
    ranked = rows[rows["directness"] == "all"].sort_values(["n_words", "group"], ascending=[False, True])
    first = ranked.drop_duplicates("outlet").sort_values("outlet")
    parts = []
    for row in first.head(8).to_dict("records"):
        outlet, most = row["outlet"], f"most words are of {row['group']} ({style.percent(row['share'])})"
        if outlet in best:
            most += f", {best[outlet]['group']} first by name ({style.percent(best[outlet]['share'])})"
        parts.append(f"{outlet}: {most if row['n_said'] else 'nobody is quoted'}")
    return style.words(
        f"Who speaks in which outlet: shares of the {int(first['n_said'].sum()):,} words that {n_outlets} attribute to "
        f"somebody, in {style.describe_articles(rows)}, by the side that the speaker takes; who takes none stands by "
        "kind. Each word counts once, for the innermost quotation. In brackets, quotations and reported clauses. "
        "“Named, not in lexicon” are persons and organisations that only the text names; “no known actor” are "
        "speakers such as “activists”, “a source” or a document.",
        _INTERVALS if rows["interval_over"].notna().any() else "",
        f"†: fewer than ten such articles, no interval ({len(without)} of {n_outlets})." if without else "",
        f"“All others”: {'; '.join(names[OTHERS])}." if OTHERS in names else "",
        outlets.others(),
        alt=f"Bars of the shares of words said, by outlet and speaker. {'; '.join(parts)}.",
    )


@style.applied()
def plot_cues(cues: pd.DataFrame, outlets: style.Outlets) -> Figure | None:
    """Which classes of reporting verbs an outlet uses, and for whom it distances itself.

    Left, the shares of the four classes among all cues of an outlet; right, the share of distancing ones ("claimed",
    "alleged") among those for each group of speakers. In a cell stand the share, its 95 % interval, and n of how many;
    the shading grows with the root of the share. Cells of fewer than five cues are grey and not shaded. ``cues`` is a
    summary of ``share_cues``.
    """
    drawn = outlets.drawn
    everybody, distancing, names = _cue_shares(cues, drawn)
    if not everybody["n_all"].any():
        return None
    classes = [str(name) for name in everybody["cue_class"].unique()]
    figure = style.new_figure(style.FULL_WIDTH, 1.55 + 0.36 * len(drawn))
    left, right = figure.subplots(1, 2, sharey=True, width_ratios=[len(classes), max(1, len(names))])
    size = 6.5 if len(names) < 7 else 5.3  # points of heads
    _cells(left, everybody.rename(columns={"cue_class": "column"}), classes, drawn, size)
    _cells(right, distancing, list(names), drawn, size)
    left.set_title("Cues of all speakers, by class", fontsize=7.5)
    right.set_title("Share of distancing cues, by speaker", fontsize=7.5)
    sizes = everybody.drop_duplicates("outlet").set_index("outlet")["n_all"]
    notes = [style.counted(int(sizes[outlet]), "cue") for outlet in drawn]
    _label_rows(left, (0.36, [style.shorten(outlet, 24) for outlet in drawn]), (0.68, notes))
    left.set_ylim(len(drawn), 0)
    note = f"In each cell: share, 95 % interval, cues. Grey and dashed: fewer than {measured.MIN_CUES} cues; – none."
    style.write_note(figure, note, outlets.others())
    return figure


def _cue_shares(cues: pd.DataFrame, outlets: Sequence[str]) -> tuple[pd.DataFrame, pd.DataFrame, dict[str, list[str]]]:
    """The rows of all speakers, the share of distancing cues by column, and the groups in each column."""
    drawn = cues[cues["outlet"].isin(list(outlets))]
    is_everybody = drawn["group"] == measured.ALL_SPEAKERS
    rows = drawn[(drawn["cue_class"] == "distancing") & ~is_everybody]
    names = _groups(rows, "n_all")
    column = {group: name for name, groups in names.items() for group in groups}
    known = rows[rows["group"].isin(column)]
    summed = known.assign(column=known["group"].map(column)).groupby(["outlet", "column"], as_index=False)
    distancing = summed.agg(n_cues=("n_cues", "sum"), n_all=("n_all", "sum"))
    return drawn[is_everybody], add_share(distancing, "n_cues", "n_all"), names


def _short(n: int) -> str:
    """A count that fits a cell: "999", "1.9k", "12k"; the rows of the figure have it whole."""
    return f"{n:,}" if n < 1000 else f"{n / 1000:.1f}k" if n < 9950 else f"{n / 1000:,.0f}k"


def _cells(axis: Axes, rows: pd.DataFrame, columns: Sequence[str], outlets: Sequence[str], size: float) -> None:
    cells = {(row["outlet"], row["column"]): row for row in rows.to_dict("records")}
    for (i, outlet), (j, column) in product(enumerate(outlets), enumerate(columns)):
        n, n_all, share, low, high = (cells[outlet, column][key] for key in ("n_cues", "n_all", "share", "low", "high"))
        enough = n_all >= measured.MIN_CUES
        depth = float(np.sqrt(share)) if enough else 0.0
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
        style.write(axis, j + 0.5, i + 0.25, style.percent(share), 6.8, ink)
        style.write(axis, j + 0.5, i + 0.53, f"{100 * low:.0f}–{100 * high:.0f} %", 5.4, ink)
        counts = f"{_short(n)} of {_short(n_all)}"
        style.write(axis, j + 0.5, i + 0.79, counts, 5.4 if len(counts) < 11 else 5, ink)
    heads = [_head(name) for name in columns]
    heads = ["\n" * (2 - head.count("\n")) + head for head in heads]  # so that titles stand at one height
    axis.set_xlim(0, max(1, len(columns)))
    axis.set_xticks(np.arange(len(columns)) + 0.5, heads, fontsize=size, linespacing=1.05)
    axis.xaxis.tick_top()
    axis.tick_params(which="both", length=0)
    axis.spines[:].set_visible(False)


def describe_cues(cues: pd.DataFrame, outlets: style.Outlets) -> style.Words:
    """Caption and alternative text of :func:`plot_cues`."""
    everybody, distancing, names = _cue_shares(cues, outlets.drawn)
    if not everybody["n_all"].any():
        return style.Words(_NOBODY, _NOBODY)
    first = everybody[everybody["cue_class"] == "distancing"]
    few = style.counted(int(distancing["n_all"].between(1, measured.MIN_CUES - 1).sum()), "cell")
    parts = []
    for row in first.head(8).to_dict("records"):
        share = f"{style.percent(row['share'])} of {row['n_all']:,} cues distancing" if row["n_all"] else "no cue"
        parts.append(f"{row['outlet']}: {share}")
    return style.words(
        f"Classes of the {int(first['n_all'].sum()):,} cues (reporting verbs and “according to”) with which "
        f"{style.counted(len(outlets.drawn), 'outlet')} introduce what somebody says, and the share of distancing cues "
        "(“claimed”, “alleged”, “denied”) by speaker; a cue that introduces several quotations counts once. 95 % "
        "intervals after Wilson (1927), which takes cues as independent. Grey: fewer than "
        f"{measured.MIN_CUES} cues ({few} by speaker). {style.describe_articles(everybody)}.",
        f"“All others”: {'; '.join(names[OTHERS])}." if OTHERS in names else "",
        outlets.others(),
        alt=f"Shares of cue classes by outlet. {'; '.join(parts)}.",
    )
