"""Who prints whose text: articles of different outlets that are one text (``cluster_id``), and agencies credited."""

import pandas as pd

from crossread.measures.sample import Articles, independent_articles, sample_of


def share_texts(articles: Articles) -> pd.DataFrame:
    """How much of each outlet other outlets print too, and how much it credits to agencies.

    A text counts as an agency's where any article of the cluster credits one: who copies often drops the credit.

    Returns:
        One row an outlet: outlet, n_articles, n_independent (texts), n_shared (articles that are one text with an
        article of another outlet), share (of n_articles), n_later (shared articles of which another outlet printed the
        text on an earlier day), n_shared_wire (shared articles of a text that is credited to an agency), n_wire
        (articles that credit an agency themselves, shared or not), share_wire (of n_articles).
    """
    sample = sample_of(articles)
    named = sample.articles
    clusters = named.groupby("cluster_id")
    shared = clusters["outlet"].transform("nunique") > 1
    first = clusters["published"].transform("min")
    own = named.groupby(["cluster_id", "outlet"])["published"].transform("min")
    marked = named.assign(
        n_shared=shared,
        n_later=shared & (own > first).fillna(False).astype(bool),
        n_shared_wire=shared & clusters["wire"].transform("count").gt(0),
        n_wire=named["wire"].notna(),
    )
    counts = ["n_shared", "n_later", "n_shared_wire", "n_wire"]
    out = sample.sizes[["outlet", "n_articles", "n_independent"]]
    out = out.merge(marked.groupby("outlet")[counts].sum().astype("int64").reset_index(), on="outlet", validate="1:1")
    out["share"], out["share_wire"] = out["n_shared"] / out["n_articles"], out["n_wire"] / out["n_articles"]
    return out[
        ["outlet", "n_articles", "n_independent", "n_shared", "share", "n_later", "n_shared_wire", "n_wire",
         "share_wire"]
    ]  # fmt: skip


def count_shared_texts(articles: Articles) -> pd.DataFrame:
    """Texts that two outlets have in common, and who printed them first.

    Returns:
        One row for each outlet and other outlet that share a text, both ways, by name: outlet, other, n_shared (texts),
        n_first, n_same_day, n_later (of them, printed by ``outlet`` on an earlier, the same and a later day than by
        ``other``), n_undated (a day is unknown), n_articles, n_independent (texts; both of ``outlet``), share (of its
        texts).
    """
    sample = sample_of(articles)
    named = sample.articles
    days = named.groupby(["cluster_id", "outlet"], as_index=False).agg(day=("published", "min"))
    pairs = days.merge(days.rename(columns={"outlet": "other", "day": "other_day"}), on="cluster_id")
    pairs = pairs[pairs["outlet"] != pairs["other"]]
    known = pairs["day"].notna() & pairs["other_day"].notna()
    order = {
        "n_first": pairs["day"] < pairs["other_day"],
        "n_same_day": pairs["day"] == pairs["other_day"],
        "n_later": pairs["day"] > pairs["other_day"],
    }
    pairs = pairs.assign(
        n_shared=True,
        **{name: known & holds.fillna(False).astype(bool) for name, holds in order.items()},
        n_undated=~known,
    )
    counts = ["n_shared", *order, "n_undated"]
    out = pairs.groupby(["outlet", "other"], sort=True)[counts].sum().astype("int64").reset_index()
    sizes = sample.sizes[["outlet", "n_articles", "n_independent"]]
    out = out.merge(sizes, on="outlet", validate="m:1")
    return out.assign(share=out["n_shared"] / out["n_independent"])


def list_copies(articles: Articles) -> pd.DataFrame:
    """Each article that is a copy, beside the one that stands first in its cluster: the evidence.

    Returns:
        One row a copy, by the day of the first article, cluster and day of the copy: cluster_id, doc_id, outlet,
        published, title, wire (of the article published first, of one day the first in the corpus), then copy_doc_id,
        copy_outlet, copy_published, copy_title, copy_wire, and days (from the first to the copy; null where a day is
        unknown).
    """
    columns = ["doc_id", "outlet", "published", "title", "wire"]
    named = sample_of(articles).articles
    first = independent_articles(named, pooled=True)
    copies = named[~named["doc_id"].isin(first["doc_id"])]
    renamed = copies[["cluster_id", *columns]].rename(columns={name: f"copy_{name}" for name in columns})
    out = first[["cluster_id", *columns]].merge(renamed, on="cluster_id", validate="1:m")
    out["days"] = (pd.to_datetime(out["copy_published"]) - pd.to_datetime(out["published"])).dt.days.astype("Int64")
    order = ["published", "cluster_id", "copy_published", "copy_doc_id"]
    return out.sort_values(order, na_position="last", ignore_index=True)
