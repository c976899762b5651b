"""What is known to be wrong with engines behind a URL, and what is done about it: worked around, or refused in words.

Virtuoso (7.2.5, measured): an answer is cut off at its setting ResultSetMaxRows, which SELECT tells in a header and
CONSTRUCT does not; booleans come as 1 and 0;
no string CONTAINS the empty one; GROUP_CONCAT garbles a separator that is not ASCII; REGEX and REPLACE miss and garble Chinese;
ENCODE_FOR_URI too; an integer divided by an integer is cut to an integer; DESCRIBE finds nothing in named graphs; an
update of some thousand statements is refused, and several updates are not atomic. Tried for real by
``make integration``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pyoxigraph import Literal

from kg.backend import NO_KEYWORD, Term
from kg.terms import XSD
from nlp.errors import QueryRefused, QueryTimeout, RemoteStoreError

MARK = r"\u001F"
"""Put between the members of a GROUP_CONCAT in place of a separator that is not ASCII (as SPARQL writes it)"""
SEPARATOR = re.compile(r"""separator \s* = \s* (?P<quoted> "[^"\\]*" | '[^'\\]*' )""", re.IGNORECASE | re.VERBOSE)
SEARCHES = ("CONTAINS", "STRSTARTS", "STRENDS")
EMPTY_SEARCH = re.compile(r"""\w+ \s* \( (?P<text>.*) , \s* (?: "" | '' ) \s* \)""", re.DOTALL | re.VERBOSE)
STATEMENTS = 1000
"""Statements in one update to an engine of ``small_updates``"""


VIRTUOSO_GRAPHS = ("http://www.openlinksw.com/", "http://localuriqaserver/", "http://www.w3.org/ns/ldp#", "urn:")
"""What the graphs begin with that Virtuoso keeps for itself"""


@dataclass(frozen=True, slots=True)
class Engine:
    """``name`` as it stands in the Server header, in lower case."""

    name: str

    @property
    def is_virtuoso(self) -> bool:
        return "virtuoso" in self.name

    @property
    def small_updates(self) -> bool:
        """Updates must be cut into parts, and so are not atomic: a mirror to read from, not the store of record."""
        return self.is_virtuoso

    def is_own(self, graph: str) -> bool:
        """Whether a graph is the engine's own and holds nothing of its users."""
        return self.is_virtuoso and graph.startswith(VIRTUOSO_GRAPHS)

    def term(self, term: Term) -> Term:
        """A term as others write it: Virtuoso's results have 1 and 0 for true and false."""
        if self.is_virtuoso and isinstance(term, Literal) and term.datatype == XSD.boolean:
            return Literal({"1": "true", "0": "false"}.get(term.value, term.value), datatype=XSD.boolean)
        return term

    def check_query(self, sparql: str) -> None:
        """Raise QueryRefused for what this engine is known to answer wrongly."""
        if not self.is_virtuoso:
            return
        for words in virtuoso_faults(sparql):
            raise QueryRefused(f"Virtuoso 会答错：{words}")


def check_whole(headers: Mapping[str, str]) -> None:
    """Raise RemoteStoreError or QueryTimeout where the engine says that its answer is only a part."""
    rows = headers.get("X-SPARQL-MaxRows")
    if rows is not None:
        raise RemoteStoreError(f"图数据库只给出了前 {rows} 行（其设置 ResultSetMaxRows），请调大该设置，或在查询里加 LIMIT")
    if headers.get("X-SQL-State") == "S1TAT":
        raise QueryTimeout("图数据库超时，只给出了部分结果")


def blanked(sparql: str) -> str:
    """The query with strings, IRIs, comments, variables and prefixed names replaced by one letter of their kind,
    stretched so that every other character keeps its place.

    >>> blanked("SELECT ?n { <a:b> x:p/x:q '甲' }")
    'SELECT VV { IIIII III/III SSS }'
    """
    return NO_KEYWORD.sub(lambda found: kind_of(found[0]) * len(found[0]), sparql)


def kind_of(token: str) -> str:
    return {'"': "S", "'": "S", "#": " ", "?": "V", "$": "V"}.get(token[0], "I")


@dataclass(frozen=True, slots=True)
class Call:
    """A function call in a query: half-open range of the whole, and where its arguments begin."""

    start: int
    inside: int
    end: int


def calls(name: str, blank: str) -> Iterator[Call]:
    """The calls of a function in a blanked query, in their order."""
    for found in re.finditer(rf"\b{name}\s*\(", blank, re.IGNORECASE):
        end = closing(blank, found.end() - 1)
        if end is not None:
            yield Call(found.start(), found.end(), end)


