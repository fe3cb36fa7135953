"""The paragraphs of an export, whatever it is written in: HTML, plain text or the XML of Word."""

import re
from html.parser import HTMLParser
from typing import BinaryIO, NamedTuple
from xml.etree import ElementTree

_BREAKS = frozenset(
    {"address", "article", "aside", "blockquote", "body", "dd", "div", "dl", "dt", "footer", "form", "header"}
)
_BREAKS |= {"h1", "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre", "section", "table", "tbody", "td", "text"}
_BREAKS |= {"th", "tr", "ul"}
_HIDDEN = frozenset(("script", "style", "title", "noscript"))
_BLANK_LINES = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


class Block(NamedTuple):
    """A paragraph, its lines apart by line ends, and the classes of the HTML that it stands in."""

    text: str
    classes: str = ""

    @property
    def line(self) -> str:
        """The paragraph on one line."""
        return " ".join(self.text.split())

    @property
    def first_line(self) -> str:
        """The first of its lines, with single spaces."""
        return " ".join(self.text.strip().partition("\n")[0].split())


def plain_blocks(text: str) -> list[Block]:
    """The paragraphs of a plain text: what blank lines part."""
    found = _BLANK_LINES.split(text.replace("\r\n", "\n").replace("\f", "\n\n"))
    return [Block(paragraph) for paragraph in found if paragraph.strip()]


def line_blocks(text: str) -> list[Block]:
    """The lines of a plain text that has a paragraph on each."""
    return [Block(line) for line in text.split("\n") if line.strip()]


def html_blocks(html: str) -> list[Block]:
    """The paragraphs of a piece of HTML; a tag within a word parts nothing, ``<br>`` ends a line."""
    parser = _Parser()
    parser.feed(html.replace("<![", "<!"))  # sections of Word, at unknown ones of which the parser gives up
    parser.close()
    parser.end_block()
    return parser.blocks


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.blocks: list[Block] = []
        self._parts: list[str] = []
        self._classes: list[str] = []
        self._hidden = 0

    def end_block(self) -> None:
        lines = [" ".join(line.split()) for line in "".join(self._parts).split("\n")]
        if any(lines):
            self.blocks.append(Block("\n".join(line for line in lines if line), " ".join(self._classes)))
        self._parts, self._classes = [], []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _HIDDEN:
            self._hidden += 1
        elif tag == "br":
            self._parts.append("\n")
        elif tag in _BREAKS:
            self.end_block()
        self._classes += [value for name, value in attrs if name == "class" and value]

    def handle_endtag(self, tag: str) -> None:
        if tag in _HIDDEN:
            self._hidden = max(0, self._hidden - 1)
        elif tag in _BREAKS:
            self.end_block()

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self._parts.append(data.replace("\n", " "))


def word_blocks(stream: BinaryIO) -> list[Block]:
    """The paragraphs of ``word/document.xml``, with the text of links and tables.

    Raises:
        ParseError: it is no XML.
    """
    letters = {f"{_WORD}br": "\n", f"{_WORD}cr": "\n", f"{_WORD}tab": "\t"}
    blocks = []
    for _, element in ElementTree.iterparse(stream):
        if element.tag == f"{_WORD}p":
            parts = (
                letters.get(part.tag) or part.text or ""
                for part in element.iter()
                if part.tag in letters or part.tag == f"{_WORD}t"
            )
            text = "".join(parts).strip(" \t\r\n")
            if text:
                blocks.append(Block(text))
            element.clear()
    return blocks
