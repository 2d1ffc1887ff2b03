// One network on the page: its numbers, neurons, layers, outputs and what they say when pointed at.

/** An element with attributes, text and children. */
function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (value !== null && value !== undefined && value !== false) element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...children.filter(child => child !== null && child !== undefined));
  return element;
}

/** A picture that can be pointed at and walked through with arrow keys. */
function picture(label, handlers) {
  const canvas = make('canvas', { tabindex: 0, role: 'application', 'aria-label': label });
  const place = event => {
    const box = canvas.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  };
  canvas.addEventListener('pointermove', event => handlers.point(...place(event)));
  canvas.addEventListener('pointerleave', () => handlers.leave && handlers.leave());
  canvas.addEventListener('click', event => handlers.choose && handlers.choose(...place(event)));
  canvas.addEventListener('keydown', event => {
    const [across, down] = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key] || [];
    if (across === undefined) return;
    event.preventDefault();
    handlers.move(across, down);
  });
  return canvas;
}

class View {
  constructor(network, explorer) {
    Object.assign(this, { network, explorer, truth: explorer.truth, hearing: new Hearing(network), cursors: network.layers.map(() => -1), peeked: -1 });
    this.disturbed = null;
    this.build();
  }

  build() {
    const { network, truth, explorer } = this, last = network.layers.length - 1;
    this.numbers = make('dl', { class: 'numbers' });
    this.layers = network.layers.map((layer, index) => this.buildLayer(layer, index, last));
    this.map = picture(this.isMap ? 'Map of all pairs: arrow keys choose another pair' : 'Outputs: arrow keys choose another output', {
      point: (x, y) => this.peek(this.outputAt(x, y)),
      leave: () => this.peek(-1),
      choose: (x, y) => this.pick(this.outputAt(x, y)),
      move: (across, down) => explorer.moveChoice(across, down, this.gridColumns()),
    });
    this.mapDetail = make('p', { class: 'detail', 'aria-live': 'polite' });
    this.histogram = make('canvas', { role: 'img', 'aria-label': 'How many outputs read which value' });
    this.worst = make('ol', { class: 'worst' });
    this.verdictKey = explorer.verdicts ? make('p', { class: 'legend' }) : null;
    this.root = make('article', { class: 'network', 'aria-label': network.name },
      explorer.several ? make('h2', { class: 'name' }, network.name, make('span', { class: 'origin' }, ` ${network.origin.toLowerCase()}`)) : null,
      this.numbers,
      ...this.layers.map(layer => layer.root),
      make('h3', {}, 'Outputs'),
      make('div', { class: 'outputs' },
        make('div', { class: 'map' }, this.map, this.mapKey(), this.verdictKey, this.mapDetail),
        make('div', { class: 'beside' },
          this.hasHistogram ? make('h4', {}, 'All read-offs of this input') : null, this.hasHistogram ? this.histogram : null,
          make('h4', {}, 'Largest errors, and what causes them'), this.worst)));
  }

  get isMap() {
    return this.truth instanceof PairsTruth && !(this.truth.count <= 12 && !this.explorer.allPairs);
  }

  get isRows() {
    return !this.isMap && this.truth.count <= 40;
  }

  get hasHistogram() {
    return !this.isRows && !this.truth.isReal;
  }

  buildLayer(layer, index, last) {
    const { network, explorer } = this, isDeep = last > 0;
    const canvas = picture(`Neurons of layer ${index + 1}: arrow keys go from neuron to neuron`, {
      point: (x, y) => this.point(index, neuronAt(this.layers[index].layout, x, y)),
      leave: () => this.point(index, -1),
      move: (across, down) => this.walk(index, across + down),
    });
    const own = { canvas, key: make('p', { class: 'legend' }), detail: make('p', { class: 'detail', 'aria-live': 'polite' }) };
    const stage = network.readings.find(reading => reading.layer === index && network.readings.some(other => other.layer === index - 1 && other.stage === reading.stage));
    const isShown = stage || network.readings.some(reading => reading.layer === index - 1);
    if (isShown) {
      const matching = network.readings.filter(reading => reading.layer === index).find(reading => network.readings.some(other => other.layer === index - 1 && other.stage === reading.stage));
      own.reading = matching && { after: matching, before: network.readings.find(other => other.layer === index - 1 && other.stage === matching.stage), canvas: make('canvas', { role: 'img' }), words: make('p', { class: 'legend' }) };
    }
    own.root = make('div', { class: 'layer' },
      make('h3', {}, isDeep ? `Layer ${index + 1}` : 'Neurons', make('span', { class: 'size' }, ` ${counted(layer.neurons, 'neuron')}${layer.activation === 'relu' ? '' : `, ${layer.activation}`}${layer.projection ? ', residual' : ''}`)),
      own.key, canvas, own.detail, own.reading ? own.reading.words : null, own.reading ? own.reading.canvas : null);
    return own;
  }

