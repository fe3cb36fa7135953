"""Divide the work into parts, so that no paragraph is parsed twice and no article is lost with its worker."""

from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass

from crossread.corpus import Problem
from crossread.extract.parse import paragraphs
from crossread.pipeline.keep import Keep, Listed
from crossread.pipeline.keys import Keys, content_key
from crossread.pipeline.summary import Noted, Progress
from crossread.pipeline.where import Workers
from crossread.pipeline.worker import Part, Result

# A part is what is lost when a run is killed, and what a worker holds in memory at once.
ARTICLES_A_PART = 32
CHARACTERS_A_PART = 300_000
# Articles that wait for a paragraph under way are in memory: no more than a few parts of them.
_MOST_WAITING = 4 * ARTICLES_A_PART
# Into how many a part that took its worker down is divided: each further death costs a start of a worker.
_PIECES = 8
_DIED = "the process that read it died: out of memory, or a crash in a library"
_PLACE_BYTES = 4


def share_out(n_articles: int, processes: int) -> tuple[int, int]:
    """How many processes are worth their start, and how many articles make a part, so that all end at the same time.

    >>> share_out(36, 4), share_out(100, 2)
    ((2, 18), (2, 25))
    """
    workers = min(processes, -(-n_articles // ARTICLES_A_PART))
    rounds = -(-n_articles // (ARTICLES_A_PART * workers))
    return workers, -(-n_articles // (rounds * workers))


@dataclass(frozen=True, eq=False)
class Planned:
    """A part of the work, and what it is about."""

    listed: Sequence[Listed]
    part: Part
    new: frozenset[bytes]  # paragraphs that are not kept yet
    is_alone: bool  # under way, to be sure whose fault it is if the worker dies


class Planner:
    """Hands out parts of the work and keeps what comes back.

    An article with a paragraph that another part is parsing just now waits until that part is back. A part that took
    its worker down is divided until a single article is left; that is tried once more while nothing else is under
    way: the worker may have died of what it held beside it.
    """

    def __init__(self, keep: Keep, keys: Keys, articles_a_part: int = ARTICLES_A_PART) -> None:
        """Plan the articles of the listing that have no annotation yet."""
        self._keep = keep
        self._keys = keys
        self._articles_a_part = articles_a_part
        self._coming = keep.missing()
        self._waiting: deque[Listed] = deque()
        self._again: deque[Sequence[Listed]] = deque()
        self._suspects: deque[Listed] = deque()
        self._under_way: set[Planned] = set()

    def next(self) -> Planned | None:
        """A part that can be done now; None when there is none, or none before another comes back."""
        if any(planned.is_alone for planned in self._under_way):
            return None
        chosen = self._again.popleft() if self._again else self._choose()
        is_alone = not (chosen or self._under_way) and bool(self._suspects)
        if is_alone:
            chosen = [self._suspects.popleft()]
        if not chosen:
            return None
        planned = self._plan(chosen, is_alone=is_alone)
        self._under_way.add(planned)
        return planned

    def keep(self, planned: Planned, result: Result) -> list[Noted]:
        """Keep what a part made; what went wrong comes back with the number of its article."""
        self._under_way.remove(planned)
        made = list(zip(planned.listed, result.annotated, result.scores, strict=True))
        items = {one.annotation: rows for one, rows, _ in made if isinstance(rows, bytes)}
        items |= {one.scores: scores for one, _, scores in made if scores is not None}
        if result.paragraphs:
            bin = content_key(result.docs)
            items |= {key: bin + n.to_bytes(_PLACE_BYTES, "big") for n, key in enumerate(result.paragraphs)}
            items[bin] = result.docs
        self._keep.put(items)
        return [(one.n, problem) for one, problem, _ in made if isinstance(problem, Problem)]

    def lost(self, planned: Planned) -> list[Noted]:
        """A part took its worker down, or was beside one that did."""
        self._under_way.remove(planned)
        if planned.is_alone:
            ((n, article, *_),) = planned.listed
            return [(n, Problem(article.doc_id, "worker", f"{article.source_file}: {_DIED}", lost=True))]
        size = max(1, len(planned.listed) // _PIECES)
        if len(planned.listed) > 1:
            self._again += [planned.listed[at : at + size] for at in range(0, len(planned.listed), size)]
        else:
            self._suspects += planned.listed
        return []

    def _choose(self) -> list[Listed]:
        parsing = frozenset[bytes]().union(*(planned.new for planned in self._under_way))
        chosen: list[Listed] = []
        size = 0
        for listed in self._candidates():
            if parsing & self._paragraphs([listed]):
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
        while len(self._waiting) < _MOST_WAITING and (listed := next(self._coming, None)) is not None:
            yield listed

    def _paragraphs(self, listed: Sequence[Listed]) -> frozenset[bytes]:
        texts = (text for one in listed for text in paragraphs(one.article, one.outline.blocks))
        return frozenset(map(self._keys.paragraph, texts))

    def _plan(self, chosen: Sequence[Listed], *, is_alone: bool) -> Planned:
        wanted = self._paragraphs(chosen)
        found = self._keep.get(wanted)
        places: dict[bytes, list[int]] = {}
        for place in found.values():
            places.setdefault(place[:-_PLACE_BYTES], []).append(int.from_bytes(place[-_PLACE_BYTES:], "big"))
        bins = self._keep.get(places)
        scores = self._keep.get(one.scores for one in chosen)
        part = Part(
            [(one.article, one.outline.blocks) for one in chosen],
            [(bins[key], places[key]) for key in places],
            [scores.get(one.scores) for one in chosen],
        )
        return Planned(chosen, part, wanted - found.keys(), is_alone)


def annotate_new(planner: Planner, workers: Workers, total: int, *, progress: Progress) -> list[Noted]:
    """Have all that is new annotated and kept; what went wrong comes back in the order of the articles."""
    noted: list[Noted] = []
    under_way: dict[Future[Result], Planned] = {}
    done = 0
    progress("annotate", 0, total)
    while True:
        while len(under_way) < workers.room() and (planned := planner.next()) is not None:
            under_way[workers.submit(planned.part)] = planned
        if not under_way:
            return sorted(noted, key=lambda one: one[0])  # whichever part ended first
        for future in wait(under_way, return_when=FIRST_COMPLETED).done:
            planned = under_way.pop(future)
            try:
                noted += planner.keep(planned, future.result())
                done += len(planned.listed)
            except workers.deaths:
                noted += planner.lost(planned)
            progress("annotate", done, total)
