"""The sentence behind each number."""

from typing import Any

import numpy as np
import pandas as pd

from crossread.measures.sample import Articles, Rows, positions, sample_of
from crossread.tables import Scan

_AT_ONCE = 50_000  # rows cut before their words are packed: as single strings these take thrice the memory


def find_evidence(spans: pd.DataFrame, sentences: Rows, articles: Articles) -> pd.DataFrame:
    """The sentence around each span, cut where the span begins and ends.

    Args:
        spans: rows of any table with doc_id, start, end (and sent_id, if it has one); rows without ``start`` stand for
            their whole sentence. Other columns are kept.
        sentences: the table ``sentences``.
        articles: the table ``articles``.

    Returns:
        The rows in their order, with outlet and published in front and before, marked, after behind: the words of the
        article as printed. A span longer than its sentence is shown whole.

    Raises:
        KeyError: a row is of an article or a sentence that the tables do not have.
    """
    known = sample_of(articles).articles
    bounds = _bounds(spans, sentences, pd.Index(known["doc_id"]))
    out = spans.drop(columns=["outlet", "published"], errors="ignore").reset_index(drop=True)
    out.insert(0, "published", known["published"].array[bounds[:, 0]])
    out.insert(0, "outlet", known["outlet"].array[bounds[:, 0]])
    steps = range(0, max(len(out), 1), _AT_ONCE)
    words = [_cut(known["text"], bounds[first : first + _AT_ONCE]) for first in steps]
    return pd.concat([out, pd.concat(words, ignore_index=True)], axis=1)


def _bounds(spans: pd.DataFrame, sentences: Rows, doc_ids: pd.Index) -> np.ndarray:
    """Of each span the number of its article, and where its sentence begins, itself begins and ends, and that ends."""
    key = "start" if "start" in spans else "sent_id"
    rows = pd.DataFrame({"article": positions(spans["doc_id"], doc_ids), "at": spans[key].to_numpy(dtype=np.int64)})
    around = sentences.read() if isinstance(sentences, Scan) else sentences
    around = around.assign(article=positions(around["doc_id"], doc_ids), at=around[key])
    around = around.loc[around["article"].isin(rows["article"].unique()), ["article", "at", "start", "end"]]
    start: Any  # arrays, or columns
    end: Any
    if key == "start":
        order = rows.sort_values("at", kind="stable")
        found = pd.merge_asof(order, around.sort_values("at", kind="stable"), on="at", by="article")
        found = found.set_index(order.index).sort_index()
        start, end = rows["at"].to_numpy(), spans["end"].to_numpy(dtype=np.int64)
        inside = start < found["end"]  # not true of null, where the span is in no sentence
        left, right = found["start"].where(inside, start), found["end"].where(inside, end).clip(lower=end)
    else:
        found = rows.merge(around, on=["article", "at"], how="left", validate="m:1")
        start, end = left, right = found["start"], found["end"]
    if (missing := (rows["article"] < 0) | left.isna()).any():
        raise KeyError(f"no article or no sentence in the tables for {spans[missing.to_numpy()].iloc[0].to_dict()}")
    return np.array([rows["article"], left, start, end, right], dtype=np.int64).T


def _cut(texts: pd.Series, bounds: np.ndarray) -> pd.DataFrame:
    """What stands before, in and after the span of each row: article, left, start, end, right."""
    some, at = np.unique(bounds[:, 0], return_inverse=True)
    text = texts.array[some].to_numpy()
    cut = [
        (text[i][left:start], text[i][start:end], text[i][end:right])
        for i, (left, start, end, right) in zip(at.tolist(), bounds[:, 1:].tolist(), strict=True)
    ]
    return pd.DataFrame(cut, columns=["before", "marked", "after"], dtype="str")
