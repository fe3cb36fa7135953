"""Write figures and tables for a paper: vector and 300 dpi, the data, and how it came about."""

import json
import re
from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd
from matplotlib import rc_context
from matplotlib.backend_bases import get_registered_canvas_class
from matplotlib.figure import Figure
from matplotlib.transforms import Bbox

from crossread.escape import for_attribute, for_csv, for_latex, printable
from crossread.plots.style import DPI, Words, signs_without_shape, unwarned

# Nothing in a file may tell when it was written: the same figure is the same bytes.
_UNDATED: dict[str, dict[str, Any]] = {
    "pdf": {"CreationDate": None, "ModDate": None, "Producer": None, "Creator": "Crossread"},
    "svg": {"Date": None, "Creator": "Crossread"},
    "png": {"Software": "Crossread"},
}
# Under which names each format tells what it shows to whoever cannot see it.
_TOLD = {"pdf": ("Title", "Subject"), "svg": ("Title", "Description"), "png": ("Title", "Description")}
# In which dots a backend measures: vectors come in points.
_DOTS = {"pdf": 72, "svg": 72, "png": DPI}
_PRINTED = 1000  # rows of a table in LaTeX: some thirty pages
_PAGE = 345  # points that LaTeX's article class has for a line
_GAP = 3  # points at each side of a column
# Points of a letter, about, in the sizes of a table: the first in which its longest words fit beside each other.
_SIZES = {"footnotesize": 5.0, "scriptsize": 4.5, "tiny": 3.6}
_LONGEST = 14  # letters that are not broken
# What the record says of the CSV beside it.
_CSV = "UTF-8 with a signature; an apostrophe stands before a cell or a head that a spreadsheet would run as a formula"
_MARGIN = 0.03  # inches around what is drawn
_EXACT: dict[Any, Any] = {
    "pdf.fonttype": 42,
    "svg.fonttype": "path",
    "svg.hashsalt": "crossread",
    "figure.constrained_layout.use": False,
    "figure.autolayout": False,
}


class Saved(NamedTuple):
    """A figure that was saved: its files, pictures first, and as PNG to be shown, ``width`` inches wide.

    ``undrawn`` are the signs in it that the font has no shape for.
    """

    files: list[Path]
    png: bytes
    width: float
    undrawn: str


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
) -> Saved:
    """Write a figure in each format, the rows it shows as CSV, and its origin as JSON.

    Each format is drawn once, and so is the picture to show where PNG is none of them.

    Args:
        figure: the figure.
        data: the rows plotted.
        words: caption and alternative text.
        out: the folder, made if it is not there.
        slug: the name of the files without their ending.
        formats: of pdf, svg, png.
        provenance: parameters, input hashes, versions.
        evidence: the sentences behind the rows, written as ``<slug>.evidence.csv``.
    """
    out.mkdir(parents=True, exist_ok=True)
    with rc_context(_EXACT), unwarned():
        _settle(figure)
        boxes: dict[int, Bbox] = {}
        pictures = {ending: _draw(figure, ending, words, boxes) for ending in dict.fromkeys((*formats, "png"))}
    files = [out / f"{slug}.{ending}" for ending in formats]
    for path, ending in zip(files, formats, strict=True):
        path.write_bytes(pictures[ending])
    content = {"caption": words.caption, "alt": words.alt, "rows": len(data), **provenance}
    files += [_write_rows(data, out / f"{slug}.csv"), _write_record(content, out / f"{slug}.json")]
    if evidence is not None:
        files.append(_write_rows(evidence, out / f"{slug}.evidence.csv"))
    png = pictures["png"]
    width = int.from_bytes(png[16:20]) / DPI  # a PNG begins with its size
    return Saved(files, png, width, signs_without_shape(figure))


def _settle(figure: Figure) -> None:
    """Lay the figure out, and keep the places that the layout gave the axes, rounded.

    The solver of the layout meets its constraints in the order of their addresses in memory, so that the
    last bit of a place differs from run to run, and with it names in the SVG.
    """
    engine = figure.get_layout_engine()
    if engine is not None and figure.axes:
        engine.execute(figure)
    figure.set_layout_engine(None)
    for axes in figure.axes:
        axes.apply_aspect()
        axes.set_position([round(edge, 6) for edge in axes.get_position().bounds])  # type: ignore[arg-type]


def _draw(figure: Figure, ending: str, words: Words, boxes: dict[int, Bbox]) -> bytes:
    """A settled figure as a file of one format, cut to what is drawn.

    ``bbox_inches="tight"`` would draw it twice, to find out what there is: asking is enough, once for all formats
    that measure in the same dots.
    """
    get_registered_canvas_class(ending)(figure)
    figure.dpi = dots = _DOTS[ending]
    if dots not in boxes:
        boxes[dots] = figure.get_tightbbox().padded(_MARGIN)
    file = BytesIO()
    told = dict(zip(_TOLD[ending], map(printable, words), strict=True))
    figure.savefig(file, format=ending, dpi=DPI, metadata=_UNDATED[ending] | told, bbox_inches=boxes[dots])
    return _with_title(file.getvalue(), words) if ending == "svg" else file.getvalue()


