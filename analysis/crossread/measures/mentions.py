"""How often, how early and in whose words each outlet mentions each actor."""

from collections.abc import Sequence

import pandas as pd

from crossread.measures.sample import SIZES, Articles, Chosen, Rows, add_total, count_by, name_actors, sample_of
from crossread.tables.schema import FORMS, VOICES

# Pronouns repeat a name; they are counted only when asked for.
DEFAULT_FORMS = tuple(form for form in FORMS if form != "pronoun")
ALL_VOICES = ("all", *VOICES)
# Positions in an article are added as whole numbers: in whatever order, the sum is the same to the last digit.
_WHOLE = 2**32


def count_mentions(
    mentions: Rows,
    articles: Articles,
    actors: pd.DataFrame,
    *,
    only: Chosen = None,
    top: int | None = None,
    forms: Sequence[str] = DEFAULT_FORMS,
) -> pd.DataFrame:
    """Count mentions by outlet, actor and voice.

    Args:
        mentions: the table ``mentions``.
        articles: the table ``articles``.
        actors: the table ``actors``.
        only: the actors to count; all that are mentioned unless given.
        top: of them only those that are among so many that outlets mention most (see :func:`top_actors`), in one of the
            voices or in all, with ties. A large corpus names so many people that a row for each of them in each outlet
            would not fit into memory.
        forms: which forms of mention count.

    Returns:
        One row for each outlet, actor and voice (``all``, ``narrator``, ``quoted``), zeros among them: outlet,
        actor_id, actor, kind, side, in_lexicon, voice, n_mentions, n_mentioning (articles that mention the actor),
        ``SIZES``, n_words (of the articles that count), per_1000 (mentions per 1,000 of these words), first_position
        (mean over mentioning articles of where the first mention stands, 0 the start and 1 the end; null where none
        does).

    Raises:
        ValueError: an actor is mentioned that is not in ``actors``.
    """
    sample = sample_of(articles)
    rows = sample.rows(mentions, ["start", "actor_id", "voice"], form=forms, actor_id=only)
    if unknown := sorted(set(rows["actor_id"].unique()) - set(actors["actor_id"])):
        raise ValueError(f"mentions of {unknown[0]}, which is not in the table actors")
    counts = _count(rows, sample.counted)
    n_words = counts["outlet"].map(sample.sizes.set_index("outlet")["n_words"]).astype("float64")
    counts["per_1000"] = (1000 * counts["n_mentions"] / n_words).where(n_words > 0)
    if top is not None:
        counts = counts[counts["actor_id"].isin(_most_mentioned(counts, top))]
    wanted = sorted(counts["actor_id"].unique() if only is None or top is not None else only)
    out = sample.complete(counts, ["n_mentions", "n_mentioning"], actor_id=wanted, voice=ALL_VOICES)
    out["per_1000"] = out["per_1000"].fillna(0).where(out["n_words"] > 0)
    out["first_position"] = (out["position"] / out["n_mentioning"] / _WHOLE).round(6)
    columns = [
        "outlet", "actor_id", "actor", "kind", "side", "in_lexicon", "voice", "n_mentions", "n_mentioning", *SIZES,
        "n_words", "per_1000", "first_position",
    ]  # fmt: skip
    return name_actors(out, actors, "kind", "side", "in_lexicon")[columns]


def _count(rows: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """Mentions, articles that mention and the sum of first positions, by outlet, actor and voice, the zeros not."""
    keys = ["outlet", "doc_id", "actor_id", "voice"]
    voices = rows.groupby(keys, sort=False).agg(n=("start", "size"), first=("start", "min")).reset_index()
    both = add_total(voices, "voice", {"n": "sum", "first": "min"})
    length = pd.Series(articles["text"].str.len().to_numpy(dtype="int64"), articles["doc_id"])
    both["position"] = both["first"] * _WHOLE // both["doc_id"].map(length).astype("int64")
    numbers = {"n_mentions": ("n", "sum"), "n_mentioning": ("n", "size"), "position": ("position", "sum")}
    return count_by(both, ["outlet", "actor_id", "voice"], **numbers)


def _most_mentioned(counts: pd.DataFrame, n: int) -> pd.Index:
    """The n actors that outlets mention most and those that tie with the last of them, in any voice."""
    sums = counts.groupby(["voice", "actor_id"])["per_1000"].sum()
    least = sums.groupby("voice").transform(lambda of_voice: of_voice.nlargest(n).min())
    # A sum may differ in its last digit with the order of its parts.
    return sums.index[(sums > 0) & (sums >= least * (1 - 1e-9))].get_level_values("actor_id")


def top_actors(counts: pd.DataFrame, n: int, *, voice: str = "all") -> list[str]:
    """The n actors that most outlets mention most, by a summary of :func:`count_mentions`.

    Outlets count alike, whatever their size: the rank is by the mean over outlets of mentions per 1,000 words (of one
    voice), then by name.
    """
    rows = counts[counts["voice"] == voice]
    # Sums rank as means do, with or without the zeros of outlets that do not mention an actor.
    sums = rows.groupby(["actor_id", "actor"], sort=True)["per_1000"].sum().reset_index()
    ranked = sums.sort_values(["per_1000", "actor"], ascending=[False, True])
    return ranked["actor_id"].head(n).tolist()
