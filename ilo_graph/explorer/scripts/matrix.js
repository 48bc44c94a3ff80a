// The coverage matrix: who works on what at a glance, and where nothing was found.

const ROWS = ['unit', 'department', 'post'];
const COLUMNS = ['instrument', 'mandate', 'subject', 'outcome', 'target', 'goal'];
const ORDERS = ['blocks', 'most', 'name'];
const SIGNS = { stated: '●', unit: '◐', indirect: '○', under: '□', learns: '△', mentions: '·' };
const FITTING = 40; // so many gaps are shown as empty rows or columns; more are listed

/**
 * The cells, by row and column, each with its links, the strongest first.
 * @returns {{cells: Map<string, Map<string, number[]>>, rows: string[], columns: string[]}}
 */
function crossed() {
  const cells = new Map();
  const found = new Set();
  for (const i of shownLinks()) {
    for (const column of DIMENSIONS[state.columns].of(i)) {
      for (const row of DIMENSIONS[state.rows].of(i)) {
        if (!cells.has(row)) cells.set(row, new Map());
        const line = cells.get(row);
        if (line.has(column)) line.get(column).push(i); else line.set(column, [i]);
        found.add(column);
      }
    }
  }
  return { cells, ...ordered(cells, [...cells.keys()], [...found]) };
}

/** @param {Map<string, Map<string, number[]>>} cells @param {string[]} rows @param {string[]} columns */
function ordered(cells, rows, columns) {
  const { compare } = new Intl.Collator(language.code, { numeric: true });
  const byName = (/** @type {string[]} */ keys) => keys.map((key) => [keyName(key), key]).sort((a, b) => compare(a[0], b[0])).map(([, key]) => key);
  [rows, columns] = [byName(rows), byName(columns)];
  if (state.order === 'name') return { rows, columns };
  const rowsOf = new Map(columns.map((column) => [column, rows.filter((row) => cells.get(row).has(column))]));
  rows = largest(rows, (row) => cells.get(row).size);
  columns = largest(columns, (column) => rowsOf.get(column).length);
  if (state.order === 'most') return { rows, columns };
  for (let turn = 0; turn < 6; turn += 1) { // what has the same columns comes together
    columns = byMean(columns, rows, (column) => rowsOf.get(column));
    rows = byMean(rows, columns, (row) => [...cells.get(row).keys()]);
  }
  return { rows, columns };
}

/** Sort by the mean place of the others that a key has. @param {string[]} keys @param {string[]} others */
function byMean(keys, others, having) {
  const place = new Map(others.map((other, at) => [other, at]));
  const mean = new Map(keys.map((key) => {
    const places_ = having(key).map((other) => place.get(other));
    return [key, places_.reduce((sum, at) => sum + at, 0) / places_.length];
  }));
  return [...keys].sort((a, b) => mean.get(a) - mean.get(b));
}

/** @param {string} dimension @param {string[]} found @returns {string[]} What nothing was found for. */
function gapsOf(dimension, found) {
  const there = new Set(found);
  return DIMENSIONS[dimension].all().filter((key) => !there.has(key));
}

