"""Words that may report speech, and what they report: "said that ...", "condemned the attack", "the claim that ...".

This module proposes; it knows syntax and no word. Which proposals are speech is decided by the
weights of ``models/attribution``.
"""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from spacy.tokens import Doc, Token

from crossread.extract.clauses import is_passive
from crossread.extract.syntax import OBJECTS, SUBJECTS, VERBS

_SPEAKING_TAGS = ("VBG", "VBD", "VBZ", "VBP", "VBN", "VB")
_NO_CUE = ("amod", "compound", "aux", "auxpass", "det", "punct", "case")
# Children of a verb that belong to what it says, and those that end it.
_CONTENT = frozenset({*OBJECTS, "prep", "oprd", "xcomp", "ccomp", "attr", "acomp", "prt", "dative", "pcomp"})
_BREAKS = frozenset({",", ";", ":", "-", "--", "–", "—", "―", "(", ")"})
_MOSTLY = 0.8  # share of a content in quotation marks from which the quotation stands for it
_MAX_NAME = 4  # words of a name before a colon
_QUESTION = ("WRB", "WP", "WDT", "WP$")


# Ways in which content hangs on its cue that make it a statement, which can be true or not.
STATEMENTS = frozenset(
    {"that", "bare", "before", "whether", "question", "inserted", "as said", "interrupted", "according to",
     "counted", "fragment", "noun that", "adjective that", "transcript", "headline", "urged", "infinitive",
     "expected", "gerund"}
)  # fmt: skip


class Report(NamedTuple):
    """A word that may report what somebody says; token indices, end exclusive."""

    cue: Token
    frame: str  # how the content hangs on the cue: that, bare, infinitive, object, about, ...
    start: int
    end: int


def find_reports(doc: Doc, quoted: AbstractSet[int]) -> Iterator[Report]:
    """Propose reports.

    Args:
        doc: the parsed article.
        quoted: tokens in quotation marks.

    Yields:
        Reports in order of their cues. One inside a quotation stays inside; one whose content is hardly
        more than a quotation is left to the quotation.
    """
    for report in _proposals(doc):
        start, end = report.start, report.end
        if report.cue.i in quoted:
            start, end = _clip(start, end, report.cue.i, quoted)
        if start < end and (report.cue.i in quoted or not _is_quotation(doc, start, end, quoted)):
            yield report._replace(start=start, end=end)


def _is_quotation(doc: Doc, start: int, end: int, quoted: AbstractSet[int]) -> bool:
    """Whether a content is hardly more than words in quotation marks."""
    if quoted.isdisjoint(range(start, end)):
        return not any(token.is_alpha or token.like_num for token in doc[start:end])
    words = [token.i for token in doc[start:end] if not token.is_punct and not token.is_space]
    return sum(1 for i in words if i in quoted) >= _MOSTLY * len(words)


def _clip(start: int, end: int, cue: int, quoted: AbstractSet[int]) -> tuple[int, int]:
    """The part of a content that stands in the same quotation as its cue."""
    left = right = cue
    while left - 1 in quoted and left > start:
        left -= 1
    while right + 1 in quoted and right + 1 < end:
        right += 1
    return max(start, left), min(end, right + 1)


def _proposals(doc: Doc) -> Iterator[Report]:
    for token in doc:
        if token.lower_ == "according" and token.i + 1 < len(doc) and doc[token.i + 1].lower_ == "to":
            yield from _according(doc, token)
        elif token.pos_ in VERBS or token.tag_ in _SPEAKING_TAGS:
            if token.dep_ not in _NO_CUE:
                yield from _of_verb(doc, token)
        elif token.pos_ == "NOUN":
            yield from _of_noun(doc, token)
        elif token.text == ":":
            yield from _announced(doc, token)


def _is_other_speech(verb: Token) -> bool:
    """Whether a verb only leads to another: "quoted" in "quoted a rebel as saying"."""
    return any(
        child.lower_ == "as" and any(c.dep_ == "pcomp" and c.tag_ == "VBG" for c in child.children)
        for child in verb.rights
        if child.dep_ in ("prep", "mark")
    )


