import re
from datetime import date

import pytest
import yaml

from decisions.documents.request import DetailedAnswer
from decisions.reports.files import FORMS
from decisions.reports.record import RecordReport
from decisions.services.recommendations import see_to, sign_off
from tests.builders.records import answered, begin, for_record, frozen

pytestmark = pytest.mark.django_db

SECTIONS = [
    "Context and Problem Statement",
    "Decision Drivers",
    "Considered Options",
    "Decision Outcome",
    "Consequences",
    "Confirmation",
    "Pros and Cons of the Options",
    "More Information",
]


def adr(recommendation, language="en"):
    return FORMS["md"].render(RecordReport.of(for_record(recommendation), language)).decode()


def front_matter(written):
    return yaml.safe_load(written.split("---\n")[1])


def section(written, title):
    return re.search(rf"^#+ {title}\n(.*?)(?=^#|\Z)", written, re.MULTILINE | re.DOTALL)[1]


def sign(recommendation, name, decision):
    digest = recommendation.digest
    return sign_off(recommendation=recommendation, name=name, role="Architect", decision=decision, digest=digest)


def test_it_works(published):
    recommendation = frozen(begin())

    written = adr(recommendation)

    assert "\n# Trading: Containers in VMs (hybrid)\n" in written
    assert "Chosen option: “Containers in VMs (hybrid)”, because it comes first in" in written
    assert front_matter(written) == {
        "status": "proposed",
        "date": recommendation.frozen_at.date(),
        "decision-makers": [],
        "consulted": [],
        "informed": [],
        "berth": {
            "recommendation": recommendation.code,
            "number": 1,
            "verdict": "recommended",
            "platform": "hybrid",
            "model": "standard",
            "model_version": recommendation.record.versions.model_version,
            "model_digest": recommendation.record.versions.model_digest,
            "engine": recommendation.record.versions.engine,
            "seed": recommendation.record.versions.seed,
            "digest": recommendation.digest,
        },
    }


def test_it_has_the_sections_of_madr_in_their_order(published):
    written = adr(frozen(begin()))

    found = re.findall(r"^##+ (.+)$", written, re.MULTILINE)
    assert [title for title in found if title in SECTIONS] == SECTIONS
    assert section(written, "Considered Options").split("\n")[1:-2] == [
        r"* Containers in VMs (hybrid)",
        r"* VMs (VMware)",
        r"* Containers (Docker)",
    ]


@pytest.mark.parametrize(
    ("decision", "status"),
    [("approved", "accepted"), ("approved_with_conditions", "accepted"), ("returned", "rejected")],
)
def test_its_status_is_what_the_last_reviewer_decided(published, decision, status):
    recommendation = frozen(begin())
    sign(recommendation, "A. Reviewer", "returned")
    sign(recommendation, "B. Reviewer", decision)

    assert front_matter(adr(recommendation))["status"] == status


def test_what_is_superseded_says_by_which(published):
    assessment = begin()
    first = frozen(assessment)
    second = frozen(answered(assessment, tenant_trust="org"))

    assert front_matter(adr(first))["status"] == f"superseded by {second.code}"


def test_who_approved_decided_and_who_sees_to_something_is_informed(published):
    recommendation = frozen(begin(scenario="ecommerce"))
    sign(recommendation, "A. Reviewer", "returned")
    sign(recommendation, "B: Reviewer", "approved")
    see_to(item=recommendation.checklist.first(), owner="- Platform", due=date(2027, 1, 31), done=True, note="Seen.")

    written = adr(recommendation)

    people = front_matter(written)
    assert (people["decision-makers"], people["consulted"], people["informed"]) == (
        ["B: Reviewer"],
        ["A. Reviewer"],
        ["- Platform"],
    )
    confirmation = section(written, "Confirmation")
    assert re.match(
        r"\n\* \[x\] \*\*.*\(Owner: - Platform; Due: 2027-01-31; Done: .*\\\n  Note: Seen\.\n", confirmation
    )
    assert confirmation.count("* [ ]") == recommendation.checklist.count() - 1


def test_it_says_what_was_answered_and_noted(published):
    given = DetailedAnswer(value="org", note="Two teams.\nBoth ours.")

    written = adr(frozen(answered(begin(), tenant_trust=given)))

    assert (
        "* **Code side by side**: Several teams of one organisation that are to be kept apart\\\n"
        "  Note: Two teams.\\\n  Both ours.\n"
    ) in section(written, "Context and Problem Statement")


def test_without_a_leader_it_says_what_stands_in_the_way(published):
    conflict = {"vendor_support": "container_only", "kernel_need": "windows_gui"}

    written = adr(frozen(answered(begin(title="Both", scenario="erp"), **conflict)))

    assert "\n# Both: " in written
    assert "Chosen option" not in written
    excluded = re.findall(r"\* Excluded is \*\*(.*?)\*\*", section(written, "Consequences"))
    assert set(excluded) == {"VMs (VMware)", "Containers (Docker)", "Containers in VMs (hybrid)"}


def test_it_is_written_in_the_language_that_is_asked_for(published):
    written = adr(frozen(begin()), "zh-hans")

    assert "## 背景与问题" in written
    assert "所选方案：“虚拟机内容器（混合）”" in written
    assert front_matter(written)["status"] == "proposed"
