import pytest
from crossread.corpus import CorpusError, delimited

from tests.corpus.reading import TEXT, messages, read


def rows(tmp_path, content, name="a.csv"):
    (tmp_path / name).write_bytes(content.encode() if isinstance(content, str) else content)
    articles, problems = read(tmp_path / name)
    return [(article.doc_id, article.text) for article in articles], problems


GOOD = [("6", "Talks went on."), ("7", "Nobody was hurt.")]


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("5,Too few", "row 2 (line 2): 2 fields; the header has 3"),
        ("5,The buses, left,North", "row 2 (line 2): 4 fields; the header has 3"),
        ('5,"never closed', "row 2 (line 2): ',' expected after '\"'"),
        ('5,"never closed\nand on\nand on', "row 2 (line 2): ',' expected after '\"'; lines 2 to 4 are left out"),
    ],
)
@pytest.mark.parametrize("quote", ["", '"'])
def test_a_broken_row_is_told_and_the_others_are_read(tmp_path, row, message, quote):
    content = f"id,text,source\n{row}\n" + "".join(f"{n},{quote}{text}{quote},North\n" for n, text in GOOD)
    articles, (problem,) = rows(tmp_path, content)
    assert articles == GOOD
    assert problem.lost
    assert problem.message.split(": ")[0] == f"a.csv, {message.split(': ')[0]}"
    assert quote == "" or problem.message == f"a.csv, {message}"


def test_a_name_of_a_column_may_have_line_breaks(tmp_path):
    articles, problems = rows(
        tmp_path, 'id,text,"seen\nby ""us"""\r\n6,Talks went on.,"a\nb"\r\n7,Nobody was hurt.,c\r\n'
    )
    assert articles == GOOD
    assert messages(problems) == ["a.csv: columns not read: 'seen\\nby \"us\"'"]


def test_a_quotation_mark_that_never_closes_does_not_swallow_the_rest(tmp_path):
    content = 'id,text,source\n5,"never closed,North\n' + "".join(
        f"{n},Bus {n} left on Monday.,North\n" for n in range(10, 5000)
    )
    articles, (problem,) = rows(tmp_path, content)
    assert articles == [("5", '"never closed')] + [(str(n), f"Bus {n} left on Monday.") for n in range(10, 5000)]
    assert problem.message == (
        "a.csv, row 2 (line 2): a quotation mark in it does not close; read as it stands, with its quotation marks"
    )
    assert not problem.lost


def test_a_quotation_mark_that_never_closes_in_a_text_of_many_lines(tmp_path):
    content = (
        'id,text,source\n5,"never closed\n' + "and on\n" * 3000 + '6,"Talks went on.",North\n7,Nobody was hurt.,North\n'
    )
    articles, problems = rows(tmp_path, content)
    assert articles == GOOD
    assert problems[0].message == (
        f"a.csv, row 2 (line 2): a quotation mark in it does not close; lines 2 to {delimited.MOST_LINES + 1} are left out"
    )
    assert all(problem.lost for problem in problems)


def test_a_quotation_mark_that_closes_rows_later(tmp_path):
    articles, problems = rows(tmp_path, f'source,text\n",x\nNorth,{TEXT}\n",y\nNorth,Talks went on.\n')
    assert articles == [("a-2", "x"), ("a-3", TEXT), ("a-4", "y"), ("a-5", "Talks went on.")]
    assert messages(problems)[0] == (
        "a.csv, row 2 (line 2): a quotation mark in it closes in another row; read as it stands, with its quotation marks"
    )


def test_a_line_break_in_a_short_field_is_no_reason_to_lose_the_row(tmp_path):
    (tmp_path / "a.csv").write_text(f'id,text,date\n5,{TEXT},"a\nb"\n6,Talks went on.,2016-12-19\n', encoding="utf-8")
    articles, (problem,) = read(tmp_path / "a.csv")
    assert [article.doc_id for article in articles] == ["5", "6"]
    assert "published: 'a\\nb' is not read as a day" in problem.message


def test_texts_of_many_lines_are_read_whole(tmp_path):
    text = "\r\n".join(f"Line {n} of it, and so on." for n in range(1000))
    articles, problems = rows(tmp_path, f'id,text,source\r\n5,"{text}",North\r\n6,Talks went on.,North\r\n')
    assert articles == [("5", text), ("6", "Talks went on.")]
    assert problems == []


