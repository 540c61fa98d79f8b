"""The only place that turns checkpoints into a model to ship: averaged, as a Marian folder, as int8 for CTranslate2.

    python -m training.export --run RUN --start MODEL_FOLDER --out OUT --last 1 --last 3

For each `--last N` writes ``OUT/last-N/huggingface`` (fp16) and ``OUT/last-N/int8``. Needs torch and transformers.
"""

from __future__ import annotations

import argparse
import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import torch
from ctranslate2.converters.transformers import MarianMTLoader, TransformersConverter, register_loader
from safetensors.torch import load_file
from transformers import MarianMTModel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ctranslate2.specs import SequenceToSequenceSpec

PLAIN = ("source.spm", "target.spm", "vocab.json", "target_vocab.json", "tokenizer_config.json")


def latest(run: Path, count: int, phase: str = "") -> list[Path]:
    """Return the last files of weights, oldest first; with a phase, only those written in it.

    Raises:
        FileNotFoundError: there are fewer.
    """
    from safetensors import safe_open

    found = []
    for path in sorted(run.glob("weights-*.safetensors")):
        with safe_open(path, "pt") as file:
            if not phase or (file.metadata() or {}).get("phase") == phase:
                found.append(path)
    if len(found) < count:
        raise FileNotFoundError(
            f"{run}: {len(found)} weights, {count} asked for (train on, or take a smaller --last)"
        )
    return found[-count:]


def averaged(paths: Sequence[Path]) -> dict[str, torch.Tensor]:
    """Return the mean of the weights of several files, in fp32."""
    total = load_file(paths[0])
    for path in paths[1:]:
        for name, tensor in load_file(path).items():
            total[name] += tensor
    return {name: tensor / len(paths) for name, tensor in total.items()}


def write_huggingface(weights: dict[str, torch.Tensor], start: Path, out: Path) -> None:
    """Write a Marian folder in OPUS-MT's conventions, fp16, with the tokenizers of the folder that training began from.

    Raises:
        ValueError: the weights are not those of that model.
    """
    model = MarianMTModel.from_pretrained(start, dtype=torch.float32)
    own = dict(model.named_parameters())
    if own.keys() != weights.keys():
        raise ValueError(
            f"{out}: weights differ from the model's by {sorted(own.keys() ^ weights.keys())[:4]}"
        )
    with torch.no_grad():
        for name, parameter in own.items():
            parameter.copy_(weights[name])
        model.get_decoder().embed_tokens.weight[model.config.pad_token_id].zero_()
    model.to(torch.float16).save_pretrained(out)
    for name in PLAIN:
        shutil.copyfile(start / name, out / name)


class _TwoVocabularies(MarianMTLoader):
    """The converter's own loader takes both sides to share one vocabulary; ours do not."""

    def __init__(self, target: Sequence[str]) -> None:
        self._target = target

    def set_vocabulary(self, spec: SequenceToSequenceSpec, tokens: list[str]) -> None:
        """Register the vocabulary of each side, both without the padding mark."""
        spec.register_source_vocabulary(tokens)
        spec.register_target_vocabulary([token for token in self._target if token != "<pad>"])


def write_int8(huggingface: Path, out: Path) -> None:
    """Write the CTranslate2 folder of a Marian folder, int8, with the tokenizers."""
    vocabulary = json.loads((huggingface / "target_vocab.json").read_text(encoding="utf-8"))
    register_loader("MarianConfig")(lambda: _TwoVocabularies(sorted(vocabulary, key=vocabulary.__getitem__)))
    converter = TransformersConverter(str(huggingface), copy_files=["source.spm", "target.spm"])
    converter.convert(str(out), quantization="int8", force=True)


def export(run: Path, start: Path, out: Path, last: int, phase: str = "") -> Path:
    """Write both forms of the mean of the last weights and return the int8 folder."""
    folder = out / f"last-{last}"
    write_huggingface(averaged(latest(run, last, phase)), start, folder / "huggingface")
    write_int8(folder / "huggingface", folder / "int8")
    return folder / "int8"


def main() -> None:
    """Read the command line and export."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--run", type=Path, required=True, help="folder of the checkpoints")
    parser.add_argument("--start", type=Path, required=True, help="Marian folder that training began from")
    parser.add_argument("--out", type=Path, required=True, help="folder to write")
    parser.add_argument("--last", type=int, action="append", required=True, help="how many files to average")
    parser.add_argument("--phase", default="", help="only weights of this phase")
    options = parser.parse_args()
    for last in options.last:
        print(export(options.run, options.start, options.out, last, options.phase))


if __name__ == "__main__":
    main()
