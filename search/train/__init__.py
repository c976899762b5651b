"""How search/model was made: run ``python -m search.train DATA OUT`` to make it again on a CPU.

About 12 minutes on two cores, by the rates of a small run: 62,824 glosses at 150 to 180 a second, 220 steps of 0.7 s, and
the reading. The small run, ``--words 16000 --sample 8 --steps 40``, takes 2.6 minutes of processor time; on the questions of
tests/data/paraphrases.tsv, by vectors alone, it has hit@1 0.83 and hit@5 0.93, the shipped model 0.90 and 0.98.

Nothing here is imported by the rest of the package. DATA is a folder with ``cedict.txt.gz`` (CC-CEDICT),
``paras.jsonl.xz`` (paragraphs, one JSON string a line) and ``pairs.jsonl.xz`` (``[source, text, text]``, two texts that
belong together); search/model/NOTICE names what the shipped model was made from. No disclosure is among them.

1. ``vocabulary``: a Unigram tokenizer over jieba's words, chosen by frequency
2. ``meaning``: each word's dictionary glosses, encoded by an English sentence model
3. ``usage``: which words stand near it in the paragraphs (PPMI, singular values)
4. ``polish``: both joined, rotated, then trained on the pairs
5. ``export``: 8-bit rows in a sentence-transformers directory
"""
