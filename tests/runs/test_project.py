"""What ships with Crossread, and a project of one's own."""

import re
from pathlib import Path

import pytest
import yaml
from crossread import PACKAGE
from crossread.lexicon import load_lexicon
from crossread.runs.batch import read_runs
from crossread.runs.project import (
    DEFAULT_RUNS,
    NOTEBOOKS,
    SEEDS,
    absolute,
    figures_folder,
    tables_folder,
    write_project,
)


@pytest.fixture
def project(tmp_path):
    write_project(tmp_path / "strike")
    return tmp_path / "strike"


def test_it_has_the_notebooks_a_batch_a_corpus_and_a_lexicon(project):
    written = {path.relative_to(project).as_posix() for path in project.rglob("*") if path.is_file()}
    notebooks = {path.name for path in NOTEBOOKS.glob("*.ipynb")}
    seeds = {f"articles/{path.relative_to(SEEDS).as_posix()}" for path in SEEDS.rglob("*") if path.is_file()}
    own = {"runs.yaml", "README.md", ".gitignore", "articles/lexicon/actors_own.yaml"}
    assert len(notebooks) >= 6
    assert written == notebooks | seeds | own


def test_its_batch_is_one_as_it_is_and_shows_parameters_a_grid_and_a_corpus(project):
    runs = {run.name: run for run in read_runs(project / "runs.yaml")}
    assert {run.notebook.parent for run in runs.values()} == {project}
    assert {run.notebook.name for run in runs.values()} == {path.name for path in NOTEBOOKS.glob("*.ipynb")}
    assert {run.parameters["corpus"] for run in runs.values()} == {str(project / "articles")}
    assert {"02_actor_mentions-narrator", "02_actor_mentions-quoted"} < set(runs)


def test_what_is_commented_out_in_its_batch_is_right_too(project):
    path = project / "runs.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub(r"^  # (?=- |  )", "  ", text, flags=re.MULTILINE), encoding="utf-8")
    names = [run.name for run in read_runs(path)]
    assert names[-2:] == ["voices_by_outlet-Al_Jazeera_Press_TV", "voices_by_outlet-Associated_Press"]


def test_its_lexicon_says_nothing_until_it_is_filled_in_and_its_examples_are_right(project):
    path = project / "articles" / "lexicon" / "actors_own.yaml"
    assert load_lexicon(path.parent).digest == load_lexicon(SEEDS / "lexicon").digest
    text = path.read_text(encoding="utf-8")
    examples = re.sub("^# ", "", text[text.index("# - id") :], flags=re.MULTILINE)
    path.write_text(examples, encoding="utf-8")
    actors = load_lexicon(path.parent).actors
    assert [actors[entry["id"]].name for entry in yaml.safe_load(examples)] == ["Miners' Union", "Jane Doe"]


def test_nothing_is_replaced(tmp_path):
    (tmp_path / "runs.yaml").write_text("mine", encoding="utf-8")
    with pytest.raises(FileExistsError, match=r"runs.yaml: is there already; give a new folder. Nothing was written"):
        write_project(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["runs.yaml"]


def test_figures_go_to_the_working_directory_and_never_into_the_installation(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert figures_folder(None) == Path("figures")
    monkeypatch.chdir(PACKAGE)
    with pytest.raises(ValueError, match="lies where Crossread is installed; set out, or copy the notebooks"):
        figures_folder(None)
    assert figures_folder(tmp_path) == tmp_path


def test_a_url_stays_as_it_is_and_a_path_is_seen_from_its_folder(tmp_path):
    assert absolute("s3://bucket/articles.parquet", tmp_path) == "s3://bucket/articles.parquet"
    assert absolute("strike", tmp_path) == str(tmp_path / "strike")


@pytest.mark.parametrize(
    "places",
    [
        ("x/news.csv", "y/news.csv"),
        ("news.csv", "news.jsonl"),
        ("news.2016", "news.2017"),
        ("s3://b/2016/a.parquet", "s3://b/2017/a.parquet"),
        ("s3://b/a.parquet?version=1", "s3://b/a.parquet?version=2"),
        ("../a b/$.csv", "../a_b/$.csv"),
    ],
)
def test_two_corpora_never_share_a_folder_of_tables(places):
    folders = [tables_folder({"corpus": place}, Path("out")) for place in places]
    assert len(set(folders)) == 2
    assert all(re.fullmatch(r"[\w.-]+-[0-9a-f]{8}", folder.name) for folder in folders)
    assert [folder.parent for folder in folders] == [Path("out/tables")] * 2


def test_one_corpus_has_one_folder_for_each_way_to_read_it(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    one, same, other, third = (
        tables_folder({"corpus": place, **how}, Path("out"))
        for place, how in [
            ("strike", {}),
            (tmp_path / "strike", {"lexicon": None}),
            ("strike", {"lexicon": "mine"}),
            ("strike", {"columns": {"text": "Body"}}),
        ]
    )
    assert one == same
    assert len({one, other, third}) == 3
    assert tables_folder({}, Path("out")) == tables_folder({"corpus": SEEDS}, Path("out")) == Path("out/tables/seeds")


def test_the_batch_that_ships_lists_every_notebook_that_ships():
    runs = read_runs(DEFAULT_RUNS, given={"corpus": "/corpora/strike"})
    assert sorted(run.notebook for run in runs) == sorted(NOTEBOOKS.glob("*.ipynb"))
    assert {run.parameters["corpus"] for run in runs} == {"/corpora/strike"}
