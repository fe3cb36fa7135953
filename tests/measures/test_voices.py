import re

import numpy as np
import pytest
from crossread.measures import attribute_quotes, count_cues, share_cues, share_voices, top_voices
from crossread.measures.intervals import bootstrap_shares
from crossread.measures.voices import word_starts
from crossread.tables import make_table
from hypothesis import example, given
from hypothesis import strategies as st

from tests.measures.conftest import article, rows

TEXT = 'Russia said Ann claimed "it was all over". It is "over", activists said.'


def actor(actor_id, name, kind, side=None, affiliation=None, in_lexicon=True):
    return {
        "actor_id": actor_id, "name": name, "kind": kind, "side": side, "affiliation": affiliation, "country": None,
        "in_lexicon": in_lexicon,
    }  # fmt: skip


def quote(
    quote_id, words, kind, cue=None, cue_class=None, speaker=None, speaker_id=None, at=None, doc_id="a", text=TEXT
):
    start = text.index(words)
    return {
        "doc_id": doc_id, "quote_id": quote_id, "start": start, "end": start + len(words), "kind": kind, "cue": cue,
        "cue_class": cue_class, "speaker": speaker, "speaker_id": speaker_id, "speaker_start": at,
        "speaker_end": None if at is None else at + 3, "rule": "syntax",
    }  # fmt: skip


@pytest.fixture
def actors():
    return make_table(
        "actors",
        [
            actor("lavrov", "Sergei Lavrov", "person", affiliation="russia"),
            actor("kerry", "John Kerry", "person", affiliation="us"),
            actor("russia", "Russia", "state", "government"),
            actor("us", "United States", "state"),
            actor("person:ann", "Ann", "person", in_lexicon=False),
        ],
    )


@pytest.fixture
def articles():
    return make_table(
        "articles",
        [
            {**article("a", "North", 12), "text": TEXT},
            {**article("b", "North", 5), "text": "x" * 9},
            article("c", "South", 5),
        ],
    )


@pytest.fixture
def quotes():
    return make_table(
        "quotes",
        [
            quote(0, 'Ann claimed "it was all over', "indirect", "said", "neutral", "Russia", "russia", 0),
            quote(1, '"it was all over', "indirect", "claimed", "distancing", "Ann", "person:ann", 12),
            quote(2, "all over", "mixed", "claimed", "distancing", "Ann", "person:ann", 12),
            quote(3, "It is", "indirect", "said", "neutral", "activists", None, 59),
            quote(4, "over", "scare"),
        ],
    )  # fmt: skip


def test_each_word_is_of_the_innermost_quotation(quotes, articles, actors):
    said = attribute_quotes(quotes, articles, actors)
    assert rows(said, "quote_id", "directness", "actor", "camp", "cue", "counts_cue", "n_words") == [
        [0, "indirect", "Russia", "government", "said", True, 2],
        [1, "indirect", "Ann", "named, not in the lexicon", "claimed", True, 2],
        [2, "direct", "Ann", "named, not in the lexicon", "claimed", False, 2],
        [3, "indirect", "no known actor", "no known actor", "said", True, 2],
    ]


def test_scare_quotes_count_when_asked_for(quotes, articles, actors):
    said = attribute_quotes(quotes, articles, actors, kinds=["scare"])
    assert rows(said, "quote_id", "actor", "as_written", "n_words") == [[4, "speaker unknown", None, 1]]


def test_officials_stand_where_their_state_stands(articles, actors):
    table = make_table(
        "quotes",
        [quote(n, "all", "direct", speaker_id=who, speaker=who) for n, who in enumerate(["lavrov", "kerry", "us"])],
    )
    said = attribute_quotes(table, articles, actors)
    assert rows(said, "actor", "side", "actor_kind", "camp") == [
        ["Sergei Lavrov", "government", "person", "government"],
        ["John Kerry", "no side", "person", "state, no side"],
        ["United States", "no side", "state", "state, no side"],
    ]


def test_shares_by_speaker(quotes, articles, actors):
    shares = share_voices(attribute_quotes(quotes, articles, actors), articles)
    found = shares[shares["level"] == "actor"]
    columns = [
        "outlet",
        "group_id",
        "group",
        "directness",
        "n_quotes",
        "n_words",
        "n_said",
        "n_quoting",
        "n_articles",
        "share",
    ]
    assert rows(found, *columns) == [
        ["North", "no known actor", "no known actor", "all", 1, 2, 8, 1, 2, 0.25],
        ["North", "no known actor", "no known actor", "direct", 0, 0, 8, 0, 2, 0.0],
        ["North", "no known actor", "no known actor", "indirect", 1, 2, 8, 1, 2, 0.25],
        ["North", "person:ann", "Ann", "all", 2, 4, 8, 1, 2, 0.5],
        ["North", "person:ann", "Ann", "direct", 1, 2, 8, 1, 2, 0.25],
        ["North", "person:ann", "Ann", "indirect", 1, 2, 8, 1, 2, 0.25],
        ["North", "russia", "Russia", "all", 1, 2, 8, 1, 2, 0.25],
        ["North", "russia", "Russia", "direct", 0, 0, 8, 0, 2, 0.0],
        ["North", "russia", "Russia", "indirect", 1, 2, 8, 1, 2, 0.25],
    ]
    assert found[["low", "high", "interval_over"]].isna().all(axis=None)


