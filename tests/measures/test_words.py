from functools import partial
from math import log, sqrt

import pandas as pd
import pyarrow as pa
import pytest
from crossread.measures import (
    Sample,
    Texts,
    count_words,
    find_repeated,
    find_words,
    most_distinctive,
)
from crossread.tables import make_table

from tests.measures.conftest import article, rows

TEXTS = {
    "a": 'A TITLE\nRebels left. "The rebels won," Ann of Acme said.',
    "b": "Rebels’ aid left the U.S. by rebel-held roads.",
    "c": "Rebels’ aid left the U.S. by rebel-held roads.",
    "d": "Rebels left.",
}

every_word = partial(most_distinctive, top=99, avoided=99)


def span(doc_id, phrase, **more):
    start = TEXTS[doc_id].index(phrase)
    return {"doc_id": doc_id, "start": start, "end": start + len(phrase), **more}


@pytest.fixture
def texts():
    """North prints a, b and c, which is b again; South prints d."""
    made = [
        article(d, o, 9) | {"text": TEXTS[d]}
        for d, o in (("a", "North"), ("b", "North"), ("c", "North"), ("d", "South"))
    ]
    made[2]["cluster_id"] = "b"
    return make_table("articles", made)


@pytest.fixture
def blocks():
    bodies = [
        span("a", 'Rebels left. "The rebels won," Ann of Acme said.', kind="body"),
        *({"doc_id": d, "start": 0, "end": len(TEXTS[d]), "kind": "body"} for d in "bcd"),
    ]
    return make_table("blocks", [span("a", "A TITLE", kind="title"), *bodies])


@pytest.fixture
def quotes():
    nothing = {
        "cue": None,
        "cue_class": None,
        "speaker": None,
        "speaker_id": None,
        "speaker_start": None,
        "speaker_end": None,
        "rule": "x",
    }
    return make_table(
        "quotes",
        [
            span("a", "The rebels won,", quote_id=0, kind="direct", **nothing),
            span("b", "aid left", quote_id=0, kind="indirect", **nothing),
        ],
    )


def counted(frame):
    return {(row.outlet, row.word): (row.n, row.n_articles_with) for row in frame.itertuples()}


@pytest.fixture
def counts(texts, blocks, quotes):
    return count_words(Texts(Sample(texts, "independent"), blocks, quotes))


def test_words_of_the_body_outside_quotation_marks_copies_once(counts):
    assert rows(counts, "outlet", "word", "n", "n_articles_with", "n_independent", "n_words") == [
        ["North", "acme", 1, 1, 2, 14],
        ["North", "aid", 1, 1, 2, 14],
        ["North", "ann", 1, 1, 2, 14],
        ["North", "by", 1, 1, 2, 14],
        ["North", "left", 2, 2, 2, 14],
        ["North", "of", 1, 1, 2, 14],
        ["North", "rebel-held", 1, 1, 2, 14],
        ["North", "rebels", 2, 2, 2, 14],
        ["North", "roads", 1, 1, 2, 14],
        ["North", "said", 1, 1, 2, 14],
        ["North", "the", 1, 1, 2, 14],
        ["North", "u.s.", 1, 1, 2, 14],
        ["South", "left", 1, 1, 1, 2],
        ["South", "rebels", 1, 1, 1, 2],
    ]


def test_a_copy_counts_as_an_article(texts, blocks, quotes, counts):
    every = count_words(Texts(texts, blocks, quotes))
    assert counted(every)["North", "aid"] == (2, 2)
    sizes = ["outlet", "n_articles", "n_independent", "weight", "n_words"]
    assert rows(every.drop_duplicates("outlet"), *sizes) == [
        ["North", 3, 2, "article", 22],
        ["South", 1, 1, "article", 2],
    ]
    assert rows(counts.drop_duplicates("outlet"), *sizes) == [
        ["North", 3, 2, "independent", 14],
        ["South", 1, 1, "independent", 2],
    ]


def test_voices_and_spans_left_out(texts, blocks, quotes):
    assert counted(count_words(Texts(texts, blocks, quotes, voice="quoted"))) == {
        ("North", "rebels"): (1, 1), ("North", "the"): (1, 1), ("North", "won"): (1, 1),
    }  # fmt: skip
    every = counted(
        count_words(
            Texts(
                Sample(texts, "independent"),
                blocks,
                quotes,
                voice="all",
                leave_out=make_table("blocks", [span("a", "Acme", kind="body")]),
            )
        )
    )
    assert every["North", "rebels"] == (3, 2)
    assert ("North", "acme") not in every


def test_pairs_do_not_cross_punctuation(texts, blocks, quotes):
    pairs = count_words(Texts(texts, blocks, quotes), size=2)
    assert [word for outlet, word in counted(pairs) if outlet == "North"] == [
        "acme said", "aid left", "ann of", "by rebel-held", "left the", "of acme", "rebel-held roads", "rebels left",
        "the u.s.", "u.s. by",
    ]  # fmt: skip


def test_rare_words_are_not_listed_and_count_in_the_sums(texts, blocks, quotes, counts):
    some = count_words(Texts(Sample(texts, "independent"), blocks, quotes), min_count=3)
    assert rows(some, "outlet", "word", "n", "n_words") == [
        ["North", "left", 2, 14],
        ["North", "rebels", 2, 14],
        ["South", "left", 1, 2],
        ["South", "rebels", 1, 2],
    ]
    assert every_word(some, min_count=3).equals(every_word(counts, min_count=3))
    # An outlet without a frequent word stays, with its sum.
    rare = count_words(Texts(texts, blocks, quotes), size=2, min_count=4)
    assert rows(rare, "outlet", "n_words") == [["North", 16], ["South", 1]]


