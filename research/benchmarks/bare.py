"""What runs are measured by: the pipeline alone, and the job as one would put it together from libraries.

The pipeline alone needs spaCy and a pipeline, so that another environment's Python can run it too:
``PYTHON research/benchmarks/bare.py ARTICLES.jsonl MODEL PROCESSES``.
"""

import json
import re
import sys
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any


def parse(corpus: str, model: str, processes: int) -> None:
    """Send the articles of a .jsonl file through a pipeline, and do nothing with them; print the version of spaCy."""
    import spacy

    for _ in spacy.load(model).pipe(_texts(corpus), n_process=processes):
        pass
    print(version("spacy"))


def assemble(corpus: str) -> None:
    """Count names, quotations, tone and numbers, article by article, with spaCy, textacy, NLTK and a regex."""
    from crossread.extract import DEFAULT_MODEL
    from crossread.extract.parse import load_model
    from crossread.extract.tone import score_vader
    from textacy.extract import direct_quotations

    nlp = load_model(DEFAULT_MODEL)
    killed = re.compile(r"(\d[\d,]*) (?:\w+ ){0,3}(?:killed|dead)|killed (\d[\d,]*)")
    for text in _texts(corpus):
        doc = nlp(text)
        found: dict[str, Any] = {"names": [ent.text for ent in doc.ents], "killed": killed.findall(text)}
        try:
            found["quotes"] = list(direct_quotations(doc))
        except ValueError:  # an odd quotation mark stops it
            found["quotes"] = []
        found["tone"] = [score_vader(sentence.text) for sentence in doc.sents]


def _texts(corpus: str) -> Iterator[str]:
    with Path(corpus).open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)["text"]


if __name__ == "__main__":
    parse(sys.argv[1], sys.argv[2], int(sys.argv[3]))
