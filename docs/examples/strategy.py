#!/usr/bin/env python3
"""A strategy for Sextant: small talk first, then the prompt, then once more. Protocol: docs/custom-code.md."""
import json
import sys


def message(request):
    said = len(request["turns"])
    if said == 0:
        return f"Hello! What do you think about {request['topic']}, in one sentence?"
    if said == 1:
        return request["prompt"]
    if said == 2:
        return "Please go on from there: " + request["prompt"]
    return None  # nothing more to say


json.loads(sys.stdin.readline())
print(json.dumps({"type": "hello", "protocol": 1}), flush=True)
for line in sys.stdin:
    request = json.loads(line)
    print(json.dumps({"id": request["id"], "message": message(request)}), flush=True)
