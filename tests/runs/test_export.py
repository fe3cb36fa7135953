import json
import re
import subprocess

import pandas as pd
import pytest
from crossread.plots import Words
from crossread.runs.export import save_figure, save_table
from matplotlib import rc_context
from matplotlib.figure import Figure

DATA = pd.DataFrame({"outlet": ["North"], "n": [1]})


def save(out, **more):
    figure = Figure(figsize=(2, 1))
    figure.subplots().plot([1, 2])
    return save_figure(
        figure, DATA, Words("A caption.", "A line."), out=out, slug="x", formats=["pdf", "svg", "png"],
        provenance={"corpus": "seeds"}, **more,
    )  # fmt: skip


def test_a_figure_is_written_with_its_data_and_origin(tmp_path):
    written = save(tmp_path, evidence=pd.DataFrame({"marked": ["Russia"]}))
    assert [path.name for path in written.files] == ["x.pdf", "x.svg", "x.png", "x.csv", "x.json", "x.evidence.csv"]
    assert pd.read_csv(tmp_path / "x.csv").equals(DATA)
    record = json.loads((tmp_path / "x.json").read_text())
    assert "an apostrophe stands before" in record.pop("csv")
    assert record == {"caption": "A caption.", "alt": "A line.", "rows": 1, "corpus": "seeds"}


def test_two_runs_write_the_same_bytes(tmp_path):
    first, second = save(tmp_path / "one"), save(tmp_path / "two")
    assert [path.read_bytes() for path in first.files] == [path.read_bytes() for path in second.files]


def test_pictures_are_fit_for_print(tmp_path):
    from PIL import Image

    save(tmp_path)
    assert Image.open(tmp_path / "x.png").info["dpi"] == pytest.approx((300, 300), abs=0.1)
    pdf = (tmp_path / "x.pdf").read_bytes()
    assert b"/FontFile2" in pdf  # TrueType, embedded
    assert b"/Type3" not in pdf
    assert "<text" not in (tmp_path / "x.svg").read_text()  # letters are outlines


def test_what_git_sees_of_a_run_does_not_depend_on_the_clock(tmp_path):
    save(tmp_path)
    found = subprocess.run(
        ["grep", "-l", "202[0-9]-", *map(str, tmp_path.iterdir())], capture_output=True, text=True, check=False
    )
    assert found.stdout == ""


def test_a_table_is_csv_and_latex_that_prints_what_stands_in_it(tmp_path):
    rows = pd.DataFrame({"outlet": ["North & South_1 {x} 50 %"], "n_claims": [1200.0], "source": [None]})
    written = save_table(rows, "Claims.", out=tmp_path, slug="ledger", provenance={"corpus": "seeds"})
    assert [path.name for path in written] == ["ledger.csv", "ledger.tex", "ledger.json"]
    latex = (tmp_path / "ledger.tex").read_text()
    assert r"North \& South\_1 \{x\} 50 \% & 1,200 &  \\" in latex
    assert r"outlet & n claims & source \\" in latex
    assert r"\caption{Claims.} \label{tab:ledger}" in latex
    record = json.loads((tmp_path / "ledger.json").read_text())
    assert "an apostrophe stands before" in record.pop("csv")
    assert record == {"caption": "Claims.", "corpus": "seeds", "rows": 1}


def test_a_table_may_print_fewer_columns_than_it_saves(tmp_path):
    rows = pd.DataFrame({"outlet": ["North"], "n": [1]})
    save_table(rows, "Claims.", out=tmp_path, slug="t", provenance={}, columns=["n"])
    assert pd.read_csv(tmp_path / "t.csv").columns.tolist() == ["outlet", "n"]
    assert "North" not in (tmp_path / "t.tex").read_text()


def test_an_empty_table_is_written(tmp_path):
    save_table(pd.DataFrame({"outlet": []}), "None.", out=tmp_path, slug="t", provenance={})
    assert (tmp_path / "t.tex").read_text() == "None. No rows.\n"


