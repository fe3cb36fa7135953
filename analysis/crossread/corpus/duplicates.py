"""Articles that are one text: printed twice, edited, cut, taken from an agency; and who is credited with it."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from itertools import combinations
from typing import NamedTuple
from zlib import crc32

import numpy as np
import numpy.typing as npt
from datasketch import MinHash

from crossread.corpus.clean import Block
from crossread.lexicon import Boilerplate

Hashes = npt.NDArray[np.uint32]

SHINGLE_WORDS = 5
# Two articles of different outlets are one text from a third on: of two that are equally long, each has half
# of the other's shingles. Pages of one outlet share furniture (galleries, "about us", background that is
# pasted into every report), so that they must share three quarters of each.
BETWEEN_OUTLETS = 1 / 3
WITHIN_OUTLET = 3 / 5
# A shorter text is a copy only of the same words: two notices of a line have much in common by chance.
MIN_SHINGLES = 20

N_VALUES, ROWS = 128, 3  # of a signature; rows of it that make a band
_SEED = 1
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)
HEAD = 320  # characters in which a byline stands
_WORD = re.compile(r"\w")
_APOSTROPHES = re.compile(r"['’‘ʼ`´]")
_MARKS = re.compile("[\u0300-\u036f]+")


class Signed(NamedTuple):
    """What is kept of an article to find its copies: 128 numbers."""

    doc_id: str
    outlet: str | None
    signature: Hashes


def shingle_hashes(text: str, blocks: list[Block]) -> Hashes:
    """Hashes of the runs of five words in an article's body, blind to case, accents, spacing and punctuation.

    Args:
        text: the article as delivered.
        blocks: its blocks; only the body is read.

    Returns:
        Distinct numbers in order, the same on every machine. A body of fewer than five words has one, of all its
        words; a body without words has none.
    """
    body = " ".join(text[block.start : block.end] for block in blocks if block.kind == "body")
    if not body.isascii():
        body = _MARKS.sub("", unicodedata.normalize("NFKD", body))
    words = re.findall(r"\w+", _APOSTROPHES.sub("", body).lower())
    numbers = np.fromiter((crc32(word.encode()) for word in words), dtype=np.uint64, count=len(words))
    length = min(SHINGLE_WORDS, len(words))
    runs = np.zeros(len(words) - length + 1 if words else 0, dtype=np.uint64)
    for first in range(length):
        runs = (runs + numbers[first : first + len(runs)]) * _MULTIPLIER
    return np.unique((runs >> np.uint64(32)).astype(np.uint32))


def signature(hashes: Hashes) -> Hashes:
    """The MinHash values of an article's shingles: how many two articles have in common tells how alike they are.

    Source: A. Z. Broder (1997), On the resemblance and containment of documents, Compression and Complexity of
    Sequences, 21-29; computed by datasketch with a fixed seed.

    Args:
        hashes: what ``shingle_hashes`` gives.

    Returns:
        128 numbers; all of them the largest there is when there are no shingles.
    """
    values = _no_values().copy()
    values.update_batch(hashes.tolist())
    return np.asarray(values.hashvalues, dtype=np.uint32)


@lru_cache(maxsize=1)
def _no_values() -> MinHash:
    return MinHash(num_perm=N_VALUES, seed=_SEED, hashfunc=int, scheme="affine32")


def find_clusters(articles: Iterable[Signed], shingles: Callable[[str], Hashes]) -> dict[str, str]:
    """Which articles are one text.

    Candidates are pairs whose signatures agree on a band of three values (locality-sensitive hashing: of pairs with
    a Jaccard similarity of 0.4 that proposes 94 %, of 0.5 99.6 %). Each is verified by the true Jaccard similarity
    of its shingles against ``BETWEEN_OUTLETS`` or ``WITHIN_OUTLET``; an unknown outlet may be any. Articles linked by
    verified pairs make a cluster, so that versions which grew day by day are one.

    Similarity and not containment decides: a story that was cut or lengthened to up to three times is found by it
    too, while a roundup that contains two short reports would make one text of them.

    The bands are sorted one by one in place of datasketch's index, which takes 13 KB an article; this takes the
    signatures, 0.5 KB.

    Args:
        articles: in the order of the corpus.
        shingles: gives the shingles of an article by its doc_id; called for candidates only.

    Returns:
        For each doc_id the doc_id of the first article of its cluster. Nothing but the articles and their order
        decides it.
    """
    signed = list(articles)
    first = list(range(len(signed)))  # a union-find forest; the root of a tree is its earliest article

    def root(number: int) -> int:
        while first[number] != number:
            first[number] = first[first[number]]
            number = first[number]
        return number

    fetch = lru_cache(maxsize=1024)(shingles)
    differ: set[tuple[int, int]] = set()
    for bucket in _buckets(signed):
        if len({root(number) for number in bucket}) == 1:
            continue
        for pair in combinations(bucket, 2):
            one, other = root(pair[0]), root(pair[1])
            if one == other or pair in differ:
                continue
            a, b = (signed[number] for number in pair)
            if is_copy(
                fetch(a.doc_id), fetch(b.doc_id), one_outlet=a.outlet == b.outlet or None in (a.outlet, b.outlet)
            ):
                first[max(one, other)] = min(one, other)
            else:
                differ.add(pair)
    return {article.doc_id: signed[root(number)].doc_id for number, article in enumerate(signed)}


def _buckets(signed: list[Signed]) -> Iterator[list[int]]:
    """Groups of articles, by their numbers in order, whose signatures agree on a band."""
    if not signed:
        return
    values = np.stack([article.signature for article in signed])
    has_words = np.flatnonzero((values != _no_values().hashvalues).any(axis=1))
    for start in range(0, N_VALUES - ROWS + 1, ROWS):
        band = values[has_words, start : start + ROWS]
        order = np.lexsort(band.T)
        is_new = (band[order][1:] != band[order][:-1]).any(axis=1)
        bounds = np.concatenate(([0], np.flatnonzero(is_new) + 1, [len(order)]))
        for at in np.flatnonzero(np.diff(bounds) > 1):  # most articles are alone
            yield has_words[order[bounds[at] : bounds[at + 1]]].tolist()


def is_copy(one: Hashes, other: Hashes, *, one_outlet: bool) -> bool:
    """Whether two articles are one text, by the shingles of both; ``one_outlet``: both may be of one outlet."""
    if min(len(one), len(other)) < MIN_SHINGLES:
        return len(one) > 0 and np.array_equal(one, other)
    return jaccard(one, other) >= (WITHIN_OUTLET if one_outlet else BETWEEN_OUTLETS)


def jaccard(one: Hashes, other: Hashes) -> float:
    """How much of what either has, both have: 0 to 1.

    >>> jaccard(np.array([1, 2, 3], dtype=np.uint32), np.array([2, 3, 4], dtype=np.uint32))
    0.5
    """
    common = len(np.intersect1d(one, other, assume_unique=True))
    return common / max(1, len(one) + len(other) - common)


def find_wire(text: str, boilerplate: Boilerplate) -> str | None:
    """The news agency that an article credits ("(AP) --", "Reuters contributed"); of several the first in the lexicon.

    Args:
        text: the article as delivered.
        boilerplate: the agencies and how articles credit them.

    Returns:
        The name of the agency, null where none is credited: an article that tells what an agency reported is no
        agency's.
    """
    names, credits_of = _compiled(boilerplate)
    lines: dict[str, set[tuple[int, int]]] = {}
    for found in names.finditer(text):
        lines.setdefault(str(found.lastgroup), set()).add(_line(text, found))
    for group, (wire, credit, own) in credits_of.items():
        if any(credit.search(text, *line) for line in lines.get(group, ())) or (own and own.search(text)):
            return wire
    return None


def _line(text: str, found: re.Match[str]) -> tuple[int, int]:
    r"""The line that names an agency, from the line end before to the first word behind.

    Within it ``^``, ``$`` and ``\Z`` mean what they mean in the whole article; a line near its start begins there.
    """
    start = max(0, text.rfind("\n", 0, found.start()))
    line_end = text.find("\n", found.end())
    word = _WORD.search(text, line_end) if line_end >= 0 else None
    return (0 if start < HEAD else start), (word.end() if word else len(text))


_Credit = tuple[str, re.Pattern[str], re.Pattern[str] | None]


@lru_cache(maxsize=8)
def _compiled(boilerplate: Boilerplate) -> tuple[re.Pattern[str], dict[str, _Credit]]:
    """A pattern of all names, a group for each agency; by the group the agency and the patterns of its credits."""
    groups, credits_of = [], {}
    for number, entry in enumerate(boilerplate.wires):
        names = "|".join(re.escape(name) for name in sorted(entry.names, key=len, reverse=True))
        groups.append(f"(?P<agency{number}>{names})")
        forms = "|".join(form.replace("AGENCY", names) for form in boilerplate.credits)
        own = re.compile(entry.own) if entry.own else None
        credits_of[f"agency{number}"] = (entry.wire, re.compile(forms, re.MULTILINE), own)
    # Looking at the first letter before all the names makes the search three times as fast.
    if not groups:
        return re.compile("(?!)"), {}
    letters = re.escape("".join(sorted({name[0] for entry in boilerplate.wires for name in entry.names})))
    return re.compile(rf"\b(?=[{letters}])(?:{'|'.join(groups)})\b"), credits_of
