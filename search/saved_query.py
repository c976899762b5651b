"""Saved queries: competency questions as ``.rq`` files with a title, a question, parameters and the columns they give.

The header of a file is its description::

    # title: 未付余额
    # question: 哪些合同还有没付清的余额？
    # parameter: org string "" 部门名称中的字，空为全部
    # columns: department=部门 project=项目 balance=余额（元）

A parameter stands in the query as ``$name`` and is put in as an RDF term, so that a hostile value stays a value.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cache
from importlib.resources import files

import pyoxigraph as ox

from nlp.errors import NotFound, UsageError
from search.sparql_text import read_tokens

HEADER = re.compile(r"# (title|question|parameter|columns): (.*)")
PARAMETER = re.compile(
    r"""
    (?P<name>[a-z_]+) \s+
    (?P<type>string|integer|decimal) \s+
    (?: "(?P<text>[^"]*)" | (?P<number>-?[\d.]+) ) \s*     # its default: "" or 0
    (?P<about>.*)
    """,
    re.VERBOSE,
)
XSD = "http://www.w3.org/2001/XMLSchema#"


@dataclass(frozen=True, slots=True)
class Parameter:
    """``type``: string | integer | decimal."""

    name: str
    type: str
    default: str
    about: str

    def term(self, value: str) -> str:
        """The value as a SPARQL term. Raises UsageError where it does not fit the type."""
        if self.type == "string":
            return str(ox.Literal(value))
        try:
            number = Decimal(value)
        except InvalidOperation:
            number = Decimal("NaN")
        if not number.is_finite() or abs(number) >= 10**18 or (self.type == "integer" and number != int(number)):
            raise UsageError(f"参数 {self.name} 应是{'整数' if self.type == 'integer' else '数'}，收到的是 {value[:40]}")
        return str(int(number)) if self.type == "integer" else str(ox.Literal(format(number, "f"), datatype=ox.NamedNode(XSD + "decimal")))


@dataclass(frozen=True, slots=True)
class SavedQuery:
    """``name`` is the file's stem; ``columns`` are the variables of its answer, in order, ``labels`` what they are called;
    a label that ends with （元） is that of an amount."""

    name: str
    title: str
    question: str
    parameters: tuple[Parameter, ...]
    columns: tuple[str, ...]
    labels: tuple[str, ...]
    sparql: str
    """the text with its $parameters, without the header"""

    def bind(self, values: dict[str, str]) -> str:
        """The query with every parameter put in, defaults for those not given. Raises UsageError for unknown names.

        >>> query = read_saved("x", '# title: 题\\n# question: 问\\n# parameter: w string "" 字\\n# columns: s=甲\\nSELECT ?s { ?s ?p $w }')
        >>> query.bind({"w": '" } DROP ALL'})
        'SELECT ?s { ?s ?p "\\\\" } DROP ALL" }'
        """
        known = {parameter.name: parameter for parameter in self.parameters}
        for name in values:
            if name not in known:
                raise UsageError(f"查询“{self.title}”没有参数 {name}；可用的有：{'、'.join(known) or '（无）'}")
        terms = {"$" + name: p.term(values.get(name, p.default)) for name, p in known.items()}
        parts, last = [], 0
        for token in read_tokens(self.sparql):
            if token.kind == "variable" and token.text in terms:
                parts += [self.sparql[last : token.at], terms[token.text]]
                last = token.at + len(token.text)
        return "".join(parts) + self.sparql[last:]


@cache
def saved_queries() -> dict[str, SavedQuery]:
    """Every saved query by its name, in the order of titles."""
    found = [
        read_saved(entry.name.removesuffix(".rq"), entry.read_text(encoding="utf-8"))
        for entry in (files("search") / "queries").iterdir()
        if entry.name.endswith(".rq")
    ]
    return {query.name: query for query in sorted(found, key=lambda query: query.name)}


def read_saved(name: str, text: str) -> SavedQuery:
    """Read one file. Raises UsageError where its header is not complete."""
    head: dict[str, list[str]] = {}
    lines = text.splitlines()
    body = 0
    for body, line in enumerate(lines):  # noqa: B007
        match = HEADER.fullmatch(line)
        if not match:
            break
        head.setdefault(match[1], []).append(match[2].strip())
    parameters = tuple(read_parameter(name, line) for line in head.get("parameter", ()))
    try:
        columns = dict(entry.split("=") for entry in head["columns"][0].split())
        title, question = head["title"][0], head["question"][0]
    except KeyError as missing:
        raise UsageError(f"{name}.rq 的开头缺少 {missing.args[0]}") from None
    except ValueError:
        raise UsageError(f"{name}.rq 的 columns 应写作 变量=名称") from None
    return SavedQuery(name, title, question, parameters, tuple(columns), tuple(columns.values()), "\n".join(lines[body:]).strip())


def read_parameter(name: str, line: str) -> Parameter:
    match = PARAMETER.fullmatch(line)
    if not match:
        raise UsageError(f"{name}.rq 的参数写法不对：{line}")
    return Parameter(match["name"], match["type"], match["text"] if match["text"] is not None else match["number"], match["about"])


def find_saved(name: str) -> SavedQuery:
    """The query of this name or title. Raises NotFound naming what is near."""
    queries = saved_queries()
    if name in queries:
        return queries[name]
    for query in queries.values():
        if query.title == name:
            return query
    near = "、".join(query.title for query in queries.values() if set(name) & set(query.title))[:80]
    raise NotFound(f"没有名为“{name[:40]}”的查询" + (f"；相近的有：{near}" if near else ""))


def publish(base: str) -> list[ox.Triple]:
    """The saved queries as sh:SPARQLSelectExecutable (SHACL Advanced Features), one IRI each below ``base``."""
    sh, rdfs = "http://www.w3.org/ns/shacl#", "http://www.w3.org/2000/01/rdf-schema#"
    rdf_type = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    triples = []
    for query in saved_queries().values():
        node = ox.NamedNode(f"{base}id/query/{query.name}")
        for kind in ("SPARQLExecutable", "SPARQLSelectExecutable"):
            triples.append(ox.Triple(node, rdf_type, ox.NamedNode(sh + kind)))
        triples.append(ox.Triple(node, ox.NamedNode(rdfs + "label"), ox.Literal(query.title, language="zh")))
        triples.append(ox.Triple(node, ox.NamedNode(rdfs + "comment"), ox.Literal(query.question, language="zh")))
        triples.append(ox.Triple(node, ox.NamedNode(sh + "select"), ox.Literal(query.sparql)))
        for parameter in query.parameters:
            place = ox.NamedNode(f"{base}id/query/{query.name}/{parameter.name}")
            triples += [
                ox.Triple(node, ox.NamedNode(sh + "parameter"), place),
                ox.Triple(place, rdf_type, ox.NamedNode(sh + "Parameter")),
                ox.Triple(place, ox.NamedNode(sh + "path"), ox.NamedNode(f"{base}ontology#{parameter.name}")),
                ox.Triple(place, ox.NamedNode(sh + "datatype"), ox.NamedNode(XSD + parameter.type)),
                ox.Triple(place, ox.NamedNode(sh + "defaultValue"), ox.Literal(parameter.default, datatype=ox.NamedNode(XSD + parameter.type))),
                ox.Triple(place, ox.NamedNode(sh + "description"), ox.Literal(parameter.about, language="zh")),
            ]
    return triples
