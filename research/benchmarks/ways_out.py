"""Whether text that could harm is harmless on each way out: terminal, page, SVG, LaTeX, CSV, names of files, files."""

import csv
import io
import re
import tempfile
import warnings
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Iterator, Sequence
from html.parser import HTMLParser
from pathlib import Path

import pandas as pd
from crossread.escape import for_attribute, for_csv, for_html, for_latex, printable
from crossread.plots import Words, render_evidence, render_table, style
from crossread.runs.export import save_figure, save_table
from crossread.runs.project import tables_folder

NAMES = (
    r"Money $\frac{$ Week", "a$b$c", r"\(x\)", "<script>alert(1)</script>", '" onmouseover="alert(1)', "]]><!--",
    "</title><svg onload=x>", "\x1b[2J\x1b]0;owned\x07", "\x9b31m", "\u202egnp.exe", "\u2066x", "a\u200bb\x00c",
    "\uffff", '=HYPERLINK("http://evil.example","x")', "@SUM(1)", "+1,2\n=2", "-x", "\t=1+1", "\r=1+1", "＝1", "'=1",
    "\r\n@x", "\\input{/etc/passwd}%", "\\end{longtable}", "x^^5cinput", "~&#_", "../../etc/x", "..", "", "a/b\\c:d",
    "x" * 300, "العربية 北京 😀", "e\u0301\u0301\u0301", "Pay $5 or $10 Post", "\n\n", " ", "ﬁ\u00ad",
)  # fmt: skip
_COMMAND = "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]"
_TEX = {r"\textbackslash", r"\textasciitilde", r"\textasciicircum", *(f"\\{sign}" for sign in "&%$#_{}")}
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_TAGS = {"table", "thead", "tbody", "tr", "th", "td", "mark", "span", "p"}


class _Page(HTMLParser):
    """The elements, the attributes that act and the words of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.words = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found |= {tag, *(name for name, _ in attrs if name.startswith("on"))}

    def handle_data(self, data: str) -> None:
        self.words += data


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _terminal(text: str) -> bool:
    return not re.search(_COMMAND, printable(text)) and bool(printable(text).encode() or not text)


def _page(text: str) -> bool:
    page = _Page(f'<p title="{for_attribute(text)}">{for_html(text)}</p>')
    no_formula = not re.search(r">[^<]*[$\\][^<]+<", f">{for_html(text)}<")  # MathJax reads one piece of text at a time
    return page.found <= {"p", "span"} and page.words == printable(text) and no_formula


def _svg(text: str) -> bool:
    (title,) = ElementTree.fromstring(f"<svg><title>{for_attribute(text)}</title></svg>")
    return not list(title) and (title.text or "") == _lines(printable(text))


def _latex(text: str) -> bool:
    safe = for_latex(text)
    return set(re.findall(r"\\[a-zA-Z]+|\\.", safe)) <= _TEX and not re.search(r"(?<!\\)[&%$#_]|\^", safe)


def _is_live(cell: str) -> bool:
    return cell.startswith(_FORMULA) and re.fullmatch(r"[+-]\d[\d.,]*%?", cell) is None


def _csv(texts: Sequence[str]) -> Iterator[str]:
    """The texts that a spreadsheet would run, as heads and as cells."""
    written = [
        for_csv(frame).to_csv(index=False, lineterminator="\n")
        for frame in (pd.DataFrame([range(len(texts))], columns=list(texts)), pd.DataFrame({"text": texts, "n": 0}))
    ]
    (heads, _), (_, *rows) = (csv.reader(io.StringIO(table, newline="")) for table in written)
    yield from (
        text for text, *out in zip(texts, heads, (row[0] for row in rows), strict=True) if any(map(_is_live, out))
    )


def _file_name(text: str) -> bool:
    folder = tables_folder({"corpus": f"s3://bucket/{text}"}, Path("out"))
    return folder.parent == Path("out/tables") and re.fullmatch(r"[\w.-]{1,80}", folder.name) is not None


WAYS: dict[str, Callable[[str], bool]] = {
    "terminal": _terminal, "page": _page, "SVG": _svg, "LaTeX": _latex, "file name": _file_name,
}  # fmt: skip


def find_harm(texts: Sequence[str]) -> Iterator[str]:
    """Each way out by which one of some different texts would harm, with the text."""
    yield from (f"CSV: {text!r:.200}" for text in _csv(texts))
    for text in texts:
        yield from (f"{way}: {text!r:.200}" for way, is_safe in WAYS.items() if not is_safe(text))


def find_harm_in_files(texts: Sequence[str]) -> Iterator[str]:
    """What would harm in a figure with these names, in all its files, in a table of them, and in a notebook."""
    rows = pd.DataFrame({"outlet": texts, "before": texts, "marked": texts, "after": texts, "=n": range(len(texts))})
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("error", UserWarning)
        with style.applied():
            figure = style.new_figure(style.FULL_WIDTH, 8)
            style.name_rows(figure.subplots(), [style.shorten(text, 30) for text in texts])
        words, out = Words(" ".join(texts), " ".join(texts)), Path(folder)
        save_figure(figure, rows, words, out=out, slug="x", formats=["pdf", "svg", "png"], provenance={}, evidence=rows)
        save_table(rows, words.caption, out=out, slug="t", provenance={})
        drawn = {element.tag.rpartition("}")[2] for element in ElementTree.parse(out / "x.svg").iter()}
        if drawn & {"script", "image", "foreignObject", "a"}:
            yield f"SVG: {drawn}"
        for name in ("x.csv", "x.evidence.csv", "t.csv"):
            with (out / name).open(encoding="utf-8-sig", newline="") as file:
                cells = [cell for row in csv.reader(file) for cell in row]
            yield from (f"{name}: {cell!r:.200}" for cell in cells if _is_live(cell))
            if len(cells) != (len(texts) + 1) * len(rows.columns):
                yield f"{name}: {len(cells)} cells"
        for page in (render_table(rows), render_evidence(rows, ["outlet"])):
            if not _Page(page).found <= _TAGS:
                yield f"notebook: {sorted(_Page(page).found - _TAGS)}"
