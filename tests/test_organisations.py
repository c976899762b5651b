"""Organisation names: where they begin and end, what they stand for, which are companies."""

from __future__ import annotations

from pathlib import Path

import pytest

from nlp.organisation_names import find_raw_names
from nlp.organisation_units import listed_units
from nlp.organisations import context_of, find_names, find_organisations, full_name
from nlp.record import Document, Organisation, Paragraph, Piece, Span, Stretch
from nlp.regions import region_of
from nlp.source import normalise

CITY = Document("a", "", "绵阳市水利局", 2025, "部门预算", "市级", "a.txt", "")
COUNTY = Document("b", "", "安岳县应急管理局", 2025, "部门预算", "县级", "b.txt", "")


def paragraph(text: str, line: int = 1) -> Paragraph:
    return Paragraph(None, Stretch(text, (Piece(0, line, range(len(text))),)))


BOUNDARIES = [
    pytest.param("委托四川某某招标代理有限公司开展", ["四川某某招标代理有限公司"], id="委托"),
    pytest.param("由联硕云图科技股份有限公司承建", ["联硕云图科技股份有限公司"], id="由-without-a-place"),
    pytest.param("与成都青羊建工有限责任公司签订合同", ["成都青羊建工有限责任公司"], id="与"),
    pytest.param("2024年6月经市公共资源交易中心确定绵阳泽通物流有限公司", ["市公共资源交易中心", "绵阳泽通物流有限公司"], id="经-and-确定"),
    pytest.param("监理单位四川明远建设项目管理有限公司", ["四川明远建设项目管理有限公司"], id="role-word"),
    pytest.param("和美环境科技有限公司", ["和美环境科技有限公司"], id="和-opens-a-name"),
    pytest.param("中标公司为中安某邦（北京）技术研究院有限公司", ["中安某邦（北京）技术研究院有限公司"], id="brackets-inside"),
    pytest.param("绵阳市财政局办公室印发", ["绵阳市财政局办公室"], id="longer-name-wins"),
    pytest.param("市减灾委员会和市抗震救灾指挥部", ["市减灾委员会", "市抗震救灾指挥部"], id="和-between"),
    pytest.param("国家能源局四川监管办公室负责", ["国家能源局四川监管办公室"], id="national-with-a-place"),
    pytest.param("市委市政府部署", ["市委", "市政府"], id="市委市政府"),
    pytest.param("中共绵阳市委组织部、市人社局", ["中共绵阳市委组织部", "市人社局"], id="party"),
    pytest.param("政府采购第三方公司服务，物业公司、保险公司", [], id="kinds-of-company"),
    pytest.param("全资子公司、该公司、分公司", [], id="no-company-of-its-own"),
    pytest.param("施工方负责，政府购买服务", [], id="no-organisation"),
    pytest.param("向广元建工物资有限公司采购沙袋", ["广元建工物资有限公司"], id="a-whole-company-before-采购"),
    pytest.param("2017年经批示由开发区管理委员会负责实施", ["开发区管理委员会"], id="zone-as-those-near-it-call-it"),
    pytest.param("预计广元光大垃圾处理费30万元", ["广元光大"], id="place-and-group-before-a-fee"),
    pytest.param("国家统计局广元调查队为国家统计局派出机构", ["国家统计局广元调查队", "国家统计局"], id="队为"),
    pytest.param("出租方为金洞乡东坝村村民委员会", ["金洞乡东坝村村民委员会"], id="出租方为"),
    pytest.param("绵阳市生态环境局机关设办公室、人事科", ["绵阳市生态环境局"], id="机关设办公室"),
]


@pytest.mark.parametrize(("text", "expected"), BOUNDARIES)
def test_boundaries(text: str, expected: list[str]) -> None:
    normal = normalise(text)
    assert [normal[name.start : name.end] for name in find_raw_names(normal)] == expected


@pytest.mark.parametrize(
    ("printed", "document", "full"),
    [
        pytest.param("市财政局", CITY, "绵阳市财政局", id="own-city"),
        pytest.param("我局", CITY, "绵阳市水利局", id="own-unit"),
        pytest.param("省厅", CITY, "四川省水利厅", id="superior"),
        pytest.param("省住建厅", CITY, "四川省住房和城乡建设厅", id="short-function"),
        pytest.param("发改委", CITY, "绵阳市发展和改革委员会", id="bare-department"),
        pytest.param("市委宣传部", CITY, "中共绵阳市委宣传部", id="party"),
        pytest.param("县应急局", CITY, "县应急管理局", id="county-unknown"),
        pytest.param("县财政局", COUNTY, "安岳县财政局", id="own-county"),
        pytest.param("市政府", COUNTY, "资阳市人民政府", id="city-above-the-county"),
        pytest.param("我局", Document("c", "", "", 2025, "部门预算", None, "c.txt", ""), "", id="unit-unknown"),
    ],
)
def test_full_names_in_context(printed: str, document: Document, full: str) -> None:
    assert full_name(printed, context_of(document.unit)) == full


