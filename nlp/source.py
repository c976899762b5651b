"""From a file to lines: the text as printed, and beside it a normalised text with a map back.

Enters: a path. Leaves: a ``Source`` of ``Line`` objects. The printed text is never changed; ``Line.text`` is what the
rules read. Normalising is per character and idempotent:

- Traditional characters become Simplified (OpenCC's character table), one for one
- full-width letters, digits and signs become half-width; round brackets become full-width （）
- every kind of blank but the tab (cell border) becomes a space; zero-width characters go
- stray markup tags (``<p>``, ``</td>``, ``<br/>``) go

What it does not do: join lines, drop page furniture, guess damaged characters.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from nlp.errors import BinarySource, EmptySource, SourceTooLarge, UnknownEncoding
from nlp.record import Piece, Span, Stretch

MAX_BYTES = 64 * 1024 * 1024

TAG = re.compile(r"</?(?:p|br|td|tr|th|table|tbody|thead|div|span|b|strong|i|u|sub|sup|font)\b[^<>\n]{0,80}/?>", re.I)
ZERO_WIDTH = frozenset("\u200b\u200c\u200d\u2060\ufeff\u00ad")
BRACKETS = {"(": "（", ")": "）", "﹙": "（", "﹚": "）"}
KEEP_WIDE = frozenset("，。；：？！（）")


@dataclass(frozen=True, slots=True)
class Line:
    """Line ``number`` (1-based). ``text[i]`` was printed at ``raw[offsets[i]]``; ``offsets`` is None where they agree."""

    number: int
    raw: str
    text: str
    offsets: tuple[int, ...] | None = None
    page: int | None = None

    def span(self, start: int = 0, end: int | None = None) -> Span:
        """The printed place of ``text[start:end]``.

        >>> read_line(3, "<p>項目(二)</p>").span(0, 2)
        Span(line=3, start=3, end=5, page=None)
        """
        end = len(self.text) if end is None else end
        if self.offsets is None:
            return Span(self.number, start, end, self.page)
        if start >= end:
            at = self.offsets[start] if start < len(self.offsets) else len(self.raw)
            return Span(self.number, at, at, self.page)
        return Span(self.number, self.offsets[start], self.offsets[end - 1] + 1, self.page)


def join_lines(parts: Iterable[tuple[Line, int, int]]) -> Stretch:
    """Put ``line.text[start:end]`` pieces together without a separator.

    >>> join_lines([(read_line(1, "项目概"), 0, 3), (read_line(2, "况\t略"), 0, 1)]).text
    '项目概况'
    """
    text, pieces = "", []
    for line, start, end in parts:
        offsets = range(start, end) if line.offsets is None else line.offsets[start:end]
        pieces.append(Piece(len(text), line.number, offsets, line.page))
        text += line.text[start:end]
    return Stretch(text, tuple(pieces))


@dataclass(frozen=True, slots=True)
class Source:
    """A document's lines; ``lines[n - 1]`` is line n."""

    name: str
    sha256: str
    lines: tuple[Line, ...]

    @property
    def stem(self) -> str:
        return Path(self.name).stem

    def line(self, number: int) -> Line:
        return self.lines[number - 1]

    def quote(self, span: Span) -> str:
        """The characters of ``span`` as printed."""
        return self.lines[span.line - 1].raw[span.start : span.end]


BORDERED = re.compile(r"\s*\|[^|]*\|.*\|\s*$|\s*\|[^|\n]+\|\s*$")
"""a table row as Markdown writes it: | 项目 | 金额 |"""


def load_source(path: Path, max_bytes: int = MAX_BYTES) -> Source:
    """Read ``path`` (text in UTF-8, UTF-16 or GB 18030; PDF). Raises a SourceError that says what was found."""
    size = path.stat().st_size
    if size > max_bytes:
        raise SourceTooLarge(f"{path.name}：文件 {size / 1048576:.1f} MB，超过上限 {max_bytes / 1048576:.0f} MB，未读取")
    data = path.read_bytes()
    if not data.strip():
        raise EmptySource(f"{path.name}：文件是空的，没有可读的文字")
    if data.startswith(b"%PDF-"):
        from nlp.pdf import read_pdf  # heavy, and only for PDFs

        return read_pdf(path, data)
    return source_from_text(path.name, decode(path.name, data), data)


def source_from_text(name: str, text: str, data: bytes | None = None) -> Source:
    """A Source over ``text``; lines are split at \\n only, as ``wc -l`` counts them."""
    digest = hashlib.sha256(data if data is not None else text.encode()).hexdigest()
    rows = text.split("\n")
    return Source(name, digest, tuple(read_line(i, row.removesuffix("\r")) for i, row in enumerate(rows, 1)))


