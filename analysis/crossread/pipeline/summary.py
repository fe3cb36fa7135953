"""What a run did."""

from collections import Counter
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from crossread.corpus import Problem


class Progress(Protocol):
    """Told how far a stage is: ``read``, ``annotate`` or ``write``, articles done, and of how many if known."""

    def __call__(self, stage: str, done: int, total: int | None) -> None:
        """Take note."""


# What went wrong, with the number of the article before which or at which it did.
Noted = tuple[int, Problem]


def no_progress(stage: str, done: int, total: int | None) -> None:
    """Tell nobody."""


def counted(n: int, noun: str) -> str:
    """A number of things: "1 article", "2,000 articles"."""
    return f"{n:,} {noun}{'' if n == 1 else 's'}"


class Summary(NamedTuple):
    """What a run read, kept and left out.

    Of the ``n_articles`` kept ``n_new`` had to be annotated; the others were known from a run before, or are
    word for word those of another. ``n_clusters`` is how many texts there are when copies count once.
    ``reused``: the tables were fresh already, and nothing was done.
    """

    folder: Path
    n_articles: int
    n_new: int
    n_clusters: int
    problems: tuple[Problem, ...]
    seconds: float = 0.0
    reused: bool = False

    @property
    def n_lost(self) -> int:
        """Articles left out."""
        return sum(problem.lost for problem in self.problems)

    @property
    def share_lost(self) -> float:
        """Articles left out, as a share of all that the corpus names."""
        total = self.n_articles + self.n_lost
        return self.n_lost / total if total else 0.0

    def report(self) -> dict[str, Any]:
        """What does not depend on when and where the run was: for ``run.json``."""
        return {
            "articles": self.n_articles,
            "clusters": self.n_clusters,
            "copies": self.n_articles - self.n_clusters,
            "left_out": self._stages(lost=True),
            "notes": self._stages(lost=False),
        }

    def _stages(self, *, lost: bool) -> dict[str, int]:
        return dict(sorted(Counter(problem.stage for problem in self.problems if problem.lost == lost).items()))

    def this_run(self) -> dict[str, Any]:
        """What does: how much was new, and how long it took."""
        rate = round(self.n_new / self.seconds, 2) if self.seconds else None
        return {"annotated": self.n_new, "seconds": round(self.seconds, 1), "articles_a_second": rate}

    def __str__(self) -> str:
        """A few lines for the end of a run."""
        if self.reused:
            return f"{counted(self.n_articles, 'article')}, nothing changed; tables in {self.folder}"
        reasons = ", ".join(f"{n:,} at stage {stage!r}" for stage, n in self._stages(lost=True).items())
        rate = f", {self.n_new / self.seconds:,.1f} articles a second" if self.n_new and self.seconds >= 1 else ""
        n_copies = self.n_articles - self.n_clusters
        lines = [
            f"{counted(self.n_articles, 'article')} in the tables, {self.n_new:,} of them annotated now",
            f"{counted(self.n_clusters, 'text')}; articles that copy one of them: {n_copies:,}",
            f"{counted(self.n_lost, 'article')} left out" + (f": {reasons}" if reasons else ""),
            f"{self.seconds:,.1f} seconds{rate}",
            f"tables in {self.folder}",
        ]
        return "\n".join(lines)


class EngineError(ValueError):
    """The workers cannot be used; the message says why."""


GUARD = (
    "each process imports the script that starts it: a script has to annotate with several processes, or with Dask, "
    'below `if __name__ == "__main__":`'
)
