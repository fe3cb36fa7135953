"""Text of articles on its way out: one function for each way, so that no text commands who reads it.

Figures need none: the style sheet of the plots turns mathtext off, and names are cut by ``shorten``, which is
:func:`printable`.
"""

import re
from html import escape

import pandas as pd

# What is not printed but acts: control characters but for tab and line end, signs that turn the direction of text,
# halves of characters, which no file can hold.
_SIGNS = "\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff"
_ACTING = re.compile(f"[{_SIGNS}\ud800-\udfff]")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")  # has no place in LaTeX's fonts
_TEX = {
    "\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}", "\N{REPLACEMENT CHARACTER}": "?",
    **{sign: f"\\{sign}" for sign in "&%$#_{}"},
}  # fmt: skip
_TEX_SIGNS = re.compile("|".join(map(re.escape, _TEX)))
# How a cell begins that a spreadsheet takes for a formula (OWASP, CSV injection).
_FORMULA = r"^[=+\-@\t\r\n＝＋－＠]"
_NUMBER = r"[+-]\d[\d.,]*%?"


def printable(text: str) -> str:
    r"""Text for a terminal, a log or a label: signs that are not printed but act are U+FFFD.

    >>> ascii(printable("news\x1b[2J.txt"))
    "'news\\ufffd[2J.txt'"
    """
    return _ACTING.sub("\N{REPLACEMENT CHARACTER}", text)


def for_html(text: str) -> str:
    """Text within a page. Signs of TeX stand in elements of their own, between which MathJax sees no formula.

    >>> for_html("<b> $5 or $10")
    '&lt;b&gt; <span>$</span>5 or <span>$</span>10'
    """
    return re.sub(r"[$\\]", r"<span>\g<0></span>", for_attribute(text))


def for_attribute(text: str) -> str:
    """Text within an attribute of an element, in quotation marks; or within SVG."""
    return escape(printable(text))


def for_latex(text: str) -> str:
    r"""Text for LaTeX, in a cell or a caption.

    >>> print(for_latex("Johnson & Johnson_X"))
    Johnson \& Johnson\_X
    """
    return _TEX_SIGNS.sub(lambda found: _TEX[found.group()], _INVISIBLE.sub("", printable(text)))


def for_csv(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows for a spreadsheet: an apostrophe stands before a cell or head of text that would be run as a formula.

    Signs that act are U+FFFD, and a carriage return is a line end, which writers of CSV put in quotation marks.
    """
    out = rows.copy()
    for name in rows.select_dtypes(exclude=["number", "bool", "datetime"]):
        out[name] = _harmless(rows[name].astype("str")).where(rows[name].notna())
    return out.set_axis(_harmless(pd.Series(rows.columns, dtype="str")).to_list(), axis="columns")


def _harmless(cells: pd.Series) -> pd.Series:
    if cells.str.contains(f"[{_SIGNS}]", regex=True, na=False).any():
        cells = cells.str.replace("\r\n?", "\n", regex=True).str.replace(f"[{_SIGNS}]", "\ufffd", regex=True)
    is_formula = cells.str.contains(_FORMULA, regex=True, na=False)
    is_formula &= ~cells.str.fullmatch(_NUMBER, na=False)
    return cells.where(~is_formula, "'" + cells)
