"""Policies and what they do to one another: forwarded, repealed, made on the basis of, above and below.

Enters: a question that names a policy and a relation (转发了什么, 被谁废止, 根据什么制定, 上级文件, 下面又出了), or asks which
policies are repealed. Leaves: the other policies, each with its number and who issued it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from search.evidence import Evidence
from search.question.answer import Answer, Item, evidence_of, listed, refusal, table_rows
from search.question.graph import PREFIXES, Graph, Row, iri_list, select, text_of
from search.question.mention import Mention
from search.question.policy_departments import asks_departments
from search.question.policy_family import policy_words, unheld
from search.question.policy_labels import label_of, label_with_title
from search.question.refusal import unaccounted, unknown_words, unused_words
from search.question.understanding import Understood

PATHS = {
    "forwards": ("forwards",), "repeals": ("repeals",), "basedOn": ("basedOn",),
    "above": ("forwards", "basedOn"), "below": ("forwards", "basedOn"),
}  # fmt: skip
"""Relation asked for -> the relations of the graph that answer it"""
SAID = {
    "forwards": ("{}转发的是{}。", "转发{}的是{}。", "转发"), "repeals": ("{}废止的是{}。", "废止{}的是{}。", "废止"),
    "basedOn": ("{}是根据{}制定的。", "根据{}制定的是{}。", "依据"), "above": ("{}的上级文件和依据是{}。", "", "转发或依据"),
    "below": ("", "转发{}或根据它制定的是{}。", "转发或依据"),
}  # fmt: skip
"""Relation -> how it is said of what the policy does, of what is done with it, and in a refusal (写明转发了哪份文件)"""
BASED = ("根据", "依据", "按照", "基于", "参照", "据", "凭", "凭什么", "依照", "遵照", "遵循", "照着", "对照", "对照着", "参考")
"""Words for the basis of a policy, where what is asked for stands after them"""


@dataclass(frozen=True, slots=True)
class ChainFrame:
    """A relation between policies, from the policies named to the others, or the other way round."""

    policies: tuple[str, ...]
    relation: str
    """forwards | repeals | basedOn | above | below"""
    passive: bool
    """what does it to the named policies, instead of what they do it to"""


def chain_frame(u: Understood) -> ChainFrame | None:
    """转发 / 废止 with a policy; 被谁, 谁转发 make it passive; 根据什么制定, 上级文件, 下面又出了."""
    policies = tuple(u.items("policy"))
    if not policies or asks_force(u):
        return None
    cue = chain_cue(u)
    if cue is None:
        basis = "own" if asks_basis(u) else "others" if is_basis(u) else ""
        return ChainFrame(policies, "basedOn", basis == "others") if basis else None
    if cue.value in ("above", "below"):
        return ChainFrame(policies, cue.value, cue.value == "below")
    return ChainFrame(policies, cue.value, is_passive(u, cue))


def chain_cue(u: Understood) -> Mention | None:
    """The relation asked for; 转发还是印发 offers one and asks none, 被哪份文件作废的 asks what repealed it."""
    cues = [m for m in u.of("chain") if m.value in PATHS and not u.text.startswith("还是", m.end)]
    done = [replace(m, value="repeals") for m in u.of("policy_force") if u.asks("list", "who", "what") and not u.has("noun", "project")]
    return next(iter((*cues, *done)), None)


TAKES = re.compile("[把将对给]")
"""Words before what the named policy does something to: 把哪份文件废止了"""


def asked_first(u: Understood, cue: Mention) -> bool:
    """Whether what is asked for does it: 是哪份文件转发的, 哪份文件废止了它; not 把哪份文件转发了, 根据哪份文件转发."""
    want = next((m for m in u.of("want") if m.value in ("list", "who", "what") and m.end <= cue.start), None)
    if want is None or TAKES.search(u.text[max(0, want.start - 4) : want.start]):
        return False
    based = any(m.end <= want.start and u.printed(m) in BASED for m in u.of("cite"))
    return not based and not any(m.start < cue.start and m.start > want.end for m in u.of("chain"))


def is_passive(u: Understood, cue: Mention) -> bool:
    """Whether the named policy is what something is done to: 被谁废止, 谁转发了, 转发到."""
    if asked_first(u, cue):
        return True
    policy = next(m for m in u.of("policy", "policy_title"))
    between = u.text[policy.end : cue.start] if policy.end <= cue.start else ""
    behind = policy.start > cue.start and not u.text[cue.end : policy.start].strip("了的过")
    passive = behind or "被" in between or "由" in between
    return passive or ("谁" in u.text[: cue.start] and policy.start > cue.start) or u.printed(cue)[-1] in "到成来"


def asks_force(u: Understood) -> bool:
    """失效了没有, 废止了吗: whether the policy is in force, not what repeals it."""
    return u.has("chain", "repeals") and u.asks("polar", "whether") and not u.asks("who", "list", "what")


def asks_basis(u: Understood) -> bool:
    """晋民发〔2025〕41号是根据什么制定的: the basis of the policy itself, not what it is the basis of."""
    policy = next(iter(u.of("policy")), None)
    cue = next((m for m in u.of("cite") if policy and m.start >= policy.end and u.printed(m) in BASED), None)
    wants = [m.start for m in u.of("want") if m.value in ("what", "list", "count", "who")]
    if cue is None or u.has("noun", "project") or u.projects or not wants:
        return False
    return min(wants) >= cue.end or u.printed(cue) == "凭什么"


BASIS_OF = re.compile("依据$|引用|作为|根据|援引")
"""是哪些文件的依据, 被哪些文件引用"""


def is_basis(u: Understood) -> bool:
    """晋财综〔2021〕34号是哪些文件的依据: the policies that are based on the one named."""
    policy, noun = next(iter(u.of("policy"))), next((m for m in u.of("noun") if m.value == "policy"), None)
    cue = next((m for m in u.of("cite") if noun and m.start >= noun.end and BASIS_OF.search(u.printed(m))), None)
    return bool(noun and cue and policy.end <= noun.start) and u.asks("list", "what", "count") and not u.has("noun", "project")


def answer_chain(u: Understood, frame: ChainFrame, graph: Graph) -> Answer:
    refused = unheld(u, "level:level", *(f"chain:{relation}" for relation in PATHS), "policy_force:repealed")
    if refused is not None:
        return refused
    query = chain_query(frame)
    rows = select(graph, query)
    asked = policy_words(u)
    active, passive, word = SAID[frame.relation]
    if not rows:
        return refusal(u.question, f"已收录的文件里没有写{asked}{'被哪份文件' + word if frame.passive else word + '哪份文件'}。", PREFIXES + query)
    rows = of_level(u, rows)
    if not rows:
        return refusal(u.question, f"已收录的文件里没有写明{asked}和哪份{'、'.join(map(u.printed, u.of('level')))}文件有这种关系。", PREFIXES + query)
    rows = [row for row in rows if text_of(row, "number")] or rows  # the same document known by its title alone
    labels = list(dict.fromkeys(label_of(row) for row in rows if label_of(row)))
    firsts = [next(row for row in rows if label_of(row) == label) for label in labels]
    shown = [label_with_title(row) + (f"（{text_of(row, 'issuer')}）" if text_of(row, "issuer") else "") for row in firsts]
    text = (passive if frame.passive else active).format(asked, listed(shown))
    nodes = [text_of(row, "mention") for row in rows if text_of(row, "mention")]
    items = tuple(Item(label, None, None, text_of(row, "other")) for label, row in zip(labels, firsts, strict=True))
    return Answer(u.question, "answer", text, items, (), PREFIXES + query, ("文号", "标题", "发文机关"),
                  table_rows(rows, ("number", "title", "issuer")), evidence_of(graph, nodes) or policy_evidence(graph, frame.policies))  # fmt: skip


LEVELS = {"省": "省|自治区", "市": "市", "县": "县", "区": "区", "国": "国务院|部|总局|中共中央|全国", "中": "国务院|部|总局|中共中央|全国"}
"""First character of a level -> what the names of its issuers hold"""


def of_level(u: Understood, rows: list[Row]) -> list[Row]:
    """The policies issued at the level that the question says: 哪个市级文件."""
    words = [LEVELS.get(u.printed(m).removeprefix("地")[0], "") for m in u.of("level")]
    return [row for row in rows if all(word and re.search(word, text_of(row, "issuer")) for word in words)]


def chain_query(frame: ChainFrame) -> str:
    """The other policies of a relation, and where it is said."""
    named, other = ("?policy", "?other") if not frame.passive else ("?other", "?policy")
    path = "|".join(f"bk:{relation}" for relation in PATHS[frame.relation])
    said = " ".join(f'"{"basis" if relation == "basedOn" else relation}"' for relation in PATHS[frame.relation])
    return f"""SELECT DISTINCT ?policy ?other ?number ?title ?issuer ?mention WHERE {{
  VALUES ?policy {{ {iri_list(frame.policies)} }}
  {named} {path} {other} .
  OPTIONAL {{ ?other bk:documentNumber ?number }} OPTIONAL {{ ?other dcterms:title ?title }} OPTIONAL {{ ?other bk:issuer ?issuer }}
  OPTIONAL {{ VALUES ?relation {{ {said} }} ?mention a bk:PolicyMention ; bk:relation ?relation ; bk:subject {named} ; bk:policy {other} }}
}} ORDER BY ?other ?mention ?number ?title ?issuer ?policy"""


def policy_evidence(graph: Graph, policies: tuple[str, ...]) -> tuple[Evidence, ...]:
    """Where the policies are mentioned."""
    rows = select(graph, f"""SELECT ?mention WHERE {{ VALUES ?policy {{ {iri_list(policies)} }}
      ?mention a bk:PolicyMention ; bk:policy ?policy }} ORDER BY ?mention""")
    return evidence_of(graph, [text_of(row, "mention") for row in rows])


USED = frozenset(["noun", "scope", "policy_kind", "policy_force", "cite"])
HELD = frozenset(["want:list", "want:what", "want:count", "want:whether", "want:polar", "chain:repeals"])


REPLACED = re.compile("失效|过时|过期|替代|取代|引用|依据")
"""Words with which a document that a newer edition replaces is meant as well"""


def asks_repealed(u: Understood) -> bool:
    """哪些文件已经废止了, 有没有失效的文件: policies that are no longer in force, none of them named."""
    speaks = u.has("policy_force") or u.has("chain", "repeals")
    named = u.of("policy", "project") or u.has("noun", "project")
    return speaks and u.has("noun", "policy") and not named and u.asks("list", "count", "what", "whether", "polar") and not asks_departments(u)


def repealed_query(u: Understood) -> str:
    """Policies that are no longer in force, where they are mentioned; cited ones elsewhere than in what repeals them."""
    forces = '"已废止" "已被新版替代"' if REPLACED.search(u.text) else '"已废止"'
    cited = 'bk:relation ?relation . FILTER(?relation NOT IN ("repeals", "attaches"))' if u.has("cite") else "bk:document ?doc ."
    scope = f"VALUES ?publisher {{ {iri_list(u.departments)} }} ?mention bk:document/bk:publisher ?publisher ." if u.departments else ""
    return f"""SELECT DISTINCT ?policy ?number ?title ?force ?by ?mention WHERE {{
  VALUES ?force {{ {forces} }} ?policy bk:force ?force . ?mention a bk:PolicyMention ; bk:policy ?policy ; {cited} {scope}
  OPTIONAL {{ ?policy bk:documentNumber ?number }} OPTIONAL {{ ?policy dcterms:title ?title }}
  OPTIONAL {{ ?repealing bk:repeals ?policy ; bk:documentNumber ?by }}
}} ORDER BY ?number ?title ?mention ?by"""


def answer_repealed(u: Understood, graph: Graph) -> Answer:
    """The policies that the documents say are repealed, with what repeals each."""
    strays = unaccounted(u, USED, HELD)
    if strays or u.rest:
        return unused_words(u, strays) if strays else unknown_words(u)
    query = repealed_query(u)
    rows = select(graph, query)
    if not rows:
        return refusal(u.question, "已收录的文件里没有写明哪份文件已废止。", PREFIXES + query)
    firsts: dict[str, Row] = {}
    for row in rows:
        firsts.setdefault(text_of(row, "policy"), row)
    shown = [repealed_words(row) for row in firsts.values()]
    items: tuple[Item, ...] = tuple(Item(label_of(row), None, None, iri) for iri, row in firsts.items())
    if u.asks("count"):
        items = (Item("文件数", str(len(firsts)), "份"),)
    polar = u.asks("whether", "polar") and not u.asks_which
    items = (Item("有", "true"), *items) if polar else items
    said = ("只计文件里写明废止或被新版替代的" if REPLACED.search(u.text) else "只计文件里写明废止的",)
    text = f"{'有。' if polar else ''}写明{'不再有效' if REPLACED.search(u.text) else '已废止'}的文件共{len(firsts)}份：{'；'.join(shown[:12])}。"
    return Answer(u.question, "answer", text, items, said,
                  PREFIXES + query, ("文号", "标题", "废止它的文件"), table_rows(list(firsts.values()), ("number", "title", "by")),
                  evidence_of(graph, [text_of(row, "mention") for row in rows]))  # fmt: skip


def repealed_words(row: Row) -> str:
    by, force = text_of(row, "by"), text_of(row, "force")
    return label_with_title(row) + (f"：由{by}废止" if by else f"：{force}" if force != "已废止" else "")
