"""Fits the table: rows whose plain sum points where the sentence transformer points.

    minimise over W   Σ_i c_i · (1 - cos(x_i W, y_i)) + λ · ‖W - W0‖²

x_i counts the pieces of text i (V = 30,522), y_i is its sentence vector in d dimensions, c_i the
weight of its set. Cosine, not squared distance, because the reader divides the sum by its length:
what is fitted is exactly what is used, and a row's length becomes its weight.

W0 is the table that needs no row of its own: what the transformer makes of each piece alone
(Tulkens & van Dongen 2024, Model2Vec), times a smooth inverse frequency (Arora et al. 2017), mapped
linearly onto the sentence vectors. Rows of pieces that no text holds keep it.
"""

from dataclasses import dataclass

import numpy as np
from scipy import sparse

V = 30_522
UNK = 100


@dataclass(frozen=True)
class Options:
    dimensions: int = 256
    ridge: float = 1.0
    steps: int = 40
    # Smooth inverse frequency: weight a / (a + p) of a piece with share p.
    sif: float = 1e-3
    # Share of a principal component's spread that is taken out: 0 keeps it, 1 makes all equal.
    whitening: float = 0.0
    centred: bool = False
    memory: int = 6


def counts(texts_ids: list[list[int]]) -> sparse.csr_matrix:
    """n × V, how often each piece stands in each text; [UNK] counts nothing."""
    indptr = np.cumsum([0] + [len(x) for x in texts_ids])
    indices = np.fromiter((i for x in texts_ids for i in x), np.int32, count=indptr[-1])
    data = (indices != UNK).astype(np.float32)
    x = sparse.csr_matrix((data, indices, indptr), shape=(len(texts_ids), V))
    x.sum_duplicates()
    x.eliminate_zeros()
    return x


def unit(x: np.ndarray) -> np.ndarray:
    return x / np.maximum(np.linalg.norm(x, axis=1, keepdims=True), 1e-12)


@dataclass(frozen=True)
class Projection:
    """Sentence vectors to d dimensions: (s - mean) @ axes."""

    mean: np.ndarray
    axes: np.ndarray
    spread: np.ndarray

    def __call__(self, s: np.ndarray) -> np.ndarray:
        return (s.astype(np.float32) - self.mean) @ self.axes


def project(s: np.ndarray, weight: np.ndarray, options: Options) -> Projection:
    """The d principal axes of the sentence vectors."""
    s = s.astype(np.float32)
    w = weight / weight.sum()
    mean = w @ s if options.centred else np.zeros(s.shape[1], np.float32)
    moment = ((s - mean) * w[:, None]).T @ (s - mean)
    values, axes = np.linalg.eigh(moment.astype(np.float64))
    values, axes = values[::-1][: options.dimensions], axes[:, ::-1][:, : options.dimensions]
    # The sign of an eigenvector is free: make it the same on every machine.
    axes = axes * np.sign(axes[np.abs(axes).argmax(axis=0), np.arange(axes.shape[1])])
    return Projection(mean.astype(np.float32), axes.astype(np.float32), np.sqrt(values).astype(np.float32))


def inverse_frequency(x: sparse.csr_matrix, weight: np.ndarray, a: float) -> np.ndarray:
    """a / (a + p) of each piece. p is the share in our text, mixed with a Zipf share by the
    vocabulary's own order (the file is sorted by frequency), so that a piece never met here is
    not taken for the rarest word of English."""
    seen = x.T @ weight
    rank = np.arange(1, V + 1, dtype=np.float64)
    zipf = 1 / (rank + 2.7)
    zipf[:999] = zipf[999]  # ids below 999 are placeholders and single characters, out of order
    p = 0.9 * seen / seen.sum() + 0.1 * zipf / zipf.sum()
    return (a / (a + p)).astype(np.float32)


