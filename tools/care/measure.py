#!/usr/bin/env python3
"""Measures a model on labelled records by the goals of care-en. Python standard library only.

  tools/care/measure.py --earshot PROGRAM --model MODEL FILE…        held-own.jsonl, held-read.jsonl of tools/care/prepare.py

Prints a table a file and source. Null labels count: a text of no topic or bucket is right when it is turned away.
ECE: 15 bins of equal width, of the label given (or its best alternative); `chance` is what perfect calibration
would show on as many records with these confidences (mean of 200 simulations, seed 1).
"""
import argparse, collections, json, random, subprocess, sys

LEVELS = ("none", "low", "medium", "high")
LABEL = {"frustration": "level"}


def tag(program, model, records):
    lines = "".join(json.dumps({"text": r["text"]}) + "\n" for r in records)
    done = subprocess.run([program, "tag", "-", "--from", "jsonl", "--model", model, "--progress", "never"],
                          input=lines, capture_output=True, text=True, check=True)
    return [json.loads(line)["earshot"] for line in done.stdout.splitlines()]


def guess(tags, field):
    """(label or None, confidence, auto)."""
    one = tags.get(field)
    if one is None:
        return None, 0.0, False
    label = one.get(LABEL.get(field, "label"))
    if label is not None:
        return label, one["confidence"], one["decision"] == "auto"
    return None, tags.get("domain", {}).get("score", 0.0), False


def ece(pairs):
    bins = collections.defaultdict(lambda: [0, 0.0, 0])
    for confidence, right in pairs:
        cell = bins[min(int(confidence * 15), 14)]
        cell[0] += 1
        cell[1] += confidence
        cell[2] += right
    return sum(abs(c[1] - c[2]) for c in bins.values()) / max(len(pairs), 1)


def chance_ece(pairs):
    draw = random.Random(1)
    return sum(ece([(c, draw.random() < c) for c, _ in pairs]) for _ in range(200)) / 200


def macro_recall(pairs, labels):
    recalls = []
    for label in labels:
        of = [g == label for t, g in pairs if t == label]
        if of:
            recalls.append(sum(of) / len(of))
    return sum(recalls) / max(len(recalls), 1)


def kappa(pairs, quadratic=True):
    index = {l: i for i, l in enumerate(LEVELS)}
    pairs = [(index[t], index[g]) for t, g in pairs if g is not None]
    n = len(pairs)
    rows = collections.Counter(t for t, _ in pairs)
    columns = collections.Counter(g for _, g in pairs)
    seen = sum((t - g) ** 2 for t, g in pairs) / n
    expected = sum(rows[a] * columns[b] * (a - b) ** 2 for a in range(4) for b in range(4)) / n / n
    return 1 - seen / expected if expected else float("nan")


def auroc(scored):
    ordered = sorted(scored)
    ranks, i = 0.0, 0
    positives = sum(p for _, p in scored)
    while i < len(ordered):
        j = i
        while j < len(ordered) and ordered[j][0] == ordered[i][0]:
            j += 1
        ranks += sum(p for _, p in ordered[i:j]) * (i + j + 1) / 2
        i = j
    negatives = len(scored) - positives
    return (ranks - positives * (positives + 1) / 2) / (positives * negatives) if positives and negatives else float("nan")


def markers(records, tagged):
    """F1 by kind and overlapping place, and by kind: (true, found, both)."""
    kinds = collections.defaultdict(lambda: [0, 0, 0])
    for record, tags in zip(records, tagged):
        truth = []
        for m in record["markers"]:
            if "quote" in m:
                start = record["text"].find(m["quote"])
                truth.append((m["kind"], start, start + len(m["quote"])))
            else:
                truth.append((m["kind"], m["start"], m["end"]))
        found = [(m["kind"], m["start"], m["end"]) for m in tags.get("frustration", {}).get("markers", [])]
        for kind, _, _ in truth:
            kinds[kind][0] += 1
        taken = set()
        for kind, start, end in found:
            kinds[kind][1] += 1
            for k, (other, a, b) in enumerate(truth):
                if k not in taken and other == kind and start < b and a < end:
                    taken.add(k)
                    kinds[kind][2] += 1
                    break
    return kinds


