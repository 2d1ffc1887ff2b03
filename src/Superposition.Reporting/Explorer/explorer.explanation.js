// Why: what neurons listen to, and which of them make an output wrong.

/** What every feature alone does to the pre-activations of a network's neurons; a neuron listens to those that do at least half of the most that any does. */
class Hearing {
  constructor(network) {
    this.network = network;
    this.effects = network.layers.map(() => new Map());
    this.largest = network.layers.map(() => null);
    const steps = network.layers.reduce((sum, layer) => sum + layer.weight.length * (layer.projection ? 2 : 1), 0);
    this.isWhole = steps * network.features < 3e9;
    this.silent = network.propagate({ on: [], values: [] }).layers.map(layer => layer.before);
  }

  /** The effect of a feature on the neurons of a layer, [d]. In the first layer it is the weight. */
  effect(layer, feature) {
    if (!this.effects[layer].has(feature)) {
      const alone = this.network.propagate({ on: [feature], values: [1] });
      alone.layers.forEach((own, index) => this.effects[index].set(feature, own.before.map((z, i) => z - this.silent[index][i])));
    }
    return this.effects[layer].get(feature);
  }

  /** The largest effect of any feature, [d]; in networks too large to ask for all features, of those that were asked for. */
  most(layer) {
    if (this.isWhole && !this.largest[layer]) for (let feature = 0; feature < this.network.features; feature++) this.effect(layer, feature);
    if (!this.largest[layer] || !this.isWhole) {
      const most = new Float64Array(this.network.layers[layer].neurons);
      for (const effect of this.effects[layer].values()) effect.forEach((size, i) => (most[i] = Math.max(most[i], Math.abs(size))));
      this.largest[layer] = most;
    }
    return this.largest[layer];
  }

  /** How many of some features each neuron of a layer listens to; with either sign, or excited by them. */
  count(layer, features, eitherSign) {
    const effects = features.map(feature => this.effect(layer, feature)), most = this.most(layer), counts = new Uint8Array(most.length);
    for (const effect of effects) {
      for (let i = 0; i < counts.length; i++) if (most[i] > 0 && (eitherSign ? Math.abs(effect[i]) : effect[i]) >= most[i] / 2) counts[i]++;
    }
    return counts;
  }

  /** The features that a neuron listens to, the strongest first. */
  of(layer, neuron) {
    const most = this.most(layer)[neuron], heard = [];
    for (const [feature, effect] of this.effects[layer]) {
      if (most > 0 && Math.abs(effect[neuron]) >= most / 2) heard.push({ feature, effect: effect[neuron] });
    }
    return heard.sort((a, b) => Math.abs(b.effect) - Math.abs(a.effect) || a.feature - b.feature);
  }
}

/**
 * Where an output comes from: the parts of the last layer's neurons, gathered by which of the active features they are excited by. What a group adds that does not hear all of
 * the output's own features is crosstalk.
 */
function explained(network, hearing, trace, input, truth, output, target) {
  const last = network.layers.length - 1;
  const value = trace.outputs[output], error = value - target;
  if (last < 0) return { output, value, target, error, groups: [], neurons: [] };
  const row = network.neuronRow(output), fired = trace.layers[last].fired, most = hearing.most(last);
  const effects = input.on.map(feature => hearing.effect(last, feature)), own = new Set(truth.support(output));
  const groups = new Map(), neurons = [];
  for (let i = 0; i < fired.length; i++) {
    const part = row[i] * fired[i];
    if (part === 0) continue;
    const heard = input.on.filter((_, at) => most[i] > 0 && effects[at][i] >= most[i] / 2);
    const isSignal = target > 0 && [...own].every(feature => heard.includes(feature));
    if (isSignal) continue;
    const key = heard.join(',');
    const group = groups.get(key) || { heard, part: 0, count: 0 };
    group.part += part;
    group.count++;
    groups.set(key, group);
    neurons.push({ neuron: i, part });
  }
  const towards = part => part.part * Math.sign(error);
  const order = (a, b) => towards(b) - towards(a);
  return {
    output, value, target, error,
    groups: [...groups.values()].filter(group => towards(group) > 0).sort(order).filter((group, at) => at === 0 || towards(group) >= Math.abs(error) / 20).slice(0, 2),
    neurons: neurons.filter(neuron => towards(neuron) > 0).sort(order).slice(0, 3),
  };
}

/** The outputs with the largest errors. */
function worstOutputs(outputs, targets, count) {
  const worst = [];
  for (let j = 0; j < outputs.length; j++) {
    const error = Math.abs(outputs[j] - targets[j]);
    if (worst.length === count && !(error > worst[count - 1].error)) continue;
    worst.push({ output: j, error });
    worst.sort((a, b) => b.error - a.error || a.output - b.output);
    if (worst.length > count) worst.pop();
  }
  return worst.map(entry => entry.output);
}

/** How many outputs weigh a neuron of the last layer with at least half of the largest weight that any output has for it. */
function readersOf(network, neuron) {
  const read = network.readOff, last = network.layers[network.layers.length - 1];
  const column = new Float64Array(read.outputs);
  if (read.weight) {
    for (let j = 0; j < column.length; j++) {
      if (!last || !last.projection) column[j] = read.weight[j * read.inputs + neuron];
      else for (let s = 0; s < read.inputs; s++) column[j] += read.weight[j * read.inputs + s] * last.projection[s * last.neurons + neuron];
    }
  } else {
    for (let j = 0; j < column.length; j++) {
      const [k, l, m] = [read.first[j], read.second[j], network.features];
      column[j] = (read.factors[neuron * m + k] * read.factors[neuron * m + l] - (read.overlap ? read.overlap[k * m + l] : 0)) / (read.shared ? read.shared[k * m + l] : 1);
    }
  }
  const { largest } = sizesOf(column);
  return largest > 0 ? column.reduce((count, weight) => count + (Math.abs(weight) >= largest / 2 ? 1 : 0), 0) : 0;
}
