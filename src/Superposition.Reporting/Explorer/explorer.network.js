// The network: the same sums as in the program, in typed arrays.

const activations = {
  relu: z => (z > 0 ? z : 0),
  quadratic: z => z * z,
  gelu: z => (z / 2) * (1 + erf(z / Math.SQRT2)),
  tanh: Math.tanh,
};

/** A network with its weights unpacked. */
class Network {
  static async of(spec, features) {
    const network = new Network();
    Object.assign(network, { name: spec.name, origin: spec.origin, format: spec.format, change: spec.change, tried: spec.tried, features, check: spec.check });
    network.encoding = await unpack(spec.encoding);
    network.layers = await Promise.all(spec.layers.map(async layer => ({
      neurons: layer.neurons,
      inputs: layer.inputs,
      outputs: layer.projection ? layer.inputs : layer.neurons,
      activation: layer.activation,
      weight: await unpack(layer.weight),
      bias: await unpack(layer.bias),
      projection: await unpack(layer.projection),
    })));
    const read = spec.readOff;
    network.readOff = {
      outputs: read.outputs,
      inputs: read.inputs,
      weight: await unpack(read.weight),
      bias: await unpack(read.bias),
      factors: await unpack(read.factors),
      correction: await unpack(read.correction),
      scale: read.scale,
      bySharedNeurons: read.bySharedNeurons,
    };
    if (read.factors) network.completeFactors(read.pairs);
    network.readings = await Promise.all(spec.readings.map(async reading => ({ ...reading, weight: await unpack(reading.weight), bias: await unpack(reading.bias) })));
    return network;
  }

  get neurons() {
    return this.layers.reduce((sum, layer) => sum + layer.neurons, 0);
  }

  /** Numbers that the first layer reads. */
  get entering() {
    return this.encoding ? this.encoding.length / this.features : this.features;
  }

  /** A copy with other matrices: change(matrix) gives the new one; biases stay. */
  withMatrices(changeLayers, changeReadOff) {
    const copy = Object.assign(new Network(), this);
    copy.layers = this.layers.map(layer => ({ ...layer, weight: changeLayers(layer.weight), projection: layer.projection && changeLayers(layer.projection) }));
    const read = this.readOff;
    copy.readOff = { ...read, weight: read.weight && changeReadOff(read.weight), factors: read.factors && changeReadOff(read.factors), correction: read.correction && changeReadOff(read.correction) };
    if (read.factors) copy.completeFactors();
    return copy;
  }

  /** Which pairs are read, and what their rows are corrected and divided by. */
  completeFactors(list) {
    const read = this.readOff, m = this.features;
    if (!read.first) {
      read.first = new Int32Array(read.outputs);
      read.second = new Int32Array(read.outputs);
      let at = 0;
      if (list) {
        for (; at < read.outputs; at++) [read.first[at], read.second[at]] = [list[2 * at], list[2 * at + 1]];
      } else {
        for (let k = 0; k < m; k++) for (let l = k + 1; l < m; l++, at++) [read.first[at], read.second[at]] = [k, l];
      }
    }
    read.overlap = read.correction && gramOf(read.correction, m);
    read.shared = read.bySharedNeurons ? gramOf(read.factors, m) : null;
  }

  /**
   * Everything that happens to an input.
   * @param input on: active features, values: their values.
   * @param chance deleted: for every layer an array that is 1 for neurons that give 0; noise: its deviation; draws: a stream. May be left out.
   */
  run(input, chance) {
    const trace = this.propagate(input, chance);
    return { ...trace, outputs: this.read(trace.states[trace.states.length - 1]) };
  }

  /** The same without the outputs. */
  propagate(input, chance) {
    const states = [], layers = [];
    let state = this.enter(input, chance);
    states.push(state);
    for (const [index, layer] of this.layers.entries()) {
      const before = index === 0 && !this.encoding ? this.firstSums(input) : multiply(layer.weight, layer.neurons, layer.inputs, state, layer.bias);
      if (chance && chance.noise > 0) for (let i = 0; i < before.length; i++) before[i] += chance.noise * chance.draws.normal();
      const fire = activations[layer.activation], fired = new Float64Array(layer.neurons), deleted = chance && chance.deleted[index];
      for (let i = 0; i < fired.length; i++) fired[i] = deleted && deleted[i] ? 0 : fire(before[i]);
      state = layer.projection ? multiply(layer.projection, layer.inputs, layer.neurons, fired, state) : fired;
      layers.push({ before, fired });
      states.push(state);
    }
    return { states, layers };
  }

