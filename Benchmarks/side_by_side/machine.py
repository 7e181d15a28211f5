"""The head of RESULTS.md: what was measured, when, and on what."""

import os
import platform
import re
import subprocess
import sys
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

PEERS = ["scikit-learn", "numpy", "scipy", "faiss-cpu", "tokenizers", "liblinear-official", "vaderSentiment", "cleanlab"]


def said(*command):
    """What a command prints, or nothing when it can't be run."""
    try:
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return ""


def installed(name):
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"


def processor():
    names = re.findall(r"^model name\s*: (.+)$", Path("/proc/cpuinfo").read_text(), re.MULTILINE)
    return names[0] if names else platform.machine()


def main():
    root = sys.argv[1]
    commit = said("git", "-C", root, "rev-parse", "--short", "HEAD") or "unknown"
    if said("git", "-C", root, "status", "--porcelain", "--untracked-files=no"):
        commit += ", with uncommitted changes"
    swift = re.search(r"Swift version (\S+)", said("swift", "--version"))
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    print("# Measured speed\n")
    print(
        "Written by `Benchmarks/run`; run it again to repeat it. Times are medians of "
        f"{os.environ['RUNS']} alternating runs, with (lowest–highest).\n"
    )
    print(f"- {datetime.now(UTC):%Y-%m-%d %H:%M} UTC, commit {commit}")
    print(f"- {processor()}, {os.cpu_count()} processors, {memory:.0f} GiB; {platform.platform()}")
    print(f"- load when it began: {os.getloadavg()[0]:.1f} (the less the better)")
    print(
        f"- Swift {swift[1] if swift else 'unknown'}; Python {platform.python_version()}, "
        + ", ".join(f"{name} {installed(name)}" for name in PEERS)
    )


main()
