"""Placeholder until the model is trained; overwrite me."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple


class TargetTone(NamedTuple):
    """Label and probabilities."""

    label: int
    negative: float
    neutral: float
    positive: float


def score_targets(items: Iterable[tuple[str, int, int]], *, batch_size: int = 32) -> Iterator[TargetTone]:
    """Nothing yet."""
    for _ in items:
        yield TargetTone(0, 0.0, 1.0, 0.0)
