from threading import Barrier, Thread

import pytest
from django.apps import apps
from django.db import IntegrityError, connection

from decisions.models import Assessment
from scenarios import library, services
from scenarios.models import Criterion, DecisionModel
from scenarios.rows import PublishedIsFinal
from tests.builders.documents import both, document

pytestmark = pytest.mark.django_db

TABLES = list(apps.get_app_config("scenarios").get_models())


def count_rows():
    return {table.__name__: table.objects.count() for table in TABLES}


def test_it_works():
    small = document()

    row, is_new = services.publish(document=small)

    assert is_new
    assert (row.key, row.version, row.digest) == ("small", "2026.11.1", library.digest(small))
    assert services.document("small") == small


def test_every_table_gets_rows():
    before = count_rows()

    services.publish(document=document())

    assert [name for name, count in count_rows().items() if count == before[name]] == []


def test_the_same_content_again_changes_nothing():
    row, _ = services.publish(document=document())
    before = count_rows()

    again, is_new = services.publish(document=document())

    assert not is_new
    assert (again.pk, again.published_at) == (row.pk, row.published_at)
    assert count_rows() == before


def test_other_content_under_the_same_version_is_refused():
    services.publish(document=document())
    before = count_rows()

    with pytest.raises(services.VersionTaken) as refused:
        services.publish(document=document(label=both("Other")))

    assert str(refused.value) == (
        "small 2026.11.1 is already published with other content. "
        "A published version never changes: give the changed files a new version."
    )
    assert count_rows() == before


def test_a_new_version_stands_beside_the_old():
    old, new = document(), document(version="2026.12.1", label=both("Newer"))

    services.publish(document=old)
    services.publish(document=new)

    assert services.document("small") == new
    assert services.document("small", "2026.11.1") == old
    assert services.document("small", "2026.12.1") == new


def test_a_new_version_is_seen_by_a_process_that_knew_the_old_one():
    services.publish(document=document())
    assert services.document("small").version == "2026.11.1"

    services.publish(document=document(version="2026.11.2"))

    assert services.document("small").version == "2026.11.2"


def test_the_latest_version_is_the_highest_not_the_last_that_was_published():
    for version in ("2026.9.2", "2026.11.10", "2026.11.9"):
        services.publish(document=document(version=version))

    assert services.document("small").version == "2026.11.10"


def test_nothing_stays_behind_when_a_row_is_refused():
    small = document()
    unchecked = small.ratings[0].model_copy(update={"low": 5.0, "high": 1.0})
    before = count_rows()

    with pytest.raises(IntegrityError):
        services.publish(document=small.model_copy(update={"ratings": (unchecked,)}))

    assert count_rows() == before


class TestADraft:
    @pytest.fixture
    def draft(self):
        row, _ = services.publish(document=document(draft=True))
        return row

    @pytest.mark.parametrize("still", [True, False], ids=["by a draft", "by the final version"])
    def test_it_is_replaced_whole(self, draft, still):
        before = count_rows()
        assert services.document("small").draft

        row, is_new = services.publish(document=document(draft=still, label=both("Other")))

        assert is_new
        assert services.document("small") == document(draft=still, label=both("Other"))
        assert row.published_at > draft.published_at
        assert count_rows() == before

    def test_other_versions_stay_as_they_are(self, draft):
        services.publish(document=document(version="2026.10.1"))
        services.publish(document=document(draft=True, label=both("Other")))

        assert services.document("small", "2026.10.1") == document(version="2026.10.1")

    def test_the_same_content_again_changes_nothing(self, draft):
        row, is_new = services.publish(document=document(draft=True))

        assert (row.pk, is_new) == (draft.pk, False)

    def test_what_is_in_use_stays_as_it_is(self, draft):
        Assessment.objects.create(title="Payroll", decision_model=draft)

        with pytest.raises(services.DraftInUse, match=r"^The draft small 2026\.11\.1 is in use"):
            services.publish(document=document(draft=True, label=both("Other")))

        assert services.document("small") == document(draft=True)

    def test_what_is_final_is_no_draft_again(self):
        services.publish(document=document())

        with pytest.raises(services.VersionTaken, match="already published with other content"):
            services.publish(document=document(draft=True))

    def test_who_reads_it_while_it_is_replaced_is_told_so(self):
        row, _ = services.publish(document=document(draft=True, label=both("Read by nobody before")))
        services.publish(document=document(draft=True, label=both("Other")))

        with pytest.raises(services.NotPublished):
            services.document_of(row)


@pytest.mark.parametrize("key", ["article", "standard"])
def test_it_takes_few_queries(shipped, django_assert_max_num_queries, key):
    renumbered = shipped[key].model_copy(update={"version": "2999.1.1"})

    with django_assert_max_num_queries(60):
        services.publish(document=renumbered)


@pytest.mark.django_db(transaction=True)
def test_of_two_that_publish_at_once_one_does():
    small, together, found = document(), Barrier(2), []

    def publish():
        together.wait()
        found.append(services.publish(document=small)[1])
        connection.close()

    threads = [Thread(target=publish) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(found) == [False, True]


class TestWhatIsPublishedIsFinal:
    @pytest.fixture(params=TABLES, ids=lambda table: table.__name__)
    def row(self, request):
        services.publish(document=document())
        return request.param.objects.first()

    def test_a_row_is_not_saved(self, row):
        with pytest.raises(PublishedIsFinal):
            row.save()

    def test_a_row_is_not_deleted(self, row):
        with pytest.raises(PublishedIsFinal):
            row.delete()

    def test_rows_are_not_updated(self, row):
        with pytest.raises(PublishedIsFinal):
            type(row).objects.update(pk=1)

    def test_rows_are_not_updated_in_bulk(self, row):
        with pytest.raises(PublishedIsFinal):
            type(row).objects.bulk_update([row], ["pk"])

    def test_rows_are_not_deleted_together(self, row):
        with pytest.raises(PublishedIsFinal):
            type(row).objects.all().delete()

    def test_no_row_is_slipped_in(self, row):
        table = type(row)

        with pytest.raises(PublishedIsFinal):
            table.objects.create()
        with pytest.raises(PublishedIsFinal):
            table.objects.bulk_create([table()])
        with pytest.raises(PublishedIsFinal):
            table.objects.get_or_create(pk=0)
        with pytest.raises(PublishedIsFinal):
            table.objects.update_or_create(pk=row.pk, defaults={})


def test_nothing_is_moved_from_one_version_to_another():
    services.publish(document=document())
    services.publish(document=document(version="2026.11.2"))
    other = DecisionModel.objects.version("small", "2026.11.2")

    with pytest.raises(PublishedIsFinal):
        other.criteria.add(Criterion.objects.exclude(decision_model=other).first())
