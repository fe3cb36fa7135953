"""Compare Crossread's tables with what people annotated, one function for each annotated set.

Each takes the annotated articles and a table and returns a :class:`~research.benchmarks.scores.Result`.
Articles that were left out of the tables count as articles in which nothing was found.
"""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import NamedTuple, TypeVar

import pandas as pd

from research.benchmarks.gold import (
    AttributedArticle,
    GoldClaim,
    GoldQuote,
    GoldTime,
    KilledArticle,
    NoClaim,
    Span,
    Target,
    TimeArticle,
)
from research.benchmarks.scores import (
    Measure,
    Miss,
    Result,
    agreement,
    class_scores,
    likeness,
    pair_first,
    pair_likest,
    proportion,
    shared,
)

MARKED_KINDS = ("direct", "mixed", "scare")  # quotations between quotation marks
TONES = {-1: "negative", 0: "neutral", 1: "positive"}
QUOTE_COVER = 0.8  # of the words between the marks
CONTENT_LIKENESS = 0.5


class FoundClaim(NamedTuple):
    """What is compared of a row of ``claims``; the other ``Found...`` are of ``quotes`` and ``times``."""

    start: int
    end: int
    low: float | None
    best: float | None
    high: float | None
    category: str
    source: str | None
    as_of: str | None
    modality: str


class FoundQuote(NamedTuple):
    """See :class:`FoundClaim`."""

    start: int
    end: int
    kind: str
    speaker: str | None
    speaker_start: int | None
    speaker_end: int | None


class FoundTime(NamedTuple):
    """See :class:`FoundClaim`."""

    start: int
    end: int
    value: str


FoundRow = TypeVar("FoundRow", FoundClaim, FoundQuote, FoundTime)


def compare_claims(
    gold: Mapping[str, list[GoldClaim]], never: Mapping[str, list[NoClaim]], claims: pd.DataFrame
) -> Result:
    """Reported numbers.

    A claim is found where one overlaps it. Of the annotated, value, category and planned-or-not are right
    where the claim was found and agrees; source and day are judged among the found for which they are
    annotated. A value is right when ``best`` is; where none is annotated, none may be given, and ``low``
    has to be right if annotated. A source is right when it shares a word that names somebody.

    Args:
        gold: the annotated claims by ``doc_id``.
        never: by ``doc_id`` the numbers that are no claims; one that a claim overlaps was claimed wrongly.
        claims: the table.
    """
    coded = claims[claims["category"].notna()]  # a number that the codebook does not sort is none of this gold
    found = _by_article(coded, FoundClaim, FoundClaim._fields)
    pairs: list[tuple[GoldClaim, FoundClaim]] = []
    misses: list[Miss] = []
    for doc_id, annotated in gold.items():
        for one, other in pair_first(annotated, found.get(doc_id, []), _overlap):
            if other is None:
                misses.append(Miss(doc_id, "not found", one.surface, one.category))
            else:
                pairs.append((one, other))
                misses += _differing_claim(doc_id, one, other)
    n_gold = sum(map(len, gold.values()))
    wrong = 0
    for doc_id, numbers in never.items():
        for number in numbers:
            if any(_overlap(number, other) for other in found.get(doc_id, [])):
                wrong += 1
                misses.append(Miss(doc_id, "claimed, but no claim", number.surface))
    with_source = [(one.source, other.source) for one, other in pairs if one.source]
    with_day = [(one.as_of, other.as_of) for one, other in pairs if one.as_of]
    measures = [
        *agreement("claims", len(pairs), len(coded), n_gold),
        proportion("value", sum(_same_value(*pair) for pair in pairs), n_gold, "annotated"),
        proportion("category", sum(one.category == other.category for one, other in pairs), n_gold, "annotated"),
        proportion("planned or not", sum(_same_plan(*pair) for pair in pairs), n_gold, "annotated"),
        proportion("source", sum(same_name(*pair) for pair in with_source), len(with_source), "found with one"),
        proportion("as-of day", sum(one == other for one, other in with_day), len(with_day), "found with one"),
        proportion("claimed, but no claim", wrong, sum(map(len, never.values())), "annotated as none"),
    ]
    return Result(measures, misses)


def _differing_claim(doc_id: str, gold: GoldClaim, found: FoundClaim) -> list[Miss]:
    differing = []
    if not _same_value(gold, found):
        differing.append(("value", _bounds(found), _bounds(gold)))
    if gold.category != found.category:
        differing.append(("category", found.category, gold.category))
    if not _same_plan(gold, found):
        differing.append(("planned or not", found.modality, "planned" if gold.planned else "not planned"))
    if gold.source and not same_name(gold.source, found.source):
        differing.append(("source", found.source or "none", gold.source))
    if gold.as_of and gold.as_of != found.as_of:
        differing.append(("as-of day", found.as_of or "none", gold.as_of))
    return [Miss(doc_id, what, gold.surface, f"{here}; annotated {there}") for what, here, there in differing]


def _bounds(claim: GoldClaim | FoundClaim) -> str:
    return "/".join("–" if bound is None else f"{bound:g}" for bound in (claim.low, claim.best, claim.high))


