"""The sentence behind each number."""

import pandas as pd

from crossread.measures.outlets import UNKNOWN


def find_evidence(spans: pd.DataFrame, sentences: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """The sentence around each span, cut where the span begins and ends.

    Args:
        spans: rows of any table with doc_id, start, end (and sent_id, if it has one); rows without
            ``start`` stand for their whole sentence. Other columns are kept.
        sentences: the table ``sentences``.
        articles: the table ``articles``.

    Returns:
        The rows in their order, with outlet and published in front and before, marked, after behind:
        the words of the article as printed. A span longer than its sentence is shown whole.
    """
    texts = articles.set_index("doc_id")["text"].to_dict()
    meta = articles.set_index("doc_id")[["outlet", "published"]]
    bounds = {
        doc_id: list(zip(group["start"], group["end"], group["sent_id"], strict=True))
        for doc_id, group in sentences.groupby("doc_id")
    }
    whole = "start" not in spans
    before, marked, after = [], [], []
    for row in spans.to_dict("records"):
        text = texts[row["doc_id"]]
        around = bounds.get(row["doc_id"], [])
        if whole:
            left, right = next((s, e) for s, e, n in around if n == row["sent_id"])
            start, end = left, right
        else:
            start, end = int(row["start"]), int(row["end"])
            inside = [(s, e) for s, e, _ in around if s <= start < e]
            left, right = inside[0] if inside else (start, end)
            right = max(right, end)
        before.append(text[left:start])
        marked.append(text[start:end])
        after.append(text[end:right])
    out = spans.drop(columns=["outlet", "published"], errors="ignore").reset_index(drop=True)
    out.insert(0, "published", out["doc_id"].map(meta["published"]))
    out.insert(0, "outlet", out["doc_id"].map(meta["outlet"]).fillna(UNKNOWN))
    return out.assign(before=before, marked=marked, after=after)
