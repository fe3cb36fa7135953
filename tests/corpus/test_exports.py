"""Files in which an archive exports many articles: invented ones here, real ones where ../shared has them."""

import io
import zipfile
from datetime import date
from html import escape
from pathlib import Path

import pytest
from crossread.corpus.exports import or_export, read_word
from crossread.corpus.formats import read_records
from crossread.corpus.records import CorpusError, Record, Request
from crossread.corpus.sources import File, find_source
from hypothesis import given
from hypothesis import strategies as st

from tests.corpus.reading import messages, read

_BESIDE = [folder / "shared" / "eval" / "exports" for folder in Path(__file__).resolve().parents]
REAL = next((folder for folder in _BESIDE if folder.is_dir()), Path("no such folder"))

FIRST = "The mayor of Oakfield said on Monday that 15 people were hurt.\nTwitter: the search goes on."
SECOND = "The mayor of Oakfield said that he would rebuild the bridge within two years."

NEXIS = """


Download Request: Selected Items: 1-2
Time Of Request: Friday, March 20, 2018  16:51:31

Terms: (bridge and not
(TYPE(web)))

                               1 of 2 DOCUMENTS


                              The Oakfield Post

                     May 6, 2013 Monday 6:10 PM  EST
                               City Final Edition

Society: Bridge: fifteen hurt as bridge
collapses

BYLINE: Ann Writer

SECTION: NEWS; Pg. 3

LENGTH: 16 words


The mayor of Oakfield said on Monday that 15 people were
hurt.

Twitter: the search goes on.

GRAPHIC: A bridge

LOAD-DATE: May 9, 2013

LANGUAGE: ENGLISH


                      Copyright 2013 Oakfield Media
                           All Rights Reserved

                             Dokument 2 von 2

                              May Day News

                              24. September 2002

No Headline In Original

LÄNGE: 300 Wörter

The mayor of Oakfield said that he would rebuild the bridge within two years.

UPDATE: 25. September 2002
"""

NEXIS_HTML = """<HTML><BODY>
<A NAME="DOC_ID_0_0"></A><!-- Hide XML section from browser
<DOC NUMBER=1>
<DOCFULL> -->
<BR><DIV CLASS="c0"><P CLASS="c1"><SPAN>1 of 2 DOCUMENTS</SPAN></P></DIV>
<BR><DIV CLASS="c0"><BR><P CLASS="c1"><IMG SRC="a.gif" ALT="http://logo"><BR><SPAN>The Oakfield Post</SPAN></P></DIV>
<BR><DIV CLASS="c5"><P><SPAN CLASS="c7">Bridge coll</SPAN><SPAN CLASS="c9">apses</SPAN></P></DIV>
<BR><DIV CLASS="c3"><P><SPAN>May</SPAN><SPAN> 6, 2013 Monday&nbsp;&nbsp;<BR>Late Edition - Final</SPAN></P></DIV>
<BR><DIV CLASS="c5"><P><SPAN>LENGTH: </SPAN><SPAN>16 words</SPAN></P></DIV>
<BR><DIV CLASS="c5"><P><SPAN>The mayor of Oak<B>field</B> said on Monday that 15 people
were hurt.</SPAN></P>
<P><SPAN>Twitter: the search goes on.</SPAN></P></DIV>
<BR><DIV CLASS="c5"><P><SPAN>LOAD-DATE: </SPAN><SPAN>May 9, 2013</SPAN></P></DIV>
<BR><DIV CLASS="c0"><BR><P><SPAN>Copyright 2013 Oakfield Media<BR>All Rights Reserved</SPAN></P></DIV>
<!-- Hide XML section from browser
</DOCFULL>
</DOC> -->
<A NAME="DOC_ID_0_1"></A><!-- Hide XML section from browser
<DOC NUMBER=1>
<DOCFULL> -->
<BR><DIV><P><SPAN>We are sorry but there is an error in this document and it is not possible to display it.</SPAN></P></DIV>
<!-- Hide XML section from browser
</DOCFULL>
</DOC> -->
</BODY></HTML>
"""

