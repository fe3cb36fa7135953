import gzip
import hashlib
import os
import zipfile

import fsspec
import pandas as pd
import pytest
from crossread.corpus import Article, CorpusError, input_hashes, sources
from crossread.tables.store import RUN_FILE
from moto.server import ThreadedMotoServer

from tests.corpus.reading import TEXT, json_lines, messages, read


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


# --- folders ---------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path):
    """A corpus with one article, beside a file that does not belong to it."""
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "one.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "secret.txt").write_text("The password.", encoding="utf-8")
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "two.txt").write_text("The other password.", encoding="utf-8")
    return tmp_path / "corpus"


def test_links_out_of_the_folder_are_refused(folder):
    (folder / "link.txt").symlink_to("../secret.txt")
    (folder / "away").symlink_to("../elsewhere")
    (folder / "broken.txt").symlink_to("nowhere.txt")
    (folder / "inside.txt").symlink_to("one.txt")
    (folder / "loop.txt").symlink_to("loop.txt")
    articles, problems = read(folder)
    assert [article.doc_id for article in articles] == ["inside", "one"]
    assert [problem.lost for problem in problems] == [True] * 4
    assert messages(problems)[0] == f"{folder}: 'away' is a link out of the folder; not read"
    assert messages(problems)[1].startswith(f"{folder}: 'broken.txt' cannot be opened (FileNotFoundError")
    assert messages(problems)[2] == f"{folder}: 'link.txt' is a link out of the folder; not read"
    assert messages(problems)[3].startswith(f"{folder}: 'loop.txt' cannot be opened (")
    assert list(input_hashes(folder)) == ["inside.txt", "one.txt"]


def test_a_manifest_cannot_reach_out_of_the_folder_by_a_link(folder):
    (folder / "link.txt").symlink_to("../secret.txt")
    (folder / "corpus.csv").write_text("file\nlink.txt\n../secret.txt\n/etc/passwd\none.txt\n", encoding="utf-8")
    articles, problems = read(folder)
    assert [article.text for article in articles] == [TEXT]
    assert [problem.lost for problem in problems] == [True] * 4
    assert "is refused" in problems[1].message
    assert "lies outside" in problems[2].message
    assert "lies outside" in problems[3].message


def test_a_link_to_a_folder_within_is_not_followed_round_and_round(folder):
    (folder / "again").symlink_to(".")
    articles, problems = read(folder)
    assert len(articles) == 1
    assert messages(problems) == [f"{folder}: 'again' is a link to a folder; links to folders are not followed"]


def test_a_pipe_is_not_waited_for(folder):
    os.mkfifo(folder / "pipe.txt")
    articles, problems = read(folder)
    assert len(articles) == 1
    assert messages(problems) == [f"{folder}: 'pipe.txt' is not a regular file; not read"]


def test_a_name_that_is_not_text(folder):
    with open(os.fsencode(folder) + b"/caf\xe9.txt", "wb") as file:  # noqa: PTH123 - pathlib has no bytes
        file.write(TEXT.encode())
    articles, _ = read(folder)
    assert [article.source_file for article in articles] == [r"caf\xe9.txt", "one.txt"]


def test_hashes_of_a_folder_include_its_lexicon_and_manifest(folder):
    (folder / "corpus.csv").write_text("file\none.txt\n", encoding="utf-8")
    (folder / "lexicon").mkdir()
    (folder / "lexicon" / "actors_x.yaml").write_text("[]", encoding="utf-8")
    (folder / ".hidden").write_text("x", encoding="utf-8")
    assert input_hashes(folder) == {
        "corpus.csv": sha256(b"file\none.txt\n"),
        "lexicon/actors_x.yaml": sha256(b"[]"),
        "one.txt": sha256(TEXT.encode()),
    }
    assert input_hashes(folder / "one.txt") == {"one.txt": sha256(TEXT.encode())}


def test_tables_that_were_made_of_a_corpus_are_no_part_of_it(folder):
    (folder / "tables" / "articles").mkdir(parents=True)
    (folder / "tables" / "run.json").write_text("{}", encoding="utf-8")
    (folder / "tables" / "articles" / "part-0.jsonl").write_text(json_lines({"text": TEXT}), encoding="utf-8")
    articles, problems = read(folder)
    assert [article.doc_id for article in articles] == ["one"]
    assert problems == []
    assert list(input_hashes(folder)) == ["one.txt"]
    assert sources.TABLES_MARK == RUN_FILE


