"""Which words that may report something do report it: the weights that were learnt from annotated news."""

import json
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from itertools import takewhile
from typing import NamedTuple

from spacy.tokens import Token

from crossread.extract.clauses import is_negated, is_passive
from crossread.extract.speakers import RELATIVE, CueBook, Speakers
from crossread.extract.syntax import SUBJECTS, VERBS

_TELLING = frozenset({"say", "tell"})  # what these report is speech wherever they stand
_PERSONS = {"i": "I", "we": "we", "you": "you", "he": "he", "she": "he", "they": "they", "it": "it"}
BREAKS = frozenset({",", ";", ":", "-", "--", "–", "—", "―", "(", ")"})

# Ways in which content hangs on its cue that make it a statement, which can be true or not.
STATEMENTS = frozenset(
    {"that", "bare", "before", "whether", "question", "inserted", "as said", "interrupted", "according to",
     "counted", "fragment", "noun that", "adjective that", "transcript", "headline", "urged", "infinitive",
     "expected", "gerund", "signed"}
)  # fmt: skip


class Report(NamedTuple):
    """A word that may report what somebody says; token indices, end exclusive."""

    cue: Token
    frame: str  # how the content hangs on the cue: that, bare, infinitive, object, about, ...
    start: int
    end: int


@cache
def learnt_weights() -> tuple[float, dict[str, float]]:
    """What tells that a word reports speech: the threshold and the weights by name (``models/attribution``)."""
    path = files("crossread.extract").joinpath("models", "attribution", "weights.json")
    content = json.loads(path.read_text(encoding="utf-8"))
    return content["threshold"], content["weights"]


def is_speech(report: Report, source: Token | None, speakers: Speakers) -> bool:
    """Whether a proposal reports speech."""
    lemma = report.cue.lemma_.lower()
    is_accused = report.frame in ("was of", "was for", "was as") and lemma in speakers.cues.object
    if report.frame == "signed":
        return source is not None and speakers.is_speaker(source)
    if is_accused or report.frame in ("according to", "transcript"):
        return True
    # PolNeAR leaves out what is reported inside a report ("Putin said that Kerry told him that ...").
    is_told = report.frame in ("that", "bare") and lemma in _TELLING
    threshold, weights = learnt_weights()
    # Added up in their order, and each as often as it stands, as they were learnt: a sum of floats depends on it.
    known = (name for name in features(report, source, speakers) if not (is_told and name == "mark that"))
    weight = sum(weights.get(name, 0.0) for name in known)
    return weight >= threshold and (report.frame in STATEMENTS or _is_known(report, speakers.cues))


def counted_in(report: Report, cues: CueBook) -> Report | None:
    """What a verb of counting reports as a noun: "listed 304 attacks", "put the toll at 58"."""
    cue = report.cue
    if not report.frame.startswith("object") or cue.lemma_.lower() not in cues.words.counting:
        return None
    if cue.lemma_ in ("put", "give") and not any(c.lower_ == "at" for c in cue.rights):
        return None
    behind = cue.doc[report.end : max(report.end, cue.right_edge.i + 1)]
    phrase = takewhile(lambda t: t.text not in BREAKS and t.dep_ != "mark", behind)
    for token in (*cue.doc[report.start : report.end], *phrase):
        if token.like_num or token.tag_ == "CD":
            end = max(report.end, token.i + 1 if token.i < report.end else token.head.right_edge.i + 1)
            return report._replace(frame="counted", end=min(end, cue.sent.end))
    return None


def _is_known(report: Report, cues: CueBook) -> bool:
    """Whether a verb is known to report speech by a noun: "condemned the attack", but not "presided over it"."""
    cue, lemma = report.cue, report.cue.lemma_.lower()
    if cue.pos_ in VERBS and lemma in cues.words.physical:
        head = cue.doc[report.start : report.end].root
        return head.ent_type_ == "PERSON" or head.tag_ == "PRP"
    if lemma in cues.clause or lemma in cues.object or report.frame.startswith(("object", "noun", "adjective")):
        return True
    _, weights = learnt_weights()
    return any(weights.get(f"lemma {name}", 0.0) > 0 for name in (lemma, f"{lemma} {report.frame}"))


def features(report: Report, source: Token | None, speakers: Speakers) -> Iterator[str]:
    """What is known of a proposal, as names of weights."""
    cue, frame, cues = report.cue, report.frame, speakers.cues
    content = cue.doc[report.start : report.end]
    lemma = cue.lemma_.lower()
    yield from ("always", f"frame {frame}", f"lemma {lemma}", f"lemma {lemma} {frame}")
    yield f"way {lemma} {frame.split()[-1]}"  # "of" in "accused her of", "was accused of"
    yield f"class {cues.clause.get(lemma, '')} {frame}"
    yield f"object class {cues.object.get(lemma, '')} {frame}"
    if cue.pos_ == "NOUN":
        yield f"noun class {cues.other.get(lemma, '')} {frame}"
    kind = _source_kind(source, speakers)
    yield from (f"source {kind}", f"source {kind} {frame}")
    if frame.startswith(("object", "noun", "passive")) or cue.pos_ != "VERB":
        head = content.root
        yield f"content {head.ent_type_ or head.pos_} {frame}"
    yield from (f"form {cue.tag_}", f"place {cue.dep_}")
    if is_negated(cue):
        yield "negated"
    if is_passive(cue):
        yield "passive"
    for child in cue.children:
        if child.dep_ == "aux":
            yield f"aux {child.lower_ if child.tag_ in ('MD', 'TO') else child.lemma_}"
        elif child.dep_ == "mark":
            yield f"mark {child.lower_}"
    if cue.i in speakers.quoted:
        yield "cue in quotation"
    elif not speakers.quoted.isdisjoint(range(report.start, report.end)):
        yield "content holds quotation"
    size = "short" if len(content) <= 2 else "middling" if len(content) <= 5 else "long"
    yield from (f"content {size}", f"content {size} {'statement' if frame in STATEMENTS else 'noun'}")
    if any(token.dep_ in SUBJECTS for token in content):
        yield "content has subject"


def _source_kind(source: Token | None, speakers: Speakers) -> str:
    if source is None:
        return "none"
    word, lemma = source.lower_, source.lemma_.lower()
    if word in _PERSONS:
        return _PERSONS[word]
    if source.tag_ in RELATIVE:
        return "who" if word == "who" else "which"
    if source.pos_ == "PRON":
        return "pronoun"
    if lemma in speakers.cues.documents:
        return "document"
    mention = speakers.mention_at.get(source.i)
    if mention is not None and mention.form != "demonym":  # of a people the NER tells, as when weights were learnt
        return speakers.cast.plain_kind(mention.actor_id)
    if lemma in speakers.cues.titles or lemma in speakers.cues.bodies:
        return "title" if lemma in speakers.cues.titles else "body"
    if source.ent_type_ in ("PERSON", "ORG", "GPE", "NORP"):
        return source.ent_type_
    return {"PROPN": "proper noun", "NOUN": "noun"}.get(source.pos_, "other")
