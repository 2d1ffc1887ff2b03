// The page: its state, and what changes it.

const data = JSON.parse(document.getElementById('data').textContent);
const nameOf = feature => data.featureNames[feature] || `x${feature}`;
const element = id => document.getElementById(id);

class Explorer {
  constructor(truth, networks) {
    const { features, inputs, verdicts } = data;
    Object.assign(this, { truth, networks, features, several: networks.length > 1, allPairs: truth instanceof PairsTruth && truth.count === (features * (features - 1)) / 2 });
    this.verdicts = verdicts.length ? new Map(verdicts.map(verdict => [verdict.output ?? verdict.first * features + verdict.second, verdict])) : null;
    this.sample = inputs.drawn.map((on, i) => ({ on, values: inputs.values ? inputs.values[i] : on.map(() => 1) }));
    this.draws = new Draws(1);
    this.measurement = new Measurement(truth, this.sample, (errors, isDone) => this.showErrors(errors, isDone));
    this.state = this.start();
    this.views = [];
  }

  /** A first view with something to see: an input of the task that switches an output on. */
  start() {
    const first = this.sample.find(input => this.truth.values(input).some(value => value > 0)) || this.sample[0];
    const state = { on: new Map(first.on.map((feature, at) => [feature, first.values[at]])), focus: [0], output: -1, shown: this.several ? [0, 1] : [0], active: data.inputs.active, noise: 0, bits: 0, deleted: 0, pruned: 0, draw: 1, wrong: 0.5, overlay: this.verdicts !== null, sense: 'excited' };
    const values = this.truth.values(first), output = Math.max(0, values.findIndex(value => value > 0));
    return { ...state, output, focus: this.focusOf(output, first.on) };
  }

  input() {
    const on = [...this.state.on.keys()].sort((a, b) => a - b);
    return { on, values: on.map(feature => this.state.on.get(feature)) };
  }

  disturbance() {
    const { noise, bits, deleted, pruned: share, draw } = this.state;
    return { noise, bits, deleted, pruned: share, draw };
  }

  set(changes) {
    Object.assign(this.state, changes);
    this.render();
  }

  // What the input is.

  toggle(feature) {
    const { on } = this.state;
    if (on.has(feature)) on.delete(feature);
    else on.set(feature, Number(element('value').value) || 1);
    this.say('');
    this.render();
  }

  switchOn(input) {
    this.state.on = new Map(input.on.map((feature, at) => [feature, input.values[at]]));
  }

  /** A random input with a number of active features; where the task says more of its inputs than their number, one of the task's own. */
  drawInput() {
    const { active } = this.state;
    if (!data.inputs.isUniform && active === data.inputs.active && this.sample.length) return this.sample[this.draws.below(this.sample.length)];
    const on = this.draws.subset(this.features, Math.min(active, this.features));
    const values = this.sample.flatMap(input => input.values);
    return { on, values: on.map(() => (this.truth.isReal && values.length ? values[this.draws.below(values.length)] : 1)) };
  }

  random() {
    const input = this.drawInput();
    this.switchOn(input);
    this.focusOnInput(input);
    this.say('');
    this.render();
  }

  /** Chooses an output that the input switches on, or the first pair that is active. */
  focusOnInput(input) {
    const values = this.truth.values(input), output = values.findIndex(value => value > 0);
    if (output >= 0) this.look(output);
    else if (input.on.length > 1 && this.truth instanceof PairsTruth) Object.assign(this.state, { focus: input.on.slice(0, 2), output: this.truth.indexOf(input.on[0], input.on[1]) });
  }

  /** The next random input on which some output of a network on show is wrong. */
  nextError() {
    const runners = this.views.map(view => view.runner(this.disturbance())), until = performance.now() + 1500;
    let tried = 0, closest = { error: -1 };
    do {
      const input = this.drawInput(), targets = this.truth.values(input);
      tried++;
      for (const runner of runners) {
        const { outputs } = runner.run(input), [output] = worstOutputs(outputs, targets, 1), error = Math.abs(outputs[output] - targets[output]);
        if (isWrong(outputs[output], targets[output], this.state.wrong, this.truth.isReal)) {
          this.switchOn(input);
          this.look(output);
          this.say(`${this.truth.name(output)} is off by ${shown(error, 2)} (${counted(tried, 'input')} tried).`);
          return this.render();
        }
        if (error > closest.error) closest = { error, input, output };
      }
    } while (performance.now() < until && tried < 20000);
    this.switchOn(closest.input);
    this.look(closest.output);
    this.say(`None of ${counted(tried, 'random input')} has a wrong output (${this.barWords()}); the largest error of them all, ${shown(closest.error, 2)}, is here.`);
    return this.render();
  }

  // What is looked at.

