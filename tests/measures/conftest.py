"""Tiny tables to measure: two articles of North, one of South, one without an outlet."""

import pandas as pd
import pytest
from crossread.tables import make_table

from tests.tables.test_schema import CLAIM


def article(doc_id, outlet, n_words, published="2016-12-19", cluster=None, basis="given", wire=None):
    return {
        "doc_id": doc_id, "outlet": outlet, "published": published, "published_basis": basis if published else None,
        "title": None, "text": "x" * 100, "n_words": n_words, "source_file": f"{doc_id}.txt", "wire": wire,
        "cluster_id": cluster or doc_id,
    }  # fmt: skip


def mention(doc_id, start, actor_id, form="name", voice="narrator", role="other", agentless=None):
    return {
        "doc_id": doc_id, "sent_id": 0, "start": start, "end": start + 5, "surface": "x", "actor_id": actor_id,
        "form": form, "role": role, "agentless": agentless, "voice": voice, "rule": "lexicon",
    }  # fmt: skip


@pytest.fixture
def articles():
    return make_table(
        "articles",
        [
            article("a", "North", 500, "2016-12-18", basis="inferred"),
            article("b", "North", 500, wire="AP"),
            article("c", "South", 250, cluster="b"),
            article("d", None, 100, None),
        ],
    )


@pytest.fixture
def actors():
    rows = [
        {
            "actor_id": "russia",
            "name": "Russia",
            "kind": "state",
            "side": "government",
            "affiliation": None,
            "country": "RU",
            "in_lexicon": True,
        },
        {
            "actor_id": "person:ann",
            "name": "Ann",
            "kind": "person",
            "side": None,
            "affiliation": None,
            "country": None,
            "in_lexicon": False,
        },
    ]
    return make_table("actors", rows)


@pytest.fixture
def mentions():
    return make_table(
        "mentions",
        [
            mention("a", 10, "russia"),
            mention("a", 50, "russia", voice="quoted"),
            mention("b", 30, "russia"),
            mention("b", 40, "person:ann"),
            mention("b", 60, "person:ann", form="pronoun"),
            mention("d", 0, "person:ann"),
        ],
    )


@pytest.fixture
def sentences():
    return make_table("sentences", [{"doc_id": d, "sent_id": 0, "start": 0, "end": 90} for d in "abcd"])


def rows(frame: pd.DataFrame, *columns: str) -> list[list[object]]:
    """Some columns as plain lists, unknown as None."""
    return [[None if pd.isna(v) else v for v in row] for row in frame[list(columns)].itertuples(index=False)]


def tell(*claims: tuple[str, float | None, dict[str, object]]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The tables claims and articles of numbers that are told: day, value and what is other than in ``TOLD``.

    Each is a text of its own, published on the day that it speaks of, in an outlet of its own, unless ``doc_id``,
    ``published``, ``outlet`` or ``cluster`` say otherwise.
    """
    made, texts = [], {}
    for number, (day, value, change) in enumerate(claims):
        own = dict(change)
        doc_id = str(own.pop("doc_id", f"d{number:02d}"))
        about = [own.pop(name, default) for name, default in (
            ("outlet", f"outlet {number}"), ("published", day), ("cluster", doc_id),
        )]  # fmt: skip
        texts.setdefault(doc_id, article(doc_id, about[0], 100, about[1], about[2]))
        bounds = dict.fromkeys(("low", "best", "high"), value)
        made.append({**CLAIM, **TOLD, **bounds, "doc_id": doc_id, "claim_id": number, "as_of": day, **own})
    return make_table("claims", made), make_table("articles", list(texts.values()))


TOLD = {"cumulative": True, "place": "Italy", "place_basis": "clause", "surface": "12 people"}
NOBODY = make_table("actors", [])
