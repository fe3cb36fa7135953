"""Tone by outlet and toward actors, the outlet's own words and those it quotes apart."""

from collections.abc import Sequence
from math import inf

import numpy as np
import pandas as pd

from crossread.measures.intervals import jackknife_mean
from crossread.measures.sample import SIZES, Articles, Rows, name_actors, sample_of
from crossread.tables import Scan
from crossread.tables.schema import VOICES

# Fewer articles than this say little of an outlet; the interval then is over the sentences read.
MIN_ARTICLES = 10
MIN_SENTENCES = 5
MIN_SCORED = 5  # articles of a cell of outlet and actor that has an interval
_NUMBERS = ["mean", "low", "high", "n_sentences", "n_scored"]
_COLUMNS = ("sent_id", "actor_id", "voice", "score")


def mean_tone(tone: Rows, articles: Articles, *, scorer: str) -> pd.DataFrame:
    """Mean tone of sentences by outlet and voice, with a 95 % interval (see ``jackknife_mean``).

    It is over articles where an outlet has at least ten, since sentences of one article are not independent; below that
    it is over sentences and so speaks of the sentences read, not of the outlet.

    Returns:
        One row an outlet and voice: outlet, voice, scorer, mean, low, high (null below five sentences), n_sentences,
        n_scored (articles with a score), ``SIZES``, interval_over (``articles``, ``sentences``, null).

    Raises:
        ValueError: no score by that scorer is in the table.
    """
    sample = sample_of(articles)
    rows = _scored(sample.rows(tone, _COLUMNS, scorer=[scorer]), tone, scorer)
    means = _mean_cells(rows[rows["actor_id"].isna()], ["outlet", "voice"], MIN_ARTICLES, MIN_SENTENCES)
    out = sample.complete(means, ["n_sentences", "n_scored"], voice=VOICES).assign(scorer=scorer)
    return out[["outlet", "voice", "scorer", *_NUMBERS, *SIZES, "interval_over"]]


def mean_target_tone(
    tone: Rows, articles: Articles, actors: pd.DataFrame, *, scorer: str, chosen: Sequence[str]
) -> pd.DataFrame:
    """Mean tone toward actors by outlet and voice, with a 95 % interval over articles.

    A sentence counts once for each actor and voice in it. The interval (see ``jackknife_mean``) is over articles, since
    sentences of one article are not independent; below five articles with a score there is none. ``chosen`` are actor
    ids, in the order wanted.

    Returns:
        One row for each outlet, actor and voice, those without a score among them: outlet, actor_id, actor, voice,
        scorer, mean (null without a score), low, high, n_sentences, n_scored (articles with a score), ``SIZES``, enough
        (five sentences or more).

    Raises:
        ValueError: no score by that scorer is in the table.
    """
    sample = sample_of(articles)
    rows = _scored(sample.rows(tone, _COLUMNS, scorer=[scorer], actor_id=chosen), tone, scorer)
    means = _mean_cells(rows, ["outlet", "actor_id", "voice"], MIN_SCORED)
    out = sample.complete(means, ["n_sentences", "n_scored"], actor_id=chosen, voice=VOICES)
    out = name_actors(out, actors).assign(scorer=scorer, enough=lambda cells: cells["n_sentences"] >= MIN_SENTENCES)
    return out[["outlet", "actor_id", "actor", "voice", "scorer", *_NUMBERS, *SIZES, "enough"]]


def _mean_cells(rows: pd.DataFrame, keys: list[str], min_articles: int, min_sentences: float = inf) -> pd.DataFrame:
    """The mean score of the rows of each key that has any, with its interval and what that is over.

    It is over articles where there are so many; with fewer, over sentences where there are so many, and else there is
    none.
    """
    cells = []
    for key, cell in rows.groupby(keys, observed=True):
        scores, n_scored = cell["score"].to_numpy(), cell["doc_id"].nunique()
        over = "articles" if n_scored >= min_articles else "sentences" if len(cell) >= min_sentences else None
        groups = pd.factorize(cell["doc_id"])[0] if over == "articles" else np.arange(len(cell))
        low, high = jackknife_mean(scores, groups) if over else (np.nan, np.nan)
        cells.append((*key, scores.mean(), low, high, len(cell), n_scored, over))
    return pd.DataFrame(cells, columns=[*keys, *_NUMBERS, "interval_over"]).astype(dict.fromkeys(keys, "string"))


def compare_scorers(tone: Rows, articles: Articles, first: str, second: str) -> pd.DataFrame:
    """What two scorers say of the same actor in the same sentence, those that differ most in front.

    Of copies one counts in all outlets together where the sample counts independent articles.

    Returns:
        One row for each sentence, actor and voice that both scored: doc_id, sent_id, actor_id, voice, the scores in
        columns ``first`` and ``second``, difference (second less first).

    Raises:
        ValueError: no score by one of them is in the table.
    """
    keys = ["doc_id", "sent_id", "actor_id", "voice"]
    rows = sample_of(articles).rows(tone, [*_COLUMNS, "scorer"], pooled=True, scorer=[first, second])
    rows = rows[rows["actor_id"].notna()]
    left, right = (_scored(rows[rows["scorer"] == scorer], tone, scorer) for scorer in (first, second))
    both = left[[*keys, "score"]].merge(right[[*keys, "score"]], on=keys, validate="1:1")
    both = both.rename(columns={"score_x": "first", "score_y": "second"})
    both["difference"] = both["second"] - both["first"]
    order = both["difference"].abs().rename("size")
    ranked = both.assign(size=order).sort_values(["size", *keys], ascending=[False, True, True, True, True])
    return ranked.drop(columns="size").reset_index(drop=True)


def list_scorers(tone: Rows) -> list[str]:
    """Whose scores the table ``tone`` has, by name."""
    scorers = tone.read(["scorer"]) if isinstance(tone, Scan) else tone
    return sorted(scorers["scorer"].unique())


def _scored(rows: pd.DataFrame, tone: Rows, scorer: str) -> pd.DataFrame:
    """The rows as they are; without any it is an error if the scorer has none in the whole table."""
    if rows.empty and scorer not in (known := list_scorers(tone)):
        raise ValueError(f"no scores by scorer {scorer!r}; the tables have {', '.join(known) or 'none'}")
    return rows
