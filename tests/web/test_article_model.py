import re
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from decisions.models import Assessment
from decisions.services.assessments import set_weights
from tests.builders.assessments import send_answer, start

pytestmark = pytest.mark.django_db

CORE = ("isolation", "efficiency", "portability", "deployment_speed", "compliance")


def opened(client, assessment):
    response = client.get(reverse("article-model", args=[assessment.code]))
    assert response.status_code == 200
    return response


def report_of(client, assessment):
    return opened(client, assessment).context["report"]


def leaders(report):
    return [step.leader.key if step.leader else None for step in report.steps]


@pytest.mark.parametrize(
    ("scenario", "leader"),
    [("erp", "vmware"), ("ecommerce", "docker"), ("finance", "hybrid"), ("ai_training", "hybrid")],
)
def test_it_works(client, scenario, leader):
    report = report_of(client, start(client, scenario=scenario))

    assert (report.article.leader.key, report.standard.leader.key) == (leader, leader)
    assert report.agree
    assert report.turn is None
    assert report.sentence == f"Both put {report.standard.leader.label} first."


def test_where_a_rule_parts_them_the_rule_is_named_with_its_evidence(client):
    assessment = start(client, scenario="ecommerce")
    send_answer(client, assessment, "vendor_support", "vmware_only")

    page = unescape(opened(client, assessment).content.decode())

    assert "The article puts Containers (Docker) first, this assessment puts VMs (VMware) first." in page
    assert "They part at step 5, “Rules exclude platforms”: by score alone it would be Containers (Docker)." in page
    assert "certifies this version on VMware only" in page


def test_where_scores_part_them_the_step_and_the_criterion_are_named(client):
    response = opened(client, start(client, scenario="edge_iot"))

    report = response.context["report"]
    assert (report.steps[0].leader.key, report.steps[-1].leader.key) == ("hybrid", "docker")
    assert (report.turn.before.leader.key, report.turn.step.leader.key) == ("hybrid", "docker")
    assert report.turn.points > 0
    assert report.why in unescape(response.content.decode())
    assert report.turn.criterion.label in report.why


def test_after_the_step_where_they_part_the_leader_stays(client):
    for scenario in ("edge_iot", "microservices", "dev_test", "devops"):
        report = report_of(client, start(client, scenario=scenario))

        if report.turn:
            place = report.turn.step.number - 1
            assert set(leaders(report)[place:]) == {leaders(report)[-1]}
            assert leaders(report)[place - 1] != leaders(report)[-1]


def test_the_first_and_the_last_step_are_what_both_models_say(client):
    report = report_of(client, start(client, scenario="finance"))

    for step, side in ((report.steps[0], report.article), (report.steps[-1], report.standard)):
        shown = {row.platform.key: row.score for row in side.ranking}
        assert list(step.scores) == pytest.approx([shown[platform.key] for platform in report.platforms], abs=1e-4)


def test_the_second_step_scores_the_ratings_of_the_evidence_with_the_articles_weights(client, shipped):
    report = report_of(client, start(client, scenario="erp"))

    weights = report.both.article.weights
    typical = {(row.platform, row.criterion): row.typical for row in shipped["standard"].ratings}
    by_hand = [
        sum(weights[criterion] * (typical[platform.key, criterion] - 1) / 4 for criterion in CORE)
        for platform in report.platforms
    ]
    assert list(report.steps[1].scores) == pytest.approx(by_hand, abs=2e-4)


def test_stars_of_the_article_stand_beside_the_evidence(client, shipped):
    report = report_of(client, start(client, scenario="erp"))

    stars = {(row.platform, row.criterion): row.typical for row in shipped["article"].ratings}
    rated = {(row.platform, row.criterion): row for row in shipped["standard"].ratings}
    assert {part.criterion.key for part in report.criterion_ratings} == set(CORE)
    for part in report.criterion_ratings:
        for row in part.rows:
            key = row.platform.key, part.criterion.key
            assert row.article_stars == stars[key]
            assert (row.low, row.typical, row.high) == (rated[key].low, rated[key].typical, rated[key].high)
            assert [cited.key for cited in row.evidence] == list(rated[key].evidence)


