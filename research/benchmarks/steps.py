"""How long each extractor takes, as a share of parsing.

Parsing is bare ``nlp.pipe`` of the same blocks in the same run, so that the shares hold on any
machine; the seconds do not. Each step is timed ``--repeat`` times over the same articles and the
median is printed. One process, one thread of Python.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from statistics import median
from typing import Any, NamedTuple

from crossread.corpus import Article, find_blocks
from crossread.extract import article
from crossread.extract.article import Extractor, Parsed
from crossread.pipeline.summary import counted

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
        with timed_steps() as spent:
            for one, blocks, doc in parsed:
                extractor.extract(one, blocks, doc)
        runs.append(spent)
    steps = [Timing(step, median(run[step] for run in runs)) for step in STEPS]
    return [Timing("parsing", median(parsing)), *steps]


@contextmanager
def timed_steps(clock: Callable[[], float] = time.perf_counter) -> Iterator[dict[str, float]]:
    """Add up the time inside each extractor, by standing in for it where Extractor calls it."""
    spent = dict.fromkeys(STEPS, 0.0)
    originals: dict[str, Callable[..., Any]] = {step: getattr(article, step) for step in STEPS}

    def timed(step: str, find: Callable[..., Any]) -> Callable[..., Any]:
        def run(*args: Any, **options: Any) -> Any:
            start = clock()
            found = find(*args, **options)
            found = list(found) if isinstance(found, Iterator) else found
            spent[step] += clock() - start
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
        f"{counted(n_articles, 'article')}, {counted(n_words, 'word')}",
        f"{'step':<16}{'seconds':>9}{'of parsing':>12}{'words/s':>12}",
    ]
    everything = Timing("all extractors", sum(timing.seconds for timing in timings[1:]))
    together = [timing.seconds for timing in timings if timing.step in ("find_times", "find_claims")]
    for step, seconds in (*timings, everything, Timing("times and claims", sum(together))):
        rate = f"{n_words / seconds:,.0f}" if seconds else "–"
        lines.append(f"{step:<16}{seconds:>9.3f}{seconds / parsing:>12.1%}{rate:>12}")
    return "\n".join(lines)
