"""Mark what in an article is its title, a heading, a caption or boilerplate, and what is its body.

The text itself is never edited. Blocks are marked by offsets, and what is not to be read is
blanked with as many spaces, so that every offset into the blanked text is one into the article.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Literal, NamedTuple

from crossread.corpus.markup import blank_markup
from crossread.lexicon import Boilerplate

Kind = Literal["title", "body", "heading", "caption", "boilerplate"]

MAX_HEADING_WORDS = 12


class Block(NamedTuple):
    """A run of lines that belong together; ``start`` and ``end`` leave out the space around it."""

    start: int
    end: int
    kind: Kind


# Same length on both sides, so that offsets survive.
_PLAIN = str.maketrans(
    {
        "“": '"', "”": '"', "„": '"', "‟": '"', "«": '"', "»": '"', "″": '"',
        "‘": "'", "’": "'", "‚": "'", "‛": "'", "`": "'", "´": "'", "ʼ": "'", "′": "'",
        "–": "-", "‐": "-", "‑": "-", "‒": "-", "−": "-",
        "\u00a0": " ", "\u2007": " ", "\u2009": " ", "\u202f": " ", "\u200a": " ", "\u2003": " ", "\u2002": " ",
        "\u200b": " ", "\ufeff": " ", "\u2028": "\n", "\u2029": "\n", "\r": " ", "\t": " ", "\x0b": " ", "\x0c": " ",
    }
)  # fmt: skip


_ODD = re.compile(r"[^\x00-\x08\n\x0e-\x5f\x61-\x7f]")  # all that is not plain ASCII already


def plain_text(text: str) -> str:
    """Blank HTML and straighten quotation marks, dashes, spaces and accented letters; the length stays the same."""
    return _ODD.sub(lambda found: _plain_letter(found.group()), blank_markup(text))


@lru_cache(maxsize=4096)
def _plain_letter(letter: str) -> str:
    letter = letter.translate(_PLAIN)
    if letter.isascii():
        return letter
    base = unicodedata.normalize("NFKD", letter)[0]
    return base if base.isascii() and base.isalpha() else letter


def find_blocks(text: str, title: str | None, boilerplate: Boilerplate) -> list[Block]:
    """Divide an article into blocks.

    Args:
        text: the article as delivered.
        title: its title, when known; the first block that repeats it is the title.
        boilerplate: patterns of blocks that are not the article.

    Returns:
        Blocks in order of their start. Together they cover every character that is not white space.
    """
    plain = plain_text(text)
    spans = list(_paragraphs(plain))
    wanted = _squash(plain_text(title)) if title else None
    blocks: list[Block] = []
    is_first = True
    backwards = range(len(spans) - 1, -1, -1)
    last_body = next((n for n in backwards if not _is_heading(plain[slice(*spans[n])])), -1)
    for number, (start, end) in enumerate(spans):
        content = plain[start:end]
        kind = _kind_by_pattern(content, boilerplate)
        if wanted and len(content) < 4 * len(wanted) + 40 and _squash(content) == wanted:
            kind, wanted = "title", None
        elif kind is None and _is_heading(content):
            # A line without a full stop at the end may be an article cut short; at the start a title.
            kind = ("title" if is_first else "heading") if number < last_body else "body"
        blocks.append(Block(start, end, kind or "body"))
        is_first = is_first and blocks[-1].kind not in ("body", "title")
    return blocks


def readable_text(text: str, blocks: Sequence[Block]) -> str:
    """The article with everything but its body blanked; as long as the article, plain letters."""
    plain = plain_text(text)
    parts: list[str] = []
    end = 0
    for block in blocks:
        if block.kind == "body":
            parts += [" " * (block.start - end), _SPACELIKE.sub(_blank, plain[block.start : block.end])]
            end = block.end
    return "".join(parts).ljust(len(text))


# Line ends inside a paragraph, control characters, and underscores that join no letters. A lone
# underscore between blanks is an old typewriter dash.
_SPACELIKE = re.compile(r"[\n\x00-\x1f\x7f]|(?<= )_(?= )|(?<![A-Za-z0-9])_+|_+(?![A-Za-z0-9])")


def _blank(found: re.Match[str]) -> str:
    is_dash = found.group() == "_" and found.string[found.start() - 1 : found.end() + 1] == " _ "
    return "-" if is_dash else " " * len(found.group())


def _squash(text: str) -> str:
    return re.sub(r"\W+", " ", text).strip().lower()


# --- datelines -------------------------------------------------------------------------------

# "SANTA ROSA, Calif. (Reuters) - ", "Moscow (AP) - ", "DENVER - ": capitals, or an agency in brackets.
_DATELINE = re.compile(
    r"\s*(?:[A-Z][A-Z.'/-]+(?: [A-Z.'/-]{2,})*(?:, [A-Z][\w. ]{1,25}){0,2}(?: \([^()]{2,40}\))?"
    r"|[A-Z][\w.'-]*(?: [A-Z][\w.'-]*){0,3}(?:, [A-Z][\w. ]{1,25}){0,2} \([^()]{2,40}\))\s*(?:--?|—)\s+"
)


def dateline_end(text: str) -> int:
    """Where a paragraph goes on behind its dateline; 0 where it has none."""
    found = _DATELINE.match(text)
    return found.end() if found and found.end() < len(text) else 0


def is_dateline(text: str) -> bool:
    """Whether a text is nothing but a dateline with its dash."""
    return _DATELINE.fullmatch(text) is not None


# --- paragraphs ------------------------------------------------------------------------------

_ENDS_SENTENCE = re.compile(r"[.!?:;…][\"')\]]*\s*$")
_WIDE_GAP = re.compile(r"(?<=[.!?\"'])[ ]{3,}(?=[\"'A-Z])")


def _paragraphs(plain: str) -> Iterator[tuple[int, int]]:
    """Spans of paragraphs: set apart by blank lines, line ends, or wide gaps after a sentence."""
    lines = [(found.start(), found.end()) for found in re.finditer(r"[^\n]+", plain) if found.group().strip()]
    wrapped = _is_hard_wrapped(plain, lines)
    start: int | None = None
    for number, (line_start, line_end) in enumerate(lines):
        if start is None:
            start = line_start
        follows = lines[number + 1] if number + 1 < len(lines) else None
        if follows and _goes_on(plain, (line_start, line_end), follows, wrapped=wrapped):
            continue
        yield from _split_wide_gaps(plain, start, line_end)
        start = None


def _is_hard_wrapped(plain: str, lines: list[tuple[int, int]]) -> bool:
    """Whether lines were broken at a column: most single line ends stand inside a sentence."""
    joints = [(a, b) for a, b in pairwise(lines) if plain.count("\n", a[1], b[0]) == 1]
    inside = sum(1 for a, _ in joints if not _ENDS_SENTENCE.search(plain[a[0] : a[1]]))
    longest = max((b - a for a, b in lines), default=0)
    return len(joints) >= 3 and longest <= 200 and inside > 0.5 * len(joints)


def _goes_on(plain: str, line: tuple[int, int], following: tuple[int, int], *, wrapped: bool) -> bool:
    if plain.count("\n", line[1], following[0]) > 1:
        return False
    text, next_text = plain[line[0] : line[1]], plain[following[0] : following[1]].lstrip()
    if not re.search(r"\w", text.replace("_", "")) or not re.search(r"\w", next_text.replace("_", "")):
        return True  # a line of rules and dots inside a paragraph
    if wrapped:
        return not (_ENDS_SENTENCE.search(text) and len(text) < 45)
    return not _ENDS_SENTENCE.search(text) and next_text[:1].islower()


def _split_wide_gaps(plain: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    gaps = _WIDE_GAP.finditer(plain, start, end) if plain.find("   ", start, end) >= 0 else ()
    for gap in [*gaps, None]:
        stop = gap.start() if gap else end
        content = plain[start:stop]
        if content.strip():
            yield start + len(content) - len(content.lstrip()), start + len(content.rstrip())
        start = gap.end() if gap else end


# --- what a block is -------------------------------------------------------------------------


def _is_heading(content: str) -> bool:
    words = content.split()
    if len(words) > MAX_HEADING_WORDS or _ENDS_SENTENCE.search(content) or content.count('"') == 1:
        return False
    return bool(re.search(r"[A-Za-z]", content)) and content.strip()[-1] not in ',"-'


def _kind_by_pattern(content: str, boilerplate: Boilerplate) -> Kind | None:
    n_words = len(content.split())
    small = content.lower()
    for entry in boilerplate.blocks:
        is_short = entry.short is None or n_words <= entry.short
        has_needed = entry.needs is None or entry.needs in small
        # `re` compiles a pattern once and remembers it.
        if is_short and has_needed and re.match(entry.pattern, content, 0 if entry.case else re.IGNORECASE):
            return entry.kind
    return None
