"""Tone toward a target: how a sentence speaks of one person, body or group that it mentions.

The model (``models/newsmtsc``, see its ``card.md``) is a small transformer that was fine-tuned on
NewsMTSC (Hamborg and Donnay 2021), quantised to int8 and run with onnxruntime. It reads English; a
text in another language gets scores too, which mean nothing: callers choose what to score.

The score of a target depends on its own text and span alone: what the products of the graph read becomes int8 by
scales that are fixed, and only windows of one length, which need no padding, share a run. Such are most targets of a
sentence. Each process uses one thread; work for several cores is shared out over processes.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from importlib.resources import files
from itertools import islice
from math import exp
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

    Floats = npt.NDArray[np.float32]

# The name under which tables and figures cite the scores.
SCORER = "newsmtsc"

# Text on either side of a target beyond this many characters is not even looked at: a window of 128
# tokens never reaches that far in prose.
_REACH = 1500
_BATCH = 64  # items that are taken and tokenised at a time, which changes no score


class TargetTone(NamedTuple):
    """Tone toward one target: the likeliest label (-1, 0, 1) and the probability of each, to 4 decimals."""

    label: int
    negative: float
    neutral: float
    positive: float

    @property
    def score(self) -> float:
        """From -1 (negative) to 1 (positive): the expected label."""
        return round(self.positive - self.negative, 4)


class Window(NamedTuple):
    """What the model reads of one item: token ids, and the position of the marker before the target."""

    ids: list[int]
    marker: int


class Layout(NamedTuple):
    """How an item becomes token ids: ids of the special tokens, of the marker, and the longest window."""

    first: int
    last: int
    marker: int
    max_length: int


# What onnxruntime makes of a graph that then runs slower than without: by 7 %, measured with 1.32 on one core.
_SLOW = ["SkipLayerNormFusion"]


def read_layout(config: dict[str, object], tokenizer: "Tokenizer") -> Layout:
    """The layout that a model's ``config.json`` states, looked up in its vocabulary."""
    ids = []
    for key in ("first", "last", "marker"):
        token = str(config[key])
        found = tokenizer.token_to_id(token)
        if found is None:
            raise ValueError(f"config.json: {key} is {token!r}, which is not in the vocabulary of tokenizer.json")
        ids.append(found)
    first, last, marker = ids
    return Layout(first, last, marker, int(str(config["max_length"])))


def encode_targets(items: Sequence[tuple[str, int, int]], tokenizer: "Tokenizer", layout: Layout) -> list[Window]:
    """Token ids of each item: ``[CLS] before * target * after [SEP]``, cut to a window around the target.

    Marking a span with punctuation that the vocabulary already has is Zhou and Chen's (2022) "entity
    marker (punct)". The parts are tokenised apart, so a span may begin or end inside a word.

    Raises:
        ValueError: a span is empty, holds only blanks or lies outside its text.
    """
    parts = []
    for text, start, end in items:
        if not 0 <= start < end <= len(text):
            raise ValueError(f"target {start}:{end} is no span of a text of {len(text)} characters: {text[:80]!r}")
        if not text[start:end].strip():
            raise ValueError(f"target {start}:{end} holds only blanks in {text[:80]!r}")
        parts += [
            text[max(0, start - _REACH) : start],
            text[start : min(end, start + _REACH)],
            text[end : end + _REACH],
        ]
    # One by one: a batch would start threads, which a process that forks later must not have.
    encoded = [tokenizer.encode(part, add_special_tokens=False).ids for part in parts]
    return [_window(*three, layout=layout) for three in zip(encoded[::3], encoded[1::3], encoded[2::3], strict=True)]


def _window(before: list[int], target: list[int], after: list[int], *, layout: Layout) -> Window:
    """The target between markers, with as much on either side as fits; what one side lacks the other gets."""
    room = layout.max_length - 4  # [CLS], two markers, [SEP]
    target = target[: room // 2]
    room -= len(target)
    n_before = min(len(before), max(room // 2, room - len(after)))
    before, after = before[len(before) - n_before :], after[: room - n_before]
    ids = [layout.first, *before, layout.marker, *target, layout.marker, *after, layout.last]
    return Window(ids, len(before) + 1)


def score_targets(items: Iterable[tuple[str, int, int]]) -> Iterator[TargetTone]:
    """Score the tone of each text toward the target that it holds.

    Args:
        items: text, and where in it the target begins and ends, in characters. A sentence is what the
            model knows; of a longer text it reads the 128 tokens around the target.

    Yields:
        One record for each item, in the order of the items.

    Raises:
        ValueError: a span is empty, holds only blanks or lies outside its text.
        FileNotFoundError: the package was installed without the model.
    """
    remaining = iter(items)
    while batch := list(islice(remaining, _BATCH)):
        session, tokenizer, layout = _load()
        yield from map(_judge, run_windows(session, encode_targets(batch, tokenizer, layout)).tolist())


def run_windows(session: "InferenceSession", windows: Sequence[Window]) -> "Floats":
    """Logits of negative, neutral and positive, (windows, 3)."""
    import numpy as np

    out = np.empty((len(windows), 3), dtype=np.float32)
    of_length: dict[int, list[int]] = {}
    for number, window in enumerate(windows):
        of_length.setdefault(len(window.ids), []).append(number)
    for length, numbers in of_length.items():
        ids = np.array([windows[number].ids for number in numbers], dtype=np.int64)
        read = [(length * row, length * row + windows[number].marker) for row, number in enumerate(numbers)]
        out[numbers] = session.run(None, {"ids": ids, "read": np.array(read, dtype=np.int64)})[0]
    return out


def _judge(logits: Sequence[float]) -> TargetTone:
    shifted = [exp(logit - max(logits)) for logit in logits]
    negative, neutral, positive = (round(value / sum(shifted), 4) for value in shifted)
    # Neutral where two are equal: no tone without evidence of it.
    likeliest = max((neutral, 0, 0), (negative, -1, -1), (positive, -1, 1))
    return TargetTone(likeliest[2], negative, neutral, positive)


def open_session(model: bytes) -> "InferenceSession":
    """A graph ready to run, on one thread."""
    from onnxruntime import InferenceSession, SessionOptions

    options = SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    return InferenceSession(model, options, providers=["CPUExecutionProvider"], disabled_optimizers=_SLOW)


def check_hash(model: bytes, expected: str) -> None:
    """Raise ValueError where the model is not the one whose hash was recorded: its scores would be of another."""
    found = hashlib.sha256(model).hexdigest()
    if found != expected:
        raise ValueError(
            f"model.onnx of the tone model {SCORER!r} is damaged or altered: its sha256 is {found}, expected "
            f"{expected}; install Crossread again"
        )


@lru_cache(maxsize=1)
def _load() -> "tuple[InferenceSession, Tokenizer, Layout]":
    """The session, the tokenizer and the layout, loaded once in a process."""
    from tokenizers import Tokenizer

    folder = files("crossread.extract").joinpath("models", SCORER)
    tokenizer = Tokenizer.from_str(folder.joinpath("tokenizer.json").read_text(encoding="utf-8"))
    config = json.loads(folder.joinpath("config.json").read_text(encoding="utf-8"))
    model = folder.joinpath("model.onnx").read_bytes()
    check_hash(model, config.pop("sha256"))
    session = open_session(model)
    layout = read_layout(config, tokenizer)
    return session, tokenizer, layout
