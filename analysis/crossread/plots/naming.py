"""What outlets call the sides, who acts, and the words that set an outlet apart."""

import textwrap
from collections.abc import Sequence

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from crossread.plots import style

MIN_ARTICLES = 5  # an outlet with fewer articles is grey
MIN_ROLES = 10  # and so is a share of fewer mentions
MAX_CLASSES = 15  # columns that fit across a page
_PANEL = 0.135  # inches of a word
_NO_LABEL = "No label in this selection."
_NO_ROLE = f"No actor of this selection has {MIN_ROLES} such mentions in the outlets that are drawn."
_INCOMPARABLE = "Nothing to compare: fewer than two outlets with words."
_VOICES = {"all": "", "narrator": ", in the outlet's own words", "quoted": ", inside quotation marks"}


@style.applied()
def plot_labels(
    classes: pd.DataFrame, outlets: style.Outlets, *, rows: Sequence[str], columns: Sequence[str]
) -> Figure | None:
    """A matrix of outlets and classes of labels: labels per article, and below it how many.

    Args:
        classes: a summary of ``count_label_classes``.
        outlets: those of the run.
        rows: outlets in the order from top to bottom.
        columns: the classes from left to right; of too many for a page the most frequent are drawn.
    """
    rows, columns, rest = _choose_labels(classes, outlets, rows, columns)
    if not columns:
        return None
    speaking = classes.drop_duplicates("outlet").set_index("outlet")["n_speaking"].loc[rows].tolist()
    enough = [n >= MIN_ARTICLES for n in speaking]
    cells = classes.pivot(index="outlet", columns="label_class", values=["n_labels", "per_article"]).loc[rows]
    counts, rates = (cells[name][list(columns)].to_numpy(dtype="float64") for name in ("n_labels", "per_article"))
    figure = style.new_figure(min(style.FULL_WIDTH, 2.1 + 0.5 * len(columns)), 1.05 + 0.27 * len(rows))
    axis = figure.subplots()
    norm = mpl.colors.PowerNorm(0.5, vmin=0, vmax=np.nanmax(rates))
    image = np.ones((*rates.shape, 4))
    for i, j in np.ndindex(rates.shape):
        rate = float(rates[i, j])
        if counts[i, j]:
            # The palettes end before black, so that numbers stay legible.
            depth = float(norm(rate)) * (0.75 if enough[i] else 0.35)
            image[i, j] = mpl.colormaps["Blues" if enough[i] else "Greys"](depth)
            ink = "#4a4a4a" if not enough[i] else "white" if depth > 0.55 else "black"
            slope, text = "normal" if enough[i] else "italic", f"{rate:.1f}" if rate >= 0.05 else "<0.1"
            style.write(axis, j, i - 0.17, text, 7, ink, fontstyle=slope)
            style.write(axis, j, i + 0.26, style.number(float(counts[i, j])), 5, ink)
        else:
            style.write(axis, j, i, "0", 6.5, style.GREY)
    axis.imshow(image, aspect="auto")
    for i in range(1, len(rows)):
        axis.axhline(i - 0.5, color="#e4e4e4", lw=0.6)
    for j in range(1, len(columns)):
        axis.axvline(j - 0.5, color="white", lw=1.2)
    slanted = {"rotation": 38, "ha": "left", "rotation_mode": "anchor"} if len(columns) > 6 else {}
    style.head_columns(axis, [name.replace("_", " ") for name in columns], **slanted)
    sizes = zip(rows, speaking, strict=True)
    style.name_rows(axis, [f"{style.shorten(outlet, 24)} ({style.counted(n, 'article')})" for outlet, n in sizes])
    _grey_labels(axis, enough)
    axis.spines[:].set_visible(False)
    label = "labels per article (below: labels)"
    figure.supxlabel(style.below(figure, label, rest), fontsize=7.5)
    return figure


def _choose_labels(
    classes: pd.DataFrame, outlets: style.Outlets, rows: Sequence[str], columns: Sequence[str]
) -> tuple[list[str], list[str], str]:
    """The outlets and the classes that are drawn, in their order, and what is said of the others."""
    speaking, said = outlets.having(
        set(classes.loc[classes["n_speaking"] > 0, "outlet"]), "an article that mentions them"
    )
    drawn = [outlet for outlet in rows if outlet in speaking]
    sums = classes[classes["outlet"].isin(drawn)].groupby("label_class")["n_labels"].sum().sort_index()
    ranked = [str(name) for name in sums.sort_values(ascending=False, kind="stable").index if sums.any()]
    most, rest = style.cut(ranked, MAX_CLASSES, "classes")
    return drawn, [name for name in columns if name in most], " ".join(filter(None, [said, rest]))


