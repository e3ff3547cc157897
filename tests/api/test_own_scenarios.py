"""Scenarios of one's own through the API: brought in, listed, changed, taken out, deleted."""

import json
import re
from pathlib import Path

import jsonschema
import pytest
import yaml
from django.conf import settings

from decisions.models import Assessment, OwnScenario
from decisions.services import own_scenarios as services
from decisions.services.own_scenarios import MOST_BYTES
from tests.builders.callers import account, owner, tag
from tests.builders.http import ASSESSMENTS, PROBLEM, at, not_understood, patch, post, problem, send

OWN = "/api/v1/scenarios/own/"
SHOP = {
    "key": "shop",
    "label": "Shop",
    "model": "standard",
    "scenario": "ecommerce",
    "answers": {"release_rate": "daily", "instance_count": {"value": 40, "certainty": "measured", "note": "Peak"}},
    "weights": {"cost": 2.0, "isolation": 1.0},
    "workloads": [{"name": "Search", "answers": {"release_rate": "weekly"}}],
}
YAML = yaml.safe_dump(SHOP)


@pytest.fixture
def mine(client):
    return owner()


def keep(mine, tree=None, **headers):
    return post(mine, OWN, SHOP if tree is None else tree, **headers)


def keep_yaml(mine, text):
    return send(mine, "POST", OWN, text if isinstance(text, bytes) else text.encode(), media_type="application/yaml")


def state():
    row = OwnScenario.objects.get()
    return tag(f"{row.pk}.{row.revision}")


def test_it_works(mine):
    answer = keep(mine)

    assert (answer.status_code, answer["Location"], answer["ETag"]) == (201, f"{OWN}shop/", state())
    assert answer.json() == SHOP
    assert OwnScenario.objects.get().user == account()
    got = mine.get(answer["Location"])
    assert (got.json(), got["ETag"]) == (SHOP, answer["ETag"])
    assert mine.get(answer["Location"], headers={"If-None-Match": got["ETag"]}).status_code == 304


def test_yaml_says_the_same(mine):
    assert keep_yaml(mine, "# ours\n" + YAML).json() == SHOP


@pytest.mark.parametrize("form", ["json", "yaml"])
def test_what_is_taken_out_comes_in_again(mine, form):
    keep(mine)

    file = mine.get(f"{OWN}shop.{form}")

    assert (file["Content-Type"], file["ETag"]) == (f"application/{form}", state())
    assert file["Content-Disposition"] == f'attachment; filename="shop.{form}"'
    assert mine.get(f"{OWN}shop.{form}", headers={"If-None-Match": file["ETag"]}).status_code == 304
    mine.delete(f"{OWN}shop/", headers={"If-Match": file["ETag"]})
    again = send(mine, "POST", OWN, file.content, media_type=file["Content-Type"])
    assert (again.status_code, again.json()) == (201, SHOP)


def test_whoever_wants_another_form_is_told(mine):
    keep(mine)

    assert mine.get(f"{OWN}shop.yaml", headers={"Accept": "application/yaml"}).status_code == 200
    assert mine.get(f"{OWN}shop.yaml", headers={"Accept": "application/json"}).status_code == 406
    assert mine.get(f"{OWN}shop.toml").status_code == 404


def test_the_list_holds_one_s_own_by_name(mine, django_assert_num_queries):
    keep(mine)
    keep(mine, {"key": "b", "label": "Bank", "scenario": "finance"})
    keep(owner("other"), {"key": "x", "label": "Of somebody else"})
    mine.get(OWN)

    with django_assert_num_queries(2):  # token, list
        answer = mine.get(OWN)

    row = OwnScenario.objects.get(key="b")
    assert [item["key"] for item in answer.json()["items"]] == ["b", "shop"]
    assert answer.json()["items"][0] == {
        "key": "b",
        "label": "Bank",
        "model": "standard",
        "revision": 0,
        "updated": row.updated.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "link": f"{OWN}b/",
    }
    assert answer.json()["next"] is None


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"key": "Shop!"}, at("/key", "wrong_format", "key must match ^[a-z0-9][a-z0-9_]*$.")),
        ({"key": None}, at("/key", "wrong_type", "key must be a text.")),
        ({"label": " Shop"}, at("/label", "wrong_format", "label must match ^\\S(.*\\S)?$.")),
        ({"label": "\u200b"}, at("/label", "name_missing", "Give the scenario a name.")),
        ({"model": "nope"}, at("/model", "unknown_model", "There is no decision model nope.")),
        ({"scenario": "nope"}, at("/scenario", "unknown_scenario", "The decision model has no scenario nope.")),
        ({"owner": 1}, at("/owner", "unknown_field", "There is no field owner.")),
        (
            {"answers": {"release_rate": "hourly"}},
            at("/answers/release_rate", "unknown_option", "release_rate has no option hourly."),
        ),
        ({"weights": {"cost": 0}}, at("/weights", "weights_all_zero", "At least one weight must be above zero.")),
        (
            {"confirmed_conditions": {}},
            at("/confirmed_conditions", "unknown_field", "There is no field confirmed_conditions."),
        ),
    ],
)
def test_what_is_not_understood_is_not_kept(mine, change, error):
    answer = keep(mine, {**SHOP, **change})

    assert (answer.status_code, answer["Content-Type"]) == (422, PROBLEM)
    assert answer.json() == not_understood(error)
    assert not OwnScenario.objects.exists()


