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


def dies_on_poison(setup: Setup, part: Part) -> Result:
    """As a crash in a library, or a lack of memory, ends a process."""
    if any("poison" in article.text for article, _ in part.articles):
        os.kill(os.getpid(), signal.SIGKILL)
    return work(setup, part)


def dies_once(setup: Setup, part: Part) -> Result:
    """As when somebody's machine goes: the first worker to come this far dies, no other does."""
    marks = Path(os.environ["CROSSREAD_TEST_MARKS"])
    try:
        (marks / "died").touch(exist_ok=False)
    except FileExistsError:
        return work(setup, part)
    time.sleep(0.2)
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError("killed")


class _Stalling(Extractor):
    def extract(self, article: Article, *rest: Any, **options: Any) -> Records:
        while "poison" in article.text:
            pass
        return super().extract(article, *rest, **options)


def stalls_on_poison(setup: Setup, part: Part) -> Result:
    """As a rule of the extractors does that some article makes slow beyond measure."""
    with patch.object(worker, "Extractor", _Stalling), patch.object(worker, "PATIENCE", 8.0):
        return work(setup, part)
