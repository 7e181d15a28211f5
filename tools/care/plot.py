#!/usr/bin/env python3
"""Draws how right tags of each confidence are, on held-back texts, as an SVG. Python standard library only.

  tools/care/plot.py --earshot PROGRAM --model MODEL -o models/care-en/calibration.svg FILE…
"""
import argparse, json

from measure import guess, tag

FIELDS = ("topic", "bucket", "sentiment", "frustration", "severity")
SIZE, GAP, BINS = 170, 50, 10


def panel(field, pairs, left):
    """One square: a dot a tenth of the confidences, its area by the number of texts, a bar of ± 2 standard errors."""
    out = [f'<g transform="translate({left},30)"><text x="{SIZE / 2}" y="-10" text-anchor="middle" font-weight="bold">{field}</text>',
           f'<rect width="{SIZE}" height="{SIZE}" fill="none" stroke="#888"/>',
           f'<line x1="0" y1="{SIZE}" x2="{SIZE}" y2="0" stroke="#bbb" stroke-dasharray="4"/>']
    for b in range(BINS):
        inside = [(c, r) for c, r in pairs if min(int(c * BINS), BINS - 1) == b]
        if len(inside) < 5:
            continue
        n = len(inside)
        confidence = sum(c for c, _ in inside) / n
        right = sum(r for _, r in inside) / n
        error = 2 * max(right * (1 - right) / n, 0.25 / n / n) ** 0.5
        x, y = confidence * SIZE, (1 - right) * SIZE
        top, bottom = max(0, y - error * SIZE), min(SIZE, y + error * SIZE)
        out.append(f'<line x1="{x:.1f}" y1="{top:.1f}" x2="{x:.1f}" y2="{bottom:.1f}" stroke="#25a"/>')
        out.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{2 + 6 * (n / len(pairs)) ** 0.5:.1f}" fill="#25a" fill-opacity="0.7"/>')
    out.append(f'<text x="0" y="{SIZE + 16}">0</text><text x="{SIZE}" y="{SIZE + 16}" text-anchor="end">1</text>')
    out.append(f'<text x="{SIZE / 2}" y="{SIZE + 16}" text-anchor="middle">confidence</text></g>')
    return "\n".join(out)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--earshot", required=True)
    parser.add_argument("--model", required=True)
    parser.add_argument("-o", "--output", required=True)
    parser.add_argument("files", nargs="+")
    options = parser.parse_args()
    records = [json.loads(line) for path in options.files for line in open(path, encoding="utf-8")]
    tagged = tag(options.earshot, options.model, records)
    panels = []
    for i, field in enumerate(FIELDS):
        pairs = []
        for record, tags in zip(records, tagged):
            if field == "topic" and record["topic"] is None and record["bucket"]:
                continue
            label, confidence, _ = guess(tags, field)
            pairs.append((confidence, label == record[field]))
        panels.append(panel(field, pairs, 30 + i * (SIZE + GAP)))
    width = 30 + len(FIELDS) * (SIZE + GAP)
    with open(options.output, "w", encoding="utf-8") as file:
        file.write(f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{SIZE + 70}" font-family="sans-serif" font-size="12" role="img">\n'
                   f"<title>Share of right tags by confidence, {len(records)} held-back texts</title>\n"
                   f'<rect width="100%" height="100%" fill="white"/>\n' + "\n".join(panels) + "\n</svg>\n")


if __name__ == "__main__":
    main()
