import pytest
from crossread.extract.article import Extractor
from crossread.lexicon import LexiconError, load, load_lexicon, shipped, words

from tests.conftest import Reader

LEXICON = load_lexicon()


def write(folder, **files):
    for name, text in files.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder


def test_countries_come_with_names_capitals_and_demonyms():
    syria, us, norway = (LEXICON.actors[name] for name in ("syria", "united-states", "norway"))
    assert (syria.country, syria.places, syria.demonyms[:2]) == ("SY", ("Damascus",), ("Syrian", "Syrians"))
    assert "Washington" in us.places
    assert "U.S." in us.acronyms
    assert norway.country == "NO"  # which YAML 1.1 takes for false


def test_a_name_that_several_countries_claim_goes_to_the_most_populous():
    owners = [actor.id for actor in LEXICON.actors.values() if "Congolese" in actor.demonyms]
    assert owners == ["dr-congo"]
    assert [actor.id for actor in LEXICON.actors.values() if "Indian" in actor.demonyms] == ["india"]


def test_a_corpus_adds_to_a_country_by_its_code(tmp_path):
    extra = write(tmp_path, countries="SY: {acronyms: [SAR]}\nXZ: {id: zubrowka, name: Zubrowka}\n")
    actors = load_lexicon(extra).actors
    assert actors["syria"].acronyms == ("SAR",)
    assert actors["syria"].demonyms == LEXICON.actors["syria"].demonyms
    assert (actors["zubrowka"].kind, actors["zubrowka"].country) == ("state", "XZ")


def test_every_affiliation_is_known():
    assert all(a.affiliation is None or a.affiliation in LEXICON.actors for a in LEXICON.actors.values())


def test_a_corpus_adds_actors_and_overrides_fields(tmp_path):
    extra = write(
        tmp_path,
        actors_mine="- {id: un, name: The UN, kind: body, aliases: [World Body]}\n- {id: acme, name: Acme, kind: organisation}\n",
    )
    lexicon = load_lexicon(extra)
    assert lexicon.actors["acme"].name == "Acme"
    assert lexicon.actors["un"].name == "The UN"
    assert {"United Nations", "World Body"} <= set(lexicon.actors["un"].aliases)
    assert lexicon.digest != LEXICON.digest


def test_a_corpus_adds_a_category_of_claims(tmp_path):
    """The few lines that a user writes for a new category."""
    extra = write(
        tmp_path,
        codebook="rows:\n- {category: turnout, unit: [ballots], object: [cast, count]}\n",
        units="ballots:\n  ballots: [ballot, vote]\n",
    )
    own = Extractor(load_lexicon(extra))
    (claim,) = Reader(own)("Officials said that 12,000 ballots were cast on Sunday.").claims
    assert (claim.category, claim.unit, claim.unit_group, claim.best) == ("turnout", "ballot", "ballots", 12000)


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({"actors_x": "- {id: a, name: A, kind: robot}"}, "actors_x.yaml, entry 'a': kind: .*'robot'"),
        (
            {"actors_x": "- {id: a, name: A, kind: person, colour: red}"},
            "actors_x.yaml, entry 'a': colour: .*the fields are id",
        ),
        (
            {"actors_x": "- {id: a, name: A, kind: person, affiliation: nobody}"},
            "actors_x.yaml, entry 'a': affiliation 'nobody' is not the id",
        ),
        ({"actors_x": "- just text"}, "actors_x.yaml, entry 1: expected a mapping with 'id'"),
        ({"actors_x": "a: b"}, "actors_x.yaml: expected a list of entries, found a dict"),
        ({"actors_x": "[unclosed"}, "actors_x.yaml: not readable as YAML"),
        ({"colours": "a: b"}, "colours.yaml: not a lexicon file that a corpus may have; those are actors"),
        (
            {"actors_x": "- {id: russia, name: Russia}", "actors_y": "- {id: russia, demonyms: Rus}"},
            "actors_y.yaml: 'demonyms' is a list in the lexicon that ships",
        ),
        ({"quantities": "several: [a pair of, 7]"}, "quantities.yaml, entry 'several': .*valid string .found 7"),
        ({"units": "people: {staff: [1]}"}, "units.yaml, entry 'people': staff.0: .*valid string .found 1"),
        # a codebook, and what was one before
        ({"events": "x: {units: [people]}"}, "events.yaml: events are rows of a codebook now; .* into codebook.yaml"),
        (
            {"codebook": "rows: [{category: x, unit: [people], kill: [a]}]"},
            "codebook.yaml, row 1: kill: .*the fields are category",
        ),
        ({"units": "people: [a]"}, "'people' is a dict in the lexicon that ships, not a list"),
        ({"labels": "- a"}, "labels.yaml: expected a mapping"),
        ({"countries": "{SY: {president: x}}"}, "countries.yaml, entry 'SY': president"),
        ({"packs": "- atlantis"}, r"packs.yaml: expected a list of packs that ship .syria., found .'atlantis'"),
        ({"packs": "syria: yes"}, "packs.yaml: expected a list of packs that ship"),
        ({"countries": "{XZ: {name: Zubrowka}}"}, "countries.yaml, entry 'XZ': id: Field required"),
    ],
)
def test_a_bad_entry_is_named(tmp_path, files, message):
    with pytest.raises(LexiconError, match=message):
        load_lexicon(write(tmp_path, **files))


