#!/usr/bin/env python3
"""Makes surfaces.json: small label maps with what public packages measure on them.

    pip install numpy scipy torch surface-distance
    python3 make_surfaces.py > surfaces.json

`area` comes from the package surface-distance (Nikolov et al. 2018); `border` follows MONAI 1.6 (compute_hausdorff_distance,
compute_average_surface_distance, compute_surface_dice) with NumPy, SciPy and PyTorch, in single precision where MONAI is.
Maps are runs of [label, count] in the order of NIfTI (x fastest); extent and spacing are (z, y, x).
"""
import json
import sys

import numpy as np
import scipy.ndimage as ndimage
import torch
from scipy.spatial import KDTree

# surface-distance 0.1 uses names that newer NumPy and SciPy dropped.
np.bool = bool
np.Inf = np.inf
for name in ("filters", "morphology"):
    if not hasattr(getattr(ndimage, name, None), "correlate"):
        setattr(ndimage, name, ndimage)
import surface_distance as sd  # noqa: E402


def blob(shape, center, radii, rng, noise):
    grid = np.indices(shape).astype(float)
    distance = sum(((grid[i] - center[i]) / radii[i]) ** 2 for i in range(3))
    texture = ndimage.gaussian_filter(rng.normal(size=shape), 1.5)
    return distance + noise * texture / texture.std() < 1


def pairs():
    rng = np.random.default_rng(7)
    one = np.zeros((9, 8, 7), np.uint16)

    def boxes(*slices):
        result = one.copy()
        for label, (z, y, x) in slices:
            result[slice(*z), slice(*y), slice(*x)] = label
        return result

    yield "boxes", (1, 1, 1), boxes((1, ((2, 6), (2, 6), (1, 5)))), boxes((1, ((2, 6), (2, 6), (2, 6))))
    yield "boxes-anisotropic", (3, 0.8, 0.7), boxes((1, ((2, 6), (2, 6), (1, 5)))), boxes((1, ((4, 8), (2, 6), (2, 6))))
    yield "single-voxels", (2, 0.6, 0.8), boxes((1, ((2, 3), (2, 3), (1, 2)))), boxes((1, ((2, 3), (3, 4), (2, 3))))
    yield "corner-voxels", (1, 1, 1), boxes((1, ((0, 1), (0, 1), (0, 1)))), boxes((1, ((8, 9), (7, 8), (6, 7))))
    yield "full-volume", (2, 1, 1.5), np.ones_like(one), boxes((1, ((0, 9), (0, 8), (0, 6))))
    yield "identical", (1, 2, 3), boxes((1, ((1, 4), (3, 6), (2, 5)))), boxes((1, ((1, 4), (3, 6), (2, 5))))
    yield "missed-and-spurious", (1, 1, 1), boxes((1, ((1, 4), (3, 6), (2, 5)))), boxes((2, ((1, 4), (3, 6), (2, 5))))
    # every neighbourhood code occurs in noise
    for spacing in [(1, 1, 1), (2.5, 0.9, 0.7), (0.4, 0.4, 0.4)]:
        yield f"noise-{spacing[0]}", spacing, (rng.random((9, 10, 11)) < 0.4).astype(np.uint16), (
            rng.random((9, 10, 11)) < 0.5).astype(np.uint16)
    # where single precision would round the position between two distances of HD95
    slab = np.random.default_rng(148).random((16, 7, 16))
    yield "noise-slab", (1, 1, 1), (slab < 0.6).astype(np.uint16), (
        (slab < 0.6) & (np.arange(16) > 3)).astype(np.uint16)
    for index, spacing in enumerate([(1, 1, 1), (3, 0.8, 0.8), (1.25, 0.9765625, 0.9765625)]):
        shape = (18, 24, 22)
        reference = np.zeros(shape, np.uint16)
        prediction = np.zeros(shape, np.uint16)
        for label, center in ((1, (8, 9, 9)), (5, (9, 16, 13)), (300, (3, 3, 20))):
            radii = rng.uniform(3, 7, 3)
            reference[blob(shape, center, radii, rng, 0.25)] = label
            prediction[blob(shape, np.add(center, rng.uniform(-1.5, 1.5, 3)), radii, rng, 0.3)] = label
        yield f"blobs-{index}", spacing, reference, prediction


def measure_area(reference, prediction, spacing):
    d = sd.compute_surface_distances(reference, prediction, spacing)
    average = sd.compute_average_surface_distance(d)
    return {
        "hd_mm": sd.compute_robust_hausdorff(d, 100),
        "hd95_mm": sd.compute_robust_hausdorff(d, 95),
        "average_reference_to_prediction_mm": average[0],
        "average_prediction_to_reference_mm": average[1],
        "nsd": [sd.compute_surface_dice_at_tolerance(d, t) for t in TOLERANCES],
    }


def measure_border(reference, prediction, spacing):
    def edges(mask):
        return np.argwhere(mask ^ ndimage.binary_erosion(mask)) * np.asarray(spacing, float)

    r, p = edges(reference), edges(prediction)
    forth = KDTree(p).query(r)[0].astype(np.float32)
    back = KDTree(r).query(p)[0].astype(np.float32)
    both = np.concatenate([forth, back])
    return {
        "hd_mm": max(forth.max(), back.max()),
        "hd95_mm": max(torch.quantile(torch.from_numpy(d), 0.95).item() for d in (forth, back)),
        "average_reference_to_prediction_mm": forth.mean(),
        "average_prediction_to_reference_mm": back.mean(),
        "assd_mm": both.mean(),
        "nsd": [(both <= np.float32(t)).mean() for t in TOLERANCES],
    }


TOLERANCES = [1, 2, 0.5]


def runs(volume):
    flat = volume.ravel()
    starts = np.concatenate([[0], np.flatnonzero(np.diff(flat)) + 1, [flat.size]])
    return [[int(flat[a]), int(b - a)] for a, b in zip(starts[:-1], starts[1:])]


def main():
    result = []
    for name, spacing, reference, prediction in pairs():
        labels = {}
        for label in sorted(set(np.unique(reference)) | set(np.unique(prediction))):
            if label == 0:
                continue
            # (x, y, z), as nibabel has them
            r, p = (reference == label).T, (prediction == label).T
            entry = {"tp": int((r & p).sum()), "fp": int((~r & p).sum()), "fn": int((r & ~p).sum())}
            if r.any() and p.any():
                entry["area"] = measure_area(r, p, spacing[::-1])
                entry["border"] = measure_border(r, p, spacing[::-1])
            labels[str(label)] = entry
        result.append({
            "name": name, "extent": list(reference.shape), "spacing": list(spacing),
            "reference": runs(reference), "prediction": runs(prediction), "labels": labels})
    text = json.dumps({"tolerances": TOLERANCES, "pairs": result}, default=float)
    sys.stdout.write(text.replace('{"name"', '\n{"name"') + "\n")


main()
