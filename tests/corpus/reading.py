"""What several tests of reading use."""

import json
from datetime import date

from crossread.corpus import Article, Problem, read_articles

TODAY = date(2026, 11, 22)
TEXT = "The buses left on Monday."


def read(source, **options):
    """The articles and the problems of a corpus."""
    items = list(read_articles(source, today=TODAY, **options))
    return [i for i in items if isinstance(i, Article)], [i for i in items if isinstance(i, Problem)]


def messages(problems):
    return [problem.message for problem in problems]


def json_lines(*records):
    return "".join(json.dumps(record) + "\n" for record in records)
