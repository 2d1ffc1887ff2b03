// Sorts a table by the column whose heading is pressed: numbers by size, anything else by letters; pressed again, the other way round.
for (const table of document.querySelectorAll('table')) {
  const head = table.tHead.rows[0];
  const raised = '⁰¹²³⁴⁵⁶⁷⁸⁹';
  const number = text => {
    const plain = text.replace(/[−⁻]/g, '-').replace(/,/g, '').replace(/[⁰¹²³⁴⁵⁶⁷⁸⁹]/g, digit => raised.indexOf(digit));
    const match = /^(-?[\d.]+)(?:·10(-?\d+))?/.exec(plain);
    return match ? Number(match[1]) * 10 ** Number(match[2] ?? 0) : null;
  };
  [...head.cells].forEach((cell, column) => {
    if (cell.textContent.trim() === '') return;
    const button = document.createElement('button');
    button.type = 'button';
    button.append(...cell.childNodes);
    cell.append(button);
    button.addEventListener('click', () => {
      const down = cell.getAttribute('aria-sort') === 'ascending';
      for (const other of head.cells) other.removeAttribute('aria-sort');
      cell.setAttribute('aria-sort', down ? 'descending' : 'ascending');
      const rows = [...table.tBodies[0].rows];
      rows.sort((a, b) => {
        const [x, y] = [a, b].map(row => row.cells[column].textContent);
        const [u, v] = [number(x), number(y)];
        const order = u === null || v === null ? (u === null) - (v === null) || x.localeCompare(y) : u - v;
        return down ? -order : order;
      });
      table.tBodies[0].append(...rows);
    });
  });
}
