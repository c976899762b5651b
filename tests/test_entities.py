"""The shared graph is what the documents tell together, whatever came first and whatever was withdrawn."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from hypothesis import given as over
from hypothesis import settings
from hypothesis import strategies as st
from pyoxigraph import Quad, Store

from kg.backend import EmbeddedBackend
from kg.iri import Iris
from kg.quads import to_quads
from kg.terms import BK
from nlp.record import Reading
from tests import graph_records as given
from tests.replacing import put_document

IRIS = Iris("http://x/")
READINGS = {
    "a": given.reading("a"),
    "b": replace(
        given.reading("b", 2026),
        organisations=(
            given.organisation(aliases=("水利局",)),
            given.organisation("云岭市水文站", (), 2, "云岭市水利局"),
        ),
        policies=(
            given.mention(title="关于下达防汛资金的通知"),
            given.mention(None, "关于下达防汛资金的通知", line=60),
        ),
    ),
    "c": Reading(given.document("c"), policies=(given.mention(None, "关于下达防汛资金的通知"),)),
    "d": Reading(given.document("d", "云岭市文化局"), contracts=(given.contract(page_line=None),)),
}


def stored(stems: Iterable[str]) -> EmbeddedBackend:
    """A store after putting documents in (a), and taking them out (-a), in this order."""
    backend = EmbeddedBackend(Store())
    for step in stems:
        stem = step.removeprefix("-")
        quads = set() if step.startswith("-") else set(to_quads(READINGS[stem], iris=IRIS))
        put_document(backend, IRIS, stem, quads)
    return backend


def dump(backend: EmbeddedBackend) -> list[str]:
    return sorted(str(quad) for quad in backend.store.quads_for_pattern(None, None, None, None))


def shared(backend: EmbeddedBackend, iri: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for quad in backend.graph(IRIS.entities_graph):
        if quad.subject.value == iri:
            found.setdefault(quad.predicate.value.replace("#", "/").rsplit("/", 1)[1], set()).add(quad.object.value)
    return found


@settings(max_examples=40, deadline=None)
@over(st.lists(st.sampled_from([*READINGS, *(f"-{stem}" for stem in READINGS)]), max_size=10))
def test_any_history_leaves_what_its_last_documents_alone_would(history: list[str]) -> None:
    left: dict[str, None] = {}
    for step in history:
        if step.startswith("-"):
            left.pop(step[1:], None)
        else:
            left[step] = None
    assert dump(stored(history)) == dump(stored(sorted(left)))


def test_a_withdrawn_document_leaves_nothing() -> None:
    backend = stored(["a", "b", "-a", "-b"])
    assert (dump(backend), backend.graphs()) == ([], [])


def test_every_fact_stands_in_one_graph() -> None:
    quads: list[Quad] = list(stored(READINGS).store.quads_for_pattern(None, None, None, None))
    assert len({quad.triple for quad in quads}) == len(quads)


def test_an_organisation_has_the_aliases_of_all_documents() -> None:
    found = shared(stored("ab"), "http://x/id/organisation/云岭市水利局")
    assert found == {
        "type": {"http://www.w3.org/ns/org#Organization"},
        "prefLabel": {"云岭市水利局"},
        "altLabel": {"市水利局", "水利局"},
        "organisationType": {"government"},
        "level": {"市级"},
        "region": {"云岭市"},
    }
    unit = shared(stored("b"), "http://x/id/organisation/云岭市水文站")
    assert unit["subOrganizationOf"] == {"http://x/id/organisation/云岭市水利局"}


def test_a_project_is_one_thing_on_pages_tables_and_years() -> None:
    backend = stored("ab")
    projects = backend.select(f"SELECT DISTINCT ?p {{ ?s <{BK.project.value}> ?p }}")
    assert [row["p"].value for row in projects] == ["http://x/id/project/云岭市水利局/山洪灾害防治"]


def test_number_and_title_are_joined_where_one_document_shows_both() -> None:
    backend = stored("b")
    policies = backend.select(f"SELECT DISTINCT ?p {{ ?s a <{BK.PolicyMention.value}> ; <{BK.policy.value}> ?p }}")
    assert [row["p"].value for row in policies] == ["http://x/id/policy/云市财农〔2025〕7号"]


def test_a_policy_that_forwards_another() -> None:
    found = shared(stored("a"), "http://x/id/policy/云市财农〔2025〕7号")
    assert found["forwards"] == {"http://x/id/policy/云财农〔2024〕3号"}


def test_a_repealed_policy_says_so_and_by_which() -> None:
    repeal = given.mention("云财农〔2019〕3号", None, "repeals", "云市财农〔2025〕7号", 80)
    repeal = replace(repeal, field="附件（云市财农〔2025〕7号）")
    quads = set(to_quads(Reading(given.document("a"), policies=(repeal,)), iris=IRIS))
    backend = EmbeddedBackend(Store())
    put_document(backend, IRIS, "a", quads)
    found = shared(backend, "http://x/id/policy/云财农〔2019〕3号")
    assert (found["force"], found["repealedBy"]) == ({"已废止"}, {"http://x/id/policy/云市财农〔2025〕7号"})
    assert shared(backend, "http://x/id/policy/云市财农〔2025〕7号")["force"] == {"有效"}


def test_a_policy_that_is_only_named_is_not_said_to_be_in_force() -> None:
    assert shared(stored("a"), "http://x/id/policy/云市财农〔2025〕7号")["force"] == {"不明"}


def test_a_title_that_another_document_numbers_is_linked_and_not_merged() -> None:
    backend = stored("bc")
    title = shared(backend, "http://x/id/policy/关于下达防汛资金的通知")
    assert title["closeMatch"] == {"http://x/id/policy/云市财农〔2025〕7号"}
    assert "closeMatch" not in shared(stored("c"), "http://x/id/policy/关于下达防汛资金的通知")


def test_a_project_of_another_year_is_linked_and_not_merged() -> None:
    backend = EmbeddedBackend(Store())
    for stem, year in (("a", 2025), ("b", 2026)):
        pages = (given.page(f"{year}年度防汛物资储备"),)
        quads = set(to_quads(Reading(given.document(stem, year=year), pages=pages), iris=IRIS))
        put_document(backend, IRIS, stem, quads)
    found = shared(backend, "http://x/id/project/云岭市水利局/2025年度防汛物资储备")
    assert found["closeMatch"] == {"http://x/id/project/云岭市水利局/2026年度防汛物资储备"}


EDITIONS = {
    "云财综〔2023〕4号": "关于印发《购买服务目录（2023年版）》的通知",
    "云财综〔2025〕2号": "关于印发购买服务目录的通知",
}
YEARLY = {"云财综〔2023〕4号": "关于下达2023年防汛资金的通知", "云财综〔2025〕2号": "关于下达2025年防汛资金的通知"}


def policies(titles: dict[str, str]) -> EmbeddedBackend:
    """A store with a document for each policy."""
    backend = EmbeddedBackend(Store())
    for stem, (number, title) in zip("ab", titles.items(), strict=True):
        reading = Reading(given.document(stem), policies=(given.mention(number, title),))
        put_document(backend, IRIS, stem, set(to_quads(reading, iris=IRIS)))
    return backend


def test_a_newer_edition_takes_the_older_ones_place() -> None:
    old, new = (f"http://x/id/policy/{number}" for number in EDITIONS)
    backend = policies(EDITIONS)
    assert (shared(backend, new)["supersedes"], shared(backend, new)["force"]) == ({old}, {"不明"})
    assert shared(backend, old)["force"] == {"已被新版替代"}
    put_document(backend, IRIS, "b", set())
    assert shared(backend, old)["force"] == {"不明"}


def test_a_notice_of_every_year_replaces_none() -> None:
    backend = policies(YEARLY)
    assert {value for number in YEARLY for value in shared(backend, f"http://x/id/policy/{number}")["force"]} == {
        "不明"
    }
