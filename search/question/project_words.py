"""Projects, conditions and amounts as a person would say them."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from nlp.format import grouped
from search.question.answer import listed, money
from search.question.graph import Row, number_of, text_of
from search.question.lexicon import wording
from search.question.policy_kinds import kind_words
from search.question.project_frame import FUND_NAMES, ProjectFrame
from search.question.understanding import Understood


def amount_note(row: Row) -> str:
    """The amount in brackets, with its phase where the row is said to be of another one (上年结转)."""
    value = number_of(row, "amount")
    return "" if value is None else f"（{text_of(row, 'phase')}{money(value)}）"


def project_words(rows: Sequence[Row]) -> str:
    names = list(dict.fromkeys(text_of(row, "name") for row in rows))
    return "、".join(f"“{name}”" for name in names[:4]) + ("等" if len(names) > 4 else "")


def scope_words(u: Understood, frame: ProjectFrame, rows: Sequence[Row]) -> str:
    """Departments and years in words: 晋城市应急管理局2026年."""
    names = list(dict.fromkeys(text_of(row, "department") for row in rows))
    if frame.departments:
        names = [d.name for d in u.catalogue.departments if d.iri in frame.departments]
    if frame.units:
        names = [n.name for n in u.catalogue.organisations if n.iri in frame.units]
    years = "、".join(sorted({text_of(row, "year") for row in rows}))
    subject = "、".join(names) if len(names) <= 3 else f"{len(names)}个部门"
    return f"{subject}{years}年" if years else subject


def condition_words(u: Understood, frame: ProjectFrame) -> str:
    parts = []
    if frame.attributes:
        parts.append("、".join(frame.attributes))
    parts += ["下属单位"] if frame.below_only else ["本级"] if frame.own_only else []
    parts += [f"项目期{period}" for period in frame.periods]
    parts += [f"名称含“{word}”" for word in frame.name_has]
    if frame.funds:
        how = "同时" if frame.all_funds else "全额" if frame.only_funds else ""
        parts.append(f"{'和'.join(FUND_NAMES[fund] for fund in frame.funds)}{how}安排")
    for bound in frame.bounds:
        parts.append(bound_words(bound.low, bound.high, bound.low_in, bound.high_in))
    for condition in frame.indicators:
        value = condition.text or (percent_words(condition.bound) if condition.bound else "")
        parts.append(f"{'、'.join(condition.words)}{'都' if condition.every else ''}{value}")
    if frame.policies:
        issued = [u.printed(m) for m in u.of("issued")]
        labels = issued or [p.label for p in u.catalogue.policies if p.iri in frame.policies]
        parts.append(f"引用{listed(list(dict.fromkeys(labels)), 3)}")
    if frame.policy_kinds:
        parts.append(f"依据含{'、'.join(kind_words(kind, wording('policy_kind')) for kind in frame.policy_kinds)}")
    if frame.repealed:
        parts.append("引用已废止文件")
    if frame.differs:
        parts.append("实施期资金总额与年度资金不一致")
    unsaid = {"basis": "没有写明政策依据", "contract": "没有写明合同"}
    parts += [unsaid.get(what, f"没有{what.partition(':')[2].removesuffix('指标')}指标") for what in frame.without]
    if frame.excluded:
        parts.append("不在排除之列")
    if frame.phase == "上年结转":
        parts.append("上年结转")
    return "、".join(parts)


def bound_words(low: Decimal | None, high: Decimal | None, low_in: bool, high_in: bool) -> str:
    if low is not None and high is not None:
        return f"{money(low)}" if low == high else f"{money(low)}到{money(high)}"
    if low is not None:
        return f"{'不少于' if low_in else '超过'}{money(low)}"
    return f"{'不超过' if high_in else '少于'}{money(high or Decimal(0))}"


def percent_words(bound: object) -> str:
    low, high = getattr(bound, "low", None), getattr(bound, "high", None)
    if low is not None and low == high:
        return f"为{grouped(low)}%"
    least = "不低于" if getattr(bound, "low_in", True) else "高于"
    most = "不高于" if getattr(bound, "high_in", True) else "低于"
    return (f"{least}{grouped(low)}%" if low is not None else "") + (f"{most}{grouped(high)}%" if high is not None else "")


def nothing_found(u: Understood, frame: ProjectFrame) -> str:
    names = [d.name for d in u.catalogue.departments if d.iri in frame.departments]
    where = "、".join(names) if names else "已收录的文件"
    return f"{where}里没有找到符合{condition_words(u, frame) or '这些条件'}的项目。"
