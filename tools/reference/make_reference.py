"""Makes the reference numbers that the tests compare with: Tests/Fixtures/reference/*.json.

    pip install -r tools/reference/requirements.txt
    python3 tools/reference/make_reference.py

Every number comes from scikit-learn, SciPy or NumPy, none from Earshot. The versions used stand in each
file under "made_with". Running it again with those versions changes nothing.
"""

import json
import pathlib
import platform

import numpy as np
import scipy
import scipy.optimize
import scipy.special
import scipy.stats
import sklearn
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import (
    accuracy_score,
    f1_score,
    log_loss,
    precision_recall_fscore_support,
)
from sklearn.multiclass import OneVsRestClassifier
from sklearn.preprocessing import MultiLabelBinarizer

FIXTURES = pathlib.Path(__file__).resolve().parents[2] / "Tests" / "Fixtures"


def write(name, content):
    made_with = {
        "python": platform.python_version(),
        "numpy": np.__version__,
        "scipy": scipy.__version__,
        "scikit-learn": sklearn.__version__,
    }
    path = FIXTURES / "reference" / f"{name}.json"
    text = json.dumps({"made_with": made_with, **content}, separators=(",", ":"))
    # One entry a line keeps differences readable.
    path.write_text(text.replace("],[", "],\n[").replace("},{", "},\n{") + "\n")


