import sqlite3
from datetime import date

import pytest
from crossread.corpus import Article, Block
from crossread.pipeline.keep import Keep, Listed
from crossread.pipeline.keys import ArticleKeys
from crossread.pipeline.outline import Outline
from crossread.tables import TablesError


def key(number):
    return bytes([number]) * 16


OUTLINE = Outline([Block(0, 10, "body")], "Reuters", b"sig")
OTHER = Outline([], None, b"other")


def row(n, name, annotation, outline=11):
    article = Article(name, "North", date(2016, 12, 19), "given", "A title", "Some text.", f"{name}.txt")
    return n, article, ArticleKeys(key(annotation), key(outline), key(99))


def listed(row, outline):
    n, article, keys = row
    return Listed(n, article, outline, keys.annotation, keys.scores)


def ids(rows):
    return [one.article.doc_id for one in rows]


@pytest.fixture
def keep(tmp_path):
    with Keep(tmp_path / "work" / "kept.sqlite") as keep:
        yield keep


def test_articles_come_back_as_they_were_listed(keep):
    a, b = row(0, "a", 1), row(1, "b", 2, outline=12)
    keep.add_listed([a, b], {key(11): OUTLINE, key(12): OTHER})
    assert keep.listed(0, 10) == [listed(a, OUTLINE), listed(b, OTHER)]
    assert keep.listed(1, 2) == [listed(b, OTHER)]
    assert keep.listed_as("b") == listed(b, OTHER)
    keep.clear_listing()
    assert keep.listed(0, 10) == []


def test_an_outline_is_kept_for_the_next_listing(keep):
    keep.add_listed([row(0, "a", 1)], {key(11): OUTLINE})
    keep.clear_listing()
    assert set(keep.get([key(11), key(12), key(11)])) == {key(11)}
    keep.add_listed([row(0, "b", 1)], {})
    assert keep.listed_as("b").outline == OUTLINE


def test_any_number_of_keys_is_looked_for(keep):
    many = [n.to_bytes(16, "big") for n in range(3000)]
    keep.put({key: b"value " + key for key in many[::2]})
    assert keep.get(many) == {key: b"value " + key for key in many[::2]}


def test_one_article_of_those_with_the_same_words_is_missing_until_it_is_kept(keep):
    keep.add_listed([row(0, "a", 1), row(1, "b", 2), row(2, "c", 1)], {key(11): OUTLINE})
    assert ids(keep.missing()) == ["a", "b"]
    assert keep.n_missing() == 2
    keep.put({key(1): b"rows"})
    assert ids(keep.missing()) == ["b"]
    assert list(keep.signatures()) == [("a", "North", b"sig"), ("c", "North", b"sig")]


def test_what_is_kept_stays_when_it_is_opened_again(tmp_path):
    for _ in range(2):
        with Keep(tmp_path / "kept.sqlite") as keep:
            keep.put({key(1): b"rows"})
            keep.clear_listing()
            keep.add_listed([row(0, "a", 1)], {key(11): OUTLINE})
    with Keep(tmp_path / "kept.sqlite") as keep:
        assert keep.n_missing() == 0


def test_a_part_is_kept_whole_or_not_at_all(keep):
    with pytest.raises(TypeError):
        keep.put({key(1): b"rows", key(2): None})
    assert keep.get([key(1), key(2)]) == {}
    keep.put({key(1): b"rows"})
    assert keep.get([key(1), key(2)]) == {key(1): b"rows"}


def test_a_damaged_file_says_what_to_do(tmp_path):
    (tmp_path / "kept.sqlite").write_bytes(b"this is no database" * 100)
    with pytest.raises(TablesError, match=r"kept\.sqlite: file is not a database; delete its folder"):
        Keep(tmp_path / "kept.sqlite")


def test_a_file_of_an_earlier_layout_is_begun_anew(tmp_path):
    path = tmp_path / "kept.sqlite"
    with sqlite3.connect(path) as old:
        old.executescript(
            "create table annotations (key blob primary key, n_words integer not null, tables blob not null);"
            "create table listing (n integer primary key, doc_id text not null unique, key blob not null);"
            "insert into annotations values (x'00', 7, x'00'); insert into listing values (0, 'old', x'00');"
            "pragma user_version = 1;"
        )
    for _ in range(2):
        with Keep(path) as keep:
            assert keep.listed(0, 10) == []
            keep.add_listed([row(0, "a", 1)], {key(11): OUTLINE})
            assert ids(keep.listed(0, 10)) == ["a"]
            keep.clear_listing()


def test_a_file_of_a_later_version_is_left_alone(tmp_path):
    path = tmp_path / "kept.sqlite"
    with sqlite3.connect(path) as later:
        later.execute("pragma user_version = 99")
    with pytest.raises(TablesError, match=r"kept\.sqlite: written by a later version of Crossread \(layout 99; this"):
        Keep(path)
