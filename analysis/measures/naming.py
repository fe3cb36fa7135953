"""What outlets call the sides."""

import pandas as pd

from analysis.measures.outlets import outlet_sizes, with_outlet


def count_labels(labels: pd.DataFrame, articles: pd.DataFrame, actors: pd.DataFrame) -> pd.DataFrame:
    """Count labels by outlet, class and the actor they name.

    Returns:
        One row for each outlet, label class, actor and voice that occurs: outlet, label_class, actor_id
        (null where the text does not tell whom it means), actor, voice, n_labels, n_articles (all of
        the outlet), per_article.
    """
    counted = with_outlet(labels, articles)
    out = counted.groupby(["outlet", "label_class", "actor_id", "voice"], dropna=False, sort=True).size()
    rows = out.rename("n_labels").reset_index()
    rows = rows.merge(outlet_sizes(articles)[["outlet", "n_articles"]], on="outlet", validate="m:1")
    rows["per_article"] = rows["n_labels"] / rows["n_articles"]
    names = actors.rename(columns={"name": "actor"})[["actor_id", "actor"]]
    rows = rows.merge(names, on="actor_id", how="left", validate="m:1")
    return rows[["outlet", "label_class", "actor_id", "actor", "voice", "n_labels", "n_articles", "per_article"]]
