"""Compares `seg evaluate` with MONAI and surface-distance: the same numbers on random label maps, and the time for a large one.

    make build
    pip install numpy scipy nibabel monai surface-distance; apt-get install time
    python Benchmarks/compare_metrics.py            # --cases 500 for more, --seed 2 for others, --skip-time

Numbers agree where they differ by at most one part in a million. Times are of whole processes (seg) or calls (the others), medians of three.
"""
import argparse, csv, pathlib, statistics, subprocess, sys, tempfile, time, warnings

import nibabel, numpy as np, torch
from scipy import ndimage

# surface-distance 0.1 uses names that newer NumPy and SciPy dropped.
np.bool, np.Inf, ndimage.filters, ndimage.morphology = bool, np.inf, ndimage, ndimage
import surface_distance as sd
from monai.metrics import compute_average_surface_distance, compute_hausdorff_distance, compute_surface_dice

warnings.filterwarnings("ignore")
SEG = pathlib.Path(__file__).parent.parent / ".build/release/seg"
TOLERANCES = [1, 2.5]
COLUMNS = {
    "area": ["dice", "iou", "hd_mm", "hd95_mm", "average_reference_to_prediction_mm", "average_prediction_to_reference_mm", "nsd", "nsd_at_2.5_mm"],
    "border": ["hd_mm", "hd95_mm", "average_prediction_to_reference_mm", "assd_mm", "nsd", "nsd_at_2.5_mm"],
}


def random_mask(shape, rng):
    kind = rng.integers(7)
    if kind == 0:
        return ndimage.gaussian_filter(rng.standard_normal(shape), rng.uniform(0.5, 3)) > rng.uniform(-0.05, 0.3)
    if kind == 1:
        return rng.random(shape) < rng.uniform(0.01, 0.5)
    if kind == 2:
        grid = np.indices(shape)
        center, radius = [rng.uniform(0, s) for s in shape], rng.uniform(1, max(shape) / 2)
        return sum((g - c) ** 2 for g, c in zip(grid, center)) < radius**2
    if kind == 3:
        return np.full(shape, rng.random() < 0.5)
    mask = np.zeros(shape, bool)
    if kind == 4:  # one voxel
        mask[tuple(rng.integers(s) for s in shape)] = True
    elif kind == 5:  # a sheet
        axis = rng.integers(3)
        np.moveaxis(mask, axis, 0)[rng.integers(shape[axis])] = True
    else:  # a box
        low = [rng.integers(s) for s in shape]
        mask[tuple(slice(a, rng.integers(a, s) + 1) for a, s in zip(low, shape))] = True
    return mask


def random_pair(rng):
    low = 1 if rng.random() < 0.3 else 6
    shape = tuple(int(s) for s in rng.integers(low, 26, 3))
    spacing = np.round(rng.uniform(0.3, 5, 3), 2) if rng.random() < 0.7 else np.full(3, rng.choice([0.5, 1, 2]))
    reference = np.zeros(shape, np.uint8)
    for label in (1, 2, 3):
        if rng.random() < 0.85:
            reference[random_mask(shape, rng)] = label
    prediction = reference.copy()
    kind = rng.integers(4)
    if kind == 0:
        prediction = np.roll(reference, tuple(rng.integers(-2, 3, 3)), (0, 1, 2))
    elif kind == 1:
        noise = rng.random(shape) < 0.1
        prediction[noise] = rng.integers(0, 4, shape)[noise]
    else:
        for label in (1, 2, 3):
            change = ndimage.binary_dilation if rng.random() < 0.5 else ndimage.binary_erosion
            changed = change(reference == label) if kind == 2 else random_mask(shape, rng)
            prediction[prediction == label] = 0
            prediction[changed] = label
    return prediction, reference, [float(s) for s in spacing]


def peers(surface, prediction, reference, spacing):
    """The numbers of COLUMNS for two masks; None where they are undefined."""
    both = prediction.any() and reference.any()
    if surface == "area":
        common, total = (prediction & reference).sum(), prediction.sum() + reference.sum()
        overlap = [2 * common / total, common / (total - common)] if total else [None, None]
        if not both:
            return overlap + [None] * 4 + [0 if total else None] * 2
        distances = sd.compute_surface_distances(reference, prediction, spacing)
        return overlap + [
            sd.compute_robust_hausdorff(distances, 100), sd.compute_robust_hausdorff(distances, 95),
            *sd.compute_average_surface_distance(distances),
            *(sd.compute_surface_dice_at_tolerance(distances, t) for t in TOLERANCES)]
    if not both:
        return [None] * 4 + [0 if prediction.any() or reference.any() else None] * 2
    masks = [torch.from_numpy(mask[None, None]) for mask in (prediction, reference)]
    options = {"include_background": True, "spacing": spacing}
    return [
        compute_hausdorff_distance(*masks, **options).item(),
        compute_hausdorff_distance(*masks, percentile=95, **options).item(),
        compute_average_surface_distance(*masks, **options).item(),
        compute_average_surface_distance(*masks, symmetric=True, **options).item(),
        *(compute_surface_dice(*masks, [float(t)], **options).item() for t in TOLERANCES)]


