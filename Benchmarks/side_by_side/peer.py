"""The scikit-learn side of tagging: JSON lines in, JSON lines out. Prints seconds and CPU seconds of that alone.

    peer.py MODEL INPUT OUTPUT

Its start-up and the loading of its model are not counted, though Earshot's are.
"""

import json
import sys
import time
from itertools import islice

import joblib
from scipy.special import softmax

BATCH = 2000


def tag(lines, pipeline, out):
    features, classifier = pipeline[0], pipeline[-1]
    while records := [json.loads(line) for line in islice(lines, BATCH)]:
        scores = classifier.decision_function(features.transform([r["text"] for r in records]))
        probabilities = softmax(scores, axis=1)
        best = probabilities.argmax(axis=1)
        for i, record in enumerate(records):
            record["tag"] = {
                "label": str(classifier.classes_[best[i]]),
                "confidence": round(float(probabilities[i, best[i]]), 4),
            }
            out.write(json.dumps(record, ensure_ascii=False) + "\n")


def main():
    model, source, target = sys.argv[1:]
    pipeline = joblib.load(model)
    with open(source, encoding="utf-8") as lines, open(target, "w", encoding="utf-8") as out:
        start, cpu_start = time.perf_counter(), time.process_time()
        tag(lines, pipeline, out)
        out.flush()
        print(time.perf_counter() - start, time.process_time() - cpu_start)


main()