  mapKey() {
    const swatch = (name, words) => make('span', {}, make('i', { class: `swatch ${name}` }), words);
    return this.isMap
      ? make('p', { class: 'legend' }, swatch('ramp-value', 'above the diagonal: output, 0 to 1'), swatch('ramp-error', this.explorer.verdicts ? 'below: error, or verdict' : 'below: size of the error'), swatch('ring-on', 'truth is 1'), swatch('ring-wrong', 'wrong'))
      : this.isRows
        ? make('p', { class: 'legend' }, swatch('ring', 'truth'), swatch('disc', 'output'), swatch('ring-wrong', 'wrong'))
        : make('p', { class: 'legend' }, swatch('ramp-value', 'left half: output'), swatch('ramp-error', 'right half: size of the error'), swatch('ring-on', 'truth is 1'), swatch('ring-wrong', 'wrong'));
  }

  gridColumns() {
    return this.isMap || this.isRows ? 1 : gridLayout(this.mapWidth, this.truth.count).columns;
  }

  /** The runner for a way of disturbing: the network itself where there is none. */
  runner(how) {
    if (Disturbed.isNone(how)) return this.network;
    const key = JSON.stringify(how);
    if (this.disturbedKey !== key) {
      this.disturbedKey = key;
      this.disturbed = new Disturbed(this.network, how);
    }
    return this.disturbed;
  }

  draw() {
    const { explorer, truth } = this, state = explorer.state, input = explorer.input();
    const runner = this.runner(explorer.disturbance());
    this.seen = runner instanceof Disturbed ? runner.network : this.network;
    this.deleted = runner instanceof Disturbed ? runner.deleted : null;
    this.trace = runner.run(input);
    this.targets = explorer.targets;
    this.drawNumbers(state);
    this.layers.forEach((_, index) => this.drawLayer(index));
    this.drawOutputs();
    this.drawWorst(input);
    this.describePair(state.output);
  }

  drawNumbers(state) {
    const { outputs } = this.trace, errors = outputs.map((value, j) => value - this.targets[j]), { rms, largest } = sizesOf(errors);
    const errs = place => isWrong(outputs[place], this.targets[place], state.wrong, this.truth.isReal);
    const wrong = outputs.reduce((count, _, place) => count + (errs(place) ? 1 : 0), 0), j = state.output;
    const entry = (label, value, note, isMarked) => make('div', { class: isMarked ? 'is-wrong' : null }, make('dt', {}, label), make('dd', {}, value, make('small', {}, note)));
    this.numbers.replaceChildren(
      ...(j >= 0 ? [entry(`Output ${this.truth.name(j)}`, shown(outputs[j], 2), `truth ${shown(this.targets[j], this.truth.isReal ? 2 : 0)}`, errs(j))] : []),
      entry('Largest error \u03b5', shown(largest, 3), 'of this input'),
      entry('Root mean square', shown(rms, 3), `over ${counted(outputs.length, 'output')}`),
      entry('Wrong', wrong.toLocaleString('en-US'), this.explorer.barWords(), wrong > 0));
  }

