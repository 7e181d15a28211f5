"""Themes beside what their users have: quality with the true k and with --k auto, agreement of seeds, ids kept, time and memory.

    .venv/bin/python themes/measure.py [--earshot PATH] [--only quality|stability|scale]

Needs ../shared/data beside the project (real labelled text) and the packages of requirements.txt. Labels are used to
judge only. LSA: TF-IDF of word 1–2-grams, 128 directions, spherical k-means; the median of five seeds.
"""

import argparse
import csv
import json
import random
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

from sklearn.cluster import KMeans
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics import adjusted_rand_score, normalized_mutual_info_score
from sklearn.preprocessing import normalize

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "../shared/data"
SETS = {
    "banking77 test": ("banking77", lambda r: r["split"] == "test", 77),
    "clinc150 test, in scope": ("clinc150", lambda r: r["split"] == "test" and r["label"] != "oos", 150),
    "cfpb complaints (long)": ("cfpb_complaints", lambda r: True, 18),
}


def rows(name):
    file, keep, k = SETS[name]
    with open(DATA / f"{file}.csv", encoding="utf-8", newline="") as source:
        found = [(r["id"], r["text"], r["label"]) for r in csv.DictReader(source) if keep(r)]
    return found, k


def write(records, path):
    with open(path, "w", encoding="utf-8") as out:
        for i, text, *_ in records:
            out.write(json.dumps({"id": i, "text": text}) + "\n")


class Earshot:
    def __init__(self, program, folder):
        self.program, self.folder = program, folder

    def themes(self, path, *flags):
        """Theme of each record by id ("none" without one), seconds, and memory in MB."""
        out, assigned = self.folder / "themes.jsonl", self.folder / "assigned.jsonl"
        before = time.monotonic()
        process = subprocess.Popen(
            [self.program, "themes", path, "--model", "none", "-o", out, "--assign", assigned, *flags],
            stderr=subprocess.DEVNULL,
        )
        peak = 0
        # The kernel counts what the parent held when it was forked among a child's peak, so it is asked itself.
        while process.poll() is None:
            try:
                status = Path(f"/proc/{process.pid}/status").read_text()
                peak = max([peak] + [int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM")])
            except (FileNotFoundError, ProcessLookupError):
                pass
            time.sleep(0.02)
        assert process.returncode == 0, process.returncode
        seconds = time.monotonic() - before
        found = {}
        with open(assigned, encoding="utf-8") as lines:
            for line in lines:
                record = json.loads(line)
                found[record["id"]] = record["earshot"]["theme"]["id"] or "none"
        with open(out, encoding="utf-8") as lines:
            self.ids = {json.loads(line)["theme"] for line in lines}
        return found, seconds, peak / 1024


def judged(records, found):
    truth = [label for *_, label in records]
    labels = [found[i] for i, *_ in records]
    return normalized_mutual_info_score(truth, labels), adjusted_rand_score(truth, labels)


def quality(earshot):
    print("| | LSA, k-means: NMI / ARI | earshot, true k | earshot, --k auto (k) | without a theme |\n|---|---|---|---|---|")
    for name in SETS:
        records, k = rows(name)
        path = earshot.folder / "set.jsonl"
        write(records, path)
        counts = TfidfVectorizer(sublinear_tf=True, ngram_range=(1, 2), min_df=2).fit_transform(t for _, t, _ in records)
        vectors = normalize(TruncatedSVD(128, random_state=1).fit_transform(counts))
        lsa = []
        for seed in range(5):
            labels = KMeans(k, n_init=1, random_state=seed).fit_predict(vectors)
            lsa.append(judged(records, {r[0]: str(y) for r, y in zip(records, labels)}))
        lsa = [statistics.median(x) for x in zip(*lsa)]
        own = [judged(records, earshot.themes(path, "--k", str(k), "--seed", str(s))[0]) for s in range(1, 6)]
        own = [statistics.median(x) for x in zip(*own)]
        found, _, _ = earshot.themes(path)
        auto = judged(records, found)
        none = sum(v == "none" for v in found.values()) / len(found)
        print(f"| {name} | {lsa[0]:.3f} / {lsa[1]:.3f} | {own[0]:.3f} / {own[1]:.3f} | {auto[0]:.3f} / {auto[1]:.3f} ({len(earshot.ids)}) | {none:.1%} |", flush=True)


def stability(earshot):
    print("\n| | agreement of three seeds (ARI) | ids kept with 10 % more records | records that kept theirs |\n|---|---|---|---|")
    for name in list(SETS)[:2]:
        records, _ = rows(name)
        random.Random(3).shuffle(records)
        path = earshot.folder / "set.jsonl"
        # Half as a sample, so that seeds matter at all.
        write(records, path)
        runs = [earshot.themes(path, "--sample", str(len(records) // 2), "--k", str(SETS[name][2]), "--seed", str(s))[0] for s in (1, 2, 3)]
        ids = list(runs[0])
        seeds = [adjusted_rand_score([a[i] for i in ids], [b[i] for i in ids]) for a, b in ((runs[0], runs[1]), (runs[0], runs[2]), (runs[1], runs[2]))]
        whole = [earshot.themes(path, "--seed", str(s))[0] for s in (1, 2)]
        same = adjusted_rand_score([whole[0][i] for i in ids], [whole[1][i] for i in ids])
        workspace = earshot.folder / "w.sqlite"
        for file in earshot.folder.glob("w.sqlite*"):
            file.unlink()
        write(records[: int(len(records) / 1.1)], path)
        first, _, _ = earshot.themes(path, "--workspace", workspace)
        before = earshot.ids
        write(records, path)
        second, _, _ = earshot.themes(path, "--workspace", workspace)
        kept = sum(first[i] == second[i] for i in first) / len(first)
        print(f"| {name} | all texts {same:.3f}; half as a sample {min(seeds):.3f} to {max(seeds):.3f} | {len(before & earshot.ids)} of {len(before)} | {kept:.1%} |", flush=True)


def scale(earshot):
    """Records of 20 words: a real text, filled up with words drawn from all of them."""
    texts = [t.split() for name in list(SETS)[:2] for _, t, _ in rows(name)[0]]
    words = [w for t in texts for w in t]
    draw = random.Random(1)
    print("\n| records of 20 words | seconds, two threads | µs a record | memory, MB |\n|---|---|---|---|")
    for n in (10_000, 100_000, 1_000_000):
        path = earshot.folder / "many.jsonl"
        with open(path, "w", encoding="utf-8") as out:
            for i in range(n):
                text = list(draw.choice(texts))
                while len(text) < 20:
                    text.append(draw.choice(words))
                out.write(json.dumps({"id": i, "text": " ".join(text[:20])}) + "\n")
        _, seconds, memory = earshot.themes(path, "--threads", "2")
        print(f"| {n:,} | {seconds:.1f} | {seconds / n * 1e6:.0f} | {memory:.0f} |", flush=True)


parser = argparse.ArgumentParser()
parser.add_argument("--earshot", default=ROOT / ".build/release/earshot")
parser.add_argument("--only", choices=["quality", "stability", "scale"])
options = parser.parse_args()
with tempfile.TemporaryDirectory() as folder:
    program = Earshot(options.earshot, Path(folder))
    for part in (quality, stability, scale):
        if options.only in (None, part.__name__):
            part(program)
