"""ProQuest: pages and plain text, a key on each line.

It loses spaces from its keys ("ProQuestdocument ID:") and slips some into values ("Jan 11, 2 009", "The Sp ectator"),
so keys, days and outlets are compared without. Only known keys end the text: "Twitter: ..." is a line of it.
"""

import re
from collections.abc import Sequence
from functools import cache
from urllib.parse import unquote_plus

from crossread.corpus.exports.blocks import Block
from crossread.corpus.exports.kinds import Item, NotInExportError, is_day, terms

COUNTER = re.compile(r"Document (\d+) of (\d+)")
_KEY = re.compile(r"([^:]{2,60}):")
_LONGEST_KEY = 62  # characters, with the colon
_MOSTLY = 0.75  # of the lines behind the text have a key
_PACKED_DAY = re.compile(r"([a-z]+)(\d{1,2}),?(\d{4})", re.IGNORECASE)
_LINKED_OUTLET = re.compile(r"\bjtitle=([^&\s]+)")
_PRINTED = re.compile(r"\b(\d{1,2} [A-Z][a-z]{2,8} \d{4})\b")  # in "The Post; Oakfield. 01 May 2024: A.1."
_LAST = ("copyright", "lastupdated", "database")  # what comes behind all that is read


def read(blocks: Sequence[Block]) -> Item | None:
    """An article; None where none begins (the foot of a file)."""
    lines = [kept for block in blocks for line in block.text.split("\n") if (kept := line.strip(" \t\r\ufeff"))]
    keys = [_key(line) for line in lines]
    start = keys.index("fulltext") if "fulltext" in keys else len(keys)
    end = _text_end(keys, start)
    if keys.count("proquestdocumentid") > 1:
        raise NotInExportError("two articles run together, and both are left out; download the file again")
    values: dict[str, str] = {}
    for key, line in [*zip(keys[:start], lines[:start], strict=True), *zip(keys[end:], lines[end:], strict=True)]:
        if key:
            values.setdefault(key, line.partition(":")[2].strip())
    text = [line for line in lines[start:end] if not line.startswith(("CREDIT:", "CAPTION:"))]
    text[:1] = [line.partition(":")[2].strip() for line in text[:1]]
    counter = next((found for line in lines[:2] if (found := COUNTER.fullmatch(line))), None)
    if not any(keys) and not counter:
        return None
    is_whole = any(key in values for key in _LAST)
    if (is_whole and not any(text)) or " ".join(text).casefold() == "not available.":
        raise NotInExportError("the export has no full text of this article; download it as 'full text'")
    first = next((line for line in lines if not COUNTER.fullmatch(line) and not set(line) <= set("_*")), "")
    info = values.get("publicationinfo", "")
    printed = _PRINTED.search(info)
    fields = {
        "title": values.get("title") or first,
        "outlet": _outlet((values.get("publicationtitle") or info).partition(";")[0].strip(), values.get("links", "")),
        "published": _day(values.get("publicationdate", "")) or (printed[1] if printed else ""),
        "section": values.get("section", ""),
        "byline": values.get("author", ""),
        "doc_id": "".join(values.get("proquestdocumentid", "").split()),
        "url": values.get("documenturl", ""),
        "text": "\n".join(line for line in text if line),
    }
    return Item(fields, is_whole, *((int(counter[1]), int(counter[2])) if counter else (0, 0)))


def _key(line: str) -> str:
    """The known key that a line begins with, in small letters without spaces; empty where there is none."""
    found = _KEY.match(line) if ":" in line[:_LONGEST_KEY] else None
    name = "".join(found[1].split()).casefold() if found else ""
    return name if name in _keys("proquest_before") or name in _keys("proquest_after") else ""


@cache
def _keys(name: str) -> frozenset[str]:
    return frozenset("".join(key.split()) for key in terms(name))


def _text_end(keys: Sequence[str], start: int) -> int:
    """Where the text ends that begins at ``start``: at a key that another follows, with few other lines behind.

    A line of the text may look like one: "Location: the town hall".
    """
    ends = _keys("proquest_after")
    n_keyed = sum(map(bool, keys[start + 1 :]))
    for place in range(start + 1, len(keys)):
        is_followed = place + 1 == len(keys) or bool(keys[place + 1])
        if keys[place] in ends and is_followed and n_keyed >= _MOSTLY * (len(keys) - place):
            return place
        n_keyed -= bool(keys[place])
    return len(keys)


def _outlet(name: str, links: str) -> str:
    """The name of an outlet as the link to a library has it, where only spaces differ: "The Hamilton Sp ectator"."""
    linked = _LINKED_OUTLET.search(links)
    whole = unquote_plus(linked[1]) if linked else name
    return whole if "".join(whole.split()) == "".join(name.split()) else name


def _day(value: str) -> str:
    """A day without the spaces that slipped in."""
    packed = _PACKED_DAY.fullmatch("".join(value.split()))
    return value if is_day(value) or not packed else f"{packed[1]} {packed[2]}, {packed[3]}"
