"""Micro-benchmarks: the hot paths on made texts, each with a checksum of its results."""

import os
import subprocess
import sys

from harness import RUNS, Section


def main():
    done = subprocess.run([os.environ["MICRO"], str(RUNS)], capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"micro: {done.stdout}{done.stderr}")
    section = Section("Micro-benchmarks")
    section.text(
        f"`micro` on texts made of a seed (short, long, many scripts, adversarial): nanoseconds a unit, the least of {RUNS} "
        "runs, one thread. All bits of each result agree with the checksums in Sources/micro/Checksums.swift."
    )
    table = {}
    for line in done.stdout.splitlines():
        name, cost, unit, _ = line.split("\t")
        case, kind = name.split("/")
        table.setdefault((case, unit), {})[kind] = cost
    kinds = list(next(iter(table.values())))
    section.table(["", "", *kinds], [[*case, *(costs[kind] for kind in kinds)] for case, costs in table.items()])
    section.close()


main()
