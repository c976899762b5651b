"""Two questions in one (多少钱，付给谁; 编制多少、实有多少): each is asked by itself, what is named first holds for all.

Enters: the question as understood. Leaves: the questions it is made of, or the one question. A clause is a question of
its own where it asks for something (多少, 谁, 哪些, 什么时候) and so does a clause before it, and where it is about
something (a figure, an amount owed, a date): 合计多少 after 有哪些项目 is not.
"""

from __future__ import annotations

import re
from dataclasses import replace

from search.question.answer import Answer
from search.question.mention import Mention
from search.question.positions import positions_apart, things_apart
from search.question.understanding import Understood

CLAUSE = re.compile(
    r"[，,；;。？?！!]|(?<=[一-龥])\s+(?=[一-龥])|(?<=[一-龥])、(?=[一-龥])|以及|还有(?=[^多几没])"
    r"|(?<=多少)(?=什么时候|啥时候|何时|哪[天月年]|是?谁|哪家|付给谁|给谁)"
)
WHY = re.compile("原因|为什么|为啥|为何|怎么回事|咋回事")
"""Asked apart, and told with the change"""
ASKING = frozenset(["amount", "quantity", "count", "who", "when", "duration", "list", "what", "reason", "whether", "polar"])
ABOUT = frozenset(
    ["concept", "label", "code", "contract", "contract_topic", "facet", "role", "chain", "cite", "indicator", "fund", "project", "phase", "money",
     "attribute", "organisation", "change", "share", "use",
     "standing", "pay_plan"]
)  # fmt: skip
"""Kinds of mention that make a clause a question of its own"""
INNER = re.compile("多少|几|谁|哪|什么|啥|何时|多[大久长]")
"""A phrase that asks by itself: 欠多少, 干几年, 哪个单位负责"""
SCOPE = frozenset(
    ["department", "foreign", "year", "project", "policy", "policy_title", "organisation", "unknown_number", "unknown_title", "contract_topic"]
)
"""Kinds that hold on for the clauses after them, unless a clause has its own"""
JOINS = re.compile("[和与及、的]?")
"""What stands between two words that name one thing"""
FIGURE = frozenset(["concept", "label", "code"])
PARTED = frozenset(["fund", "attribute"])
"""Kinds of which a share may be asked in a clause of its own (省级资金多少，占多少)"""
WHOLE = frozenset(["compare", "derive", "top", "same"])
"""Kinds that bind the clauses together"""


def parts_of(u: Understood) -> list[str]:
    """The questions that ``u`` is made of, as a person would have typed each."""
    apart = positions_apart(u.text) or things_apart(u.text, u.rest)
    if apart:
        return apart
    if any(m.kind in WHOLE and not (m.kind == "compare" and m.value == "with") for m in u.mentions):
        return [u.text]
    clauses = clauses_of(u)
    asking = [clause for clause in clauses if is_question(u, clause)]
    if len(asking) == 2 and u.has("change") and WHY.search(u.text, asking[1][0]) and not WHY.search(u.text[: asking[0][1]]):
        return [u.text]  # 少了多少，啥原因: the reason is told with the change
    first = asking[0] if asking else clauses[0] if clauses else (0, 0)
    again = [c for c in clauses if c > first and c not in asking and wants(u, c) and wants(u, c) != wants(u, first)]
    part = [c for c in clauses[1:] if u.text.startswith("其中", c[0]) and wants(u, c) and unexplained(u, c)]
    whole = bool(part) and first == clauses[0] and bool(wants(u, first))
    if whole or (wants(u, first) and wants(u, first) <= {"count", "quantity", "who", "when", "duration"} and again):
        asking = asking or [first]
    elif len(asking) < 2 or (asking[0] is not clauses[0] and any(own(u, c, ABOUT) for c in clauses[: clauses.index(asking[0])])):
        return [u.text]
    found: list[str] = []
    for i, clause in enumerate(clauses):
        text = u.text[clause[0] : clause[1]]
        if i and text.startswith("其中") and wants(u, clause) and unexplained(u, clause) and found:
            found.append(without_wants(u, clauses[:1]) + text.removeprefix("其中"))
        elif clause in asking:
            subject = "" if i == 0 else subject_of(u, clauses[:i], clause)
            if i and not subject and not own(u, clause, SCOPE):
                return [u.text]
            found.append(subject + text)
        elif found and wants(u, clause) and wants(u, clause) != wants(u, asking[-1]):
            found.append(without_wants(u, clauses[:i]) + text)
        elif found and own(u, clause, ABOUT | ASKING_KINDS):
            return [u.text]
    return found


