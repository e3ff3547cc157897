import pytest
from django.core.management import call_command
from django.utils.translation import override

from scenarios import services
from scenarios.models import DecisionModel, Evidence, Question
from tests.builders.documents import both, document

pytestmark = pytest.mark.django_db


def test_it_works(published, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert DecisionModel.objects.current("standard").version == published["standard"].version


def test_a_version_is_found_by_its_number():
    services.publish(document=document())
    services.publish(document=document(version="2026.11.2"))

    assert DecisionModel.objects.version("small", "2026.11.1").version == "2026.11.1"


@pytest.mark.parametrize("unheard_of", ["nothing", "", "\x00", "standard\x00"])
def test_no_text_at_all_makes_the_database_fail(unheard_of):
    assert DecisionModel.objects.identity(unheard_of) is None
    assert DecisionModel.objects.identity("standard", unheard_of) is None
    with pytest.raises(services.NotPublished):
        services.find(unheard_of)
    with pytest.raises(services.NotPublished):
        services.find("standard", unheard_of)


def test_the_catalogue_lists_the_latest_of_each(django_assert_num_queries):
    services.publish(document=document())
    services.publish(document=document(version="2026.11.2"))

    with django_assert_num_queries(1):
        listed = {row.key: row.version for row in DecisionModel.objects.for_catalogue()}

    assert listed.keys() == {"article", "small", "standard"}
    assert listed["small"] == "2026.11.2"


def test_a_document_is_read_once_and_then_found_with_one_query(django_assert_num_queries):
    services.publish(document=document())
    first = services.document("small")

    with django_assert_num_queries(1):
        again = services.document("small")

    assert again is first


def test_the_row_that_was_found_leads_to_its_document(django_assert_num_queries):
    services.publish(document=document())
    services.document("small")

    with django_assert_num_queries(1):
        row = services.find("small")
        assert services.document_of(row).key == "small"


@pytest.mark.parametrize("key", ["article", "standard"])
def test_a_whole_model_costs_one_query_for_each_table(django_assert_max_num_queries, key):
    with django_assert_max_num_queries(27):
        services.export(key)


def test_a_text_speaks_the_active_language():
    services.publish(document=document())
    row = DecisionModel.objects.current("small")

    with override("en"):
        assert row.label == "Small decision model"
    with override("zh-hans"):
        assert row.label == "小型决策模型"


def test_a_text_that_is_not_given_is_empty_in_both_languages():
    services.publish(document=document())
    question = Question.objects.get(decision_model__key="small", key="team")

    for language in ("en", "zh-hans"):
        with override(language):
            assert question.hint == ""


def test_rows_can_be_searched_in_either_language():
    services.publish(document=document(label=both("Findable", "找得到")))

    assert DecisionModel.objects.filter(label_zh_hans__contains="找得到").get().label_en == "Findable"


def test_a_figure_stands_in_columns():
    services.publish(document=document())

    survey = Evidence.objects.get(decision_model__key="small", key="survey")

    assert (survey.figure_low, survey.figure_typical, survey.figure_high) == (1, None, 2.5)


def test_what_ships_makes_berth_ready():
    assert services.something_is_published()


class TestAnEmptyCatalogue:
    @pytest.fixture(autouse=True)
    def emptied(self, transactional_db):
        """Empty the tables as a test's end does; the end of this test fills them again."""
        call_command("flush", interactive=False, inhibit_post_migrate=True, verbosity=0)

    def test_berth_is_not_ready(self):
        assert not services.something_is_published()

    def test_no_model_is_found(self):
        with pytest.raises(services.NotPublished, match="There is no decision model standard"):
            services.document("standard")
