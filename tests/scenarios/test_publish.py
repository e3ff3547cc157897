from scenarios import services


def test_it_works(published):
    for key, document in published.items():
        assert services.export(key) == document
