// Which links are shown: by kind of link, and by what their ends and their citations are.

const DERIVED = ['unit', 'indirect'];
/** What a link is sorted by: the keys that it has, and what such a key is called. */
const FACETS = {
  biennium: { of: (i) => [bienniumOf(i)], name: (key) => key || say('filters.undated') },
  type: { of: (i) => [targetOf(i).type], name: (key) => named('types', key) },
  subject: { of: (i) => [targetOf(i).subject], name: (key) => key && concept('subject', key) },
  category: { of: (i) => [targetOf(i).category], name: (key) => key && concept('category', key) },
  status: { of: (i) => [targetOf(i).status], name: (key) => key && concept('status', key) },
  unit: { of: (i) => unitsOf[data.links.source[i]].map((n) => cards[n].id), name: (key) => cardOf.get(key)?.id ?? key },
  role: { of: (i) => proven('role', i), name: (key) => concept('role', key) },
  agent: { of: (i) => proven('agent', i), name: (key) => concept('agent', key) },
  way: { of: (i) => [DERIVED.includes(kindOf(i)) ? 'derived' : 'stated'], name: (key) => say('filters.' + key) },
  basis: { of: (i) => proven('basis', i), name: (key) => concept('basis', key) },
};
const filtered = { links: /** @type {number[]} */ ([]), key: '', sizes: /** @type {?Object<string, number>} */ (null) };

/** @param {number} link @returns {Card} */
function targetOf(link) {
  return cards[data.links.target[link]];
}

/** @param {'role'|'agent'|'basis'} what @param {number} link What the citations behind a link have been taken for. */
function proven(what, link) {
  const proof = proofOf(link);
  return proof.length === 1 ? [sort(what, proof[0])] : [...new Set(proof.map((i) => sort(what, i)))];
}

/** @param {number} link */
function kindShown(link) {
  return !state.off.has(kindOf(link));
}

/** The links that the filters leave. @returns {number[]} */
function shownLinks() {
  applyFilters();
  return filtered.links;
}

/** @param {number} link @param {string} [except] Whether the filters leave it, but for that by kind, and one more. */
function passes(link, except) {
  for (const [facet, wanted] of state.facets) {
    if (facet !== except && !FACETS[facet].of(link).some((key) => wanted.has(key))) return false;
  }
  return true;
}

/** Find the links that are left, if something has changed. */
function applyFilters() {
  const key = JSON.stringify([[...state.off], [...state.facets].map(([facet, wanted]) => [facet, [...wanted]])]);
  if (filtered.key === key) return;
  filtered.key = key;
  filtered.links = [];
  for (let i = 0; i < postLinks; i += 1) if (kindShown(i) && passes(i)) filtered.links.push(i);
}

/** @param {string} facet @returns {Map<string, number>} How many links each key of it would leave, the others as they are. */
function countsOf(facet) {
  const found = new Map();
  for (let i = 0; i < postLinks; i += 1) {
    if (!kindShown(i) || !passes(i, facet)) continue;
    for (const key of FACETS[facet].of(i)) found.set(key, (found.get(key) || 0) + 1);
  }
  return found;
}

/** @returns {Map<string, number>} How many links of each kind the filters leave, whether they are shown or not. */
function countsOfKinds() {
  const found = new Map();
  for (let i = 0; i < postLinks; i += 1) if (passes(i)) found.set(kindOf(i), (found.get(kindOf(i)) || 0) + 1);
  return found;
}

/** @param {string} facet @param {string} key @param {boolean} wanted */
function setFilter(facet, key, wanted) {
  const keys = state.facets.get(facet) || new Set();
  if (wanted) keys.add(key); else keys.delete(key);
  if (keys.size) state.facets.set(facet, keys); else state.facets.delete(facet);
  go();
}

/** Draw the legend, whose entries switch kinds of links, and the filters. */
function showFilters() {
  const found = countsOfKinds();
  const focused = document.activeElement?.id;
  byId('kinds').replaceChildren(...data.kinds.map((kind) => kindToggle(kind, found)).filter(Boolean));
  const open = [...document.querySelectorAll('.facet[open]')].map((one) => one.getAttribute('data-facet'));
  const boxes = Object.keys(FACETS).filter((facet) => facet !== 'biennium').map((facet) => facetBox(facet, open.includes(facet)));
  byId('facets').replaceChildren(...boxes, byId('clear'));
  byId('clear').hidden = !state.facets.size;
  showBiennia(countsOf('biennium'));
  if (focused && document.activeElement?.id !== focused) byId(focused)?.focus();
}

