"""The study: what is chosen, on train rows only, and what the chosen table reaches on test rows.

Both use tables that never saw the text of the set they are measured on.
"""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
from sklearn.cluster import KMeans
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics import f1_score, normalized_mutual_info_score

import fit
import measure
import minilm
import tablefile
import texts
from material import Material, piece_ids
from softmax import Softmax

# Held out together: one fit serves four measurements, and is as far from them as a new company is.
# nlupp goes with banking77, whose bank it shares.
HELD_OUT = ("banking77", "nlupp", "clinc150", "cfpb_complaints", "app_reviews_minibar")
MEASURED = ("banking77", "clinc150", "cfpb_complaints", "app_reviews_minibar")
# The product chooses block scaling and strength again for each model; these are right for all sets.
SCALE, STRENGTH = np.float32(1), 30.0


def line(name: str, figures: list[dict[str, float]]) -> str:
    cells = ["/".join(f"{100 * v:.1f}" for v in m.values()) for m in figures]
    return f"| {name} | " + " | ".join(cells) + " |"


def grid(chosen: fit.Options) -> dict[str, tuple[fit.Options, tuple[str, ...]]]:
    """One choice moved at a time: options, and the kinds of text left out. Half the steps: settings compare the same, in half the time."""
    base = replace(chosen, steps=15)
    return {
        "chosen": (base, ()),
        "without WordNet": (base, ("wordnet",)),
        "a = 0.05": (replace(base, sif=5e-2), ()),
        "λ × 5": (replace(base, ridge=base.ridge * 5), ()),
        "d = 128": (replace(base, dimensions=128), ()),
        "no fit (mapped Model2Vec)": (replace(base, steps=0), ()),
        "without slips": (base, ("mistyped",)),
    }


def slipped(s: measure.Labelled, tokenizer):
    """Piece counts of the same texts with a slip in a tenth of their words."""
    random = texts.generator("slips " + s.name)
    return fit.counts(piece_ids(tokenizer, [texts.mistyped(t, 0.1, random) for t in s.texts]))


def agreement(m: Material, table: np.ndarray, name: str) -> float:
    """Correlation, over the pairs of 2000 texts, of the table's similarity with the transformer's."""
    rows = np.flatnonzero((m.source == name) & (m.kind == "whole"))
    rows = rows[texts.generator("agreement " + name).permutation(len(rows))[:2000]]
    e, s = measure.embed(table, m.counts[rows]), m.vectors[rows].astype(np.float32)
    pairs = np.triu_indices(len(rows), 1)
    return float(np.corrcoef((e @ e.T)[pairs], (s @ s.T)[pairs])[0, 1])


def kept(folder: Path, m: Material, key: str, compute):
    """A result of the study, from `folder` where this material had it: a broken-off study goes on."""
    file = folder / f"study-{m.fingerprint()}.json"
    known = json.loads(file.read_text()) if file.exists() else {}
    if key not in known:
        known[key] = compute()
        file.write_text(json.dumps(known, indent=1))
    return known[key]


def choices(m: Material, data: Path, folder: Path, chosen: fit.Options, say) -> list[str]:
    """One row a setting, one column a set."""
    tokenizer = minilm.tokenizer()
    sets = {n: measure.load(data, n, tokenizer) for n in MEASURED}
    lines = ["| table | " + " | ".join(sets) + " |", "|---" * (len(sets) + 1) + "|"]
    words = kept(folder, m, "words only", lambda: [measure.measure(None, s) for s in sets.values()])
    lines.append(line("words only", words))

    def figures(options: fit.Options, without: tuple[str, ...]) -> list[dict[str, float]]:
        table = m.table(options, without=HELD_OUT + without)
        found = []
        for n, s in sets.items():
            clean, slips = measure.embed(table, s.x), measure.embed(table, slipped(s, tokenizer))
            found.append({"agreement": agreement(m, table, n), **measure.measure(table, s, SCALE),
                          "slips": float(np.einsum("nd,nd->n", clean, slips).mean())})
        return found

    for name, (options, without) in grid(chosen).items():
        lines.append(line(name, kept(folder, m, f"{options} {without}", lambda: figures(options, without))))
        say(lines[-1])
    return lines


def accuracy(train: list, test: list, y_train: np.ndarray, y_test: np.ndarray) -> str:
    found = Softmax(STRENGTH).fit(train, y_train).predict(test)
    return f"{(found == y_test).mean():.4f} / {f1_score(y_test, found, average='macro'):.4f}"


def on_test(m: Material, data: Path, folder: Path, name: str, chosen: fit.Options, full: np.ndarray, say) -> list[str]:
    lines = kept(folder, m, f"test {name} {chosen}", lambda: test_lines(m, data, name, chosen, full))
    for text in lines:
        say(text)
    return lines


def test_lines(m: Material, data: Path, name: str, chosen: fit.Options, full: np.ndarray) -> list[str]:
    """Accuracy / macro-F1 of a softmax on test rows, and NMI of k-means, for int8 tables fitted
    without this set's text and with it."""
    tokenizer = minilm.tokenizer()
    rows = [r for r in texts.rows(data, name) if r["split"] in ("train", "test")]
    part = np.array([r["split"] == "train" for r in rows])
    y = np.unique([r["label"] for r in rows], return_inverse=True)[1]
    x = fit.counts(piece_ids(tokenizer, [r["text"] for r in rows]))
    words = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, token_pattern=r"(?u)\b\w+\b")
    train_words = words.fit_transform([r["text"] for r, p in zip(rows, part) if p]).astype(np.float32)
    test_words = words.transform([r["text"] for r, p in zip(rows, part) if not p]).astype(np.float32)

    held_out = m.table(chosen, without=(name,))
    tables = {
        "without this set's text": tablefile.quantized(minilm.vocabulary(), held_out).floats(),
        "as shipped": tablefile.quantized(minilm.vocabulary(), full).floats(),
    }
    lines = []
    for kind, table in tables.items():
        e = measure.embed(table, x)
        both = accuracy([train_words, SCALE * e[part]], [test_words, SCALE * e[~part]], y[part], y[~part])
        alone = accuracy([e[part]], [e[~part]], y[part], y[~part])
        clusters = KMeans(y.max() + 1, n_init=4, random_state=1).fit_predict(e[~part])
        nmi = normalized_mutual_info_score(y[~part], clusters)
        lines.append(f"| {name} | {kind} | {both} | {alone} | {nmi:.3f} |")
    return lines
