"""Makes Tests/Fixtures/reference/suspicious-labels.json: what cleanlab says of made-up probabilities.

    pip install cleanlab==2.9.0
    python3 tools/reference/suspicious_labels.py

The estimate is cleanlab's confident joint before it is rounded to whole records, with numpy's division.
"""

import json
import pathlib

import cleanlab
import numpy as np
from cleanlab.count import compute_confident_joint, get_confident_thresholds
from cleanlab.multilabel_classification import get_label_quality_scores as multilabel_scores
from cleanlab.rank import get_label_quality_scores

FIXTURE = pathlib.Path(__file__).resolve().parents[2] / "Tests/Fixtures/reference/suspicious-labels.json"


def main():
    draw = np.random.default_rng(5)
    n, k = 120, 5
    truth = draw.integers(0, k, n)
    scores = draw.normal(0, 1, (n, k))
    scores[np.arange(n), truth] += 2.5
    # The last two labels are hard to tell apart.
    scores[:, 4] = scores[:, 3] + draw.normal(0, 0.4, n)
    p = np.exp(scores)
    p = np.round(p / p.sum(axis=1, keepdims=True), 6)
    given = truth.copy()
    flipped = draw.choice(n, 12, replace=False)
    given[flipped] = (given[flipped] + draw.integers(1, k, 12)) % k

    thresholds = get_confident_thresholds(given, p)
    confident = p >= thresholds - 1e-6
    # cleanlab takes the most probable label of all where two are confident; the paper the most probable
    # confident one. The fixture holds no record where they differ.
    several = confident.sum(axis=1) > 1
    assert (np.where(confident, p, -1).argmax(axis=1) == p.argmax(axis=1))[several].all()
    joint = compute_confident_joint(given, p, calibrate=False)
    calibrated = joint / joint.sum(axis=1, keepdims=True) * np.bincount(given)[:, None]

    several_given = [sorted(set(draw.choice(k, draw.integers(1, 3)).tolist())) for _ in range(n)]
    free = np.round(1 / (1 + np.exp(-scores)), 6)
    quality = multilabel_scores(
        several_given, free, method="self_confidence",
        aggregator_kwargs={"method": np.min})

    content = {
        "made_with": {"cleanlab": cleanlab.__version__, "numpy": np.__version__},
        "given": given.tolist(),
        "probabilities": p.tolist(),
        "thresholds": thresholds.tolist(),
        "calibrated_joint": calibrated.tolist(),
        "counted": int(joint.sum() - np.trace(joint)),
        "wrong": float(n - np.trace(calibrated)),
        "self_confidence": get_label_quality_scores(
            given, p, method="self_confidence", adjust_pred_probs=False).tolist(),
        "several_given": several_given,
        "free_probabilities": free.tolist(),
        "several_self_confidence": quality.tolist(),
    }
    text = json.dumps(content, separators=(",", ":"))
    FIXTURE.write_text(text.replace("],[", "],\n[") + "\n")


if __name__ == "__main__":
    main()