def _same_value(gold: GoldClaim, found: FoundClaim) -> bool:
    if gold.best is not None:
        return found.best == gold.best
    return found.best is None and (gold.low is None or found.low == gold.low)


def _same_plan(gold: GoldClaim, found: FoundClaim) -> bool:
    return gold.planned == (found.modality == "planned")


# Words in the description of a source that do not tell it from another.
_COMMON_WORDS = frozenset(
    ["and", "for", "foreign", "from", "minister", "official", "president", "the", "unnamed", "with"]
)


def same_name(gold: str | None, found: str | None) -> bool:
    """Whether two descriptions of a source share a word that names it, of three letters or more.

    ``gold`` may name alternatives. Where nobody is annotated, nobody may be found.

    >>> same_name("Mevlut Cavusoglu|Turkey", "Foreign Minister Cavusoglu"), same_name("the minister", "a minister")
    (True, False)
    """
    if not gold or not found:
        return not gold and not found
    return not _naming_words(gold).isdisjoint(_naming_words(found))


def _naming_words(name: str) -> frozenset[str]:
    return frozenset(word for word in re.findall(r"[a-z]{3,}", name.lower()) if word not in _COMMON_WORDS)


def compare_quotes(gold: Mapping[str, list[GoldQuote]], quotes: pd.DataFrame) -> Result:
    """Quotations between quotation marks, and who said them.

    One is found where a quotation covers at least eight tenths of its words. The speaker is judged among
    the found, scare quotes apart, by :func:`same_name`.

    Args:
        gold: the annotated quotations by ``doc_id``.
        quotes: the table; indirect speech is left aside.
    """
    marked = quotes[quotes["kind"].isin(MARKED_KINDS)]
    found = _by_article(marked, FoundQuote, FoundQuote._fields)
    n_found = n_spoken = n_right = 0
    misses: list[Miss] = []
    for doc_id, annotated in gold.items():
        for one, other in pair_first(annotated, found.get(doc_id, []), _covers):
            if other is None:
                misses.append(Miss(doc_id, "not found", one.surface, one.speaker or "no speaker"))
                continue
            n_found += 1
            if one.scare:
                continue
            n_spoken += 1
            if same_name(one.speaker, other.speaker):
                n_right += 1
            else:
                detail = f"{other.speaker or 'none'}; annotated {one.speaker or 'none'}"
                misses.append(Miss(doc_id, "speaker", one.surface, detail))
    measures = [
        *agreement("quotations", n_found, len(marked), sum(map(len, gold.values()))),
        proportion("speaker", n_right, n_spoken, "found"),
    ]
    return Result(measures, misses)


def _covers(gold: GoldQuote, found: FoundQuote) -> bool:
    words = gold.span.end - gold.span.start - 2  # without the marks
    return shared(gold.span, _span(found)) >= QUOTE_COVER * words


def compare_attributions(gold: Sequence[AttributedArticle], quotes: pd.DataFrame) -> Result:
    """What people are reported to have said, in quotation marks or not, and its sources.

    Source: PolNeAR, the political news attribution relations of E. Newell, D. Margolin and D. Ruths
    (2018), An attribution relations corpus for political news, LREC. A content is found where a row of
    ``quotes`` shares half the characters of the longer of the two; each takes the likest row left. Recall is
    given apart for contents with and without quotation marks. A source is right where the span of the
    speaker overlaps an annotated one, among the contents found that have a source.

    Args:
        gold: the annotated articles.
        quotes: the table; rows of other articles are left aside.
    """
    by_article = _by_article(quotes, FoundQuote, FoundQuote._fields)
    found = {one.article.doc_id: by_article.get(one.article.doc_id, []) for one in gold}
    hits = {True: 0, False: 0}  # with quotation marks, without
    totals = {True: 0, False: 0}
    n_sources = n_right = 0
    misses: list[Miss] = []
    for (doc_id, *_), attributions in gold:
        pairs = pair_likest(
            attributions,
            found[doc_id],
            lambda one, other: likeness(one.content, _span(other)),
            least=CONTENT_LIKENESS,
        )
        for one, other in pairs:
            totals[one.marked] += 1
            if other is None:
                misses.append(Miss(doc_id, "not found", one.surface))
                continue
            hits[one.marked] += 1
            if not one.sources:
                continue
            n_sources += 1
            if _has_source(other, one.sources):
                n_right += 1
            else:
                misses.append(Miss(doc_id, "source", one.surface, other.speaker or "none"))
    measures = [
        *agreement("attributions", sum(hits.values()), sum(map(len, found.values())), sum(totals.values())),
        proportion("recall with quotation marks", hits[True], totals[True], "annotated"),
        proportion("recall without", hits[False], totals[False], "annotated"),
        proportion("source", n_right, n_sources, "found with one"),
    ]
    return Result(measures, misses)


def _has_source(found: FoundQuote, sources: Collection[Span]) -> bool:
    if found.speaker_start is None or found.speaker_end is None:
        return False
    span = Span(found.speaker_start, found.speaker_end)
    return any(shared(span, source) > 0 for source in sources)


