"""Writes widths.json from the font files: `python -m portal.web.charts.measure FONT_DIRECTORY`.

FONT_DIRECTORY holds SourceSans3-Regular.ttf and SourceSans3-Bold.ttf, for instance
`node_modules/source-sans/TTF`. Run it when package.json moves to another version of the font.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

from fontTools.ttLib import TTFont

FACES = {"regular": "SourceSans3-Regular.ttf", "bold": "SourceSans3-Bold.ttf"}
SOURCE = "Advance widths of Source Sans 3 (Adobe, SIL Open Font License 1.1), npm source-sans {}"


def runs(widths: dict[int, int]) -> Iterator[tuple[int, list[int]]]:
    """Code points gathered into (first code point, widths of it and its followers)."""
    run: list[int] = []
    first = -1
    for point in sorted(widths):
        if point != first + len(run):
            if run:
                yield first, run
            first, run = point, []
        run.append(widths[point])
    if run:
        yield first, run


def measure(directory: Path) -> dict[str, object]:
    """The content of widths.json for the fonts in `directory`."""
    package = json.loads((directory.parent / "package.json").read_text(encoding="utf-8"))
    facts: dict[str, object] = {"source": SOURCE.format(package["version"])}
    for face, name in FACES.items():
        with TTFont(directory / name, lazy=True) as font:
            facts["units_per_em"] = font["head"].unitsPerEm
            metrics = font["hmtx"]
            widths = {point: metrics[glyph][0] for point, glyph in font.getBestCmap().items()}
        facts[face] = [list(run) for run in runs(widths)]
    return facts


def main() -> None:
    """Measure the directory named on the command line and write the file beside this module."""
    target = Path(__file__).with_name("widths.json")
    facts = measure(Path(sys.argv[1]))
    target.write_text(json.dumps(facts, separators=(",", ":")) + "\n", encoding="ascii")


if __name__ == "__main__":
    main()
