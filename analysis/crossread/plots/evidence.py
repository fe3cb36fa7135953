"""Tables as HTML that is safe to show: everything that comes from an article is escaped."""

from collections.abc import Sequence

import pandas as pd

from crossread.escape import for_html

_CELL = "text-align:left;vertical-align:top;white-space:normal;padding:2px 8px"


def render_table(rows: pd.DataFrame, *, limit: int = 200) -> str:
    """An HTML table of the first ``limit`` rows; a line below tells how many more there are."""
    return _html(rows.head(limit).map(_cell), len(rows) - limit)


def render_evidence(evidence: pd.DataFrame, columns: Sequence[str], *, limit: int = 200) -> str:
    """An HTML table of the sentence behind each row, with its span marked.

    Args:
        evidence: a summary of ``find_evidence``.
        columns: columns to show before the sentence.
        limit: rows shown; a line below tells how many more there are.
    """
    shown = evidence.head(limit)
    before, marked, after = ([for_html(words) for words in shown[name]] for name in ("before", "marked", "after"))
    sentences = [f"{left}<mark>{span}</mark>{right}" for left, span, right in zip(before, marked, after, strict=True)]
    return _html(shown[list(columns)].map(_cell).assign(sentence=sentences), len(evidence) - limit)


def _html(cells: pd.DataFrame, more: int) -> str:
    """A table of cells that are HTML already."""
    names = "".join(f'<th style="{_CELL}">{for_html(str(name))}</th>' for name in cells.columns)
    rows = ("".join(f'<td style="{_CELL}">{cell}</td>' for cell in row) for row in cells.itertuples(index=False))
    body = "".join(f"<tr>{row}</tr>" for row in rows)
    tail = f"<p>{more:,} more rows; the CSV has them all.</p>" if more > 0 else ""
    return f'<table style="border-collapse:collapse"><thead><tr>{names}</tr></thead><tbody>{body}</tbody></table>{tail}'


def _cell(value: object) -> str:
    if value is None or value is pd.NA or (isinstance(value, float) and value != value):
        return "–"
    if isinstance(value, float):
        return f"{value:,.0f}" if value == int(value) else f"{value:,.2f}"
    return for_html(str(value))