def start_table(x: sparse.csr_matrix, y: np.ndarray, pieces: np.ndarray, weight: np.ndarray,
                options: Options) -> np.ndarray:
    """W0 = diag(sif) · [pieces] · A, with A the least-squares map of the pooled pieces onto y."""
    sif = inverse_frequency(x, weight, options.sif)
    z = pieces * sif[:, None]
    z[UNK] = 0
    pooled = x @ z
    pooled /= np.maximum((x @ sif)[:, None], 1e-6)
    left = (pooled * weight[:, None]).T
    gram = (left @ pooled).astype(np.float64)
    gram[np.diag_indices_from(gram)] += 1e-3 * np.trace(gram) / len(gram)
    a = np.linalg.solve(gram, (left @ y).astype(np.float64))
    return (z @ a.astype(np.float32)).astype(np.float32)


def loss_and_gradient(w, w0, x, xt, y, weight, ridge):
    u = x @ w
    length = np.maximum(np.sqrt(np.einsum("nd,nd->n", u, u)), 1e-6)
    u /= length[:, None]
    cosine = np.einsum("nd,nd->n", u, y)
    loss = float(weight @ (1 - cosine))
    # d(1 - cos)/du = -(y - cos·û) / |u|
    u *= cosine[:, None]
    u -= y
    u *= (weight / length)[:, None]
    gradient = xt @ u
    move = w - w0
    loss += ridge * float(np.vdot(move, move))
    gradient += (2 * ridge) * move
    gradient[UNK] = 0
    return loss, gradient, cosine


def descend(w0, x, y, weight, options: Options, report=None) -> np.ndarray:
    """L-BFGS (Nocedal 1980) from W0, in variables scaled by the curvature's diagonal: a row met
    in ten thousand texts and one met in three then take steps of their own size."""
    xt = x.T.tocsr()
    length = np.maximum(np.linalg.norm(x @ w0, axis=1), 1e-6)
    curvature = x.power(2).T @ (weight / length**2) / options.dimensions
    scale = (1 / np.sqrt(curvature * 4 + 2 * options.ridge)).astype(np.float32)[:, None]

    w = w0.copy()
    loss, gradient, cosine = loss_and_gradient(w, w0, x, xt, y, weight, options.ridge)
    gradient *= scale
    history = []
    for step in range(options.steps):
        direction = -gradient
        alphas = []
        for s, g, rho in reversed(history):
            alpha = rho * float(np.vdot(s, direction))
            direction -= alpha * g
            alphas.append(alpha)
        if history:
            s, g, rho = history[-1]
            direction *= 1 / (rho * float(np.vdot(g, g)))
        for (s, g, rho), alpha in zip(history, reversed(alphas)):
            direction += (alpha - rho * float(np.vdot(g, direction))) * s
        slope = float(np.vdot(direction, gradient))
        size = 1.0
        while True:
            tried = w + (size * scale) * direction
            new_loss, new_gradient, cosine = loss_and_gradient(tried, w0, x, xt, y, weight, options.ridge)
            if new_loss <= loss + 1e-4 * size * slope or size < 1e-3:
                break
            size /= 2
        new_gradient *= scale
        direction *= size
        change = new_gradient - gradient
        product = float(np.vdot(direction, change))
        if product > 1e-10:
            history = (history + [(direction, change, 1 / product)])[-options.memory :]
        fell = loss - new_loss
        w, loss, gradient = tried, new_loss, new_gradient
        if report:
            report(step, loss, float(cosine.mean()))
        if fell < 1e-5 * loss:
            break
    return w


def whitened(w: np.ndarray, spread: np.ndarray, share: float) -> np.ndarray:
    """Columns divided by spread^share: linear, so it may be done to the rows after the fit."""
    return w * (spread / spread.mean()) ** -share


def fit(x, s, pieces, weight, options: Options, report=None) -> np.ndarray:
    """The table, V × d float32: texts as counts x, their sentence vectors s, the vectors of the
    pieces alone, and a weight for each text."""
    weight = weight.astype(np.float32)
    projection = project(s, weight, options)
    y = unit(projection(s))
    w0 = start_table(x, y, pieces, weight, options)
    w = descend(w0, x, y, weight, options, report)
    return whitened(w, projection.spread, options.whitening)
