'use strict';

// Numbers: unpacking, random draws, and the few sums that everything else is made of.

/** Half precision numbers by their 16 bits. */
const halves = (() => {
  const table = new Float32Array(65536);
  for (let bits = 0; bits < 65536; bits++) {
    const sign = bits & 0x8000 ? -1 : 1, exponent = (bits >> 10) & 31, fraction = bits & 1023;
    table[bits] = sign * (exponent === 0 ? fraction * 2 ** -24 : exponent === 31 ? (fraction ? NaN : Infinity) : (1 + fraction / 1024) * 2 ** (exponent - 15));
  }
  return table;
})();

/** The numbers of an array that is packed as base 64 of gzip of little-endian numbers. */
async function unpack(packed) {
  if (!packed) return null;
  const text = atob(packed.data), bytes = new Uint8Array(text.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = text.charCodeAt(i);
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  const buffer = await new Response(stream).arrayBuffer();
  if (packed.format === 'float32') return new Float32Array(buffer);
  const bits = new Uint16Array(buffer), numbers = new Float32Array(bits.length);
  for (let i = 0; i < bits.length; i++) numbers[i] = halves[bits[i]];
  return numbers;
}

/** A stream of random numbers that a seed decides (mulberry32). */
class Draws {
  constructor(seed) {
    this.state = (seed * 2654435761) >>> 0;
  }

  /** Uniform from 0 to 1. */
  next() {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let t = this.state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  }

  /** A whole number below a bound. */
  below(bound) {
    return Math.floor(this.next() * bound);
  }

  /** Normal with mean 0 and deviation 1. */
  normal() {
    return Math.sqrt(-2 * Math.log(1 - this.next())) * Math.cos(2 * Math.PI * this.next());
  }

  /** Some of the numbers 0 … count − 1, increasing. */
  subset(count, size) {
    const chosen = new Set();
    for (let top = count - size; top < count; top++) {
      const drawn = this.below(top + 1);
      chosen.add(chosen.has(drawn) ? top : drawn);
    }
    return [...chosen].sort((a, b) => a - b);
  }
}

/** start + W x for W [rows, columns] row by row; start may be null. Only what is not 0 in x is added up. */
function multiply(weight, rows, columns, x, start) {
  const out = new Float64Array(rows);
  if (start) out.set(start);
  const places = [];
  for (let j = 0; j < columns; j++) if (x[j] !== 0) places.push(j);
  const isDense = places.length * 2 > columns;
  for (let i = 0; i < rows; i++) {
    const base = i * columns;
    let sum = out[i];
    if (isDense) {
      for (let j = 0; j < columns; j++) sum += weight[base + j] * x[j];
    } else {
      for (let at = 0; at < places.length; at++) sum += weight[base + places[at]] * x[places[at]];
    }
    out[i] = sum;
  }
  return out;
}

/** The error function to 1.5e-7 (Abramowitz and Stegun 7.1.26). */
function erf(x) {
  const t = 1 / (1 + 0.3275911 * Math.abs(x));
  const y = 1 - ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t * Math.exp(-x * x);
  return x < 0 ? -y : y;
}

/** The root mean square and the largest size of numbers. */
function sizesOf(numbers) {
  let squares = 0, largest = 0;
  for (const number of numbers) {
    squares += number * number;
    if (!(Math.abs(number) <= largest)) largest = Math.abs(number);
  }
  return { rms: Math.sqrt(squares / Math.max(1, numbers.length)), largest };
}

/** A number for people: a true minus, few digits. */
function shown(number, digits = 3) {
  if (!Number.isFinite(number)) return 'not finite';
  const size = Math.abs(number);
  const text = size !== 0 && (size < 0.5 * 10 ** -digits || size >= 1e5) ? size.toExponential(1) : size.toFixed(digits);
  return (number < 0 && Number(text) !== 0 ? '\u2212' : '') + text;
}

/** "1 neuron", "1,024 neurons". */
function counted(number, noun) {
  return `${number.toLocaleString('en-US')} ${noun}${number === 1 ? '' : 's'}`;
}

/** Whether an output is wrong: at the usual bar of a half on the other side of a half than the truth, otherwise from an error of that size on. */
function isWrong(value, target, bar, isReal) {
  if (!Number.isFinite(value)) return true;
  return bar === 0.5 && !isReal ? value >= 0.5 !== target >= 0.5 : Math.abs(value - target) >= bar;
}
