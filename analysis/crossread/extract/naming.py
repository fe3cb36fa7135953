"""Labels: what an article calls a side ("rebels", "foreign-backed militants") and whom it means."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from spacy.tokens import Doc, Token

from crossread.extract.records import Label, Mention
from crossread.extract.syntax import VERBS, Positions, noun_phrase_head
from crossread.lexicon import Lexicon, words

_PREMODIFIERS = frozenset({"amod", "compound", "nmod", "npadvmod"})
_FAR = 3  # tokens behind a label in which the head of its phrase may stand


class LabelBook:
    """The label words of a lexicon; classes listed first rank first."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Split each label of ``labels.yaml`` into its words."""
        labels = lexicon.labels
        self.classes = {
            tuple(label.split()): (rank, name)
            for rank, (name, phrases) in enumerate(labels.classes.items())
            for label in phrases
        }
        self.longest = max(map(len, self.classes), default=0)
        self.last_words = {label[-1] for label in self.classes}
        self.only_with = {word: frozenset(beside) for word, beside in labels.only_with.items()}
        self.never = frozenset(tuple(phrase.split()) for phrase in labels.never)
        self.amounts = words("function_words")["amounts"]  # no part of what a side is called


class _Found(NamedTuple):
    """A label in the text: its class, and its tokens."""

    rank: int
    label_class: str
    start: int
    end: int


def find_labels(mentions: Sequence[Mention], positions: Positions, book: LabelBook) -> list[Label]:
    """Find every label in one article, one for each noun phrase that holds one.

    Args:
        mentions: its mentions of actors; a label that lies in one names that actor.
        positions: its tokens and sentences.
        book: label words.

    Returns:
        Labels in order of their start, with voice ``narrator`` throughout. ``surface`` is the phrase
        with its modifiers, or the compound ("rebel-held") where the label stands in one.
    """
    doc: Doc = positions.doc
    best: dict[int, _Found] = {}  # by the head of the phrase
    for found in _label_words(positions, book):
        head = _head(doc[found.end - 1])
        if head not in best or found.rank < best[head].rank:
            best[head] = found
    actor_at = {t.i: m.actor_id for m in mentions if m.form != "pronoun" for t in positions.tokens(m.start, m.end)}
    labels = []
    for head, found in sorted(best.items()):
        start, end = _phrase(doc, found, head, book)
        text = doc[start:end].text.strip()
        modifiers = f"{doc[start : found.start].text} {doc[found.end : end].text}".lower()
        # The group is named by the label itself or by what stands before it: "Daesh terror group".
        named = (found.end - 1, *range(start, found.start))
        labels.append(
            Label(
                start=doc[start].idx,
                end=doc[start].idx + len(text),
                surface=text,
                label=" ".join(positions.lemmas[found.start : found.end]),
                label_class=found.label_class,
                actor_id=next((actor_at[i] for i in named if i in actor_at), None),
                modifiers=" ".join(re.findall(r"[^\W_][\w'-]*", modifiers)),
                voice="narrator",
            )
        )
    # Two heads may share a phrase where the parser tears it apart: the longer one is kept.
    return sorted({label.start: label for label in sorted(labels, key=lambda label: label.end)}.values())


def _label_words(positions: Positions, book: LabelBook) -> Iterator[_Found]:
    lemmas = positions.lemmas
    for i, (lemma, word) in enumerate(zip(lemmas, positions.lower, strict=True)):
        if (lemma in book.last_words or word in book.last_words) and positions.doc[i].pos_ not in VERBS:
            for start in range(max(0, i + 1 - book.longest), i + 1):
                label = tuple(lemmas[start : i + 1])
                found = book.classes.get(label) or (book.classes.get((word,)) if start == i else None)
                if found is not None:
                    if _is_label(positions, i, label, book):
                        yield _Found(*found, start, i + 1)
                    break


def _is_label(positions: Positions, i: int, label: tuple[str, ...], book: LabelBook) -> bool:
    lemmas = positions.lemmas
    if not book.never.isdisjoint((tuple(lemmas[i : i + 2]), tuple(lemmas[max(0, i - 1) : i + 1]))):
        return False
    beside = book.only_with.get(label[0]) if len(label) == 1 else None
    if beside is None:
        return True
    head = noun_phrase_head(positions.doc[i])
    phrase = {lemmas[t.i] for t in (head, *head.lefts)}
    return not beside.isdisjoint(phrase.union(positions.lower[max(0, i - 3) : i + 2]))


def _in_compound(token: Token) -> bool:
    """As in "rebel-held"."""
    behind = token.doc[token.i + 1 : token.i + 3]
    return len(behind) == 2 and behind[0].text == "-" and not token.whitespace_ and not behind[0].whitespace_


def _head(token: Token) -> int:
    """The head of the phrase that a label stands in: the compound's end, or the noun it modifies."""
    if _in_compound(token):
        return token.i + 2
    return token.i if token.dep_ == "poss" else noun_phrase_head(token).i


def _phrase(doc: Doc, found: _Found, head: int, book: LabelBook) -> tuple[int, int]:
    """The words from the leftmost modifier to the head of the phrase, without articles."""
    token, start = doc[found.end - 1], found.start
    if _in_compound(token):
        return start, head + 1
    for child in (*doc[head].lefts, *token.lefts):
        is_verb = any(grandchild.dep_ in ("aux", "neg") for grandchild in child.children)  # taken for an adjective
        if child.dep_ in _PREMODIFIERS and child.i < start and child.lower_ not in book.amounts and not is_verb:
            left = child.left_edge.i
            if not any(t.text in (",", ";", '"') or t.tag_ == "CC" for t in doc[left:start]):
                start = min(start, left)
    while start < token.i and doc[start].pos_ in ("DET", "NUM"):
        start += 1
    return start, head + 1 if token.i <= head <= token.i + _FAR else found.end
