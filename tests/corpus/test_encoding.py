import codecs

import pytest

from tests.corpus.reading import messages, read

TEXT = "“François” left Genève on Monday – at last, the officials of the city said. Nobody was hurt in the streets."


@pytest.mark.parametrize(
    ("encoding", "mark", "told"),
    [
        ("utf-8", b"", None),
        ("utf-8", codecs.BOM_UTF8, None),
        ("utf-16-le", codecs.BOM_UTF16_LE, "is not UTF-8; read as utf-16"),
        ("utf-16-be", codecs.BOM_UTF16_BE, "is not UTF-8; read as utf-16"),
        ("utf-32-le", codecs.BOM_UTF32_LE, "is not UTF-8; read as utf-32"),
        ("cp1252", b"", "is not UTF-8; read as cp1252"),
    ],
)
def test_encodings_are_found_and_said(tmp_path, encoding, mark, told):
    (tmp_path / "a.txt").write_bytes(mark + TEXT.encode(encoding))
    (article,), problems = read(tmp_path / "a.txt")
    assert article.text == TEXT
    assert messages(problems) == ([f"'a.txt' {told}"] if told else [])
    (tmp_path / "a.csv").write_bytes(mark + f"id;text\n1;{TEXT}\n".encode(encoding))
    (article,), problems = read(tmp_path / "a.csv")
    assert article.text == TEXT
    assert messages(problems) == ([f"a.csv {told}"] if told else [])


def test_a_byte_that_windows_has_no_letter_for(tmp_path):
    (tmp_path / "a.txt").write_bytes(b"The buses\x81 left Gen\xe8ve on Monday, officials said, and nobody was hurt.")
    (article,), problems = read(tmp_path / "a.txt")
    assert article.text.startswith("The buses\x81 left Genève")
    assert messages(problems) == ["'a.txt' is not UTF-8; read as latin-1"]


def test_damaged_utf8_stays_utf8(tmp_path):
    (tmp_path / "a.txt").write_bytes(TEXT.encode() + b" \xff The end.")
    (article,), problems = read(tmp_path / "a.txt")
    assert article.text == TEXT + " \ufffd The end."
    assert messages(problems) == ["'a.txt' is UTF-8 with damaged bytes; they are read as \ufffd"]


def test_the_first_odd_byte_far_into_a_file_is_found(tmp_path):
    rows = "".join(f"{n},The buses left on Monday.\n" for n in range(10_000))
    (tmp_path / "a.csv").write_bytes(f"id,text\n{rows}x,A café.\n".encode("cp1252"))
    articles, problems = read(tmp_path / "a.csv")
    assert articles[-1].text == "A café."
    assert messages(problems) == ["a.csv is not UTF-8; read as cp1252"]


@pytest.mark.parametrize("content", [b"\x89PNG\r\n\x1a\n\x00\x00", bytes(range(1, 256)) * 20])
def test_binary_data_is_not_text(tmp_path, content):
    (tmp_path / "a.txt").write_bytes(content)
    (tmp_path / "b.txt").write_text(TEXT, encoding="utf-8")
    (article,), (problem,) = read(tmp_path)
    assert article.text == TEXT
    assert problem.message == "'a.txt' is not text (binary data)"
