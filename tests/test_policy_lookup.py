"""Looking policies up in a graph of two documents of our own: identity, citations, chain, force, the unknown."""

from __future__ import annotations

from decimal import Decimal

import pytest
from pyoxigraph import Store

from kg.backend import EmbeddedBackend
from kg.iri import Iris
from kg.policies import lookup, review
from kg.policy_index import PolicyIndex
from kg.policy_json import lookup_json
from kg.policy_outdated import outdated_bases
from kg.policy_readings import CloseReading, Known, close_reading, edition_key
from kg.policy_view import view
from kg.quads import to_quads
from nlp.record import Document, PolicyMention, ProjectPage, Reading, Span
from tests import graph_records as given
from tests.replacing import put_document
from tests.test_document_number import variants

IRIS = Iris("http://x/")
DIRECTORY = "云省财政厅关于印发《购买服务目录》的通知"


def mention(
    number: str | None, title: str | None, line: int, relation: str = "basis", subject: str | None = None, page: int | None = None
) -> PolicyMention:
    printed = f"《{title}》（{number}）"
    field = "立项依据" if page else f"附件（{subject}）" if subject else "正文"
    return PolicyMention(
        Span(line, 0, len(printed)), printed, page, "山洪灾害防治" if page else None, field, title, number,
        None, "notice", relation, subject,
    )  # fmt: skip


def reading(stem: str, unit: str, year: int, pages: tuple[ProjectPage, ...], *mentions: PolicyMention) -> Reading:
    document = Document(stem, f"{unit}{year}年部门预算", unit, year, "部门预算", "市级", f"{stem}.txt", stem)
    return Reading(document, pages=pages, policies=mentions)


@pytest.fixture(scope="module")
def backend() -> EmbeddedBackend:
    """water-2025 relies on an old directory; flood-2026 attaches the notices that forward, re-issue and repeal."""
    readings = (
        reading(
            "water-2025", "云岭市水利局", 2025, (given.page(),),
            mention("云财综〔2023〕4号", DIRECTORY, 60, page=50), mention(None, "中华人民共和国防洪法", 61, page=50),
        ),
        reading(
            "flood-2026", "云岭市应急局", 2026, (),
            mention("云市财综〔2025〕3号", f"云岭市财政局关于转发《{DIRECTORY}》的通知", 10, "attaches"),
            mention("云财综〔2025〕8号", DIRECTORY, 12, "forwards", "云市财综〔2025〕3号"),
            mention("云市财综〔2024〕2号", f"云岭市财政局关于转发〈{DIRECTORY}〉的通知", 13, "repeals", "云市财综〔2025〕3号"),
            mention("云财综〔2024〕7号", DIRECTORY, 20, "repeals", "云财综〔2025〕8号"),
            mention("云应急煤发〔2019〕60号", "关于加强监管的通知", 30), mention("云应急函发〔2019〕60号", "关于加强监管的通知", 31),
        ),
    )  # fmt: skip
    store = EmbeddedBackend(Store())
    for one in readings:
        quads = set(to_quads(one, iris=IRIS))
        put_document(store, IRIS, one.document.id, quads)
    return store


def test_found_in_every_written_form(backend: EmbeddedBackend) -> None:
    forms = [*variants("云财综", "2023", "4", 200, seed=9), "云财综2023年4号".replace("2023年", "〔2023〕")]
    found = [lookup(backend, form).found for form in forms]
    assert {seen.policy.number if seen else form for seen, form in zip(found, forms, strict=True)} == {"云财综〔2023〕4号"}


LOOSE = ("{c}{y}年{n}号", "{c}{y} {n}", "{c}{y}-{n}", "{c}〔{s}〕{n}号", "{c}[{s}]第{n}号", "{c}〔{h}〕{k}号", "{c} {y} 第{n}号文件",
         "《{t}》（{c}〔{y}〕{n}号）", "{t}（{c}[{y}]{n}号）", "{c}({y}){n}", "{c}（{h}年）{n} 号", "{c}{y}/{n}")  # fmt: skip
"""c: code, y s h: year in four digits, two digits, Chinese digits; n k: serial in digits, in Chinese; t: title"""


@pytest.mark.parametrize("form", LOOSE)
def test_found_as_a_person_types_it(backend: EmbeddedBackend, form: str) -> None:
    typed = form.format(c="云财综", y="2023", s="23", h="二〇二三", n="4", k="四", t=DIRECTORY)
    found = lookup(backend, typed)
    assert (found.how, found.found and found.found.policy.number) == ("number", "云财综〔2023〕4号")


