"""NewsMTSC (Hamborg and Donnay 2021): sentences of news, each with the spans and classes of its targets."""

import json
from pathlib import Path
from typing import NamedTuple

from tokenizers import Tokenizer

# NewsMTSC's polarity -> index of the class: negative, neutral, positive.
CLASSES = {2.0: 0, 4.0: 1, 6.0: 2}

Item = tuple[str, int, int]  # a sentence and the span of a target in it


class Target(NamedTuple):
    """A sentence with one target: its span and its class."""

    text: str
    start: int
    end: int
    label: int

    @property
    def item(self) -> Item:
        """The target without its class."""
        return self.text, self.start, self.end


def read_targets(path: Path) -> list[Target]:
    """Every target of a file with one JSON object a line, in the order of the file."""
    out = []
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        for target in row["targets"]:
            label = CLASSES[target["polarity"]]
            out.append(Target(row["sentence_normalized"], target["from"], target["to"], label))
    return out


def load_tokenizer(encoder: Path) -> Tokenizer:
    """The tokenizer in a model's folder, for texts as long as they are."""
    tokenizer = Tokenizer.from_file(str(encoder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer
