// What buttons, fields, sliders and keys do.

function listenTo(explorer) {
  const click = (id, act) => element(id).addEventListener('click', act);
  const change = (id, act) => element(id).addEventListener('input', event => act(event.target.value));
  click('random', () => explorer.random());
  click('errs', () => explorer.nextError());
  click('clear', () => explorer.set({ on: new Map() }));
  click('next', () => explorer.step(1));
  click('previous', () => explorer.step(-1));
  click('again', () => explorer.set({ draw: explorer.state.draw + 1 }));
  click('still', () => explorer.set({ noise: 0, bits: 0, deleted: 0, pruned: 0 }));
  click('copy', () => explorer.copy());
  change('active', value => explorer.set({ active: Math.max(0, Math.min(explorer.features, Math.round(Number(value)) || 0)) }));
  for (const id of ['first', 'second']) element(id).addEventListener('change', () => explorer.choosePair(Number(element('first').value), Number(element('second').value)));
  change('output', value => explorer.choose(Number(value)));
  change('noise', value => explorer.set({ noise: value / 100 }));
  change('bits', value => explorer.set({ bits: Number(value) }));
  change('deleted', value => explorer.set({ deleted: value / 100 }));
  change('pruned', value => explorer.set({ pruned: value / 100 }));
  change('wrong', value => explorer.set({ wrong: value / 100 }));
  change('sense', value => explorer.set({ sense: value }));
  change('value', value => {
    const chip = explorer.chips.findIndex(own => own.tabIndex === 0);
    if (explorer.state.on.has(chip) && Number.isFinite(Number(value))) {
      explorer.state.on.set(chip, Number(value));
      explorer.render();
    }
  });
  const show = () => {
    const chosen = [Number(element('left').value), ...(element('right').value === '' ? [] : [Number(element('right').value)])];
    explorer.state.shown = [...new Set(chosen)];
    explorer.arrange();
    explorer.render();
  };
  change('left', show);
  change('right', show);
  document.addEventListener('keydown', event => {
    const act = { r: () => explorer.random(), e: () => explorer.nextError(), n: () => explorer.step(1), p: () => explorer.step(-1), c: () => explorer.set({ on: new Map() }) }[event.key];
    if (act && element('keys').checked && !event.ctrlKey && !event.metaKey && !event.altKey && !event.target.matches('input:not([type=checkbox]):not([type=range]), select')) act();
  });
  let resizing;
  new ResizeObserver(() => {
    clearTimeout(resizing);
    resizing = setTimeout(() => explorer.render(), 60);
  }).observe(document.body);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => {
    colours.refresh();
    explorer.render();
  });
  addEventListener('hashchange', () => {
    if (location.hash.slice(1) === addressOf(explorer)) return;
    takeAddress(explorer, location.hash.slice(1));
    explorer.arrange();
    explorer.render();
  });
}