def wants(u: Understood, clause: tuple[int, int]) -> set[str]:
    """What a clause asks for: amount, count, list, ..."""
    return {"when" if m.value == "pay_when" else m.value for m in inside(u, clause) if asks_itself(m)}


ELLIPTIC = re.compile(r"(?<!的)呢[?？。]?$")
"""合同总额呢: a clause that asks for what it names"""
NAMED = frozenset(["contract", "contract_topic", "concept", "label", "indicator", "role", "noun"])
"""Kinds of mention that such a clause asks for"""


def asks_itself(m: Mention) -> bool:
    return (m.kind == "want" and m.value in ASKING) or (m.kind, m.value) == ("contract", "pay_when")


def without_wants(u: Understood, clauses: list[tuple[int, int]]) -> str:
    """Clauses without what they ask for: their conditions hold for a clause that has none (有几个，多少钱)."""
    chars = list(u.text[: clauses[-1][1]])
    for m in u.mentions:
        if m.kind == "want" and m.end <= len(chars):
            chars[m.start : m.end] = [""] * (m.end - m.start)
    return "".join(chars)


ASKING_KINDS = frozenset(["want", "bound", "negation", "not", "aggregate"])


def clauses_of(u: Understood) -> list[tuple[int, int]]:
    """(start, end) of the clauses; marks inside a mention part nothing."""
    fixed = [n for n in u.mentions if n.kind != "filler"]
    found = [m for m in CLAUSE.finditer(u.text) if parts_at(u.text, m)]
    cuts = [m.span() for m in found if not any(n.start < m.end() and m.start() < n.end for n in fixed)]
    starts, ends = [0, *(b for _, b in cuts)], [*(a for a, _ in cuts), len(u.text)]
    return [(a, b) for a, b in zip(starts, ends, strict=True) if u.text[a:b].strip()]


def parts_at(text: str, cut: re.Match[str]) -> bool:
    """A blank parts clauses only where both sides ask: 是哪家公司填埋的 单价多少."""
    return bool(cut[0].strip()) or (INNER.search(text, 0, cut.start()) is not None and INNER.search(text, cut.end()) is not None)


def inside(u: Understood, clause: tuple[int, int]) -> list[Mention]:
    return [m for m in u.mentions if clause[0] <= m.start and m.end <= clause[1] and m.end > m.start]


def own(u: Understood, clause: tuple[int, int], kinds: frozenset[str]) -> bool:
    return any(m.kind in kinds for m in inside(u, clause))


def is_question(u: Understood, clause: tuple[int, int]) -> bool:
    """Whether a clause asks for something of its own."""
    mentions = inside(u, clause)
    asks = [m for m in mentions if asks_itself(m) or INNER.search(u.printed(m))]
    if ELLIPTIC.search(u.text[clause[0] : clause[1]]) and own(u, clause, NAMED) and not own(u, clause, frozenset(["bound"])):
        return True
    described = any(m.kind == "policy" for m in mentions) and any((m.kind, m.value) == ("want", "what") for m in mentions)
    if described and u.has("noun", "department"):
        return True  # X号是什么文件，哪些部门引用
    polite = not any(m.kind in ABOUT or (m.kind == "want" and m.value in ("who", "when", "duration", "quantity", "reason")) for m in mentions)
    return bool(asks) and not polite


