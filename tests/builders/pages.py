"""Every kind of page that a reader can open, for the tests that hold for all of them.

A kind is a name and a function that makes ready what the page shows and returns its address. Whoever adds a page adds
it here: language and accessibility tests go through the list.
"""

from collections.abc import Callable
from datetime import date, timedelta
from functools import cache
from typing import Any

from django.contrib.auth.models import User
from django.contrib.auth.tokens import default_token_generator
from django.test import Client
from django.urls import reverse
from django.utils.http import urlsafe_base64_encode

from decisions.documents.request import WEIGHTING
from decisions.models import Assessment, OwnScenario, Recommendation, SignOff, Token
from decisions.services.assessments import set_weighting, set_weights
from decisions.services.assessments import share as make_share
from decisions.services.recommendations import see_to, sign_off
from scenarios import library
from scenarios.schema import DecisionModel
from scenarios.services import publish
from tests.builders.accounts import sign_in, sign_up
from tests.builders.assessments import fork, question_path, send_answer, start
from tests.builders.documents import renamed_option, strong_vmware
from tests.builders.records import freeze_in_browser, overwrite
from tests.builders.weighting import CIRCLE, EVERY_WAY

Prepare = Callable[[Client], str]


def single_choice(client: Client) -> str:
    return question_path(start(client), "tenant_trust")


def assumed_answer(client: Client) -> str:
    return question_path(start(client, scenario="erp"), "kernel_need")


def own_answer(client: Client) -> str:
    assessment = start(client, scenario="erp")
    send_answer(client, assessment, "kernel_need", "linux_any", certainty="measured", note="Datasheet, page 4")
    return question_path(assessment, "kernel_need")


def multiple_choice(client: Client) -> str:
    return question_path(start(client, scenario="ecommerce"), "regime")


def number(client: Client) -> str:
    assessment = start(client)
    send_answer(client, assessment, "instance_count", ".number", number="12")
    return question_path(assessment, "instance_count")


def hidden_question(client: Client) -> str:
    assessment = start(client, scenario="erp")
    return question_path(assessment, "cloud_instances")


def task_list(client: Client) -> str:
    assessment = start(client, scenario="finance")
    send_answer(client, assessment, "tenant_trust", "unsure")
    return reverse("assessment", args=[assessment.code])


def empty_task_list(client: Client) -> str:
    return reverse("assessment", args=[start(client).code])


def questionless_task_list(client: Client) -> str:
    return reverse("assessment", args=[start(client, scenario="erp", model="article").code])


def all_questions(client: Client) -> str:
    return reverse("all-questions", args=[start(client, scenario="ai_training").code])


def priorities(client: Client) -> str:
    return reverse("priorities", args=[start(client, scenario="erp").code])


def own_priorities(client: Client) -> str:
    assessment = start(client, scenario="erp")
    client.post(reverse("priorities-points", args=[assessment.code]), {"weight.isolation": "40", "weight.cost": "60"})
    return reverse("priorities", args=[assessment.code])


def weighed(client: Client, way: dict[str, Any], page: str, *, scenario: str = "finance") -> str:
    """Return a page on which weights are given, once they were given so."""
    assessment = start(client, scenario=scenario)
    set_weighting(of=assessment, statement=WEIGHTING.validate_python(way))
    return reverse(page, args=[assessment.code])


def order_of_criteria(client: Client) -> str:
    return weighed(client, EVERY_WAY["roc"], "priorities-order")


def steps_with_ranges(client: Client) -> str:
    return weighed(client, EVERY_WAY["swing ranges"], "priorities-swings")


def contradictory_pairs(client: Client) -> str:
    return weighed(client, CIRCLE, "priorities-pairs")


def result_of_contradictory_pairs(client: Client) -> str:
    return weighed(client, CIRCLE, "result")


def either_or(client: Client) -> str:
    return weighed(client, EVERY_WAY["choices"], "priorities-either-or", scenario="devops")


def either_or_settled(client: Client) -> str:
    return weighed(client, EVERY_WAY["choices"], "priorities-either-or", scenario="erp")


def priorities_of_a_workload(client: Client) -> str:
    found = start(client, scenario="finance").workloads.last()
    assert found is not None
    set_weighting(of=found, statement=WEIGHTING.validate_python(EVERY_WAY["ordinal"]))
    return reverse("workload-priorities", args=[found.assessment.code, found.pk])


