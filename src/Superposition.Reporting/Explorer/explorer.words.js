// What the page says of itself.

/** Two sentences on what is to be seen. */
function leadOf(explorer) {
  const [network] = explorer.networks, count = explorer.truth.count, layers = network.layers.length;
  const what = explorer.allPairs ? `the ANDs of all ${count.toLocaleString('en-US')} pairs of ${counted(explorer.features, 'feature')}`
    : explorer.truth instanceof PairsTruth ? `the ANDs of ${counted(count, 'pair')} of ${counted(explorer.features, 'feature')}`
      : explorer.truth instanceof LayersTruth ? `a circuit of ${counted(explorer.truth.spec.layers.length, 'layer')} of gates over ${counted(explorer.features, 'feature')}`
        : `${counted(count, 'output')} of ${counted(explorer.features, 'feature')}`;
  const who = explorer.several ? 'These networks compute' : layers === 0 ? 'Without neurons, this read-off gives' : `${counted(network.neurons, 'neuron')}${layers > 1 ? ` in ${counted(layers, 'layer')}` : ''} compute${network.neurons === 1 ? 's' : ''}`;
  const shares = layers > 1 ? ', one layer after the other' : layers === 0 ? '' : `${network.encoding ? `, which enter in superposition in ${counted(network.entering, 'dimension')}` : ''}${count > network.neurons ? ': more outputs than neurons, so they share them' : ', each read from all the neurons together'}`;
  return `${who} ${what}${explorer.several ? '' : shares}. Switch features on and watch which neurons fire, what every output reads, and which are wrong.`;
}

/** What the page is made of. */
function factsOf(explorer) {
  const each = (network, text) => (explorer.several ? `${network.name}: ${text}` : text);
  return [
    ['Inputs', data.inputs.description],
    ...explorer.networks.map(network => ['Network', each(network, `${network.origin.toLowerCase()}, ${counted(network.layers.length, 'layer')}${network.layers.length ? ` of ${network.layers.map(layer => layer.neurons.toLocaleString('en-US')).join(', ')} neurons` : ''}${network.encoding ? `, features encoded in ${network.entering} dimensions` : ''}, read-off ${network.readOff.factors ? 'from factors' : 'row by row'}`)]),
    ...explorer.networks.map(network => ['Weights', each(network, network.format === 'float16'
      ? `float16: ${network.change === 0 ? 'no output changes' : `outputs change by at most ${shown(network.change, 5)}`} on ${counted(network.tried, 'input')} (allowed: 0.001)`
      : `float32: float16 would change an output by ${network.change < 1e30 ? shown(network.change, 4) : 'more than numbers hold'}`)]),
    ...explorer.networks.map(network => ['Checked', each(network, `outputs here differ from the program\u2019s by at most ${shown(selfCheck(network), 6)} on ${counted(network.check.length, 'input')}`)]),
    ['Made by', data.command],
  ];
}
