"""What a question asks and its answer does not tell: said in the answer, never passed over.

Questions of one clause may ask two things (欠谁多少钱, 什么时候付多少); the families answer the one they are about.
"""

from __future__ import annotations

import re
from dataclasses import replace

from search.question.answer import Answer
from search.question.understanding import Understood

TOLD = {
    "amount": re.compile(r"\d"), "quantity": re.compile(r"\d"), "count": re.compile(r"\d"),
    "who": re.compile("公司|[院所厂店行社局厅委办队站校馆部组户]|中心|集团|单位|大学|个人"),
    "when": re.compile(r"\d年|\d{4}-\d\d|\d月|年底|期满|当天|每"),
    "duration": re.compile(r"[\d一二三四五六七八九十半两]\s*(?:个)?(?:年|月|天|日|周|小时|分钟|秒)"),
    "reason": re.compile("因|由于|为了|所以"),
}  # fmt: skip
"""What is asked for -> how an answer looks that tells it"""

INSIDE = {"when": re.compile("什么时候|啥时候|何时"), "who": re.compile("谁|哪家")}
"""Words that ask inside a phrase of another kind: 什么时候付, 欠谁"""


def with_left_out(u: Understood, answer: Answer) -> Answer:
    """The answer, with the words of the question that it does not answer where it asks several things."""
    asked = {m.value: u.printed(m) for m in u.of("want") if m.value in TOLD}
    asked |= {value: match[0] for value, words in INSIDE.items() if value not in asked and (match := words.search(u.text))}
    if answer.kind != "answer" or len(asked) < 2:
        return answer
    missing = [word for value, word in asked.items() if not TOLD[value].search(answer.text) and word not in answer.text]
    return replace(answer, text=f"{answer.text}问题里的“{'”“'.join(missing)}”没有数据可答。") if missing else answer
