"""Peak memory and time per record as the input grows to a million records, or `SCALE` of them."""

import os
import statistics
import sys

from harness import EARSHOT, MODEL, RUNS, SLOW_RUNS, WORK, Section, check, cpu, facts, run_child, wall
from records import repeat

GOAL = 300e6  # bytes
FLAT = 0.10
LARGEST = int(os.environ.get("SCALE", 1_000_000))
SIZES = [size for size in (10_000, 100_000, 1_000_000, 10_000_000) if size <= LARGEST]


def count_lines(path):
    with open(path, "rb") as file:
        return sum(block.count(b"\n") for block in iter(lambda: file.read(1 << 20), b""))


def measure(count, threads):
    """One run: its `Timing`."""
    source, target = WORK / f"records-{count}.jsonl", WORK / "tagged.jsonl"
    if not source.exists():
        repeat(count, source)
    command = [EARSHOT, "tag", source, "--model", MODEL, "--threads", threads, "-o", target]
    timing = run_child(command)
    check(count_lines(target) == count, f"{count} records give {count} lines")
    target.unlink()
    print(f"  {count:,} records, {threads} threads: {timing.seconds:.2f} s", file=sys.stderr)
    return timing


def runs(count):
    if count > 1_000_000:
        return SLOW_RUNS
    # Of 10,000 records, .03 s, a hitch of 5 ms is a seventh.
    return RUNS * 5 if count <= 10_000 else RUNS


def main():
    section = Section("Memory and time as the input grows")
    section.text(
        f"`earshot tag` of {facts()['corpus']} records, file to file, all sizes in turn; the median of {RUNS} runs, of {runs(1)} of "
        f"ten thousand, of {SLOW_RUNS} of ten million, which are tagged on two threads only. *µs a record* is without the start, which is "
        "measured on one record. Peak resident memory as the kernel counts it, the pages of the memory-mapped model among it."
    )
    cases = [(threads, count) for threads in [1, 2] for count in [1, *SIZES] if threads == 2 or count <= 1_000_000]
    # All sizes in each round: a shared machine may be slower for minutes.
    found = {case: [] for case in cases}
    for turn in range(RUNS):
        for threads, count in cases:
            if turn < runs(count):
                found[threads, count] += [measure(count, threads) for _ in range(max(1, runs(count) // RUNS))]
    rows, peaks, flat = [], [], {}
    for (threads, count), timings in found.items():
        start = statistics.median(one.seconds for one in found[threads, 1])
        if count == 1:
            continue
        each = sorted((one.seconds - start) / count * 1e6 for one in timings)
        seconds, cpu_seconds = statistics.median(wall(timings)), statistics.median(cpu(timings))
        flat.setdefault(threads, []).append(statistics.median(each))
        peaks.append(max(one.peak_bytes for one in timings))
        rows.append([
            f"{count:,}", str(threads), f"{seconds:.2f}", f"{statistics.median(each):.2f} ({each[0]:.2f}–{each[-1]:.2f})",
            f"{cpu_seconds / count * 1e6:.2f}", f"{peaks[-1] / 1e6:.0f}"])
    section.table(["records", "threads", "seconds", "µs a record", "CPU µs a record", "peak MB"], rows)
    apart = max(max(costs) / min(costs) for costs in flat.values()) - 1
    largest = f"10,000 → {max(SIZES):,} records"
    # Within 10 % of the middle on either side.
    section.row(f"{largest}: time a record", "ourselves", f"{apart:.0%} between least and most", "flat: ± 10 %",
                apart <= 2 * FLAT)
    section.row(f"{largest}: peak memory", "ourselves", f"{max(peaks) / 1e6:.0f} MB", "< 300 MB", max(peaks) < GOAL)
    section.close()


main()
