"""Suspicious labels: cleanlab against `rank-suspects`, on the same out-of-fold probabilities.

suspects/measure.py measures how well they are found, over several seeds.
"""

import json
import sys
import tempfile
from pathlib import Path

import numpy

from harness import WORK, Section, Timing, alternate, check, facts, spread, timed, times_as_fast, wall

GOAL = 5
SHARE = 0.05
CLAIM = ("suspicious labels: ranking and estimate", "cleanlab")
INNER = 5  # the least of so many counts, on both sides: they take milliseconds


def main():
    section = Section("Suspicious labels")
    sys.path.insert(0, str(Path(__file__).parent.parent / "suspects"))
    try:
        import measure
    except ImportError as error:
        section.skip(*CLAIM, f"≥ {GOAL}×", str(error))
        section.close()
    with open(WORK / "train.jsonl", encoding="utf-8") as file:
        texts, labels = zip(*((r["text"], r["label"]) for r in map(json.loads, file)))
    given, is_flipped = measure.flipped(labels, SHARE, 1)
    folder = Path(tempfile.mkdtemp(dir=WORK))
    report, names, p, whole = measure.out_of_fold(folder, texts, given)
    y = numpy.array([names.index(label) for label in given])
    ours = numpy.empty(len(y))
    for one in report["suspects"]:
        ours[int(one["record_id"])] = -one["rank"]
    found = {}

    def cleanlab():
        def rank():
            found["scores"] = measure.get_label_quality_scores(y, p, method="normalized_margin")
            found["wrong"] = measure.num_label_issues(y, p)
            numpy.argsort(found["scores"], kind="stable")

        return min((timed(rank) for _ in range(INNER)), key=lambda timing: timing.seconds)

    def earshot():
        return Timing(measure.rank_seconds(folder, p, y), 0)

    timings = alternate({"cleanlab": cleanlab, "earshot": earshot})
    found["theirs"] = measure.figures(-found["scores"], is_flipped)
    found["ours"] = measure.figures(ours, is_flipped)
    check(found["ours"]["precision"] > found["theirs"]["precision"] - 0.01, f"ranked as well: {found['ours']}, {found['theirs']}")
    faster = times_as_fast(timings["earshot"], timings["cleanlab"])
    section.text(
        f"{facts()['corpus']}'s {len(y):,} training texts, {SHARE:.0%} of the labels flipped, the probabilities of "
        f"`earshot audit suspects` for both (all of that command: {whole:.1f} s). Timed: the ranking (cleanlab: "
        f"`get_label_quality_scores`, normalized margin) and the estimate of how many are wrong (`num_label_issues`), the least of {INNER} a run."
    )
    section.table(
        ["", "seconds", "AUROC", "recall in the top 10 %", "precision at the number flipped", "estimated wrong"],
        [[name, spread(wall(timings[name]), 4), *(f"{found[key][figure]:.4f}" for figure in ("auroc", "recall", "precision")), f"{wrong:.0f}"]
         for name, key, wrong in (("cleanlab", "theirs", found["wrong"]), ("earshot", "ours", report["estimated_wrong"]))])
    section.ratio(*CLAIM, faster, GOAL)
    section.close()


main()
