"""Writes cubic.json, arrays resized by scipy (1.17.1 when made) as scikit-image's resize does with mode "edge", and blur.json.

    python3 make_fixtures.py
"""
import json
import numpy as np
from scipy import ndimage

generator = np.random.default_rng(7)
cases = []
for shape, size in [((5, 6, 7), (9, 6, 4)), ((4, 9, 3), (7, 5, 8)), ((1, 8, 8), (1, 12, 11)), ((6, 5, 40), (3, 10, 61))]:
    source = generator.normal(size=shape).astype(np.float32)
    zoom = [b / a for a, b in zip(shape, size)]
    result = ndimage.zoom(source.astype(np.float64), zoom, order=3, mode="nearest", grid_mode=True)
    linear = ndimage.zoom(source.astype(np.float64), zoom, order=1, mode="nearest", grid_mode=True)
    result = np.clip(result, source.min(), source.max())
    assert result.shape == size
    cases.append(dict(shape=shape, size=size, source=[float(v) for v in source.ravel()],
                      cubic=[round(float(v), 6) for v in result.ravel()],
                      linear=[round(float(v), 6) for v in linear.ravel()]))
json.dump(cases, open("cubic.json", "w"))

source = generator.normal(size=(7, 8, 9)).astype(np.float32)
sigma = [0.6, 0.9, 1.3]
result = ndimage.gaussian_filter(source.astype(np.float64), sigma, mode="nearest")
json.dump(dict(shape=source.shape, sigma=sigma, source=[float(v) for v in source.ravel()],
               blurred=[round(float(v), 6) for v in result.ravel()]), open("blur.json", "w"))
