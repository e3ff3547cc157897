"""Change several things of an assessment at once: all of them or none, counted and written down as one change.

Each verb returns the assessment as it stands afterwards.
"""

from decisions.models import Assessment
from decisions.services.assessments import put_scenario, refuse_unknown_scenario, titled
from decisions.services.changes import changing, touch


def edit(
    *, assessment: Assessment, title: str | None = None, scenario: str | None = None, revision: int | None = None
) -> Assessment:
    """Call it otherwise, or let another scenario say what is typical (empty: none); None leaves it as it is."""
    refuse_unknown_scenario(assessment, scenario or "")
    with changing(assessment, revision) as locked:
        details: dict[str, str] = {}
        if title is not None and titled(title) != locked.title:
            locked.title = details["title"] = titled(title)
            locked.save(update_fields=["title"])
        if scenario is not None and scenario != locked.scenario:
            details["scenario"] = scenario
            put_scenario(locked, scenario)
        if details:
            touch(locked, "assessment.changed", **details)
    return locked
