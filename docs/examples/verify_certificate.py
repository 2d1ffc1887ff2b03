#!/usr/bin/env python3
"""Checks a certificate of superposition measure --certify --certificate against the network's file, in exact arithmetic and with nothing but the standard library.

    python3 docs/examples/verify_certificate.py checkpoints/smallest-trained-m32-d64.certificate.json checkpoints/smallest-trained-m32-d64.safetensors

All float32 weights are integers over a power of two, and so is every activation and output: no number below is rounded, except where an inverse is guessed whose
error is then found exactly. Checked are (1) the network's own largest error, by running it on every input; (2) for every output that a measure is given for, that no affine
read-off w of the last layer errs less than a bound. For (2) let the whole weights mu on inputs be nearly orthogonal to all columns of activations: any read-off with errors of at most
e has e*sum|mu| >= |sum of mu on positives| - sum_j |delta_j||w_j| with delta = A^T mu. Read-offs worth having have values within 3/2 (the constant 1/2 errs by 1/2),
and as w = X v + (I - X B) w for their values v on a few inputs B, |w_j| is bounded by row sums of X and of I - X B.
"""
import hashlib
import itertools
import json
import math
import sys
from fractions import Fraction
from operator import mul


def require(holds, what):
    if not holds:
        print(f"NOT PROVED: {what}")
        sys.exit(1)


def read_network(raw):
    """The metadata and arrays of a safetensors file: {key: (shape, floats)}."""
    start = 8 + int.from_bytes(raw[:8], "little")
    header = json.loads(raw[8:start])
    meta, arrays = header.pop("__metadata__", {}), {}
    for key, entry in header.items():
        require(entry["dtype"] == "F32", f"{key} is {entry['dtype']}, expected F32")
        first, end = entry["data_offsets"]
        arrays[key] = (entry["shape"], memoryview(raw[start + first : start + end]).cast("f").tolist())
    require(meta.get("format") == "superposition/1", "the network is not a file of the form superposition/1")
    return meta, arrays