@pytest.mark.parametrize(
    ("typed", "nearest"),
    [
        pytest.param("云财综[2024]", ["云财综〔2024〕7号"], id="no-serial"),
        pytest.param("云财综7号", ["云财综〔2024〕7号"], id="no-year"),
        pytest.param("〔2024〕7号", ["云财综〔2024〕7号"], id="no-code"),
        pytest.param("云则综2024年7号", ["云财综〔2024〕7号"], id="slip-in-the-code"),
        pytest.param("云应急〔2019〕60号", ["云应急函发〔2019〕60号", "云应急煤发〔2019〕60号"], id="part-of-the-code"),
    ],
)
def test_nearest_to_what_was_typed(backend: EmbeddedBackend, typed: str, nearest: list[str]) -> None:
    found = lookup(backend, typed)
    assert (found.found, [near.policy.number for near in found.nearest]) == (None, nearest)


def minutes_of(*towns: str) -> EmbeddedBackend:
    """Each town's water bureau relies on minutes that name no town, and on one decree in two printed forms."""
    store = EmbeddedBackend(Store())
    for at, town in enumerate(towns):
        decree = ("云岭部令2015年第22号", "云岭部2015年第22号令")[at % 2]
        mentions = (mention("市长办公会议纪要〔2024〕7次", None, 60, page=50), mention(decree, "养护办法", 61, page=50),
                    mention(None, "市政府会议纪要", 62, page=50))  # fmt: skip
        one = reading(f"water-{at}", f"{town}水利局", 2025, (given.page(),), *mentions)
        put_document(store, IRIS, one.document.id, set(to_quads(one, iris=IRIS)))
    return store


def test_minutes_that_name_no_town_are_each_towns_own() -> None:
    found = lookup(minutes_of("云岭市", "岚平市"), "市长办公会议纪要（2024年第7次）")
    told = [(near.policy.iri, near.reason) for near in found.nearest]
    assert (found.found, "不止一份" in found.message, told) == (
        None,
        True,
        [
            ("http://x/id/policy/云岭市长办公会议纪要〔2024〕7次", "文号相同，见于云岭市水利局"),
            ("http://x/id/policy/岚平市长办公会议纪要〔2024〕7次", "文号相同，见于岚平市水利局"),
        ],
    )


def test_untitled_minutes_keep_no_neighbours_title() -> None:
    seen = lookup(minutes_of("云岭市"), "市长办公会议纪要〔2024〕第7次").found
    assert seen is not None
    assert (seen.policy.title, seen.titles, seen.readings) == (None, (), ())


def test_one_decree_in_two_forms_is_one_document() -> None:
    backend = minutes_of("云岭市", "岚平市")
    for form in ("云岭部令2015年第22号", "云岭部2015年第22号令", "云岭部令〔2015〕22号", "中华人民共和国云岭部令（2015年第22号）"):
        seen = lookup(backend, form).found
        assert seen is not None and [c.department for c in seen.citations] == ["云岭市水利局", "岚平市水利局"]


def test_who_cites_it(backend: EmbeddedBackend) -> None:
    seen = lookup(backend, "云财综[2023]4号").found
    assert seen is not None
    (citation,) = seen.citations
    told = (citation.department, citation.year, citation.project, citation.amount, citation.relation, citation.place.line)
    assert told == ("云岭市水利局", 2025, "山洪灾害防治", Decimal("80000.5"), "basis", 60)


def test_the_chain_with_its_evidence(backend: EmbeddedBackend) -> None:
    first, second = (lookup(backend, number).found for number in ("云市财综〔2025〕3号", "云财综〔2025〕8号"))
    assert first is not None and second is not None
    assert [(x.label, x.policy.number, x.place.document, x.place.line) for x in first.does] == [
        ("转发", "云财综〔2025〕8号", "flood-2026", 12),
        ("废止", "云市财综〔2024〕2号", "flood-2026", 13),
    ]
    assert [(x.label, x.policy.number, x.place.line) for x in second.does] == [("废止", "云财综〔2024〕7号", 20)]
    assert [(x.label, x.policy.number) for x in second.done_to] == [("被转发于", "云市财综〔2025〕3号")]


@pytest.mark.parametrize(
    ("number", "force", "words"),
    [
        pytest.param("云财综〔2024〕7号", "已废止", "云财综〔2025〕8号 明文废止", id="repealed"),
        pytest.param("云财综〔2023〕4号", "已被新版替代", "没有文件明文废止本文号", id="re-issued"),
        pytest.param("云财综〔2025〕8号", "有效", "未见废止它", id="in-force"),
        pytest.param("云应急煤发〔2019〕60号", "不明", "不能断定", id="unknown"),
    ],
)
def test_force(backend: EmbeddedBackend, number: str, force: str, words: str) -> None:
    seen = lookup(backend, number).found
    assert seen is not None
    assert (seen.force, words in seen.force_reason) == (force, True)


