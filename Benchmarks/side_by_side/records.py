"""Record files of any length, made by repeating the test texts."""

import json
from itertools import cycle, islice

from harness import WORK


def repeat(count, path):
    """Writes `count` records of JSON lines, numbered from 0, to `path`. Returns `count`."""
    with open(WORK / "test.jsonl", encoding="utf-8") as file:
        texts = [json.dumps(json.loads(line)["text"], ensure_ascii=False) for line in file]
    with open(path, "w", encoding="utf-8") as out:
        for i, text in enumerate(islice(cycle(texts), count)):
            out.write(f'{{"id":{i},"text":{text}}}\n')
    return count
