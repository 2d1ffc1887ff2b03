// Drawing: every picture is a canvas that is drawn whole from numbers.

/** Colours of the style sheet, read again when the theme changes. */
const colours = {
  refresh() {
    const style = getComputedStyle(document.documentElement);
    for (const name of ['paper', 'ink', 'quiet', 'rule', 'accent', 'some', 'none', 'wrong', 'used', 'unused', 'weak', 'absent', 'open']) this[name] = style.getPropertyValue(`--${name}`).trim();
    this.ramps = { value: ramp(this.paper, this.accent), error: ramp(this.paper, this.wrong) };
  },
};

function parts(hex) {
  return [1, 3, 5].map(at => parseInt(hex.slice(at, at + 2), 16));
}

/** 256 colours from one to another, as bytes of an image. */
function ramp(from, to) {
  const [a, b] = [parts(from), parts(to)];
  return Array.from({ length: 256 }, (_, step) => a.map((start, i) => Math.round(start + ((b[i] - start) * step) / 255)));
}

/** Prepares a canvas of some size in CSS pixels. */
function pen(canvas, width, height) {
  const density = Math.min(3, window.devicePixelRatio || 1);
  const [w, h] = [Math.round(width * density), Math.round(height * density)];
  if (canvas.width !== w || canvas.height !== h) {
    canvas.width = w;
    canvas.height = h;
    canvas.style.width = `${width}px`;
    canvas.style.height = `${height}px`;
  }
  const context = canvas.getContext('2d');
  context.setTransform(density, 0, 0, density, 0, 0);
  context.clearRect(0, 0, width, height);
  context.font = `11px ${getComputedStyle(document.body).fontFamily}`;
  return context;
}

/** Where the bars of neurons stand: sorted by how many of the chosen features they listen to, in as many lines as fit. */
function neuronLayout(width, heard, most, hasWeights) {
  const groups = [[], [], []];
  heard.forEach((count, neuron) => groups[count === 0 ? 0 : count < most ? 1 : 2].push(neuron));
  const gap = 12, gaps = gap * (groups.filter(group => group.length > 0).length - 1);
  const pitch = Math.max(2, Math.min(24, (width - gaps) / heard.length));
  const lines = [[]];
  let x = 0;
  for (const [index, group] of groups.entries()) {
    for (const neuron of group) {
      if (x + pitch > width + 0.01) {
        lines.push([]);
        x = 0;
      }
      lines[lines.length - 1].push({ neuron, x, group: index });
      x += pitch;
    }
    if (group.length > 0) x += gap;
  }
  const up = lines.length === 1 ? 104 : lines.length <= 3 ? 66 : 44, down = hasWeights ? Math.round(up * 0.42) : 0;
  return { lines, pitch, up, down, step: up + down + 14, height: lines.length * (up + down + 14), groups, order: groups.flat() };
}

/** Bars of neurons: above the line how strongly each fires, below it how the chosen output weighs it. */
function drawNeurons(canvas, layout, width, fired, weights, cursor, deleted) {
  const context = pen(canvas, width, layout.height), bar = Math.max(1, layout.pitch - (layout.pitch > 3 ? 1 : 0.5));
  const { largest } = sizesOf(fired), scale = layout.up / Math.max(largest, 1e-9), weight = weights ? sizesOf(weights).largest : 0;
  const inks = [colours.none, colours.some, colours.accent];
  layout.lines.forEach((line, at) => {
    const base = at * layout.step + layout.up + 2;
    context.fillStyle = colours.rule;
    context.fillRect(0, base, width, 1);
    for (const { neuron, x, group } of line) {
      const tall = fired[neuron] * scale;
      context.fillStyle = inks[group];
      if (tall > 0) context.fillRect(x, base - Math.max(1, tall), bar, Math.max(1, tall));
      else if (tall < 0) context.fillRect(x, base + 1, bar, Math.min(layout.down || 12, -tall));
      if (weight > 0 && weights[neuron] !== 0) {
        const part = (weights[neuron] / weight) * layout.down * 0.5;
        context.globalAlpha = 0.55;
        context.fillRect(x, base + 3 + layout.down / 2 - Math.max(0, part), bar, Math.max(1, Math.abs(part)));
        context.globalAlpha = 1;
      }
      if (deleted && deleted[neuron]) {
        context.fillStyle = colours.wrong;
        context.fillRect(x, base - 3, bar, 3);
      }
      if (neuron === cursor) {
        context.strokeStyle = colours.ink;
        context.lineWidth = 1.5;
        context.strokeRect(x - 2, base - Math.max(6, tall) - 3, bar + 4, Math.max(6, tall) + layout.down + 5);
      }
    }
  });
}

