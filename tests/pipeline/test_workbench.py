import sqlite3
from datetime import date

import pytest
from crossread.corpus import Article, Block
from crossread.pipeline.build import Annotated
from crossread.pipeline.workbench import Entry, Kept, Listed, Outline, Place, Workbench
from crossread.tables import TablesError


def key(number):
    return bytes([number]) * 16


OUTLINE = Outline([Block(0, 10, "body")], "Reuters", b"sig", [key(7), key(8)])
OTHER = Outline([], None, b"other", [])


def entry(n, name, annotation, outline=11):
    article = Article(name, "North", date(2016, 12, 19), "given", "A title", "Some text.", f"{name}.txt")
    return Entry(n, key(annotation), key(99), key(outline), article)


def listed(entry, outline):
    return Listed(entry.n, entry.key, entry.text_key, entry.article, outline)


@pytest.fixture
def bench(tmp_path):
    with Workbench(tmp_path / "work" / "bench.sqlite") as bench:
        yield bench


def test_articles_come_back_as_they_were_listed(bench):
    a, b = entry(0, "a", 1), entry(1, "b", 2, outline=12)
    bench.add_listed([a, b], {key(11): OUTLINE, key(12): OTHER})
    assert bench.listed(0, 10) == [(listed(a, OUTLINE), None), (listed(b, OTHER), None)]
    assert bench.listed(1, 2) == [(listed(b, OTHER), None)]
    assert bench.listed_as("b") == listed(b, OTHER)
    bench.clear_listing()
    assert bench.listed(0, 10) == []


def test_an_outline_is_kept_for_the_next_listing(bench):
    bench.add_listed([entry(0, "a", 1)], {key(11): OUTLINE})
    bench.clear_listing()
    assert bench.known_outlines([key(11), key(12), key(11)]) == {key(11)}
    bench.add_listed([entry(0, "b", 1)], {})
    assert bench.listed_as("b").outline == OUTLINE


def test_any_number_of_keys_is_looked_for(bench):
    many = [n.to_bytes(16, "big") for n in range(3000)]
    bench.add_listed([], dict.fromkeys(many[::2], OTHER))
    assert bench.known_outlines(many) == set(many[::2])


def test_one_article_of_those_with_the_same_words_is_missing_until_it_is_kept(bench):
    bench.add_listed([entry(0, "a", 1), entry(1, "b", 2), entry(2, "c", 1)], {key(11): OUTLINE})
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
            bench.add_listed([entry(0, "a", 1)], {} if bench.known_outlines([key(11)]) else {key(11): OUTLINE})
    with Workbench(tmp_path / "bench.sqlite") as bench:
        assert bench.n_missing() == 0


def test_a_part_is_kept_whole_or_not_at_all(bench):
    with pytest.raises(TablesError, match="NOT NULL"):
        bench.keep(Kept([key(7)], b"docs", [(key(1), Annotated(7, b"rows")), (key(2), Annotated(7, None))], []))
    assert bench.find_paragraphs([key(7)]) == {}
    bench.add_listed([entry(0, "a", 1)], {key(11): OUTLINE})
    assert bench.n_missing() == 1


def test_a_damaged_file_says_what_to_do(tmp_path):
    (tmp_path / "bench.sqlite").write_bytes(b"this is no database" * 100)
    with pytest.raises(TablesError, match=r"bench\.sqlite: file is not a database; delete its folder"):
        Workbench(tmp_path / "bench.sqlite")


def test_a_file_of_the_first_layout_keeps_all_but_its_listing(tmp_path):
    path = tmp_path / "bench.sqlite"
    with sqlite3.connect(path) as old:
        old.executescript(
            "create table annotations (key blob primary key, n_words integer not null, tables blob not null);"
            "create table listing (n integer primary key, doc_id text not null unique, key blob not null,"
            " text_key blob not null, article text not null, blocks text not null, wire text,"
            " signature blob not null, paragraphs blob not null);"
            "insert into listing values (0, 'old', x'00', x'00', '{}', '[]', null, x'00', x'00');"
        )
        old.execute("insert into annotations values (?, 7, x'00')", (key(1),))
    for _ in range(2):
        with Workbench(path) as bench:
            assert bench.listed(0, 10) == []
            a = entry(0, "a", 1)
            bench.add_listed([a], {} if bench.known_outlines([key(11)]) else {key(11): OUTLINE})
            assert bench.listed(0, 10) == [(listed(a, OUTLINE), Annotated(7, bytes(1)))]
            bench.clear_listing()


def test_a_file_of_a_later_version_is_left_alone(tmp_path):
    path = tmp_path / "bench.sqlite"
    with sqlite3.connect(path) as later:
        later.execute("pragma user_version = 99")
    with pytest.raises(TablesError, match=r"bench\.sqlite: written by a later version of Crossread \(layout 99; this"):
        Workbench(path)
