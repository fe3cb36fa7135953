"""What a corpus holds: articles by outlet and day."""

from datetime import date

import pandas as pd
from matplotlib.dates import AutoDateLocator, ConciseDateFormatter
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from crossread.measures.sample import Articles, sample_of
from crossread.plots.style import FULL_WIDTH, Words, new_figure, not_drawn, shorten, style, told_articles

MAX_OUTLETS = 40
_EPOCH = date(1970, 1, 1).toordinal()  # where matplotlib starts to count days


def plot_corpus(articles: Articles) -> Figure:
    """Articles by day, one row an outlet; size is the number of articles, hollow a day that was inferred.

    Args:
        articles: the table ``articles``. Beyond forty outlets the largest forty are drawn.
    """
    named = sample_of(articles).articles
    sizes = named["outlet"].value_counts().sort_index().sort_values(ascending=False, kind="stable")
    outlets = sorted(sizes.index[:MAX_OUTLETS])
    with style():
        figure = new_figure(FULL_WIDTH, 1.0 + 0.24 * len(outlets))
        axis = figure.subplots()
        dated = named[named["published"].notna() & named["outlet"].isin(outlets)]
        counts = (
            dated.assign(inferred=dated["published_basis"].eq("inferred"))
            .groupby(["outlet", "published", "inferred"])
            .size()
            .rename("n")
            .reset_index()
        )
        for row in counts.itertuples():
            axis.scatter(
                [date.fromisoformat(str(row.published)).toordinal() - _EPOCH], [outlets.index(str(row.outlet))],
                s=16 * float(row.n) ** 0.5, lw=0.9, edgecolor="#33506b", zorder=3,  # type: ignore[arg-type]
                facecolor="white" if row.inferred else "#33506b",
            )  # fmt: skip
        undated = named[named["published"].isna()]["outlet"].value_counts()
        texts = named.groupby("outlet")["cluster_id"].nunique()
        labels = []
        for outlet in outlets:
            own = f", {texts[outlet]} independent" if texts[outlet] < sizes[outlet] else ""
            own += f", {undated[outlet]} undated" if outlet in undated else ""
            labels.append(f"{shorten(outlet, 28)}  ({sizes[outlet]}{own})")
        axis.set_yticks(range(len(outlets)), labels)
        axis.set_ylim(len(outlets) - 0.5, -0.5)
        axis.tick_params(axis="y", length=0)
        axis.grid(axis="both")
        if len(dated):
            axis.xaxis_date()
            locator = AutoDateLocator(minticks=3, maxticks=8)  # type: ignore[no-untyped-call]
            axis.xaxis.set_major_locator(locator)
            axis.xaxis.set_major_formatter(ConciseDateFormatter(locator))  # type: ignore[no-untyped-call]
            axis.margins(x=0.08)
        axis.set_xlabel("\n".join(filter(None, ["day of publication", not_drawn(len(sizes) - len(outlets))])))
        handles = [
            Line2D([], [], marker="o", lw=0, ms=4.5, color="#33506b", label="day given"),
            Line2D(
                [],
                [],
                marker="o",
                lw=0,
                ms=4.5,
                color="#33506b",
                markerfacecolor="white",
                label="day inferred from the text",
            ),
        ]
        figure.legend(handles=handles, loc="outside upper right", ncols=2)
        return figure


def describe_plot(summary: pd.DataFrame) -> Words:
    """Caption and alternative text of :func:`plot_corpus`, from ``describe_corpus``."""
    outlets = len(summary)
    first, last = summary["first_day"].dropna().min(), summary["last_day"].dropna().max()
    span = f"from {first} to {last}" if isinstance(first, str) else "without a known day"
    undated, inferred = int(summary["n_undated"].sum()), int(summary["n_inferred"].sum())
    caption = (
        f"Articles by outlet and day of publication: {told_articles(summary)} of {outlets} outlets, {span}; "
        f"{inferred} days inferred from the text, {undated} articles without a day; "
        f"{int(summary['n_repeated'].sum())} copies of another article. "
        f"{not_drawn(outlets - MAX_OUTLETS)}"
    )
    caption = caption.rstrip()
    parts = "; ".join(f"{row.outlet}: {row.n_articles}" for row in summary.head(12).itertuples())
    return Words(caption, f"Dots by day for each outlet. Articles: {parts}.")
