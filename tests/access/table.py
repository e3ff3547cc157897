"""The permission matrix: a row for every address."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """Who is let in, and by which methods.

    everybody: no credential needed. share: whoever has the code. account: whoever is signed in. owner: whose it is;
    others find nothing. own: the same of an account's own things; who is not signed in is asked to. nobody: what stands
    in the address here is not right for anybody. A method with ~ before it changes nothing.
    """

    access: str
    methods: frozenset[str]
    reading: frozenset[str]  # of these: what a token that may only read is enough for


def read(text):
    rows = (line.split() for line in text.strip().splitlines() if line.strip())
    return {name: row(access, methods) for name, access, *methods in rows}


def row(access, methods):
    reading = {method.lstrip("~") for method in methods if method == "GET" or method.startswith("~")}
    return Row(access, frozenset(method.lstrip("~") for method in methods), frozenset(reading))


PAGES = """
landing              everybody  GET
livez                everybody  GET
readyz               everybody  GET
set_language         everybody  GET POST PUT PATCH DELETE
assessments          everybody  GET POST
compare              everybody  GET
open-link            share      GET POST
example              everybody  GET
example-figures      everybody  GET
example-what-if      everybody  GET
example-report       everybody  GET
models               everybody  GET
model                everybody  GET
platform             everybody  GET
model-evidence       everybody  GET
evidence             everybody  GET
model-questions      everybody  GET
model-rules          everybody  GET
article              everybody  GET
methods              everybody  GET
limits               everybody  GET
shared               share      GET
shared-figures       share      GET
shared-what-if       share      GET
shared-report        share      GET
assessment           owner      GET
question             owner      GET POST
all-questions        owner      GET POST
priorities           owner      GET POST
check-answers        owner      GET
rename               owner      GET POST
copy                 owner      POST
fork                 owner      POST
delete               owner      GET POST
share                owner      GET POST
make-link            owner      POST
revoke               owner      POST
condition            owner      POST
workloads            owner      GET POST
workload             owner      GET POST
remove-workload      owner      GET POST
workload-question    owner      GET POST
article-model        owner      GET
result               owner      GET
figures              owner      GET
what-if              owner      GET
report               owner      GET
freeze               owner      POST
record               owner      GET
record-report        owner      GET
record-figures       owner      GET
record-file          owner      GET
record-sign          owner      GET POST
record-checklist     owner      GET
record-item          owner      POST
shared-record        share      GET
shared-record-report  share     GET
shared-record-figures share     GET
shared-record-file   share      GET
account              account    GET POST
sign-up              everybody  GET POST
sign-in              everybody  GET POST
sign-out             everybody  POST
questions-needed     everybody  GET
priorities-points    owner      GET POST
priorities-order     owner      GET POST
priorities-swings    owner      GET POST
priorities-pairs     owner      GET POST
priorities-either-or owner      GET POST
workload-priorities           owner GET POST
workload-priorities-points    owner GET POST
workload-priorities-order     owner GET POST
workload-priorities-swings    owner GET POST
workload-priorities-pairs     owner GET POST
workload-priorities-either-or owner GET POST
keep-scenario        own        GET POST
records              everybody  GET
records-drift        everybody  GET
record-replay        owner      GET
browsers             account    GET
end-browser          account    POST
sign-out-everywhere  account    POST
change-password      account    GET POST
ask-for-reset        everybody  GET POST
reset-asked          everybody  GET
reset-password       nobody     GET POST
tokens               account    GET POST
revoke-token         account    POST
own-scenarios        account    GET
bring-in-scenario    account    POST
scenario-yaml        own        GET
scenario-json        own        GET
rename-scenario      own        GET POST
delete-scenario      own        GET POST
delete-account       account    GET POST
"""

API = """
api:root             everybody  GET
api:models           everybody  GET
api:model            everybody  GET
api:scenarios        everybody  GET
api:scenario         everybody  GET
api:evaluations      everybody  POST
api:batch            everybody  POST
api:openapi          everybody  GET
api:docs             everybody  GET
api:assessments      account    GET POST
api:assessment       owner      GET PATCH DELETE
api:answers          owner      GET PATCH
api:answer           owner      DELETE
api:weights          owner      GET PUT PATCH DELETE
api:weighting        owner      GET PUT DELETE
api:conditions       owner      GET PATCH
api:workloads        owner      GET POST
api:workload         owner      GET PATCH DELETE
api:override         owner      DELETE
api:evaluation       owner      GET
api:frozen           owner      GET POST
api:recommendations  account    GET
api:replay-document  account    ~POST
api:drifts           account    GET
api:recommendation   owner      GET
api:signoffs         owner      GET POST
api:checklist        owner      GET
api:checklist-item   owner      GET PATCH
api:report           owner      GET
api:replay           owner      ~POST
api:drift            owner      GET
api:shares           account    GET POST
api:share            owner      GET DELETE
api:shared-evaluation share     GET
api:own_scenarios    account    GET POST
api:own_scenario     owner      GET PATCH DELETE
api:own_scenario_file owner     GET
api:record-schema    everybody  GET
"""

TABLE = read(PAGES) | read(API)
