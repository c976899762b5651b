"""The ontology: every term labelled and defined in both languages, used = declared, the code list a sound hierarchy."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, Graph, URIRef

import ontology
from kg.account_scheme import account_schemes
from kg.accounts import LENGTHS, parent_code, scheme_of
from kg.terms import PREFIXES
from kg.vocabulary import diagram, terms

ROOT = Path(__file__).parent.parent
BK = PREFIXES["bk"]
TERM_TYPES = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty)


def graph() -> Graph:
    return Graph().parse(data=ontology.text("budgetkg.ttl"), format="turtle")


def declared() -> dict[str, URIRef]:
    """Local name -> term."""
    terms = (term for kind in TERM_TYPES for term in graph().subjects(RDF.type, kind))
    return {str(term).removeprefix(BK): URIRef(str(term)) for term in terms}


def used_in_code() -> set[str]:
    return {
        name
        for path in (ROOT / "kg").glob("*.py")
        for name in re.findall(r"\bBK\.([A-Za-z]\w*)", path.read_text(encoding="utf-8"))
    } - {"iri"}


@pytest.mark.parametrize("name", sorted(declared()), ids=str)
def test_every_term_is_labelled_and_defined_in_both_languages(name: str) -> None:
    found, term = graph(), declared()[name]
    for predicate in (RDFS.label, SKOS.definition):
        assert sorted(str(getattr(value, "language", "")) for value in found.objects(term, predicate)) == ["en", "zh"]
    assert found.value(term, RDFS.isDefinedBy) == URIRef(BK.removesuffix("#"))


def test_terms_used_are_the_terms_declared() -> None:
    assert used_in_code() == set(declared()) - {"Record"}  # the superclass of the four kinds of record


def test_queries_use_declared_terms_only() -> None:
    texts = [
        path
        for folder in ("kg", "search", "ontology")
        for path in (ROOT / folder).rglob("*")
        if path.suffix in {".rq", ".py", ".ttl"}
    ]
    known = set(declared())
    unknown = {
        (path.name, name)
        for path in texts
        for name in re.findall(r"\bbk:([A-Za-z]\w*)", path.read_text(encoding="utf-8"))
        if name not in known and not name.endswith("Shape")
    }
    assert unknown == set()


def test_datatype_properties_say_what_their_values_are() -> None:
    found = graph()
    assert [p for p in found.subjects(RDF.type, OWL.DatatypeProperty) if found.value(p, RDFS.range) is None] == []


def test_the_ontology_has_a_version_and_a_licence() -> None:
    found, iri = graph(), URIRef(BK.removesuffix("#"))
    version = str(found.value(iri, OWL.versionInfo))
    assert str(found.value(iri, OWL.versionIRI)) == f"{iri}/{version}"
    assert found.value(iri, DCTERMS.license) is not None


@pytest.mark.parametrize("scheme", LENGTHS, ids=str)
def test_every_listed_account_has_its_parent(scheme: str) -> None:
    labels = ontology.account_labels(scheme, 2026)
    orphans = [code for code in labels if parent_code(code) and parent_code(code) not in labels]
    wrong = [code for code in labels if scheme_of(code) != scheme]
    assert (orphans, wrong) == ([], [])


@pytest.mark.parametrize("year", [2018, 2019, 2024, 2026], ids=str)
def test_no_code_has_two_names_in_one_year(year: int) -> None:
    names = [(name.scheme, name.code) for name in ontology.account_names() if name.holds(year)]
    assert len(names) == len(set(names))


def test_the_documentation_has_every_term() -> None:
    assert {page.name for page in terms()} == set(declared())
    (amount,) = (page for page in terms() if page.name == "value")
    assert (amount.kind, amount.labels["zh"], amount.range, amount.used_by) == ("属性", "数值", "decimal", ("Figure",))
    assert amount.counterparts == (("closeMatch", "http://data.openbudgets.eu/ontology/dsd/measure/amount"),)


def test_the_picture_leads_to_every_class() -> None:
    classes = {page.name for page in terms() if page.kind == "类"}
    assert set(re.findall(r'href="#(\w+)"', diagram(terms()))) == classes


def test_the_alignment_speaks_of_our_terms_only() -> None:
    aligned = Graph().parse(data=ontology.text("alignment.ttl"), format="turtle")
    ours = {str(subject).removeprefix(BK) for subject in aligned.subjects() if str(subject).startswith(BK)}
    assert ours <= set(declared())
    assert {
        prefix
        for prefix in ("ePO", "a4g", "tbfy", "openbudgets", "schema.org")
        if prefix in ontology.text("alignment.ttl")
    } >= {"a4g", "tbfy", "openbudgets", "schema.org"}


def test_every_term_of_other_vocabularies_in_the_labels_is_used() -> None:
    code = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "kg").glob("*.py"))
    borrowed = {
        str(triple.subject)[1:-1].replace("#", "/").rsplit("/", 1)[1]
        for triple in ontology.file_triples("borrowed.ttl")
    }
    assert {name for name in borrowed if f".{name}" not in code} == set()


def test_every_mapped_code_is_listed() -> None:
    ours, theirs = (ontology.account_labels(f"{name}-economic", 2026) for name in ("department", "government"))
    mapping = ontology.economic_mapping()
    assert set(mapping) - set(ours) == set()
    assert {code for codes in mapping.values() for code in codes} - set(theirs) == set()
    assert {code for code in ours if len(code) == 5} - set(mapping) == set()


def test_the_account_scheme_of_a_year_is_a_sound_hierarchy() -> None:
    found = Graph()
    for triple in account_schemes(2026):
        found.parse(data=f"{triple} .", format="nt")
    concepts = set(found.subjects(RDF.type, SKOS.Concept))
    assert len(concepts) == sum(len(ontology.account_labels(scheme, 2026)) for scheme in LENGTHS)
    assert set(found.objects(None, SKOS.broader)) | set(found.objects(None, SKOS.relatedMatch)) <= concepts
    top = set(found.subjects(SKOS.topConceptOf, None))
    assert top | set(found.subjects(SKOS.broader, None)) == concepts
