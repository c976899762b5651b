"""What a question excludes: 不是延续性的, 没有政策依据的, 除水利局外. A negation and what it denies become one mention.

Enters: the mentions of a question. Leaves: the same with kind ``not`` in place of a negation and its target; ``value`` is
what is denied, ``items`` its IRIs. A negation without a target stays as it is, and stops every answer.
"""

from __future__ import annotations

from collections.abc import Sequence

from search.question.mention import Mention

DENIED = {
    "attribute": "attribute", "department": "department", "project": "project", "policy": "policy", "fund": "fund",
    "noun:policy": "basis", "cite:basis": "basis", "noun:contract": "contract", "policy_kind": "policy_kind",
    "indicator": "indicator",
}  # fmt: skip
"""Kind (or kind:value) of a mention -> what is denied of it"""
BETWEEN = frozenset(["filler", "topic", "money"])


def settle_negation(text: str, cover: Sequence[Mention]) -> list[Mention]:
    """``cover`` with each negation joined to what it denies."""
    polar = any(m.kind == "want" and m.value == "polar" for m in cover) and not any(m.kind == "want" and m.value == "list" for m in cover)
    found: list[Mention] = []
    skip: set[int] = set()
    for i, mention in enumerate(cover):
        if i in skip:
            continue
        if polar and text[mention.start : mention.end] in ("没有", "没", "无"):
            found.append(Mention(mention.start, mention.end, "want", "whether"))  # 没有一次性项目吗
            continue
        target = target_of(text, cover, i) if mention.kind == "negation" and mention.value == "not" else None
        if target is None:
            found.append(mention)
            continue
        denied = cover[target]
        value = DENIED.get(denied.kind) or DENIED[f"{denied.kind}:{denied.value}"]
        last = target + 1
        if last < len(cover) and cover[last].kind == "negation" and cover[last].value == "outside" and cover[last].start <= denied.end + 1:
            skip.add(last)
        skip |= set(range(i + 1, target + 1))
        name = denied.value if value in ("attribute", "fund", "indicator") else ""
        found.append(Mention(mention.start, denied.end, "not", f"{value}:{name}" if name else value, denied.items))
    return found


def target_of(text: str, cover: Sequence[Mention], at: int) -> int | None:
    """The mention that the negation at ``at`` denies: the next with a meaning, where nothing unexplained stands between."""
    end = cover[at].end
    chosen: int | None = None
    for i in range(at + 1, len(cover)):
        mention = cover[i]
        if text[end : mention.start].strip():
            return chosen
        end = mention.end
        if mention.kind in DENIED or f"{mention.kind}:{mention.value}" in DENIED:
            if mention.kind != "cite" or chosen is not None:
                return i
            chosen = i  # 没有引用|晋财综〔2025〕1号: the document is denied, else the basis
        elif mention.kind not in BETWEEN:
            return chosen
    return chosen
