"""Labels: what an article calls a side ("rebels", "foreign-backed militants") and whom it means."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from crossread.extract.records import Label, Mention
from crossread.extract.syntax import Positions, noun_phrase_head
from crossread.lexicon import Lexicon

_AMOUNTS = frozenset({"most", "many", "few", "several", "more", "other", "such", "some", "all", "both"})
_PREMODIFIERS = frozenset({"amod", "compound", "nmod", "npadvmod"})


@dataclass(frozen=True)
class LabelBook:
    """The label words of the lexicon; ``words`` maps the lemmas of a label to its class and rank."""

    words: Mapping[tuple[str, ...], tuple[str, int]]
    only_with: Mapping[str, frozenset[str]]
    never: frozenset[tuple[str, ...]]

    @classmethod
    def from_lexicon(cls, lexicon: Lexicon) -> "LabelBook":
        """Split each label of ``labels.yaml`` into its words; classes listed first rank first."""
        words = {
            tuple(label.split()): (name, rank)
            for rank, (name, labels) in enumerate(lexicon.labels.classes.items())
            for label in labels
        }
        only_with = {word: frozenset(beside) for word, beside in lexicon.labels.only_with.items()}
        return cls(words, only_with, frozenset(tuple(phrase.split()) for phrase in lexicon.labels.never))


def find_labels(doc: Doc, mentions: Sequence[Mention], positions: Positions, book: LabelBook) -> list[Label]:
    """Find every label in one article, one for each noun phrase that holds one.

    Args:
        doc: the parsed article.
        mentions: its mentions of actors; a label that lies in one names that actor.
        positions: its sentences.
        book: label words.

    Returns:
        Labels in order of their start, with voice ``narrator`` throughout. ``surface`` is the phrase
        with its modifiers, or the compound ("rebel-held") where the label stands in one.
    """
    best: dict[int, tuple[int, Token, int, str]] = {}  # head of the phrase -> rank, label, width, class
    for token, width, name, rank in _label_words(doc, positions, book):
        key = _head(token)
        if key not in best or rank < best[key][0]:
            best[key] = (rank, token, width, name)
    actor_at = {
        i: mention.actor_id for mention in mentions for i in _indices(positions, mention) if mention.form != "pronoun"
    }
    out = []
    for key, (_, token, width, name) in sorted(best.items()):
        start, end = _phrase(doc, token, width, key)
        first, last = token.i - width + 1, token.i + 1
        label = " ".join(t.lemma_.lower() for t in doc[first:last])
        text = doc[start:end].text.strip()
        modifiers = f"{doc[start:first].text} {doc[last:end].text}".lower()
        # The group is named by the label itself or by what stands before it: "Daesh terror group".
        actor_id = next((actor_at[i] for i in (token.i, *range(start, first)) if i in actor_at), None)
        out.append(
            Label(
                start=doc[start].idx,
                end=doc[start].idx + len(text),
                surface=text,
                label=label,
                label_class=name,
                actor_id=actor_id,
                modifiers=" ".join(re.findall(r"[^\W_][\w'-]*", modifiers)),
                voice="narrator",
            )
        )
    return _first_at_each_start(out)


def _first_at_each_start(labels: list[Label]) -> list[Label]:
    """Two heads may share a phrase where the parser tears it apart: the longer one is kept."""
    kept: dict[int, Label] = {}
    for label in labels:
        if label.start not in kept or label.end > kept[label.start].end:
            kept[label.start] = label
    return sorted(kept.values())


def _indices(positions: Positions, mention: Mention) -> range:
    span = positions.tokens(mention.start, mention.end)
    return range(span.start, span.end)


def _label_words(doc: Doc, positions: Positions, book: LabelBook) -> Iterator[tuple[Token, int, str, int]]:
    """Each label word: its last token, its number of words, its class and rank."""
    longest = max((len(words) for words in book.words), default=0)
    last_words = {words[-1] for words in book.words}
    lemmas = positions.lemmas
    for i, (lemma, lower) in enumerate(zip(lemmas, positions.lower, strict=True)):
        if lemma not in last_words and lower not in last_words:
            continue
        token = doc[i]
        if token.pos_ in ("VERB", "AUX"):
            continue
        for width in range(min(longest, i + 1), 0, -1):
            words = tuple(lemmas[i - width + 1 : i + 1])
            found = book.words.get(words) or (book.words.get((lower,)) if width == 1 else None)
            if found is None:
                continue
            if _is_label(doc, token, words, book):
                yield token, width, *found
            break


def _is_label(doc: Doc, token: Token, words: tuple[str, ...], book: LabelBook) -> bool:
    following = tuple(t.lemma_.lower() for t in doc[token.i : token.i + 2])
    preceding = tuple(t.lemma_.lower() for t in doc[max(0, token.i - 1) : token.i + 1])
    if following in book.never or preceding in book.never:
        return False
    beside = book.only_with.get(words[-1]) if len(words) == 1 else None
    if beside is None:
        return True
    head = noun_phrase_head(token)
    around = {
        head.lemma_.lower(),
        *(t.lemma_.lower() for t in head.lefts),
        *(t.lower_ for t in doc[max(0, token.i - 3) : token.i + 2]),
    }
    return bool(around & beside)


def _in_compound(token: Token) -> bool:
    doc = token.doc
    after = token.i + 1 < len(doc) and doc[token.i + 1].text == "-" and not token.whitespace_
    return after and token.i + 2 < len(doc) and not doc[token.i + 1].whitespace_


def _head(token: Token) -> int:
    """The head of the phrase that a label stands in: the compound's end, or the noun it modifies."""
    if _in_compound(token):
        return token.i + 2
    return token.i if token.dep_ == "poss" else noun_phrase_head(token).i


def _phrase(doc: Doc, token: Token, width: int, key: int) -> tuple[int, int]:
    """The words from the leftmost modifier to the head of the phrase, without articles."""
    if _in_compound(token):
        return token.i - width + 1, key + 1
    head = doc[key]
    start = token.i - width + 1
    for child in (*head.lefts, *token.lefts):
        if child.dep_ in _PREMODIFIERS and child.i < start and child.lower_ not in _AMOUNTS:
            if any(grandchild.dep_ in ("aux", "neg") for grandchild in child.children):
                continue  # a verb that the parser took for an adjective
            left = min(t.i for t in child.subtree)
            between = doc[left:start]
            if not any(t.text in (",", ";", '"') or t.tag_ == "CC" for t in between):
                start = min(start, left)
    while start < token.i and doc[start].pos_ in ("DET", "NUM"):
        start += 1
    end = key + 1 if 0 <= key - token.i <= 3 else token.i + 1
    return start, end
