from crossread.measures import count_blocks, count_unclaimed_names, describe_corpus
from crossread.tables import make_table

from tests.measures.conftest import rows


def test_a_corpus_is_described_by_outlet(articles, sentences):
    found = describe_corpus(articles, sentences)
    columns = [
        "outlet",
        "n_articles",
        "n_independent",
        "n_words",
        "n_sentences",
        "first_day",
        "last_day",
        "n_undated",
        "n_inferred",
        "n_wire",
        "n_repeated",
    ]
    assert rows(found, *columns) == [
        ["(unknown outlet)", 1, 1, 100, 1, None, None, 1, 0, 0, 0],
        ["North", 2, 2, 1000, 2, "2016-12-18", "2016-12-19", 0, 1, 1, 0],
        ["South", 1, 1, 250, 1, "2016-12-19", "2016-12-19", 0, 0, 0, 1],
    ]


def test_blocks_are_counted_by_kind(articles):
    blocks = make_table(
        "blocks",
        [
            {"doc_id": "a", "start": 0, "end": 10, "kind": "title"},
            {"doc_id": "a", "start": 11, "end": 40, "kind": "body"},
            {"doc_id": "b", "start": 0, "end": 20, "kind": "body"},
        ],
    )
    assert rows(
        count_blocks(blocks, articles), "outlet", "kind", "n_blocks", "n_characters", "n_with", "n_articles"
    ) == [
        ["North", "body", 2, 49, 2, 2],
        ["North", "title", 1, 10, 1, 2],
    ]


def test_names_that_no_lexicon_entry_claims(mentions, actors, articles):
    found = count_unclaimed_names(mentions, actors, articles, n=5)
    assert rows(found, "outlet", "name", "n_mentions", "n_mentioning", "n_articles") == [
        ["(unknown outlet)", "Ann", 1, 1, 1],
        ["North", "Ann", 1, 1, 2],
    ]
