"""Lay the plotly.js-basic bundle into static/vendor/plotly, with its style rules as a file of their own.

    npm pack plotly.js-basic-dist-min@4.1.1
    .venv/bin/python scripts/vendor_plotly.py plotly.js-basic-dist-min-4.1.1.tgz

Plotly writes its style rules into a <style> element, which our Content-Security-Policy forbids; it leaves that
out where a linked style sheet has taken the element's place.
"""

import hashlib
import json
import re
import sys
import tarfile
from pathlib import Path

VENDOR = Path(__file__).resolve().parent.parent / "static" / "vendor" / "plotly"
RULES = re.compile(r'=\{("X,X div":.*?)\};for\(')
RULE = re.compile(r'"([^"]+)":(?:"([^"]*)"|\'([^\']*)\')')


def style_sheet(bundle: str) -> str:
    """Return the rules in the order in which Plotly would have them: it puts each before the last."""
    found = RULES.search(bundle)
    if found is None:
        raise SystemExit("The bundle no longer holds its style rules where they were; look for plotcss in it.")
    rules = []
    for rule in RULE.finditer(found[1]):
        selector = rule[1].replace("X", ".js-plotly-plot .plotly").replace("Y", ".plotly-notifier")
        rules.append(f"{selector}{{{rule[2] or rule[3]}}}\n")
    return "".join(reversed(rules))


def main(archive: Path) -> None:
    with tarfile.open(archive) as files:
        parts = {name: files.extractfile(f"package/{name}").read() for name in ("plotly-basic.min.js", "LICENSE")}  # type: ignore[union-attr]
        version = json.load(files.extractfile("package/package.json"))["version"]  # type: ignore[arg-type]
    parts["plotly.css"] = style_sheet(parts["plotly-basic.min.js"].decode()).encode()
    about = {
        "name": "plotly.js-basic-dist-min",
        "version": version,
        "license": "MIT",
        "source": "https://www.npmjs.com/package/plotly.js-basic-dist-min",
        "sha256": {name: hashlib.sha256(content).hexdigest() for name, content in parts.items()},
    }
    parts["vendor.json"] = (json.dumps(about, indent=2) + "\n").encode()
    VENDOR.mkdir(parents=True, exist_ok=True)
    for name, content in parts.items():
        (VENDOR / name).write_bytes(content)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
