// The network: cards in columns, and one layer of curves behind them. Many cards stand in groups, which open in place.

const STEP = 40; // so many cards of an open group are shown at once
const DENSE = 150; // from so many curves on they are drawn lighter
const CURVES = 300; // more curves than this say nothing
const elements = /** @type {Map<number, HTMLElement>} */ (new Map()); // the element that stands for a card: itself, or its group

/** @param {Card} card @returns {HTMLElement} */
function cardButton(card) {
  const element = button('', () => choose(state.chosen === card ? null : card), { class: 'card', title: titleOf(card), 'data-card': String(card.n) });
  const name = make('strong', {}, labelOf(card));
  if (differs(card)) name.append(make('span', { class: 'odd', title: say('card.odd') }, ' ≠'));
  element.append(name);
  if (card.biennium) element.append(make('span', { class: 'biennium' }, card.biennium));
  if (!card.title) element.append(make('small', { class: 'unverified' }, say('card.unverified')));
  else element.append(make('small', {}, card.title === card.label ? named('types', card.type) : titleIn(card)));
  return element;
}

/** @param {Card} card Whether a notice is at odds with an authority, or with itself, about it. */
function differs(card) {
  if (card.discrepancies.length) return true;
  if (!differing.size || card.column === 'unit') return false;
  return linksOf(card).some((i) => data.links.via[i] < 0 && proofOf(i).some((one) => differing.has(one)));
}

/** The curves that show links: an indirect one is shown as the step that it adds. @param {number} i */
function ends(i) {
  const { source, target, via } = data.links;
  return [via[i] < 0 ? source[i] : via[i], target[i]];
}

/**
 * The way through a card: left to the posts and their units, right to what the catalogues link it with.
 * @param {Card} card @returns {{ids: Set<number>, links: Set<number>}}
 */
function wayOf(card) {
  const all = linksOf(card);
  const seen = all.filter((i) => kindShown(i) && passes(i));
  const own = seen.length ? seen : all; // what is linked in hidden ways only is still shown
  const posts = new Set([...own.map((i) => data.links.source[i]), ...(card.column === 'unit' ? postsIn[card.n] : [])]);
  if (card.column === 'post') posts.add(card.n);
  const links = withSteps(own);
  if (isMandate(card)) onwards(card.n, links);
  const ids = new Set([card.n]);
  for (const i of links) for (const end of ends(i)) ids.add(end);
  for (const post of posts) {
    ids.add(post);
    for (const unit of unitsOf[post]) ids.add(unit);
  }
  return { ids, links };
}

/** Links, and those that the indirect ones among them go on from, back to what posts state. @param {number[]} own */
function withSteps(own) {
  const found = new Set(own);
  const { source, target, via } = data.links;
  for (const i of found) { // a set may grow while it is walked through: cycles end, since nothing is added twice
    if (via[i] < 0) continue;
    for (const one of bySource[source[i]]) {
      if (target[one] === via[i] && ['stated', 'indirect'].includes(kindOf(one))) found.add(one);
    }
  }
  return found;
}

/** Add the links of the catalogues that lead on to the right. @param {number} n @param {Set<number>} found */
function onwards(n, found) {
  if (state.off.has('catalogue') && state.off.has('indirect')) return;
  for (const i of catalogued[n]) {
    const [from, to] = ends(i);
    if (from !== n || to >= data.linked || rank(to) <= rank(n) || found.has(i)) continue;
    found.add(i);
    onwards(to, found); // ends: each step goes right
  }
}

/** @param {number} n @returns {number} The place of a card's column. */
function rank(n) {
  return data.columns.indexOf(cards[n].column);
}

/** @returns {Set<number>} The cards that the filters leave. */
function shownCards() {
  const found = new Set();
  for (const i of shownLinks()) for (const n of [data.links.source[i], ...ends(i)]) found.add(n);
  const whole = !state.facets.size;
  cards.slice(0, data.linked).forEach((card) => { if (whole && !isMandate(card)) found.add(card.n); });
  for (const n of [...found]) for (const unit of unitsOf[n]) found.add(unit);
  return found;
}