def test_a_folder_that_is_not_there(tmp_path):
    with pytest.raises(LexiconError, match="no such folder"):
        load_lexicon(tmp_path / "nowhere")


def test_words_that_yaml_takes_for_truth_stay_words():
    assert "on" in LEXICON.grammar.place_prepositions


@pytest.fixture
def shipped_files(tmp_path, monkeypatch):
    """A folder that stands in for the one that ships; what was read of it is forgotten."""
    monkeypatch.setattr(load, "SHIPPED", tmp_path)
    load.shipped.cache_clear()
    yield tmp_path
    load.shipped.cache_clear()


def test_a_file_of_plain_lists_is_known_by_being_there(shipped_files):
    write(shipped_files, verbs="denying: [deny, dispute]\nanswers: [yes, no, 'off']\n")
    assert words("verbs") == {"denying": {"deny", "dispute"}, "answers": {"yes", "no", "off"}}
    assert words("verbs") is words("verbs")


def test_a_file_of_another_shape_is_read_by_that_shape(shipped_files):
    write(shipped_files, months="march: [3, Mar]\n")
    assert shipped("months", dict[str, tuple[int, str]]) == {"march": (3, "Mar")}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("years: [1999]", "verbs.yaml, entry 'years': 0: Input should be a valid string .found 1999"),
        ("deny", "verbs.yaml: Input should be a valid dictionary .found 'deny'"),
        (None, "verbs.yaml: no such file in the lexicon that ships"),
    ],
)
def test_a_file_of_words_that_is_none_is_named(shipped_files, text, message):
    if text is not None:
        write(shipped_files, verbs=text)
    with pytest.raises(LexiconError, match=message):
        words("verbs")


def test_a_pack_is_read_where_a_corpus_lists_it(tmp_path):
    own = load_lexicon(write(tmp_path, packs="- syria\n", actors_mine="- {id: sohr, name: SOHR of London}\n"))
    assert "syrian-opposition" not in LEXICON.actors
    assert "Aleppo" not in LEXICON.places
    assert own.actors["syrian-opposition"].side == "opposition"
    assert own.actors["sohr"].name == "SOHR of London"  # what a corpus says goes over its packs
    assert own.places["Aleppo"].country == "SY"
    assert own.labels.only_with["government"] == ("syrian", "assad")
    assert own.digest != LEXICON.digest


def test_a_name_is_told_apart_by_country_or_never_found(tmp_path):
    actor = "{{id: {0}, name: Congress ({0}), kind: ministry, country: {1}, aliases: [Congress]}}"
    write(tmp_path, actors_mine=f"- {actor.format('ph', 'PH')}\n- {actor.format('other', 'US')}\n")
    (note,) = load_lexicon(tmp_path).notes
    assert "entry 'other': 'Congress' is never found as this actor; it is 'us-congress' already" in note


def test_names_that_are_never_found_are_told(tmp_path):
    actor = "- {id: acme, name: Acme, kind: organisation, aliases: [Russia, '!!', Acme Corp]}\n"
    path = write(tmp_path, actors_mine=actor) / "actors_mine.yaml"
    assert load_lexicon(tmp_path).notes == (
        f"{path}, entry 'acme': 'Russia' is never found as this actor; it is 'russia' already",
        f"{path}, entry 'acme': '!!' has no letter or digit, and is never found",
    )
    assert LEXICON.notes == ()
