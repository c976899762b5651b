"""Looking up one policy among many: 100,000 policies with 1,000,000 mentions, in this process.

``python -m tests.bench policies`` runs the whole; BUDGETKG_BENCH_POLICIES=10000 makes it a tenth. Prints the load, the
time the index takes once for a generation, and the median and 95th percentile of a lookup by number (any printed
form), by title and by words. The limit that is held: median below 20 ms.
"""

from __future__ import annotations

import os
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from pyoxigraph import RdfFormat, Store

from kg.backend import EmbeddedBackend
from kg.iri import Iris
from kg.policies import lookup
from kg.policy_identity import title_key
from kg.policy_view import index_of
from kg.terms import BK, DCTERMS, RDF, SKOS

MENTIONS_EACH = 10
DOCUMENTS = 2000
CODES = ("财综", "财农", "政办发", "应急发", "建城", "水发", "发改投资", "人社发", "教财", "卫规")
PLACES = "京津冀晋辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川黔滇陕甘青宁新"
TOPICS = ("水利", "防汛", "教育", "住房", "就业", "环保", "交通", "农业", "医疗", "文化", "体育", "养老", "消防", "档案")
DEEDS = ("资金管理", "专项补助", "监督检查", "工程建设", "绩效评价", "人员培训", "设备采购", "应急演练", "信息系统")
LITERAL = "http://www.w3.org/2001/XMLSchema#integer"


def number_of(at: int) -> str:
    """The at-th number; all differ."""
    rest, code = divmod(at, len(CODES))
    rest, place = divmod(rest, len(PLACES))
    serial, year = divmod(rest, 10)
    return f"{PLACES[place]}{CODES[code]}〔{2016 + year}〕{serial + 1}号"


def title_of(at: int, random_: random.Random) -> str:
    return f"关于{random_.choice(TOPICS)}{random_.choice(DEEDS)}第{at}号项目{random_.choice(TOPICS)}办法的通知"


def lines(count: int, iris: Iris) -> Iterator[str]:
    """N-Quads of the policies, their mentions and the documents they stand in."""
    random_ = random.Random(1)
    shared, ontology = iris.entities_graph.value, BK.iri
    for stem in range(DOCUMENTS):
        node = iris.document(f"d{stem}").value
        graph = iris.document_graph(f"d{stem}").value
        yield f'<{node}> <{ontology}stem> "d{stem}" <{graph}> .\n<{node}> <{ontology}year> "2025"^^<{LITERAL}> <{graph}> .\n'
    for at in range(count):
        number, title = number_of(at), title_of(at, random_)
        policy = iris.policy(number).value
        yield (
            f"<{policy}> <{RDF.type.value}> <{BK.Policy.value}> <{shared}> .\n"
            f'<{policy}> <{ontology}documentNumber> "{number}" <{shared}> .\n'
            f'<{policy}> <{DCTERMS.title.value}> "{title}" <{shared}> .\n'
            f'<{policy}> <{SKOS.altLabel.value}> "{title_key(title)}" <{shared}> .\n'
        )
        for mention in range(MENTIONS_EACH):
            stem = f"d{random_.randrange(DOCUMENTS)}"
            node, graph = iris.part(stem, "mention", f"{at}-{mention}").value, iris.document_graph(stem).value
            document = iris.document(stem).value
            yield (
                f"<{node}> <{RDF.type.value}> <{BK.PolicyMention.value}> <{graph}> .\n"
                f"<{node}> <{ontology}policy> <{policy}> <{graph}> .\n"
                f'<{node}> <{ontology}relation> "basis" <{graph}> .\n'
                f"<{node}> <{ontology}document> <{document}> <{graph}> .\n"
                f"<{node}> <{ontology}evidence> <{node}/e> <{graph}> .\n"
                f'<{node}/e> <{ontology}line> "{at % 900 + 1}"^^<{LITERAL}> <{graph}> .\n'
                f'<{node}/e> <{ontology}start> "3"^^<{LITERAL}> <{graph}> .\n'
                f'<{node}/e> <{ontology}end> "16"^^<{LITERAL}> <{graph}> .\n'
                f'<{node}/e> <{ontology}quote> "{number}" <{graph}> .\n'
            )


def load(folder: Path, count: int, iris: Iris) -> EmbeddedBackend:
    path = folder / "policies.nq"
    with path.open("w", encoding="utf-8") as out:
        out.writelines(lines(count, iris))
    store = Store(str(folder / "store"))
    store.bulk_load(path=str(path), format=RdfFormat.N_QUADS)
    store.optimize()
    return EmbeddedBackend(store)


def timed(what: str, backend: EmbeddedBackend, queries: list[str], right: Callable[[str, str | None], bool]) -> None:
    took = []
    hits = 0
    for at, query in enumerate(queries):
        begun = time.perf_counter()
        found = lookup(backend, query).found
        took.append((time.perf_counter() - begun) * 1000)
        hits += right(queries[at], found.policy.number if found else None)
    p95 = statistics.quantiles(took, n=20)[18]
    print(f"{what:26s} median {statistics.median(took):7.1f} ms   p95 {p95:7.1f} ms   right {hits}/{len(queries)}")


def main() -> None:
    count = int(os.environ.get("BUDGETKG_BENCH_POLICIES", "100000"))
    iris = Iris()
    random_ = random.Random(2)
    with tempfile.TemporaryDirectory(prefix="budgetkg-bench-") as folder:
        begun = time.perf_counter()
        backend = load(Path(folder), count, iris)
        print(f"{count} policies, {count * MENTIONS_EACH} mentions loaded in {time.perf_counter() - begun:.1f} s")
        begun = time.perf_counter()
        index = index_of(backend)
        print(f"index of the generation      {time.perf_counter() - begun:.2f} s, once")
        for query in ("字词查询", index.policies[0].number or "", index.policies[1].title or ""):
            lookup(backend, query)  # what the index makes when first asked
        chosen = random_.sample(index.policies, 200)
        wanted = {(p.number or "").replace("〔", "【").replace("〕", "】 "): p.number for p in chosen}
        timed("number, other brackets", backend, list(wanted), lambda query, number: wanted[query] == number)
        titles = {p.title or "": p.number for p in chosen}
        timed("title", backend, list(titles), lambda query, number: titles[query] == number)
        words = {(p.title or "")[2:-3]: p.number for p in chosen[:50]}
        timed("words of a title", backend, list(words), lambda query, number: words[query] == number)


if __name__ == "__main__":
    main()
