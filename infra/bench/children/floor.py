"""The floor of a cold start: import botocore, make one DynamoDB client. Prints the processor time in seconds."""

import time

import botocore.session

botocore.session.get_session().create_client("dynamodb")
print(time.process_time())
