"""The commands that measure speed run; what they measure is not tested."""

import os
import random
import re
import sys
from collections import Counter

import pytest
import spacy
from crossread.measures import count_mentions
from crossread.tables.schema import FORMS

from research.benchmarks import runs
from research.benchmarks.speed import main


@pytest.mark.slow
def test_steps_prints_the_share_of_each_extractor(capsys):
    assert main(["steps", "--articles", "1", "--repeat", "1"]) == 0
    assert re.search(r"find_claims +[\d.]+ +[\d.]+% +[\d,]+", capsys.readouterr().out)


@pytest.mark.slow
def test_runs_prints_ratios_to_bare_parsing_and_to_a_cold_run(capsys):
    assert main(["runs", "--articles", "1", "--processes", "1"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line[:32].strip() for line in lines] == [
        "1 article", "bare nlp.pipe, 1 process", "annotate, cold, 1 process", "annotate, warm, 1 process",
        "annotate, 1 % new, 1 process",
    ]  # fmt: skip


@pytest.mark.slow
def test_bare_prints_annotating_beside_plain_parsing_by_each_python(capsys):
    assert main(["bare", "--articles", "1", "--python", os.path.relpath(sys.executable)]) == 0
    head, cold, here, other, one = capsys.readouterr().out.splitlines()
    assert head.split() == ["1", "article", "CPU", "s", "MB", "annotate", "/"]
    cpu = [float(line[32:42]) for line in (cold, here, other, one)]
    version = re.escape(spacy.__version__)
    for line, seconds in zip((here, other), cpu[1:3], strict=True):
        ratio = re.fullmatch(rf"bare nlp.pipe, spaCy {version} +[\d.]+ +\d+ +([\d.]+)", line)
        assert float(ratio[1]) == pytest.approx(cpu[0] / seconds, rel=0.05)
    assert one.startswith("annotate, one article, cold")
    assert cpu[3] > 1


@pytest.mark.slow
def test_kills_prints_the_phase_of_each_kill_and_whether_the_tables_are_the_same(capsys):
    assert main(["kills", "--articles", "1", "--kills", "2", "--processes", "1"]) == 0
    head, *killed, ended, same, left = capsys.readouterr().out.splitlines()
    assert head.split() == ["1", "article", "killed", "at", "kept", "while"]
    assert re.fullmatch(r"run 1 +[\d.]+ s +1 +(writing|ended)", killed[0]), "as soon as its one part was kept"
    assert ended == (
        f"ended before they were killed, so that the next began anew: {sum(row.endswith('ended') for row in killed)}"
    )
    assert same == "tables at last: the same bytes as those of an undisturbed run"
    assert left == "killed runs of which a process is left: 0"


def test_kills_are_spread_over_what_a_run_does():
    moments = runs.draw_moments(10, 400, random.Random(1))
    assert Counter(phase.name for phase, _ in moments) == {"ANNOTATING": 5, "STARTING": 3, "WRITING": 2}
    kept = [enough for phase, enough in moments if phase.name == "ANNOTATING"]
    assert kept == sorted(kept)
    assert 0 < kept[0] < 100 < 300 < kept[-1] < 400
    assert len(runs.draw_moments(1, 400, random.Random(1))) == 1


def test_duplicates_prints_how_the_search_grows_with_the_notices(capsys):
    assert main(["duplicates", "--sizes", "20", "40"]) == 0
    head, *rows = capsys.readouterr().out.splitlines()
    assert head.split() == ["n", "notices", "alike", "CPU", "s", "texts", "ratio", "told"]
    assert [row.split()[0] for row in rows] == ["20", "40"] * 6
    assert re.fullmatch(r"    40 weather, 50 outlets +0\.6\d +[\d.]+ +1 +[\d.]+ -", rows[7])


def test_synthetic_tables_are_tables(tmp_path):
    store = runs.write_synthetic(tmp_path / "tables", 2_000)
    counts = count_mentions(store.read("mentions"), store.read("articles"), store.read("actors"), forms=FORMS)
    assert counts.query("voice == 'all'")["n_mentions"].sum() == 2_000


def test_a_changed_corpus_has_one_new_article_in_so_many(tmp_path):
    from crossread import data_folder
    from crossread.corpus import Article, read_articles

    articles = [item for item in read_articles(data_folder("seeds")) if isinstance(item, Article)]
    runs.write_articles(articles, tmp_path / "changed.jsonl", changed=5)
    again = [item for item in read_articles(tmp_path / "changed.jsonl") if isinstance(item, Article)]
    assert [old.text == new.text for old, new in zip(articles, again, strict=True)] == [False, True, True, True, True]


@pytest.mark.slow
def test_a_command_that_fails_says_what_it_printed():
    with pytest.raises(RuntimeError, match="no such file or folder"):
        runs.spend(runs.annotating("/nowhere.jsonl", "/tmp/nowhere", 1))


def test_an_unreadable_corpus_is_told(capsys):
    assert main(["steps", "/nowhere.jsonl"]) == 2
    assert "no such file or folder" in capsys.readouterr().err
