// What is chosen and shown. The address keeps all of it after "#", so that a view can be shared, and "back" works.

const VIEWS = ['network', 'matrix', 'flow', 'table'];
const state = {
  view: 'network',
  chosen: /** @type {?Card} */ (null),
  pair: /** @type {?string[]} */ (null), // two dimensions with a key of each: [rows, row, columns, column]
  off: new Set(['mentions']), // kinds of links that are not shown
  facets: /** @type {Map<string, Set<string>>} */ (new Map()),
  rows: 'unit',
  columns: 'instrument',
  order: 'blocks',
  question: 'outcomes',
  facts: 'links', // what the table shows
  language: '', // chosen by hand
  open: /** @type {Set<string>} */ (new Set()), // groups that are opened; not part of the address
};
/** The words of the address for what differs from the beginning. */
const PLAIN = { view: 'network', rows: 'unit', columns: 'instrument', order: 'blocks', question: 'outcomes', facts: 'links', language: '' };

/** @returns {string} The address of what is shown. */
function address() {
  const parts = [];
  for (const [name, plain] of Object.entries(PLAIN)) if (state[name] !== plain) parts.push(name + '=' + encodeURIComponent(state[name]));
  if (state.pair) parts.push('pair=' + state.pair.map(encodeURIComponent).join('~'));
  if ([...state.off].join() !== 'mentions') parts.push('off=' + [...state.off].join('~'));
  for (const [facet, keys] of state.facets) parts.push('only.' + facet + '=' + [...keys].map(encodeURIComponent).join('~'));
  const id = state.chosen ? encodeURIComponent(state.chosen.id) : '';
  const hash = id + (parts.length ? '?' + parts.join('&') : '');
  return hash ? '#' + hash : '';
}

/** Show what the state says, and let the address say it too. */
function go() {
  const hash = address();
  if (hash !== location.hash) history.pushState(null, '', hash || location.pathname + location.search);
  show();
}

/** @param {?Card} card Choose a card. */
function choose(card) {
  state.pair = null;
  state.chosen = card;
  go();
  if (card) scrollTo({ top: 0 });
}

/** @param {?string[]} pair Choose what lies between a row and a column. */
function choosePair(pair) {
  state.chosen = null;
  state.pair = pair;
  go();
}

/** Take the state from the address; what it does not say, or says wrongly, is as in the beginning. */
function readAddress() {
  const [id, rest = ''] = location.hash.slice(1).split('?');
  Object.assign(state, PLAIN, { chosen: cardOf.get(decoded(id)) || null, pair: null, off: new Set(['mentions']), facets: new Map() });
  for (const part of rest.split('&')) {
    const [name, value = ''] = part.split('=');
    const values = value ? value.split('~').map(decoded) : [];
    if (name === 'off') state.off = new Set(values.filter((kind) => data.kinds.includes(kind)));
    else if (name === 'pair' && values.length === 4 && DIMENSIONS[values[0]] && DIMENSIONS[values[2]]) state.pair = values;
    else if (name.startsWith('only.') && Object.hasOwn(FACETS, name.slice(5))) state.facets.set(name.slice(5), new Set(values));
    else if (Object.hasOwn(ALLOWED, name) && ALLOWED[name]().includes(values[0])) state[name] = values[0];
  }
}

/** What may stand in the address. */
const ALLOWED = {
  view: () => VIEWS,
  rows: () => ROWS,
  columns: () => COLUMNS,
  order: () => ORDERS,
  question: () => Object.keys(QUESTIONS),
  facts: () => Object.keys(FACTS),
  language: () => LANGUAGES,
};

/** @param {string} text @returns {string} Empty where the text is no valid encoding. */
function decoded(text) {
  try { return decodeURIComponent(text); } catch { return ''; }
}
