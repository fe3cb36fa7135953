"""The words that set an outlet apart from the others."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np
import pandas as pd

from crossread.measures.outlets import UNKNOWN
from crossread.measures.weights import outlet_sizes, weigh

# Letters with apostrophes and hyphens inside, or letters with periods ("u.s."); a run is words with nothing but
# white space between them.
_LETTER = r"[^\W\d_]"
_WORD = rf"(?:{_LETTER}(?:\.{_LETTER})+(?!{_LETTER})\.?|{_LETTER}+)(?:['\-]{_LETTER}+)*"
_RUN = re.compile(rf"{_WORD}(?:\s+{_WORD})*")
_PART = re.compile(rf"{_LETTER}+")
_PARTICLE = 2  # letters of a part that tells no name: "al", "s"
_APOSTROPHE = str.maketrans("’‘", "''")
_CUT = "|"  # neither letter nor space: no run of words goes through what is left out

PRIOR = 1000.0  # words
MIN_COUNT = 5
MIN_REPEATS = 3
_SIZES = ["n_articles", "n_independent", "weight"]

_Spans = Mapping[str, Sequence[tuple[int, int]]]  # by doc_id


def count_words(
    articles: pd.DataFrame,
    blocks: pd.DataFrame,
    quotes: pd.DataFrame,
    *,
    voice: str = "narrator",
    leave_out: pd.DataFrame | None = None,
    size: int = 1,
    weight: str = "article",
) -> pd.DataFrame:
    """Count the words of each outlet.

    Words are read from the body, as printed and in lower case: titles, captions and boilerplate, where bylines and
    notes of agencies stand, are no body.

    Args:
        articles: the table ``articles``.
        blocks: the table ``blocks``.
        quotes: the table ``quotes``.
        voice: ``narrator`` leaves out what stands inside quotation marks, ``quoted`` takes only that, ``all``
            both.
        leave_out: rows of any table with doc_id, start, end that are not to be read: mentions of media, say, and
            the lines of :func:`find_repeated`, so that an outlet's own name, the agencies it prints and its
            house lines do not set it apart.
        size: words that make one: 1, or 2 for pairs that follow each other without punctuation.
        weight: ``article`` counts every article, ``independent`` one of each text, see ``measures.weights``.

    Returns:
        One row for each outlet and word that it uses, by outlet and word: outlet, word, n, n_articles_with
        (articles of the outlet with the word), n_articles, n_independent (texts; both all of the outlet), weight,
        n_words (all words read).

    Raises:
        ValueError: there is no such weight.
    """
    counts: dict[str, Counter[str]] = {}
    spread: dict[str, Counter[str]] = {}
    for outlet, _, text in _readable(weigh(articles, articles, weight), blocks, quotes, voice, leave_out):
        words = Counter(_words(text, size))
        counts.setdefault(outlet, Counter()).update(words)
        spread.setdefault(outlet, Counter()).update(words.keys())
    parts = []
    for outlet in sorted(counts):
        words_of = sorted(counts[outlet])
        parts.append(
            pd.DataFrame(
                {
                    "outlet": outlet,
                    "word": words_of,
                    "n": [counts[outlet][word] for word in words_of],
                    "n_articles_with": [spread[outlet][word] for word in words_of],
                    "n_words": counts[outlet].total(),
                }
            )
        )
    types = {"outlet": "str", "word": "str", "n": "int64", "n_articles_with": "int64"}
    types |= {"n_words": "int64"}
    whole = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=list(types))
    out = whole.astype(types).merge(outlet_sizes(articles, weight=weight)[["outlet", *_SIZES]], on="outlet")
    return out[["outlet", "word", "n", "n_articles_with", *_SIZES, "n_words"]]


def find_repeated(sentences: pd.DataFrame, articles: pd.DataFrame, *, min_articles: int = MIN_REPEATS) -> pd.DataFrame:
    """Find sentences that an outlet prints word for word in several articles: its house lines and credits.

    Args:
        sentences: the table ``sentences``.
        articles: the table ``articles``.
        min_articles: independent articles of one outlet (``cluster_id``) that have the sentence.

    Returns:
        One row each time, in the order of ``sentences``: doc_id, start, end, sentence (as first printed), outlet,
        n_articles_with (independent ones).
    """
    named = articles.assign(outlet=articles["outlet"].fillna(UNKNOWN))
    out = sentences.merge(named[["doc_id", "outlet", "cluster_id"]], on="doc_id", validate="m:1")
    texts = dict(zip(named["doc_id"], named["text"], strict=True))
    spans = zip(out["doc_id"], out["start"], out["end"], strict=True)
    out["sentence"] = [" ".join(texts[doc_id][start:end].split()) for doc_id, start, end in spans]
    out["same"] = out["sentence"].str.lower()
    keys = ["outlet", "same"]
    out["n_articles_with"] = out.groupby(keys)["cluster_id"].transform("nunique")
    out = out[out["n_articles_with"] >= min_articles]
    out = out.assign(sentence=out.groupby(keys)["sentence"].transform("first"))
    return out[["doc_id", "start", "end", "sentence", "outlet", "n_articles_with"]].reset_index(drop=True)


def find_words(
    articles: pd.DataFrame,
    blocks: pd.DataFrame,
    quotes: pd.DataFrame,
    words: pd.DataFrame,
    *,
    voice: str = "narrator",
    leave_out: pd.DataFrame | None = None,
    limit: int = 5,
    weight: str = "article",
) -> pd.DataFrame:
    """Find where some words stand that :func:`count_words` counts.

    Args:
        articles: the table ``articles``.
        blocks: the table ``blocks``.
        quotes: the table ``quotes``.
        words: rows with outlet and word, of one word or more.
        voice: as for :func:`count_words`.
        leave_out: as for :func:`count_words`.
        limit: the first places of each word in each outlet, one an article.
        weight: as for :func:`count_words`.

    Returns:
        One row a place, in the order of ``words``: outlet, word, doc_id, start, end.

    Raises:
        ValueError: there is no such weight.
    """
    patterns: dict[str, dict[str, re.Pattern[str]]] = {}
    for outlet, word in zip(words["outlet"], words["word"], strict=True):
        patterns.setdefault(outlet, {})[word] = _pattern(word)
    found: dict[tuple[str, str], list[tuple[str, int, int]]] = {}
    for outlet, doc_id, text in _readable(weigh(articles, articles, weight), blocks, quotes, voice, leave_out):
        for word, pattern in patterns.get(outlet, {}).items():
            places = found.setdefault((outlet, word), [])
            match = pattern.search(text) if len(places) < limit else None
            if match is not None:
                places.append((doc_id, match.start(), match.end()))
    rows = [
        (outlet, word, *place)
        for outlet, listed in patterns.items()
        for word in listed
        for place in found.get((outlet, word), [])
    ]
    return pd.DataFrame(rows, columns=["outlet", "word", "doc_id", "start", "end"])


def _pattern(word: str) -> re.Pattern[str]:
    """A word, or some with white space between them, where :func:`count_words` counts it."""
    spaced = r"\s+".join(re.escape(part) for part in word.split())
    return re.compile(rf"(?<!{_LETTER})(?<!{_LETTER}['\-]){spaced}(?!{_LETTER})(?!['\-]{_LETTER})")


def _readable(
    articles: pd.DataFrame, blocks: pd.DataFrame, quotes: pd.DataFrame, voice: str, leave_out: pd.DataFrame | None
) -> Iterator[tuple[str, str, str]]:
    """Outlet, doc_id and text in lower case of each article, all offsets kept, with a bar for what is not read."""
    bodies = _spans(blocks[blocks["kind"] == "body"])
    marked = _spans(quotes[quotes["kind"] != "indirect"])
    unread = _spans(leave_out) if leave_out is not None else {}
    named = articles.assign(outlet=articles["outlet"].fillna(UNKNOWN))
    for outlet, doc_id, text in zip(named["outlet"], named["doc_id"], named["text"], strict=True):
        read = _keep(text, bodies.get(doc_id, ()))
        if voice == "quoted":
            read = _keep(read, marked.get(doc_id, ()))
        elif voice == "narrator":
            read = _blank(read, marked.get(doc_id, ()))
        yield outlet, doc_id, _lower(_blank(read, unread.get(doc_id, ())).translate(_APOSTROPHE))


def _spans(rows: pd.DataFrame) -> dict[str, list[tuple[int, int]]]:
    out: dict[str, list[tuple[int, int]]] = {}
    for doc_id, start, end in zip(rows["doc_id"], rows["start"].tolist(), rows["end"].tolist(), strict=True):
        out.setdefault(doc_id, []).append((start, end))
    return out


def _keep(text: str, spans: Iterable[tuple[int, int]]) -> str:
    parts, last = [], 0
    for start, end in sorted(spans):
        start = max(start, last)
        if start < end:
            parts += [_CUT * (start - last), text[start:end]]
            last = end
    return "".join(parts) + _CUT * (len(text) - last)


def _blank(text: str, spans: Iterable[tuple[int, int]]) -> str:
    parts, last = [], 0
    for start, end in sorted(spans):
        start = max(start, last)
        if start < end:
            parts += [text[last:start], _CUT * (end - start)]
            last = end
    return "".join(parts) + text[last:]


def _lower(text: str) -> str:
    """Lower case of the same length; the few letters that grow ("İ") stay as they are."""
    small = text.lower()
    return small if len(small) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def _words(text: str, size: int) -> Iterator[str]:
    for run in _RUN.findall(text):
        words = run.split()
        if size == 1:
            yield from words
        else:
            yield from map(" ".join, zip(*(words[i:] for i in range(size)), strict=False))


def distinctive_words(counts: pd.DataFrame, *, prior: float = PRIOR, min_count: int = MIN_COUNT) -> pd.DataFrame:
    """How far each word sets each outlet apart from all others together.

    The weighted log-odds-ratio with an informative Dirichlet prior of Monroe, Colaresi and Quinn (2008, "Fightin'
    Words", Political Analysis 16: 372-403), with every outlet in turn against all others. Of a word used y times
    in the n words of an outlet, y' times in the n' words of the others, and (y + y') of (n + n') in all, which
    makes the prior a = ``prior`` · (y + y') / (n + n')::

        log_odds = log((y + a) / (n + prior - y - a)) - log((y' + a) / (n' + prior - y' - a))
        z        = log_odds / sqrt(1 / (y + a) + 1 / (y' + a))

    Words of an outlet's own name ("press", "tv") are not listed for that outlet. Names of others go with the
    ``leave_out`` of :func:`count_words`, and what stands in few articles with ``n_articles_with``: nothing about
    outlets or people is listed in the code.

    Args:
        counts: a summary of :func:`count_words`.
        prior: words that the prior is worth, in the proportions of the whole corpus. More draw the words of
            small outlets and rare words nearer to no difference.
        min_count: words less frequent in the whole corpus are not listed; they count in the sums.

    Returns:
        One row for each outlet and word, by outlet, the most distinctive first, words that the outlet does not
        use among them: outlet, word, n, n_others, log_odds (natural), z, n_articles_with (articles of the outlet
        with the word), n_others_with, n_articles, n_independent, weight, n_words (of the outlet, as counted).
        With one outlet there is nothing to compare: no rows.
    """
    columns = ["outlet", "word", "n", "n_others", "log_odds", "z"]
    columns += ["n_articles_with", "n_others_with", *_SIZES, "n_words"]
    sizes = counts.drop_duplicates("outlet").set_index("outlet")[[*_SIZES, "n_words"]].sort_index()
    totals = counts.groupby("word")["n"].sum()
    words = pd.Index(totals.index[totals >= min_count])
    if len(sizes) < 2 or not len(words):
        return pd.DataFrame(columns=columns)
    listed = counts[counts["word"].isin(words)]
    shape = (len(sizes), len(words))
    at = (sizes.index.get_indexer(pd.Index(listed["outlet"])), words.get_indexer(pd.Index(listed["word"])))
    n, spread = np.zeros(shape, dtype="int64"), np.zeros(shape, dtype="int64")
    n[at], spread[at] = listed["n"].to_numpy(), listed["n_articles_with"].to_numpy()
    n_others, spread_others = n.sum(axis=0) - n, spread.sum(axis=0) - spread
    own = sizes["n_words"].to_numpy(dtype="float64")[:, None]
    a = prior * n.sum(axis=0) / own.sum()
    y, other = n + a, n_others + a
    log_odds = np.log(y / (own + prior - y)) - np.log(other / (own.sum() - own + prior - other))
    out = pd.DataFrame(
        {
            "outlet": np.repeat(sizes.index.to_numpy(dtype="object"), len(words)),
            "word": np.tile(words.to_numpy(dtype="object"), len(sizes)),
            "n": n.ravel(),
            "n_others": n_others.ravel(),
            "log_odds": log_odds.ravel(),
            "z": (log_odds / np.sqrt(1 / y + 1 / other)).ravel(),
            "n_articles_with": spread.ravel(),
            "n_others_with": spread_others.ravel(),
            **{name: np.repeat(sizes[name].to_numpy(), len(words)) for name in (*_SIZES, "n_words")},
        }
    ).astype({"outlet": "str", "word": "str", "weight": "str"})
    named = _in_names(list(sizes.index), list(words)).ravel()
    order = ["outlet", "z", "word"]
    return out[~named].sort_values(order, ascending=[True, False, True], ignore_index=True)[columns]


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


def most_distinctive(words: pd.DataFrame, *, top: int, min_articles: int = 1, avoided: int = 0) -> pd.DataFrame:
    """The most distinctive words of each outlet, and those it avoids most.

    Args:
        words: a summary of :func:`distinctive_words`.
        top: how many of each outlet, at most; those with z above 0 only.
        min_articles: a word that stands in fewer articles of the outlet comes after all others, with ``enough``
            False.
        avoided: how many with z below 0, from words in at least that many articles of others.

    Returns:
        The rows of ``words`` by outlet, z falling, with enough.
    """
    more, less = words["z"] > 0, words["z"] < 0
    enough = words["n_articles_with"].where(more, words["n_others_with"]) >= min_articles
    ranked = words.assign(enough=enough)
    keys, by_z = ["outlet", "enough", "z", "word"], [True, False, False, True]
    first = ranked[more].sort_values(keys, ascending=by_z).groupby("outlet").head(top)
    last = ranked[less & enough].sort_values(["outlet", "z", "word"]).groupby("outlet").head(avoided)
    whole = pd.concat([first, last])
    return whole.sort_values(["outlet", "z", "word"], ascending=[True, False, True], ignore_index=True)
