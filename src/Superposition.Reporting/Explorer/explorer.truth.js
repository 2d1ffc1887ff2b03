// The truth: what every output is to be, from the features alone. It shares nothing with the networks.

/** The functions of a task. */
async function truthOf(spec, features, outputs, names) {
  const kinds = { pairs: PairsTruth, sets: SetsTruth, circuit: CircuitTruth, layers: LayersTruth, table: TableTruth, real: RealTruth };
  const truth = new kinds[spec.kind](spec, features, outputs);
  Object.assign(truth, { classes: spec.classes, features, count: outputs, names });
  if (spec.kind === 'real') await truth.unpackParts();
  return truth;
}

/** Which features are on, as an array of 0 and 1. */
function marks(input, features) {
  const on = new Uint8Array(features);
  for (const feature of input.on) on[feature] = 1;
  return on;
}

class Truth {
  constructor(spec, features) {
    this.spec = spec;
    this.features = features;
  }

  get isReal() {
    return false;
  }

  name(output) {
    return this.names[output] || this.ownName(output);
  }

  ownName(output) {
    return `output ${output}`;
  }
}

/** ANDs of pairs: classes are none, one, both. */
class PairsTruth extends Truth {
  constructor(spec, features, outputs) {
    super(spec, features);
    this.first = new Int32Array(outputs);
    this.second = new Int32Array(outputs);
    this.places = new Map();
    let at = 0;
    const add = (k, l) => {
      this.first[at] = k;
      this.second[at] = l;
      this.places.set(k * features + l, at++);
    };
    if (spec.list) for (let i = 0; i < spec.list.length; i += 2) add(spec.list[i], spec.list[i + 1]);
    else for (let k = 0; k < features; k++) for (let l = k + 1; l < features; l++) add(k, l);
  }

  indexOf(k, l) {
    return this.places.get(Math.min(k, l) * this.features + Math.max(k, l)) ?? -1;
  }

  classesOf(input) {
    const on = marks(input, this.features), classes = new Uint8Array(this.first.length);
    for (let j = 0; j < classes.length; j++) classes[j] = on[this.first[j]] + on[this.second[j]];
    return classes;
  }

  values(input) {
    return Float32Array.from(this.classesOf(input), own => (own === 2 ? 1 : 0));
  }

  support(output) {
    return [this.first[output], this.second[output]];
  }

  ownName(output) {
    return `${nameOf(this.first[output])}\u2227${nameOf(this.second[output])}`;
  }
}

/** ANDs of sets of t features: the class is the number of members that are on. */
class SetsTruth extends Truth {
  classesOf(input) {
    const on = marks(input, this.features), t = this.spec.fanIn, classes = new Uint8Array(this.count);
    for (let j = 0; j < classes.length; j++) for (let i = 0; i < t; i++) classes[j] += on[this.spec.list[j * t + i]];
    return classes;
  }

  values(input) {
    return Float32Array.from(this.classesOf(input), own => (own === this.spec.fanIn ? 1 : 0));
  }

  support(output) {
    return this.spec.list.slice(output * this.spec.fanIn, (output + 1) * this.spec.fanIn);
  }

  ownName(output) {
    return this.support(output).map(nameOf).join('\u2227');
  }
}

/** A circuit: classes are quiet (nothing that the output is wired to is on), off, on. */
class CircuitTruth extends Truth {
  values(input) {
    const m = this.features, nodes = new Uint8Array(m + this.spec.gates.length);
    for (const feature of input.on) nodes[feature] = 1;
    this.spec.gates.forEach((gate, i) => (nodes[m + i] = valueOfGate(gate, gate.operands.map(operand => nodes[operand])) ? 1 : 0));
    return Float32Array.from(this.spec.outputs, node => nodes[node]);
  }

  classesOf(input) {
    const on = marks(input, this.features);
    return Uint8Array.from(this.values(input), (value, j) => (value ? 2 : this.spec.supports[j].some(feature => on[feature]) ? 1 : 0));
  }

  support(output) {
    return this.spec.supports[output];
  }
}

function valueOfGate(gate, operands) {
  const ones = operands.reduce((sum, value) => sum + value, 0);
  if (gate.cover) return gate.cover.some(row => operands.every((value, i) => row[i] === '-' || Number(row[i]) === value)) ? gate.listed : !gate.listed;
  switch (gate.gate) {
    case 'and': return ones === operands.length;
    case 'or': return ones > 0;
    case 'xor': return ones % 2 === 1;
    case 'not': return ones === 0;
    case 'majority': return 2 * ones > operands.length;
    default: return gate.table[operands.reduce((place, value) => 2 * place + value, 0)] === '1';
  }
}

/** A circuit in layers: an output is on, beside (off, though its gate reads something that is on) or off. */
class LayersTruth extends Truth {
  /** The values after some number of layers, and for each gate how many of what it reads is on. */
  after(input, layers) {
    let values = marks(input, this.features), reads = values;
    for (let layer = 0; layer < layers; layer++) {
      const gates = this.spec.layers[layer], next = new Uint8Array(gates.length / 3);
      reads = new Uint8Array(next.length);
      for (let k = 0; k < next.length; k++) {
        const kind = gates[3 * k], ones = values[gates[3 * k + 1]] + (kind === 0 ? 0 : values[gates[3 * k + 2]]);
        reads[k] = ones;
        next[k] = (kind === 1 ? ones === 2 : kind === 3 ? ones === 1 : ones >= 1) ? 1 : 0;
      }
      values = next;
    }
    return { values, reads };
  }

  values(input) {
    return Float32Array.from(this.after(input, this.spec.layers.length).values);
  }

  classesOf(input) {
    const { values, reads } = this.after(input, this.spec.layers.length);
    return Uint8Array.from(values, (value, j) => (value ? 2 : reads[j] ? 1 : 0));
  }

  support(output) {
    let nodes = new Set([output]);
    for (let layer = this.spec.layers.length - 1; layer >= 0; layer--) {
      nodes = new Set([...nodes].flatMap(k => [this.spec.layers[layer][3 * k + 1], this.spec.layers[layer][3 * k + 2]]));
    }
    return [...nodes].sort((a, b) => a - b);
  }

  ownName(output) {
    return `g${output}`;
  }
}

/** A table of the first features: classes are off, on. */
class TableTruth extends Truth {
  values(input) {
    const digits = this.spec.rows[input.on.filter(feature => feature < this.spec.read).join(',')];
    return Float32Array.from({ length: this.count }, (_, j) => (digits ? Number(digits[j]) : this.spec.otherwise ? 1 : 0));
  }

  classesOf(input) {
    return Uint8Array.from(this.values(input));
  }

  support() {
    return Array.from({ length: Math.min(this.spec.read, 8) }, (_, feature) => feature);
  }
}

/** Real functions: sums of what features give alone. Classes are quiet and active. */
class RealTruth extends Truth {
  async unpackParts() {
    this.positive = await unpack(this.spec.positive);
    this.negative = await unpack(this.spec.negative);
  }

  get isReal() {
    return true;
  }

  values(input) {
    const out = new Float32Array(this.count);
    input.on.forEach((feature, at) => {
      const value = input.values[at], part = value > 0 ? this.positive : this.negative;
      for (let j = 0; j < out.length; j++) out[j] += Math.abs(value) * part[feature * this.count + j];
    });
    return out;
  }

  classesOf(input) {
    return marks(input, this.count);
  }

  support(output) {
    return [output];
  }
}