def test_places_are_settled_so_that_no_last_bit_differs(tmp_path):
    figure = Figure(figsize=(2, 1), layout="constrained")
    axes = figure.subplots()
    axes.set_ylabel("claims")
    save_figure(figure, DATA, Words("A.", "B."), out=tmp_path, slug="x", formats=["svg"], provenance={})
    edges = axes.get_position().bounds
    assert edges == pytest.approx([round(edge, 6) for edge in edges], abs=1e-12)
    assert edges[0] > 0.15  # where the layout put it, with room for the label


@pytest.mark.parametrize("ending", ["pdf", "svg", "png"])
def test_a_picture_is_cut_as_if_it_were_drawn_to_find_out_what_there_is(tmp_path, ending):
    def figure():
        made = Figure(figsize=(9, 5), layout="constrained")
        left, right = made.subplots(1, 2)
        left.barh(["Al Jazeera", "Associated Press\n(3 articles)"], [1, 20_000], label="narrator")
        left.set_title("A long title that ends far from where its axes end", loc="left")
        left.legend(loc="upper left", bbox_to_anchor=(0.5, -0.3))
        right.plot([-0.37, 1], [-0.37, 1])
        right.set(aspect="equal", xlabel="VADER", ylabel="NewsMTSC")
        right.text(1.5, 0, "beside", clip_on=False)
        made.supxlabel("mentions")
        return made

    saved = save_figure(figure(), DATA, Words("A.", "B."), out=tmp_path, slug="x", formats=[ending], provenance={})
    drawn_twice = figure()
    drawn_twice.draw_without_rendering()
    drawn_twice.set_layout_engine("none")
    for axes in drawn_twice.axes:
        axes.set_position([round(edge, 6) for edge in axes.get_position().bounds])
    with rc_context({"pdf.fonttype": 42, "svg.fonttype": "path", "svg.hashsalt": "crossread"}):
        metadata = {"pdf": {"CreationDate": None, "ModDate": None, "Producer": None}, "svg": {"Date": None}}.get(
            ending, {}
        )
        metadata |= {"Software" if ending == "png" else "Creator": "Crossread", "Title": "A."}
        metadata |= {"Subject" if ending == "pdf" else "Description": "B."}
        path = tmp_path / f"twice.{ending}"
        drawn_twice.savefig(path, dpi=300, metadata=metadata, bbox_inches="tight", pad_inches=0.03)
    told = b"<title>A.</title><desc>B.</desc>"
    assert saved.files[0].read_bytes().replace(told, b"").replace(b'role="img" ', b"") == path.read_bytes()


@pytest.mark.parametrize("n_columns", [1, 3, 9, 14])
def test_a_table_fits_a_page(tmp_path, n_columns):
    """345 points are a line of LaTeX's article class; each column has a gap of three at both sides."""
    rows = pd.DataFrame({f"column_{i}": ["words " * i, "12"] for i in range(n_columns)})
    save_table(rows, "A table.", out=tmp_path, slug="t", provenance={})
    widths = [float(width) for width in re.findall(r"p\{([\d.]+)pt\}", (tmp_path / "t.tex").read_text())]
    assert len(widths) == n_columns
    assert sum(widths) + 6 * n_columns <= 345.5


def test_of_a_long_table_the_first_rows_are_printed_and_the_caption_says_so(tmp_path):
    save_table(pd.DataFrame({"n": range(1002)}), "Numbers.", out=tmp_path, slug="n", provenance={})
    latex = (tmp_path / "n.tex").read_text()
    assert "Numbers. The first 1,000 of 1,002 rows; n.csv has them all." in latex
    assert "\n999 \\\\" in latex
    assert "\n1,000 \\\\" not in latex
    assert "\n1000 \\\\" not in latex
    assert len((tmp_path / "n.csv").read_text().splitlines()) == 1003
