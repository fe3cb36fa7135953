"""Tables as HTML that is safe to show: everything that comes from an article is escaped."""

from collections.abc import Iterable, Sequence
from html import escape

import pandas as pd

_CELL = "text-align:left;vertical-align:top;white-space:normal;padding:2px 8px"


def render_table(rows: pd.DataFrame, *, limit: int = 200) -> str:
    """An HTML table of the first ``limit`` rows; a line below tells how many more there are."""
    cells = ([escape(_text(value)) for value in row] for row in rows.head(limit).itertuples(index=False))
    return _html([str(name) for name in rows.columns], cells, len(rows) - limit)


def render_evidence(evidence: pd.DataFrame, columns: Sequence[str], *, limit: int = 200) -> str:
    """An HTML table of the sentence behind each row, with its span marked.

    Args:
        evidence: a summary of ``find_evidence``.
        columns: columns to show before the sentence.
        limit: rows shown; a line below tells how many more there are.
    """
    cells = (
        [
            *(escape(_text(row[name])) for name in columns),
            f"{escape(row['before'])}<mark>{escape(row['marked'])}</mark>{escape(row['after'])}",
        ]
        for row in evidence.head(limit).to_dict("records")
    )
    return _html([*columns, "sentence"], cells, len(evidence) - limit)


def _html(head: Sequence[str], rows: Iterable[Sequence[str]], more: int) -> str:
    """A table of cells that are HTML already."""
    names = "".join(f'<th style="{_CELL}">{escape(name)}</th>' for name in head)
    body = "".join(f"<tr>{''.join(_td(cell) for cell in row)}</tr>" for row in rows)
    tail = f"<p>{more:,} more rows; the CSV has them all.</p>" if more > 0 else ""
    return f'<table style="border-collapse:collapse"><thead><tr>{names}</tr></thead><tbody>{body}</tbody></table>{tail}'


def _td(cell: str) -> str:
    return f'<td style="{_CELL}">{cell}</td>'


def _text(value: object) -> str:
    if value is None or value is pd.NA or (isinstance(value, float) and value != value):
        return "–"
    if isinstance(value, float):
        return f"{value:,.0f}" if value == int(value) else f"{value:,.2f}"
    return str(value)