/** The neuron at a place, or −1. */
function neuronAt(layout, x, y) {
  const line = layout.lines[Math.floor(y / layout.step)];
  if (!line) return -1;
  const found = line.find(bar => x >= bar.x - 0.5 && x < bar.x + layout.pitch);
  return found ? found.neuron : -1;
}

/** A map of all pairs: above the diagonal each output's value, below it its error or the verdict on it. */
function drawPairMap(canvas, size, m, truth, outputs, targets, bar, input, chosen, verdicts) {
  const margin = 22, context = pen(canvas, size, size), cell = (size - margin) / m;
  const image = new ImageData(m, m), { value, error } = colours.ramps, paper = parts(colours.paper), shades = verdicts && verdictInks();
  for (let at = 0; at < m * m; at++) image.data.set([...paper, 255], 4 * at);
  for (let j = 0; j < outputs.length; j++) {
    const [k, l] = [truth.first[j], truth.second[j]];
    image.data.set(value[Math.max(0, Math.min(255, Math.round(255 * outputs[j])))], 4 * (k * m + l));
    const size = Math.abs(outputs[j] - targets[j]);
    image.data.set(error[Number.isFinite(size) ? Math.min(255, Math.round((255 * size) / (2 * bar))) : 255], 4 * (l * m + k));
  }
  if (shades) for (const [place, verdict] of verdicts) image.data.set(shades[verdict] || paper, 4 * ((place % m) * m + Math.floor(place / m)));
  const small = document.createElement('canvas');
  small.width = small.height = m;
  small.getContext('2d').putImageData(image, 0, 0);
  context.imageSmoothingEnabled = cell * (window.devicePixelRatio || 1) < 1;
  context.drawImage(small, margin, margin, size - margin, size - margin);
  context.strokeStyle = colours.rule;
  context.strokeRect(margin + 0.5, margin + 0.5, size - margin - 1, size - margin - 1);
  context.beginPath();
  context.moveTo(margin, margin);
  context.lineTo(size, size);
  context.stroke();
  const box = (row, column, ink, grow) => {
    context.strokeStyle = ink;
    context.lineWidth = 1.5;
    const side = Math.max(cell, 4);
    context.strokeRect(margin + column * cell + (cell - side) / 2 - grow, margin + row * cell + (cell - side) / 2 - grow, side + 2 * grow, side + 2 * grow);
  };
  for (let j = 0; j < outputs.length; j++) {
    if (isWrong(outputs[j], targets[j], bar, false)) box(truth.second[j], truth.first[j], colours.wrong, 0.5);
    if (targets[j] > 0) box(truth.first[j], truth.second[j], colours.accent, 0.5);
  }
  context.fillStyle = colours.ink;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  let [lastAcross, lastDown] = [-20, -20];
  for (const feature of input.on) {
    const middle = margin + (feature + 0.5) * cell;
    if (middle - lastAcross >= 16) context.fillText(feature, (lastAcross = middle), 10);
    if (middle - lastDown >= 11) context.fillText(feature, 9, (lastDown = middle));
  }
  if (chosen) {
    const [k, l] = chosen;
    box(k, l, colours.ink, 2);
    box(l, k, colours.ink, 2);
  }
}

function verdictInks() {
  const { used, unused, weak, absent, open } = colours;
  return { used: parts(used), 'readable-but-unused': parts(unused), readable: parts(unused), 'weakly-readable': parts(weak), absent: parts(absent), undecided: parts(open), 'cannot-be-judged': parts(open) };
}