def test_a_text_as_long_as_a_book_is_told(tmp_path):
    articles, (problem,) = rows(tmp_path, f"id,text\n5,{'long ' * 500_000}\n6,Talks went on.\n")
    assert articles == [("6", "Talks went on.")]
    assert problem.message == "a.csv, row 2: 2,500,000 characters; more than 2,000,000 are not read as one article"


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ('"He said ""go"" and went."', 'He said "go" and went.'),
        (r'"He said \"go\" and went."', 'He said "go" and went.'),
        ('He said "go" and went.', 'He said "go" and went.'),
    ],
)
def test_quotation_marks_in_a_field(tmp_path, field, text):
    assert rows(tmp_path, f"id,text,source\n5,{field},North\n") == ([("5", text)], [])


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ([r'"C:\texts\"', "Talks went on."], ["C:\\texts\\", "Talks went on."]),  # a field that ends with a backslash
        ([r'"C:\texts\"', '"He said ""go""."'], ["C:\\texts\\", 'He said "go".']),
        (['"He said ""go""."', r'"C:\texts\"'], ['He said "go".', "C:\\texts\\"]),
        (['"He wrote \\""go\\""."', "Talks went on."], ['He wrote \\"go\\".', "Talks went on."]),
        ([r'"\"Go\", he said."', r'"It was \"over\"."'], ['"Go", he said.', 'It was "over".']),
        ([r'"It was \"over\""', r'"C:\\texts\\"'], ['It was "over"', "C:\\texts\\"]),
        (["Talks went on."] * 300 + [r'"It was \"over\"."'], ["Talks went on."] * 300 + ['It was "over".']),
    ],
)
def test_a_backslash_before_a_quotation_mark_is_what_reads_without_error(tmp_path, before, after):
    """A backslash of the text, where marks are doubled; the sign before a mark, where they are not."""
    content = "text,source\n" + "".join(f"{field},North\n" for field in before)
    articles, problems = rows(tmp_path, content)
    assert [text for _, text in articles] == after
    assert problems == []


def test_quotation_marks_that_were_not_doubled(tmp_path):
    articles, (problem,) = rows(tmp_path, 'id,text,source\n5,"He said "go" and went.",North\n')
    assert articles == [("5", 'He said "go" and went.')]
    assert not problem.lost
    assert problem.message.endswith("read as it stands, with its quotation marks")


def test_empty_columns_and_blank_lines_do_not_matter(tmp_path):
    articles, problems = rows(tmp_path, f"id,text,,,\n\n5,{TEXT},,,,,\n\n\n6,Talks went on.,,,\n")
    assert articles == [("5", TEXT), ("6", "Talks went on.")]
    assert problems == []


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "a.csv: it is empty; expected a header and rows"),
        ("\n \n", "a.csv: it is empty; expected a header and rows"),
        ("id,colour\n1,blue\n", "a.csv: no column 'text'; its columns are id, colour"),
        (b"\x00\x01\x02\xff\xfe", "a.csv: binary data; expected a header and rows of text"),
    ],
)
def test_what_is_no_table(tmp_path, content, message):
    with pytest.raises(CorpusError, match=message):
        rows(tmp_path, content)


def test_a_delimiter_that_excel_states(tmp_path):
    assert rows(tmp_path, f"sep=#\r\nid#text\r\n5#{TEXT}\r\n") == ([("5", TEXT)], [])


def test_two_columns_for_one_field(tmp_path):
    articles, problems = rows(tmp_path, "id,content,body,text,colour\n5,no,Talks went on.,no,blue\n")
    assert articles == [("5", "no")]
    assert messages(problems) == ["a.csv: columns not read: 'colour'"]  # "text" is the field's own name
    articles, problems = rows(
        tmp_path, "id,content,body,source,domain\n5,no,Talks went on.,North,north.example\n", "b.csv"
    )
    assert articles == [("5", "Talks went on.")]
    assert messages(problems) == [
        "b.csv: text is read from 'body', not from 'content'; `columns` can choose another",
        "b.csv: outlet is read from 'source', not from 'domain'; `columns` can choose another",
    ]


def test_dates_are_settled_by_the_file(tmp_path):
    (tmp_path / "a.csv").write_text(
        "id,text,date\n5,Talks went on.,4/5/2017\n6,Nobody was hurt.,4/16/2017\n", encoding="utf-8"
    )
    articles, (problem,) = read(tmp_path / "a.csv")
    assert [str(article.published) for article in articles] == ["2017-04-05", "2017-04-16"]
    assert problem == (
        None, "date", "a.csv: dates such as '4/5/2017' are read month first, as others of the file must be", False
    )  # fmt: skip


def test_dates_that_nothing_settles_are_unknown(tmp_path):
    (tmp_path / "a.csv").write_text(
        "id,text,date\n5,Talks went on.,4/5/2017\n6,Nobody was hurt.,4/6/2017\n", encoding="utf-8"
    )
    articles, problems = read(tmp_path / "a.csv")
    assert [article.published for article in articles] == [None, None]
    assert messages(problems)[0] == (
        "a.csv, row 2: published: '4/5/2017' could be two days; expected a day such as 2016-12-19 or 19 December 2016; "
        "the date is left unknown"
    )


def test_a_manifest_settles_its_dates_too(tmp_path):
    for name in ("one", "two"):
        (tmp_path / f"{name}.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "corpus.csv").write_text("file;date\none.txt;4/5/2017\ntwo.txt;16/4/2017\n", encoding="utf-8")
    articles, problems = read(tmp_path)
    assert [str(article.published) for article in articles] == ["2017-05-04", "2017-04-16"]
    assert "are read day first" in problems[0].message
