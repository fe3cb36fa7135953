"""What outlets call the sides, and who acts and who is acted upon."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from crossread.measures.intervals import add_share
from crossread.measures.mentions import ALL_VOICES, DEFAULT_FORMS
from crossread.measures.sample import SIZES, Articles, Chosen, Rows, Sample, add_total, count_by, name_actors, sample_of


def count_labels(labels: Rows, articles: Articles, actors: pd.DataFrame) -> pd.DataFrame:
    """Count labels by outlet, class and the actor they name.

    Returns:
        One row for each outlet, label class, actor and voice that occurs: outlet, label_class, actor_id (null where the
        text does not tell whom it means), actor, voice, n_labels, ``SIZES``, per_article (of those that count).
    """
    sample = sample_of(articles)
    rows = sample.rows(labels, ["label_class", "actor_id", "voice"])
    counts = count_by(rows, ["outlet", "label_class", "actor_id", "voice"], n_labels=("doc_id", "size"))
    out = name_actors(sample.add_sizes(counts), actors)
    out["per_article"] = out["n_labels"] / out["n_counted"]
    return out[["outlet", "label_class", "actor_id", "actor", "voice", "n_labels", *SIZES, "per_article"]]


def side_members(actors: pd.DataFrame, side: str | None) -> list[str]:
    """The actors of one side of the lexicon, by id; none for no side."""
    return sorted(actors.loc[actors["side"].eq(side).fillna(False).astype(bool), "actor_id"]) if side else []


def most_labelled(labels: pd.DataFrame) -> list[str]:
    """The one actor that most articles put a label on, by id among equals; none where no label has an actor."""
    counts = count_by(labels.dropna(subset="actor_id"), ["actor_id"], n=("doc_id", "nunique"))
    return counts.sort_values(["n", "actor_id"], ascending=[False, True])["actor_id"].head(1).tolist()


def choose_labels(labels: Rows, articles: Articles, *, group: Chosen = None, voice: str = "all") -> pd.DataFrame:
    """The labels that count of some actors (all unless given, those without an actor among them) and of one voice."""
    return sample_of(articles).rows(labels, voice=None if voice == "all" else [voice], actor_id=group)


def count_label_classes(
    labels: Rows, mentions: Rows, articles: Articles, *, group: Chosen = None, voice: str = "all"
) -> pd.DataFrame:
    """Count the classes of labels that each outlet uses, of everybody or of one group: outlet by class.

    A phrase counts once, for the class that ranks first in it ("rebel fighters" is a rebel). The count is per article
    that could have used the label: every article, or for a group every article that mentions it. ``group`` are the ids
    of the actors that are meant (without it all labels count, also those of which the text does not tell whom they
    mean), ``voice`` is ``all``, ``narrator`` or ``quoted``.

    Returns:
        One row for each outlet and each class that any outlet uses, zeros among them: outlet, label_class, n_labels,
        n_using (articles with the class), n_speaking (articles that speak of the group; where no group is given all
        that count), ``SIZES``, per_article (labels per article that speaks of the group; null where none does, so that
        nothing could be called anything).
    """
    sample = sample_of(articles)
    rows = choose_labels(labels, sample, group=group, voice=voice)
    found = count_by(rows, ["outlet", "label_class"], n_labels=("start", "size"), n_using=("doc_id", "nunique"))
    out = sample.complete(found, ["n_labels", "n_using"], label_class=sorted(found["label_class"].unique()))
    out["n_speaking"] = out["n_counted"] if group is None else _count_speaking(sample, (labels, mentions), group, out)
    out["per_article"] = (out["n_labels"] / out["n_speaking"]).where(out["n_speaking"] > 0)
    return out[["outlet", "label_class", "n_labels", "n_using", "n_speaking", *SIZES, "per_article"]]


def _count_speaking(sample: Sample, tables: tuple[Rows, ...], group: Sequence[str], counts: pd.DataFrame) -> pd.Series:
    """How many articles of the outlet in each row of ``counts`` have a row on the group in any of the tables."""
    doc_ids = {doc_id for table in tables for doc_id in sample.rows(table, (), actor_id=group)["doc_id"].unique()}
    outlets = sample.counted.loc[sample.counted["doc_id"].isin(doc_ids), "outlet"].value_counts()
    return counts["outlet"].map(outlets).fillna(0).astype("int64")


def count_label_phrases(labels: Rows, articles: Articles, *, group: Chosen = None, voice: str = "all") -> pd.DataFrame:
    """Count the labels with their modifiers: "foreign-backed militants" apart from "militants".

    ``group`` are the ids of the actors that are meant (all labels unless given), ``voice`` is ``all``, ``narrator`` or
    ``quoted``.

    Returns:
        One row for each outlet, label and set of modifiers that occurs, by outlet, the most frequent first: outlet,
        label_class, label (as in the dictionary), modifiers (empty where it has none), phrase (its most frequent
        wording), n_labels, n_using (articles with it), ``SIZES``, per_article (of those that count), share (of the
        outlet's labels).
    """
    sample = sample_of(articles)
    rows = choose_labels(labels, sample, group=group, voice=voice)
    rows = rows.assign(phrase=rows["surface"].str.lower().str.split().str.join(" "))
    keys = ["outlet", "label_class", "label", "modifiers"]
    wordings = count_by(rows, [*keys, "phrase"], n=("doc_id", "size"))
    usual = wordings.sort_values(["n", "phrase"], ascending=[False, True]).drop_duplicates(keys)
    out = count_by(rows, keys, n_labels=("start", "size"), n_using=("doc_id", "nunique"))
    out = sample.add_sizes(out.merge(usual[[*keys, "phrase"]], on=keys, validate="1:1"))
    out["per_article"] = out["n_labels"] / out["n_counted"]
    out["share"] = out["n_labels"] / out.groupby("outlet")["n_labels"].transform("sum")
    order = ["outlet", "n_labels", "label_class", "label", "modifiers"]
    out = out.sort_values(order, ascending=[True, False, True, True, True], ignore_index=True)
    return out[[*keys, "phrase", "n_labels", "n_using", *SIZES, "per_article", "share"]]


def share_roles(mentions: Rows, articles: Articles, actors: pd.DataFrame, *, only: Chosen = None) -> pd.DataFrame:
    """How often each actor acts, is acted upon, and is acted upon by nobody named.

    An *agent* is the subject of an active verb or stands in the "by" phrase of a passive, a *patient* is the object of
    a verb or the subject of a passive. The intervals are Wilson's, at 95 %: they take mentions as independent, which
    those of one article are not, and are somewhat too narrow. ``only`` are ids of actors (all unless given).
    Pronouns, which repeat a name, do not count.

    Returns:
        One row for each outlet, actor and voice (``all``, ``narrator``, ``quoted``), zeros among them: outlet,
        actor_id, actor, voice, n_agent, n_patient, n_other, n_roles (agent or patient), share_agent (of n_roles) with
        low and high, n_passive (subjects of a passive), n_agentless (of them, without a "by" phrase), share_agentless
        with low_agentless and high_agentless, ``SIZES``. Shares and their ends are null where there is nothing to
        share.
    """
    sample = sample_of(articles)
    rows = sample.rows(mentions, ["actor_id", "voice", "role", "agentless"], form=DEFAULT_FORMS, actor_id=only)
    for role in ("agent", "patient", "other"):
        rows[f"n_{role}"] = rows["role"].eq(role).astype("int64")
    rows["n_passive"] = rows["agentless"].notna().astype("int64")
    rows["n_agentless"] = rows["agentless"].fillna(False).astype("int64")
    numbers = ["n_agent", "n_patient", "n_other", "n_passive", "n_agentless"]
    voices = count_by(rows, ["outlet", "actor_id", "voice"], **{name: (name, "sum") for name in numbers})
    wanted = sorted(set(only) if only is not None else voices["actor_id"].unique())
    counts = add_total(voices, "voice", dict.fromkeys(numbers, "sum"))
    out = sample.complete(counts, numbers, actor_id=wanted, voice=ALL_VOICES)
    out["n_roles"] = out["n_agent"] + out["n_patient"]
    out = add_share(out, "n_agent", "n_roles", names=("share_agent", "low", "high"))
    out = add_share(out, "n_agentless", "n_passive", names=("share_agentless", "low_agentless", "high_agentless"))
    columns = [
        "outlet", "actor_id", "actor", "voice", "n_agent", "n_patient", "n_other", "n_roles", "share_agent", "low",
        "high", "n_passive", "n_agentless", "share_agentless", "low_agentless", "high_agentless", *SIZES,
    ]  # fmt: skip
    return name_actors(out, actors)[columns]


def order_by_likeness(classes: pd.DataFrame) -> tuple[list[str], list[str]]:
    """Outlets and classes of labels in the order in which like stands beside like.

    The order is that on the first axis of a correspondence analysis (Greenacre 2017), in which outlets that use the
    same classes in the same proportions come to lie together, and so do classes that the same outlets use. It begins at
    the end that holds the most frequent class. Outlets without any label come last. ``classes`` is a summary of
    :func:`count_label_classes`.

    Returns:
        The outlets from top to bottom and the classes from left to right.
    """
    table = (
        classes.pivot(index="outlet", columns="label_class", values="per_article")
        .fillna(0)
        .sort_index()
        .sort_index(axis=1)
    )
    used = table.loc[table.sum(axis=1) > 0, table.sum(axis=0) > 0]
    unused = [[name for name in whole if name not in some] for whole, some in zip(table.axes, used.axes, strict=True)]
    if min(used.shape) < 2:
        return [*used.index, *unused[0]], [*used.columns, *unused[1]]
    parts = used.to_numpy(dtype="float64") / used.to_numpy().sum()
    down, right = parts.sum(axis=1), parts.sum(axis=0)
    residuals = (parts - np.outer(down, right)) / np.sqrt(np.outer(down, right))
    left_axis, _, right_axis = np.linalg.svd(residuals, full_matrices=False)
    # Rounded, so that ties fall to the name on every machine.
    first, second = np.round(left_axis[:, 0] / np.sqrt(down), 9), np.round(right_axis[0] / np.sqrt(right), 9)
    if second[np.argmax(right)] > 0:
        first, second = -first, -second
    outlets = [used.index[i] for i in np.argsort(first, kind="stable")]
    columns = [used.columns[i] for i in np.argsort(second, kind="stable")]
    return [*outlets, *unused[0]], [*columns, *unused[1]]