def report(name, records, tagged, detailed):
    print(f"\n== {name}: {len(records)} texts")
    for field in ("topic", "bucket", "sentiment", "frustration", "severity"):
        if field not in tagged[0]:
            continue
        judged = [(r, t) for r, t in zip(records, tagged) if not (field == "topic" and r["topic"] is None and r["bucket"])]
        truth = [r[field] for r, _ in judged]
        given = [guess(t, field) for _, t in judged]
        pairs = [(a, g[0]) for a, g in zip(truth, given)]
        sure = [(g[1], a == g[0]) for a, g in zip(truth, given)]
        auto = [a == g[0] for a, g in zip(truth, given) if g[2]]
        line = f"{field:12} accuracy {sum(a == g for a, g in pairs) / len(pairs):.3f}"
        if field == "topic":
            areas = [(a and a.split(".")[0], area(t)) for a, (_, t) in zip(truth, judged)]
            line += f"  area {sum(a == g for a, g in areas) / len(areas):.3f}"
        else:
            labels = [l for l in dict.fromkeys(truth) if l is not None]
            line += f"  macro-recall {macro_recall(pairs, labels):.3f}"
        if field == "frustration":
            line += f"  kappa {kappa(pairs):.3f}  AUROC {auroc([(t['frustration'].get('score', 0), r['frustration'] != 'none') for r, t in judged]):.3f}"
        line += f"  ECE {ece(sure):.3f} (chance {chance_ece(sure) if detailed else float('nan'):.3f})"
        line += f"  auto {len(auto) / len(pairs):.3f}" + (f" right {sum(auto) / len(auto):.3f}" if auto else "")
        print(line)
    if "flags" in tagged[0]:
        true = [set(r["flags"]) for r in records]
        found = [{f["flag"] for f in t["flags"]} for t in tagged]
        both, either = sum(len(a & b) for a, b in zip(true, found)), sum(len(a) + len(b) for a, b in zip(true, found))
        each = []
        for flag in sorted(set().union(*true, *found)):
            b = sum(flag in x and flag in y for x, y in zip(true, found))
            e = sum((flag in x) + (flag in y) for x, y in zip(true, found))
            each.append(f"{flag} {2 * b / e:.2f}")
        print(f"{'flags':12} micro-F1 {2 * both / max(either, 1):.3f}  " + (", ".join(each) if detailed else ""))
    kinds = markers(records, tagged)
    if any(k[1] for k in kinds.values()):
        t, f, b = (sum(k[i] for k in kinds.values()) for i in range(3))
        print(f"{'markers':12} F1 {2 * b / max(t + f, 1):.3f}  precision {b / max(f, 1):.3f}  recall {b / max(t, 1):.3f}  "
              + (", ".join(f"{k} {2 * v[2] / max(v[0] + v[1], 1):.2f}" for k, v in sorted(kinds.items())) if detailed else ""))


def area(tags):
    topic = tags["topic"]
    if "area" in topic:
        return topic["area"]["label"]
    return topic["label"].split(".")[0] if topic["label"] else None


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--earshot", required=True)
    parser.add_argument("--model", required=True)
    parser.add_argument("--where", action="append", default=[], help="KEY=VALUE of a record")
    parser.add_argument("files", nargs="+")
    options = parser.parse_args()
    for path in options.files:
        records = [json.loads(line) for line in open(path, encoding="utf-8")]
        for condition in options.where:
            key, value = condition.split("=")
            records = [r for r in records if str(r.get(key)) == value]
        if not records:
            continue
        tagged = tag(options.earshot, options.model, records)
        report(path.rsplit("/", 1)[-1], records, tagged, True)
        groups = collections.defaultdict(list)
        for r, t in zip(records, tagged):
            groups[r.get("source", r.get("id", "?")[0])].append((r, t))
        for source in sorted(groups):
            if len(groups) > 1 and len(groups[source]) >= 30:
                report(source, [r for r, _ in groups[source]], [t for _, t in groups[source]], False)


if __name__ == "__main__":
    main()