def _of_verb(doc: Doc, verb: Token) -> Iterator[Report]:
    if _is_other_speech(verb):
        return
    found = False
    for child in verb.children:
        if child.dep_ == "ccomp" or (child.dep_ == "xcomp" and child.i > verb.i):
            objects = [c for c in verb.children if c.dep_ in OBJECTS and verb.i < c.i < child.i]
            frame = _clause_frame(verb, child)
            start, end = clause_bounds(doc, child, verb)
            if objects and frame == "infinitive":
                frame, start = "urged", objects[0].left_edge.i
            if start < end:
                found = True
                yield _report(doc, verb, frame, start, end)
        elif child.dep_ == "acomp":
            yield from _of_adjective(doc, verb, child)
    if found:
        return
    if verb.dep_ in ("parataxis", "advcl") and verb.head.pos_ in VERBS:
        inserted = _inserted(doc, verb)
        if inserted is not None:
            yield inserted
            return
    yield from _of_objects(doc, verb)


def _clause_frame(verb: Token, clause: Token) -> str:
    opening = clause.doc[clause.left_edge.i : clause.i]
    first = next((t for t in opening if not t.is_punct and not t.is_space), clause)
    has_subject = any(c.dep_ in SUBJECTS for c in clause.children)
    if is_passive(verb) and clause.dep_ == "xcomp":
        return "expected"
    if first.lower_ == "that" and (first.dep_ == "mark" or first.tag_ == "IN"):
        return "that"
    if first.lower_ in ("whether", "if"):
        return "whether"
    if first.tag_ in _QUESTION:
        return "question"
    if clause.i < verb.i:
        return "before"
    if any(c.lower_ == "to" and c.tag_ == "TO" for c in clause.children):
        return "urged" if has_subject else "infinitive"
    if clause.pos_ not in VERBS:
        return "as" if has_subject else "complement"
    if clause.tag_ == "VBG" and not any(c.dep_ in ("aux",) for c in clause.children):
        return "gerund"
    return "bare" if has_subject else "fragment"


def _of_adjective(doc: Doc, verb: Token, adjective: Token) -> Iterator[Report]:
    """As in "is confident that", "was clear about"."""
    for child in adjective.children:
        if child.dep_ in ("ccomp", "xcomp") and child.i > adjective.i:
            start, end = clause_bounds(doc, child, adjective)
            frame = "adjective that" if child.dep_ == "ccomp" else "adjective to"
        elif child.dep_ == "prep" and child.i > adjective.i:
            start, end, frame = *_preposition(doc, child), "adjective about"
        else:
            continue
        if start < end:
            yield _report(doc, adjective, frame, start, end)
            return


def _of_objects(doc: Doc, verb: Token) -> Iterator[Report]:
    """As in "condemned the attack", "accused Russia of a massacre", "spoke about the talks"."""
    parts: list[Token] = []
    for child in verb.rights:
        if child.text in _BREAKS or child.dep_ not in _CONTENT:
            if child.is_punct and child.text not in _BREAKS:
                continue
            if child.dep_ == "advmod" and not parts:
                continue
            if parts or child.text in (":", ";"):
                break
            continue
        parts.append(child)
    passive = is_passive(verb)
    if not parts or (parts[0].dep_ == "prep" and parts[0].lower_ == "by" and passive):
        subject = next((c for c in verb.children if c.dep_ in SUBJECTS), None)
        if passive and subject is not None and subject.i < verb.i:
            start, end = _edges([subject])
            yield _report(doc, verb, "passive", start, end)
        return
    first = parts[0]
    if first.dep_ == "prt":
        parts = parts[1:] or parts
        first = parts[0]
    if first.dep_ in OBJECTS or first.dep_ in ("oprd", "attr", "acomp"):
        start, end = _edges(parts)
        link = next((p.lower_ for p in parts[1:] if p.dep_ == "prep"), "")
        end = _without_aside(doc, start, end)
        frame = f"object {link}" if link in ("of", "for", "as") else "object"
        yield _report(doc, verb, frame, start, end)
    elif first.dep_ == "prep":
        start, end = _preposition(doc, first)
        if start < end:
            end = max(end, _edges(parts)[1])
            yield _report(doc, verb, f"{'was ' if passive else ''}{first.lower_}", start, end)


def _preposition(doc: Doc, preposition: Token) -> tuple[int, int]:
    start, end = _edges([preposition])
    return max(start, preposition.i + 1), end


def _edges(tokens: list[Token]) -> tuple[int, int]:
    return min(token.left_edge.i for token in tokens), max(token.right_edge.i for token in tokens) + 1


