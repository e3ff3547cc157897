import config
from scenarios import library, services
from scenarios.schema import DecisionModel
from tests.builders.documents import document
from tests.builders.http import problem


def test_it_lists_what_is_published(client, shipped):
    answer = client.get("/api/v1/models/")

    assert answer.status_code == 200
    assert answer.json() == {
        "items": [
            {
                "key": key,
                "version": model.version,
                "digest": library.digest(model),
                "label": {"en": model.label.en, "zh-hans": model.label.zh_hans},
                "summary": {"en": model.summary.en, "zh-hans": model.summary.zh_hans},
                "link": f"/api/v1/models/{key}/",
            }
            for key, model in sorted(shipped.items())
        ],
        "next": None,
    }


def test_a_new_version_stands_in_the_list_instead_of_the_old_one(client):
    before = client.get("/api/v1/models/")
    for version in ("2026.11.1", "2026.12.1"):
        services.publish(document=document(version=version))

    after = client.get("/api/v1/models/")

    versions = {entry["key"]: entry["version"] for entry in after.json()["items"]}
    assert versions["small"] == "2026.12.1"
    assert after["ETag"] != before["ETag"]


def test_it_gives_a_whole_decision_model_in_both_languages(client, shipped):
    answer = client.get("/api/v1/models/standard/")

    whole = answer.json()
    digest = whole.pop("digest")
    assert DecisionModel.model_validate(whole) == shipped["standard"]
    assert digest == library.digest(shipped["standard"])
    assert whole["criteria"][0]["label"].keys() == {"en", "zh-hans"}
    assert answer["Content-Language"] == "en, zh-hans"


def test_once_read_a_model_costs_one_query(client, django_assert_num_queries):
    client.get("/api/v1/models/standard/")

    with django_assert_num_queries(1):
        client.get("/api/v1/models/standard/")
    with django_assert_num_queries(1):
        client.get("/api/v1/models/")


def test_its_tag_is_strong_and_holds_the_digest(client, shipped):
    answer = client.get("/api/v1/models/article/", headers={"Accept-Encoding": "gzip"})

    assert answer["ETag"] == f'"{library.digest(shipped["article"])}/{config.__version__}"'
    assert not answer.has_header("Content-Encoding")  # gzip would weaken the tag


def test_who_has_it_already_gets_304(client):
    tag = client.get("/api/v1/models/article/")["ETag"]

    again = client.get("/api/v1/models/article/", headers={"If-None-Match": f'"other", {tag}'})

    assert again.status_code == 304
    assert again.content == b""
    assert again["ETag"] == tag
    assert client.get("/api/v1/models/article/", headers={"If-None-Match": '"other"'}).status_code == 200


def test_whoever_asks_for_another_state_is_told(client):
    answer = client.get("/api/v1/models/article/", headers={"If-Match": '"other"'})

    assert answer.status_code == 412
    assert answer.json()["code"] == "precondition_failed"
    assert answer["ETag"] == client.get("/api/v1/models/article/")["ETag"]


def test_it_is_the_same_for_every_reader(client):
    answer = client.get("/api/v1/models/article/", headers={"Accept-Language": "zh-CN"})

    assert answer.content == client.get("/api/v1/models/article/").content
    assert answer["Cache-Control"] == "no-cache"
    assert not answer.has_header("Vary")


def test_an_unknown_model_is_not_found(client):
    answer = client.get("/api/v1/models/nope/")

    assert answer.status_code == 404
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json() == problem(
        "not_found", 404, "There is nothing at this address", "There is no decision model nope."
    )
