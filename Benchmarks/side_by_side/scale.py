"""Peak memory and time per record as the input grows to a million records."""

from harness import EARSHOT, MODEL, WORK, Section, check, facts, run_child
from records import repeat

GOAL = 300e6  # bytes
SIZES = [10_000, 100_000, 1_000_000]


def count_lines(path):
    with open(path, "rb") as file:
        return sum(block.count(b"\n") for block in iter(lambda: file.read(1 << 20), b""))


def measure(count, threads):
    """One run: seconds and peak memory."""
    source, target = WORK / f"records-{count}.jsonl", WORK / "tagged.jsonl"
    if not source.exists():
        repeat(count, source)
    command = [EARSHOT, "tag", source, "--model", MODEL, "--threads", threads, "-o", target]
    timing = run_child(command)
    check(count_lines(target) == count, f"{count} records give {count} lines")
    target.unlink()
    return timing


def main():
    section = Section("Memory and time as the input grows")
    section.text(
        f"`earshot tag` of {facts()['corpus']} records, file to file, one run each. Peak resident memory as the kernel "
        "counts it, the pages of the memory-mapped model among it."
    )
    rows, peaks = [], []
    for threads in [1, 2]:
        for count in SIZES:
            timing = measure(count, threads)
            peaks.append(timing.peak_bytes)
            row = [timing.seconds, timing.seconds / count * 1e6, timing.cpu_seconds / count * 1e6]
            rows.append(
                [f"{count:,}", str(threads), *(f"{value:.2f}" for value in row), f"{peaks[-1] / 1e6:.0f}"]
            )
    section.table(["records", "threads", "seconds", "µs a record", "CPU µs a record", "peak MB"], rows)
    section.goal(f"below {GOAL / 1e6:.0f} MB at a million records", max(peaks) < GOAL)
    section.close()


main()
