"""What a run did."""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from analysis.corpus import Problem

Progress = Callable[[int], None]  # called with the number of articles just done


class Summary(NamedTuple):
    """Articles kept and lost, and each problem noted; ``reused`` when the tables were fresh already."""

    folder: Path
    n_articles: int
    n_lost: int
    problems: tuple[Problem, ...]
    reused: bool

    @property
    def share_lost(self) -> float:
        """Articles left out, as a share of all that the corpus names."""
        total = self.n_articles + self.n_lost
        return self.n_lost / total if total else 0.0
