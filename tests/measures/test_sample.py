"""Copies count once when they are told to, in every measure alike."""

import inspect

import numpy as np
import pandas as pd
import pytest
from crossread import measures
from crossread.measures import (
    Sample,
    Texts,
    attribute_quotes,
    compare_scorers,
    count_blocks,
    count_claims_left_out,
    count_cues,
    count_label_classes,
    count_label_phrases,
    count_labels,
    count_mentions,
    count_unclaimed_names,
    count_words,
    describe_corpus,
    find_words,
    follow_claims,
    independent_articles,
    mean_target_tone,
    mean_tone,
    share_cues,
    share_roles,
    share_voices,
)
from crossread.measures.sample import as_text
from crossread.tables import make_table
from crossread.tables.schema import TABLES

from tests.measures.conftest import article, rows

# Each measure of a sample, on tables by their names.
MEASURES = {
    describe_corpus: lambda t, s: describe_corpus(s, t["sentences"]),
    count_blocks: lambda t, s: count_blocks(t["blocks"], s),
    count_unclaimed_names: lambda t, s: count_unclaimed_names(t["mentions"], t["actors"], s),
    count_mentions: lambda t, s: count_mentions(t["mentions"], s, t["actors"]),
    mean_tone: lambda t, s: mean_tone(t["tone"], s, scorer="vader"),
    mean_target_tone: lambda t, s: mean_target_tone(
        t["tone"], s, t["actors"], scorer="newsmtsc", chosen=["russia", "turkey"]
    ),
    compare_scorers: lambda t, s: compare_scorers(t["tone"], s, "vader", "newsmtsc"),
    attribute_quotes: lambda t, s: attribute_quotes(t["quotes"], s, t["actors"]),
    share_voices: lambda t, s: share_voices(attribute_quotes(t["quotes"], s, t["actors"]), s),
    count_cues: lambda t, s: count_cues(attribute_quotes(t["quotes"], s, t["actors"]), s),
    share_cues: lambda t, s: share_cues(attribute_quotes(t["quotes"], s, t["actors"]), s),
    count_labels: lambda t, s: count_labels(t["labels"], s, t["actors"]),
    count_label_classes: lambda t, s: count_label_classes(t["labels"], t["mentions"], s),
    count_label_phrases: lambda t, s: count_label_phrases(t["labels"], s),
    share_roles: lambda t, s: share_roles(t["mentions"], s, t["actors"]),
    count_words: lambda t, s: count_words(Texts(s, t["blocks"], t["quotes"])),
    find_words: lambda t, s: find_words(
        Texts(s, t["blocks"], t["quotes"]), pd.DataFrame({"outlet": ["RFE/RL"], "word": ["the"]})
    ),
    follow_claims: lambda t, s: follow_claims(t["claims"], s, t["actors"]),
    count_claims_left_out: lambda t, s: count_claims_left_out(
        t["claims"], s, follow_claims(t["claims"], s, t["actors"])
    ),
}


@pytest.fixture(scope="module")
def once(seed_store):
    return {name: seed_store.read(name) for name in TABLES}


@pytest.fixture(scope="module")
def twice(once):
    """Every article is printed again by its outlet, a day before under another name."""
    out = dict(once)
    for name, table in once.items():
        if "doc_id" in table and name != "errors":
            again = table.assign(doc_id="again " + table["doc_id"])
            out[name] = pd.concat([table, again], ignore_index=True)
    first = ~out["articles"]["doc_id"].str.startswith("again")
    later = out["articles"]["published"].where(first, "2030-01-01")
    out["articles"] = out["articles"].assign(published=later)
    return out


each_measure = pytest.mark.parametrize("measure", MEASURES, ids=lambda measure: measure.__name__)


def call(measure, tables, weight="article"):
    return MEASURES[measure](tables, Sample(tables["articles"], weight))


@each_measure
def test_a_copy_changes_no_independent_summary(measure, once, twice):
    expected, found = (
        call(measure, tables, "independent").drop(columns="n_articles", errors="ignore") for tables in (once, twice)
    )
    if measure is count_claims_left_out:
        assert found["n_claims"].tolist() == [len(once["claims"]), *expected["n_claims"].tolist()[1:]]
        return
    pd.testing.assert_frame_equal(found, expected, check_categorical=False)


@pytest.mark.slow
@each_measure
def test_a_copy_is_an_article(measure, once, twice):
    single, double = call(measure, once), call(measure, twice)
    for name in ("n_articles", "n_words", "n_mentions", "n_quotes", "n_labels", "n_cues", "n_sentences", "n"):
        if name in single and measure is not attribute_quotes:
            assert double[name].tolist() == (2 * single[name]).tolist()
    if "n_articles" in single:
        assert double["n_independent"].tolist() == single["n_independent"].tolist() == single["n_articles"].tolist()
        assert set(double["weight"]) == {"article"}
    else:
        assert len(double) >= len(single)


