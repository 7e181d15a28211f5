#!/usr/bin/env python3
"""Prints the numbers of corpora/care/README.md. Of a held-back text only its id is read. Python standard library only."""
import collections, json, re, statistics
from pathlib import Path

CARE = Path(__file__).resolve().parent.parent.parent / "corpora/care"
FIELDS = ("bucket", "sentiment", "frustration", "severity", "voice", "flags", "markers")


def is_held(writer, batch):
    return batch in (("09", "10") if writer < "h" else ("11", "12"))


def main():
    texts, held, records = collections.Counter(), collections.Counter(), []
    for path in sorted(CARE.glob("?.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            writer, batch = re.match(r'\{"id": "([a-z])(\d\d)-', line).groups()
            texts[writer] += 1
            if is_held(writer, batch):
                held[writer] += 1
            else:
                records.append(json.loads(line))
    print(f"texts {texts.total()}, held back {held.total()}: " + ", ".join(f"{w} {texts[w]} {held[w]}" for w in sorted(texts)))
    for name, wave in (("a-g", [r for r in records if r["id"] < "h"]), ("h-", [r for r in records if r["id"] >= "h"])):
        none = sum(r["bucket"] is None for r in wave) / len(wave)
        words = statistics.median(len(r["text"].split()) for r in wave)
        print(f"{name}: {len(wave)} not held back, median of {words:g} words, none of the topics {none:.3f}")
    print(f"other languages {sum('lang' in r for r in records)}, topics used {len({r['topic'] for r in records} - {None})}")
    for field in FIELDS:
        counts = collections.Counter()
        for record in records:
            value = record[field]
            if field == "markers":
                value = sorted({marker["kind"] for marker in value})
            counts.update(value if isinstance(value, list) else [value or "null"])
        print(f"{field}: " + ", ".join(f"{label} {count}" for label, count in counts.most_common()))


if __name__ == "__main__":
    main()
