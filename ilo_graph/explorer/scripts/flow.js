// The flow: one question at a time, in three columns whose widths add up. Each link of a post counts one; where it leads
// to several things it is shared among them.

const QUESTIONS = {
  outcomes: ['outcome', 'onwards'],
  subjects: ['subject', 'instrument'],
  goals: ['target', 'goalOf'],
};
const CATALOGUED = new Set(['onwards', 'goalOf']); // stages that the catalogues lead to: no post states that step
const BARS = 24; // more bars than this in a column are drawn as one: "others"
const FLOW = { width: 1000, bar: 12, gap: 7, least: 2, top: 34, height: 540, columns: [190, 415, 742] };
const OTHERS = '\u0000others';

/** The stages of a question: posts while they are few, then units, then departments. @returns {string[]} */
function stages() {
  const size = (/** @type {string} */ column) => cards.slice(0, data.linked).filter((card) => card.column === column).length;
  const first = ['post', 'unit'].find((column) => size(column) <= BARS) || 'department';
  return [first, ...QUESTIONS[state.question]];
}

/** @returns {{stages: string[], bars: Map<string, number>[], bands: Map<string, object>[]}} */
function flowing() {
  const names = stages();
  const keep = names.map((dimension, at) => new Set(heaviest(dimension, names[1], at)));
  const bars = names.map(() => new Map());
  const bands = [new Map(), new Map()];
  for (const i of shownLinks()) {
    const ways = names.map((dimension, at) => DIMENSIONS[dimension].of(i).map((key) => (keep[at].has(key) ? key : OTHERS)));
    if (!ways[1].length) continue;
    for (const way of ways) if (!way.length) way.push('');
    const share = 1 / (ways[0].length * ways[1].length * ways[2].length);
    for (const a of ways[0]) for (const b of ways[1]) for (const c of ways[2]) {
      [a, b, c].forEach((key, at) => bars[at].set(key, (bars[at].get(key) || 0) + share));
      flow(bands[0], a, b, i, share, kindOf(i));
      flow(bands[1], b, c, i, share, CATALOGUED.has(names[2]) ? 'catalogue' : kindOf(i));
    }
  }
  return { stages: names, bars, bands };
}

/** The keys of a stage that have the most links. */
function heaviest(dimension, middle_, at) {
  const found = new Map();
  for (const i of shownLinks()) {
    if (at !== 1 && !DIMENSIONS[middle_].of(i).length) continue;
    for (const key of DIMENSIONS[dimension].of(i)) found.set(key, (found.get(key) || 0) + 1);
  }
  return largest([...found.keys()], (key) => found.get(key)).slice(0, BARS);
}

/** @param {Map<string, object>} bands @param {string} from @param {string} to @param {number} link @param {number} share @param {string} kind */
function flow(bands, from, to, link, share, kind) {
  const key = [from, to, kind].join('\n');
  const band = bands.get(key) || { from, to, kind, size: 0, links: new Set() };
  band.size += share;
  band.links.add(link);
  bands.set(key, band);
}

/** Places for the bars of each column, in an order in which few bands cross. */
function places({ bars, bands }) {
  const most = Math.max(...bars.map((column) => column.size));
  const total = Math.max(...bars.map((column) => [...column.values()].reduce((a, b) => a + b, 0)));
  const scale = (Math.max(FLOW.height, most * 26) - FLOW.gap * most) / total;
  const found = [];
  bars.forEach((column, at) => {
    const before = found[at - 1];
    const mean = (key) => {
      const into = [...bands[at - 1].values()].filter((band) => band.to === key);
      return into.reduce((sum, band) => sum + band.size * before.get(band.from).y, 0) / into.reduce((sum, band) => sum + band.size, 0);
    };
    const keys = before ? [...column.keys()].sort((a, b) => mean(a) - mean(b)) : largest([...column.keys()], (key) => column.get(key));
    let y = FLOW.top;
    found.push(new Map(keys.map((key) => {
      const height = Math.max(FLOW.least, column.get(key) * scale);
      const place = { y, height, out: y, into: y };
      y += Math.max(height, 16) + FLOW.gap;
      return [key, place];
    })));
  });
  return { found, scale, height: Math.max(...found.map((column) => Math.max(0, ...[...column.values()].map((place) => place.y + Math.max(place.height, 16))))) };
}