function showMatrix() {
  const { cells, rows, columns } = crossed();
  const [rowGaps, columnGaps] = [gapsOf(state.rows, rows), gapsOf(state.columns, columns)];
  const emptyRows = rows.length + rowGaps.length <= FITTING ? rowGaps : [];
  const emptyColumns = columns.length + columnGaps.length <= FITTING ? columnGaps : [];
  const across = bundled('columns', columns);
  const down = bundled('rows', rows);
  const head = make('tr', {}, make('td', { class: 'corner' }, say('matrix.corner', { rows: say('dimensions.' + state.rows), columns: say('dimensions.' + state.columns) })));
  head.append(...across.map((one) => headCell(one, 'col')), ...emptyColumns.map((key) => gapHead(key, 'col')));
  const body = make('tbody', {}, ...down.map((one) => lineOf(one, across, emptyColumns.length, cells)));
  body.append(...emptyRows.map((key) => make('tr', { class: 'gap' }, gapHead(key, 'row'), make('td', { colspan: String(Math.max(1, across.length + emptyColumns.length)) }, say('gaps.none', { n: data.notices })))));
  const caption = make('caption', {}, say('matrix.caption', { rows: say('dimensions.' + state.rows), columns: say('dimensions.' + state.columns), n: data.notices }));
  const table = make('table', { class: 'matrix' }, caption, make('thead', {}, head), body);
  byId('matrix-table').replaceChildren(rows.length ? table : make('p', { class: 'empty' }, say('network.none', { n: data.notices })));
  byId('matrix-gaps').replaceChildren(gapList(state.columns, columnGaps, columns.length), gapList(state.rows, rowGaps, rows.length));
  showChoices('matrix-rows', ROWS, state.rows, 'dimensions');
  showChoices('matrix-columns', COLUMNS, state.columns, 'dimensions');
  showChoices('matrix-order', ORDERS, state.order, 'orders');
}

/**
 * The keys of an axis, in groups where they are many: a group that is not open stands for all its members.
 * @param {'rows'|'columns'} axis @param {string[]} keys @returns {{key: string, group: string, members: string[]}[]}
 */
function bundled(axis, keys) {
  const single = (/** @type {string} */ key, group = '') => ({ key, group, members: [key] });
  if (keys.length <= MANY || !cardOf.has(keys[0])) return keys.map((key) => single(key));
  const groups = gather(keys, (key) => groupOf(cardOf.get(key)));
  if (groups.size < 2) return keys.slice(0, STEP * 5).map((key) => single(key));
  return [...groups].flatMap(([group, members]) => {
    if (members.length === 1) return [single(members[0])];
    const head = { key: '', group: axis + ':' + group, name: groupName(group), members };
    return state.open.has(head.group) ? [head, ...members.slice(0, STEP * 5).map((key) => single(key, group))] : [head];
  });
}

/** @param {{key: string, group: string, name?: string, members: string[]}} one @param {'col'|'row'} scope */
function headCell(one, scope) {
  const cell = make('th', { scope });
  if (one.key) {
    const card = cardOf.get(one.key);
    const chosen = card && card === state.chosen;
    if (chosen) cell.classList.add('chosen');
    const words_ = [keyName(one.key), scope === 'row' && card && card.title !== card.label ? titleOf(card) : ''];
    const inside = [make('strong', {}, words_[0]), words_[1] ? make('small', {}, words_[1]) : null];
    const element = card ? make('button', { type: 'button', class: 'plain', title: keyTitle(one.key) }, ...inside) : make('span', {}, ...inside);
    if (card) element.addEventListener('click', () => choose(chosen ? null : card));
    cell.append(make('div', { class: words_[0].length > 9 ? 'head long' : 'head' }, element));
  } else {
    const open = state.open.has(one.group);
    const element = button('', () => { if (!state.open.delete(one.group)) state.open.add(one.group); show(); }, { class: 'plain group', 'aria-expanded': String(open) });
    element.append(make('strong', {}, one.name), make('small', {}, String(one.members.length)));
    cell.append(make('div', { class: 'head long' }, element));
  }
  return cell;
}

/** @param {string} key @param {'col'|'row'} scope */
function gapHead(key, scope) {
  const cell = headCell({ key, group: '', members: [key] }, scope);
  cell.classList.add('gap');
  return cell;
}

/** One row of the matrix. */
function lineOf(row, across, empty, cells) {
  const line = make('tr', {}, headCell(row, 'row'));
  for (const column of across) {
    const links = [...new Set(row.members.flatMap((one) => column.members.flatMap((other) => cells.get(one)?.get(other) || [])))].sort((a, b) => a - b);
    line.append(links.length ? cellOf(row, column, links) : make('td'));
  }
  for (let i = 0; i < empty; i += 1) line.append(make('td', { class: 'gap' }));
  return line;
}

