import numpy as np
import pytest
from crossread.measures import compare_scorers, mean_target_tone
from crossread.tables import make_table

from tests.measures.conftest import article, rows


def scored(doc_id, sent_id, actor, score, voice="narrator", scorer="newsmtsc"):
    return {
        "doc_id": doc_id, "sent_id": sent_id, "actor_id": actor, "voice": voice, "scorer": scorer, "score": score,
    }  # fmt: skip


def test_a_cell_for_each_outlet_actor_and_voice(articles, actors):
    tone = make_table(
        "tone",
        [
            *[scored("a", n, "russia", -0.5) for n in range(3)],
            *[scored("b", n, "russia", 0.0) for n in range(2)],
            scored("b", 9, "russia", 0.9, "quoted"),
            scored("c", 0, "person:ann", 0.2),
            scored("c", 0, "person:ann", 0.8, scorer="vader"),
        ],
    )
    found = mean_target_tone(tone, articles, actors, scorer="newsmtsc", chosen=["russia"])
    shown = ("outlet", "actor", "voice", "mean", "low", "n_sentences", "n_scored", "n_articles", "enough")
    assert rows(found, *shown) == [
        ["(unknown outlet)", "Russia", "narrator", None, None, 0, 0, 1, False],
        ["(unknown outlet)", "Russia", "quoted", None, None, 0, 0, 1, False],
        ["North", "Russia", "narrator", pytest.approx(-0.3), None, 5, 2, 2, True],
        ["North", "Russia", "quoted", 0.9, None, 1, 1, 2, False],
        ["South", "Russia", "narrator", None, None, 0, 0, 1, False],
        ["South", "Russia", "quoted", None, None, 0, 0, 1, False],
    ]


def test_the_interval_draws_articles(actors):
    many = make_table("articles", [article(f"d{n}", "North", 10) for n in range(6)])
    alike = [scored(f"d{n}", k, "russia", value) for n, value in enumerate([-0.9, 0.9] * 3) for k in range(50)]
    found = mean_target_tone(make_table("tone", alike), many, actors, scorer="newsmtsc", chosen=["russia"])
    cell = found[found["voice"] == "narrator"].iloc[0]
    # Six articles of two opinions tell little, however many sentences they have.
    assert cell["low"] < -0.5
    assert cell["high"] > 0.5
    assert np.isclose(cell["mean"], 0)


def test_scorers_are_compared_where_both_scored(articles):
    tone = make_table(
        "tone",
        [
            scored("a", 0, "russia", 0.1),
            scored("a", 0, "russia", 0.3, scorer="vader"),
            scored("a", 1, "russia", -0.8),
            scored("a", 1, "russia", 0.4, scorer="vader"),
            scored("a", 2, "russia", 0.4),
            {**scored("a", 3, "russia", 0.4, scorer="vader"), "actor_id": None},
        ],
    )
    assert rows(compare_scorers(tone, articles, "vader", "newsmtsc"), "sent_id", "first", "second", "difference") == [
        [1, 0.4, -0.8, pytest.approx(-1.2)],
        [0, 0.3, 0.1, pytest.approx(-0.2)],
    ]


def test_an_unknown_scorer_names_the_known_ones(articles, actors):
    tone = make_table("tone", [scored("a", 0, "russia", 0.1)])
    with pytest.raises(ValueError, match="no scores by scorer 'mood'; the tables have newsmtsc"):
        mean_target_tone(tone, articles, actors, scorer="mood", chosen=["russia"])
