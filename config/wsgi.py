import os

import django

from config.collector import settle
from config.http.encoding import Utf8Handler

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

django.setup(set_prefix=False)
application = Utf8Handler()
settle()
