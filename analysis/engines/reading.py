"""List a corpus: each article with its blocks and the keys under which what is made of it is kept."""

from collections.abc import Iterable

from analysis.corpus import Article, Problem, find_blocks
from analysis.corpus.duplicates import find_wire, shingle_hashes, signature
from analysis.engines.keys import annotation_id, article_key, paragraph_key, text_key, tone_id
from analysis.engines.summary import Progress
from analysis.engines.worker import Setup
from analysis.extract.parse import paragraphs
from analysis.tables.workbench import Listed, Workbench

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
    progress("read", 0, None)
    bench.clear_listing()
    noted: list[Noted] = []
    waiting: list[Listed] = []
    number = 0
    for item in items:
        if isinstance(item, Problem):
            noted.append((number, item))
            continue
        waiting.append(_listed(number, item, setup, article_key(annotation, item), text_key(tone, item)))
        number += 1
        if len(waiting) == _BATCH:
            bench.add_listed(waiting)
            waiting = []
            progress("read", number, None)
    bench.add_listed(waiting)
    progress("read", number, number)
    return number, noted


def _listed(number: int, article: Article, setup: Setup, key: bytes, words_key: bytes) -> Listed:
    boilerplate = setup.lexicon.boilerplate
    blocks = find_blocks(article.text, article.title, boilerplate)
    return Listed(
        number,
        key,
        words_key,
        article,
        blocks,
        find_wire(article.text, boilerplate),
        signature(shingle_hashes(article.text, blocks)).tobytes(),
        [paragraph_key(setup.parser, text) for text in paragraphs(article, blocks)],
    )
