"""What outlets call the sides, and who acts and who is acted upon."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from crossread.measures.intervals import wilson_interval
from crossread.measures.mentions import DEFAULT_FORMS
from crossread.measures.outlets import with_outlet
from crossread.measures.weights import outlet_sizes, weigh

VOICES = ("all", "narrator", "quoted")
_SIZES = ["n_articles", "n_independent", "weight"]


def count_labels(
    labels: pd.DataFrame, articles: pd.DataFrame, actors: pd.DataFrame, *, weight: str = "article"
) -> pd.DataFrame:
    """Count labels by outlet, class and the actor they name.

    Args:
        labels: the table ``labels``.
        articles: the table ``articles``.
        actors: the table ``actors``.
        weight: ``article`` counts every article, ``independent`` one of each text, see ``measures.weights``.

    Returns:
        One row for each outlet, label class, actor and voice that occurs: outlet, label_class, actor_id
        (null where the text does not tell whom it means), actor, voice, n_labels, n_articles,
        n_independent (texts; both all of the outlet), weight, per_article (of those that count).

    Raises:
        ValueError: there is no such weight.
    """
    counted = with_outlet(weigh(labels, articles, weight), articles)
    out = counted.groupby(["outlet", "label_class", "actor_id", "voice"], dropna=False, sort=True).size()
    rows = out.rename("n_labels").reset_index()
    rows = rows.merge(outlet_sizes(articles, weight=weight), on="outlet", validate="m:1")
    rows["per_article"] = rows["n_labels"] / rows["n_counted"]
    names = actors.rename(columns={"name": "actor"})[["actor_id", "actor"]]
    rows = rows.merge(names, on="actor_id", how="left", validate="m:1")
    return rows[["outlet", "label_class", "actor_id", "actor", "voice", "n_labels", *_SIZES, "per_article"]]


def side_members(actors: pd.DataFrame, side: str | None) -> list[str]:
    """The actors of one side of the lexicon, by id; none for no side."""
    return sorted(actors.loc[actors["side"].eq(side).fillna(False).astype(bool), "actor_id"]) if side else []


def most_labelled(labels: pd.DataFrame) -> list[str]:
    """The one actor that most articles put a label on, by id among equals; none where no label has an actor."""
    counts = labels.dropna(subset="actor_id").groupby("actor_id")["doc_id"].nunique().reset_index(name="n")
    return counts.sort_values(["n", "actor_id"], ascending=[False, True])["actor_id"].head(1).tolist()


def choose_labels(labels: pd.DataFrame, *, group: Sequence[str] | None = None, voice: str = "all") -> pd.DataFrame:
    """The labels of some actors (all labels unless given, those without an actor among them) and of one voice."""
    chosen = labels if group is None else labels[labels["actor_id"].isin(list(group))]
    return chosen if voice == "all" else chosen[chosen["voice"] == voice]


def count_label_classes(
    labels: pd.DataFrame,
    mentions: pd.DataFrame,
    articles: pd.DataFrame,
    *,
    group: Sequence[str] | None = None,
    voice: str = "all",
    weight: str = "article",
) -> pd.DataFrame:
    """Count the classes of labels that each outlet uses, of everybody or of one group: outlet by class.

    A phrase counts once, for the class that ranks first in it ("rebel fighters" is a rebel). The count is per
    article that could have used the label: every article, or for a group every article that mentions it.

    Args:
        labels: the table ``labels``.
        mentions: the table ``mentions``.
        articles: the table ``articles``.
        group: ids of the actors that are meant; without it all labels count, also those of which the text does
            not tell whom they mean.
        voice: ``all``, ``narrator`` or ``quoted``.
        weight: ``article`` counts every article, ``independent`` one of each text, see ``measures.weights``.

    Returns:
        One row for each outlet and each class that any outlet uses, zeros among them: outlet, label_class,
        n_labels, n_using (articles with the class), n_speaking (articles that speak of the group; where
        no group is given all that count), n_articles, n_independent (texts; both all of the outlet), weight,
        per_article (labels per article that speaks of the group; null where none does, so that nothing could be
        called anything).

    Raises:
        ValueError: there is no such weight.
    """
    counted = with_outlet(weigh(choose_labels(labels, group=group, voice=voice), articles, weight), articles)
    sizes = outlet_sizes(articles, weight=weight)
    if group is None:
        sizes["n_speaking"] = sizes["n_counted"]
    else:
        named = pd.concat([table[table["actor_id"].isin(list(group))][["doc_id"]] for table in (labels, mentions)])
        speaking = with_outlet(weigh(named.drop_duplicates(), articles, weight), articles).groupby("outlet").size()
        sizes["n_speaking"] = sizes["outlet"].map(speaking).fillna(0).astype("int64")
    found = counted.groupby(["outlet", "label_class"]).agg(n_labels=("start", "size"), n_using=("doc_id", "nunique"))
    classes = pd.DataFrame({"label_class": sorted(counted["label_class"].unique())}, dtype="str")
    out = sizes.merge(classes, how="cross").merge(
        found.reset_index(), on=["outlet", "label_class"], how="left", validate="1:1"
    )
    out[["n_labels", "n_using"]] = out[["n_labels", "n_using"]].fillna(0).astype("int64")
    out["per_article"] = (out["n_labels"] / out["n_speaking"]).where(out["n_speaking"] > 0)
    return out[["outlet", "label_class", "n_labels", "n_using", "n_speaking", *_SIZES, "per_article"]]


def count_label_phrases(
    labels: pd.DataFrame,
    articles: pd.DataFrame,
    *,
    group: Sequence[str] | None = None,
    voice: str = "all",
    weight: str = "article",
) -> pd.DataFrame:
    """Count the labels with their modifiers: "foreign-backed militants" apart from "militants".

    Args:
        labels: the table ``labels``.
        articles: the table ``articles``.
        group: ids of the actors that are meant; all labels unless given.
        voice: ``all``, ``narrator`` or ``quoted``.
        weight: ``article`` counts every article, ``independent`` one of each text, see ``measures.weights``.

    Returns:
        One row for each outlet, label and set of modifiers that occurs, by outlet, the most frequent first:
        outlet, label_class, label (as in the dictionary), modifiers (empty where it has none), phrase (its
        most frequent wording), n_labels, n_using (articles with it), n_articles, n_independent (texts;
        both all of the outlet), weight, per_article (of those that count), share (of the outlet's labels).

    Raises:
        ValueError: there is no such weight.
    """
    counted = with_outlet(weigh(choose_labels(labels, group=group, voice=voice), articles, weight), articles)
    counted = counted.assign(phrase=counted["surface"].str.lower().str.split().str.join(" "))
    keys = ["outlet", "label_class", "label", "modifiers"]
    wordings = counted.groupby([*keys, "phrase"]).size().rename("n").reset_index()
    usual = wordings.sort_values(["n", "phrase"], ascending=[False, True]).drop_duplicates(keys)
    out = counted.groupby(keys).agg(n_labels=("start", "size"), n_using=("doc_id", "nunique")).reset_index()
    out = out.merge(usual[[*keys, "phrase"]], on=keys, validate="1:1")
    out = out.merge(outlet_sizes(articles, weight=weight), on="outlet", validate="m:1")
    out["per_article"] = out["n_labels"] / out["n_counted"]
    out["share"] = out["n_labels"] / out.groupby("outlet")["n_labels"].transform("sum")
    out = out.sort_values(
        ["outlet", "n_labels", "label_class", "label", "modifiers"],
        ascending=[True, False, True, True, True],
        ignore_index=True,
    )
    return out[[*keys, "phrase", "n_labels", "n_using", *_SIZES, "per_article", "share"]]


def share_roles(
    mentions: pd.DataFrame,
    articles: pd.DataFrame,
    actors: pd.DataFrame,
    *,
    only: Sequence[str] | None = None,
    forms: Sequence[str] = DEFAULT_FORMS,
    weight: str = "article",
) -> pd.DataFrame:
    """How often each actor acts, is acted upon, and is acted upon by nobody named.

    An *agent* is the subject of an active verb or stands in the "by" phrase of a passive, a *patient* is the
    object of a verb or the subject of a passive. The intervals are Wilson's (1927, Journal of the American
    Statistical Association 22: 209-212) at 95 %, with k of n and z = 1.96::

        (k + z²/2 ± z √(k (n - k) / n + z²/4)) / (n + z²)

    They take mentions as independent, which those of one article are not: they are somewhat too narrow.

    Args:
        mentions: the table ``mentions``.
        articles: the table ``articles``.
        actors: the table ``actors``.
        only: ids of actors; all unless given.
        forms: which forms of mention count.
        weight: ``article`` counts every article, ``independent`` one of each text, see ``measures.weights``.

    Returns:
        One row for each outlet, actor and voice (``all``, ``narrator``, ``quoted``), zeros among them: outlet,
        actor_id, actor, voice, n_agent, n_patient, n_other, n_roles (agent or patient), share_agent (of
        n_roles) with low and high, n_passive (subjects of a passive), n_agentless (of them, without a "by"
        phrase), share_agentless with low_agentless and high_agentless, n_articles, n_independent (texts; both
        all of the outlet), weight. Shares and their ends are null where there is nothing to share.

    Raises:
        ValueError: there is no such weight.
    """
    chosen = mentions["form"].isin(list(forms))
    if only is not None:
        chosen &= mentions["actor_id"].isin(list(only))
    counted = with_outlet(weigh(mentions[chosen], articles, weight), articles)
    both = pd.concat([counted.assign(voice="all"), counted], ignore_index=True)
    for role in ("agent", "patient", "other"):
        both[f"n_{role}"] = both["role"].eq(role).astype("int64")
    both["n_passive"] = both["agentless"].notna().astype("int64")
    both["n_agentless"] = both["agentless"].fillna(False).astype("int64")
    numbers = ["n_agent", "n_patient", "n_other", "n_passive", "n_agentless"]
    keys = ["outlet", "actor_id", "voice"]
    found = both.groupby(keys)[numbers].sum().reset_index()
    ids = pd.DataFrame({"actor_id": sorted(set(only) if only is not None else both["actor_id"].unique())}, dtype="str")
    grid = outlet_sizes(articles, weight=weight)[["outlet", *_SIZES]].merge(ids, how="cross")
    grid = grid.merge(pd.DataFrame({"voice": list(VOICES)}), how="cross")
    out = grid.merge(found, on=keys, how="left", validate="1:1")
    out[numbers] = out[numbers].fillna(0).astype("int64")
    out["n_roles"] = out["n_agent"] + out["n_patient"]
    for share, low, high, k, n in (
        ("share_agent", "low", "high", "n_agent", "n_roles"),
        ("share_agentless", "low_agentless", "high_agentless", "n_agentless", "n_passive"),
    ):
        out[share] = (out[k] / out[n]).where(out[n] > 0)
        out[low], out[high] = wilson_interval(out[k], out[n])
    names = actors.rename(columns={"name": "actor"})[["actor_id", "actor"]]
    out = out.merge(names, on="actor_id", how="left", validate="m:1")
    columns = [
        "outlet", "actor_id", "actor", "voice", "n_agent", "n_patient", "n_other", "n_roles", "share_agent", "low",
        "high", "n_passive", "n_agentless", "share_agentless", "low_agentless", "high_agentless",
        *_SIZES,
    ]  # fmt: skip
    return out[columns]


def order_by_likeness(rows: pd.DataFrame, *, across: str, value: str) -> tuple[list[str], list[str]]:
    """Outlets and columns of a matrix in the order in which like stands beside like.

    The order is that on the first axis of a correspondence analysis (Greenacre 2017), in which outlets that use
    the same classes in the same proportions come to lie together, and so do classes that the same outlets use. It
    begins at the end that holds the most frequent class. Outlets without any value come last.

    Args:
        rows: a summary with the columns outlet, ``across`` and ``value``.
        across: the column whose values are the columns of the matrix.
        value: the number in each cell.

    Returns:
        The outlets from top to bottom and the columns from left to right.
    """
    table = rows.pivot(index="outlet", columns=across, values=value).fillna(0).sort_index().sort_index(axis=1)
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
