"""Tiny models with random weights, made by the real classes: noise out, but spoken to as the real ones are."""

from __future__ import annotations

import functools
import importlib
import io
import json
import random
import struct
import warnings
from pathlib import Path
from typing import Any

CHINESE = [
    "你好，我是林晚。", "今天晚上他不回家吃饭。", "你知道我是谁吗？", "把剑给我！", "战士们在森林里战斗。",
    "他说他不会再来了，让我们不要等他。", "我不知道他去了哪里？",
]  # fmt: skip
OTHERS = [
    "Hello, I am Lin Wan.", "He is not coming home for dinner tonight.", "Do you know who I am?",
    "Give me the sword!", "The soldiers fight in the forest.", "Hola, ¿sabes quién soy? ¡Dame la espada!",
]  # fmt: skip
FAMILIES = ("marian", "nllb", "m2m100", "mbart50", "madlad")
_NLLB = ["zho_Hans", "zho_Hant", "eng_Latn", "spa_Latn", "fra_Latn"]
_MADLAD = ["<2zh>", "<2en>", "<2es>", "<2fr>"]
_SIZES = {
    "init_std": 0.4,
    "encoder_layers": 1,
    "decoder_layers": 1,
    "encoder_attention_heads": 2,
    "decoder_attention_heads": 2,
}
_WIDTHS = {"d_model": 16, "encoder_ffn_dim": 16, "decoder_ffn_dim": 16, "max_position_embeddings": 64}


_MARIAN_SIZE = 90
_SEEDS = {"marian": 17, "nllb": 36, "m2m100": 37, "mbart50": 32, "madlad": 19}
"""Weights that end their sentences soon; others run to the limit at every line, and the tests with them."""


def build(family: str, folder: Path, seed: int = 0) -> Path:
    """Write a model in the Hugging Face layout and return its folder."""
    folder.mkdir(parents=True)
    torch = importlib.import_module("torch")
    torch.manual_seed(seed or _SEEDS[family])
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Recommended: pip install sacremoses")
        {"marian": _marian, "nllb": _nllb, "m2m100": _m2m100, "mbart50": _mbart50, "madlad": _madlad}[family](
            folder
        )
    return folder


def _marian(folder: Path) -> None:
    """Write a Marian model with a vocabulary a side and the slots that it may copy, as the starter model has."""
    import sentencepiece

    transformers = importlib.import_module("transformers")
    slots = tuple(f"<t{number}>" for number in range(8))
    for side, name, lines in (("source", "vocab.json", CHINESE), ("target", "target_vocab.json", OTHERS)):
        model = _sentencepiece("unigram", slots, tuple(lines))
        (folder / f"{side}.spm").write_bytes(model)
        processor = sentencepiece.SentencePieceProcessor(model_proto=model)
        pieces = [processor.id_to_piece(number) for number in range(processor.get_piece_size())]
        vocabulary = list(dict.fromkeys(["</s>", "<unk>", *pieces]))[:_MARIAN_SIZE]
        vocabulary += [f"unused{n}" for n in range(_MARIAN_SIZE - len(vocabulary))] + ["<pad>"]
        (folder / name).write_text(json.dumps({p: i for i, p in enumerate(vocabulary)}), encoding="utf-8")
    settings = {"tokenizer_class": "MarianTokenizer", "separate_vocabs": True, "model_max_length": 256}
    (folder / "tokenizer_config.json").write_text(json.dumps(settings), encoding="utf-8")
    size = _MARIAN_SIZE + 1
    config = transformers.MarianConfig(
        **(_SIZES | _WIDTHS), vocab_size=size, decoder_vocab_size=size, pad_token_id=size - 1,
        decoder_start_token_id=size - 1, eos_token_id=0, forced_eos_token_id=0, share_encoder_decoder_embeddings=False,
    )  # fmt: skip
    transformers.MarianMTModel(config).save_pretrained(folder)


def _nllb(folder: Path) -> None:
    """Write NLLB as the hub has it, with a ``tokenizer.json``."""
    transformers = importlib.import_module("transformers")
    (folder / "sentencepiece.bpe.model").write_bytes(_sentencepiece("bpe"))
    tokenizer = _tokenizer(folder, "NllbTokenizer", "m2m_100", {"additional_special_tokens": _NLLB})
    tokenizer.save_pretrained(folder)
    (folder / "sentencepiece.bpe.model").unlink()
    config = transformers.M2M100Config(**_SIZES, **_WIDTHS, **_marks(tokenizer))
    transformers.M2M100ForConditionalGeneration(config).save_pretrained(folder)


def _m2m100(folder: Path) -> None:
    import sentencepiece

    transformers = importlib.import_module("transformers")
    model = _sentencepiece("bpe")
    (folder / "sentencepiece.bpe.model").write_bytes(model)
    processor = sentencepiece.SentencePieceProcessor(model_proto=model)
    vocabulary = {"<s>": 0, "<pad>": 1, "</s>": 2, "<unk>": 3}
    for number in range(processor.get_piece_size()):
        vocabulary.setdefault(processor.id_to_piece(number), len(vocabulary))
    (folder / "vocab.json").write_text(json.dumps(vocabulary), encoding="utf-8")
    tokenizer = _tokenizer(folder, "M2M100Tokenizer", "m2m_100", {"num_madeup_words": 8})
    config = transformers.M2M100Config(
        **_SIZES, **_WIDTHS, **(_marks(tokenizer) | {"vocab_size": len(vocabulary) + 108})
    )
    transformers.M2M100ForConditionalGeneration(config).save_pretrained(folder)


