#!/usr/bin/env python3
"""Writes Sources/EarshotText/WordPieceTables.swift from the Unicode Character Database.

    python3 tools/unicode/make-word-piece-tables.py [/usr/share/unicode]

The folder is the one of Debian's package unicode-data. What a scalar becomes follows the reference,
BertNormalizer and BertPreTokenizer of Hugging Face's `tokenizers` 0.23.3, whose general categories
are those of Unicode 8.0: a mark or punctuation of a later version counts as a letter there. Its
decompositions and small letters are newer (the letters those of Unicode 17); where they differ from
the database's 15.0, only the two letters of NEWER can occur in a vocabulary made before 2020.
"""

import os
import sys

UCD = sys.argv[1] if len(sys.argv) > 1 else "/usr/share/unicode"
HERE = os.path.dirname(os.path.abspath(__file__))
OUT = os.path.join(HERE, "..", "..", "Sources", "EarshotText", "WordPieceTables.swift")
BLOCK = 64  # scalars a block
END = 0x30000  # above, WordPieceScalars.swift decides by ranges

# Must equal the constants in WordPieceScalars.swift.
WORD, ALONE, BLANK, DROPPED = range(4)
NOT_ASCII, BYTE_DROPPED, BYTE_BLANK, BYTE_ALONE = range(4)

# Scalars whose category changed after Unicode 8.0, with the category they had.
CHANGED = {0x166D: "Po", 0x1885: "Lo", 0x1886: "Lo", 0xA9BD: "Mc", 0x111C9: "Po", 0x1734: "Mn"}

# Small letters of capitals that Unicode 14 or later added.
NEWER = {0xA7CB: 0x0264, 0xA7DC: 0x019B}

# What the reference takes for an ideograph and sets apart. The gap before U+2B920 is the reference's own.
IDEOGRAPHS = [(0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x2A6DF), (0x2A700, 0x2B81F),
              (0x2B920, 0x2CEAF), (0x2F800, 0x2FA1F)]


def rows(name):
    """(first, last, fields) of each line of a database file."""
    with open(os.path.join(UCD, name), encoding="utf-8") as file:
        for line in file:
            fields = [f.strip() for f in line.split("#")[0].split(";")]
            if len(fields) >= 2:
                ends = fields[0].split("..")
                yield int(ends[0], 16), int(ends[-1], 16), fields


def property_of(name, wanted=None):
    return {
        scalar: fields[1]
        for first, last, fields in rows(name)
        if wanted is None or fields[1] == wanted
        for scalar in range(first, last + 1)
    }


ages = property_of("DerivedAge.txt")
category = {
    scalar: CHANGED.get(scalar, value)
    for scalar, value in property_of("extracted/DerivedGeneralCategory.txt").items()
    if value != "Cn" and float(ages.get(scalar, "99")) <= 8
}
white_space = property_of("PropList.txt", "White_Space")

decomposition, small = {}, {}
with open(os.path.join(UCD, "UnicodeData.txt"), encoding="utf-8") as file:
    for line in file:
        fields = line.split(";")
        scalar = int(fields[0], 16)
        if fields[5] and not fields[5].startswith("<"):
            decomposition[scalar] = [int(p, 16) for p in fields[5].split()]
        if fields[13]:
            small[scalar] = int(fields[13], 16)
small.update(NEWER)


def decomposed(scalar):
    parts = decomposition.get(scalar)
    return [d for p in parts for d in decomposed(p)] if parts else [scalar]


def is_ideograph(scalar):
    return any(first <= scalar <= last for first, last in IDEOGRAPHS)


def is_punctuation(scalar):
    ascii_sign = 0x21 <= scalar <= 0x7E and not chr(scalar).isalnum()
    return ascii_sign or category.get(scalar, "Cn")[0] == "P"


