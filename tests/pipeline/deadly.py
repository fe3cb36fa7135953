"""What a worker does in tests of dying workers; importable by worker processes."""

import os
import signal
import time
from pathlib import Path
from typing import Any
from unittest.mock import patch

from crossread.corpus import Article
from crossread.extract.article import Extractor, Records
from crossread.pipeline import worker
from crossread.pipeline.worker import Part, Result, Setup, work


class _Stalling(Extractor):
    def extract(self, article: Article, *rest: Any, **options: Any) -> Records:
        while "endless" in article.text:
            pass
        return super().extract(article, *rest, **options)


def stalls(setup: Setup, part: Part) -> Result:
    """As a rule of the extractors does that some article makes slow beyond measure."""
    with patch.multiple(worker, Extractor=_Stalling, PATIENCE=5.0, PATIENCE_A_WORD=0.0):
        return work(setup, part)


def suffers(setup: Setup, part: Part) -> Result:
    """All that can happen: somebody's machine goes, an article crashes a library, and another is endless."""
    marks = Path(os.environ["CROSSREAD_TEST_MARKS"])
    try:
        (marks / "died").touch(exist_ok=False)
        is_first = True
    except FileExistsError:
        is_first = False
    if is_first or any("poison" in article.text for article, _ in part.articles):
        time.sleep(0.2)
        os.kill(os.getpid(), signal.SIGKILL)
    return stalls(setup, part)
