"""Tone by outlet and toward actors, the outlet's own words and those it quotes apart."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from crossread.measures.intervals import bootstrap_mean
from crossread.measures.outlets import with_outlet
from crossread.measures.weights import outlet_sizes, weigh

# Fewer articles than this say little of an outlet; the interval then is over the sentences read.
MIN_ARTICLES = 10
MIN_SENTENCES = 5
MIN_SCORED = 5  # articles of a cell of outlet and actor that has an interval


def mean_tone(tone: pd.DataFrame, articles: pd.DataFrame, *, scorer: str, weight: str = "article") -> pd.DataFrame:
    """Mean tone of sentences by outlet and voice, with a 95 % bootstrap interval.

    The interval is by percentile bootstrap (Efron and Tibshirani 1993) with a fixed seed. It draws
    articles where an outlet has at least ten, since sentences of one article are not independent;
    below that it draws sentences and so speaks of the sentences read, not of the outlet.

    Args:
        tone: the table ``tone``.
        articles: the table ``articles``.
        scorer: whose scores.
        weight: ``article`` counts every article, ``independent`` one of each text, see ``measures.weights``.

    Returns:
        One row an outlet and voice: outlet, voice, scorer, mean, low, high (null below five sentences),
        n_sentences, n_scored (articles with a score), n_articles, n_independent (texts; both
        all of the outlet), weight, interval_over (``articles``, ``sentences``, null).

    Raises:
        ValueError: no score by that scorer is in the table, or there is no such weight.
    """
    _check_scorer(tone, scorer)
    scored = with_outlet(weigh(tone[(tone["scorer"] == scorer) & tone["actor_id"].isna()], articles, weight), articles)
    rows = []
    for size in outlet_sizes(articles, weight=weight).itertuples():
        for voice in ("narrator", "quoted"):
            part = scored[(scored["outlet"] == size.outlet) & (scored["voice"] == voice)]
            n_scored = part["doc_id"].nunique()
            over = None
            low = high = np.nan
            if len(part) >= MIN_SENTENCES:
                over = "articles" if n_scored >= MIN_ARTICLES else "sentences"
                groups = part["doc_id"].to_numpy() if over == "articles" else np.arange(len(part))
                low, high = bootstrap_mean(part["score"].to_numpy(), groups)
            rows.append(
                {
                    "outlet": size.outlet,
                    "voice": voice,
                    "scorer": scorer,
                    "mean": part["score"].mean() if len(part) else np.nan,
                    "low": low,
                    "high": high,
                    "n_sentences": len(part),
                    "n_scored": n_scored,
                    "n_articles": size.n_articles,
                    "n_independent": size.n_independent,
                    "weight": weight,
                    "interval_over": over,
                }
            )
    return pd.DataFrame(rows)


def mean_target_tone(
    tone: pd.DataFrame,
    articles: pd.DataFrame,
    actors: pd.DataFrame,
    *,
    scorer: str,
    chosen: Sequence[str],
    weight: str = "article",
) -> pd.DataFrame:
    """Mean tone toward actors by outlet and voice, with a 95 % bootstrap interval over articles.

    A sentence counts once for each actor and voice in it. The interval draws articles, since sentences of
    one article are not independent; below five articles with a score there is none.

    Args:
        tone: the table ``tone``.
        articles: the table ``articles``.
        actors: the table ``actors``.
        scorer: whose scores.
        chosen: actor ids, in the order wanted.
        weight: ``article`` counts every article, ``independent`` one of each text, see ``measures.weights``.

    Returns:
        One row for each outlet, actor and voice, those without a score among them: outlet, actor_id, actor,
        voice, scorer, mean (null without a score), low, high, n_sentences, n_scored (articles with a
        score), n_articles, n_independent (texts; both all of the outlet), weight, enough (five sentences or
        more).

    Raises:
        ValueError: no score by that scorer is in the table, or there is no such weight.
    """
    _check_scorer(tone, scorer)
    rows = weigh(tone[(tone["scorer"] == scorer) & tone["actor_id"].isin(list(chosen))], articles, weight)
    cells = dict(list(with_outlet(rows, articles).groupby(["outlet", "actor_id", "voice"])))
    names = actors.set_index("actor_id")["name"]
    out = []
    sizes = outlet_sizes(articles, weight=weight)[["outlet", "n_articles", "n_independent"]]
    for outlet, n_articles, n_independent in sizes.itertuples(index=False):
        for actor in chosen:
            for voice in ("narrator", "quoted"):
                cell = cells.get((outlet, actor, voice))
                scores = cell["score"].to_numpy() if cell is not None else np.empty(0)
                n_scored = cell["doc_id"].nunique() if cell is not None else 0
                low = high = np.nan
                if cell is not None and n_scored >= MIN_SCORED:
                    low, high = bootstrap_mean(scores, cell["doc_id"].to_numpy())
                mean = scores.mean() if len(scores) else np.nan
                out.append(
                    (outlet, actor, names[actor], voice, scorer, mean, low, high, len(scores), n_scored, n_articles,
                     n_independent, weight, len(scores) >= MIN_SENTENCES)
                )  # fmt: skip
    columns = [
        "outlet", "actor_id", "actor", "voice", "scorer", "mean", "low", "high", "n_sentences", "n_scored",
        "n_articles", "n_independent", "weight", "enough",
    ]  # fmt: skip
    return pd.DataFrame(out, columns=columns)


def compare_scorers(
    tone: pd.DataFrame, articles: pd.DataFrame, first: str, second: str, *, weight: str = "article"
) -> pd.DataFrame:
    """What two scorers say of the same actor in the same sentence, those that differ most in front.

    Args:
        tone: the table ``tone``.
        articles: the table ``articles``.
        first: a scorer.
        second: the other.
        weight: ``article`` counts every article, ``independent`` one of each text in all outlets together.

    Returns:
        One row for each sentence, actor and voice that both scored: doc_id, sent_id, actor_id, voice, the
        scores in columns ``first`` and ``second``, difference (second less first).

    Raises:
        ValueError: no score by one of them is in the table, or there is no such weight.
    """
    for scorer in (first, second):
        _check_scorer(tone, scorer)
    keys = ["doc_id", "sent_id", "actor_id", "voice"]
    named = weigh(tone[tone["actor_id"].notna()], articles, weight, pooled=True)
    scores = [
        named[named["scorer"] == scorer][[*keys, "score"]].rename(columns={"score": name})
        for scorer, name in ((first, "first"), (second, "second"))
    ]
    both = scores[0].merge(scores[1], on=keys, validate="1:1")
    both["difference"] = both["second"] - both["first"]
    order = both["difference"].abs().rename("size")
    ranked = both.assign(size=order).sort_values(["size", *keys], ascending=[False, True, True, True, True])
    return ranked.drop(columns="size").reset_index(drop=True)


def _check_scorer(tone: pd.DataFrame, scorer: str) -> None:
    known = sorted(tone["scorer"].unique())
    if scorer not in known:
        raise ValueError(f"no scores by scorer {scorer!r}; the tables have {', '.join(known) or 'none'}")
