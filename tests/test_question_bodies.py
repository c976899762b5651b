"""What a body is as such, and what its sections are: read from its paragraphs, asked in everyday words."""

from __future__ import annotations

from pathlib import Path

import pytest

from search.ask import Asker
from search.question.standing import read_facts
from tests.asked import asker_over

TESTS = Path(__file__).parent
FACTS = [
    ("绵溪县林业局于2019年3月由原县林业局和园林处合并组建，是县政府工作部门，为正科级，加挂绵溪县林长制办公室牌子。",
     [("founded", "", ("2019年3月",)), ("level", "", ("正科级",)), ("plaque", "", ("绵溪县林长制办公室",)), ("nature", "", ("县政府工作部门",)),
      ("formed", "", ("原县林业局", "园林处"))]),
    ("绵溪县林业局在原县林业站的基础上组建。", [("formed", "", ("原县林业站",))]),
    ("二级单位一家：绵溪县林业执法队，副科级，2023年由原县林政股、县森防站整合组建，编制12名。",
     [("formed", "绵溪县林业执法队", ("原县林政股", "县森防站"))]),
    ("绵溪县林业局负责将国有林场资源整合利用。", []),
    ("我局加挂县森林防火指挥部办公室和县湿地保护站牌子。", [("plaque", "", ("县森林防火指挥部办公室", "县湿地保护站"))]),
    ("绵溪县林业局下属单位2个：绵溪县林场（公益二类，副科级，编制6名）、绵溪县苗木站（自收自支，编制4名）。",
     [("nature", "绵溪县林场", ("公益二类",)), ("level", "绵溪县林场", ("副科级",)), ("nature", "绵溪县苗木站", ("自收自支",))]),
    ("绵溪县林业局设4个股室。所属单位均为正股级。", []),
    ("2021年绵溪县成立防火指挥部，负责全县森林防火。", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "facts"), FACTS, ids=[row[0][:14] for row in FACTS])
def test_facts_of_a_body(text: str, facts: list[tuple[str, str, tuple[str, ...]]]) -> None:
    own = "绵溪县林业局"
    assert [(one.what, one.subject.replace(own, ""), one.values) for one in read_facts(text, own)] == facts


@pytest.fixture(scope="module")
def asker(tmp_path_factory: pytest.TempPathFactory) -> Asker:
    folder = tmp_path_factory.mktemp("bodies")
    samples = sorted((TESTS.parent / "nlp" / "samples").glob("*.txt"))
    return asker_over([*samples, TESTS / "data" / "zeyuan-civil-2026.txt"], folder)


ANSWERED = [
    ("泽源市民政局是什么级别的单位", [("正处级", None)]),
    ("民政局是副处级单位吗", [("副处级", "false")]),
    ("民政局属于什么性质的单位", [("市政府组成部门", None)]),
    ("泽源市殡葬服务中心是公益几类", [("公益二类", None)]),
    ("民政局有没有行政审批科", [("行政审批科", "true")]),
    ("云岭市水利局设有信访科吗", [("信访科", "false")]),
    ("云岭市水利局有没有办公室", [("办公室", "true")]),
    ("民政局管养老的是哪个科室", [("养老服务科", None)]),
    ("康复楼改造里电梯要花多少钱", [("电梯", "460000")]),
    ("公交候车亭更新里面设计费多少钱", [("设计费", "52000")]),
]
REFUSED = [
    "民政局是哪一年成立的",
    "云岭市水利局加挂了什么牌子",
    "云岭市水利局是由哪几个老单位合并来的",
    "民政局的前身是什么单位",
    "云岭市水利局是正处级吗",
    "民政局管招商的是哪个科室",
    "康复楼改造里绿化多少钱",
    "防汛抢险物资储备和仓库租赁分别多少",
]


@pytest.mark.parametrize(("question", "items"), ANSWERED, ids=[row[0] for row in ANSWERED])
def test_what_is_written_is_answered(asker: Asker, question: str, items: list[tuple[str, str | None]]) -> None:
    answer = asker.ask(question)
    assert [(item.label, item.value) for item in answer.items] == items, answer.text
    assert answer.evidence


@pytest.mark.parametrize("question", REFUSED)
def test_what_is_not_written_is_refused(asker: Asker, question: str) -> None:
    answer = asker.ask(question)
    assert answer.kind != "answer", answer.text
