"""A real file of each format, read to the end."""

import gzip
import json
import zipfile
from datetime import UTC, date, datetime

import pandas as pd
import pytest
from crossread.corpus import Article, CorpusError

from tests.corpus.reading import TEXT, json_lines, messages, read

DAY = date(2016, 12, 19)
RECORDS = [
    {
        "doc_id": "a",
        "text": TEXT,
        "outlet": "North",
        "published": "2016-12-19",
        "title": "Buses leave",
        "url": "http://n/a",
    },
    {
        "doc_id": "b",
        "text": "Talks went on.\nNobody was hurt.",
        "outlet": "South",
        "published": "",
        "title": "",
        "url": "",
    },
]


def expected(source_file):
    return [
        Article("a", "North", DAY, "given", "Buses leave", TEXT, source_file, "http://n/a"),
        Article("b", "South", None, None, None, "Talks went on.\nNobody was hurt.", source_file, None),
    ]


def as_csv(separator):
    return pd.DataFrame(RECORDS).to_csv(index=False, sep=separator)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", as_csv(",")),
        ("a.csv", as_csv(";")),
        ("a.csv", as_csv("|")),
        ("a.tsv", as_csv("\t")),
        ("a.jsonl", json_lines(*RECORDS)),
        ("a.ndjson", json_lines(*RECORDS)),
        ("a.json", json.dumps(RECORDS)),
        ("a.json", json.dumps(RECORDS, indent=2)),
        ("a.json", json_lines(*RECORDS)),
        ("a.CSV", as_csv(",")),
    ],
)
@pytest.mark.parametrize("pack", [False, True])
def test_tables_and_objects(tmp_path, name, content, pack):
    path = tmp_path / (name + ".gz" if pack else name)
    path.write_bytes(gzip.compress(content.encode()) if pack else content.encode())
    assert read(path) == (expected(path.name), [])


@pytest.mark.parametrize("compression", ["snappy", "zstd", "gzip", None])
def test_parquet(tmp_path, compression):
    path = tmp_path / "a.parquet"
    pd.DataFrame(RECORDS).to_parquet(path, compression=compression, index=False)
    assert read(path) == (expected("a.parquet"), [])


def test_parquet_of_other_types(tmp_path):
    frame = pd.DataFrame(
        {
            "id": [1, 2, 3],
            "body": [TEXT.encode(), b"\xff\xfe", TEXT.encode()],
            "date": [datetime(2016, 12, 19, 8, tzinfo=UTC), pd.NaT, datetime(2016, 12, 20, tzinfo=UTC)],
            "source": pd.Categorical(["North", "South", None]),
            "vector": [[1.0], [2.0], None],
        }
    )
    frame.to_parquet(tmp_path / "a.parquet")
    articles, problems = read(tmp_path / "a.parquet")
    assert articles == [
        Article("1", "North", DAY, "given", None, TEXT, "a.parquet"),
        Article("3", None, date(2016, 12, 20), "given", None, TEXT, "a.parquet"),
    ]
    assert messages(problems) == [
        "a.parquet: columns not read: 'vector'",
        r"a.parquet, row 2: text: expected text, found bytes b'\xff\xfe'",
    ]


def test_parquet_in_several_groups_and_batches(tmp_path):
    frame = pd.DataFrame({"text": [f"Bus {n} left on Monday." for n in range(700)]})
    frame.to_parquet(tmp_path / "many.parquet", row_group_size=300)
    articles, problems = read(tmp_path / "many.parquet")
    assert [article.doc_id for article in articles] == [f"many-{n}" for n in range(1, 701)]
    assert problems == []


def test_a_damaged_group_of_parquet_is_told_and_the_others_are_read(tmp_path):
    path = tmp_path / "a.parquet"
    frame = pd.DataFrame({"text": [f"Bus {n} left on Monday." for n in range(30)]})
    frame.to_parquet(path, row_group_size=10, compression="gzip")
    raw = bytearray(path.read_bytes())
    raw[60:160] = bytes(100)
    path.write_bytes(raw)
    articles, problems = read(path)
    assert [article.doc_id for article in articles] == [f"a-{n}" for n in range(11, 31)]
    (problem,) = problems
    assert problem.lost
    assert problem.message.startswith("a.parquet: rows 1 to 10 cannot be read (")


