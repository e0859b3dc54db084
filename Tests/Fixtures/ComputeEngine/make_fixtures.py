"""Writes the small reference vectors in this folder with public PyTorch packages.

    pip install torch==2.13.0 dynamic-network-architectures==0.4.4 safetensors
    python make_fixtures.py

Every .safetensors file holds `w.<name>` (weights), `x` / `y` (input, integer target), `out.<i>` (raw logits, full
resolution first), `loss`, and `g.<name>` (gradients). `index.json` holds the configuration behind each file.
"""
import json
from pathlib import Path

import torch
from dynamic_network_architectures.architectures.unet import PlainConvUNet, ResidualEncoderUNet
from safetensors.torch import save_file
from torch import nn
from torch.nn.functional import cross_entropy, interpolate, one_hot

torch.set_num_threads(1)
folder = Path(__file__).parent
index = {}


def dice(logits, target):
    """Soft Dice of every sample and foreground class, smoothed by 1e-5."""
    p = logits.softmax(1).flatten(2)[:, 1:]
    y = one_hot(target.flatten(1), logits.shape[1]).movedim(2, 1)[:, 1:]
    score = (2 * (p * y).sum(2) + 1e-5) / (p.sum(2) + y.sum(2) + 1e-5).clamp_min(1e-8)
    return -score.mean()


def write(name, network, channels, classes, features, kernels, strides, blocks, size, seed):
    torch.manual_seed(seed)
    dims, stages = len(size), len(features)
    conv, norm = (nn.Conv3d, nn.InstanceNorm3d) if dims == 3 else (nn.Conv2d, nn.InstanceNorm2d)
    model = network(
        channels, stages, features, conv, kernels, strides, blocks, classes, [1] * (stages - 1),
        True, norm, {"eps": 1e-5, "affine": True}, None, None, nn.LeakyReLU, {"inplace": True},
        deep_supervision=True)
    with torch.no_grad():
        for p in model.parameters():
            if p.ndim == 1:
                p.add_(0.1 * torch.randn(p.shape))
    x = torch.randn(2, channels, *size)
    y = torch.randint(0, classes, (2, 1, *[max(2, s // 4) for s in size])).float()
    y = interpolate(y, size=size, mode="nearest")
    outputs = list(model(x))
    weights = [1 / 2**i for i in range(len(outputs))]
    if len(outputs) > 1:
        weights[-1] = 0
    weights = [w / sum(weights) for w in weights]
    loss = 0
    for output, weight in zip(outputs, weights):
        target = interpolate(y, size=output.shape[2:], mode="nearest-exact")[:, 0].long()
        loss = loss + weight * (cross_entropy(output, target) + dice(output, target))
    loss.backward()
    tensors = {"x": x, "y": y.to(torch.uint8), "loss": loss.detach().reshape(1)}
    for i, output in enumerate(outputs):
        tensors[f"out.{i}"] = output.detach().contiguous()
    for key, p in model.named_parameters():
        tensors["w." + key] = p.detach().contiguous()
        tensors["g." + key] = (torch.zeros_like(p) if p.grad is None else p.grad).contiguous()
    save_file(tensors, folder / f"{name}.safetensors")
    index[name] = dict(
        network=network.__name__, dims=dims, input_channels=channels, classes=classes,
        features_per_stage=features, kernel_sizes=kernels, strides=strides,
        n_blocks_per_stage=blocks, n_conv_per_stage_decoder=[1] * (stages - 1),
        deep_supervision_weights=weights)


k3, one3, two3 = [3, 3, 3], [1, 1, 1], [2, 2, 2]
flat, half = [1, 3, 3], [1, 2, 2]
residual, plain = ResidualEncoderUNet, PlainConvUNet
write("resunet3d", residual, 2, 3, [8, 16], [k3] * 2, [one3, two3], [1, 2], (6, 10, 8), 1)
write("resunet3d-wide", residual, 1, 4, [10, 18], [k3] * 2, [one3, two3], [1, 1], (4, 6, 8), 2)
write("resunet3d-anisotropic", residual, 1, 2, [8, 12, 16], [flat, k3, flat],
      [one3, half, half], [1, 1, 1], (3, 12, 8), 3)
write("resunet2d", residual, 3, 5, [8, 16, 20], [[3, 3]] * 3, [[1, 1], [2, 2], [2, 2]],
      [1, 2, 1], (12, 20), 4)
write("plainunet3d", plain, 1, 3, [8, 16], [k3] * 2, [one3, two3], [2, 2], (6, 8, 10), 5)
(folder / "index.json").write_text(json.dumps(index, indent=1) + "\n")
