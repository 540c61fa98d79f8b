"""An engine for the resume tests, run in processes of their own: slow, and it writes down what it was asked.

Each call of `translate` is one line of the log, written before it answers: a JSON list of the texts.
`SLOW_ENGINE_DIES_OF` names a text that ends the process.
"""

from __future__ import annotations

import json
import os
import time

from localize.engines.base import Candidate, EngineInfo, Reach
from localize.engines.signature import sign

SECONDS_A_LINE = 0.001


class SlowEngine:
    option_names = ()

    def __init__(self, source, target, options):
        self._target = target.tag

    @staticmethod
    def supports(source, target):
        return True

    @staticmethod
    def missing(options):
        return ""

    @property
    def info(self):
        return EngineInfo("slow", "Slow, for tests", Reach.PROCESS, "GPL-3.0-or-later", "test")

    def signature(self):
        return sign("slow", "1", {"target": self._target})

    def translate(self, requests, *, progress=None):
        poison = os.environ.get("SLOW_ENGINE_DIES_OF", "")
        if poison and any(poison in request.text for request in requests):
            os._exit(9)  # as the kernel ends a process for its memory: without a word
        with open(os.environ["SLOW_ENGINE_LOG"], "a", encoding="utf-8") as log:
            log.write(json.dumps([r.text for r in requests], ensure_ascii=False) + "\n")
            log.flush()
        answers = []
        for place, request in enumerate(requests):
            time.sleep(SECONDS_A_LINE)
            # The place in its batch is part of the answer, as with a model whose padding shows in the last digit.
            text = f"Line {len(request.text)} of {place} {request.text}"
            answers.append(Candidate(request.id, text, 0.1 + place / 7, (text.upper(),)))
        return answers
