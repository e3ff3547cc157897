r"""Cut the fonts of report files out of the pinned packages' into decisions/reports/files/typefaces.

    uv run --no-project --with fonttools==4.68.0 --with fontpkg-source-sans-3==3.52 \
        --with justmytype-intl-cjk==0.1.0 scripts/make_fonts.py

A font that holds every weight has to be asked anew for each letter how wide it is at this one, and a font that holds
every character is 18 MB of a process. So each weight becomes a file of its own: of Source Sans 3 with all its
characters, of Noto Sans SC with those of GB 2312. They go by names of ours: their licence reserves the name "Source".
"""

import hashlib
import json
import shutil
from importlib.metadata import version
from pathlib import Path

import fontpkg_source_sans_3
import justmytype_intl_cjk
from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._g_l_y_f import Glyph
from fontTools.varLib.instancer import instantiateVariableFont

TYPEFACES = Path(__file__).resolve().parent.parent / "decisions" / "reports" / "files" / "typefaces"
LATIN = Path(fontpkg_source_sans_3.__path__[0])
CHINESE = Path(justmytype_intl_cjk.__path__[0]) / "fonts" / "ofl" / "notosanssc"
SOURCES = {
    "fontpkg-source-sans-3": LATIN / "files" / "SourceSans3[wght].ttf",
    "justmytype-intl-cjk": CHINESE / "NotoSansSC[wght].ttf",
}
LICENCES = {"OFL-Berth-Sans.txt": LATIN / "LICENSE", "OFL-Berth-Sans-SC.txt": CHINESE / "OFL.txt"}
WEIGHTS = {400: "Regular", 600: "SemiBold", 700: "Bold"}
UNSEEN = "unseen"
OF_LATIN = ["kern", "liga", "locl", "mark", "mkmk", "tnum"]
COPYRIGHT, FAMILY, STYLE, FULL, POSTSCRIPT, LICENCE, LICENCE_ADDRESS, OWN_FAMILY, OWN_STYLE = (
    0,
    1,
    2,
    4,
    6,
    13,
    14,
    16,
    17,
)
WINDOWS_UNICODE_ENGLISH = (3, 1, 0x409)
FOR_EVERY_WEIGHT = ["HVAR", "MVAR", "STAT", "avar"]
FOR_VERTICAL_LINES = ["VORG", "VVAR", "vhea", "vmtx"]


def gb_2312() -> set[int]:
    """Return the characters of GB 2312, and the marks that Typst takes from the Chinese font between Chinese ones."""
    found = set(map(ord, "·–—‘’“”…‧⸺"))
    for row in range(0xA1, 0xF8):
        for cell in range(0xA1, 0xFF):
            try:
                found.add(ord(bytes((row, cell)).decode("gb2312")))
            except UnicodeDecodeError:
                continue  # the table has gaps
    return found


def cut(source: Path, family: str, weight: int, characters: set[int], features: list[str]) -> Path:
    """Write one weight of a font with some of its characters and of what it can do."""
    font = TTFont(source, recalcTimestamp=False)
    options = subset.Options(layout_features=features, hinting=False, notdef_outline=True)
    options.drop_tables += FOR_VERTICAL_LINES
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=characters)
    subsetter.subset(font)
    font = instantiateVariableFont(font, {"wght": weight})
    for table in FOR_EVERY_WEIGHT:
        if table in font:
            del font[table]
    add_unseen(font)
    rename(font, family, weight)
    file = TYPEFACES / f"{family.replace(' ', '')}-{WEIGHTS[weight]}.ttf"
    font.save(file)
    return file


def add_unseen(font: TTFont) -> None:
    """Add what says where a line may break and where not: one of these and Typst would look through all other fonts."""
    if UNSEEN not in font.getGlyphOrder():
        font.setGlyphOrder([*font.getGlyphOrder(), UNSEEN])
    font["glyf"][UNSEEN] = Glyph()
    font["hmtx"][UNSEEN] = (0, 0)
    for table in font["cmap"].tables:
        for character in ("\N{ZERO WIDTH SPACE}", "\N{WORD JOINER}"):
            table.cmap[ord(character)] = UNSEEN


def rename(font: TTFont, family: str, weight: int) -> None:
    names, style = font["name"], WEIGHTS[weight]
    kept = {number: names.getDebugName(number) for number in (COPYRIGHT, LICENCE, LICENCE_ADDRESS)}
    ours = {
        FAMILY: f"{family} {style}",
        STYLE: "Regular",
        FULL: f"{family} {style}",
        POSTSCRIPT: f"{family.replace(' ', '')}-{style}",
        OWN_FAMILY: family,
        OWN_STYLE: style,
    }
    names.names = []
    for number, text in {**kept, **ours}.items():
        names.setName(text or "", number, *WINDOWS_UNICODE_ENGLISH)
    font["OS/2"].usWeightClass = weight


def digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def main() -> None:
    TYPEFACES.mkdir(exist_ok=True)
    latin, chinese = SOURCES.values()
    every = set(TTFont(latin).getBestCmap())
    made = [cut(latin, "Berth Sans", weight, every, OF_LATIN) for weight in WEIGHTS]
    made += [cut(chinese, "Berth Sans SC", weight, gb_2312(), []) for weight in (400, 600)]
    for name, licence in LICENCES.items():
        shutil.copyfile(licence, TYPEFACES / name)
    about = {
        "license": "OFL-1.1",
        "made_from": {
            file.name: {"package": package, "version": version(package), "sha256": digest(file)}
            for package, file in SOURCES.items()
        },
        "sha256": {file.name: digest(file) for file in made},
    }
    (TYPEFACES / "vendor.json").write_text(json.dumps(about, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