def _with_title(svg: bytes, words: Words) -> bytes:
    """A picture whose title and description a screen reader finds."""
    told = f"<title>{for_attribute(words.caption)}</title><desc>{for_attribute(words.alt)}</desc>"
    head, tag, body = svg.partition(b"<svg ")
    attributes, end, rest = body.partition(b">")
    return head + tag + b'role="img" ' + attributes + end + told.encode() + rest


def save_table(
    data: pd.DataFrame,
    caption: str,
    *,
    out: Path,
    slug: str,
    provenance: Mapping[str, Any],
    columns: Sequence[str] | None = None,
) -> list[Path]:
    """Write a table as CSV, as LaTeX that runs over pages (of the first thousand rows), and its origin as JSON.

    The LaTeX needs the packages ``array``, ``booktabs`` and ``longtable``; whatever stands in cells and caption is
    escaped. Letters of other scripts want LuaLaTeX or XeLaTeX.

    Args:
        data: the rows; unknown values become empty cells.
        caption: printed above the table.
        out: the folder, made if it is not there.
        slug: the name of the files without their ending, and the label in LaTeX.
        provenance: parameters, input hashes, versions.
        columns: those of the LaTeX table; all unless given. The CSV has all.

    Returns:
        The files written: CSV, LaTeX, JSON.
    """
    out.mkdir(parents=True, exist_ok=True)
    latex = out / f"{slug}.tex"
    printed = (data if columns is None else data[list(columns)]).head(_PRINTED)
    if len(data) > len(printed):
        caption += f" The first {len(printed):,} of {len(data):,} rows; {slug}.csv has them all."
    latex.write_text(_to_latex(printed, caption, slug), encoding="utf-8")
    content = {"caption": caption, "rows": len(data), **provenance}
    return [_write_rows(data, out / f"{slug}.csv"), latex, _write_record(content, out / f"{slug}.json")]


def _to_latex(rows: pd.DataFrame, caption: str, slug: str) -> str:
    if rows.empty:  # whose columns LaTeX would make as wide as their heads
        return f"{for_latex(caption)} No rows.\n"
    size, formats = _layout(rows)
    table = rows.map(_latex_cell).to_latex(
        index=False,
        longtable=True,
        header=[_latex_cell(_head(name)) for name in rows],
        caption=for_latex(caption),
        label=f"tab:{slug}",
        column_format="".join(formats),
    )
    return f"\\begingroup\\{size}\\setlength{{\\tabcolsep}}{{{_GAP}pt}}\n{table}\\endgroup\n"


def _head(name: Any) -> str:
    return str(name).replace("_", " ")


def _printed(value: Any) -> str:
    """A cell as a paper prints it; unknown values are empty."""
    if isinstance(value, float):
        return "" if pd.isna(value) else f"{value:,.0f}" if value == int(value) else f"{value:,.2f}"
    return "" if value is None or value is pd.NA else str(value)


def _latex_cell(value: Any) -> str:
    """A cell for LaTeX, in which long words may be broken anywhere."""
    words = re.findall(r"\S+|\s+", _printed(value))
    pieces = [[word[i : i + _LONGEST] for i in range(0, len(word), _LONGEST)] for word in words]
    return "".join(r"\allowbreak{}".join(map(for_latex, word)) for word in pieces)


def _layout(rows: pd.DataFrame) -> tuple[str, list[str]]:
    """A size of letters, and the format of each column: together as wide as a line at most, no word cut off."""
    texts = [[_head(name), *map(_printed, rows[name])] for name in rows]
    longest = [max(min(_LONGEST, len(word)) for text in column for word in (*text.split(), "")) + 1 for column in texts]
    whole = [max(map(len, column)) + 1 for column in texts]
    room = _PAGE - 2 * _GAP * len(texts)
    size = next((size for size, letter in _SIZES.items() if letter * sum(longest) <= room), "tiny")
    least = [_SIZES[size] * n for n in longest]
    more = [_SIZES[size] * n - low for n, low in zip(whole, least, strict=True)]
    share = min(1.0, max(0.0, room - sum(least)) / max(1.0, sum(more)))
    widths = [low + share * rest for low, rest in zip(least, more, strict=True)]
    scale = min(1.0, room / max(1.0, sum(widths)))
    return size, [rf">{{\raggedright\arraybackslash\hspace{{0pt}}}}p{{{scale * width:.1f}pt}}" for width in widths]


def _write_rows(rows: pd.DataFrame, path: Path) -> Path:
    # With a signature, without which Excel reads curly quotation marks as three signs each.
    for_csv(rows).to_csv(path, index=False, lineterminator="\n", encoding="utf-8-sig")
    return path


def _write_record(content: Mapping[str, Any], path: Path) -> Path:
    path.write_text(
        json.dumps({**content, "csv": _CSV}, indent=2, ensure_ascii=False, sort_keys=True) + "\n", encoding="utf-8"
    )
    return path
