#!/usr/bin/env python3
"""Writes what care-en learns from, a JSON-lines file a field, into a folder. Python standard library only.

  tools/care/prepare.py --shared ../shared/data --out FOLDER [--seed 1]

Each line: text, label (`none` for none of the labels), weight, source (what folds leave out whole), calibrate
(`yes` where confidence may be measured). The sources: corpora/care without its held-back batches; texts of the
shared sets that were read (models/care-en/readings: row ids and labels, no text); rows of the shared sets
whose labels follow from theirs (models/care-en/mappings, and star ratings and emotions for sentiment).
What is held back is written to held-*.jsonl with all fields, for tools/care/measure.py.
"""
import argparse, collections, csv, json, random, sys, zlib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
FIELDS = ("topic", "bucket", "sentiment", "frustration", "severity", "flags")
HELD_BATCHES = ("09", "10")
csv.field_size_limit(10**9)


def shared_rows(folder, name):
    with open(folder / f"{name}.csv", newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def labels(record):
    """All fields of a labelled record as training labels; None where nothing follows."""
    fragment = record["topic"] is None and record["bucket"] is not None
    return {
        "topic": None if fragment else record["topic"] or "none",
        "bucket": record["bucket"] or "none",
        "sentiment": record["sentiment"],
        "frustration": record["frustration"],
        "severity": record["severity"],
        "flags": "|".join(record["flags"]) or "none",
    }


def own_texts():
    """(record, held back) of corpora/care."""
    for path in sorted((ROOT / "corpora/care").glob("?.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            record = json.loads(line)
            if "lang" not in record:
                yield record, is_held(record["id"])


def is_held(name):
    letter, batch = name[0], name[1:3]
    return batch in (HELD_BATCHES if letter < "h" else ("11", "12"))


def readings(shared):
    """Rows of the shared sets that were read: (name of the reading, record with its text)."""
    texts = {}
    for path in sorted((ROOT / "models/care-en/readings").glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            record = json.loads(line)
            source = record["source"]
            if source not in texts:
                texts[source] = {row["id"]: row["text"] for row in shared_rows(shared, source)}
            yield path.stem, {**record, "text": texts[source][record["row"]]}


def mapping(name):
    lines = (ROOT / f"models/care-en/mappings/{name}.tsv").read_text(encoding="utf-8").splitlines()
    return dict(line.split("\t")[:2] for line in lines if line and not line.startswith("#"))


def mapped(shared, read, seed):
    """Rows whose topic follows from the label of their set: (source, row id, text, topic or `none`), drawn evenly."""
    draw = random.Random(seed)
    for name, most in (("banking77", 25), ("clinc150", 25), ("nlupp", 8), ("cfpb_complaints", 40), ("bitext_support_synthetic", 40)):
        table = mapping(name)
        by_label = collections.defaultdict(list)
        for row in shared_rows(shared, name):
            if row.get("split", "train") not in ("train", "oos_train") or (name, row["id"]) in read:
                continue
            if name == "cfpb_complaints":
                key = f"{row['issue']}|{row['sub_product']}"
                key = key if key in table else row["issue"]
                if len(row["text"].split()) > 150:
                    continue
            else:
                key = row["label"]
            if table.get(key, "-") != "-":
                by_label[key].append(row)
        for key in sorted(by_label):
            rows = by_label[key]
            draw.shuffle(rows)
            for row in rows[:most]:
                yield name, row["id"], row["text"], "none" if table[key] == "null" else table[key]


def tones(shared, read, seed):
    """(source, text, sentiment) from ratings and emotions."""
    draw = random.Random(seed)
    for row in shared_rows(shared, "app_reviews_minibar"):
        if row["rating"] in "1245" and row["rating"] and ("app_reviews_minibar", row["id"]) not in read:
            yield "app_reviews_minibar", row["text"], "negative" if row["rating"] in "12" else "positive"
    for row in shared_rows(shared, "rated_sentiment"):
        if ("rated_sentiment", row["id"]) not in read:
            yield f"rated_{row['domain']}", row["text"], row["label"]
    good = set("admiration amusement approval caring excitement gratitude joy love optimism pride relief".split())
    bad = set("anger annoyance disappointment disapproval disgust embarrassment fear grief nervousness remorse sadness".split())
    rows = [row for row in shared_rows(shared, "goemotions") if row["split"] == "train" and ("goemotions", row["id"]) not in read]
    draw.shuffle(rows)
    for row in rows[:15000]:
        emotions = set(row["label"].split("|"))
        if emotions <= good:
            yield "goemotions", row["text"], "positive"
        elif emotions <= bad:
            yield "goemotions", row["text"], "negative"
        elif emotions == {"neutral"}:
            yield "goemotions", row["text"], "neutral"


def questions(shared, read, seed):
    """Plain questions and requests, which say nothing good or bad: (source, text)."""
    rows = [row for row in shared_rows(shared, "clinc150") if row["split"] == "train" and ("clinc150", row["id"]) not in read]
    random.Random(seed).shuffle(rows)
    for row in rows[:2000]:
        yield "clinc150", row["text"]


def moods(shared, read, seed):
    """(text, level of frustration) from emotions; Reddit's annoyance is mostly at others, so it counts little."""
    draw = random.Random(seed)
    rows = [row for row in shared_rows(shared, "goemotions") if row["split"] == "train" and ("goemotions", row["id"]) not in read]
    draw.shuffle(rows)
    worn = {"annoyance": "low", "disappointment": "low", "anger": "medium"}
    for row in rows[:12000]:
        levels = [worn[e] for e in row["label"].split("|") if e in worn]
        yield row["text"], max(levels, key=("low", "medium").index) if levels else "none"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=ROOT / "../shared/data")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--mapped-weight", type=float, default=0.5)
    parser.add_argument("--tone-weight", type=float, default=0.1)
    parser.add_argument("--mood-weight", type=float, default=0.1)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    out = {f: open(options.out / f"{f}.jsonl", "w", encoding="utf-8") for f in FIELDS}
    held = {n: open(options.out / f"held-{n}.jsonl", "w", encoding="utf-8") for n in ("own", "read")}
    counts = collections.Counter()

    def put(field, text, label, weight, source, calibrate):
        if label is not None:
            line = {"text": text, "label": label, "weight": weight, "source": source, "calibrate": "yes" if calibrate else "no"}
            out[field].write(json.dumps(line, ensure_ascii=False) + "\n")
            counts[f"{field} {source}"] += 1

    for record, is_back in own_texts():
        if is_back:
            held["own"].write(json.dumps(record, ensure_ascii=False) + "\n")
            continue
        for field, label in labels(record).items():
            put(field, record["text"], label, 1, f"care-{record['id'][0]}", True)

    # The demo tickets were labelled with sixteen of the topics only, so that a finer one may be wanting.
    with open(ROOT / "corpora/demo/labelled.csv", newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            text = "\n\n".join(part for part in (row["subject"], row["text"]) if part)
            put("topic", text, row["topic"] or None, options.mapped_weight, "demo", False)

    read = set()
    for name, record in readings(options.shared):
        read.add((record["source"], record["row"]))
        # The evaluation sample, and one in six of what was read, is held back.
        if name.startswith("evaluation") or zlib.crc32(f"{record['source']} {record['row']}".encode()) % 6 == 0:
            if name != "evaluation-second":
                held["read"].write(json.dumps({**record, "reading": name}, ensure_ascii=False) + "\n")
            continue
        for field, label in labels(record).items():
            put(field, record["text"], label, 1, record["source"], True)

    for source, row, text, topic in mapped(options.shared, read, options.seed):
        put("topic", text, topic, options.mapped_weight, source, False)
        if topic == "none":
            put("bucket", text, topic, options.mapped_weight, source, False)
    for source, text, sentiment in tones(options.shared, read, options.seed):
        # Ratings and judgements are of texts like ours; emotions on Reddit less so.
        weight = options.tone_weight * (1 if source == "goemotions" else 3)
        put("sentiment", text, sentiment, weight, source, False)
    for source, text in questions(options.shared, read, options.seed):
        put("sentiment", text, "neutral", options.tone_weight, source, False)
    if options.mood_weight > 0:
        for text, level in moods(options.shared, read, options.seed):
            put("frustration", text, level, options.mood_weight, "goemotions", False)
    for key in sorted(counts):
        print(f"{key:45} {counts[key]:6}", file=sys.stderr)


if __name__ == "__main__":
    main()