def describe_labels(
    classes: pd.DataFrame,
    outlets: style.Outlets,
    *,
    rows: Sequence[str],
    columns: Sequence[str],
    what: str,
    voice: str,
) -> style.Words:
    """Caption and alternative text of :func:`plot_labels`; ``what`` tells who is called so."""
    rows, columns, rest = _choose_labels(classes, outlets, rows, columns)
    if not columns:
        return style.Words(_NO_LABEL, _NO_LABEL)
    sizes = classes.drop_duplicates("outlet").set_index("outlet")
    speaking = sizes["n_speaking"]
    weak = int((speaking[rows] < MIN_ARTICLES).sum())
    used = classes[classes["n_labels"] > 0].sort_values(["n_labels", "label_class"], ascending=[False, True])
    used = used.assign(label_class=used["label_class"].str.replace("_", " "))
    parts = []
    for outlet in rows:
        most = used.loc[used["outlet"] == outlet, ["label_class", "per_article"]].head(2).itertuples(index=False)
        parts.append(f"{outlet}: {' and '.join(f'{name} {rate:.1f}' for name, rate in most) or 'none'}")
    return style.words(
        f"Labels for {what} by outlet and class, per article"
        f"{' that mentions them' if speaking.ne(sizes['n_articles']).any() else ''}{_VOICES[voice]}; "
        f"below, the number of labels. {int(classes['n_labels'].sum()):,} labels in {int(speaking.sum()):,} of "
        f"{style.describe_articles(classes)}, {len(sizes)} outlets. "
        "Outlets and classes that resemble each other stand together.",
        f"Grey and slanted: fewer than {MIN_ARTICLES} articles ({style.counted(weak, 'outlet')})." if weak else "",
        rest,
        alt=f"Matrix of {len(rows)} outlets and {len(columns)} classes of labels, per article. {'; '.join(parts)}.",
    )


# Of each share its columns, what stands under its figure, the cases it is of, and what it is in full and in short.
_SHARES = {
    "agent": (
        ["share_agent", "low", "high", "n_roles"],
        "← is acted upon      share of mentions in which it acts (right: mentions)      acts →", "mentions",
        "Share of mentions in which an actor is the agent, of those in which it is agent or patient", "Share as agent",
    ),
    "agentless": (
        ["share_agentless", "low_agentless", "high_agentless", "n_passive"],
        "share of its passives that do not say by whom (right: passives)", "passives",
        'Of the passives with an actor as their subject, the share without a "by" phrase',
        "Share of passives without an agent",
    ),
}  # fmt: skip


@style.applied()
def plot_roles(
    roles: pd.DataFrame, outlets: style.Outlets, *, actors: Sequence[str], voice: str = "all", share: str = "agent"
) -> Figure | None:
    """One panel an actor, one line an outlet: a share with its 95 % interval.

    Args:
        roles: a summary of ``share_roles``.
        outlets: those of the run.
        actors: ids of the actors, a panel each; who has fewer than ten mentions in all has none.
        voice: ``all``, ``narrator`` or ``quoted``.
        share: ``agent`` of agents and patients, or ``agentless`` of the passives.
    """
    columns, label, *_ = _SHARES[share]
    mine, drawn, rest = _choose_roles(roles, actors, voice, columns[-1], outlets)
    if not drawn:
        return None
    figure, axes = style.panel_figure(len(drawn), 3, _role_height(outlets), sharey=True)
    for axis, actor in zip(axes, drawn, strict=True):
        rows = mine[mine["actor_id"] == actor].set_index("outlet")
        axis.axvline(0.5, color="#555555", lw=0.7, ls=(0, (3, 2)))
        for y, outlet in enumerate(outlets.drawn):
            _draw_share(axis, y, *rows.loc[outlet, columns])
        axis.set_title(textwrap.fill(str(rows["actor"].iloc[0]), 27), fontsize=7.5)
        axis.set_xlim(-0.03, 1.03)
        axis.set_xticks([0, 0.5, 1], ["0", "50", "100 %"])
        style.name_rows(axis, [style.shorten(name, 24) for name in outlets.drawn], margin=0.6)
        axis.tick_params(axis="y", labelsize=7)
        axis.grid(axis="x")
    figure.supxlabel(style.below(figure, label, rest), fontsize=7.5)
    return figure


