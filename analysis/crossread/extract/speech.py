"""Reported speech: "said that ...", "condemned the attack", "the claim that ...".

The syntax proposes which words may report something, and what; which proposals are speech is decided by weights
that were learnt from annotated news (``models/attribution``).
"""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from itertools import takewhile

from spacy.tokens import Doc, Token

from crossread.extract.clauses import is_passive
from crossread.extract.records import Quote
from crossread.extract.reports import BREAKS, Report, counted_in, is_speech
from crossread.extract.speakers import VERB_TAGS, Speakers
from crossread.extract.syntax import (
    OBJECTS,
    SIGNING,
    SUBJECTS,
    VERBS,
    counter_of,
    is_gap,
    misread_subject,
    phrase_bounds,
    signature,
)
from crossread.lexicon import words

_NO_CUE = frozenset({"amod", "compound", "aux", "auxpass", "det", "punct", "case"})
# Children of a verb that belong to what it says, and those that end it.
_NOMINAL = frozenset({*OBJECTS, "oprd", "attr", "acomp"})
_CONTENT = _NOMINAL | {"prep", "xcomp", "ccomp", "prt", "pcomp"}
_ASIDE_MARKS = frozenset({",", "-", "--", "–", "—", '"', "”"})
_QUESTION = frozenset({"WRB", "WP", "WDT", "WP$"})
_MOSTLY = 0.8  # share of a content in quotation marks from which the quotation stands for it
_LABEL = frozenset({"PROPN", "NOUN", "ADJ"})
_MAX_NAME = 4  # words of a name before a colon
_AROUND = frozenset({"inserted", "as said"})  # frames in which the source stands inside what it says


def find_attributions(speakers: Speakers) -> list[Quote]:
    """Find reported speech outside quotation marks or around them, in the article of some speakers.

    Returns:
        One quote of kind ``indirect`` for each report; its ``rule`` is how the content hangs on the cue.
    """
    out = []
    for report in find_reports(speakers.doc, speakers.quoted):
        source = speakers.source_of(report.cue, quotes_others=False)
        if source is not None and report.start <= source.i < report.end and report.frame not in _AROUND:
            cut = _without_source(report, source)
            if cut is None:
                continue
            report = cut
        if source is not None and (counted := counted_in(report, speakers.cues)) is not None:
            report = counted
        elif not is_speech(report, source, speakers):
            continue
        speaker = speakers.of_cue(report.cue, quotes_others=False)
        span = speakers.doc[report.start : report.end]
        out.append(speakers.quote(span.start_char, span.end_char, "indirect", report.frame, report.cue, speaker))
    return out


def _without_source(report: Report, source: Token) -> Report | None:
    """The part of a content before its source, where the parser has put the source into the content."""
    if is_passive(report.cue) and source.head.lower_ == "by":
        end = source.head.i
    elif report.frame == "before" and misread_subject(source) is not None:
        end = phrase_bounds(source)[0]
    else:
        return None
    _, end = _trim(source.doc, report.start, end)
    return report._replace(end=end) if end > report.start else None


# --- proposals -------------------------------------------------------------------------------


def find_reports(doc: Doc, quoted: AbstractSet[int]) -> Iterator[Report]:
    """Propose reports in order of their cues; ``quoted`` are the tokens of the article in quotation marks.

    One inside a quotation stays inside; one whose content is hardly more than a quotation is left to the quotation.
    """
    for report in _proposals(doc):
        start, end = _trim(doc, report.start, report.end)
        is_inside = report.cue.i in quoted
        if is_inside:
            start, end = _clip(start, end, report.cue.i, quoted)
        if start < end and (is_inside or not _is_quotation(doc, start, end, quoted)):
            yield report._replace(start=start, end=end)


def _trim(doc: Doc, start: int, end: int) -> tuple[int, int]:
    """A content without marks around it and without "that" before it."""
    while start < end and (doc[start].is_punct or doc[start].is_space):
        start += 1
    while end > start and (doc[end - 1].text in (".", ",", ";", ":") or doc[end - 1].is_space):
        end -= 1
    return start + (start + 1 < end and _is_that(doc[start])), end


def _clip(start: int, end: int, cue: int, quoted: AbstractSet[int]) -> tuple[int, int]:
    """The part of a content that stands in the same quotation as its cue."""
    before = sum(1 for _ in takewhile(quoted.__contains__, range(cue - 1, start - 1, -1)))
    behind = sum(1 for _ in takewhile(quoted.__contains__, range(cue + 1, end)))
    return max(start, cue - before), min(end, cue + behind + 1)


def _is_quotation(doc: Doc, start: int, end: int, quoted: AbstractSet[int]) -> bool:
    """Whether a content is hardly more than words in quotation marks."""
    if quoted.isdisjoint(range(start, end)):
        return not any(token.is_alpha or token.like_num for token in doc[start:end])
    words = [token.i for token in doc[start:end] if not token.is_punct and not token.is_space]
    return sum(1 for i in words if i in quoted) >= _MOSTLY * len(words)


