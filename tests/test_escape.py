"""Hostile text through every way out."""

import csv
import io
import json
import re
import xml.etree.ElementTree as ElementTree
from html.parser import HTMLParser

import pandas as pd
import pytest
from crossread.escape import for_attribute, for_csv, for_html, for_latex, printable
from crossread.plots import Words, render_evidence, render_table, style
from crossread.runs.export import save_figure, save_table
from hypothesis import given, settings
from hypothesis import strategies as st

HOSTILE = [
    r"Money $\frac{$ Week",
    "a$b$c",
    "<script>alert(1)</script>",
    'x" onmouseover="alert(1)',
    "]]><!--",
    "\x1b[2J\x1b]0;owned\x07",
    "\u202egnp.exe",
    '=HYPERLINK("http://evil.example","x")',
    "@SUM(1)",
    "\\input{/etc/passwd}%",
    "a\u200bb\x00c",
    "a\uffffb",
    "\r=1+1",
    "العربية 北京 😀",
    "+1,2\n=2",
]
ANY = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=40), st.text("$\\{}<>&\"'=+-@\x1b\u202e\r\t", max_size=12))


class Elements(HTMLParser):
    """The elements and the text of a page."""

    def __init__(self, page):
        super().__init__()
        self.tags, self.words = set(), ""
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        self.tags.add(tag)
        assert not [name for name, _ in attributes if name.startswith("on")]

    def handle_data(self, data):
        self.words += data


@given(ANY)
def test_a_terminal_gets_no_command(text):
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", printable(text))
    assert len(printable(text)) == len(text)


@given(ANY)
def test_a_page_shows_the_text_and_runs_nothing(text):
    page = Elements(f'<p title="{for_attribute(text)}">{for_html(text)}</p>')
    assert page.tags <= {"p", "span"}
    assert page.words == printable(text)
    # no two signs of TeX in one piece of text: MathJax reads one piece at a time
    assert not re.search(r">[^<]*[$\\][^<]+<", f">{for_html(text)}<")


@given(ANY)
def test_latex_gets_no_command(text):
    for command in re.findall(r"\\[a-zA-Z]+|\\.", for_latex(text)):
        assert command in {
            r"\textbackslash",
            r"\textasciitilde",
            r"\textasciicircum",
            *(f"\\{sign}" for sign in "&%$#_{}"),
        }
    assert not re.search(r"(?<!\\)[&%$#_]", for_latex(text))


@given(st.lists(ANY, min_size=1, max_size=4))
def test_a_spreadsheet_gets_no_formula(texts):
    rows = for_csv(pd.DataFrame({"outlet": texts, "n": range(len(texts))}))
    written = rows.to_csv(index=False, lineterminator="\n")
    cells = [cell for cell, _ in csv.reader(io.StringIO(written, newline=""))][1:]
    assert not [
        cell
        for cell in cells
        if cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n")) and not re.fullmatch(r"[+-]\d[\d.,]*%?", cell)
    ]
    as_they_were = [text.replace("\r\n", "\n").replace("\r", "\n") for text in texts]
    assert [cell.removeprefix("'") for cell in cells] == [printable(text).removeprefix("'") for text in as_they_were]


@given(ANY)
@settings(max_examples=30, deadline=None)
def test_tables_in_notebooks_are_safe(text):
    evidence = pd.DataFrame({"outlet": [text], "before": [text], "marked": [text], "after": [text]})
    for page in (render_table(evidence), render_evidence(evidence, ["outlet"])):
        assert Elements(page).tags <= {"table", "thead", "tbody", "tr", "th", "td", "mark", "span", "p"}


@pytest.mark.filterwarnings("error")  # also of signs that the font lacks
def test_hostile_names_are_drawn_and_saved_in_every_format(tmp_path):
    with style.applied():
        figure = style.new_figure(3, 4)
        style.name_rows(figure.subplots(), [style.shorten(name, 60) for name in HOSTILE])
    data = pd.DataFrame({"outlet": HOSTILE})
    words = Words(f"Of {'; '.join(HOSTILE)}.", f"Bars of {'; '.join(HOSTILE)}.")
    saved = save_figure(figure, data, words, out=tmp_path, slug="x", formats=["pdf", "svg", "png"], provenance={})
    assert saved.undrawn == "京北"
    assert "an apostrophe stands before" in json.loads((tmp_path / "x.json").read_text())["csv"]
    tree = ElementTree.parse(tmp_path / "x.svg").getroot()
    assert tree.attrib["role"] == "img"
    assert [child.tag.split("}")[1] for child in tree[:2]] == ["title", "desc"]
    assert tree[0].text == printable(words.caption).replace("\r", "\n")
    assert {child.tag.split("}")[1] for child in tree.iter()}.isdisjoint({"script", "image", "foreignObject"})
    assert (tmp_path / "x.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    save_table(data, words.caption, out=tmp_path, slug="t", provenance={})
    latex = (tmp_path / "t.tex").read_text(encoding="utf-8")
    for name in HOSTILE:
        assert latex.count(for_latex(name)) >= 2  # in the caption and the cell


@given(st.lists(ANY, min_size=1, max_size=4, unique=True))
def test_no_head_of_a_spreadsheet_is_a_formula(names):
    heads = list(for_csv(pd.DataFrame([range(len(names))], columns=names)))
    assert not [head for head in heads if head.startswith(("=", "@", "\t", "\r", "\n"))]


def test_a_number_in_a_spreadsheet_stays_a_number():
    cells = for_csv(pd.DataFrame({"n": ["-5", "+3", "-1,200.5", "-x", "\r=1+1"]}))["n"].tolist()
    assert cells == ["-5", "+3", "-1,200.5", "'-x", "'\n=1+1"]
