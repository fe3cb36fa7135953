"""List a corpus: each article with the keys under which what is made of it is kept, and its outline."""

from collections.abc import Iterable

from crossread.corpus import Article, Problem
from crossread.pipeline.keep import Keep
from crossread.pipeline.outline import Outline
from crossread.pipeline.summary import Noted, Progress
from crossread.pipeline.worker import Setup

_BATCH = 256  # articles that are in memory at once


def list_corpus(
    keep: Keep, items: Iterable[Article | Problem], setup: Setup, *, progress: Progress
) -> tuple[int, list[Noted]]:
    """Read a corpus to its end and list its articles.

    Returns:
        How many articles there are, and what was noted on the way.
    """
    progress("read", 0, None)
    keep.clear_listing()
    noted: list[Noted] = []
    batch: list[Article] = []
    number = 0
    for item in items:
        if isinstance(item, Problem):
            noted.append((number, item))
            continue
        batch.append(item)
        number += 1
        if len(batch) == _BATCH:
            _add(keep, number - _BATCH, batch, setup)
            batch.clear()
            progress("read", number, None)
    _add(keep, number - len(batch), batch, setup)
    progress("read", number, number)
    return number, noted


def _add(keep: Keep, first: int, articles: list[Article], setup: Setup) -> None:
    """Add articles to the listing, with an outline for each title and text of which none is kept."""
    rows = [(number, article, setup.keys.article(article)) for number, article in enumerate(articles, first)]
    texts = {keys.outline: article for _, article, keys in rows}
    known = keep.get(texts)
    boilerplate = setup.lexicon.boilerplate
    keep.add_listed(rows, {key: Outline.of(one, boilerplate) for key, one in texts.items() if key not in known})
