import re
from pathlib import Path

import pytest
import yaml
from django.core.management import get_commands
from django.urls import resolve

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([*(ROOT / "docs").rglob("*.md"), ROOT / "README.md"])
LINK = re.compile(r"\[[^\]]+\]\(([^)#\s]+)(?:#[^)]*)?\)")
ADDRESS = re.compile(r"`(/[a-z][a-z0-9_./-]*/)`")
COMMAND = re.compile(r"manage\.py (\w+)")
YAML = re.compile(r"```yaml\n(.*?)```", re.DOTALL)


def name(file):
    return file.relative_to(ROOT).as_posix()


def found(pattern, file):
    return pattern.findall(file.read_text("utf-8"))


def test_there_are_pages():
    assert len(PAGES) > 5


@pytest.mark.parametrize("file", PAGES, ids=name)
def test_every_link_leads_to_a_file(file):
    targets = [target for target in found(LINK, file) if "://" not in target]

    assert [target for target in targets if not (file.parent / target).exists()] == []


@pytest.mark.parametrize("file", PAGES, ids=name)
def test_every_address_is_one_of_ours(file):
    for address in found(ADDRESS, file):
        if not (ROOT / address.strip("/").split("/")[0]).exists():  # some are folders of the project
            resolve(address)


@pytest.mark.parametrize("file", PAGES, ids=name)
def test_every_command_is_there(file):
    assert set(found(COMMAND, file)) <= set(get_commands())


@pytest.mark.parametrize("file", PAGES, ids=name)
def test_every_piece_of_yaml_can_be_read(file):
    for piece in found(YAML, file):
        assert yaml.safe_load(piece)


def test_every_page_is_in_the_index():
    listed = found(LINK, ROOT / "docs" / "README.md")

    pages = {file.relative_to(ROOT / "docs").as_posix() for file in (ROOT / "docs").rglob("*.md")} - {"README.md"}
    assert pages <= set(listed)