def test_places_above() -> None:
    assert (region_of("安岳县应急管理局").name, context_of("安岳县水利局").city) == ("安岳县", "资阳市")  # type: ignore[union-attr]


def test_names_carry_type_and_full_name() -> None:
    text = "我局委托四川某某咨询有限公司编制"
    assert [(text[n.start : n.end], n.full, n.type) for n in find_names(text, CITY)] == [
        ("我局", "绵阳市水利局", "government"),
        ("四川某某咨询有限公司", "四川某某咨询有限公司", "company"),
    ]


def test_organisations_of_a_document() -> None:
    text = "绵阳市水利局内设3个科室，分别为：办公室、规划财务科、水旱灾害防御科。"
    other = "市财政局批复后，与四川某某建设有限公司签订合同，四川某某建设有限公司已进场。"
    found = find_organisations(CITY, (), (paragraph(text, 5), paragraph(other, 9)), ())
    assert found == (
        Organisation("绵阳市水利局", "government", (), (Span(5, 0, 6),)),
        Organisation("绵阳市水利局办公室", "government", ("办公室",), (Span(5, 17, 20),), "绵阳市水利局"),
        Organisation("绵阳市水利局规划财务科", "government", ("规划财务科",), (Span(5, 21, 26),), "绵阳市水利局"),
        Organisation("绵阳市水利局水旱灾害防御科", "government", ("水旱灾害防御科",), (Span(5, 27, 34),), "绵阳市水利局"),
        Organisation("绵阳市财政局", "government", ("市财政局",), (Span(9, 0, 4),)),
        Organisation("四川某某建设有限公司", "company", (), (Span(9, 9, 19), Span(9, 24, 34))),
    )


def test_names_with_and_without_their_place_are_one() -> None:
    text = "安岳县清源水务有限公司负责运营，清源水务有限公司与安岳清源水务有限公司均已验收。安岳县财政局办公室核对。安岳县财政局拨付。"
    found = {o.name: (o.aliases, o.parent) for o in find_organisations(COUNTY, (), (paragraph(text),), ())}
    assert found == {
        "安岳县应急管理局": ((), None),
        "安岳县清源水务有限公司": (("清源水务有限公司", "安岳清源水务有限公司"), None),
        "安岳县财政局办公室": ((), "安岳县财政局"),
        "安岳县财政局": ((), None),
    }


@pytest.mark.parametrize(
    ("text", "names"),
    [
        pytest.param("下设2个内设机构，具体如下：综合科、预算科。", ["综合科", "预算科"], id="内设机构"),
        pytest.param("局机关内设办公室、人事科等2个科室。", ["办公室", "人事科"], id="等2个科室"),
        pytest.param("所属事业单位2个：市水文站、市河湖保护中心。", ["市水文站", "市河湖保护中心"], id="所属事业单位"),
        pytest.param("二级预算单位包括：某县财政局机关、某县国库支付中心", ["某县财政局机关", "某县国库支付中心"], id="预算单位"),
        pytest.param("局机关设办公室、兽医科等5个职能科室，", ["办公室", "兽医科"], id="职能科室"),
        pytest.param("内设机构经费包括工资、津贴。", [], id="no-list-of-units"),
    pytest.param("青溪县城乡建设局内设办公室、村镇股等2个股室。", ["办公室", "村镇股"], id="建设-is-no-设"),
    ],
)
def test_listed_units(text: str, names: list[str]) -> None:
    assert [unit.name for unit in listed_units(paragraph(text).stretch)] == names


def sentences() -> list[tuple[str, str]]:
    rows = (Path(__file__).parent / "data" / "organisation_sentences.tsv").read_text(encoding="utf-8").splitlines()
    return [(text, names) for row in rows if not row.startswith("#") for text, _, names in [row.partition("\t")]]


def test_sentences_of_several_provinces() -> None:
    told = []
    for text, names in sentences():
        line = normalise(text)
        found = "|".join(line[name.start : name.end] for name in find_names(line))
        if found != normalise(names):
            told.append(f"{text}: {found}, not {names}")
    assert (len(sentences()), told) == (89, [])


def test_a_short_name_stands_for_the_company_it_was_made_for() -> None:
    text = "与云岭星图科技股份有限公司（以下简称“云岭星图”）签订合同，由云岭星图负责运维（以下简称甲方），甲方付款"
    found = find_names(normalise(text), CITY)
    assert [(text[n.start : n.end], n.full) for n in found] == [
        ("云岭星图科技股份有限公司", "云岭星图科技股份有限公司"),
        ("云岭星图", "云岭星图科技股份有限公司"),
    ]
