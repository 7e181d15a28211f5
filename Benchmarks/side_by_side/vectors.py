"""Rows to cluster: texts as the shipped static embedding sees them, and rows without any structure."""

import csv
import struct
import unicodedata
from pathlib import Path

import numpy


class Table:
    """models/embedding-en.table: word pieces and their vectors (its format: EarshotTagging/EmbeddingTable)."""

    def __init__(self, path: Path):
        data = path.read_bytes()
        count, self.dimension = struct.unpack_from("<II", data, 8)
        (words, words_size), (scales, _), (rows, _) = (
            struct.unpack_from("<QQ", data, 16 + 16 * i) for i in range(3)
        )
        ends = numpy.frombuffer(data, "<u4", count + 1, words)
        letters = data[words + 4 * (count + 1) : words + words_size]
        self.ids = {letters[ends[i] : ends[i + 1]].decode(): i for i in range(count)}
        scale = numpy.frombuffer(data, "<f4", count, scales)
        self.rows = numpy.frombuffer(data, "i1", count * self.dimension, rows).reshape(count, -1) * scale[:, None]

    def pieces(self, text):
        """BERT's pieces, near enough for a benchmark."""
        plain = "".join(c for c in unicodedata.normalize("NFD", text.lower()) if unicodedata.category(c) != "Mn")
        found = []
        for word in "".join(c if c.isalnum() else f" {c} " for c in plain).split():
            start, own = 0, []
            while start < len(word):
                for end in range(len(word), start, -1):
                    name = word[start:end] if start == 0 else "##" + word[start:end]
                    if name in self.ids:
                        own.append(self.ids[name])
                        start = end
                        break
                else:
                    own = []
                    break
            found += own
        return found

    def vectors(self, texts, dimension):
        """Unit rows of the first dimensions."""
        rows = numpy.array([self.rows[self.pieces(text)].sum(axis=0)[:dimension] for text in texts], "f4")
        lengths = numpy.linalg.norm(rows, axis=1, keepdims=True)
        return (rows / numpy.where(lengths > 0, lengths, 1)).astype("f4")


def texts(path: Path, without=()):
    with open(path, encoding="utf-8", newline="") as file:
        return [row["text"] for row in csv.DictReader(file) if row["label"] not in without]


def sets(root: Path):
    """(name, rows, k): real texts where they lie beside the project, else a mixture; then the worst case."""
    generator = numpy.random.default_rng(1)
    shared = root / "../shared/data"
    if (shared / "clinc150.csv").exists() and (shared / "banking77.csv").exists():
        table = Table(root / "models/embedding-en.table")
        clinc = texts(shared / "clinc150.csv", without=("oos", "out_of_scope"))
        order = generator.permutation(len(clinc))[:20_000]
        yield "clinc150", table.vectors([clinc[i] for i in order], 128), 150
        yield "banking77", table.vectors(texts(shared / "banking77.csv")[:10_000], 256), 77
    else:
        for n, d, k in ((20_000, 128, 150), (10_000, 256, 77)):
            centers = generator.standard_normal((k, d))
            rows = centers[generator.integers(0, k, n)] + 1.5 * generator.standard_normal((n, d))
            yield "mixture", (rows / numpy.linalg.norm(rows, axis=1, keepdims=True)).astype("f4"), k
    yield "normal numbers", generator.standard_normal((20_000, 128)).astype("f4"), 150
