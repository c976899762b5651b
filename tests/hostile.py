"""Queries written to hurt, and the data they are run over: for the tests, which ask whether each ends in order, and for
the bench, which asks when."""

from __future__ import annotations

from pathlib import Path

from tests.served import fill

LINKS = 4000


def ring(data: Path) -> Path:
    """A graph of 8,000 triples in one ring: enough for any product of patterns to never end."""
    rows = "".join(f"<urn:s{i}> <urn:next> <urn:s{(i + 1) % LINKS}> ; <urn:text> '{'长' * 50}{i}' .\n" for i in range(LINKS))
    return fill(data, f"<urn:g> {{ {rows} }}")


def patterns(count: int) -> str:
    return " ".join(f"?a{i} ?b{i} ?c{i} ." for i in range(count))


STOPPED = {
    "product of ten": f"SELECT * {{ {patterns(10)} }} ORDER BY ?a9",
    "counted product": f"SELECT (COUNT(*) AS ?n) {{ {patterns(6)} }}",
    "distinct product": f"SELECT DISTINCT * {{ {patterns(5)} }} ORDER BY ?b4",
    "asked product": f"ASK {{ {patterns(5)} FILTER(?a0 = 1) }}",
    "product of unions": "SELECT (COUNT(*) AS ?n) { " + "{ ?s ?p ?o } UNION { ?x ?y ?z } . ?s2 ?p2 ?o2 . ?s3 ?p3 ?o3 }",
    "path closure of everything": "SELECT (COUNT(*) AS ?n) { ?a <urn:next>* ?b . ?c <urn:next>* ?d }",
    "path of paths": "ASK { ?a (<urn:next>+/<urn:next>+)+ ?b . FILTER(?b = 1) }",
    "negated path closure": "SELECT (COUNT(*) AS ?n) { ?a (!<urn:x>)* ?b . ?b (!<urn:x>)* ?c }",
    "inverse path closure": "SELECT (COUNT(*) AS ?n) { ?a (<urn:next>|^<urn:next>)* ?b . ?b (<urn:next>|^<urn:next>)* ?c }",
    "sorted product": f"SELECT * {{ {patterns(4)} }} ORDER BY DESC(CONCAT(STR(?a0), STR(?c3)))",
    "grouped product": f"SELECT ?a0 (COUNT(*) AS ?n) {{ {patterns(4)} }} GROUP BY ?a0 ?a1 ?a2",
    "concatenated group": f"SELECT (GROUP_CONCAT(?c0) AS ?t) {{ {patterns(3)} }}",
    "not exists over a product": f"SELECT * {{ ?s ?p ?o FILTER NOT EXISTS {{ {patterns(4)} FILTER(?c0 = ?s) }} }}",
    "minus of products": f"SELECT * {{ {patterns(3)} MINUS {{ {patterns(3)} }} }} ORDER BY ?c2",
    "optional chain": "ASK { ?a ?b ?c " + " ".join(f"OPTIONAL {{ ?d{i} ?e{i} ?f{i} }}" for i in range(8)) + " FILTER(?c = 1) }",
    "subselects multiplied": "SELECT (COUNT(*) AS ?n) { " + "".join(f"{{ SELECT ?x{i} {{ ?x{i} ?p ?o }} }}" for i in range(6)) + " }",
    "values multiplied": "SELECT (COUNT(*) AS ?n) { " + " ".join(f"VALUES ?v{i} {{ {' '.join(map(str, range(90)))} }}" for i in range(8)) + " }",
    "string doubled forty times": "SELECT ?t { BIND('0123456789abcdef' AS ?t0) "
    + " ".join(f"BIND(CONCAT(?t{i}, ?t{i}) AS ?t{i + 1})" for i in range(40)) + " BIND(?t40 AS ?t) }",
    "replace grows": "SELECT ?t { BIND('aaaaaaaaaaaaaaaa' AS ?t0) "
    + " ".join(f"BIND(REPLACE(?t{i}, 'a', 'aaaaaaaaaaaaaaaa') AS ?t{i + 1})" for i in range(10)) + " BIND(?t10 AS ?t) }",
    "regular expression over a product": f"SELECT * {{ {patterns(3)} FILTER(REGEX(CONCAT(STR(?c0), STR(?c1)), '^(.*长)*x$')) }}",
    "huge regular expression": "ASK { ?s ?p ?o FILTER(REGEX(STR(?o), '((a{1,100}){1,100}){1,100}')) ?x ?y ?z . ?u ?v ?w . FILTER(?w = 1) }",
    "hash over a product": f"SELECT * {{ {patterns(3)} FILTER(SHA512(CONCAT(STR(?c0), STR(?c2))) = 'x') }}",
    "sort of random": f"SELECT * {{ {patterns(3)} }} ORDER BY RAND()",
    "constructed product": f"CONSTRUCT {{ ?a0 ?b1 ?c2 }} {{ {patterns(3)} FILTER(?a0 = ?c2 && ?b1 = ?c0) }}",
    "described product": f"DESCRIBE ?a0 {{ {patterns(4)} FILTER(?c0 = ?c3 && ?c1 = 1) }}",
}  # fmt: skip

REFUSED = {
    "service": "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
    "service silent": "SELECT * { SERVICE SILENT <http://127.0.0.1:9/> { ?s ?p ?o } }",
    "service with a variable": "SELECT * { ?s ?p ?e SERVICE ?e { ?x ?y ?z } }",
    "service in exists": "ASK { FILTER EXISTS { SERVICE <http://127.0.0.1:9/> {} } }",
    "service in minus": "ASK { ?s ?p ?o MINUS { SERVICE <http://127.0.0.1:9/> {} } }",
    "service in a subselect": "SELECT * { { SELECT * { SERVICE <file:///etc/passwd> {} } } }",
    "from file": "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }",
    "from named file": "SELECT * FROM NAMED <file:///etc/passwd> { GRAPH ?g { ?s ?p ?o } }",
    "from http": "SELECT * FROM <http://127.0.0.1:9/x.ttl> { ?s ?p ?o }",
    "load": "LOAD <file:///etc/passwd>",
    "insert": "INSERT DATA { <urn:a> <urn:b> 1 }",
    "delete": "DELETE WHERE { ?s ?p ?o }",
    "drop": "DROP ALL",
    "braces ten thousand deep": "SELECT * " + "{" * 10_000 + "}" * 10_000,
    "parentheses five thousand deep": "SELECT (" + "(" * 5_000 + "1" + ")" * 5_000 + " AS ?x) {}",
    "path parentheses": "ASK { ?s " + "(" * 3_000 + "<urn:p>" + ")*" * 3_000 + " ?o }",
    "hundred thousand values": "SELECT * { VALUES ?x { " + "1 " * 100_000 + "} }",
    "long union": "SELECT * { " + " UNION ".join("{ ?s ?p ?o }" for _ in range(20_000)) + " }",
    "long sum": "SELECT (" + "+".join("1" for _ in range(90_000)) + " AS ?x) {}",
    "collections in collections": "ASK { ?s ?p " + "(" * 2_000 + "1" + ")" * 2_000 + " }",
}
