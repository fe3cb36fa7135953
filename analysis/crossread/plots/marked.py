"""One article with its spans marked, for a terminal or as a page."""

import re
from collections.abc import Hashable, Mapping
from html import escape
from typing import Any

import pandas as pd

# Table, letter in plain text, colour in a terminal, colour on a page; the first wins where two overlap.
_LAYERS = (
    ("claims", "C", "1;31", "#ffd6d6"),
    ("times", "T", "36", "#d9f2f2"),
    ("mentions", "M", "1;34", "#dbe7ff"),
    ("labels", "L", "35", "#f4ddf4"),
    ("quotes", "Q", "32", "#e6f4df"),
)
_UNREAD = "2"


def marked_text(article: Mapping[str, Any], spans: Mapping[str, pd.DataFrame], *, colour: bool) -> str:
    """The article in plain text: ``[C killed 12 people]``, or in colours for a terminal."""
    head = " · ".join(_harmless(_or_dash(article[name])) for name in ("doc_id", "outlet", "published", "title"))
    body = []
    for piece, layer, detail, read in _pieces(article["text"], spans):
        text = _harmless(piece)
        if layer is None:
            body.append(text if read or not colour else f"\x1b[{_UNREAD}m{text}\x1b[0m")
        elif colour:
            body.append(f"\x1b[{layer[2]}m{text}\x1b[0m")
        else:
            body.append(f"[{layer[1]}{' ' + detail if detail else ''}: {text}]")
    legend = " ".join(
        f"\x1b[{code}m{name}\x1b[0m" if colour else f"{letter} {name}" for name, letter, code, _ in _LAYERS
    )
    return f"{head}\n{legend}\n\n{''.join(body)}\n\n{_harmless(_ledger(spans))}"


def _harmless(text: str) -> str:
    """Text without control characters: an article must not command the terminal."""
    return re.sub(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", "\N{REPLACEMENT CHARACTER}", text)


def marked_html(article: Mapping[str, Any], spans: Mapping[str, pd.DataFrame]) -> str:
    """The article as a page of its own; everything in it is escaped."""
    body = []
    for text, layer, detail, read in _pieces(article["text"], spans):
        safe = escape(text).replace("\n", "<br>")
        if layer is None:
            body.append(safe if read else f'<span class="unread">{safe}</span>')
        else:
            body.append(
                f'<mark class="{layer[0]}" title="{escape(layer[0] + ": " + detail, quote=True)}">{safe}</mark>'
            )
    styles = "".join(f"mark.{name}{{background:{page}}}" for name, _, _, page in _LAYERS)
    legend = " ".join(f'<mark class="{name}">{name}</mark>' for name, *_ in _LAYERS)
    title = escape(f"{article['doc_id']} · {_or_dash(article['outlet'])} · {_or_dash(article['published'])}")
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title><style>'
        f"body{{font:16px/1.6 serif;max-width:46em;margin:2em auto;padding:0 1em}}{styles}.unread{{color:#999}}"
        f"pre{{font-size:13px;white-space:pre-wrap}}</style></head><body><h1>{title}</h1><p>{legend} "
        f'<span class="unread">not read</span></p><p>{"".join(body)}</p>'
        f"<pre>{escape(_ledger(spans))}</pre></body></html>\n"
    )


def _pieces(
    text: str, spans: Mapping[str, pd.DataFrame]
) -> list[tuple[str, tuple[str, str, str, str] | None, str, bool]]:
    """The text cut where the uppermost layer changes: text, layer, detail, whether it is body."""
    owner: list[tuple[int, str] | None] = [None] * len(text)
    details: list[str] = []
    for depth, (name, *_) in reversed(list(enumerate(_LAYERS))):
        for row in spans[name].to_dict("records"):
            if name == "quotes" and row["kind"] == "indirect":
                continue
            details.append(_detail(name, row))
            for i in range(row["start"], min(row["end"], len(text))):
                owner[i] = (depth, str(len(details) - 1))
    body = [False] * len(text)
    for row in spans["blocks"].to_dict("records"):
        if row["kind"] == "body":
            body[row["start"] : row["end"]] = [True] * (row["end"] - row["start"])
    out = []
    start = 0
    for i in range(1, len(text) + 1):
        if i == len(text) or owner[i] != owner[start] or body[i] != body[start]:
            mine = owner[start]
            layer = _LAYERS[mine[0]] if mine else None
            out.append((text[start:i], layer, details[int(mine[1])] if mine else "", body[start]))
            start = i
    return out


def _detail(name: str, row: Mapping[Hashable, Any]) -> str:
    if name == "claims":
        return f"{row['category']} {_bounds(row)}"
    return {
        "times": str(row.get("value")),
        "mentions": str(row.get("actor_id")),
        "labels": str(row.get("label_class")),
        "quotes": _or_dash(row.get("speaker")),
    }[name]


def _bounds(row: Mapping[Hashable, Any]) -> str:
    low, best, high = (row[key] for key in ("low", "best", "high"))
    if pd.notna(best):
        return f"{best:,.0f}" + (
            "" if pd.notna(low) and pd.notna(high) else "+" if pd.notna(low) else "≤" if pd.notna(high) else "~"
        )
    return f"{low:,.0f}–{high:,.0f}" if pd.notna(low) and pd.notna(high) else "?"


def _ledger(spans: Mapping[str, pd.DataFrame]) -> str:
    lines = ["claims:"]
    for row in spans["claims"].to_dict("records"):
        lines.append(
            f"  {row['surface']!r}: {row['category']} {_bounds(row)} {row['unit']}, {row['modality']}, "
            f"at {_or_dash(row['place'])}, "
            f"as of {_or_dash(row['as_of'])} ({_or_dash(row['as_of_basis'])}), says {_or_dash(row['source'])}"
        )
    return "\n".join(lines if len(lines) > 1 else ["claims: none"])


def _or_dash(value: Any) -> str:
    return "–" if value is None or pd.isna(value) else str(value)
