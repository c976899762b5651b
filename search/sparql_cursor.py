"""SPARQL 1.1 tokens read one after the other, terms and expressions: the part of the recogniser below the patterns."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable

from search.sparql_text import Token

CALLS = frozenset((
    "STR", "LANG", "LANGMATCHES", "DATATYPE", "BOUND", "IRI", "URI", "BNODE", "RAND", "ABS", "CEIL", "FLOOR",
    "ROUND", "CONCAT", "STRLEN", "UCASE", "LCASE", "ENCODE_FOR_URI", "CONTAINS", "STRSTARTS", "STRENDS",
    "STRBEFORE", "STRAFTER", "YEAR", "MONTH", "DAY", "HOURS", "MINUTES", "SECONDS", "TIMEZONE", "TZ", "NOW",
    "UUID", "STRUUID", "MD5", "SHA1", "SHA256", "SHA384", "SHA512", "COALESCE", "IF", "STRLANG", "STRDT",
    "SAMETERM", "ISIRI", "ISURI", "ISBLANK", "ISLITERAL", "ISNUMERIC", "REGEX", "SUBSTR", "REPLACE", "COUNT",
    "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT", "TRIPLE", "SUBJECT", "PREDICATE", "OBJECT",
    "ISTRIPLE", "ADJUST", "LANGDIR", "STRLANGDIR", "HASLANG", "HASLANGDIR",
))  # fmt: skip
"""[121] BuiltInCall and [127] Aggregate, with those of SPARQL 1.2 that the engine knows"""
END = Token("end", "", -1)


class Unfit(Exception):
    """The token at hand cannot stand here."""


class Cursor(ABC):
    """A place in the tokens; every method reads one rule of the grammar and raises Unfit at the token that breaks it."""

    def __init__(self, tokens: tuple[Token, ...]) -> None:
        self.tokens = tokens
        self.at = 0

    @property
    def here(self) -> Token:
        return self.tokens[self.at] if self.at < len(self.tokens) else END

    def sees(self, *texts: str) -> bool:
        return (self.here.word or self.here.text) in texts

    def take(self, *texts: str) -> bool:
        """Step over one of these words or marks."""
        if self.sees(*texts):
            self.at += 1
            return True
        return False

    def need(self, text: str) -> None:
        if not self.take(text):
            raise Unfit(text)

    def kind(self, *kinds: str, expected: str) -> None:
        if self.here.kind not in kinds:
            raise Unfit(expected)
        self.at += 1

    def many(self, rule: Callable[[], None], starts: Callable[[], bool]) -> None:
        while starts():
            rule()

    def iri(self) -> None:
        self.kind("iri", "name", expected="IRI")

    def variable(self) -> None:
        self.kind("variable", expected="变量")

    @abstractmethod
    def group(self) -> None:
        """[53] GroupGraphPattern, which EXISTS takes"""

    def term(self, expected: str) -> None:
        """[109] GraphTerm"""
        if self.here.kind == "string":
            self.at += 1
            if self.here.kind == "tag":
                self.at += 1
            elif self.take("^"):
                self.need("^")
                self.iri()
            return
        if self.take("+", "-"):
            self.kind("number", expected="数")
        elif not self.take("TRUE", "FALSE"):
            self.kind("iri", "name", "number", expected=expected)

    # ---- [110] Expression

    def constraint(self) -> None:
        if self.sees("("):
            self.parenthesised()
        elif self.here.kind in ("iri", "name") or self.here.word in CALLS or self.sees("EXISTS", "NOT"):
            self.primary()
        else:
            raise Unfit("括号中的条件或函数")

    def parenthesised(self) -> None:
        self.need("(")
        self.expression()
        self.need(")")

    def expression(self) -> None:
        self.comparison()
        while self.sees("|", "&"):
            mark = self.here.text
            self.need(mark)
            self.need(mark)
            self.comparison()

    def comparison(self) -> None:
        self.sum()
        if self.take("=", "<", ">"):
            self.take("=")
            self.sum()
        elif self.take("!"):
            self.need("=")
            self.sum()
        elif self.sees("IN", "NOT"):
            self.take("NOT")
            self.need("IN")
            self.arguments()

    def sum(self) -> None:
        self.unary()
        while self.take("+", "-", "*", "/"):
            self.unary()

    def unary(self) -> None:
        self.take("!", "-", "+")
        self.primary()

    def primary(self) -> None:
        if self.sees("("):
            self.parenthesised()
        elif self.here.kind == "variable":
            self.at += 1
        elif self.sees("EXISTS", "NOT"):
            self.take("NOT")
            self.need("EXISTS")
            self.group()
        elif self.here.word in CALLS:
            self.at += 1
            self.arguments()
        else:
            named = self.here.kind in ("iri", "name")
            self.term("变量、值或函数")
            if named and self.sees("("):
                self.arguments()

    def arguments(self) -> None:
        """[71] ArgList, with what aggregates may add"""
        self.need("(")
        self.take("DISTINCT")
        if not self.take("*") and not self.sees(")"):
            self.expression()
            while self.take(","):
                self.expression()
        if self.take(";"):
            self.need("SEPARATOR")
            self.need("=")
            self.kind("string", expected="字符串")
        self.need(")")
