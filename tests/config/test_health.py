import pytest

from config.http.health import readyz


def test_a_process_that_is_up_says_so_without_the_database(client, django_assert_num_queries):
    answer = client.get("/livez")

    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.django_db
def test_it_is_ready_when_the_database_answers_and_something_is_published(client, django_assert_num_queries):
    with django_assert_num_queries(1):
        answer = client.get("/readyz")

    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


@pytest.mark.django_db
def test_it_is_not_ready_when_a_check_fails(rf):
    answer = readyz((lambda: True, lambda: False))(rf.get("/readyz"))

    assert answer.status_code == 503
    assert answer.content == b'{"status": "unavailable"}'


def test_health_is_only_read(client):
    assert client.post("/livez").status_code == 405
    assert client.post("/readyz").status_code == 405
