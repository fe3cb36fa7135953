"""From articles to parsed documents.

Blocks are parsed one by one, since no sentence crosses one, and each article is put together from
its blocks. The text of the resulting Doc is as long as the article's, so ``token.idx`` is an offset
into the article as delivered.
"""

import warnings
from collections.abc import Iterable, Iterator
from functools import lru_cache

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from analysis.corpus import Article, Block, readable_text
from analysis.extract import DEFAULT_MODEL

# Docs of one article in one call of `nlp.pipe`; more makes no difference on a CPU.
BATCH_SIZE = 64


class ModelError(ValueError):
    """The pipeline is not installed or lacks a component that Crossread reads."""


@lru_cache(maxsize=2)
def load_model(name: str = DEFAULT_MODEL) -> Language:
    """Load a spaCy pipeline.

    Raises:
        ModelError: it is not installed, or has no tagger, parser, lemmatizer or NER.
    """
    try:
        with warnings.catch_warnings():
            # The packaged pipeline was trained with spaCy 3.7; its output under 3.8 is the same.
            warnings.filterwarnings("ignore", message=r"\[W095\]")
            nlp = spacy.load(name)
    except OSError as error:
        raise ModelError(
            f"model {name!r} is not installed; the one that ships is {DEFAULT_MODEL!r}, others come as packages "
            f"such as en_core_web_lg"
        ) from error
    missing = {"parser", "lemmatizer", "ner"} - set(nlp.pipe_names)
    if missing:
        raise ModelError(f"model {name!r} has no {', '.join(sorted(missing))}; Crossread needs them")
    return nlp


def parse_articles(
    nlp: Language, articles: Iterable[tuple[Article, list[Block]]]
) -> Iterator[tuple[Article, list[Block], Doc]]:
    """Parse articles, block by block.

    Args:
        nlp: a pipeline from :func:`load_model`.
        articles: articles with their blocks; only blocks of kind ``body`` are read.

    Yields:
        Each article with its blocks and a Doc as long as its text.
    """

    def texts() -> Iterator[tuple[str, None]]:
        for article, blocks in waiting:
            plain = readable_text(article.text, blocks)
            for block in blocks:
                if block.kind == "body":
                    yield plain[block.start : block.end], None

    waiting = list(articles)
    parsed = (doc for doc, _ in nlp.pipe(texts(), as_tuples=True, batch_size=BATCH_SIZE))
    for article, blocks in waiting:
        bodies = [block for block in blocks if block.kind == "body"]
        yield article, blocks, _assemble(nlp, article.text, bodies, [next(parsed) for _ in bodies])


def _assemble(nlp: Language, text: str, bodies: list[Block], docs: list[Doc]) -> Doc:
    parts: list[Doc] = []
    position = 0
    for block, doc in zip(bodies, docs, strict=True):
        if block.start > position:
            parts.append(_gap(nlp, block.start - position))
        parts.append(doc)
        position = block.end
    if position < len(text) or not parts:
        parts.append(_gap(nlp, len(text) - position))
    return Doc.from_docs(parts, ensure_whitespace=False, exclude=["tensor"])  # type: ignore[call-arg]


def _gap(nlp: Language, length: int) -> Doc:
    """A single white-space token in the place of what is not read."""
    return Doc(nlp.vocab, words=[" " * length] if length else [], spaces=[False] if length else [], sent_starts=None)
