// Two texts side by side, the lines that differ marked (longest common subsequence).
import { h } from "./elements.js";

export function difference(first, second) {
  const [a, b] = [first.split("\n"), second.split("\n")];
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
  const [left, right] = [a.slice(start, a.length - end), b.slice(start, b.length - end)];
  const pairs = left.length * right.length > 4e6 ? left.map(line => [line, null]).concat(right.map(line => [null, line])) : align(left, right);
  return [...a.slice(0, start).map(line => [line, line]), ...pairs, ...a.slice(a.length - end).map(line => [line, line])];
}

function align(a, b) {
  const length = Array.from({ length: a.length + 1 }, () => new Uint32Array(b.length + 1));
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) length[i][j] = a[i] === b[j] ? length[i + 1][j + 1] + 1 : Math.max(length[i + 1][j], length[i][j + 1]);
  }

  const pairs = [];
  let [i, j] = [0, 0];
  let [gone, come] = [[], []];
  const flush = () => {
    for (let k = 0; k < Math.max(gone.length, come.length); k++) pairs.push([gone[k] ?? null, come[k] ?? null]);
    [gone, come] = [[], []];
  };
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      flush();
      pairs.push([a[i++], b[j++]]);
    } else if (j >= b.length || (i < a.length && length[i + 1][j] >= length[i][j + 1])) gone.push(a[i++]);
    else come.push(b[j++]);
  }

  flush();
  return pairs;
}

// Equal lines far from a difference are folded away.
export function sideBySide(first, second, names) {
  const pairs = difference(first, second);
  const differs = pairs.map(([x, y]) => x !== y);
  const shown = pairs.map((_, i) => differs.slice(Math.max(0, i - 3), i + 4).some(Boolean));
  const rows = [];
  for (let i = 0; i < pairs.length; i++) {
    if (shown[i]) {
      const [x, y] = pairs[i];
      rows.push(h("tr", { class: differs[i] ? "differs" : null }, h("td", { class: x === null ? "absent" : null }, x ?? ""), h("td", { class: y === null ? "absent" : null }, y ?? "")));
      continue;
    }

    let next = i;
    while (next < pairs.length && !shown[next]) next++;
    rows.push(h("tr", { class: "folded" }, h("td", { colspan: 2 }, `${next - i} equal line${next - i === 1 ? "" : "s"}`)));
    i = next - 1;
  }

  return h("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": "Lines side by side" },
    h("table", { class: "sides" }, h("thead", {}, h("tr", {}, names.map(name => h("th", { scope: "col" }, name)))), h("tbody", {}, rows)));
}
