#!/usr/bin/env python3
"""Makes skeletons.json: bent tubes and their skeletons by scikit-image (Lee et al. 1994).

    pip install numpy scikit-image
    python3 make_skeletons.py > skeletons.json
"""
import json
import sys

import numpy as np
from skimage.morphology import skeletonize


def tube(rng, shape):
    grid = np.indices(shape)
    mask = np.zeros(shape, bool)
    place, step = rng.uniform(6, np.array(shape) - 6), rng.normal(size=3)
    for _ in range(60):
        step = step + 0.3 * rng.normal(size=3)
        step /= np.linalg.norm(step)
        place = np.clip(place + 0.6 * step, 3, np.array(shape) - 4)
        mask |= ((grid - place.reshape(3, 1, 1, 1)) ** 2).sum(0) < rng.uniform(3, 8)
    return mask


def runs(volume):
    flat = volume.ravel()
    starts = np.concatenate([[0], np.flatnonzero(np.diff(flat)) + 1, [flat.size]])
    return [[int(flat[a]), int(b - a)] for a, b in zip(starts[:-1], starts[1:])]


rng = np.random.default_rng(11)
result = []
for shape in [(20, 24, 28), (28, 20, 22), (24, 24, 24)]:
    mask = tube(rng, shape) | tube(rng, shape)
    # a ring, which must stay closed
    z, y, x = np.indices(shape)
    mask |= ((np.hypot(y - 10, x - 10) - 6) ** 2 + (z - 4) ** 2) < 4
    result.append({"extent": list(shape), "mask": runs(mask.astype(np.uint8)),
                   "skeleton": runs((skeletonize(mask) > 0).astype(np.uint8))})
json.dump(result, sys.stdout)
print()
