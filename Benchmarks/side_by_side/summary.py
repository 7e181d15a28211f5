"""Writes the summary table that stands first in RESULTS.md, and Benchmarks/pictures/*.svg.

    summary.py [PICTURES]
"""

import json
import math
import sys
from html import escape
from pathlib import Path

from harness import WORK

WORDS, AXIS, HEIGHT = 430, 420, 22  # widths of the names and the bars, height of a bar with its gap


def verdict(row):
    return {True: "yes", False: "**no**", None: "–"}[row["reached"]]


def table(rows):
    lines = ["| work | against | times as fast | goal | reached? |", "|---|---|---|---|---|"]
    lines += [f"| {r['work']} | {r['against']} | {r['found']} | {r['goal']} | {verdict(r)} |" for r in rows]
    return "\n".join(lines)


def bars(rows):
    """A bar a row: its ratio, the spread as a line over it, its goal as a mark; on a scale of logarithms from 0.5 up."""
    most = max(max(r["numbers"]["high"], r["numbers"]["goal"]) for r in rows) * 1.2

    def x(value):
        return WORDS + AXIS * math.log(max(value, 0.5) / 0.5) / math.log(most / 0.5)

    width, height = WORDS + AXIS + 70, HEIGHT * len(rows) + 50
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" font-family="sans-serif" font-size="12">',
             f'<rect width="{width}" height="{height}" fill="white"/>']
    for value in (0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000):
        if value < most:
            parts.append(f'<path d="M{x(value):.1f} 20V{height - 28}" stroke="#ddd"/>'
                         f'<text x="{x(value):.1f}" y="14" text-anchor="middle" fill="#666">{value:g}×</text>')
    for i, row in enumerate(rows):
        n, y = row["numbers"], 26 + HEIGHT * i
        color = "#2a7f62" if row["reached"] else "#c0504d"
        shown = f"{n['middle']:.{1 if n['middle'] < 20 else 0}f}"
        name = escape(f"{row['work']} / {row['against']}")
        name = name if len(name) <= 76 else name[:75] + "…"
        parts.append(
            f'<text x="{WORDS - 8}" y="{y + 11}" text-anchor="end" font-size="10.5">{name}</text>'
            f'<rect x="{WORDS}" y="{y}" width="{x(n["middle"]) - WORDS:.1f}" height="14" fill="{color}"/>'
            f'<path d="M{x(n["low"]):.1f} {y + 7}H{x(n["high"]):.1f}" stroke="black"/>'
            f'<path d="M{x(n["goal"]):.1f} {y - 3}V{y + 17}" stroke="black" stroke-width="2"/>'
            f'<text x="{x(max(n["high"], n["goal"])) + 5:.1f}" y="{y + 11}">{shown}</text>')
    parts.append(f'<text x="{WORDS}" y="{height - 10}" fill="#444">bar: median; thin line: least to most; mark: the goal</text></svg>')
    return "\n".join(parts) + "\n"


def main():
    path = WORK / "table.jsonl"
    rows = [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []
    print("\n## Summary\n")
    if rows:
        print(table(rows))
    drawn = [row for row in rows if row["numbers"]]
    kinds = {
        "tagging": [r for r in drawn if any(w in r["work"] for w in ("tag", "texts →", "sentiment", "first answer"))],
        "learning": [r for r in drawn if any(w in r["work"] for w in ("train", "k-means", "suspicious"))],
    }
    for name, chosen in kinds.items():
        if len(sys.argv) > 1 and chosen:
            folder = Path(sys.argv[1])
            folder.mkdir(exist_ok=True)
            (folder / f"{name}.svg").write_text(bars(chosen), encoding="utf-8")
            print(f"\n![{name}: how many times as fast](pictures/{name}.svg)")


main()
