"""List a corpus: each article with the keys under which what is made of it is kept, and its outline."""

from collections.abc import Iterable, Sequence

from crossread.corpus import Article, Problem, find_blocks
from crossread.corpus.duplicates import find_wire, shingle_hashes, signature
from crossread.extract.parse import paragraphs
from crossread.pipeline.keys import (
    annotation_id,
    article_key,
    outline_id,
    outline_key,
    paragraph_key,
    text_key,
    tone_id,
)
from crossread.pipeline.summary import Progress
from crossread.pipeline.workbench import Entry, Outline, Workbench
from crossread.pipeline.worker import Setup

_BATCH = 256

# What went wrong, with the number of the article before which or at which it did.
Noted = tuple[int, Problem]


def list_corpus(
    bench: Workbench, items: Iterable[Article | Problem], setup: Setup, *, progress: Progress
) -> tuple[int, list[Noted]]:
    """Read a corpus to its end and list its articles.

    Returns:
        How many articles there are, and what was noted on the way.
    """
    annotation = annotation_id(setup.model, setup.lexicon, setup.scorers)
    tone = tone_id(setup.scorers)
    outline = outline_id(setup.parser, setup.lexicon.boilerplate)
    progress("read", 0, None)
    bench.clear_listing()
    noted: list[Noted] = []
    waiting: list[Entry] = []
    number = 0
    for item in items:
        if isinstance(item, Problem):
            noted.append((number, item))
            continue
        keys = article_key(annotation, item), text_key(tone, item), outline_key(outline, item)
        waiting.append(Entry(number, *keys, item))
        number += 1
        if len(waiting) == _BATCH:
            _add(bench, waiting, setup)
            waiting = []
            progress("read", number, None)
    _add(bench, waiting, setup)
    progress("read", number, number)
    return number, noted


def _add(bench: Workbench, entries: Sequence[Entry], setup: Setup) -> None:
    """Add articles to the listing, with an outline for each title and text of which none is kept."""
    articles = {entry.outline_key: entry.article for entry in entries}
    known = bench.known_outlines(articles)
    bench.add_listed(entries, {key: _outline(one, setup) for key, one in articles.items() if key not in known})


def _outline(article: Article, setup: Setup) -> Outline:
    boilerplate = setup.lexicon.boilerplate
    blocks = find_blocks(article.text, article.title, boilerplate)
    return Outline(
        blocks,
        find_wire(article.text, boilerplate),
        signature(shingle_hashes(article.text, blocks)).tobytes(),
        [paragraph_key(setup.parser, text) for text in paragraphs(article, blocks)],
    )
