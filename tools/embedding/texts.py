"""The text that the table is fitted on: which rows, cut how, from where.

Only `train` splits, never a test row, never a set marked for evaluation. Every text carries the
name of its set, so that a table can be fitted without one.
"""

import csv
import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np

csv.field_size_limit(1 << 30)

SENTENCE_END = re.compile(r"(?<=[.!?])[\"')\]]*\s+|\s*\n\s*")
# How many texts at most of each set. Templates repeat themselves; Reddit is far from our subject;
# long complaints would drown all others.
MOST = {
    "goemotions": 20_000, "bitext_support_synthetic": 6_000, "cfpb sentences": 16_000, "cfpb posts": 1_500,
    "fragments": 24_000, "wordnet": 48_000,
}
SETS = ("banking77", "clinc150", "nlupp", "multidogo_turns", "app_reviews_minibar", "cfpb_complaints",
        "goemotions", "rated_sentiment", "bitext_support_synthetic", "wordnet")


@dataclass(frozen=True)
class Text:
    """One text to fit on, the set it comes from, and whether it is only a fragment."""

    source: str
    text: str
    kind: str = "whole"


def generator(name: str) -> np.random.Generator:
    """A random stream of its own for each purpose: adding a set moves no other set's draw."""
    return np.random.default_rng(int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "little"))


def rows(data: Path, name: str) -> list[dict[str, str]]:
    with open(data / f"{name}.csv", newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def train_rows(data: Path, name: str) -> list[dict[str, str]]:
    """The rows of a set that may be learned from."""
    return [r for r in rows(data, name) if r.get("split", "train") in ("train", "oos_train")]


def sentences(text: str) -> list[str]:
    parts = [p.strip() for p in SENTENCE_END.split(text) if p]
    return [p for p in parts if len(p.split()) >= 3]


def sample(items: list, most: int, name: str) -> list:
    if len(items) <= most:
        return items
    picked = generator(name).permutation(len(items))[:most]
    return [items[i] for i in sorted(picked)]


def wordnet(folder: Path) -> list[str]:
    """Glosses and usage examples of WordNet 3.0: every sense of 117 thousand ideas in plain
    English, which teaches rows of words that no support text of ours holds."""
    found = []
    for part in ("noun", "verb", "adj", "adv"):
        for line in open(folder / f"data.{part}", encoding="utf-8"):
            if line.startswith("  "):
                continue  # the licence, at the top of each file
            head, _, gloss = line.partition("|")
            fields = head.split()
            words = [fields[4 + 2 * i].split("(")[0].replace("_", " ") for i in range(int(fields[3], 16))]
            definition = re.sub(r'"[^"]*"?', "", gloss).strip(" ;\n")
            examples = [e for e in re.findall(r'"([^"]+)"', gloss) if len(e.split()) >= 3]
            found.append(f"{words[0]}: {definition}" if definition else words[0])
            found += examples
    return found


def fragment(text: str, random: np.random.Generator) -> str | None:
    """A run of a third to two thirds of a text's words, at least two."""
    words = text.split()
    if len(words) < 5:
        return None
    n = int(random.integers(max(2, len(words) // 3), max(3, 2 * len(words) // 3 + 1)))
    n = min(n, 12)
    start = int(random.integers(0, len(words) - n + 1))
    return " ".join(words[start : start + n])


def collect(data: Path, wordnet_folder: Path | None) -> list[Text]:
    """All texts to fit on, in a fixed order, each once."""
    plain: list[Text] = []
    for name in ("banking77", "clinc150", "nlupp", "multidogo_turns", "rated_sentiment", "goemotions",
                 "bitext_support_synthetic", "app_reviews_minibar"):
        found = [r["text"] for r in train_rows(data, name)]
        plain += [Text(name, t) for t in sample(found, MOST.get(name, 1 << 30), name)]
    reviews = [r["text"] for r in train_rows(data, "app_reviews_minibar")]
    plain += [Text("app_reviews_minibar", s) for t in reviews for s in sentences(t)]
    posts = [r["text"] for r in train_rows(data, "cfpb_complaints")]
    plain += [Text("cfpb_complaints", s)
              for s in sample([s for t in posts for s in sentences(t)], MOST["cfpb sentences"], "cfpb sentences")]
    plain += [Text("cfpb_complaints", t) for t in sample(posts, MOST["cfpb posts"], "cfpb posts")]

    random = generator("fragments")
    whole = sample(plain, MOST["fragments"], "fragments of")
    cut = [Text(t.source, f, "fragment") for t in whole if (f := fragment(t.text, random))]
    dictionary = [] if wordnet_folder is None else [
        Text("wordnet", t) for t in sample(wordnet(wordnet_folder), MOST["wordnet"], "wordnet")]

    # A test row may equal a train row or a row of another set: it is never fitted on.
    forbidden = {r["text"].strip().lower() for name in ("banking77", "clinc150", "goemotions")
                 for r in rows(data, name) if r["split"] not in ("train", "oos_train")}
    seen, kept = set(), []
    for t in plain + cut + dictionary:
        key = t.text.strip().lower()
        if key and key not in forbidden and key not in seen:
            seen.add(key)
            kept.append(t)
    return kept


KEYS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
BESIDE = {c: row[max(0, i - 1) : i] + row[i + 1 : i + 2] for row in KEYS for i, c in enumerate(row)}


def mistyped(text: str, share: float, random: np.random.Generator) -> str:
    """The text with one slip (swapped, dropped, doubled or neighbouring key) in `share` of its
    words of four letters and more."""
    words = text.split(" ")
    for w, word in enumerate(words):
        if len(word) < 4 or random.random() >= share:
            continue
        i = int(random.integers(0, len(word) - 1))
        kind = int(random.integers(4))
        c = word[i]
        if kind == 0:
            words[w] = word[:i] + word[i + 1] + c + word[i + 2 :]
        elif kind == 1:
            words[w] = word[:i] + word[i + 1 :]
        elif kind == 2:
            words[w] = word[:i] + c + word[i:]
        elif c.lower() in BESIDE:
            near = BESIDE[c.lower()]
            words[w] = word[:i] + near[int(random.integers(len(near)))] + word[i + 1 :]
    return " ".join(words)