UNI = """User Name: A Reader
Date and Time: Friday, 5. July 2019 09:31:00 CEST
Documents (2)
1. Society: Bridge: fifteen hurt
Client/Matter: -None-

Society: Bridge: fifteen hurt
The Oakfield Post
November 27, 2013 Wednesday, FINAL EDITION

 Copyright 2013 Oakfield Media All Rights Reserved
Section:\xa0NEWS; Pg. 3
Length:\xa016 words
Byline:\xa0Ann Writer
Body

ABSTRACT
A bridge.
FULL TEXT
The mayor of Oakfield said on Monday that 15 people were hurt.
Twitter: the search goes on.
Classification

Language:\xa0ENGLISH
Load-Date:\xa0November 30, 2013
End of Document

Bridge to be rebuilt
The Oakfield Post
Correction Appended
Copyright 2013 Oakfield Media All Rights Reserved
Length:\xa014 words
Body
The mayor of Oakfield said that he would rebuild the bridge within two years.
Load-Date:\xa0May 7, 2013
End of Document
"""

FACTIVA = """World
Bridge Collapses in Oakfield

By Ann Writer
16 words
5 May 2024
15:32
The Oakfield Post
OAKP
A1
English
© 2024 Oakfield Media. All Rights Reserved.

The mayor of Oakfield said on Monday that 15 people were hurt.

Twitter: the search goes on.

Oakfield Media

Document OAKP000020240505ek0500001

Bridge to be rebuilt

14 words
6 May 2024
The Oakfield Post
OAKP
English
© 2024 Oakfield Media. All Rights Reserved.

The mayor of Oakfield said that he would rebuild the bridge within two years.

Oakfield Media

Document OAKP000020240506ek0600002

Search Summary
Text bridge
"""

FACTIVA_HTML = """<html><body><h1>Factiva</h1><div id="article-OAKP1" class="article"><div class="article enArticle"><p>
</p><div>World</div><div id="hd"><span class="enHeadline">Bridge Coll<b>apses</b></span>
</div><div class="author">By Ann Writer</div><div>16 Wörter</div><div>9 Januar 1993</div><div>15:32</div>
<div>The Oakfield Post</div><div>OAKP</div><div>Englisch</div><div>(c) 1993 Oakfield Media</div>
<p class="articleParagraph enarticleParagraph">The mayor of Oak<b>field</b> said on Monday that 15 people were hurt.</p>
<p class="articleParagraph enarticleParagraph">Twitter: the search goes on.</p>
<p>Oakfield Media</p><p>Document OAKP000019930109edbd0000d</p></div></div>
<div class="article enArticle"><table><tr><td><b>SE</b>&nbsp;</td><td>World</td></tr>
<tr><td><b>HD</b>&nbsp;</td><td><b class="enHeadline">Bridge to be rebuilt</b></td></tr>
<tr><td><b>WC</b>&nbsp;</td><td>14 words</td></tr><tr><td><b>PD</b>&nbsp;</td><td>29 décembre 2011</td></tr>
<tr><td><b>SN</b>&nbsp;</td><td>The Oakfield Post</td></tr><tr><td><b>CY</b>&nbsp;</td><td>(c) Oakfield Media</td></tr>
<tr><td><p><b>LP</b>&nbsp;</p></td><td><p>The mayor of Oakfield said</p></td></tr>
<tr><td><p><b>TD</b>&nbsp;</p></td><td><p>that he would rebuild the bridge within two years.</p></td></tr>
<tr><td><b>NS</b>&nbsp;</td><td>gcat : General News</td></tr>
<tr><td><b>AN</b>&nbsp;</td><td>Document OAKP000020111229e7ct0001r</td></tr></table></div>
<span class="copyright">© 2018 Factiva, Inc. All rights reserved.</span></body></html>
"""

