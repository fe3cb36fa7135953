"""Fine-tuning with a plain loop: batches of like length, AdamW, layer-wise learning rates, bfloat16."""

import copy
import logging
import random
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

import torch
from torch import Tensor, nn

from research.training.model import Classifier, LowerHalf

log = logging.getLogger(__name__)

# How many times faster than the highest layer what begins from nothing learns: the head, the mirror.
HEAD, MIRROR = 3, 10


class Example(NamedTuple):
    """One item to learn.

    ``inputs``: what the lowest layer reads, (length,) or (length, width); ``marker``: where the target's marker
    stands; ``wanted``: the probabilities to give (negative, neutral, positive); ``vector``: what a teacher's head
    read there, to imitate, (teacher's width,), or None.
    """

    inputs: Tensor
    marker: int
    wanted: tuple[float, float, float]
    vector: Tensor | None = None


class Batch(NamedTuple):
    """Inputs padded to one length. Shapes (batch, length) or (batch, length, width), (batch, length), (batch,)."""

    inputs: Tensor
    mask: Tensor
    marker: Tensor


class Plan(NamedTuple):
    """How to fit: passes over the data, highest learning rate, its decay from layer to layer, batch size."""

    epochs: int
    rate: float
    layer_decay: float = 0.9
    batch_size: int = 32
    warmup: float = 0.06
    weight_decay: float = 0.01
    seed: int = 0


class Reading(NamedTuple):
    """What a model makes of items: probabilities (n, 3), and the vectors that its head read, (n, 2 * width)."""

    probabilities: Tensor
    vectors: Tensor


class _Learner(nn.Module):  # type: ignore[misc]
    """A classifier and, if it has a teacher to imitate, the projection of its vectors to the teacher's."""

    def __init__(self, model: Classifier, vector: Tensor | None) -> None:
        super().__init__()
        self.model = model
        self.mirror = None if vector is None else nn.Linear(model.dense.in_features, len(vector))

    def loss(self, examples: Sequence[Example]) -> Tensor:
        """Cross-entropy with the wanted probabilities, and the squared distance from the teacher's vectors."""
        pooled = self.model.pool(*collate([example.inputs for example in examples], [e.marker for e in examples]))
        loss = nn.functional.cross_entropy(self.model.judge(pooled), torch.tensor([e.wanted for e in examples]))
        if self.mirror is None:
            return loss
        vectors = torch.stack([example.vector for example in examples if example.vector is not None])
        return loss + nn.functional.mse_loss(self.mirror(pooled).float(), vectors.float())