def decode(name: str, data: bytes) -> str:
    """Bytes to text. Raises BinarySource for non-text, UnknownEncoding where no known encoding fits."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16")
    if b"\x00" in data[:8192] or data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\x89PNG", b"\xff\xd8\xff")):
        raise BinarySource(f"{name}：不是文本文件，也不是 PDF（文件头 {data[:4].hex(' ')}），请先转换为 .txt 或 .pdf")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as utf8:
        try:
            text = data.decode("gb18030")
        except UnicodeDecodeError:
            text = ""
        if text and common_share(text) > 0.6:
            return text
        raise UnknownEncoding(f"{name}：第 {utf8.start} 字节起不是 UTF-8，也不是 GB 18030 文字，请转换编码后再试") from None


def common_share(text: str) -> float:
    """Share of CJK ideographs, digits and common punctuation among the first 20,000 characters."""
    sample = text[:20000]
    fits = sum("一" <= c <= "鿿" or (c.isascii() and (c.isprintable() or c in "\r\n\t")) or c in "，。；：、（）《》“”〔〕" for c in sample)
    return fits / max(1, len(sample))


def read_line(number: int, raw: str, page: int | None = None) -> Line:
    """Normalise one printed line; the borders of a row written ``| 甲 | 乙 |`` become tabs.

    >>> read_line(1, "| 合计 | 12.50 |").text
    ' 合计 \\t 12.50 '
    """
    if BORDERED.match(raw):
        return read_bordered(number, raw, page)
    if raw.isascii() and "<" not in raw and "(" not in raw and ")" not in raw:
        return Line(number, raw, raw, None, page)
    gone: set[int] = set()
    if "<" in raw:
        for tag in TAG.finditer(raw):
            gone.update(range(tag.start(), tag.end()))
    table = normal_characters()
    text = raw.translate(table)
    if not gone and ZERO_WIDTH.isdisjoint(raw):
        return Line(number, raw, text, None, page)
    kept = tuple(i for i, c in enumerate(raw) if i not in gone and c not in ZERO_WIDTH)
    return Line(number, raw, "".join(text[i] for i in kept), kept, page)


def read_bordered(number: int, raw: str, page: int | None) -> Line:
    """A row with borders: the outer ones left out, the inner ones as tabs. A row of dashes stays as it is."""
    first, last = raw.index("|"), raw.rindex("|")
    inner = raw[first + 1 : last]
    if not inner.strip("-=: |"):
        return Line(number, raw, raw, None, page) if inner.strip(" |") else Line(number, raw, "", (), page)
    line = read_line(number, inner.replace("|", "\t"), page)
    offsets = range(len(inner)) if line.offsets is None else line.offsets
    return Line(number, raw, line.text, tuple(first + 1 + i for i in offsets), page)


def normalise(text: str) -> str:
    """The normalised form of any text.

    >>> normalise("晉城市（２０２５）項目<br/>")
    '晋城市（2025）项目'
    """
    return "\n".join(read_line(0, row).text for row in text.split("\n"))


@cache
def normal_characters() -> dict[int, str]:
    """Code point -> normalised character, for ``str.translate``; every entry is one character for one."""
    table: dict[int, str] = {}
    for code in range(0xFF01, 0xFF5F):
        if chr(code) not in KEEP_WIDE:
            table[code] = chr(code - 0xFEE0)
    for code in (0x00A0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000, 0x0B, 0x0C):
        table[code] = " "
    table.update({ord(a): b for a, b in BRACKETS.items()})
    for char, simple in simplified_characters().items():
        table[ord(char)] = simple
    for code in range(0xF900, 0xFB00):  # compatibility ideographs
        folded = unicodedata.normalize("NFKC", chr(code))
        if len(folded) == 1 and folded != chr(code):
            table[code] = table.get(ord(folded), folded)
    return table


@cache
def simplified_characters() -> dict[str, str]:
    """Traditional -> Simplified, from OpenCC's character table (first reading); 著 乾 and their like stay as printed."""
    import opencc

    path = Path(opencc.__file__).parent / "dictionary" / "TSCharacters.txt"
    pairs: dict[str, str] = {}
    for row in path.read_text(encoding="utf-8").splitlines():
        trad, _, simple = row.partition("\t")
        first = simple.split(" ")[0]
        if len(trad) == 1 and len(first) == 1 and trad != first and trad not in simple.split(" "):
            pairs[trad] = first
    pairs.update({a: b for a, b in VARIANTS.items() if a not in pairs})
    return pairs


VARIANTS = {"裏": "里", "爲": "为", "啓": "启", "峯": "峰", "衆": "众", "羣": "群", "牀": "床", "麪": "面", "綫": "线"}
"""Variant forms that OpenCC's character table leaves to its phrase tables."""
