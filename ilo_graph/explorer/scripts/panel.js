// The panel: what is known of what is chosen, and the words that say so.

const OPEN = 3; // so many citations of a link are open at once; the others unfold
const LISTED = 25; // so many links of a kind are listed at once

function showPanel() {
  const panel = byId('panel');
  const parts = state.chosen ? detail(state.chosen) : state.pair ? between(state.pair) : welcome();
  panel.replaceChildren(...parts.filter((part) => part !== null));
}

/** @returns {Node[]} */
function welcome() {
  const counts_ = new Map();
  for (const i of shownLinks()) if (kindOf(i) === 'stated') counts_.set(data.links.target[i], (counts_.get(data.links.target[i]) || 0) + 1);
  const first = largest([...counts_], ([, count]) => count).slice(0, 6);
  const starts = first.map(([n, count]) => make('div', {}, goTo(cards[n]), aside(say('summary.source.stated', { n: count }))));
  return [
    make('h2', {}, say('panel.title')),
    make('p', { class: 'lead' }, say('panel.lead')),
    ...changeList(),
    ...(starts.length ? [make('h3', {}, say('panel.most')), make('div', { class: 'starts' }, ...starts)] : []),
    make('p', { class: 'lead' }, say('panel.beyond', { cards: MANY, curves: CURVES, bars: BARS })),
  ];
}

/** @returns {HTMLElement} */
function closing() {
  return button(say('panel.close'), () => choose(null), { class: 'close' });
}

/** @param {Card} card @returns {Node[]} */
function detail(card) {
  const type = named('types', card.type);
  return [
    make('div', { class: 'over' }, card.biennium ? type + ', ' + card.biennium : type, closing()),
    make('h2', {}, labelOf(card)),
    card.title === card.label ? null : make('p', { class: 'title' }, titleOf(card)),
    make('p', { class: 'summary' }, summary(card)),
    factList(card),
    officialPage(card),
    ...card.discrepancies.map((one) => make('p', { class: 'warning' }, disagreement(one))),
    ...data.kinds.flatMap((kind) => kindGroup(card, kind)),
    ...dutyList(card),
    ...namesakeList(card),
  ];
}

/** @param {Card} card What the panel says, in one line. */
function summary(card) {
  if (!isLinked(card)) return say('gaps.none', { n: data.notices });
  const links = linksOf(card);
  const end = isMandate(card) ? 'source' : 'target';
  const parts = [];
  for (const kind of data.kinds.slice(0, 6)) {
    const count = new Set(links.filter((i) => kindOf(i) === kind).map((i) => data.links[end][i])).size;
    if (count || kind === 'stated') parts.push(say('summary.' + end + '.' + kind, { n: count }));
  }
  return parts.join(' · ');
}

/** @param {Card} card */
function factList(card) {
  const scheme = card.column === 'unit' ? 'unit-kind' : 'mandate-kind';
  const concepts = [['Kind', scheme, card.kind], ['Status', 'status', card.status], ['Category', 'category', card.category], ['Subject', 'subject', card.subject]];
  const facts = [
    ...concepts.filter(([, , name]) => name).map(([fact, in_, name]) => [fact, concept(in_, name)]),
    ...card.facts,
    ...(card.attestation ? [['Attested', named('attestations', card.attestation)]] : []),
    ['Id', card.id],
  ];
  return make('dl', { class: 'facts' }, ...facts.flatMap(([fact, value]) => [make('dt', {}, named('names', fact)), make('dd', {}, value)]));
}

