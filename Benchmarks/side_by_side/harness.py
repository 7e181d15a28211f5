"""What the benchmarks share: timed child processes, alternating runs, medians, goals.

Imports nothing large: a child's peak memory counts what its parent held when it was forked, so a
parent with numpy loaded would be measured in place of the child.
"""

import json
import os
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

WORK = Path(os.environ["BENCH_WORK"])
EARSHOT = os.environ["EARSHOT"]
RUNS = int(os.environ["RUNS"])
MODEL = WORK / "topics.earshot"  # as `earshot train` makes it
LIKE_MODEL = WORK / "like.earshot"  # with the peer's features only
PEER_MODEL = WORK / "peer.joblib"
STRENGTH = 10  # C, the same on both sides
SLOW_RUNS = min(RUNS, 3)  # of a side that takes half a minute


def facts():
    """What prepare.py found out about the corpus."""
    return json.loads((WORK / "facts.json").read_text())


@dataclass
class Timing:
    """What one run took."""

    seconds: float  # by the clock on the wall
    cpu_seconds: float  # of all its threads; steadier when other programs share the machine
    peak_bytes: int = 0  # resident


def run_child(command, output=os.devnull):
    """Runs a command with its output in a file and returns its `Timing`."""
    with open(output, "wb") as out:
        start = time.perf_counter()
        process = os.posix_spawn(
            command[0],
            [str(word) for word in command],
            os.environ,
            file_actions=[(os.POSIX_SPAWN_DUP2, out.fileno(), 1)],
        )
        _, status, usage = os.wait4(process, 0)
        seconds = time.perf_counter() - start
    if status != 0:
        sys.exit(f"{Path(command[0]).name} {command[1]}: exit status {os.waitstatus_to_exitcode(status)}")
    return Timing(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024)


def alternate(sides, runs=RUNS):
    """Runs every side once a round, so that a slow minute of the machine falls on all of them.

    `sides` maps a name to a function that returns a `Timing`. Returns the timings of each round, by name.
    """
    timings = {name: [] for name in sides}
    for round_number in range(runs):
        for name, measure in sides.items():
            took = measure()
            timings[name].append(took)
            print(
                f"  round {round_number + 1}: {name} {took.seconds:.3f} s, {took.cpu_seconds:.3f} s of CPU",
                file=sys.stderr,
            )
    return timings


def times_as_fast(fast, slow):
    """How many times as fast the first is, by the clock, round by round."""
    return [b.seconds / a.seconds for a, b in zip(fast, slow, strict=True)]


def timed(body):
    """The `Timing` of a function in this process."""
    start, cpu_start = time.perf_counter(), time.process_time()
    body()
    return Timing(time.perf_counter() - start, time.process_time() - cpu_start)


def answered(command):
    """Runs a command that prints one JSON object; returns it."""
    words = [str(word) for word in command]
    return json.loads(subprocess.run(words, check=True, capture_output=True).stdout)


def wall(timings):
    return [timing.seconds for timing in timings]


def cpu(timings):
    return [timing.cpu_seconds for timing in timings]


def spread(values, digits=2, unit=""):
    """`median (lowest–highest)`."""
    middle, low, high = statistics.median(values), min(values), max(values)
    return f"{middle:,.{digits}f}{unit} ({low:,.{digits}f}–{high:,.{digits}f})"


def percentile(values, share):
    """The value that `share` of the values do not exceed."""
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def check(holds, claim):
    """Ends the benchmark when an answer is wrong: a fast wrong answer is no result."""
    if not holds:
        sys.exit(f"check failed: {claim}")


class Section:
    """One part of RESULTS.md. `close` prints it and ends with status 2 if a goal was missed.

    What the issue's table asks is also kept as a row for the summary and the pictures.
    """

    def __init__(self, title):
        self.title = title
        self.lines = [f"\n## {title}\n"]
        self.goals = []
        self.is_reached = True

    def text(self, line):
        self.lines.append(line)

    def table(self, head, rows):
        self.lines += ["", "| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
        self.lines += ["| " + " | ".join(row) + " |" for row in rows] + [""]

    def goal(self, claim, is_reached):
        """A goal without a number that can be drawn."""
        self.is_reached = self.is_reached and is_reached
        self.goals.append(f"- Goal: {claim}: {'reached' if is_reached else '**missed**'}.")

    def ratio(self, work, against, values, goal, also=True, note="", digits=1):
        """A row of the summary: `values`, one a round, should have a median of at least `goal`, and `also` hold."""
        middle = statistics.median(values)
        is_reached = middle >= goal and also
        self.goal(f"{work}, {against}: at least {goal:g}×{note} ({spread(values, digits, '×')})", is_reached)
        self._keep(work, against, spread(values, digits, "×"), f"≥ {goal:g}×{note}", is_reached,
                   {"middle": middle, "low": min(values), "high": max(values), "goal": goal})

    def row(self, work, against, found, goal, is_reached):
        """A row of the summary that is no ratio."""
        self.goal(f"{work}, {against}: {goal} ({found})", is_reached)
        self._keep(work, against, found, goal, is_reached)

    def skip(self, work, against, goal, why):
        """A row that could not be measured, as its peer is not there."""
        self.text(f"Not measured against {against}: {why}.\n")
        self._keep(work, against, f"not measured: {why}", goal, None)

    def _keep(self, work, against, found, goal, is_reached, numbers=None):
        row = {"work": work, "against": against, "found": found, "goal": goal, "reached": is_reached}
        with open(WORK / "table.jsonl", "a", encoding="utf-8") as file:
            file.write(json.dumps(row | {"numbers": numbers}, ensure_ascii=False) + "\n")

    def close(self):
        print("\n".join(self.lines + self.goals))
        sys.exit(0 if self.is_reached else 2)
