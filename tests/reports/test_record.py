from datetime import date

import pytest
from django.utils import translation

from decisions.documents.request import DetailedAnswer
from decisions.models import Workload
from decisions.reports.record import RecordReport, Related
from decisions.services import assessments
from decisions.services.recommendations import see_to, sign_off
from tests.builders.records import answered, begin, for_record, frozen, read_again

pytestmark = pytest.mark.django_db


def test_it_works(published):
    recommendation = frozen(begin())

    shown = RecordReport.of(recommendation, "en")

    assert (shown.code, shown.number, shown.title) == (recommendation.code, 1, "Trading")
    assert shown.digest == recommendation.digest
    assert (shown.is_current, shown.supersedes, shown.superseded_by) == (True, None, None)
    assert shown.report.leader.label == "Containers in VMs (hybrid)"
    assert [row.name for row in shown.placement.rows] == ["Trading core", "Risk-control services"]
    assert shown.provenance.digest == recommendation.record.versions.model_digest
    assert shown.changes is None
    assert shown.document == recommendation.document


def test_its_language_is_its_own(published):
    recommendation = frozen(begin())

    with translation.override("en"):
        shown = RecordReport.of(recommendation, "zh-hans")
        drawn, layout, confidence = shown.pictures.ranking, shown.picture_of_layout, shown.evidence[0].confidence_text

    assert shown.report.leader.label == "虚拟机内容器（混合）"
    assert "得分" in drawn
    assert "布局" in layout
    assert confidence.startswith(("A：", "B：", "C："))


def test_it_says_who_signed_what(published):
    recommendation = frozen(begin())
    for name, decision in (("A. Reviewer", "returned"), ("B. Reviewer", "approved_with_conditions")):
        sign_off(
            recommendation=recommendation, name=name, role="Architect", decision=decision, digest=recommendation.digest
        )

    shown = RecordReport.of(for_record(recommendation), "zh-hans")

    assert [(row.name, row.decision, row.decision_text) for row in shown.signoffs] == [
        ("A. Reviewer", "returned", "退回"),
        ("B. Reviewer", "approved_with_conditions", "有条件批准"),
    ]
    assert shown.last_signoff.name == "B. Reviewer"


def test_the_checklist_says_what_to_do_and_who_does_it(published):
    recommendation = frozen(begin(scenario="ecommerce"))
    item = recommendation.checklist.get(key="card_scope")
    see_to(item=item, owner="Platform team", due=date(2027, 1, 31), done=True, note="By change 4711.")

    shown = RecordReport.of(for_record(recommendation), "en")

    row = next(row for row in shown.checklist if row.key == "card_scope")
    assert row.kind_text == "Condition"
    assert (row.owner, row.due, row.done, row.note) == ("Platform team", date(2027, 1, 31), True, "By change 4711.")
    assert (row.label, row.description) == next(
        (condition.confirm, condition.because) for condition in shown.report.conditions if condition.key == row.key
    )
    assert {row.key for row in shown.measures_to_see_to} == {measure.key for measure in shown.report.hardening}
    assert all(row.label and row.description for row in shown.checklist)


def test_a_record_names_the_one_before_and_the_one_after_it(published):
    assessment = begin()
    first = frozen(assessment)
    second = frozen(answered(assessment, tenant_trust="org"))

    before, after = RecordReport.of(for_record(first), "en"), RecordReport.of(second, "en")

    assert (before.superseded_by, before.is_current) == (Related(second.code, 2), False)
    assert (after.supersedes, after.is_current) == (Related(first.code, 1), True)


def test_what_changed_is_what_was_said_otherwise(published):
    assessment = answered(begin(), release_rate="yearly")
    frozen(assessment)
    answered(assessment, release_rate=DetailedAnswer(value="daily", note="Since May"))
    assessments.rename(assessment=assessment, title="Settlement")
    assessments.confirm_condition(assessment=assessment, constraint="tenants_apart", note="Ticket 7")
    assessments.set_weights(assessment=assessment, weights={"isolation": 3.0, "cost": 1.0})

    shown = RecordReport.of(frozen(assessment), "en")

    said = {(entry.kind, entry.label): (entry.before, entry.after) for entry in shown.changes.said}
    assert said["title", "Name"] == ("Trading", "Settlement")
    answers = {label: both for (kind, label), both in said.items() if kind == "answer"}
    assert len(answers) == 2
    assert ("", "Since May") in answers.values()
    assert [after for (kind, _label), (_before, after) in said.items() if kind == "condition"] == [
        "confirmed: Ticket 7"
    ]
    assert said["weight", "Weights come from"] == ("scenario and answers", "points set by you")
    assert said["weight", "Isolation strength"][1] == "75 %"


def test_what_changed_says_what_that_did(published):
    assessment = begin(scenario="ecommerce")
    first = frozen(assessment)
    second = frozen(answered(assessment, vendor_support="vmware_only"))

    changes = RecordReport.of(second, "en").changes

    assert (changes.before.platform.key, changes.after.platform.key) == (first.platform, second.platform)
    assert first.platform != second.platform
    after = {ranked.platform: ranked.score for ranked in second.record.evaluations["en"].ranking}
    assert {change.platform.key: change.after for change in changes.scores} == after
    assert [change.platform.key for change in changes.scores] == list(after)


def test_workloads_that_came_went_or_say_otherwise_are_changes(published):
    assessment = begin()
    frozen(assessment)
    core, other = assessment.workloads.all()
    Workload.objects.filter(pk=core.pk).update(answers={"release_rate": {"value": "daily"}})
    other.delete()
    Workload.objects.create(assessment=assessment, name="Reports", position=7)
    assessments.rename(assessment=read_again(assessment), title="Settlement")

    shown = RecordReport.of(frozen(assessment), "en")

    said = {entry.label: (entry.before, entry.after) for entry in shown.changes.said if entry.kind == "workload"}
    assert said["Workload “Risk-control services”"] == ("placed by itself", "not there")
    assert said["Workload “Reports”"] == ("not there", "placed by itself")
    assert [label for label in said if label.startswith("Trading core: ")] == ["Trading core: Releases"]


def test_another_name_changes_nothing_else(published):
    assessment = begin()
    frozen(assessment)
    assessments.rename(assessment=read_again(assessment), title="Another")

    changes = RecordReport.of(frozen(assessment), "en").changes

    assert [(entry.kind, entry.before, entry.after) for entry in changes.said] == [("title", "Trading", "Another")]
    assert changes.before == changes.after


def test_of_what_nothing_is_known_there_is_a_record_too(published):
    shown = RecordReport.of(frozen(begin(title="", scenario="")), "en")

    assert shown.report.leader is None
    assert (shown.placement, shown.checklist) == (None, ())


def test_it_asks_the_database_for_nothing_more(published, django_assert_num_queries):
    assessment = begin()
    frozen(assessment)
    recommendation = frozen(answered(assessment, tenant_trust="org"))
    RecordReport.of(recommendation, "en")  # the decision model is now known

    with django_assert_num_queries(3):
        shown = for_record(recommendation)
    with django_assert_num_queries(0):
        RecordReport.of(shown, "en")
        RecordReport.of(shown, "zh-hans")


def test_a_record_is_shown_with_its_own_version_of_the_decision_model(published):
    recommendation = frozen(begin(scenario="erp", model="article"))

    shown = RecordReport.of(recommendation, "en")

    assert shown.provenance.model == "article"
    assert shown.frozen_at == recommendation.frozen_at.replace(microsecond=0)
