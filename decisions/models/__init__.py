"""Pieces of work, what was decided in them, and whose they are."""

from decisions.models.account import SignedIn, Token
from decisions.models.assessment import LINKS, OWNER, Answer, Assessment, AssessmentQuerySet, Share, Workload
from decisions.models.columns import NAME_LENGTH, TITLE_LENGTH, digest_of, new_code
from decisions.models.own_scenario import OwnScenario
from decisions.models.recommendation import ChecklistItem, FrozenIsFinal, Recommendation, SignOff
from decisions.models.request_log import AuditEntry, IdempotencyKey
from decisions.models.weighed import Weighed

__all__ = [
    "LINKS",
    "NAME_LENGTH",
    "OWNER",
    "TITLE_LENGTH",
    "Answer",
    "Assessment",
    "AssessmentQuerySet",
    "AuditEntry",
    "ChecklistItem",
    "FrozenIsFinal",
    "IdempotencyKey",
    "OwnScenario",
    "Recommendation",
    "Share",
    "SignOff",
    "SignedIn",
    "Token",
    "Weighed",
    "Workload",
    "digest_of",
    "new_code",
]
