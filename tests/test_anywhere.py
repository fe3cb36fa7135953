"""An installation from a wheel works in any folder, also where the folder has an `analysis` of its own."""

import hashlib
import json
import os
import re
import subprocess
import sys
import sysconfig

import nbformat
import pytest

from tests.conftest import write_small_corpus
from tests.environment import PROJECT

pytestmark = pytest.mark.slow

STEPS = re.search(
    r"## Your own corpus\n\n```\n(.*?)```", (PROJECT / "README.md").read_text(encoding="utf-8"), re.DOTALL
)
LANGUAGE = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
OWN = [
    "tables = out = None\nformats = ['svg']",
    "from crossread.runs.session import start\nrun = start('mine', globals())",
]


class Installation:
    """A fresh environment with the wheel; its dependencies are those of the one that runs the tests."""

    def __init__(self, folder):
        self.folder = folder
        self.programs = folder / "venv" / "bin"
        self.site = folder / "venv" / "lib" / "python3.11" / "site-packages"
        self.path = f"{self.programs}:{os.environ['PATH']}"

    def install(self):
        folder = self.folder
        folder.mkdir()
        pip = f"{sys.executable} -m pip"
        self.run(f"{pip} wheel --quiet --no-deps --no-build-isolation --wheel-dir {folder} {PROJECT}", folder)
        self.run(f"{sys.executable} -m venv --without-pip {folder}/venv", folder)
        install = "install --quiet --no-deps --no-index"
        self.run(f"{pip} --python {self.programs}/python {install} {folder}/crossread-*.whl", folder)
        # A plain line: paths that other .pth files there add, such as that of the checkout, are not followed.
        (self.site / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
        papermill = self.programs / "papermill"  # as pip would have written it
        papermill.write_text(f"#!{self.programs}/python\nfrom papermill.__main__ import papermill\npapermill()\n")
        papermill.chmod(0o755)

    def call(self, script, folder):
        # Nothing of the checkout may be found by accident.
        environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
        return subprocess.run(
            ["bash", "-euc", script], cwd=folder, env={**environment, "PATH": self.path}, capture_output=True, text=True, check=False
        )  # fmt: skip

    def run(self, script, folder):
        done = self.call(script, folder)
        assert done.returncode == 0, f"{script}\n{done.stdout}\n{done.stderr}"
        return done.stdout

    def contents(self):
        """What each file of it holds, but for what Python keeps of its compiler."""
        files = (path for path in self.site.rglob("*") if path.is_file() and path.suffix != ".pyc")
        return {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


@pytest.fixture(scope="session")
def installed(share):
    return Installation(share("installed", lambda folder: Installation(folder).install()))


@pytest.fixture
def folder(tmp_path, installed):
    """A folder with two things named like the folder of the sources, and a corpus; the installation stays as it is."""
    (tmp_path / "analysis").mkdir()
    for name in ("analysis.py", "analysis/__init__.py"):
        (tmp_path / name).write_text('raise RuntimeError("the analysis of somebody else")\n')
    write_small_corpus(tmp_path / "articles")
    before = installed.contents()
    used = installed.run("python -c 'import crossread; print(crossread.__file__)'", tmp_path)
    assert used.startswith(str(installed.site))
    yield tmp_path
    assert installed.contents() == before


def test_the_steps_of_the_readme(installed, folder):
    first, *others = STEPS[1].splitlines()
    (folder / "articles" / "one.txt").rename(folder / "articles" / "001.txt")
    manifest = folder / "articles" / "corpus.csv"
    manifest.write_text(manifest.read_text().replace("one.txt", "001.txt"))
    shadows = "cp -r ../analysis ../analysis.py ."
    replace = "rm articles/*.txt; cp ../articles/* articles"
    told = installed.run("\n".join([first, shadows, replace, *others]), folder)
    assert "strike/README.md tells what to do next" in told
    assert "2 articles in the tables, 2 of them annotated now" in told
    assert "6 run, 0 unchanged, 0 failed; figures in figures" in told
    # the batch has one notebook twice with other parameters, and the others as they were run before
    assert "2 run, 5 unchanged, 0 failed; figures in figures" in told
    assert "[C killed 12: 12 people]" in told
    project = folder / "strike"
    assert (project / "figures" / "actor_mentions-quoted.pdf").is_file()
    assert "<mark>" in (project / "out.ipynb").read_text(encoding="utf-8")
    assert not (project / "figures" / "tables").exists()  # nothing was annotated twice


def test_notebooks_of_ones_own_and_renamed_copies(installed, folder):
    """Papermill runs a notebook in the folder where it is called, JupyterLab in the folder where the notebook lies."""
    own = nbformat.v4.new_notebook(metadata=LANGUAGE, cells=[nbformat.v4.new_code_cell(source) for source in OWN])
    own.cells[0].metadata["tags"] = ["parameters"]
    nbformat.write(own, folder / "mine.ipynb")
    (folder / "runs.yaml").write_text("parameters: {corpus: articles}\nruns: [notebook: mine]\n")
    told = installed.run("crossread batch runs.yaml --out chosen", folder)
    assert "1 run, 0 unchanged, 0 failed; figures in chosen" in told
    (tables,) = (folder / "chosen" / "tables").iterdir()
    assert json.loads((tables / "run.json").read_text())["rows"]["articles"] == 2
    wrong = installed.call(f"papermill mine.ipynb out.ipynb -p tables {tables} -p format pdf", folder)
    assert "mine: unknown parameter 'format'; did you mean 'formats'? the known ones are tables, out" in wrong.stderr

    installed.run("crossread init project && mv project/02_actor_mentions.ipynb project/renamed.ipynb", folder)
    wrong = installed.call("papermill project/renamed.ipynb out.ipynb -p outlet North", folder)
    assert "unknown parameter 'outlet'; did you mean 'outlets'? the known ones are corpus, tables" in wrong.stderr
    script = (
        "import nbclient, nbformat\n"
        "notebook = nbformat.read('project/renamed.ipynb', 4)\n"
        "cell = next(cell for cell in notebook.cells if 'parameters' in cell.metadata.get('tags', []))\n"
        f"cell.source = cell.source.replace('tables = None', 'tables = \"{tables}\"')\n"
        "nbclient.NotebookClient(notebook, resources={'metadata': {'path': 'project'}}).execute()\n"
    )
    (folder / "lab.py").write_text(script)
    installed.run("python lab.py", folder)
    assert (folder / "project" / "figures" / "actor_mentions.svg").is_file()


def test_a_notebook_that_is_opened_in_the_installation_writes_nothing_into_it(installed, folder):
    notebooks = installed.site / "crossread" / "notebooks"
    assert {path.name for path in notebooks.glob("*.ipynb")} == {
        path.name for path in (PROJECT / "notebooks").glob("*.ipynb")
    }
    done = installed.call(f"papermill 01_corpus.ipynb {folder}/out.ipynb", notebooks)
    assert "lies where Crossread is installed; set out, or copy the notebooks" in done.stderr
