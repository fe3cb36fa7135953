"""One article with its spans marked, for a terminal or as a page."""

from collections.abc import Hashable, Iterator, Mapping
from itertools import groupby
from typing import Any, NamedTuple

import pandas as pd

from crossread.escape import for_attribute, for_html, printable

_Spans = Mapping[str, pd.DataFrame]  # tables of one article, by name


class _Layer(NamedTuple):
    """How the spans of a table are marked, and the column that tells what one is."""

    table: str
    letter: str
    terminal: str
    page: str
    column: str


# The first wins where two overlap.
_LAYERS = (
    _Layer("claims", "C", "1;31", "#ffd6d6", "category"),
    _Layer("times", "T", "36", "#d9f2f2", "value"),
    _Layer("mentions", "M", "1;34", "#dbe7ff", "actor_id"),
    _Layer("labels", "L", "35", "#f4ddf4", "label_class"),
    _Layer("quotes", "Q", "32", "#e6f4df", "speaker"),
)
_UNREAD = "2"


def marked_text(article: Mapping[str, Any], spans: _Spans, *, colour: bool) -> str:
    """The article in plain text: ``[C killed 12 people]``, or in colours for a terminal."""
    head = " · ".join(printable(_or_dash(article[name])) for name in ("doc_id", "outlet", "published", "title"))
    body = []
    for piece, layer, detail, is_read in _pieces(article["text"], spans):
        text = printable(piece)
        if layer is None:
            body.append(text if is_read or not colour else _coloured(_UNREAD, text))
        elif colour:
            body.append(_coloured(layer.terminal, text))
        else:
            body.append(f"[{f'{layer.letter} {detail}'.strip()}: {text}]")
    names = (_coloured(at.terminal, at.table) if colour else f"{at.letter} {at.table}" for at in _LAYERS)
    return f"{head}\n{' '.join(names)}\n\n{''.join(body)}\n\n{printable(_ledger(spans))}"


def _coloured(code: str, text: str) -> str:
    return f"\x1b[{code}m{text}\x1b[0m"


def marked_html(article: Mapping[str, Any], spans: _Spans) -> str:
    """The article as a page of its own; everything in it is escaped."""
    body = []
    for text, layer, detail, is_read in _pieces(article["text"], spans):
        safe = for_html(text).replace("\n", "<br>")
        if layer is not None:
            safe = f'<mark class="{layer.table}" title="{for_attribute(f"{layer.table}: {detail}")}">{safe}</mark>'
        body.append(safe if is_read or layer else f'<span class="unread">{safe}</span>')
    styles = "".join(f"mark.{layer.table}{{background:{layer.page}}}" for layer in _LAYERS)
    legend = " ".join(f'<mark class="{layer.table}">{layer.table}</mark>' for layer in _LAYERS)
    title = for_attribute(" · ".join(_or_dash(article[name]) for name in ("doc_id", "outlet", "published")))
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title><style>'
        f"body{{font:16px/1.6 serif;max-width:46em;margin:2em auto;padding:0 1em}}{styles}.unread{{color:#999}}"
        f"pre{{font-size:13px;white-space:pre-wrap}}</style></head><body><h1>{title}</h1><p>{legend} "
        f'<span class="unread">not read</span></p><p>{"".join(body)}</p>'
        f"<pre>{for_html(_ledger(spans))}</pre></body></html>\n"
    )


def _pieces(text: str, spans: _Spans) -> Iterator[tuple[str, _Layer | None, str, bool]]:
    """The text cut where the uppermost span changes: text, layer, detail, whether it is body."""
    marks: list[tuple[_Layer | None, str, int]] = [(None, "", 0)] * len(text)
    for layer in reversed(_LAYERS):
        for number, row in enumerate(spans[layer.table].to_dict("records")):
            if layer.table != "quotes" or row["kind"] != "indirect":
                bounds = slice(row["start"], min(row["end"], len(text)))
                marks[bounds] = [(layer, _detail(layer, row), number)] * len(text[bounds])
    is_read = [False] * len(text)
    for row in spans["blocks"].to_dict("records"):
        if row["kind"] == "body":
            is_read[row["start"] : row["end"]] = [True] * (row["end"] - row["start"])
    for (mark, read), run in groupby(range(len(text)), key=lambda i: (marks[i], is_read[i])):
        places = list(run)
        yield text[places[0] : places[-1] + 1], mark[0], mark[1], read


def _detail(layer: _Layer, row: Mapping[Hashable, Any]) -> str:
    detail = _or_dash(row.get(layer.column))
    return f"{detail} {_bounds(row)}" if layer.table == "claims" else detail


def _bounds(row: Mapping[Hashable, Any]) -> str:
    low, best, high = (row[key] for key in ("low", "best", "high"))
    if pd.notna(best):
        open_end = {(True, True): "", (True, False): "+", (False, True): "≤", (False, False): "~"}
        return f"{best:,.0f}{open_end[pd.notna(low), pd.notna(high)]}"
    return f"{low:,.0f}–{high:,.0f}" if pd.notna(low) and pd.notna(high) else "?"


def _ledger(spans: _Spans) -> str:
    lines = [
        f"  {row['surface']!r}: {row['category']} {_bounds(row)} {row['unit']}, {row['modality']}, "
        f"at {_or_dash(row['place'])}, as of {_or_dash(row['as_of'])} ({_or_dash(row['as_of_basis'])}), "
        f"says {_or_dash(row['source'])}"
        for row in spans["claims"].to_dict("records")
    ]
    return "\n".join(["claims:", *lines] if lines else ["claims: none"])


def _or_dash(value: Any) -> str:
    return "–" if value is None or pd.isna(value) else str(value)
