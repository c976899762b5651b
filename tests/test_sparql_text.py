"""What a query text is told from its tokens: form, dataset, window, and what is refused."""

from __future__ import annotations

import pytest

from nlp.errors import QueryRefused, QueryTooLarge
from search.sparql_text import GraphChoice, read_query

FORMS = {
    "select": ("SELECT * { ?s ?p ?o }", "tabular"),
    "ask in small letters": ("ask {}", "boolean"),
    "construct after prologue": ("BASE <urn:x> PREFIX select: <urn:y:> CONSTRUCT WHERE { ?s ?p ?o }", "graph"),
    "describe": ("DESCRIBE <urn:insert>", "graph"),
    "comment before": ("# DELETE everything\nSELECT * {}", "tabular"),
    "prefix named like a verb": ("PREFIX insert: <urn:i:> SELECT * { ?s insert:data 1 }", "tabular"),
    "no form": ("{ ?s ?p ?o }", None),
}


@pytest.mark.parametrize(("text", "form"), FORMS.values(), ids=FORMS.keys())
def test_form(text: str, form: str | None) -> None:
    assert read_query(text).form == form


REFUSED = {
    "service": "SELECT * { SERVICE <http://a/> { ?s ?p ?o } }",
    "service silent": "SELECT * { service silent ?x { ?s ?p ?o } }",
    "service glued to a dot": "SELECT * { ?a ?b ?c.SERVICE<http://a/>{} }",
    "service in optional": "SELECT * { OPTIONAL { { SERVICE <http://a/> {} } } }",
    "service in exists": "ASK { FILTER EXISTS { SERVICE <http://a/> {} } }",
    "service in subselect": "SELECT * { { SELECT * { SERVICE <http://a/> {} } } }",
    "service after a comparison": "ASK { FILTER(?a<?b)SERVICE<http://a/>{} FILTER(?c>?d) }",
    "service after a comment": "ASK { #x\nSERVICE#y\n<http://a/> {} }",
    "insert data": "INSERT DATA { <urn:a> <urn:b> 1 }",
    "delete": "PREFIX a: <urn:a> DELETE WHERE { ?s ?p ?o }",
    "with": "WITH <urn:g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
    "load": "LOAD <http://a/b.ttl>",
    "drop": "drop all",
}


@pytest.mark.parametrize("text", REFUSED.values(), ids=REFUSED.keys())
def test_refused(text: str) -> None:
    with pytest.raises(QueryRefused):
        read_query(text)


ALLOWED = {
    "word in a string": 'ASK { ?s ?p "SERVICE <http://a/> {}" }',
    "word in a long string": "ASK { ?s ?p '''it's\nSERVICE''' }",
    "word in an iri": "ASK { <http://a/SERVICE> ?p ?o }",
    "word in a comment": "ASK { } # SERVICE",
    "variable of that name": "ASK { ?SERVICE ?p $service }",
    "local name": "PREFIX bk: <urn:b:> ASK { bk:SERVICE ?p ?o }",
    "escaped quote": r'ASK { ?s ?p "\" SERVICE" }',
}


@pytest.mark.parametrize("text", ALLOWED.values(), ids=ALLOWED.keys())
def test_allowed(text: str) -> None:
    assert read_query(text).form == "boolean"


TOO_LARGE = {
    "deep groups": "SELECT * {" + "{" * 10_000 + "}" * 10_000 + "}",
    "deep parentheses": "SELECT (" + "(" * 500 + "1" + ")" * 500 + " AS ?x) {}",
    "negations": "ASK { FILTER(" + "!" * 500 + "true) }",
    "long": "ASK {} #" + "x" * 300_000,
    "many words": "SELECT * { VALUES ?x { " + "1 " * 70_000 + "} }",
}


@pytest.mark.parametrize("text", TOO_LARGE.values(), ids=TOO_LARGE.keys())
def test_too_large(text: str) -> None:
    with pytest.raises(QueryTooLarge):
        read_query(text)


def test_dataset_is_resolved_to_absolute_iris() -> None:
    text = r"BASE <http://a/b/> PREFIX g: <urn:g:> SELECT * FROM g:1 FROM <c> FROM NAMED <urn:\u4E2D> { ?s ?p ?o }"
    query = read_query(text)
    assert query.graphs == GraphChoice(("urn:g:1", "http://a/b/c"), ("urn:中",))


WINDOWS = {
    "none": ("SELECT ?s { ?s ?p ?o }", "SELECT ?s { ?s ?p ?o }\nLIMIT 9 OFFSET 0 "),
    "comment at the end": ("SELECT ?s { } # LIMIT 3", "SELECT ?s { } # LIMIT 3\nLIMIT 9 OFFSET 0 "),
    "own limit": ("SELECT ?s { } LIMIT 50 OFFSET 2", "SELECT ?s { } \nLIMIT 9 OFFSET 2 "),
    "offset first": ("SELECT ?s { } ORDER BY ?s OFFSET 2 LIMIT 50", "SELECT ?s { } ORDER BY ?s \nLIMIT 9 OFFSET 2 "),
    "inner limit": ("SELECT * { { SELECT * {} LIMIT 3 } }", "SELECT * { { SELECT * {} LIMIT 3 } }\nLIMIT 9 OFFSET 0 "),
    "values behind": ("SELECT ?s { } VALUES ?s { 1 }", "SELECT ?s { } \nLIMIT 9 OFFSET 0 VALUES ?s { 1 }"),
}


@pytest.mark.parametrize(("text", "windowed"), WINDOWS.values(), ids=WINDOWS.keys())
def test_window(text: str, windowed: str) -> None:
    query = read_query(text)
    assert query.with_limit(9, query.offset) == windowed
