"""The application with a decision model already read: a worker forked from it answers its first request at once.

It stands in for workers that have been at work for a while, so that two hundred of them can be killed in a minute.
"""

from django.core.handlers.wsgi import WSGIHandler
from django.db import connections
from django.test import Client

from config import wsgi
from decisions.documents.request import EvaluationRequest
from decisions.services.evaluate import evaluate


def application() -> WSGIHandler:
    Client(HTTP_HOST="localhost").get("/")  # the first request imports the pages
    evaluate(EvaluationRequest(answers={"release_rate": "daily"}))
    connections.close_all()  # no two processes may speak on one
    return wsgi.application
