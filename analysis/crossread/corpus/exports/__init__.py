"""Files in which an archive of news exports many articles: one reader each, chosen by what stands in the file.

A file is cut where an article begins or ends, a piece at a time, and each piece is read on its own: what is wrong
with one article costs no other. An article that the file breaks off in is left out, and said so.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple, TextIO
from xml.etree.ElementTree import ParseError

from crossread.corpus.encoding import open_text
from crossread.corpus.exports import factiva, nexis, proquest
from crossread.corpus.exports.blocks import Block, html_blocks, line_blocks, plain_blocks, word_blocks
from crossread.corpus.exports.kinds import Item, NotInExportError, stated_words
from crossread.corpus.records import CorpusError, Problem, Record, Request, lost, note, reason_of
from crossread.corpus.sources import File, UnreadableError, list_archive, open_bytes

_HEAD = 1 << 20  # characters in which the first article of an export begins
_CHUNK = 1 << 20
_LARGEST_PIECE = 10_000_000  # characters of one article with its HTML
_NEAR = 1_000  # characters: a sign so near the end of what is read yet may go on
_FEW = 20  # words: a list of names may have more or less
_FAR_OFF = 0.25  # of the words that an article says it has

_RULE = re.compile(r"^\ufeff?[_*]{40,}[ \t\r]*$", re.MULTILINE)
_DOCUMENT_ID = re.compile(r"ProQuest\s*document\s*ID\s*:", re.IGNORECASE)
_UNI_END = re.compile(r"^[ \t]*End of Document[ \t\r]*$", re.MULTILINE)
_DOCFULL = re.compile(r"<DOCFULL>\s*-->")  # ends a comment; a piece that ends with it has whole comments only
_EUROPRESSE = re.compile(r"""class=["']DocPublicationName""")


class Export(NamedTuple):
    """A kind of export: by which sign it is known, where it is cut, how its pieces are read.

    ``cut``: where an article begins, or ends if ``at_end``. ``least``: as many signs make an export.
    """

    name: str
    is_html: bool
    sign: re.Pattern[str]
    cut: re.Pattern[str]
    at_end: bool
    blocks: Callable[[str], Sequence[Block]]
    read: Callable[[Sequence[Block]], Item | None] | None
    least: int = 1


EXPORTS = (
    Export("ProQuest", False, _DOCUMENT_ID, _RULE, False, line_blocks, proquest.read),
    Export("ProQuest", True, _DOCUMENT_ID, re.compile('<a name="DocID_'), False, html_blocks, proquest.read),
    Export("Nexis", False, nexis.COUNTER, nexis.COUNTER, False, plain_blocks, nexis.read_old),
    Export("Nexis", True, _DOCFULL, _DOCFULL, True, html_blocks, nexis.read_old),
    Export("Nexis Uni", False, _UNI_END, _UNI_END, True, line_blocks, nexis.read_uni, least=2),
    Export("Factiva", False, factiva.END, factiva.END, True, factiva.text_blocks, factiva.read),
    Export("Factiva", True, factiva.END, factiva.END, True, html_blocks, factiva.read),
    Export("Europresse", True, _EUROPRESSE, _EUROPRESSE, False, html_blocks, None, least=2),
)


def or_export(
    file: File, request: Request, *, single: Callable[[File, Request], Iterator[Record | Problem]], is_html: bool
) -> Iterator[Record | Problem]:
    """Read a file as the export that it is, or with ``single`` as one article.

    Raises:
        CorpusError: it cannot be read, or is an export that has no reader yet.
    """
    try:
        stream, remark = open_text(file)
        with stream:
            head = stream.read(_HEAD)
            export = _find(head, is_html)
            if export is not None:
                if remark:
                    yield note(f"{file.name!r} {remark}", doc_id=file.stem)
                yield from _read(file, export, _pieces(stream, head, export, file.name))
    except UnreadableError as error:
        raise CorpusError(f"{file.name!r}: {error}") from error
    if export is None:
        yield from single(file, request)