RULE = "_" * 60
PROQUEST = f"""{RULE}

Document 1 of 3

Bridge collapses

Author: Writer, Ann

Publication info: The Oakfield Post; Oakfield [Oakfield]. 06 May 2009: A.1.

Abstract: None available.

Links: https://example.org/openurl?genre=article&jtitle=The+Oakfield+Post&btitle=

Full text: The mayor of Oakfield said on Monday that 15 people were hurt.
Location: the river.
Twitter: the search goes on.
CREDIT: Post Staff Writer

Subject: Bridges

Title: Bridge collapses

Publication title: The Oakf ield Post; Oakfield, Ont.

Publication date: May 6, 2 009

ProQuest documentID: 100 001

Document URL: https://example.org/1

Copyright: (Copyright Oakfield Media 2009)

Last updated: 2017-11-07

Database: Newsstream

{RULE}

Document 2 of 3

A picture

Full text: Not available.

ProQuest document ID: 100002

Last updated: 2017-11-07

{RULE}

Document 3 of 3

Bridge to be rebuilt

Publication info: The Oakfield Post; Oakfield [Oakfield]. 07 May 2009: A.1.

Full text: The mayor of Oakfield said that he would rebuild the bridge within two years.

ProQuest document ID: 100003

Last updated: 2017-11-07

Database: Newsstream

{RULE}

Contact us at: https://example.org/contact

Database copyright ProQuest LLC.
"""


def proquest_html():
    def paragraph(line):
        key, colon, value = line.partition(":")
        marked = f"<strong>{key}: </strong>{escape(value)}" if colon else line
        return f"<p style='margin:0'>{marked}</p>"

    articles = PROQUEST.split(RULE)[1:-1]
    return "".join(
        f'<div style="border"><a name="DocID_{n}"></a>'
        + "".join(paragraph(line) for line in text.split("\n") if line)
        + "</div>"
        for n, text in enumerate(articles)
    )


def word(text):
    """A Word document with a paragraph a line."""
    paragraphs = "".join(f"<w:p><w:r><w:t>{escape(line)}</w:t></w:r></w:p>" for line in text.split("\n"))
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(
            "word/document.xml", f'<w:document xmlns:w="{space}"><w:body>{paragraphs}</w:body></w:document>'
        )
    return packed.getvalue()


EXPORTS = {
    "nexis.txt": NEXIS,
    "nexis.html": NEXIS_HTML,
    "uni.txt": UNI,
    "factiva.txt": FACTIVA,
    "factiva.html": FACTIVA_HTML,
    "proquest.txt": PROQUEST,
    "proquest.html": proquest_html(),
}
POST = "The Oakfield Post"
FOUND = {
    "nexis.txt": [
        ("nexis-1", POST, date(2013, 5, 6), "Society: Bridge: fifteen hurt as bridge collapses", FIRST, None),
        ("nexis-2", "May Day News", date(2002, 9, 24), None, SECOND, None),
    ],
    "nexis.html": [("nexis-1", POST, date(2013, 5, 6), "Bridge collapses", FIRST, None)],
    "uni.docx": [
        ("uni-1", POST, date(2013, 11, 27), "Society: Bridge: fifteen hurt", FIRST, None),
        ("uni-2", POST, None, "Bridge to be rebuilt", SECOND, None),
    ],
    "factiva.txt": [
        ("OAKP000020240505ek0500001", POST, date(2024, 5, 5), "Bridge Collapses in Oakfield", FIRST, None),
        ("OAKP000020240506ek0600002", POST, date(2024, 5, 6), "Bridge to be rebuilt", SECOND, None),
    ],
    "factiva.html": [
        ("OAKP000019930109edbd0000d", POST, date(1993, 1, 9), "Bridge Collapses", FIRST, None),
        (
            "OAKP000020111229e7ct0001r",
            POST,
            date(2011, 12, 29),
            "Bridge to be rebuilt",
            SECOND.replace(" that", "\nthat"),
            None,
        ),
    ],
    "proquest.txt": [
        (
            "100001",
            POST,
            date(2009, 5, 6),
            "Bridge collapses",
            FIRST.replace("\n", "\nLocation: the river.\n"),
            "https://example.org/1",
        ),
        ("100003", POST, date(2009, 5, 7), "Bridge to be rebuilt", SECOND, None),
    ],
}
FOUND["uni.txt"] = FOUND["uni.docx"]
FOUND["proquest.html"] = FOUND["proquest.txt"]
NO_TEXT = "article 2: the export has no full text of this article; download it as 'full text'"
SAID = {
    "nexis.txt": ["nexis.txt, article 2: 14 words found, 300 stated by the archive; compare the two"],
    "nexis.html": ["nexis.html, article 2: the archive could not show this article; ask it for the article again"],
    "proquest.txt": [f"proquest.txt, {NO_TEXT}"],
    "proquest.html": [f"proquest.html, {NO_TEXT}"],
}


