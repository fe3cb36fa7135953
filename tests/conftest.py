"""What most tests need: the extractor, loaded once, and the tables of the seed articles."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from crossread.corpus import Article, find_blocks
from crossread.extract.article import Extractor, Records
from crossread.extract.records import Claim
from crossread.lexicon import load_lexicon
from crossread.pipeline.annotate import annotate
from crossread.runs.project import SEEDS
from crossread.tables import Store, make_table, open_tables
from crossread.tables.coding import code_claims
from filelock import FileLock

MONDAY = date(2016, 12, 19)


@pytest.fixture(scope="session")
def extractor() -> Extractor:
    return Extractor(load_lexicon(SEEDS / "lexicon"))


class Reader:
    """Reads one text as an article."""

    def __init__(self, extractor: Extractor) -> None:
        self.extractor = extractor

    def __call__(self, text: str, published: date | None = MONDAY) -> Records:
        article = Article("a", "Outlet", published, "given", None, text, "a.txt")
        # A period at the end keeps a short text from being read as a title.
        blocks = find_blocks(text, None, self.extractor.lexicon.boilerplate)
        ((article, blocks, doc),) = self.extractor.parse([(article, blocks)])
        records = self.extractor.extract(article, blocks, doc)
        return records._replace(claims=self.coded(records.claims))

    def coded(self, claims: list[Claim]) -> list[Claim]:
        """Claims with the categories of the lexicon's codebook."""
        rows = [{"doc_id": "a", **claim._asdict()} for claim in claims]
        lexicon = self.extractor.lexicon
        coded = code_claims(make_table("claims", rows), lexicon.codebook, lexicon.units)
        columns = [coded[name].astype(object).where(coded[name].notna(), None) for name in ("category", "unit_group")]
        return [
            claim._replace(category=category, unit_group=group)
            for claim, category, group in zip(claims, *columns, strict=True)
        ]


@pytest.fixture(scope="session")
def read(extractor: Extractor) -> Reader:
    return Reader(extractor)


Share = Callable[[str, Callable[[Path], object]], Path]


@pytest.fixture(scope="session")
def share(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Share:
    """A folder that one process of the tests makes for all: ``share(name, make)``."""
    own = tmp_path_factory.getbasetemp()
    root = own if worker_id == "master" else own.parent

    def share(name: str, make: Callable[[Path], object]) -> Path:
        with FileLock(root / f"{name}.lock"):
            if not (root / f"{name}.made").exists():
                make(root / name)
                (root / f"{name}.made").touch()
        return root / name

    return share


@pytest.fixture(scope="session")
def seed_store(share: Share) -> Store:
    return open_tables(share("seeds", lambda out: annotate(SEEDS, out)))


def write_small_corpus(folder: Path) -> Path:
    """Two tiny articles with a manifest."""
    folder.mkdir()
    (folder / "one.txt").write_text("Russia said on Monday that 12 people were killed in Aleppo.\n", encoding="utf-8")
    (folder / "two.txt").write_text('Iran praised the deal. "We are glad," Hassan Rouhani said.\n', encoding="utf-8")
    (folder / "corpus.csv").write_text(
        "file,outlet,published,title\none.txt,North,2016-12-19,\ntwo.txt,South,2016-12-20,\n", encoding="utf-8"
    )
    return folder


@pytest.fixture
def small_corpus(tmp_path: Path) -> Path:
    """A corpus that a test may change."""
    return write_small_corpus(tmp_path / "corpus")


@pytest.fixture(scope="session")
def small_store(share: Share) -> Store:
    """Its tables, with the tone of one scorer."""
    corpus = share("small_corpus", write_small_corpus)
    return open_tables(share("small", lambda out: annotate(corpus, out, scorers=["vader"])))
