"""Makes models/embedding-en.table and its card. `make` calls it; see there for the set-up."""

import argparse
import sys
import time
from collections import Counter
from pathlib import Path

import numpy as np

import card
import fit
import minilm
import study
import tablefile
from material import gather

# Chosen by the study (train rows of sets whose text the table never saw); see the card.
CHOSEN = fit.Options(dimensions=256, ridge=0.3, steps=30, sif=1e-2)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="the folder with the labelled sets")
    parser.add_argument("--wordnet", type=Path, required=True, help="the folder with WordNet's data.* files")
    parser.add_argument("--cache", type=Path, required=True, help="where sentence vectors are kept")
    parser.add_argument("--models", type=Path, required=True, help="where the table and its card go")
    parser.add_argument("--study", choices=("none", "test", "all"), default="all",
                        help="what is measured besides making the table: nothing; test rows; also every choice")
    options = parser.parse_args()
    started = time.monotonic()

    def say(text: str) -> None:
        print(f"[{time.monotonic() - started:6.0f} s] {text}", file=sys.stderr, flush=True)

    say("reading texts, computing sentence vectors (cached)")
    m = gather(options.data, options.wordnet, options.cache)
    say(f"{len(m.source)} texts: {dict(Counter(m.source.tolist()))}")
    full = m.table(CHOSEN, report=lambda i, l, c: say(f"step {i}: loss {l:.0f}, mean cosine {c:.4f}"))
    stored = tablefile.quantized(minilm.vocabulary(), full)
    raw = tablefile.encoded(stored)
    options.models.mkdir(parents=True, exist_ok=True)
    path = options.models / "embedding-en.table"
    path.write_bytes(raw)
    assert np.array_equal(tablefile.read(path).rows, stored.rows)
    say(f"{path.name}: {len(raw)} bytes")

    tests = []
    if options.study != "none":
        for name in ("banking77", "clinc150"):
            tests += study.on_test(m, options.data, options.cache, name, CHOSEN, full, say)
    choices = study.choices(m, options.data, options.cache, CHOSEN, say) if options.study == "all" else []
    card.write(options.models / "embedding-en.md", raw, m, CHOSEN, choices, tests)
    say("card written")


if __name__ == "__main__":
    main()
