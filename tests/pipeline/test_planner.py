from crossread.corpus import Article, Block
from crossread.pipeline.planner import ARTICLES_A_PART, Planner, count_parts, part_size
from crossread.pipeline.workbench import Entry, Outline, Workbench
from hypothesis import given
from hypothesis.strategies import integers


@given(n_articles=integers(1, 10_000), processes=integers(1, 64))
def test_workers_have_as_many_parts_and_the_last_is_not_much_smaller(n_articles, processes):
    workers = min(processes, count_parts(n_articles))
    size = part_size(n_articles, workers)
    assert 1 <= size <= ARTICLES_A_PART
    rounds = -(-n_articles // (ARTICLES_A_PART * workers))
    assert n_articles <= size * rounds * workers < n_articles + rounds * workers


def test_a_few_new_articles_are_shared_out_evenly(tmp_path):
    with Workbench(tmp_path / "bench.sqlite") as bench:
        outline = Outline([Block(0, 5, "body")], None, b"", [])
        articles = [Article(f"d{n}", None, None, None, None, f"Text {n}", "c") for n in range(36)]
        entries = [Entry(n, bytes([n] * 16), b"", b"o", article) for n, article in enumerate(articles)]
        bench.add_listed(entries, {b"o": outline})
        planner = Planner(bench, part_size(36, 2))
        parts = [planner.next(), planner.next()]
        assert [len(planned.listed) for planned in parts] == [18, 18]
        assert planner.next() is None
