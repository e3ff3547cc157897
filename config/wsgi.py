import gc
import os

import django

from config.http.encoding import Utf8Handler

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

django.setup(set_prefix=False)
application = Utf8Handler()

# What start-up made stays as long as the process, so the collector need not look at it again; and it looks less often,
# because a batch makes hundreds of thousands of objects at once, none of them in a cycle (a quarter of its time).
gc.collect()
gc.freeze()
gc.set_threshold(50_000)
