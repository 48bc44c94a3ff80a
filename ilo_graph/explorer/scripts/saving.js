// Taking away: the view as SVG and PNG, the table as CSV, and the address that restores the view.

const SHAPES = 'rect, path, line';
const PAINT = ['fill', 'stroke', 'stroke-width', 'stroke-dasharray', 'opacity', 'stroke-linecap', 'fill-opacity'];

const MARGIN = { head: 72, foot: 60, side: 24 };

/** What the picture shows, above it. */
function titling() {
  const style = getComputedStyle(document.body);
  const what = state.chosen ? fullName(state.chosen) : state.pair ? keyTitle(state.pair[1]) + ' × ' + keyTitle(state.pair[3]) : say('panel.title');
  const about = [say('views.' + state.view), byId('counts').textContent, ...[...state.facets.values()].flatMap((keys) => [...keys])].join(' · ');
  const line = (/** @type {string} */ text, /** @type {Object<string, string|number>} */ look) => draw('text', { x: MARGIN.side, 'font-family': style.fontFamily, fill: style.color, ...look }, text);
  return [line(what, { y: 32, 'font-size': '18px', 'font-weight': 650 }), line(about, { y: 54, 'font-size': '13px' })];
}

/** What the lines or signs mean, below it. @param {number} top @param {number} width */
function legend(top, width) {
  const style = getComputedStyle(document.body);
  let [x, y] = [MARGIN.side, top];
  return [...byId('kinds').querySelectorAll('[aria-pressed="true"]')].flatMap((toggle) => {
    const kind = toggle.id.slice('kind-'.length);
    const sign = state.view === 'matrix' ? SIGNS[kind] : '';
    if (sign === undefined) return [];
    const room = 46 + 6.8 * say('kinds.' + kind).length;
    if (x + room > width) [x, y] = [MARGIN.side, y + 20];
    const text = draw('text', { x: x + (sign ? 18 : 34), y: y + 4, 'font-family': style.fontFamily, 'font-size': '12px', fill: style.color }, say('kinds.' + kind));
    const mark = sign ? draw('text', { x, y: y + 4, 'font-size': '14px', fill: getComputedStyle(toggle.querySelector('.sign')).color }, sign) : draw('path', { d: `M${x} ${y}h28` });
    if (!sign) for (const name of PAINT) mark.setAttribute(name, getComputedStyle(toggle.querySelector('path')).getPropertyValue(name));
    x += room;
    return [mark, text];
  });
}

/** The view as a drawing: boxes, lines and texts where the browser has laid them out. @returns {SVGElement} */
function picture() {
  const view = byId(state.view);
  const frame = view.getBoundingClientRect();
  const [width, height] = [Math.ceil(Math.max(view.scrollWidth, frame.width)), Math.ceil(Math.max(view.scrollHeight, frame.height))];
  const { head, foot, side } = MARGIN;
  const size = { width: width + 2 * side, height: height + head + foot };
  const svg = draw('svg', { xmlns: SVG, ...size, viewBox: `0 0 ${size.width} ${size.height}` });
  svg.append(draw('rect', { ...size, fill: getComputedStyle(document.body).backgroundColor }), ...titling(), ...legend(height + head + 22, size.width));
  const at = { x: frame.left - view.scrollLeft - side, y: frame.top - view.scrollTop - head };
  for (const element of view.querySelectorAll('*')) {
    if (!element.checkVisibility({ visibilityProperty: true }) || element.closest('.controls')) continue;
    if (element instanceof SVGElement) svg.append(...shapeOf(element, at)); else svg.append(...boxOf(element, at));
    svg.append(...textsOf(element, at));
  }
  return svg;
}

/** @param {SVGElement} element @param {{x: number, y: number}} at */
function shapeOf(element, at) {
  if (!element.matches(SHAPES) || !(element instanceof SVGGraphicsElement)) return [];
  const { a, b, c, d, e, f } = element.getScreenCTM();
  const copy = draw(element.localName, { transform: `matrix(${a} ${b} ${c} ${d} ${e - at.x} ${f - at.y})` });
  for (const name of ['d', 'x', 'y', 'width', 'height', 'rx']) if (element.hasAttribute(name)) copy.setAttribute(name, element.getAttribute(name));
  const style = getComputedStyle(element);
  for (const name of PAINT) copy.setAttribute(name, style.getPropertyValue(name));
  return [copy];
}

/** @param {Element} element @param {{x: number, y: number}} at The box of an element, if it has a colour or a border. */
function boxOf(element, at) {
  const style = getComputedStyle(element);
  const box = element.getBoundingClientRect();
  const border = Number.parseFloat(style.borderTopWidth) && style.borderTopStyle !== 'none' ? style.borderTopColor : 'none';
  const clear = style.backgroundColor === 'rgba(0, 0, 0, 0)';
  if (!box.width || (clear && border === 'none')) return [];
  return [draw('rect', { x: box.left - at.x, y: box.top - at.y, width: box.width, height: box.height, rx: Number.parseFloat(style.borderTopLeftRadius) || 0, fill: clear ? 'none' : style.backgroundColor, stroke: border, opacity: opacityOf(element) })];
}

