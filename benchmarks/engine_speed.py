"""CTranslate2 against transformers on the same weights, and the pipeline against the bare engine, in one run on a CPU.

    python benchmarks/engine_speed.py [--model FOLDER] [--lines N] [--rounds N] [--threads N]

The weights are those of a folder in the Hugging Face layout (or $LOCALIZE_BENCH_MODEL); without one, a Marian model of
the starter model's size with random weights is made; its noise has no end, so every answer runs to its limit and most
are asked for again, which tells less than real weights do.
Both engines read the same lines with the same beams; rounds alternate, since a shared machine drifts, and the median of
each counts. Exits with 1 if CTranslate2 is less than 4 times as fast, or the pipeline keeps less than 90 % of its
engine's segments/s. Needs the extra torch.
"""

from __future__ import annotations

import argparse
import importlib
import os
import statistics
import subprocess
import sys
import tempfile
import time
import warnings
from pathlib import Path

from localize.api.engines import bench_lines
from localize.engines import create
from localize.engines.base import Candidate, Engine, EngineOptions, Request
from localize.engines.pull_convert import convert

GOAL, KEPT = 4.0, 0.90


def random_marian(folder: Path) -> Path:
    """Write a Marian model with the starter model's sizes and tokenizer."""
    import json
    import shutil

    from localize.engines.starter import FOLDER

    torch, transformers = importlib.import_module("torch"), importlib.import_module("transformers")
    folder.mkdir()
    for side, name in (("source", "vocab.json"), ("target", "target_vocab.json")):
        shutil.copy(FOLDER / f"{side}.spm", folder)
        pieces = json.loads((FOLDER / f"{side}_vocabulary.json").read_text(encoding="utf-8"))
        pieces = [p for p in pieces if p != "<pad>"] + ["<pad>"]
        (folder / name).write_text(json.dumps({p: i for i, p in enumerate(pieces)}), encoding="utf-8")
    settings = {"tokenizer_class": "MarianTokenizer", "separate_vocabs": True, "model_max_length": 256}
    (folder / "tokenizer_config.json").write_text(json.dumps(settings), encoding="utf-8")
    torch.manual_seed(1)
    size = len(pieces)
    config = transformers.MarianConfig(
        vocab_size=size, decoder_vocab_size=size, d_model=256, encoder_layers=6, decoder_layers=2,
        encoder_attention_heads=8, decoder_attention_heads=8, encoder_ffn_dim=1024, decoder_ffn_dim=1024,
        max_position_embeddings=256, pad_token_id=size - 1, decoder_start_token_id=size - 1, eos_token_id=0,
        forced_eos_token_id=0, share_encoder_decoder_embeddings=False, scale_embedding=True,
    )  # fmt: skip
    transformers.MarianMTModel(config).save_pretrained(folder)
    return folder


def seconds(engine: Engine, requests: list[Request]) -> float:
    began = time.perf_counter()
    answers = engine.translate(requests)
    taken = time.perf_counter() - began
    assert len(answers) == len(requests)
    assert all(isinstance(answer, Candidate) and answer.text.strip() for answer in answers)
    return taken


def compare(original: Path, lines: list[str], rounds: int, threads: int) -> float:
    """Print both speeds and return how many times as fast CTranslate2 is."""
    requests = [Request(str(number), line) for number, line in enumerate(lines)]
    with tempfile.TemporaryDirectory() as root:
        folder = Path(root) / "int8"
        convert(original, folder, "int8")
        taken: dict[str, list[float]] = {"transformers": [], "ctranslate2": []}
        built = {
            name: create(
                name, source="zh-Hans", target="en-US",
                options=EngineOptions(model=str(model), threads=threads, extra={"device": "cpu"}),
            )
            for name, model in (("transformers", original), ("ctranslate2", folder))
        }  # fmt: skip
        for engine in built.values():
            engine.translate(requests[:8])  # loads the model outside the measured time
        for _ in range(rounds):
            for name, engine in built.items():
                taken[name].append(seconds(engine, requests))
    middle = {name: statistics.median(values) for name, values in taken.items()}
    for name, value in middle.items():
        print(f"{name:15}{len(lines) / value:8.1f} segments/s  {value:7.2f} s")
    ratio = middle["transformers"] / middle["ctranslate2"]
    print(f"ctranslate2 / transformers {ratio:6.2f} (goal {GOAL})")
    return ratio


def pipeline_keeps(lines: int) -> float:
    """Run the benchmark of the pipeline and return the share of the engine's speed that it keeps."""
    script = Path(__file__).with_name("pipeline_speed.py")
    done = subprocess.run(
        [sys.executable, str(script), "--lines", str(lines)], stdout=subprocess.PIPE, text=True, check=True
    )
    print(done.stdout.rstrip())
    return float(done.stdout.split()[-1])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--model", type=Path, default=os.environ.get("LOCALIZE_BENCH_MODEL"))
    parser.add_argument("--lines", type=int, default=64)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--threads", type=int, default=0)
    args = parser.parse_args()
    warnings.filterwarnings("ignore", message="Recommended: pip install sacremoses")
    lines = bench_lines(str(args.lines), "zh-Hans")
    with tempfile.TemporaryDirectory() as root:
        original = Path(args.model) if args.model else random_marian(Path(root) / "marian")
        print(f"{len(lines)} lines, 4 beams, {'random weights' if not args.model else original.name}, CPU")
        ratio = compare(original, lines, args.rounds, args.threads)
    kept = pipeline_keeps(400)
    missed = [f"CTranslate2 is {ratio:.2f} times as fast, not {GOAL}"] if ratio < GOAL else []
    missed += [f"the pipeline keeps {kept:.0%}, not {KEPT:.0%}"] if kept < KEPT else []
    for line in missed:
        print(f"MISSED: {line}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
