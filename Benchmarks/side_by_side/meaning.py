"""The same with our default features: scikit-learn with the reference word-piece tokenizer against `earshot tag`."""

import json
import statistics
import sys
from pathlib import Path

import joblib

from harness import MODEL, STRENGTH, WORK, Section, alternate, check, facts, times_as_fast
from records import repeat
from tagged import accuracies_agree, judge, table, tag_with_earshot, tag_with_peer
from vectors import Table

GOALS = {1: 20, 2: 38}
RECORDS = 30_000
PEER = "scikit-learn + tokenizers"


def train_peer(root):
    from meaning_peer import Classifier, Features

    with open(WORK / "train.jsonl", encoding="utf-8") as file:
        texts, labels = zip(*((r["text"], r["label"]) for r in map(json.loads, file)))
    features = Features(Table(root / "models/embedding-en.table")).fit(texts)
    classifier = Classifier(STRENGTH).fit(features.transform(texts), labels)
    joblib.dump((features, classifier), WORK / "meaning.joblib")


def main():
    known = facts()
    section = Section("Tagging with our default features")
    try:
        train_peer(Path(sys.argv[1]))
    except ImportError as error:
        for threads, goal in GOALS.items():
            section.skip(f"tag, default features, {threads} thread(s)", PEER, f"≥ {goal}×", str(error))
        section.close()
    count = repeat(RECORDS, WORK / "records.jsonl")
    outputs = {name: WORK / f"meaning-{i}.jsonl" for i, name in enumerate([PEER, "1 thread", "2 threads"])}
    timings = alternate(
        {
            PEER: lambda: tag_with_peer(WORK / "meaning.joblib", outputs[PEER]),
            "1 thread": lambda: tag_with_earshot(outputs["1 thread"], MODEL, 1),
            "2 threads": lambda: tag_with_earshot(outputs["2 threads"], MODEL, 2),
        }
    )
    judged = {name: judge(path, count, known["test_labels"]) for name, path in outputs.items()}
    found = {name: statistics.mean(right) for name, right in judged.items()}
    check(outputs["1 thread"].read_bytes() == outputs["2 threads"].read_bytes(), "1 and 2 threads write the same bytes")
    check(accuracies_agree(judged[PEER], judged["1 thread"]), f"accuracies agree: {found}")
    section.text(
        f"As above with the model that `earshot train` makes by itself: words 1–2 and the table of word meanings. The peer: "
        "`TfidfVectorizer` in float32, Hugging Face's `tokenizers` (BertNormalizer, WordPiece, `encode_batch_fast`) with the "
        "table's pieces and vectors, one sparse product for their sum, dense and sparse scores added; one thread. Its pieces "
        f"are not counted in quoted replies, signatures and languages, as ours are. C = {STRENGTH} there, chosen by "
        "cross-validation here."
    )
    table(section, timings, PEER, count, found)
    for threads, goal in GOALS.items():
        side = timings[f"{threads} thread" + "s" * (threads > 1)]
        section.ratio(f"tag, default features, {threads} thread(s)", PEER, times_as_fast(side, timings[PEER]), goal)
    section.close()


main()
