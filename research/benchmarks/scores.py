"""Measures of agreement, and which of what was found stands for which of what was annotated.

Precision is the share of what was found that was annotated, recall the share of what was annotated
that was found, F1 their harmonic mean (van Rijsbergen 1979). Each one that was found stands for at
most one that was annotated.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple, TypeVar

import pandas as pd
from crossread.measures.intervals import wilson_interval

from research.benchmarks.gold import Span

Gold = TypeVar("Gold")
Found = TypeVar("Found")


class Interval(NamedTuple):
    """The bounds of an interval of confidence."""

    low: float
    high: float


class Measure(NamedTuple):
    """A measure with its value from 0 to 1, null where nothing was counted.

    A proportion has its counts, ``hits`` of ``total`` and what these are, and an interval. F1 and its
    means are no proportions of cases: they have neither.
    """

    name: str
    value: float | None
    hits: int | None = None
    total: int | None = None
    unit: str = ""
    interval: Interval | None = None


class Miss(NamedTuple):
    """One annotated thing that was not found, or of which something differs."""

    doc_id: str
    problem: str
    text: str
    detail: str = ""


class Result(NamedTuple):
    """The measures in the order to print them in, and the misses in the order of the articles."""

    measures: list[Measure]
    misses: list[Miss]


def proportion(name: str, hits: int, total: int, unit: str) -> Measure:
    """A share with its 95 % interval; unknown where there is nothing to take a share of.

    >>> proportion("recall", 0, 0, "annotated").value is None
    True
    """
    if not total:
        return Measure(name, None, hits, total, unit)
    low, high = wilson_interval(pd.Series([hits]), pd.Series([total]))
    return Measure(name, hits / total, hits, total, unit, Interval(float(low[0]), float(high[0])))


def f1(name: str, hits: int, n_found: int, n_gold: int) -> Measure:
    """The harmonic mean of hits / n_found and hits / n_gold, which is 2 hits / (n_found + n_gold)."""
    everything = n_found + n_gold
    return Measure(name, 2 * hits / everything if everything else None)


def agreement(name: str, hits: int, n_found: int, n_gold: int) -> list[Measure]:
    """Precision, recall and F1 of something, in three measures."""
    return [
        proportion(f"{name}: precision", hits, n_found, "found"),
        proportion(f"{name}: recall", hits, n_gold, "annotated"),
        f1(f"{name}: F1", hits, n_found, n_gold),
    ]


def class_scores(gold: Sequence[int], found: Sequence[int], names: dict[int, str]) -> list[Measure]:
    """Scores of a classification: macro-F1, accuracy, and the F1 of each class.

    Macro-F1 is the plain mean of the F1 of the classes, as in Hamborg and Donnay (2021), so that a rare
    class counts as much as a common one; a class that neither side names counts as 0.

    Args:
        gold: the class of each case.
        found: the class each case was given, in the same order.
        names: all classes, with the name of each.
    """
    pairs = list(zip(gold, found, strict=True))
    each = [
        f1(f"F1 of {name}", pairs.count((one, one)), found.count(one), gold.count(one)) for one, name in names.items()
    ]
    macro = Measure("macro-F1", sum(one.value or 0.0 for one in each) / len(each))
    right = sum(one == other for one, other in pairs)
    return [macro, proportion("accuracy", right, len(pairs), "targets"), *each]


def shared(one: Span, other: Span) -> int:
    """How many characters two spans share.

    >>> shared(Span(0, 10), Span(8, 20))
    2
    """
    return max(0, min(one.end, other.end) - max(one.start, other.start))


def likeness(one: Span, other: Span) -> float:
    """The characters that two spans share, as a share of the longer one.

    >>> likeness(Span(0, 10), Span(5, 25))
    0.25
    """
    longer = max(one.end - one.start, other.end - other.start)
    return shared(one, other) / longer if longer else 0.0


def pair_first(
    gold: Sequence[Gold], found: Sequence[Found], fits: Callable[[Gold, Found], bool]
) -> list[tuple[Gold, Found | None]]:
    """Give each annotated thing, in order, the first one found that fits and is not given away yet."""
    left = list(found)
    pairs: list[tuple[Gold, Found | None]] = []
    for one in gold:
        index = next((index for index, other in enumerate(left) if fits(one, other)), None)
        pairs.append((one, None if index is None else left.pop(index)))
    return pairs


def pair_likest(
    gold: Sequence[Gold], found: Sequence[Found], like: Callable[[Gold, Found], float], *, least: float
) -> list[tuple[Gold, Found | None]]:
    """Give each annotated thing, in order, the likest one found that is not given away yet.

    One that is less like than ``least`` is not given; of several equally like the last is.
    """
    left = list(found)
    pairs: list[tuple[Gold, Found | None]] = []
    for one in gold:
        best, index = max(((like(one, other), index) for index, other in enumerate(left)), default=(0.0, -1))
        pairs.append((one, left.pop(index) if left and best >= least else None))
    return pairs
