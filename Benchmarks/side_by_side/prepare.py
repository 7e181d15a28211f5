"""Makes what the benchmarks work on: record files, the rows to fit, and a model of either side."""

import json
import sys
from pathlib import Path

import joblib
from sklearn.datasets import dump_svmlight_file
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline, make_union

import corpus
from harness import EARSHOT, LIKE_MODEL, MODEL, PEER_MODEL, STRENGTH, WORK, run_child


def vectorizer(least=1):
    """What `--embedding none --characters 2-5` counts: words 1–2, in `least` texts or more, and pieces of words 2–5.

    Sublinear TF-IDF, each block of length 1.
    """
    return make_union(
        TfidfVectorizer(ngram_range=(1, 2), min_df=least, sublinear_tf=True),
        TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), min_df=2, sublinear_tf=True),
    )


def write_records(path, texts, labels=None):
    with open(path, "w", encoding="utf-8") as file:
        for i, text in enumerate(texts):
            record = {"id": i, "text": text}
            if labels:
                record["label"] = labels[i]
            file.write(json.dumps(record, ensure_ascii=False) + "\n")


def main():
    data = corpus.load(Path(sys.argv[1]))
    texts, labels = zip(*data.train)
    test_texts, test_labels = zip(*data.test)
    names = sorted(set(labels))

    write_records(WORK / "train.jsonl", texts, labels)
    write_records(WORK / "test.jsonl", test_texts)

    print(f"  training both sides on {data.name}", file=sys.stderr)
    features = vectorizer()
    rows = features.fit_transform(texts).tocsr()
    dump_svmlight_file(rows, [names.index(label) for label in labels], str(WORK / "rows.svmlight"))
    classifier = LogisticRegression(C=STRENGTH, max_iter=1000).fit(rows, labels)
    joblib.dump(make_pipeline(features, classifier), PEER_MODEL)

    train = [EARSHOT, "train", WORK / "train.jsonl", "--label-field", "label", "--text-field", "text"]
    like = ["--strength", STRENGTH, "--embedding", "none", "--words", "2", "--characters", "2-5"]
    run_child(train + like + ["-o", LIKE_MODEL])
    run_child(train + ["-o", MODEL])
    facts = {
        "corpus": data.name,
        "strength": STRENGTH,
        "labels": len(names),
        "columns": rows.shape[1],
        "rows": rows.shape[0],
        "entries": int(rows.nnz),
        "test_labels": test_labels,
        "mean_bytes": sum(len(text.encode()) for text in test_texts) / len(test_texts),
    }
    (WORK / "facts.json").write_text(json.dumps(facts))


if __name__ == "__main__":
    main()