def test_three_words_are_no_unit(texts, blocks, quotes):
    with pytest.raises(ValueError, match="size 3: expected 1, for words, or 2"):
        count_words(Texts(texts, blocks, quotes), size=3)


def test_a_corpus_without_words():
    counts = count_words(Texts(*(make_table(name, []) for name in ("articles", "blocks", "quotes"))))
    assert counts.empty
    assert every_word(counts).empty


def test_words_are_found_where_they_are_counted(texts, blocks, quotes, counts):
    wanted = counts.query("word in ['rebels', 'u.s.']")
    found = find_words(Texts(Sample(texts, "independent"), blocks, quotes), wanted)
    printed = [(row.outlet, row.word, row.doc_id, TEXTS[row.doc_id][row.start : row.end]) for row in found.itertuples()]
    assert printed == [
        ("North", "rebels", "a", "Rebels"),
        ("North", "rebels", "b", "Rebels"),
        ("North", "u.s.", "b", "U.S."),
        ("South", "rebels", "d", "Rebels"),
    ]
    assert len(find_words(Texts(texts, blocks, quotes), wanted, limit=1)) == 3
    every = find_words(Texts(texts, blocks, quotes), wanted)
    assert every["doc_id"].tolist() == ["a", "b", "c", "b", "c", "d"]


def test_the_log_odds_by_hand(counts):
    found = every_word(counts, prior=8, min_count=3).set_index(["outlet", "word"])
    assert found.index.tolist() == [("North", "left"), ("North", "rebels"), ("South", "left"), ("South", "rebels")]
    # 3 of the 16 words are "left": of a prior of 8 words, 1.5. North has it 2 times in 14 words, South 1 time in 2.
    log_odds = log((2 + 1.5) / (14 + 8 - 3.5)) - log((1 + 1.5) / (2 + 8 - 2.5))
    z = log_odds / sqrt(1 / 3.5 + 1 / 2.5)
    row = found.loc[("North", "left")]
    assert (row["n"], row["n_others"], row["n_articles_with"], row["n_others_with"]) == (2, 1, 2, 1)
    assert (row["log_odds"], row["z"]) == pytest.approx((log_odds, z))
    assert (log_odds, z) == pytest.approx((-0.5664, -0.6840), abs=1e-4)
    assert found.loc[("South", "left"), "z"] == pytest.approx(-z)


def test_a_larger_prior_draws_towards_no_difference(counts):
    small, large = (every_word(counts, prior=prior, min_count=1)["z"].abs().max() for prior in (10, 1000))
    assert large < small


def test_words_an_outlet_does_not_use_are_among_them_and_one_outlet_has_none(counts):
    found = every_word(counts, min_count=1).set_index(["outlet", "word"])
    assert found.loc[("South", "aid"), ["n", "n_others"]].tolist() == [0, 1]
    assert every_word(counts[counts["outlet"] == "North"], min_count=1).empty


def test_an_outlets_own_name_is_not_its_word(counts):
    counts = counts.astype({"outlet": "str"}).replace({"outlet": {"North": "The Rebels", "South": "Al Ann"}})
    found = every_word(counts, min_count=1)
    of = {outlet: set(group["word"]) for outlet, group in found.groupby("outlet")}
    assert not {"rebels", "the"} & of["The Rebels"]
    assert "rebel-held" in of["The Rebels"]
    assert "ann" not in of["Al Ann"]
    assert "rebels" in of["Al Ann"]


def test_words_in_few_articles_come_last(counts):
    picked = most_distinctive(counts, top=3, min_articles=2, avoided=1, min_count=1)
    assert rows(picked[picked["outlet"] == "North"], "word", "n_articles_with", "enough") == [
        ["acme", 1, False],
        ["aid", 1, False],
        ["ann", 1, False],
    ]
    assert rows(picked[picked["outlet"] == "South"], "word", "n_articles_with", "enough") == [
        ["left", 1, False],
        ["rebels", 1, False],
    ]


def test_sentences_printed_again_and_again(texts):
    sentences = make_table("sentences", [span(d, TEXTS[d][:6], sent_id=0) for d in "bcd"])
    others = texts.assign(cluster_id=texts["doc_id"])
    assert rows(
        find_repeated(sentences, others, min_articles=2), "doc_id", "outlet", "sentence", "n_articles_with"
    ) == [
        ["b", "North", "Rebels", 2],
        ["c", "North", "Rebels", 2],
    ]
    assert find_repeated(sentences, texts, min_articles=2).empty  # c is a copy of b


def test_a_house_line_is_found_in_copies_too(texts):
    sentences = make_table("sentences", [span("a", "rebels", sent_id=0), *(span(d, "Rebels", sent_id=0) for d in "bc")])
    found = find_repeated(sentences, texts, min_articles=2)
    assert rows(found, "doc_id", "n_articles_with") == [["a", 2], ["b", 2], ["c", 2]]


def test_the_words_that_are_picked_keep_no_others_in_memory():
    outlets, words = [f"Outlet {n}" for n in range(20)], [f"word {n}" for n in range(5000)]
    made = pd.MultiIndex.from_product([outlets, words], names=["outlet", "word"]).to_frame(index=False)
    made = made.assign(n=[1 + i % 7 for i in range(len(made))], n_articles_with=1, n_articles=9, n_independent=9)
    before = pa.total_allocated_bytes()
    picked = most_distinctive(made.assign(weight="article", n_words=20_000), top=1, avoided=1, min_count=1)
    assert len(picked) == 40
    assert pa.total_allocated_bytes() - before < 1_000_000
