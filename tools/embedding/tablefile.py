"""embedding-en.table: writing, reading, and pooling exactly as the product does.

Little-endian. Every section starts at a multiple of 64 bytes; gaps are zero.

    0   8 bytes  "ESEMB" 0 0 1     the last byte is the version
    8   u32      V                 rows
    12  u32      d                 dimensions, a multiple of 16
    16  u64 × 2  offset and size of the vocabulary: u32 × (V + 1) string offsets, counted from
                 the end of these offsets, then UTF-8
    32  u64 × 2  offset and size of the scales: f32 × V
    48  u64 × 2  offset and size of the rows: int8 × V × d
    …
    end u64      XXH3-64 (seed 0) of every byte before it
"""

import struct
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import xxhash

MAGIC = b"ESEMB\0\0\1"
ALIGNMENT = 64


@dataclass(frozen=True)
class Table:
    pieces: list[str]
    scales: np.ndarray
    rows: np.ndarray

    def floats(self) -> np.ndarray:
        return self.rows.astype(np.float32) * self.scales[:, None]

    def pool(self, ids: list[int]) -> np.ndarray:
        """Σ rows[id], float32, in the order of the pieces, divided by its length; zero for a text
        without known pieces."""
        v = np.zeros(self.rows.shape[1], np.float32)
        for i in ids:
            v += self.rows[i].astype(np.float32) * self.scales[i]
        length = np.sqrt(np.dot(v, v))
        return v / length if length > 0 else v


def quantized(pieces: list[str], table: np.ndarray) -> Table:
    """int8 with one scale a row: the largest magnitude of a row becomes 127."""
    largest = np.abs(table).max(axis=1)
    # One common factor changes no unit vector: the median row then has magnitudes near 1.
    largest = largest / np.median(largest[largest > 0])
    table = table * (largest / np.maximum(np.abs(table).max(axis=1), 1e-30))[:, None]
    scales = (largest / 127).astype(np.float32)
    rows = np.where(scales[:, None] > 0, np.rint(table / np.maximum(scales, 1e-30)[:, None]), 0)
    return Table(pieces, scales, np.clip(rows, -127, 127).astype(np.int8))


def encoded(table: Table) -> bytes:
    V, d = table.rows.shape
    assert len(table.pieces) == V and d % 16 == 0
    strings = [p.encode() for p in table.pieces]
    ends = np.cumsum([0] + [len(s) for s in strings]).astype("<u4")
    sections = [ends.tobytes() + b"".join(strings), table.scales.astype("<f4").tobytes(), table.rows.tobytes()]
    header, body, offset = MAGIC + struct.pack("<II", V, d), b"", ALIGNMENT
    for section in sections:
        header += struct.pack("<QQ", offset, len(section))
        body += section + bytes(-len(section) % ALIGNMENT)
        offset = ALIGNMENT + len(body)
    whole = header + bytes(ALIGNMENT - len(header)) + body
    return whole + struct.pack("<Q", xxhash.xxh3_64_intdigest(whole))


def read(path: Path) -> Table:
    raw = path.read_bytes()
    if raw[:8] != MAGIC:
        raise SystemExit(f"{path}: not an embedding table of version 1; run tools/embedding/make")
    if struct.unpack("<Q", raw[-8:])[0] != xxhash.xxh3_64_intdigest(raw[:-8]):
        raise SystemExit(f"{path}: damaged (checksum differs); run tools/embedding/make")
    V, d = struct.unpack_from("<II", raw, 8)
    (words, words_size), (scales, _), (rows, _) = (struct.unpack_from("<QQ", raw, 16 + 16 * i) for i in range(3))
    ends = np.frombuffer(raw, "<u4", V + 1, words)
    start = words + 4 * (V + 1)
    pieces = [raw[start + a : start + b].decode() for a, b in zip(ends, ends[1:])]
    return Table(pieces, np.frombuffer(raw, "<f4", V, scales),
                 np.frombuffer(raw, np.int8, V * d, rows).reshape(V, d))
