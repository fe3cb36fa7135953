"""ProQuest: pages and plain text, a key on each line.

It loses spaces from its keys ("ProQuestdocument ID:") and slips some into dates ("Jan 11, 2 009"), so both are
compared without. Only known keys end the text: "Twitter: ..." is a line of it.
"""

import re
from collections.abc import Sequence

from crossread.corpus.exports.blocks import Block
from crossread.corpus.exports.kinds import Item, NotInExportError, is_day, terms

COUNTER = re.compile(r"Document (\d+) of (\d+)")
_KEY = re.compile(r"([^:]{2,60}):(.*)")
_PACKED_DAY = re.compile(r"([a-z]+)(\d{1,2}),?(\d{4})", re.IGNORECASE)
_PRINTED = re.compile(r"\b(\d{1,2} [A-Z][a-z]{2,8} \d{4})\b")  # in "The Post; Oakfield. 01 May 2024: A.1."
_LAST = ("copyright", "lastupdated", "database")  # what comes behind all that is read


def read(blocks: Sequence[Block]) -> Item | None:
    """An article; None where none begins (the foot of a file)."""
    lines = [" ".join(line.split()) for block in blocks for line in block.text.split("\n") if line.strip()]
    before, after = (_packed(terms(name)) for name in ("proquest_before", "proquest_after"))
    values: dict[str, str] = {}
    text: list[str] = []
    is_text = False
    for line in lines:
        found = _KEY.fullmatch(line)
        key = "".join(found[1].split()).casefold() if found else ""
        if key in after or (key in before and not is_text):
            is_text = key == "fulltext"
            values.setdefault(key, found[2].strip() if found else "")
            text += [values[key]] if is_text else []
        elif is_text and not (found and found[1] in ("CREDIT", "CAPTION")):
            text.append(line)
    counter = next((found for line in lines[:2] if (found := COUNTER.fullmatch(line))), None)
    if not values and not counter:
        return None
    is_whole = any(key in values for key in _LAST)
    if (is_whole and not any(text)) or " ".join(text).casefold() == "not available.":
        raise NotInExportError("the export has no full text of this article; download it as 'full text'")
    first = next((line for line in lines if not COUNTER.fullmatch(line) and not set(line) <= set("_*")), "")
    info = values.get("publicationinfo", "")
    printed = _PRINTED.search(info)
    fields = {
        "title": values.get("title") or first,
        "outlet": (values.get("publicationtitle") or info).partition(";")[0].strip(),
        "published": _day(values.get("publicationdate", "")) or (printed[1] if printed else ""),
        "section": values.get("section", ""),
        "byline": values.get("author", ""),
        "doc_id": "".join(values.get("proquestdocumentid", "").split()),
        "url": values.get("documenturl", ""),
        "text": "\n".join(line for line in text if line),
    }
    return Item(fields, is_whole, *((int(counter[1]), int(counter[2])) if counter else (0, 0)))


def _packed(names: frozenset[str]) -> frozenset[str]:
    return frozenset("".join(name.split()) for name in names)


def _day(value: str) -> str:
    """A day without the spaces that slipped in."""
    packed = _PACKED_DAY.fullmatch("".join(value.split()))
    return value if is_day(value) or not packed else f"{packed[1]} {packed[2]}, {packed[3]}"
