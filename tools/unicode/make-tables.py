#!/usr/bin/env python3
"""Writes Sources/EarshotText/UnicodeTables.swift from the Unicode Character Database.

    python3 tools/unicode/make-tables.py [/usr/share/unicode]

The folder is the one of Debian's package unicode-data. No network, no other input; the same
database gives the same file. See docs/text.md for what the tables mean.
"""

import os
import re
import sys

UCD = sys.argv[1] if len(sys.argv) > 1 else "/usr/share/unicode"
HERE = os.path.dirname(os.path.abspath(__file__))
OUT = os.path.join(HERE, "..", "..", "Sources", "EarshotText", "UnicodeTables.swift")
BLOCK = 64  # scalars a block; the smallest total of the powers of two tried

# Must equal the constants in ScalarClass.swift.
WORD_BREAK = {
    "CR": 1, "LF": 2, "Newline": 3, "Extend": 4, "ZWJ": 5, "Regional_Indicator": 6, "Format": 7,
    "Katakana": 8, "Hebrew_Letter": 9, "ALetter": 10, "Single_Quote": 11, "Double_Quote": 12,
    "MidNumLet": 13, "MidLetter": 14, "MidNum": 15, "Numeric": 16, "ExtendNumLet": 17,
    "WSegSpace": 18,
}
OTHER = 0
EMOJI, TEXT_PICTOGRAPH, IDEOGRAPH, BLANK, CURRENCY, SENTENCE_END, CLAUSE_MARK, LETTER_PICTOGRAPH = range(19, 27)
FOLDS, MARK, UPPERCASE = 0x20, 0x40, 0x80


def rows(name):
    """(first, last, fields) of each line of a database file."""
    with open(os.path.join(UCD, name), encoding="utf-8") as file:
        for line in file:
            fields = [f.strip() for f in line.split("#")[0].split(";")]
            if len(fields) < 2:
                continue
            ends = fields[0].split("..")
            yield int(ends[0], 16), int(ends[-1], 16), fields


def property_of(name, wanted=None):
    found = {}
    for first, last, fields in rows(name):
        if wanted is None or fields[1] == wanted:
            for scalar in range(first, last + 1):
                found[scalar] = fields[1]
    return found


with open(os.path.join(UCD, "auxiliary/WordBreakProperty.txt"), encoding="utf-8") as file:
    VERSION = re.search(r"WordBreakProperty-([0-9.]+)\.txt", file.readline()).group(1)

word_break = property_of("auxiliary/WordBreakProperty.txt")
category = property_of("extracted/DerivedGeneralCategory.txt")
pictographs = property_of("emoji/emoji-data.txt", "Extended_Pictographic")
emoji_shown = property_of("emoji/emoji-data.txt", "Emoji_Presentation")
excluded = property_of("DerivedNormalizationProps.txt", "Full_Composition_Exclusion")
white_space = property_of("PropList.txt", "White_Space")
sentence_ends = property_of("PropList.txt", "Sentence_Terminal")

combining, decomposition, compatibility = {}, {}, {}
with open(os.path.join(UCD, "UnicodeData.txt"), encoding="utf-8") as file:
    for line in file:
        fields = line.split(";")
        scalar = int(fields[0], 16)
        if fields[3] != "0":
            combining[scalar] = int(fields[3])
        if fields[5]:
            parts = fields[5].split()
            if parts[0].startswith("<"):
                compatibility[scalar] = [int(p, 16) for p in parts[1:]]
            else:
                decomposition[scalar] = [int(p, 16) for p in parts]

case_folding = {}
for first, _, fields in rows("CaseFolding.txt"):
    if fields[1] in "CF":
        case_folding[first] = [int(p, 16) for p in fields[2].split()]

composition = {
    tuple(parts): scalar
    for scalar, parts in decomposition.items()
    if len(parts) == 2 and scalar not in excluded
}


def decomposed(scalars):
    out = []
    for scalar in scalars:
        parts = decomposition.get(scalar)
        out += decomposed(parts) if parts else [scalar]
    run = 0  # canonical ordering: a stable sort of each run of marks
    for i in range(len(out) + 1):
        if i == len(out) or out[i] not in combining:
            out[run:i] = sorted(out[run:i], key=lambda s: combining[s])
            run = i + 1
    return out