def read_word(file: File, _: Request) -> Iterator[Record | Problem]:
    """Read a Word document that Nexis Uni made.

    Raises:
        CorpusError: it is damaged, or no export of Nexis Uni.
    """
    name = "word/document.xml"
    listing = list_archive(file)
    if name not in listing.files:
        refused = next((problem.message for problem in listing.refused.values() if name in problem.message), "")
        raise CorpusError(refused or f"{file.name!r} is not a Word document (.docx); it has no {name}")
    try:
        with open_bytes(listing.files[name]) as stream:
            blocks = word_blocks(stream)
    except (UnreadableError, ParseError) as error:
        raise CorpusError(f"{file.name!r} is damaged ({reason_of(error)}); download it again") from error
    pieces: list[list[Block]] = [[]]
    for block in blocks:
        pieces[-1].append(block)
        if _UNI_END.fullmatch(block.text):
            pieces.append([])
    if len(pieces) == 1:
        raise CorpusError(
            f"{file.name!r} is no export of Nexis Uni (no line 'End of Document'); save a single article as .txt"
        )
    uni = next(export for export in EXPORTS if export.read is nexis.read_uni)
    yield from _read(file, uni, iter(pieces))


def _find(head: str, is_html: bool) -> Export | None:
    for export in EXPORTS:
        if export.is_html is is_html:
            found = sum(1 for _ in export.sign.finditer(head))
            if found >= export.least:
                return export
    return None


def _pieces(stream: TextIO, head: str, export: Export, name: str) -> Iterator[Sequence[Block]]:
    """Cut a file where its articles begin or end, without having all of it in memory."""
    rest = head
    while True:
        more = stream.read(_CHUNK)
        start = 0
        for found in export.cut.finditer(rest):
            if more and found.end() > len(rest) - _NEAR:
                break
            cut = found.end() if export.at_end else found.start()
            yield export.blocks(rest[start:cut])
            start = cut
        rest = rest[start:] + more
        if not more:
            yield export.blocks(rest)
            return
        if len(rest) > _LARGEST_PIECE + _CHUNK:
            raise CorpusError(f"{name!r}: an article of more than {_LARGEST_PIECE:,} characters; the file is damaged")


def _read(file: File, export: Export, pieces: Iterator[Sequence[Block]]) -> Iterator[Record | Problem]:
    """The articles in the pieces of a file; the number of each in the file is its default id."""
    if export.read is None:
        n_articles = sum(1 for _ in pieces) - 1
        raise CorpusError(
            f"{file.name!r}: holds {n_articles:,} articles, a {export.name} export, which is not read yet; save each "
            "article in a file of its own, or put them into a table with the columns text, title, outlet and published"
        )
    number = 0
    cut: tuple[str, str] | None = None  # an article that nothing came behind yet
    last: Item | None = None
    for blocks in pieces:
        where, doc_id = f"{file.name}, article {number + 1}", f"{file.stem}-{number + 1}"
        try:
            item = export.read(blocks)
        except NotInExportError as error:
            number, last = number + 1, None
            yield lost(f"{where}: {error}", doc_id=doc_id)
            continue
        if item is None:
            continue
        number += 1
        if cut:
            yield lost(f"{cut[0]}: the article breaks off; download the file again", doc_id=cut[1])
        cut, last = (None, item) if item.is_whole else ((where, doc_id), item)
        if item.is_whole:
            yield from _checked(item, where, doc_id)
    if cut:
        yield lost(f"{cut[0]}: the file breaks off in this article; download it again", doc_id=cut[1])
    if last and last.number < last.total:
        yield note(f"{file.name}: ends with article {last.number:,} of {last.total:,}; the others are not in this file")
    if not number:
        raise CorpusError(f"{file.name!r}: looks like a {export.name} export, but no article is found in it")


def _checked(item: Item, where: str, doc_id: str) -> Iterator[Record | Problem]:
    """An article, and a note where it has not the words that it says it has."""
    stated = stated_words(item.fields.get("length", ""))
    found = len(item.fields["text"].split())
    if stated and found and abs(found - stated) > max(_FEW, _FAR_OFF * stated):
        yield note(f"{where}: {found:,} words found, {stated:,} stated by the archive; compare the two", doc_id=doc_id)
    yield Record(where, dict(item.fields), doc_id)
