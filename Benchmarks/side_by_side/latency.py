"""How long somebody waits for `earshot filter`: for its first answer, against fastText's, and for each one after."""

import itertools
import json
import os
import statistics
import subprocess
import time
from pathlib import Path

import fast_text
from harness import EARSHOT, MODEL, WORK, Section, check, facts, percentile

STARTS = 30
TRIPS = 3000
FIRST_ANSWER_GOAL = 50  # milliseconds
ROUND_TRIP_GOAL = 1


def start_filter(model):
    command = [EARSHOT, "filter", "--model", str(model)]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)


def ask(process, line):
    """Writes one line and waits for its answer. Returns milliseconds."""
    start = time.perf_counter()
    process.stdin.write(line)
    process.stdin.flush()
    answer = process.stdout.readline()
    milliseconds = (time.perf_counter() - start) * 1e3
    check("label" in json.loads(answer)["earshot"]["topic"], "every answer has a topic")
    return milliseconds


def finish(process):
    process.stdin.close()
    check(process.stdout.read() == b"", "one line out for each line in")
    check(process.wait() == 0, "filter ends with status 0")


def first_answer(model, line):
    """Milliseconds from the start of the process to its first line."""
    start = time.perf_counter()
    process = start_filter(model)
    process.stdin.write(line)
    process.stdin.flush()
    answer = process.stdout.readline()
    milliseconds = (time.perf_counter() - start) * 1e3
    check(answer.endswith(b"\n"), "the first answer is a line")
    finish(process)
    return milliseconds


def fast_text_answer(line):
    """Milliseconds from the start of fastText's program to its first line."""
    start = time.perf_counter()
    command = [fast_text.FASTTEXT, "predict-prob", f"{fast_text.FASTTEXT_MODEL}.bin", "-", "1"]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    process.stdin.write(line)
    process.stdin.flush()
    answer = process.stdout.readline()
    milliseconds = (time.perf_counter() - start) * 1e3
    check(answer.startswith(b"__label__"), "fastText answers with a label")
    process.stdin.close()
    process.wait()
    return milliseconds


def against_fast_text(section, lines, rows):
    work = "first answer of `filter`", "fastText, its model loaded, one line"
    if not fast_text.FASTTEXT:
        section.skip(*work, "faster", "it could not be built")
        return
    path = Path(f"{fast_text.FASTTEXT_MODEL}.bin")
    if not path.exists():  # this part alone: as the tuning usually ends
        with open(WORK / "train.jsonl", encoding="utf-8") as file:
            pairs = [(r["text"], r["label"].replace(" ", "_")) for r in map(json.loads, file)]
        fast_text.learn(pairs, fast_text.GRID[-1], fast_text.FASTTEXT_MODEL)
    plain = [(fast_text.clean(json.loads(line)["text"]) + "\n").encode() for line in lines[:STARTS]]
    fast_text_answer(plain[0])
    first_answer(MODEL, lines[0])
    pairs = [(first_answer(MODEL, line), fast_text_answer(own)) for line, own in zip(lines[:STARTS], plain)]
    theirs = [b for _, b in pairs]
    rows.append(["fastText", f"{path.stat().st_size / 1e6:.0f}", "start to first answer",
                 f"{statistics.median(theirs):.1f}", f"{percentile(theirs, 0.99):.1f}", str(len(theirs))])
    section.ratio(*work, [b / a for a, b in pairs], 1)


def main():
    section = Section("Waiting for `earshot filter`")
    section.text(
        "Warm disk, one record at a time through a pipe; measured from outside, so the caller's own time is in it."
    )
    models = {f"{facts()['corpus']}, {facts()['labels']} labels": MODEL}
    shipped = Path(os.environ["SHIPPED_MODEL"])
    if shipped.exists():
        models[f"shipped, {shipped.stem}"] = shipped
    lines = (WORK / "test.jsonl").read_bytes().splitlines(keepends=True)
    rows = []
    for name, model in models.items():
        first, trips = measure(model, lines)
        size = f"{model.stat().st_size / 1e6:.0f}"
        for what, values, digits in [("start to first answer", first, 1), ("there and back", trips, 3)]:
            cells = [statistics.median(values), percentile(values, 0.99)]
            rows.append([name, size, what, *(f"{cell:.{digits}f}" for cell in cells), f"{len(values):,}"])
        is_soon = statistics.median(first) < FIRST_ANSWER_GOAL
        section.goal(f"{name}: first answer within {FIRST_ANSWER_GOAL} ms (median)", is_soon)
        is_quick = statistics.median(trips) < ROUND_TRIP_GOAL
        section.goal(f"{name}: round trip below {ROUND_TRIP_GOAL} ms (median)", is_quick)
    against_fast_text(section, lines, rows)
    section.table(["model", "MB", "", "median ms", "99 of 100 within", "n"], rows)
    section.close()


def measure(model, lines):
    """Returns the milliseconds of each start and of each round trip."""
    first_answer(model, lines[0])  # brings the program and the model into the page cache
    first = [first_answer(model, line) for line in lines[:STARTS]]
    process = start_filter(model)
    ask(process, lines[0])
    trips = [ask(process, line) for line in itertools.islice(itertools.cycle(lines), TRIPS)]
    finish(process)
    return first, trips


main()
