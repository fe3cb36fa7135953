"""Articles that are one text: printed twice, edited, cut, taken from an agency; and who is credited with it."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple
from zlib import crc32

import numpy as np
import numpy.typing as npt

from crossread.corpus.clean import Block
from crossread.corpus.records import Problem
from crossread.lexicon import Boilerplate

Hashes = npt.NDArray[np.uint32]
Numbers = npt.NDArray[np.int64]

SHINGLE_WORDS = 5
# Two articles of different outlets are one text from a third on: of two that are equally long, each has half
# of the other's shingles. Pages of one outlet share furniture (galleries, "about us", background that is
# pasted into every report), so that they must share three quarters of each.
BETWEEN_OUTLETS = 1 / 3
WITHIN_OUTLET = 3 / 5
# A shorter text is a copy only of the same words: two notices of a line have much in common by chance.
MIN_SHINGLES = 20

N_VALUES, ROWS = 128, 3  # of a signature; rows of it that make a band
# A bucket of more articles than these and one is not of copies alone, but of a frame that all have filled in with
# other numbers. In it an article is compared with that one of the 16 next to it whose signature is most like its own.
NEAR = 16
_NEXT_ROWS = 6  # behind a band; they put the articles of a bucket in order, so that those alike stand together
_CHUNK = 1 << 15  # pairs whose signatures are looked at together: 32 MB

_SEED = 1
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)
_LARGEST = np.uint32(0xFFFFFFFF)
HEAD = 320  # characters in which a byline stands
_WORD = re.compile(r"\w")
_APOSTROPHES = re.compile(r"['’‘ʼ`´]")
_MARKS = re.compile("[\u0300-\u036f]+")


class Signed(NamedTuple):
    """What is kept of an article to find its copies: 128 numbers."""

    doc_id: str
    outlet: str | None
    signature: Hashes


class Clusters(NamedTuple):
    """For each doc_id the doc_id of the first article of its cluster; and what was not compared, if anything."""

    first: dict[str, str]
    problems: tuple[Problem, ...]


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
    Sequences, 21-29. The values are those of datasketch 2 with this seed (the finalizer of MurmurHash3, then
    ``a * x + b`` modulo 2^32 with an odd ``a``), which takes half a second to import.

    Args:
        hashes: what ``shingle_hashes`` gives.

    Returns:
        128 numbers; all of them the largest there is when there are no shingles.
    """
    mixed = (hashes ^ (hashes >> 16)) * np.uint32(0x85EBCA6B)
    mixed = (mixed ^ (mixed >> 13)) * np.uint32(0xC2B2AE35)
    mixed ^= mixed >> 16
    multipliers, summands = _permutations()
    least = np.full(N_VALUES, _LARGEST)
    for at in range(0, len(mixed), 256):  # a book at once would take 150 MB
        np.minimum(least, (mixed[at : at + 256, None] * multipliers + summands).min(axis=0), out=least)
    return least


@lru_cache(maxsize=1)
def _permutations() -> tuple[Hashes, Hashes]:
    generator = np.random.RandomState(_SEED)  # whose numbers never change
    multipliers = generator.randint(0, 1 << 31, N_VALUES, dtype=np.uint32) * np.uint32(2) + np.uint32(1)
    return multipliers, generator.randint(0, 1 << 32, N_VALUES, dtype=np.uint32)


# --- clusters --------------------------------------------------------------------------------


