"""Tone by outlet, the outlet's own words and those it quotes apart."""

import numpy as np
import pandas as pd

from analysis.measures.outlets import outlet_sizes, with_outlet

DRAWS = 2000
SEED = 20161219
# Fewer articles than this say little of an outlet; the interval then is over the sentences read.
MIN_ARTICLES = 10
MIN_SENTENCES = 5


def mean_tone(tone: pd.DataFrame, articles: pd.DataFrame, *, scorer: str) -> pd.DataFrame:
    """Mean tone of sentences by outlet and voice, with a 95 % bootstrap interval.

    The interval is by percentile bootstrap (Efron and Tibshirani 1993) with a fixed seed. It draws
    articles where an outlet has at least ten, since sentences of one article are not independent;
    below that it draws sentences and so speaks of the sentences read, not of the outlet.

    Args:
        tone: the table ``tone``.
        articles: the table ``articles``.
        scorer: whose scores.

    Returns:
        One row an outlet and voice: outlet, voice, scorer, mean, low, high (null below five sentences),
        n_sentences, n_scored (articles with a score), n_articles (all of the outlet), interval_over
        (``articles``, ``sentences``, null).

    Raises:
        ValueError: no score by that scorer is in the table.
    """
    known = sorted(tone["scorer"].unique())
    if scorer not in known:
        raise ValueError(f"no scores by scorer {scorer!r}; the tables have {', '.join(known) or 'none'}")
    scored = with_outlet(tone[(tone["scorer"] == scorer) & tone["actor_id"].isna()], articles)
    rows = []
    for size in outlet_sizes(articles).itertuples():
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
                    "interval_over": over,
                }
            )
    return pd.DataFrame(rows)


def bootstrap_mean(values: "np.ndarray", groups: "np.ndarray") -> tuple[float, float]:
    """A 95 % percentile interval of a mean, drawing whole groups with replacement.

    Args:
        values: the numbers.
        groups: the group of each; equal entries are drawn together.
    """
    _, index = np.unique(groups, return_inverse=True)
    sums = np.bincount(index, weights=values)
    sizes = np.bincount(index)
    n = len(sums)
    draws = np.random.default_rng(SEED).multinomial(n, np.full(n, 1 / n), size=DRAWS)
    means = (draws @ sums) / (draws @ sizes)
    low, high = np.percentile(means, [2.5, 97.5])
    return float(low), float(high)