def test_a_key_is_used_once(mine):
    keep(mine)

    taken = at("/key", "key_taken", "You have a scenario with the key shop already.")
    assert keep(mine).json() == not_understood(taken)
    assert keep(owner("other")).status_code == 201


@pytest.mark.parametrize(
    ("text", "status", "code"),
    [
        ("a: &a [*a]", 400, "not_yaml"),
        ("a: !!python/name:os.system", 400, "not_yaml"),
        ("a: 1\na: 2", 400, "duplicate_key"),
        (b"a: \xff", 400, "not_utf8"),
        ("[" * 40, 400, "too_deep"),
        ("x" * (MOST_BYTES + 1), 413, "too_large"),
        ("- 1", 422, "not_understood"),
    ],
)
def test_what_is_dangerous_in_yaml_is_refused(mine, text, status, code):
    answer = keep_yaml(mine, text)

    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_the_guide_s_example_can_be_brought_in(mine):
    guide = (Path(settings.BASE_DIR) / "docs" / "api.md").read_text("utf-8")
    (example,) = re.findall(r"```yaml\n(.*?)```", guide, re.DOTALL)

    assert keep_yaml(mine, example).status_code == 201
    assert yaml.safe_load(mine.get(f"{OWN}payment_core.yaml").content) == yaml.safe_load(example)


def test_other_types_are_not_read(mine):
    answer = send(mine, "POST", OWN, YAML.encode(), media_type="text/plain")

    assert (answer.status_code, answer["Accept"]) == (415, "application/json, application/yaml")


def test_it_is_kept_once_however_often_it_is_sent(mine):
    first, second = (keep(mine, Idempotency_Key="abc") for _ in range(2))

    assert (first.status_code, second.status_code) == (201, 201)
    assert second["Idempotency-Replayed"] == "true"
    assert second.content == first.content
    assert OwnScenario.objects.count() == 1
    assert keep(mine, {**SHOP, "label": "Other"}, Idempotency_Key="abc").json()["code"] == "idempotency_key_reused"


def test_what_a_patch_names_is_otherwise(mine):
    keep(mine)

    answer = patch(
        mine,
        f"{OWN}shop/",
        {
            "label": "Shop 2027",
            "answers": {"release_rate": None, "instance_count": {"note": None}, "regime": ["payment"]},
            "weights": {"cost": None, "compliance": 3},
            "workloads": None,
        },
        If_Match=state(),
    )

    assert answer.status_code == 200
    assert answer.json() == {
        "key": "shop",
        "label": "Shop 2027",
        "model": "standard",
        "scenario": "ecommerce",
        "answers": {
            "release_rate": None,
            "instance_count": {"value": 40.0, "certainty": "measured"},
            "regime": ["payment"],
        },
        "weights": {"isolation": 1.0, "compliance": 3.0},
    }
    assert answer["ETag"] == state()


def test_one_way_of_weighing_replaces_the_other(mine):
    keep(mine)
    order = {"method": "rank_order", "order": ["cost", "isolation"]}

    changed = patch(mine, f"{OWN}shop/", {"weighting": order}, If_Match=state()).json()

    assert (changed["weighting"], "weights" in changed) == (order, False)


@pytest.mark.parametrize("change", [{"key": "other"}, {"answers": {"release_rate": "hourly"}}, {"model": "article"}])
def test_a_patch_that_is_not_understood_changes_nothing(mine, change):
    keep(mine)

    answer = patch(mine, f"{OWN}shop/", change, If_Match=state())

    assert answer.status_code == 422
    assert mine.get(f"{OWN}shop/").json() == SHOP


def test_nothing_is_written_blindly(mine):
    keep(mine)
    before = state()
    services.rename(own=OwnScenario.objects.get(), label="Theirs")

    for write in (
        lambda **headers: patch(mine, f"{OWN}shop/", {"label": "Mine"}, **headers),
        lambda **headers: send(mine, "DELETE", f"{OWN}shop/", **headers),
    ):
        assert write().status_code == 428
        stale = write(If_Match=before)
        assert (stale.status_code, stale["ETag"]) == (412, state())
    assert OwnScenario.objects.get().label == "Theirs"


