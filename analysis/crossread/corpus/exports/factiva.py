"""Factiva: pages and plain text, with the codes of its index (HD, LP, TD) or without.

Without them, what a line is shows in its place after the one that counts the words: "877 words", day, perhaps the
time, outlet. Every article ends with its number in the archive.
"""

import re
from collections.abc import Sequence

from crossread.corpus.exports.blocks import Block, plain_blocks
from crossread.corpus.exports.kinds import Item, is_day, joined, stated_words, terms

END = re.compile(r"(?:^|(?<=>))[ \t]*(?:Document|Dokument) ([A-Z0-9]{4,}(?:19|20)\d{6}\w*)(?=[ \t\r]*(?:$|<))", re.M)
_TIME = re.compile(r"\d{1,2}:\d\d(?::\d\d)?(?: [AP]M)?", re.IGNORECASE)
_CODES = {"HD": "title", "BY": "byline", "SN": "outlet", "PD": "published", "SE": "section", "WC": "length"}


def text_blocks(text: str) -> list[Block]:
    """The lines of a plain text, with the classes that a page would give them."""
    paragraphs = [paragraph.text.strip().split("\n") for paragraph in plain_blocks(text)]
    head = next((i for i, lines in enumerate(paragraphs) if any(stated_words(line) for line in lines)), None)
    blocks = []
    for number, lines in enumerate(paragraphs):
        before = next((i for i, line in enumerate(lines) if stated_words(line)), len(lines))
        for i, line in enumerate(lines):
            is_title = head is not None and number == 0 and i == before - 1
            is_text = head is not None and head < number
            blocks.append(Block(line, "Headline" if is_title else "articleParagraph" if is_text else ""))
    if END.fullmatch(blocks[-1].text.strip()) if blocks else False:  # the two last lines: publisher, number
        blocks[-2:] = [block._replace(classes="") for block in blocks[-2:]]
    return blocks


def read(blocks: Sequence[Block]) -> Item | None:
    """An article; None where none begins (the foot of a page)."""
    codes = _by_code(blocks)
    end = next((found for block in reversed(blocks) if (found := END.fullmatch(block.line))), None)
    if "HD" in codes:
        fields = {field: joined(codes[code]) for code, field in _CODES.items() if code in codes}
        text = [*codes.get("LP", ()), *codes.get("TD", ())]
    else:
        anchor = next((i for i, block in enumerate(blocks) if stated_words(block.line)), None)
        title = next((i for i, block in enumerate(blocks) if "Headline" in block.classes), None)
        if anchor is None and title is None:
            return None
        anchor = len(blocks) if anchor is None else anchor  # it breaks off between the two
        fields = {"length": joined(blocks[anchor : anchor + 1])}
        if title is not None:
            fields["title"] = blocks[title].line
        day = next((i for i in range(anchor + 1, min(anchor + 4, len(blocks))) if is_day(blocks[i].line)), None)
        if day is not None:
            fields["published"] = blocks[day].line
            outlets = (block.line for block in blocks[day + 1 : day + 4] if not _TIME.fullmatch(block.line))
            fields["outlet"] = next(outlets, "")
        fields["byline"] = next((block.line for block in blocks[:anchor] if "author" in block.classes), "")
        text = [block for block in blocks if "articleParagraph" in block.classes]
    return Item({**fields, "text": joined(text), "doc_id": end[1] if end else ""}, end is not None)


def _by_code(blocks: Sequence[Block]) -> dict[str, list[Block]]:
    """What follows each code of the index."""
    found: dict[str, list[Block]] = {}
    current: list[Block] = []
    for block in blocks:
        code = block.line
        if code.isupper() and code.casefold() in terms("factiva_codes"):
            current = found.setdefault(code, [])
        else:
            current.append(block)
    return found