def _mbart50(folder: Path) -> None:
    transformers = importlib.import_module("transformers")
    (folder / "sentencepiece.bpe.model").write_bytes(_sentencepiece("unigram"))
    tokenizer = _tokenizer(folder, "MBart50Tokenizer", "mbart", {})
    config = transformers.MBartConfig(
        normalize_before=True, normalize_embedding=True, **_SIZES, **_WIDTHS, **_marks(tokenizer)
    )
    transformers.MBartForConditionalGeneration(config).save_pretrained(folder)


def _madlad(folder: Path) -> None:
    transformers = importlib.import_module("transformers")
    (folder / "spiece.model").write_bytes(_sentencepiece("unigram", tuple(_MADLAD), t5=True))
    tokenizer = _tokenizer(folder, "T5Tokenizer", "t5", {"extra_ids": 0})
    config = transformers.T5Config(
        d_model=16, d_kv=8, d_ff=16, num_layers=1, num_decoder_layers=1, num_heads=2,
        feed_forward_proj="gated-gelu", tie_word_embeddings=False,
        **(_marks(tokenizer) | {"decoder_start_token_id": 0}),
    )  # fmt: skip
    transformers.T5ForConditionalGeneration(config).save_pretrained(folder)


def _marks(tokenizer: Any) -> dict[str, int]:
    return {
        "vocab_size": len(tokenizer), "bos_token_id": tokenizer.bos_token_id, "pad_token_id": tokenizer.pad_token_id,
        "eos_token_id": tokenizer.eos_token_id, "decoder_start_token_id": tokenizer.eos_token_id,
    }  # fmt: skip


def _tokenizer(folder: Path, name: str, model_type: str, settings: dict[str, object]) -> Any:
    (folder / "config.json").write_text(json.dumps({"model_type": model_type}), encoding="utf-8")
    (folder / "tokenizer_config.json").write_text(
        json.dumps({"tokenizer_class": name, **settings}), encoding="utf-8"
    )
    transformers = importlib.import_module("transformers")
    return transformers.AutoTokenizer.from_pretrained(str(folder), local_files_only=True)


@functools.cache
def _sentencepiece(
    kind: str,
    symbols: tuple[str, ...] = (),
    lines: tuple[str, ...] = (*CHINESE, *OTHERS),
    *,
    t5: bool = False,
) -> bytes:
    """Return a model trained on lines, with its marks numbered as SentencePiece does by itself, or as T5."""
    import sentencepiece

    marks = {"pad_id": 0, "eos_id": 1, "unk_id": 2, "bos_id": -1} if t5 else {}
    written = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(lines * 20), model_writer=written, vocab_size=260, model_type=kind,
        character_coverage=1.0, hard_vocab_limit=False, user_defined_symbols=list(symbols), minloglevel=2,
        **marks,
    )  # fmt: skip
    return written.getvalue()


def build_firefox(folder: Path) -> Path:
    """Write a model in Marian's binary format, as Firefox has them but with float weights, and its vocabulary."""
    folder.mkdir(parents=True)
    import sentencepiece

    vocabulary = _sentencepiece("unigram")
    (folder / "vocab.spm").write_bytes(vocabulary)
    size = sentencepiece.SentencePieceProcessor(model_proto=vocabulary).get_piece_size()
    (folder / "model.bin").write_bytes(_marian_binary(_student(size, width=16)))
    return folder


def _student(size: int, *, width: int) -> dict[str, tuple[int, ...]]:
    """Return the shapes of a student: one encoder layer, one decoder layer with a simple recurrent unit."""
    shapes = {"Wemb": (size, width), "decoder_ff_logit_out_b": (1, size)}
    for prefix in ("encoder_l1_self", "decoder_l1_context"):
        for part in "qkvo":
            shapes |= {f"{prefix}_W{part}": (width, width), f"{prefix}_b{part}": (1, width)}
        shapes |= {f"{prefix}_Wo_ln_scale": (1, width), f"{prefix}_Wo_ln_bias": (1, width)}
    for prefix in ("encoder_l1_ffn", "decoder_l1_ffn"):
        for number in "12":
            shapes |= {f"{prefix}_W{number}": (width, width), f"{prefix}_b{number}": (1, width)}
        shapes |= {f"{prefix}_ffn_ln_scale": (1, width), f"{prefix}_ffn_ln_bias": (1, width)}
    for name in ("decoder_l1_rnn_W", "decoder_l1_rnn_Wf"):
        shapes[name] = (width, width)
    shapes |= {"decoder_l1_rnn_bf": (1, width)}
    return shapes | {"decoder_l1_rnn_ffn_ln_scale": (1, width), "decoder_l1_rnn_ffn_ln_bias": (1, width)}


def _marian_binary(shapes: dict[str, tuple[int, ...]]) -> bytes:
    chance = random.Random(7)
    width = shapes["Wemb"][1]
    settings = f"dim-emb: {width}\ntransformer-heads: 2\nenc-depth: 1\ndec-depth: 1\ntransformer-dim-ffn: {width}\n\0"
    items = [("special:model.yml", 0x101, (len(settings),), settings.encode())]
    for name, shape in shapes.items():
        count = shape[0] * shape[1]
        numbers = [chance.gauss(0, 0.5) for _ in range(count)]
        items.append((name, 0x404, shape, struct.pack(f"<{count}f", *numbers)))
    written = struct.pack("<QQ", 1, len(items))
    for name, kind, shape, data in items:
        written += struct.pack("<4Q", len(name) + 1, kind, len(shape), len(data))
    written += b"".join(name.encode() + b"\0" for name, *_ in items)
    written += b"".join(struct.pack(f"<{len(shape)}i", *shape) for _, _, shape, _ in items)
    written += struct.pack("<Q", 0)
    return written + b"".join(data for *_, data in items)
