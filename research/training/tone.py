"""Train the tone classifier that ships: ``python -m research.training.tone TRAIN.jsonl --dev DEV.jsonl --out DIR``.

A large teacher (:mod:`research.training.teacher`) is fine-tuned on NewsMTSC and labels unlabelled news
(:mod:`research.training.news`); MiniLM, the student, learns from its probabilities, and to imitate the vectors that
its head reads, on both. The student ships, as int8. Dev files are read for measuring, and to keep their sentences out
of the news; for nothing else.

Every stage is kept in the work folder and read again if it is there. Seeds are fixed; but products in bfloat16
differ between processors, and with several threads chance has a part (see :func:`research.training.fit.fit`): expect
scores within about a point or two of the card's.
"""

import argparse
import hashlib
import json
import logging
import time
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import torch
from crossread.extract.target_tone import Layout, encode_targets, read_layout
from tokenizers import Tokenizer

from research.training import news
from research.training.card import write_card
from research.training.data import Item, Target, load_tokenizer, read_targets
from research.training.export import convert, write_graph
from research.training.fit import Example, Plan, Reading, fit, read
from research.training.model import Classifier, ToneClassifier
from research.training.scores import Scores, run_graph, score_labels
from research.training.teacher import Teacher

log = logging.getLogger("research.training.tone")  # not __name__, which is __main__ when run

# Written beside the model; `crossread.extract.target_tone` reads it.
CONFIG = {
    "labels": ["negative", "neutral", "positive"],
    "max_length": 128,
    "first": "[CLS]",
    "last": "[SEP]",
    "marker": "*",
}

# The student learns from labelled targets first, then from all, and twice more with the rate raised again ("warm
# restarts", Loshchilov and Hutter 2017).
FIRST = Plan(epochs=4, rate=1e-4, batch_size=16)
SECOND = Plan(epochs=2, rate=1.5e-4, batch_size=48)
THIRD = Plan(epochs=1, rate=1.2e-4, batch_size=32, seed=1)
FOURTH = Plan(epochs=4, rate=1.2e-4, batch_size=32, seed=2)
HEAD_SEED = 0
# What is taken off the classes and spread over all three (label smoothing, Szegedy et al. 2016).
SMOOTHING = 0.1
# How much of what the student is to say of a labelled target comes from the teacher, not from the label.
TRUST = 0.6
# One of how many labelled targets is looked at before the weights become int8.
SHOWN = 20
# Articles and sentences of each corpus of news that the teacher labels.
ARTICLES, SENTENCES = 500, 3300

Wanted = tuple[float, float, float]


def smooth(target: Target) -> Wanted:
    """The probabilities that a label stands for."""
    wanted = [SMOOTHING / 3] * 3
    wanted[target.label] += 1 - SMOOTHING
    return wanted[0], wanted[1], wanted[2]


def with_mixed_twice(targets: Sequence[Target]) -> list[Target]:
    """Every target, and those beside a target of another class in their sentence once more."""
    classes = defaultdict(set)
    for target in targets:
        classes[target.text].add(target.label)
    return [target for target in targets for _ in range(1 + (len(classes[target.text]) > 1))]


def read_news(paths: Sequence[Path], known: set[str], work: Path) -> list[Item]:
    """Targets in unlabelled news."""
    path = work / "news.json"
    if not path.exists():
        found = [
            item
            for corpus in paths
            for item in news.choose(list(news.read_items(corpus, ARTICLES)), SENTENCES, known=known)
        ]
        path.write_text(json.dumps(found), encoding="utf-8")
    return [(text, start, end) for text, start, end in json.loads(path.read_text(encoding="utf-8"))]


def teach(targets: Sequence[Target], unlabelled: Sequence[Item], encoder: Path, work: Path, threads: int) -> Reading:
    """What a teacher that learnt from ``targets`` makes of them and of ``unlabelled`` items."""
    path = work / "reading.pt"
    if not path.exists():
        teacher = Teacher(encoder, threads=threads)
        learnt = work / "teacher.pt"
        if not learnt.exists():
            repeated = with_mixed_twice(targets)
            teacher.learn([target.item for target in repeated], [smooth(target) for target in repeated])
            torch.save(teacher.upper.state_dict(), learnt)
        teacher.upper.load_state_dict(torch.load(learnt))
        torch.save(tuple(teacher.read([*(target.item for target in targets), *unlabelled])), path)
    return Reading(*torch.load(path))


