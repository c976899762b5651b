"""Who is owed, who does the work, which department owes most, and when it is to be paid or was agreed."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from nlp.format import plain
from search.question.answer import Answer, Item, listed, money, refusal
from search.question.contract_answer import SIDES, finished, measure_name, measure_of, month_said, where
from search.question.contract_frame import ContractFrame
from search.question.contract_roles import DOERS
from search.question.graph import PREFIXES, Graph, Row, text_of
from search.question.lexicon import wording
from search.question.numerals import parse_number
from search.question.understanding import Understood

BUYERS = ("client", "agency", "supervisor", "reviewer")
"""Roles that are left out unless they are asked for"""
WORKS = frozenset(["施工", "承建", "承包"])
"""Words for the work itself: who is paid a fee beside it (检测费) does none of it"""
FEW = 4
"""Companies for each of which it is said what for, where the question says it in its own words"""


def answer_companies(u: Understood, frame: ContractFrame, graph: Graph, query: str, rows: list[Row]) -> Answer:
    """Companies (and institutes) that are parties; with what each is owed or paid where an amount is asked for."""
    won = [row for row in rows if "中标" in text_of(row, "quote")] if any("中标" in u.printed(m) for m in u.of("role", "noun")) else []
    rows = won or rows
    done = {text_of(row, "contract") for row in rows if text_of(row, "company") and text_of(row, "role") not in BUYERS}
    keep = [row for row in rows if text_of(row, "company") and (frame.roles or is_doer(row, done, frame))]
    region = [chunk for chunk in frame.words if any(chunk in text_of(row, "company") for row in keep)]
    keep = [row for row in keep if all(word in text_of(row, "company") for word in region)]
    if u.has("noun", "company") and any(u.printed(m) in ("公司", "企业") for m in u.of("noun")):
        keep = [row for row in keep if text_of(row, "type") == "company" or text_of(row, "company").endswith("公司")] or keep
    if WORKS.intersection(u.printed(m)[:2] for m in u.of("noun", "role")):
        keep = [row for row in keep if not re.search(wording("fee")["fee"], text_of(row, "label") + text_of(row, "company"))] or keep
    if not keep or fewer_than_said(u, {text_of(row, "company") for row in keep}):
        who = "、".join(wording("role").get(role, role) for role in frame.roles) or "对方"
        return refusal(u.question, f"{where(u, frame)}没有写明{who}单位的名称。", PREFIXES + query)
    keep.sort(key=lambda row: -(measure_of(row, frame) or Decimal(0)))
    names = dict(list({text_of(row, "company"): text_of(row, "org") for row in keep}.items())[: frame.limit])
    sums = owed_to_each(keep, frame) if u.asks("amount") or frame.measures else {}
    shown = [f"{name}（{measure_name(frame, keep)}{money(sums[name])}）" if sums.get(name) else name for name in names]
    if not sums and len(names) <= FEW and (frame.words or frame.company_words or frame.deeds or (len(names) > 1 and frame.projects)):
        shown = [f"{name}（{listed(labels_of_party(name, keep), 3)}）" for name in names]
    subject = of_whom(u, frame, {text_of(row, "role") for row in keep})
    text = subject + (f"是{shown[0]}。" if len(names) == 1 else f"共{len(names)}家：{listed(shown, 12)}。")
    items = tuple(
        Item(name, plain(sums[name]), "元", iri) if sums.get(name) else Item(name, None, None, iri) for name, iri in names.items()
    )
    if u.asks("count") and not u.asks("list"):
        items = (Item(f"{where(u, frame)}单位数", str(len(names)), "家"),)
    return finished(u, graph, query, [row for row in keep if text_of(row, "company") in names], items, text)


SEVERAL = re.compile("(?P<n>[两二三四五六七八九])(?:[个家座处支片](?:合同段|标段|标包|片区|公司|单位|企业|基地)|家)")


def fewer_than_said(u: Understood, names: set[str]) -> bool:
    """Whether the question speaks of more or fewer companies than were found: 三个合同段分别是谁施工的."""
    said = SEVERAL.search(u.question)
    number = parse_number(said["n"]) if said else None
    return number is not None and len(names) != number


WITH = {"unpaid": "还没有付清的单位", "retention": "留有质保金的单位", "paid": "已收到付款的单位"}
"""Measure -> what companies are of which it is told"""


NOUNS = {"contractor": "承担单位", "investor": "投资单位"}
"""Role -> what companies are called that all have it"""


def of_whom(u: Understood, frame: ContractFrame, roles: set[str]) -> str:
    """The subject of the sentence: whose companies, and in what position they are. What is done (租的, 设计) is no part of
    it where anything else is named."""
    named = (where(u, replace(frame, deeds=(), rent="")) or where(u, frame)).removesuffix("的")
    measured = next((WITH[m] for m in frame.measures if m in WITH), "")
    if measured and not position(u, frame):
        return named + measured
    noun = position(u, frame).removeprefix("的") or (NOUNS.get(min(roles), "合作单位") if len(roles) == 1 else "合作单位")
    return f"{named}的{noun}" if named else noun


def position(u: Understood, frame: ContractFrame) -> str:
    """The position asked for (的监理单位), "" where companies are asked for by nothing or by several."""
    said = [wording("role").get(role, role) for role in frame.roles if role in SIDES]
    said += [] if said else [body for m in u.of("noun") if m.value == "company" and (body := u.printed(m).removesuffix("单位")) in positions()]
    return f"的{said[0]}单位" if len(said) == 1 and not set(frame.roles) - {*SIDES, *DOERS} and not frame.measures else ""


def positions() -> list[str]:
    return wording("position")["position"].split("|")


def labels_of_party(name: str, rows: list[Row]) -> list[str]:
    return list(dict.fromkeys(text_of(row, "label") for row in rows if text_of(row, "company") == name))


def is_doer(row: Row, done: set[str], frame: ContractFrame) -> bool:
    """Whether a party does the work; a supervisor or agent counts where its own fee is owed: a contract with no one else."""
    own_fee = "unpaid" in frame.measures and text_of(row, "role") != "client" and text_of(row, "contract") not in done
    return text_of(row, "role") not in BUYERS or own_fee


def owed_to_each(rows: list[Row], frame: ContractFrame) -> dict[str, Decimal]:
    """Company -> the sum of the measure over its contracts, each once."""
    own = {(text_of(row, "company"), text_of(row, "contract")): measure_of(row, frame) or Decimal(0) for row in rows}
    sums: dict[str, Decimal] = {}
    for (company, _), value in own.items():
        sums[company] = sums.get(company, Decimal(0)) + value
    return sums


def answer_departments(u: Understood, frame: ContractFrame, graph: Graph, query: str, rows: list[Row]) -> Answer:
    """What each department owes, the most first; the one with more and by how much where two are compared."""
    sums: dict[str, Decimal] = {d.name: Decimal(0) for d in u.catalogue.departments if frame.want == "compare" and d.iri in frame.departments}
    for row in rows:
        sums[text_of(row, "department")] = sums.get(text_of(row, "department"), Decimal(0)) + (measure_of(row, frame) or Decimal(0))
    less = u.has("compare", "smaller") or u.has("aggregate", "min")
    order = sorted(sums, key=lambda name: (sums[name] if less else -sums[name], name))
    name = measure_name(frame)
    said = ("同一笔欠款在多处出现的只计一次",)
    text = f"{name}：{'；'.join(f'{who}{money(sums[who])}' for who in order)}。"
    items = [Item(who, plain(sums[who]), "元") for who in order]
    if frame.want == "compare" and len(order) == 2:
        gap = abs(sums[order[0]] - sums[order[1]])
        text += f"{order[0]}{'更少' if less else '更多'}，相差{money(gap)}。" if gap else "两者相等。"
        if u.has("compare", "difference") and not u.has("compare", "larger", "smaller") and not u.asks("who", "list"):
            items.insert(0, Item("相差", plain(gap), "元"))
        else:
            items = items[:1] if gap else items
    elif u.has("aggregate", "max", "min"):
        items = items[: frame.limit or 1]
        text = f"最{'少' if less else '多'}的是{'、'.join(item.label for item in items)}。{text}"
    return finished(u, graph, query, rows, tuple(items), text, said)


def answer_dates(u: Understood, frame: ContractFrame, graph: Graph, query: str, rows: list[Row]) -> Answer:
    """When contracts were signed, when the rest is to be paid, or the retained deposit, as far as the text says."""
    if frame.want == "due" and "质保金" in u.text and any(text_of(row, "retentionDue") for row in rows):
        frame = replace(frame, measures=tuple(dict.fromkeys((*frame.measures, "retention"))))
    dated = [(row, date_of(row, frame)) for row in rows if date_of(row, frame)]
    if not dated:
        what = "是什么时候签的" if frame.want == "signed" else "什么时候付"
        return refusal(u.question, f"文件没有写{where(u, frame)}{what}。", PREFIXES + query)
    items = tuple(dict.fromkeys(Item(date, None, None, text_of(row, "contract")) for row, date in dated))
    word = "签订" if frame.want == "signed" else "底前付"
    unsaid = "retention" in frame.measures and any(not text_of(row, "retentionDue") for row, _ in dated)
    said = ("付款时间是文件对这笔未付款写明的，没有为质保金另写时间",) if unsaid else ()
    what = "质保金" if "retention" in frame.measures else ""
    later = {text_of(row, "contract"): text_of(row, "retentionDue") for row, date in dated if text_of(row, "retentionDue") not in ("", date)}
    notes = {contract: f"，其中质保金{month_said(when)}底前付" for contract, when in later.items() if frame.want == "due"}
    parts = [f"{text_of(row, 'label').removesuffix(what)}{what}{month_said(date)}{word}" for row, date in dated[:8]]
    text = "；".join(part + notes.get(text_of(row, "contract"), "") for part, (row, _) in zip(parts, dated, strict=False)) + "。"
    missing = len(rows) - len(dated)
    text += f"另有{missing}笔没有写明时间。" if missing else ""
    return finished(u, graph, query, [row for row, _ in dated], items, text, said)


def date_of(row: Row, frame: ContractFrame) -> str:
    """The date asked for; of a retained deposit its own, else that of the debt it is part of."""
    if frame.want == "signed":
        return text_of(row, "signed")
    own = text_of(row, "retentionDue") if "retention" in frame.measures else ""
    return own or text_of(row, "due")
