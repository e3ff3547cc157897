"""Compile the .po files that are newer than their .mo; no gettext is needed on this machine."""

from pathlib import Path

import polib

LOCALE = Path(__file__).resolve().parent.parent / "locale"


def main() -> None:
    for source in sorted(LOCALE.glob("*/LC_MESSAGES/*.po")):
        compiled = source.with_suffix(".mo")
        if compiled.exists() and compiled.stat().st_mtime >= source.stat().st_mtime:
            continue
        print(f"Compiling {source.relative_to(LOCALE.parent)}")
        polib.pofile(str(source)).save_as_mofile(str(compiled))


if __name__ == "__main__":
    main()
