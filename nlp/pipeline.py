"""The finders as a spaCy pipeline: ``doc.spans["number" | "standard" | "title" | "organisation" | "amount" | "date"]``.

Enters: normalised text. Leaves: a spaCy ``Doc`` whose tokens never cross the border of a found span, so that every
span aligns with the characters that were found. jieba alone splits 晋市财综〔2025〕20号 even when it is in its
dictionary, and drops the sign of a negative amount: therefore finding comes first and segmentation second.

The pipeline is declared in pipeline.cfg. Reading a document uses the finders directly (they are the same functions);
the pipeline is for those who want tokens beside the spans: search, trained components, analysts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import TYPE_CHECKING

from nlp.amounts import find_amounts
from nlp.dates import find_dates
from nlp.document_number import find_numbers
from nlp.format import plain
from nlp.organisation_names import find_raw_names
from nlp.policy_kind import kind_of
from nlp.policy_titles import find_titles

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

ATOMS = ("number", "standard", "amount", "date")
"""Finders whose spans are one token each."""


@dataclass(frozen=True, slots=True)
class Found:
    """Characters ``text[start:end]``; ``label`` its kind, ``value`` its canonical form ('' where there is none)."""

    start: int
    end: int
    label: str
    value: str


def found_numbers(text: str) -> Iterator[Found]:
    return (Found(n.start, n.end, n.kind, n.canonical) for n in find_numbers(text) if n.kind != "standard")


def found_standards(text: str) -> Iterator[Found]:
    return (Found(n.start, n.end, n.kind, n.canonical) for n in find_numbers(text) if n.kind == "standard")


def found_titles(text: str) -> Iterator[Found]:
    return (Found(t.start, t.end, kind_of(t.title), t.title) for t in find_titles(text))


def found_organisations(text: str) -> Iterator[Found]:
    return (Found(n.start, n.end, n.type, "") for n in find_raw_names(text))


def found_amounts(text: str) -> Iterator[Found]:
    return (Found(a.start, a.end, "amount", plain(a.value) or "") for a in find_amounts(text))


def found_dates(text: str) -> Iterator[Found]:
    return (Found(d.start, d.end, "date", d.iso) for d in find_dates(text))


FINDERS: dict[str, Callable[[str], Iterator[Found]]] = {
    "number": found_numbers,
    "standard": found_standards,
    "title": found_titles,
    "organisation": found_organisations,
    "amount": found_amounts,
    "date": found_dates,
}


@cache
def load_pipeline() -> Language:
    """The pipeline of pipeline.cfg, made once.

    >>> doc = load_pipeline()("根据川财综〔2025〕20号，支付四川某某建设有限公司27.77万元")
    >>> [(span.text, span.label_, span.kb_id_) for name in ("number", "amount") for span in doc.spans[name]]
    [('川财综〔2025〕20号', 'document', '川财综〔2025〕20号'), ('27.77万元', 'amount', '277700')]
    """
    from spacy.util import load_model_from_config
    from thinc.api import Config

    register()
    config = Config().from_str(files("nlp").joinpath("pipeline.cfg").read_text(encoding="utf-8"))
    return load_model_from_config(config, auto_fill=True)


@cache
def register() -> None:
    """Make the factory and the tokenizer of pipeline.cfg known to spaCy."""
    import spacy
    from spacy.language import Language

    def make_finder(nlp: Language, name: str, finder: str) -> Callable[[Doc], Doc]:
        find = FINDERS[finder]

        def component(doc: Doc) -> Doc:
            spans = []
            for found in find(doc.text):
                span = doc.char_span(
                    found.start, found.end, label=found.label, kb_id=found.value, alignment_mode="expand"
                )
                if span is not None:
                    spans.append(span)
            doc.spans[name] = spans
            return doc

        return component

    def make_tokenizer() -> Callable[[Language], BorderedJieba]:
        return lambda nlp: BorderedJieba(nlp.vocab)

    Language.factory("budgetkg_finder", func=make_finder, default_config={"finder": "number"})
    spacy.registry.tokenizers("budgetkg.bordered_jieba.v1", func=make_tokenizer)


class BorderedJieba:
    """spaCy tokenizer: jieba's words between the borders of what the finders found; blanks join the word before."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        from spacy.tokens import Doc

        words: list[str] = []
        spaces: list[bool] = []
        for word in tokens(text):
            if word == " " and words and not spaces[-1]:
                spaces[-1] = True
            else:
                words.append(word)
                spaces.append(False)
        return Doc(self.vocab, words=words, spaces=spaces)

    def to_bytes(self, *, exclude: Iterable[str] = ()) -> bytes:
        """Nothing to keep: the tokenizer is a function of the text."""
        return b""

    def from_bytes(self, data: bytes, *, exclude: Iterable[str] = ()) -> BorderedJieba:
        return self

    def to_disk(self, path: object, *, exclude: Iterable[str] = ()) -> None:
        """Nothing to keep."""

    def from_disk(self, path: object, *, exclude: Iterable[str] = ()) -> BorderedJieba:
        return self


def tokens(text: str) -> Iterator[str]:
    """``text`` in words; the words joined give ``text`` again.

    >>> list(tokens("支付川财综〔2025〕20号资金3.5万元"))
    ['支付', '川财综〔2025〕20号', '资金', '3.5万元']
    """
    import jieba

    jieba.setLogLevel(60)
    atoms: list[Found] = []
    borders = {0, len(text)}
    for name, find in FINDERS.items():
        for found in find(text):
            borders.update((found.start, found.end))
            if name in ATOMS:
                atoms.append(found)
    inside = {at for atom in atoms for at in range(atom.start + 1, atom.end)}
    starts = {atom.start for atom in atoms}
    cuts = sorted(borders - inside)
    for start, end in pairwise(cuts):
        if start in starts:
            yield text[start:end]
        else:
            yield from jieba.cut(text[start:end])