def check_answers(client: Client) -> str:
    """Show one of everything: a clash, an open, an assumed, an own and a stale answer."""
    assessment = start(client, scenario="erp")
    send_answer(client, assessment, "device_access", ["gpu_whole"])
    send_answer(client, assessment, "live_migration", "must", note="Trading hours")
    send_answer(client, assessment, "tenant_trust", "unsure")
    send_answer(client, assessment, "hosting", "public_cloud")
    send_answer(client, assessment, "cloud_instances", "vm_instances")
    send_answer(client, assessment, "hosting", "own_hosts")
    return reverse("check-answers", args=[assessment.code])


def my_assessments(client: Client) -> str:
    make_share(assessment=start(client, scenario="erp"))
    start(client, title="Shop")
    return reverse("assessments")


def my_what_ifs(client: Client) -> str:
    assessment = start(client, scenario="erp")
    fork(client, fork(client, assessment))
    return reverse("assessments")


def task_list_of_a_what_if(client: Client) -> str:
    return reverse("assessment", args=[fork(client, start(client, scenario="erp")).code])


def result_of_a_what_if(client: Client) -> str:
    return reverse("result", args=[fork(client, start(client, scenario="ecommerce")).code])


def comparison(client: Client) -> str:
    """Show one of every difference: model, scenario, weights, workloads, answers, a condition, an exclusion."""
    first = start(client, title="Trading", scenario="finance")
    second = fork(client, first)
    send_answer(client, second, "vendor_support", "container_only")
    send_answer(client, second, "release_rate", "unsure")
    client.post(reverse("condition", args=[second.code, "tenants_apart"]), {"note": "Ticket"})
    third = start(client, title="Shop", scenario="ecommerce")
    set_weights(assessment=third, weights={"isolation": 1.0, "cost": 2.0})
    fourth = start(client, title="Payroll", scenario="erp", model="article")
    return "/compare/?" + "&".join(f"with={entry.code}" for entry in (first, second, third, fourth))


def comparison_of_twins(client: Client) -> str:
    first = start(client, title="Trading", scenario="finance")
    return f"/compare/?with={first.code}&with={fork(client, first).code}"


def against_article(client: Client) -> str:
    return reverse("article-model", args=[start(client, scenario="edge_iot").code])


def against_article_by_rule(client: Client) -> str:
    assessment = start(client, scenario="ecommerce")
    send_answer(client, assessment, "vendor_support", "vm_any")
    return reverse("article-model", args=[assessment.code])


def against_article_in_agreement(client: Client) -> str:
    return reverse("article-model", args=[start(client, scenario="finance").code])


def no_assessments(client: Client) -> str:
    return reverse("assessments")


def rename(client: Client) -> str:
    return reverse("rename", args=[start(client).code])


def delete(client: Client) -> str:
    return reverse("delete", args=[start(client).code])


def share_page(client: Client) -> str:
    assessment = start(client)
    make_share(assessment=assessment)
    client.post(reverse("make-link", args=[assessment.code]))
    return reverse("share", args=[assessment.code])


def open_link(client: Client) -> str:
    assessment = start(client)
    client.post(reverse("make-link", args=[assessment.code]))
    token = client.session[f"fresh_link:{assessment.code}"]
    return reverse("open-link", args=[token])


def result(client: Client) -> str:
    """Show a result with an own, an unsure and an assumed answer, and a condition that is confirmed."""
    assessment = start(client, title="Trading", scenario="finance")
    send_answer(client, assessment, "tenant_trust", "customers", note="Audit")
    send_answer(client, assessment, "release_rate", "unsure")
    client.post(reverse("condition", args=[assessment.code, "tenants_apart"]), {"note": "Ticket"})
    return reverse("result", args=[assessment.code])


def measured_result(client: Client) -> str:
    """Show criteria that own numbers rate instead of stars."""
    assessment = start(client, scenario="microservices")
    numbers = {"instance_count": "60", "instance_size": "512", "cold_start": "20", "network_need": "8000"}
    for key, number in numbers.items():
        send_answer(client, assessment, key, ".number", number=number)
    return reverse("result", args=[assessment.code])


def close_result(client: Client) -> str:
    assessment = start(client, scenario="devops")
    set_weights(assessment=assessment, weights={"isolation": 1.2, "deployment_speed": 1.5, "efficiency": 2})
    return reverse("result", args=[assessment.code])