  drawLayer(index) {
    const own = this.layers[index], { state } = this.explorer, isLast = index === this.network.layers.length - 1, width = this.width(own.root);
    const fired = this.trace.layers[index].fired, shownOutput = this.peeked >= 0 ? this.peeked : state.output;
    const heard = this.hearing.count(index, state.focus, state.sense === 'either');
    own.weights = isLast && shownOutput >= 0 ? this.seen.neuronRow(shownOutput) : null;
    own.layout = neuronLayout(width, heard, state.focus.length, isLast);
    drawNeurons(own.canvas, own.layout, width, fired, own.weights, this.cursors[index], this.deleted && this.deleted[index]);
    const words = state.focus.length === 1 ? ['do not hear it', '', 'hear it'] : state.focus.length === 2 ? ['none', 'one', 'both'] : ['none', 'some', 'all'];
    own.key.replaceChildren(make('span', {}, `${state.sense === 'either' ? 'Listening to' : 'Excited by'} ${state.focus.map(nameOf).join(', ')}:`), ...own.layout.groups.flatMap((group, at) => {
      const firing = group.reduce((sum, neuron) => sum + (fired[neuron] !== 0 ? 1 : 0), 0);
      return group.length || words[at] ? [make('span', {}, make('i', { class: `swatch heard-${at}` }), `${words[at]} ${group.length.toLocaleString('en-US')}, ${firing.toLocaleString('en-US')} ${firing === 1 ? 'fires' : 'fire'}`)] : [];
    }), ...(isLast && shownOutput >= 0 ? [make('span', { class: 'aside' }, `above the line: activation; below: weight for ${this.truth.name(shownOutput)}`)] : []));
    this.describeNeuron(index);
    if (own.reading) this.drawReading(index, own.reading, width);
  }

  drawReading(index, reading, width) {
    const { before, after } = reading, numbersOf = own => multiply(own.weight, own.bias.length, own.weight.length / own.bias.length, this.trace.states[own.layer + 1], own.bias);
    const targets = after.stage >= 0 ? this.truth.after(this.explorer.input(), after.stage).values : this.targets;
    const isOwn = index === this.network.layers.length - 1 && (after.stage === -1 || after.stage === (this.truth.spec.layers || []).length);
    const [was, is] = [numbersOf(before), isOwn ? this.trace.outputs : numbersOf(after)];
    const worst = values => sizesOf(values.map((value, j) => value - targets[j])).largest;
    const what = after.stage === 0 ? 'Features' : after.stage > 0 ? `Gates of circuit layer ${after.stage}` : 'Outputs';
    const [from, to] = [worst(was), worst(is)];
    reading.words.replaceChildren(make('span', {}, `${what}, read linearly:`), make('span', {}, make('i', { class: 'swatch ring' }), `before this layer, largest error ${shown(from, 2)}`), make('span', {}, make('i', { class: 'swatch disc' }), `after it ${shown(to, 2)}`));
    reading.canvas.setAttribute('aria-label', `${what}: largest error ${shown(from, 2)} before layer ${index + 1}, ${shown(to, 2)} after it`);
    drawReadings(reading.canvas, width, was, is, targets);
  }

  width(element) {
    return Math.max(240, element.clientWidth);
  }

  drawOutputs() {
    const { explorer, truth } = this, state = explorer.state, { outputs } = this.trace;
    this.mapWidth = this.width(this.map.parentElement);
    const verdicts = state.overlay ? explorer.verdicts : null;
    if (this.isMap) {
      this.mapSize = Math.min(this.mapWidth, 600);
      drawPairMap(this.map, this.mapSize, explorer.features, truth, outputs, this.targets, state.wrong, explorer.input(), state.focus.length === 2 ? state.focus : null, verdicts && explorer.pairVerdicts());
    } else if (this.isRows) drawOutputRows(this.map, this.mapWidth, truth, Array.from(outputs), this.targets, state.wrong, state.output, verdicts && explorer.outputVerdicts());
    else drawGrid(this.map, this.mapWidth, outputs, this.targets, state.wrong, truth.isReal, state.output, verdicts && explorer.outputVerdicts());
    if (this.hasHistogram) drawHistogram(this.histogram, this.width(this.histogram.parentElement), outputs, this.targets);
    if (this.verdictKey) {
      const toggle = make('input', { type: 'checkbox', onchange: event => explorer.set({ overlay: event.target.checked }) });
      toggle.checked = state.overlay;
      const kinds = [['used', 'used'], ['unused', 'readable but unused'], ['weak', 'weakly readable'], ['absent', 'absent'], ['open', 'undecided']];
      if (!this.verdictKey.firstChild) this.verdictKey.append(make('label', {}, toggle, ' verdicts of probe: '), ...kinds.map(([name, words]) => make('span', {}, make('i', { class: `swatch ${name}` }), words)));
      else this.verdictKey.querySelector('input').checked = state.overlay;
    }
  }

