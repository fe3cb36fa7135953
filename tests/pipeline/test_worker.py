from datetime import date

import pytest
from crossread.corpus import Article, Problem, find_blocks
from crossread.extract.article import Extractor
from crossread.pipeline import worker
from crossread.pipeline.worker import annotate_articles
from crossread.tables.records import join_rows


def prepare(extractor, doc_id, text):
    article = Article(doc_id, "North", date(2016, 12, 19), "given", None, text, f"{doc_id}.txt")
    return article, find_blocks(text, None, extractor.lexicon.boilerplate)


def annotate(extractor, *articles):
    return annotate_articles(extractor, articles, {}, [{} for _ in articles])


def tables_of(made):
    _, tables = join_rows([("a", made)])
    return {name: rows.to_pandas() for name, rows in tables.items()}


def test_records_become_tables(extractor):
    (made,) = annotate(extractor, prepare(extractor, "a", "Russia said that 12 people were killed."))
    tables = tables_of(made)
    assert join_rows([("a", made)])[0] == [7]
    claims = tables["claims"]
    assert claims[["doc_id", "best", "what", "source"]].values.tolist() == [["a", 12.0, "kill", "Russia"]]
    assert claims["category"].isna().all()  # it is given when articles are joined
    assert tables["actors"]["actor_id"].tolist() == ["russia"]
    assert tables["blocks"].values.tolist() == [["a", 0, 39, "body"]]


def test_one_bad_article_never_stops_the_others(extractor):
    class Failing(Extractor):
        def extract(self, article, *rest, **options):
            if article.doc_id == "b":
                raise RuntimeError("broken")
            return super().extract(article, *rest, **options)

    failing = Failing(extractor.lexicon)
    a, b, c = annotate(failing, *(prepare(extractor, name, "Russia said so on Monday.") for name in "abc"))
    assert a == c
    assert b == Problem("b", "extract", "b.txt: RuntimeError: broken", lost=True)


def test_an_article_that_the_pipeline_fails_on_is_found(extractor):
    class Failing(Extractor):
        def parse(self, articles, **options):
            for pair in articles:
                if pair[0].doc_id == "b":
                    raise MemoryError("too large")
                yield from super().parse([pair], **options)

    failing = Failing(extractor.lexicon)
    a, b, c = annotate(failing, *(prepare(extractor, name, "Russia said so on Monday.") for name in "abc"))
    assert a == c
    assert b == Problem("b", "parse", "b.txt: MemoryError: too large", lost=True)


def test_an_article_whose_records_break_a_table_is_left_out(extractor):
    class Failing(Extractor):
        def extract(self, article, *rest, **options):
            records = super().extract(article, *rest, **options)
            return records._replace(labels=records.labels * 2) if article.doc_id == "b" else records

    failing = Failing(extractor.lexicon)
    texts = [prepare(extractor, name, "The rebels left on Monday.") for name in "abc"]
    a, b, c = annotate(failing, *texts)
    assert tables_of(a)["labels"]["surface"].tolist() == ["rebels"]
    assert a == c
    assert (b.doc_id, b.stage, b.lost) == ("b", "tables", True)
    assert "table labels: " in b.message
    assert "unique" in b.message
    assert len(b.message) < 300


@pytest.mark.parametrize("text", ["Leave a Reply", "Copyright (c) 2016."])
def test_an_article_without_a_body_is_kept(extractor, text):
    (made,) = annotate(extractor, prepare(extractor, "a", text))
    assert join_rows([("a", made)])[0] == [0]
    assert [len(table) for name, table in tables_of(made).items() if name != "blocks"] == [0] * 8


def test_an_article_that_takes_too_long_is_given_up_alone(extractor, monkeypatch):
    class Endless(Extractor):
        def extract(self, article, *rest, **options):
            while article.doc_id == "b":
                pass
            return super().extract(article, *rest, **options)

    monkeypatch.setattr(worker, "PATIENCE", 1.0)
    endless = Endless(extractor.lexicon)
    a, b, c = annotate(endless, *(prepare(extractor, name, "Russia said so on Monday.") for name in "abc"))
    assert a == c
    assert b == Problem("b", "extract", "b.txt: TimeoutError: took longer than 1 seconds", lost=True)
