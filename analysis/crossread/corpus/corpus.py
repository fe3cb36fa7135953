"""A whole corpus in memory, for small ones and for notebooks."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from crossread.corpus.readers import read_articles
from crossread.corpus.records import Article, CorpusError, Problem


@dataclass(frozen=True)
class Corpus:
    """The articles of a corpus and what was noted while reading them."""

    source: str | Path
    articles: tuple[Article, ...]
    problems: tuple[Problem, ...]


def read_corpus(source: str | Path, *, columns: Mapping[str, str] | None = None, today: date | None = None) -> Corpus:
    """Read a corpus at once; takes what :func:`read_articles` does.

    Raises:
        CorpusError: nothing is there, or not one article could be read; the message lists why.
    """
    articles, problems = [], []
    for item in read_articles(source, columns=columns, today=today):
        if isinstance(item, Article):
            articles.append(item)
        else:
            problems.append(item)
    if not articles:
        reasons = "".join(f"\n  {problem.message}" for problem in problems[:10])
        raise CorpusError(f"{source}: no article could be read from it{reasons}")
    return Corpus(source, tuple(articles), tuple(problems))