def test_every_level_adds_up_to_all_words(quotes, articles, actors):
    shares = share_voices(attribute_quotes(quotes, articles, actors), articles)
    north = shares[(shares["outlet"] == "North") & (shares["directness"] == "all")]
    assert north.groupby("level")["share"].sum().to_dict() == {"actor": 1.0, "side": 1.0, "kind": 1.0, "camp": 1.0}
    assert rows(north[north["level"] == "side"], "group", "n_words") == [
        ["government", 2],
        ["named, not in the lexicon", 4],
        ["no known actor", 2],
    ]
    south = shares[(shares["outlet"] == "South") & (shares["level"] == "side")]
    assert rows(south[south["directness"] == "all"], "group", "n_words", "n_said", "n_articles", "share") == [
        ["government", 0, 0, 1, None],
        ["named, not in the lexicon", 0, 0, 1, None],
        ["no known actor", 0, 0, 1, None],
    ]


def test_the_actors_quoted_most(quotes, articles, actors):
    best = top_voices(share_voices(attribute_quotes(quotes, articles, actors), articles), 1)
    assert rows(best, "outlet", "group", "n_words") == [["North", "Ann", 4]]


def many_articles(n):
    """Russia says 1 to n words in as many articles, Ann one word in each."""
    texts = [" ".join(["word"] * (i + 2)) for i in range(n)]
    articles = make_table(
        "articles", [{**article(f"d{i:02}", "North", i + 2), "text": text} for i, text in enumerate(texts)]
    )
    quotes = []
    for i, text in enumerate(texts):
        cut = len(text) - len(" word")
        for number, (start, end, who) in enumerate([(0, cut, "russia"), (cut + 1, len(text), "person:ann")]):
            row = quote(number, text, "direct", "said", "neutral", who, who, 0, f"d{i:02}", text)
            quotes.append({**row, "start": start, "end": end})
    return articles, make_table("quotes", quotes)


def test_intervals_draw_articles(actors):
    articles, quotes = many_articles(12)
    shares = share_voices(attribute_quotes(quotes, articles, actors), articles).query(
        "level == 'actor' and directness == 'all'"
    )
    said = np.arange(1, 13)  # of Russia in each article; of Ann one
    (low,), (high,) = bootstrap_shares(said[:, np.newaxis], said + 1)
    assert rows(shares, "group", "n_words", "share", "low", "high", "interval_over") == [
        ["Ann", 12, 12 / 90, pytest.approx(1 - high), pytest.approx(1 - low), "articles"],
        ["Russia", 78, 78 / 90, pytest.approx(low), pytest.approx(high), "articles"],
    ]


def test_nine_articles_have_no_interval(actors):
    articles, quotes = many_articles(9)
    shares = share_voices(attribute_quotes(quotes, articles, actors), articles)
    assert shares[["low", "high", "interval_over"]].isna().all(axis=None)


def test_a_share_of_everything_has_no_width():
    low, high = bootstrap_shares(np.array([[3, 0], [4, 0]]), np.array([3, 4]))
    assert low.tolist() == [1.0, 0.0]
    assert high.tolist() == [1.0, 0.0]


def test_cues_by_speaker(quotes, articles, actors):
    counts = count_cues(attribute_quotes(quotes, articles, actors), articles)
    assert rows(counts, "outlet", "group", "cue_class", "cue", "n_cues", "n_quotes", "share", "group_share") == [
        ["North", "Ann", "distancing", "claimed", 1, 2, 1 / 3, 1.0],
        ["North", "Russia", "neutral", "said", 1, 1, 1 / 3, 1.0],
        ["North", "no known actor", "neutral", "said", 1, 1, 1 / 3, 1.0],
    ]


def test_a_quotation_without_a_cue_is_counted_apart(quotes, articles, actors):
    counts = count_cues(attribute_quotes(quotes, articles, actors, kinds=["indirect", "scare"]), articles, level="camp")
    assert rows(counts[counts["group"] == "speaker unknown"], "cue", "n_cues", "n_quotes", "share") == [
        [None, 0, 1, None]
    ]
    assert counts["n_quotes"].sum() == 4


def test_shares_of_cue_classes(quotes, articles, actors):
    shares = share_cues(attribute_quotes(quotes, articles, actors), articles, level="side")
    assert rows(shares[shares["cue_class"] == "distancing"], "outlet", "group", "n_cues", "n_all", "n_articles", "share") == [
        ["North", "all speakers", 1, 3, 2, 1 / 3],
        ["North", "government", 0, 1, 2, 0.0],
        ["North", "named, not in the lexicon", 1, 1, 2, 1.0],
        ["North", "no known actor", 0, 1, 2, 0.0],
        *[["South", group, 0, 0, 1, None]
          for group in ("all speakers", "government", "named, not in the lexicon", "no known actor")],
    ]  # fmt: skip
    first = shares.iloc[2]
    assert (first["low"], first["high"]) == pytest.approx((0.0615, 0.7923), abs=5e-5)
    assert shares.loc[shares["outlet"] == "South", ["low", "high"]].isna().all(axis=None)


def test_an_unknown_level_names_the_known_ones(quotes, articles, actors):
    with pytest.raises(ValueError, match="no level 'voice'; there are actor, side, kind, camp"):
        count_cues(attribute_quotes(quotes, articles, actors), articles, level="voice")


def test_a_corpus_without_quotations(quotes, articles, actors):
    none = quotes.iloc[:0]
    assert share_voices(attribute_quotes(none, articles, actors), articles).empty
    assert count_cues(attribute_quotes(none, articles, actors), articles).empty
    assert share_cues(attribute_quotes(none, articles, actors), articles)["n_all"].sum() == 0


@given(st.text(alphabet="ab1_é-’'., \n", max_size=30) | st.text(max_size=30))
@example("al-Assad's 12,000 U.S. -x- ’a’ _b")
def test_words_begin_where_the_pattern_finds_them(text):
    assert word_starts(text).tolist() == [word.start() for word in re.finditer(r"\w+(?:[-’'.,]\w+)*", text)]
