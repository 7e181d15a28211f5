"""Texts to TF-IDF rows: scikit-learn's TfidfVectorizer against `make-rows`, the same n-grams, one thread."""

import json
import os
import re

from harness import WORK, Section, Timing, alternate, answered, check, cpu, facts, spread, timed, times_as_fast, wall
from prepare import vectorizer
from records import repeat

GOAL = 25
RECORDS = 30_000


def texts(path):
    with open(path, encoding="utf-8") as file:
        return [" ".join(json.loads(line)["text"].split()) for line in file]


def plain(text):
    """Words of small letters alone, at least two each: what a word is, nobody can doubt."""
    return " ".join(word for word in re.findall("[a-z]+", text.lower()) if len(word) > 1)


def write(path, lines):
    path.write_text("".join(line + "\n" for line in lines), encoding="utf-8")
    return path


def make_rows(learned, texts):
    return answered([os.environ["MAKE_ROWS"], write(WORK / "learned.txt", learned), write(WORK / "texts.txt", texts)])


def check_rows(learned, texts):
    """On words that both cut alike, both sides' rows are the same."""
    learned, texts = [plain(text) for text in learned], [plain(text) for text in texts]
    ours = make_rows(learned, texts)
    theirs = vectorizer(least=2).fit(learned).transform(texts)
    check(ours["columns"] == theirs.shape[1], f"as many columns: {ours['columns']}, {theirs.shape[1]}")
    check(ours["entries"] == theirs.nnz, f"as many entries: {ours['entries']}, {theirs.nnz}")
    check(abs(ours["sum"] / theirs.sum() - 1) < 1e-5, f"the same sum: {ours['sum']}, {theirs.sum()}")
    return theirs.nnz


def main():
    learned = texts(WORK / "train.jsonl")
    repeat(RECORDS, WORK / "records.jsonl")
    many = texts(WORK / "records.jsonl")
    entries = check_rows(learned, many[:5000])
    found = {}

    def ours():
        found["ours"] = answer = make_rows(learned, many)
        found.setdefault("learning", []).append(Timing(*answer["learned"]))
        return Timing(*answer["made"])

    def theirs():
        features = vectorizer(least=2)
        found.setdefault("their learning", []).append(timed(lambda: features.fit_transform(learned)))

        def transform():
            found["theirs"] = features.transform(many)

        return timed(transform)

    timings = alternate({"scikit-learn": theirs, "earshot": ours})
    differ = found["ours"]["entries"] / found["theirs"].nnz - 1
    check(found["ours"]["rows"] == len(many) and abs(differ) < 0.1, f"as many rows, and nearly as many entries: {differ:+.1%}")

    section = Section("Texts to TF-IDF rows")
    section.text(
        f"{facts()['corpus']}: words 1–2 and pieces of words 2–5 in two texts or more, sublinear, each block of length 1; "
        "texts in memory, one thread. *Learn*: `fit_transform` of the training texts, vocabulary and rows; *make*: "
        f"`transform` of {len(many):,} texts. On texts of plain words, cut alike by both, columns, entries ({entries:,}) and "
        f"their sum (to 1e-5) are the same; on the texts as they are ours have {differ:+.1%} entries (punctuation and one-letter "
        "words count, addresses and sums of money count as what they are)."
    )
    pairs = {"learn": (found["their learning"], found["learning"]), "make": tuple(timings.values())}
    table = []
    for what, (peer, own) in pairs.items():
        faster = times_as_fast(own, peer)
        for name, side in {"scikit-learn": peer, "earshot": own}.items():
            shown = spread(faster, 1, "×") if name == "earshot" else ""
            table.append([what, name, spread(wall(side), 3), spread(cpu(side), 3), shown])
        section.ratio(f"texts → TF-IDF rows ({what})", "TfidfVectorizer", faster, GOAL)
    section.table(["", "", "seconds", "CPU seconds", "times as fast"], table)
    section.close()


if __name__ == "__main__":
    main()