def _proposals(doc: Doc) -> Iterator[Report]:
    topic = words("function_words")["topic_prepositions"]
    for token in doc:
        part = token.pos_
        if part in VERBS or token.tag_ in VERB_TAGS or part == "SCONJ":
            if token.lower_ == "according" and token.i + 1 < len(doc) and token.nbor(1).lower_ == "to":
                yield from _according(token)
            elif part != "SCONJ" and token.dep_ not in _NO_CUE:
                yield from _of_verb(token)
        elif part == "NOUN":
            yield from _of_noun(token, topic)
        elif token.lower_ == "by" and counter_of(token) is not None:
            yield from _according(token)
        elif token.text == ":":
            yield from _announced(token)
        if token.text in SIGNING and signature(token) is not None:
            yield Report(token, "signed", _paragraph_start(token), token.i)


def _of_verb(verb: Token) -> Iterator[Report]:
    if _leads_to_other(verb):
        return
    found = False
    for child in verb.children:
        if child.dep_ == "ccomp" or (child.dep_ == "xcomp" and child.i > verb.i):
            frame = _clause_frame(verb, child)
            start, end = _clause_edges(child, verb)
            told = [c for c in verb.children if c.dep_ in OBJECTS and verb.i < c.i < child.i]
            if told and frame == "infinitive":  # "told Russia to stop"
                frame, start = "urged", told[0].left_edge.i
            if start < end:
                found = True
                yield Report(verb, frame, start, end)
        elif child.dep_ == "acomp":
            yield from _of_adjective(child)
    if not found:
        inserted = _inserted(verb)
        yield from _of_complements(verb) if inserted is None else (inserted,)


def _leads_to_other(verb: Token) -> bool:
    """Whether a verb only leads to another: "quoted" in "quoted a rebel as saying"."""
    return any(
        child.lower_ == "as" and any(c.dep_ == "pcomp" and c.tag_ == "VBG" for c in child.children)
        for child in verb.rights
        if child.dep_ in ("prep", "mark")
    )


def _clause_frame(verb: Token, clause: Token) -> str:
    first = next((t for t in clause.doc[clause.left_edge.i : clause.i] if not t.is_punct and not t.is_space), clause)
    has_subject = _has_subject(clause)
    if clause.dep_ == "xcomp" and is_passive(verb):
        return "expected"
    if _is_that(first):
        return "that"
    if first.lower_ in ("whether", "if"):
        return "whether"
    if first.tag_ in _QUESTION:
        return "question"
    if clause.i < verb.i:
        return "before"
    if any(c.tag_ == "TO" for c in clause.children):
        return "urged" if has_subject else "infinitive"
    if clause.pos_ not in VERBS:
        return "as" if has_subject else "complement"
    if clause.tag_ == "VBG" and not any(c.dep_ == "aux" for c in clause.children):
        return "gerund"
    return "bare" if has_subject else "fragment"


def _of_adjective(adjective: Token) -> Iterator[Report]:
    """As in "is confident that", "was clear about"."""
    for child in adjective.rights:
        if child.dep_ in ("ccomp", "xcomp"):
            frame, (start, end) = "that" if child.dep_ == "ccomp" else "to", _clause_edges(child, adjective)
        elif child.dep_ == "prep":
            frame, (start, end) = "about", _behind_preposition(child)
        else:
            continue
        if start < end:
            yield Report(adjective, f"adjective {frame}", start, end)
            return


def _of_complements(verb: Token) -> Iterator[Report]:
    """As in "condemned the attack", "accused Russia of a massacre", "spoke about the talks"."""
    parts = _complements(verb)
    passive = is_passive(verb)
    if not parts or (passive and parts[0].dep_ == "prep" and parts[0].lower_ == "by"):
        subject = next((c for c in verb.lefts if c.dep_ in SUBJECTS), None)
        if passive and subject is not None:  # "the attack was condemned"
            yield Report(verb, "passive", *_edges(subject))
        return
    first = parts[0]
    if first.dep_ in _NOMINAL:
        start, end = _edges(*parts)
        link = next((p.lower_ for p in parts[1:] if p.dep_ == "prep"), "")
        frame = f"object {link}" if link in ("of", "for", "as") else "object"
        yield Report(verb, frame, start, _without_aside(verb.doc, start, end))
    elif first.dep_ == "prep":
        start, end = _behind_preposition(first)
        if start < end:
            yield Report(verb, f"{'was ' if passive else ''}{first.lower_}", start, max(end, _edges(*parts)[1]))


def _complements(verb: Token) -> list[Token]:
    """The objects and phrases right of a verb that belong to what it says, up to what ends them."""
    parts: list[Token] = []
    for child in verb.rights:
        is_break = child.text in BREAKS
        if child.dep_ in _CONTENT and not is_break:
            parts.append(child)
        elif (parts and (is_break or not child.is_punct)) or child.text in (":", ";"):
            break
    return parts[1:] if len(parts) > 1 and parts[0].dep_ == "prt" else parts


