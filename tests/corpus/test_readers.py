import json
from contextlib import suppress
from datetime import date

import pytest
from crossread.corpus import Article, CorpusError, read_articles
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.corpus.reading import TEXT, TODAY, json_lines, read


def manifest(folder, rows, header="file,outlet,published"):
    (folder / "corpus.csv").write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "good.txt").write_text("The buses left on Monday.\r\nAll went well.", encoding="utf-8", newline="")
    return tmp_path


def test_an_article_is_delivered_as_it_is(folder):
    manifest(folder, ["good.txt,North,2016-12-19"])
    articles, problems = read(folder)
    assert articles == [
        Article(
            "good",
            "North",
            date(2016, 12, 19),
            "given",
            None,
            "The buses left on Monday.\r\nAll went well.",
            "good.txt",
        )
    ]
    assert problems == []


def test_unknown_stays_unknown(folder):
    manifest(folder, ["good.txt,,"])
    (article,), _ = read(folder)
    assert (article.outlet, article.published, article.published_basis, article.title) == (None, None, None, None)


@pytest.mark.parametrize(
    ("name", "content", "row", "message"),
    [
        ("gone.txt", None, "gone.txt,North,2016-12-19", "row 3: file 'gone.txt' is not in"),
        ("empty.txt", b" \n", "empty.txt,North,2016-12-19", "file 'empty.txt': the article is empty"),
        ("binary.txt", b"\x00\x01\x02", "binary.txt,North,2016-12-19", "file 'binary.txt' is not text"),
        ("image.txt", b"\x89PNG\r\n\x1a\n\x00\x00", "image.txt,North,2016-12-19", "file 'image.txt' is not text"),
        ("x.txt", b"x", "../x.txt,North,2016-12-19", "file '../x.txt' lies outside"),
        ("y.txt", b"y", ",North,2016-12-19", "'file' is empty"),
    ],
)
def test_an_article_that_cannot_be_read_is_reported_and_the_others_are_read(folder, name, content, row, message):
    if content is not None:
        (folder / name).write_bytes(content)
    manifest(folder, ["good.txt,North,2016-12-19", row])
    articles, problems = read(folder)
    assert [article.doc_id for article in articles] == ["good"]
    lost = [problem for problem in problems if message in problem.message]
    assert lost, problems
    assert lost[0].lost
    assert "row 3" in lost[0].message


def test_a_file_that_is_not_utf8_is_read_and_the_encoding_told(folder):
    (folder / "latin.txt").write_bytes(
        "François Hollande spoke in Genève, where he had arrived on Monday.".encode("latin-1")
    )
    manifest(folder, ["latin.txt,North,2016-12-19", "good.txt,North,2016-12-19"])
    articles, problems = read(folder)
    assert "François" in articles[0].text
    assert [(p.doc_id, p.lost) for p in problems] == [("latin", False)]
    assert "row 2" in problems[0].message
    assert "'latin.txt' is not UTF-8; read as" in problems[0].message


def test_two_rows_with_one_id_are_both_kept(folder):
    (folder / "other.txt").write_text("Another text.", encoding="utf-8")
    manifest(folder, ["good.txt,North,2016-12-19,x", "other.txt,South,2016-12-19,x"], "file,outlet,published,doc_id")
    articles, problems = read(folder)
    assert [(article.doc_id, article.outlet) for article in articles] == [("x", "North"), ("x-2", "South")]
    assert [(problem.doc_id, problem.lost) for problem in problems] == [("x-2", False)]
    assert "row 3" in problems[0].message
    assert "doc_id 'x' is taken already by" in problems[0].message
    assert "row 2" in problems[0].message


@pytest.mark.parametrize("day", ["0001-01-01", "2016-02-30", "04.03.2016", "2050-01-01"])
def test_an_impossible_date_is_unknown_and_reported(folder, day):
    manifest(folder, [f"good.txt,North,{day}"])
    (article,), (problem,) = read(folder)
    assert article.published is None
    assert not problem.lost
    assert f"row 2, file 'good.txt': published: '{day}'" in problem.message


def test_files_outside_the_manifest_are_named(folder):
    (folder / "stray.txt").write_text("Not listed.", encoding="utf-8")
    manifest(folder, ["good.txt,North,2016-12-19"])
    _, (problem,) = read(folder)
    assert "stray.txt: not in corpus.csv" in problem.message


def test_an_unknown_column_is_named(folder):
    manifest(folder, ["good.txt,North,2016-12-19,blue"], "file,outlet,published,colour")
    _, (problem,) = read(folder)
    assert "'colour'" in problem.message
    assert not problem.lost


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda folder: folder / "nowhere", "no such file or folder"),
        (lambda folder: folder / "report.pdf", "not a corpus; expected a folder, or a file: .csv, "),
        (lambda folder: folder / "empty", "no files in it"),
    ],
)
def test_no_corpus_at_all(folder, make, message):
    (folder / "report.pdf").write_bytes(b"%PDF")
    (folder / "empty").mkdir()
    with pytest.raises(CorpusError, match=message):
        list(read_articles(make(folder)))


def test_a_manifest_without_files_column(folder):
    (folder / "corpus.csv").write_text("name,outlet\ngood.txt,North\n", encoding="utf-8")
    with pytest.raises(CorpusError, match="no column 'file'; its columns are name, outlet"):
        list(read_articles(folder))


