"""The model card: what the model is, what it was trained on and how well it does."""

import hashlib
from collections.abc import Mapping
from pathlib import Path

from research.training.scores import Scores

_FAILURES = "## Known failures\n"

_HEAD = """\
# newsmtsc: tone toward a target in English news

Reads a sentence and the span of one person, body or group in it, and gives the probabilities that the
sentence speaks of it negatively, neutrally or positively. `crossread.extract.target_tone` runs it.

- **Labels** NewsMTSC (Hamborg and Donnay 2021), MIT licence: sentences of US political news.
  Labels of its train split alone were learnt (8,739 targets); the dev splits were used for the scores below and to
  decide whether to train on.
- **Base model** all-MiniLM-L6-v2 (Apache-2.0; 6 layers of width 384, 22 million parameters).
- **Teacher** all-mpnet-base-v2 (Apache-2.0; 110 million parameters), its upper six layers fine-tuned on the same
  labels. The model learnt from the teacher's probabilities, and to imitate the vectors that its head reads, on the
  train split and on unlabelled news: {unlabelled:,} targets in sentences on US politics and on armed conflict.
- **Input** `[CLS] before * target * after [SEP]`, at most 128 tokens around the target. Files: `model.onnx`
  (weights, and by fixed scales what they multiply, in int8: smoothed after Xiao et al. 2023, the largest channels apart
  as in Dettmers et al. 2022), `tokenizer.json` (BERT's uncased word pieces), `config.json`.
- **Size** {size:.1f} MB in all. sha256 of `model.onnx`: `{digest}`
- **Made by** `python -m research.training.tone`; the settings are constants there and in `teacher.py`.

## Scores

F1 of each class, their mean (macro-F1) and accuracy.

| model | data | macro-F1 | accuracy | negative | neutral | positive |
|---|---|---|---|---|---|---|
"""

_CITATION = """
## Citation

Felix Hamborg and Karsten Donnay. 2021. NewsMTSC: A Dataset for (Multi-)Target-dependent Sentiment
Classification in Political News Articles. Proceedings of EACL 2021, pages 1663-1675.

"""


def write_card(folder: Path, scores: Mapping[tuple[str, str], Scores], *, unlabelled: int) -> None:
    """Write ``card.md`` beside the model; what a person wrote there from "Known failures" on stays.

    Args:
        folder: where the model's files are.
        scores: by the name of a model and of a data set.
        unlabelled: how many targets the teacher labelled beside those that have labels.
    """
    card = folder / "card.md"
    before = card.read_text(encoding="utf-8") if card.exists() else ""
    failures = before[before.index(_FAILURES) :] if _FAILURES in before else _FAILURES
    size = sum(path.stat().st_size for path in folder.iterdir() if path != card) / 1e6
    digest = hashlib.sha256((folder / "model.onnx").read_bytes()).hexdigest()
    rows = [f"| {' | '.join((*names, *(f'{value:.3f}' for value in values)))} |\n" for names, values in scores.items()]
    text = _HEAD.format(size=size, digest=digest, unlabelled=unlabelled) + "".join(rows) + _CITATION + failures
    card.write_text(text, encoding="utf-8")
