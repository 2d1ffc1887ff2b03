// The pages: the list of runs, one run, two side by side.
import { Chart, legend } from "./curves.js";
import { sideBySide } from "./difference.js";
import { bar, bytes, count, explorerPath, filePath, get, h, number, path, pill, Slot, time } from "./elements.js";
import { Grid } from "./grid.js";

const mostLines = 8;
const mostRows = 200;
const mostNetworks = 12;

const charts = () => [new Chart("Training loss", { smooth: true }), new Chart("ε, the largest error", { reference: { value: 0.25, label: "¼" } })];

const section = (title, ...content) => h("section", {}, h("h2", {}, title), ...content);

// One line of what a run came to, and how far it is.
function progress(run) {
  const words = [`${run.done.toLocaleString("en")} of ${count(run.cells, "cell")}`, time(run.seconds)];
  if (run.left !== null) words.push(`about ${time(run.left)} left`);
  return h("div", { class: "progress" }, bar(run.cells ? run.done / run.cells : 0, `${run.name}: cells done`), h("span", {}, words.filter(Boolean).join(" · ")));
}

export class RunsPage {
  constructor() {
    this.chosen = new Set();
    this.list = h("div", { class: "runs" });
    this.slot = new Slot(this.list);
    this.compare = h("button", { disabled: true, onclick: () => { location.hash = `#/compare?${new URLSearchParams([...this.chosen].map((name, i) => ["ab"[i], name]))}`; } }, "Set two runs side by side");
    this.element = h("div", {}, h("h1", {}, "Runs"), h("p", { class: "tools" }, this.compare), this.list);
  }

  runs(runs) {
    this.slot.show(runs, () => runs.length === 0
      ? h("p", { class: "quiet" }, "There are no runs here yet. A run that is begun shows up by itself.")
      : runs.map(run => this.card(run)));
  }

  card(run) {
    const box = h("input", { type: "checkbox", "aria-label": `Choose ${run.name} to compare`, checked: this.chosen.has(run.name), onchange: () => {
      this.chosen[box.checked ? "add" : "delete"](run.name);
      this.compare.disabled = this.chosen.size !== 2;
    } });
    return h("article", { class: `card ${run.state}` },
      h("header", {}, box, h("h2", {}, h("a", { href: `#/run/${path(run.name)}` }, run.name)), pill(run.state, run.stateInWords), h("time", { datetime: run.started }, new Date(run.started).toLocaleString("en-GB", { dateStyle: "medium", timeStyle: "short" }))),
      h("p", { class: "question" }, run.question),
      run.headline ? h("p", {}, run.headline) : null,
      run.differs ? h("p", { class: "quiet" }, "Differs from the first run: ", h("code", {}, run.differs)) : null,
      progress(run));
  }
}

export class RunPage {
  constructor(name, mayControl) {
    this.name = name;
    this.mayControl = mayControl;
    this.points = new Map();
    const part = (tag = "div", attributes = {}) => new Slot(h(tag, attributes));
    this.head = part("header", { class: "head" });
    this.answer = part();
    [this.loss, this.epsilon] = charts();
    this.names = part();
    this.curves = section("Curves", h("div", { class: "pair" }, this.loss.element, this.epsilon.element), this.names.element);
    this.grid = new Grid(id => this.choose(id));
    this.cell = h("div", { class: "cell", "aria-live": "polite" });
    this.failures = part();
    this.table = part();
    this.figures = part();
    this.files = part();
    this.spec = part();
    this.said = h("p", { class: "quiet", role: "status" });
    this.element = h("div", {}, this.head.element, this.said, this.answer.element, this.curves,
      section("Cells", this.grid.element, this.cell), ...[this.failures, this.table, this.figures, this.files, this.spec].map(slot => slot.element));
  }