def lessons(
    targets: Sequence[Target], unlabelled: Sequence[Item], taught: Reading, tokenizer: Tokenizer, layout: Layout
) -> list[Example]:
    """What the student learns: probabilities, those of labelled targets mixed with the labels, and vectors."""
    probabilities = taught.probabilities.clone()
    labels = torch.tensor([smooth(target) for target in targets])
    probabilities[: len(targets)] = TRUST * probabilities[: len(targets)] + (1 - TRUST) * labels
    vectors = taught.vectors.float()
    vectors = ((vectors - vectors.mean(dim=0)) / vectors.std(dim=0)).bfloat16()
    windows = encode_targets([*(target.item for target in targets), *unlabelled], tokenizer, layout)
    return [
        Example(torch.tensor(window.ids), window.marker, (row[0], row[1], row[2]), vector)
        for window, row, vector in zip(windows, probabilities.tolist(), vectors, strict=True)
    ]


def learn(examples: Sequence[Example], n_labelled: int, encoder: Path, work: Path, threads: int) -> ToneClassifier:
    """The student; ``n_labelled`` examples come first that have labels."""
    torch.manual_seed(HEAD_SEED)
    student = ToneClassifier(encoder)
    stages = (
        ("first", examples[:n_labelled], FIRST),
        ("second", examples, SECOND),
        ("third", examples, THIRD),
        ("student", examples, FOURTH),
    )
    for name, part, plan in stages:
        path = work / f"{name}.pt"
        if not path.exists():
            fit(student, part, plan, threads=threads)
            torch.save(student.state_dict(), path)
        student.load_state_dict(torch.load(path))
    return student


def measure(model: Classifier, dev: Sequence[Target], tokenizer: Tokenizer, layout: Layout) -> Scores:
    """Scores of a model as it was trained."""
    windows = encode_targets([target.item for target in dev], tokenizer, layout)
    found = read(model, [torch.tensor(window.ids) for window in windows], [window.marker for window in windows])
    return score_labels(found.probabilities.argmax(dim=1).tolist(), [target.label for target in dev])


def main(arguments: Sequence[str] | None = None) -> None:
    """Train, export, quantise, measure, and write the four files of the model."""
    parser = argparse.ArgumentParser(prog="python -m research.training.tone", description=__doc__)
    parser.add_argument("train", type=Path, help="NewsMTSC's train.jsonl")
    parser.add_argument("--dev", type=Path, nargs="+", required=True, help="NewsMTSC files to measure on")
    parser.add_argument("--news", type=Path, nargs="+", required=True, help="corpora of news, as Crossread reads them")
    parser.add_argument("--encoder", type=Path, required=True, help="folder of all-MiniLM-L6-v2")
    parser.add_argument("--teacher", type=Path, required=True, help="folder of all-mpnet-base-v2")
    parser.add_argument("--out", type=Path, required=True, help="folder to write the model to")
    parser.add_argument("--work", type=Path, required=True, help="folder for what each stage leaves")
    parser.add_argument("--threads", type=int, default=1, help="cores to train on")
    options = parser.parse_args(arguments)
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(message)s")
    logging.getLogger("research").setLevel(logging.INFO)
    torch.set_num_threads(1)
    began = time.monotonic()
    options.out.mkdir(parents=True, exist_ok=True)
    options.work.mkdir(parents=True, exist_ok=True)

    tokenizer = load_tokenizer(options.encoder)
    tokenizer.save(str(options.out / "tokenizer.json"), pretty=False)
    layout = read_layout(CONFIG, tokenizer)

    targets = read_targets(options.train)
    dev = {path.stem: read_targets(path) for path in options.dev}
    known = {target.text for part in (targets, *dev.values()) for target in part}
    unlabelled = read_news(options.news, known, options.work)
    taught = teach(targets, unlabelled, options.teacher, options.work, options.threads)
    examples = lessons(targets, unlabelled, taught, tokenizer, layout)
    student = learn(examples, len(targets), options.encoder, options.work, options.threads)
    log.info("trained in %.0f minutes", (time.monotonic() - began) / 60)

    shipped = options.out / "model.onnx"
    shown = encode_targets([target.item for target in targets[::SHOWN]], tokenizer, layout)
    write_graph(convert(student, max_length=layout.max_length, windows=shown), shipped)
    config = {**CONFIG, "sha256": hashlib.sha256(shipped.read_bytes()).hexdigest()}
    (options.out / "config.json").write_text(json.dumps(config, indent=1) + "\n", encoding="utf-8")
    teacher = Teacher(options.teacher, threads=options.threads)
    teacher.upper.load_state_dict(torch.load(options.work / "teacher.pt"))
    scores = {}
    for name, part in dev.items():
        gold = [target.label for target in part]
        items = [target.item for target in part]
        best = teacher.read(items).probabilities.argmax(dim=1).tolist()
        scores["int8, shipped", name] = score_labels(run_graph(shipped, encode_targets(items, tokenizer, layout)), gold)
        scores["float, unshipped", name] = measure(student, part, tokenizer, layout)
        scores["teacher, unshipped", name] = score_labels(best, gold)
    for (model, name), values in scores.items():
        log.info("%s on %s: %s", model, name, values)
    write_card(options.out, scores, unlabelled=len(unlabelled))


if __name__ == "__main__":
    main()
