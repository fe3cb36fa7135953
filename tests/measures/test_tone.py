import numpy as np
import pytest
from crossread.measures import mean_tone
from crossread.measures.intervals import jackknife_mean
from crossread.tables import make_table

from tests.measures.conftest import article, rows


def scores(doc_id, values, voice="narrator"):
    return [
        {"doc_id": doc_id, "sent_id": n, "actor_id": None, "voice": voice, "scorer": "vader", "score": value}
        for n, value in enumerate(values)
    ]


def test_means_by_outlet_and_voice(articles):
    tone = make_table("tone", scores("a", [0.5, -0.5, 0.2, 0.2, 0.1]) + scores("c", [0.4], "quoted"))
    found = mean_tone(tone, articles, scorer="vader")
    assert rows(found, "outlet", "voice", "mean", "n_sentences", "n_scored", "n_articles", "interval_over") == [
        ["(unknown outlet)", "narrator", None, 0, 0, 1, None],
        ["(unknown outlet)", "quoted", None, 0, 0, 1, None],
        ["North", "narrator", pytest.approx(0.1), 5, 1, 2, "sentences"],
        ["North", "quoted", None, 0, 0, 2, None],
        ["South", "narrator", None, 0, 0, 1, None],
        ["South", "quoted", 0.4, 1, 1, 1, None],
    ]
    assert found["low"].notna().tolist() == [False, False, True, False, False, False]


def test_many_articles_are_drawn_whole():
    many = make_table("articles", [article(f"d{n}", "North", 10) for n in range(12)])
    tone = make_table("tone", [row for n in range(12) for row in scores(f"d{n}", [n / 12] * 5)])
    row = mean_tone(tone, many, scorer="vader").iloc[0]
    assert row["interval_over"] == "articles"
    over_sentences = jackknife_mean(tone["score"].to_numpy(), np.arange(len(tone)))
    assert row["high"] - row["low"] > 1.5 * (over_sentences[1] - over_sentences[0])


def test_an_unknown_scorer_names_the_known_ones(articles):
    tone = make_table("tone", scores("a", [0.5]))
    with pytest.raises(ValueError, match="no scores by scorer 'mood'; the tables have vader"):
        mean_tone(tone, articles, scorer="mood")
