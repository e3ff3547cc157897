import re

import pytest
from django.contrib import admin
from django.urls import reverse

from scenarios import services
from scenarios.models import Evidence
from tests.builders.documents import document

pytestmark = pytest.mark.django_db

TABLES = [table for table in admin.site._registry if table._meta.app_label == "scenarios"]
INLINE = re.compile(
    rb"<style|<script(?![^>]* src=)[^>]*>(?!\s*</script>)|\sstyle=|\son[a-z]+=|javascript:", re.IGNORECASE
)


@pytest.fixture(params=TABLES, ids=lambda table: table._meta.model_name)
def table(request):
    return request.param


def address(table, view, *row):
    return reverse(f"admin:scenarios_{table._meta.model_name}_{view}", args=row)


def test_it_works(admin_client):
    response = admin_client.get("/admin/scenarios/rating/?q=&platform__key=vmware&criterion__key=isolation")

    assert response.status_code == 200
    assert response.context["cl"].result_count == 2  # one in each decision model


def test_what_is_published_is_listed(admin_client, table):
    response = admin_client.get(address(table, "changelist"))

    assert response.status_code == 200
    assert response.context["cl"].result_count == table.objects.count()


def test_a_list_costs_few_queries(admin_client, table, django_assert_max_num_queries):
    with django_assert_max_num_queries(20):
        admin_client.get(address(table, "changelist"))


def test_an_entry_can_be_looked_at(admin_client, table):
    response = admin_client.get(address(table, "change", table.objects.last().pk))

    assert response.status_code == 200
    assert b'name="_save"' not in response.content
    assert b"deletelink" not in response.content


def test_nothing_can_be_added_changed_or_deleted(admin_client, table):
    row = table.objects.first()

    assert admin_client.get(address(table, "add")).status_code == 403
    assert admin_client.post(address(table, "change", row.pk), {"key": "other"}).status_code == 403
    assert admin_client.post(address(table, "delete", row.pk), {"post": "yes"}).status_code == 403
    together = {"action": "delete_selected", "_selected_action": row.pk, "post": "yes"}
    assert admin_client.post(address(table, "changelist"), together).context["action_form"] is None
    assert table.objects.filter(pk=row.pk).exists()


def test_pages_have_no_inline_script_or_style(admin_client, table):
    for page in (address(table, "changelist"), address(table, "change", table.objects.first().pk)):
        assert INLINE.findall(admin_client.get(page).content) == []


def test_entries_are_found_in_either_language(admin_client):
    for words in ("Isolation strength", "隔离强度", "isolation"):
        response = admin_client.get("/admin/scenarios/criterion/", {"q": words})

        assert "isolation" in {row.key for row in response.context["cl"].result_list}


def test_a_decision_model_leads_to_its_parts(admin_client, published):
    page = admin_client.get("/admin/scenarios/decisionmodel/", {"key": "standard"})
    (row,) = page.context["cl"].result_list

    entry = admin_client.get(address(type(row), "change", row.pk)).content.decode()

    assert f"Ratings ({len(published['standard'].ratings)})" in entry
    assert f"/admin/scenarios/rating/?decision_model__id__exact={row.pk}" in entry


def test_conditions_are_spelled_out(admin_client):
    services.publish(document=document())

    rules = admin_client.get("/admin/scenarios/constraint/", {"q": "slow_start"}).content.decode()

    assert "tenant_trust = hostile" in rules
    assert "team = kubernetes" in rules


def test_evidence_says_who_cites_it(admin_client, published):
    cited = published["standard"].ratings[0].evidence[0]
    row = Evidence.objects.get(decision_model__key="standard", key=cited)

    entry = admin_client.get(address(Evidence, "change", row.pk)).content.decode()

    assert "rating vmware/isolation" in entry


def test_the_catalogue_speaks_chinese(admin_client):
    admin_client.cookies["language"] = "zh-hans"

    entry = admin_client.get("/admin/scenarios/criterion/").content.decode()

    assert "决策模型目录" in entry
    assert "评估指标" in entry


def test_it_is_for_staff_alone(client, table):
    response = client.get(address(table, "changelist"))

    assert response.status_code == 302
    assert response["Location"].startswith("/admin/login/")
