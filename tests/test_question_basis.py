"""Which documents a project relies on: of what kind, with what number, issued by whom."""

from __future__ import annotations

import pytest

from search.ask import Asker

ASKED = [
    pytest.param("南溪河城区段清淤疏浚凭哪几个函", ["云府函〔2023〕41号"], id="letters by their numbers"),
    pytest.param("遗属生活困难补助的办法是谁发的", ["四川省人力资源和社会保障厅"], id="issuer"),
    pytest.param("山洪灾害监测站点维护的通知是哪个部门发的", ["四川省水利厅", "云岭市人民政府办公室"], id="issuers"),
    pytest.param("小型水库安全鉴定依据的是哪部条例、哪个通知", ["川水发〔2022〕35号", "水建管〔2003〕271号"], id="two kinds"),
    pytest.param("农作物病虫害防控的立项依据里，带文号的有哪些", ["松溪湾县人民政府常务会议纪要〔2024〕15次", "川农发〔2024〕18号"], id="numbered"),
]


@pytest.mark.parametrize(("question", "labels"), ASKED)
def test_documents_of_a_project(asker: Asker, question: str, labels: list[str]) -> None:
    answer = asker.ask(question)
    assert [item.label for item in answer.items] == labels, answer.text
    assert answer.sparql
    assert answer.evidence


def test_a_national_standard_is_never_another_document(asker: Asker) -> None:
    assert asker.ask("防汛抢险物资储备及仓库租赁参照的国家标准编号是多少").kind != "answer"
