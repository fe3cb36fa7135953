"""Targets in news that nobody labelled: what the teacher labels for its student."""

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from crossread.corpus import Article, find_blocks, read_articles
from crossread.extract.parse import assemble, load_model, paragraphs, parse_paragraphs
from crossread.extract.tone import score_vader
from crossread.lexicon.load import load_lexicon

from research.training.data import Item

# What NewsMTSC asks about: persons, groups and bodies, by name or by pronoun.
KINDS = frozenset({"PERSON", "NORP", "ORG", "GPE"})
PRONOUNS = frozenset({"he", "she", "him", "her", "himself", "herself"})
LENGTHS = range(50, 400)  # characters of a sentence; shorter and longer ones are rare in NewsMTSC
MOST = 3  # targets of one sentence
STRONG = 0.3  # VADER's score from which a sentence counts as loaded, either way


def find_items(doc: Any, rng: random.Random) -> Iterator[Item]:
    """The targets of each sentence of a spaCy Doc; where there are more than ``MOST``, as many at random."""
    for sentence in doc.sents:
        text = sentence.text.strip()
        if len(text) not in LENGTHS or "\n" in text:
            continue
        at = sentence.start_char + len(sentence.text) - len(sentence.text.lstrip())
        spans = sorted({(span.start_char - at, span.end_char - at) for span in _targets(sentence)})
        for start, end in sorted(rng.sample(spans, min(MOST, len(spans)))):
            yield text, start, end


def _targets(sentence: Any) -> Iterator[Any]:
    """Spans of names and pronouns."""
    for entity in sentence.ents:
        if entity.label_ in KINDS:
            first = entity.start + (entity[0].lower_ == "the")
            if first < entity.end:
                yield sentence.doc[first : entity.end]
    for token in sentence:
        if token.lower_ in PRONOUNS:
            yield sentence.doc[token.i : token.i + 1]


def read_items(path: Path, n_articles: int, *, seed: int = 0) -> Iterator[Item]:
    """The targets of ``n_articles`` articles drawn from a corpus that Crossread reads."""
    nlp, boilerplate = load_model(), load_lexicon().boilerplate
    rng = random.Random(seed)
    articles = [article for article in read_articles(path) if isinstance(article, Article)]
    drawn = rng.sample(articles, min(n_articles, len(articles)))
    with nlp.select_pipes(enable=["tok2vec", "parser", "ner"]):
        for article in drawn:
            blocks = find_blocks(article.text, article.title, boilerplate)
            docs = parse_paragraphs(nlp, paragraphs(article, blocks))
            yield from find_items(assemble(nlp, article, blocks, docs), rng)


def choose(items: Sequence[Item], n_sentences: int, *, known: set[str], seed: int = 0) -> list[Item]:
    """Targets of ``n_sentences`` sentences: as many loaded with bad words as with good words as with neither.

    Most news is neutral, and a student learns little from it; VADER tells cheaply what may not be.

    Args:
        items: to choose from.
        n_sentences: how many sentences to draw; all their targets come along.
        known: sentences to leave out, such as those to be measured on.
        seed: of the draw.
    """
    targets: dict[str, list[Item]] = defaultdict(list)
    for item in dict.fromkeys(items):
        if item[0] not in known:
            targets[item[0]].append(item)
    groups: dict[int, list[str]] = defaultdict(list)
    for text in sorted(targets):
        score = score_vader(text)
        groups[(score > STRONG) - (score < -STRONG)].append(text)
    rng = random.Random(seed)
    drawn = [t for _, texts in sorted(groups.items()) for t in rng.sample(texts, min(n_sentences // 3, len(texts)))]
    return [item for text in drawn for item in targets[text][:MOST]]
