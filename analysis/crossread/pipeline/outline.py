"""What is told of an article before it is parsed."""

import json
from typing import NamedTuple

from crossread.corpus import Article, Block, find_blocks
from crossread.corpus.duplicates import find_wire, shingle_hashes, signature
from crossread.lexicon import Boilerplate


class Outline(NamedTuple):
    """The blocks of an article, the agency it credits, and its signature (see ``crossread.corpus.duplicates``)."""

    blocks: list[Block]
    wire: str | None
    signature: bytes

    @classmethod
    def of(cls, article: Article, boilerplate: Boilerplate) -> "Outline":
        """Outline an article."""
        blocks = find_blocks(article.text, article.title, boilerplate)
        values = signature(shingle_hashes(article.text, blocks))
        return cls(blocks, find_wire(article.text, boilerplate), values.tobytes())

    def to_bytes(self) -> bytes:
        """As it is kept."""
        return json.dumps([self.blocks, self.wire, self.signature.hex()]).encode()

    @classmethod
    def from_bytes(cls, kept: bytes) -> "Outline":
        """What was kept."""
        blocks, wire, values = json.loads(kept)
        return cls([Block(*block) for block in blocks], wire, bytes.fromhex(values))
