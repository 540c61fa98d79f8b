"""How good the drafts of the example episodes are: chrF and BLEU against our own reference translation, which the
pipeline never reads, and the share of planted culture concepts that come out right.

    python benchmarks/draft_quality.py
"""

from __future__ import annotations

import re
from pathlib import Path

import sacrebleu
from ruamel.yaml import YAML

from localize.api import setting
from localize.api.files import read_document, tasks_of
from localize.config import FILE_NAME, Config, GlossaryTable, ProjectTable
from localize.engines.base import Request
from localize.qa.shown import show

WORK = Path(__file__).resolve().parent.parent / "examples" / "heir-returns"
GENRES = ("ceo", "rebirth", "palace", "cultivation")


def plain(text: str, name: str) -> str:
    return " ".join(show(text, name).plain.split())


def said(text: str, wanted: list[str]) -> bool:
    """Return whether one of the wanted renderings stands in a text as whole words, ignoring case."""
    low = " ".join(text.lower().split())
    return any(re.search(rf"(?<!\w){re.escape(w.lower())}(?!\w)", low) or w in text for w in wanted)


def main() -> None:
    planted = YAML(typ="safe", pure=True).load((WORK / "planted.yaml").read_text(encoding="utf-8"))
    for locale, key in (("en-US", "en_us"), ("zh-Hant-TW", "zh_hant_tw")):
        config = Config(
            path=WORK / FILE_NAME,
            project=ProjectTable(targets=(locale,), genre=GENRES, era="modern", medium="drama"),
            glossary=GlossaryTable(people=("people.yaml",)),
        )
        terms = setting.load_glossary(config)
        engine = setting.make_engine(config, "zh-Hans", locale)
        pipeline = setting.make_pipeline(config, locale, terms=terms, engine=engine)
        drafts, bare, reference, missed = [], [], [], []
        for path in sorted((WORK / "episodes").iterdir()):
            document = read_document(path, path.name).document
            tasks = tasks_of(
                document.format, [(s.id, s, "") for s in document.segments], path=f"episodes/{path.name}"
            )
            texts = [plain(r.draft.text, document.format) for r in pipeline.draft(tasks) if r.draft]
            drafts += texts
            if locale == "en-US":
                sources = [plain(s.source, document.format) for s in document.segments]
                bare += [
                    a.text for a in engine.translate([Request(str(i), t) for i, t in enumerate(sources)])
                ]
                partner = WORK / "reference" / locale / path.name
                reference += [
                    plain(s.source, document.format)
                    for s in read_document(partner, partner.name).document.segments
                ]
            for item in planted:
                if item["file"] == f"episodes/{path.name}" and not said(texts[item["n"] - 1], item[key]):
                    missed.append((item, texts[item["n"] - 1]))
        print(
            f"{locale}: {len(drafts)} lines, {len(planted) - len(missed)} of {len(planted)} planted concepts right"
        )
        for item, text in missed:
            print(f"  {item['file']} {item['n']}: {item['source']} wants {item[key]}: {text}")
        if reference:
            chrf, bleu = sacrebleu.CHRF(), sacrebleu.BLEU()
            print(
                f"  bare engine    {chrf.corpus_score(bare, [reference])}  {bleu.corpus_score(bare, [reference])}"
            )
            print(
                f"  whole pipeline {chrf.corpus_score(drafts, [reference])}  {bleu.corpus_score(drafts, [reference])}"
            )
            print(f"  {chrf.get_signature()}  {bleu.get_signature()}")


if __name__ == "__main__":
    main()
