"""What a SPARQL query text is, told from its tokens alone: its form, its dataset, and what this endpoint never runs.

Enters: the text of a query (SPARQL 1.1, https://www.w3.org/TR/sparql11-query/#sparqlGrammar). Leaves: a ``QueryText``.
Raises QueryRefused for update verbs and SERVICE wherever nested, QueryTooLarge for texts too long or nested too deeply.

The grammar makes the tokens enough: keywords are the only bare words, so a word SERVICE outside strings, IRIs and
comments is the federation clause. ``?a<?b&&?c>?d`` lexes here as one IRI; no brace, blank or ``<`` can stand
inside such an IRI, so neither SERVICE {...} nor FROM <...> can hide there. Syntax itself is checked by the engine.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import urljoin

from nlp.errors import QueryRefused, QuerySyntaxError, QueryTooLarge

MAX_CHARACTERS = 200_000
MAX_DEPTH = 60
MAX_OPERATOR_RUN = 60
MAX_TOKENS = 40_000
EXCERPT = 100
"""characters of a line that are shown with a caret"""

TOKEN = re.compile(
    r"""
    (?P<space>    [ \t\r\n]+ )
  | (?P<comment>  \#[^\r\n]* )
  | (?P<iri>      <[^<>"{}|^`\\\x00-\x20]*> | <(?:[^<>"{}|^`\x00-\x20\\]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*> )  # <urn:a>
  | (?P<string>   \"{3}(?:\"{0,2}(?:[^"\\]|\\.))*\"{3}      # three double quotes
                | '{3}(?:'{0,2}(?:[^'\\]|\\.))*'{3}
                | "(?:[^"\\\r\n]|\\.)*" | '(?:[^'\\\r\n]|\\.)*' )
  | (?P<variable> [?$]\w+ )                                  # ?项目
  | (?P<tag>      @[A-Za-z]+(?:-[A-Za-z0-9]+)* )             # @zh-Hans
  | (?P<name>     (?:[^\W\d_][\w.-]*)?:(?:[\w:.-]|%[0-9A-Fa-f]{2}|\\.|·)* | _:[\w.-]+ )     # bk:amount, :a, _:b
  | (?P<number>   \d+(?:\.\d*)?(?:[eE][+-]?\d+)? | \.\d+(?:[eE][+-]?\d+)? )
  | (?P<word>     [^\W\d]\w* )                               # SELECT
  | (?P<mark>     . )
    """,
    re.VERBOSE | re.DOTALL,
)

UPDATE_VERBS = frozenset({"INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH"})
FORMS = {"SELECT": "tabular", "ASK": "boolean", "CONSTRUCT": "graph", "DESCRIBE": "graph"}
OPENING, CLOSING = frozenset("({["), frozenset(")}]")


@dataclass(frozen=True, slots=True)
class Token:
    """``kind`` is a group of TOKEN; ``at`` the code point it starts at."""

    kind: str
    text: str
    at: int

    @property
    def word(self) -> str:
        """The keyword in capitals, empty for every other token."""
        return self.text.upper() if self.kind == "word" else ""


@dataclass(frozen=True, slots=True)
class GraphChoice:
    """The graphs a query is to run over; none named: the union of all. Absolute IRIs."""

    default: tuple[str, ...] = ()
    """FROM, or default-graph-uri"""
    named: tuple[str, ...] = ()
    """FROM NAMED, or named-graph-uri"""

    def __bool__(self) -> bool:
        return bool(self.default or self.named)

    def all(self) -> tuple[str, ...]:
        return (*self.default, *self.named)


EVERY_GRAPH = GraphChoice()


@dataclass(frozen=True, slots=True)
class QueryText:
    """A query that may be run. ``form`` is tabular (SELECT), boolean (ASK) or graph (CONSTRUCT, DESCRIBE); None
    where no query form was found, which the engine will report as a syntax error with its position."""

    text: str
    form: str | None
    graphs: GraphChoice
    limit: int | None
    """LIMIT of the outermost query"""
    offset: int
    limit_at: int
    """where a LIMIT clause of the outermost query stands or may be put"""
    limit_end: int

    def with_limit(self, limit: int, offset: int) -> str:
        """The same query with another outermost LIMIT and OFFSET."""
        window = f"\nLIMIT {limit} OFFSET {offset} "
        return self.text[: self.limit_at] + window + self.text[self.limit_end :]


def read_query(text: str, base: str | None = None) -> QueryText:
    """Read the outline of a query text and refuse what must not run.

    >>> outline = read_query("PREFIX g: <urn:g:> SELECT ?s FROM g:1 { ?s ?p 'SERVICE' } LIMIT 5")
    >>> outline.form, outline.graphs.default, outline.limit
    ('tabular', ('urn:g:1',), 5)
    """
    if len(text) > MAX_CHARACTERS:
        raise QueryTooLarge(f"查询有 {len(text):,} 个字符，上限是 {MAX_CHARACTERS:,}")
    tokens = read_tokens(text)
    check_depth(tokens)
    form = find_form(tokens)
    refuse_service(tokens, text)
    check_prefixes(tokens, text)
    graphs = find_dataset(tokens, base)
    limit, offset, start, end = find_window(tokens, len(text))
    return QueryText(text, form, graphs, limit, offset, start, end)


def read_tokens(text: str) -> tuple[Token, ...]:
    """Tokens without blanks and comments.

    >>> [token.kind for token in read_tokens("ASK { <urn:a> :b 'c'@zh } # done")]
    ['word', 'mark', 'iri', 'name', 'string', 'tag', 'mark']
    """
    tokens = []
    for match in TOKEN.finditer(text):
        kind = match.lastgroup or "mark"
        if kind not in ("space", "comment"):
            tokens.append(Token(kind, match.group(), match.start()))
            if len(tokens) > MAX_TOKENS:
                raise QueryTooLarge(f"查询超过 {MAX_TOKENS:,} 个词的上限")
    return tuple(tokens)


def check_depth(tokens: tuple[Token, ...]) -> None:
    """Raise QueryTooLarge where brackets or unary operators nest so deeply that an evaluator could overflow."""
    depth = run = 0
    for token in tokens:
        if token.text in OPENING:
            depth += 1
        elif token.text in CLOSING:
            depth -= 1
        run = run + 1 if token.text in ("!", "-", "+", "^") else 0
        if depth > MAX_DEPTH or run > MAX_OPERATOR_RUN:
            raise QueryTooLarge(f"查询嵌套过深（第 {token.at + 1} 个字符处超过 {MAX_DEPTH} 层）")


def find_form(tokens: tuple[Token, ...]) -> str | None:
    """The kind of answer: that of the first keyword after the prologue. Raises QueryRefused for an update."""
    for token in tokens:
        if token.word in FORMS:
            return FORMS[token.word]
        if token.word in UPDATE_VERBS:
            raise QueryRefused(f"这里只能查询，不能修改数据：{token.text.upper()} 是更新操作")
        if token.kind == "mark":
            return None
    return None


def refuse_service(tokens: tuple[Token, ...], text: str) -> None:
    """Raise QueryRefused where a SERVICE clause stands anywhere."""
    for token in tokens:
        if token.word == "SERVICE":
            line, column = position(text, token.at)
            raise QueryRefused(f"不执行 SERVICE（第 {line} 行第 {column} 列）：查询不访问网络")


def check_prefixes(tokens: tuple[Token, ...], text: str) -> None:
    """Raise QuerySyntaxError at the first prefixed name whose prefix was not declared: the engine points past it."""
    declared = {tokens[i + 1].text for i, token in enumerate(tokens[:-1]) if token.word == "PREFIX"}
    for i, token in enumerate(tokens):
        prefix = token.text.partition(":")[0] + ":"
        after_prefix = i > 0 and tokens[i - 1].word == "PREFIX"
        if token.kind == "name" and prefix != "_:" and prefix not in declared and not after_prefix:
            line, column = position(text, token.at)
            said = f"第 {line} 行第 {column} 列：前缀 {prefix} 没有用 PREFIX 声明"
            raise QuerySyntaxError(said, line, column, excerpt(text, line, column))


def find_dataset(tokens: tuple[Token, ...], base: str | None) -> GraphChoice:
    """FROM and FROM NAMED as absolute IRIs."""
    prefixes: dict[str, str] = {}
    plain: list[str] = []
    named: list[str] = []
    for i, token in enumerate(tokens):
        if token.word == "BASE" and i + 1 < len(tokens):
            base = resolve(tokens[i + 1], prefixes, base)
        elif token.word == "PREFIX" and i + 2 < len(tokens):
            prefixes[tokens[i + 1].text] = resolve(tokens[i + 2], prefixes, base)
        elif token.word == "FROM" and i + 1 < len(tokens):
            if tokens[i + 1].word == "NAMED" and i + 2 < len(tokens):
                named.append(resolve(tokens[i + 2], prefixes, base))
            else:
                plain.append(resolve(tokens[i + 1], prefixes, base))
    return GraphChoice(tuple(plain), tuple(named))


def resolve(token: Token, prefixes: dict[str, str], base: str | None) -> str:
    """The absolute IRI of an IRI or prefixed-name token; other tokens give their own text."""
    if token.kind == "iri":
        iri = re.sub(r"\\u(.{4})|\\U(.{8})", lambda m: chr(int(m[1] or m[2], 16)), token.text[1:-1])
        return urljoin(base, iri) if base and ":" not in iri.split("/")[0] else iri
    if token.kind == "name":
        prefix, _, local = token.text.partition(":")
        return prefixes.get(prefix + ":", prefix + ":") + re.sub(r"\\(.)", r"\1", local)
    return token.text


def find_window(tokens: tuple[Token, ...], size: int) -> tuple[int | None, int, int, int]:
    """LIMIT, OFFSET of the outermost query, and the stretch of text that a window of ours may take the place of.

    Only braces count as depth: solution modifiers follow the WHERE group, and a trailing VALUES follows them.
    """
    depth = 0
    limit: int | None = None
    offset = 0
    spots: list[tuple[int, int]] = []
    end = size
    for i, token in enumerate(tokens):
        depth += (token.text == "{") - (token.text == "}")
        following = tokens[i + 1] if i + 1 < len(tokens) else None
        if depth == 0 and token.word in ("LIMIT", "OFFSET") and following and following.text.isdecimal():
            spots.append((token.at, following.at + len(following.text)))
            if token.word == "LIMIT":
                limit = int(following.text)
            else:
                offset = int(following.text)
        elif depth == 0 and token.word == "VALUES":
            end = token.at
    if spots:
        return limit, offset, spots[0][0], spots[-1][1]
    return limit, offset, end, end


def position(text: str, at: int) -> tuple[int, int]:
    """1-based line and column of code point ``at``.

    >>> position("ab\\ncd", 4)
    (2, 2)
    """
    return text.count("\n", 0, at) + 1, at - (text.rfind("\n", 0, at) + 1) + 1


def excerpt(text: str, line: int, column: int) -> str:
    """The line of a text and a caret under one of its columns; of a long line, what is around it.

    >>> print(excerpt("ASK {\\n  ?项目 a }", 2, 9))
      ?项目 a }
              ^
    """
    lines = text.splitlines() or [""]
    shown = lines[min(line, len(lines)) - 1].replace("\t", " ")
    start = max(0, column - 1 - EXCERPT // 2)
    before, after = shown[start : column - 1], shown[column - 1 : start + EXCERPT]
    return f"{before}{after}\n{' ' * columns_of(before)}^"


def columns_of(text: str) -> int:
    """Columns that a text takes on a terminal: East Asian characters take two."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)