  run(run) {
    if (!run) {
      this.head.show(null, () => [h("h1", {}, "There is no such run"), h("p", {}, h("a", { href: "#/" }, "All runs"))]);
      return;
    }

    const { summary } = run;
    this.answer.show([summary.headline, run.verdicts], () => summary.headline
      ? h("section", { class: "answer" }, h("h2", {}, "Answer"), h("p", { class: "headline" }, summary.headline), h("ul", {}, run.verdicts.map(verdict => h("li", { class: verdictClass(verdict) }, verdict))))
      : null);
    this.grid.show(run.cells, run.table);
    const running = new Set(run.cells.filter(cell => cell.state === "running").map(cell => cell.id));
    this.running = running;
    this.drawCurves();
    const bad = run.cells.filter(cell => cell.state === "failed" || cell.state === "lost" || cell.state === "refused");
    this.failures.show([bad, run.logs], () => bad.length + run.logs.length === 0 ? null : section("Failures and logs",
      bad.length ? h("dl", { class: "remarks" }, bad.slice(0, 50).flatMap(cell => [h("dt", {}, pill(cell.state), " ", cell.id), h("dd", {}, cell.remark ?? "")])) : null,
      bad.length > 50 ? h("p", { class: "quiet" }, `and ${bad.length - 50} more; the grid shows all`) : null,
      this.links(run.logs)));
    this.table.show(run.table, () => run.table.rows.length ? section("Rows", new Rows(run.table).element) : null);
    this.figures.show(run.figures, () => run.figures.length === 0 ? null : section("Figures", h("div", { class: "figures" }, run.figures.map(file =>
      h("a", { href: filePath(this.name, file.name), target: "_blank", rel: "noopener" }, h("img", { loading: "lazy", src: filePath(this.name, file.name), alt: file.name.replace(/^figures\/|\.svg$/g, "").replaceAll("-", " ") }))))));
    this.files.show([run.networks, run.files], () => section("Files", this.links(run.files), run.networks.length ? h("details", { open: run.networks.length <= mostNetworks }, h("summary", {}, count(run.networks.length, "network")), this.networks(run.networks)) : null));
    this.spec.show([run.spec, run.command, run.machine], () => section("How it was made",
      h("dl", { class: "facts" }, h("dt", {}, "Command"), h("dd", {}, h("code", {}, run.command)), h("dt", {}, "Machine"), h("dd", {}, run.machine)),
      h("details", {}, h("summary", {}, "Spec"), h("pre", { tabindex: 0 }, run.spec)),
      h("p", {}, h("a", { href: `#/compare?a=${encodeURIComponent(this.name)}` }, "Set beside another run"))));
  }

  summary(summary) {
    if (!summary) return;
    document.title = `${Math.floor(100 * summary.done / Math.max(1, summary.cells))} % ${summary.name}`;
    const still = { ...summary, seconds: 0, left: null };
    this.head.show(still, () => [
      h("p", { class: "eyebrow" }, summary.name, " ", pill(summary.state, summary.stateInWords)), h("h1", {}, summary.question), this.progress = h("div"),
      this.mayControl ? h("p", { class: "tools" },
        summary.canStop ? h("button", { onclick: () => this.control("stop") }, "Stop") : null,
        summary.canResume ? h("button", { onclick: () => this.control("resume") }, "Resume") : null) : null,
    ]);
    this.progress.replaceChildren(progress(summary));
  }

  live(points) {
    for (const point of points) {
      if (!this.points.has(point.cell)) this.points.set(point.cell, []);
      this.points.get(point.cell).push(point);
    }

    this.drawCurves();
  }

