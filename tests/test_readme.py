"""What the README says works as it says."""

import json
import re
import subprocess
import sys
import textwrap

import yaml
from crossread.lexicon.load import read_codebook
from crossread.pipeline.annotate import annotate
from crossread.tables import open_tables

from tests.environment import PROJECT

README = (PROJECT / "README.md").read_text(encoding="utf-8")


def blocks(language):
    return re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)


def test_every_file_that_it_links_is_there():
    for link in re.findall(r"\]\(([^)#:]+)\)", README):
        assert (PROJECT / link).exists(), link


def test_the_two_commands_are_targets_of_make():
    makefile = (PROJECT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"^make (\w+)", blocks("")[0], re.MULTILINE):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE)


def test_the_python_example_runs(small_store, tmp_path, monkeypatch):
    (tmp_path / "figures" / "tables").mkdir(parents=True)
    (tmp_path / "figures" / "tables" / "seeds").symlink_to(small_store.folder)
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    exec(blocks("python")[0], names)
    assert len(names["counts"]) > 0
    assert names["sources"]["n"].sum() == len(small_store.read("claims"))


def test_a_corpus_of_ones_own_with_its_lexicon(tmp_path):
    folder = tmp_path / "strike"
    (folder / "lexicon").mkdir(parents=True)
    (folder / "a.txt").write_text(
        "The Union of Miners said on Monday that 300 workers were arrested.", encoding="utf-8"
    )
    (folder / "corpus.csv").write_text("file,outlet,published,title\na.txt,North,2016-12-19,\n", encoding="utf-8")
    (folder / "lexicon" / "actors_strike.yaml").write_text(blocks("yaml")[0], encoding="utf-8")
    annotate(folder, tmp_path / "tables")
    tables = open_tables(tmp_path / "tables")
    (entry,) = yaml.safe_load(blocks("yaml")[0])
    assert entry["id"] in tables.read("mentions")["actor_id"].tolist()
    assert tables.read("claims")[["best", "category", "source"]].values.tolist() == [
        [300.0, "detained", "Union of Miners"]
    ]


def test_the_codebook_of_the_example_is_read(tmp_path):
    path = tmp_path / "codebook.yaml"
    path.write_text(textwrap.dedent(next(text for text in blocks("yaml") if "rows:" in text)), encoding="utf-8")
    codebook = read_codebook(path)
    assert [row.category for row in codebook.rows[:3]] == ["strikers", "ticket_price", None]
    assert {"unemployment", "detained"} & {row.category for row in codebook.rows}


def test_the_map_names_measures_and_notebooks_that_exist():
    import crossread.measures

    for notebook, measure in re.findall(r"\]\((notebooks/\S+\.ipynb)\) \| `(\w+)`", README):
        cells = json.loads((PROJECT / notebook).read_text(encoding="utf-8"))["cells"]
        assert any(measure in "".join(cell["source"]) for cell in cells)
        assert hasattr(crossread.measures, measure)


def test_the_commands_exist():
    result = subprocess.run(
        [sys.executable, "-m", "crossread.cli", "--help"], capture_output=True, text=True, check=True
    )
    for command in re.findall(r"`(?:\.venv/bin/)?crossread (\w+)", README):
        assert re.search(rf"^  {command}\b", result.stdout, re.MULTILINE), command