/** The pair at a place of the map, or null. */
function pairAt(size, m, x, y) {
  const margin = 22, cell = (size - margin) / m, row = Math.floor((y - margin) / cell), column = Math.floor((x - margin) / cell);
  return row < 0 || column < 0 || row >= m || column >= m || row === column ? null : [Math.min(row, column), Math.max(row, column)];
}

/** Outputs in a line each: a ring where the truth is, a disc where the output is. */
function drawOutputRows(canvas, width, truth, outputs, targets, bar, chosen, verdicts) {
  const step = 20, label = Math.min(132, width * 0.34), height = outputs.length * step + 24, context = pen(canvas, width, height);
  const [low, high] = outputRange(outputs, targets), x = value => label + 8 + ((value - low) / (high - low)) * (width - label - 20);
  context.textBaseline = 'middle';
  for (const tick of truth.isReal ? [low, 0, high] : [0, 0.5, 1]) {
    context.fillStyle = colours.quiet;
    context.textAlign = 'center';
    context.fillText(shown(tick, tick === 0.5 || truth.isReal ? 1 : 0), x(tick), height - 8);
    context.strokeStyle = colours.rule;
    context.setLineDash(tick === 0.5 ? [3, 3] : []);
    context.beginPath();
    context.moveTo(x(tick), 2);
    context.lineTo(x(tick), height - 18);
    context.stroke();
  }
  context.setLineDash([]);
  outputs.forEach((value, j) => {
    const y = j * step + step / 2, ink = isWrong(value, targets[j], bar, truth.isReal) ? colours.wrong : targets[j] > 0 ? colours.accent : colours.quiet;
    if (j === chosen) {
      context.strokeStyle = colours.ink;
      context.lineWidth = 1.5;
      context.strokeRect(1, y - step / 2 + 1, width - 2, step - 2);
    }
    context.fillStyle = verdicts && verdicts.get(j) ? `rgb(${verdictInks()[verdicts.get(j)]})` : colours.ink;
    context.textAlign = 'left';
    context.fillText(truth.name(j), 6, y, label - 6);
    context.strokeStyle = ink;
    context.lineWidth = 1;
    context.beginPath();
    context.moveTo(x(targets[j]), y);
    context.lineTo(x(value), y);
    context.stroke();
    context.lineWidth = 1.5;
    context.beginPath();
    context.arc(x(targets[j]), y, 4.5, 0, 7);
    context.stroke();
    context.fillStyle = ink;
    context.beginPath();
    context.arc(x(value), y, 3.2, 0, 7);
    context.fill();
  });
}

function outputRange(outputs, targets) {
  let [low, high] = [-0.25, 1.25];
  for (const numbers of [outputs, targets]) for (const number of numbers) if (Number.isFinite(number)) [low, high] = [Math.min(low, number), Math.max(high, number)];
  return [low, high];
}

/** Many outputs as a grid of cells, each halved into its value and its error. */
function gridLayout(width, count) {
  const columns = Math.min(count, Math.max(8, Math.round(Math.sqrt(count * 2)))), cell = Math.min(34, width / columns);
  return { columns, cell, height: Math.ceil(count / columns) * cell + 2 };
}

function drawGrid(canvas, width, outputs, targets, bar, isReal, chosen, verdicts) {
  const { columns, cell, height } = gridLayout(width, outputs.length), context = pen(canvas, width, height), shades = verdictInks(), gap = cell > 8 ? 2 : 0.5;
  const ink = (ramp, share) => `rgb(${ramp[Number.isFinite(share) ? Math.max(0, Math.min(255, Math.round(255 * share))) : 255]})`;
  outputs.forEach((value, j) => {
    const [x, y] = [(j % columns) * cell + 1, Math.floor(j / columns) * cell + 1], half = (cell - gap) / 2, error = Math.abs(value - targets[j]), verdict = verdicts && verdicts.get(j);
    context.fillStyle = ink(colours.ramps.value, value);
    context.fillRect(x, y, half, cell - gap);
    context.fillStyle = verdict ? `rgb(${shades[verdict]})` : ink(colours.ramps.error, error / (2 * bar));
    context.fillRect(x + half, y, half, cell - gap);
    context.lineWidth = j === chosen ? 2 : 1;
    context.strokeStyle = j === chosen ? colours.ink : isWrong(value, targets[j], bar, isReal) ? colours.wrong : targets[j] > 0 ? colours.accent : colours.rule;
    context.strokeRect(x, y, 2 * half, cell - gap);
  });
}

