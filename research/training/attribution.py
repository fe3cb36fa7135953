"""Learn from PolNeAR which words report speech: writes ``extract/models/attribution``.

    python -m research.training.attribution POLNEAR/train

The corpus (Newell, Margolin & Ruths 2018, "An Attribution Relations Corpus for Political News",
LREC) is not part of Crossread. Every word that may report speech is proposed by
:mod:`crossread.extract.speech`; a proposal is right where its content overlaps one that was
annotated by at least half of both. A logistic regression over the names in
:func:`crossread.extract.reports.features` gives one weight a name.
"""

import glob
import json
import math
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

import crossread
import numpy as np
from crossread.corpus import Article, find_blocks
from crossread.extract.article import Extractor
from crossread.extract.marks import find_marked
from crossread.extract.mentions import find_mentions
from crossread.extract.names import find_names
from crossread.extract.reports import features
from crossread.extract.speakers import Speakers
from crossread.extract.speech import find_reports
from crossread.extract.syntax import Positions, find_sentences

MIN_COUNT = 12  # proposals in which a name must occur
PENALTY = 5.0  # of squared weights
SMALLEST = 0.1  # weights nearer to zero are left out
PROBABILITY = 0.37  # from which a proposal is speech: F1 hardly changes between .30 and .45
STEPS = 200
MATCH = 0.5  # intersection over union of two contents that are the same

OUT = Path(crossread.__file__).parent / "extract" / "models" / "attribution"

CARD = """\
# attribution: which words report speech

Weights of a logistic regression; `crossread.extract.speech` adds them up. A proposal is speech when the weights
of all that is true of it reach the threshold. Names: how the content hangs on the cue ("frame"), the cue ("lemma"),
its class in `lexicon/cues.yaml`, who the source is, the form of the cue and its place in the parse.

- **Learnt from** the training part of PolNeAR (Newell, Margolin & Ruths 2018, "An Attribution Relations Corpus for
  Political News", LREC): {articles:,} articles with {gold:,} attributions.
- **Files** `weights.json`: the threshold, and {n:,} weights by name; those nearer to zero than {smallest} are left out.
- **Made by** `python -m research.training.attribution`; the settings are constants there.
"""

Span = tuple[int, int]
Example = tuple[list[str], bool]


def read_contents(path: Path) -> Iterator[Span]:
    """The contents of attributions in one brat file, each from its first to its last character."""
    spans: dict[str, list[Span]] = {}
    events: list[str] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        name, _, rest = line.partition("\t")
        if name.startswith("T"):
            _, _, offsets = rest.split("\t")[0].partition(" ")
            parts = [part.split() for part in offsets.split(";")]
            spans[name] = [(int(part[0]), int(part[1])) for part in parts if len(part) == 2]
        elif name.startswith("E"):
            events.append(rest)
    for event in events:
        roles = defaultdict(list)
        for part in event.split():
            role, _, target = part.partition(":")
            roles[re.sub(r"\d+$", "", role)].extend(spans.get(target, []))
        if roles["Content"]:
            yield min(s for s, _ in roles["Content"]), max(e for _, e in roles["Content"])


def match(contents: Sequence[Span], proposed: Sequence[Span]) -> set[int]:
    """Which proposals are annotated; each content takes the one that fits it best."""
    taken: set[int] = set()
    for start, end in contents:
        best, which = 0.0, -1
        for index, (left, right) in enumerate(proposed):
            shared = min(end, right) - max(start, left)
            if shared > 0 and index not in taken and shared / max(end - start, right - left) > best:
                best, which = shared / max(end - start, right - left), index
        if best >= MATCH:
            taken.add(which)
    return taken


