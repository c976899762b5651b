"""What answers over the bundled samples say, word for word, and that every follow-up they offer has an answer."""

from __future__ import annotations

import pytest

from search.ask import Asker

SAID = {
    "南溪河清淤是谁干的": "“南溪河城区段清淤疏浚”的承担单位是四川中岳建筑工程有限公司。",
    "监理是哪家公司": "监理单位是云岭天择工程监理有限公司。",
    "岚平市交通运输局欠了哪些公司的钱": "岚平市交通运输局还没有付清的单位共4家：湖南启明信息技术股份有限公司（未付余额96.3万元）、湖南联信商贸"
    "有限责任公司（未付余额74.4万元）、岚平博远建筑工程有限公司（未付余额21.58万元）、岚平锦程工程咨询有限公司（未付余额5.2万元）。",
    "候车亭谁设计的": "“候车亭”的合作单位是岚平锦程工程咨询有限公司（设计费）。",
    "佳润商贸和水利局的合同": "云岭佳润商贸有限公司参与的云岭市水利局的项目共1个：防汛抢险物资储备及仓库租赁。",
    "水利局和农业农村局哪个公务接待费少": "云岭市水利局2025年公务接待费为1.8万元（财政拨款安排“三公”经费支出预算表）；松溪湾县农业农村局2025年"
    "公务接待费为3,200元（财政拨款安排“三公”经费支出预算表）。松溪湾县农业农村局更少，相差1.48万元。",
    "欠得最多的是哪一笔": "未付余额最大的一笔是南溪河城区段清淤疏浚工程（640万元）。",
    "智慧交通平台质保金什么时候付": "智慧交通平台质保金2026年8月底前付。",
    "诱捕器的质保金几月到期": "2023年诱捕器采购质保金2025年5月底前付。",
    "三公经费哪个部门最高": "三公经费最高的是松溪湾县农业农村局，14.71万元。从高到低：松溪湾县农业农村局（2025年）14.71万元；"
    "岚平市交通运输局（2026年）13.18万元；国家统计局云岭调查队（2026年）11.43万元；云岭市水利局（2025年）10.96万元。",
    "哪个项目花钱最多": "岚平市交通运输局2026年预算最多的项目是农村公路日常养护（1,260万元）。",
    "南溪河项目是不是一次性的": "是。云岭市水利局2025年一次性的项目有1个：南溪河城区段清淤疏浚（800万元）。",
    "川财综〔2021〕17号废止了吗": "已不再有效。《四川省财政厅关于印发〈四川省政府购买服务目录（2021年版）〉的通知》（川财综〔2021〕17号）的发文机关是"
    "四川省财政厅，已由川财综〔2024〕22号废止。",
    "松溪湾县农业农村局有几辆车": "松溪湾县农业农村局2025年公务用车实有4辆。",
}
ASKED = [
    *SAID, "一共有多少个项目", "哪些项目是一次性的", "还有哪些合同没付清", "小型水库安全鉴定是依据什么文件搞的", "今年要鉴定几座水库",
    "川财综〔2021〕17号还能用吗", "云岭市水利局三公经费", "满意度低于90%的项目", "消费价格调查花多少钱", "质保金合计多少",
]  # fmt: skip


@pytest.mark.parametrize(("question", "said"), SAID.items(), ids=SAID)
def test_an_answer_is_a_sentence_that_a_person_would_say(asker: Asker, question: str, said: str) -> None:
    assert asker.ask(question).text == said


@pytest.mark.parametrize("question", ASKED)
def test_every_follow_up_has_another_answer(asker: Asker, question: str) -> None:
    first = asker.ask(question)
    later = [asker.ask(words, context=first.asked) for words in first.follow_ups]
    assert [(words, answer.kind) for words, answer in zip(first.follow_ups, later, strict=True)] == [(w, "answer") for w in first.follow_ups]
    assert all(answer.text != first.text for answer in later)


def test_an_answer_about_one_project_leads_to_its_basis_goals_and_debts(asker: Asker) -> None:
    assert asker.ask("南溪河项目是不是一次性的").follow_ups == (
        "“南溪河城区段清淤疏浚”有哪些绩效指标？", "“南溪河城区段清淤疏浚”的立项依据是什么？", "“南溪河城区段清淤疏浚”还欠多少？",
    )  # fmt: skip
    assert asker.ask("消费价格调查花多少钱").follow_ups == ("“消费价格调查”有哪些绩效指标？",)


@pytest.mark.parametrize("question", ["一共有多少个项目", "2026年项目一共多少钱"])
def test_what_is_stated_of_projects_that_nothing_names_is_said(asker: Asker, question: str) -> None:
    said = "国家统计局云岭调查队的文件写项目支出共181.3万元，其中24万元的项目没有公开绩效表，不知道名称，没有计入"
    assert said in asker.ask(question).assumptions
    assert said not in asker.ask(question.replace("2026", "2025").replace("一共有", "2025年一共有")).assumptions


def test_a_refusal_quotes_the_question_only(asker: Asker) -> None:
    assert "“不同”" not in asker.ask("哪些合同金额对不上").text


def test_a_word_of_a_follow_up_that_is_not_understood_is_not_lost(asker: Asker) -> None:
    assert asker.ask("只看摩托车的", context="还有哪些合同没付清").kind != "answer"


@pytest.mark.parametrize("question", ["小型水库安全鉴定是不是年年都做", "治超站那个项目招标了没有"])
def test_that_a_project_exists_is_no_answer_to_whether_something_holds_of_it(asker: Asker, question: str) -> None:
    assert asker.ask(question).kind != "answer"
