"""No statement of the source article is without a place in the standard decision model."""

from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from scenarios import library, schema

LEAVES = Path(__file__).parent / "data" / "article_fact_paths.txt"
SECTIONS = {"article": 0} | {f"section_{number}": number for number in range(1, 7)}


@cache
def standard() -> schema.DecisionModel:
    return library.read("standard")


@cache
def leaves() -> tuple[str, ...]:
    lines = LEAVES.read_text(encoding="utf-8").splitlines()
    return tuple(line for line in lines if line and not line.startswith("#"))


def section_of(path: str) -> int:
    return next(number for start, number in SECTIONS.items() if path.startswith(start))


def test_every_leaf_of_the_article_has_exactly_one_place():
    placed = Counter(path for fact in standard().article_facts for path in fact.paths)

    assert placed == Counter(leaves())


def test_the_list_of_leaves_is_whole():
    assert len(leaves()) == len(set(leaves())) == 247
    assert {section_of(path) for path in leaves()} == set(range(7))


def test_a_fact_stands_in_the_section_that_its_leaves_come_from():
    for fact in standard().article_facts:
        assert {section_of(path) for path in fact.paths} == {fact.section}, fact.key


def test_the_facts_come_in_the_order_of_the_article():
    sections = [fact.section for fact in standard().article_facts]

    assert sections == sorted(sections)


def test_there_are_twenty_corrections():
    corrections = [correction.key for fact in standard().article_facts for correction in fact.corrections]

    assert len(corrections) == len(set(corrections)) == 20


def test_a_correction_of_a_matter_of_fact_names_its_evidence():
    # The others are about words (wine, emulation) or arithmetic on the stars (one_dimension).
    bare = {
        correction.key
        for fact in standard().article_facts
        for correction in fact.corrections
        if not correction.evidence
    }

    assert bare == {"wine", "emulation", "one_dimension"}


@pytest.mark.parametrize("part", ["scenarios", "layers", "countermeasures", "trends"])
def test_what_is_said_to_come_from_the_article_is_linked_to_one_of_its_facts(part):
    linked = {key for fact in standard().article_facts for key in getattr(fact, part)}
    from_the_article = {entry.key for entry in getattr(standard(), part) if entry.origin == "article"}

    assert from_the_article
    assert from_the_article <= linked


def test_the_blueprint_of_the_hybrid_has_the_five_layers_of_the_article():
    layers = sorted((layer.order, layer.key) for layer in standard().layers if "hybrid" in layer.platforms)

    assert layers == [
        (1, "physical_servers"),
        (2, "esxi_cluster"),
        (3, "kubernetes_node_vm"),
        (4, "pod"),
        (5, "containers"),
    ]


def test_every_platform_has_a_blueprint_without_two_layers_in_one_place():
    for platform in standard().platforms:
        orders = [layer.order for layer in standard().layers if platform.key in layer.platforms]

        assert len(orders) >= 3, platform.key
        assert len(orders) == len(set(orders)), platform.key


def test_the_stars_of_the_article_are_those_of_its_own_model():
    stars = {(rating.criterion, rating.platform): rating.typical for rating in library.read("article").ratings}

    for fact in standard().article_facts:
        if fact.key.startswith("row_"):
            [criterion] = fact.criteria
            row = [int(stars[criterion, platform]) for platform in ("vmware", "docker", "hybrid")]
            assert f"VMware {row[0]} stars, Docker {row[1]}, hybrid {row[2]}." in fact.statement.en


def test_the_article_model_depends_on_one_number_and_gives_the_four_recommendations():
    article = library.read("article")
    values = {(rating.platform, rating.criterion): (rating.typical - 1) / 4 for rating in article.ratings}
    leaders = {}
    for scenario in article.scenarios:
        points = sum(scenario.importance.values())
        share = sum(scenario.importance[key] for key in ("isolation", "portability", "compliance")) / points
        scores = {
            platform.key: sum(values[platform.key, key] * importance for key, importance in scenario.importance.items())
            for platform in article.platforms
        }
        leaders[scenario.key] = (max(scores, key=lambda key: scores[key]), leader_by_share(share))

    assert leaders == {
        "erp": ("vmware", "vmware"),
        "ecommerce": ("docker", "docker"),
        "finance": ("hybrid", "hybrid"),
        "ai_training": ("hybrid", "hybrid"),
    }
    assert {scenario.key: scenario.expected for scenario in article.scenarios} == {
        key: by_score for key, (by_score, _) in leaders.items()
    }


def leader_by_share(share: float) -> str:
    if share > 2 / 3:
        return "vmware"
    return "docker" if share < 1 / 3 else "hybrid"
