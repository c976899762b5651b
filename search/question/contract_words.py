"""What a question about contracts says of them beside amounts: the words each must bear, and the work that was done.

Enters: an understood question. Leaves: words, projects, and for each kind of work (谁装的, 设计单位) the formal terms that
labels print for it; lexicon/wording.tsv has them by the everyday verb.
"""

from __future__ import annotations

import re

from search.question.catalogue import bare
from search.question.lexicon import wording
from search.question.project_plan import is_topic, project_iris
from search.question.understanding import Understood

NO_PROJECT = ("urn:none",)
GENERAL = ("工程", "款项", "业务")
"""Words that every contract is"""
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