  look(output) {
    Object.assign(this.state, { output, focus: this.focusOf(output, [...this.state.on.keys()]) });
  }

  /** The features that neurons are coloured by: the output's own where they are few, otherwise those of them that are on. */
  focusOf(output, on) {
    const support = Array.from(this.truth.support(output)), lit = support.filter(feature => on.includes(feature));
    return support.length <= 3 ? support : (lit.length > 0 ? lit : support).slice(0, 3);
  }

  choose(output) {
    this.look(output);
    this.follow();
    this.say('');
    this.render();
  }

  choosePair(k, l) {
    if (k === l || ![k, l].every(feature => Number.isInteger(feature) && feature >= 0 && feature < this.features)) return this.render();
    const focus = [Math.min(k, l), Math.max(k, l)];
    Object.assign(this.state, { focus, output: this.truth.indexOf(...focus) });
    this.follow();
    this.say('');
    return this.render();
  }

  follow() {
    if (element('follow').checked) this.switchOn({ on: this.state.focus, values: this.state.focus.map(() => 1) });
  }

  /** The next pair with the same first feature, or the next output. */
  step(by) {
    if (!(this.truth instanceof PairsTruth)) return this.choose((this.state.output + by + this.truth.count) % this.truth.count);
    const [fixed, moving] = this.fixed === this.state.focus[1] ? [this.state.focus[1], this.state.focus[0]] : this.state.focus;
    this.fixed = fixed;
    let other = moving;
    do other = (other + by + this.features) % this.features;
    while (other === fixed);
    return this.choosePair(fixed, other);
  }

  moveChoice(across, down, columns) {
    if (this.truth instanceof PairsTruth && this.state.focus.length === 2) {
      let [k, l] = this.state.focus;
      l = Math.max(0, Math.min(this.features - 1, l + across));
      k = Math.max(0, Math.min(this.features - 1, k + down));
      this.fixed = k;
      return this.choosePair(k, l);
    }
    return this.choose(Math.max(0, Math.min(this.truth.count - 1, this.state.output + across + down * columns)));
  }

  // What probing found.

  verdictOf(output) {
    return this.verdicts?.get(this.truth instanceof PairsTruth ? this.truth.first[output] * this.features + this.truth.second[output] : output);
  }

  pairVerdicts() {
    return new Map([...this.verdicts].map(([place, verdict]) => [place, verdict.verdict]));
  }

  outputVerdicts() {
    return new Map(Array.from({ length: this.truth.count }, (_, output) => [output, this.verdictOf(output)?.verdict]));
  }

  // Showing it.

  /** When an output counts as wrong. */
  barWords() {
    return this.state.wrong === 0.5 && !this.truth.isReal ? 'on the wrong side of \u00bd' : `error of ${shown(this.state.wrong, 2)} or more`;
  }

  say(words) {
    element('said').textContent = words;
  }

  arrange() {
    this.views = this.state.shown.map(index => (this.known[index] ??= new View(this.networks[index], this)));
    element('networks').replaceChildren(...this.views.map(view => view.root));
    element('networks').className = this.views.length > 1 ? 'two' : 'one';
  }

  render() {
    const input = this.input();
    this.targets = this.truth.values(input);
    this.showControls();
    for (const view of this.views) view.draw();
    this.keepAddress();
    this.measure();
  }

  measure() {
    const how = this.disturbance(), key = JSON.stringify([how, this.state.wrong, this.state.shown]);
    if (key === this.measured) return;
    this.measured = key;
    const runners = this.views.flatMap(view => [view.network, ...(Disturbed.isNone(how) ? [] : [view.runner(how)])]);
    this.measurement.start(runners.map(runner => own => runner.run(own)), this.state.wrong);
  }

  showErrors(errors, isDone) {
    const isNone = Disturbed.isNone(this.disturbance()), each = isNone ? 1 : 2;
    element('tables').replaceChildren(...this.views.map((view, i) => classTable(this.several ? view.network.name : '', errors[each * i], errors[each * i + each - 1], isDone, isNone)));
    element('tables').dataset.done = isDone;
  }

