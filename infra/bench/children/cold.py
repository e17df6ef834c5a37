"""A cold start: import one packaged handler, make its first client. Prints the processor time in seconds.

Run as `python cold.py <function>`.
"""

import importlib
import sys
import time

importlib.import_module(f"{sys.argv[1]}.handler")
table = importlib.import_module("cms_common.adapters.table")
client = table.connection().client
print(time.process_time())
