"""Recall and precision of `earshot redact` beside Presidio's own pattern recognizers, in one run.

    python compare.py --earshot PATH --data FILE.csv

FILE.csv has the columns `text` and `spans`: a JSON list of [start, end, kind, value], counted in
Unicode scalars.

A labelled span counts as found when findings of its kind cover at least half of its characters. A
finding counts as right when at least half of its characters lie in labelled spans of its kind.
Blanks count on neither side. Presidio runs with a blank spaCy pipeline (tokens and small letters, no
model), so its recognizers of patterns, check digits and context words run and its recognition of
names by a model does not. It is shown twice: with all it returns (its default), and with the score
threshold that gives each kind its best F1 on this very data, which no user could know.
"""

import argparse
import csv
import json
import logging
import subprocess
import sys
import time
from collections import defaultdict

# Row: label kinds, our kinds, Presidio's kinds, and label kinds that a finding may lie in besides
# (a town is part of an address).
ROWS = {
    "e-mail": (["EMAIL_ADDRESS"], ["EMAIL"], ["EMAIL_ADDRESS"], []),
    "telephone": (["PHONE_NUMBER"], ["PHONE"], ["PHONE_NUMBER"], []),
    "card": (["CREDIT_CARD"], ["CARD"], ["CREDIT_CARD"], []),
    "IBAN": (["IBAN_CODE"], ["IBAN"], ["IBAN_CODE"], []),
    "identity number": (
        ["US_SSN", "US_DRIVER_LICENSE"],
        ["ID"],
        ["US_SSN", "US_DRIVER_LICENSE", "US_ITIN", "US_PASSPORT", "UK_NHS", "UK_NINO"],
        [],
    ),
    "IP address": (["IP_ADDRESS"], ["IP"], ["IP_ADDRESS"], []),
    "URL": (["DOMAIN_NAME"], ["URL"], ["URL"], []),
    "postcode": (["ZIP_CODE"], ["POSTCODE", "ADDRESS"], [], ["STREET_ADDRESS", "GPE"]),
    "street address": (["STREET_ADDRESS"], ["ADDRESS", "POSTCODE"], [], ["ZIP_CODE", "GPE"]),
    "name": (["PERSON"], ["NAME"], ["PERSON"], []),
}


def read_rows(path):
    with open(path, newline="", encoding="utf-8") as file:
        return [(row["text"], json.loads(row["spans"])) for row in csv.DictReader(file)]


def ours(program, path, rows):
    """Findings by row: (start, end, kind, score)."""
    start = time.perf_counter()
    run = subprocess.run(
        [program, "redact", path, "--text-field", "text", "--kinds", "all", "--places", "--to", "jsonl"],
        capture_output=True, text=True, check=True,
    )
    seconds = time.perf_counter() - start
    found = [
        [(f["start"], f["end"], f["kind"], 1.0) for f in json.loads(line)["earshot"]["redactions"]]
        for line in run.stdout.splitlines()
    ]
    assert len(found) == len(rows), (len(found), len(rows))
    return found, seconds


def presidio(rows, model):
    logging.disable(logging.ERROR)  # it tries to fetch a list of domains and has one of its own
    import spacy
    from presidio_analyzer import AnalyzerEngine
    from presidio_analyzer.nlp_engine import NlpArtifacts, SpacyNlpEngine

    class BlankEngine(SpacyNlpEngine):
        """Tokens and small letters; the context words of recognizers need the latter."""

        def __init__(self):
            super().__init__(models=[{"lang_code": "en", "model_name": "blank"}])
            self.nlp = {"en": spacy.blank("en")}

        def load(self):
            pass

        def is_loaded(self):
            return True

        def process_text(self, text, language):
            doc = self.nlp[language](text)
            return NlpArtifacts(
                entities=[], tokens=doc, tokens_indices=[token.idx for token in doc],
                lemmas=[token.text.lower() for token in doc], nlp_engine=self, language=language,
            )

    if model:
        engine = SpacyNlpEngine(models=[{"lang_code": "en", "model_name": model}])
    else:
        engine = BlankEngine()
    analyzer = AnalyzerEngine(nlp_engine=engine, supported_languages=["en"])
    start = time.perf_counter()
    found = [
        [(r.start, r.end, r.entity_type, r.score) for r in analyzer.analyze(text=text, language="en")]
        for text, _ in rows
    ]
    return found, time.perf_counter() - start