def _role_height(outlets: style.Outlets) -> float:
    return 0.55 + 0.15 * max(3, len(outlets.drawn))


def _draw_share(axis: Axes, y: int, value: float, low: float, high: float, n: float) -> None:
    enough = n >= MIN_ROLES
    colour = style.POINT if enough else "#a3a3a3"
    if n:
        axis.plot([low, high], [y, y], color=colour, lw=1.1 if enough else 0.8, solid_capstyle="butt")
        axis.plot(value, y, "o", ms=4, color=colour, markerfacecolor=colour if enough else "white", clip_on=False)
    ink = "#333333" if enough else style.GREY
    style.write_beside(axis, 1.03, y, f"{n:,.0f}" if n else "none", 6, ink, gap=3, annotation_clip=False)


def describe_roles(
    roles: pd.DataFrame, outlets: style.Outlets, *, actors: Sequence[str], voice: str = "all", share: str = "agent"
) -> style.Words:
    """Caption and alternative text of :func:`plot_roles`."""
    (value, *_, n), _, cases, what, head = _SHARES[share]
    mine, drawn, rest = _choose_roles(roles, actors, voice, n, outlets)
    if not drawn:
        return style.Words(f"{what}: {_NO_ROLE}", _NO_ROLE)
    names = roles.drop_duplicates("actor_id").set_index("actor_id")["actor"].astype("str")
    parts = []
    for actor in drawn:
        rows = mine[(mine["actor_id"] == actor) & (mine[n] >= MIN_ROLES)].sort_values([value, "outlet"])
        ends = rows.iloc[sorted({0, len(rows) - 1})] if len(rows) else rows
        shares = [f"{row[value]:.0%} ({row['outlet']})" for _, row in ends.iterrows()]
        parts.append(f"{names[actor]}: {' to '.join(shares) or f'fewer than {MIN_ROLES} in every outlet'}")
    few = (
        roles[(roles["voice"] == voice) & roles["outlet"].isin(outlets.drawn)].groupby("actor_id")[n].sum() < MIN_ROLES
    )
    missing = ", ".join(names[actor] for actor in actors if few.get(actor, False))
    grey = int(mine[n].between(1, MIN_ROLES - 1).sum())
    return style.words(
        f"{what}{_VOICES[voice]}, with Wilson's 95 % intervals. At the right the number of {cases} that the share is "
        f"of ({int(mine[n].sum()):,} in all).",
        f"Grey, hollow: fewer than {MIN_ROLES} ({grey})." if grey else "",
        f"With fewer than {MIN_ROLES} in these outlets together, not drawn: {missing}." if missing else "",
        f"{style.describe_articles(mine)}.",
        "Mentions of one article are not independent: the intervals are somewhat too narrow.",
        rest,
        alt=f"{head} by actor and outlet, lowest to highest. {'; '.join(parts)}.",
    )


def _choose_roles(
    roles: pd.DataFrame, actors: Sequence[str], voice: str, n: str, outlets: style.Outlets
) -> tuple[pd.DataFrame, list[str], str]:
    """The rows and the actors that are drawn, and what is said of others: a share of two mentions says nothing."""
    mine = roles[roles["actor_id"].isin(list(actors)) & (roles["voice"] == voice)]
    mine = mine[mine["outlet"].isin(outlets.drawn)]
    sums = mine.groupby("actor_id")[n].sum()
    enough = [actor for actor in actors if sums.get(actor, 0) >= MIN_ROLES]
    drawn, rest = style.cut(enough, 3 * style.fitting(1.0, _role_height(outlets)), "actors")
    return mine[mine["actor_id"].isin(drawn)], drawn, " ".join(filter(None, [outlets.others(), rest]))