def test_every_link_to_evidence_leads_somewhere(client):
    page = unescape(opened(client, start(client, scenario="edge_iot")).content.decode())

    links = set(re.findall(r'href="(/models/standard/evidence/[^"]+)"', page))
    assert len(links) > 10
    assert {client.get(link).status_code for link in links} == {200}


def test_weights_of_ones_own_count_as_far_as_the_article_has_the_criteria(client):
    assessment = start(client, scenario="erp")
    set_weights(assessment=assessment, weights={"isolation": 1.0, "deployment_speed": 3.0, "cost": 4.0})

    report = report_of(client, assessment)

    assert report.both.weight_source == "own"
    assert report.both.article.weights == dict.fromkeys(CORE, 0.0) | {"isolation": 0.25, "deployment_speed": 0.75}
    assert report.article.leader.key == "docker"
    assert report.both.standard.weights["cost"] == 0.5


def test_weights_that_only_the_other_criteria_have_leave_the_article_equal_ones(client):
    assessment = start(client, scenario="erp")
    set_weights(assessment=assessment, weights={"cost": 1.0})

    report = report_of(client, assessment)

    assert report.both.weight_source == "equal"
    assert report.both.article.weights == dict.fromkeys(CORE, 0.2)


def test_without_a_scenario_the_articles_weights_are_equal(client):
    report = report_of(client, start(client))

    assert report.both.weight_source == "equal"
    assert report.both.article.weights == dict.fromkeys(CORE, 0.2)


def test_a_scenario_that_the_article_lacks_brings_its_own_importance(client, shipped):
    report = report_of(client, start(client, scenario="devops"))

    importance = next(entry.importance for entry in shipped["standard"].scenarios if entry.key == "devops")
    total = sum(importance.get(criterion, 0) for criterion in CORE)
    assert report.both.weight_source == "scenario"
    assert report.both.article.weights == pytest.approx(
        {criterion: importance.get(criterion, 0) / total for criterion in CORE}, abs=1e-3
    )


def test_an_assessment_of_the_articles_model_is_set_beside_the_standard_one(client):
    report = report_of(client, start(client, scenario="erp", model="article"))

    assert report.both.article.provenance.model == "article"
    assert report.both.standard.provenance.model == "standard"
    assert report.both.standard.scenario == "erp"


def test_where_nothing_fits_it_says_so(client):
    assessment = start(client, scenario="erp")
    send_answer(client, assessment, "vendor_support", "container_only")
    send_answer(client, assessment, "kernel_need", "windows_gui")

    response = opened(client, assessment)

    assert leaders(response.context["report"])[-1] is None
    assert "here the rules exclude every platform." in response.content.decode()


def test_the_standard_side_says_what_the_result_says(client):
    assessment = start(client, scenario="finance")
    send_answer(client, assessment, "tenant_trust", "customers")

    page = unescape(opened(client, assessment).content.decode())

    assert client.get(reverse("result", args=[assessment.code])).context["report"].summary in page


def test_the_result_leads_there(client):
    assessment = start(client, scenario="erp")
    page = client.get(reverse("result", args=[assessment.code])).content.decode()

    assert f'href="/assessments/{assessment.code}/article-model/"' in page
    assert "article-model" not in client.get(reverse("example")).content.decode()


def test_for_another_browser_it_does_not_exist(client):
    path = reverse("article-model", args=[start(client).code])

    assert Client().get(path).status_code == 404


def test_nothing_is_stored(client):
    assessment = start(client, scenario="erp")
    before = list(Assessment.objects.values())

    opened(client, assessment)

    assert list(Assessment.objects.values()) == before


def test_it_asks_the_database_little(client, django_assert_num_queries):
    assessment = start(client, scenario="erp")
    opened(client, assessment)

    with django_assert_num_queries(6):  # session, assessment, answers, the article's model, two versions
        opened(client, assessment)