def compare_times(gold: Sequence[TimeArticle], times: pd.DataFrame) -> Result:
    """Time expressions: their extent and their value.

    Source: N. UzZaman, H. Llorens, L. Derczynski, J. Allen, M. Verhagen and J. Pustejovsky (2013),
    SemEval-2013 Task 1: TempEval-3, *SEM. Relaxed: a span overlaps the annotated one. Strict: it has the
    same first and last character. Value: relaxed, and the TIMEX3 value is the same text. Each annotated
    one, in order, takes the first span left that overlaps it.

    Args:
        gold: the annotated articles.
        times: the table; rows of other articles are left aside.
    """
    by_article = _by_article(times, FoundTime, FoundTime._fields)
    found = {one.article.doc_id: by_article.get(one.article.doc_id, []) for one in gold}
    relaxed = strict = valued = n_gold = 0
    misses: list[Miss] = []
    for (doc_id, *_), annotated in gold:
        n_gold += len(annotated)
        for one, other in pair_first(annotated, found[doc_id], _overlap):
            if other is None:
                misses.append(Miss(doc_id, "not found", one.surface, one.value or "no value"))
                continue
            relaxed += 1
            strict += one.span == _span(other)
            valued += one.value == other.value
            if one.value != other.value:
                misses.append(Miss(doc_id, "value", one.surface, f"{other.value}; annotated {one.value}"))
    n_found = sum(map(len, found.values()))
    counts = {"strict": strict, "relaxed": relaxed, "value": valued}
    return Result([one for name, hits in counts.items() for one in agreement(name, hits, n_found, n_gold)], misses)


def compare_killed(gold: Sequence[KilledArticle], claims: pd.DataFrame) -> Result:
    """Numbers of people killed, in articles for which readers marked some.

    Source: FA-KES, F. Abu Salem, R. Al Feel, S. Elbassuoni, M. Jaber and M. Farah (2019), FA-KES: a fake
    news dataset around the Syrian war, ICWSM. Found: an annotated number is ``best`` of a claim of the
    category killed in the article. First: the first such claim has an annotated number. Annotated: the
    share of such claims whose number is; an article may report more deaths than its readers marked, so
    this is a lower bound of precision.

    Args:
        gold: the annotated articles; those without a number are left aside.
        claims: the table; claims without a best value are left aside.
    """
    killed = claims[(claims["category"] == "killed") & claims["best"].notna()].sort_values(["doc_id", "start"])
    by_article = _by_article(killed, FoundClaim, FoundClaim._fields)
    n_numbers = n_found = n_articles = n_first = n_claims = n_right = 0
    misses: list[Miss] = []
    for (doc_id, *_), (title, counts) in gold:
        if not counts:
            continue
        numbers = [claim.best for claim in by_article.get(doc_id, []) if claim.best is not None]
        n_articles += 1
        n_numbers += len(counts)
        n_found += len(counts.intersection(numbers))
        n_first += bool(numbers) and numbers[0] in counts
        n_claims += len(numbers)
        n_right += sum(number in counts for number in numbers)
        said = ", ".join(f"{number:g}" for number in numbers) or "none"
        misses += [
            Miss(doc_id, "not found", title, f"{count:g}; claims {said}")
            for count in sorted(counts.difference(numbers))
        ]
    measures = [
        proportion("killed: found", n_found, n_numbers, "annotated"),
        proportion("killed: first claim right", n_first, n_articles, "articles"),
        proportion("killed: claims annotated", n_right, n_claims, "claims"),
    ]
    return Result(measures, misses)


def compare_tone(name: str, gold: Sequence[Target], labels: Sequence[int]) -> Result:
    """Tone toward a target in a sentence.

    Source: F. Hamborg and K. Donnay (2021), NewsMTSC: a dataset for (multi-)target-dependent sentiment
    classification in political news articles, EACL. Their main measure is macro-F1.

    Args:
        name: of the set, for the misses.
        gold: the annotated targets.
        labels: -1, 0 or 1 for each, in order.
    """
    misses = [
        Miss(
            name,
            f"{TONES[label]}, annotated {TONES[target.label]}",
            target.sentence,
            target.sentence[slice(*target.span)],
        )
        for target, label in zip(gold, labels, strict=True)
        if target.label != label
    ]
    measures: list[Measure] = class_scores([target.label for target in gold], list(labels), TONES)
    return Result(measures, misses)


def _by_article(
    frame: pd.DataFrame, make: Callable[..., FoundRow], columns: Sequence[str]
) -> dict[str, list[FoundRow]]:
    """The rows of each article in the order of the table, null as None."""
    plain = frame[["doc_id", *columns]].astype(object)
    rows: dict[str, list[FoundRow]] = {}
    for doc_id, *values in plain.where(plain.notna(), None).itertuples(index=False):
        rows.setdefault(str(doc_id), []).append(make(*values))
    return rows


def _span(found: FoundClaim | FoundQuote | FoundTime) -> Span:
    return Span(found.start, found.end)


def _overlap(gold: GoldClaim | NoClaim | GoldTime, found: FoundClaim | FoundTime) -> bool:
    return shared(gold.span, _span(found)) > 0
