"""Quotation marks: which open, which close, and what stands between them.

Marks are paired within one paragraph, so that a missing one never swallows more than its own. A
quotation over several paragraphs opens each of them and closes the last.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from crossread.corpus import Block

_DOUBLE = re.compile(r"\"|``|''|[“”„«»]")
_SINGLE = re.compile(r"(?<![\w'])'(?=\S)|(?<=\S)'(?!\w)|[‘’]")
_OPENING = frozenset("“„«‘")
_CLOSING = frozenset("”»")


class Marked(NamedTuple):
    """The words between two marks; ``closed`` is False where the closing mark is missing."""

    start: int
    end: int
    closed: bool
    continues: bool  # the paragraph before ended inside the same quotation


def find_marked(text: str, blocks: Sequence[Block]) -> list[Marked]:
    """Find what stands in quotation marks in the body of an article.

    Args:
        text: the article as delivered, with the marks it has.
        blocks: its blocks.

    Returns:
        Spans in order, none overlapping, marks and white space at their ends left out.
    """
    bodies = [block for block in blocks if block.kind == "body"]
    double = any(_DOUBLE.search(text, block.start, block.end) for block in bodies)
    pattern = _DOUBLE if double else _SINGLE
    found: list[Marked] = []
    open_before = False
    for number, block in enumerate(bodies):
        following = bodies[number + 1] if number + 1 < len(bodies) else None
        goes_on = following is not None and _opens_block(text, following, pattern)
        spans, still_open = _pair(text, block, pattern, open_before=open_before, goes_on=goes_on)
        found.extend(spans)
        open_before = still_open and goes_on
    return [trimmed for item in found if (trimmed := _trim(text, item)) is not None]


def _pair(
    text: str, block: Block, pattern: re.Pattern[str], *, open_before: bool, goes_on: bool
) -> tuple[list[Marked], bool]:
    """Pair the marks of one block; also whether it ends inside a quotation."""
    spans: list[Marked] = []
    opened: int | None = None
    for mark in pattern.finditer(text, block.start, block.end):
        can_open, can_close = _directions(text, mark, block)
        if opened is None:
            if can_open:
                opened = mark.end()
            elif open_before and not spans and can_close:
                spans.append(Marked(block.start, mark.start(), True, True))
        elif can_close:
            continues = open_before and not spans and opened <= block.start + 2
            spans.append(Marked(opened, mark.start(), True, continues))
            opened = None
        elif can_open and not _starts_block(opened, block):
            opened = mark.end()  # the one before never closed
    if opened is None:
        return spans, False
    # Left open: a quotation that goes on in the next paragraph, starts this one, or is announced.
    announced = re.search(r"[:,]\s*$|\b(?:that|saying|said)\s+$", text[max(block.start, opened - 12) : opened - 1])
    if goes_on or _starts_block(opened, block) or announced:
        spans.append(Marked(opened, block.end, False, open_before and not spans and _starts_block(opened, block)))
        return spans, True
    return spans, False


def _starts_block(opened: int, block: Block) -> bool:
    return opened <= block.start + 2


def _opens_block(text: str, block: Block, pattern: re.Pattern[str]) -> bool:
    mark = pattern.match(text, block.start, block.end)
    return mark is not None and _directions(text, mark, block)[0]


def _directions(text: str, mark: re.Match[str], block: Block) -> tuple[bool, bool]:
    """Whether a mark can open and whether it can close, by its shape and what stands beside it."""
    before = text[mark.start() - 1] if mark.start() > block.start else " "
    after = text[mark.end()] if mark.end() < block.end else " "
    if mark.group() in ("``",) or (mark.group() in _OPENING and not before.isalnum()):
        return True, False
    if mark.group() in _CLOSING or mark.group() == "''":
        # A closing shape at the start of a word was typed for an opening one.
        return (before.isspace() and after.isalnum(), not (before.isspace() and after.isalnum()))
    can_open = (before.isspace() or before in "([{-–—/\"'") and not after.isspace()
    can_close = not before.isspace() or after.isspace()
    if can_open and can_close:  # between two non-blanks: a bracket or dash before, a word behind
        return before in "([{-–—/" and after.isalnum(), not (before in "([{-–—/" and after.isalnum())
    return can_open, can_close


def _trim(text: str, span: Marked) -> Marked | None:
    content = text[span.start : span.end]
    start = span.start + len(content) - len(content.lstrip())
    end = span.start + len(content.rstrip())
    return span._replace(start=start, end=end) if re.search(r"\w", text[start:end]) else None


def marked_around(marked: Sequence[Marked], start: int, end: int) -> Iterator[Marked]:
    """The marked spans that overlap a span."""
    return (span for span in marked if span.start < end and start < span.end)