/** @param {Element} element @returns {number} */
function opacityOf(element) {
  let found = 1;
  for (let one = element; one; one = one.parentElement) found *= Number(getComputedStyle(one).opacity);
  return found;
}

/** @param {Element} element @param {{x: number, y: number}} at Its own texts, a line each. */
function textsOf(element, at) {
  const style = getComputedStyle(element);
  const paint = { 'font-family': style.fontFamily, 'font-size': style.fontSize, 'font-weight': style.fontWeight, fill: element instanceof SVGElement ? style.fill : style.color, opacity: opacityOf(element) };
  const found = [];
  for (const node of element.childNodes) {
    if (!(node instanceof Text) || !node.data.trim() || element.localName === 'title') continue;
    for (const line of linesOf(node)) {
      if (!inside(element, line.box)) continue;
      const size = Number.parseFloat(style.fontSize) * (line.box.height && element instanceof SVGElement ? line.box.height / (Number.parseFloat(style.fontSize) * 1.17) : 1);
      found.push(draw('text', { ...paint, 'font-size': size + 'px', x: line.box.left - at.x, y: line.box.top - at.y + line.box.height * 0.78, 'xml:space': 'preserve' }, fitting(element, line)));
    }
  }
  return found;
}

/** @param {Element} element @param {{text: string, box: DOMRect}} line A line as it can be seen: cards end what is too long. */
function fitting(element, { text, box }) {
  const room = (element.closest('.card, th, td')?.getBoundingClientRect().right ?? Infinity) - box.left;
  const letters = Array.from(text.trimEnd());
  if (room <= 0) return '';
  return box.width <= room ? letters.join('') : letters.slice(0, Math.max(0, Math.floor((letters.length * room) / box.width) - 2)).join('') + '…';
}

/** @param {Element} element @param {DOMRect} box Whether a line can be seen: cards cut what is too long. */
function inside(element, box) {
  const cut = element.closest('strong, small, th, td');
  return !cut || box.top < cut.getBoundingClientRect().bottom - 2;
}

/** @param {Text} node @returns {{text: string, box: DOMRect}[]} */
function linesOf(node) {
  const range = document.createRange();
  const found = [];
  const letters = Array.from(node.data);
  let offset = 0;
  for (const letter of letters) {
    range.setStart(node, offset);
    range.setEnd(node, offset + letter.length);
    offset += letter.length;
    const box = range.getBoundingClientRect();
    const last = found.at(-1);
    if (last && Math.abs(last.box.top - box.top) < 3) Object.assign(last, { text: last.text + letter, box: new DOMRect(last.box.left, last.box.top, box.right - last.box.left, last.box.height) });
    else if (box.width) found.push({ text: letter, box });
  }
  return found;
}

/** @returns {string} */
function pictureText() {
  return new XMLSerializer().serializeToString(picture());
}

async function savePng() {
  const svg = picture();
  const image = new Image();
  image.src = 'data:image/svg+xml;charset=utf-8,' + encodeURIComponent(new XMLSerializer().serializeToString(svg));
  await image.decode();
  const canvas = /** @type {HTMLCanvasElement} */ (make('canvas'));
  const scale = Math.min(2, 8000 / image.height, 8000 / image.width);
  Object.assign(canvas, { width: image.width * scale, height: image.height * scale });
  canvas.getContext('2d').drawImage(image, 0, 0, canvas.width, canvas.height);
  canvas.toBlob((blob) => save(blob, 'png'));
}

/** The rows of the table; what a spreadsheet would take for a formula becomes a text. @returns {string} */
function csv() {
  const heads = FACTS[state.facts].heads.map((name) => say('heads.' + name));
  const quoted = (/** @type {string|number} */ cell) => {
    const text = typeof cell === 'string' && /^[=+\-@\t\r]/.test(cell) ? "'" + cell : String(cell);
    return '"' + text.replaceAll('"', '""') + '"';
  };
  return '\ufeff' + [heads, ...tableRows().map((row) => row.cells)].map((row) => row.map(quoted).join(',')).join('\r\n') + '\r\n';
}

/** @param {Blob} blob @param {string} suffix */
function save(blob, suffix) {
  const link = /** @type {HTMLAnchorElement} */ (make('a', { download: 'ilo-graph-' + state.view + '.' + suffix }));
  link.href = URL.createObjectURL(blob);
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

function showLink() {
  const field = /** @type {HTMLInputElement} */ (byId('address'));
  field.value = location.href;
  field.hidden = false;
  field.select();
  navigator.clipboard?.writeText(location.href).then(() => { byId('live').textContent = say('save.copied'); }, () => {});
}

function buildSaving() {
  byId('save-svg').addEventListener('click', () => save(new Blob([pictureText()], { type: 'image/svg+xml' }), 'svg'));
  byId('save-png').addEventListener('click', savePng);
  byId('save-csv').addEventListener('click', () => {
    if (state.view !== 'table') state.facts = twin();
    save(new Blob([csv()], { type: 'text/csv' }), 'csv');
  });
  byId('save-link').addEventListener('click', showLink);
}

/** @returns {string} The facts of the table that say what the view shows. */
function twin() {
  return { network: 'links', matrix: 'matrix', flow: 'flow', table: state.facts }[state.view];
}
