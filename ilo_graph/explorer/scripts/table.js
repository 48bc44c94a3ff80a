// The table: the same facts as the other views, in rows that can be sorted, searched and taken away.

const PAGE = 100; // so many rows are in the page at once
const sorted = { column: -1, down: false, words: '', pages: 1, facts: '' };
/** What the table can show: the names of its columns, and its rows. The first cell may lead to a card. */
const FACTS = {
  links: { heads: ['post', 'how', 'what', 'words', 'sentence', 'where', 'differs'], rows: linkRows },
  matrix: { heads: ['row', 'column', 'how', 'posts', 'links'], rows: matrixRows },
  flow: { heads: ['from', 'to', 'how', 'links', 'share'], rows: flowRows },
  gaps: { heads: ['kind', 'code', 'title', 'group', 'found'], rows: gapRows },
  changes: { heads: ['number', 'before', 'after', 'corresponds'], rows: changeRows },
};

/** @typedef {{card: ?Card, cells: (string|number)[]}} Row */

/** @returns {Row[]} A row for each place that says so. */
function linkRows() {
  const links = state.pair ? linksBetween(state.pair) : state.chosen ? linksOf(state.chosen).filter((i) => kindShown(i) && passes(i)) : shownLinks();
  return links.flatMap((i) => {
    const { source, target, via } = data.links;
    const kind = say('kinds.' + kindOf(i));
    const how = via[i] < 0 ? kind : say('table.through', { kind, via: naming(cards[via[i]]) });
    const ends_ = [labelOf(cards[source[i]]), how, fullName(cards[target[i]])];
    const proof = words ? proofOf(i) : [];
    if (!proof.length) return [{ card: cards[source[i]], cells: [...ends_, '', '', '', ''] }];
    return proof.map(citation).map((said) => ({ card: cards[source[i]], cells: [...ends_, said.words, said.quote, place(said), said.discrepancies.map(disagreement).join(' ')] }));
  });
}

/** @returns {Row[]} */
function matrixRows() {
  const { cells, rows, columns } = crossed();
  return rows.flatMap((row) => columns.filter((column) => cells.get(row).has(column)).map((column) => {
    const links = cells.get(row).get(column);
    const posts = new Set(links.map((i) => data.links.source[i])).size;
    return { card: cardOf.get(row) || null, cells: [keyTitle(row), keyTitle(column), say('kinds.' + kindOf(links[0])), posts, links.length] };
  }));
}

/** @returns {Row[]} */
function flowRows() {
  return flowing().bands.flatMap((bands) => [...bands.values()].map((band) => ({
    card: cardOf.get(band.from) || null,
    cells: [barName(band.from), band.to === OTHERS ? barName(band.to) : keyTitle(band.to), say('kinds.' + band.kind), band.links.size, Math.round(band.size * 100) / 100],
  })));
}

/** @returns {Row[]} */
function gapRows() {
  const { rows, columns } = crossed();
  const ofAxis = (dimension, found) => gapsOf(dimension, found).map((key) => {
    const card = cardOf.get(key) || null;
    return { card, cells: [say('dimensions.' + dimension), keyName(key), card ? titleOf(card) : '', card ? groupName(groupOf(card)) : '', say('gaps.none', { n: data.notices })] };
  });
  return [...ofAxis(state.columns, columns), ...ofAxis(state.rows, rows)];
}

/** @returns {Row[]} */
function changeRows() {
  return changes().flatMap(({ before, after, numbers }) => numbers.map((one) => ({
    card: one.before,
    cells: [one.number, one.before ? before + ': ' + titleOf(one.before) : '–', one.after ? after + ': ' + titleOf(one.after) : '–', one.later.join('; ')],
  })));
}

/** The rows that the search in the table leaves, in the order that is chosen. @returns {Row[]} */
function tableRows() {
  const wanted = folded(sorted.words).split(/\s+/).filter(Boolean);
  const rows = FACTS[state.facts].rows().filter((row) => !wanted.length || wanted.every((word) => folded(row.cells.join(' ')).includes(word)));
  if (sorted.column < 0) return rows;
  const order = new Intl.Collator(language.code, { numeric: true });
  rows.sort((a, b) => order.compare(String(a.cells[sorted.column]), String(b.cells[sorted.column])));
  return sorted.down ? rows.reverse() : rows;
}

function showTable() {
  if (sorted.facts !== state.facts) Object.assign(sorted, { column: -1, down: false, pages: 1, facts: state.facts });
  showChoices('table-facts', Object.keys(FACTS), state.facts, 'facts');
  const rows = tableRows();
  const shown = rows.slice(0, sorted.pages * PAGE);
  const { heads } = FACTS[state.facts];
  const used = heads.map((_, n) => n).filter((n) => !n || rows.some((row) => row.cells[n] !== '')); // no empty columns
  const head = make('thead', {}, make('tr', {}, ...used.map((n) => tableHead(heads[n], n))));
  const body = make('tbody', {}, ...shown.map((row) => make('tr', {}, ...used.map((n) => tableCell(row, row.cells[n], n)))));
  const about = state.facts !== 'links' ? say('facts.' + state.facts) : state.pair ? state.pair[1] + ' × ' + state.pair[3] : state.chosen ? say('table.of', { what: naming(state.chosen) }) : say('table.all');
  const caption = make('caption', {}, say('table.caption', { about, rows: say('counts.rows', { n: rows.length }) }));
  byId('table-rows').replaceChildren(make('table', { class: 'rows ' + state.facts }, caption, head, body));
  byId('table-more').hidden = shown.length === rows.length;
  byId('table-more').textContent = say('more', { n: rows.length - shown.length });
}

/** @param {string} name @param {number} n */
function tableHead(name, n) {
  const order = sorted.column === n ? (sorted.down ? 'descending' : 'ascending') : 'none';
  const act = () => {
    Object.assign(sorted, sorted.column === n ? { down: !sorted.down } : { column: n, down: false });
    showTable();
    byId('sort-' + n).focus();
  };
  return make('th', { scope: 'col', 'aria-sort': order }, button(say('heads.' + name), act, { class: 'plain', id: 'sort-' + n }));
}

/** @param {Row} row @param {string|number} cell @param {number} n */
function tableCell(row, cell, n) {
  const name = FACTS[state.facts].heads[n];
  if (n > 0) return make('td', { class: name }, String(cell));
  const content = row.card ? button(String(cell), () => choose(row.card), { class: 'go' }) : String(cell);
  return make('th', { scope: 'row' }, content);
}

function buildTable() {
  byId('table-facts').addEventListener('change', (event) => { state.facts = /** @type {HTMLSelectElement} */ (event.target).value; go(); });
  byId('table-words').addEventListener('input', (event) => {
    Object.assign(sorted, { words: /** @type {HTMLInputElement} */ (event.target).value, pages: 1 });
    showTable();
  });
  byId('table-more').addEventListener('click', () => { sorted.pages += 2; showTable(); });
}
