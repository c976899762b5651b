"""The pages, the JSON API and Linked Data over the bundled samples: what each answers, and one shape for every error."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import quote

import httpx
import openpyxl
import pyoxigraph as ox
import pytest

from search.app import create_app
from search.findings import stored_findings
from search.library import open_reader_of
from search.settings import Settings
from tests.served import client, sample_library, serving

HTML = {"accept": "text/html"}
BASE = "https://w3id.org/budgetkg/"
SAMPLES = Path(__file__).parents[1] / "nlp" / "samples"


@pytest.fixture(scope="module")
def site() -> Iterator[httpx.Client]:
    with serving(Settings(data=sample_library())) as address, client(address) as http:
        yield http


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[httpx.Client]:
    with serving(Settings(data=tmp_path / "data")) as address, client(address) as http:
        yield http


def one(site: httpx.Client, kind: str) -> str:
    """The IRI of some thing of a class, the first in order."""
    query = f"PREFIX bk: <{BASE}ontology#> PREFIX org: <http://www.w3.org/ns/org#> SELECT ?x {{ ?x a {kind} }} ORDER BY ?x LIMIT 1"
    return str(site.get("/sparql", params={"query": query}).json()["results"]["bindings"][0]["x"]["value"])


# ---- pages

PAGES = {
    "home": ("/", "问一问部门预算"),
    "documents": ("/documents", "云岭市水利局2025年度部门预算公开"),
    "projects": ("/projects", "年度金额合计"),
    "projects filtered": ("/projects?q=维护&min=1万&sort=name", "山洪灾害监测站点维护"),
    "projects, nothing": ("/projects?q=没有这样的项目", "没有符合条件的项目"),
    "policies": ("/policies", "份文件，提及最多的在前"),
    "contracts": ("/contracts", "未付余额合计"),
    "contracts, unpaid": ("/contracts?unpaid=1&min=1万", "按收款单位"),
    "contracts, nothing": ("/contracts?contractor=没有这家公司", "没有符合条件的合同"),
    "findings": ("/findings", "核对"),
    "queries": ("/queries", "未付余额"),
    "one query": ("/queries/projects-by-amount?min=500000", "农村公路日常养护"),
    "source": ("/source/yunling-water-2025?line=286&start=0&end=4#L286", "<mark>"),
    "editor": ("/sparql", "SPARQL 查询"),
    "api": ("/api", "/api/contracts"),
    "upload closed": ("/upload", "没有开放上传"),
    "answer": ("/?q=云岭市水利局2025年有哪些项目？", "山洪灾害监测站点维护"),
}


@pytest.mark.parametrize(("address", "words"), PAGES.values(), ids=PAGES.keys())
def test_page(site: httpx.Client, address: str, words: str) -> None:
    response = site.get(address, headers=HTML)
    assert (response.status_code, response.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert words in response.text
    assert not re.findall(r'(?:src|href)="(?:https?:)?//(?!w3id\.org/budgetkg)', response.text)


@pytest.mark.parametrize("address", [address for address, _ in PAGES.values()] + ["/sparql?query=ASK{}", "/api/projects", "/static/app.css"])
def test_a_head_request_gets_the_headers_alone(site: httpx.Client, address: str) -> None:
    whole, head = site.get(address, headers=HTML), site.head(address, headers=HTML)
    assert (head.status_code, head.headers["content-type"], head.content) == (whole.status_code, whole.headers["content-type"], b"")


HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"


def test_every_example_of_the_home_page_is_answered(site: httpx.Client) -> None:
    shown = re.findall('<li><a href="/[?]q=[^"]*">(.*?)</a>', site.get("/", headers=HTML).text)
    kinds = {question: site.get("/api/ask", params={"q": question}).json()["kind"] for question in shown}
    assert kinds == dict.fromkeys(shown, "answer")
    assert len(shown) == 5


def test_a_follow_up_of_a_follow_up_keeps_the_question(site: httpx.Client) -> None:
    page = site.get("/?q=云岭市水利局2025年三公经费是多少？", headers=HTML).text
    said = []
    for _ in range(2):
        link = unescape(re.findall('<a href="(/[?]q=[^"]*&amp;context=[^"]*)">那', page)[0])
        page = site.get(link, headers=HTML).text
        said.append(re.findall('<p class="said">(.*?)</p>', page)[0])
    assert [re.findall("三公经费为(.*?)（", words) for words in said] == [["14.71万元"], ["10.96万元"]]
    assert "接着问：" in page


@pytest.mark.parametrize("address", ["/?q=", "/projects?q=", "/policies?q=", "/policies/", "/contracts?contractor=", "/source/", "/nowhere?x="])
def test_what_was_typed_is_escaped(site: httpx.Client, address: str) -> None:
    response = site.get(address + quote(HOSTILE, safe=""), headers=HTML)
    assert "<script>alert" not in response.text
    assert "<img src=x" not in response.text


def test_every_page_works_without_a_graph(empty: httpx.Client) -> None:
    home = empty.get("/", headers=HTML)
    assert (home.status_code, "还没有文档" in home.text) == (200, True)
    statuses = {path: empty.get(path, headers=HTML).status_code for path in ("/documents", "/queries", "/api", "/projects", "/contracts")}
    assert statuses == {"/documents": 200, "/queries": 200, "/api": 200, "/projects": 503, "/contracts": 503}
    assert empty.get("/sparql", params={"query": "ASK {}"}).json()["error"]["code"] == "store-missing"


def test_evidence_links_lead_to_the_marked_words(site: httpx.Client) -> None:
    listed = site.get("/api/projects", params={"q": "山洪灾害监测站点维护"}).json()["projects"][0]
    place = listed["evidence"]
    page = site.get(f"/source/{place['document']}", params={key: place[key] for key in ("line", "start", "end")})
    assert re.findall("<mark>(.*?)</mark>", page.text) == ["山洪灾害监测站点维护"]


# ---- linked data

FORMATS = {
    "turtle": ("text/turtle", ".ttl", ox.RdfFormat.TURTLE),
    "n-triples": ("application/n-triples", ".nt", ox.RdfFormat.N_TRIPLES),
    "json-ld": ("application/ld+json", ".jsonld", ox.RdfFormat.JSON_LD),
    "rdf-xml": ("application/rdf+xml", ".rdf", ox.RdfFormat.RDF_XML),
}
KINDS = ["bk:Document", "bk:Project", "bk:Policy", "bk:Contract", "bk:Figure", "bk:ProjectPage", "org:Organization"]


@pytest.mark.parametrize("kind", KINDS)
def test_every_thing_answers_by_its_iri(site: httpx.Client, kind: str) -> None:
    iri = one(site, kind)
    path = "/" + quote(iri.removeprefix(BASE), safe="/%")
    page = site.get(path, headers=HTML)
    assert (page.status_code, page.headers["location"]) == (303, path.replace("/id/", "/about/", 1))
    assert site.get(page.headers["location"]).status_code == 200
    assert site.get(path + "?table=x", headers=HTML).headers["location"].endswith("?table=x")
    bodies = {}
    for name, (accept, ending, format) in FORMATS.items():
        away = site.get(path, headers={"accept": accept})
        assert (away.status_code, away.headers["location"]) == (303, path.replace("/id/", "/data/", 1) + ending)
        response = site.get(away.headers["location"])
        assert response.headers["content-type"].partition(";")[0] == accept
        bodies[name] = {str(quad.triple) for quad in ox.parse(response.content, format=format)}
    assert all(body == bodies["n-triples"] for body in bodies.values())
    assert any(triple.startswith(f"<{iri}>") for triple in bodies["turtle"])


def test_an_iri_that_is_not_here(site: httpx.Client) -> None:
    assert site.get("/about/project/无/此").status_code == 404
    assert site.get("/data/project/无/此.ttl").json()["error"]["code"] == "not-found"


def test_a_wrong_parameter_is_said_in_chinese_with_what_was_expected(site: httpx.Client) -> None:
    said = {query: site.get("/api/search?" + query).json()["error"]["message"] for query in ("q=水&k=900", "q=水&k=很多", "k=3")}
    assert list(said.values()) == ["参数 k 应不大于 100，收到的是 900", "参数 k 应是整数，收到的是 很多", "没有给出参数 q"]


def test_the_token_of_an_upload_never_stands_in_an_address(tmp_path: Path) -> None:
    with serving(Settings(data=tmp_path / "data", token="open-sesame")) as address, client(address) as http:
        form = re.findall("<form[^>]*id=\"upload\"[^>]*>", http.get("/upload", headers=HTML).text)
    assert ['method="post"' in tag for tag in form] == [True]


def test_a_page_names_its_data(site: httpx.Client) -> None:
    iri = one(site, "bk:Project")
    response = site.get("/about/" + quote(iri.removeprefix(BASE + "id/"), safe="/%"), headers=HTML)
    assert response.headers["link"].count('rel="alternate"') == 4
    assert response.text.count('<link rel="alternate"') == 4


# ---- json

ERRORS = {
    "unknown path": ("GET", "/api/nothing", 404),
    "wrong method": ("PATCH", "/api/documents", 405),
    "missing parameter": ("GET", "/api/ask", 400),
    "number out of range": ("GET", "/api/search?q=水&k=100000", 400),
    "unknown table": ("GET", "/about/document/yunling-water-2025?table=无此表", 404),
    "number out of words": ("GET", "/api/search?q=水&k=很多", 400),
    "no number": ("GET", "/api/projects?year=明年", 400),
    "no amount": ("GET", "/api/projects?min=很多", 400),
    "no page": ("GET", "/api/projects?page=0", 400),
    "page beyond the last": ("GET", "/api/projects?page=9", 400),
    "unknown kind": ("GET", "/api/search?q=水&kind=心情", 400),
    "unknown attribute": ("GET", "/api/projects?attribute=心情", 400),
    "unknown order of projects": ("GET", "/api/projects?sort=心情", 400),
    "unknown severity": ("GET", "/api/findings?severity=fatal", 400),
    "unknown rule": ("GET", "/api/findings?rule=心情", 400),
    "unknown document of findings": ("GET", "/api/findings?document=无此文档", 404),
    "unknown force": ("GET", "/api/policies?force=心情", 400),
    "unknown sort": ("GET", "/api/contracts?sort=心情", 400),
    "unknown month": ("GET", "/api/contracts?due_before=2026-13", 400),
    "unknown policy": ("GET", "/api/policies/无此文〔1900〕1号", 404),
    "unknown query": ("GET", "/api/queries/无此查询", 404),
    "unknown parameter of a query": ("GET", "/api/queries/documents?x=1", 400),
    "unknown source": ("GET", "/source/无此文档", 404),
    "unknown iri": ("GET", "/data/policy/无此.ttl", 404),
    "unknown data format": ("GET", "/data/policy/无此.docx", 404),
    "sparql syntax": ("GET", "/sparql?query=ASK", 400),
    "sparql format": ("GET", "/sparql?query=ASK{}&format=docx", 406),
    "upload closed": ("DELETE", "/api/documents/yunling-water-2025", 403),
}


@pytest.mark.parametrize(("method", "address", "status"), ERRORS.values(), ids=ERRORS.keys())
def test_one_error_shape(site: httpx.Client, method: str, address: str, status: int) -> None:
    response = site.request(method, address, headers={"accept": "application/json"})
    body = response.json()
    assert response.status_code == status
    assert set(body) == {"error"}
    assert {"code", "message"} <= set(body["error"]) <= {"code", "message", "line", "column", "excerpt", "retry_after"}
    assert re.search("[一-鿿]", body["error"]["message"])


GOOD = {
    "ask": "/api/ask?q=云岭市水利局2025年三公经费是多少？",
    "search": "/api/search?q=水库",
    "suggest": "/api/suggest?q=云岭",
    "documents": "/api/documents",
    "projects": "/api/projects",
    "findings": "/api/findings",
    "policies": "/api/policies",
    "contracts": "/api/contracts?unpaid=true",
    "queries": "/api/queries",
    "terms": "/api/terms",
    "openapi": "/api/openapi.json",
}


@pytest.mark.parametrize("address", GOOD.values(), ids=GOOD.keys())
def test_json_answers(site: httpx.Client, address: str) -> None:
    response = site.get(address)
    assert (response.status_code, response.headers["content-type"]) == (200, "application/json")
    assert response.json()


def test_findings_are_those_of_the_check_command(site: httpx.Client) -> None:
    reader = open_reader_of(Settings(data=sample_library()))
    expected = sorted((f.document, f.rule, f.severity, f.message) for f in stored_findings(reader))
    listed = site.get("/api/findings").json()
    assert sorted((f["document"], f["rule"], f["severity"], f["message"]) for f in listed["findings"]) == expected
    assert (listed["total"], {rule for _, rule, _, _ in expected} >= {"policy-outdated", "contract-balance"}) == (len(expected), True)
    assert all(f["evidence"] for f in listed["findings"])
    counted = site.get("/api/documents").json()["documents"]
    assert sum(dict(document["counts"])["核对问题"] for document in counted) == len(expected)


def test_an_answer_has_the_documented_keys(site: httpx.Client) -> None:
    answer = site.get("/api/ask", params={"q": "云岭市水利局2025年三公经费是多少？"}).json()
    assert set(answer) >= {"question", "kind", "answers", "text", "assumptions", "sparql", "columns", "rows", "evidence"}
    assert [(item["value"], item["unit"]) for item in answer["answers"]] == [("109600", "元")]


def test_every_address_is_described(site: httpx.Client) -> None:
    described = set(site.get("/api/openapi.json").json()["paths"])
    app = create_app(Settings())
    served = {str(getattr(route, "path", "")) for route in app.routes}
    assert {path.replace(":path}", "}") for path in served if path.startswith("/api/") and "openapi" not in path} <= described


def test_a_policy_in_any_written_form(site: httpx.Client) -> None:
    forms = ("川财综〔2024〕22号", "川财综[2024]22号", "川财综（２０２４）22 号", "川财综【2024】22号")
    found = {site.get("/api/policies/" + quote(form, safe="")).json()["policy"]["policy"]["number"] for form in forms}
    assert found == {"川财综〔2024〕22号"}


def test_contracts_to_take_away(site: httpx.Client) -> None:
    rows = site.get("/api/contracts", params={"unpaid": "true"}).json()["contracts"]
    lines = site.get("/contracts.csv?unpaid=1").content.decode("utf-8-sig").strip().splitlines()
    book = openpyxl.load_workbook(io.BytesIO(site.get("/contracts.xlsx?unpaid=1").content))
    sheet = list(book.active.iter_rows(values_only=True))
    assert len(lines) == len(sheet) == len(rows) + 1
    balances = sheet[0].index("未付余额（元）")
    assert [row[balances] for row in sheet[1:]] == [float(row["balance"]) if row["balance"] else None for row in rows]


# ---- uploads


def test_upload_and_withdraw(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path / "data", token="open-sesame", max_file_mb=1)
    right, wrong = {"authorization": "Bearer open-sesame"}, {"authorization": "Bearer guess"}
    text = (SAMPLES / "statistics-office-2026.txt").read_bytes()
    with serving(settings) as address, client(address) as http:
        refused = http.post("/api/documents", files={"file": ("a.txt", text)}, headers=wrong)
        assert (refused.status_code, refused.json()["error"]["code"]) == (401, "token-wrong")
        assert http.post("/api/documents", files={"file": ("../../a.sh", text)}, headers=right).status_code == 400
        assert http.post("/api/documents", files={"file": ("novel.txt", "从前有座山。".encode())}, headers=right).status_code == 422
        assert http.post("/api/documents", files={"file": ("big.txt", b"x" * 1_100_000)}, headers=right).status_code == 413
        made = http.post("/api/documents", files={"file": ("统计2026.txt", text)}, headers=right)
        assert (made.status_code, made.json()["document"], made.json()["status"]) == (201, "统计2026", "built")
        assert [d["stem"] for d in http.get("/api/documents").json()["documents"]] == ["统计2026"]
        assert http.get("/api/search", params={"q": "住户收支"}).json()["hits"]
        assert http.delete("/api/documents/" + quote("统计2026"), headers=wrong).status_code == 401
        assert http.delete("/api/documents/" + quote("统计2026"), headers=right).status_code == 204
        assert http.get("/api/documents").json() == {"documents": []}
        assert http.get("/sparql", params={"query": "ASK { ?s a <https://w3id.org/budgetkg/ontology#Document> }"}).json()["boolean"] is False