def impossible_result(client: Client) -> str:
    assessment = start(client, scenario="erp")
    send_answer(client, assessment, "vendor_support", "container_only")
    send_answer(client, assessment, "kernel_need", "windows_gui")
    return reverse("result", args=[assessment.code])


def unknown_result(client: Client) -> str:
    return reverse("result", args=[start(client).code])


def what_if(client: Client) -> str:
    assessment = start(client, scenario="erp")
    return reverse("what-if", args=[assessment.code]) + "?a.release_rate=daily&weights=given"


def report(client: Client) -> str:
    assessment = start(client, scenario="ai_training")
    send_answer(client, assessment, "tenant_trust", "unsure")
    return reverse("report", args=[assessment.code])


def shared(client: Client) -> str:
    return reverse("shared", args=[make_share(assessment=start(client, scenario="ecommerce")).code])


def workloads(client: Client) -> str:
    """Show those of a scenario and an own one, which has no place."""
    assessment = start(client, scenario="finance")
    client.post(reverse("workloads", args=[assessment.code]), {"name": "Payroll"})
    added = assessment.workloads.get(name="Payroll")
    for key, option in {"vendor_support": "vmware_only", "hosting": "edge_sites", "edge_footprint": "lt2"}.items():
        client.post(reverse("workload-question", args=[assessment.code, added.pk, key]), {"answer": option})
    return reverse("workloads", args=[assessment.code])


def no_workloads(client: Client) -> str:
    return reverse("workloads", args=[start(client).code])


def workload(client: Client) -> str:
    """Show own answers beside those of the scenario."""
    found = start(client, scenario="finance").workloads.first()
    assert found is not None
    code = found.assessment.code
    for key, option in {"release_rate": "yearly", "lock_in": "not"}.items():
        client.post(reverse("workload-question", args=[code, found.pk, key]), {"answer": option, "note": "Audit"})
    return reverse("workload", args=[code, found.pk])


def inheriting_question(client: Client) -> str:
    found = start(client, scenario="finance").workloads.last()
    assert found is not None
    return reverse("workload-question", args=[found.assessment.code, found.pk, "regime"])


def overridden_question(client: Client) -> str:
    return workload(client) + "questions/release_rate/"


def remove_workload(client: Client) -> str:
    return workload(client) + "remove/"


def placement(client: Client) -> str:
    """Show a layout with a boundary between hosts, a condition and a workload without a place."""
    address = workloads(client)
    assessment = Assessment.objects.get(code=address.split("/")[2])
    client.post(address, {"name": "Audit"})
    added = assessment.workloads.get(name="Audit")
    answers = {
        "tenant_trust": "own_team", "blast_radius": "host", "team_platform": "container", "boundary_view": "no_view",
        "estate_today": "container", "licence_position": "buy", "load_shape": "burst", "instance_size": "lt256m",
    }  # fmt: skip
    for key, option in answers.items():
        client.post(reverse("workload-question", args=[assessment.code, added.pk, key]), {"answer": option})
    return reverse("result", args=[assessment.code])


def record(client: Client) -> str:
    """Show a record that supersedes another."""
    assessment = start(client, title="Trading", scenario="finance")
    freeze_in_browser(client, assessment)
    send_answer(client, assessment, "tenant_trust", "customers", note="Audit")
    set_weights(assessment=assessment, weights={"isolation": 1.0, "cost": 2.0})
    return reverse("record", args=[freeze_in_browser(client, assessment).code])


def signed_record(client: Client) -> str:
    """Show a record with sign-offs, and a checklist of which something is done and something overdue."""
    assessment = start(client, title="Trading", scenario="finance")
    send_answer(client, assessment, "tenant_trust", "customers")
    recommendation = freeze_in_browser(client, assessment)
    for decision in SignOff.Decision.values:
        sign_off(
            recommendation=recommendation,
            name="Audit",
            role="Audit",
            decision=decision,
            comment="Ticket",
            digest=recommendation.digest,
        )
    for item, done in zip(recommendation.checklist.all(), (True, False), strict=False):
        see_to(item=item, owner="Audit", due=date(2020, 1, 31), done=done, note="Audit")
    return reverse("record", args=[recommendation.code])


def superseded_checklist(client: Client) -> str:
    return superseded_record(client) + "checklist/"


def shared_record(client: Client) -> str:
    code = signed_record(client).split("/")[2]
    share = make_share(assessment=Recommendation.objects.get(code=code).assessment)
    return reverse("shared-record", args=[share.code])


