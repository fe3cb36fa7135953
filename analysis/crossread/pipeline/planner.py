"""Which articles are annotated together, and in what order, so that no paragraph is parsed twice."""

from collections import deque
from collections.abc import Iterator, Sequence
from typing import NamedTuple, Protocol

from crossread.corpus import Problem
from crossread.pipeline.build import Annotated, Prepared
from crossread.pipeline.reading import Noted
from crossread.pipeline.summary import Progress
from crossread.pipeline.workbench import Kept, Listed, Place, Workbench
from crossread.pipeline.worker import Part, Result

# A part is what is lost when a run is killed, and what a worker holds in memory at once.
ARTICLES_A_PART = 32
CHARACTERS_A_PART = 300_000
# Into how many a part that took its worker down is divided: each further death costs a start of a worker.
_PIECES = 8


def count_parts(n_articles: int) -> int:
    """How many parts so many articles make, if they are short."""
    return -(-n_articles // ARTICLES_A_PART)


def part_size(n_articles: int, workers: int) -> int:
    """How many articles make a part where all workers are to be done at the same time.

    >>> part_size(36, 2), part_size(100, 2)
    (18, 25)
    """
    rounds = -(-n_articles // (ARTICLES_A_PART * workers))
    return -(-n_articles // (rounds * workers))


class Planned(NamedTuple):
    """A part of the work, and the articles of the listing that it is about."""

    listed: Sequence[Listed]
    part: Part


class Outcome(NamedTuple):
    """A part that is back: its result, or why there is none."""

    planned: Planned
    result: Result | None
    reason: str = ""


class Engine(Protocol):
    """Where the work runs. Parts come back in any order; the tables do not depend on it."""

    @property
    def has_room(self) -> bool:
        """Whether it takes another part now."""

    @property
    def is_busy(self) -> bool:
        """Whether parts are still to come back."""

    def submit(self, planned: Planned) -> None:
        """Take a part."""

    def collect(self) -> Outcome:
        """Wait for a part to come back, with its result or without."""


class Planner:
    """Hands out parts of the work and keeps what comes back.

    An article with a paragraph that another part is parsing just now waits until that part is back.
    """

    def __init__(self, bench: Workbench, articles_a_part: int = ARTICLES_A_PART) -> None:
        """Plan the articles of the listing that have no annotation yet."""
        self._bench = bench
        self._articles_a_part = articles_a_part
        self._coming: Iterator[Listed] = bench.missing()
        self._waiting: deque[Listed] = deque()
        self._again: deque[Sequence[Listed]] = deque()
        self._under_way: set[bytes] = set()  # paragraphs

    def next(self) -> Planned | None:
        """A part that can be done now; None when there is none, or none before another comes back."""
        chosen = self._again.popleft() if self._again else self._choose()
        if not chosen:
            return None
        known = self._bench.find_paragraphs(key for listed in chosen for key in listed.outline.paragraphs)
        self._under_way |= self._new(chosen, known)
        return Planned(chosen, self._part(chosen, known))

    def keep(self, planned: Planned, result: Result) -> list[Noted]:
        """Keep what a part made; what went wrong comes back with the number of its article."""
        made = list(zip(planned.listed, result.annotated, result.scored, strict=True))
        self._bench.keep(
            Kept(
                result.paragraphs,
                result.docs,
                [(listed.key, annotated) for listed, annotated, _ in made if isinstance(annotated, Annotated)],
                [(listed.text_key, scored) for listed, _, scored in made if scored is not None],
            )
        )
        self._finish(planned)
        return [(listed.n, problem) for listed, problem, _ in made if isinstance(problem, Problem)]

    def lost(self, planned: Planned, reason: str) -> list[Noted]:
        """A part took its worker down: it is divided until the article is found that does."""
        self._finish(planned)
        if len(planned.listed) > 1:
            size = max(1, len(planned.listed) // _PIECES)
            self._again += [planned.listed[at : at + size] for at in range(0, len(planned.listed), size)]
            return []
        (listed,) = planned.listed
        message = f"{listed.article.source_file}: {reason}"
        return [(listed.n, Problem(listed.article.doc_id, "worker", message, lost=True))]

    def _choose(self) -> list[Listed]:
        chosen: list[Listed] = []
        size = 0
        for listed in self._candidates():
            if self._under_way.intersection(listed.outline.paragraphs):
                self._waiting.append(listed)
                continue
            chosen.append(listed)
            size += len(listed.article.text)
            if len(chosen) >= self._articles_a_part or size >= CHARACTERS_A_PART:
                break
        return chosen

    def _candidates(self) -> Iterator[Listed]:
        """Those that waited, each once, then new ones."""
        for _ in range(len(self._waiting)):
            yield self._waiting.popleft()
        # Those that wait are in memory: no more than a few parts of them.
        while len(self._waiting) < 4 * ARTICLES_A_PART:
            listed = next(self._coming, None)
            if listed is None:
                return
            yield listed

    def _part(self, chosen: Sequence[Listed], known: dict[bytes, Place]) -> Part:
        places: dict[int, list[int]] = {}
        for place in known.values():
            places.setdefault(place.bin, []).append(place.place)
        return Part(
            [Prepared(listed.article, listed.outline.blocks) for listed in chosen],
            [(self._bench.bin(number), wanted) for number, wanted in places.items()],
            [self._bench.scores(listed.text_key) for listed in chosen],
        )

    def _new(self, chosen: Sequence[Listed], known: dict[bytes, Place]) -> set[bytes]:
        return {key for listed in chosen for key in listed.outline.paragraphs if key not in known}

    def _finish(self, planned: Planned) -> None:
        self._under_way -= {key for listed in planned.listed for key in listed.outline.paragraphs}


def annotate_new(planner: Planner, workers: Engine, total: int, *, progress: Progress) -> list[Noted]:
    """Have all that is new annotated and kept; what went wrong comes back, with the number of its article."""
    noted: list[Noted] = []
    done = 0
    progress("annotate", 0, total)
    while True:
        while workers.has_room and (planned := planner.next()) is not None:
            workers.submit(planned)
        if not workers.is_busy:
            return noted
        planned, result, reason = workers.collect()
        noted += planner.lost(planned, reason) if result is None else planner.keep(planned, result)
        done += 0 if result is None else len(planned.listed)
        progress("annotate", done, total)