def composed(scalars):
    out, starter, last = [], -1, 0
    for scalar in scalars:
        mark = combining.get(scalar, 0)
        whole = composition.get((out[starter], scalar)) if starter >= 0 else None
        adjacent = starter == len(out) - 1
        if whole is not None and (adjacent or last < mark):
            out[starter] = whole
            continue
        if mark == 0:
            starter = len(out)
        last = mark
        out.append(scalar)
    return out


APOSTROPHES = {0x2018, 0x2019, 0x201B, 0x02BC, 0xFF07}


def compatible(scalar):
    """The compatibility forms that people type: full width, half-width kana, ligatures, bold."""
    typed = 0xFF01 <= scalar <= 0xFF9D or 0xFB00 <= scalar <= 0xFB06 or 0x1D400 <= scalar <= 0x1D7FF
    if typed and scalar in compatibility:
        return [s for part in compatibility[scalar] for s in compatible(part)]
    return [scalar]


def folded(scalar):
    if scalar in APOSTROPHES:
        return [0x27]
    if scalar == 0x0345:  # iota subscript: folded after its marks are in order, in ScalarFolding
        return [scalar]
    out = decomposed(compatible(scalar))
    while True:
        again = decomposed([t for s in out for t in case_folding.get(s, [s])])
        if again == out:
            return [0x27 if s in APOSTROPHES else s for s in composed(out)]
        out = again


# --- classes -----------------------------------------------------------------------------------
TERMINALS = set(sentence_ends) | {0x2026}
CLAUSE_MARKS = {0x2013, 0x2014, 0x2015, 0x3001, 0x060C, 0x061B, 0xFF08, 0xFF09}
classes, folds = {}, {}
for scalar in range(0x110000):
    gc = category.get(scalar, "Cn")
    value = WORD_BREAK.get(word_break.get(scalar, ""), OTHER)
    if scalar in pictographs:
        if value == OTHER:
            # Shown in colour by default, or from the blocks that people use as faces and hearts.
            shown = scalar in emoji_shown or 0x2600 <= scalar <= 0x27BF or scalar >= 0x1F300
            value = EMOJI if shown else TEXT_PICTOGRAPH
        else:
            value = LETTER_PICTOGRAPH
    elif value == OTHER:
        if scalar in white_space:
            value = BLANK
        elif gc == "Sc":
            value = CURRENCY
        elif scalar in TERMINALS and scalar >= 0x80:
            value = SENTENCE_END
        elif scalar in CLAUSE_MARKS:
            value = CLAUSE_MARK
        elif gc[0] == "L" or gc == "Nl" or gc == "No" and scalar > 0xFF:
            value = IDEOGRAPH
    if not 0xD800 <= scalar <= 0xDFFF:
        if gc in ("Lu", "Lt"):
            value |= UPPERCASE
        if scalar in combining:
            value |= MARK
        # Ideographs for compatibility keep their form: nobody's ticket depends on them.
        if not (0xF900 <= scalar <= 0xFAFF or 0x2F800 <= scalar <= 0x2FA1F):
            mapped = folded(scalar)
            if mapped != [scalar]:
                folds[scalar] = mapped
                value |= FOLDS
    classes[scalar] = value

# --- two-stage tables --------------------------------------------------------------------------
# Planes 0, 1 and 14 have a table; planes 2 and 3 are ideographs throughout (ScalarClass.swift).
END = 0x20000
for scalar in range(END, 0x110000):
    value = classes[scalar]
    if 0xE0000 <= scalar <= 0xE0FFF:
        expected = {0xE0001: 7}.get(scalar, 4 if 0xE0020 <= scalar <= 0xE007F or 0xE0100 <= scalar <= 0xE01EF else 0)
        assert value == expected, hex(scalar)
    else:
        assert value in (IDEOGRAPH, OTHER), hex(scalar)


def two_stage(values):
    blocks, index = [], []
    seen = {}
    for start in range(0, len(values), BLOCK):
        block = tuple(values[start : start + BLOCK])
        if block not in seen:
            seen[block] = len(blocks)
            blocks.append(block)
        index.append(seen[block])
    return index, [v for block in blocks for v in block]


