"""The question box over three departments: families, guards, refusals, evidence, follow-ups."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from search.ask import Asker, answer_json
from search.question.answer import Answer
from search.question.table_row import TableRow
from tests.asked_town import CIVIL, COUNTY, WATER, built_town


@pytest.fixture(scope="module")
def asker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asker]:
    folder: Path = tmp_path_factory.mktemp("town")
    with built_town(folder) as reader:
        yield Asker(reader)


def labels(answer: Answer) -> list[str]:
    return [item.label for item in answer.items]


NUMBERS = [
    ("市水务局2025年收入总计多少", "15000000", "元"),
    ("青溪市水务局三公经费是多少？", "65000", "元"),
    ("市水务局 公务接待费", "15000", "元"),
    ("市水务局2130301行政运行预算数", "4205000", "元"),
    ("民政局2026年收入预算", "23000000", "元"),
    ("市水务局内设几个科室", "7", "个"),
    ("市水务局编制多少人", "33", "人"),
    ("市水务局有几辆车", "4", "辆"),
    ("市水务局项目支出占比多少", "49.1", "%"),
    ("市水务局收入比上年少了多少", "2000000", "元"),
    ("市水务局2024年收入总计，能推出来吗", "17000000", "元"),
    ("民政局三公经费比市水务局多多少", "25000", "元"),
    ("市水务局有多少个项目", "4", "个"),
    ("市水务局项目一共多少钱", "7372000", "元"),
    ("市水务局平均每个项目多少钱", "1843000", "元"),
    ("市水务局经常性项目合计", "372000", "元"),
    ("白杨河清淤今年安排多少钱", "6200000", "元"),
    ("市水务局上年结转了多少钱", "490000", "元"),
    ("市水务局一共还欠多少钱没付", "1960000", "元"),
    ("白杨河清淤的质保金是多少", "180000", "元"),
    ("市水务局和民政局的遗属生活补助一共多少", "36000", "元"),
    ("管网维护要维护多少公里", "36", "公里"),
    ("小型水库巡查的满意度定的多少", "85", "%"),
    ("白杨河清淤比管网维护预算多多少", "5400000", "元"),
    ("市水务局和民政局三公经费合计多少", "155000", "元"),
    ("市水务局三公经费里公务接待费占多少", "23.08", "%"),
    ("市水务局的项目比民政局多几个", "2", "个"),
    ("市水务局一次性项目占多少", "84.1", "%"),
    ("市水务局2025年预算多少", "15000000", "元"),
]


@pytest.mark.parametrize(("question", "value", "unit"), NUMBERS, ids=[row[0] for row in NUMBERS])
def test_one_number(asker: Asker, question: str, value: str, unit: str) -> None:
    answer = asker.ask(question)
    assert (answer.kind, answer.items[0].value, answer.items[0].unit) == ("answer", value, unit), answer.text
    assert answer.sparql
    assert answer.evidence


LISTS = [
    ("哪些项目引用了川水函[2024]15号", ["白杨河清淤工程", "城区排水管网维护"]),
    ("川水函（2024）15号被哪几个项目当依据", ["白杨河清淤工程", "城区排水管网维护"]),
    ("《机关工作人员遗属补助办法》是哪些项目的立项依据", ["遗属生活补助"]),
    ("城区排水管网维护依据哪些文件", ["川水函〔2024〕15号", "市长办公会议纪要〔2024〕7次"]),
    ("城区排水管网维护根据的是哪份会议纪要", ["市长办公会议纪要〔2024〕7次"]),
    ("市水务局立项依据是会议纪要的项目", ["城区排水管网维护"]),
    ("市水务局有哪些一次性项目", ["白杨河清淤工程"]),
    ("市水务局前两大项目", ["白杨河清淤工程", "城区排水管网维护"]),
    ("市水务局花钱最少的项目是哪个", ["遗属生活补助"]),
    ("市水务局30万到100万之间的项目", ["城区排水管网维护", "小型水库巡查"]),
    ("市水务局单笔超过100万的项目", ["白杨河清淤工程"]),
    ("市水务局用政府性基金的项目", ["白杨河清淤工程"]),
    ("市水务局满意度95%以上的项目", ["白杨河清淤工程"]),
    ("市水务局本级的项目有哪些", ["白杨河清淤工程", "城区排水管网维护", "遗属生活补助"]),
    ("市水务局实施期总额和今年预算不一样的项目", ["城区排水管网维护"]),
    ("与河道清淤有关的项目", ["白杨河清淤工程"]),
    ("市水务局还有哪些合同没付清", ["清淤施工", "管网检测", "清淤监理"]),
    ("市水务局2025年6月底前要付的尾款有哪些项目", ["白杨河清淤工程"]),
    ("四川禹通建设承担了哪些项目", ["城区排水管网维护", "白杨河清淤工程"]),
    ("白杨河清淤的监理单位是哪家", ["青溪正大工程监理有限公司"]),
    ("青财综〔2025〕3号转发的是哪个文件", ["川财综〔2025〕8号"]),
    ("青财综【2022】9号被谁废止了", ["青财综〔2025〕3号"]),
    ("小型水库巡查由谁实施", ["青溪市水库管理中心"]),
    ("有哪些部门的预算", [CIVIL, WATER, COUNTY]),
]


@pytest.mark.parametrize(("question", "wanted"), LISTS, ids=[row[0] for row in LISTS])
def test_a_list(asker: Asker, question: str, wanted: list[str]) -> None:
    answer = asker.ask(question)
    assert (answer.kind, sorted(labels(answer))) == ("answer", sorted(wanted)), answer.text
    assert answer.evidence


@pytest.mark.parametrize(
    ("question", "value"),
    [("市水务局有没有超过1000万的项目", "false"), ("民政局有没有500万以上的项目", "true")],
    ids=["none", "some"],
)
def test_whether(asker: Asker, question: str, value: str) -> None:
    assert [item.value for item in asker.ask(question).items] == [value]


REFUSED = [
    ("赤水市水务局三公经费是多少", "没有收录"),
    ("青溪市教育局2025年收入", "没有收录"),
    ("市水务局局长手机号", "个人信息"),
    ("川水函〔2019〕77号被哪些项目引用", "没有川水函〔2019〕77号"),
    ("《赤水市河长制办法》是谁的依据", "没有提到"),
    ("市水务局2019年三公经费", "没有收录2019年"),
    ("市水务局火箭发射项目预算", "火箭发射"),
    ("市水务局有多少头牛", "所以不作答"),
    ("市水务局明年预算多少", "所以不作答"),
    ("市水务局有几个不是一次性项目的合同", "不是"),
    ("市水务局除了清淤以外的项目", "所以不作答"),
    ("往年市水务局管网维护花了多少", "所以不作答"),
    ("市水务局有哪些三公经费合同", "没有"),
    ("遗属生活补助的监理单位是谁", "没有"),
    ("民政局办公用房面积", "没有"),
    ("", "请输入"),
]


@pytest.mark.parametrize(("question", "words"), REFUSED, ids=[row[0] or "empty" for row in REFUSED])
def test_refused(asker: Asker, question: str, words: str) -> None:
    answer = asker.ask(question)
    assert (answer.kind, answer.items) == ("refusal", ())
    assert words in answer.text


SAME = [
    ["市水务局有哪些一次性项目", "请问一下，市水务局的一次性项目都有哪些呢？", "市水務局一次性項目有哪些", "青溪市水务局，列出一次性的项目"],
    ["市水务局50万以上的项目", "帮我筛一下市水务局的项目，预算五十万以上的", "市水务局预算不低于５０万元的项目有哪几个", "市水务局0.005亿以上的项目"],
    ["川水函〔2024〕15号被哪些项目引用", "哪些项目引用了川水函(2024)15号", "川水函【２０２４】１５号是哪几个项目的依据啊"],
    ["市水务局一共还欠多少钱没付", "市水务局未付余额合计多少", "市水务局总共还有多少没付清"],
]


@pytest.mark.parametrize("questions", SAME, ids=[group[0] for group in SAME])
def test_rewordings_answer_the_same(asker: Asker, questions: list[str]) -> None:
    answers = [asker.ask(question) for question in questions]
    assert [(a.kind, [(i.label, i.value) for i in a.items]) for a in answers] == [
        ("answer", [(i.label, i.value) for i in answers[0].items])
    ] * len(questions)


def test_one_name_in_two_departments_is_answered_for_each(asker: Asker) -> None:
    answer = asker.ask("遗属生活补助预算是多少")
    assert sorted(item.value or "" for item in answer.items) == ["12000", "24000"]
    assert f"{WATER}12000元" in answer.text
    assert f"{CIVIL}24000元" in answer.text
    assert "问题没有说明部门，按部门分别列出" in answer.assumptions


def test_an_abbreviation_that_fits_two_departments_names_both(asker: Asker) -> None:
    assert labels(asker.ask("水务局三公经费")) == [f"{COUNTY}2025年三公经费", f"{WATER}2025年三公经费"]


def test_a_contradiction_of_the_text_is_said_with_both_values(asker: Asker) -> None:
    answer = asker.ask("管网检测还欠多少")
    assert answer.items[0].value == "130000"
    assert "13万元" in answer.text
    assert "12万元" in answer.text
    assert "前后不一致" in answer.text


def test_a_change_comes_with_the_reason_the_text_gives(asker: Asker) -> None:
    assert "专项资金减少" in asker.ask("市水务局收入为什么比上年少，少了多少").text


def test_two_figures_asked_at_once(asker: Asker) -> None:
    answer = asker.ask("市水务局实有多少辆车，编制是几辆")
    assert [(item.value, item.unit) for item in answer.items] == [("4", "辆"), ("5", "辆")]


def test_evidence_is_the_printed_line(asker: Asker) -> None:
    answer = asker.ask("青溪市水务局三公经费是多少？")
    assert {(place.document, place.line) for place in answer.evidence} == {("water-2025", 20)}


def test_follow_up_changes_the_department(asker: Asker) -> None:
    first = asker.ask("市水务局三公经费是多少")
    assert asker.ask("那民政局呢", context=first.asked).items[0].value == "90000"


def test_follow_up_by_department(asker: Asker) -> None:
    answer = asker.ask("按部门分", context="项目一共有多少个")
    assert {(item.label, item.value) for item in answer.items} == {
        (f"{CIVIL}2026年的项目数", "2"), (f"{COUNTY}2025年的项目数", "1"), (f"{WATER}2025年的项目数", "4"),
    }  # fmt: skip


def test_the_query_shown_gives_the_number(asker: Asker) -> None:
    answer = asker.ask("市水务局经常性项目合计")
    [row] = asker.graph.select(answer.sparql)
    assert str(row["value"].value) == answer.items[0].value  # type: ignore[attr-defined]


def test_json_has_the_documented_keys(asker: Asker) -> None:
    answer = answer_json(asker.ask("市水务局三公经费"))
    assert {"question", "kind", "answers", "text", "assumptions", "sparql", "columns", "rows", "evidence"} <= set(answer)
    assert answer["answers"][0].keys() == {"label", "value", "unit", "iri"}
    assert answer["evidence"][0].keys() == {"document", "line", "start", "end", "quote"}


@pytest.mark.parametrize("question", ["市水务局三公经费是多少", "哪些合同还没付清", "满意度目标在90%以上的项目"])
def test_every_row_has_its_own_line(asker: Asker, question: str) -> None:
    answer = asker.ask(question)
    assert len(answer.row_evidence) == len(answer.rows) > 0
    assert set(answer.row_evidence) <= set(answer.evidence)


def test_the_line_of_a_project_is_where_its_amount_is_printed(asker: Asker) -> None:
    answer = asker.ask("市水务局有哪些项目")
    assert [place and place.quote for place in answer.row_evidence] == [row[0] for row in answer.rows]
    assert answer_json(answer)["row_evidence"][0].keys() == {"document", "line", "start", "end", "quote"}


def test_cells_of_a_row_link_to_what_they_name(asker: Asker) -> None:
    [row] = [row for row in asker.ask("市水务局有哪些项目").rows[:1] if isinstance(row, TableRow)]
    assert [iri.rsplit("/", 1)[-1] for iri in row.links] == [row[0], "", "", ""]


OFFERED = {
    "市水务局三公经费是多少": (f"那{COUNTY}呢",),
    "所有项目的预算合计是多少": ("按部门分", "只看2025年", "只看2026年"),
    "哪些合同还没付清": (),
}


@pytest.mark.parametrize(("question", "offered"), OFFERED.items(), ids=OFFERED)
def test_every_follow_up_that_is_offered_has_an_answer(asker: Asker, question: str, offered: tuple[str, ...]) -> None:
    first = asker.ask(question)
    later = [asker.ask(words, context=first.asked) for words in first.follow_ups]
    assert (first.follow_ups, [answer.kind for answer in later]) == (offered, ["answer"] * len(offered))
    assert all(answer.text != first.text for answer in later)
