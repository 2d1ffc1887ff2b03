// The address: a view that can be sent.

/** The view as it stands in the address. */
function addressOf(explorer) {
  const { state } = explorer, { on, values } = explorer.input(), written = new URLSearchParams();
  written.set('on', on.map((feature, at) => (values[at] === 1 ? feature : `${feature}:${values[at]}`)).join(','));
  if (state.output >= 0) written.set('output', state.output);
  else written.set('pair', state.focus.join(','));
  for (const name of ['noise', 'bits', 'deleted', 'pruned']) if (state[name]) written.set(name, state[name]);
  if (state.draw !== 1) written.set('draw', state.draw);
  if (state.wrong !== 0.5) written.set('wrong', state.wrong);
  if (state.active !== data.inputs.active) written.set('active', state.active);
  if (state.sense !== 'excited') written.set('sense', state.sense);
  if (explorer.verdicts && !state.overlay) written.set('verdicts', 'off');
  if (explorer.several) written.set('networks', state.shown.join(','));
  return written.toString().replaceAll('%2C', ',').replaceAll('%3A', ':');
}

/** Takes a view from an address; what makes no sense in it is left as it is. */
function takeAddress(explorer, text) {
  const read = new URLSearchParams(text), { state } = explorer;
  const whole = (value, bound) => (/^\d+$/.test(value ?? '') && Number(value) < bound ? Number(value) : null);
  const between = (name, low, high) => {
    const value = Number(read.get(name));
    if (read.has(name) && Number.isFinite(value)) state[name] = Math.min(high, Math.max(low, value));
  };
  if (read.has('on')) {
    state.on = new Map(read.get('on').split(',').map(part => part.split(':')).map(([feature, value]) => [whole(feature, explorer.features), value === undefined ? 1 : Number(value)]).filter(([feature, value]) => feature !== null && Number.isFinite(value)));
  }
  const output = whole(read.get('output'), explorer.truth.count), pair = (read.get('pair') ?? '').split(',').map(part => whole(part, explorer.features));
  if (output !== null) explorer.look(output);
  else if (pair.length === 2 && pair.every(feature => feature !== null) && pair[0] !== pair[1]) Object.assign(state, { focus: pair, output: explorer.truth instanceof PairsTruth ? explorer.truth.indexOf(...pair) : -1 });
  between('noise', 0, 1);
  between('bits', 0, 12);
  between('deleted', 0, 0.9);
  between('pruned', 0, 0.99);
  between('draw', 1, 1e6);
  between('wrong', 0.01, 1);
  between('active', 0, explorer.features);
  state.bits = Math.round(state.bits);
  state.active = Math.round(state.active);
  if (read.get('sense') === 'either') state.sense = 'either';
  if (read.get('verdicts') === 'off') state.overlay = false;
  const shownNetworks = (read.get('networks') ?? '').split(',').map(part => whole(part, explorer.networks.length)).filter(index => index !== null);
  if (shownNetworks.length) state.shown = [...new Set(shownNetworks)].slice(0, 2);
}
