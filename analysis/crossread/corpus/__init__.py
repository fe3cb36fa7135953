"""From article files to a corpus: reading, dating, marking what is not the article, duplicates."""

from crossread.corpus.clean import Block, find_blocks, readable_text
from crossread.corpus.readers import read_articles
from crossread.corpus.records import Article, CorpusError, Problem
from crossread.corpus.sources import input_hashes

__all__ = [
    "Article",
    "Block",
    "CorpusError",
    "Problem",
    "find_blocks",
    "input_hashes",
    "read_articles",
    "readable_text",
]
