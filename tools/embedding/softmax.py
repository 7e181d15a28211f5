"""Multinomial logistic regression on a sparse and a dense block, to convergence.

    minimise  (1/n) Σ -log p(y_i | x_i) + ‖W‖² / (2 C n)

The same objective as scikit-learn's, which stops far from its minimum at the default tolerance and
would store the dense block as sparse.
"""

import numpy as np
from scipy.optimize import minimize


class Softmax:
    def __init__(self, strength: float, steps: int = 300):
        self.strength, self.steps = strength, steps

    def fit(self, blocks: list, y: np.ndarray) -> "Softmax":
        n, k = len(y), int(y.max()) + 1
        widths = [b.shape[1] for b in blocks]
        borders = np.cumsum([0] + widths)
        transposed = [b.T.tocsr() if hasattr(b, "tocsr") else b.T for b in blocks]
        target = np.eye(k, dtype=np.float32)[y]

        def split(flat):
            w = flat[: borders[-1] * k].reshape(-1, k).astype(np.float32)
            return [w[a:b] for a, b in zip(borders, borders[1:])], flat[borders[-1] * k :].astype(np.float32)

        def objective(flat):
            parts, bias = split(flat)
            p = sum(b @ w for b, w in zip(blocks, parts)) + bias
            p -= p.max(axis=1, keepdims=True)
            chosen = p[np.arange(n), y].astype(np.float64)
            np.exp(p, out=p)
            total = p.sum(axis=1, keepdims=True)
            loss = float(np.mean(np.log(total[:, 0].astype(np.float64)) - chosen))
            p /= total
            p -= target
            p /= n
            gradient = np.concatenate([np.asarray(t @ p).ravel() for t in transposed] + [p.sum(axis=0)]).astype(np.float64)
            weights = flat[: borders[-1] * k]
            gradient[: borders[-1] * k] += weights / (self.strength * n)
            return loss + float(weights @ weights) / (2 * self.strength * n), gradient

        found = minimize(objective, np.zeros((borders[-1] + 1) * k), jac=True, method="L-BFGS-B",
                         options={"maxiter": self.steps, "ftol": 1e-7, "gtol": 1e-7, "maxcor": 8})
        self.parts, self.bias = split(found.x)
        self.iterations = found.nit
        return self

    def predict(self, blocks: list) -> np.ndarray:
        return (sum(b @ w for b, w in zip(blocks, self.parts)) + self.bias).argmax(axis=1)
