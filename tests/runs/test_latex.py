"""The tables of the seeds, as whoever writes a paper prints them."""

import json
import re
import shutil
import subprocess

import pytest
from crossread.runs.project import NOTEBOOKS

PAPER = r"""\documentclass{article}
\usepackage[utf8]{inputenc}
\usepackage[T1]{fontenc}
\usepackage{array,booktabs,longtable}
\begin{document}
%s
\end{document}
"""
GAP = 6.0  # points between two columns, into which a word may reach


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("pdflatex") is None, reason="no pdflatex here")
def test_every_table_of_the_seeds_compiles_and_keeps_to_the_page(seed_store, tmp_path):
    for notebook in sorted(NOTEBOOKS.glob("*.ipynb")):
        cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
        code = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
        if any("save_table" in source for source in code):
            variables = {}
            exec(code[0], variables)
            variables |= {"tables": str(seed_store.folder), "out": str(tmp_path), "formats": ["svg"]}
            for source in code[1:]:
                exec(source, variables)
    tables = sorted(tmp_path.glob("*.tex"))
    assert len(tables) >= 10
    (tmp_path / "paper").write_text(PAPER % "\n".join(rf"\input{{{path.stem}}}" for path in tables), encoding="utf-8")
    command = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "-jobname=paper", "paper"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False)
    told = done.stdout.decode("latin-1")
    assert done.returncode == 0, told[-3000:]
    assert [too for too in re.findall(r"Overfull .hbox \(([\d.]+)pt", told) if float(too) > GAP] == []
