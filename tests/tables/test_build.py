from datetime import date

import pytest

from analysis.corpus import Article, find_blocks
from analysis.extract.article import Extractor
from analysis.tables.build import Prepared, build_tables


def prepare(extractor, doc_id, text):
    article = Article(doc_id, "North", date(2016, 12, 19), "given", None, text, f"{doc_id}.txt")
    return Prepared(article, find_blocks(text, None, extractor.lexicon.boilerplate), None, doc_id)


def test_records_become_tables(extractor):
    tables = build_tables(extractor, [prepare(extractor, "a", "Russia said that 12 people were killed.")])
    assert tables["claims"][["doc_id", "best", "category", "source"]].values.tolist() == [
        ["a", 12.0, "killed", "Russia"]
    ]
    assert tables["actors"]["actor_id"].tolist() == ["russia"]
    assert tables["articles"]["n_words"].tolist() == [7]
    assert tables["errors"].empty


def test_one_bad_article_never_stops_the_others(extractor, monkeypatch):
    class Failing(Extractor):
        def extract(self, article, blocks, doc):
            if article.doc_id == "b":
                raise RuntimeError("broken")
            return super().extract(article, blocks, doc)

    failing = Failing(extractor.nlp, extractor.lexicon)
    items = [prepare(extractor, name, "Russia said so on Monday.") for name in "abc"]
    tables = build_tables(failing, items)
    assert tables["articles"]["doc_id"].tolist() == ["a", "c"]
    assert tables["errors"].to_dict("records") == [
        {"doc_id": "b", "stage": "extract", "message": "RuntimeError: broken", "lost": True}
    ]


def test_an_article_that_the_pipeline_fails_on_is_found(extractor):
    class Failing(Extractor):
        def parse(self, articles):
            for pair in articles:
                if pair[0].doc_id == "b":
                    raise MemoryError("too large")
                yield from super().parse([pair])

    failing = Failing(extractor.nlp, extractor.lexicon)
    tables = build_tables(failing, [prepare(extractor, name, "Russia said so on Monday.") for name in "abc"])
    assert tables["articles"]["doc_id"].tolist() == ["a", "c"]
    assert tables["errors"]["message"].tolist() == ["MemoryError: too large"]


def test_an_article_whose_records_break_a_table_is_left_out(extractor):
    class Failing(Extractor):
        def extract(self, article, blocks, doc):
            records = super().extract(article, blocks, doc)
            return records._replace(labels=records.labels * 2) if article.doc_id == "b" else records

    failing = Failing(extractor.nlp, extractor.lexicon)
    tables = build_tables(failing, [prepare(extractor, name, "The rebels left on Monday.") for name in "abc"])
    assert tables["articles"]["doc_id"].tolist() == ["a", "c"]
    assert tables["labels"]["doc_id"].tolist() == ["a", "c"]
    (error,) = tables["errors"].to_dict("records")
    assert (error["doc_id"], error["stage"], error["lost"]) == ("b", "tables", True)
    assert "table labels: " in error["message"]
    assert "unique" in error["message"]
    assert len(error["message"]) < 300


@pytest.mark.parametrize("text", ["Leave a Reply", "Copyright (c) 2016."])
def test_an_article_without_a_body_is_kept_and_noted(extractor, text):
    tables = build_tables(extractor, [prepare(extractor, "a", text)])
    assert tables["articles"]["n_words"].tolist() == [0]
    assert tables["errors"]["lost"].tolist() == [False]
    assert "no sentence of a body" in tables["errors"]["message"][0]