def read_examples(folder: Path, extractor: Extractor) -> tuple[list[Example], int, int]:
    """Every proposal in a split with whether it is annotated; the number of articles and of attributions."""
    texts = {path.stem: path.read_bytes().decode("utf-8") for path in sorted((folder / "text").glob("*.txt"))}
    articles = [Article(stem, None, None, "unknown", None, text, f"{stem}.txt") for stem, text in texts.items()]
    boilerplate = extractor.lexicon.boilerplate
    examples: list[Example] = []
    n_articles = n_gold = 0
    inputs = [(article, find_blocks(article.text, article.title, boilerplate)) for article in articles]
    for article, blocks, doc in extractor.parse(inputs):
        annotated = sorted((folder / "attributions").glob(f"{glob.escape(article.doc_id)}*.ann"))
        sentences = list(find_sentences(doc))
        if not annotated or not sentences:
            continue
        positions, names = Positions(doc, sentences), find_names(doc, extractor.names)
        mentions, cast = find_mentions(names, positions, extractor.lexicon, extractor.clauses)
        marked = find_marked(article.text, blocks)
        quoted = frozenset(token.i for span in marked for token in positions.tokens(span.start, span.end))
        speakers = Speakers(positions, mentions, cast, extractor.cues, quoted)
        reports = list(find_reports(doc, quoted))
        spans = [(doc[r.start].idx, doc[r.end - 1].idx + len(doc[r.end - 1])) for r in reports]
        contents = list(read_contents(annotated[0]))
        right = match(contents, spans)
        n_articles, n_gold = n_articles + 1, n_gold + len(contents)
        for index, report in enumerate(reports):
            source = speakers.source_of(report.cue, quotes_others=False)
            examples.append((list(features(report, source, speakers)), index in right))
    return examples, n_articles, n_gold


def fit(
    examples: Sequence[Example], *, min_count: int = MIN_COUNT, penalty: float = PENALTY, steps: int = STEPS
) -> dict[str, float]:
    """Weights of a logistic regression, by accelerated gradient descent; the same input gives the same weights."""
    counts = Counter(name for names, _ in examples for name in names)
    known = sorted(name for name, count in counts.items() if count >= min_count)
    column = {name: number for number, name in enumerate(known)}
    rows = [[column[name] for name in names if name in column] for names, _ in examples]
    columns = np.array([c for row in rows for c in row], dtype=np.intp)
    row_of = np.repeat(np.arange(len(rows)), [len(row) for row in rows])
    target = np.array([right for _, right in examples], dtype=float)
    longest = max(len(row) for row in rows)
    step = 1 / (0.25 * longest * np.array([counts[name] for name in known], dtype=float) + penalty)
    weights = ahead = np.zeros(len(known))
    momentum = 1.0
    for _ in range(steps):
        total = np.bincount(row_of, weights=ahead[columns], minlength=len(rows))
        error = 1 / (1 + np.exp(-total)) - target
        slope = np.bincount(columns, weights=error[row_of], minlength=len(known)) + penalty * ahead
        moved = ahead - step * slope
        following = (1 + math.sqrt(1 + 4 * momentum**2)) / 2
        ahead = moved + (momentum - 1) / following * (moved - weights)
        weights, momentum = moved, following
    return {name: round(float(w), 2) for name, w in zip(known, weights, strict=True) if abs(w) >= SMALLEST}


def as_json(weights: dict[str, float], threshold: float) -> str:
    """The file that ships, a weight a line, so that a change shows which."""
    content = {"threshold": threshold, "weights": dict(sorted(weights.items()))}
    return json.dumps(content, ensure_ascii=False, indent=0) + "\n"


def main(folder: str) -> None:
    """Read a split, fit, and write the weights and their card."""
    examples, articles, gold = read_examples(Path(folder), Extractor())
    weights = fit(examples)
    threshold = round(math.log(PROBABILITY / (1 - PROBABILITY)), 2)
    card = CARD.format(articles=articles, gold=gold, n=len(weights), smallest=SMALLEST)
    (OUT / "weights.json").write_text(as_json(weights, threshold), encoding="utf-8")
    (OUT / "card.md").write_text(card, encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
