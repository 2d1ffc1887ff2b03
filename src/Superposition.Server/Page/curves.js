// Curves on a canvas: a logarithmic axis where the values ask for one, the nearest point named under the pointer.
import { h, number } from "./elements.js";

const light = ["#0a5c8a", "#b3541e", "#1b7f5c", "#8a3a7e", "#8a6d00", "#3c5fc2", "#a3271c", "#4f6b1f"];
const dark = ["#7cc0ea", "#f0a26b", "#62cfa4", "#e39ad6", "#e0c65a", "#9db5ff", "#f08a7d", "#b6d37a"];
const margin = { left: 52, right: 12, top: 12, bottom: 28 };

export const colour = index => (matchMedia("(prefers-color-scheme: dark)").matches ? dark : light)[index % light.length];

export class Chart {
  // title: what the axis shows; reference: { value, label } for a line that means something.
  // smooth: whether single values are noise about a curve.
  constructor(title, { reference, smooth } = {}) {
    this.title = title;
    this.reference = reference;
    this.smooth = smooth;
    this.lines = [];
    this.canvas = h("canvas", { role: "img", "aria-label": title });
    this.reading = h("output", { class: "reading" });
    this.element = h("figure", { class: "chart" }, h("figcaption", {}, h("b", {}, title), this.reading), this.canvas);
    this.canvas.addEventListener("pointermove", event => this.point(event));
    this.canvas.addEventListener("pointerleave", () => { this.near = null; this.reading.textContent = ""; this.draw(); });
    new ResizeObserver(() => this.draw()).observe(this.canvas);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.draw());
  }

  // lines: { name, points: [[x, y]], index (its colour), faint }
  show(lines) {
    this.lines = lines.filter(line => line.points.length > 0);
    this.canvas.setAttribute("aria-label", `${this.title}: ${this.lines.map(line => `${line.name} ${number(line.points.at(-1)[1])} at step ${number(line.points.at(-1)[0])}`).join("; ") || "no points yet"}`);
    if (!this.waiting) {
      this.waiting = true;
      requestAnimationFrame(() => { this.waiting = false; this.draw(); });
    }
  }

  scale() {
    const all = this.lines.flatMap(line => line.points);
    const values = all.map(point => point[1]).concat(this.reference && all.length ? [this.reference.value] : []);
    let [low, high] = [Math.min(...values), Math.max(...values)];
    const isLog = low > 0 && high / low > 20;
    if (isLog) [low, high] = [Math.log10(low) - 0.05, Math.log10(high) + 0.05];
    else { const room = (high - low || Math.abs(high) || 1) * 0.06; [low, high] = [low >= 0 ? Math.max(0, low - room) : low - room, high + room]; }
    const last = Math.max(1, ...all.map(point => point[0]));
    const [width, height] = [this.canvas.clientWidth - margin.left - margin.right, this.canvas.clientHeight - margin.top - margin.bottom];
    return {
      isLog, low, high, last,
      x: step => margin.left + width * step / last,
      y: value => margin.top + height * (1 - ((isLog ? Math.log10(Math.max(value, 1e-300)) : value) - low) / (high - low)),
    };
  }

  draw() {
    const { canvas } = this;
    const ratio = devicePixelRatio || 1;
    const [width, height] = [canvas.clientWidth, canvas.clientHeight];
    if (!width) return;
    canvas.width = width * ratio;
    canvas.height = height * ratio;
    const pen = canvas.getContext("2d");
    const style = getComputedStyle(canvas);
    const [quiet, rule] = [style.getPropertyValue("--quiet"), style.getPropertyValue("--rule")];
    pen.scale(ratio, ratio);
    pen.font = `12px ${style.getPropertyValue("--plain")}`;
    pen.textBaseline = "middle";
    if (this.lines.length === 0) {
      pen.fillStyle = quiet;
      pen.textAlign = "center";
      pen.fillText("no points yet", width / 2, height / 2);
      return;
    }

    const scale = this.scale();
    pen.lineWidth = 1;
    for (const [value, label] of ticks(scale)) {
      const y = scale.y(value);
      pen.strokeStyle = rule;
      line(pen, margin.left, y, width - margin.right, y);
      pen.fillStyle = quiet;
      pen.textAlign = "right";
      pen.fillText(label, margin.left - 8, y);
    }

    pen.textAlign = "left";
    pen.fillText("0", margin.left, height - 12);
    pen.textAlign = "right";
    pen.fillText(`step ${number(scale.last)}${scale.isLog ? " · log scale" : ""}`, width - margin.right, height - 12);
    if (this.reference) {
      const y = scale.y(this.reference.value);
      pen.strokeStyle = quiet;
      pen.setLineDash([4, 4]);
      line(pen, margin.left, y, width - margin.right, y);
      pen.setLineDash([]);
      pen.textAlign = "left";
      pen.fillText(this.reference.label, margin.left + 4, y - 9);
    }

    for (const one of this.lines) {
      pen.strokeStyle = pen.fillStyle = one.faint ? quiet : colour(one.index);
      pen.lineJoin = "round";
      const path = (points, alpha, width) => {
        pen.globalAlpha = alpha;
        pen.lineWidth = width;
        pen.beginPath();
        points.forEach(([step, value], i) => pen[i ? "lineTo" : "moveTo"](scale.x(step), scale.y(value)));
        pen.stroke();
      };
      // Losses of single batches are noise about a curve: the noise stays visible, its running median is drawn over it.
      const isNoisy = one.points.length > 60 && !one.faint && this.smooth;
      const drawn = isNoisy ? medians(one.points) : one.points;
      if (isNoisy) path(one.points, 0.25, 1);
      path(drawn, one.faint ? 0.35 : 1, one.faint ? 1 : 1.75);
      if (!one.faint) dot(pen, scale.x(drawn.at(-1)[0]), scale.y(drawn.at(-1)[1]), 3);
    }

    pen.globalAlpha = 1;
    if (this.near) {
      pen.fillStyle = this.near.one.faint ? quiet : colour(this.near.one.index);
      dot(pen, scale.x(this.near.point[0]), scale.y(this.near.point[1]), 4.5);
    }
  }

  point(event) {
    if (this.lines.length === 0) return;
    const scale = this.scale();
    const box = this.canvas.getBoundingClientRect();
    const [x, y] = [event.clientX - box.left, event.clientY - box.top];
    let best = Infinity;
    for (const one of this.lines) {
      for (const point of one.points) {
        const distance = Math.hypot(scale.x(point[0]) - x, scale.y(point[1]) - y);
        if (distance < best) [best, this.near] = [distance, { one, point }];
      }
    }

    this.reading.textContent = `${this.near.one.name}: ${number(this.near.point[1])} at step ${number(this.near.point[0])}`;
    this.draw();
  }
}

