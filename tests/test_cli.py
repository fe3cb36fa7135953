import json

import pytest
from click.testing import CliRunner
from crossread.cli import main
from crossread.escape import printable


def call(*arguments):
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def test_annotate_writes_tables_tells_what_it_left_out_and_fails_above_the_stated_rate(small_corpus, tmp_path):
    with (small_corpus / "corpus.csv").open("a") as manifest:
        manifest.write("gone.txt,North,2016-12-19,\n")
    arguments = ("annotate", small_corpus, "--out", tmp_path / "out", "--scorer", "vader")
    result = call(*arguments, "--max-lost", "0.5")
    assert result.exit_code == 0, result.output
    assert "left out: " in result.output
    assert "row 4: file 'gone.txt' is not in" in result.output
    assert "2 articles in the tables, 2 of them annotated now" in result.output
    assert json.loads((tmp_path / "out" / "run.json").read_text())["rows"]["articles"] == 2
    result = call(*arguments)
    assert result.exit_code == 1
    assert "33% of the articles were left out; --max-lost allows 10%" in result.output


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["annotate", "{tmp}/nowhere", "--out", "{tmp}/out"], "no such file or folder"),
        (["annotate", "{corpus}/corpus.csv", "--out", "{tmp}/out"], "as a manifest does: give its folder"),
        (["annotate", "{corpus}", "--out", "{tmp}/out", "--model", "no_model"], "model 'no_model' is not installed"),
        (["annotate", "{corpus}", "--out", "{tmp}/out", "--lexicon", "{tmp}/no"], "no such folder; a lexicon is"),
        (["show", "x", "--tables", "{tmp}"], "no run.json in it"),
        (["batch", "{corpus}/corpus.csv", "--out", "{tmp}/out"], "expected a mapping with a list 'runs'"),
        (["run", "{tmp}/nowhere", "--out", "{tmp}/out"], "no such file or folder"),
        (["run", "--tables", "{tmp}/nowhere", "--out", "{tmp}/out"], "no such folder of tables"),
        (["init", "{corpus}/one.txt"], "File exists"),
    ],
)
def test_what_a_user_can_mend_is_told_in_a_line(small_corpus, tmp_path, arguments, message):
    result = call(*(a.format(tmp=tmp_path, corpus=small_corpus) for a in arguments))
    assert result.exit_code == 1
    assert result.output.startswith("Error: ")
    assert message in result.output
    assert "Traceback" not in result.output


@pytest.mark.parametrize("arguments", [["annotate", "{}.csv", "--out", "x"], ["run", "--out", "{}"], ["init", "{}"]])
def test_a_path_that_is_not_utf_8_is_told(arguments, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    result = call(*(a.format("n\udcff") for a in arguments))
    assert result.exit_code == 2
    assert "n\ufffd" in result.output
    assert "not a name in UTF-8" in result.output
    assert list(tmp_path.iterdir()) == []


HOSTILE = "x\x1b[2J\x1b]0;owned\x07\x9b\u202e"


@pytest.mark.parametrize(
    "arguments",
    [
        ["annotate", HOSTILE, "--out", "x"],
        ["annotate", "{corpus}", "--out", "x", "--column", HOSTILE],
        ["annotate", "{corpus}", "--out", "x", "--scorer", HOSTILE],
        ["annotate", "{corpus}", "--out", "x", "--max-lost", HOSTILE],
        ["annotate", "{corpus}", "--out", "x", "--model", HOSTILE],
        ["annotate", "{corpus}", "--out", "x", f"--{HOSTILE}"],
        ["annotate", "{corpus}", HOSTILE, "--out", "x"],
        ["batch", HOSTILE],
        ["show", HOSTILE, "--tables", HOSTILE],
        [HOSTILE],
        [f"--{HOSTILE}"],
    ],
)
def test_no_message_commands_a_terminal(small_corpus, arguments, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    # click itself takes some codes out where nobody looks on
    result = CliRunner().invoke(main, [a.format(corpus=small_corpus) for a in arguments], color=True)
    assert result.exit_code > 0
    assert result.output
    assert printable(result.output) == result.output


def test_run_takes_a_corpus_or_tables():
    result = call("run", "strike", "--tables", "strike-tables")
    assert result.exit_code == 2
    assert "give CORPUS or --tables, not both" in result.output


def test_init_writes_a_project_and_says_where_to_read_on(tmp_path):
    result = call("init", tmp_path / "strike")
    assert result.exit_code == 0, result.output
    assert result.output.endswith(f"files written; {tmp_path}/strike/README.md tells what to do next\n")
    assert call("init", tmp_path / "strike").exit_code == 1


def test_show_marks_an_article(small_store):
    result = call("show", "one", "--tables", small_store.folder)
    assert result.exit_code == 0, result.output
    assert "[C killed 12: 12 people]" in result.output
    assert "[M russia: Russia]" in result.output


def test_show_writes_a_page(small_store, tmp_path):
    result = call("show", "one", "--tables", small_store.folder, "--html", tmp_path / "a.html")
    assert result.exit_code == 0, result.output
    page = (tmp_path / "a.html").read_text(encoding="utf-8")
    assert '<mark class="claims" title="claims: killed 12">12 people</mark>' in page


@pytest.mark.parametrize(
    ("doc_id", "message"), [("9", "no article has the doc_id '9'"), ("", "2 articles have the doc_id ''")]
)
def test_show_names_the_articles_there_are(small_store, doc_id, message):
    result = call("show", doc_id, "--tables", small_store.folder)
    assert result.exit_code == 1
    assert f"{message}; {small_store.folder} holds one, two. Those of another corpus: --tables FOLDER" in result.output