def superseded_record(client: Client) -> str:
    record(client)
    first = Recommendation.objects.filter(number=1).latest("pk")
    return reverse("record", args=[first.code])


def records(client: Client) -> str:
    """Show records that are superseded, signed off and drift."""
    superseded_record(client)
    drifting_records(client)
    return reverse("records") + "?show=all"


@cache
def newer_version() -> DecisionModel:
    return strong_vmware(renamed_option(library.read("standard"), "host_count", "1_3"))


def drifting_records(client: Client) -> str:
    """Show records that a newer version decides otherwise, or does not understand."""
    signed_record(client)
    assessment = start(client, title="Shop", scenario="ecommerce")
    send_answer(client, assessment, "host_count", "1_3")
    freeze_in_browser(client, assessment)
    publish(document=newer_version())
    return reverse("records-drift")


def changed_record(client: Client) -> str:
    """Show what a replay says of a record that somebody changed in the database."""
    path = signed_record(client)
    overwrite(Recommendation.objects.get(code=path.split("/")[2]), '"settled":true', '"settled":false')
    return path + "replay/"


def empty_record(client: Client) -> str:
    return reverse("record", args=[freeze_in_browser(client, start(client)).code])


def task_list_after_freezing(client: Client) -> str:
    assessment = start(client, scenario="erp")
    freeze_in_browser(client, assessment)
    send_answer(client, assessment, "tenant_trust", "customers")
    return reverse("assessment", args=[assessment.code])


def frozen_result(client: Client) -> str:
    assessment = start(client, scenario="erp")
    freeze_in_browser(client, assessment)
    return reverse("result", args=[assessment.code])


def one_more_account(client: Client, name: str = "") -> User:
    """Make an account beside those of other pages, which may stand in the same database."""
    return sign_up(client, email=f"architect{User.objects.count()}@company.example", name=name)


def account(client: Client) -> str:
    one_more_account(client, name="老王")
    return reverse("account")


def browsers(client: Client) -> str:
    """Show this browser and another one."""
    user = one_more_account(client)
    elsewhere = Client(headers={"user-agent": "Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/140.0"})
    sign_in(elsewhere, email=user.username)
    return reverse("browsers")


def tokens(client: Client) -> str:
    """Show one that is in use and one that has expired."""
    user = one_more_account(client)
    Token.objects.create(user=user, name="CI", scope="read", last_used=date(2026, 11, 20))
    Token.objects.create(user=user, name="Ticket", scope="write", expiry=timedelta(days=-1))
    return reverse("tokens")


def own_scenario(client: Client) -> OwnScenario:
    one_more_account(client)
    assessment = start(client, scenario="erp", title="Payroll")
    client.post(reverse("keep-scenario", args=[assessment.code]), {"label": "核心业务"})
    return OwnScenario.objects.latest("pk")


def own_scenarios(client: Client) -> str:
    own_scenario(client)
    return reverse("own-scenarios")


def landing_with_own_scenario(client: Client) -> str:
    return f"{reverse('landing')}?scenario=own:{own_scenario(client).key}"


def no_scenarios(client: Client) -> str:
    one_more_account(client)
    return reverse("own-scenarios")


def keep_scenario(client: Client) -> str:
    one_more_account(client)
    return reverse("keep-scenario", args=[start(client, title="Payroll").code])


def no_tokens(client: Client) -> str:
    one_more_account(client)
    return reverse("tokens")


def change_password(client: Client) -> str:
    one_more_account(client)
    return reverse("change-password")


def delete_account(client: Client) -> str:
    one_more_account(client)
    return reverse("delete-account")


def set_new_password(client: Client) -> str:
    user = one_more_account(Client())
    link = reverse(
        "reset-password", args=[urlsafe_base64_encode(b"%d" % user.pk), default_token_generator.make_token(user)]
    )
    return client.get(link)["Location"]


def assessments_of_an_account(client: Client) -> str:
    start(client, scenario="erp")
    one_more_account(client)
    return reverse("assessments")