def binomial():
    rows = []
    for n in (1, 2, 3, 5, 10, 20, 50, 100, 200, 311, 500, 1000, 1999, 2000):
        counts = {0, 1, n // 10, n // 2, 9 * n // 10, 19 * n // 20, 99 * n // 100, n - 1, n}
        for s in sorted(counts):
            for level in (0.90, 0.95, 0.99):
                lower = scipy.stats.beta.ppf(1 - level, s, n - s + 1) if s > 0 else 0.0
                upper = scipy.stats.beta.ppf(level, s + 1, n - s) if s < n else 1.0
                rows.append([n, s, level, float(lower), float(upper)])
    write("binomial", {"columns": ["n", "successes", "level", "lower", "upper"], "rows": rows})


def incomplete_beta():
    rows = []
    for a in (0.5, 1, 2.5, 10, 97, 1000):
        for b in (0.5, 1, 3, 41.5, 2000):
            for x in (1e-6, 0.01, 0.1, 0.3, 0.5, 0.77, 0.95, 0.999):
                rows.append([x, a, b, float(scipy.special.betainc(a, b, x))])
    write("incomplete-beta", {"columns": ["x", "a", "b", "value"], "rows": rows})


def tfidf():
    lines = (FIXTURES / "sentences.tsv").read_text().splitlines()
    texts = [line.split("\t")[1] for line in lines]

    def block(vectorizer):
        rows = vectorizer.fit_transform(texts).tocsr()
        values = [sorted(rows[i].data.tolist()) for i in range(rows.shape[0])]
        return {"terms": rows.shape[1], "values": [[round(v, 8) for v in row] for row in values]}

    words = TfidfVectorizer(
        sublinear_tf=True, norm="l2", ngram_range=(1, 2), token_pattern=r"\S+", min_df=1)
    pieces = TfidfVectorizer(
        sublinear_tf=True, norm="l2", analyzer="char_wb", ngram_range=(2, 5), min_df=2)
    write("tfidf", {"words": block(words), "pieces": block(pieces)})


def regression():
    random = np.random.default_rng(7)
    n, d, k = 60, 12, 5
    # Sparse rows with a few values each, rounded so that JSON holds them exactly enough.
    x = np.where(random.random((n, d)) < 0.4, random.normal(size=(n, d)), 0).round(3)
    truth = random.normal(size=(d, k))
    y = np.array([int(np.argmax(row @ truth + random.gumbel(size=k))) for row in x])
    multi = ((x @ truth + random.logistic(size=(n, k))) > 0.8).astype(int)
    weights = random.choice([0.5, 1.0, 3.0], size=n)
    constant = np.hstack([x, np.ones((n, 1))])
    fits = []
    for strength in (0.1, 1.0, 10.0):
        for name, importance in (("equal", np.ones(n)), ("weighted", weights)):
            options = dict(C=strength, fit_intercept=False, tol=1e-8, max_iter=20000)
            model = LogisticRegression(solver="lbfgs", **options)
            model.fit(constant, y, sample_weight=importance)
            scores = constant @ model.coef_.T
            log_sum = scipy.special.logsumexp(scores, axis=1)
            loss = float((importance * (log_sum - scores[np.arange(n), y])).sum())
            objective = 0.5 * float((model.coef_**2).sum()) + strength * loss
            order = np.sort(scores, axis=1)
            fits.append({
                "kind": "softmax", "strength": strength, "importance": name,
                "objective": objective, "guesses": scores.argmax(axis=1).tolist(),
                "margins": (order[:, -1] - order[:, -2]).round(6).tolist()})
            rest = OneVsRestClassifier(LogisticRegression(solver="lbfgs", **options))
            if name == "equal":
                rest.fit(constant, multi)
                coefficients = np.vstack([e.coef_ for e in rest.estimators_])
                scores = constant @ coefficients.T
                loss = float((np.logaddexp(0, scores) - multi * scores).sum())
                objective = 0.5 * float((coefficients**2).sum()) + strength * loss
                fits.append({
                    "kind": "oneVersusRest", "strength": strength, "importance": name,
                    "objective": objective, "guesses": (scores > 0).astype(int).ravel().tolist(),
                    "margins": np.abs(scores).ravel().round(6).tolist()})
    write("logistic-regression", {
        "x": x.tolist(), "y": y.tolist(), "multi": multi.tolist(),
        "importance": weights.tolist(), "label_count": k, "fits": fits})


def temperature():
    random = np.random.default_rng(11)
    cases = []
    for kind in ("softmax", "oneVersusRest"):
        for true_temperature in (0.4, 1.0, 2.5):
            z = (random.normal(size=(150, 4)) * 3).round(4)
            scaled = z / true_temperature
            if kind == "softmax":
                labels = [[int(np.argmax(row + random.gumbel(size=4)))] for row in scaled]
            else:
                drawn = random.random(z.shape) < scipy.special.expit(scaled)
                labels = [np.flatnonzero(row).tolist() for row in drawn]

            def loss(log_t):
                s = z / np.exp(log_t)
                right = np.array([s[i, l].sum() for i, l in enumerate(labels)])
                if kind == "softmax":
                    total = scipy.special.logsumexp(s, axis=1)
                else:
                    total = np.logaddexp(0, s).sum(axis=1)
                return float((total - right).mean())

            best = scipy.optimize.minimize_scalar(
                loss, bounds=(-3, 3), method="bounded", options={"xatol": 1e-10})
            cases.append({
                "kind": kind, "scores": z.tolist(), "labels": labels,
                "temperature": float(np.exp(best.x)), "loss": float(best.fun),
                "loss_at_1": loss(0.0)})
    write("temperature", {"cases": cases})


def reliability():
    random = np.random.default_rng(13)
    cases = []
    for n, decimals in ((100, 2), (257, 4), (1000, 3)):
        confidence = random.beta(5, 1, size=n).round(decimals)
        right = random.random(n) < confidence**1.3
        bins = np.minimum((confidence * 15).astype(int), 14)
        ece = sum(
            (bins == b).mean() * abs(right[bins == b].mean() - confidence[bins == b].mean())
            for b in range(15) if (bins == b).any())
        coverage = {}
        for target in (0.8, 0.9, 0.95, 0.99):
            shares = [
                float((confidence >= c).mean()) for c in np.unique(confidence)
                if right[confidence >= c].mean() >= target]
            coverage[str(target)] = max(shares, default=0.0)
        cases.append({
            "confidence": confidence.tolist(), "right": right.astype(int).tolist(),
            "ece": float(ece), "coverage": coverage})
    write("reliability", {"cases": cases})


def evaluation():
    random = np.random.default_rng(17)
    names = list("abcdefg")
    n = 200
    # "g" is never true, "f" is never guessed.
    truth = random.choice(list("abcdef"), size=n, p=[0.35, 0.25, 0.2, 0.1, 0.07, 0.03])
    guess = np.where(random.random(n) < 0.7, truth, random.choice(list("abcdeg"), size=n))
    guess = np.where(guess == "f", "a", guess)
    precision, recall, f1, support = precision_recall_fscore_support(
        truth, guess, labels=names, zero_division=0)
    pairs = {}
    for t, g in zip(truth, guess):
        if t != g:
            pairs[(str(t), str(g))] = pairs.get((str(t), str(g)), 0) + 1
    cells = sorted(pairs.items(), key=lambda item: (-item[1], item[0]))[:20]
    single = {
        "truth": truth.tolist(), "guess": guess.tolist(),
        "accuracy": float(accuracy_score(truth, guess)),
        "macro_f1": float(f1_score(truth, guess, average="macro", zero_division=0)),
        "labels": names, "precision": precision.tolist(), "recall": recall.tolist(),
        "f1": f1.tolist(), "support": support.tolist(),
        "confusion": [[t, g, c] for (t, g), c in cells]}

    sets = [[l for l in "abcd" if random.random() < 0.35] for _ in range(n)]
    guesses = [[l for l in "abcd" if (l in s) ^ (random.random() < 0.15)] for s in sets]
    binarizer = MultiLabelBinarizer(classes=list("abcd"))
    t, g = binarizer.fit_transform(sets), binarizer.transform(guesses)
    multi = {
        "truth": sets, "guess": guesses, "accuracy": float(accuracy_score(t, g)),
        "macro_f1": float(f1_score(t, g, average="macro")),
        "micro_f1": float(f1_score(t, g, average="micro"))}

    p = random.dirichlet([0.6] * 4, size=60).astype(np.float32)
    y = np.array([random.choice(4, p=row / row.sum()) for row in p.astype(float)])
    exact = p.astype(float)
    onehot = np.eye(4)[y]
    probabilities = {
        "p": exact.tolist(), "truth": y.tolist(),
        "nll": float(log_loss(y, exact / exact.sum(axis=1, keepdims=True), labels=range(4))),
        "brier": float(((exact - onehot) ** 2).sum(axis=1).mean())}
    write("evaluation", {"single": single, "multi": multi, "probabilities": probabilities})


if __name__ == "__main__":
    for make in (
        binomial, incomplete_beta, tfidf, regression, temperature, reliability, evaluation):
        make()
        print(make.__name__)
