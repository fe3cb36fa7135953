"""What a corpus holds: articles by outlet and day."""

import pandas as pd
from matplotlib.figure import Figure

from crossread.measures.sample import Articles, sample_of
from crossread.measures.traces import ordinals
from crossread.plots import style
from crossread.plots.timeline import day_ticks


@style.applied()
def plot_corpus(articles: Articles, outlets: style.Outlets) -> Figure:
    """Articles by day, one row an outlet; size is the number of articles, hollow a day that was inferred."""
    sample = sample_of(articles)
    named, sizes = sample.articles, sample.sizes.set_index("outlet")
    drawn = outlets.drawn
    figure = style.new_figure(style.FULL_WIDTH, 1.0 + 0.24 * len(drawn))
    axis = figure.subplots()
    dated = named[named["published"].notna() & named["outlet"].isin(drawn)]
    days = dated.assign(inferred=dated["published_basis"].eq("inferred"))
    counts = days.groupby(["outlet", "published", "inferred"]).size().rename("n").reset_index()
    axis.scatter(
        ordinals(counts["published"]),
        counts["outlet"].map(drawn.index),
        s=16 * counts["n"].astype("float64") ** 0.5,
        facecolor=["white" if inferred else style.FULL for inferred in counts["inferred"]],
        edgecolor=style.FULL,
        lw=0.9,
        zorder=3,
    )
    undated = named[named["published"].isna()]["outlet"].value_counts()
    labels = []
    for outlet, n, texts in sizes.loc[drawn, ["n_articles", "n_independent"]].itertuples():
        own = f", {texts} independent" if texts < n else ""
        own += f", {undated[outlet]} undated" if outlet in undated else ""
        labels.append(f"{style.shorten(outlet, 28)}  ({n}{own})")
    style.name_rows(axis, labels)
    axis.grid(axis="both")
    if len(dated):
        first, last = ordinals(pd.Series([dated["published"].min(), dated["published"].max()]))
        axis.set_xticks(*day_ticks(first, last))
        beside = max(0.5, 0.08 * (last - first))
        axis.set_xlim(first - beside, last + beside)
    else:
        axis.set_xticks([])
    label = "day of publication" + (" (the larger, the more articles)" if counts["n"].gt(1).any() else "")
    axis.set_xlabel(style.below(figure, label, outlets.others()))
    faces = {"day given": style.FULL, "day inferred from the text": "white"}
    occurs = {"day given": ~counts["inferred"], "day inferred from the text": counts["inferred"]}
    handles = [
        style.legend_entry(label, ms=4.5, color=style.FULL, mfc=face)
        for label, face in faces.items()
        if occurs[label].any()
    ]
    figure.legend(handles=handles, loc="outside upper right", ncols=2)
    return figure


def describe_corpus_plot(summary: pd.DataFrame, outlets: style.Outlets) -> style.Words:
    """Caption and alternative text of :func:`plot_corpus`, from ``describe_corpus``."""
    first, last = summary["first_day"].dropna().min(), summary["last_day"].dropna().max()
    span = f"from {first} to {last}" if isinstance(first, str) else "without a known day"
    undated, inferred, repeated = (int(summary[name].sum()) for name in ("n_undated", "n_inferred", "n_repeated"))
    parts = "; ".join(
        f"{row.outlet}: {row.n_articles}" for row in summary[summary["outlet"].isin(outlets.drawn)].itertuples()
    )
    return style.words(
        f"Articles by outlet and day of publication: {style.describe_articles(summary)} of {len(summary)} outlets, "
        f"{span}; {inferred} days inferred from the text, {undated} articles without a day; {repeated} copies of "
        "another article.",
        outlets.others(),
        alt=f"Dots by day for each outlet. Articles: {parts}.",
    )
