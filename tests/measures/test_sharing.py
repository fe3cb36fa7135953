import pytest
from crossread.measures import count_shared_texts, list_copies, share_texts
from crossread.tables import make_table

from tests.measures.conftest import article, rows


@pytest.fixture
def printed():
    """An agency's story in three outlets, one of which prints it twice; an outlet's own, which another takes over."""
    return make_table(
        "articles",
        [
            article("a1", "Agency", 10, "2016-12-18", wire="AP", cluster="a1"),
            article("n1", "North", 10, "2016-12-18", cluster="a1"),
            article("n2", "North", 10, "2016-12-19", cluster="a1"),
            article("s1", "South", 10, "2016-12-20", cluster="a1"),
            article("s2", "South", 10, "2016-12-16", cluster="s2"),
            article("n3", "North", 10, None, cluster="s2"),
            article("n4", "North", 10, "2016-12-20", wire="AFP"),
            article("x1", None, 10, "2016-12-20"),
            article("x2", None, 10, "2016-12-21", cluster="x1"),
        ],
    )


def test_how_much_of_each_outlet_others_print_too(printed):
    found = share_texts(printed)
    columns = ["outlet", "n_articles", "n_independent", "n_shared", "n_later", "n_shared_wire", "n_wire"]
    assert rows(found, *columns) == [
        ["(unknown outlet)", 2, 1, 0, 0, 0, 0],
        ["Agency", 1, 1, 1, 0, 1, 1],
        ["North", 4, 3, 3, 0, 2, 1],
        ["South", 2, 2, 2, 1, 1, 0],
    ]
    assert found["share"].tolist() == [0, 1, 0.75, 1]
    assert found["share_wire"].tolist() == [0, 1, 0.25, 0]


def test_texts_that_two_outlets_share_and_who_was_first(printed):
    columns = ["outlet", "other", "n_shared", "n_first", "n_same_day", "n_later", "n_undated", "n_independent"]
    found = count_shared_texts(printed)
    assert rows(found, *columns) == [
        ["Agency", "North", 1, 0, 1, 0, 0, 1],
        ["Agency", "South", 1, 1, 0, 0, 0, 1],
        ["North", "Agency", 1, 0, 1, 0, 0, 3],
        ["North", "South", 2, 1, 0, 0, 1, 3],
        ["South", "Agency", 1, 0, 0, 1, 0, 2],
        ["South", "North", 2, 0, 0, 1, 1, 2],
    ]
    assert found["share"].tolist() == pytest.approx([1, 1, 1 / 3, 2 / 3, 1 / 2, 1])


def test_copies_are_listed_beside_the_first(printed):
    found = list_copies(printed)
    assert rows(
        found, "doc_id", "outlet", "wire", "copy_doc_id", "copy_outlet", "copy_published", "copy_wire", "days"
    ) == [
        ["s2", "South", None, "n3", "North", None, None, None],
        ["a1", "Agency", "AP", "n1", "North", "2016-12-18", None, 0],
        ["a1", "Agency", "AP", "n2", "North", "2016-12-19", None, 1],
        ["a1", "Agency", "AP", "s1", "South", "2016-12-20", None, 2],
        ["x1", "(unknown outlet)", None, "x2", "(unknown outlet)", "2016-12-21", None, 1],
    ]


def test_a_corpus_without_copies(seed_store):
    articles = seed_store.read("articles")
    assert count_shared_texts(articles).empty
    assert list_copies(articles).empty
    assert share_texts(articles)["n_shared"].sum() == 0
    assert share_texts(articles).set_index("outlet")["n_wire"].to_dict() == {
        "Al Jazeera": 1, "Associated Press": 0, "Press TV": 0, "RFE/RL": 0,
    }  # fmt: skip