  showControls() {
    const { state } = this;
    this.chips.forEach((chip, feature) => {
      const isOn = state.on.has(feature);
      chip.setAttribute('aria-pressed', isOn);
      chip.classList.toggle('in-focus', state.focus.includes(feature) && state.focus.length <= 8);
      if (this.truth.isReal) chip.title = isOn ? `${nameOf(feature)} = ${shown(state.on.get(feature), 2)}` : nameOf(feature);
    });
    const ids = { active: state.active, first: state.focus[0] ?? '', second: state.focus[1] ?? '', noise: Math.round(state.noise * 100), bits: state.bits, deleted: Math.round(state.deleted * 100), pruned: Math.round(state.pruned * 100), wrong: Math.round(state.wrong * 100) };
    for (const [id, value] of Object.entries(ids)) if (document.activeElement !== element(id) || element(id).type === 'range') element(id).value = value;
    if (state.output >= 0) element('output').value = state.output;
    element('noise-is').textContent = state.noise ? shown(state.noise, 2) : 'none';
    element('bits-is').textContent = state.bits ? state.bits : 'all';
    element('deleted-is').textContent = `${Math.round(state.deleted * 100)} %`;
    element('pruned-is').textContent = `${Math.round(state.pruned * 100)} %`;
    element('wrong-is').textContent = state.wrong === 0.5 && !this.truth.isReal ? '\u00bd (other side)' : shown(state.wrong, 2);
    element('sense').value = state.sense;
    element('left').value = state.shown[0];
    element('right').value = state.shown[1] ?? '';
  }

  // The address.

  keepAddress() {
    clearTimeout(this.saving);
    this.saving = setTimeout(() => {
      const address = `#${addressOf(this)}`;
      if (address === location.hash) return;
      try {
        history.replaceState(null, '', address);
      } catch {
        location.hash = address;
      }
    }, 120);
  }

  // Putting the page together.

  build() {
    this.known = [];
    this.chips = Array.from({ length: this.features }, (_, feature) => make('button', { type: 'button', class: 'chip', tabindex: feature === 0 ? 0 : -1, 'aria-pressed': false, onclick: () => this.toggle(feature) }, data.featureNames.length ? nameOf(feature) : `${feature}`));
    element('features').append(...this.chips);
    element('features').addEventListener('keydown', event => this.moveAmongChips(event));
    element('features').addEventListener('focusin', event => this.enterChip(this.chips.indexOf(event.target)));
    element('value-of').hidden = !this.truth.isReal;
    const isPairs = this.truth instanceof PairsTruth;
    element('pair-choice').hidden = !isPairs;
    element('output-choice').hidden = isPairs;
    element('previous').textContent = isPairs ? 'Previous pair' : 'Previous output';
    element('next').textContent = isPairs ? 'Next pair' : 'Next output';
    element('follow-words').textContent = isPairs ? 'and switch just it on' : 'and switch just its features on';
    element('follow').checked = isPairs;
    if (!isPairs) element('output').append(...Array.from({ length: this.truth.count }, (_, output) => make('option', { value: output }, this.truth.name(output))));
    for (const id of ['first', 'second', 'active']) element(id).max = id === 'active' ? this.features : this.features - 1;
    element('sample').textContent = `${counted(this.sample.length, 'input')} drawn from the task (${data.inputs.description})`;
    element('which').hidden = !this.several;
    element('left').append(...this.networks.map((network, index) => make('option', { value: index }, network.name)));
    element('right').append(make('option', { value: '' }, 'nothing'), ...this.networks.map((network, index) => make('option', { value: index }, network.name)));
    element('lead').textContent = leadOf(this);
    element('facts').append(...factsOf(this).map(([term, text]) => make('div', {}, make('dt', {}, term), make('dd', {}, text))));
    listenTo(this);
  }

  moveAmongChips(event) {
    const columns = this.chips.filter(chip => chip.offsetTop === this.chips[0].offsetTop).length, at = this.chips.indexOf(event.target);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, ArrowDown: at + columns, ArrowUp: at - columns, Home: 0, End: this.features - 1 }[event.key];
    if (to === undefined || at < 0) return;
    event.preventDefault();
    if (this.chips[to]) this.chips[to].focus();
  }

  enterChip(feature) {
    if (feature < 0) return;
    this.chips.forEach((chip, own) => (chip.tabIndex = own === feature ? 0 : -1));
    if (this.truth.isReal && this.state.on.has(feature)) element('value').value = this.state.on.get(feature);
  }

  async copy() {
    history.replaceState(null, '', `#${addressOf(this)}`);
    try {
      await navigator.clipboard.writeText(location.href);
      this.say('The link is on the clipboard.');
    } catch {
      this.say('The address of this page holds the view: copy it from the address bar.');
    }
  }
}

async function open() {
  colours.refresh();
  const networks = await Promise.all(data.networks.map(spec => Network.of(spec, data.features)));
  const truth = await truthOf(data.truth, data.features, networks[0].readOff.outputs, data.outputNames);
  const explorer = new Explorer(truth, networks);
  explorer.build();
  takeAddress(explorer, location.hash.slice(1));
  element('main').hidden = false;
  explorer.arrange();
  explorer.render();
  return explorer;
}

window.explorer = open().then(
  explorer => (document.documentElement.dataset.ready = 'yes', explorer),
  error => {
    element('lead').textContent = `The network could not be unpacked: ${error.message}`;
    throw error;
  });
