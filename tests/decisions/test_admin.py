import re

import pytest
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from decisions.models import AuditEntry, Recommendation
from tests.builders.records import written_down

pytestmark = pytest.mark.django_db

TABLES = [table for table in admin.site._registry if table._meta.app_label == "decisions"]
INLINE = re.compile(
    rb"<style|<script(?![^>]* src=)[^>]*>(?!\s*</script>)|\sstyle=|\son[a-z]+=|javascript:", re.IGNORECASE
)


@pytest.fixture(params=TABLES, ids=lambda table: table._meta.model_name)
def table(request):
    return request.param


@pytest.fixture(autouse=True)
def recommendation(published, admin_user):
    """Something of everything that is written down."""
    return written_down(admin_user)


def address(table, view, *row):
    return reverse(f"admin:decisions_{table._meta.model_name}_{view}", args=row)


def test_it_works(admin_client, recommendation):
    page = admin_client.get("/admin/decisions/recommendation/", {"q": recommendation.digest})

    assert [row.title for row in page.context["cl"].result_list] == ["Trading"]


def test_what_was_written_down_is_listed(admin_client, table):
    page = admin_client.get(address(table, "changelist"))

    assert page.status_code == 200
    assert page.context["cl"].result_count == table.objects.count() > 0


def test_a_list_costs_few_queries(admin_client, table, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        admin_client.get(address(table, "changelist"))


def test_a_list_leaves_the_documents_of_records_where_they_are(admin_client):
    with CaptureQueriesContext(
        connection,
    ) as queries:
        admin_client.get(address(Recommendation, "changelist"))

    assert [query["sql"] for query in queries if '"decisions_recommendation"."document"' in query["sql"]] == []


def test_an_entry_can_be_looked_at(admin_client, table):
    page = admin_client.get(address(table, "change", table.objects.last().pk))

    assert page.status_code == 200
    assert b'name="_save"' not in page.content
    assert b"deletelink" not in page.content


def test_a_record_shows_who_signed_it_and_what_is_to_be_seen_to(admin_client, recommendation):
    page = admin_client.get(address(Recommendation, "change", recommendation.pk)).content.decode()

    assert "Reviewer" in page
    assert recommendation.checklist.first().key in page
    assert '"evaluations"' not in page  # the document is a file of the record's page


def test_the_audit_trail_says_who_did_what(admin_client, recommendation):
    page = admin_client.get(address(AuditEntry, "changelist"), {"action": "recommendation.signed"})

    (entry,) = page.context["cl"].result_list
    assert (entry.subject, entry.details) == (recommendation.code, {"decision": "approved"})


def test_nothing_can_be_added_changed_or_deleted(admin_client, table):
    row = table.objects.first()

    assert admin_client.get(address(table, "add")).status_code == 403
    assert admin_client.post(address(table, "change", row.pk), {"title": "Other"}).status_code == 403
    assert admin_client.post(address(table, "delete", row.pk), {"post": "yes"}).status_code == 403
    together = {"action": "delete_selected", "_selected_action": row.pk, "post": "yes"}
    assert admin_client.post(address(table, "changelist"), together).context["action_form"] is None
    assert table.objects.filter(pk=row.pk).exists()


def test_pages_have_no_inline_script_or_style(admin_client, table):
    for page in (address(table, "changelist"), address(table, "change", table.objects.first().pk)):
        assert INLINE.findall(admin_client.get(page).content) == []


def test_it_speaks_chinese(admin_client):
    admin_client.cookies["language"] = "zh-hans"

    page = admin_client.get(address(Recommendation, "changelist")).content.decode()

    assert "推荐" in page
    assert "冻结时间" in page


def test_it_is_for_staff_alone(client, table):
    page = client.get(address(table, "changelist"))

    assert page.status_code == 302
    assert page["Location"].startswith("/admin/login/")
