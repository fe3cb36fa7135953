"""Articles that are one text: the same body printed twice, and agency copy."""

import hashlib
import re
from functools import lru_cache

from analysis.corpus.clean import Block, plain_text
from analysis.lexicon import Boilerplate


def text_fingerprint(text: str, blocks: list[Block]) -> str:
    """A hash over the words of an article's body, blind to case, spacing and punctuation."""
    body = " ".join(plain_text(text[block.start : block.end]) for block in blocks if block.kind == "body")
    return hashlib.sha256(re.sub(r"\W+", " ", body).strip().lower().encode()).hexdigest()


def find_wire(text: str, boilerplate: Boilerplate) -> str | None:
    """The news agency that an article credits ("(AP) --", "Reuters contributed"), else None."""
    for wire, pattern in _compiled(boilerplate):
        if pattern.search(text):
            return wire
    return None


@lru_cache(maxsize=8)
def _compiled(boilerplate: Boilerplate) -> list[tuple[str, re.Pattern[str]]]:
    return [(entry.wire, re.compile(entry.pattern, re.MULTILINE)) for entry in boilerplate.wires]