  // Cells in flight in colour, those that ended while one watched in grey.
  drawCurves() {
    const cells = [...this.points.keys()].filter(cell => this.points.get(cell).some(point => point.loss !== null));
    const active = cells.filter(cell => this.running?.has(cell)).slice(0, mostLines);
    const ended = cells.filter(cell => !this.running?.has(cell)).slice(-40);
    this.indices ??= new Map();
    for (const cell of active) if (!this.indices.has(cell)) this.indices.set(cell, this.indices.size);
    const lines = key => [...ended, ...active].map(cell => ({ name: cell, faint: !active.includes(cell), index: this.indices.get(cell) ?? 0, points: this.points.get(cell).filter(point => point[key] !== null).map(point => [point.step, point[key]]) }));
    this.curves.hidden = cells.length === 0;
    this.loss.show(lines("loss"));
    const epsilon = lines("epsilon");
    this.epsilon.element.hidden = epsilon.every(one => one.points.length === 0);
    this.epsilon.show(epsilon);
    this.names.show([active, ended.length], () => [legend(lines("loss")), ended.length ? h("p", { class: "quiet" }, `grey: ${count(ended.length, "cell")} that ended while this page was open`) : null]);
  }

  async choose(id) {
    const detail = await get(`/api/runs/${path(this.name)}/cells/${path(id)}`);
    const { cell } = detail;
    this.cell.replaceChildren(h("header", {}, h("h3", {}, cell.id), pill(cell.state), cell.seconds ? h("span", { class: "quiet" }, time(cell.seconds)) : null),
      ...[cell.remark ? h("p", {}, cell.remark) : null, cellCharts([detail]),
        detail.networks.length ? this.networks(detail.networks) : null,
        detail.rows ? h("details", { open: true }, h("summary", {}, "Rows"), h("pre", { tabindex: 0 }, detail.rows)) : null,
        h("p", {}, h("a", { href: `#/compare?${new URLSearchParams({ a: this.name, cellA: cell.id, b: this.name })}` }, "Set beside another cell"))].filter(Boolean));
  }