/** How many links of each kind there are between the cards that posts are linked with. @returns {Object<string, number>} */
function kindSizes() {
  if (!filtered.sizes) {
    filtered.sizes = Object.fromEntries(data.kinds.map((kind) => [kind, 0]));
    const { kind, source, target } = data.links;
    kind.forEach((one, i) => { if (source[i] < data.linked && target[i] < data.linked) filtered.sizes[data.kinds[one]] += 1; });
  }
  return filtered.sizes;
}

/** @param {string} kind @param {Map<string, number>} found */
function kindToggle(kind, found) {
  const all = kindSizes()[kind];
  const count = kind === 'member' || kind === 'catalogue' ? all : found.get(kind) || 0;
  if (!all) return null;
  const on = !state.off.has(kind);
  const element = button('', () => {
    if (!state.off.delete(kind)) state.off.add(kind);
    go();
  }, { class: 'toggle', id: 'kind-' + kind, 'aria-pressed': String(on) });
  const sign = state.view === 'matrix' && SIGNS[kind] ? make('span', { class: 'sign ' + kind }, SIGNS[kind]) : sample(kind);
  element.append(sign, say('kinds.' + kind), make('span', { class: 'count' }, String(count)));
  return element;
}

/** @param {string} facet @param {boolean} open Its choices are made when it is opened. */
function facetBox(facet, open) {
  const wanted = state.facets.get(facet);
  const summary = make('summary', { id: 'facet-' + facet }, say('filters.' + facet));
  if (wanted) summary.append(make('span', { class: 'count' }, String(wanted.size)));
  const box = make('details', { class: wanted ? 'facet active' : 'facet', name: 'facet', 'data-facet': facet }, summary);
  if (open) {
    box.append(choices(facet));
    box.setAttribute('open', '');
  }
  box.addEventListener('toggle', () => { if (box.open && box.children.length === 1) box.append(choices(facet)); });
  return box;
}

/** @param {string} facet @returns {HTMLElement} */
function choices(facet) {
  const found = countsOf(facet);
  const wanted = state.facets.get(facet) || new Set();
  const keys = largest([...new Set([...found.keys(), ...wanted])].filter((key) => FACETS[facet].name(key)), (key) => found.get(key) || 0);
  return make('div', { class: 'choices' }, ...keys.map((key, n) => choice(facet, key, n, found.get(key) || 0, wanted.has(key))));
}

/** @param {string} facet @param {string} key @param {number} n @param {number} count @param {boolean} on */
function choice(facet, key, n, count, on) {
  const box = /** @type {HTMLInputElement} */ (make('input', { type: 'checkbox', id: 'choice-' + facet + '-' + n }));
  box.checked = on;
  box.addEventListener('change', () => setFilter(facet, key, box.checked));
  return make('label', {}, box, make('span', {}, FACETS[facet].name(key)), make('span', { class: 'count' }, String(count)));
}

/** @param {Map<string, number>} found */
function showBiennia(found) {
  const [chosen] = state.facets.get('biennium') || [''];
  const keys = [...new Set([...found.keys(), chosen])].filter(Boolean).sort();
  const options = keys.map((key) => make('option', { value: key }, key + ' · ' + (found.get(key) || 0)));
  byId('biennium').replaceChildren(make('option', { value: '' }, say('filters.biennia')), ...options);
  /** @type {HTMLSelectElement} */ (byId('biennium')).value = chosen;
}

function buildFilters() {
  byId('clear').addEventListener('click', () => { state.facets.clear(); go(); });
  byId('biennium').addEventListener('change', (event) => {
    const { value } = /** @type {HTMLSelectElement} */ (event.target);
    state.facets.delete('biennium');
    if (value) state.facets.set('biennium', new Set([value]));
    go();
  });
  addEventListener('click', (event) => { // a click elsewhere closes an open filter
    const inside = event.target instanceof Element && event.target.closest('.facet');
    for (const box of document.querySelectorAll('.facet[open]')) if (box !== inside) box.removeAttribute('open');
  });
}
