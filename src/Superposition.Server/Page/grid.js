// The grid of a run: a row for each point, a tile for each of its seeds, filled as cells are done.
import { h, number, time } from "./elements.js";

const states = { waiting: "waiting", running: "running", done: "done", refused: "cannot be built", failed: "failed", lost: "lost" };

export class Grid {
  constructor(select) {
    this.select = select;
    this.tiles = new Map();
    this.by = "state";
    this.chooser = h("select", { id: "colour-by", onchange: () => { this.by = this.chooser.value; this.paint(); } });
    this.legend = h("ul", { class: "legend" });
    this.body = h("div", { class: "grid", role: "group", "aria-label": "Cells; arrow keys move, Enter shows one", onkeydown: event => this.move(event) });
    this.element = h("div", {}, h("p", { class: "tools" }, h("label", { for: "colour-by" }, "Colour by "), this.chooser), this.legend, this.body);
  }

  show(cells, table) {
    this.cells = cells;
    this.values = table;
    const key = cells.map(cell => cell.id).join("\n");
    if (key !== this.key) {
      this.key = key;
      this.build();
    }

    const measures = table.columns.slice(table.coordinates).filter((_, i) => table.rows.some(row => typeof row[table.coordinates + i] === "number"));
    const names = ["state", ...measures];
    if (names.join() !== this.names) {
      this.names = names.join();
      this.chooser.replaceChildren(...names.map(name => h("option", { value: name, selected: name === this.by }, name)));
    }

    this.paint();
  }

  build() {
    const groups = new Map();
    for (const cell of this.cells) {
      const name = cell.id.replace(/-?seed\d+$/, "");
      groups.set(name, [...(groups.get(name) ?? []), cell]);
    }

    this.tiles.clear();
    this.order = [];
    const tile = cell => {
      const button = h("button", { class: "tile", tabindex: this.order.length ? -1 : 0, onclick: () => this.choose(cell.id) });
      this.tiles.set(cell.id, button);
      this.order.push(button);
      return button;
    };
    const isFlat = groups.size === this.cells.length;
    this.body.classList.toggle("flat", isFlat);
    this.body.replaceChildren(...[...groups].map(([name, cells]) => isFlat ? tile(cells[0]) : h("div", { class: "group" }, h("span", { title: name }, name || "cell"), h("div", {}, cells.map(tile)))));
  }

  choose(id) {
    for (const [cell, tile] of this.tiles) tile.setAttribute("aria-pressed", cell === id);
    this.select(id);
  }

  move(event) {
    const at = this.order.indexOf(document.activeElement);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, ArrowDown: this.below(at, 1), ArrowUp: this.below(at, -1), Home: 0, End: this.order.length - 1 }[event.key];
    if (at < 0 || to === undefined || !this.order[to]) return;
    event.preventDefault();
    this.order[at].tabIndex = -1;
    this.order[to].tabIndex = 0;
    this.order[to].focus();
  }

  // The tile in the row above or below that is nearest.
  below(at, direction) {
    if (at < 0) return undefined;
    const here = this.order[at].getBoundingClientRect();
    for (let i = at + direction; i >= 0 && i < this.order.length; i += direction) {
      const there = this.order[i].getBoundingClientRect();
      if (direction * (there.top - here.top) > 4 && direction * (there.left - here.left) <= 4) return i;
    }

    return undefined;
  }

  paint() {
    const column = this.values.columns.indexOf(this.by);
    const values = new Map();
    for (const row of column < 0 ? [] : this.values.rows) {
      if (typeof row[column] === "number" && !values.has(row[0])) values.set(row[0], row[column]);
    }

    const all = [...values.values()];
    const [low, high] = [Math.min(...all), Math.max(...all)];
    const isLog = low > 0 && high / low > 20;
    const place = value => high === low ? 0.5 : isLog ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low);
    const tally = {};
    for (const cell of this.cells) {
      const tile = this.tiles.get(cell.id);
      const value = values.get(cell.id);
      tally[cell.state] = (tally[cell.state] ?? 0) + 1;
      tile.className = `tile ${cell.state}${value === undefined ? "" : " valued"}`;
      tile.style.setProperty("--done", `${100 * cell.done}%`);
      tile.style.setProperty("--value", value === undefined ? "" : `${100 * place(value)}%`);
      tile.title = `${cell.id}: ${states[cell.state]}${value === undefined ? "" : `, ${this.by} ${number(value)}`}${cell.seconds ? `, ${time(cell.seconds)}` : ""}${cell.remark ? `. ${cell.remark}` : ""}`;
      tile.setAttribute("aria-label", tile.title);
    }

    this.legend.replaceChildren(...column < 0 || all.length === 0
      ? Object.keys(states).filter(state => tally[state]).map(state => h("li", {}, h("i", { class: `tile ${state}`, css: { "--done": "50%" } }), `${tally[state].toLocaleString("en")} ${states[state]}`))
      : [h("li", {}, number(low)), h("li", {}, h("i", { class: "ramp" })), h("li", {}, `${number(high)}${isLog ? " (log)" : ""}`)]);
  }
}
