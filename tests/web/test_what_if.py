import re
from html import unescape

import pytest
from django.urls import reverse

from decisions.models import Answer, Assessment
from tests.builders.assessments import send_answer, start

pytestmark = pytest.mark.django_db


@pytest.fixture
def assessment(client):
    return start(client, scenario="erp")


def tried(client, assessment, status=200, **fields):
    response = client.get(reverse("what-if", args=[assessment.code]), fields)
    assert response.status_code == status
    return unescape(response.content.decode())


def leader(page):
    return re.search(r'class="what-if__verdict"><strong>(?:<span[^>]*></span>)?([^<]+)<', page)[1]


def form_fields(page):
    """Return what the form on the page would send, as a browser does."""
    fields = {}
    for name, value in re.findall(r'<input[^>]* type="hidden" name="([^"]+)" value="([^"]*)"', page):
        fields.setdefault(name, []).append(value)
    for name, value in re.findall(r'<input [^>]*type="number"[^>]* name="([^"]+)"[^>]* value="([^"]*)"', page):
        fields[name] = value
    fields["weights"] = re.search(r'name="weights" value="(\w+)" checked', page)[1]
    for select in re.findall(r"<select .*?</select>", page, re.DOTALL):
        name = re.search(r'name="([^"]+)"', select)[1]
        fields[name] = re.search(r'<option value="([^"]*)" selected', select)[1]
    for name, value in re.findall(r'type="checkbox"[^>]* name="([^"]+)" value="([^"]+)" checked', page):
        fields.setdefault(name, []).append(value)
    return fields


def test_it_works(client, assessment):
    page = tried(client, assessment, **{"a.vendor_support": "container_only"})

    assert leader(page) != "VMs (VMware)"
    assert "With what is stored it is VMs (VMware)." in page


def test_sent_as_it_stands_the_form_changes_nothing(client, assessment):
    send_answer(client, assessment, "tenant_trust", "unsure")
    send_answer(client, assessment, "release_rate", ".does_not_apply", reason="business")
    page = tried(client, assessment)

    again = tried(client, assessment, **form_fields(page))

    assert "Nothing is changed yet." in again
    assert leader(again) == leader(page)


def test_weights_set_here_replace_all_others(client, assessment):
    page = tried(client, assessment, weights="own", **{"w.deployment_speed": "100"})

    assert "Deployment speed: " in page
    assert "→ 100 %" in page
    assert 'name="w.deployment_speed" min="0" max="100" step="0.1" value="100.0"' in page


def test_an_address_that_names_one_answer_changes_that_one(client, assessment):
    page = tried(client, assessment, **{"a.vendor_support": "container_only"})

    changes = page[page.index("What is different") :]
    assert changes[: changes.index("</ul>")].count("<li>") == 1


def test_a_list_of_which_nothing_is_ticked_is_open(client, assessment):
    page = tried(client, assessment, listed="device_access")

    assert re.search(r"<li>Special hardware: [^<]+ → not answered</li>", page)


def test_what_is_different_is_listed(client, assessment):
    page = tried(client, assessment, **{"a.release_rate": "daily"})

    changes = page[page.index("What is different") :]
    assert changes.count("<li>") >= 1
    assert re.search(r"<li>Releases: [^<]+ → [^<]+</li>", changes)


def test_a_question_can_be_left_open_or_void(client, assessment):
    page = tried(client, assessment, **{"a.release_rate": "", "a.rollback_time": "-"})

    assert "→ not answered" in page
    assert "→ does not apply" in page


def test_several_options_can_be_tried(client, assessment):
    page = tried(client, assessment, **{"a.regime": ["privacy", "payment"]})

    assert page.count(" checked> <label") >= 2


def test_what_is_tried_has_the_scores_and_cases_that_it_would_have_when_stored(client, assessment):
    trial = tried(client, assessment, **{"a.vendor_support": "container_only"})

    send_answer(client, assessment, "vendor_support", "container_only")

    stored = tried(client, assessment)
    for column in (r"<strong>([\d.]+)</strong></td>", r"→ (\d+)</td>"):
        assert sorted(re.findall(column, trial)) == sorted(re.findall(column, stored)) != []
    assert leader(trial) == leader(stored)


def test_nothing_is_stored(client, assessment):
    send_answer(client, assessment, "release_rate", "yearly")
    before = list(Answer.objects.values()), Assessment.objects.values().get(pk=assessment.pk)

    tried(client, assessment, weights="own", **{"a.release_rate": "daily", "w.cost": "70"})

    assert (list(Answer.objects.values()), Assessment.objects.values().get(pk=assessment.pk)) == before


def test_a_script_gets_the_outcome_alone(client, assessment):
    page = tried(client, assessment, part="outcome", weights="own", **{"w.cost": "70"})

    assert "<html" not in page
    assert "<form" not in page
    assert leader(page)


@pytest.mark.parametrize("weight", ["much", "-1", "101", "1e400", "nan"])
def test_a_weight_that_is_none_is_named(client, assessment, weight):
    page = tried(client, assessment, 422, weights="own", **{"w.cost": weight})

    assert "The weight of “Cost and licences” must be a number from 0 to 100." in page
    assert leader(page) == "VMs (VMware)"


def test_an_option_that_a_question_does_not_have_is_named(client, assessment):
    page = tried(client, assessment, 422, **{"a.release_rate": "<b>hourly</b>"})

    assert "release_rate has no option" in page
    assert "<b>hourly" not in client.get(
        reverse("what-if", args=[assessment.code]), {"a.release_rate": "<b>hourly</b>"}
    ).content.decode()  # fmt: skip


def test_weights_that_are_all_zero_are_named(client, assessment):
    page = tried(client, assessment, 422, weights="own", **{"w.cost": "0"})

    assert "This could not be tried" in page


def test_a_comma_may_stand_for_the_point(client, assessment):
    assert leader(tried(client, assessment, weights="own", **{"w.cost": "12,5"}))


def test_an_example_can_be_tried_too(client):
    page = unescape(
        client.get(
            reverse("example-what-if"), {"scenario": "erp", "a.vendor_support": "container_only"}
        ).content.decode()
    )

    assert '<input type="hidden" name="scenario" value="erp">' in page
    assert leader(page) != "VMs (VMware)"


def test_it_speaks_the_language_that_its_address_names(client, assessment):
    page = tried(client, assessment, lang="zh-hans")

    assert '<input type="hidden" name="lang" value="zh-hans">' in page
    assert "假设分析" in page


def test_an_answer_that_was_stored_meanwhile_is_what_the_next_trial_starts_from(client, assessment):
    before = tried(client, assessment, part="outcome")
    send_answer(client, assessment, "vendor_support", "container_only")

    after = tried(client, assessment, part="outcome")

    assert "Nothing is changed yet." in after
    assert leader(after) != leader(before)


def test_in_the_other_language_nothing_is_left_of_the_first(client, assessment):
    english, chinese = (tried(client, assessment, part="outcome", lang=lang) for lang in ("en", "zh-hans"))

    assert "The leader is the same as with what is stored." in english
    assert "VMs" in english
    assert "VMs" not in chinese