def _without_aside(doc: Doc, start: int, end: int) -> int:
    """The end of a content without ", which ..." behind it: that is told by whoever reports."""
    for token in doc[start:end]:
        if token.dep_ == "relcl":
            left, right = _edges(token)
            if right >= end - 1 and left > start + 2 and doc[left - 1].text == "," and doc[left].tag_ in _QUESTION:
                return left - 1
    return end


def _inserted(verb: Token) -> Report | None:
    """A cue inside or behind what it reports: "The plan, he said, has failed", "as officials put it"."""
    if verb.dep_ not in ("parataxis", "advcl") or verb.head.pos_ not in VERBS:
        return None
    is_as = any(c.dep_ in ("mark", "advmod") and c.lower_ == "as" for c in verb.children)
    left, right = _edges(verb)
    if verb.dep_ == "advcl" and not is_as:
        return None
    if verb.dep_ == "parataxis":
        is_marked = any(verb.doc[i].text in _ASIDE_MARKS for i in (left - 1, left) if i >= 0)
        if not is_marked or not _has_subject(verb) or any(c.dep_ == "mark" for c in verb.children):
            return None
    start, end = _edges(verb.head)
    if left <= start:
        start = right
    elif right >= end - 1:
        end = left
    return Report(verb, "as said" if is_as else "inserted", start, end) if start < end else None


def _of_noun(noun: Token, topic: AbstractSet[str]) -> Iterator[Report]:
    """As in "the claim that", "his promise to", "Obama's criticism of"."""
    for child in noun.rights:
        if child.dep_ in ("acl", "ccomp", "relcl", "xcomp"):
            start, end = _edges(child)
            if _is_that(noun.doc[start]) and noun.doc[start].dep_ == "mark":
                yield Report(noun, "noun that", start, end)
                return
            if child.dep_ == "acl" and any(c.tag_ == "TO" for c in child.children):
                yield Report(noun, "noun to", start, end)
                return
        elif child.dep_ == "prep" and child.lower_ in topic and any(c.dep_ == "poss" for c in noun.children):
            start, end = _behind_preposition(child)
            if start < end:
                yield Report(noun, "noun of", start, end)
                return


def _announced(colon: Token) -> Iterator[Report]:
    """A name and a colon at the start of a line: headlines and transcripts."""
    doc, start = colon.doc, colon.i
    while start > 0 and not is_gap(doc[start - 1]) and colon.i - start <= _MAX_NAME:
        start -= 1
    name = doc[start : colon.i]
    if not 0 < len(name) <= _MAX_NAME:
        return
    end = next((t.i for t in doc[colon.i + 1 :] if is_gap(t)), len(doc))
    if all(t.pos_ == "PROPN" or t.text == "." for t in name):
        yield Report(colon, "transcript" if name.text.isupper() else "headline", colon.i + 1, end)
    elif name[-1].pos_ == "NOUN" and all(t.pos_ in _LABEL for t in name):
        yield Report(colon, "signed", colon.i + 1, end)  # "Health ministry: 12 killed"


def _paragraph_start(token: Token) -> int:
    return next((before.i + 1 for before in reversed(token.doc[: token.i]) if is_gap(before)), 0)


def _according(token: Token) -> Iterator[Report]:
    """As in "according to Turkey", behind or before what it says."""
    sentence = token.sent
    left, right = _edges(token)
    start, end = sentence.start, left
    host = next((a for a in token.ancestors if a.pos_ in VERBS), None)
    if not any(t.pos_ in VERBS for t in token.doc[sentence.start : left]):  # "In May, according to Turkey, ..."
        start, end = max(right, token.i + 2), sentence.end
    elif host is not None and host.dep_ in ("conj", "advcl", "ccomp", "parataxis") and host.i < token.i:
        start = max(start, _edges(host)[0])
    if start < end:
        yield Report(token, "according to", start, end)


def _is_that(token: Token) -> bool:
    """Whether a word opens a clause, as in "said that ...", not "said that word"."""
    return token.lower_ == "that" and (token.dep_ == "mark" or (token.tag_ == "IN" and token.dep_ != "det"))


def _has_subject(verb: Token) -> bool:
    return any(child.dep_ in SUBJECTS for child in verb.children)


def _edges(*tokens: Token) -> tuple[int, int]:
    """From the first to the last token of what hangs on some."""
    return min(token.left_edge.i for token in tokens), max(token.right_edge.i for token in tokens) + 1


def _behind_preposition(preposition: Token) -> tuple[int, int]:
    start, end = _edges(preposition)
    return max(start, preposition.i + 1), end


def _clause_edges(clause: Token, cue: Token) -> tuple[int, int]:
    start, end = _edges(clause)
    if start < cue.i < end:  # the parser wrapped the clause around its cue
        return (cue.i + 1, end) if clause.i > cue.i else (start, cue.i)
    return start, end
