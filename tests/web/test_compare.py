import re
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from decisions.models import Assessment
from decisions.services.assessments import confirm_condition, set_weights
from tests.builders.assessments import fork, send_answer, start

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair(client):
    """An assessment and a what-if of it with another answer."""
    assessment = start(client, scenario="erp")
    made = fork(client, assessment)
    send_answer(client, made, "vendor_support", "container_only")
    return assessment, made


def compared(client, *assessments, status=200):
    response = client.get("/compare/", {"with": [assessment.code for assessment in assessments]})
    assert response.status_code == status
    return response


def inputs(response):
    """Return the rows of what was said by group, each as a label and its cells."""
    return {
        group.label: {row.label: [(cell.text, cell.kind) for cell in row.cells] for row in group.rows}
        for group in response.context["comparison"].inputs
    }


def sentence(client, codes, status):
    response = client.get("/compare/", {"with": codes})
    assert response.status_code == status
    return unescape(re.search(r'class="card">\s*<p>(.*?)</p>', response.content.decode())[1])


def test_it_works(client, pair):
    response = compared(client, *pair)

    page = unescape(response.content.decode())
    assert "They come to different results: A VMs (VMware); B Containers in VMs (hybrid)." in page
    assert inputs(response) == {
        "Answers": {
            "Supplier support": [
                ("Any hypervisor, but not containers", "assumed by the scenario"),
                ("Delivered as container images only", "your answer"),
            ]
        }
    }
    assert page.count("<svg") >= 2
    assert "Scores and confidence" in page


def test_twins_differ_in_nothing(client):
    assessment = start(client, scenario="finance")

    response = compared(client, assessment, fork(client, assessment))

    page = unescape(response.content.decode())
    assert inputs(response) == {}
    assert "Nothing: model, scenario, answers, weights and confirmed conditions are the same." in page
    assert "Both put Containers in VMs (hybrid) first." in page
    assert "None: every criterion argues the same way." in page
    assert {cell for difference in response.context["comparison"].differences for cell in difference.total} == {0.0}


def test_the_same_answer_of_ones_own_is_no_difference_but_is_counted(client):
    assessment = start(client, scenario="erp")
    made = fork(client, assessment)
    send_answer(client, made, "vendor_support", "vm_any")

    response = compared(client, assessment, made)

    assert inputs(response) == {}
    assert "1 further answer is the same, but your own in one and assumed in another." in response.content.decode()


def test_weights_that_were_set_are_compared(client):
    assessment = start(client, scenario="erp")
    made = fork(client, assessment)
    set_weights(assessment=made, weights={"isolation": 1.0, "cost": 3.0})

    found = inputs(compared(client, assessment, made))

    assert found["Starting point"] == {"Weights come from": [("scenario and answers", ""), ("points set by you", "")]}
    assert found["Weights in use"]["Cost and licences"][1] == ("75 %", "")
    assert found["Weights in use"]["Resource efficiency"][1] == ("0 %", "")


def test_scenarios_and_decision_models_are_compared(client):
    standard = start(client, title="Standard", scenario="erp")
    article = start(client, title="Article", scenario="ecommerce", model="article")

    found = inputs(compared(client, standard, article))

    assert found["Starting point"]["Scenario"] == [
        ("Traditional enterprise ERP", ""),
        ("Online shop at peak sale", ""),
    ]
    assert found["Starting point"]["Decision model"][0] != found["Starting point"]["Decision model"][1]
    assert {cells[1] for cells in found["Answers"].values()} == {("not asked by this decision model", "")}
    assert found["Weights in use"]["Cost and licences"][1] == ("–", "")


def test_confirmed_conditions_are_compared(client):
    assessment = start(client, scenario="finance")
    made = fork(client, assessment)
    confirm_condition(assessment=made, constraint="tenants_apart", note="Ticket 12")

    found = inputs(compared(client, assessment, made))

    assert list(found) == ["Confirmed conditions"]
    assert list(found["Confirmed conditions"].values()) == [[("not confirmed", ""), ("confirmed: Ticket 12", "")]]


