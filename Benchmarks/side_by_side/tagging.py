"""Tagging JSON lines to JSON lines: a scikit-learn pipeline against `earshot tag`, words and pieces on both sides."""

import statistics

from harness import LIKE_MODEL, PEER_MODEL, WORK, Section, alternate, check, facts, times_as_fast
from records import repeat
from tagged import accuracies_agree, judge, table, tag_with_earshot, tag_with_peer

GOALS = {1: 15, 2: 28}
TWO_THREADS = 1.8
RECORDS = 30_000


def main():
    known = facts()
    count = repeat(RECORDS, WORK / "records.jsonl")
    outputs = {name: WORK / f"tagged-{i}.jsonl" for i, name in enumerate(["scikit-learn", "1 thread", "2 threads"])}
    timings = alternate(
        {
            "scikit-learn": lambda: tag_with_peer(PEER_MODEL, outputs["scikit-learn"]),
            "1 thread": lambda: tag_with_earshot(outputs["1 thread"], LIKE_MODEL, 1),
            "2 threads": lambda: tag_with_earshot(outputs["2 threads"], LIKE_MODEL, 2),
        }
    )
    judged = {name: judge(path, count, known["test_labels"]) for name, path in outputs.items()}
    found = {name: statistics.mean(right) for name, right in judged.items()}
    check(outputs["1 thread"].read_bytes() == outputs["2 threads"].read_bytes(), "1 and 2 threads write the same bytes")
    check(accuracies_agree(judged["scikit-learn"], judged["1 thread"]), f"accuracies agree: {found}")

    section = Section("Tagging: JSON lines to JSON lines")
    section.text(
        f"{known['corpus']}, its test texts repeated to {count:,} records (mean {known['mean_bytes']:.0f} bytes), "
        f"{known['labels']} labels; words 1–2 and pieces of words 2–5 on both sides. scikit-learn: `json.loads`, "
        "`transform` in batches of 2,000, `decision_function`, softmax, `json.dumps`, one thread (it has no more for this). "
        "Earshot's time is the whole process, start-up and model included; scikit-learn's begins when its model is loaded."
    )
    table(section, timings, "scikit-learn", count, found)
    for threads, goal in GOALS.items():
        side = timings[f"{threads} thread" + "s" * (threads > 1)]
        section.ratio(f"tag JSON lines, words and pieces, {threads} thread(s)", "scikit-learn pipeline",
                      times_as_fast(side, timings["scikit-learn"]), goal)
    two = times_as_fast(timings["2 threads"], timings["1 thread"])
    section.ratio("tag JSON lines: 1 → 2 threads", "ourselves", two, TWO_THREADS, digits=2)
    section.close()


main()
