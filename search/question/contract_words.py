"""What a question about contracts says of them beside amounts: words each must bear, work that was done, companies.

Enters: an understood question. Leaves: words, projects, and for each kind of work (谁装的, 设计单位) the formal terms that
labels print for it; lexicon/wording.tsv has them by the everyday verb.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from search.question.catalogue import bare
from search.question.lexicon import wording
from search.question.project_plan import is_topic, project_iris
from search.question.understanding import Understood

NO_PROJECT = ("urn:none",)
GENERAL = ("工程", "款项", "业务")
"""Words that every contract is"""
LEAD = 3
"""Characters of a place that stand before the part of a company's name that people say"""
DOES = re.compile("[干做](?:什么|啥|哪些)")
"""某某公司是干什么的"""


def deeds_of(u: Understood) -> tuple[tuple[str, ...], ...]:
    """For each kind of work said, the terms that contracts print for it."""
    goods = ["供货"] if any(u.printed(m).startswith(("供货", "供的")) for m in u.of("role")) else []
    return tuple((value, *wording("deed_of")[value].split("|")) for value in dict.fromkeys([*u.values("deed"), *goods]))


def contract_words(u: Understood) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Words that must occur in a contract, and the projects named."""
    words = [chunk for chunk in u.rest if len(chunk) >= 2 and chunk not in GENERAL]
    words += u.values("contract_topic")
    words += [counted[0] for chunk in u.rest if chunk.isdigit() and (counted := re.search(rf"(?<!\d){chunk}[一-龥]", u.text))]  # 5座煤矿
    words += [bare(u.printed(m)) for m in u.of("concept", "label") if u.printed(m) not in ("项目支出", "支出", "收入")]
    for mention in u.of("organisation"):
        if mention.value != "company":
            words.append(bare(u.printed(mention)))
    listing = re.search(r"(应支未支|应付未付|未付款|欠款)[”\"]?(?:的)?(?:那张|那份)?(?:清单|名单|列表|款项)", u.text)
    if listing:
        named = [iri for name, iris in u.catalogue.projects.items() if listing[1] in name for iri in iris]
        return tuple(dict.fromkeys(words)), tuple(named) or NO_PROJECT
    if u.projects and not is_topic(u):
        return tuple(dict.fromkeys(words)), project_iris(u)
    words += [bare(u.printed(m)) for m in u.of("project")]
    return tuple(dict.fromkeys(words)), ()


def company_wanted(u: Understood, companies: Sequence[str]) -> bool:
    """Whether companies are wanted; of one that is named (某某公司做了什么) its work is."""
    if not u.asks_company:
        return False
    if u.asks("who") or any("家" in u.printed(m) for m in u.of("want")):
        return True
    names = [m for m in u.of("noun") if m.value == "company"]
    attached = [m for m in names if any(n.end == m.start for n in u.of("organisation")) or any(of_company(u, chunk) for chunk in u.rest)]
    of_work = u.has("role") or u.has("deed") or DOES.search(u.text) is not None
    if attached and attached == names:
        return not (of_work and (u.asks("what", "list") or not u.of("want")))
    return bool(names) or not companies


def of_company(u: Understood, word: str) -> bool:
    """Whether an unexplained word stands right before 公司 or 企业: it is part of a company's name."""
    return any(m.value == "company" and u.printed(m) in ("公司", "企业") and u.text[: m.start].endswith(word) for m in u.of("noun"))


def shortened_company(u: Understood, word: str) -> str:
    """The one company whose name begins, but for its place, with ``word`` (青峰园林), "" where there is none or several."""
    if len(word) < 4:
        return ""
    found = [n.iri for n in u.catalogue.organisations if n.kind == "company" and 0 <= n.name.find(word) <= LEAD]
    return found[0] if len(found) == 1 else ""
