"""What every answer about contracts says: one row for each contract, its amount, the phrase that names them, the table."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal

from nlp.amounts import to_yuan
from nlp.format import plain
from search.question.answer import Answer, Item, evidence_of, listed, money, table_rows
from search.question.contract_frame import MEASURES, ContractFrame
from search.question.follow_up import narrowings
from search.question.graph import PREFIXES, Graph, Row, Value, number_of, text_of
from search.question.lexicon import wording
from search.question.understanding import Understood

COLUMNS = ("label", "name", "department", "company", "amount", "paid", "balance", "retention", "due")
SIDES = ("agency", "supervisor", "reviewer")
TITLES = ("事项", "项目", "部门", "对方", "合同金额（元）", "已付（元）", "未付（元）", "质保金（元）", "到期")


def merged_contracts(rows: Sequence[Row]) -> list[Row]:
    """One row for each contract, its companies joined: those that are paid for the work, then the others with what they do."""
    found: dict[str, Row] = {}
    sides: dict[str, dict[str, str]] = {}
    for row in rows:
        found.setdefault(text_of(row, "contract"), dict(row))
        sides.setdefault(text_of(row, "contract"), {}).setdefault(text_of(row, "company"), text_of(row, "role"))
    for contract, row in found.items():
        names: Value = parties_said(sides[contract])
        row["company"] = names
    return list(found.values())


def parties_said(roles: Mapping[str, str]) -> str:
    """Companies and their roles as the table names them.

    >>> parties_said({"甲咨询公司": "reviewer", "乙建筑公司": "contractor"}), parties_said({"甲咨询公司": "reviewer"})
    ('乙建筑公司、甲咨询公司（评审）', '甲咨询公司')
    """
    doers = [name for name, role in roles.items() if name and role not in SIDES]
    others = [f"{name}（{wording('role').get(role, role)}）" if doers else name for name, role in roles.items() if name and role in SIDES]
    return "、".join((*doers, *others))


def columns_of(frame: ContractFrame) -> list[str]:
    """Columns that hold the amount asked for, the best first."""
    columns = [MEASURES[measure][0] for measure in frame.measures] or ["amount", "balance"]
    if frame.joined:
        return ["balance", "retention"]
    return ["retention"] if "retention" in columns else columns


TAIL = re.compile(r"尾款(?:为|共计|共|:|：)?([\d,.]*\d)(亿元|万元|元)")
"""尾款44.37万元, printed beside a deposit"""
KIND = {"award": "中标|成交", "audited": "审定|决算|结算"}
"""Measures that only an amount of that kind answers"""


def measure_of(row: Row, frame: ContractFrame) -> Decimal | None:
    """The amount asked for; none where the contract's amount is of another kind (审定 for 中标)."""
    kinds = [KIND[measure] for measure in frame.measures if measure in KIND]
    if kinds and text_of(row, "amountKind") and not re.search(kinds[0], text_of(row, "amountKind")):
        return printed_amount(text_of(row, "quote"), kinds[0])
    value = next((value for column in columns_of(frame) if (value := number_of(row, column)) is not None), None)
    kept = number_of(row, "retention") or Decimal(0)
    if frame.measures == ("unpaid",) and frame.rest_alone and value is not None and value > kept > 0:
        apart = frame.rest_alone == "only" or any(to_yuan(*found) == value - kept for found in TAIL.findall(text_of(row, "quote")))
        return value - kept if apart else value
    later = frame.due and frame.due < text_of(row, "retentionDue")[:7]
    if value is not None and later and "retention" not in frame.measures:
        return value - (number_of(row, "retention") or Decimal(0))  # the deposit falls due after the month asked about
    return value


def printed_amount(quote: str, kind: str) -> Decimal | None:
    """The one amount of a kind that the text of a contract prints beside the one that governs.

    >>> printed_amount("中标金额为123万元，决算审定金额为114.97万元", "中标|成交"), printed_amount("审定价3万元", "中标|成交")
    (Decimal('1230000'), None)
    """
    pattern = rf"(?:{kind})(?:总?金额|总?价|额)(?:为|是|:|：)?\s*([\d,.]*\d)(亿元|万元|元)"
    found = {to_yuan(number, unit) for number, unit in re.findall(pattern, quote)}
    return found.pop() if len(found) == 1 else None