def test_a_local_name_that_looks_like_a_chain_of_urls(tmp_path):
    (tmp_path / "zip::one.txt").write_text(TEXT, encoding="utf-8")
    assert [article.doc_id for article in read(str(tmp_path / "zip::one.txt"))[0]] == ["zip::one"]


# --- archives --------------------------------------------------------------------------------


def write_zip(path, members, **options):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return path


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("../evil.txt", TEXT, "has a name that leads out of the archive; not read"),
        ("a/../../evil.txt", TEXT, "has a name that leads out of the archive; not read"),
        ("/etc/evil.txt", TEXT, "has a name that leads out of the archive; not read"),
        ("..\\evil.txt", TEXT, "has a name that leads out of the archive; not read"),
        ("C:\\evil.txt", TEXT, "has a name that leads out of the archive; not read"),
        ("inner.zip", b"PK", "is an archive within an archive; not read"),
        ("inner.tar", b"x", "is an archive within an archive; not read"),
        ("bomb.txt", b"0" * 20_000_000, "bytes; not read"),
    ],
)
def test_members_that_could_harm_are_refused_by_name(tmp_path, name, content, reason):
    path = write_zip(tmp_path / "a.zip", [(name, content), ("good.txt", TEXT)])
    articles, (problem,) = read(path)
    assert [article.text for article in articles] == [TEXT]
    assert problem.lost
    assert problem.message.startswith("a.zip: member ")
    assert name.replace("\\", "/") in problem.message
    assert problem.message.endswith(reason)


def test_an_encrypted_member_is_refused(tmp_path):
    path = write_zip(tmp_path / "a.zip", [("good.txt", TEXT), ("locked.txt", TEXT)])
    raw = bytearray(path.read_bytes())
    for signature, offset in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):  # the flag that says so, in both places
        raw[raw.rindex(signature) + offset] |= 1
    path.write_bytes(raw)
    articles, (problem,) = read(path)
    assert [article.doc_id for article in articles] == ["good"]
    assert problem.message == "a.zip: member 'locked.txt' is encrypted; not read"


def test_a_member_that_is_a_link_is_refused(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        link = zipfile.ZipInfo("link.txt")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
        archive.writestr("good.txt", TEXT)
    articles, (problem,) = read(tmp_path / "a.zip")
    assert [article.doc_id for article in articles] == ["good"]
    assert problem.message == "a.zip: member 'link.txt' is a link; not read"


def test_a_member_without_a_name_is_refused(tmp_path):
    path = write_zip(tmp_path / "a.zip", [("QQQ", TEXT), ("good.txt", TEXT)])
    raw = path.read_bytes()
    path.write_bytes(raw.replace(b"QQQ", b"\0\0\0"))  # zipfile cuts a name at a NUL
    articles, (problem,) = read(path)
    assert [article.doc_id for article in articles] == ["good"]
    assert problem.message == "a.zip: member '' has no name; not read"


def test_all_members_together_have_a_limit(tmp_path, monkeypatch):
    monkeypatch.setattr(sources, "LARGEST_ARCHIVE", 60)
    path = write_zip(tmp_path / "a.zip", [(f"{n}.txt", TEXT) for n in range(4)])
    articles, problems = read(path)
    assert [article.doc_id for article in articles] == ["0", "1"]
    assert messages(problems) == [
        "a.zip: member '2.txt' brings the archive to 75 bytes; more than 60 are not read",
        "a.zip: member '3.txt' brings the archive to 100 bytes; more than 60 are not read",
    ]


def test_a_damaged_member_is_told_and_the_others_are_read(tmp_path):
    path = write_zip(tmp_path / "a.zip", [("bad.txt", TEXT * 30), ("good.txt", TEXT)])
    raw = bytearray(path.read_bytes())
    raw[45:50] = b"\xff" * 5
    path.write_bytes(raw)
    articles, (problem,) = read(path)
    assert [article.doc_id for article in articles] == ["good"]
    assert problem.lost
    assert problem.message.startswith("'a.zip/bad.txt': the file breaks off (")


@pytest.mark.parametrize("cut", [0, 10, 60])
def test_a_truncated_archive(tmp_path, cut):
    path = write_zip(tmp_path / "a.zip", [("good.txt", TEXT)])
    path.write_bytes(path.read_bytes()[:cut])
    with pytest.raises(CorpusError, match=r"a\.zip: cannot be opened \(BadZipFile"):
        read(path)


def test_a_gzip_that_swells_beyond_measure_is_not_read_on(tmp_path):
    path = tmp_path / "bomb.jsonl.gz"
    path.write_bytes(gzip.compress(json_lines({"text": TEXT}).encode() + b" " * 40_000_000))
    (article,), (problem,) = read(path)
    assert article.text == TEXT
    assert problem.lost
    assert "swells to more than 200 times its size" in problem.message


# --- other places ----------------------------------------------------------------------------


def test_memory(tmp_path):
    memory = fsspec.filesystem("memory")
    memory.pipe({"/crossread/one.txt": TEXT.encode(), "/crossread/lexicon/x.yaml": b"[]"})
    try:
        assert [article.doc_id for article in read("memory://crossread")[0]] == ["one"]
        assert list(input_hashes("memory://crossread")) == ["lexicon/x.yaml", "one.txt"]
    finally:
        memory.rm("/crossread", recursive=True)


def test_a_file_url(folder):
    assert [article.doc_id for article in read(f"file://{folder}")[0]] == ["one"]


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("nowhere://x/y.csv", r"nowhere://x/y\.csv: cannot be opened \(ValueError: Protocol not known: nowhere"),
        ("memory://nothing/there.csv", r"memory://nothing/there\.csv: no such file or folder"),
        ("/nothing/there.csv", r"/nothing/there\.csv: no such file or folder"),
    ],
)
def test_no_such_place(source, message):
    with pytest.raises(CorpusError, match=message):
        read(source)


