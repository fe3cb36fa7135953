import pytest
from crossread.runs.parameters import ParameterError
from crossread.runs.session import start


def begin(seed_store, tmp_path, **parameters):
    return start("02_actor_mentions", {"tables": str(seed_store.folder), "out": str(tmp_path), **parameters})


def test_tables_are_cut_to_outlets_and_days(seed_store, tmp_path):
    run = begin(seed_store, tmp_path, outlets=["RFE/RL"], last_day="2016-12-18")
    assert run.table("articles")["doc_id"].tolist() == ["004_f24e29bdde54b1ea"]
    assert run.table("mentions")["doc_id"].unique().tolist() == ["004_f24e29bdde54b1ea"]
    assert run.provenance()["n_articles"] == 1


@pytest.mark.parametrize(
    ("parameters", "message"),
    [
        (
            {"outlets": ["BBC"]},
            "outlets: 'BBC' is not in the corpus; it has Al Jazeera, Associated Press, Press TV, RFE/RL",
        ),
        ({"scorer": "vader"}, "unknown parameter 'scorer'; the known ones are corpus, tables, outlets"),
        ({"top": "many"}, "top = 'many': expected a whole number"),
        ({"corpus": "seeds"}, "corpus and tables are both given"),
        ({"first_day": "2017-01-01"}, r"no article is left .* 5 articles, from 2016-12-16 to 2016-12-19"),
        ({"actors": ["nobody"]}, "actors: 'nobody' is not in the corpus"),
    ],
)
def test_bad_parameters_are_errors_that_help(seed_store, tmp_path, parameters, message):
    with pytest.raises(ParameterError, match=message):
        begin(seed_store, tmp_path, **parameters)


def test_names_of_ipython_and_imports_are_no_parameters(seed_store, tmp_path):
    run = begin(seed_store, tmp_path, In=[], Out={}, _oh={}, pytest=pytest, start=start)
    assert set(run.parameters) == {"tables", "out"}


def test_a_second_run_in_the_same_kernel_finds_its_own_variables_and_goes_on(seed_store, tmp_path):
    run = begin(seed_store, tmp_path, shown=["russia"], counts=seed_store.read("actors"))
    assert set(run.parameters) == {"tables", "out"}


def test_a_notebook_of_ones_own_may_have_other_variables(seed_store, tmp_path):
    run = start("my_notebook", {"tables": str(seed_store.folder), "out": str(tmp_path), "threshold": 5})
    assert set(run.parameters) == {"tables", "out"}


def test_a_corpus_is_annotated_once(small_corpus, tmp_path, capsys):
    with (small_corpus / "corpus.csv").open("a") as manifest:
        manifest.write("gone.txt,North,2016-12-19,\n")
    parameters = {"corpus": str(small_corpus), "out": str(tmp_path / "out")}
    first = start("01_corpus", parameters)
    assert "note: " in capsys.readouterr().out
    written = (first.store.folder / "run.json").stat().st_mtime_ns
    second = start("01_corpus", parameters)
    assert second.store.folder == tmp_path / "out" / "tables" / "corpus"
    assert (second.store.folder / "run.json").stat().st_mtime_ns == written
