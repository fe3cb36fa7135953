"""How long each step of the annotation takes, as a share of parsing: ``python -m benchmarks.speed CORPUS``.

Parsing is bare ``nlp.pipe`` of the same blocks in the same run, so that the shares hold on any
machine; the seconds do not. Each step is timed ``--repeat`` times over the same articles and the
median is printed. One process, one thread of Python.
"""

import argparse
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

from analysis import PROJECT
from analysis.corpus import Article, CorpusError, find_blocks, read_articles
from analysis.extract import DEFAULT_MODEL, article
from analysis.extract.article import Extractor, Parsed
from analysis.extract.parse import ModelError

# The functions that Extractor.extract calls, in its order.
STEPS = (
    "find_sentences", "find_names", "find_mentions", "find_times", "find_quotes", "find_claims", "find_labels",
    "find_tone",
)  # fmt: skip


class Timing(NamedTuple):
    """Seconds that one step took over all articles, in the median of the runs."""

    step: str
    seconds: float


def time_steps(extractor: Extractor, corpus: Sequence[Article], *, repeat: int) -> list[Timing]:
    """Time parsing and each extractor.

    Args:
        extractor: the pipeline and the lexicon.
        corpus: the articles; all are held in memory with what the pipeline makes of them.
        repeat: how many times each step runs.

    Returns:
        Parsing first, then the extractors in their order.
    """
    pairs = [(one, find_blocks(one.text, one.title, extractor.lexicon.boilerplate)) for one in corpus]
    parsing: list[float] = []
    parsed: list[Parsed] = []
    runs: list[dict[str, float]] = []
    for _ in range(repeat):
        start = time.perf_counter()
        parsed = list(extractor.parse(pairs))
        parsing.append(time.perf_counter() - start)
        with _timed() as spent:
            for one, blocks, doc in parsed:
                extractor.extract(one, blocks, doc)
        runs.append(spent)
    steps = [Timing(step, median(run[step] for run in runs)) for step in STEPS]
    return [Timing("parsing", median(parsing)), *steps]


@contextmanager
def _timed() -> Iterator[dict[str, float]]:
    """Add up the time inside each extractor, by standing in for it where Extractor calls it."""
    spent = dict.fromkeys(STEPS, 0.0)
    originals: dict[str, Callable[..., Any]] = {step: getattr(article, step) for step in STEPS}

    def timed(step: str, find: Callable[..., Any]) -> Callable[..., Any]:
        def run(*args: Any, **options: Any) -> Any:
            start = time.perf_counter()
            found = find(*args, **options)
            found = list(found) if isinstance(found, Iterator) else found
            spent[step] += time.perf_counter() - start
            return found

        return run

    try:
        for step, find in originals.items():
            setattr(article, step, timed(step, find))
        yield spent
    finally:
        for step, find in originals.items():
            setattr(article, step, find)


def render(timings: Sequence[Timing], n_articles: int, n_words: int) -> str:
    """The table that is printed: seconds, share of parsing and words per second of each step."""
    parsing = timings[0].seconds
    lines = [
        f"{n_articles} articles, {n_words:,} words",
        f"{'step':<16}{'seconds':>9}{'of parsing':>12}{'words/s':>12}",
    ]
    everything = Timing("all extractors", sum(timing.seconds for timing in timings[1:]))
    together = [timing.seconds for timing in timings if timing.step in ("find_times", "find_claims")]
    for step, seconds in (*timings, everything, Timing("times and claims", sum(together))):
        rate = f"{n_words / seconds:,.0f}" if seconds else "–"
        lines.append(f"{step:<16}{seconds:>9.3f}{seconds / parsing:>12.1%}{rate:>12}")
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """Time a corpus and print the table; 2 where it cannot be read."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed", description=__doc__)
    parser.add_argument("corpus", nargs="?", type=Path, default=PROJECT / "seeds", help="default: the seeds")
    parser.add_argument("--articles", type=int, default=200, help="at most so many, from the start (default 200)")
    parser.add_argument("--repeat", type=int, default=3, help="runs to take the median of (default 3)")
    parser.add_argument("--model", default=DEFAULT_MODEL)
    chosen = parser.parse_args(arguments)
    try:
        found = (item for item in read_articles(chosen.corpus) if isinstance(item, Article))
        corpus = list(islice(found, chosen.articles))
        if not corpus:
            raise CorpusError(f"{chosen.corpus}: no article could be read from it")
        extractor = Extractor.load(model=chosen.model)
    except (CorpusError, ModelError) as error:
        print(f"Error: {error}", file=sys.stderr)
        return 2
    n_words = sum(len(one.text.split()) for one in corpus)
    print(render(time_steps(extractor, corpus, repeat=chosen.repeat), len(corpus), n_words))
    return 0


if __name__ == "__main__":
    sys.exit(main())
