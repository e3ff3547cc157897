"""The fonts of report files. They come from packages that are pinned by their hashes; the machine's own are not used.

Berth Sans, which is Source Sans 3, sets Latin, Greek and Cyrillic, and Noto Sans SC Chinese, of which it is the
counterpart. Berth Sans SC are the characters of GB 2312 out of it: only a text with others has the whole of it loaded.
Noto Sans KR sets Hangul in names. All are under the SIL Open Font License, whose text lies beside each of them, and
`scripts/make_fonts.py` makes our two.
"""

import re
import struct
import unicodedata
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path

from decisions.reports.writing import NO_BREAK, closed_up
from decisions.services.assessments import visible

TYPEFACES = Path(__file__).with_name("typefaces")
NOT_COVERED = "□"
CMAP_OF_ALL_PLANES = 12  # format of the table that names characters of every plane
LONG_RUN = re.compile("[^\\s\u2e80-\uffef]{25,}")  # Chinese, Japanese and Korean break anywhere as they are
UNIT = re.compile("(?<=\\d) (?=[%★])")  # a number does not part from its unit
OF_A_RANGE = re.compile("(?<=[\\d%])(?=～)")  # nor does a line begin with what stands between two numbers
NAMED_IN_CHINESE = re.compile("\\([\u4e00-\u9fff]{2,4}\\)")  # beside a term in another language
WORD_JOINER = "\N{WORD JOINER}"
STEP = 8  # characters between places where a long run may break


def folder(package: str, *below: str) -> Path:
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise FileNotFoundError(f"the fonts of {package} are not installed")
    return Path(spec.submodule_search_locations[0]).joinpath(*below)


def folders() -> list[Path]:
    return [
        TYPEFACES,
        folder("justmytype_intl_cjk", "fonts", "ofl", "notosanssc"),
        folder("justmytype_intl_cjk", "fonts", "ofl", "notosanskr"),
    ]


def files() -> list[Path]:
    """Return one font of each folder, one that has all the characters that its others have."""
    return [TYPEFACES / "BerthSans-Regular.ttf", *(font for place in folders()[1:] for font in place.glob("*.ttf"))]


@cache
def covered() -> bytes:
    """Return a byte for each code point up to the last one that a font has a glyph for: 1 where one has it."""
    ranges = [found for font in files() for found in characters(font)]
    known = bytearray(max(last for _first, last in ranges) + 1)
    for first, last in ranges:
        known[first : last + 1] = b"\1" * (last + 1 - first)
    return bytes(known)


def characters(font: Path) -> list[tuple[int, int]]:
    """Read which characters a font has, first to last, from its table `cmap`; nothing else of the file is read.

    References
    ----------
    .. [1] OpenType specification 1.9, "cmap: Character to Glyph Index Mapping Table", format 12.
    """
    with font.open("rb") as file:
        (tables,) = struct.unpack(">4xH6x", file.read(12))
        directory = [struct.unpack(">4s4xLL", file.read(16)) for _table in range(tables)]
        start, length = next((start, length) for tag, start, length in directory if tag == b"cmap")
        file.seek(start)
        table = file.read(length)
    (subtables,) = struct.unpack_from(">2xH", table)
    for position in range(subtables):
        (offset,) = struct.unpack_from(">4xL", table, 4 + 8 * position)
        form, groups = struct.unpack_from(">H10xL", table, offset)
        if form == CMAP_OF_ALL_PLANES:
            return list(struct.iter_unpack(">LL4x", table[offset + 16 : offset + 16 + 12 * groups]))
    raise ValueError(f"{font.name} has no table of characters in format {CMAP_OF_ALL_PLANES}")


@lru_cache(maxsize=4096)
def printable(text: str) -> str:
    """Return a text as it can be set: what the fonts can show of it, and places to break a line in it."""
    together = OF_A_RANGE.sub(WORD_JOINER, UNIT.sub(NO_BREAK, closed_up(shown(text))))
    together = NAMED_IN_CHINESE.sub(lambda named: WORD_JOINER.join(named[0]), together)
    return LONG_RUN.sub(broken, together)


def shown(text: str) -> str:
    """Return what the fonts can show of a text: nothing unseen, no turning of direction, a box for what they lack."""
    if text.isascii() and text.isprintable():
        return text
    known = covered()
    before, after = (" " if edge.isspace() else "" for edge in (text[:1], text[-1:]))
    seen = before + unicodedata.normalize("NFC", visible(text)) + after
    lacking = {code: NOT_COVERED for code in map(ord, set(seen)) if code >= len(known) or not known[code]}
    return seen.translate(lacking) if lacking else seen


def broken(run: re.Match[str]) -> str:
    """Let a line break within a run that has no space, where it would run out of the page."""
    return "\N{ZERO WIDTH SPACE}".join(run[0][place : place + STEP] for place in range(0, len(run[0]), STEP))
