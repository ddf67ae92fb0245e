"""python -m tests.benchmarks: every benchmark, one after another, each in a process of its own."""

import subprocess
import sys
from pathlib import Path


def main() -> int:
    """Run each bench_*.py; 1 if one of them failed."""
    failed = 0
    for path in sorted(Path(__file__).parent.glob("bench_*.py")):
        module = f"tests.benchmarks.{path.stem}"
        failed |= subprocess.run([sys.executable, "-m", module], check=False).returncode
    return int(failed != 0)


if __name__ == "__main__":
    sys.exit(main())