def test_reliance_on_an_outdated_policy(backend: EmbeddedBackend) -> None:
    found = [(b.department, b.year, b.policy.number, b.severity, [n.number for n in b.newer]) for b in outdated_bases(backend)]
    assert found == [("云岭市水利局", 2025, "云财综〔2023〕4号", "warning", ["云财综〔2024〕7号", "云财综〔2025〕8号"])]


def test_by_words_of_its_title(backend: EmbeddedBackend) -> None:
    found = lookup(backend, "防洪法")
    assert (found.how, found.found and found.found.policy.title) == ("words", "中华人民共和国防洪法")


@pytest.mark.parametrize(
    ("query", "nearest"),
    [
        pytest.param("云财综〔2025〕9号", ["云财综〔2025〕8号", "云市财综〔2024〕2号"][:1], id="serial"),
        pytest.param("川卫发〔1999〕1号", [], id="nothing-near"),
        pytest.param("海洋渔业船舶报废标准", [], id="unknown-title"),
    ],
)
def test_the_unknown_is_said_to_be_unknown(backend: EmbeddedBackend, query: str, nearest: list[str]) -> None:
    found = lookup(backend, query)
    assert (found.found, [near.policy.number for near in found.nearest][:1], "没有找到" in found.message) == (None, nearest, True)


def test_doubtful_pairs_are_listed_and_not_merged(backend: EmbeddedBackend) -> None:
    pairs = review(backend)
    slips = [(pair.reason, pair.score) for pair in pairs if "机关代字不同" in pair.reason]
    assert slips == [("标题相同，年份和序号相同，机关代字不同（云应急函发／云应急煤发）", 0.95)]


def test_json_names_the_query_and_the_place(backend: EmbeddedBackend) -> None:
    told = lookup_json(lookup(backend, "云财综〔2024〕7号"))
    assert (told["how"], told["policy"]["force"], told["policy"]["done_to"][0]["line"]) == ("number", "已废止", 20)


def test_a_hostile_query_finds_nothing(backend: EmbeddedBackend) -> None:
    assert lookup(backend, '"} DROP ALL #').found is None


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        pytest.param(Known("a", "云财〔2024〕1号", "甲乙丙丁戊己"), Known("b", "云财〔2025〕1号", "甲乙丙丁戊己"), None, id="editions-are-two"),
        pytest.param(Known("a", None, "2024年防汛工作要点"), Known("b", None, "2025年防汛工作要点"), None, id="years-are-two"),
        pytest.param(
            Known("b", None, "山洪灾害防治项目建设管理实施办法"), Known("a", None, "山洪灾害防治项目建设管理施办法"),
            CloseReading("a", "b", "标题相近（相似度 0.97）", 0.89), id="a-character-lost",
        ),
        pytest.param(
            Known("a", "国务院令第577号", None), Known("b", "国务院第577号令", None),
            CloseReading("a", "b", "文号写法不同，实为同一文号", 0.97), id="orders",
        ),
    ],
)  # fmt: skip
def test_close_readings(first: Known, second: Known, expected: CloseReading | None) -> None:
    assert close_reading(first, second) == expected


def test_editions_differ_in_year_and_number_only() -> None:
    old = Known("a", "云财综〔2021〕6号", "云省财政厅关于印发〈购买服务目录〉（第一批）的通知")
    new, other = Known("b", "云财综〔2025〕8号", DIRECTORY), Known("c", "云市财综〔2025〕9号", DIRECTORY)
    assert (edition_key(old.title or ""), PolicyIndex((old, new, other)).editions(old)) == (edition_key(DIRECTORY), (new,))


def test_what_is_issued_each_year_has_no_editions() -> None:
    last, this = (Known(str(y), f"云财农〔{y}〕8号", f"关于下达{y}年水利发展资金的通知") for y in (2024, 2025))
    same = Known("c", "云财农〔2025〕9号", "关于下达水利发展资金的通知")
    old = Known("d", "云财农〔2024〕9号", "关于下达水利发展资金的通知")
    assert (PolicyIndex((last, this)).editions(last), PolicyIndex((same, old)).editions(old)) == ((), ())


def test_view_of_a_policy_nobody_cites(backend: EmbeddedBackend) -> None:
    seen = view(backend, Known("http://x/id/policy/无", "无〔2000〕1号", None))
    assert (seen.citations, seen.force) == ((), "不明")
