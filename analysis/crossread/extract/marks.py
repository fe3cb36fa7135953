"""Quotation marks: which open, which close, and what stands between them.

Marks are paired within one paragraph, so that a missing one never swallows more than its own. A
quotation over several paragraphs opens each of them and closes the last.
"""

import re
from collections.abc import Sequence
from itertools import zip_longest
from typing import NamedTuple

from crossread.corpus import Block

_DOUBLE = re.compile(r"\"|``|''|[“”„«»]")
_SINGLE = re.compile(r"(?<![\w'])'(?=\S)|(?<=\S)'(?!\w)|[‘’]")
_OPENING = frozenset("“„«‘")
_CLOSING = frozenset("”»")
_BRACKETS = frozenset("([{-–—/")  # a mark behind one of these can open
# What announces a quotation that never closes, in the characters before its mark.
_ANNOUNCED = re.compile(r"[:,]\s*$|\b(?:that|saying|said)\s+$")
_ANNOUNCEMENT = 12


class Marked(NamedTuple):
    """The words between two marks, or behind one whose closing mark is missing."""

    start: int
    end: int
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
    is_open = False  # whether a quotation goes on from the block before
    for block, following in zip_longest(bodies, bodies[1:]):
        next_opens = following is not None and _opens_block(text, following, pattern)
        spans, left_open = _pair(text, block, pattern, is_open=is_open, next_opens=next_opens)
        found.extend(spans)
        is_open = left_open and next_opens
    return [trimmed for item in found if (trimmed := _trim(text, item)) is not None]


def _pair(
    text: str, block: Block, pattern: re.Pattern[str], *, is_open: bool, next_opens: bool
) -> tuple[list[Marked], bool]:
    """Pair the marks of one block; also whether it ends inside a quotation."""
    spans: list[Marked] = []
    opened: int | None = None
    for mark in pattern.finditer(text, block.start, block.end):
        can_open, can_close = _directions(text, mark, block)
        if opened is None:
            opened = mark.end() if can_open else None
        elif can_close:
            continues = is_open and not spans and _starts_block(opened, block)
            spans.append(Marked(opened, mark.start(), continues))
            opened = None
        elif can_open and not _starts_block(opened, block):
            opened = mark.end()  # the one before never closed
    if opened is None:
        return spans, False
    # Left open: a quotation that goes on in the next paragraph, starts this one, or is announced.
    starts = _starts_block(opened, block)
    if next_opens or starts or _ANNOUNCED.search(text[max(block.start, opened - _ANNOUNCEMENT) : opened - 1]):
        spans.append(Marked(opened, block.end, is_open and not spans and starts))
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
    if mark.group() == "``" or (mark.group() in _OPENING and not before.isalnum()):
        return True, False
    if mark.group() in _CLOSING or mark.group() == "''":
        # A closing shape at the start of a word was typed for an opening one.
        can_open = before.isspace() and after.isalnum()
        return can_open, not can_open
    can_open = (before.isspace() or before in _BRACKETS or before in "\"'") and not after.isspace()
    can_close = not before.isspace() or after.isspace()
    if can_open and can_close:  # between two non-blanks: a bracket or dash before, a word behind
        can_open = before in _BRACKETS and after.isalnum()
        return can_open, not can_open
    return can_open, can_close


def _trim(text: str, span: Marked) -> Marked | None:
    content = text[span.start : span.end]
    start = span.start + len(content) - len(content.lstrip())
    end = span.start + len(content.rstrip())
    return span._replace(start=start, end=end) if re.search(r"\w", content) else None