class_index, class_blocks = two_stage([classes[s] for s in range(END)])

pool, place = [0], {}  # place 0: unused, so that 0 can mean "as it is"
for scalar in sorted(folds):
    utf8 = "".join(map(chr, folds[scalar])).encode()
    if utf8 not in place:
        place[utf8] = len(pool)
        pool += [len(utf8)] + list(utf8)
    assert len(utf8) <= 3 * len(chr(scalar).encode()), hex(scalar)
assert len(pool) < 65536
fold_values = [0] * END
for scalar, mapped in folds.items():
    fold_values[scalar] = place["".join(map(chr, mapped)).encode()]
fold_index, fold_blocks = two_stage(fold_values)

# --- canonical composition, plane 0, without Hangul and ideographs -------------------------------
splits, joins = [], []
for scalar, parts in sorted(decomposition.items()):
    if scalar > 0xFFFF or 0xF900 <= scalar <= 0xFAFF or max(parts) > 0xFFFF:
        continue
    first, second = (parts + [0])[:2]
    splits.append(scalar << 32 | first << 16 | second)
    if len(parts) == 2 and scalar not in excluded:
        joins.append(first << 32 | second << 16 | scalar)
joins.sort()

ranges = []  # combining classes: first << 32 | last << 8 | class
for scalar in sorted(combining):
    if ranges and ranges[-1][1] == scalar - 1 and ranges[-1][2] == combining[scalar]:
        ranges[-1][1] = scalar
    else:
        ranges.append([scalar, scalar, combining[scalar]])
mark_ranges = [first << 32 | last << 8 | value for first, last, value in ranges]


# --- the file ----------------------------------------------------------------------------------
def literal(name, kind, values, doc):
    lines, line = [], "   "
    for value in values:
        text = f" {value},"
        if len(line) + len(text) > 99:
            lines.append(line)
            line = "   "
        line += text
    lines.append(line)
    body = "\n".join(lines)
    return f"  /// {doc}\n  static let {name}: [{kind}] = [\n{body}\n  ]\n"


narrow = "UInt8" if max(class_index) < 256 else "UInt16"
parts = [
    literal("classIndex", narrow, class_index, "Block of `classes`, by scalar / 64."),
    literal("classes", "UInt8", class_blocks, "Class and bits of a scalar, as `ScalarClass` names them."),
    literal("foldIndex", "UInt8" if max(fold_index) < 256 else "UInt16", fold_index, "Block of `folds`, by scalar / 64."),
    literal("folds", "UInt16", fold_blocks, "Where in `foldPool` the folded form stands; 0: as it is."),
    literal("foldPool", "UInt8", pool, "Folded forms: count of bytes, then UTF-8."),
    literal("splits", "UInt64", splits, "Canonical decompositions: scalar << 32 | first << 16 | second (0: none), ascending."),
    literal("joins", "UInt64", joins, "Canonical compositions: first << 32 | second << 16 | scalar, ascending."),
    literal("markClasses", "UInt64", mark_ranges, "Combining classes: first << 32 | last << 8 | class, ascending."),
]
sizes = {"UInt8": 1, "UInt16": 2, "UInt64": 8}
with open(OUT, "w", encoding="utf-8") as file:
    file.write(
        "// Generated by tools/unicode/make-tables.py; do not edit. Unicode "
        + VERSION
        + ".\n// Made from the Unicode Character Database (Debian's package unicode-data), which is\n"
        "// copyright Unicode, Inc. and distributed under the Unicode terms of use.\n"
        "// swift-format-ignore-file\n\n"
        "/// What Unicode says about scalars, laid out so that nothing is built at start-up.\n"
        "enum UnicodeTables {\n"
        f'  static let version = "{VERSION}"\n\n' + "\n".join(parts) + "}\n"
    )
total = (
    len(class_index) * (1 if narrow == "UInt8" else 2) + len(class_blocks) + len(fold_index)
    + 2 * len(fold_blocks) + len(pool) + 8 * (len(splits) + len(joins) + len(mark_ranges))
)
print(f"Unicode {VERSION}: {total} bytes of tables,", len(folds), "folded scalars")
