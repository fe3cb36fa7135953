"""Tables are repeated to any number of articles, and are tables as others are."""

import pytest
from crossread.runs.parameters import NOTEBOOKS
from crossread.tables import TABLES, open_tables

from research.benchmarks.scale import executing, main, repeat_tables


@pytest.fixture(scope="module")
def repeated(seed_store, tmp_path_factory):
    return repeat_tables([seed_store.folder], 12, tmp_path_factory.mktemp("scale") / "tables")


def test_articles_are_repeated_under_new_ids_days_and_outlets(seed_store, repeated):
    once, found = seed_store.read("articles"), repeated.read("articles")
    assert len(found) == 12
    assert found["doc_id"].is_unique
    assert found["text"].tolist() == [*once["text"], *once["text"], *once["text"].head(2)]
    again = found[found["text"] == once["text"].iloc[0]]
    assert again["published"].tolist() == ["2016-12-19", "2016-12-20", "2016-12-21"]
    assert again["outlet"].nunique() == 3


def test_every_table_fits_its_schema_and_its_articles(seed_store, repeated):
    doc_ids = set(repeated.read("articles")["doc_id"])
    for name in TABLES:
        rows = open_tables(repeated.folder).read(name)
        if name not in ("actors", "errors"):
            assert set(rows["doc_id"]) <= doc_ids
            assert len(rows) >= 2 * len(seed_store.read(name))


def test_a_notebook_gets_the_parameters_that_it_has(tmp_path):
    command = executing(NOTEBOOKS / "01_corpus.ipynb", tmp_path, tmp_path, ["scorer=vader", "top=5"])
    assert command[-9:-6] == ["-p", "top", "5"]
    assert "scorer" not in command


@pytest.mark.slow
def test_each_notebook_is_run_and_measured(seed_store, tmp_path, capsys):
    assert main([str(seed_store.folder), "--articles", "6", "--out", str(tmp_path / "t"), "--only", "01"]) == 0
    assert "01_corpus" in capsys.readouterr().out