def subject_of(u: Understood, before: list[tuple[int, int]], clause: tuple[int, int]) -> str:
    """What earlier clauses name and this one does not: departments, years, projects, policies."""
    have = {kind_group(m) for m in inside(u, clause)}
    named = [m for earlier in before for m in inside(u, earlier) if m.kind in SCOPE and kind_group(m) not in have]
    words = {"named": as_said(u, before, named, bool(unread_spans(u, clause)))}
    if own(u, clause, frozenset(["change", "share", "use"])) and not own(u, clause, FIGURE | {"project"}):
        told = inside(u, (0, before[-1][1]))
        words["figure"] = next((u.printed(m) for m in reversed(told) if m.kind in FIGURE | PARTED), "")
        words["figure"] = words["figure"] or ("车" if "车" in u.text and own(u, clause, frozenset(["use"])) else "")
        change = next((u.printed(m) for m in told if m.kind == "change" and m.value != "year"), "")
        rate = own(u, clause, frozenset(["share"])) and change and not own(u, clause, frozenset(["change"]))
        words["figure"] += f"比上年{change}" if rate else ""  # 比上年增长多少，百分之几
    return words["named"] + words.get("figure", "")


def as_said(u: Understood, before: list[tuple[int, int]], named: list[Mention], other: bool = False) -> str:
    """What ``named`` and the unexplained words of earlier clauses say, in their order and with what joins them (甲和乙).

    Things counted by an earlier clause are left where they are if this one counts ``other`` things (几架直升机、几架无人机).
    """
    counted = {m.end for m in u.of("want") if m.value in ("quantity", "count")} if other else set()
    unread = [span for earlier in before for span in unread_spans(u, earlier) if span[0] not in counted]
    spans = sorted([(m.start, m.end) for m in named] + unread)
    text, end = "", 0
    for start, stop in spans:
        text += u.text[end:start] if text and JOINS.fullmatch(u.text, end, start) else ""
        text += u.text[max(start, end) : stop]
        end = max(end, stop)
    return text


def unread_spans(u: Understood, clause: tuple[int, int]) -> list[tuple[int, int]]:
    """Where the words of a clause stand that nothing explains."""
    part = u.text[clause[0] : clause[1]]
    return [(clause[0] + at, clause[0] + at + len(chunk)) for chunk in u.rest if len(chunk) > 1 and (at := part.find(chunk)) >= 0]


def unexplained(u: Understood, clause: tuple[int, int]) -> str:
    """Words of a clause that nothing explains: what it is about holds for the clauses after it as well."""
    return "".join(chunk for chunk in u.rest if len(chunk) > 1 and chunk in u.text[clause[0] : clause[1]])


def kind_group(m: Mention) -> str:
    return {"foreign": "department", "unknown_number": "policy", "unknown_title": "policy", "policy_title": "policy"}.get(m.kind, m.kind)


def joined(u: Understood, parts: list[str], answers: list[Answer]) -> Answer:
    """The answers of the parts as one; a part that cannot be answered is refused by name."""
    good = [answer for answer in answers if answer.kind == "answer"]
    if not good:
        return replace(answers[0], question=u.question)
    if counts_list(good):
        good = good[1:]
        parts, answers = parts[1:], answers[1:]
    told = "".join(answer.text for answer in good)
    texts = [
        answer.text if answer.kind == "answer" else "" if WHY.search(part) and "原因是" in told else left_out(part, answer)
        for part, answer in zip(parts, answers, strict=True)
    ]
    first = good[0]
    return Answer(
        u.question, "answer", "".join(dict.fromkeys(texts)), tuple(dict.fromkeys(item for a in good for item in a.items)),
        tuple(dict.fromkeys(said for a in good for said in a.assumptions)), first.sparql, first.columns,
        tuple(row for a in good if a.columns == first.columns for row in a.rows),
        tuple(dict.fromkeys(place for a in good for place in a.evidence)), first.follow_ups,
    )  # fmt: skip


def counts_list(answers: list[Answer]) -> bool:
    """Whether the first of two answers only counts what the second lists (有几个, 分别是哪些): the list tells its number."""
    if len(answers) != 2 or len(answers[0].items) != 1:
        return False
    count = answers[0].items[0]
    return count.unit != "元" and count.value == str(len(answers[1].items)) and f"共{count.value}" in answers[1].text


def left_out(part: str, answer: Answer) -> str:
    """What is said of a part that cannot be answered."""
    return f"“{part}”没有数据可答，所以不作答：{answer.text if answer.kind == 'refusal' else '没有能直接算出的答案。'}"
