'use strict';
/*
 * The managers' page. Everything shown comes from the JSON block, and enters the page as text only.
 *
 * @typedef {{id: string, iri: string, column: string, type: string, label: string, title: string, biennium: string,
 *   attestation: string, facts: [string, string][], aliases: string[], discrepancies: string[]}} Card
 * @typedef {{source: string, target: string, kind: string, words: string, via: string, attestation: string,
 *   evidence: number[]}} Edge
 * @typedef {{words: string, quote: string, mark: ?[number, number], document: string, notice: string, date: string,
 *   section: string, duty: ?number, page: ?number, role: string, agent: string, basis: string, cue: string,
 *   rule: string, discrepancies: string[], corrections: string[]}} Evidence
 * @typedef {{id: string, legend: string, heading: string}} Kind
 * @typedef {{from: string, to: string, kind: string}} Curve
 */
(() => {
  /** @type {{nodes: Card[], edges: Edge[], evidence: Evidence[], notices: number, columns: Object<string, string>,
   *   kinds: Kind[], focus: ?string}} */
  const data = JSON.parse(byId('data').textContent);
  /** @type {Map<string, Card>} */
  const cards = new Map(data.nodes.map((node) => [node.id, node]));
  const strength = new Map(data.kinds.map((kind, index) => [kind.id, index]));
  const fromPosts = data.edges.filter((edge) => edge.kind !== 'member' && edge.kind !== 'catalogue');
  const members = data.edges.filter((edge) => edge.kind === 'member');
  const bySource = groups(fromPosts, (edge) => edge.source);
  const byTarget = groups(fromPosts, (edge) => edge.target);
  /** @type {Map<string, HTMLElement>} */
  const buttons = new Map();
  const SVG = 'http://www.w3.org/2000/svg';
  const SHOWN = 3; // so many citations of a link are open at once; the others unfold
  /** What the panel counts: posts of a mandate (by the source of their links), mandates of a post (by the target). */
  const SUMMARY = {
    source: {
      stated: ['post contributes', 'posts contribute'],
      unit: ['through its unit', 'through their units'],
      indirect: ['indirectly', 'indirectly'],
      under: ['works under it', 'work under it'],
      learns: ['learns about it', 'learn about it'],
      mentions: ['mentions it', 'mention it'],
    },
    target: {
      stated: ['mandate or goal contributed to', 'mandates and goals contributed to'],
      unit: ['through the unit', 'through the unit'],
      indirect: ['indirectly', 'indirectly'],
      under: ['worked under', 'worked under'],
      learns: ['to learn about', 'to learn about'],
      mentions: ['mentioned', 'mentioned'],
    },
  };
  const state = {
    chosen: /** @type {?string} */ (null),
    hiddenKinds: new Set(['mentions']),
    hiddenTypes: /** @type {Set<string>} */ (new Set()),
    table: false,
  };

  // --- small tools ---------------------------------------------------------------------------------------------

  /** @param {string} id @returns {HTMLElement} */
  function byId(id) {
    return document.getElementById(id);
  }

  /**
   * Make an element; strings become text.
   * @param {string} tag @param {Object<string, string>} attributes @param {...(Node|string)} children
   * @returns {HTMLElement}
   */
  function make(tag, attributes = {}, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  }

  /** @param {string} tag @param {Object<string, string>} attributes @returns {SVGElement} */
  function draw(tag, attributes) {
    const element = document.createElementNS(SVG, tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    return element;
  }

  /** @param {string} kind @returns {SVGElement} */
  function sample(kind) {
    const svg = draw('svg', { viewBox: '0 0 28 10', 'aria-hidden': 'true' });
    svg.append(draw('path', { class: kind, d: 'M1 5H27' }));
    return svg;
  }

  /** @template T @param {T[]} all @param {(one: T) => string} key @returns {Map<string, T[]>} */
  function groups(all, key) {
    const found = new Map();
    for (const one of all) {
      if (!found.has(key(one))) found.set(key(one), []);
      found.get(key(one)).push(one);
    }
    return found;
  }

  /** @param {number} count @param {string} one @param {string} [many] */
  function counted(count, one, many = one + 's') {
    return count + ' ' + (count === 1 ? one : many);
  }

  /** @param {Card} card What it is called in a sentence. */
  function naming(card) {
    return card.biennium ? card.label + ' (' + card.biennium + ')' : card.label;
  }

  /** @param {Card} card */
  function titleOf(card) {
    return card.title || 'title not verified';
  }

  /** @param {Card} card Its short name and its title, where these are two. */
  function fullName(card) {
    return card.title === card.label ? naming(card) : naming(card) + ', ' + titleOf(card);
  }

  /** @param {Card} card Whether it is something that posts are linked with, not a post or a unit itself. */
  function isMandate(card) {
    return card.column !== 'post' && card.column !== 'unit';
  }

  // --- what is linked with what ----------------------------------------------------------------------------------

  /** @param {string} id The links of posts that concern a card; for a unit those of its posts. @returns {Edge[]} */
  function linksOf(id) {
    const card = cards.get(id);
    if (card.column === 'unit') return postsOf(id).flatMap((post) => bySource.get(post) || []).sort(byStrength);
    return (isMandate(card) ? byTarget : bySource).get(id) || [];
  }

  /** @param {Edge} a @param {Edge} b */
  function byStrength(a, b) {
    return strength.get(a.kind) - strength.get(b.kind);
  }

  /** @param {string} unit @returns {string[]} */
  function postsOf(unit) {
    return members.filter((edge) => edge.source === unit).map((edge) => edge.target);
  }

  /** @param {Edge[]} edges The curves that show these links: an indirect one is shown as the step that it adds. */
  function curvesOf(edges) {
    return edges.map((edge) => ({ from: edge.via || edge.source, to: edge.target, kind: edge.kind }));
  }

  /** @param {Curve} curve */
  function pair(curve) {
    return curve.from + '\n' + curve.to;
  }

  /** @param {Edge} edge */
  function visible(edge) {
    return !state.hiddenKinds.has(edge.kind);
  }

  /**
   * The way through a card: left to the posts and their units, right to what the catalogues link it with.
   * @param {string} id @returns {{ids: Set<string>, pairs: Set<string>}}
   */
  function wayOf(id) {
    const card = cards.get(id);
    const all = linksOf(id);
    const links = all.some(visible) ? all.filter(visible) : all; // what is linked in hidden ways only is still shown
    const posts = new Set([...links.map((edge) => edge.source), ...(card.column === 'unit' ? postsOf(id) : [])]);
    if (card.column === 'post') posts.add(id);
    const curves = curvesOf([...withSteps(links), ...members.filter((edge) => posts.has(edge.target))]);
    if (isMandate(card)) curves.push(...onwards(id));
    const ids = new Set([id, ...curves.flatMap((curve) => [curve.from, curve.to])]);
    return { ids, pairs: new Set(curves.map(pair)) };
  }

  /**
   * Links, and those that the indirect ones among them go on from, back to what posts state.
   * @param {Edge[]} links @returns {Set<Edge>}
   */
  function withSteps(links) {
    const found = new Set(links);
    for (const edge of found) { // a set may grow while it is walked through: cycles end, since nothing is added twice
      if (!edge.via) continue;
      const before = bySource.get(edge.source).filter((other) => other.target === edge.via);
      for (const one of before) if (one.kind === 'stated' || one.kind === 'indirect') found.add(one);
    }
    return found;
  }

  /** @param {string} id The links of the catalogues that lead on to the right. @returns {Curve[]} */
  function onwards(id) {
    if (state.hiddenKinds.has('catalogue') && state.hiddenKinds.has('indirect')) return [];
    const order = Object.keys(data.columns);
    const rank = (/** @type {string} */ other) => order.indexOf(cards.get(other).column);
    const steps = data.edges.filter((e) => e.kind === 'catalogue' && e.source === id && rank(e.target) > rank(id));
    return steps.flatMap((edge) => [...curvesOf([edge]), ...onwards(edge.target)]); // ends: each step goes right
  }

  /** Every curve to draw, the strongest kind for each pair. @returns {Curve[]} */
  function curves() {
    const ofChosen = (/** @type {Edge} */ edge) => edge.source === state.chosen || edge.target === state.chosen;
    const edges = data.edges.filter((edge) => visible(edge) || ofChosen(edge));
    const found = new Map();
    for (const curve of curvesOf(edges)) { // the edges come with the strongest first
      const key = pair(curve);
      if (!found.has(key)) found.set(key, curve);
    }
    return [...found.values()].reverse(); // the strongest on top
  }

  /** The cards that the filters leave; the chosen one and its direct company always stay. @returns {Set<string>} */
  function shown() {
    const ids = new Set(data.nodes.filter((node) => !isMandate(node)).map((node) => node.id));
    for (const edge of fromPosts.filter(visible)) ids.add(edge.target).add(edge.via || edge.target);
    const left = [...ids].filter((id) => !state.hiddenTypes.has(cards.get(id).type));
    return new Set(state.chosen ? [...left, ...wayOf(state.chosen).ids] : left);
  }

  // --- the network ------------------------------------------------------------------------------------------------

  /** @param {Card} node @returns {HTMLElement} */
  function cardButton(node) {
    const button = make('button', { type: 'button', class: 'card', 'aria-pressed': 'false', title: titleOf(node) });
    const name = make('strong', {}, node.label);
    if (differs(node)) name.append(make('span', { class: 'odd', title: 'A notice is at odds with an authority' }, ' ≠'));
    button.append(name);
    if (node.biennium) button.append(make('span', { class: 'biennium' }, node.biennium));
    if (!node.title) button.append(make('small', { class: 'unverified' }, 'title not verified'));
    else if (node.title === node.label) button.append(make('small', {}, node.type));
    else button.append(make('small', {}, node.title));
    button.addEventListener('click', () => choose(state.chosen === node.id ? null : node.id));
    return button;
  }

  /** @param {Card} node Whether a notice is at odds with an authority, or with itself, about it. */
  function differs(node) {
    const direct = node.column === 'unit' ? [] : linksOf(node.id).filter((edge) => !edge.via);
    const said = direct.flatMap((edge) => edge.evidence.map((index) => data.evidence[index]));
    return node.discrepancies.length > 0 || said.some((one) => one.discrepancies.length > 0);
  }

  function buildColumns() {
    for (const node of data.nodes) buttons.set(node.id, cardButton(node));
    const svg = draw('svg', { class: 'curves', 'aria-hidden': 'true' });
    byId('columns').append(svg);
    new ResizeObserver(drawCurves).observe(byId('columns'));
  }

  /** Put the cards into their columns: first the way of the chosen one, then the others, faded. */
  function placeCards() {
    const visibleIds = shown();
    const way = state.chosen ? wayOf(state.chosen).ids : null;
    const focused = document.activeElement;
    byId('columns').querySelectorAll('.column').forEach((column) => column.remove());
    for (const [column, name] of Object.entries(data.columns)) {
      const ids = data.nodes.filter((node) => node.column === column && visibleIds.has(node.id)).map((node) => node.id);
      if (ids.length) byId('columns').append(columnOf(column, name, ids, way));
    }
    byId('columns').classList.toggle('choosing', Boolean(way));
    for (const [id, button] of buttons) {
      button.classList.toggle('chosen', id === state.chosen);
      button.classList.toggle('faded', Boolean(way) && !way.has(id));
      button.setAttribute('aria-pressed', String(id === state.chosen));
    }
    if (focused instanceof HTMLElement && focused.isConnected) focused.focus({ preventScroll: true });
  }

  /** @param {string} column @param {string} name @param {string[]} ids @param {?Set<string>} way */
  function columnOf(column, name, ids, way) {
    const wide = column === 'post' || column === 'instrument' ? ' wide' : '';
    const classes = 'column ' + column + wide;
    const inWay = way ? ids.filter((id) => way.has(id)) : ids;
    const others = way ? ids.filter((id) => !way.has(id)) : [];
    const count = way ? inWay.length + ' of ' + ids.length : String(ids.length);
    const stack = make('div', { class: 'stack' }, ...inWay.map((id) => buttons.get(id)));
    if (way && others.length) stack.append(make('div', { class: 'rest' }), ...others.map((id) => buttons.get(id)));
    const heading = make('h2', {}, name, make('span', {}, count));
    return make('section', { class: classes, 'aria-label': name }, heading, stack);
  }

  function drawCurves() {
    const svg = byId('columns').querySelector('.curves');
    const origin = svg.getBoundingClientRect();
    const way = state.chosen ? wayOf(state.chosen).pairs : null;
    const paths = [];
    for (const curve of curves().filter((one) => !way || way.has(pair(one)))) {
      const [from, to] = [buttons.get(curve.from), buttons.get(curve.to)];
      if (!from.isConnected || !to.isConnected) continue;
      const d = course(from.getBoundingClientRect(), to.getBoundingClientRect(), origin);
      paths.push(draw('path', { class: curve.kind, d }));
    }
    svg.classList.toggle('choosing', Boolean(state.chosen));
    svg.replaceChildren(...paths);
  }

  /** @param {DOMRect} a @param {DOMRect} b @param {DOMRect} origin @returns {string} The curve between two cards. */
  function course(a, b, origin) {
    if (Math.abs(a.left - b.left) < 2) { // in one column: a bow on its right side
      const [x, y1, y2] = [a.right - origin.left, middle(a) - origin.top, middle(b) - origin.top];
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

  // --- the panel --------------------------------------------------------------------------------------------------

  function showPanel() {
    const panel = byId('panel');
    panel.replaceChildren(...(state.chosen ? detail(cards.get(state.chosen)) : welcome()));
    panel.scrollTop = 0;
  }

  /** @returns {Node[]} */
  function welcome() {
    const stated = groups(fromPosts.filter((edge) => edge.kind === 'stated'), (edge) => edge.target);
    const first = [...stated].sort((a, b) => b[1].length - a[1].length).slice(0, 6);
    const lead = make('p', { class: 'lead' }, 'Choose a card, or search. Its whole way is kept: left to posts and'
      + ' units, right to outcomes and goals. The words that say so stand here.');
    const parts = [make('h2', {}, 'Who works on what, and what says so?'), lead];
    if (!first.length) return parts;
    const starts = first.map(([id, links]) => (
      make('div', {}, goTo(id), through(counted(links.length, 'post contributes', 'posts contribute')))
    ));
    return [...parts, make('h3', {}, 'Most posts contribute to'), make('div', { class: 'starts' }, ...starts)];
  }

  /** @param {Card} card @returns {Node[]} */
  function detail(card) {
    const close = make('button', { type: 'button', class: 'close' }, 'Show all');
    close.addEventListener('click', () => choose(null));
    const parts = [
      make('div', { class: 'over' }, card.biennium ? card.type + ', ' + card.biennium : card.type, close),
      make('h2', {}, card.label),
    ];
    if (card.title !== card.label) parts.push(make('p', { class: 'title' }, titleOf(card)));
    parts.push(make('p', { class: 'summary' }, summary(card)), facts(card));
    parts.push(...card.discrepancies.map((words) => make('p', { class: 'warning' }, words)));
    for (const kind of data.kinds) parts.push(...group(card, kind));
    return parts;
  }

  /** @param {Card} card What the panel says, in one line. */
  function summary(card) {
    const links = linksOf(card.id);
    const end = card.column === 'post' || card.column === 'unit' ? 'target' : 'source';
    const parts = [];
    for (const [kind, words] of Object.entries(SUMMARY[end])) {
      const count = new Set(links.filter((edge) => edge.kind === kind).map((edge) => edge[end])).size;
      if (count || kind === 'stated') parts.push(counted(count, words[0], words[1]));
    }
    return parts.join(' · ');
  }

  /** @param {Card} card */
  function facts(card) {
    const list = make('dl', { class: 'facts' });
    const attested = card.attestation ? [['Attested', card.attestation]] : [];
    for (const [name, value] of [...card.facts, ...attested, ['Id', card.id]]) {
      list.append(make('dt', {}, name), make('dd', {}, value));
    }
    return list;
  }

  /** @param {Card} card @param {Kind} kind @returns {Node[]} The links of one kind. */
  function group(card, kind) {
    const touching = data.edges.filter((edge) => edge.source === card.id || edge.target === card.id);
    const own = kind.id === 'member' || kind.id === 'catalogue' ? touching : linksOf(card.id);
    const edges = own.filter((edge) => edge.kind === kind.id);
    if (!edges.length) return [];
    const found = [...groups(edges, (edge) => edge.source + '\n' + edge.target).values()];
    const words = card.column === 'unit' && kind.id === 'member' ? 'Its posts' : kind.heading;
    const heading = make('h3', {}, sample(kind.id), words, make('span', {}, String(found.length)));
    return [heading, ...found.map((ways) => linkItem(card, ways))];
  }

  /** @param {Card} card @param {Edge[]} ways One link, in each way in which it was found. @returns {HTMLElement} */
  function linkItem(card, ways) {
    const [edge] = ways;
    const ofUnit = card.column === 'unit' && edge.kind !== 'member';
    const item = make('div', { class: 'link' });
    if (edge.kind === 'catalogue') item.append(...catalogued(card, edge));
    item.append(goTo(edge.source === card.id || ofUnit ? edge.target : edge.source));
    if (ofUnit) item.append(through(fullName(cards.get(edge.source))));
    const passed = ways.filter((way) => way.via).map((way) => fullName(cards.get(way.via)));
    item.append(...passed.map((name) => through('Derived: through ' + name)));
    item.append(...citations(ways));
    return item;
  }

  /** @param {Card} card @param {Edge} edge What the catalogues say of the two. @returns {HTMLElement[]} */
  function catalogued(card, edge) {
    const source = cards.get(edge.source);
    const words = naming(source) + ' ' + edge.words + (source === card ? '' : ' ' + naming(card));
    return [through(edge.attestation ? words + ' (' + edge.attestation + ')' : words)];
  }

  /** @param {Edge[]} ways The words behind a link; those behind a derived one are folded. @returns {HTMLElement[]} */
  function citations(ways) {
    const said = [...new Set(ways.flatMap((way) => way.evidence))].map((index) => citation(data.evidence[index]));
    const open = ways[0].via ? 0 : SHOWN;
    if (said.length <= open) return said;
    const rest = said.slice(open);
    const words = open ? counted(rest.length, 'more place') : 'What this rests on: ' + counted(rest.length, 'place');
    return [...said.slice(0, open), make('details', {}, make('summary', {}, words), ...rest)];
  }

  /** @param {string} words */
  function through(words) {
    return make('div', { class: 'through' }, words);
  }

  /** @param {string} id @returns {HTMLElement} A button that leads to a card. */
  function goTo(id) {
    const card = cards.get(id);
    const button = make('button', { type: 'button', class: 'go' }, make('strong', {}, naming(card)));
    if (card.title !== card.label) button.append(' ' + titleOf(card));
    button.addEventListener('click', () => choose(id));
    return button;
  }

  /** @param {Evidence} said @returns {HTMLElement} The words, and where they stand. */
  function citation(said) {
    const box = make('div', { class: 'said' }, quotation(said), make('p', { class: 'place' }, place(said)));
    const taken = ['Role: ' + said.role, 'agent: ' + said.agent, 'basis: ' + said.basis];
    if (said.cue) taken.push('cue: “' + said.cue + '”');
    box.append(make('p', { class: 'taken' }, taken.join(' · ')));
    box.append(...said.discrepancies.map((words) => make('p', { class: 'warning' }, words)));
    box.append(...said.corrections.map((words) => make('p', { class: 'taken' }, words)));
    return box;
  }

  /** @param {Evidence} said The sentence with the words marked; the words alone where there is no sentence. */
  function quotation(said) {
    const mark = (/** @type {string} */ words) => make('mark', {}, words);
    if (!said.mark) return make('blockquote', {}, mark(said.words), said.quote ? ' in “' + said.quote + '”' : '');
    const letters = Array.from(said.quote); // positions count code points
    const part = (/** @type {number} */ from, /** @type {number} */ to) => letters.slice(from, to).join('');
    const [start, end] = said.mark;
    return make('blockquote', {}, '“' + part(0, start), mark(part(start, end)), part(end, letters.length) + '”');
  }

  /** @param {Evidence} said */
  function place(said) {
    const parts = [said.document + (said.date ? ' (' + said.date + ')' : ''), said.section];
    if (said.duty) parts.push('duty ' + said.duty);
    if (said.page) parts.push('page ' + said.page);
    return parts.filter(Boolean).join(' · ');
  }

  // --- the table --------------------------------------------------------------------------------------------------

  function showTable() {
    const all = (state.chosen ? linksOf(state.chosen) : fromPosts).filter(visible);
    const edges = all.filter((edge) => !state.hiddenTypes.has(cards.get(edge.target).type));
    const body = make('tbody');
    for (const edge of edges) body.append(...rowsOf(edge));
    const heads = ['Post', 'How', 'What', 'Words', 'Sentence', 'Where', 'Differs'];
    const head = make('thead', {}, make('tr', {}, ...heads.map((name) => make('th', { scope: 'col' }, name))));
    const what = state.chosen ? 'The links of ' + naming(cards.get(state.chosen)) : 'All links of posts';
    const rows = counted(body.children.length, 'row');
    const caption = make('caption', {}, what + ', a row for each place that says so: ' + rows + '. The filters apply.');
    byId('table').replaceChildren(make('table', {}, caption, head, body));
  }

  /** @param {Edge} edge @returns {HTMLElement[]} */
  function rowsOf(edge) {
    const kind = data.kinds[strength.get(edge.kind)].legend;
    const how = edge.via ? kind + ', through ' + naming(cards.get(edge.via)) : kind;
    const target = cards.get(edge.target);
    const said = edge.evidence.length ? edge.evidence.map((index) => data.evidence[index]) : [null];
    return said.map((one) => {
      const row = make('tr', {}, make('th', { scope: 'row' }, cards.get(edge.source).label), make('td', { class: 'how' }, how));
      row.append(make('td', { class: 'what' }, fullName(target)));
      if (!one) return row;
      row.append(make('td', { class: 'words' }, one.words), make('td', { class: 'quote' }, one.quote));
      row.append(make('td', { class: 'where' }, place(one)), make('td', {}, one.discrepancies.join(' ')));
      return row;
    });
  }

  // --- search -----------------------------------------------------------------------------------------------------

  /** @param {string} words Letters without accents, for comparing. */
  function folded(words) {
    return words.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  }

  /** @param {string} words Letters and digits alone: "C.189" and "C 189" are "c189". */
  function bare(words) {
    return folded(words).replace(/[^\p{L}\p{N}]/gu, '');
  }

  const haystacks = data.nodes.map((node) => {
    const cited = isMandate(node) ? linksOf(node.id).filter((edge) => !edge.via) : [];
    const words = new Set(cited.flatMap((edge) => edge.evidence.map((index) => data.evidence[index].words)));
    const all = [node.id, node.label, node.title, node.biennium, node.type, ...node.aliases, ...words];
    const codes = [bare(node.id), bare(node.label)];
    return { node, codes, name: folded(node.label + ' ' + node.title), text: folded(all.join(' ')) };
  });

  /** @param {string} query @returns {Card[]} The best first. */
  function search(query) {
    const code = bare(query);
    const words = folded(query).split(/\s+/).filter(Boolean);
    if (!code) return [];
    const scored = haystacks.map((hay) => ({ node: hay.node, score: score(hay, code, words) }));
    const found = scored.filter((one) => one.score > 0).sort((a, b) => b.score - a.score);
    return found.slice(0, 12).map((one) => one.node);
  }

  /** @param {{codes: string[], name: string, text: string}} hay @param {string} code @param {string[]} words */
  function score(hay, code, words) {
    if (hay.codes.includes(code)) return 4;
    if (hay.codes.some((one) => one.startsWith(code))) return 3;
    if (words.every((word) => hay.name.includes(word))) return 2;
    return words.every((word) => hay.text.includes(word)) ? 1 : 0;
  }

  function buildSearch() {
    const input = /** @type {HTMLInputElement} */ (byId('search'));
    input.addEventListener('input', () => listFound(search(input.value), input));
    input.addEventListener('keydown', (event) => searchKey(event, input));
    input.addEventListener('blur', () => closeFound(input));
  }

  /** @param {Card[]} found @param {HTMLInputElement} input */
  function listFound(found, input) {
    const items = found.map((node, index) => foundItem(node, index, input));
    const none = make('li', { class: 'none' }, 'Nothing found in ' + counted(data.notices, 'notice') + '.');
    byId('found').replaceChildren(...(items.length ? items : [none]));
    byId('found').hidden = !input.value.trim();
    input.setAttribute('aria-expanded', String(!byId('found').hidden));
    if (items.length) input.setAttribute('aria-activedescendant', 'found-0');
    else input.removeAttribute('aria-activedescendant');
  }

  /** @param {Card} node @param {number} index @param {HTMLInputElement} input */
  function foundItem(node, index, input) {
    const item = make('li', { role: 'option', id: 'found-' + index, 'aria-selected': String(index === 0) });
    const [name, title] = node.title === node.label ? [node.type, node.title] : [naming(node), titleOf(node)];
    item.append(make('span', {}, name), make('span', {}, title));
    item.dataset.id = node.id;
    item.addEventListener('mousedown', (event) => {
      event.preventDefault(); // the search field keeps the focus until the choice is made
      take(node.id, input);
    });
    return item;
  }

  /** @param {KeyboardEvent} event @param {HTMLInputElement} input */
  function searchKey(event, input) {
    const items = /** @type {HTMLElement[]} */ ([...byId('found').querySelectorAll('[role="option"]')]);
    const at = items.findIndex((item) => item.getAttribute('aria-selected') === 'true');
    if (event.key === 'Enter' && items[at] && !byId('found').hidden) take(items[at].dataset.id, input);
    if (event.key === 'Escape') { input.value = ''; closeFound(input); }
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (!step || !items.length) return;
    event.preventDefault();
    const next = (at + step + items.length) % items.length;
    items.forEach((item, index) => item.setAttribute('aria-selected', String(index === next)));
    input.setAttribute('aria-activedescendant', items[next].id);
    items[next].scrollIntoView({ block: 'nearest' });
  }

  /** @param {HTMLInputElement} input */
  function closeFound(input) {
    byId('found').hidden = true;
    input.setAttribute('aria-expanded', 'false');
  }

  /** @param {string} id @param {HTMLInputElement} input */
  function take(id, input) {
    input.value = '';
    closeFound(input);
    choose(id);
  }

  // --- legend, filters, tabs, keys ----------------------------------------------------------------------------------

  /**
   * @param {string} words @param {number} count @param {Set<string>} hidden what is switched off @param {string} value
   * @param {?Node} line
   */
  function toggle(words, count, hidden, value, line) {
    const button = make('button', { type: 'button', class: 'toggle', 'aria-pressed': String(!hidden.has(value)) });
    if (line) button.append(line);
    button.append(words, make('span', { class: 'count' }, String(count)));
    button.addEventListener('click', () => {
      if (!hidden.delete(value)) hidden.add(value);
      button.setAttribute('aria-pressed', String(!hidden.has(value)));
      show();
    });
    return button;
  }

  function buildFilters() {
    for (const kind of data.kinds) {
      const count = data.edges.filter((edge) => edge.kind === kind.id).length;
      if (count) byId('kinds').append(toggle(kind.legend, count, state.hiddenKinds, kind.id, sample(kind.id)));
    }
    const types = new Map();
    for (const node of data.nodes) types.set(node.type, (types.get(node.type) || 0) + 1);
    for (const [type, count] of types) byId('types').append(toggle(type, count, state.hiddenTypes, type, null));
    const posts = data.nodes.filter((node) => node.column === 'post').length;
    const things = counted(data.nodes.filter(isMandate).length, 'mandate or goal', 'mandates and goals');
    byId('counts').textContent = [counted(data.notices, 'notice'), counted(posts, 'post'), things].join(' · ');
  }

  function buildTabs() {
    for (const tab of ['network', 'table']) {
      byId('tab-' + tab).addEventListener('click', () => { state.table = tab === 'table'; show(); });
    }
  }

  /** @param {KeyboardEvent} event Arrows walk over the cards. */
  function walk(event) {
    const here = event.target;
    if (!(here instanceof HTMLElement) || !here.classList.contains('card')) return;
    const stacks = [...byId('columns').querySelectorAll('.stack')];
    const columns = stacks.map((stack) => [...stack.querySelectorAll('.card')]);
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

  /** @param {Element[]|undefined} cardsThere @param {Element} here The card at the same height. */
  function nearest(cardsThere, here) {
    const height = (/** @type {Element} */ one) => middle(one.getBoundingClientRect());
    const away = (/** @type {Element} */ one) => Math.abs(height(one) - height(here));
    return cardsThere?.reduce((best, one) => (away(one) < away(best) ? one : best));
  }

  // --- the state of the page ----------------------------------------------------------------------------------------

  /** @param {?string} id Choose a card; the address keeps the choice, so that it can be shared. */
  function choose(id) {
    const hash = id ? '#' + encodeURIComponent(id) : '';
    if (hash === location.hash) return;
    if (hash) location.hash = hash;
    else { history.pushState(null, '', location.pathname + location.search); readHash(); }
  }

  function readHash() {
    let id = null;
    try { id = decodeURIComponent(location.hash.slice(1)); } catch { id = null; } // a hash that is no valid encoding
    const known = id !== null && cards.has(id);
    state.chosen = known ? id : null;
    show();
    if (known) {
      scrollTo({ top: 0 });
      const card = cards.get(id);
      byId('live').textContent = naming(card) + ', ' + titleOf(card) + ': ' + summary(card);
    } else byId('live').textContent = '';
  }

  function show() {
    byId('network').hidden = state.table;
    byId('table').hidden = !state.table;
    byId('tab-network').setAttribute('aria-selected', String(!state.table));
    byId('tab-table').setAttribute('aria-selected', String(state.table));
    showPanel();
    if (state.table) return showTable();
    placeCards();
    drawCurves();
  }

  buildFilters();
  buildColumns();
  buildSearch();
  buildTabs();
  addEventListener('hashchange', readHash);
  addEventListener('popstate', readHash);
  addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && event.target !== byId('search')) choose(null);
    else walk(event);
  });
  if (data.focus && !location.hash) history.replaceState(null, '', '#' + encodeURIComponent(data.focus));
  readHash();
})();