/** Draw the columns: first the way of the chosen card, then, where they are few, the others, faded. */
function showNetwork() {
  const all = shownCards();
  const way = state.chosen ? wayOf(state.chosen).ids : null;
  const focused = document.activeElement?.getAttribute('data-card');
  elements.clear();
  for (const column of byId('columns').querySelectorAll('.column')) column.remove();
  for (const name of data.columns) {
    const inWay = [...(way || all)].filter((n) => cards[n].column === name).sort((a, b) => a - b);
    const others = way ? [...all].filter((n) => cards[n].column === name && !way.has(n)).sort((a, b) => a - b) : [];
    if (inWay.length + others.length) byId('columns').append(columnOf(name, inWay, others));
  }
  byId('columns').classList.toggle('choosing', Boolean(way));
  if (focused) byId('columns').querySelector(`[data-card="${focused}"]`)?.focus({ preventScroll: true });
  const none = !all.size && !way;
  byId('network-note').textContent = none ? say('network.none', { n: data.notices }) : '';
  drawCurves();
}

/** @param {string} name @param {number[]} own @param {number[]} others */
function columnOf(name, own, others) {
  const wide = name === 'post' || name === 'instrument' ? ' wide' : '';
  const count = state.chosen ? say('network.of', { n: own.length, all: own.length + others.length }) : String(own.length);
  const stack = make('div', { class: 'stack' }, ...stacked(name, own));
  if (others.length) stack.append(make('div', { class: 'rest' }));
  if (others.length && others.length <= MANY) stack.append(...others.map((n) => placed(n, 'faded')));
  else if (others.length) stack.append(make('p', { class: 'empty' }, say('network.hidden', { n: others.length })));
  const heading = make('h2', {}, say('columns.' + name), make('span', {}, count));
  return make('section', { class: 'column ' + name + wide, 'aria-label': say('columns.' + name) }, heading, stack);
}

/** @param {string} name @param {number[]} own The cards, or their groups where they are many. @returns {HTMLElement[]} */
function stacked(name, own) {
  if (own.length <= MANY) return own.map((n) => placed(n));
  const groups = gather(own, (n) => groupOf(cards[n]));
  if (groups.size < 2) return paged(name + ':', own);
  return [...groups].flatMap(([group, members]) => (members.length === 1 ? [placed(members[0])] : grouped(name + ':' + group, group, members)));
}

/** @param {string} key @param {string} group @param {number[]} members @returns {HTMLElement[]} */
function grouped(key, group, members) {
  const open = state.open.has(key);
  const head = button('', () => { if (!state.open.delete(key)) state.open.add(key); show(); }, { class: 'card group', 'aria-expanded': String(open), 'data-card': key });
  head.append(make('strong', {}, groupName(group)), make('small', {}, String(members.length)));
  for (const n of members) elements.set(n, head);
  return open ? [head, ...paged(key, members)] : [head];
}

const pages = /** @type {Map<string, number>} */ (new Map());

/** @param {string} key @param {number[]} members The first of many, and a button for more. @returns {HTMLElement[]} */
function paged(key, members) {
  const count = STEP * (pages.get(key) || 1);
  const shown = members.slice(0, count).map((n) => placed(n, members.length > MANY ? '' : 'inside'));
  if (members.length <= count) return shown;
  const more = button(say('more', { n: members.length - count }), () => { pages.set(key, (pages.get(key) || 1) + 1); show(); }, { class: 'card more' });
  for (const n of members.slice(count)) elements.set(n, more);
  return [...shown, more];
}

/** @param {number} n @param {string} [look] @returns {HTMLElement} */
function placed(n, look = '') {
  const element = cardButton(cards[n]);
  if (look) element.classList.add(look);
  element.classList.toggle('chosen', cards[n] === state.chosen);
  element.setAttribute('aria-pressed', String(cards[n] === state.chosen));
  elements.set(n, element);
  return element;
}

/** The links to draw: those that are shown, or of these what lies on the way of the chosen card. @returns {number[]} */
function drawnLinks() {
  const found = new Set(shownLinks());
  for (let i = postLinks; i < data.links.kind.length; i += 1) if (kindShown(i)) found.add(i);
  if (!state.chosen) return [...found];
  const way = wayOf(state.chosen);
  const pair = (/** @type {number} */ i) => ends(i)[0] * cards.length + ends(i)[1];
  const pairs = new Set([...way.links].map(pair));
  const member = data.kinds.indexOf('member');
  for (const i of found) {
    const belongs = data.links.kind[i] === member && ends(i).every((n) => way.ids.has(n));
    if (!belongs && !pairs.has(pair(i))) found.delete(i);
  }
  for (const i of way.links) found.add(i);
  return [...found].sort((a, b) => a - b);
}