PAGES: dict[str, Prepare] = {
    "landing": lambda client: reverse("landing"),
    "the API": lambda client: reverse("api:docs"),
    "single choice": single_choice,
    "assumed answer": assumed_answer,
    "own answer": own_answer,
    "multiple choice": multiple_choice,
    "number": number,
    "hidden question": hidden_question,
    "task list": task_list,
    "empty task list": empty_task_list,
    "task list without questions": questionless_task_list,
    "all questions": all_questions,
    "priorities": priorities,
    "own priorities": own_priorities,
    "points": lambda client: own_priorities(client) + "points/",
    "order of criteria": order_of_criteria,
    "steps with ranges": steps_with_ranges,
    "contradictory pairs": contradictory_pairs,
    "result of contradictory pairs": result_of_contradictory_pairs,
    "either/or": either_or,
    "either/or, settled": either_or_settled,
    "priorities of a workload": priorities_of_a_workload,
    "check answers": check_answers,
    "my assessments": my_assessments,
    "my what-ifs": my_what_ifs,
    "task list of a what-if": task_list_of_a_what_if,
    "result of a what-if": result_of_a_what_if,
    "comparison": comparison,
    "comparison of twins": comparison_of_twins,
    "against the article": against_article,
    "against the article, by a rule": against_article_by_rule,
    "against the article, in agreement": against_article_in_agreement,
    "nothing to compare": lambda client: reverse("compare"),
    "no assessments": no_assessments,
    "workloads": workloads,
    "no workloads": no_workloads,
    "workload": workload,
    "inheriting question": inheriting_question,
    "overridden question": overridden_question,
    "remove a workload": remove_workload,
    "placement": placement,
    "rename": rename,
    "delete": delete,
    "share": share_page,
    "sign in": lambda client: reverse("sign-in") + "?next=/models/",
    "sign up": lambda client: reverse("sign-up"),
    "account": account,
    "where one is signed in": browsers,
    "tokens": tokens,
    "no tokens yet": no_tokens,
    "own scenarios": own_scenarios,
    "no own scenarios yet": no_scenarios,
    "keep an assessment as a scenario": keep_scenario,
    "rename an own scenario": lambda client: reverse("rename-scenario", args=[own_scenario(client).key]),
    "delete an own scenario": lambda client: reverse("delete-scenario", args=[own_scenario(client).key]),
    "landing with an own scenario": landing_with_own_scenario,
    "change the password": change_password,
    "reset the password": lambda client: reverse("ask-for-reset"),
    "look at your mail": lambda client: reverse("reset-asked"),
    "set a new password": set_new_password,
    "link that does not work": lambda client: reverse("reset-password", args=["MQ", "nothing"]),
    "delete the account": delete_account,
    "assessments of an account": assessments_of_an_account,
    "open link": open_link,
    "result": result,
    "result, measured": measured_result,
    "result, too close to call": close_result,
    "result, no option fits": impossible_result,
    "result, not enough known": unknown_result,
    "what if": what_if,
    "report": report,
    "shared": shared,
    "record": record,
    "record, superseded": superseded_record,
    "record, signed": signed_record,
    "record, shared": shared_record,
    "record, to be signed": lambda client: signed_record(client) + "sign/",
    "record, no longer signed": lambda client: superseded_record(client) + "sign/",
    "checklist": lambda client: signed_record(client) + "checklist/",
    "checklist, superseded": superseded_checklist,
    "checklist, empty": lambda client: empty_record(client) + "checklist/",
    "record, not enough known": empty_record,
    "records": records,
    "records, which drift": drifting_records,
    "records, none": lambda client: reverse("records"),
    "records, none drift": lambda client: reverse("records-drift"),
    "record, replayed": lambda client: signed_record(client) + "replay/",
    "record, replayed, changed": changed_record,
    "record, printable": lambda client: signed_record(client) + "report/",
    "task list, changed since the record": task_list_after_freezing,
    "result, frozen": frozen_result,
    "example": lambda client: reverse("example"),
    "decision models": lambda client: reverse("models"),
    "standard model": lambda client: reverse("model", args=["standard"]),
    "article model": lambda client: reverse("model", args=["article"]),
    "platform": lambda client: reverse("platform", args=["standard", "microvm"]),
    "list of evidence": lambda client: reverse("model-evidence", args=["standard"]) + "?platform=docker&verified=no",
    "evidence": lambda client: reverse("evidence", args=["standard", "l1tf_esxi"]),
    "questions": lambda client: reverse("model-questions", args=["standard"]),
    "rules": lambda client: reverse("model-rules", args=["standard"]),
    "article": lambda client: reverse("article"),
    "methods": lambda client: reverse("methods"),
    "how many questions it takes": lambda client: reverse("questions-needed"),
    "limits": lambda client: reverse("limits"),
    "nothing here": lambda client: "/assessments/nothing-here/",
}