@pytest.mark.parametrize("name", FOUND)
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_an_export_is_split_into_its_articles(tmp_path, name, line_end):
    path = tmp_path / name
    path.write_bytes(word(UNI) if name == "uni.docx" else EXPORTS[name].replace("\n", line_end).encode("utf-8-sig"))
    articles, problems = read(path)
    assert [(a.doc_id, a.outlet, a.published, a.title, a.text, a.url) for a in articles] == FOUND[name]
    assert messages(problems) == SAID.get(name, [])


def file_of(name, data):
    return File(name, len(data), lambda: io.BytesIO(data), name.partition(".")[0])


def split(name, text):
    file = file_of(name, text.encode())
    return list(or_export(file, Request({}, date(2026, 11, 22)), single=lambda *_: iter(()), is_html="html" in name))


def test_section_and_byline_are_kept_apart():
    first = split("factiva.html", FACTIVA_HTML)[0].fields
    assert (first["byline"], first["length"]) == ("By Ann Writer", "16 Wörter")
    first = split("nexis.txt", NEXIS)[0].fields
    assert (first["byline"], first["section"], first["length"]) == ("Ann Writer", "NEWS; Pg. 3", "16 words")


@pytest.mark.parametrize("name", EXPORTS)
@given(st.data())
def test_cut_anywhere_a_file_loses_the_article_that_is_cut_and_says_so(name, data):
    text = EXPORTS[name]
    whole = [item.fields["text"] for item in split(name, text) if isinstance(item, Record)]
    cut = text[: data.draw(st.integers(text.index("The mayor"), len(text)))]
    items = split(name, cut)
    found = [item.fields["text"] for item in items if isinstance(item, Record)]
    assert found == whole[: len(found)]
    problems = [item.message for item in items if not isinstance(item, Record)]
    n_begun = cut.count("The mayor of Oak")
    if items and n_begun > len(found):  # without items the sign of the export is cut off, and it is one article
        assert n_begun == len(found) + 1
        assert "breaks off" in "".join(problems)


def test_a_paragraph_about_copyright_is_text():
    text = NEXIS.replace("Twitter: the search", "Copyright law was not broken: the search")
    assert split("nexis.txt", text)[0].fields["text"] == FIRST.replace("Twitter", "Copyright law was not broken")


@pytest.mark.parametrize(
    ("line", "published"),
    [
        ("June 5, 1999, Saturday, Metro", "June 5, 1999"),
        ("January 2010", "January 2010"),
        ("The flood of May 2010", ""),
    ],
)
def test_the_date_of_nexis_may_go_on_or_be_a_month(line, published):
    (record,) = split(
        "a.txt", f"1 of 1 DOCUMENT\n\nThe Post\n\n{line}\n\nA title\n\nLENGTH: 1 word\n\nText.\n\nLOAD-DATE: x"
    )
    title, text = ("A title", "Text.") if published else (line, "A title\nText.")
    assert (record.fields["published"], record.fields["title"], record.fields["text"]) == (published, title, text)


