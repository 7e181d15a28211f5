"""What the tagging benchmarks share: how each side is run, and how its answers are judged."""

import json
import statistics
import subprocess
import sys
from pathlib import Path

from harness import EARSHOT, WORK, Timing, check, cpu, run_child, spread, times_as_fast, wall

SLACK = 0.015  # accuracies may differ by this much: the sides' tokens are alike, not the same


def tag_with_peer(model, target):
    peer = Path(__file__).with_name("peer.py")
    command = [sys.executable, peer, model, WORK / "records.jsonl", target]
    return Timing(*map(float, subprocess.run(command, check=True, capture_output=True).stdout.split()))


def tag_with_earshot(target, model, threads):
    command = [EARSHOT, "tag", WORK / "records.jsonl", "--model", model, "--threads", threads]
    return run_child(command + ["-o", target])


def best_label(record):
    """The best guess; of an abstained record the first alternative."""
    if "tag" in record:
        return record["tag"]["label"]
    topic = record["earshot"]["topic"]
    return topic["label"] or topic.get("alternatives", [{"label": None}])[0]["label"]


def judge(path, count, labels):
    """Whether each test text got its label, the first time it comes. Checks that all records came out."""
    with open(path, encoding="utf-8") as file:
        records = [json.loads(line) for line in file]
    check([record["id"] for record in records] == list(range(count)), f"{path.name}: all records, in order")
    return [best_label(record) == label for record, label in zip(records, labels)]


def accuracies_agree(left, right):
    """Within `SLACK`, or within two standard errors of the difference where the test texts are few.

    The error comes from the texts that only one side got right (McNemar 1947).
    """
    difference = abs(sum(left) - sum(right)) / len(left)
    discordant = sum(a != b for a, b in zip(left, right))
    return difference <= max(SLACK, 2 * discordant**0.5 / len(left))


def table(section, timings, peer, count, found):
    """Seconds, records a second, ratio to `peer` and accuracy of each side."""
    section.table(
        ["", "seconds", "CPU seconds", "records/s", "times as fast", "accuracy"],
        [
            [
                name,
                spread(wall(side), 3),
                spread(cpu(side), 3),
                f"{count / statistics.median(wall(side)):,.0f}",
                spread(times_as_fast(side, timings[peer]), 1, "×"),
                f"{found[name]:.4f}",
            ]
            for name, side in timings.items()
        ],
    )