let drawnSize = '';

/** @param {DOMRect} box */
function sizeOf(box) {
  return box.width + ' ' + box.height;
}

/** Draw the curves again where the columns have another size now. */
function redrawCurves() {
  if (state.view === 'network' && drawnSize !== sizeOf(byId('curves').getBoundingClientRect())) drawCurves();
}

/** One curve for each pair of elements, of the strongest kind of their links. */
function drawCurves() {
  const svg = byId('curves');
  const origin = svg.getBoundingClientRect();
  drawnSize = sizeOf(origin);
  const boxes = new Map();
  const box = (/** @type {HTMLElement} */ element) => {
    if (!boxes.has(element)) boxes.set(element, element.getBoundingClientRect());
    return boxes.get(element);
  };
  const found = new Map(); // by the two elements
  for (const i of drawnLinks()) {
    const [a, b] = ends(i);
    const [from, to] = [elements.get(a), elements.get(b)];
    if (!from || !to || from === to) continue;
    if (!found.has(from)) found.set(from, new Map());
    const curve = found.get(from).get(to);
    if (curve) curve.count += 1;
    else found.get(from).set(to, { kind: kindOf(i), count: 1 });
  }
  const all = [...found].flatMap(([from, ones]) => [...ones].map(([to, curve]) => ({ from, to, ...curve })));
  const drawn = all.length > CURVES ? largest(all, (curve) => curve.count).slice(0, CURVES) : all;
  const paths = drawn.reverse().map(({ from, to, kind, count }) => { // the strongest on top
    const path = draw('path', { class: kind, d: course(box(from), box(to), origin) });
    if (count > 1 && (from.classList.contains('group') || to.classList.contains('group'))) path.style.strokeWidth = String(Math.min(5, 1 + Math.log2(count) / 2));
    return path;
  });
  svg.classList.toggle('choosing', Boolean(state.chosen));
  svg.classList.toggle('dense', drawn.length > DENSE);
  svg.replaceChildren(...paths);
  if (all.length > CURVES) byId('network-note').textContent = say('network.curves', { n: CURVES, all: all.length });
}

/** @param {DOMRect} a @param {DOMRect} b @param {DOMRect} origin @returns {string} The curve between two cards. */
function course(a, b, origin) {
  if (Math.abs(a.left - b.left) < 2 || (a.left < b.right && b.left < a.right)) { // in one column: a bow on its right side
    const [x, y1, y2] = [Math.max(a.right, b.right) - origin.left, middle(a) - origin.top, middle(b) - origin.top];
    return `M${x} ${y1}C${x + 26} ${y1} ${x + 26} ${y2} ${x} ${y2}`;
  }
  const [left, right] = a.left < b.left ? [a, b] : [b, a];
  const [x1, x2] = [left.right - origin.left, right.left - origin.left];
  const [y1, y2] = [middle(left) - origin.top, middle(right) - origin.top];
  const bend = Math.min(Math.max((x2 - x1) / 2, 16), 140);
  return `M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`;
}

/** @param {DOMRect} box */
function middle(box) {
  return box.top + box.height / 2;
}

/** @param {KeyboardEvent} event Arrows walk over the cards. */
function walkCards(event) {
  const here = event.target;
  if (!(here instanceof HTMLElement) || !here.classList.contains('card')) return;
  const columns = [...byId('columns').querySelectorAll('.stack')].map((stack) => [...stack.querySelectorAll('.card')]);
  const at = columns.findIndex((column) => column.includes(here));
  const row = columns[at].indexOf(here);
  const next = {
    ArrowUp: () => columns[at][row - 1],
    ArrowDown: () => columns[at][row + 1],
    ArrowLeft: () => nearest(columns[at - 1], here),
    ArrowRight: () => nearest(columns[at + 1], here),
  }[event.key]?.();
  if (!(next instanceof HTMLElement)) return;
  event.preventDefault();
  next.focus();
}

/** @param {Element[]|undefined} there @param {Element} here The card at the same height. */
function nearest(there, here) {
  const height = (/** @type {Element} */ one) => middle(one.getBoundingClientRect());
  const away = (/** @type {Element} */ one) => Math.abs(height(one) - height(here));
  return there?.reduce((best, one) => (away(one) < away(best) ? one : best));
}
