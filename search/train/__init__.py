"""How search/model was made: run ``python -m search.train DATA OUT`` to make it again on a CPU (about 10 minutes).

Nothing here is imported by the rest of the package. DATA is a folder with ``cedict.txt.gz`` (CC-CEDICT),
``paras.jsonl.xz`` (paragraphs, one JSON string a line) and ``pairs.jsonl.xz`` (``[source, text, text]``, two texts that
belong together); search/model/NOTICE names what the shipped model was made from. No disclosure is among them.

1. ``vocabulary``: a Unigram tokenizer over jieba's words, chosen by frequency
2. ``meaning``: each word's dictionary glosses, encoded by an English sentence model
3. ``usage``: which words stand near it in the paragraphs (PPMI, singular values)
4. ``polish``: both joined, rotated, then trained on the pairs
5. ``export``: 8-bit rows in a sentence-transformers directory
"""
