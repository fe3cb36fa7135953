"""A whole corpus in memory, for small ones and for notebooks."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from analysis.corpus.readers import Article, CorpusError, Problem, read_articles


@dataclass(frozen=True)
class Corpus:
    """The articles of a corpus and what was noted while reading them."""

    source: Path
    articles: tuple[Article, ...]
    problems: tuple[Problem, ...]


def read_corpus(path: Path, *, today: date | None = None) -> Corpus:
    """Read a folder with a manifest, or a .jsonl file, at once.

    Raises:
        CorpusError: nothing is there, or not one article could be read; the message lists why.
    """
    articles, problems = [], []
    for item in read_articles(path, today=today):
        if isinstance(item, Article):
            articles.append(item)
        else:
            problems.append(item)
    if not articles:
        reasons = "".join(f"\n  {problem.message}" for problem in problems[:10])
        raise CorpusError(f"{path}: no article could be read from it{reasons}")
    return Corpus(path, tuple(articles), tuple(problems))
