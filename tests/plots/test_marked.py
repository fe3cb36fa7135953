import pandas as pd
from crossread.plots import render_evidence, render_table
from crossread.plots.marked import marked_html, marked_text

HOSTILE = '<script>alert("x")</script> \x1b[31mRussia\x07 & Iran'


def hostile_article():
    article = {"doc_id": "<b>a</b>", "outlet": "<i>", "published": None, "title": HOSTILE, "text": HOSTILE}
    start = HOSTILE.index("Russia")
    mention = {"doc_id": "a", "start": start, "end": start + 6, "actor_id": '"><script>'}
    empty = pd.DataFrame()
    spans = {
        "blocks": pd.DataFrame([{"start": 0, "end": len(HOSTILE), "kind": "body"}]),
        "mentions": pd.DataFrame([mention]),
        "quotes": empty, "times": empty, "claims": empty, "labels": empty,
    }  # fmt: skip
    return article, spans


def test_text_from_articles_is_escaped_on_a_page():
    page = marked_html(*hostile_article())
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert '<mark class="mentions"' in page


def test_text_from_articles_commands_no_terminal():
    plain = marked_text(*hostile_article(), colour=False)
    assert "\x1b" not in plain
    assert "\x07" not in plain
    assert "[M " in plain
    coloured = marked_text(*hostile_article(), colour=True)
    assert "\x1b[31m" not in coloured
    assert "\x1b[1;34mRussia\x1b[0m" in coloured


def test_evidence_is_escaped_and_its_span_marked():
    evidence = pd.DataFrame(
        [{"outlet": "<North>", "value": 1.0, "before": "<b>", "marked": "Russia & co", "after": "."}] * 3
    )
    table = render_evidence(evidence, ["outlet", "value"], limit=2)
    assert "&lt;b&gt;<mark>Russia &amp; co</mark>." in table
    assert "<North>" not in table
    assert "1 more rows" in table


def test_a_table_is_escaped_and_says_what_it_leaves_out():
    rows = pd.DataFrame({"outlet": ["<b>North</b>", None, "South"], "n": [1200.0, 0.5, 2.0]})
    html = render_table(rows, limit=2)
    assert "&lt;b&gt;North&lt;/b&gt;" in html
    assert ">1,200<" in html
    assert ">–<" in html
    assert "South" not in html
    assert "1 more rows" in html
