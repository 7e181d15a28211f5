"""The vaderSentiment side: JSON lines in, JSON lines with a score out. Prints seconds and CPU seconds of that alone.

    tone_peer.py INPUT OUTPUT

Its start-up and the reading of its lexicon are not counted, though Earshot's are.
"""

import json
import sys
import time

from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer


def main():
    source, target = sys.argv[1:]
    analyzer = SentimentIntensityAnalyzer()
    with open(source, encoding="utf-8") as lines, open(target, "w", encoding="utf-8") as out:
        start, cpu_start = time.perf_counter(), time.process_time()
        for line in lines:
            record = json.loads(line)
            record["sentiment"] = analyzer.polarity_scores(record["text"])["compound"]
            out.write(json.dumps(record, ensure_ascii=False) + "\n")
        out.flush()
        print(time.perf_counter() - start, time.process_time() - cpu_start)


main()
