#!/usr/bin/env python3
"""Makes statistics.json: samples with what NumPy and SciPy say of them.

    pip install numpy scipy
    python3 make_statistics.py > statistics.json
"""
import itertools
import json
import sys

import numpy as np
import scipy.stats as stats


def exact_with_ties(differences):
    """The two-sided probability over all signs, by trying each."""
    d = np.array([x for x in differences if x != 0])
    ranks = stats.rankdata(np.abs(d))
    observed = min(ranks[d > 0].sum(), ranks[d < 0].sum())
    sums = [np.dot(ranks, signs) for signs in itertools.product((0, 1), repeat=len(d))]
    return float(observed), min(1.0, 2 * float(np.mean(np.array(sums) <= observed + 1e-9)))


def wilcoxon_cases(rng):
    for n in (1, 5, 12, 50):
        d = rng.normal(0.3, 1, n)
        result = stats.wilcoxon(d, method="exact")
        yield "exact", d, result.statistic, result.pvalue
    for n in (60, 200):
        d = rng.normal(0.1, 1, n)
        result = stats.wilcoxon(d, method="approx", correction=False)
        yield "normal", d, result.statistic, result.pvalue
    d = rng.integers(-4, 6, 120).astype(float)
    result = stats.wilcoxon(d, method="approx", correction=False, zero_method="wilcox")
    yield "normal with ties", d, result.statistic, result.pvalue
    d = np.array([1, 1, -1, 2, 2, 0, 3, -3, 4, 5, 5, -2], float)
    yield "exact with ties", d, *exact_with_ties(d)


def agreement(reference, prediction):
    r, p = np.array(reference), np.array(prediction)
    d = p - r
    n = len(d)
    half = stats.t.ppf(0.975, n - 1) * d.std(ddof=1) / np.sqrt(n)
    both = np.stack([r, p], 1)
    rows, columns, grand = both.mean(1), both.mean(0), both.mean()
    ms_rows = 2 * ((rows - grand) ** 2).sum() / (n - 1)
    ms_columns = n * ((columns - grand) ** 2).sum()
    ms_error = ((both - rows[:, None] - columns + grand) ** 2).sum() / (n - 1)
    return {
        "reference": list(r), "prediction": list(p), "bias": d.mean(), "std": d.std(ddof=1),
        "limits": [d.mean() - 1.96 * d.std(ddof=1), d.mean() + 1.96 * d.std(ddof=1)],
        "interval": [d.mean() - half, d.mean() + half], "pearson": stats.pearsonr(r, p)[0],
        "ccc": 2 * np.cov(r, p, ddof=0)[0, 1] / (r.var() + p.var() + (r.mean() - p.mean()) ** 2),
        "icc": (ms_rows - ms_error) / (ms_rows + ms_error + 2 * (ms_columns - ms_error) / n)}


def main():
    rng = np.random.default_rng(3)
    result = {"wilcoxon": [], "agreement": [], "distributions": []}
    for name, d, statistic, p in wilcoxon_cases(rng):
        result["wilcoxon"].append({"name": name, "differences": list(d), "statistic": statistic, "p": p})
    for n in (3, 8, 40):
        r = rng.gamma(3, 10, n)
        result["agreement"].append(agreement(r, r * rng.normal(1.05, 0.1, n) + rng.normal(0, 1, n)))
    for n in (2, 7, 30, 120):
        x = rng.beta(8, 2, n)
        interval = stats.bootstrap((x,), np.mean, n_resamples=200000, method="BCa", batch=1000,
                                   rng=np.random.default_rng(1)).confidence_interval
        result["distributions"].append({
            "values": list(x), "mean": x.mean(), "median": np.median(x), "std": x.std(ddof=1),
            "q1": np.percentile(x, 25), "q3": np.percentile(x, 75), "interval": list(interval)})
    json.dump(result, sys.stdout, default=float)
    print()


main()
