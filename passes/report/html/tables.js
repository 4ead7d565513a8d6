// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Verdicts by entry point and rule, lock sites, and what is to be said of the
// run as a whole.
'use strict';

const verdictWords = {pass: '✓ Pass', defect: '✗ Defect', notApplicable: '– n/a', inconclusive: '? Open'};
const verdictNames = {pass: 'Pass', defect: 'Defect', notApplicable: 'Not Applicable', inconclusive: 'Inconclusive'};

/** The verdicts, one group for each entry point, the urgent ones first. */
function verdictGroups() {
  const groups = new Map();
  for (const v of report.verdicts) {
    const key = [v.entry, v.role, v.place].join('\u0000');
    if (!groups.has(key)) groups.set(key, {entry: v.entry, role: v.role, place: v.place, cells: new Map(), verdicts: new Set()});
    groups.get(key).cells.set(v.rule, v);
    groups.get(key).verdicts.add(v.verdict);
  }
  const urgency = (g) => g.verdicts.has('defect') ? 0 : g.verdicts.has('inconclusive') ? 1 : g.verdicts.has('pass') ? 2 : 3;
  return [...groups.values()].map((g, i) => [urgency(g), i, g]).sort((a, b) => a[0] - b[0] || a[1] - b[1]).map(([, , g]) => g);
}

/** Searching, filtering and paging, for a view that lists `rows`. */
function pagedView(view) {
  return {
    title: view.title,
    mount(params) {
      this.params = params;
      this.rows = view.rows();
      const set = (name) => (value) => this.change({[name]: value, page: ''});
      this.filters = h('form', {class: 'panel filters', role: 'search', submit: (e) => e.preventDefault()},
        searchBox(view.placeholder, params.get('q'), set('q')),
        choice('Show', 'show', view.choices(this.rows), params.get('show'), set('show')));
      this.content = h('div', {class: 'stack'});
      this.fill();
      return h('div', {class: 'stack'}, h('h1', {class: 'unseen'}, view.title), this.filters, this.content);
    },
    update(params) {
      this.params = params;
      for (const name of ['q', 'show']) this.filters.elements[name].value = params.get(name) || '';
      this.fill();
    },
    change(changes) {
      this.params = withParams(this.params, changes);
      replaceAddress(address(view.name, null, this.params));
      this.fill();
    },
    fill() {
      const terms = (this.params.get('q') || '').toLowerCase().split(/\s+/).filter(Boolean);
      const show = this.params.get('show');
      const selected = this.rows.filter((row) => (!show || view.matches(row, show)) &&
        (!terms.length || terms.every((t) => view.text(row).toLowerCase().includes(t))));
      const page = pageOf(this.params, selected.length);
      const turn = (to) => { this.change({page: to === 1 ? '' : to}); window.scrollTo(0, 0); };
      const shown = selected.slice((page - 1) * PageSize, page * PageSize);
      this.content.replaceChildren(pager(page, selected.length, view.what, turn),
        shown.length ? view.table(shown) : h('p', {class: 'panel empty'}, 'Nothing matches.'));
      announce(selected.length + ' ' + view.what);
    },
    key(event) {
      if (event.key !== '/') return false;
      this.filters.elements.q.focus();
      return true;
    },
  };
}

/** What one verdict rests on, or was given up for. */
function verdictDetails(group, v, close) {
  const assumed = report.assumptionLists[v.assumed];
  const matching = report.findings.some((f) => f.rule === v.rule && f.entry === v.entry);
  return h('section', {class: 'panel dock', 'aria-label': 'Verdict'},
    h('div', {class: 'below'},
      h('div', null, badge(verdictNames[v.verdict], v.verdict), ' ', h('b', null, v.rule), ' for ', h('code', null, group.entry),
        group.role ? ' (' + group.role + ')' : '', group.place ? [', ', h('span', {class: 'mono muted'}, group.place)] : ''),
      h('button', {type: 'button', click: close, 'aria-label': 'Close'}, '×')),
    v.reason ? h('p', {class: 'text'}, v.reason) : '',
    v.verdict === 'defect' && matching ? h('p', null, h('a', {href: address('findings', null,
      new URLSearchParams({rule: v.rule, entry: v.entry, state: 'all'}))}, 'Show its findings')) : '',
    v.verdict === 'defect' && !matching ? h('p', null, h('a', {href: address('findings', null,
      new URLSearchParams({rule: v.rule, state: 'all'}))}, 'Show the findings of this rule'),
    ' (one that several entry points reach is listed once).') : '',
    v.verdict === 'pass' && assumed.length ? [h('p', {class: 'muted'}, 'It holds if:'),
      h('ul', {class: 'list'}, assumed.slice(0, 60).map((n) => h('li', null, report.assumptions[n]))),
      assumed.length > 60 ? h('p', {class: 'muted'}, 'and ' + (assumed.length - 60) + ' more, under Notes.') : ''] : '');
}