def test_plain_text(tmp_path):
    (tmp_path / "one.txt").write_bytes(b"The buses left.\r\nTalks went on.\r\n")
    assert read(tmp_path / "one.txt") == (
        [Article("one", None, None, None, None, "The buses left.\r\nTalks went on.\r\n", "one.txt")],
        [],
    )


PAGE = """<!doctype html><html lang="en"><head><title>Buses leave the city | The North</title>
<meta property="og:site_name" content="The North"><meta property="article:published_time" content="2016-12-19T08:30:00Z">
<link rel="canonical" href="https://north.example/buses"><script>document.write("evil")</script></head>
<body><nav><a href="/">Home</a> <a href="/world">World</a></nav><article><h1>Buses leave the city</h1>
<p>The buses left the city on Monday, officials said, after days of waiting in the cold.</p>
<p>Hundreds of people were on them, the agency said, and hundreds more were waiting.</p></article>
<footer>Copyright The North. All rights reserved.</footer></body></html>"""


def test_a_page(tmp_path):
    (tmp_path / "one.html").write_text(PAGE, encoding="utf-8")
    (article,), problems = read(tmp_path / "one.html")
    assert article == Article(
        "one", "The North", DAY, "inferred", "Buses leave the city",
        "Buses leave the city\n"
        "The buses left the city on Monday, officials said, after days of waiting in the cold.\n"
        "Hundreds of people were on them, the agency said, and hundreds more were waiting.",
        "one.html", "https://north.example/buses",
    )  # fmt: skip
    assert problems == []


def test_a_page_without_an_article(tmp_path):
    (tmp_path / "one.html").write_text("<html><body></body></html>", encoding="utf-8")
    with pytest.raises(CorpusError, match=r"'one\.html': no main text found in the page"):
        read(tmp_path / "one.html")


def test_a_manifest_overrides_what_a_page_says_of_itself(tmp_path):
    (tmp_path / "one.html").write_text(PAGE, encoding="utf-8")
    (tmp_path / "corpus.csv").write_text("file,outlet,published\none.html,North,2016-12-20\n", encoding="utf-8")
    (article,), _ = read(tmp_path)
    assert article[:5] == ("one", "North", date(2016, 12, 20), "given", "Buses leave the city")


