"""Static files: where they are, from the name that a template gives."""

import json

import pytest
from django.contrib.staticfiles.finders import find

from config.http.static import HashedStaticFiles, PlainStaticFiles


def test_it_works():
    assert PlainStaticFiles().url("css/base.css") == "/static/css/base.css"


@pytest.fixture
def collected(tmp_path, settings):
    settings.STATIC_ROOT = tmp_path
    return tmp_path


def test_a_file_has_a_name_that_holds_its_digest_and_is_looked_up_once(collected):
    files = {"css/base.css": "css/base.0123456789ab.css"}
    (collected / "staticfiles.json").write_text(json.dumps({"version": "1.1", "paths": files, "hash": ""}))
    storage = HashedStaticFiles()
    first = storage.url("css/base.css")

    storage.hashed_files.clear()

    assert (first, storage.url("css/base.css")) == ("/static/css/base.0123456789ab.css",) * 2


def test_a_file_that_is_not_there_has_no_address(collected):
    with pytest.raises(ValueError, match="Missing staticfiles manifest entry"):
        HashedStaticFiles().url("css/none.css")


def test_collected_files_are_served_under_names_with_their_digest(collected):
    storage = HashedStaticFiles()
    name = "js/alone.js"
    with open(find(name), encoding="utf-8") as file:
        (collected / "js").mkdir()
        (collected / name).write_text(file.read())

    list(storage.post_process({name: (storage, name)}))

    assert storage.url(name).removeprefix("/static/") != name
    assert (collected / storage.url(name).removeprefix("/static/")).exists()