  drawWorst(input) {
    const { explorer, truth } = this;
    const list = worstOutputs(this.trace.outputs, this.targets, this.isRows ? 4 : 6).filter(output => !(Math.abs(this.trace.outputs[output] - this.targets[output]) < 0.001)).map(output => explained(this.seen, this.hearing, this.trace, input, truth, output, this.targets[output]));
    if (list.length === 0) return this.worst.replaceChildren(make('li', {}, 'Every output is right to 0.001.'));
    return this.worst.replaceChildren(...list.map(entry => {
      const amount = part => `${part < 0 ? 'take' : 'add'} ${shown(Math.abs(part), 2)}`;
      const groups = entry.groups.map(group => `${counted(group.count, 'neuron')} excited by ${group.heard.length ? group.heard.map(nameOf).join(', ') : 'none of the active features'} ${amount(group.part)}`);
      const most = entry.neurons.map(neuron => `${neuron.neuron} (${shown(neuron.part, 2)})`).join(', ');
      return make('li', {},
        make('button', { type: 'button', class: 'link', onclick: () => this.pick(entry.output) }, truth.name(entry.output)),
        make('span', { class: isWrong(entry.value, entry.target, explorer.state.wrong, truth.isReal) ? 'reads is-wrong' : 'reads' }, ` ${shown(entry.value, 2)} for ${shown(entry.target, truth.isReal ? 2 : 0)}`),
        groups.length ? make('span', { class: 'cause' }, `${groups.join('; ')}. Most: neuron ${most}.`) : make('span', { class: 'cause' }, entry.target > 0 ? 'No crosstalk: the neurons that hear all of its features add too little or too much by themselves.' : 'It comes from the constant of the read-off or from the stream before the last layer.'));
    }));
  }

  outputAt(x, y) {
    if (this.isMap) {
      const pair = pairAt(this.mapSize, this.explorer.features, x, y);
      return pair ? this.truth.indexOf(...pair) : -1;
    }
    if (this.isRows) {
      const row = Math.floor(y / 20);
      return row < this.truth.count ? row : -1;
    }
    const { columns, cell } = gridLayout(this.mapWidth, this.truth.count), place = Math.floor(y / cell) * columns + Math.floor(x / cell);
    return x < columns * cell && place < this.truth.count ? place : -1;
  }

  pick(output) {
    if (output >= 0) this.explorer.choose(output);
  }

  /** Shows an output that is pointed at, without choosing it. */
  peek(output) {
    if (output === this.peeked) return;
    this.peeked = output;
    if (this.network.layers.length) this.drawLayer(this.network.layers.length - 1);
    this.describePair(output >= 0 ? output : this.explorer.state.output);
  }

  describePair(output) {
    const { explorer, truth } = this;
    if (output < 0) {
      this.mapDetail.textContent = explorer.state.focus.length === 2 ? `No output asks for ${explorer.state.focus.map(nameOf).join('\u2227')}.` : '';
      return;
    }
    const last = this.network.layers.length - 1, support = truth.support(output), words = [`${truth.name(output)} reads ${shown(this.trace.outputs[output], 2)}, truth ${shown(this.targets[output], truth.isReal ? 2 : 0)}.`];
    if (last >= 0) {
      const row = this.seen.neuronRow(output), { largest } = sizesOf(row), strong = row.reduce((count, weight) => count + (largest > 0 && Math.abs(weight) >= largest / 2 ? 1 : 0), 0);
      if (support.length <= 4) words.push(`${counted(this.hearing.count(last, support, explorer.state.sense === 'either').reduce((count, heard) => count + (heard === support.length ? 1 : 0), 0), 'neuron')} ${support.length === 1 ? 'for' : 'shared by'} ${support.map(nameOf).join(' and ')}.`);
      words.push(`Its row weighs ${strong.toLocaleString('en-US')} of ${counted(row.length, 'neuron')} with at least half of its largest weight.`);
    }
    const verdict = explorer.verdictOf(output);
    if (verdict) words.push(`Probe: ${verdict.verdict.replaceAll('-', ' ')}${verdict.auc === undefined ? '' : `, AUC ${shown(verdict.auc, 3)}`}${verdict.effect === undefined ? '' : `, effect ${shown(verdict.effect, 2)} of an output\u2019s range`}.`);
    this.mapDetail.textContent = words.join(' ');
  }

