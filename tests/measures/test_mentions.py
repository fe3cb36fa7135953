from analysis.measures import count_mentions, top_actors
from tests.measures.conftest import rows


def test_counts_by_outlet_actor_and_voice(mentions, articles, actors):
    counts = count_mentions(mentions, articles, actors)
    found = counts[counts["voice"] == "all"]
    assert rows(
        found, "outlet", "actor", "n_mentions", "n_mentioning", "n_articles", "n_words", "per_1000", "first_position"
    ) == [
        ["(unknown outlet)", "Ann", 1, 1, 1, 100, 10.0, 0.0],
        ["(unknown outlet)", "Russia", 0, 0, 1, 100, 0.0, None],
        ["North", "Ann", 1, 1, 2, 1000, 1.0, 0.4],
        ["North", "Russia", 3, 2, 2, 1000, 3.0, 0.2],
        ["South", "Ann", 0, 0, 1, 250, 0.0, None],
        ["South", "Russia", 0, 0, 1, 250, 0.0, None],
    ]


def test_voices_add_up(mentions, articles, actors):
    counts = count_mentions(mentions, articles, actors).set_index(["outlet", "actor_id", "voice"])["n_mentions"]
    wide = counts.unstack("voice")
    assert (wide["narrator"] + wide["quoted"]).eq(wide["all"]).all()
    assert wide.loc[("North", "russia")].to_dict() == {"all": 3, "narrator": 2, "quoted": 1}


def test_pronouns_count_when_asked_for(mentions, articles, actors):
    counts = count_mentions(mentions, articles, actors, forms=["name", "pronoun"])
    assert counts.query("outlet == 'North' and actor == 'Ann' and voice == 'all'")["n_mentions"].tolist() == [2]


def test_outlets_rank_actors_alike_whatever_their_size(mentions, articles, actors):
    counts = count_mentions(mentions, articles, actors)
    assert top_actors(counts, 2) == ["person:ann", "russia"]
    assert top_actors(counts, 1) == ["person:ann"]
    assert top_actors(counts, 1, voice="quoted") == ["russia"]
