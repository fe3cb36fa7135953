"""The embedding of a spaCy pipeline, which remembers the vector of each kind of token.

A tok2vec first turns each token into a vector, by its form alone, then reads it in its context. The first step is two
fifths of the work, and most tokens of a text have been seen before. Vectors are the same to the last bit, since
BLIS, with which spaCy multiplies, adds up each row alike whatever rows are beside it.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from spacy.attrs import ORTH
from spacy.language import Language
from spacy.tokens import Doc
from spacy.vocab import Vocab
from thinc.api import Model

# What an embedding may be made of, so that it reads nothing of a token but the attributes it names.
_LEAVES = {
    "extract_features", "list2ragged", "ints-getitem", "hashembed", "static_vectors", "maxout", "layernorm", "dropout",
    "ragged2list",
}  # fmt: skip
# Kinds of tokens that are kept at a time, 400 bytes each: there is no end of words.
_MOST_KINDS = 50_000


def quicken_embeddings(nlp: Language) -> None:
    """Let each embedding of a pipeline remember, where it reads nothing but attributes of tokens."""
    for _, pipe in nlp.pipeline:
        model: Model[Any, Any] | None = getattr(pipe, "model", None)
        for node in list(model.walk()) if model is not None else ():
            embed = node.maybe_get_ref("embed")
            if model is not None and embed is not None and _leaves(embed) <= _LEAVES:
                memory = Memory(nlp.vocab, embed)
                model.replace_node(embed, Model("remembered", memory.forward, dims={"nO": embed.get_dim("nO")}))


def _leaves(model: Model[Any, Any]) -> set[str]:
    return {node.name for node in model.walk() if not node.layers}


class _Tokens:
    """Tokens by those of their attributes that an embedding reads, which takes them for a Doc."""

    def __init__(self, vocab: Vocab, columns: Sequence[Any], rows: "npt.NDArray[np.uint64]") -> None:
        self.vocab, self._columns, self._rows = vocab, columns, rows

    def __len__(self) -> int:
        return len(self._rows)

    def to_array(self, wanted: Any) -> "npt.NDArray[np.uint64]":
        """As of a Doc: one attribute, or a column for each of several."""
        if isinstance(wanted, list):
            return self._rows[:, [self._columns.index(name) for name in wanted]]
        return self._rows[:, self._columns.index(wanted)]


class Memory:
    """Vectors by what an embedding reads of a token."""

    def __init__(self, vocab: Vocab, embed: Model[Any, Any]) -> None:
        """Remember nothing yet."""
        self._vocab, self._embed = vocab, embed
        read = [name for layer in embed.walk() for name in layer.attrs.get("columns", ())]
        self._columns = [*dict.fromkeys(read), getattr(vocab.vectors, "attr", ORTH)]
        self._places: dict[bytes, int] = {}
        self._vectors: Any = np.empty((0, embed.get_dim("nO")), dtype=np.float32)

    def forward(self, model: Model[Any, Any], docs: Sequence[Doc], is_train: bool) -> tuple[Any, Any]:
        """The vectors of the tokens of each Doc; beside them thinc wants what learns from them, which is none here."""
        if is_train:
            return self._embed(docs, is_train)
        rows = np.concatenate([doc.to_array(self._columns) for doc in docs])
        looks = rows.view(f"V{rows.itemsize * rows.shape[1]}").ravel().tolist()
        new = [look for look in dict.fromkeys(looks) if look not in self._places]
        if len(self._places) + len(new) > _MOST_KINDS:
            self._places.clear()
            self._vectors = self._vectors[:0]
            new = list(dict.fromkeys(looks))
        if new:
            self._places.update(zip(new, range(len(self._places), len(self._places) + len(new)), strict=True))
            tokens = np.frombuffer(b"".join(new), dtype=rows.dtype).reshape(len(new), -1)
            (vectors,) = self._embed.predict([_Tokens(self._vocab, self._columns, tokens)])
            self._vectors = np.concatenate([self._vectors, vectors])
        vectors = self._vectors[[self._places[look] for look in looks]]
        return model.ops.unflatten(vectors, model.ops.asarray1i([len(doc) for doc in docs])), None