def save(folder, name, prediction, reference, spacing):
    for kind, voxels in (("predictions", prediction), ("references", reference)):
        (folder / kind).mkdir(exist_ok=True)
        nibabel.save(nibabel.Nifti1Image(voxels, np.diag([*spacing, 1])), folder / kind / f"{name}.nii")


def evaluate(folder, surface):
    """The rows of cases.csv by case and label, and the peak memory in MB."""
    command = [SEG, "evaluate", "--predictions", folder / "predictions", "--references", folder / "references", "--output", folder / surface,
               "--surface", surface, "--no-report", "--bootstrap", "10", *(o for t in TOLERANCES for o in ("--tolerance", str(t)))]
    result = subprocess.run(["/usr/bin/time", "-f", "%M", *command], check=True, capture_output=True, text=True)
    with open(folder / surface / "cases.csv") as rows:
        return {(row["case"], row["label"]): row for row in csv.DictReader(rows)}, int(result.stderr.split()[-1]) / 1024


def compare(folder, count, seed):
    rng = np.random.default_rng(seed)
    pairs = {f"case-{index:04}": random_pair(rng) for index in range(count)}
    for name, pair in pairs.items():
        save(folder, name, *pair)
    different = 0
    for surface, columns in COLUMNS.items():
        (rows, _), compared = evaluate(folder, surface), 0
        for name, (prediction, reference, spacing) in pairs.items():
            for label in (1, 2, 3):
                row = rows.get((name, str(label)), {})
                for column, peer in zip(columns, peers(surface, prediction == label, reference == label, spacing)):
                    ours = float(row[column]) if row.get(column) else None
                    compared += 1
                    if (ours is None) != (peer is None) or peer is not None and abs(ours - peer) > 1e-6 * abs(peer) + 1e-9:
                        different += 1
                        print(f"{surface}: {name}, label {label}, {column}: {ours}, expected {peer}")
        print(f"{surface}: {compared} numbers of {count} pairs compared")
    return different


def compare_time(folder):
    """Ten million voxels, 41 labels: Dice, HD95 and NSD of each."""
    rng = np.random.default_rng(0)
    reference = np.zeros((216, 216, 216), np.uint8)
    grid = np.indices((60, 60, 60)) - 30
    for label in range(1, 42):
        corner, radii = rng.integers(0, 156, 3), rng.uniform(12, 28, 3)
        texture = ndimage.zoom(rng.normal(size=(8, 8, 8)), 7.5, order=1)
        inside = sum((grid[axis] / radii[axis]) ** 2 for axis in range(3)) + 0.4 * texture < 1
        reference[tuple(slice(c, c + 60) for c in corner)][inside] = label
    prediction = np.roll(reference, (2, 1, -1), (0, 1, 2))
    prediction[rng.random(reference.shape) < 0.002] = 0
    spacing = [0.8, 0.8, 1.5]
    save(folder, "large", prediction, reference, spacing)

    def surface_distance():
        for label in range(1, 42):
            distances = sd.compute_surface_distances(reference == label, prediction == label, spacing)
            sd.compute_robust_hausdorff(distances, 95)
            sd.compute_surface_dice_at_tolerance(distances, 1)

    def monai():
        masks = [torch.from_numpy(np.stack([v == label for label in range(1, 42)])[None]) for v in (prediction, reference)]
        compute_hausdorff_distance(*masks, include_background=True, percentile=95, spacing=spacing)
        compute_surface_dice(*masks, [1.0] * 41, include_background=True, spacing=spacing)

    print("| program | seconds | MB, volumes included |\n| --- | --- | --- |")
    for name, call in (("seg, area", lambda: evaluate(folder, "area")), ("seg, border", lambda: evaluate(folder, "border")),
                       ("surface-distance", surface_distance), ("MONAI", monai)):
        seconds = []
        for _ in range(3):
            start = time.monotonic()
            result = call()
            seconds.append(time.monotonic() - start)
        memory = f"{result[1]:.0f}" if result else ""
        print(f"| {name} | {statistics.median(seconds):.2f} | {memory} |")


parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("--cases", type=int, default=200)
parser.add_argument("--seed", type=int, default=1)
parser.add_argument("--skip-time", action="store_true")
options = parser.parse_args()
with tempfile.TemporaryDirectory() as folder:
    different = compare(pathlib.Path(folder), options.cases, options.seed)
if not options.skip_time:
    with tempfile.TemporaryDirectory() as folder:
        compare_time(pathlib.Path(folder))
sys.exit(f"{different} numbers differ" if different else None)
