"""Where a query text departs from the SPARQL 1.1 grammar: the first token that cannot stand where it stands.

The engine decides whether a text is a query; its parser points past the fault, often at the end. This recogniser
follows the grammar (https://www.w3.org/TR/sparql11-query/#sparqlGrammar, rule names in brackets) token by token and is
asked only about a text that the engine has refused. It finds nothing where the fault is no matter of grammar.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from search.sparql_cursor import CALLS, END, Cursor, Unfit
from search.sparql_text import position, read_tokens


@dataclass(frozen=True, slots=True)
class Fault:
    """1-based place of the first token that does not fit; ``expected`` is said in Chinese."""

    line: int
    column: int
    found: str
    expected: str


def find_fault(text: str) -> Fault | None:
    """The first fault of grammar in a text; None where the grammar finds none.

    >>> find_fault("SELECT * { ?s ?p }")
    Fault(line=1, column=18, found='}', expected='宾语')
    >>> find_fault("SELECT * { ?s ?p ?o }") is None
    True
    """
    cursor = Grammar(read_tokens(text))
    try:
        cursor.query()
    except Unfit as unfit:
        token = cursor.here
        if token.kind == "iri" and not token.text[1:2].isalpha():
            return None  # a comparison that lexes as an IRI
        line, column = position(text, token.at if token is not END else len(text.rstrip()))
        return Fault(line, column, token.text, str(unfit))
    return None


class Grammar(Cursor):
    """Queries and patterns."""

    # ---- [2] Query

    def query(self) -> None:
        while self.sees("BASE", "PREFIX"):
            if self.take("PREFIX"):
                self.kind("name", expected="前缀")
            else:
                self.need("BASE")
            self.kind("iri", expected="<IRI>")
        if self.sees("SELECT"):
            self.select()
        elif self.take("ASK"):
            self.dataset()
            self.where()
        elif self.take("DESCRIBE"):
            self.describe()
        elif self.take("CONSTRUCT"):
            self.construct()
        else:
            raise Unfit("SELECT、ASK、CONSTRUCT 或 DESCRIBE")
        self.modifiers()
        self.values_at_end()
        if self.here is not END:
            raise Unfit("查询到此结束")

    def select(self) -> None:
        """[9] SelectClause and the rest of the query up to its modifiers"""
        self.need("SELECT")
        self.take("DISTINCT", "REDUCED")
        if not self.take("*"):
            self.projection()
            self.many(self.projection, lambda: self.here.kind == "variable" or self.sees("("))
        self.dataset()
        self.where()

    def projection(self) -> None:
        if self.take("("):
            self.expression()
            self.need("AS")
            self.variable()
            self.need(")")
        else:
            self.kind("variable", expected="变量、（表达式 AS 变量）或 *")

    def describe(self) -> None:
        if not self.take("*"):
            self.kind("variable", "iri", "name", expected="变量、IRI 或 *")
            self.many(lambda: self.kind("variable", "iri", "name", expected=""), lambda: self.here.kind in ("variable", "iri", "name"))
        self.dataset()
        if self.sees("WHERE", "{"):
            self.where()

    def construct(self) -> None:
        if self.sees("{"):
            self.braces(self.triples)
            self.dataset()
            self.where()
        else:
            self.dataset()
            self.need("WHERE")
            self.braces(self.triples)

    def dataset(self) -> None:
        while self.take("FROM"):
            self.take("NAMED")
            self.iri()

    def modifiers(self) -> None:
        """[18] SolutionModifier"""
        if self.take("GROUP"):
            self.need("BY")
            self.condition()
            self.many(self.condition, self.starts_condition)
        if self.take("HAVING"):
            self.constraint()
            self.many(self.constraint, self.starts_condition)
        if self.take("ORDER"):
            self.need("BY")
            self.condition()
            self.many(self.condition, self.starts_condition)
        while self.take("LIMIT", "OFFSET"):
            self.kind("number", expected="整数")

    def starts_condition(self) -> bool:
        return self.here.kind in ("variable", "iri", "name") or self.sees("(", "ASC", "DESC", "EXISTS", "NOT") or self.here.word in CALLS

    def condition(self) -> None:
        """[20] GroupCondition, [24] OrderCondition"""
        if self.take("ASC", "DESC"):
            self.parenthesised()
        elif self.take("("):
            self.expression()
            if self.take("AS"):
                self.variable()
            self.need(")")
        elif self.here.kind == "variable":
            self.at += 1
        else:
            self.constraint()

    def values_at_end(self) -> None:
        if self.take("VALUES"):
            self.data_block()

    # ---- [53] GroupGraphPattern

    def where(self) -> None:
        self.take("WHERE")
        self.group()

    def group(self) -> None:
        self.braces(self.pattern)

    def braces(self, inside: Callable[[], None]) -> None:
        self.need("{")
        inside()
        self.need("}")

    def pattern(self) -> None:
        if self.sees("SELECT"):
            self.select()
            self.modifiers()
            self.values_at_end()
            return
        while not self.sees("}") and self.here is not END:
            self.part()

    def part(self) -> None:
        """[56] GraphPatternNotTriples or a block of triples"""
        if self.take("OPTIONAL", "MINUS", "LATERAL"):
            self.group()
        elif self.take("GRAPH"):
            self.kind("variable", "iri", "name", expected="图的 IRI 或变量")
            self.group()
        elif self.take("FILTER"):
            self.constraint()
        elif self.take("BIND"):
            self.need("(")
            self.expression()
            self.need("AS")
            self.variable()
            self.need(")")
        elif self.take("VALUES"):
            self.data_block()
        elif self.sees("{"):
            self.group()
            while self.take("UNION"):
                self.group()
        else:
            self.subject()
            if not self.sees("}"):
                self.after_triples()
            return
        self.take(".")

    def after_triples(self) -> None:
        if not self.take(".") and not (self.sees("{", "OPTIONAL", "MINUS", "LATERAL", "GRAPH", "FILTER", "BIND", "VALUES")):
            raise Unfit("“.”、“;”、“,”或“}”")

    def data_block(self) -> None:
        """[62] DataBlock"""
        if self.here.kind == "variable":
            self.at += 1
            self.braces(lambda: self.many(self.data_value, lambda: not self.sees("}") and self.here is not END))
            return
        self.need("(")
        self.many(self.variable, lambda: self.here.kind == "variable")
        self.need(")")
        self.braces(lambda: self.many(self.data_row, lambda: self.sees("(")))

    def data_row(self) -> None:
        self.need("(")
        self.many(self.data_value, lambda: not self.sees(")") and self.here is not END)
        self.need(")")

    def data_value(self) -> None:
        if not self.take("UNDEF"):
            self.term("值")

    # ---- [75] TriplesSameSubject, with paths

    def triples(self) -> None:
        while not self.sees("}") and self.here is not END:
            self.subject()
            if not self.take("."):
                return

    def subject(self) -> None:
        closed = self.sees("[", "(")
        self.node("主语，或 FILTER、OPTIONAL 等")
        if not (closed and self.sees(".", "}")):
            self.properties()

    def properties(self) -> None:
        self.verb()
        self.objects()
        while self.take(";"):
            if self.here.kind in ("variable", "iri", "name") or self.sees("a", "A", "^", "!", "("):
                self.verb()
                self.objects()

    def verb(self) -> None:
        if self.here.kind == "variable":
            self.at += 1
        else:
            self.path()

    def path(self) -> None:
        """[88] Path"""
        self.step()
        while self.take("|", "/"):
            self.step()

    def step(self) -> None:
        self.take("^")
        if self.take("!"):
            self.take("^")
            if not self.sees("("):
                self.name_of_property()
                return
        if self.take("("):
            if not self.take(")"):
                self.path()
                self.need(")")
        else:
            self.name_of_property()
        self.take("?", "*", "+")

    def name_of_property(self) -> None:
        if self.here.text != "a":
            self.kind("iri", "name", expected="谓语")
        else:
            self.at += 1

    def objects(self) -> None:
        self.node("宾语")
        while self.take(","):
            self.node("宾语")

    def node(self, expected: str) -> None:
        """[104] GraphNode"""
        if self.here.kind == "variable":
            self.at += 1
        elif self.take("["):
            if not self.take("]"):
                self.properties()
                self.need("]")
        elif self.take("("):
            self.many(lambda: self.node(expected), lambda: not self.sees(")") and self.here is not END)
            self.need(")")
        else:
            self.term(expected)
