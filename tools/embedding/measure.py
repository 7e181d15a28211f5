"""How good a table is for a set of labelled texts: on train rows only, for choosing.

Classification is kernel ridge regression on one-hot labels with its exact leave-one-out answer
(Rasmussen & Williams 2006, 5.4.2), which ranks features as the product's softmax does at a
fraction of its time; clustering is k-means with the true k.
"""

from dataclasses import dataclass, field

import numpy as np
from scipy.linalg import cho_factor, cho_solve
from sklearn.cluster import KMeans
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics import normalized_mutual_info_score

import fit
import texts as corpus

ROWS = 3000
# Labels that say nothing of a text's topic.
EMPTY_LABELS = {"contentonly", "outofdomain"}


@dataclass
class Labelled:
    """A labelled set, sampled: piece counts, labels 0..<k, and the kernel of words 1-2-grams."""

    name: str
    texts: list[str]
    y: np.ndarray
    x: object = None
    words: np.ndarray = field(default=None, repr=False)


def load(data, name: str, tokenizer) -> Labelled:
    rows = [r for r in corpus.train_rows(data, name)
            if r.get("split") != "oos_train" and r["label"].strip() and r["label"] not in EMPTY_LABELS]
    count: dict[str, int] = {}
    for r in rows:
        count[r["label"]] = count.get(r["label"], 0) + 1
    rows = corpus.sample([r for r in rows if count[r["label"]] >= 15], ROWS, "measure " + name)
    labels = sorted({r["label"] for r in rows})
    found = Labelled(name, [r["text"] for r in rows], np.array([labels.index(r["label"]) for r in rows]))
    found.x = fit.counts([e.ids for e in tokenizer.encode_batch(found.texts, add_special_tokens=False)])
    w = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, token_pattern=r"(?u)\b\w+\b").fit_transform(found.texts)
    found.words = (w @ w.T).toarray().astype(np.float32)
    return found


def embed(table: np.ndarray, x) -> np.ndarray:
    return fit.unit(x @ table)


def leave_one_out(kernel: np.ndarray, y: np.ndarray, ridge: float) -> float:
    """Share of rows whose label kernel ridge regression finds without them."""
    n = len(y)
    k = kernel + np.float32(1)
    k[np.diag_indices(n)] += ridge
    factor = cho_factor(k, lower=True, overwrite_a=True, check_finite=False)
    inverse = cho_solve(factor, np.eye(n, dtype=np.float32), overwrite_b=True, check_finite=False)
    target = np.eye(y.max() + 1, dtype=np.float32)[y]
    left_out = target - (inverse @ target) / np.diag(inverse)[:, None]
    return float((left_out.argmax(1) == y).mean())


def few(kernel: np.ndarray, y: np.ndarray, each: int, draws: int, ridge: float, name: str) -> float:
    """Accuracy when `each` rows a label are known, the mean of several draws."""
    random = corpus.generator("few " + name)
    scores = []
    for _ in range(draws):
        order = random.permutation(len(y))
        known = np.concatenate([order[y[order] == c][:each] for c in range(y.max() + 1)])
        rest = np.setdiff1d(order, known)
        k = kernel[np.ix_(known, known)] + np.float32(1)
        k[np.diag_indices(len(known))] += ridge
        target = np.eye(y.max() + 1, dtype=np.float32)[y[known]]
        coefficients = np.linalg.solve(k, target)
        scores.append(((kernel[np.ix_(rest, known)] @ coefficients).argmax(1) == y[rest]).mean())
    return float(np.mean(scores))


def nmi(e: np.ndarray, y: np.ndarray) -> float:
    found = KMeans(int(y.max()) + 1, n_init=2, max_iter=40, random_state=1).fit_predict(e)
    return float(normalized_mutual_info_score(y, found))


def measure(table: np.ndarray | None, s: Labelled, scale: float = 1.0, clusters: bool = True) -> dict[str, float]:
    """Leave-one-out accuracy with words (`both`) and without (`alone`), ten a label, NMI."""
    if table is None:
        return {"both": leave_one_out(s.words.copy(), s.y, 0.3), "few": few(s.words, s.y, 10, 3, 0.3, s.name)}
    e = embed(table, s.x)
    alone = e @ e.T
    both = s.words + np.float32(scale**2) * alone
    found = {
        "both": leave_one_out(both.copy(), s.y, 0.3),
        "alone": leave_one_out(alone.copy(), s.y, 0.1),
        "few": few(both, s.y, 10, 3, 0.3, s.name),
    }
    if clusters:
        found["nmi"] = nmi(e, s.y)
    return found