def _inserted(doc: Doc, verb: Token) -> Report | None:
    """A cue inside or behind what it reports: "The plan, he said, has failed", "as officials put it"."""
    host = verb.head
    is_as = any(c.dep_ in ("mark", "advmod") and c.lower_ == "as" for c in verb.children)
    if verb.dep_ == "advcl" and not is_as:
        return None
    left, right = _edges([verb])
    if verb.dep_ == "parataxis":
        subject = next((c for c in verb.children if c.dep_ in SUBJECTS), None)
        if subject is None or any(c.dep_ == "mark" for c in verb.children):
            return None
        if not any(doc[i].text in (",", "-", "—", "–", "--", '"', "”") for i in (left - 1, left) if i >= 0):
            return None
    start, end = _edges([host])
    if left <= start:
        start = right
    elif right >= end - 1:
        end = left
    return _report(doc, verb, "as said" if is_as else "inserted", start, end) if start < end else None


def _of_noun(doc: Doc, noun: Token) -> Iterator[Report]:
    """As in "the claim that", "his promise to", "Obama's criticism of"."""
    for child in noun.rights:
        if child.dep_ in ("acl", "ccomp", "relcl", "xcomp"):
            start, end = _edges([child])
            first = doc[start]
            if first.lower_ == "that" and first.dep_ == "mark":
                yield _report(doc, noun, "noun that", start, end)
                return
            if child.dep_ == "acl" and any(c.tag_ == "TO" for c in child.children):
                yield _report(doc, noun, "noun to", start, end)
                return
        elif child.dep_ == "prep" and child.lower_ in ("of", "about", "for", "on", "against", "over"):
            if not any(c.dep_ == "poss" for c in noun.children):
                continue
            start, end = _preposition(doc, child)
            if start < end:
                yield _report(doc, noun, "noun of", start, end)
                return


def is_break(token: Token) -> bool:
    """Whether a token is the gap between two paragraphs."""
    return token.is_space and not token.dep_


def _announced(doc: Doc, colon: Token) -> Iterator[Report]:
    """A name and a colon at the start of a line: headlines and transcripts."""
    start = colon.i
    while start > 0 and not is_break(doc[start - 1]) and colon.i - start <= _MAX_NAME:
        start -= 1
    name = doc[start : colon.i]
    if not 0 < len(name) <= _MAX_NAME or not all(t.pos_ == "PROPN" or t.text == "." for t in name):
        return
    end = colon.i + 1
    while end < len(doc) and not is_break(doc[end]):
        end += 1
    yield _report(doc, colon, "transcript" if name.text.isupper() else "headline", colon.i + 1, end)


def _according(doc: Doc, token: Token) -> Iterator[Report]:
    sentence = token.sent
    left, right = _edges([token])
    right = max(right, token.i + 2)
    if not any(doc[i].is_alpha for i in range(sentence.start, left)):
        start, end = right, sentence.end
    else:
        start, end = sentence.start, left
        host = next((a for a in token.ancestors if a.pos_ in VERBS), None)
        if host is not None and host.dep_ in ("conj", "advcl", "ccomp", "parataxis") and host.i < token.i:
            start = max(start, _edges([host])[0])
    if start < end:
        yield _report(doc, token, "according to", start, end)


def clause_bounds(doc: Doc, clause: Token, cue: Token) -> tuple[int, int]:
    """Token bounds of a reported clause."""
    start, end = _edges([clause])
    if start < cue.i < end:  # the parser wrapped the clause around its cue
        return (cue.i + 1, end) if clause.i > cue.i else (start, cue.i)
    return start, end


def _without_aside(doc: Doc, start: int, end: int) -> int:
    """The end of a content without ", which ..." behind it: that is told by whoever reports."""
    for token in doc[start:end]:
        if token.dep_ == "relcl":
            left, right = _edges([token])
            if right >= end - 1 and left > start + 2 and doc[left - 1].text == "," and doc[left].tag_ in _QUESTION:
                return left - 1
    return end


def _report(doc: Doc, cue: Token, frame: str, start: int, end: int) -> Report:
    while start < end and (doc[start].is_punct or doc[start].is_space):
        start += 1
    while end > start and (doc[end - 1].text in (".", ",", ";", ":") or doc[end - 1].is_space):
        end -= 1
    if start + 1 < end and doc[start].lower_ == "that" and doc[start].dep_ == "mark":
        start += 1
    return Report(cue, frame, start, end)
