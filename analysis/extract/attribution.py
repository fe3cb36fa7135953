"""Which words report speech: proposals of the syntax, weighed by what was learnt from annotated news."""

from collections.abc import Iterator

from spacy.tokens import Doc, Token

from analysis.extract.cues import CueBook
from analysis.extract.quotations import Attribution, quote_of
from analysis.extract.records import Quote
from analysis.extract.speakers import Speakers
from analysis.extract.speech import Report, find_reports
from analysis.extract.syntax import SUBJECTS, is_negated, is_passive

_PERSONS = {"i": "I", "we": "we", "you": "you", "he": "he", "she": "he", "they": "they", "it": "it"}


def find_attributions(doc: Doc, cues: CueBook, speakers: Speakers) -> list[Quote]:
    """Find reported speech outside quotation marks or around them.

    Args:
        doc: the parsed article.
        cues: reporting words and their weights.
        speakers: the speakers of the article.

    Returns:
        One quote of kind ``indirect`` for each report; its ``rule`` is how the content hangs on the cue.
    """
    out = []
    for report in find_reports(doc, speakers.quoted):
        source = speakers.source_of(report.cue, quotes_others=False)
        if _is_counted(report, source, cues):
            report = report._replace(frame="counted")
        elif not is_speech(report, source, cues, speakers):
            continue
        speaker = speakers.of_cue(report.cue, quotes_others=False)
        first, last = doc[report.start], doc[report.end - 1]
        attribution = Attribution(report.cue, cues.class_of(report.cue), speaker, report.frame)
        out.append(quote_of(first.idx, last.idx + len(last), "indirect", attribution))
    return out


def _is_counted(report: Report, source: Token | None, cues: CueBook) -> bool:
    """What a verb of counting reports as a noun: "listed 304 attacks", "put the toll at 58"."""
    cue = report.cue
    if not report.frame.startswith("object") or cue.lemma_.lower() not in cues.counting or source is None:
        return False
    if cue.lemma_ in ("put", "give") and not any(c.lower_ == "at" and c.i > cue.i for c in cue.children):
        return False
    return any(t.like_num or t.tag_ == "CD" for t in cue.doc[report.start : report.end])


def is_speech(report: Report, source: Token | None, cues: CueBook, speakers: Speakers) -> bool:
    """Whether a proposal reports speech."""
    if report.frame == "according to":
        return True
    weight = sum(cues.weights.get(feature, 0.0) for feature in features(report, source, cues, speakers))
    return weight >= cues.threshold


def features(report: Report, source: Token | None, cues: CueBook, speakers: Speakers) -> Iterator[str]:
    """What is known of a proposal, as names of weights."""
    cue = report.cue
    doc = cue.doc
    lemma = cue.lemma_.lower()
    yield "always"
    yield f"frame {report.frame}"
    yield f"lemma {lemma}"
    yield f"lemma {lemma} {report.frame}"
    yield f"class {cues.clause.get(lemma, '')} {report.frame}"
    yield f"object class {cues.object.get(lemma, '')} {report.frame}"
    kind = _source_kind(source, cues, speakers)
    yield f"source {kind}"
    yield f"source {kind} {report.frame}"
    if report.frame.startswith(("object", "noun", "passive")) or cue.pos_ != "VERB":
        head = doc[report.start : report.end].root
        yield f"content {head.ent_type_ or head.pos_} {report.frame}"
    yield f"form {cue.tag_}"
    yield f"place {cue.dep_}"
    if is_negated(cue):
        yield "negated"
    if is_passive(cue):
        yield "passive"
    for child in cue.children:
        if child.dep_ == "aux":
            yield f"aux {child.lower_ if child.tag_ in ('MD', 'TO') else child.lemma_}"
        elif child.dep_ == "mark":
            yield f"mark {child.lower_}"
    inside = cue.i in speakers.quoted
    if inside:
        yield "cue in quotation"
    elif any(i in speakers.quoted for i in range(report.start, report.end)):
        yield "content holds quotation"
    length = report.end - report.start
    yield "content short" if length <= 2 else "content middling" if length <= 5 else "content long"
    if any(t.dep_ in SUBJECTS for t in doc[report.start : report.end]):
        yield "content has subject"


def _source_kind(source: Token | None, cues: CueBook, speakers: Speakers) -> str:
    if source is None:
        return "none"
    word = source.lower_
    if word in _PERSONS:
        return _PERSONS[word]
    if source.tag_ in ("WP", "WDT"):
        return "who" if word == "who" else "which"
    if source.pos_ == "PRON":
        return "pronoun"
    lemma = source.lemma_.lower()
    if lemma in cues.documents:
        return "document"
    mention = speakers.mention_at.get(source.i)
    if mention is not None:
        return speakers.cast.names[mention.actor_id].kind
    if lemma in cues.titles:
        return "title"
    if lemma in cues.bodies:
        return "body"
    if source.ent_type_ in ("PERSON", "ORG", "GPE", "NORP"):
        return source.ent_type_
    return "proper noun" if source.pos_ == "PROPN" else "noun" if source.pos_ == "NOUN" else "other"
