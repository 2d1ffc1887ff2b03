// What a network withstands: noise, few bits, missing weights and neurons, measured on a sample of inputs.

/**
 * Rounds to 2^bits evenly spaced levels: values go to their nearest level and levels are fitted to their values by least squares, in turn. Large arrays are fitted on a part.
 */
function rounded(values, bits) {
  const steps = 2 ** bits - 1, stride = Math.max(1, Math.floor(values.length / 200000));
  let low = Infinity, high = -Infinity;
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  let spacing = (high - low) / steps;
  const level = value => Math.min(steps, Math.max(0, Math.round((value - low) / spacing)));
  for (let step = 0; step < 30 && spacing > 0; step++) {
    let count = 0, levels = 0, sum = 0;
    for (let i = 0; i < values.length; i += stride, count++) {
      levels += level(values[i]);
      sum += values[i];
    }
    const mean = levels / count;
    let products = 0, squares = 0;
    for (let i = 0; i < values.length; i += stride) {
      const fromMean = level(values[i]) - mean;
      products += fromMean * values[i];
      squares += fromMean * fromMean;
    }
    const fitted = squares > 0 ? products / squares : 0;
    if (fitted === spacing) break;
    low = sum / count - fitted * mean;
    spacing = fitted;
  }
  return spacing > 0 ? Float32Array.from(values, value => level(value) * spacing + low) : values;
}

/** The smallest share of an array's numbers set to 0; among equal ones those that come first. */
function pruned(values, share) {
  const take = Math.round(share * values.length);
  if (take === 0) return values;
  const sizes = Float32Array.from(values, Math.abs).sort(), edge = sizes[take - 1];
  let equal = take - sizes.findIndex(size => size === edge);
  return Float32Array.from(values, value => (Math.abs(value) < edge || (Math.abs(value) === edge && equal-- > 0) ? 0 : value));
}

/** A network under a disturbance: bits (0 for all), pruned (share), deleted (share), noise (deviation), draw (which draw of chance). */
class Disturbed {
  constructor(network, how) {
    this.how = how;
    this.network = network;
    if (how.pruned > 0) this.network = this.network.withMatrices(matrix => pruned(matrix, how.pruned), matrix => matrix);
    if (how.bits > 0) this.network = this.network.withMatrices(matrix => rounded(matrix, how.bits), matrix => rounded(matrix, how.bits));
    this.deleted = network.layers.map((layer, index) => {
      const gone = new Uint8Array(layer.neurons);
      for (const neuron of new Draws(1000 * how.draw + index).subset(layer.neurons, Math.round(how.deleted * layer.neurons))) gone[neuron] = 1;
      return gone;
    });
  }

  static isNone(how) {
    return !(how.noise > 0 || how.bits > 0 || how.deleted > 0 || how.pruned > 0);
  }

  /** Runs an input; the same input and draw meet the same noise. */
  run(input) {
    return this.network.run(input, { deleted: this.deleted, noise: this.how.noise, draws: new Draws(input.on.reduce((sum, feature) => 31 * sum + feature + 1, this.how.draw) % 1e9) });
  }
}

/** Errors by class, gathered input by input. */
class ClassErrors {
  constructor(classes) {
    this.inputs = 0;
    this.rows = classes.map(name => ({ name, count: 0, squares: 0, largest: 0, wrong: 0 }));
  }

  add(outputs, truth, classes, bar, isReal) {
    this.inputs++;
    for (let j = 0; j < outputs.length; j++) {
      const row = this.rows[classes[j]], error = Math.abs(outputs[j] - truth[j]);
      row.count++;
      row.squares += error * error;
      if (!(error <= row.largest)) row.largest = error;
      if (isWrong(outputs[j], truth[j], bar, isReal)) row.wrong++;
    }
  }
}

/** Measures networks on the sample a few inputs at a time, so that the page stays alive; a later measurement takes the place of an earlier one. */
class Measurement {
  constructor(truth, inputs, show) {
    Object.assign(this, { truth, inputs, show, turn: 0 });
  }

  start(runners, bar) {
    const turn = ++this.turn, errors = runners.map(() => new ClassErrors(this.truth.classes));
    let next = 0;
    const step = () => {
      if (turn !== this.turn) return;
      const until = performance.now() + 24;
      do {
        const input = this.inputs[next++], truth = this.truth.values(input), classes = this.truth.classesOf(input);
        runners.forEach((run, i) => errors[i].add(run(input).outputs, truth, classes, bar, this.truth.isReal));
      } while (next < this.inputs.length && performance.now() < until);
      this.show(errors, next === this.inputs.length);
      if (next < this.inputs.length) setTimeout(step, 0);
    };
    setTimeout(step, 0);
  }
}
