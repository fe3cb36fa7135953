"""The words that set an outlet apart from the others."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from crossread.measures.sample import SIZES, Articles, Rows, Sample, positions, sample_of
from crossread.tables.schema import QUOTE_KINDS

# Letters with apostrophes and hyphens inside, or letters with periods ("u.s."); a run is words with nothing but
# white space between them.
_LETTER = r"[^\W\d_]"
_WORD = rf"(?:{_LETTER}(?:\.{_LETTER})+(?!{_LETTER})\.?|{_LETTER}+)(?:['\-]{_LETTER}+)*"
_RUN = re.compile(rf"{_WORD}(?:\s+{_WORD})*")
_PART = re.compile(rf"{_LETTER}+")
_PARTICLE = 2  # letters of a part that tells no name: "al", "s"
_CUT = "|"  # neither letter nor space: no run of words goes through what is left out
_HALF = 32  # bits of the number of each word of a pair

PRIOR = 1000.0  # words
MIN_COUNT = 5
MIN_REPEATS = 3
_COLUMNS = [
    "outlet", "word", "n", "n_others", "log_odds", "z", "n_articles_with", "n_others_with", *SIZES, "n_words"
]  # fmt: skip

_Ints = npt.NDArray[np.signedinteger[Any]]


class Texts:
    """The words of the articles that count, to be read in lower case.

    They are those of the body: titles, captions and boilerplate, where bylines and notes of agencies stand, are none.
    """

    def __init__(
        self,
        articles: Articles,
        blocks: Rows,
        quotes: Rows,
        *,
        voice: str = "narrator",
        leave_out: pd.DataFrame | None = None,
    ) -> None:
        """Take what is read of the articles.

        Args:
            articles: the table ``articles``.
            blocks: the table ``blocks``.
            quotes: the table ``quotes``.
            voice: ``narrator`` leaves out what stands inside quotation marks, ``quoted`` takes only that, ``all`` both.
            leave_out: rows of any table with doc_id, start, end that are not to be read: mentions of media, say, and
                the lines of :func:`find_repeated`, so that an outlet's own name, the agencies it prints and its house
                lines do not set it apart.
        """
        self.sample = sample_of(articles)
        counted = self.sample.counted.reset_index(drop=True)
        self.doc_ids = pd.Index(counted["doc_id"])
        self.rows = {str(outlet): own.index.tolist() for outlet, own in counted.groupby("outlet", sort=True)}
        self._texts = counted["text"].array
        bounds = ["start", "end"]
        # What is kept of a text, and what is not, in this order.
        self._masks = [(self._spans(self.sample.rows(blocks, bounds, kind=["body"])), True)]
        if voice != "all":
            in_marks = self.sample.rows(quotes, bounds, kind=[kind for kind in QUOTE_KINDS if kind != "indirect"])
            self._masks.append((self._spans(in_marks), voice == "quoted"))
        if leave_out is not None:
            self._masks.append((self._spans(leave_out), False))

    @cached_property
    def words(self) -> tuple[list[_Ints], list[str]]:
        """The words of each article as numbers, -1 where no run of words goes on; and the word of each number."""
        number: defaultdict[str, int] = defaultdict()
        number.default_factory = number.__len__
        articles = []
        for row in range(len(self._texts)):
            runs = _RUN.findall(self.read(row))
            # A bar, which is no word, behind each run.
            articles.append(np.array([number[word] for run in runs for word in (*run.split(), _CUT)], dtype=np.int32))
        bar = number[_CUT]
        for numbers in articles:
            numbers[numbers == bar] = -1
        return articles, [*number]

    def read(self, row: int) -> str:
        """One article in lower case, a bar for each character not to be read: all offsets are those of the article."""
        text = self._texts[row]
        for spans, keep in self._masks:
            text = _mask(text, spans(row), keep=keep)
        return _lower(text.replace("’", "'").replace("‘", "'"))

    def _spans(self, rows: pd.DataFrame) -> Callable[[int], Iterable[tuple[int, int]]]:
        """The spans of each article, in order."""
        article = positions(rows["doc_id"], self.doc_ids)
        start, end = rows["start"].to_numpy(dtype=np.int64), rows["end"].to_numpy(dtype=np.int64)
        order = np.lexsort((end, start, article))
        start, end = start[order], end[order]
        bounds = np.searchsorted(article[order], np.arange(len(self.doc_ids) + 1))
        return lambda row: zip(*(side[bounds[row] : bounds[row + 1]].tolist() for side in (start, end)), strict=True)


def _mask(text: str, spans: Iterable[tuple[int, int]], *, keep: bool) -> str:
    """A text with bars in place of all but some spans, or of the spans."""
    parts, last = [], 0
    for start, end in spans:
        start = max(start, last)
        if start < end:
            parts += [_CUT * (start - last), text[start:end]] if keep else [text[last:start], _CUT * (end - start)]
            last = end
    return "".join(parts) + (_CUT * (len(text) - last) if keep else text[last:])


def _lower(text: str) -> str:
    """Lower case of the same length; the few letters that grow ("İ") stay as they are."""
    small = text.lower()
    return small if len(small) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def count_words(texts: Texts, *, size: int = 1, min_count: int = 1) -> pd.DataFrame:
    """Count the words of each outlet, as printed and in lower case.

    Args:
        texts: what is read.
        size: words that make one: 1, or 2 for pairs that follow each other without punctuation.
        min_count: words less frequent in all outlets together are not listed, but for one of each outlet, which tells
            its ``n_words``; they count there. Most pairs of a large corpus stand in it once.

    Returns:
        One row for each outlet and word that it uses, by outlet and word: outlet, word, n, n_articles_with (articles of
        the outlet with the word), ``SIZES``, n_words (all words read).

    Raises:
        ValueError: ``size`` is neither 1 nor 2.
    """
    if size not in (1, 2):
        raise ValueError(f"size {size}: expected 1, for words, or 2, for pairs of words")
    articles, words = texts.words
    outlets = list(texts.rows)
    found = [_add_up([_keys(articles[row], size) for row in texts.rows[outlet]]) for outlet in outlets]
    n_words = [int(n.sum()) for _, n, _ in found]
    keys = np.unique(np.concatenate([key for key, _, _ in found] or [np.empty(0, dtype=np.int64)]))
    totals = np.zeros(len(keys), dtype=np.int64)
    for key, n, _ in found:
        totals[np.searchsorted(keys, key)] += n
    for i, (key, n, n_with) in enumerate(found):  # in place: pairs of a large corpus fit into memory once
        at = np.searchsorted(keys, key)
        is_listed = totals[at] >= min_count
        is_listed[:1] = True
        found[i] = at[is_listed].astype(np.int32), n[is_listed], n_with[is_listed]
    outlet = np.repeat(np.arange(len(outlets), dtype=np.int32), [len(at) for at, _, _ in found])
    at, n, n_with = (np.concatenate([part[i] for part in found] or [np.empty(0, dtype=np.int32)]) for i in range(3))
    used = np.unique(at)
    first, second = keys[used] >> _HALF, keys[used] & ((1 << _HALF) - 1)
    printed = [words[i] if size == 1 else f"{words[i]} {words[j]}" for i, j in zip(first, second, strict=True)]
    by_word = np.argsort(np.array(printed, dtype="object"), kind="stable")
    place = np.zeros(len(keys), dtype=np.int32)
    place[used[by_word]] = np.arange(len(used))
    order = np.lexsort((place[at], outlet))
    outlet, word = outlet[order], place[at[order]]
    sizes = texts.sample.sizes.set_index("outlet")[SIZES].reindex(outlets).assign(n_words=n_words)
    return pd.DataFrame(
        {
            "outlet": pd.Categorical.from_codes(outlet, pd.Index(outlets)),
            "word": pd.Categorical.from_codes(word, pd.Index([printed[i] for i in by_word])),
            "n": n[order],
            "n_articles_with": n_with[order],
            **{name: column.take(outlet).array for name, column in sizes.astype({"weight": "category"}).items()},
        }
    )


def _keys(numbers: _Ints, size: int) -> _Ints:
    """The words of an article as numbers, the upper half of each; with the word behind in the lower half for pairs."""
    first, second = numbers[: len(numbers) + 1 - size], numbers[size - 1 :]
    is_whole = (first >= 0) & (second >= 0)
    upper = first[is_whole].astype(np.int64) << _HALF
    return upper if size == 1 else upper | second[is_whole]


def _add_up(articles: Sequence[_Ints]) -> tuple[_Ints, _Ints, _Ints]:
    """How often each word stands in the articles of one outlet: key, n, and in how many articles."""
    counts = [np.unique(keys, return_counts=True) for keys in articles]
    keys, at = np.unique(np.concatenate([key for key, _ in counts]), return_inverse=True)
    n = np.bincount(at, np.concatenate([n for _, n in counts]), len(keys)).astype(np.int32)
    return keys, n, np.bincount(at, minlength=len(keys)).astype(np.int32)


def find_repeated(sentences: Rows, articles: Articles, *, min_articles: int = MIN_REPEATS) -> pd.DataFrame:
    """Find sentences that an outlet prints word for word in several articles: its house lines and credits.

    All articles are looked at, and copies of one text (``cluster_id``) count as one of the ``min_articles``.

    Returns:
        One row each time, in the order of ``sentences``: doc_id, start, end, sentence (as first printed), outlet,
        n_articles_with (independent ones).
    """
    every = Sample(sample_of(articles).articles)
    found = every.rows(sentences, ["start", "end"]).reset_index(drop=True)
    number, texts = positions(found["doc_id"], pd.Index(every.articles["doc_id"])), every.articles["text"].array
    found["cluster_id"] = every.articles["cluster_id"].astype("category").array[number]

    def printed(rows: pd.DataFrame) -> Iterator[str]:
        last, text = -1, ""
        for i, start, end in zip(number[rows.index], rows["start"], rows["end"], strict=True):
            if i != last:
                last, text = i, texts[i]
            yield " ".join(text[start:end].split())

    # Most sentences stand once: their hashes tell so, and only the others are kept as text.
    found["same"] = np.fromiter((hash(sentence.lower()) for sentence in printed(found)), dtype=np.int64)
    found = _with_repeats(found, min_articles)
    found["sentence"] = pd.Series(list(printed(found)), found.index, dtype="str")
    found = _with_repeats(found.assign(same=found["sentence"].str.lower()), min_articles)
    found["sentence"] = found.groupby(["outlet", "same"], observed=True)["sentence"].transform("first")
    return found[["doc_id", "start", "end", "sentence", "outlet", "n_articles_with"]].reset_index(drop=True)


def _with_repeats(found: pd.DataFrame, min_articles: int) -> pd.DataFrame:
    """The rows of what stands in so many independent articles of an outlet, with their number."""
    clusters = found.groupby(["outlet", "same"], observed=True)["cluster_id"]
    counted = found.assign(n_articles_with=clusters.transform("nunique").astype("int64"))
    return counted[counted["n_articles_with"] >= min_articles].copy()


def find_words(texts: Texts, words: pd.DataFrame, *, limit: int = 5) -> pd.DataFrame:
    """Find where some words stand that :func:`count_words` counts.

    Args:
        texts: what is read.
        words: rows with outlet and word, of one word or more.
        limit: the first places of each word in each outlet, one an article.

    Returns:
        One row a place, in the order of ``words``: outlet, word, doc_id, start, end.
    """
    found: list[tuple[str, str, str, int, int]] = []
    for outlet, own in words.groupby("outlet", sort=False)["word"]:
        places: dict[str, list[tuple[str, str, str, int, int]]] = {word: [] for word in own}
        sought = {word: _pattern(word) for word in places}
        for row in texts.rows.get(str(outlet), ()):
            if not sought:
                break
            text = texts.read(row)
            for word, pattern in [*sought.items()]:
                if match := pattern.search(text):
                    places[word].append((str(outlet), word, texts.doc_ids[row], match.start(), match.end()))
                    if len(places[word]) == limit:
                        del sought[word]
        found += [place for listed in places.values() for place in listed]
    return pd.DataFrame(found, columns=["outlet", "word", "doc_id", "start", "end"])


def _pattern(word: str) -> re.Pattern[str]:
    """A word, or some with white space between them, where :func:`count_words` counts it."""
    spaced = r"\s+".join(re.escape(part) for part in word.split())
    return re.compile(rf"(?<!{_LETTER})(?<!{_LETTER}['\-]){spaced}(?!{_LETTER})(?!['\-]{_LETTER})")


def most_distinctive(
    counts: pd.DataFrame,
    *,
    top: int,
    min_articles: int = 1,
    avoided: int = 0,
    prior: float = PRIOR,
    min_count: int = MIN_COUNT,
) -> pd.DataFrame:
    """The words that set each outlet most apart from all others together, and those it avoids most.

    The weighted log-odds-ratio with an informative Dirichlet prior of Monroe, Colaresi and Quinn (2008, "Fightin'
    Words", Political Analysis 16: 372-403), with every outlet in turn against all others. Of a word used y times
    in the n words of an outlet, y' times in the n' words of the others, and (y + y') of (n + n') in all, which
    makes the prior a = ``prior`` · (y + y') / (n + n')::

        log_odds = log((y + a) / (n + prior - y - a)) - log((y' + a) / (n' + prior - y' - a))
        z        = log_odds / sqrt(1 / (y + a) + 1 / (y' + a))

    Words of an outlet's own name ("press", "tv") are not listed for that outlet. Names of others go with the
    ``leave_out`` of :class:`Texts`, and what stands in few articles with ``n_articles_with``: nothing about outlets or
    people is listed in the code.

    Args:
        counts: a summary of :func:`count_words`.
        top: how many of each outlet, at most; those with z above 0 only.
        min_articles: a word that stands in fewer articles of the outlet comes after all others, with ``enough`` False.
        avoided: how many with z below 0, from words in at least that many articles of others.
        prior: words that the prior is worth, in the proportions of the whole corpus. More draw the words of small
            outlets and rare words nearer to no difference.
        min_count: words less frequent in the whole corpus are not listed; they count in the sums.

    Returns:
        One row for each outlet and word, by outlet, z falling: outlet, word, n, n_others, log_odds (natural), z,
        n_articles_with (articles of the outlet with the word), n_others_with, n_articles, n_independent, weight,
        n_words (of the outlet, as counted), enough. With one outlet there is nothing to compare: no rows.
    """
    picked = []
    for own in _compare(counts, prior, min_count):
        more = own[own["z"] > 0].assign(enough=lambda words: words["n_articles_with"] >= min_articles)
        less = own[(own["z"] < 0) & (own["n_others_with"] >= min_articles)].assign(enough=True)
        best = more.sort_values(["enough", "z", "word"], ascending=[False, False, True]).index[:top]
        least = less.sort_values(["z", "word"]).index[:avoided]
        picked += [more.loc[best], less.loc[least]]  # not by head(), which keeps the text of all rows in memory
    whole = pd.concat(picked) if picked else pd.DataFrame(columns=[*_COLUMNS, "enough"])
    return whole.sort_values(["outlet", "z", "word"], ascending=[True, False, True], ignore_index=True)


def _compare(counts: pd.DataFrame, prior: float, min_count: int) -> Iterator[pd.DataFrame]:
    """The words of one outlet after another against those of all others."""
    sizes = counts.drop_duplicates("outlet").set_index("outlet")[[*SIZES, "n_words"]].sort_index()
    sizes.index = sizes.index.astype("str")
    word = counts["word"].astype("category")
    at, words = word.cat.codes.to_numpy(), word.cat.categories
    numbers = counts[["n", "n_articles_with"]].to_numpy(dtype=np.int32)
    n, n_with = (np.bincount(at, column, len(words)).astype(np.int64) for column in numbers.T)
    listed = np.flatnonzero(n >= min_count)
    if len(sizes) < 2 or not len(listed):
        return
    names = np.array(words, dtype="object")[listed]
    is_own = _in_names(list(sizes.index), list(names))
    rows = counts.groupby("outlet", observed=True).indices
    whole = float(sizes["n_words"].sum())
    a = prior * n[listed] / whole
    for size, named in zip(sizes.reset_index().to_dict("records"), is_own, strict=True):
        used = np.zeros((len(words), 2), dtype=np.int64)
        used[at[rows[size["outlet"]]]] = numbers[rows[size["outlet"]]]
        out = pd.DataFrame(used[listed], columns=["n", "n_articles_with"]).assign(word=names)
        out["n_others"], out["n_others_with"] = n[listed] - out["n"], n_with[listed] - out["n_articles_with"]
        own, y, other = float(size["n_words"]), out["n"].to_numpy() + a, out["n_others"].to_numpy() + a
        out["log_odds"] = np.log(y / (own + prior - y)) - np.log(other / (whole - own + prior - other))
        out["z"] = out["log_odds"] / np.sqrt(1 / y + 1 / other)
        yield out[~named].assign(**{str(name): value for name, value in size.items()})[_COLUMNS]


def _in_names(outlets: Sequence[str], words: Sequence[str]) -> np.ndarray:
    """Which words (across) are words of which outlet's name (down): "al-manar" and "manar's" of Manar."""
    holding: dict[str, list[int]] = {}
    parts = [_PART.findall(word) for word in words]
    for i, of_word in enumerate(parts):
        for part in of_word:
            holding.setdefault(part, []).append(i)
    out = np.zeros((len(outlets), len(words)), dtype=bool)
    for row, outlet in enumerate(outlets):
        name = set(_PART.findall(outlet.lower()))
        for i in {i for part in name for i in holding.get(part, ())}:
            out[row, i] = all(part in name or len(part) <= _PARTICLE for part in parts[i])
    return out
