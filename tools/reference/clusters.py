"""Makes Tests/Fixtures/reference/clusters.json: scikit-learn's k-means and NumPy's singular values.

    pip install -r tools/reference/requirements.txt
    python3 tools/reference/clusters.py

Rows are made up here and rounded to three decimals. Spherical k-means, which scikit-learn has not, is ten
lines of NumPy. No number comes from Earshot.
"""

import json
import pathlib
import platform

import numpy as np
import scipy.sparse
import sklearn
from sklearn.cluster import KMeans

FIXTURE = pathlib.Path(__file__).resolve().parents[2] / "Tests/Fixtures/reference/clusters.json"


def mixture(generator, n, d, k, noise):
    rows = generator.standard_normal((k, d))[generator.integers(0, k, n)]
    return (rows + noise * generator.standard_normal((n, d))).round(3)


def euclidean(rows, first, rounds):
    model = KMeans(len(first), init=first, n_init=1, max_iter=rounds, tol=0, algorithm="lloyd").fit(rows)
    return {"rounds": rounds, "inertia": model.inertia_, "labels": model.labels_.tolist()}


def spherical(rows, first, rounds):
    centroids = first / np.linalg.norm(first, axis=1, keepdims=True)
    for _ in range(rounds):
        labels = (rows @ centroids.T).argmax(axis=1)
        sums = np.stack([rows[labels == j].sum(axis=0) for j in range(len(first))])
        assert (np.bincount(labels, minlength=len(first)) > 0).all()
        centroids = sums / np.linalg.norm(sums, axis=1, keepdims=True)
    labels = (rows @ centroids.T).argmax(axis=1)
    inertia = float(((rows - centroids[labels]) ** 2).sum())
    return {"rounds": rounds, "inertia": inertia, "labels": labels.tolist()}


def main():
    generator = np.random.default_rng(20261122)
    rows = mixture(generator, 600, 8, 20, 0.6)
    first = rows[generator.choice(len(rows), 20, replace=False)]
    unit = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).round(4)
    # Columns shrink, as the terms of a corpus do; a third of the entries is there.
    sparse = generator.standard_normal((150, 80)) * (generator.random((150, 80)) < 0.3)
    sparse = (sparse * np.exp(-np.arange(80) / 12)).round(3)
    matrix = scipy.sparse.csr_matrix(sparse)
    left, values, right = np.linalg.svd(sparse, full_matrices=False)
    content = {
        "made_with": {
            "python": platform.python_version(),
            "numpy": np.__version__,
            "scipy": scipy.__version__,
            "scikit-learn": sklearn.__version__,
        },
        "rows": rows.tolist(),
        "first": first.tolist(),
        "unit": unit.tolist(),
        "euclidean": [euclidean(rows, first, rounds) for rounds in (1, 3, 7, 100)],
        "spherical": [spherical(unit, first, rounds) for rounds in (1, 3, 7, 40)],
        "svd": {
            "rows": [
                [matrix.indices[a:b].tolist(), matrix.data[a:b].tolist()]
                for a, b in zip(matrix.indptr[:-1], matrix.indptr[1:])
            ],
            "columns": 80,
            "singular_values": values[:20].tolist(),
            # |cosine| tells directions apart, not their signs.
            "first_direction": (right[0] * np.sign(right[0][np.abs(right[0]).argmax()])).tolist(),
            "squared_length": (left[:, :8] ** 2 * values[:8] ** 2).sum(axis=1).tolist(),
        },
    }
    text = json.dumps(content, separators=(",", ":"))
    FIXTURE.write_text(text.replace("],[", "],\n[") + "\n")


main()