def collate(inputs: Sequence[Tensor], markers: Sequence[int]) -> Batch:
    """Pad to the longest, rounded up to a multiple of 8."""
    longest = max(len(row) for row in inputs)
    length = -(-longest // 8) * 8  # few distinct shapes: oneDNN compiles its kernels for each
    padded = inputs[0].new_zeros(len(inputs), length, *inputs[0].shape[1:])
    mask = torch.zeros(len(inputs), length, dtype=torch.int64)
    for index, row in enumerate(inputs):
        padded[index, : len(row)] = row
        mask[index, : len(row)] = 1
    return Batch(padded, mask, torch.tensor(markers))


def batches(examples: Sequence[Example], size: int, rng: random.Random) -> list[list[Example]]:
    """All examples once, in random order, those of a like length together (sorted within 50 batches)."""
    order = list(examples)
    rng.shuffle(order)
    groups: list[list[Example]] = []
    for at in range(0, len(order), 50 * size):
        chunk = sorted(order[at : at + 50 * size], key=lambda example: len(example.inputs))
        groups += [chunk[low : low + size] for low in range(0, len(chunk), size)]
    rng.shuffle(groups)
    return groups


def _parameter_groups(learner: _Learner, plan: Plan) -> list[dict[str, object]]:
    """Parameters with their learning rates: lower with every layer below the head, higher for what begins from nothing.

    Layer-wise rates follow ULMFiT (Howard and Ruder 2018).
    """
    model = learner.model
    groups: list[dict[str, object]] = []
    for below, block in enumerate(reversed(model.layers)):
        groups += _decayed(block, plan.rate * plan.layer_decay**below, plan)
    for head in (model.dense, model.out):
        groups += _decayed(head, plan.rate * HEAD, plan)
    if learner.mirror is not None:
        groups += _decayed(learner.mirror, plan.rate * MIRROR, plan)
    return groups


def _decayed(block: nn.Module, rate: float, plan: Plan) -> Iterator[dict[str, object]]:
    """Weight decay for matrices, none for biases and norms."""
    matrices = [parameter for parameter in block.parameters() if parameter.ndim > 1]
    others = [parameter for parameter in block.parameters() if parameter.ndim <= 1]
    for parameters, decay in ((matrices, plan.weight_decay), (others, 0.0)):
        if parameters:
            yield {"params": parameters, "lr": rate, "weight_decay": decay}


def _pool(threads: int) -> ThreadPoolExecutor:
    """Workers that use one core each: a small product is not worth sharing out."""
    return ThreadPoolExecutor(threads, initializer=torch.set_num_threads, initargs=(1,))


def fit(
    model: Classifier,
    examples: Sequence[Example],
    plan: Plan,
    *,
    threads: int = 1,
) -> None:
    """Train in place: weights in float32, products in bfloat16 on a copy of them.

    Args:
        model: what to train.
        examples: what to learn; all have a vector to imitate, or none has.
        plan: the settings.
        threads: the parts that a batch is worked on in at a time. With more than one, chance decides which part
            gets which of dropout's random numbers, and with it the last digits of the weights.
    """
    rng = random.Random(plan.seed)
    torch.manual_seed(plan.seed)
    learner = _Learner(model, examples[0].vector)
    parameters = [parameter for parameter in learner.parameters() if parameter.requires_grad]
    working = copy.deepcopy(learner).bfloat16().train()
    copies = [parameter for parameter in working.parameters() if parameter.requires_grad]
    optimizer = torch.optim.AdamW(_parameter_groups(learner, plan), betas=(0.9, 0.98), fused=True)
    n_steps = plan.epochs * -(-len(examples) // plan.batch_size)

    def factor(step: int) -> float:
        warm = plan.warmup * n_steps
        return min(1.0, (step + 1) / warm) * max(0.0, (n_steps - step) / n_steps)

    def slopes(part: Sequence[Example], share: float) -> tuple[float, tuple[Tensor, ...]]:
        loss = working.loss(part) * share
        return loss.item(), torch.autograd.grad(loss, copies)

    scheduler = torch.optim.lr_scheduler.LambdaLR(optimizer, factor)
    step, began, total = 0, time.monotonic(), 0.0
    with _pool(threads) as pool:
        for _ in range(plan.epochs):
            for batch in batches(examples, plan.batch_size, rng):
                size = -(-len(batch) // threads)
                parts = [batch[low : low + size] for low in range(0, len(batch), size)]
                done = list(pool.map(slopes, parts, [len(part) / len(batch) for part in parts]))
                for index, parameter in enumerate(parameters):
                    parts_of_it = [found[index].float() for _, found in done]
                    parameter.grad = sum(parts_of_it[1:], parts_of_it[0])
                nn.utils.clip_grad_norm_(parameters, 1.0)
                optimizer.step()
                scheduler.step()
                with torch.no_grad():
                    for worked, parameter in zip(copies, parameters, strict=True):
                        worked.copy_(parameter)
                step += 1
                total += sum(loss for loss, _ in done)
                if step % 50 == 0:
                    log.info("step %d of %d, loss %.3f, %.0f s", step, n_steps, total / 50, time.monotonic() - began)
                    total = 0.0


def _groups(inputs: Sequence[Tensor], size: int = 32) -> list[list[int]]:
    """Indexes of items, those of a like length together."""
    order = sorted(range(len(inputs)), key=lambda index: len(inputs[index]))
    return [order[at : at + size] for at in range(0, len(order), size)]


def read(model: Classifier, inputs: Sequence[Tensor], markers: Sequence[int], *, threads: int = 1) -> Reading:
    """What a model makes of items, in their order; in the precision that the model has."""
    model.eval()
    groups = _groups(inputs)

    @torch.no_grad()  # type: ignore[untyped-decorator]
    def work(group: list[int]) -> tuple[Tensor, Tensor]:
        pooled = model.pool(*collate([inputs[index] for index in group], [markers[index] for index in group]))
        return torch.softmax(model.judge(pooled), dim=-1), pooled

    with _pool(threads) as pool:
        probabilities, vectors = zip(*pool.map(work, groups), strict=True)
    back = torch.tensor([index for group in groups for index in group]).argsort()
    return Reading(torch.cat(probabilities)[back], torch.cat(vectors)[back])


def read_lower(lower: LowerHalf, ids: Sequence[Tensor], *, threads: int = 1) -> list[Tensor]:
    """What the teacher's lower half makes of token ids: (length, width) each, in their order."""
    groups = _groups(ids)

    def work(group: list[int]) -> list[Tensor]:
        batch = collate([ids[index] for index in group], [0] * len(group))
        hidden = lower(batch.inputs, batch.mask)
        return [row[: len(ids[index])].clone() for row, index in zip(hidden, group, strict=True)]

    with _pool(threads) as pool:
        rows = [row for done in pool.map(work, groups) for row in done]
    found = dict(zip((index for group in groups for index in group), rows, strict=True))
    return [found[index] for index in range(len(ids))]
