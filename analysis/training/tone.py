"""Train the tone classifier that ships: ``python -m analysis.training.tone TRAIN.jsonl --dev DEV.jsonl --out DIR``.

MiniLM is fine-tuned on NewsMTSC in several runs that begin with the same weights and differ in order, rates and
weighting; the mean of their weights ships, as int8 (dynamic quantisation). Dev files are read for measuring and
for nothing else.

Seeds are fixed and training runs on one thread. Products in bfloat16 differ between processors, and with them
the weights: expect scores within about a point or two of the card's.
"""

import argparse
import json
import logging
import random
import time
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import torch
from tokenizers import Tokenizer

from analysis.extract.target_tone import Layout, Window, encode_targets, read_layout
from analysis.training.card import write_card
from analysis.training.data import Target, read_targets
from analysis.training.export import export_graph, quantise
from analysis.training.fit import Example, Plan, fit, predict
from analysis.training.model import ToneClassifier, average
from analysis.training.scores import Scores, run_graph, score_labels

log = logging.getLogger("analysis.training.tone")  # not __name__, which is __main__ when run

# Written beside the model; `analysis.extract.target_tone` reads it.
CONFIG = {
    "labels": ["negative", "neutral", "positive"],
    "max_length": 128,
    "first": "[CLS]",
    "last": "[SEP]",
    "marker": "*",
}


class Run(NamedTuple):
    """One fine-tuning: its plan, and how many times an epoch holds a target beside one of another class."""

    plan: Plan
    times_mixed: int


RUNS = (
    Run(Plan(epochs=4, rate=1e-4, batch_size=16, seed=0), times_mixed=1),
    Run(Plan(epochs=3, rate=1.5e-4, batch_size=32, seed=1), times_mixed=2),
)
# The weights of the head that every run begins with.
HEAD_SEED = 0
# How often another mention of the same target stands for it in an epoch.
FURTHER = 0.25
# What is taken off the classes and spread over all three (label smoothing, Szegedy et al. 2016).
SMOOTHING = 0.1


class Item(NamedTuple):
    """A target as the model reads it, by its main mention first; its class; whether its sentence has others."""

    windows: list[Window]
    label: int
    mixed: bool


def read_items(targets: Sequence[Target], tokenizer: Tokenizer, layout: Layout) -> list[Item]:
    """Targets as the model reads them."""
    classes = defaultdict(set)
    for target in targets:
        classes[target.text].add(target.label)
    out = []
    for target in targets:
        spans = [(target.start, target.end), *target.further]
        windows = encode_targets([(target.text, start, end) for start, end in spans], tokenizer, layout)
        out.append(Item(windows, target.label, len(classes[target.text]) > 1))
    return out


def draw(items: Sequence[Item], times_mixed: int, rng: random.Random) -> list[Example]:
    """The examples of an epoch: each target by its main mention or, now and then, by a further one."""
    out = []
    for item in items:
        wanted = [SMOOTHING / 3] * 3
        wanted[item.label] += 1 - SMOOTHING
        for _ in range(times_mixed if item.mixed else 1):
            further = item.windows[1:]
            window = rng.choice(further) if further and rng.random() < FURTHER else item.windows[0]
            out.append(Example(window, (wanted[0], wanted[1], wanted[2])))
    return out


def train(items: Sequence[Item], encoder: Path, work: Path) -> ToneClassifier:
    """The mean of all runs. Each run's weights are kept in ``work`` and read again if they are there."""
    weights = []
    for number, run in enumerate(RUNS):
        path = work / f"run{number}.pt"
        if not path.exists():
            torch.manual_seed(HEAD_SEED)
            model = ToneClassifier(encoder)
            fit(model, lambda rng, run=run: draw(items, run.times_mixed, rng), run.plan)  # type: ignore[misc]
            torch.save(model.state_dict(), path)
        weights.append(torch.load(path))
    model = ToneClassifier(encoder)
    model.load_state_dict(average(weights))
    return model


def measure(
    model: ToneClassifier, graph: Path, dev: Sequence[Target], tokenizer: Tokenizer, layout: Layout
) -> dict[str, Scores]:
    """Scores of the model as it was trained and as it ships."""
    windows = encode_targets([(target.text, target.start, target.end) for target in dev], tokenizer, layout)
    gold = [target.label for target in dev]
    return {
        "float": score_labels(predict(model, windows).argmax(dim=1).tolist(), gold),
        "int8, shipped": score_labels(run_graph(graph, windows), gold),
    }


def main(arguments: Sequence[str] | None = None) -> None:
    """Train, export, quantise, measure, and write the four files of the model."""
    parser = argparse.ArgumentParser(prog="python -m analysis.training.tone", description=__doc__)
    parser.add_argument("train", type=Path, help="NewsMTSC's train.jsonl")
    parser.add_argument("--dev", type=Path, nargs="+", required=True, help="NewsMTSC files to measure on")
    parser.add_argument("--encoder", type=Path, required=True, help="folder of all-MiniLM-L6-v2")
    parser.add_argument("--out", type=Path, required=True, help="folder to write the model to")
    parser.add_argument("--work", type=Path, required=True, help="folder for the weights of each run")
    options = parser.parse_args(arguments)
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(message)s")
    logging.getLogger("analysis").setLevel(logging.INFO)
    torch.set_num_threads(1)
    began = time.monotonic()
    options.out.mkdir(parents=True, exist_ok=True)
    options.work.mkdir(parents=True, exist_ok=True)

    tokenizer = Tokenizer.from_file(str(options.encoder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    tokenizer.save(str(options.out / "tokenizer.json"), pretty=False)
    (options.out / "config.json").write_text(json.dumps(CONFIG, indent=1) + "\n", encoding="utf-8")
    layout = read_layout(CONFIG, tokenizer)

    model = train(read_items(read_targets(options.train), tokenizer, layout), options.encoder, options.work)
    log.info("trained in %.0f minutes", (time.monotonic() - began) / 60)
    exported = options.work / "model.onnx"
    export_graph(model, exported, max_length=layout.max_length)
    quantise(exported, options.out / "model.onnx")
    scores = {}
    for path in options.dev:
        for name, values in measure(model, options.out / "model.onnx", read_targets(path), tokenizer, layout).items():
            scores[name, path.stem] = values
            log.info("%s on %s: %s", name, path.stem, values)
    write_card(options.out, scores)


if __name__ == "__main__":
    main()
