"""The place of a syntax error: the first token that cannot stand where it stands; a right query has none."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from search.saved_query import saved_queries
from search.sparql_grammar import find_fault
from search.worker import SCOPE, syntax_error
from tests.test_sparql_hostile import STOPPED

FAULTS = {
    "object missing": ("SELECT * {\n  ?s ?p }", 2, 9, "}"),
    "text ends": ("ASK {", 1, 6, ""),
    "no query": ("SELEKT * {}", 1, 1, "SELEKT"),
    "word as verb": ("SELECT ?x WHERE { ?x foo ?y }", 1, 22, "foo"),
    "doubled operator": ("SELECT * {\n FILTER(?x ===1)\n}", 2, 14, "="),
    "Chinese without quotes": ("SELECT * { 中 }", 1, 12, "中"),
    "nothing to group by": ("SELECT ?x { ?x ?y ?z } GROUP BY", 1, 32, ""),
    "unknown function": ("SELECT * { BIND(foo(1) AS ?x) }", 1, 17, "foo"),
    "operand missing": ("SELECT ?a { ?a a <urn:c> . FILTER(?a > ) }", 1, 40, ")"),
    "full stop missing": ("SELECT * { ?s ?p ?o ?x }", 1, 21, "?x"),
    "BY missing": ("SELECT * { ?s ?p ?o } ORDER ?s", 1, 29, "?s"),
    "AS missing": ("SELECT (COUNT(*) ?n) { ?s ?p ?o }", 1, 18, "?n"),
    "limit no number": ("SELECT * {} LIMIT ?x", 1, 19, "?x"),
    "open string": ('SELECT * { ?s ?p "中文 }', 1, 18, '"'),
    "values without braces": ("SELECT * { VALUES ?x 1 }", 1, 22, "1"),
    "something after the end": ("ASK {} }", 1, 8, "}"),
    "filter without brackets": ("SELECT * { ?s ?p ?o FILTER ?o > 3 }", 1, 28, "?o"),
}


@pytest.mark.parametrize(("text", "line", "column", "found"), FAULTS.values(), ids=FAULTS.keys())
def test_fault(text: str, line: int, column: int, found: str) -> None:
    fault = find_fault(text)
    assert fault is not None
    assert (fault.line, fault.column, fault.found) == (line, column, found)


RIGHT = {
    "paths": "ASK { ?a (<urn:p>/^<urn:q>)* ?b ; !(<urn:a>|^<urn:b>)? [ <urn:c> 1, -2.5 ] . ( 1 'x'@zh ) a <urn:L> }",
    "dataset and values": "SELECT DISTINCT ?x FROM <urn:g> FROM NAMED <urn:h> WHERE { GRAPH ?g { ?x ?y 'a'^^<urn:t> } } VALUES (?x ?y) { (1 UNDEF) }",
    "aggregates": "SELECT (GROUP_CONCAT(DISTINCT ?x; separator=',') AS ?t) {} GROUP BY (STR(?x) AS ?y) HAVING (COUNT(*) > 1) ORDER BY DESC(?t) ?y",
    "expressions": "ASK { FILTER(!BOUND(?x) && ?y NOT IN (1, 2) || ?a != -?b * 3 && NOT EXISTS { ?x ?y ?z }) FILTER REGEX(?a, 'x') }",
    "construct short": "CONSTRUCT WHERE { ?s ?p ?o } LIMIT 3",
    "construct": "PREFIX : <urn:> CONSTRUCT { ?s :p [] . } { { ?s ?p ?o } UNION { ?o ?p ?s } MINUS { ?s a :x } } OFFSET 2",
    "describe": "DESCRIBE <urn:a> ?x { ?x ?y ?z OPTIONAL { ?z ?a ?b } BIND(IF(?a = 1, 2, 3) AS ?c) }",
    "subselect": "SELECT * { { SELECT (1 AS ?x) {} LIMIT 1 } ?x ?y true . }",
}


@pytest.mark.parametrize("text", RIGHT.values(), ids=RIGHT.keys())
def test_no_fault(text: str) -> None:
    assert find_fault(text) is None


def test_no_fault_in_queries_that_run() -> None:
    faulty = [name for name, query in saved_queries().items() if find_fault(query.bind({})) is not None]
    assert faulty + [name for name, text in STOPPED.items() if find_fault(text) is not None] == []


REASONS = {
    "not grouped": ("SELECT ?x { ?y a ?z } GROUP BY ?z", "第 1 行第 34 列之前有错误：" + SCOPE),
    "bound twice": ("SELECT * { BIND(1 AS ?x) BIND(2 AS ?x) }", "第 1 行第 41 列之前有错误：" + SCOPE),
    "selected twice": ("SELECT (?a AS ?x) (?b AS ?x) { ?a ?b ?c }", "第 1 行第 42 列之前有错误：SELECT 中同一个变量出现了两次"),
    "named again": ("SELECT (1 AS ?s) { ?s ?p ?o }", "第 1 行第 30 列之前有错误：SELECT 里 AS 的变量在查询中已经有值"),
    "uneven values": ("SELECT ?x {} VALUES (?x ?y) { (1) }", "第 1 行第 36 列之前有错误：VALUES 每一行的值应与变量一样多，空缺写 UNDEF"),
    "relative IRI": ("SELECT * { ?s <relative> ?o }", "第 1 行第 25 列之前有错误：IRI 写法不对"),
    "unfinished": ("SELECT * {", "第 1 行第 11 列有语法错误：查询没有写完，应为}"),
}


@pytest.mark.parametrize(("text", "said"), REASONS.values(), ids=REASONS.keys())
def test_what_is_said_of_a_query_the_engine_refuses(text: str, said: str) -> None:
    with pytest.raises(SyntaxError) as refused:
        ox.Store().query(text)
    told = syntax_error(text, str(refused.value))
    assert told["message"] == said
    assert told["excerpt"].splitlines() == [text, " " * (told["column"] - 1) + "^"]
