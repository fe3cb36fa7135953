import pandas as pd
import pytest
from crossread.measures import count_mentions, top_actors
from crossread.tables import Store, make_table

from tests.measures.conftest import mention, rows


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


@pytest.mark.parametrize("how", [{}, {"only": ["russia"]}, {"forms": ["pronoun"]}, {"top": 1}], ids=str)
def test_a_scan_counts_as_the_whole_table_does(how, mentions, articles, actors, tmp_path):
    store = Store(tmp_path / "tables")
    for number, doc_ids in enumerate((["a"], ["b", "c"], ["d"])):
        store.write_part("mentions", mentions[mentions["doc_id"].isin(doc_ids)].reset_index(drop=True), number)
    whole = count_mentions(mentions, articles, actors, **how)
    pd.testing.assert_frame_equal(count_mentions(store.scan("mentions"), articles, actors, **how), whole)


def test_the_order_of_mentions_does_not_matter(mentions, articles, actors):
    shuffled = mentions.sample(frac=1, random_state=1)
    whole = count_mentions(mentions, articles, actors)
    pd.testing.assert_frame_equal(count_mentions(shuffled, articles, actors), whole)


def test_only_some_actors_or_those_mentioned_most(mentions, articles, actors):
    some = count_mentions(mentions, articles, actors, only=["russia", "nobody"])
    assert some["actor_id"].unique().tolist() == ["nobody", "russia"]
    most = count_mentions(mentions, articles, actors, top=1)
    # Ann leads in all and in the outlets' words, Russia in quotations.
    assert most["actor_id"].unique().tolist() == ["person:ann", "russia"]
    assert count_mentions(mentions, articles, actors, only=["russia"], top=1)["actor_id"].unique().tolist() == [
        "russia"
    ]


def test_those_that_tie_with_the_last_of_the_most_mentioned_are_kept(articles):
    who = {"kind": "person", "side": None, "affiliation": None, "country": None, "in_lexicon": False}
    named = make_table("actors", [{"actor_id": actor, "name": actor.upper(), **who} for actor in "pqrs"])
    often = {"p": 3, "q": 2, "r": 2, "s": 1}
    said = [actor for actor, times in often.items() for _ in range(times)]
    mentions = make_table("mentions", [mention("a", 10 * n, actor) for n, actor in enumerate(said)])
    most = count_mentions(mentions, articles, named, top=2)
    assert most["actor_id"].unique().tolist() == ["p", "q", "r"]
    of_two = count_mentions(mentions, articles, named, top=1, only=["r", "s"])
    assert of_two["actor_id"].unique().tolist() == ["r"]


def test_names_that_do_not_count_may_be_missing_from_the_actors(articles, actors):
    said = [
        mention("a", 0, "nobody", form="pronoun"),
        mention("a", 10, "person:ann"),
        mention("a", 20, "person:zoe", "pronoun"),
    ]
    for part in (said, said[::-1]):
        counts = count_mentions(make_table("mentions", part), articles, actors, top=1)
        assert counts["actor_id"].unique().tolist() == ["person:ann"]


def test_without_mentions_there_are_no_rows(mentions, articles, actors):
    assert count_mentions(mentions.head(0), articles, actors).empty
    assert count_mentions(mentions, articles, actors, forms=["pronoun"], only=[]).empty


def test_mentions_of_other_articles_do_not_count(mentions, articles, actors):
    north = articles[articles["outlet"] == "North"]
    assert count_mentions(mentions, north, actors).query("voice == 'all'")["n_mentions"].tolist() == [1, 3]


def test_a_mention_of_an_actor_that_the_tables_lack_is_told(mentions, articles, actors):
    with pytest.raises(ValueError, match="mentions of russia, which is not in the table actors"):
        count_mentions(mentions, articles, actors[actors["actor_id"] != "russia"])