def reading(scalar):
    """What the scalar is, and what it becomes. Accents go before capitals do (İ becomes i)."""
    gc = category.get(scalar, "Cn")
    if scalar in (0x09, 0x0A, 0x0D):
        return BLANK, [scalar]
    if scalar == 0xFFFD or gc in ("Cc", "Cf", "Co", "Cs"):
        return DROPPED, [scalar]
    if scalar in white_space:
        return BLANK, [scalar]
    out = [s for s in decomposed(scalar) if category.get(s) != "Mn"]
    out = [small.get(s, s) for s in out]
    if not out:
        return DROPPED, [scalar]
    assert all(category.get(s) != "Mn" and s not in white_space for s in out), hex(scalar)
    alone = [is_ideograph(scalar) or is_punctuation(s) for s in out]
    assert all(alone) == any(alone) and (len(out) == 1 or not any(alone)), hex(scalar)
    return (ALONE if any(alone) else WORD), out


def utf8(scalars):
    return "".join(map(chr, scalars)).encode()


pool, place = [0], {}  # place 0: unused, so that 0 can mean "as it is"
values = []
for scalar in range(END):
    if 0xD800 <= scalar <= 0xDFFF or 0xAC00 <= scalar <= 0xD7A3:
        values.append(WORD)  # no scalars; syllables that WordPieceScalars.swift takes apart
        continue
    kind, out = reading(scalar)
    at = 0
    if out != [scalar]:
        form = utf8(out)
        if form not in place:
            place[form] = len(pool)
            pool += [len(form)] + list(form)
        at = place[form]
    values.append(at << 2 | kind)
assert max(values) < 65536

# Above the table nothing is mapped, and no block but these is dropped (WordPieceScalars.swift).
for scalar in range(END, 0x110000):
    kind, out = reading(scalar)
    tags = scalar == 0xE0001 or 0xE0020 <= scalar <= 0xE007F or 0xE0100 <= scalar <= 0xE01EF
    private = scalar >= 0xF0000 and scalar & 0xFFFF < 0xFFFE
    assert kind == (DROPPED if tags or private else WORD) and out == [scalar], hex(scalar)

blocks, index, seen = [], [], {}
for start in range(0, END, BLOCK):
    block = tuple(values[start : start + BLOCK])
    if block not in seen:
        seen[block] = len(blocks)
        blocks.append(block)
    index.append(seen[block])

bytes_table = []
for byte in range(256):
    kind, out = reading(byte)
    kinds = {ALONE: BYTE_ALONE, BLANK: BYTE_BLANK, DROPPED: BYTE_DROPPED}
    bytes_table.append(NOT_ASCII if byte >= 0x80 else kinds.get(kind, out[0]))


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
    return f"  /// {doc}\n  static let {name}: {kind} = [\n{body}\n  ]\n"


narrow = "UInt8" if len(blocks) < 256 else "UInt16"
parts = [
    literal("bytes", "InlineArray<256, UInt8>", bytes_table, "What an ASCII byte is, as `WordPieceByte` names it, or its small letter."),
    literal("blockOfScalars", f"[{narrow}]", index, "Block of `scalars`, by scalar / 64, below U+30000."),
    literal("scalars", "[UInt16]", [v for b in blocks for v in b], "Place in `pool` (0: stays as it is) << 2 | kind, as `WordPieceScalar` names it."),
    literal("pool", "[UInt8]", pool, "Plain forms: count of bytes, then UTF-8."),
]
with open(OUT, "w", encoding="utf-8") as file:
    file.write(
        "// Generated by tools/unicode/make-word-piece-tables.py; do not edit.\n"
        "// Made from the Unicode Character Database (Debian's package unicode-data), which is\n"
        "// copyright Unicode, Inc. and distributed under the Unicode terms of use.\n"
        "// swift-format-ignore-file\n\n"
        "/// What the reference tokenizer of word pieces makes of scalars, laid out so that nothing is\n"
        "/// built at start-up.\n"
        "enum WordPieceTables {\n" + "\n".join(parts) + "}\n"
    )
total = 256 + len(index) * (1 if narrow == "UInt8" else 2) + 2 * BLOCK * len(blocks) + len(pool)
print(f"{total} bytes of tables: {len(blocks)} blocks, {len(place)} plain forms")