  enter(input, chance) {
    const state = new Float64Array(this.entering);
    if (!this.encoding) {
      input.on.forEach((feature, at) => (state[feature] = input.values[at]));
      return state;
    }
    for (let i = 0; i < state.length; i++) {
      let sum = 0;
      for (let at = 0; at < input.on.length; at++) sum += this.encoding[i * this.features + input.on[at]] * input.values[at];
      state[i] = chance && chance.noise > 0 ? sum + chance.noise * chance.draws.normal() : sum;
    }
    return state;
  }

  firstSums(input) {
    const layer = this.layers[0], sums = Float64Array.from(layer.bias);
    for (let i = 0; i < sums.length; i++) {
      for (let at = 0; at < input.on.length; at++) sums[i] += layer.weight[i * layer.inputs + input.on[at]] * input.values[at];
    }
    return sums;
  }

  read(state) {
    const read = this.readOff;
    if (read.weight) return multiply(read.weight, read.outputs, read.inputs, state, read.bias);
    const m = this.features, factors = read.factors, sums = new Float64Array(m * m);
    let total = 0;
    for (let i = 0; i < read.inputs; i++) {
      if (state[i] === 0) continue;
      total += state[i];
      const base = i * m;
      for (let k = 0; k < m; k++) {
        const part = state[i] * factors[base + k];
        if (part === 0) continue;
        const row = k * m;
        for (let l = k + 1; l < m; l++) sums[row + l] += part * factors[base + l];
      }
    }
    const out = new Float64Array(read.outputs);
    for (let j = 0; j < out.length; j++) {
      const place = read.first[j] * m + read.second[j];
      const sum = read.overlap ? sums[place] - read.overlap[place] * total : sums[place];
      out[j] = (read.scale * sum) / (read.shared ? read.shared[place] : 1);
    }
    return out;
  }

  /** How an output weighs what the last layer gives. */
  row(output) {
    const read = this.readOff;
    if (read.weight) return Float64Array.from(read.weight.subarray(output * read.inputs, (output + 1) * read.inputs));
    const [k, l, m] = [read.first[output], read.second[output], this.features], row = new Float64Array(read.inputs);
    const overlap = read.overlap ? read.overlap[k * m + l] : 0, scale = read.scale / (read.shared ? read.shared[k * m + l] : 1);
    for (let i = 0; i < row.length; i++) row[i] = scale * (read.factors[i * m + k] * read.factors[i * m + l] - overlap);
    return row;
  }

  /** How an output weighs the neurons of the last layer: through what they write where the layer is in residual form. */
  neuronRow(output) {
    const row = this.row(output), last = this.layers[this.layers.length - 1];
    if (!last || !last.projection) return row;
    const through = new Float64Array(last.neurons);
    for (let s = 0; s < last.inputs; s++) for (let i = 0; i < last.neurons; i++) through[i] += row[s] * last.projection[s * last.neurons + i];
    return through;
  }
}

/** VᵀV of V [rows, m], row by row [m, m]; only above the diagonal. */
function gramOf(matrix, m) {
  const gram = new Float64Array(m * m);
  for (let base = 0; base < matrix.length; base += m) {
    for (let k = 0; k < m; k++) {
      const value = matrix[base + k];
      if (value !== 0) for (let l = k + 1; l < m; l++) gram[k * m + l] += value * matrix[base + l];
    }
  }
  return gram;
}

/** The largest difference between outputs here and those of the program, over the inputs that came with the network. */
function selfCheck(network) {
  let largest = 0;
  for (const checked of network.check) {
    const outputs = network.run({ on: checked.on, values: checked.values || checked.on.map(() => 1) }).outputs;
    checked.places.forEach((place, at) => {
      const difference = Math.abs(outputs[place] - checked.outputs[at]);
      if (!(difference <= largest)) largest = difference;
    });
  }
  return largest;
}
