"""NewsMTSC (Hamborg and Donnay 2021): sentences of news, each with the spans and classes of its targets."""

import json
from pathlib import Path
from typing import NamedTuple

# NewsMTSC's polarity -> index of the class: negative, neutral, positive.
CLASSES = {2.0: 0, 4.0: 1, 6.0: 2}


class Target(NamedTuple):
    """A sentence with one target: its span, its class, and the spans of other mentions of the same target."""

    text: str
    start: int
    end: int
    label: int
    further: tuple[tuple[int, int], ...]


def read_targets(path: Path) -> list[Target]:
    """Every target of a file with one JSON object a line, in the order of the file."""
    out = []
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        for target in row["targets"]:
            further = tuple((mention["from"], mention["to"]) for mention in target.get("further_mentions", ()))
            label = CLASSES[target["polarity"]]
            out.append(Target(row["sentence_normalized"], target["from"], target["to"], label, further))
    return out
