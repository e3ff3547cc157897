from io import StringIO
from shutil import copytree

import pytest
from django.core.management import CommandError, call_command

from scenarios import library, services
from tests.builders.documents import both, document


def run(*words, **options):
    said = StringIO()
    call_command(*words, stdout=said, stderr=said, **options)
    return said.getvalue()


@pytest.fixture
def small_file(tmp_path):
    path = tmp_path / "small.yaml"
    path.write_text(library.write(document()), "utf-8")
    return path


@pytest.fixture
def own_library(tmp_path):
    """The article's decision model under another name, in a folder of its own."""
    copytree(library.LIBRARY / "article", tmp_path / "mine")
    model = tmp_path / "mine" / "model.yaml"
    model.write_text(model.read_text("utf-8").replace("key: article", "key: mine"), "utf-8")
    return tmp_path


class TestCheckLibrary:
    def test_it_works(self):
        assert run("check_library", "article") == (
            "article 2026.11.1: 5 criteria, 3 platforms, 15 ratings, 9 evidence, 4 scenarios\n"
        )

    def test_it_checks_everything_when_nothing_is_named(self):
        assert [line.split()[0] for line in run("check_library").splitlines()] == ["article", "standard"]

    def test_faults_are_lines_and_the_exit_status(self):
        said = StringIO()

        with pytest.raises(CommandError, match=r"^2 faults$") as refused:
            call_command("check_library", "article", "nothing", "naught", stdout=StringIO(), stderr=said)

        assert refused.value.returncode == 1
        assert said.getvalue().splitlines() == [
            "nothing: there is no such decision model; there are: article, standard",
            "naught: there is no such decision model; there are: article, standard",
        ]

    def test_a_library_of_ones_own(self, own_library):
        assert run("check_library", library=own_library).startswith("mine 2026.11.1: 5 criteria")

    def test_a_folder_without_decision_models_is_said(self, tmp_path):
        with pytest.raises(CommandError, match=r"holds no decision model"):
            run("check_library", library=tmp_path)
        with pytest.raises(CommandError, match=r"is no folder$"):
            run("check_library", library=tmp_path / "nowhere")


@pytest.mark.django_db
class TestPublishModel:
    def test_a_library_of_ones_own(self, own_library):
        assert run("publish_model", "mine", library=own_library).startswith("mine 2026.11.1 is published (sha256:")
        with pytest.raises(CommandError, match=r"is no folder$"):
            run("publish_model", "mine", library=own_library / "nowhere")

    def test_it_works(self, small_file):
        assert run("publish_model", file=small_file) == (
            f"small 2026.11.1 is published ({library.digest(document())})\n"
        )
        assert services.document("small") == document()

    def test_what_is_there_already_is_said(self):
        assert run("publish_model", "article", "standard").splitlines() == [
            "article 2026.11.1 was published already, with the same content",
            "standard 2026.11.6 was published already, with the same content",
        ]

    def test_the_whole_library_can_be_meant(self):
        assert len(run("publish_model", all=True).splitlines()) == 2

    def test_changed_content_needs_a_new_version(self, small_file):
        services.publish(document=document(label=both("Other")))

        with pytest.raises(CommandError, match=r"^small 2026\.11\.1 is already published with other content\."):
            run("publish_model", file=small_file)

    @pytest.mark.parametrize("options", [{}, {"all": True, "file": "small.yaml"}])
    def test_it_asks_what_is_meant(self, options):
        with pytest.raises(CommandError, match=r"^Name decision models, or say --all, or give a --file\.$"):
            run("publish_model", **options)

    def test_a_fault_in_the_file_is_said(self, tmp_path):
        (tmp_path / "model.yaml").write_text("key: small\n")

        with pytest.raises(CommandError, match=r"(?m)^model\.yaml: version: is missing$"):
            run("publish_model", file=tmp_path / "model.yaml")

    def test_a_file_that_is_not_there_is_said(self, tmp_path):
        with pytest.raises(CommandError, match=r"^none\.yaml: No such file or directory$"):
            run("publish_model", file=tmp_path / "none.yaml")


@pytest.mark.django_db
class TestExportModel:
    @pytest.mark.parametrize("key", ["article", "standard"])
    def test_it_works(self, tmp_path, shipped, key):
        path = tmp_path / "model.yaml"

        said = run("export_model", key, out=path)

        assert said == f"{key} is written to {path}\n"
        assert library.read_file(path) == shipped[key]
        assert "already, with the same content" in run("publish_model", file=path)

    def test_it_prints_when_no_file_is_named(self, tmp_path):
        services.publish(document=document())

        assert run("export_model", "small") == library.write(document())

    def test_a_version_can_be_named(self):
        services.publish(document=document())
        services.publish(document=document(version="2026.11.2"))

        assert "version: 2026.11.1\n" in run("export_model", "small", "--version", "2026.11.1")
        assert "version: 2026.11.2\n" in run("export_model", "small")

    def test_what_is_not_there_is_said(self):
        with pytest.raises(CommandError, match=r"^There is no decision model nothing\.$"):
            run("export_model", "nothing")

    def test_a_file_that_cannot_be_written_is_said(self, tmp_path):
        with pytest.raises(CommandError, match=r"No such file or directory$"):
            run("export_model", "article", out=tmp_path / "missing" / "model.yaml")