/** The dimension that groups another one. */
const GROUPING = { unit: 'department', post: 'department', instrument: 'subject', target: 'goalOf' };

/** @returns {?string[]} The dimension and the key that a row or column stands for; none where its group is no key. */
function axisKey(dimension, one) {
  if (one.key) return [dimension, one.key];
  const group = one.group.slice(one.group.indexOf(':') + 1);
  return GROUPING[dimension] && group && !group.startsWith('type/') ? [GROUPING[dimension], group] : null;
}

/** A cell: the sign of the strongest kind, and how many posts. @param {number[]} links */
function cellOf(row, column, links) {
  const kind = kindOf(links[0]);
  const posts = new Set(links.map((i) => data.links.source[i])).size;
  const [across, down] = [column.key ? keyName(column.key) : column.name, row.key ? keyName(row.key) : row.name];
  const label = say('matrix.cell', { row: down, column: across, kind: say('kinds.' + kind), posts: say('counts.posts', { n: posts }) });
  const ends_ = [axisKey(state.rows, row), axisKey(state.columns, column)];
  const pair = ends_.every(Boolean) ? ends_.flat() : null;
  const open = () => { for (const one of [row, column]) if (!one.key) state.open.add(one.group); show(); };
  const act = pair ? () => choosePair(pair) : open;
  const element = button(SIGNS[kind], act, { class: 'cell ' + kind, title: label, 'aria-label': label });
  if (posts > 1) element.append(make('span', {}, String(posts)));
  const chosen = pair && state.pair && state.pair.join('\n') === pair.join('\n');
  element.setAttribute('aria-pressed', String(Boolean(chosen)));
  return make('td', {}, element);
}

/** @param {string} dimension @param {string[]} gaps @param {number} found What no notice was found for, as a list. */
function gapList(dimension, gaps, found) {
  const line = say('gaps.line', { n: gaps.length, all: gaps.length + found, what: say('dimensions.' + dimension), notices: say('counts.notices', { n: data.notices }) });
  const box = make('details', { class: 'gaps' }, make('summary', {}, line));
  box.addEventListener('toggle', () => {
    if (!box.open || box.children.length > 1) return;
    const groups = gather(gaps, (key) => (cardOf.has(key) ? groupOf(cardOf.get(key)) : ''));
    for (const [group, keys] of groups) {
      const list = make('ul', {}, ...keys.map((key) => make('li', {}, cardOf.has(key) ? goTo(cardOf.get(key)) : keyName(key))));
      box.append(make('div', { class: 'gap-group' }, groups.size > 1 ? make('h3', {}, groupName(group)) : null, list));
    }
  });
  return box;
}

/** @param {string} id @param {string[]} keys @param {string} chosen @param {string} table */
function showChoices(id, keys, chosen, table) {
  const select = /** @type {HTMLSelectElement} */ (byId(id));
  select.replaceChildren(...keys.map((key) => make('option', { value: key }, say(table + '.' + key))));
  select.value = chosen;
}

/** @param {KeyboardEvent} event Arrows walk over the cells that are not empty. */
function walkCells(event) {
  const here = event.target;
  if (!(here instanceof HTMLElement) || !here.classList.contains('cell')) return;
  const step = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[event.key];
  if (!step) return;
  const lines = [...byId('matrix-table').querySelectorAll('tbody tr')].map((line) => [...line.children]);
  let y = lines.findIndex((line) => line.includes(here.parentElement));
  let x = lines[y].indexOf(here.parentElement);
  event.preventDefault();
  do { y += step[0]; x += step[1]; } while (lines[y]?.[x] && !lines[y][x].querySelector('.cell'));
  lines[y]?.[x]?.querySelector('.cell')?.focus();
}