const verdictsView = pagedView({
  name: 'verdicts',
  title: 'Verdicts',
  what: 'entry points',
  placeholder: 'entry point, role, file …',
  rows: verdictGroups,
  choices: (rows) => [['', 'All (' + rows.length + ')'], ...Object.keys(verdictNames).map((v) =>
    [v, verdictNames[v] + ' (' + rows.filter((g) => g.verdicts.has(v)).length + ')'])],
  matches: (group, show) => group.verdicts.has(show),
  text: (group) => group.entry + '\n' + group.role + '\n' + group.place,
  table(groups) {
    const rules = [...new Set(report.verdicts.map((v) => v.rule))];
    const dock = h('div', {class: 'dock-place'});
    let pressed = null;
    const close = () => {
      dock.replaceChildren();
      if (pressed) pressed.setAttribute('aria-pressed', 'false');
      pressed = null;
    };
    const press = (button, group, v) => {
      const again = pressed === button;
      close();
      if (again) return;
      pressed = button;
      button.setAttribute('aria-pressed', 'true');
      dock.replaceChildren(verdictDetails(group, v, close));
    };
    const cell = (group, rule) => {
      const v = group.cells.get(rule);
      if (!v) return h('td');
      const button = h('button', {type: 'button', class: 'cell ' + v.verdict, 'aria-pressed': 'false',
        title: verdictNames[v.verdict] + (v.reason ? ': ' + v.reason : ''),
        'aria-label': rule + ': ' + verdictNames[v.verdict], click: () => press(button, group, v)}, verdictWords[v.verdict]);
      return h('td', null, button);
    };
    return h('div', null, h('div', {class: 'panel scroll'}, h('table', {class: 'matrix'},
      h('thead', null, h('tr', null, h('th', {scope: 'col'}, 'Entry point'), rules.map((r) => h('th', {scope: 'col'}, r)))),
      h('tbody', null, groups.map((g) => h('tr', null,
        h('th', {scope: 'row'}, h('code', null, g.entry), h('div', {class: 'muted'}, g.role, g.place ? [' · ', h('span', {class: 'mono'}, g.place)] : '')),
        rules.map((r) => cell(g, r))))))), dock);
  },
});

const sitesView = pagedView({
  name: 'sites',
  title: 'Lock sites',
  what: 'lock sites',
  placeholder: 'function, API, lock, file …',
  rows: () => report.sites,
  choices: (rows) => [['', 'All (' + rows.length + ')'], ...['reported', 'unproven', 'proven', 'unreached'].map((status) =>
    [status, status + ' (' + rows.filter((r) => r.status === status).length + ')'])],
  matches: (site, show) => site.status === show,
  text: (site) => [site.place, site.fn, site.api, site.lock, site.reason].join('\n'),
  table: (sites) => {
    const runtime = report.sites.some((site) => site.runtime);
    const reasons = report.sites.some((site) => site.reason);
    return h('div', {class: 'panel scroll'}, h('table', null,
      h('thead', null, h('tr', null, ['Status', 'Place', 'Function', 'Call', 'Lock', ...(reasons ? ['Why'] : []), ...(runtime ? ['At run time'] : [])]
        .map((name) => h('th', {scope: 'col'}, name)))),
      h('tbody', null, sites.map((site) => h('tr', null,
        h('td', null, badge(site.status)), h('td', {class: 'mono'}, site.place || '–'),
        h('td', null, h('code', null, site.fn)), h('td', null, h('code', null, site.api)),
        h('td', null, site.lock ? h('code', null, site.lock) : '–'), reasons ? h('td', null, site.reason) : '',
        runtime ? h('td', null, site.runtime || '', site.runtimeReason ? h('div', {class: 'muted'}, site.runtimeReason) : '') : '')))));
  },
});

/** A long list, a part of it at a time. */
function growingList(tag, kind, items) {
  const list = h(tag, {class: 'list ' + kind});
  const more = h('button', {type: 'button', click: () => grow()});
  let shown = 0;
  const grow = () => {
    list.append(...items.slice(shown, shown + 200));
    shown = Math.min(shown + 200, items.length);
    more.hidden = shown === items.length;
    more.textContent = 'Show more (' + (items.length - shown).toLocaleString('en') + ' left)';
  };
  grow();
  return h('div', null, list, more);
}

const notesView = {
  title: 'Notes',
  mount() {
    const section = (title, ...content) => h('section', {class: 'panel body'}, h('h2', null, title), content);
    const parts = h('div', {class: 'stack'}, h('h1', {class: 'unseen'}, 'Notes'));
    if (report.notes.length) parts.append(section('Notes', growingList('ul', '', report.notes.map((n) => h('li', null, words(n))))));
    if (report.leftOut.length) {
      parts.append(section('Left out', h('p', {class: 'muted'}, 'Nothing is known of these.'),
        growingList('ul', '', report.leftOut.map((text) => h('li', null, text)))));
    }
    if (report.giveUps.length) {
      parts.append(section('Given up', h('p', {class: 'muted'}, 'Verdicts that depend on these functions are inconclusive.'),
        growingList('ul', '', report.giveUps.map((g) => h('li', null, h('code', null, g.fn), ' ',
          h('span', {class: 'mono muted'}, g.place), ': ' + g.reason)))));
    }
    if (report.assumptions.length) {
      parts.append(section('Assumptions', h('p', {class: 'muted'}, 'A Pass holds under those that are named with it.'),
        growingList('ol', 'numbered', report.assumptions.map((a) => h('li', null, words(a))))));
    }
    parts.append(section('Rules', growingList('ul', '', report.rules.map((r) => h('li', null, h('b', null, r.id),
      r.title ? ': ' + r.title + '. ' : '', h('span', {class: 'muted'}, r.help))))));
    const facts = [report.kind === 'runtime' ? plural(report.runtimeReports, 'report') + ' of instrumented programs were read.'
      : report.defined ? report.analysed.toLocaleString('en') + ' of ' + plural(report.defined, 'function') + ' can reach a lock.' : '',
    'Written by SpinGuard ' + report.version + '.'];
    parts.append(section('Input', h('p', {class: 'muted'}, facts.filter(Boolean).join(' ')),
      growingList('ul', '', report.inputs.map((i) => h('li', {class: 'mono'}, i)))));
    return parts;
  },
  update() {},
};