def test_two_articles_that_run_together_are_told():
    (problem,) = split("proquest.txt", PROQUEST.replace(RULE, "").replace("Full text: Not available.", ""))
    assert "article 1: two articles run together" in problem.message


def test_an_export_without_a_reader_is_refused_by_name(tmp_path):
    path = tmp_path / "press.html"
    article = '<article><span class="DocPublicationName">Oakfield Post</span><p>A bridge collapsed.</p></article>'
    path.write_text(f"<html><body>{article * 3}</body></html>")
    with pytest.raises(
        CorpusError, match=r"'press\.html': holds 3 articles, a Europresse export, which is not read yet; save"
    ):
        read(path)


def test_a_word_document_of_something_else_is_refused():
    with pytest.raises(CorpusError, match="is no export of Nexis Uni"):
        list(read_word(file_of("letter.docx", word("Dear all,\nhello")), Request({}, date(2026, 11, 22))))
    with pytest.raises(CorpusError, match=r"letter.docx: cannot be opened \(BadZipFile"):
        list(read_word(file_of("letter.docx", word(UNI)[:-30]), Request({}, date(2026, 11, 22))))


def test_a_text_that_counts_documents_is_one_article(tmp_path):
    path = tmp_path / "one.txt"
    path.write_text("The police found 1 of 2 documents.\nEnd of Document\nDocument 5 was not found on Monday.")
    articles, problems = read(path)
    assert ([article.doc_id for article in articles], problems) == (["one"], [])


@pytest.mark.parametrize("name", ["proquest.txt", "nexis.html", "factiva.txt"])
def test_a_large_file_is_cut_as_it_is_read(monkeypatch, name):
    text = EXPORTS[name] * 20
    whole = split(name, text)
    monkeypatch.setattr("crossread.corpus.exports._HEAD", 3_000)
    monkeypatch.setattr("crossread.corpus.exports._CHUNK", 100)
    assert split(name, text) == whole


# What FORMATS.md says is right: articles, those with a title, an outlet, a day.
RIGHT = {
    "nexis_docx/lnt_sample.DOCX": (10, 10, 10, 10),
    "nexis_docx/k_guardian1.docx": (2, 2, 2, 2),
    "nexis_docx/k_guardian2.docx": (1, 1, 1, 1),
    "nexis_docx/k_usa-today.docx": (7, 7, 7, 7),
    "nexis_txt/lnt_sample.TXT": (10, 10, 10, 10),
    "nexis_html/guardian_1986-01-01_0001.html": (262, 262, 262, 262),
    "nexis_html/tm_lexisnexis_test_fr.html": (3, 3, 3, 3),
    "nexis_html/tm_lexisnexis_test_copyright_error.html": (1, 0, 1, 1),  # a table without a title
    "amcat/lexisnexis_test2.txt": (1, 1, 1, 1),
    "factiva_html/irish-independence_1_2017-11-14.html": (44, 44, 44, 44),
    "factiva_html/tm_factiva_test.html": (2, 2, 2, 2),
    "proquest/spectator_first60.txt": (60, 60, 60, 60),
    "proquest/sample-1.html": (1, 1, 1, 1),
}


@pytest.mark.skipif(
    not REAL.is_dir(), reason="the real files belong to their publishers and lie outside the repository"
)
@pytest.mark.parametrize("name", RIGHT)
def test_real_exports_have_all_their_articles(name):
    from crossread.corpus.dating import read_day

    today = date(2026, 11, 22)
    items = list(read_records(find_source(REAL / name).file, Request({}, today)))
    fields = [item.fields for item in items if isinstance(item, Record)]
    with_day = sum(read_day(found.get("published"), today=today) is not None for found in fields)
    assert all(found["text"] for found in fields)
    assert (
        len(fields),
        *(sum(bool(found.get(key)) for found in fields) for key in ("title", "outlet")),
        with_day,
    ) == RIGHT[name]
