"""Networks that compute in superposition, from Python. One file; needs NumPy alone.

    import superposition
    network = superposition.load("trained.safetensors")      # any file of docs/file-format.md
    y = network(x)                                            # x [n, m] -> y [n, g], in float64
    a = network.activations(x)                                # what the read-off reads, [n, d]
    superposition.save("mine.safetensors", {"layers.0.weight": W, "layers.0.bias": b, "readout.weight": R, "readout.bias": c})
    superposition.call("compare", "trained.safetensors", "mine.safetensors", "--inputs", "all")   # -> the program's JSON
"""

import json
import math
import os
import pathlib
import shutil
import subprocess

import numpy as np

DTYPES = {"F64": "<f8", "F32": "<f4", "F16": "<f2", "I64": "<i8", "I32": "<i4", "I16": "<i2", "I8": "i1", "U64": "<u8", "U32": "<u4", "U16": "<u2", "U8": "u1", "BOOL": "?"}


def read(path):
    """The metadata and the arrays of a safetensors file."""
    raw = pathlib.Path(path).read_bytes()
    start = 8 + int.from_bytes(raw[:8], "little")
    header = json.loads(raw[8:start])
    metadata = header.pop("__metadata__", None) or {}

    def array(entry):
        begin, end = entry["data_offsets"]
        if entry["dtype"] == "BF16":  # the upper half of a float32
            return (np.frombuffer(raw[start + begin : start + end], "<u2").astype("<u4") << 16).view("<f4").reshape(entry["shape"])
        return np.frombuffer(raw[start + begin : start + end], DTYPES[entry["dtype"]]).reshape(entry["shape"])

    return metadata, {name: array(entry) for name, entry in header.items()}


def save(path, arrays, **metadata):
    """Writes arrays as safetensors: under the keys of docs/file-format.md a network, with "activations" and "labels" what `probe` takes."""
    metadata = {key: str(value) for key, value in metadata.items()}
    if "readout.weight" in arrays:
        metadata = {"format": "superposition/1", "origin": "imported", **metadata}
    header, offset, blocks = {"__metadata__": metadata}, 0, []
    for name, values in sorted(arrays.items()):
        values = np.asarray(values)
        values = np.ascontiguousarray(values, "<f4" if values.dtype.kind == "f" else values.dtype.newbyteorder("<") if values.dtype.kind != "b" else "u1")
        dtype = {"f": "F", "i": "I", "u": "U"}[values.dtype.kind] + str(8 * values.itemsize)
        header[name] = {"dtype": dtype, "shape": list(values.shape), "data_offsets": [offset, offset + values.nbytes]}
        offset += values.nbytes
        blocks.append(values.tobytes())
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    pathlib.Path(path).write_bytes(len(text).to_bytes(8, "little") + text + b"".join(blocks))


ACTIVATIONS = {
    "relu": lambda z: np.maximum(z, 0),
    "quadratic": np.square,
    "gelu": lambda z: z * (1 + np.vectorize(math.erf, otypes=[float])(z / math.sqrt(2))) / 2,
    "tanh": np.tanh,
}


class Network:
    """y = R a_L + c with a_i = f(W_i a_(i-1) + b_i), or a_(i-1) + P_i f(...) for layers in residual form; a_0 = x, or Phi x; f = ReLU unless the file names another."""

    def __init__(self, metadata, arrays):
        self.metadata = metadata
        self.arrays = {name: values.astype(float) for name, values in arrays.items() if values.dtype.kind in "fiub"}
        self.depth = sum(name.startswith("layers.") and name.endswith(".weight") for name in arrays)
        named = metadata.get("activation")
        self.functions = [ACTIVATIONS[name] for name in (named.split(",") if named else ["relu"] * self.depth)]
        first = next((self.arrays[key] for key in ("encoding.weight", "layers.0.weight", "readout.weight", "readout.factors") if key in arrays))
        self.features = first.shape[1]

    def layers(self, x):
        """The neurons' activations of every layer, and what the last layer gives."""
        t, state, found = self.arrays, np.asarray(x, float), []
        if "encoding.weight" in t:
            state = state @ t["encoding.weight"].T
        for i in range(self.depth):
            a = self.functions[i](state @ t[f"layers.{i}.weight"].T + t.get(f"layers.{i}.bias", 0))
            found.append(a)
            state = state + a @ t[f"layers.{i}.projection"].T if f"layers.{i}.projection" in t else a
        return found, state

    def activations(self, x):
        """What the read-off reads, [n, d]."""
        return self.layers(x)[1]

    def rows(self):
        """The rows of the read-off and its constants: [g, d] and [g]."""
        t = self.arrays
        if "readout.weight" in t:
            return t["readout.weight"], t.get("readout.bias", np.zeros(len(t["readout.weight"])))
        k, l = np.array(pairs(self.metadata["outputs"], self.features)).T
        v, corrected = t["readout.factors"], t.get("readout.correction")
        rows = v[:, k] * v[:, l]
        shared = rows.sum(0) if self.metadata["readout.normalisation"] == "shared-neurons" else 1
        rows = rows - (0 if corrected is None else (corrected[:, k] * corrected[:, l]).sum(0))
        return (t["readout.scale"] * rows / shared).T, np.zeros(len(k))

    def __call__(self, x):
        rows, constants = self.rows()
        return self.activations(x) @ rows.T + constants


def pairs(outputs, features):
    """The list of pairs that the metadata "outputs" names: "pairs" for all of them in order, or "0-1,0-5,3-4"."""
    if outputs == "pairs":
        return [(k, l) for k in range(features) for l in range(k + 1, features)]
    return [tuple(map(int, pair.split("-"))) for pair in outputs.split(",")]


def load(path):
    """A network out of a safetensors file."""
    return Network(*read(path))


def run(folder):
    """A run: its manifest (with the spec), and a dictionary for each record of results.jsonl."""
    folder = pathlib.Path(folder)
    lines = (folder / "results.jsonl").read_text("utf-8").splitlines()
    return json.loads((folder / "run.json").read_text("utf-8")), [json.loads(line) for line in lines if line]


def text(*arguments):
    """Runs `superposition ARGUMENTS` and gives what it prints. The program is $SUPERPOSITION (an executable, or superposition.dll) or on the path."""
    program = os.environ.get("SUPERPOSITION") or shutil.which("superposition") or "superposition"
    start = ["dotnet", program] if program.endswith(".dll") else [program]
    done = subprocess.run([*start, *map(str, arguments)], capture_output=True, text=True, encoding="utf-8")
    if done.returncode != 0:
        raise RuntimeError(done.stderr.strip())
    return done.stdout


def call(*arguments):
    """Runs `superposition ARGUMENTS --json` and gives what it says as dictionaries and lists."""
    return json.loads(text(*arguments, "--json"))


def zoo(folder):
    """The networks that `superposition zoo --out FOLDER` wrote: for each name the network and its truth."""
    entries = sorted(path.parent for path in pathlib.Path(folder).glob("*/truth.json"))
    return {entry.name: (load(entry / "network.safetensors"), json.loads((entry / "truth.json").read_text("utf-8"))) for entry in entries}
