"""Everything a fit needs, in arrays: piece counts, sentence vectors, weights, and where each text
comes from."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import xxhash
from scipy import sparse

import cache
import fit
import minilm
import texts

# Share of the texts that are fitted once more with slips of the keyboard, the share of their
# words that slip, and the weight of such a copy. Its target is the vector of the clean text: the
# pieces a mistyped word breaks into learn to say little, or the same.
MISTYPED_TEXTS, MISTYPED_WORDS, MISTYPED_WEIGHT = 0.35, 0.25, 0.5
WEIGHT = {"goemotions": 0.5, "wordnet": 0.5}


@dataclass(frozen=True)
class Material:
    source: np.ndarray
    # "whole", "fragment" or "mistyped".
    kind: np.ndarray
    counts: sparse.csr_matrix
    vectors: np.ndarray
    weight: np.ndarray
    # V × 384: what the transformer makes of each piece alone.
    pieces: np.ndarray

    def fingerprint(self) -> str:
        """Changes whenever a text, a weight or the order does."""
        state = xxhash.xxh3_64()
        for part in (self.counts.indices, self.counts.indptr, self.weight, self.vectors[::97].copy()):
            state.update(np.ascontiguousarray(part).tobytes())
        return state.hexdigest()

    def table(self, options: fit.Options, without: tuple[str, ...] = (), report=None) -> np.ndarray:
        """A table fitted without the texts of some sets or kinds."""
        keep = np.flatnonzero(~np.isin(self.source, without) & ~np.isin(self.kind, without))
        return fit.fit(self.counts[keep], self.vectors[keep], self.pieces, self.weight[keep], options, report)


def piece_ids(tokenizer, items: list[str]) -> list[list[int]]:
    return [e.ids for e in tokenizer.encode_batch(items, add_special_tokens=False)]


def gather(data: Path, wordnet: Path | None, folder: Path) -> Material:
    """Reads, cuts, mistypes and encodes all texts; sentence vectors come from the cache in
    `folder` where they are known."""
    tokenizer = minilm.tokenizer()
    found = texts.collect(data, wordnet)
    ids = piece_ids(tokenizer, [t.text for t in found])
    vectors = cache.vectors(folder / "vectors", ids)
    pieces = cache.vectors(folder / "pieces", [[i] for i in range(fit.V)]).astype(np.float32)
    # Pieces that stand for no text keep a row of zeros.
    for i, piece in enumerate(minilm.vocabulary()):
        if piece.startswith("[") and piece.endswith("]") and len(piece) > 1:
            pieces[i] = 0

    random = texts.generator("mistyped")
    again = [i for i, t in enumerate(found) if random.random() < MISTYPED_TEXTS and t.source != "wordnet"]
    slips = piece_ids(tokenizer, [texts.mistyped(found[i].text, MISTYPED_WORDS, random) for i in again])
    weight = np.array([WEIGHT.get(t.source, 1.0) for t in found], np.float32)
    source = np.array([t.source for t in found])
    kind = np.array([t.kind for t in found] + ["mistyped"] * len(again))
    return Material(
        np.concatenate([source, source[again]]), kind, fit.counts(ids + slips), np.concatenate([vectors, vectors[again]]),
        np.concatenate([weight, MISTYPED_WEIGHT * weight[again]]), pieces)