  links(files, more = () => null) {
    return h("ul", { class: "files" }, files.map(file => h("li", {}, h("a", { href: filePath(this.name, file.name), target: "_blank", rel: "noopener" }, file.name.replace(/^(networks|figures)\//, "")), " ", h("span", { class: "quiet" }, bytes(file.bytes)), more(file))));
  }

  // Files of networks, each with the page on which it computes.
  networks(files) {
    return this.links(files, file => [" ", h("a", { href: explorerPath(this.name, file.name), target: "_blank", rel: "noopener", "aria-label": `watch it compute: ${file.name.replace(/^networks\//, "")}` }, "watch it compute")]);
  }

  async control(act) {
    const response = await fetch(`/api/runs/${path(this.name)}/${act}`, { method: "POST" });
    const answer = await response.json();
    this.said.textContent = answer.said ?? answer.error;
  }
}

const verdictClass = verdict => /^\s*held/i.test(verdict) ? "held" : /^\s*failed/i.test(verdict) ? "failed" : null;

// Loss and ε of cells, each chart only where it has points.
function cellCharts(details) {
  const [loss, epsilon] = charts();
  const shown = [["loss", loss], ["epsilon", epsilon]].map(([key, chart]) => {
    const lines = details.map((detail, index) => ({ name: detail.cell.id, index, points: detail.curve.filter(point => point[key] !== null).map(point => [point.step, point[key]]) }));
    chart.show(lines);
    return lines.some(one => one.points.length) ? chart.element : null;
  });
  return shown.some(Boolean) ? h("div", { class: "pair" }, shown) : null;
}

// A table that sorts, and shows its first rows until it is asked for all.
class Rows {
  constructor(table) {
    this.table = table;
    this.most = mostRows;
    this.body = h("tbody");
    this.heads = table.columns.map((name, i) => h("th", { scope: "col", class: i < table.coordinates ? "name" : null }, h("button", { onclick: () => this.sort(i) }, name)));
    this.more = h("button", { onclick: () => { this.most = Infinity; this.fill(); } }, `Show all ${table.rows.length.toLocaleString("en")} rows`);
    this.element = [h("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": "Rows" }, h("table", {}, h("thead", {}, h("tr", {}, this.heads)), this.body)), this.more];
    this.rows = table.rows;
    this.fill();
  }

  sort(column) {
    this.direction = this.column === column ? -this.direction : 1;
    this.column = column;
    const order = (x, y) => x === null || y === null ? (x === null) - (y === null) : this.direction * (typeof x === "number" && typeof y === "number" ? x - y : String(x).localeCompare(String(y), "en", { numeric: true }));
    this.rows = [...this.table.rows].sort((x, y) => order(x[column], y[column]));
    this.heads.forEach((head, i) => i === column ? head.setAttribute("aria-sort", this.direction > 0 ? "ascending" : "descending") : head.removeAttribute("aria-sort"));
    this.fill();
  }

  fill() {
    this.body.replaceChildren(...this.rows.slice(0, this.most).map(row => h("tr", {}, row.map((value, i) => i < this.table.coordinates ? h("th", { scope: i === 0 ? "row" : null, class: "name" }, String(value ?? "")) : h("td", {}, number(value))))));
    this.more.hidden = this.rows.length <= this.most;
  }
}

export class ComparePage {
  constructor(query) {
    this.query = query;
    this.result = h("div");
    this.form = h("div", { class: "pair" });
    this.element = h("div", {}, h("h1", {}, "Side by side"), this.form, this.result);
    this.build();
  }

  async build() {
    const { runs } = await get("/api/runs");
    const sides = await Promise.all(["a", "b"].map(async side => {
      const name = this.query.get(side);
      const run = name && runs.some(one => one.name === name) ? await get(`/api/runs/${path(name)}`) : null;
      const cell = run?.cells.some(one => one.id === this.query.get(`cell${side.toUpperCase()}`)) ? this.query.get(`cell${side.toUpperCase()}`) : null;
      return { name, run, cell };
    }));
    this.form.replaceChildren(...sides.map((side, i) => {
      const key = "ab"[i];
      const choose = (name, value) => {
        const next = new URLSearchParams(this.query);
        if (value) next.set(name, value); else next.delete(name);
        if (name === key) next.delete(`cell${key.toUpperCase()}`);
        location.hash = `#/compare?${next}`;
      };
      return h("div", { class: "chooser" },
        h("label", {}, ["First run", "Second run"][i], h("select", { onchange: event => choose(key, event.target.value) }, h("option", { value: "" }, "choose a run"), runs.map(run => h("option", { selected: run.name === side.name }, run.name)))),
        side.run ? h("label", {}, "Cell", h("select", { onchange: event => choose(`cell${key.toUpperCase()}`, event.target.value) }, h("option", { value: "" }, "the whole run"), side.run.cells.map(cell => h("option", { selected: cell.id === side.cell }, cell.id)))) : null);
    }));
    const [first, second] = sides;
    if (!first.run || !second.run) return;
    const titles = sides.map(side => side.cell ? `${side.name} · ${side.cell}` : side.name);
    if (first.cell && second.cell) {
      const details = await Promise.all(sides.map(side => get(`/api/runs/${path(side.name)}/cells/${path(side.cell)}`)));
      this.result.replaceChildren(...[cellCharts(details), legend(details.map((detail, index) => ({ name: titles[index], index }))), section("Specs", sideBySide(details[0].spec, details[1].spec, titles)), section("Rows", sideBySide(details[0].rows, details[1].rows, titles))].filter(Boolean));
    } else {
      this.result.replaceChildren(h("div", { class: "pair" }, sides.map(side => h("article", { class: "card" }, h("p", {}, pill(side.run.summary.state, side.run.summary.stateInWords)), h("p", {}, side.run.summary.headline ?? side.run.summary.question), h("ul", {}, side.run.verdicts.map(verdict => h("li", { class: verdictClass(verdict) }, verdict))), progress(side.run.summary)))),
        section("Specs", sideBySide(first.run.spec, second.run.spec, titles)));
    }
  }
}
