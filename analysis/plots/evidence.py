"""Tables of sentences with the span marked, as HTML that is safe to show."""

from collections.abc import Sequence
from html import escape

import pandas as pd

_CELL = "text-align:left;vertical-align:top;white-space:normal;padding:2px 8px"


def render_evidence(evidence: pd.DataFrame, columns: Sequence[str], *, limit: int = 200) -> str:
    """An HTML table of the sentence behind each row, with its span marked.

    Everything that comes from an article is escaped.

    Args:
        evidence: a summary of ``find_evidence``.
        columns: columns to show before the sentence.
        limit: rows shown; a line below tells how many more there are.
    """
    head = "".join(f'<th style="{_CELL}">{escape(name)}</th>' for name in (*columns, "sentence"))
    rows = []
    for row in evidence.head(limit).to_dict("records"):
        cells = "".join(f'<td style="{_CELL}">{escape(_text(row[name]))}</td>' for name in columns)
        sentence = f"{escape(row['before'])}<mark>{escape(row['marked'])}</mark>{escape(row['after'])}"
        rows.append(f'<tr>{cells}<td style="{_CELL}">{sentence}</td></tr>')
    more = len(evidence) - limit
    tail = f"<p>{more:,} more rows; the CSV beside the figure has them all.</p>" if more > 0 else ""
    body = "".join(rows)
    return f'<table style="border-collapse:collapse"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{tail}'


def _text(value: object) -> str:
    if value is None or value is pd.NA or (isinstance(value, float) and value != value):
        return "–"
    if isinstance(value, float):
        return f"{value:,.0f}" if value == int(value) else f"{value:,.2f}"
    return str(value)