/** How many outputs of this input have which value: those that are to be 1 above the line, the others below. */
function drawHistogram(canvas, width, outputs, targets) {
  const height = 150, context = pen(canvas, width, height), [low, high] = outputRange(outputs, targets), bins = Math.max(20, Math.min(80, Math.floor(width / 8)));
  const counts = [new Float64Array(bins), new Float64Array(bins)];
  for (let j = 0; j < outputs.length; j++) counts[targets[j] > 0.5 ? 1 : 0][Math.max(0, Math.min(bins - 1, Math.floor(((outputs[j] - low) / (high - low)) * bins)))]++;
  const x = value => ((value - low) / (high - low)) * width, base = [height - 22, 52];
  [0, 1].forEach(kind => {
    const most = Math.max(1, ...counts[kind]), tall = kind === 1 ? 44 : 66;
    context.fillStyle = kind === 1 ? colours.accent : colours.none;
    counts[kind].forEach((count, bin) => {
      const size = count > 0 ? Math.max(2, (Math.sqrt(count) / Math.sqrt(most)) * tall) : 0;
      context.fillRect((bin * width) / bins, base[kind] - size, width / bins - 1, size);
    });
    context.fillStyle = colours.rule;
    context.fillRect(0, base[kind], width, 1);
    context.fillStyle = colours.quiet;
    context.textAlign = 'left';
    context.textBaseline = 'top';
    context.fillText(kind === 1 ? 'to be 1' : 'to be 0', 2, base[kind] - tall + 2);
  });
  context.textAlign = 'center';
  for (const tick of [0, 0.5, 1]) {
    context.fillStyle = colours.quiet;
    context.fillText(tick === 0.5 ? '\u00bd' : tick, x(tick), height - 15);
  }
  context.strokeStyle = colours.ink;
  context.setLineDash([3, 3]);
  context.beginPath();
  context.moveTo(x(0.5), 0);
  context.lineTo(x(0.5), height - 20);
  context.stroke();
}

/** What can be read of each function before a layer (rings) and after it (discs), with lines between; the truth decides the colour. */
function drawReadings(canvas, width, before, after, targets) {
  const height = 128, context = pen(canvas, width, height), numbers = [...before, ...after], left = 26;
  const [low, high] = outputRange(numbers, targets), y = value => height - 12 - ((value - low) / (high - low)) * (height - 24), pitch = (width - left - 8) / after.length;
  context.textBaseline = 'middle';
  context.textAlign = 'left';
  for (const tick of [0, 0.5, 1]) {
    context.strokeStyle = colours.rule;
    context.setLineDash(tick === 0.5 ? [3, 3] : []);
    context.beginPath();
    context.moveTo(left, y(tick));
    context.lineTo(width, y(tick));
    context.stroke();
    context.fillStyle = colours.quiet;
    context.fillText(tick === 0.5 ? '\u00bd' : tick, 4, y(tick));
  }
  context.setLineDash([]);
  const dot = Math.max(1.4, Math.min(4, pitch / 2.6));
  for (let j = 0; j < after.length; j++) {
    const x = left + (j + 0.5) * pitch + 4;
    context.strokeStyle = context.fillStyle = targets[j] > 0 ? colours.accent : colours.quiet;
    context.globalAlpha = 0.6;
    context.beginPath();
    context.moveTo(x, y(before[j]));
    context.lineTo(x, y(after[j]));
    context.stroke();
    context.beginPath();
    context.arc(x, y(before[j]), dot, 0, 7);
    context.stroke();
    context.globalAlpha = 1;
    context.beginPath();
    context.arc(x, y(after[j]), dot, 0, 7);
    context.fill();
  }
}