def test_a_key_that_is_used_again_has_another_state(mine):
    first = keep(mine)["ETag"]
    mine.delete(f"{OWN}shop/", headers={"If-Match": first})

    assert keep(mine, {**SHOP, "label": "Another"})["ETag"] != first


def test_it_is_deleted(mine):
    keep(mine)

    answer = send(mine, "DELETE", f"{OWN}shop/", If_Match=state())

    assert (answer.status_code, answer.content) == (204, b"")
    assert mine.get(f"{OWN}shop/").status_code == 404


@pytest.mark.parametrize("path", ["shop/", "shop.yaml", "shop.json"])
def test_what_is_not_one_s_own_is_not_there(mine, path):
    keep(mine)
    nothing = problem("not_found", 404, "There is nothing at this address")

    others = owner("other")
    assert others.get(OWN + path).json() == others.get(OWN + path.replace("shop", "none")).json() == nothing
    if path == "shop/":
        assert patch(others, OWN + path, {"label": "x"}, If_Match="*").status_code == 404
        assert send(others, "DELETE", OWN + path, If_Match="*").status_code == 404


def test_a_credential_is_needed_and_one_that_reads_does_not_write(client, mine):
    keep(mine)
    reader = owner(scope="read")

    assert client.get(OWN).json()["code"] == "credential_missing"
    assert keep(client).json()["code"] == "credential_missing"
    assert reader.get(f"{OWN}shop.yaml").status_code == 200
    assert keep(reader).json()["code"] == "token_only_reads"


def test_an_assessment_begins_with_it(mine):
    keep(mine)

    answer = post(mine, ASSESSMENTS, {"own_scenario": "shop"})

    assert answer.status_code == 201
    assert (answer.json()["title"], answer.json()["scenario"], answer.json()["revision"]) == ("Shop", "ecommerce", 1)
    assert answer["ETag"] == tag(1)
    answers = mine.get(answer["Location"] + "answers/").json()
    assert answers == {"release_rate": {"value": "daily"}, "instance_count": SHOP["answers"]["instance_count"]}
    assert mine.get(answer["Location"] + "weights/").json() == SHOP["weights"]
    assert [each["name"] for each in mine.get(answer["Location"] + "workloads/").json()["items"]] == ["Search"]


@pytest.mark.parametrize(
    ("body", "error"),
    [
        (
            {"own_scenario": "none"},
            at("/own_scenario", "unknown_scenario", "You have no scenario with the key none."),
        ),
        (
            {"own_scenario": "shop", "scenario": "erp"},
            at("", "one_beginning", "Give either own_scenario, or model and scenario."),
        ),
        (
            {"own_scenario": "shop", "model": "standard"},
            at("", "one_beginning", "Give either own_scenario, or model and scenario."),
        ),
    ],
)
def test_one_begins_with_one_thing_of_one_s_own(mine, body, error):
    keep(mine)

    assert post(mine, ASSESSMENTS, body).json() == not_understood(error)
    assert post(owner("other"), ASSESSMENTS, {"own_scenario": "shop"}).status_code == 422
    assert not Assessment.objects.exists()


def test_the_scenarios_of_the_decision_models_stay_where_they_are(client):
    assert client.get("/api/v1/scenarios/erp/").json()["key"] == "erp"


def test_what_is_answered_is_as_the_contract_says(client, mine):
    contract = client.get("/api/v1/openapi.json").json()
    shape = {"$ref": "#/components/schemas/OwnScenario", "components": contract["components"]}

    for tree in (SHOP, {"key": "bare", "label": "Bare"}, {"key": "a", "label": "A", "model": "article"}):
        jsonschema.validate(tree, shape, jsonschema.Draft202012Validator)
        jsonschema.validate(keep(mine, tree).json(), shape, jsonschema.Draft202012Validator)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**SHOP, "answers": {"nope": 1}}, shape, jsonschema.Draft202012Validator)


def test_a_text_of_any_kind_comes_back_as_it_was(mine):
    note = "=1+1 'yes' \"no\"\n- null: ~ # ☃ 支付\u2028{{ 1 }}\t"
    tree = {**SHOP, "answers": {"release_rate": {"value": "daily", "note": note}}}
    keep(mine, tree)

    assert json.loads(mine.get(f"{OWN}shop.json").content) == tree
    assert yaml.safe_load(mine.get(f"{OWN}shop.yaml").content) == tree
