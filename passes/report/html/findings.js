// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The list of findings: numbers, filters, search.
'use strict';

const levels = ['error', 'warning', 'note'];
const filterNames = ['q', 'rule', 'level', 'state', 'file', 'entry', 'sort'];

/** Counting: neither suppressed nor fixed. */
function counts(finding) {
  return finding.state !== 'suppressed' && finding.state !== 'fixed';
}

function fileOf(finding) {
  return finding.loc ? report.files[finding.loc[0]].path : '';
}

const haystacks = new Map();
function haystack(index) {
  let text = haystacks.get(index);
  if (text === undefined) {
    const f = report.findings[index];
    text = [f.message, f.rule, f.fn, f.lock, f.entry, f.role, placeText(f.loc),
      f.verifier.join(' ')].join('\n').toLowerCase();
    haystacks.set(index, text);
  }
  return text;
}

/** The indexes of the findings that the parameters select, in their order. */
function selectFindings(params) {
  const terms = (params.get('q') || '').toLowerCase().split(/\s+/).filter(Boolean);
  const [rule, level, file, entry] = ['rule', 'level', 'file', 'entry'].map((n) => params.get(n));
  const state = params.get('state') || 'counting';
  const result = [];
  report.findings.forEach((f, i) => {
    if (rule && f.rule !== rule) return;
    if (level && f.level !== level) return;
    if (file && fileOf(f) !== file) return;
    if (entry && f.entry !== entry) return;
    if (state === 'counting' ? !counts(f) : state !== 'all' && f.state !== state) return;
    // (A short term is no part of a fingerprint that anyone means.)
    if (terms.length && !terms.every((t) => haystack(i).includes(t) ||
      (t.length >= 8 && f.fingerprint.startsWith(t)))) return;
    result.push(i);
  });
  const keys = {
    level: (f) => levels.indexOf(f.level),
    rule: (f) => f.rule,
    function: (f) => f.fn,
  };
  const key = keys[params.get('sort')];
  if (key) {
    result.sort((a, b) => {
      const [ka, kb] = [key(report.findings[a]), key(report.findings[b])];
      return ka < kb ? -1 : ka > kb ? 1 : a - b;
    });
  }
  return result;
}

function tile(number, label, kind, params) {
  const content = [h('b', null, number.toLocaleString('en')), h('span', null, label)];
  return params ? h('a', {class: 'tile ' + kind, href: address('findings', null, new URLSearchParams(params))}, content)
    : h('div', {class: 'tile ' + kind}, content);
}

/** A bar of the lock sites, by what became of them. */
function siteTile() {
  const kinds = [['proven', 'proven'], ['reported', 'reported'], ['unproven', 'not proven'], ['unreached', 'not reached']];
  const numbers = new Map();
  for (const s of report.sites) numbers.set(s.status, (numbers.get(s.status) || 0) + 1);
  const bar = h('div', {class: 'bar', 'aria-hidden': 'true'});
  const legend = h('div', {class: 'legend'});
  for (const [kind, name] of kinds) {
    const n = numbers.get(kind);
    if (!n) continue;
    const part = h('i', {class: 'is-' + kind});
    part.style.flexGrow = n;
    bar.append(part);
    legend.append(h('span', {class: 'is-' + kind}, n.toLocaleString('en') + ' ' + name));
  }
  return h('a', {class: 'tile wide', href: '#/sites'}, h('span', null, plural(report.sites.length, 'lock site')), bar, legend);
}

function overview() {
  const tiles = h('div', {class: 'tiles'});
  const counting = report.findings.filter(counts);
  for (const level of levels) {
    const n = counting.filter((f) => f.level === level).length;
    if (n || level === 'error') tiles.append(tile(n, n === 1 ? level : level + 's', n ? level : 'good', {level}));
  }
  const shown = (state) => report.findings.some((f) => f.state === state);
  if (report.hasBaseline) {
    tiles.append(tile(counting.filter((f) => f.state === 'new').length, 'new', '', {state: 'new'}));
    tiles.append(tile(report.fixed, 'fixed', '', shown('fixed') ? {state: 'fixed'} : null));
  }
  if (report.suppressed) {
    tiles.append(tile(report.suppressed, 'suppressed', '', shown('suppressed') ? {state: 'suppressed'} : null));
  }
  if (report.verdicts.length) {
    const passes = report.verdicts.filter((v) => v.verdict === 'pass').length;
    const open = report.verdicts.filter((v) => v.verdict === 'inconclusive').length;
    tiles.append(h('a', {class: 'tile' + (passes ? ' good' : ''), href: '#/verdicts'}, h('b', null, passes.toLocaleString('en')),
      h('span', null, passes === 1 ? 'verdict is Pass' : 'verdicts are Pass')));
    if (open) {
      tiles.append(h('a', {class: 'tile warning', href: '#/verdicts?show=inconclusive'},
        h('b', null, open.toLocaleString('en')), h('span', null, 'inconclusive')));
    }
  }
  if (report.sites.length) tiles.append(siteTile());
  return tiles;
}

