from concurrent.futures import Future

import pytest
from crossread.corpus import Article, Block
from crossread.pipeline.keep import Keep
from crossread.pipeline.keys import Keys
from crossread.pipeline.outline import Outline
from crossread.pipeline.parts import ARTICLES_A_PART, Planner, annotate_new, share_out
from crossread.pipeline.summary import no_progress
from crossread.pipeline.where import Workers
from crossread.pipeline.worker import Result
from hypothesis import given
from hypothesis.strategies import integers

KEYS = Keys("parser", "outlines", "tone", "annotations")


@pytest.fixture
def keep(tmp_path):
    with Keep(tmp_path / "kept.sqlite") as keep:
        yield keep


def add(keep, texts):
    rows = []
    for n, text in enumerate(texts):
        article = Article(f"d{n}", None, None, None, None, text, "c.jsonl")
        rows.append((n, article, KEYS.article(article)))
    outlines = {keys.outline: Outline([Block(0, len(article.text), "body")], None, b"") for _, article, keys in rows}
    keep.add_listed(rows, outlines)


def ids(planned):
    return [listed.article.doc_id for listed in planned.listed]


def result(planned):
    """What a worker makes of a part, without reading it."""
    texts = dict.fromkeys(article.text for article, _ in planned.part.articles)
    n = len(planned.listed)
    return Result([b"rows"] * n, [None] * n, [KEYS.paragraph(text) for text in texts], repr(texts).encode())


@given(n_articles=integers(1, 10_000), processes=integers(1, 64))
def test_workers_have_as_many_parts_and_the_last_is_not_much_smaller(n_articles, processes):
    workers, size = share_out(n_articles, processes)
    assert 1 <= workers <= processes
    assert 1 <= size <= ARTICLES_A_PART
    rounds = -(-n_articles // (ARTICLES_A_PART * workers))
    assert n_articles <= size * rounds * workers < n_articles + rounds * workers


def test_a_few_new_articles_are_shared_out_evenly(keep):
    add(keep, [f"Text {n}" for n in range(36)])
    planner = Planner(keep, KEYS, 18)
    parts = [planner.next(), planner.next()]
    assert [len(planned.listed) for planned in parts] == [18, 18]
    assert planner.next() is None


def test_an_article_waits_for_its_paragraph_and_finds_it_parsed(keep):
    add(keep, ["Same.", "Other.", "Same."])
    for key in [KEYS.article(Article("x", None, None, None, None, "Same.", "c")).annotation]:
        assert key in {one.annotation for one in keep.missing()}
    # The third is word for word the first, and would be missing but once: another title makes it another article.
    other = Article("d9", None, None, None, "A title", "Same.", "c.jsonl")
    keep.add_listed(
        [(9, other, KEYS.article(other))], {KEYS.article(other).outline: Outline([Block(0, 5, "body")], None, b"")}
    )
    planner = Planner(keep, KEYS, 1)
    first, second = planner.next(), planner.next()
    assert (ids(first), ids(second), planner.next()) == (["d0"], ["d1"], None)
    planner.keep(first, result(first))
    third = planner.next()
    assert (ids(third), [places for _, places in third.part.bins], third.new) == (["d9"], [[0]], frozenset())


class DiedError(Exception):
    pass


@pytest.mark.parametrize("room", [1, 3])
def test_an_article_that_kills_its_worker_is_found_and_those_beside_it_are_kept(keep, room):
    """Two in one part, and one that dies only beside another."""
    add(keep, [f"Text {n}" for n in range(40)] + ["poison one", "poison two"])
    sent = []

    def submit(part):
        texts = [article.text for article, _ in part.articles]
        future = Future()
        innocent_beside_poison = room > 1 and len(sent) < 3
        sent.append(texts)
        if innocent_beside_poison or any("poison" in text for text in texts):
            future.set_exception(DiedError())
        else:
            n = len(texts)
            future.set_result(Result([b"rows"] * n, [None] * n, [], b""))
        return future

    noted = annotate_new(Planner(keep, KEYS, 16), Workers(lambda: room, submit, (DiedError,)), 42, progress=no_progress)
    assert [(number, problem.stage, problem.lost) for number, problem in noted] == [
        (40, "worker", True),
        (41, "worker", True),
    ]
    assert "c.jsonl: the process that read it died" in noted[0][1].message
    assert [one.article.doc_id for one in keep.missing()] == ["d40", "d41"]


def test_what_else_a_worker_raises_is_raised_here(keep):
    add(keep, ["Text"])

    def submit(part):
        future = Future()
        future.set_exception(ValueError("no such model"))
        return future

    with pytest.raises(ValueError, match="no such model"):
        annotate_new(Planner(keep, KEYS), Workers(lambda: 1, submit, (DiedError,)), 1, progress=no_progress)