/** @param {Card} card A link that is followed only when the reader opens it. @returns {?HTMLElement} */
function officialPage(card) {
  if (!/^https?:\/\/(normlex\.ilo\.org|metadata\.un\.org)\//.test(card.page)) return null;
  const link = make('a', { href: card.page, target: '_blank', rel: 'noreferrer noopener' }, say('panel.official'), ' ↗');
  return make('p', { class: 'official' }, link, make('span', {}, say('panel.online')));
}

/** @param {Card} card @param {string} kind @returns {Node[]} The links of one kind. */
function kindGroup(card, kind) {
  const { source, target } = data.links;
  if (kind === 'member') return memberGroup(card);
  const links = (kind === 'catalogue' ? catalogued[card.n] : linksOf(card)).filter((i) => kindOf(i) === kind);
  const found = [...gather(links, (i) => source[i] * cards.length + target[i]).values()];
  return listed(kind, say('headings.' + kind), found.map((ways) => () => linkItem(card, ways)));
}

/** @param {Card} card @returns {Node[]} */
function memberGroup(card) {
  const all = card.column === 'unit' ? postsIn[card.n] : unitsOf[card.n];
  const words_ = say(card.column === 'unit' ? 'headings.posts' : 'headings.member');
  return listed('member', words_, all.map((n) => () => make('div', { class: 'link' }, goTo(cards[n]))));
}

/** A heading with a list, of which the first are shown. @param {string} kind @param {string} title @param {(() => Node)[]} items */
function listed(kind, title, items) {
  if (!items.length) return [];
  const heading = make('h3', {}, kind ? sample(kind) : null, title, make('span', {}, String(items.length)));
  const box = make('div', {});
  const more = button('', () => add(), { class: 'go' });
  const add = () => {
    const from = box.children.length;
    box.append(...items.slice(from, from + LISTED).map((item) => item()));
    more.textContent = say('more', { n: items.length - box.children.length });
    more.hidden = items.length === box.children.length;
  };
  add();
  return [heading, box, more];
}

/** @param {?Card} card @param {number[]} ways One link, in each way in which it was found. @returns {HTMLElement} */
function linkItem(card, ways) {
  const { source, target, via } = data.links;
  const [from, to] = [cards[source[ways[0]]], cards[target[ways[0]]]];
  const item = make('div', { class: 'link' });
  if (kindOf(ways[0]) === 'catalogue') {
    item.append(aside(catalogueWords(card, ways[0])), goTo(from === card ? to : from));
    return item;
  }
  if (!card) item.append(goTo(from), aside(say('kinds.' + kindOf(ways[0])) + ': ' + fullName(to)));
  else if (card.column === 'unit') item.append(goTo(to), aside(fullName(from)));
  else item.append(goTo(from === card ? to : from));
  item.append(...ways.filter((i) => via[i] >= 0).map((i) => aside(say('panel.via', { via: fullName(cards[via[i]]) }))));
  item.append(...citations(ways));
  return item;
}

/** @param {Card} card @param {number} link What the catalogues say of the two. */
function catalogueWords(card, link) {
  const { source, said, attested, words: texts } = data.links;
  const from = cards[source[link]];
  const sentence = naming(from) + ' ' + named('says', texts[said[link]]) + (from === card ? '' : ' ' + naming(card));
  const how = texts[attested[link]];
  return how ? sentence + ' (' + named('attestations', how) + ')' : sentence;
}

/** @param {number[]} ways The words behind a link; those behind a derived one are folded. @returns {HTMLElement[]} */
function citations(ways) {
  const proof = [...new Set(ways.flatMap(proofOf))];
  if (!words) return proof.length ? [aside('…')] : [];
  const open = data.links.via[ways[0]] < 0 ? OPEN : 0;
  const shown = proof.slice(0, open).map(citationBox);
  const rest = proof.slice(open);
  if (!rest.length) return shown;
  const label = open ? say('panel.places', { n: rest.length }) : say('panel.rests', { n: rest.length });
  const box = make('details', {}, make('summary', {}, label));
  box.addEventListener('toggle', () => { if (box.children.length === 1) box.append(...rest.map(citationBox)); });
  return [...shown, box];
}

/** @param {string} text */
function aside(text) {
  return make('div', { class: 'through' }, text);
}

/** @param {Card} card @param {string} [text] @returns {HTMLElement} A button that leads to a card. */
function goTo(card, text) {
  const element = button('', () => choose(card), { class: 'go' });
  if (text) element.append(text);
  else element.append(make('strong', {}, naming(card)), card.title === card.label ? '' : ' ' + titleOf(card));
  return element;
}

/** @param {number} i @returns {HTMLElement} The words, where they stand, and what they were taken for. */
function citationBox(i) {
  const said = citation(i);
  const box = make('div', { class: 'said' }, quotation(said), make('p', { class: 'place' }, place(said)));
  const taken = [['role', 'role'], ['agent', 'agent'], ['basis', 'basis']].map(([key, scheme]) => say('panel.' + key, { what: concept(scheme, said[key]) }));
  if (said.cue) taken.push(say('panel.cue', { what: said.cue }));
  box.append(make('p', { class: 'taken' }, taken.join(' · ')));
  box.append(...said.discrepancies.map((one) => make('p', { class: 'warning' }, disagreement(one))));
  box.append(...said.corrections.map((decided) => make('p', { class: 'taken' }, decided)));
  return box;
}

/** The sentence with the words marked; the words alone where there is no sentence. */
function quotation(said) {
  if (!said.mark) return make('blockquote', {}, make('mark', {}, said.words), said.quote ? ' ' + say('panel.in', { quote: said.quote }) : '');
  return make('blockquote', {}, '“', ...marked(said.quote, [said.mark]), '”');
}

/** @param {string} text @param {number[][]} marks Parts of the text, in order; positions count code points. */
function marked(text, marks, titles = []) {
  const letters = Array.from(text);
  const parts = [];
  let end = 0;
  marks.forEach(([from, to], n) => {
    if (from < end) return;
    parts.push(letters.slice(end, from).join(''), make('mark', titles[n] ? { title: titles[n] } : {}, letters.slice(from, to).join('')));
    end = to;
  });
  return [...parts, letters.slice(end).join('')];
}

function place(said) {
  const parts = [said.document + (said.date ? ' (' + said.date + ')' : ''), said.section && concept('section', said.section)];
  if (said.duty !== null) parts.push(say('panel.duty', { n: said.duty }));
  if (said.page !== null) parts.push(say('panel.page', { n: said.page }));
  return parts.filter(Boolean).join(' · ');
}

/** @param {string[]} one In plain English, or from what is stated and what the authority says. */
function disagreement([english, kind, stated, authority]) {
  if (language.code === 'en' || !kind) return english;
  const parts = [concept('discrepancy', kind)];
  if (stated) parts.push(say('panel.stated', { what: stated }));
  if (authority) parts.push(say('panel.authority', { what: authority }));
  return parts.join('; ');
}

/** @param {Card} card The duties of a post, with the citations marked in place. @returns {Node[]} */
function dutyList(card) {
  const duties = words?.dutiesOf.get(card.id) || [];
  const shown = duties.filter(([, , , text, cited]) => words.strings[text] || cited.length);
  const target = new Map(bySource[card.n].filter((i) => data.links.via[i] < 0).flatMap((i) => proofOf(i).map((one) => [one, targetOf(i)])));
  return listed('', say('headings.duties'), shown.map(([, kind, number, text, cited, marks]) => () => {
    const titles = cited.map((i) => (target.has(i) ? fullName(target.get(i)) : '') + ': ' + concept('role', sort('role', i)));
    const standing = cited.map((_, n) => n).filter((n) => marks[n]);
    const body = words.strings[text]
      ? marked(words.strings[text], standing.map((n) => marks[n]), standing.map((n) => titles[n]))
      : cited.flatMap((i, n) => [n ? ', ' : '', make('mark', { title: titles[n] }, citation(i).words)]);
    const item = make('div', { class: 'duty' }, make('p', {}, make('strong', {}, named('duties', kind) + ' ' + number + ' '), ...body));
    item.append(...cited.filter((i) => target.has(i)).map((i) => make('div', { class: 'cited' }, goTo(target.get(i)), ' ', concept('role', sort('role', i)))));
    return item;
  }));
}

/** @param {Card} card What the same number means in other biennia. @returns {Node[]} */
function namesakeList(card) {
  return listed('', say('headings.namesakes', { label: labelOf(card) }), namesakes(card).map((one) => () => make('div', { class: 'link' }, goTo(one))));
}

/** @param {string[]} pair What lies between a row and a column, with its words. @returns {Node[]} */
function between(pair) {
  const links = linksBetween(pair);
  const { source, target } = data.links;
  const posts = new Set(links.map((i) => source[i])).size;
  const found = [...gather(links, (i) => source[i] * cards.length + target[i]).values()];
  const ends_ = [pair[1], pair[3]].map((key) => (cardOf.has(key) ? goTo(cardOf.get(key)) : make('strong', {}, keyName(key))));
  return [
    make('div', { class: 'over' }, say('panel.between'), closing()),
    make('h2', {}, keyName(pair[1]) + ' × ' + keyName(pair[3])),
    make('div', { class: 'starts' }, ...ends_),
    make('p', { class: 'summary' }, links.length ? say('counts.posts', { n: posts }) : say('gaps.none', { n: data.notices })),
    ...data.kinds.flatMap((kind) => listed(kind, say('headings.' + kind), found.filter(([i]) => kindOf(i) === kind).map((ways) => () => linkItem(null, ways)))),
  ];
}
