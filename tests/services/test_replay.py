import json

import pytest

from decisions.documents.record import digest_of_tree
from decisions.models import Recommendation
from decisions.services import assessments
from decisions.services.recommendations import freeze
from decisions.services.replay import NotARecord, drift, replay
from scenarios import services as catalogue

pytestmark = pytest.mark.django_db


@pytest.fixture
def recommendation(published):
    assessment = assessments.start(owner="secret", title="Trading", model="standard", scenario="finance")
    return freeze(assessment=assessment).recommendation


def altered(recommendation, **changes):
    tree = {**json.loads(recommendation.document), **changes}
    return json.dumps({**tree, "digest": digest_of_tree(tree)})


def test_it_comes_out_the_same(recommendation):
    found = replay(recommendation.document)

    assert (found.digest_holds, found.same_bytes, found.differences) == (True, True, ())


def test_the_engine_that_is_named_is_the_one_that_the_record_names(recommendation):
    named = json.loads(recommendation.document)["versions"]["engine"]

    assert (recommendation.engine, replay(recommendation.document).engine) == (named, named)


def test_layout_of_the_file_does_not_matter(recommendation):
    found = replay(json.dumps(json.loads(recommendation.document), indent=2, ensure_ascii=True))

    assert found.same_bytes


def test_a_changed_record_is_noticed(recommendation):
    tree = json.loads(recommendation.document)
    tree["title"] = "Another"

    found = replay(json.dumps(tree))

    assert (found.digest_holds, found.same_bytes, found.differences) == (False, False, ())


def test_it_says_what_differs(recommendation):
    tree = json.loads(recommendation.document)
    tree["evaluations"]["en"]["confidence"] = 0.1234

    found = replay(altered(recommendation, evaluations=tree["evaluations"]))

    assert (found.digest_holds, found.same_bytes) == (True, False)
    (difference,) = found.differences
    assert (difference.pointer, difference.frozen) == ("/evaluations/en/confidence", 0.1234)
    assert difference.replayed == recommendation.confidence


def test_a_version_that_is_not_published_here_is_said(recommendation):
    versions = json.loads(recommendation.document)["versions"]

    unknown = replay(altered(recommendation, versions={**versions, "model_version": "2020.1.1"}))
    other = replay(altered(recommendation, versions={**versions, "model_digest": "sha256:0"}))

    assert "standard" in unknown.because
    assert "digest" in other.because


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"format": "berth.recommendation/2"}', "\x00"])
def test_what_is_no_record_is_refused(text):
    with pytest.raises(NotARecord):
        replay(text)


def test_nothing_drifts_while_the_version_is_the_newest(recommendation):
    assert drift([recommendation]) == []


def test_a_new_version_shows_what_would_come_out_differently(recommendation, shipped):
    document = shipped["standard"]
    ratings = tuple(
        rating.model_copy(update={"low": 5.0, "typical": 5.0, "high": 5.0}) if rating.platform == "vmware" else rating
        for rating in document.ratings
    )
    before = recommendation.document
    catalogue.publish(document=document.model_copy(update={"version": "2026.12.1", "ratings": ratings}))

    (found,) = drift([Recommendation.objects.get(pk=recommendation.pk)])

    assert (found.version, found.is_drift, found.leads_elsewhere) == ("2026.12.1", True, True)
    assert found.evaluation.platform == "vmware"
    assert Recommendation.objects.get(pk=recommendation.pk).document == before


@pytest.mark.parametrize(("by", "is_drift"), [(0.001, False), (0.05, True)])
def test_a_confidence_that_moves_is_drift_once_it_shows_in_100_cases(recommendation, shipped, by, is_drift):
    catalogue.publish(document=shipped["standard"].model_copy(update={"version": "2026.12.1"}))
    (again,) = drift([recommendation])
    recommendation.confidence = round(again.evaluation.confidence, 2) - by

    (found,) = drift([recommendation])

    assert (found.is_drift, found.leads_elsewhere) == (is_drift, False)


def test_a_new_version_that_decides_alike_is_no_drift(recommendation, shipped):
    catalogue.publish(document=shipped["standard"].model_copy(update={"version": "2026.12.1"}))

    (found,) = drift([recommendation])

    assert (found.is_drift, found.leads_elsewhere) == (False, False)