  point(layer, neuron) {
    if (this.cursors[layer] === neuron) return;
    this.cursors[layer] = neuron;
    this.drawLayer(layer);
  }

  walk(layer, step) {
    const { order } = this.layers[layer].layout, at = order.indexOf(this.cursors[layer]);
    this.point(layer, order[(at < 0 ? (step > 0 ? 0 : order.length - 1) : at + step + order.length) % order.length]);
  }

  describeNeuron(layer) {
    const neuron = this.cursors[layer], own = this.layers[layer];
    if (neuron < 0) {
      own.detail.textContent = layer === 0 ? 'Point at a neuron, or walk there with arrow keys, to see what it listens to.' : '';
      return;
    }
    const heard = this.hearing.of(layer, neuron), firstFew = heard.slice(0, 8).map(({ feature, effect }) => `${nameOf(feature)} (${shown(effect, 2)})`).join(', ');
    const words = [`Neuron ${neuron} gives ${shown(this.trace.layers[layer].fired[neuron], 2)}.`, heard.length ? `It listens to ${firstFew}${heard.length > 8 ? ` and ${heard.length - 8} more` : ''}.` : 'It listens to nothing.'];
    if (layer === this.network.layers.length - 1) words.push(`${counted(readersOf(this.seen, neuron), 'output')} of ${this.truth.count.toLocaleString('en-US')} weigh it with at least half of the largest weight that any gives it.`);
    own.detail.textContent = words.join(' ');
  }
}

/** Errors by class, undisturbed and disturbed. */
function classTable(name, still, now, isDone, isNone) {
  const top = Math.max(0.1, ...[...still.rows, ...now.rows].map(row => (Number.isFinite(row.largest) ? row.largest : 0)));
  const line = value => make('span', { class: 'bar-of', style: `--share:${Number.isFinite(value) ? Math.min(1, value / top) : 1}` });
  const pair = (before, after, format, isBarred) => make('td', {}, make('span', { class: 'figure' }, isNone ? format(before) : `${format(before)} \u2192 ${format(after)}`), isBarred ? line(before) : null, isBarred && !isNone ? make('span', { class: 'now' }, line(after)) : null);
  const rms = row => Math.sqrt(row.squares / Math.max(1, row.count)), share = row => row.wrong / Math.max(1, row.count);
  const percent = value => (value === 0 ? '0' : 100 * value < 0.01 ? '< 0.01\u00a0%' : `${shown(100 * value, 100 * value < 1 ? 2 : 1)}\u00a0%`);
  return make('table', {},
    make('caption', {}, `${name ? `${name}: e` : 'E'}rrors by class${isDone ? '' : `, ${counted(now.inputs, 'input')} so far`}`),
    make('thead', {}, make('tr', {}, ...['class', 'root mean square', 'largest', 'wrong'].map(text => make('th', { scope: 'col' }, text)))),
    make('tbody', {}, ...still.rows.map((row, i) => make('tr', {}, make('th', { scope: 'row' }, row.name),
      ...(row.count === 0 ? [make('td', { colspan: 3 }, 'no such input in the sample')] : [pair(rms(row), rms(now.rows[i]), value => shown(value, 3), true), pair(row.largest, now.rows[i].largest, value => shown(value, 3), true), pair(share(row), share(now.rows[i]), percent, false)])))));
}
