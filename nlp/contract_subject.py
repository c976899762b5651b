"""What a sentence is about: the work or purchase it names as its own (管网普查通过公开招标…, 支付|食堂设备购置|尾款).

Enters: normalised text and the range from a sentence's start to a sum in it. Leaves: the place of the name, or None where
the sentence goes on about what was named before (该工程…, 尾款5万元, 10月决算审定金额…).
"""

from __future__ import annotations

import re

SUBJECT = re.compile(
    r"""
    (?:签订|签署)(?:了|的)?[《“]?(?P<signed>[^，。；》”]{2,30}?)[》”]?(?:采购|服务|施工)?(?:合同|协议)          # 签订|管网普查|合同
  | (?:中标实施|中标承建|成交|承建|承担|承接|实施)(?:了)?(?P<won>[^，。；：\d]{3,24}?)(?=[，。；])               # 中标实施|围墙修缮工程，
  | 支付(?:了)?(?P<paid>[^，。；：\d]{3,24}?)(?:的)?(?:尾款|余款|质保金|欠款|剩余款)                            # 支付|食堂设备购置|尾款
  | (?:拟|计划)(?:采购|购置|购买|实施|建设)(?P<planned>[^，。；：\d]{2,24})                                    # 拟采购|机房空调更换
  | ^(?:(?:19|20)\d\d年(?:度)?)?(?:\d{1,2}月(?:份)?)?\s*
    (?P<first>(?!该|本|此|今年|拟|计划|目前|截[至止]|剩余|其余|其中|合同|质保|尾款|余款|累计|实际|预计|按|根据|依据|因|经|由|与|我|已|现|以上|上述|全年|共|分[两二三四五六])
      [^，。；：:\d（]{3,30}?)
    (?=已?于|已|通过|经|由|委托|采用|采取|合同|中标|成交|审定|结算|尾款|余款|质保|服务期|服务费|设计费|监理费|年租金|施工|共计|总价|[，：:])
  | ，(?P<second>[^，。；：\d]{3,24}?)(?:审定|结算|中标|成交|合同)(?:总)?(?:价|金额)                            # 经某公司评审，|围墙修缮|审定价
    """,
    re.VERBOSE,
)
PARTY = re.compile(r"(?:公司|研究院|设计院|事务所)(?:$|[^，。；]*(?:签订|签署|托管|承包))")
"""a sentence that opens with who does the work names no work: 监理单位某某监理有限公司，监理费12万元"""

EMPTY = re.compile(
    r"(?:工程|项目|采购|服务|单位|款项|资金|决算|结算|评审|审定|验收|合格|组织|相关|部门|人员|完工|竣工|开工|公开|招标|投标|发布|公告"
    r"|预算|安排|支付|进度|平台|我局|公司|有限|责任|后|的|和|及|为|进行|完成|确定|签订|合同|余额|费用|费|款|金额|其|各|项|目|前|年|月|日)"
)
"""words that name no work of their own"""


def find_subject(text: str, start: int, stop: int) -> tuple[int, int] | None:
    """Place of the work that ``text[start:stop]`` names as its own.

    >>> for said in ("管网普查通过公开招标确定某公司，中标金额为", "10月决算审定金额为", "本次安排支付食堂设备购置尾款"):
    ...     place = find_subject(said, 0, len(said))
    ...     print(place and said[slice(*place)])
    管网普查
    None
    食堂设备购置
    """
    while start < stop and text[start] in " \t，。；;":
        start += 1
    said = text[start:stop]
    at = 0
    while found := SUBJECT.search(said, at):
        name = found.lastgroup or ""
        party = PARTY.search(found[name] or "")
        if found[name] and len(EMPTY.sub("", found[name])) >= 2 and not party:
            return start + found.start(name), start + found.end(name)
        at = found.start() + 1 if party else found.end()
    return None
