"""Sentiment and frustration: vaderSentiment against `earshot tag`, the same JSON lines to JSON lines, one thread."""

import json
import random
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import numpy

from harness import EARSHOT, WORK, Section, Timing, alternate, check, cpu, run_child, spread, times_as_fast, wall

GOAL = 25
RECORDS = 20_000
LONGEST = 200  # bytes: VADER is made for short texts
CLAIM = ("sentiment and frustration, 1 thread", "vaderSentiment")


def texts(root):
    """The short ones of corpora/care, repeated."""
    found = []
    for path in sorted((root / "corpora/care").glob("*.jsonl")):
        with open(path, encoding="utf-8") as file:
            found += [record for record in map(json.loads, file) if len(record["text"].encode()) <= LONGEST]
    random.Random(1).shuffle(found)
    return found


def write(path, records, *keys):
    with open(path, "w", encoding="utf-8") as file:
        for i, record in enumerate(records):
            file.write(json.dumps({"id": i} | {key: record[key] for key in ("text", *keys)}, ensure_ascii=False) + "\n")


def train(root, records):
    """A model with the two fields alone, and the words and patterns of tone of the one that is shipped."""
    write(WORK / "care.jsonl", records, "sentiment", "frustration")
    model, base = WORK / "tone.earshot", []
    tone = [word for name in ("lexicon", "markers") for word in ("--tone", root / f"models/care-en/{name}.yaml")]
    scales = ["--tone-scale", 6, "--words", 1, "--characters", "none", "--embedding-scale", 0.8, "--strength", 0.125]
    for field, features in (("sentiment", tone + scales), ("frustration", ["--tone", "base", "--strength", 1])):
        command = [EARSHOT, "train", WORK / "care.jsonl", "--label-field", field, "--field", field, "--text-field", "text"]
        run_child([*command, *features, *base, "--progress", "never", "-o", model])
        base = ["--base", model]
    return model


def main():
    section = Section("Sentiment and frustration")
    if not find_spec("vaderSentiment"):
        section.skip(*CLAIM, f"≥ {GOAL}×", "not installed")
        section.close()
    root = Path(sys.argv[1])
    records = texts(root)
    model = train(root, records)
    many = [records[i % len(records)] for i in range(RECORDS)]
    source = WORK / "tone.jsonl"
    write(source, many)
    outputs = {name: WORK / f"tone-{i}.jsonl" for i, name in enumerate(["vaderSentiment", "earshot", "earshot, care-en"])}

    def theirs():
        command = [sys.executable, Path(__file__).with_name("tone_peer.py"), source, outputs["vaderSentiment"]]
        return Timing(*map(float, subprocess.run(command, check=True, capture_output=True).stdout.split()))

    def ours(model, name):
        return lambda: run_child([EARSHOT, "tag", source, "--model", model, "--threads", 1, "-o", outputs[name]])

    timings = alternate({
        "vaderSentiment": theirs,
        "earshot": ours(model, "earshot"),
        "earshot, care-en": ours("care-en", "earshot, care-en"),
    })
    peer = timings["vaderSentiment"]
    found = {}
    for name, path in outputs.items():
        with open(path, encoding="utf-8") as file:
            answers = [json.loads(line) for line in file]
        check([answer["id"] for answer in answers] == list(range(RECORDS)), f"{name}: all records, in order")
        scores = [a["sentiment"] if name == "vaderSentiment" else a["earshot"]["sentiment"].get("score") for a in answers]
        found[name] = numpy.array([score or 0 for score in scores], float)
        if name != "vaderSentiment":
            check(all("level" in answer["earshot"]["frustration"] for answer in answers), f"{name}: a level each")
    truth = numpy.array([{"negative": -1, "neutral": 0, "positive": 1}[record["sentiment"]] for record in many], float)
    right = {name: numpy.corrcoef(scores, truth)[0, 1] for name, scores in found.items()}
    check(right["earshot, care-en"] > right["vaderSentiment"] > 0.2, f"scores go with the labels: {right}")

    size = sum(len(record["text"].encode()) for record in many) / RECORDS
    section.text(
        f"The {len(records):,} texts of corpora/care of up to {LONGEST} bytes (mean {size:.0f}), repeated to {RECORDS:,} JSON lines; "
        "one thread. vaderSentiment: `json.loads`, `polarity_scores`, `json.dumps`, one score a text; its start is not "
        "counted, Earshot's is. *earshot*: a model of the two fields alone, trained for this with the words and patterns of tone of "
        "care-en: sentiment with a score, frustration with level, score and markers. *care-en*: the shipped model, all of "
        "its fields. Correlation: of the score with the labels of the texts, which both models learned from."
    )
    section.table(
        ["", "seconds", "CPU seconds", "texts/s", "times as fast", "correlation"],
        [[name, spread(wall(side), 3), spread(cpu(side), 3), f"{RECORDS / numpy.median(wall(side)):,.0f}",
          spread(times_as_fast(side, peer), 1, "×"), f"{right[name]:.2f}"] for name, side in timings.items()])
    section.ratio(*CLAIM, times_as_fast(timings["earshot"], peer), GOAL)
    section.close()


main()
