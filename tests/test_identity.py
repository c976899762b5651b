"""Names in context, decisions that can be taken back, and the list of doubtful pairs."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from pyoxigraph import Store

from kg.backend import EmbeddedBackend
from kg.decisions import Decisions, load_decisions, parse_decisions
from kg.identity import names_of, read_region
from kg.identity_review import Doubt, doubtful
from kg.iri import Iris
from kg.quads import to_quads
from kg.store import Reader
from nlp.errors import UsageError
from nlp.record import Reading
from tests import graph_records as given
from tests.replacing import put_document

IRIS = Iris("http://x/")


def store(*readings: Reading, decisions: Decisions | None = None) -> Reader:
    backend = EmbeddedBackend(Store())
    for reading in readings:
        put(backend, reading, decisions)
    return Reader(backend, Path("data"), 1)


def put(backend: EmbeddedBackend, reading: Reading, decisions: Decisions | None) -> None:
    quads = set(to_quads(reading, iris=IRIS, decisions=decisions))
    put_document(backend, IRIS, reading.document.id, quads)


def organisations(reader: Reader) -> dict[str, set[str]]:
    """Name -> other names."""
    rows = reader.select("SELECT ?n ?a { ?e a org:Organization ; skos:prefLabel ?n OPTIONAL { ?e skos:altLabel ?a } }")
    found: dict[str, set[str]] = {}
    for row in rows:
        found.setdefault(row["n"].value, set()).update([row["a"].value] if "a" in row else [])
    return found


@pytest.mark.parametrize(
    ("name", "full"),
    [
        ("市水利局", "云岭市水利局"),
        ("水利部门", "云岭市水利局"),
        ("我局", "云岭市水利局"),
        ("本单位", "云岭市水利局"),
        ("市财政局", "云岭市财政局"),
        ("省财政厅", "省财政厅"),
        ("云岭市 财政局", "云岭市财政局"),
        ("市场监管局", "市场监管局"),
    ],
    ids=["known alias", "alias", "our bureau", "this unit", "city", "no province known", "blank", "no city in front"],
)
def test_a_name_in_its_document(name: str, full: str) -> None:
    known = (given.organisation(aliases=("市水利局", "水利部门")), given.organisation("市场监管局", ()))
    assert names_of(given.document(), known).resolve(name) == full


def test_an_alias_of_two_organisations_is_nobodys() -> None:
    known = (given.organisation(aliases=("水利部门",)), given.organisation("云岭市水文站", ("水利部门",)))
    assert names_of(given.document(), known).resolve("水利部门") == "水利部门"


@pytest.mark.parametrize(
    ("unit", "region"),
    [
        ("云岭市水利局", "云岭市"),
        ("松溪湾县农业农村局", "松溪湾县"),
        ("四川省成都市双流区财政局", "四川省成都市双流区"),
        ("内蒙古自治区财政厅", "内蒙古自治区"),
        ("凉山彝族自治州水利局", "凉山彝族自治州"),
        ("国家统计局", None),
    ],
    ids=["city", "county", "province, city, district", "autonomous region", "prefecture", "central"],
)
def test_where_a_unit_is(unit: str, region: str | None) -> None:
    assert read_region(unit).name == region


MISREAD = replace(
    given.reading("b"),
    document=given.document("b", "云岭市水利居"),
    organisations=(given.organisation("云岭市水利居", ()),),
)
SAME = parse_decisions(["same\torganisation/云岭市水利居\torganisation/云岭市水利局\t扫描误字"])


def test_a_decision_merges_and_taking_it_back_undoes_it() -> None:
    reader = store(given.reading("a"), MISREAD, decisions=SAME)
    assert organisations(reader)["云岭市水利局"] == {"市水利局", "云岭市水利居"}
    assert "云岭市水利居" not in organisations(reader)
    reasons = reader.select("SELECT ?r { ?x bk:mergeReason ?r ; bk:document/bk:stem 'b' }")
    assert [row["r"].value for row in reasons] == ["扫描误字"]
    assert isinstance(reader.backend, EmbeddedBackend)
    for reading in (given.reading("a"), MISREAD):
        put(reader.backend, reading, None)
    assert {"云岭市水利局", "云岭市水利居"} <= set(organisations(reader))


def test_projects_follow_their_merged_department() -> None:
    reader = store(given.reading("a"), MISREAD, decisions=SAME)
    rows = reader.select("SELECT DISTINCT ?p { ?p a bk:Project }")
    assert [row["p"].value for row in rows] == ["http://x/id/project/云岭市水利局/山洪灾害防治"]


def test_things_decided_to_be_different_are_not_linked() -> None:
    pages = [given.page(f"{year}年堤防维修") for year in (2025, 2026)]
    readings = [Reading(given.document(stem), pages=(page,)) for stem, page in zip("ab", pages, strict=True)]
    line = "different\tproject/云岭市水利局/2025年堤防维修\tproject/云岭市水利局/2026年堤防维修\t不同堤段"
    linked = "ASK { ?a skos:closeMatch ?b }"
    assert store(*readings).ask(linked)
    decided = store(*readings, decisions=parse_decisions([line]))
    assert not decided.ask(linked)
    assert doubtful(decided, "project", IRIS) == ()


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("same\torganisation/甲", "四列"),
        ("merge\torganisation/甲\torganisation/乙\t误字", "四列"),
        ("same\tperson/甲\tperson/乙\t误字", "应写作"),
        ("same\tproject/甲\tproject/甲/乙\t误字", "应写作"),
        ("same\torganisation/甲\tpolicy/乙\t误字", "同类"),
        ("same\tpolicy/甲\tpolicy/甲\t误字", "同类"),
        ("same\tpolicy/甲\tpolicy/乙\t误字\nsame\tpolicy/甲\tpolicy/丙\t误字", "并入两物"),
        ("same\tpolicy/甲\tpolicy/乙\t误字\nsame\tpolicy/乙\tpolicy/甲\t误字", "成环"),
    ],
    ids=["columns", "verdict", "kind", "names", "two kinds", "itself", "two keepers", "ring"],
)
def test_a_decision_that_cannot_be(line: str, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        parse_decisions(line.splitlines())


def test_no_file_no_decisions(tmp_path: Path) -> None:
    assert load_decisions(tmp_path / "decisions.tsv") == Decisions()


def doubts(*names: str) -> list[tuple[str, str, str]]:
    reading = Reading(
        given.document("a", "云岭市水利局"), organisations=tuple(given.organisation(n, ()) for n in names)
    )
    return [(doubt.one, doubt.other, doubt.reason) for doubt in doubtful(store(reading), "organisation", IRIS)]


def test_names_one_character_apart_are_doubtful() -> None:
    assert doubts("云岭远山电子有限公司", "云岭运山电子有限公司") == [
        ("organisation/云岭运山电子有限公司", "organisation/云岭远山电子有限公司", "名称一字之差")
    ]


def test_a_short_name_and_its_full_name_are_doubtful() -> None:
    assert doubts("云岭市防汛抗旱中心", "防汛抗旱中心") == [
        ("organisation/云岭市防汛抗旱中心", "organisation/防汛抗旱中心", "简称与全称")
    ]


def test_numbered_and_lettered_names_are_no_doubt() -> None:
    assert doubts("云岭市第一水厂管理所", "云岭市第二水厂管理所", "云岭市A区水务站", "云岭市B区水务站") == []


@pytest.mark.parametrize(
    ("numbers", "reasons"),
    [
        (("云市财农〔2025〕7号", "云市则农〔2025〕7号"), ["名称一字之差"]),
        (("云市财农〔2025〕7号", "云市财农〔2025〕8号"), []),
        (("云市财农〔2025〕7号", "云市财农〔2024〕7号"), []),
    ],
    ids=["agency misread", "next number", "other year"],
)
def test_document_numbers(numbers: tuple[str, str], reasons: list[str]) -> None:
    reading = Reading(given.document("a"), policies=tuple(given.mention(number) for number in numbers))
    assert [doubt.reason for doubt in doubtful(store(reading), "policy", IRIS)] == reasons


def test_two_editions_of_one_title_are_not_one_policy() -> None:
    editions = tuple(given.mention(number, "购买服务目录") for number in ("云财综〔2023〕4号", "云财综〔2025〕2号"))
    reader = store(Reading(given.document("a"), policies=editions))
    assert not reader.ask("ASK { ?a skos:closeMatch ?b }")


def test_a_doubt_is_written_as_a_decision() -> None:
    doubt = Doubt("policy", "policy/GB/T 212", "policy/GB/T 213", "一字之差", 0.9, ("a",))
    (row,) = parse_decisions([doubt.decision()]).rows
    assert (row.verdict, row.one, row.other) == ("same", "policy/GB%2FT212", "policy/GB%2FT213")
