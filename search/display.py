"""How values are displayed on the pages: numbers with their thousands, sums in 万元, IRIs as links of this site, names of kinds."""

from __future__ import annotations

from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from urllib.parse import quote, unquote

from kg.contract_views import ROLE_NAMES
from nlp.format import grouped
from search.findings import known_rules

KIND_NAMES = {
    "project": "项目", "policy": "政策", "contract": "合同", "figure": "数字", "organisation": "单位", "passage": "原文",
    "paragraph": "原文", "indicator": "指标", "document": "文档",
}  # fmt: skip
SEVERITY_NAMES = {"error": "错误", "warning": "存疑", "info": "提示"}
POLICY_KINDS = {
    "law": "法律", "regulation": "法规规章", "notice": "通知", "minutes": "会议纪要", "standard": "标准", "plan": "规划方案",
    "letter": "函", "request": "请示", "other": "其他",
}  # fmt: skip
RELATION_NAMES = {
    "basis": "依据", "mentions": "提及", "forwards": "转发", "repeals": "废止", "publishes": "印发", "attaches": "附后",
}  # fmt: skip
ORGANISATION_TYPES = {
    "government": "行政机关", "public_institution": "事业单位", "company": "企业", "party": "党群机关", "other": "其他",
}  # fmt: skip
STAGES = {"period": "实施期", "year": "年度"}
CODES = {
    "organisationType": ORGANISATION_TYPES, "policyKind": POLICY_KINDS, "relation": RELATION_NAMES, "role": ROLE_NAMES,
    "severity": SEVERITY_NAMES, "stage": STAGES, "consistent": {"true": "是", "false": "否"},
    "hasBalance": {"true": "是", "false": "否"}, "planned": {"true": "是", "false": "否"},
}  # fmt: skip
"""Local name of a property of ours -> its codes in words"""


def code_name(property_name: str, value: str) -> str:
    """A code of ours in words; what is no code stays as it is.

    >>> code_name("relation", "basis"), code_name("role", "中标金额"), code_name("row", "other")
    ('依据', '中标金额', 'other')
    """
    return CODES.get(property_name, {}).get(value, value)


def digits(value: object) -> str:
    """A number with its thousands set apart, any other words as they are; empty for None.

    >>> digits("1204393.74"), digits(Decimal("36000.0")), digits(None)
    ('1,204,393.74', '36,000', '')
    """
    number = decimal(value)
    if number is None:
        return "" if value is None else str(value)
    return grouped(number)


def wan(value: object) -> str:
    """Yuan said in 万元: to the yuan, or rounded to 100 yuan and said to be.

    >>> wan("12043900"), wan("360"), wan("132124075.69")
    ('1,204.39万元', '0.036万元', '约13,212.41万元')
    """
    number = decimal(value)
    if number is None:
        return ""
    scaled = number / 10000
    rounded = scaled.quantize(Decimal("0.01"), ROUND_HALF_UP)
    if (scaled == round(scaled, 4) and abs(scaled) < 10) or scaled == rounded:
        return grouped(scaled) + "万元"
    return f"约{grouped(rounded)}万元"


def is_amount_column(name: str) -> bool:
    """A column that holds numbers: sums in yuan, or the value of a figure.

    >>> is_amount_column("未付（元）"), is_amount_column("数值"), is_amount_column("年度")
    (True, True, False)
    """
    return name.endswith("（元）") or name == "数值"


def decimal(value: object) -> Decimal | None:
    if value is None or value == "":
        return None
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return None


def name_of(iri: str) -> str:
    """The readable end of an IRI.

    >>> name_of("https://w3id.org/budgetkg/id/organisation/%E7%94%B2%E5%B1%80")
    '甲局'
    """
    return unquote(iri.rstrip("/#").rsplit("#", 1)[-1].rsplit("/", 1)[-1])


def link_of(iri: str) -> str:
    """The address on this site that describes an IRI of ours: what is percent-encoded in it stays so.

    >>> link_of("https://w3id.org/budgetkg/id/policy/DB14%2F1928甲")
    '/id/policy/DB14%2F1928%E7%94%B2'
    """
    at = iri.find("/id/")
    return quote(iri[at:], safe="/%:@!$&'()*+,;=~-._") if at >= 0 else iri


def segment(text: str) -> str:
    """One part of a path."""
    return quote(text, safe="")


FILTERS: dict[str, Callable[..., str]] = {
    "digits": digits,
    "wan": wan,
    "name_of": name_of,
    "link_of": link_of,
    "segment": segment,
    "kind_name": lambda kind: KIND_NAMES.get(kind, str(kind)),
    "severity_name": lambda kind: SEVERITY_NAMES.get(kind, str(kind)),
    "policy_kind": lambda kind: POLICY_KINDS.get(kind, str(kind)),
    "rule_name": lambda rule: known_rules().get(rule, str(rule)),
    "relation_name": lambda kind: RELATION_NAMES.get(kind, str(kind)),
}