def closing(blank: str, at: int) -> int | None:
    """Index behind the bracket that closes the one at ``at``."""
    depth = 0
    for index in range(at, len(blank)):
        depth += {"(": 1, ")": -1}.get(blank[index], 0)
        if depth == 0:
            return index + 1
    return None


def portable(sparql: str) -> str:
    r"""The same query in words that every engine understands alike: no GROUP_CONCAT with a separator that is not ASCII,
    no search for the empty string.

    >>> portable('SELECT (GROUP_CONCAT(?p; separator="、") AS ?n) {}')
    'SELECT (REPLACE(GROUP_CONCAT(?p; separator="\\u001F"), "\\u001F", "、") AS ?n) {}'
    >>> portable('ASK { ?s ?p ?o FILTER(CONTAINS(?o, "")) }')
    'ASK { ?s ?p ?o FILTER((STRLEN(?o) >= 0)) }'
    """
    for name, rewritten in REWRITTEN.items():
        starts = [call.start for call in calls(name, blanked(sparql))]
        for start in reversed(starts):  # from the last to the first: a call inside another is done before it
            end = next(call.end for call in calls(name, blanked(sparql)) if call.start == start)
            sparql = sparql[:start] + rewritten(sparql[start:end]) + sparql[end:]
    return sparql


def ascii_separator(call: str) -> str:
    """A GROUP_CONCAT whose separator is ASCII, and REPLACE around it where it was not."""
    found = SEPARATOR.search(call)
    if not found or found["quoted"].isascii():
        return call
    inner = f'{call[: found.start("quoted")]}"{MARK}"{call[found.end("quoted") :]}'
    return f'REPLACE({inner}, "{MARK}", {found["quoted"]})'


def without_empty_search(call: str) -> str:
    """CONTAINS, STRSTARTS or STRENDS of the empty string, true of every string, written so."""
    found = EMPTY_SEARCH.fullmatch(call)
    return f"(STRLEN({found['text']}) >= 0)" if found else call


REWRITTEN = {"GROUP_CONCAT": ascii_separator, **dict.fromkeys(SEARCHES, without_empty_search)}
"""Function -> what writes a call of it in other words, or leaves it as it is"""


def virtuoso_faults(sparql: str) -> Iterator[str]:
    """What in a query Virtuoso answers wrongly, in Chinese words with the way around it."""
    blank = blanked(sparql)
    for name, instead in (("REGEX", "CONTAINS 或 STRSTARTS"), ("REPLACE", "STRBEFORE、STRAFTER 与 CONCAT")):
        if any(not sparql[call.inside : call.end].isascii() for call in calls(name, blank)):
            yield f"{name} 不能用于汉字，请改用 {instead}"
    if any(calls("ENCODE_FOR_URI", blank)):
        yield "ENCODE_FOR_URI 不能用于汉字"
    if re.search(r"\bDESCRIBE\b", blank, re.IGNORECASE):
        yield "DESCRIBE 找不到命名图中的内容，请改用 CONSTRUCT"
    if any(is_division(blank, found.start()) for found in re.finditer("/", blank)):
        yield "两个整数相除只得整数商，请把被除数写作 xsd:decimal(…)"


def is_division(blank: str, at: int) -> bool:
    """Whether the slash divides (in a path it joins two properties), and not a decimal cast or number.

    >>> [is_division(b, b.index("/")) for b in ("V III/III V", "(VV/3 AS VV)", "(IIIII(VV)/VV)", "(COUNT(*)/3 AS VV)")]
    [False, True, False, True]
    """
    before, after = blank[:at].rstrip(), blank[at + 1 :].lstrip()
    if before[-1:] == ")":
        opened = opening(before)
        group, head = before[opened:], before[:opened].rstrip()
        expression = group == "(*)" or re.search(r"[VS\d]", group) is not None
        return expression and head[-1:] != "I"  # IIIII(...) is a cast, xsd:decimal(...)
    if re.search(r"\d\.\d+$", before):
        return False
    return before[-1:].isdigit() or before[-1:] == "V" or after[:1].isdigit() or after[:1] == "V"


def opening(text: str) -> int:
    """Index of the bracket that the last character closes."""
    depth = 0
    for index in range(len(text) - 1, -1, -1):
        depth += {")": 1, "(": -1}.get(text[index], 0)
        if depth == 0:
            return index
    return 0
