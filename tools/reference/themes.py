"""Makes Tests/Fixtures/reference/themes.json: scikit-learn's Ward trees on neighbour graphs, and how far
pairs of clusterings agree.

    pip install -r tools/reference/requirements.txt
    python3 tools/reference/themes.py

Rows are made up here and rounded to three decimals. No number comes from Earshot.
"""

import json
import pathlib
import platform

import numpy as np
import scipy.sparse
import scipy.sparse.csgraph
import sklearn
from sklearn.cluster import ward_tree
from sklearn.cluster._agglomerative import _hc_cut
from sklearn.metrics import (
    adjusted_mutual_info_score,
    adjusted_rand_score,
    normalized_mutual_info_score,
)

FIXTURE = pathlib.Path(__file__).resolve().parents[2] / "Tests/Fixtures/reference/themes.json"


def numbered(labels):
    """Labels numbered by their first rows."""
    numbers = {}
    return [numbers.setdefault(int(label), len(numbers)) for label in labels]


def tree(seed, n, d, k, degree):
    generator = np.random.default_rng(seed)
    rows = generator.standard_normal((k, d))[generator.integers(0, k, n)]
    rows = rows + 0.7 * generator.standard_normal((n, d))
    rows = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).round(3)
    products = rows @ rows.T
    np.fill_diagonal(products, -np.inf)
    nearest = np.argsort(-products, axis=1, kind="stable")[:, :degree]
    edges = scipy.sparse.coo_matrix(
        (np.ones(n * degree), (np.repeat(np.arange(n), degree), nearest.ravel())), shape=(n, n)
    ).tocsr()
    edges = edges + edges.T
    # scikit-learn adds edges of its own between parts that no edge joins.
    assert scipy.sparse.csgraph.connected_components(edges)[0] == 1
    children, _, leaves, _ = ward_tree(rows, connectivity=edges)
    cuts = [1, 2, 3, 5, 8, 13, 21, 34, n - 1, n]
    return {
        "rows": rows.tolist(),
        "degree": degree,
        "cuts": [{"k": c, "labels": numbered(_hc_cut(c, children, leaves))} for c in cuts],
    }


def agreement(a, b):
    a, b = np.asarray(a, dtype=int).tolist(), np.asarray(b, dtype=int).tolist()
    return {
        "a": a,
        "b": b,
        "ari": float(adjusted_rand_score(a, b)),
        "nmi": float(normalized_mutual_info_score(a, b)),
        "ami": float(adjusted_mutual_info_score(a, b)),
    }


def agreements():
    generator = np.random.default_rng(7)
    first = generator.integers(0, 5, 80)
    near = np.where(generator.random(80) < 0.8, first, generator.integers(0, 5, 80))
    skewed = np.minimum(generator.geometric(0.4, 80) - 1, 6)
    return [
        agreement(first, generator.integers(0, 7, 80)),
        agreement(first, near),
        agreement(first, skewed),
        agreement(first, first),
        agreement(first, (first + 2) % 5),
        agreement(first, np.zeros(80)),
        agreement(np.zeros(80), np.zeros(80)),
        agreement(first, np.arange(80)),
        agreement(np.zeros(9), np.arange(9)),
        agreement(np.arange(9), np.arange(9)[::-1]),
        agreement([0, 0, 1, 1], [0, 1, 0, 1]),
        agreement([0], [0]),
        agreement([], []),
    ]


if __name__ == "__main__":
    made_with = {
        "python": platform.python_version(),
        "numpy": np.__version__,
        "scikit-learn": sklearn.__version__,
    }
    trees = [tree(1, 60, 6, 4, 5), tree(2, 60, 16, 7, 8), tree(3, 61, 3, 3, 6)]
    text = json.dumps(
        {"made_with": made_with, "trees": trees, "agreements": agreements()}, separators=(",", ":")
    )
    FIXTURE.write_text(text.replace("],[", "],\n[").replace("},{", "},\n{") + "\n")
