"""Fine-tuning with a plain loop: batches of like length, AdamW, layer-wise learning rates."""

import logging
import random
import time
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import torch
from torch import Tensor, nn

from analysis.extract.target_tone import Window
from analysis.training.model import ToneClassifier

log = logging.getLogger(__name__)


class Example(NamedTuple):
    """One item to learn: what the model reads, and the probabilities it should give (negative, neutral, positive)."""

    window: Window
    wanted: tuple[float, float, float]


class Batch(NamedTuple):
    """Examples padded to one length. Shapes (batch, length), (batch, length), (batch,), (batch, 3)."""

    ids: Tensor
    mask: Tensor
    marker: Tensor
    wanted: Tensor


class Plan(NamedTuple):
    """How to fit: passes over the data, highest learning rate, its decay from layer to layer, batch size."""

    epochs: int
    rate: float
    layer_decay: float = 0.9
    batch_size: int = 16
    warmup: float = 0.06
    weight_decay: float = 0.01
    seed: int = 0


def collate(examples: Sequence[Example]) -> Batch:
    """Pad to the longest, rounded up to a multiple of 8."""
    longest = max(len(example.window.ids) for example in examples)
    length = -(-longest // 8) * 8  # few distinct shapes: oneDNN compiles its kernels for each
    ids = torch.zeros(len(examples), length, dtype=torch.int64)
    for row, example in zip(ids, examples, strict=True):
        row[: len(example.window.ids)] = torch.tensor(example.window.ids)
    marker = torch.tensor([example.window.marker for example in examples])
    return Batch(ids, (ids != 0).long(), marker, torch.tensor([example.wanted for example in examples]))


def batches(examples: Sequence[Example], size: int, rng: random.Random) -> Iterator[Batch]:
    """All examples once, in random order, those of a like length together (sorted within 50 batches)."""
    order = list(examples)
    rng.shuffle(order)
    groups: list[list[Example]] = []
    for at in range(0, len(order), 50 * size):
        chunk = sorted(order[at : at + 50 * size], key=lambda example: len(example.window.ids))
        groups += [chunk[low : low + size] for low in range(0, len(chunk), size)]
    rng.shuffle(groups)
    return map(collate, groups)


def parameter_groups(model: ToneClassifier, plan: Plan) -> list[dict[str, object]]:
    """Parameters with their learning rates: lower by ``layer_decay`` with every layer below the head.

    Layer-wise rates follow ULMFiT (Howard and Ruder 2018). The head, which begins from nothing, learns three
    times as fast as the highest layer.
    """
    blocks: list[nn.Module] = [model.encoder.embeddings, *model.encoder.encoder.layer]
    groups: list[dict[str, object]] = []
    for below, block in enumerate(reversed(blocks)):
        groups += _decayed(block, plan.rate * plan.layer_decay**below, plan)
    for head in (model.dense, model.out):
        groups += _decayed(head, plan.rate * 3, plan)
    return groups


def _decayed(block: nn.Module, rate: float, plan: Plan) -> list[dict[str, object]]:
    """Weight decay for matrices, none for biases and norms."""
    matrices = [parameter for parameter in block.parameters() if parameter.ndim > 1]
    others = [parameter for parameter in block.parameters() if parameter.ndim <= 1]
    groups = [{"params": matrices, "lr": rate, "weight_decay": plan.weight_decay}]
    return groups + ([{"params": others, "lr": rate, "weight_decay": 0.0}] if others else [])


def fit(
    model: ToneClassifier,
    examples_of: Callable[[random.Random], Sequence[Example]],
    plan: Plan,
) -> None:
    """Train in place: cross-entropy with the wanted probabilities, in bfloat16 where the processor has it.

    Args:
        model: what to train.
        examples_of: the examples of an epoch, drawn with the given generator; every epoch has as many.
        plan: the settings.
    """
    rng = random.Random(plan.seed)
    torch.manual_seed(plan.seed)
    optimizer = torch.optim.AdamW(parameter_groups(model, plan), betas=(0.9, 0.98), fused=True)
    n_steps = plan.epochs * -(-len(examples_of(random.Random(plan.seed))) // plan.batch_size)

    def factor(step: int) -> float:
        warm = plan.warmup * n_steps
        return min(1.0, (step + 1) / warm) * max(0.0, (n_steps - step) / n_steps)

    scheduler = torch.optim.lr_scheduler.LambdaLR(optimizer, factor)
    model.train()
    step, began, total = 0, time.monotonic(), 0.0
    for _ in range(plan.epochs):
        for batch in batches(examples_of(rng), plan.batch_size, rng):
            with torch.autocast("cpu", dtype=torch.bfloat16):
                logits = model(batch.ids, batch.mask, batch.marker)
            loss = nn.functional.cross_entropy(logits, batch.wanted)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            scheduler.step()
            step += 1
            total += loss.item()
            if step % 50 == 0:
                log.info("step %d of %d, loss %.3f, %.0f s", step, n_steps, total / 50, time.monotonic() - began)
                total = 0.0


@torch.no_grad()  # type: ignore[untyped-decorator]
def predict(model: ToneClassifier, windows: Sequence[Window], *, batch_size: int = 32) -> Tensor:
    """Probabilities of negative, neutral, positive for each window, (n, 3)."""
    model.eval()
    order = sorted(range(len(windows)), key=lambda index: len(windows[index].ids))
    out = torch.zeros(len(windows), 3)
    for at in range(0, len(order), batch_size):
        rows = order[at : at + batch_size]
        batch = collate([Example(windows[row], (0.0, 0.0, 0.0)) for row in rows])
        out[rows] = torch.softmax(model(batch.ids, batch.mask, batch.marker), dim=-1)
    return out
