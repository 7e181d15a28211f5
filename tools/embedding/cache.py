"""Sentence vectors, computed once: a second run with more texts computes only the new ones."""

import hashlib
import sys
import time
from pathlib import Path

import numpy as np

import minilm

CHUNK = 8192


def key(ids: list[int]) -> bytes:
    return hashlib.sha256(np.asarray(ids, np.uint16).tobytes()).digest()[:16]


def vectors(folder: Path, texts_ids: list[list[int]]) -> np.ndarray:
    """Unit sentence vectors (n × 384, float16), from the cache in `folder` or computed."""
    folder.mkdir(parents=True, exist_ok=True)
    known: dict[bytes, np.ndarray] = {}
    files = sorted(folder.glob("*.npz"))
    for file in files:
        part = np.load(file)
        known.update(zip((k.tobytes() for k in part["keys"]), part["vectors"]))
    keys = [key(ids) for ids in texts_ids]
    missing = {k: i for i, k in enumerate(keys) if k not in known}
    todo = list(missing.values())
    if todo:
        encoder, started = minilm.Encoder(), time.monotonic()
        for start in range(0, len(todo), CHUNK):
            part = todo[start : start + CHUNK]
            found = encoder.encode([texts_ids[i] for i in part])
            np.savez(folder / f"{len(files) + start // CHUNK:06}.npz", vectors=found,
                     keys=np.array([np.frombuffer(keys[i], np.uint8) for i in part]))
            known.update((keys[i], v) for i, v in zip(part, found))
            done = start + len(part)
            rate = (time.monotonic() - started) / done
            print(f"sentence vectors: {done} of {len(todo)}, {rate * 1e3:.1f} ms each", file=sys.stderr, flush=True)
    return np.array([known[k] for k in keys])