def test_a_missing_package_is_named_with_the_extra_that_brings_it(monkeypatch):
    def without(name):
        raise ImportError("Install s3fs to access S3")

    monkeypatch.setattr(sources, "url_to_fs", without)
    with pytest.raises(CorpusError, match=r"a package is missing .*Install s3fs.*pip install 'crossread\[s3\]'"):
        read("s3://news/a.csv")


@pytest.fixture(scope="module")
def bucket():
    """A bucket on a real S3 server of this machine."""
    server = ThreadedMotoServer(port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    environment = {
        "AWS_ENDPOINT_URL": f"http://{host}:{port}", "AWS_ACCESS_KEY_ID": "x", "AWS_SECRET_ACCESS_KEY": "x",
        "AWS_DEFAULT_REGION": "us-east-1",
    }  # fmt: skip
    with pytest.MonkeyPatch.context() as patch:
        for name, value in environment.items():
            patch.setenv(name, value)
        fsspec.filesystem("s3", skip_instance_cache=True).mkdir("news")
        yield "s3://news"
    server.stop()


@pytest.mark.slow
def test_s3(bucket, tmp_path):
    def put(name, content):
        with fsspec.open(f"{bucket}/{name}", "wb") as file:
            file.write(content)

    put("folder/corpus.csv", b"file,outlet\none.txt,North\ngone.txt,South\n")
    put("folder/one.txt", TEXT.encode())
    put("folder/lexicon/actors_x.yaml", b"[]")
    put("all.jsonl", json_lines({"doc_id": "a", "text": TEXT}).encode())
    put("all.zip", write_zip(tmp_path / "all.zip", [("one.txt", TEXT)]).read_bytes())
    pd.DataFrame({"doc_id": ["p"], "text": [TEXT]}).to_parquet(tmp_path / "all.parquet")
    put("all.parquet", (tmp_path / "all.parquet").read_bytes())

    articles, problems = read(f"{bucket}/folder")
    assert articles == [Article("one", "North", None, None, None, TEXT, "one.txt")]
    assert messages(problems) == [f"corpus.csv, row 3: file 'gone.txt' is not in {bucket}/folder"]
    assert [a.doc_id for name in ("all.jsonl", "all.zip", "all.parquet") for a in read(f"{bucket}/{name}")[0]] == [
        "a",
        "one",
        "p",
    ]
    assert input_hashes(f"{bucket}/folder") == {
        "corpus.csv": sha256(b"file,outlet\none.txt,North\ngone.txt,South\n"),
        "lexicon/actors_x.yaml": sha256(b"[]"),
        "one.txt": sha256(TEXT.encode()),
    }
    with pytest.raises(CorpusError, match=r"s3://news/none\.csv: no such file or folder"):
        read(f"{bucket}/none.csv")
    put("folder/two.txt", TEXT.encode())  # what was listed before is not taken for what is there
    assert "two.txt" in input_hashes(f"{bucket}/folder")