def test_what_excludes_a_platform_is_named_for_each(client, pair):
    comparison = compared(client, *pair).context["comparison"]

    rows = {row.platform.key: row.cells for row in comparison.exclusions}
    assert rows["vmware"] == (
        (),
        ("The supplier delivers container images only, so it cannot be installed in a virtual machine by itself.",),
    )
    assert [len(reasons) for reasons in rows["hybrid"]] == [1, 0]
    assert [len(reasons) for reasons in rows["docker"]] == [2, 1]


def test_reasons_that_argue_the_same_way_are_left_out(client, pair):
    comparison = compared(client, *pair).context["comparison"]

    assert 0 < len(comparison.reasons) <= len(comparison.criteria)
    for row in comparison.reasons:
        said = {(cell.points > 0, cell.text) if cell else None for cell in row.cells}
        assert len(said) > 1


def test_what_the_criteria_add_makes_up_the_difference_of_the_scores(client, pair):
    third = start(client, title="Shop", scenario="ecommerce")
    fourth = start(client, title="Article", scenario="erp", model="article")

    comparison = compared(client, *pair, third, fourth).context["comparison"]

    assert len(comparison.differences) == 3
    for difference in comparison.differences:
        before, after = (
            {row.platform.key: row.score for row in side.report.ranking}
            for side in (difference.first, difference.other)
        )
        for place, platform in enumerate(difference.platforms):
            shown = float(f"{after[platform.key] * 100:.1f}") - float(f"{before[platform.key] * 100:.1f}")
            assert sum(row.cells[place] for row in difference.rows) * 100 == pytest.approx(shown, abs=1e-9)
            assert difference.total[place] * 100 == pytest.approx(shown, abs=1e-9)


def test_they_stand_in_the_order_of_the_address(client, pair):
    first, second = pair

    comparison = compared(client, second, first).context["comparison"]

    assert [side.assessment.code for side in comparison.sides] == [second.code, first.code]
    assert [side.letter for side in comparison.sides] == ["A", "B"]


def test_it_says_the_same_as_each_result(client, pair):
    page = unescape(compared(client, *pair).content.decode())

    for assessment in pair:
        report = client.get(reverse("result", args=[assessment.code])).context["report"]
        assert report.summary in page


def test_four_take_as_many_queries_as_two(client, django_assert_num_queries):
    made = [start(client, title=f"Workload {number}", scenario="erp") for number in range(4)]
    compared(client, *made)

    for chosen in (made[:2], made):
        with django_assert_num_queries(5):  # session, assessments, answers, workloads, version of the model
            compared(client, *chosen)


def test_an_assessment_of_somebody_else_is_not_there(client, pair):
    stranger = Client()
    theirs = start(stranger, title="Theirs")

    compared(client, pair[0], theirs, status=404)
    compared(stranger, *pair, status=404)


def test_a_code_that_does_not_exist_is_not_there(client, pair):
    assert client.get("/compare/", {"with": [pair[0].code, "nothing"]}).status_code == 404


@pytest.mark.parametrize("count", [1, 2])
def test_one_alone_cannot_be_compared(client, pair, count):
    said = sentence(client, [pair[0].code] * count, 422)

    assert said == "Choose at least two assessments to compare."


def test_none_is_no_mistake(client):
    assert sentence(client, [], 200) == "Choose at least two assessments to compare."


def test_five_are_too_many(client):
    codes = [start(client, title=f"Workload {number}").code for number in range(5)]

    assert sentence(client, codes, 422) == "At most 4 assessments can be compared; 5 were chosen."


def test_they_are_chosen_by_ticking_them(client, pair):
    page = client.get("/assessments/").content.decode()

    ticks = re.findall(r'<input type="checkbox" form="compare" name="with" value="([^"]+)">', page)
    assert sorted(ticks) == sorted(assessment.code for assessment in pair)
    assert '<form class="button-row button-row--first" id="compare" method="get" action="/compare/">' in page


def test_a_single_one_has_nothing_to_be_compared_with(client):
    start(client)

    assert 'name="with"' not in client.get("/assessments/").content.decode()


def test_nothing_is_stored(client, pair):
    before = list(Assessment.objects.order_by("pk").values())

    compared(client, *pair)

    assert list(Assessment.objects.order_by("pk").values()) == before


def test_a_title_cannot_bring_markup(client, pair):
    bad = start(client, title="<script>alert(1)</script>")

    assert "<script>alert" not in compared(client, pair[0], bad).content.decode()
