"""Write disclosures of the genre with known truth: for scale, property tests and benchmarks.

``generate(seed, kind)`` gives a ``Generated``: the text a PDF extraction would leave, and the records that a faultless
reader would find in it. Seeded and deterministic; every name and figure is invented.
"""

from nlp.generate.document import KINDS, Generated, generate

__all__ = ["KINDS", "Generated", "generate"]