export const legend = lines => h("ul", { class: "legend" }, lines.filter(line => !line.faint).map(line =>
  h("li", {}, h("i", { css: { background: colour(line.index) } }), line.name)));

function ticks(scale) {
  if (!scale.isLog) {
    const rough = (scale.high - scale.low) / 4;
    const power = 10 ** Math.floor(Math.log10(rough));
    const step = [1, 2, 5, 10].map(factor => factor * power).find(size => size >= rough);
    const found = [];
    for (let value = Math.ceil(scale.low / step) * step; value <= scale.high; value += step) found.push([value, number(Number(value.toPrecision(12)))]);
    return found;
  }

  const found = [];
  const decades = scale.high - scale.low;
  for (let power = Math.floor(scale.low); power <= scale.high; power++) {
    for (const factor of decades > 3 ? [1] : decades > 1.2 ? [1, 3] : [1, 2, 3, 5]) {
      const value = factor * 10 ** power;
      if (Math.log10(value) >= scale.low && Math.log10(value) <= scale.high) found.push([value, value >= 0.001 && value < 1e5 ? String(Number(value.toPrecision(3))) : `${factor === 1 ? "" : `${factor}·`}10${superscript(power)}`]);
    }
  }

  const every = Math.ceil(found.length / 7);
  return found.filter((_, i) => i % every === 0);
}

const superscript = power => [...String(power)].map(c => "⁰¹²³⁴⁵⁶⁷⁸⁹"[c] ?? "⁻").join("");

function medians(points) {
  const half = Math.max(2, Math.floor(points.length / 60));
  return points.map(([step], i) => {
    const values = points.slice(Math.max(0, i - half), i + half + 1).map(point => point[1]).sort((a, b) => a - b);
    return [step, values[Math.floor(values.length / 2)]];
  });
}

function line(pen, x0, y0, x1, y1) {
  pen.beginPath();
  pen.moveTo(x0, Math.round(y0) + 0.5);
  pen.lineTo(x1, Math.round(y1) + 0.5);
  pen.stroke();
}

function dot(pen, x, y, radius) {
  pen.beginPath();
  pen.arc(x, y, radius, 0, 2 * Math.PI);
  pen.fill();
}