def find_clusters(articles: Iterable[Signed], shingles: Callable[[str], Hashes]) -> Clusters:
    """Which articles are one text.

    Candidates are pairs whose signatures agree on a band of three values (locality-sensitive hashing: of pairs with
    a Jaccard similarity of 0.4 that proposes 94 %, of 0.5 99.6 %). Each is verified by the true Jaccard similarity
    of its shingles against ``BETWEEN_OUTLETS`` or ``WITHIN_OUTLET``; an unknown outlet may be any. Articles linked by
    verified pairs make a cluster, so that versions which grew day by day are one.

    Similarity and not containment decides: a story that was cut or lengthened to up to three times is found by it
    too, while a roundup that contains two short reports would make one text of them.

    Time and memory grow with the articles, not with their pairs. Notices of one frame agree on its bands by the
    thousand: in a bucket of more than ``NEAR`` others an article is compared with its nearest alone, once a band.
    What is not compared, and is in no cluster together either, is told. Memory: 1 KB an article, and of each that
    has a candidate 4 bytes a shingle (0.5 GB and at most 0.8 GB for 500,000 articles of 400).

    Args:
        articles: in the order of the corpus.
        shingles: gives the shingles of an article by its doc_id; called once, for candidates only.
    """
    signed = list(articles)
    if not signed:
        return Clusters({}, ())
    values = np.stack([article.signature for article in signed])
    in_company = np.zeros(len(signed), dtype=bool)
    for order, _ in _bands(values, np.flatnonzero((values != _LARGEST).any(axis=1))):
        in_company[order] = True
    candidates = np.flatnonzero(in_company)
    found = {number: shingles(signed[number].doc_id) for number in candidates.tolist()}

    cluster = _Forest(len(signed))
    brief: dict[bytes, int] = {}
    for number, hashes in found.items():
        if len(hashes) < MIN_SHINGLES:
            cluster.join(brief.setdefault(hashes.tobytes(), number), number)
    longer = np.array([number for number, hashes in found.items() if len(hashes) >= MIN_SHINGLES], dtype=np.int64)
    in_crowd = np.zeros(len(signed), dtype=bool)
    for order, bucket in _bands(values, longer):
        in_crowd[order[_is_crowded(bucket)]] = True
        for one, other in _near_pairs(values, order, bucket, cluster.roots()):
            outlets = signed[one].outlet, signed[other].outlet
            least = WITHIN_OUTLET if None in outlets or len(set(outlets)) == 1 else BETWEEN_OUTLETS
            if cluster.root(one) != cluster.root(other) and jaccard(found[one], found[other]) >= least:
                cluster.join(one, other)
    roots = cluster.roots()
    first = {article.doc_id: signed[root].doc_id for article, root in zip(signed, roots.tolist(), strict=True)}
    return Clusters(first, _not_compared(values, np.flatnonzero(in_crowd), roots))


class _Forest:
    """A union-find forest over numbers; the root of a tree is its smallest."""

    def __init__(self, size: int) -> None:
        self._parent = list(range(size))

    def root(self, number: int) -> int:
        parent = self._parent
        while parent[number] != number:
            parent[number] = parent[parent[number]]
            number = parent[number]
        return number

    def roots(self) -> Numbers:
        return np.fromiter(map(self.root, range(len(self._parent))), dtype=np.int64, count=len(self._parent))

    def join(self, one: int, other: int) -> None:
        one, other = self.root(one), self.root(other)
        self._parent[max(one, other)] = min(one, other)


def _bands(values: Hashes, numbers: Numbers) -> Iterator[tuple[Numbers, Numbers]]:
    """For each band those of some articles that agree on it with another: side by side, and the bucket of each.

    Within a bucket the next values put them in order, so that those alike stand together and nothing but the
    articles decides who is beside whom.
    """
    for start in range(0, N_VALUES - ROWS + 1, ROWS):
        band = values[numbers, start : start + ROWS]
        order = np.lexsort(band.T)
        is_new = (band[order][1:] != band[order][:-1]).any(axis=1)
        bucket = np.concatenate(([0], np.cumsum(is_new)))[: len(order)]
        is_shared = np.bincount(bucket)[bucket] > 1  # most articles are alone
        order, bucket = numbers[order[is_shared]], bucket[is_shared]
        following = values[order][:, (start + ROWS + np.arange(_NEXT_ROWS)) % N_VALUES]
        yield order[np.lexsort((*following.T, bucket))], bucket


def _is_crowded(bucket: Numbers) -> npt.NDArray[np.bool_]:
    return np.bincount(bucket)[bucket] > NEAR + 1


