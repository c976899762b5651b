"""Sentences about contracts and payables, with the record each should give. The families are data: contract_families.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from importlib.resources import files
from random import Random
from typing import Any

from nlp.generate.layout import Fact
from nlp.generate.money import said, yuan
from nlp.generate.names import company
from nlp.record import Contract, Party, Span

TRADES = {"contractor": "建筑工程", "supplier": "信息技术", "supervisor": "工程监理", "agency": "招标代理", "reviewer": "工程咨询"}
WORKS = ("监测平台建设", "办公楼屋面防水改造", "档案室密集架购置", "会议室音响更新", "围墙修缮工程", "机房空调更换", "管网普查",
         "视频会议系统建设", "食堂设备购置", "道路硬化工程", "标志牌制作", "数据库软件升级", "绿化养护", "厂区排水改造")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sentence:
    """``text`` with the contract it states; ``fact.start:end`` is the whole sentence."""

    text: str
    facts: tuple[Fact, ...]
    family: str
    owed: int
    """unpaid sum in steps of 0.01 万元, 0 where none is owed or known"""


@cache
def families() -> tuple[dict[str, Any], ...]:
    data = tomllib.loads(files("nlp.generate").joinpath("contract_families.toml").read_text(encoding="utf-8"))
    return tuple(data["family"])


def sentence(
    rng: Random, place: str, project: str, year: int, label: str | None = None, family: str | None = None, cap: int = 90000
) -> Sentence:
    """One sentence of a random (or the named) family about work for ``project``; no amount above ``cap`` steps."""
    known = {entry["id"]: entry for entry in families()}
    chosen = known[family] if family else rng.choice(families())
    amount = rng.randrange(300, cap)
    paid = amount * rng.choice((30, 50, 60, 80, 95, 97)) // 100
    unpaid = amount - paid
    parties = {role: company(rng, place, trade) for role, trade in TRADES.items() if "{" + role + "}" in chosen["text"]}
    slots: dict[str, str] = {
        "label": label or rng.choice(WORKS), "year": str(year - 1), "month": str(rng.randint(1, 12)),
        "due": f"{year}年{rng.randint(3, 11)}月底", "amount": said(amount), "paid": said(paid), "unpaid": said(unpaid),
        "wrong": said(unpaid + rng.randrange(100, 5000)), "budget": said(amount), **parties,
    }  # fmt: skip
    text = chosen["text"].format(**slots)
    make = maker(chosen, text, slots, parties, project, amount, paid, unpaid)
    owed = unpaid if chosen["balance"] is True else 0
    return Sentence(text, (Fact("contracts", make, 0, len(text)),), chosen["id"], owed)


def maker(
    family: dict[str, Any], text: str, slots: dict[str, str], parties: dict[str, str], project: str,
    amount: int, paid: int, unpaid: int,
) -> Callable[[Span], Contract]:  # fmt: skip
    """The record of the sentence, to be completed with its place."""

    def value(slot: str, steps: int) -> Decimal | None:
        return yuan(steps) if "{" + slot + "}" in family["text"] else None

    said_amount, said_paid, said_unpaid = value("amount", amount), value("paid", paid), value("unpaid", unpaid)
    wrong = family.get("inconsistent", False)
    if wrong:
        said_unpaid = Decimal(slots["wrong"].removesuffix("万元")) * 10000
    computed = said_amount - said_paid if said_amount is not None and said_paid is not None else None
    record = Contract(
        span=Span(0, 0, 0), quote=text, page=None, project=project, label=slots["label"],
        parties=tuple(Party(name, role) for role, name in parties.items()), amount=said_amount,
        amount_kind=family.get("kind"), paid=said_paid, unpaid=said_unpaid,
        retention=said_unpaid if family.get("retained") else None, signed=None, due=None, budgeted_now=None,
        computed_unpaid=computed, consistent=None if computed is None or said_unpaid is None else not wrong,
        has_balance=None if family["balance"] == "unknown" else family["balance"], planned=family.get("planned", False),
    )  # fmt: skip
    return lambda span: replace(record, span=span)


def payables(rng: Random, project: str, count: int) -> Sentence:
    """A list of payables in one sentence, as 应支未支 pages print them, with its stated total."""
    works = rng.sample(WORKS, count)
    sums = [rng.randrange(50, 9000) for _ in works]
    style = rng.choice(("（{i}）", "{i}.", "{cn}是"))
    text = f"应支未支款项共{count}项，合计{said(sum(sums))}，包括："
    facts = []
    for i, (work, owed) in enumerate(zip(works, sums, strict=True), 1):
        text += style.format(i=i, cn="一二三四五六七八九十"[i - 1])
        item = f"{work}尾款{said(owed)}"
        record = Contract(
            span=Span(0, 0, 0), quote=item, page=None, project=project, label=f"{work}尾款", parties=(), amount=None,
            amount_kind=None, paid=None, unpaid=yuan(owed), retention=None, signed=None, due=None, budgeted_now=None,
            computed_unpaid=None, consistent=None, has_balance=True, planned=False,
        )  # fmt: skip
        facts.append(Fact("contracts", _placed(record), len(text), len(text) + len(item)))
        text += item + ("；" if i < count else "。")
    return Sentence(text, tuple(facts), "payables", sum(sums))


def _placed(record: Contract) -> Callable[[Span], Contract]:
    return lambda span: replace(record, span=span)
