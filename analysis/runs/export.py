"""Write a figure for a paper: vector and 300 dpi, its data, and how it came about."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
from matplotlib import rc_context
from matplotlib.figure import Figure

from analysis.plots.style import DPI, Words

# Nothing in a file may tell when it was written: the same figure is the same bytes.
_UNDATED: dict[str, dict[str, Any]] = {
    "pdf": {"CreationDate": None, "ModDate": None, "Producer": None, "Creator": "Crossread"},
    "svg": {"Date": None, "Creator": "Crossread"},
    "png": {"Software": "Crossread"},
}


def save_figure(
    figure: Figure,
    data: pd.DataFrame,
    words: Words,
    *,
    out: Path,
    slug: str,
    formats: Sequence[str],
    provenance: Mapping[str, Any],
    evidence: pd.DataFrame | None = None,
) -> list[Path]:
    """Write a figure in each format, the rows it shows as CSV, and its origin as JSON.

    Args:
        figure: the figure.
        data: the rows plotted.
        words: caption and alternative text.
        out: the folder, made if it is not there.
        slug: the name of the files without their ending.
        formats: of pdf, svg, png.
        provenance: parameters, input hashes, versions.
        evidence: the sentences behind the rows, written as ``<slug>.evidence.csv``.

    Returns:
        The files written, figures first.
    """
    out.mkdir(parents=True, exist_ok=True)
    written = []
    for ending in formats:
        path = out / f"{slug}.{ending}"
        with rc_context({"pdf.fonttype": 42, "svg.fonttype": "path", "svg.hashsalt": "crossread"}):
            figure.savefig(path, dpi=DPI, metadata=_UNDATED[ending], bbox_inches="tight", pad_inches=0.03)
        written.append(path)
    table = out / f"{slug}.csv"
    data.to_csv(table, index=False, lineterminator="\n")
    record = out / f"{slug}.json"
    content = {"caption": words.caption, "alt": words.alt, "rows": len(data), **provenance}
    record.write_text(json.dumps(content, indent=2, ensure_ascii=False, sort_keys=True) + "\n", encoding="utf-8")
    written += [table, record]
    if evidence is not None:
        sentences = out / f"{slug}.evidence.csv"
        evidence.to_csv(sentences, index=False, lineterminator="\n")
        written.append(sentences)
    return written