def test_json_lines(tmp_path):
    path = tmp_path / "articles.jsonl"
    lines = [
        json.dumps({"doc_id": "a", "text": "Buses left.", "outlet": "North", "published": "2016-12-19", "url": "u"}),
        "",
        "{not json",
        json.dumps(["a list"]),
        json.dumps({"doc_id": 5, "text": "x"}),
        json.dumps({"doc_id": "b"}),
        json.dumps({"doc_id": "c", "text": "x", "outlet": 7}),
        json.dumps({"doc_id": "d", "text": None}),
        json.dumps({"doc_id": "a", "text": "Again."}),
        json.dumps({"doc_id": "e", "text": "\x00"}),
        json.dumps({"doc_id": "f", "text": "Last.", "published": None, "outlet": None}),
    ]
    path.write_text("\n".join(lines), encoding="utf-8")
    articles, problems = read(path)
    assert [(article.doc_id, article.outlet) for article in articles] == [
        ("a", "North"), ("5", None), ("c", None), ("a-2", None), ("f", None)
    ]  # fmt: skip
    assert [problem.message for problem in problems] == [
        "articles.jsonl, line 3: not JSON (Expecting property name enclosed in double quotes: line 1 column 2 (char 1))",
        "articles.jsonl, line 4: expected an object, found a list",
        "articles.jsonl, line 6: no 'text' in it; it has 'doc_id'",
        "articles.jsonl, line 7: outlet: expected text, found int 7; it is left unknown",
        "articles.jsonl, line 8: no 'text' in it; it has 'doc_id', 'text'",
        "articles.jsonl, line 9: doc_id 'a' is taken already by articles.jsonl, line 1; this article is 'a-2' here",
        "articles.jsonl, line 10: the text holds NUL characters",
    ]
    assert [problem.lost for problem in problems] == [True, True, True, False, True, False, True]


def test_json_lines_that_are_not_utf8(tmp_path):
    path = tmp_path / "articles.jsonl"
    path.write_bytes(b'{"doc_id": "a", "text": "A caf\xe9."}\n{"doc_id": "b", "text": "Good."}\n')
    articles, problems = read(path)
    assert [article.text for article in articles] == ["A café.", "Good."]
    assert [problem.message for problem in problems] == ["articles.jsonl is not UTF-8; read as cp1252"]


ENDINGS = (".txt", ".html", ".csv", ".tsv", ".jsonl", ".json", ".parquet", ".zip", ".csv.gz", ".jsonl.gz", ".json.gz")
BYTES = st.binary(max_size=400) | st.text('{}[]",:;\n\t<>/\\\0ab1', max_size=400).map(str.encode)


@pytest.mark.slow
@given(BYTES, st.sampled_from(ENDINGS))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bytes_under_any_ending_are_read_or_told_and_the_articles_beside_them_are_read(tmp_path, content, ending):
    for old in tmp_path.iterdir():
        old.unlink()
    (tmp_path / f"bad{ending}").write_bytes(content)
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "z.jsonl").write_text(json_lines({"doc_id": "last", "text": TEXT}), encoding="utf-8")
    articles, problems = read(tmp_path)
    assert [article.doc_id for article in articles if article.source_file in ("a.txt", "z.jsonl")] == ["a", "last"]
    assert all(f"bad{ending}" in problem.message for problem in problems)
    with suppress(CorpusError):
        read(tmp_path / f"bad{ending}")


def test_a_corpus_is_read_one_article_after_the_other(tmp_path):
    """What is told comes with the article it is about, before the next is looked at."""
    (tmp_path / "a.jsonl").write_text(json_lines({"text": TEXT}) + "broken", encoding="utf-8")
    items = read_articles(tmp_path / "a.jsonl", today=TODAY)
    assert isinstance(next(items), Article)
    (tmp_path / "a.jsonl").unlink()
    assert "line 2: not JSON" in next(items).message


def test_ids_are_made_of_the_file_and_the_row(tmp_path):
    (tmp_path / "strike.csv").write_text(f"text\n{TEXT}\n\nTalks went on.\n", encoding="utf-8")
    (tmp_path / "strike.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "strike.html").write_text(
        f"<html><body><article><p>{TEXT}</p></article></body></html>", encoding="utf-8"
    )
    articles, problems = read(tmp_path)
    assert [article.doc_id for article in articles] == ["strike-2", "strike-3", "strike", "strike-4"]
    assert [problem.message for problem in problems] == [
        "strike.txt: doc_id 'strike' is taken already by strike.html; this article is 'strike-4' here"
    ]


def test_a_text_that_is_html_is_said_once_and_kept_as_it_is(tmp_path):
    html = "<p>The buses left on <b>Monday</b>.</p><p>Talks went on.</p>"
    french = "<p>Les bus ont quitté la ville lundi.</p><p>Les pourparlers ont continué.</p>"
    (tmp_path / "a.jsonl").write_text(json_lines({"text": html}, {"text": html}, {"text": french}), encoding="utf-8")
    articles, problems = read(tmp_path / "a.jsonl")
    assert [article.text for article in articles] == [html, html]
    assert [problem.message for problem in problems] == [
        "a.jsonl, line 1: the text is HTML, perhaps others of a.jsonl too; its tags are not read",
        "a.jsonl, line 3: written in French, not in English; not counted",
    ]
