"""Keys under which results are kept: hashes of all that a result was made from, and of nothing else."""

import hashlib
from collections.abc import Iterable

from crossread.corpus import Article
from crossread.lexicon import Boilerplate, Lexicon
from crossread.pipeline.fingerprint import (
    CORPUS_PACKAGES,
    PARSER_PACKAGES,
    READING_PACKAGES,
    TONE_PACKAGES,
    code_hash,
    combined_hash,
    package_version,
)
from crossread.pipeline.workbench import KEY_BYTES


def parser_id(model: str) -> str:
    """What the parse of a paragraph depends on beside its text."""
    return combined_hash([model, *map(package_version, (model, *PARSER_PACKAGES))])


def outline_id(parser: str, boilerplate: Boilerplate) -> str:
    """What the outline of an article depends on beside its title and text."""
    code = code_hash(["corpus", "extract/parse.py", "engines/keys.py", "engines/reading.py"])
    return combined_hash([parser, code, boilerplate.model_dump_json(), *map(package_version, CORPUS_PACKAGES)])


def tone_id(scorers: Iterable[str]) -> str:
    """What scores toward targets depend on beside the text and the target."""
    code = code_hash(["extract/models", "extract/tone.py", "extract/target_tone.py"])
    return combined_hash([code, *scorers, *map(package_version, TONE_PACKAGES)])


def annotation_id(model: str, lexicon: Lexicon, scorers: Iterable[str]) -> str:
    """What the annotation of an article depends on beside the article."""
    code = code_hash(["lexicon", "corpus", "extract", "tables"])
    packages = (*READING_PACKAGES, *TONE_PACKAGES)
    return combined_hash([parser_id(model), code, lexicon.digest, *scorers, *map(package_version, packages)])


def article_key(annotation: str, article: Article) -> bytes:
    """The key of an article's annotation: its words, title and day count; its outlet and file do not."""
    day = article.published.isoformat() if article.published else ""
    return _key(annotation, day, article.title or "", article.text)


def text_key(tone: str, article: Article) -> bytes:
    """The key of what depends on the words of an article alone."""
    return _key(tone, article.text)


def outline_key(outline: str, article: Article) -> bytes:
    """The key of an article's outline: its title decides which block is one."""
    return _key(outline, article.title or "", article.text)


def paragraph_key(parser: str, text: str) -> bytes:
    """The key of a parsed paragraph."""
    return _key(parser, text)


def _key(*parts: str) -> bytes:
    digest = hashlib.sha256()
    for part in parts:
        # Half a pair of surrogates is no text, but JSON can say it; it must not stop the reading.
        raw = part.encode("utf-8", "surrogatepass")
        digest.update(len(raw).to_bytes(8, "little"))
        digest.update(raw)
    return digest.digest()[:KEY_BYTES]
