import json

import jsonschema
import pytest

from decisions.documents.record import digest_of_tree
from decisions.reports.files import FORMS
from decisions.reports.files.document import record_schema
from decisions.reports.record import RecordReport
from tests.builders.records import begin, frozen

pytestmark = pytest.mark.django_db

ADDRESS = "https://berth.example/api/v1/record.schema.json"


def test_it_works(published):
    recommendation = frozen(begin())

    document = FORMS["json"].render(RecordReport.of(recommendation, "en"))

    assert document == recommendation.document.encode()
    assert digest_of_tree(json.loads(document)) == recommendation.digest


@pytest.mark.parametrize("scenario", ["finance", ""])
def test_a_record_meets_its_schema(published, scenario):
    document = json.loads(FORMS["json"].render(RecordReport.of(frozen(begin(scenario=scenario)), "en")))

    schema = record_schema(ADDRESS)

    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(document, schema)
    assert schema["$id"] == ADDRESS


def test_what_is_not_in_the_schema_is_refused(published):
    document = json.loads(FORMS["json"].render(RecordReport.of(frozen(begin()), "en")))

    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**document, "more": 1}, record_schema(ADDRESS))
