"""Which words report speech: proposals of the syntax, weighed by what was learnt from annotated news."""

from collections.abc import Iterator

from spacy.tokens import Doc, Token

from crossread.extract.cues import CueBook
from crossread.extract.quotations import Attribution, quote_of
from crossread.extract.clauses import is_negated, is_passive
from crossread.extract.records import Quote
from crossread.extract.speakers import Speakers
from crossread.extract.speech import STATEMENTS, Report, find_reports
from crossread.extract.syntax import SUBJECTS, VERBS, misread_subject, phrase_bounds

_TELLING = frozenset({"say", "tell"})  # what these report is speech wherever they stand
_AROUND = frozenset({"inserted", "as said"})  # frames in which the source stands inside what it says
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
        if source is not None and report.start <= source.i < report.end and report.frame not in _AROUND:
            cut = _without_source(report, source)
            if cut is None:
                continue
            report = cut
        if _is_counted(report, source, cues):
            report = report._replace(frame="counted")
        elif not is_speech(report, source, cues, speakers):
            continue
        speaker = speakers.of_cue(report.cue, quotes_others=False)
        first, last = doc[report.start], doc[report.end - 1]
        attribution = Attribution(report.cue, cues.label_of(report.cue), speaker, report.frame)
        out.append(quote_of(first.idx, last.idx + len(last), "indirect", attribution))
    return out


def _without_source(report: Report, source: Token) -> Report | None:
    """The part of a content before its source, where the parser has put the source into the content."""
    if is_passive(report.cue) and source.head.lower_ == "by":
        end = source.head.i
    elif report.frame == "before" and misread_subject(source) is not None:
        end = phrase_bounds(source)[0]
    else:
        return None
    while end > report.start and source.doc[end - 1].is_punct:
        end -= 1
    return report._replace(end=end) if end > report.start else None


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
    if report.frame in ("according to", "transcript"):
        return True
    if report.frame in ("was of", "was for", "was as") and report.cue.lemma_.lower() in cues.object:
        return True  # "was accused of"
    # PolNeAR leaves out what is reported inside a report ("Putin said that Kerry told him that ...").
    is_told = report.frame in ("that", "bare") and report.cue.lemma_.lower() in _TELLING
    # Added up in their order, and each as often as it stands, as they were learnt: a sum of floats depends on it.
    known = (name for name in features(report, source, cues, speakers) if not (is_told and name == "mark that"))
    weight = sum(cues.weights.get(name, 0.0) for name in known)
    return weight >= cues.threshold and (report.frame in STATEMENTS or _is_known(report, cues))


def _is_known(report: Report, cues: CueBook) -> bool:
    """Whether a verb is known to report speech by a noun: "condemned the attack", but not "presided over it"."""
    cue = report.cue
    lemma = cue.lemma_.lower()
    if cue.pos_ in VERBS and lemma in cues.physical:
        head = cue.doc[report.start : report.end].root
        return head.ent_type_ == "PERSON" or head.tag_ == "PRP"
    if lemma in cues.clause or lemma in cues.object or report.frame.startswith(("object", "noun", "adjective")):
        return True
    return any(cues.weights.get(f"lemma {name}", 0.0) > 0 for name in (lemma, f"{lemma} {report.frame}"))


def features(report: Report, source: Token | None, cues: CueBook, speakers: Speakers) -> Iterator[str]:
    """What is known of a proposal, as names of weights."""
    cue = report.cue
    doc = cue.doc
    lemma = cue.lemma_.lower()
    yield "always"
    yield f"frame {report.frame}"
    yield f"lemma {lemma}"
    yield f"lemma {lemma} {report.frame}"
    way = report.frame.split()[-1]  # "of" in "accused her of", "was accused of"
    yield f"way {lemma} {way}"
    yield f"class {cues.clause.get(lemma, '')} {report.frame}"
    yield f"object class {cues.object.get(lemma, '')} {report.frame}"
    kind = _source_kind(source, cues, speakers)
    if cue.pos_ == "NOUN":
        yield f"noun class {cues.other.get(lemma, '')} {report.frame}"
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
    size = "short" if length <= 2 else "middling" if length <= 5 else "long"
    yield f"content {size}"
    yield f"content {size} {'statement' if report.frame in STATEMENTS else 'noun'}"
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