def whole(numbers):
    """Floats as integers over 2^bits, exactly."""
    bits = max((x.as_integer_ratio()[1].bit_length() - 1 for x in numbers), default=0)
    return [n * (1 << bits) // d for n, d in (x.as_integer_ratio() for x in numbers)], bits


def matrix(arrays, key):
    (rows, width), (numbers, bits) = arrays[key][0], whole(arrays[key][1])
    return [numbers[i * width : (i + 1) * width] for i in range(rows)], bits


def times(rows, x):
    return [sum(map(mul, row, x)) for row in rows]


def activations(arrays, features, sets):
    """What the read-off reads, for every set of active features, as integers over 2^bits."""
    states, bits = [[int(k in on) for k in range(features)] for on in map(set, sets)], 0
    if "encoding.weight" in arrays:
        encoding, bits = matrix(arrays, "encoding.weight")
        states = [times(encoding, x) for x in states]
    layer = 0
    while f"layers.{layer}.weight" in arrays:
        weight, more = matrix(arrays, f"layers.{layer}.weight")
        bias, of_bias = whole(arrays[f"layers.{layer}.bias"][1])
        inner = max(bits + more, of_bias)
        bias = [b << (inner - of_bias) for b in bias]
        fired = [[max(0, (z << (inner - bits - more)) + b) for z, b in zip(times(weight, x), bias)] for x in states]
        if f"layers.{layer}.projection" in arrays:
            projection, more = matrix(arrays, f"layers.{layer}.projection")
            states = [[(s << (inner + more - bits)) + p for s, p in zip(x, times(projection, a))] for x, a in zip(states, fired)]
            bits = inner + more
        else:
            states, bits = fired, inner
        layer += 1
    return states, bits


def read_off(meta, arrays, pairs):
    """Rows, constants and divisors: output g is (row_g . a + constant_g) / divisor_g, rows over 2^bits."""
    if "readout.weight" in arrays:
        (rows, bits), (constants, of_constants) = matrix(arrays, "readout.weight"), whole(arrays["readout.bias"][1])
        common = max(bits, of_constants)
        return [[r << (common - bits) for r in row] for row in rows], common, [c << (common - of_constants) for c in constants], [1] * len(rows)
    factors, bits = matrix(arrays, "readout.factors")
    (scale,), of_scale = whole(arrays["readout.scale"][1])
    correction, of_correction = matrix(arrays, "readout.correction") if "readout.correction" in arrays else ([], 0)
    up, down = max(0, 2 * of_correction - 2 * bits), max(0, 2 * bits - 2 * of_correction)
    rows, divisors = [], []
    for k, l in pairs:
        shared = sum(row[k] * row[l] for row in correction) << down
        rows.append([scale * (((v[k] * v[l]) << up) - shared) for v in factors])
        norm = Fraction(sum(v[k] * v[l] for v in factors), 1 << (2 * bits))
        divisors.append(norm if meta.get("readout.normalisation") == "shared-neurons" else 1)
    return rows, 2 * bits + up + of_scale, [0] * len(pairs), divisors


def inverse(rows):
    """An inverse in floating point, by Gauss-Jordan elimination; what it is worth is found out exactly by the caller."""
    n = len(rows)
    rows = [list(row) + [float(i == j) for j in range(n)] for i, row in enumerate(rows)]
    for c in range(n):
        pivot = max(range(c, n), key=lambda i: abs(rows[i][c]))
        rows[c], rows[pivot] = rows[pivot], rows[c]
        require(rows[c][c] != 0, "the basis is not invertible")
        rows[c] = [x / rows[c][c] for x in rows[c]]
        for i in range(n):
            if i != c and rows[i][c] != 0:
                f = rows[i][c]
                rows[i] = [x - f * y for x, y in zip(rows[i], rows[c])]
    return [row[n:] for row in rows]


def largest_weights(basis, size):
    """Bounds on |w_j| for columns over 2^size, for read-offs whose values lie within 3/2."""
    n = len(basis)
    guess = [[round(x * 2**60) for x in row] for row in inverse([[x / 2**size for x in row] for row in basis])]
    columns = list(zip(*basis))
    sums = [Fraction(sum(map(abs, row)), 1 << 60) * Fraction(3, 2) for row in guess]
    rest = [Fraction(sum(abs(((i == j) << (60 + size)) - sum(map(mul, row, columns[j]))) for j in range(n)), 1 << (60 + size)) for i, row in enumerate(guess)]
    require(max(rest) < Fraction(1, 2), "the inverse of the basis is too far off to bound weights")
    most = max(sums) / (1 - max(rest))
    return [s + r * most for s, r in zip(sums, rest)]


def main(certificate_path, network_path):
    certificate, raw = json.load(open(certificate_path, encoding="utf-8")), open(network_path, "rb").read()
    require(certificate["format"] == "superposition-certificate/1", f"{certificate_path} is no certificate of the form superposition-certificate/1")
    require(hashlib.sha256(raw).hexdigest() == certificate["networkSha256"], f"the certificate is for another file than {network_path}")
    meta, arrays = read_network(raw)
    m, s, outputs = certificate["features"], certificate["active"], certificate["outputs"]
    pairs = list(itertools.combinations(range(m), 2)) if outputs == "pairs" else [tuple(map(int, pair.split("-"))) for pair in outputs.split(",")]
    sets = [on for t in range(s if certificate["sparsity"] == "exactly" else 0, s + 1) for on in itertools.combinations(range(m), t)]
    states, bits = activations(arrays, m, sets)
    on_sets = [set(on) for on in sets]
    print(f"{len(sets)} inputs, {len(states[0])} neurons, {len(pairs)} outputs")

    # (1) The network as it is.
    rows, more, constants, divisors = read_off(meta, arrays, pairs)
    require(len(rows) == len(pairs), f"{len(rows)} outputs, expected {len(pairs)}")
    epsilon = Fraction(0)
    for (k, l), row, constant, divisor in zip(pairs, rows, constants, divisors):
        worst = 0
        for on, a in zip(on_sets, states):
            value = sum(map(mul, row, a)) + (constant << bits)
            target = (k in on and l in on) * divisor
            worst = max(worst, abs(value - (target << (bits + more) if divisor == 1 else target * (1 << (bits + more)))))
        epsilon = max(epsilon, Fraction(worst) / (1 << (bits + more)) / abs(divisor))
    require(Fraction(certificate["network"]["atLeast"]) <= epsilon <= Fraction(certificate["network"]["atMost"]), f"epsilon of the network is {float(epsilon)}, the certificate says {certificate['network']}")
    print(f"epsilon of the network is {float(epsilon):.12f}, within [{certificate['network']['atLeast']}, {certificate['network']['atMost']}]")

    # (2) Its layer: columns less their offsets, each over a power of two of its own so that all are of one size, and the constant last.
    columns, offsets = certificate["columns"], certificate["offsets"]
    by_neuron = list(zip(*states))
    varying = [tuple(x - column[0] for x in column) for column in by_neuron]
    kept = {varying[j] for j in columns} | {(0,) * len(sets)}
    require(all(column in kept for column in varying), "a neuron that varies is missing among the columns")
    starts, of_starts = whole(offsets)
    size, shifted = 0, []
    for j, start in zip(columns, starts):
        up = max(0, of_starts - bits)
        shifted.append([(a << up) - (start << (bits + up - of_starts)) for a in by_neuron[j]])
    lengths = [max(map(abs, column)).bit_length() for column in shifted]
    size = max(lengths, default=0)
    scaled = [[x << (size - length) for x in column] for column, length in zip(shifted, lengths)] + [[1 << size] * len(sets)]
    place = {on: i for i, on in enumerate(sets)}
    where = [place[tuple(on)] for on in certificate["inputs"]]
    term, basis = certificate.get("largestTerm"), [where[i] for i in certificate["basis"]]
    bounds = largest_weights([[column[i] for column in scaled] for i in basis], size) if basis else None
    require(bounds is None or len(bounds) == len(scaled), "the basis has another size than there are columns")
    least = Fraction(0)
    require(all(0 <= dual["output"] < len(pairs) for dual in certificate["duals"]), "a measure is for an output that does not exist")
    for dual in certificate["duals"]:
        (k, l), inputs, weights = pairs[dual["output"]], [where[int(i)] for i in dual["inputs"].split()], [int(w) for w in dual["weights"].split()]
        require(len(inputs) == len(weights), f"output {dual['output']}: {len(inputs)} inputs and {len(weights)} weights")
        total, on_positives = sum(map(abs, weights)), sum(w for i, w in zip(inputs, weights) if k in on_sets[i] and l in on_sets[i])
        deltas = [abs(sum(w * column[i] for i, w in zip(inputs, weights))) for column in scaled]
        slack = Fraction(0)
        if any(deltas) and bounds:
            slack = sum(map(mul, deltas, bounds)) / (1 << size)
        elif any(deltas):
            require(term is not None, f"output {dual['output']}: the measure is not orthogonal and nothing bounds the weights")
            slack = sum(Fraction(delta, max(map(abs, column))) for delta, column in zip(deltas, scaled)) * Fraction(term)
        proved = min(Fraction(1, 2), max(Fraction(0), (abs(on_positives) - slack) / total)) if total else Fraction(0)
        require(proved >= Fraction(dual["atLeast"]), f"output {dual['output']}: {float(proved)} is proved, the certificate says {dual['atLeast']}")
        least = max(least, proved)
    require(least >= Fraction(certificate["layerAtLeast"]), f"{float(least)} is proved for the layer, the certificate says {certificate['layerAtLeast']}")
    among = "" if term is None else f" with terms up to {term:g}"
    print(f"no affine read-off of its last layer{among} is below {certificate['layerAtLeast']}")
    print("PROVED")


if __name__ == "__main__":
    require(len(sys.argv) == 3, "expected two arguments, CERTIFICATE and NETWORK")
    main(sys.argv[1], sys.argv[2])
