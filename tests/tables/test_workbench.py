from datetime import date

import pytest

from analysis.corpus import Article, Block
from analysis.tables import TablesError
from analysis.tables.build import Annotated
from analysis.tables.workbench import Kept, Listed, Place, Workbench


def key(number):
    return bytes([number]) * 16


def listed(n, name, annotation, *paragraphs):
    article = Article(name, "North", date(2016, 12, 19), "given", "A title", "Some text.", f"{name}.txt")
    return Listed(n, key(annotation), key(99), article, [Block(0, 10, "body")], "Reuters", b"sig", list(paragraphs))


@pytest.fixture
def bench(tmp_path):
    with Workbench(tmp_path / "work" / "bench.sqlite") as bench:
        yield bench


def test_articles_come_back_as_they_were_listed(bench):
    articles = [listed(0, "a", 1, key(7), key(8)), listed(1, "b", 2)]
    bench.add_listed(articles)
    assert bench.listed(0, 10) == [(articles[0], None), (articles[1], None)]
    assert bench.listed(1, 2) == [(articles[1], None)]
    assert bench.listed_as("b") == articles[1]
    bench.clear_listing()
    assert bench.listed(0, 10) == []


def test_one_article_of_those_with_the_same_words_is_missing_until_it_is_kept(bench):
    bench.add_listed([listed(0, "a", 1), listed(1, "b", 2), listed(2, "c", 1)])
    assert [one.article.doc_id for one in bench.missing()] == ["a", "b"]
    assert bench.n_missing() == 2
    bench.keep(Kept([], b"", [(key(1), Annotated(7, b"rows"))], []))
    assert [one.article.doc_id for one in bench.missing()] == ["b"]
    assert bench.listed(2, 3)[0][1] == Annotated(7, b"rows")
    assert list(bench.signed()) == [("a", "North", b"sig"), ("c", "North", b"sig")]


def test_paragraphs_are_found_in_their_bin_and_scores_under_their_text(bench):
    bench.keep(Kept([key(1), key(2)], b"one bin", [], [(key(5), b"[]")]))
    bench.keep(Kept([key(2), key(3)], b"another", [], []))
    found = bench.find_paragraphs([key(1), key(2), key(3), key(4)])
    assert found == {key(1): Place(1, 0), key(2): Place(1, 1), key(3): Place(2, 1)}
    assert bench.bin(2) == b"another"
    assert bench.scores(key(5)) == b"[]"
    assert bench.scores(key(6)) is None


def test_what_is_kept_stays_when_it_is_opened_again(tmp_path):
    for _ in range(2):
        with Workbench(tmp_path / "bench.sqlite") as bench:
            bench.keep(Kept([], b"", [(key(1), Annotated(7, b"rows"))], []))
            bench.clear_listing()
            bench.add_listed([listed(0, "a", 1)])
    with Workbench(tmp_path / "bench.sqlite") as bench:
        assert bench.n_missing() == 0


def test_a_part_is_kept_whole_or_not_at_all(bench):
    with pytest.raises(TablesError, match="NOT NULL"):
        bench.keep(Kept([key(7)], b"docs", [(key(1), Annotated(7, b"rows")), (key(2), Annotated(7, None))], []))
    assert bench.find_paragraphs([key(7)]) == {}
    bench.add_listed([listed(0, "a", 1)])
    assert bench.n_missing() == 1


def test_a_damaged_file_says_what_to_do(tmp_path):
    (tmp_path / "bench.sqlite").write_bytes(b"this is no database" * 100)
    with pytest.raises(TablesError, match=r"bench\.sqlite: file is not a database; delete its folder"):
        Workbench(tmp_path / "bench.sqlite")
