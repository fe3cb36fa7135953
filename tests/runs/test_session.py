import pytest
from crossread.pipeline.annotate import annotate
from crossread.plots import Words
from crossread.runs import session
from crossread.runs.parameters import ParameterError
from crossread.runs.project import tables_folder
from crossread.runs.session import start
from matplotlib.figure import Figure


@pytest.fixture
def begin(small_store, tmp_path):
    def begin(notebook="02_actor_mentions", **parameters):
        return start(notebook, {"tables": str(small_store.folder), "out": str(tmp_path), **parameters})

    return begin


def test_tables_are_cut_to_outlets_and_days(begin):
    run = begin(outlets=["South"], first_day="2016-12-20")
    assert run.table("articles")["doc_id"].tolist() == ["two"]
    assert run.table("mentions")["doc_id"].unique().tolist() == ["two"]
    assert run.provenance()["n_articles"] == 1


def test_a_known_series_is_recorded_by_its_content(begin, tmp_path):
    records = []
    for folder, value in (("one", 5), ("two", 5), ("three", 6)):
        path = tmp_path / folder / "known.csv"
        path.parent.mkdir()
        path.write_text(f"day,deaths\n2016-12-19,{value}\n")
        records.append(begin("04_figure_trajectories", official=f"{path}:deaths").provenance())
    assert records[0]["official"]["column"] == "deaths"
    assert records[0] == records[1]
    assert records[0] != records[2]


@pytest.mark.parametrize(
    ("parameters", "message"),
    [
        ({"outlets": ["BBC"]}, "outlets: 'BBC' is not in the corpus; it has North, South"),
        ({"scorer": "vader"}, "unknown parameter 'scorer'; the known ones are corpus, tables, lexicon"),
        ({"top": "many"}, "top = 'many': expected a whole number"),
        ({"corpus": "seeds"}, "corpus and tables are both given"),
        ({"lexicon": "mine"}, "lexicon and tables are both given"),
        ({"first_day": "2017-01-01"}, r"no article is left .* 2 articles, from 2016-12-19 to 2016-12-20"),
        ({"actors": ["nobody"]}, "actors: 'nobody' is not in the corpus"),
    ],
)
def test_bad_parameters_are_errors_that_help(begin, parameters, message):
    with pytest.raises(ParameterError, match=message):
        begin(**parameters)


def test_an_error_of_a_parameter_is_shown_in_one_line(begin):
    with pytest.raises(ParameterError) as raised:
        begin(top="many")
    assert raised.value._render_traceback_() == [f"ParameterError: {raised.value}"]


def test_a_notebook_of_ones_own_has_all_parameters_and_other_variables(begin):
    run = begin("my_notebook", threshold=5, scorer="vader")
    assert set(run.parameters) == {"tables", "out", "scorer"}


def test_what_was_annotated_where_a_run_looks_is_not_annotated_again(small_corpus, tmp_path, monkeypatch, capsys):
    with (small_corpus / "corpus.csv").open("a") as manifest:
        manifest.write("gone.txt,North,2016-12-19,\n")
    folder = tables_folder({"corpus": small_corpus}, tmp_path / "figures")
    annotate(small_corpus, folder)
    written = (folder / "run.json").stat().st_mtime_ns
    monkeypatch.chdir(tmp_path)
    run = start("01_corpus", {"corpus": "corpus"})
    assert "note: " in capsys.readouterr().out
    assert run.store.folder.resolve() == folder
    assert (run.store.folder / "run.json").stat().st_mtime_ns == written


@pytest.mark.parametrize("formats", [["pdf", "svg", "png"], ["png"], ["pdf"]])
def test_each_format_is_drawn_once_and_what_is_shown_is_what_was_saved(begin, monkeypatch, tmp_path, formats):
    drawn, shown = [], []
    monkeypatch.setattr(
        Figure, "draw", lambda self, renderer, draw=Figure.draw: (drawn.append(renderer), draw(self, renderer))
    )
    monkeypatch.setattr(session, "display", shown.append)
    run = begin(formats=formats)
    figure = Figure(figsize=(5, 2), layout="constrained")
    axes = figure.subplots()
    axes.plot([1, 2])
    run.save(figure, run.table("articles"), Words("Caption.", "Alt."), name="x")
    assert len(drawn) == len({*formats, "png"})
    (image,) = shown
    if "png" in formats:
        assert image.data == (tmp_path / "x.png").read_bytes()
    assert image.alt == "Alt."
    assert 560 <= image.width <= 620  # of five inches


def test_of_nothing_there_is_no_picture_and_that_of_an_earlier_run_goes(begin, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(session, "display", lambda shown: None)
    run = begin(formats=["png"])
    figure = Figure(figsize=(2, 1), layout="constrained")
    figure.subplots()
    run.save(figure, run.table("articles"), Words("Caption.", "Alt."), name="x")
    run.save(None, run.table("articles"), Words("Nobody is quoted.", "Nobody is quoted."), name="x")
    assert list(tmp_path.glob("x.*")) == []
    assert capsys.readouterr().out.splitlines()[-1] == (
        "No figure x. Nobody is quoted. Removed, of an earlier run: x.png, x.csv, x.json."
    )
    run.save(None, run.table("articles"), Words("Nobody is quoted.", "Nobody is quoted."), name="x")
    assert capsys.readouterr().out == "No figure x. Nobody is quoted.\n"


def test_outlets_and_colours_are_of_the_corpus(begin):
    both, south = begin().outlets, begin(outlets=["South"]).outlets
    assert (both.drawn, south.drawn) == (["North", "South"], ["South"])
    assert south.colours == {"South": both.colours["South"]}


@pytest.mark.filterwarnings("error")
def test_signs_that_the_font_lacks_are_told_once(begin, capsys):
    run = begin(formats=["png"])
    for name in ("x", "y"):
        figure = Figure(figsize=(2, 1), layout="constrained")
        figure.text(0, 0, "北京 Daily")
        run.save(figure, run.table("articles"), Words("Caption.", "Alt."), name=name)
    assert capsys.readouterr().out.count("note: the font of the figures lacks 京 北; boxes stand for them") == 1