def characters(spans, kinds, text):
    return {
        i for start, end, kind, *_ in spans if kind in kinds
        for i in range(start, end) if not text[i].isspace()
    }


def score(rows, found, row, side, threshold=0.0):
    """(found labels, labels, right findings, findings)."""
    labels, our_kinds, their_kinds, also = ROWS[row]
    kinds = our_kinds if side == "ours" else their_kinds
    hits = total = right = given = 0
    for (text, spans), findings in zip(rows, found):
        findings = [f for f in findings if f[2] in kinds and f[3] >= threshold]
        covered = characters(findings, kinds, text)
        for span in spans:
            if span[2] in labels:
                total += 1
                own = characters([span], labels, text)
                hits += 2 * len(own & covered) >= len(own)
        wanted = characters(spans, labels + also, text)
        for finding in findings:
            own = characters([finding], kinds, text)
            given += 1
            right += 2 * len(own & wanted) >= len(own)
    return hits, total, right, given


def f1(counts):
    hits, total, right, given = counts
    recall = hits / total if total else 0
    precision = right / given if given else 0
    return 2 * recall * precision / (recall + precision) if recall + precision else 0


def cell(counts):
    hits, total, right, given = counts
    if not given and not hits:
        return "none"
    return f"{hits / total:.3f} / {right / given if given else 0:.3f} / {f1(counts):.3f}"


def best_threshold(rows, found, row):
    kinds = ROWS[row][2]
    scores = {0.0} | {f[3] for findings in found for f in findings if f[2] in kinds}
    return max(sorted(scores), key=lambda t: f1(score(rows, found, row, "presidio", t)))


def table(title, rows, our_found, their_found):
    print(f"\n{title}: {len(rows)} texts; recall / precision / F1\n")
    print("| kind | labels | earshot | Presidio, default | Presidio, best threshold by kind |")
    print("|---|---|---|---|---|")
    for row in ROWS:
        mine = score(rows, our_found, row, "ours")
        theirs = score(rows, their_found, row, "presidio")
        best = score(rows, their_found, row, "presidio", best_threshold(rows, their_found, row))
        print(f"| {row} | {mine[1]} | {cell(mine)} | {cell(theirs)} | {cell(best)} |")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--earshot", required=True, help="the program")
    parser.add_argument("--data", required=True, help="CSV with text and spans")
    parser.add_argument("--model", help="a spaCy model for Presidio; without it a blank pipeline")
    parser.add_argument("--show-errors", action="store_true", help="of the first half only")
    options = parser.parse_args()
    csv.field_size_limit(1 << 30)
    rows = read_rows(options.data)
    our_found, our_seconds = ours(options.earshot, options.data, rows)
    their_found, their_seconds = presidio(rows, options.model)

    from importlib.metadata import version
    print(f"presidio-analyzer {version('presidio-analyzer')}, spaCy {version('spacy')}, "
          f"{options.model or 'blank pipeline'}, Python {sys.version.split()[0]}")
    print(f"earshot {our_seconds:.2f} s with start-up, Presidio {their_seconds:.2f} s without")
    half = len(rows) // 2
    table("All", rows, our_found, their_found)
    table("First half (its errors were looked at)", rows[:half], our_found[:half], their_found[:half])
    table("Second half (never looked at)", rows[half:], our_found[half:], their_found[half:])

    # What we hid outside of every label.
    strays = defaultdict(int)
    counts = defaultdict(int)
    for (text, spans), findings in zip(rows, our_found):
        labelled = characters(spans, {s[2] for s in spans}, text)
        for finding in findings:
            counts[finding[2]] += 1
            strays[finding[2]] += not (characters([finding], {finding[2]}, text) & labelled)
    print("\nOur findings that touch no label of any kind: " + ", ".join(
        f"{kind} {strays[kind]} of {counts[kind]}" for kind in sorted(counts)))

    if options.show_errors:
        for row in ROWS:
            labels, kinds, _, also = ROWS[row]
            for (text, spans), findings in zip(rows[:half], our_found[:half]):
                covered = characters(findings, kinds, text)
                wanted = characters(spans, labels + also, text)
                for span in spans:
                    own = characters([span], labels, text)
                    if own and 2 * len(own & covered) < len(own):
                        print("missed", row, repr(span[3]), file=sys.stderr)
                for finding in findings:
                    own = characters([finding], kinds, text)
                    if own and 2 * len(own & wanted) < len(own):
                        print("wrong", row, repr(text[finding[0]:finding[1]]), file=sys.stderr)


if __name__ == "__main__":
    main()
