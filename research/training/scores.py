"""How well labels agree with gold: F1 of each class and their mean, as NewsMTSC's authors score."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from crossread.extract.target_tone import Window, open_session, run_windows


class Scores(NamedTuple):
    """Macro-F1, accuracy, and F1 of negative, neutral and positive, each from 0 to 1."""

    macro_f1: float
    accuracy: float
    negative: float
    neutral: float
    positive: float


def score_labels(predicted: Sequence[int], gold: Sequence[int]) -> Scores:
    """Compare classes (0 negative, 1 neutral, 2 positive).

    >>> score_labels([0, 1, 2, 2], [0, 1, 2, 1]).accuracy
    0.75
    """
    pairs = list(zip(predicted, gold, strict=True))
    f1 = []
    for label in range(3):
        right = sum(a == b == label for a, b in pairs)
        named = sum((a == label) + (b == label) for a, b in pairs)
        f1.append(2 * right / named if named else 0.0)
    return Scores(sum(f1) / 3, sum(a == b for a, b in pairs) / len(pairs), *f1)


def run_graph(path: Path, windows: Sequence[Window]) -> list[int]:
    """The likeliest class of each window by a graph."""
    return [int(label) for label in run_windows(open_session(path.read_bytes()), windows).argmax(axis=1)]
