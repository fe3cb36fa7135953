"""Nexis: the old interface's .txt and .html, and Nexis Uni's Word documents.

All three have the same order: outlet, day and title (Nexis Uni: title, outlet, day), keys such as ``LENGTH:``, the
text, keys such as ``LOAD-DATE:``. Keys are known ones only: "Society: Environment: a new law" is a title.
"""

import re
from collections.abc import Sequence

from crossread.corpus.exports.blocks import Block
from crossread.corpus.exports.kinds import COPYRIGHT, Item, NotInExportError, find_day, joined, terms

COUNTER = re.compile(
    r"^[\ufeff \t]*(?:(\d+) (?:of|von|de|van) (\d+) DOCUMENTS?"
    r"|(?:Dokument (\d+) von|Document (\d+) de) (\d+))[ \t\r]*$",
    re.MULTILINE,
)
_KEY = re.compile(r"\s*([^\W\d][\w -]{1,30}):(?=(\s?))")
_FIELDS = {"nexis_title": "title", "nexis_byline": "byline", "nexis_section": "section", "nexis_length": "length"}
_HEAD = 5  # paragraphs at most before the keys
_NOT_SHOWN = "it is not possible to display it"


def read_old(blocks: Sequence[Block]) -> Item | None:
    """An article of the old interface, which begins with its counter; None before the first one."""
    counter = COUNTER.fullmatch(blocks[0].first_line) if blocks else None
    if not counter and not any(_NOT_SHOWN in block.line for block in blocks[:3]):
        return None
    number, total = [int(digits) for digits in counter.groups() if digits] if counter else (0, 0)
    after = [block for block in blocks[1 if counter else 0 :] if block.line]
    start = next((i for i, block in enumerate(after) if _key(block)), len(after))
    head = [block for block in after[:start] if not COPYRIGHT.match(block.text)]
    fields: dict[str, str] = {}
    place, fields["published"] = find_day([block.first_line for block in head[:_HEAD]])
    if fields["published"]:
        head.pop(place)
    if head and not (fields["published"] and place == 0):
        fields["outlet"] = head.pop(0).line
    if head:
        fields["title"] = head.pop(0).line
    return _rest(fields, head, after[start:], number, total)


def read_uni(blocks: Sequence[Block]) -> Item | None:
    """An article of Nexis Uni, perhaps with the cover sheet before it; None where no article begins."""
    start = next((i for i, block in enumerate(blocks) if COPYRIGHT.match(block.text) or _key(block)), None)
    if start is None:
        return None
    head = [block for block in blocks[:start] if block.line.casefold() not in terms("no_title")]
    fields: dict[str, str] = {}
    _, fields["published"] = find_day([block.first_line for block in head[-1:]])
    if fields["published"]:
        head.pop()
    for field in ("outlet", "title"):
        if head:
            fields[field] = head.pop().line
    return _rest(fields, [], blocks[start:], 0, 0)


def _rest(fields: dict[str, str], head: Sequence[Block], blocks: Sequence[Block], number: int, total: int) -> Item:
    """What follows the head: keys, the text, keys again. ``head``: what is left of it, which is text."""
    body: list[Block] = []
    is_whole = False
    for block in blocks:
        key = _key(block)
        name = block.line.casefold()
        if key in terms("nexis_after") or name in terms("nexis_heads") or (body and COPYRIGHT.match(block.text)):
            is_whole = True
            break
        field = next((field for names, field in _FIELDS.items() if key in terms(names)), None)
        if name == "body":
            body.clear()
        elif body or not (key or COPYRIGHT.match(block.text)):
            body.append(block)
        elif field:
            fields[field] = block.line.partition(":")[2].strip()
    body = [*head, *body]
    if fields.get("title", "").casefold() in terms("no_title"):
        del fields["title"]
    if any(_NOT_SHOWN in block.line for block in (*body, Block(" ".join(fields.values())))):
        raise NotInExportError("the archive could not show this article; ask it for the article again")
    heads = [block.line for block in body[:4]]
    if heads[:1] == ["ABSTRACT"] and "FULL TEXT" in heads:
        body = body[heads.index("FULL TEXT") + 1 :]
    return Item({**fields, "text": joined(body)}, is_whole, number, total)


def _key(block: Block) -> str:
    """The known key that a paragraph begins with, in small letters; empty where there is none.

    The old interface writes them in capitals, Nexis Uni sets a no-break space behind them.
    """
    found = _KEY.match(block.text)
    if not found or not (found[1].isupper() or found[2] == "\xa0"):
        return ""
    name = found[1].casefold()
    return name if any(name in terms(names) for names in (*_FIELDS, "nexis_before", "nexis_after")) else ""
