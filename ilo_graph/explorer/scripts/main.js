// The page is put together here.

let panelOf = '';

/** Draw what the state says. */
function show() {
  const spoken = state.language || preferred();
  if (spoken !== language.code || !document.title) speak(spoken);
  for (const view of VIEWS) {
    byId(view).hidden = view !== state.view;
    byId('tab-' + view).setAttribute('aria-selected', String(view === state.view));
    byId('tab-' + view).setAttribute('tabindex', view === state.view ? '0' : '-1');
  }
  showCounts();
  showFilters();
  showPanel();
  ({ network: showNetwork, matrix: showMatrix, flow: showFlow, table: showTable })[state.view]();
  byId('address').hidden = true;
  if (panelOf !== location.hash) byId('panel').scrollTop = 0; // after the drawing, since it asks for the layout
  panelOf = location.hash;
  document.body.classList.toggle('chosen', Boolean(state.chosen || state.pair));
  const card = state.chosen;
  byId('live').textContent = card ? naming(card) + ', ' + titleOf(card) + ': ' + summary(card) : '';
}

function showCounts() {
  const posts = cards.filter((card) => card.column === 'post').length;
  const things = cards.slice(0, data.linked).filter(isMandate).length;
  byId('counts').textContent = [say('counts.notices', { n: data.notices }), say('counts.posts', { n: posts }), say('counts.things', { n: things })].join(' · ');
}

function buildTabs() {
  for (const view of VIEWS) {
    byId('tab-' + view).addEventListener('click', () => {
      if (view === 'table' && state.view !== 'table') state.facts = twin();
      state.view = view;
      go();
    });
  }
  byId('tabs').addEventListener('keydown', (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const next = VIEWS[(VIEWS.indexOf(state.view) + step + VIEWS.length) % VIEWS.length];
    byId('tab-' + next).click();
    byId('tab-' + next).focus();
  });
}

function buildChoices() {
  for (const [id, name] of [['matrix-rows', 'rows'], ['matrix-columns', 'columns'], ['matrix-order', 'order'], ['flow-question', 'question']]) {
    byId(id).addEventListener('change', (event) => { state[name] = /** @type {HTMLSelectElement} */ (event.target).value; state.pair = null; go(); });
  }
  for (const code of LANGUAGES) {
    byId('say-' + code).addEventListener('click', () => { state.language = code === preferred() ? '' : code; haystacks = null; go(); });
  }
}

/** @param {KeyboardEvent} event */
function press(event) {
  if (event.key !== 'Escape') { walkCards(event); walkCells(event); return; }
  const open = document.querySelector('.facet[open]');
  if (open) { open.removeAttribute('open'); open.querySelector('summary').focus(); return; }
  if (event.target !== byId('search')) choose(null);
}

async function start() {
  if (typeof DecompressionStream === 'undefined') throw new Error('old');
  await loadGraph();
  buildFilters();
  buildSearch();
  buildTable();
  buildSaving();
  buildTabs();
  buildChoices();
  addEventListener('popstate', () => { readAddress(); show(); });
  addEventListener('keydown', press);
  new ResizeObserver(redrawCurves).observe(byId('columns'));
  if (data.focus && !location.hash) history.replaceState(null, '', '#' + encodeURIComponent(data.focus));
  readAddress();
  show();
  requestAnimationFrame(() => {
    performance.mark('drawn');
    setTimeout(async () => {
      await loadWords();
      haystacks = null;
      showPanel();
      if (state.view === 'table') showTable();
      document.documentElement.setAttribute('data-ready', '');
    });
  });
}

start().catch((error) => {
  byId('broken').hidden = false;
  if (error.message !== 'old') throw error;
});