function showFlow() {
  showChoices('flow-question', Object.keys(QUESTIONS), state.question, 'questions');
  const flows = flowing();
  byId('flow-note').textContent = say('flow.note');
  if (!flows.bars[1].size) {
    byId('flow-drawing').replaceChildren(make('p', { class: 'empty' }, say('network.none', { n: data.notices })));
    return;
  }
  const { found, scale, height } = places(flows);
  const svg = draw('svg', { viewBox: `0 0 ${FLOW.width} ${Math.ceil(height) + 12}`, class: 'flow', role: 'group', 'aria-label': say('questions.' + state.question) });
  const x = FLOW.columns;
  for (const at of [0, 1]) svg.append(...bandsOf(flows, found, scale, x, at));
  flows.stages.forEach((stage, at) => {
    svg.append(draw('text', { class: 'stage', x: at === 0 ? x[0] + FLOW.bar : x[at], y: 16, 'text-anchor': at === 0 ? 'end' : 'start' }, say('dimensions.' + stage)));
    for (const [key, place] of found[at]) svg.append(bar(key, place, x[at], at, flows.bars[at].get(key)));
  });
  svg.classList.toggle('dense', flows.bands[0].size + flows.bands[1].size > DENSE);
  byId('flow-drawing').replaceChildren(svg);
}

/** The bands between two columns, the strongest kind on top in each bar. */
function bandsOf({ stages: names, bands }, found, scale, x, at) {
  const rows = [...bands[at].values()].sort((a, b) => found[at + 1].get(a.to).y - found[at + 1].get(b.to).y || data.kinds.indexOf(a.kind) - data.kinds.indexOf(b.kind));
  return rows.map((band) => {
    const [from, to] = [found[at].get(band.from), found[at + 1].get(band.to)];
    const size = Math.max(1, band.size * scale);
    const [x1, x2, y1, y2] = [x[at] + FLOW.bar, x[at + 1], from.out, to.into];
    from.out += band.size * scale;
    to.into += band.size * scale;
    const bend = (x2 - x1) / 2;
    const d = `M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}V${y2 + size}C${x2 - bend} ${y2 + size} ${x1 + bend} ${y1 + size} ${x1} ${y1 + size}Z`;
    const label = say('flow.band', { from: barName(band.from), to: barName(band.to), kind: say('kinds.' + band.kind), n: band.links.size });
    const plain = band.from === OTHERS || band.to === OTHERS;
    const pair = [names[at], band.from, names[at + 1], band.to];
    const on = state.chosen ? [band.from, band.to].includes(state.chosen.id) || touches(band.links) : state.pair ? state.pair.join('\n') === pair.join('\n') : null;
    const path = draw('path', { class: 'band ' + band.kind + (on === null ? '' : on ? ' on' : ' faded'), d }, draw('title', {}, label));
    return plain ? path : pressed(path, label, () => choosePair(pair));
  });
}

/** @param {Set<number>} links Whether the chosen card is an end of one of them. */
function touches(links) {
  return [...links].some((i) => data.links.source[i] === state.chosen.n || data.links.target[i] === state.chosen.n);
}

/** @param {string} key */
function barName(key) {
  return key === OTHERS ? say('flow.others') : keyName(key);
}

/** @param {string} key @param {{y: number, height: number}} place @param {number} x @param {number} at @param {number} size */
function bar(key, place, x, at, size) {
  const card = cardOf.get(key);
  const anchor = at === 0 ? { x: x - 6, 'text-anchor': 'end' } : { x: x + FLOW.bar + 6, 'text-anchor': 'start' };
  const count = String(Math.round(size * 10) / 10);
  const title = card && card.title !== card.label && at > 0 ? short(titleOf(card), 20) : '';
  const name = draw('text', { ...anchor, y: place.y + Math.min(place.height / 2, 12) + 4 }, draw('tspan', { class: 'code' }, short(barName(key), 24)), ' ' + (title ? title + ' ' : ''), draw('tspan', { class: 'count' }, count));
  const label = (card ? fullName(card) : barName(key)) + ': ' + count;
  const group = draw('g', { class: card && card === state.chosen ? 'bar on' : 'bar' }, draw('rect', { x, y: place.y, width: FLOW.bar, height: place.height, rx: 2 }), name, draw('title', {}, label));
  return card ? pressed(group, label, () => choose(state.chosen === card ? null : card)) : group;
}

/** Make a shape that can be pressed, with the mouse and the keyboard. @param {SVGElement} shape */
function pressed(shape, label, act) {
  for (const [name, value] of Object.entries({ role: 'button', tabindex: '0', 'aria-label': label })) shape.setAttribute(name, value);
  shape.addEventListener('click', act);
  shape.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    act();
  });
  return shape;
}

/** @param {string} text @param {number} length */
function short(text, length) {
  const letters = Array.from(text);
  return letters.length > length ? letters.slice(0, length - 1).join('').trimEnd() + '…' : text;
}
