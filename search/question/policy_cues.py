"""Which kind of document is asked for as a basis: 按什么办法执行, 根据哪个函件, 依据的法律是哪部, 可研批复文号.

The words that stand between (可研, 环保) are left to the titles of the documents (policy_asked.py).
"""

from __future__ import annotations

import re

from search.question.mention import Mention

WORDS = "办法|规定|通知|标准|意见|方案|复函|函件|函|法律|条例|制度|批复|细则|决定|纪要|规划|判决书?|裁定书?"
DONE = "执行|办理|办|发放|发|定|买|做|干|给|安排|开展|实施|收|补|采购|配备?|算"
ASKED = re.compile(
    rf"(?P<cue>按照?|依照|依据|根据|凭借?|参照|遵照|执行(?:的是|的)?|照着?)(?P<want>哪[一几]?[个些份项部条]?|什么|何种?)[一-龥]{{0,4}}?"
    rf"(?P<word>{WORDS}|文件|政策)(?:[和与、](?P<more>{WORDS}))?(?P<tail>(?:来|去)?(?:{DONE})?的?)(?=[？?。，,]|$)"
)
WHICH = re.compile(rf"(?P<cue>依据|根据|执行|参照)(?:了)?的?(?P<word>{WORDS})(?P<want>是哪[一几]?[个些份项部条]?)")
NUMBERED = re.compile(rf"(?<!国家)(?<!行业)(?P<word>{WORDS})的?(?P<noun>发文字号|文号|编号)")


def basis_mentions(text: str) -> list[Mention]:
    """The parts of a question for a kind of document, each as a mention.

    >>> [(m.kind, m.value) for m in basis_mentions("救灾款按哪些办法执行")]
    [('cite', 'basis'), ('want', 'list'), ('policy_word', '办法'), ('filler', 'filler')]
    """
    found: list[Mention] = []
    for pattern in (ASKED, WHICH, NUMBERED):
        for match in pattern.finditer(text):
            for name, place in match.re.groupindex.items():
                start, end = match.span(place)
                if end > start:
                    found.append(Mention(start, end, *meaning(name, match[place]), (), 9.0 * (end - start)))
    return found


def meaning(part: str, printed: str) -> tuple[str, str]:
    """Kind and value of a part."""
    if part in ("word", "more"):
        return ("noun", "policy") if printed in ("文件", "政策") else ("policy_word", printed)
    return {"cue": ("cite", "basis"), "want": ("want", "list"), "tail": ("filler", "filler"), "noun": ("noun", "policy")}[part]