function findingRow(index, params) {
  const f = report.findings[index];
  const by = f.entry && f.entry !== f.fn ? 'reached from ' + f.entry : '';
  const state = f.state ? badge(f.state) : null;
  return h('li', null, h('a', {href: address('finding', index, params), 'data-finding': index},
    h('span', null, badge(f.level)),
    h('span', null,
      h('span', {class: 'title'}, words(f.message)),
      h('span', {class: 'sub'},
        h('span', null, f.rule),
        h('span', {class: 'mono'}, placeText(f.loc)),
        f.fn ? h('span', null, 'in ', h('code', null, f.fn)) : null,
        by ? h('span', null, by + (f.role ? ' (' + f.role + ')' : '')) : null)),
    h('span', {class: 'states'}, state)));
}

const findingsView = {
  title: 'Findings',

  mount(params) {
    this.params = params;
    const all = report.findings;
    const set = (name) => (value) => this.change({[name]: value, page: ''});
    const states = [...new Set(all.map((f) => f.state))].filter(Boolean);
    this.filters = h('form', {class: 'panel filters', role: 'search', submit: (e) => e.preventDefault()},
      searchBox('message, function, lock, file …', params.get('q'), set('q')),
      choice('Rule', 'rule', counted(all.map((f) => f.rule), 'All rules'), params.get('rule'), set('rule')),
      choice('Severity', 'level', [['', 'All'], ...levels.map((l) => [l, l])], params.get('level'), set('level')),
      states.length ? choice('State', 'state', [['', 'All that count'],
        ...['new', 'known', 'suppressed', 'fixed'].filter((s) => states.includes(s)).map((s) => [s, s]),
        ['all', 'Everything']], params.get('state'), set('state')) : '',
      choice('File', 'file', counted(all.map(fileOf), 'All files'), params.get('file'), set('file')),
      choice('Sort by', 'sort', [['', 'Place'], ['level', 'Severity'], ['rule', 'Rule'], ['function', 'Function']],
        params.get('sort'), set('sort')),
      h('button', {type: 'button', click: () => { location.hash = '#/findings'; }}, 'Clear'));
    this.entry = h('div');
    this.above = h('div');
    this.list = h('div', {class: 'panel'});
    this.under = h('div');
    this.fill();
    return h('div', {class: 'stack'}, h('h1', {class: 'unseen'}, 'Findings'),
      report.leftOut.length ? h('p', {class: 'panel body warn'}, 'This report is incomplete: ',
        h('a', {href: '#/notes'}, plural(report.leftOut.length, 'part') + ' left out'), '.') : '', overview(), this.filters,
      this.entry, this.above, this.list, this.under);
  },

  update(params) {
    this.params = params;
    for (const name of filterNames) {
      const control = this.filters.elements[name];
      if (control && control.value !== (params.get(name) || '')) control.value = params.get(name) || '';
    }
    this.fill();
  },

  change(changes) {
    this.params = withParams(this.params, changes);
    replaceAddress(address('findings', null, this.params));
    this.fill();
  },

  fill() {
    const selected = selectFindings(this.params);
    const page = pageOf(this.params, selected.length);
    const shown = selected.slice((page - 1) * PageSize, page * PageSize);
    const context = withParams(this.params, {path: '', step: ''});
    const entry = this.params.get('entry');
    this.entry.replaceChildren(...(entry ? [h('p', null, 'Only those reached from ', h('code', null, entry), '. ',
      h('a', {href: address('findings', null, withParams(this.params, {entry: ''}))}, 'Show all'))] : []));
    this.list.replaceChildren(shown.length
      ? h('ol', {class: 'rows', 'aria-label': 'Findings'}, shown.map((i) => findingRow(i, context)))
      : h('p', {class: 'empty'}, report.findings.some(counts) || selected.length !== report.findings.length
        ? 'No finding matches these filters.' : 'Nothing was found.'));
    const turn = (to) => { this.change({page: to === 1 ? '' : to}); window.scrollTo(0, 0); };
    this.above.replaceChildren(pager(page, selected.length, 'findings', turn));
    this.under.replaceChildren(...(shown.length > 20 ? [pager(page, selected.length, 'findings', turn)] : []));
    announce(plural(selected.length, 'finding'));
  },

  key(event) {
    if (event.key === '/') {
      this.filters.elements.q.focus();
      return true;
    }
    const step = {j: 1, ArrowDown: 1, k: -1, ArrowUp: -1}[event.key];
    if (!step) return false;
    const links = [...this.list.querySelectorAll('a[data-finding]')];
    const at = links.indexOf(document.activeElement);
    if (at < 0 && event.key.startsWith('Arrow')) return false;
    const next = links[at < 0 ? 0 : Math.min(Math.max(at + step, 0), links.length - 1)];
    if (next) next.focus();
    return true;
  },
};