def _near_pairs(values: Hashes, order: Numbers, bucket: Numbers, roots: Numbers) -> Iterator[tuple[int, int]]:
    """The pairs of a band to compare: all of a bucket; in a crowded one that of each article with its nearest."""
    is_crowded = _is_crowded(bucket)
    n_alike = np.zeros(len(order), dtype=np.int64)
    nearest = np.full(len(order), -1)
    for step in range(1, min(NEAR + 1, np.bincount(bucket).max(initial=0))):
        at = np.flatnonzero((bucket[step:] == bucket[:-step]) & (roots[order[step:]] != roots[order[:-step]]))
        few, many = at[~is_crowded[at]], at[is_crowded[at]]
        yield from zip(order[few].tolist(), order[few + step].tolist(), strict=True)
        for some in np.split(many, range(_CHUNK, len(many), _CHUNK)):
            alike = (values[order[some]] == values[order[some + step]]).sum(axis=1)
            is_nearer = alike > n_alike[some]
            n_alike[some[is_nearer]] = alike[is_nearer]
            nearest[some[is_nearer]] = order[some + step][is_nearer]
    has_nearest = nearest >= 0
    yield from zip(order[has_nearest].tolist(), nearest[has_nearest].tolist(), strict=True)


def _not_compared(values: Hashes, numbers: Numbers, roots: Numbers) -> tuple[Problem, ...]:
    """What crowded buckets left out: pairs of different clusters, some of them counted in several bands."""
    if not len(numbers):
        return ()
    n_pairs = 0
    is_left = np.zeros(len(values), dtype=bool)
    for order, bucket in _bands(values, numbers):
        is_crowded = _is_crowded(bucket)
        order, bucket = order[is_crowded], bucket[is_crowded]
        cells, sizes = np.unique(bucket * len(values) + roots[order], return_counts=True)
        together = np.bincount(cells // len(values), sizes.astype(float) ** 2)
        pairs = (np.bincount(bucket) ** 2 - together.astype(np.int64)) // 2
        n_pairs += int(pairs.sum())
        is_left[order[pairs[bucket] > 0]] = True
    if not n_pairs:
        return ()
    message = (
        f"{is_left.sum():,} articles have passages in common with more than {NEAR} others, as notices of one frame "
        f"have; each was compared with those most like it: up to {n_pairs:,} pairs were not compared, and copies "
        "among them may be missed"
    )
    return (Problem(None, "duplicates", message, lost=False),)


def jaccard(one: Hashes, other: Hashes) -> float:
    """How much of what either has, both have: 0 to 1.

    >>> jaccard(np.array([1, 2, 3], dtype=np.uint32), np.array([2, 3, 4], dtype=np.uint32))
    0.5
    """
    both = np.sort(np.concatenate((one, other)))
    common = int(np.count_nonzero(both[1:] == both[:-1]))
    return common / max(1, len(one) + len(other) - common)


# --- agencies --------------------------------------------------------------------------------


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
        within = lines.get(group)
        # Of a few dozen agencies an article names one or two: patterns of the others are not compiled.
        is_credited = within and any(re.compile(credit, re.MULTILINE).search(text, *line) for line in within)
        if is_credited or (own and own.search(text)):
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


_Credit = tuple[str, str, re.Pattern[str] | None]


@lru_cache(maxsize=8)
def _compiled(boilerplate: Boilerplate) -> tuple[re.Pattern[str], dict[str, _Credit]]:
    """A pattern of all names, a group for each agency; by the group the agency and how it is credited."""
    groups, credits_of = [], {}
    for number, entry in enumerate(boilerplate.wires):
        names = "|".join(re.escape(name) for name in sorted(entry.names, key=len, reverse=True))
        groups.append(f"(?P<agency{number}>{names})")
        forms = "|".join(form.replace("AGENCY", names) for form in boilerplate.credits)
        own = re.compile(entry.own) if entry.own else None
        credits_of[f"agency{number}"] = (entry.wire, forms, own)
    # Looking at the first letter before all the names makes the search three times as fast.
    if not groups:
        return re.compile("(?!)"), {}
    letters = re.escape("".join(sorted({name[0] for entry in boilerplate.wires for name in entry.names})))
    return re.compile(rf"\b(?=[{letters}])(?:{'|'.join(groups)})\b"), credits_of