def test_a_zip_of_everything(tmp_path):
    with zipfile.ZipFile(tmp_path / "all.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("north/one.txt", TEXT)
        archive.writestr("south/two.csv", as_csv(","))
        archive.writestr("three.jsonl.gz", gzip.compress(json_lines({"id": 7, "text": TEXT}).encode()))
        archive.writestr("page.html", PAGE)
        pd.DataFrame({"text": [TEXT]}).to_parquet(tmp_path / "four.parquet")
        archive.write(tmp_path / "four.parquet", "four.parquet")
        archive.writestr("__MACOSX/._one.txt", b"\0\0")
    articles, problems = read(tmp_path / "all.zip")
    assert [(article.doc_id, article.source_file) for article in articles] == [
        ("four-1", "all.zip/four.parquet"),
        ("north/one", "all.zip/north/one.txt"),
        ("page", "all.zip/page.html"),
        ("a", "all.zip/south/two.csv"),
        ("b", "all.zip/south/two.csv"),
        ("7", "all.zip/three.jsonl.gz"),
    ]
    assert problems == []


def test_a_zip_with_a_manifest(tmp_path):
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        archive.writestr("corpus.csv", "file,outlet\none.txt,North\n../two.txt,South\n")
        archive.writestr("one.txt", TEXT)
    (article,), (problem,) = read(tmp_path / "all.zip")
    assert (article.doc_id, article.outlet) == ("one", "North")
    assert "corpus.csv, row 3: file '../two.txt' lies outside" in problem.message


def test_a_folder_without_a_manifest(tmp_path):
    (tmp_path / "north").mkdir()
    (tmp_path / "north" / "1.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "north" / "2.txt").write_text(" ", encoding="utf-8")
    (tmp_path / "all.jsonl").write_text(json_lines(*RECORDS), encoding="utf-8")
    (tmp_path / "broken.csv").write_text("name,colour\nx,blue\n", encoding="utf-8")
    (tmp_path / "report.pdf").write_bytes(b"%PDF")
    (tmp_path / "README.md").write_text("What this is.", encoding="utf-8")
    (tmp_path / "north" / "map.PNG").write_bytes(b"PNG")
    (tmp_path / ".hidden.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "lexicon").mkdir()
    (tmp_path / "lexicon" / "notes.txt").write_text(TEXT, encoding="utf-8")
    articles, problems = read(tmp_path)
    assert [article.doc_id for article in articles] == ["a", "b", "north/1"]
    assert [(problem.doc_id, problem.message, problem.lost) for problem in problems] == [
        (
            "broken",
            "broken.csv: no column 'text'; its columns are name, colour; name it with columns={'text': ...}",
            True,
        ),
        ("north/2", "north/2.txt: the article is empty", True),
        ("report", "report.pdf: files that end in '.pdf' are not read; save it as .txt or .html", True),
        (None, f"{tmp_path}: not read, and not counted as articles: 'README.md', 'north/map.PNG'", False),
    ]


def test_a_file_of_unknown_kind_beside_a_manifest_is_lost(tmp_path):
    (tmp_path / "corpus.csv").write_text("file,outlet\n1.txt,North\n", encoding="utf-8")
    (tmp_path / "1.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "2.pdf").write_bytes(b"PK")
    (tmp_path / "LICENSE").write_text("Free.", encoding="utf-8")
    (article,), problems = read(tmp_path)
    assert article.outlet == "North"
    assert [(problem.doc_id, problem.message, problem.lost) for problem in problems] == [
        ("2", "2.pdf: files that end in '.pdf' are not read; save it as .txt or .html", True)
    ]


def test_columns_can_be_named(tmp_path):
    (tmp_path / "a.csv").write_text(
        "Nr,Lead,Body Text,When\n1,Short.,The buses left on Monday.,2016-12-19\n", encoding="utf-8"
    )
    (article,), problems = read(tmp_path / "a.csv", columns={"text": "body text", "published": "When"})
    assert (article.text, article.published) == (TEXT, DAY)
    assert messages(problems) == ["a.csv: columns not read: 'Nr', 'Lead'"]
    with pytest.raises(
        CorpusError, match="no column 'Story' for 'text'; the columns are 'Nr', 'Lead', 'Body Text', 'When'"
    ):
        read(tmp_path / "a.csv", columns={"text": "Story"})
    with pytest.raises(CorpusError, match="columns: no field 'body'; the fields are doc_id, text, outlet"):
        read(tmp_path / "a.csv", columns={"body": "Body Text"})


@pytest.mark.parametrize(
    "header",
    [
        "Headline,Publication,Published date,Byline,Section,Full text,URL",  # LexisNexis, ProQuest
        "title,media_name,publish_date,stories_id,themes,text,url",  # Media Cloud
        "title,source_domain,date_publish,authors,language,maintext,url",  # news-please
    ],
)
def test_exports_of_others(tmp_path, header):
    (tmp_path / "a.csv").write_text(
        f"{header}\nBuses leave,North,2016-12-19,77,x,{TEXT},http://n/a\n", encoding="utf-8"
    )
    (article,), _ = read(tmp_path / "a.csv")
    assert article[1:6] == ("North", DAY, "given", "Buses leave", TEXT)
    assert article.url == "http://n/a"
    assert article.doc_id == ("77" if "stories_id" in header else "a-2")


def test_a_news_please_article(tmp_path):
    record = {
        "authors": ["Ann Other"], "date_download": "2016-12-20 08:00:00", "date_publish": "2016-12-19 08:30:00", "language": "en",
        "maintext": TEXT, "source_domain": "north.example", "text": None, "title": "Buses leave", "url": "https://north.example/a",
    }  # fmt: skip
    (tmp_path / "north.json").write_text(json.dumps(record), encoding="utf-8")
    (article,), problems = read(tmp_path / "north.json")
    assert article == Article(
        "north", "north.example", DAY, "given", "Buses leave", TEXT, "north.json", "https://north.example/a"
    )
    assert messages(problems) == ["north.json: keys not read: 'authors', 'date_download', 'language'"]
