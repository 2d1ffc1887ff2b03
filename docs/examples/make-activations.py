"""Writes activations.safetensors: a random ReLU layer on sparse inputs, with labels to probe it for. Needs nothing but Python.

    python docs/examples/make-activations.py
    superposition probe activations.safetensors --probes ridge,logistic
"""

import array, json, random, struct

random.seed(0)
n, m, d, s = 1500, 16, 48, 3
weights = [[random.gauss(0, 1 / s**0.5) for _ in range(m)] for _ in range(d)]
inputs, activations, labels = array.array("f"), array.array("f"), array.array("B")
for _ in range(n):
    on = random.sample(range(m), s)
    inputs.extend(1.0 if k in on else 0.0 for k in range(m))
    activations.extend(max(0.0, sum(row[k] for k in on)) for row in weights)
    a, b, c, e = (k in on for k in range(4))
    labels.extend([a and b, c or e, a != b, random.random() < 0.1])
names = "0 and 1,2 or 3,0 xor 1,a coin"

header, offset = {"__metadata__": {"format": "superposition-activations/1", "labels": names}}, 0
for name, kind, width, data in (("activations", "F32", d, activations), ("inputs", "F32", m, inputs), ("labels", "U8", 4, labels)):
    size = data.itemsize * len(data)
    header[name] = {"dtype": kind, "shape": [n, width], "data_offsets": [offset, offset + size]}
    offset += size
text = json.dumps(header).encode()
with open("activations.safetensors", "wb") as file:
    file.write(struct.pack("<Q", len(text)) + text)
    for data in (activations, inputs, labels):
        file.write(data.tobytes())
