"""Records become quads: each fact once, in the document's own graph, with its evidence."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from pyoxigraph import NamedNode, Quad, Store

from kg.builder import graph_digest
from kg.iri import Iris
from kg.quads import to_quads
from kg.terms import BK, OA, RDF
from nlp.record import ProjectPage, Reading, Span
from nlp.source import source_from_text
from tests import graph_records as given

IRIS = Iris("http://x/")
PART = "http://x/id/document/water-2025"


def facts(reading: Reading, kind: str) -> dict[str, set[str]]:
    """Predicate -> values, by local names, of the one node of a kind."""
    quads = to_quads(reading, iris=IRIS)
    (node,) = {quad.subject.value for quad in quads if IRIS.kind(quad.subject.value) == kind}
    found: dict[str, set[str]] = {}
    for quad in quads:
        if quad.subject.value == node:
            found.setdefault(local(quad.predicate.value), set()).add(quad.object.value)
    return found


def local(iri: str) -> str:
    return iri.replace("#", "/").rsplit("/", 1)[1]


def test_a_figure() -> None:
    assert facts(Reading(given.document(), figures=(given.figure(),)), "figure") == {
        "type": {BK.Figure.value, "http://purl.org/linked-data/cube#Observation"},
        "document": {PART},
        "evidence": {f"{PART}/line/10-8-12"},
        "organisation": {"http://x/id/organisation/云岭市水利局"},
        "year": {"2025"},
        "table": {"一般公共预算支出预算表"},
        "row": {"一般公共服务支出"},
        "rowCode": {"201"},
        "account": {"http://x/id/account/function/2025/201"},
        "column": {"2025年预算数 / 合计"},
        "columnLeaf": {"合计"},
        "value": {"12500"},
        "unit": {"元"},
        "printed": {"1.25"},
    }


def test_a_contract_and_its_party() -> None:
    reading = Reading(given.document(), pages=(given.page(),), contracts=(given.contract(),))
    assert facts(reading, "contract") == {
        "type": {BK.Contract.value},
        "document": {PART},
        "evidence": {f"{PART}/line/56-0-40"},
        "page": {f"{PART}/page/50"},
        "project": {"http://x/id/project/云岭市水利局/山洪灾害防治"},
        "organisation": {"http://x/id/organisation/云岭市水利局"},
        "year": {"2025"},
        "label": {"预警广播安装"},
        "amount": {"277700"},
        "amountKind": {"审定金额"},
        "paid": {"263800"},
        "unpaid": {"13900"},
        "computedUnpaid": {"13900"},
        "balance": {"13900"},
        "hasBalance": {"true"},
        "consistent": {"true"},
        "planned": {"false"},
        "signed": {"2024-09"},
        "party": {f"{PART}/party/56-0-1"},
    }
    assert facts(reading, "party") == {
        "type": {BK.PartyRole.value},
        "document": {PART},
        "evidence": {f"{PART}/line/56-2-12"},
        "organisation": {"http://x/id/organisation/云岭远山电子有限公司"},
        "role": {"contractor"},
        "contract": {f"{PART}/contract/56-0"},
    }


def test_a_page_with_its_project_and_implementer() -> None:
    found = facts(Reading(given.document(), pages=(given.page(),)), "page")
    assert found["project"] == {"http://x/id/project/云岭市水利局/山洪灾害防治"}
    assert found["implementer"] == {"http://x/id/organisation/云岭市水文站"}
    assert found["attributeKind"] == {"延续性"}
    assert found["yearAmount"] == {"80000.5"}
    assert "totalAmount" not in found


def test_an_indicator_that_has_a_number() -> None:
    found = facts(Reading(given.document(), pages=(given.page(),)), "indicator")
    assert {key: found[key] for key in ("indicatorValue", "operator", "number", "unit", "level3")} == {
        "indicatorValue": {"≥43个"},
        "operator": {"≥"},
        "number": {"43"},
        "unit": {"个"},
        "level3": {"监测站点数"},
    }


def test_a_mention_points_at_its_policy_and_the_one_that_acts() -> None:
    reading = Reading(
        given.document(), policies=(given.mention("云财农〔2024〕3号", None, "forwards", "云市财农〔2025〕7号", 80),)
    )
    found = facts(reading, "mention")
    assert found["policy"] == {"http://x/id/policy/云财农〔2024〕3号"}
    assert found["subject"] == {"http://x/id/policy/云市财农〔2025〕7号"}
    assert found["relation"] == {"forwards"}


@pytest.mark.parametrize(
    ("again", "continued"),
    [
        (given.page(line=70), True),
        (given.page(line=70, unit=None), True),
        (replace(given.page(line=70, amount=None, unit=None), attribute=None), True),
        (given.page(line=70, amount=None, unit=None), False),
        (given.page(line=70, amount="90000"), False),
        (given.page(line=70, unit="市防汛办"), False),
        (given.page("抗旱应急", line=70), False),
    ],
    ids=["same", "unit blank", "head blank", "no amount to compare", "other amount", "other unit", "other name"],
)
def test_a_page_that_prints_the_project_again_continues_the_first(again: ProjectPage, continued: bool) -> None:
    reading = Reading(given.document(), pages=(given.page(), again))
    links = {quad.triple for quad in to_quads(reading, iris=IRIS) if quad.predicate == BK.continuationOf}
    expected = {(f"{PART}/page/70", f"{PART}/page/50")} if continued else set()
    assert {(link.subject.value, link.object.value) for link in links} == expected


def test_two_pages_on_one_line_stay_apart() -> None:
    pages = (given.page("甲", 50), replace(given.page("乙", 50), span=Span(50, 20, 21)))
    quads = to_quads(Reading(given.document(), pages=pages), iris=IRIS)
    names = {quad.subject.value: quad.object.value for quad in quads if quad.predicate == BK.name}
    assert (names[f"{PART}/page/50"], names[f"{PART}/page/50-2"]) == ("甲", "乙")


def test_the_quote_is_what_was_printed() -> None:
    lines = [""] * 9 + ["201\t一般公共\t1.25  万"]
    source = source_from_text("water-2025.txt", "\n".join(lines))
    quads = to_quads(Reading(given.document(), figures=(given.figure(),)), source=source, iris=IRIS)
    quotes = {quad.object.value for quad in quads if quad.predicate == BK.quote}
    assert lines[9][8:12] in quotes


def test_every_node_of_the_document_has_a_type_a_document_and_evidence() -> None:
    quads = to_quads(given.reading(), iris=IRIS)
    assert {quad.graph_name for quad in quads} == {IRIS.document_graph("water-2025")}
    said: dict[str, set[str]] = {}
    for quad in quads:
        said.setdefault(quad.subject.value, set()).add(local(quad.predicate.value))
    assert all(iri.startswith(PART) for iri in said)
    parts = {iri: keys for iri, keys in said.items() if iri != PART and "/line/" not in iri}
    assert {iri for iri, keys in parts.items() if not {"type", "document", "evidence"} <= keys} == set()
    lines = {iri: keys for iri, keys in said.items() if "/line/" in iri}
    assert {iri for iri, keys in lines.items() if not {"type", "hasSource", "line", "start", "end"} <= keys} == set()


def test_values_are_in_the_form_the_store_keeps() -> None:
    quads = to_quads(given.reading())
    store = Store()
    store.extend(quads)
    assert set(store.quads_for_pattern(None, None, None, None)) == set(quads)
    assert len(quads) == len(set(quads))


def test_the_same_reading_gives_the_same_quads_in_the_same_order() -> None:
    assert to_quads(given.reading()) == to_quads(given.reading())


def test_a_blank_cell_says_nothing_and_a_printed_zero_says_zero() -> None:
    blank = replace(given.figure(), value=None)
    zero = replace(given.figure(line=11), value=Decimal("0.00"))
    quads = to_quads(Reading(given.document(), figures=(blank, zero)), iris=IRIS)
    values = [(quad.subject.value, quad.object.value) for quad in quads if quad.predicate == BK.value]
    assert values == [(f"{PART}/figure/11-8", "0")]


def test_names_that_mean_the_same_organisation_share_its_iri() -> None:
    reading = replace(given.reading(), organisations=(given.organisation(aliases=("市水利局", "水利部门")),))
    parties = tuple(replace(given.contract().parties[0], name=name) for name in ("市水利局", "水利部门", "我局"))
    reading = replace(reading, contracts=(replace(given.contract(), parties=parties),))
    quads = to_quads(reading, iris=IRIS)
    roles = {quad.subject for quad in quads if quad.predicate == RDF.type and quad.object == BK.PartyRole}
    named = {quad.object for quad in quads if quad.subject in roles and quad.predicate == BK.organisation}
    assert named == {NamedNode("http://x/id/organisation/云岭市水利局")}


def test_evidence_of_one_place_is_one_node() -> None:
    quads: list[Quad] = to_quads(given.reading(), iris=IRIS)
    places = [quad.subject for quad in quads if quad.predicate == RDF.type and quad.object == OA.SpecificResource]
    assert len(places) == len(set(places))


@pytest.mark.parametrize(
    ("name", "total", "reason"),
    [
        ("山洪灾害防治", "80000.50", "名称相同、金额相同"),
        ("山洪灾害防治", "1", "名称相同"),
        ("2025年山洪灾害防治", "1", "名称相同"),
        ("山洪灾害防冶", "80000.50", "金额相同、名称相近"),
        ("山洪灾害防冶", "1", None),
        ("水质监测", "80000.50", None),
    ],
    ids=["same", "other amount", "year in the name", "misread name", "misread name and amount", "other name"],
)
def test_a_budget_line_finds_its_page(name: str, total: str, reason: str | None) -> None:
    line = replace(given.budget_line(name), total=Decimal(total))
    quads = to_quads(Reading(given.document(), pages=(given.page(),), budget_lines=(line,)), iris=IRIS)
    said = {quad.predicate: quad.object.value for quad in quads if quad.subject.value == f"{PART}/budgetLine/30-0"}
    assert said.get(BK.matchReason) == reason
    assert said.get(BK.page) == (f"{PART}/page/50" if reason else None)


def test_the_digest_is_that_of_all_other_lines() -> None:
    quads = to_quads(given.reading(), iris=IRIS)
    (digest,) = (quad for quad in quads if quad.predicate == BK.graphDigest)
    lines = [str(quad) for quad in quads if quad != digest]
    assert (digest.object.value, lines) == (graph_digest(lines), sorted(lines))