@style.applied()
def plot_words(words: pd.DataFrame, outlets: style.Outlets) -> Figure | None:
    """One panel an outlet: its most distinctive words, and below them those it avoids, by z.

    From a summary of ``most_distinctive``; of too many words for a page the most telling are drawn.
    """
    shown, drawn, rest = _choose_words(words, outlets)
    if not drawn:
        return None
    tallest = int(shown.groupby("outlet").size().max())
    figure, axes = style.panel_figure(len(drawn), 4, 0.5 + _PANEL * tallest, sharey=False)
    span = max(shown["z"].max(), 1) - min(shown["z"].min(), 0)
    for axis, outlet in zip(axes, drawn, strict=True):
        _word_bars(axis, shown[shown["outlet"] == outlet], tallest)
    axes[0].set_xlim(min(shown["z"].min() - 0.03 * span, 0), shown["z"].max() + 0.2 * span)
    label = "← avoided      z of the log-odds against all others (at the bars: uses)      preferred →"
    figure.supxlabel(style.below(figure, label, rest), fontsize=7.5)
    return figure


def _choose_words(words: pd.DataFrame, outlets: style.Outlets) -> tuple[pd.DataFrame, list[str], str]:
    """The words and the outlets that are drawn, and what is said of other outlets: words from both ends of the list."""
    drawn, rest = outlets.having(set(words["outlet"]), "distinctive words")
    if not drawn:
        return words.iloc[:0], drawn, rest
    room = int(((style.MAX_HEIGHT - 1) / -(-len(drawn) // 4) - 0.5) / _PANEL)
    shown = words[words["outlet"].isin(drawn)]
    avoided = shown["z"] < 0
    least = shown[avoided].groupby("outlet").tail(max(1, room // 5))
    taken = shown["outlet"].map(least["outlet"].value_counts()).fillna(0)
    most = shown[~avoided & (shown.groupby(["outlet", avoided]).cumcount() < room - taken)]
    fitting = shown.loc[sorted([*most.index, *least.index])]
    cut = f"Of each outlet {room} words at most have room." if len(fitting) < len(shown) else ""
    return fitting, drawn, " ".join(filter(None, [rest, cut]))


def _word_bars(axis: Axes, rows: pd.DataFrame, tallest: int) -> None:
    for y, (z, n, enough) in enumerate(zip(rows["z"], rows["n"], rows["enough"], strict=True)):
        face = "white" if z < 0 else style.FULL if enough else "#d4d4d4"
        axis.barh(y, z, height=0.7, color=face, edgecolor=style.FULL if enough else "#bdbdbd", lw=0.6)
        style.write_beside(axis, max(z, 0), y, style.number(n), 5.5, "#333333" if enough else style.GREY)
    axis.axvline(0, color="#555555", lw=0.6)
    style.name_rows(axis, [style.shorten(word, 22) for word in rows["word"]])
    axis.set_ylim(tallest - 0.4, -0.6)
    axis.tick_params(axis="y", labelsize=6.5)
    axis.spines["left"].set_visible(False)
    _grey_labels(axis, rows["enough"].tolist())
    first = rows.iloc[0]
    style.write_size(axis, first, style.shorten(first["outlet"], 16), size=5.8, at=1.005, pad=1)
    axis.grid(axis="x")


def describe_words(
    words: pd.DataFrame, outlets: style.Outlets, *, prior: float, min_articles: int, voice: str
) -> style.Words:
    """Caption and alternative text of :func:`plot_words`."""
    shown, drawn, rest = _choose_words(words, outlets)
    if not drawn:
        return style.Words(_INCOMPARABLE, _INCOMPARABLE)
    parts = []
    for outlet in drawn:
        rows = shown[shown["outlet"] == outlet]
        more, less = rows[rows["z"] > 0]["word"].head(5), rows[rows["z"] < 0]["word"].tail(2)
        parts.append(f"{outlet}: {', '.join(more)}" + (f"; avoids {', '.join(less)}" if len(less) else ""))
    weak = int((~shown["enough"]).sum())
    return style.words(
        f"Words that set each outlet apart from all others together{_VOICES[voice]}: weighted log-odds ratio with an "
        f"informative Dirichlet prior of {style.number(prior)} words (Monroe, Colaresi and Quinn 2008). White: words "
        "that it uses less than the others. At the bars, how often the outlet uses the word. "
        f"{style.describe_articles(words)}.",
        f"Grey: in fewer than {min_articles} of its articles ({weak} words)." if weak else "",
        rest,
        alt=f"Distinctive words by outlet. {'. '.join(parts)}.",
    )


def _grey_labels(axis: Axes, enough: Sequence[bool]) -> None:
    for label, is_enough in zip(axis.get_yticklabels(), enough, strict=True):
        label.set_color("black" if is_enough else "#6e6e6e")