def of_year(u: Understood, frame: ContractFrame, rows: list[Row]) -> list[Row]:
    """Without contracts whose label names another year than the one asked about, which is none of a budget (2024年那批)."""
    told = (u.projects or u.rest) and "unpaid" not in frame.measures  # what is owed in the year of the budget may be of any year
    if u.has("time", "this") and "unpaid" not in frame.measures:
        return [row for row in rows if text_of(row, "year")[2:4] in years_of(row)] or rows
    if u.has("time", "last"):
        return [row for row in rows if str(int(number_of(row, "year") or 0) - 1)[2:] in years_of(row)]
    asked = {str(year) for year in u.years if told or not any(number_of(row, "year") == year for row in rows)}
    if not asked:
        return rows
    years = [{f"20{year}" for year in years_of(row)} for row in rows]
    exact = [row for row, named in zip(rows, years, strict=True) if named & asked]
    if exact and 2 * sum(map(bool, years)) >= len(rows):
        return exact  # a list that tells items by their years
    return [row for row, named in zip(rows, years, strict=True) if not named or named & asked]


def years_of(row: Row) -> set[str]:
    """The last two digits of the years in a contract's label."""
    return set(re.findall(r"(?<!\d)(?:20)?(\d\d)年", text_of(row, "label")))


def label_words(row: Row, frame: ContractFrame) -> str:
    value = measure_of(row, frame)
    owed = "未付" if not frame.measures and number_of(row, "amount") is None else ""
    return text_of(row, "label") + (f"（{owed}{money(value)}）" if value is not None else "")


def number_text(value: Decimal | None) -> str | None:
    return None if value is None else plain(value)


def measure_name(frame: ContractFrame, rows: Sequence[Row] = ()) -> str:
    names = [MEASURES[measure][1] for measure in frame.measures]
    if frame.joined:
        return "未付余额（含质保金）"
    if not names and rows and all(number_of(row, "amount") is None for row in rows):
        return "未付余额"
    return "质保金" if "质保金" in names else (names[0] if names else "金额")


def month_said(date: str) -> str:
    """A month or day as people write it.

    >>> month_said("2026-04"), month_said("2024-11-30"), month_said("2025")
    ('2026年4月', '2024年11月30日', '2025年')
    """
    return "".join(str(int(part)) + unit for part, unit in zip(date.split("-"), "年月日", strict=False)) if date[:4].isdigit() else date


def where(u: Understood, frame: ContractFrame) -> str:
    """Department, project, company and words in a phrase."""
    names = [d.name for d in u.catalogue.departments if d.iri in frame.departments]
    companies = list(dict.fromkeys(n.name for n in u.catalogue.organisations if n.iri in frame.companies))
    projects = [f"“{match.names[0]}”" for match in u.projects] if frame.projects else []
    said = (*frame.words, *frame.company_words, *(terms[0] for terms in frame.deeds), frame.rent)
    words = [f"“{word}”" for word in said if word]
    units = [n.name for n in u.catalogue.organisations if n.iri in frame.units]
    parts = [listed(names, 3), listed(units, 3), listed(projects, 3), listed(companies, 3), *words]
    if frame.due:
        parts.append(f"{month_said(frame.due)}底前到期的")
    if frame.signed:
        parts.append(f"{month_said(frame.signed)}签订的")
    if frame.settled:
        parts.append("已付清的合同")
    return "".join(part for part in parts if part)


def nothing_owed(u: Understood, frame: ContractFrame) -> str:
    if frame.roles and frame.roles[0] in SIDES:
        return f"文件没有写明{where(u, frame)}的{'、'.join(wording('role').get(role, role) for role in frame.roles)}单位。"
    return f"文件里没有找到{where(u, frame) or '符合条件'}的{'、'.join(dict.fromkeys(MEASURES[m][1] for m in frame.measures)) or '合同'}。"


def finished(u: Understood, graph: Graph, query: str, rows: Sequence[Row], items: tuple[Item, ...], text: str,
             said: tuple[str, ...] = (), extra: Sequence[str] = ()) -> Answer:  # fmt: skip
    nodes = [*extra, *(text_of(row, "contract") for row in rows)]
    return Answer(u.question, "answer", text, items, said, PREFIXES + query, TITLES, table_rows(rows, COLUMNS), evidence_of(graph, nodes, 120),
                  narrowings(rows))  # fmt: skip
