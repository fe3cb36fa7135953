"""The reporting words of the lexicon as look-ups."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files

from spacy.tokens import Token

from crossread.extract.syntax import VERBS
from crossread.lexicon import Lexicon


def learnt_weights() -> tuple[float, dict[str, float]]:
    """What tells that a word reports speech: the threshold and the weights by name (``models/attribution``)."""
    path = files("crossread.extract").joinpath("models", "attribution", "weights.json")
    content = json.loads(path.read_text(encoding="utf-8"))
    return content["threshold"], content["weights"]


@dataclass
class CueBook:
    """The cues of the lexicon by lemma, and the weights of what tells that a word reports speech."""

    clause: Mapping[str, str]
    object: Mapping[str, str]
    quoting: frozenset[str]
    counting: frozenset[str]
    physical: frozenset[str]
    works: frozenset[str]
    other: Mapping[str, str]
    documents: frozenset[str]
    bodies: frozenset[str]
    titles: frozenset[str]
    weights: Mapping[str, float]
    threshold: float

    @classmethod
    def from_lexicon(cls, lexicon: Lexicon) -> "CueBook":
        """Turn the lists of ``cues.yaml`` into look-ups; the first class that lists a verb has it."""

        def classes(lists: Mapping[str, Sequence[str]]) -> dict[str, str]:
            out: dict[str, str] = {}
            for name, lemmas in lists.items():
                for lemma in lemmas:
                    out.setdefault(lemma, name)
            return out

        threshold, weights = learnt_weights()
        return cls(
            clause=classes(lexicon.cues.clause),  # type: ignore[arg-type]
            object=classes(lexicon.cues.object),  # type: ignore[arg-type]
            quoting=frozenset(lexicon.cues.quoting),
            counting=frozenset(lexicon.cues.counting),
            physical=frozenset(lexicon.cues.physical),
            works=frozenset(lexicon.cues.works),
            other=classes(lexicon.cues.attitude) | classes(lexicon.cues.nouns),  # type: ignore[arg-type]
            documents=frozenset(lexicon.grammar.documents),
            bodies=frozenset(word for words in lexicon.grammar.bodies.values() for word in words),
            titles=frozenset(lexicon.grammar.titles),
            weights=weights,
            threshold=threshold,
        )

    def class_of(self, token: Token) -> str | None:
        """The class of a reporting verb, None for other words."""
        if token.pos_ not in VERBS and token.tag_ not in ("VBG", "VBD", "VBZ", "VBP", "VBN"):
            return None
        if token.dep_ in ("amod", "compound", "aux", "auxpass"):
            return None
        lemma = token.lemma_.lower()
        return self.clause.get(lemma) or self.object.get(lemma) or ("neutral" if lemma in self.counting else None)

    def label_of(self, token: Token) -> str | None:
        """The class that a cue of reported speech carries in the tables: of a verb, a noun or "according to"."""
        return self.class_of(token) or self.other.get(token.lemma_.lower()) or self.other.get(token.lower_)