@pytest.mark.slow
@each_measure
def test_the_table_articles_is_a_sample_that_counts_every_article(measure, once):
    pd.testing.assert_frame_equal(MEASURES[measure](once, once["articles"]), call(measure, once))


@each_measure
def test_scans_give_what_whole_tables_give(measure, once, seed_store):
    in_memory = ("articles", "actors", "claims")
    scans = {name: once[name] if name in in_memory else seed_store.scan(name) for name in once}
    found, expected = (
        call(measure, tables).pipe(lambda frame: as_text(frame, list(frame))) for tables in (scans, once)
    )
    pd.testing.assert_frame_equal(found, expected)


def test_every_measure_of_articles_is_tried_on_copies_and_scans():
    public = {name: getattr(measures, name) for name in measures.__all__ if name not in ("WEIGHTS", "Sample", "Texts")}
    of_articles = {
        name for name, measure in public.items() if {"articles", "texts"} & set(inspect.signature(measure).parameters)
    }
    # The others look for copies or house lines, or for the text behind a row, whatever counts.
    assert of_articles - {measure.__name__ for measure in MEASURES} == {
        "choose_labels", "count_shared_texts", "find_evidence", "find_repeated", "independent_articles", "list_copies",
        "compare_reports", "list_uncoded", "share_texts",
    }  # fmt: skip


def test_an_unknown_weight_names_the_two(once):
    with pytest.raises(ValueError, match="no weight 'word'; there are 'article' and 'independent'"):
        Sample(once["articles"], "word")


# --- which article stands for its copies --------------------------------------------------------


@pytest.fixture
def copies():
    return make_table(
        "articles",
        [
            article("a", "North", 10, "2016-12-19"),
            article("b", "North", 20, "2016-12-18", cluster="a"),
            article("c", "South", 30, "2016-12-18", cluster="a"),
            article("d", "South", 40, None, cluster="d"),
            article("e", "South", 50, "2016-12-20", cluster="d"),
            article("f", None, 60),
            article("g", None, 70, cluster="f"),
        ],
    )


def test_the_article_published_first_stands_for_its_copies(copies):
    assert independent_articles(copies)["doc_id"].tolist() == ["b", "c", "e", "f"]
    assert independent_articles(copies, pooled=True)["doc_id"].tolist() == ["b", "e", "f"]


def test_rows_of_copies_do_not_count(copies):
    table = pd.DataFrame({"doc_id": list("zgfedcba"), "n": range(8), "kind": list("xxxxxxxy")})
    assert Sample(copies).rows(table)["n"].tolist() == [1, 2, 3, 4, 5, 6, 7]
    independent = Sample(copies, "independent")
    assert rows(independent.rows(table, ["n"]), "doc_id", "n", "outlet") == [
        ["f", 2, "(unknown outlet)"], ["e", 3, "South"], ["c", 5, "South"], ["b", 6, "North"],
    ]  # fmt: skip
    assert independent.rows(table, pooled=True)["n"].tolist() == [2, 3, 6]
    assert Sample(copies).rows(table, ["n"], kind=["y"])["n"].tolist() == [7]


@pytest.mark.parametrize(
    ("weight", "n_counted", "n_words"),
    [("article", [2, 2, 3], [130, 30, 120]), ("independent", [1, 1, 2], [60, 20, 80])],
)
def test_both_sizes_are_told(copies, weight, n_counted, n_words):
    sizes = Sample(copies, weight).sizes
    assert rows(sizes, "outlet", "n_articles", "n_independent") == [
        ["(unknown outlet)", 2, 1],
        ["North", 2, 1],
        ["South", 3, 2],
    ]
    assert sizes["n_counted"].tolist() == n_counted
    assert sizes["n_words"].tolist() == n_words


def test_an_interval_draws_clusters_and_not_copies():
    """Ten texts, each printed five times: an interval over articles would be far too sure."""
    made = make_table(
        "articles", [article(f"{n} {k}", "North", 10, cluster=f"{n} 0") for n in range(10) for k in range(5)]
    )
    scores = [
        {"doc_id": f"{n} {k}", "sent_id": s, "actor_id": None, "voice": "narrator", "scorer": "vader", "score": n / 10}
        for n in range(10)
        for k in range(5)
        for s in range(2)
    ]
    tone = make_table("tone", scores)
    sure, honest = (
        mean_tone(tone, Sample(made, weight), scorer="vader").iloc[0] for weight in ("article", "independent")
    )
    assert sure["mean"] == pytest.approx(honest["mean"])
    assert (honest["n_scored"], honest["n_articles"], honest["n_independent"]) == (10, 50, 10)
    width = [row["high"] - row["low"] for row in (sure, honest)]
    assert width[1] / width[0] == pytest.approx(np.sqrt(5) * 2.262 / 2.010, rel=0.1)  # with Student's t of 9 and of 49
