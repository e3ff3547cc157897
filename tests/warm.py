"""The application with a decision model already read: a worker forked from it answers its first request at once.

It stands in for workers that have been at work for a while, so that two hundred of them can be killed in a minute.
"""

from django.db import connections
from django.test import Client

from config.wsgi import application
from decisions.documents.request import EvaluationRequest
from decisions.services.evaluate import evaluate

Client(HTTP_HOST="localhost").get("/")  # the first request imports the pages
evaluate(EvaluationRequest(answers={"release_rate": "daily"}))
connections.close_all()  # no two processes may speak on one

__all__ = ["application"]
