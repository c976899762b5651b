"""Every word of a question counts: exclusions, comparisons, two questions in one, dates, units; what has no place is refused."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from search.ask import Asker
from tests.asked_town import CIVIL, WATER, built_town


@pytest.fixture(scope="module")
def asker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asker]:
    folder: Path = tmp_path_factory.mktemp("honest")
    with built_town(folder) as reader:
        yield Asker(reader)


OWED: list[tuple[str, str | None]] = [
    ("四川禹通建设有限公司", "1930000"), ("青溪正大工程监理有限公司", "30000"), ("青溪市水务局未付余额", "1960000"),
]  # fmt: skip
ANSWERED: list[tuple[str, list[tuple[str, str | None]]]] = [
    ("市水务局哪些项目不是一次性的", [("城区排水管网维护", "800000"), ("小型水库巡查", "360000"), ("遗属生活补助", "12000")]),
    ("市水务局不是一次性的项目有几个", [("青溪市水务局2025年延续性、经常性的项目数", "3")]),
    ("市水务局没有政策依据的项目有哪些", [("小型水库巡查", "360000")]),
    ("市水务局哪些项目没有合同", [("小型水库巡查", "360000"), ("遗属生活补助", "12000")]),
    ("哪个部门的项目最多", [(WATER, "4")]),
    ("市水务局第二大项目是哪个", [("城区排水管网维护", "800000")]),
    ("白杨河清淤占项目支出的比例", [("占比", "84.1")]),
    ("白杨河清淤政府性基金安排多少", [("青溪市水务局2025年“白杨河清淤工程”的政府性基金预算", "1200000")]),
    ("白杨河清淤的钱从哪来", [("一般公共预算", "5000000"), ("政府性基金预算", "1200000")]),
    ("清淤监理付清了没有", [("没有付清", "false")]),
    ("市水务局三公经费多少，公务接待费多少", [("青溪市水务局2025年三公经费", "65000"), ("青溪市水务局2025年公务接待费", "15000")]),
    ("市水务局收入和支出各是多少", [("青溪市水务局2025年收入总计", "15000000"), ("青溪市水务局2025年支出总计", "15000000")]),
    ("市水务局编制多少人，实有几辆车", [("青溪市水务局2025年编制", "33"), ("青溪市水务局2025年公务用车实有", "4")]),
    ("白杨河清淤预算多少，由哪家公司施工", [("青溪市水务局2025年“白杨河清淤工程”", "6200000"), ("四川禹通建设有限公司", None)]),
    ("市水务局欠谁的钱，一共欠多少", OWED),
    ("市水务局未付余额最多的是哪个项目", [("白杨河清淤工程", "1830000")]),
    ("质保金最高的是哪个项目", [("白杨河清淤工程", "180000")]),
    ("青财综〔2022〕9号现在还管用吗", [("已不再有效", "false"), ("青财综〔2022〕9号", None)]),
    ("青财综〔2022〕9号作废了没有", [("已不再有效", "true"), ("青财综〔2022〕9号", None)]),
    ("川水函〔2024〕15号一共是哪几个项目的依据", [("白杨河清淤工程", "6200000"), ("城区排水管网维护", "800000")]),
    ("市水务局有没有哪个项目超过1000万", [("没有", "false")]),
    ("市水务局项目期只有1年的项目", [("白杨河清淤工程", "6200000")]),
    ("市水务局有哪些项目是下属单位实施的", [("小型水库巡查", "360000")]),
    ("市水务局用一般公共预算安排的项目里，前两名是谁", [("白杨河清淤工程", "5000000"), ("城区排水管网维护", "800000")]),
    ("青财综〔2025〕3号后面附的是哪个文件", [("川财综〔2025〕8号", None)]),
    ("清淤监理付清了没有？还欠多少", [("“清淤”未付余额", "30000"), ("没有付清", "false")]),
    ("数一数市水务局有几个项目", [("青溪市水务局2025年的项目数", "4")]),
    ("说起市水务局，摊下来一个项目是多少钱", [("青溪市水务局2025年平均每个项目", "1843000")]),
    ("把市水务局的一次性项目和经常性项目加到一块是多少钱", [("青溪市水务局2025年一次性、经常性的项目", "6572000")]),
    ("市水务局跟清淤沾边的项目", [("白杨河清淤工程", "6200000")]),
    ("市水务局单笔最大的项目支出是哪一笔", [("白杨河清淤工程", "5000000")]),
    ("市水务局有没有30万到100万之间（含两头）的项目，是哪个", [("城区排水管网维护", "800000"), ("小型水库巡查", "360000")]),
    ("由政府性基金出钱的项目有哪些", [("白杨河清淤工程", "1200000")]),
]


@pytest.mark.parametrize(("question", "items"), ANSWERED, ids=[row[0] for row in ANSWERED])
def test_every_word_is_answered(asker: Asker, question: str, items: list[tuple[str, str | None]]) -> None:
    answer = asker.ask(question)
    assert (answer.kind, [(item.label, item.value) for item in answer.items]) == ("answer", items), answer.text
    assert answer.sparql
    assert answer.evidence


FIRST = [
    ("市水务局和民政局谁的三公经费高", CIVIL, "90000"),
    ("市水务局和民政局谁欠的钱更多", WATER, "1960000"),
    ("市水务局前两名的项目合计多少", "前2个项目合计", "7000000"),
    ("市水务局三公经费是民政局的百分之多少", "比例", "72.22"),
]


@pytest.mark.parametrize(("question", "label", "value"), FIRST, ids=[row[0] for row in FIRST])
def test_a_comparison_says_which_and_by_how_much(asker: Asker, question: str, label: str, value: str) -> None:
    answer = asker.ask(question)
    assert (answer.items[0].label, answer.items[0].value) == (label, value), answer.text


REFUSED = [
    ("市水务局人均三公经费", "人均"),
    ("2031年白杨河清淤的预算多少", "没有收录2031年"),
    ("白杨河清淤的服务期多久", "服务期"),
    ("白杨河清淤的合同什么时候签的", "什么时候签"),
    ("川水函〔2024〕15号何时施行", "施行"),
    ("四川禹通路桥建设有限公司还欠多少", "不是同一家"),
    ("市水务局实际支出多少", "实际支出"),
    ("市水务局编制有多少辆自行车", "所以不作答"),
    ("市水务局三公经费里哪一项最多", "加不到"),
    ("赤水市财政局有哪些项目", "没有收录"),
    ("市水务局三公经费合不合理", "所以不作答"),
]


@pytest.mark.parametrize(("question", "words"), REFUSED, ids=[row[0] for row in REFUSED])
def test_a_word_without_a_place_is_refused_by_name(asker: Asker, question: str, words: str) -> None:
    answer = asker.ask(question)
    assert (answer.kind, answer.items) == ("refusal", ()), answer.text
    assert words in answer.text
