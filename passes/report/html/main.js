// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// From the address to a view, and keys to where they belong.
'use strict';

const views = {findings: findingsView, finding: findingView, verdicts: verdictsView, sites: sitesView, notes: notesView};
let current = null;

function showTabs(active) {
  const tab = (name, label, count) => h('a', {href: '#/' + name,
    'aria-current': name === active || (active === 'finding' && name === 'findings') ? 'page' : null},
  label, count === null ? '' : h('span', {class: 'count'}, count.toLocaleString('en')));
  const entries = new Set(report.verdicts.map((v) => [v.entry, v.role, v.place].join('\u0000'))).size;
  document.getElementById('tabs').replaceChildren(
    tab('findings', 'Findings', report.findings.filter(counts).length),
    ...(report.verdicts.length ? [tab('verdicts', 'Verdicts', entries)] : []),
    ...(report.sites.length ? [tab('sites', 'Lock sites', report.sites.length)] : []),
    tab('notes', 'Notes', report.notes.length || null));
}

function route() {
  const {view, id, params} = readAddress();
  const name = Object.hasOwn(views, view) ? view : 'findings';
  if (name === current) {
    views[name].update(params, id);
    return;
  }
  current = name;
  showTabs(name);
  document.getElementById('main').replaceChildren(views[name].mount(params, id));
  window.scrollTo(0, 0);
  if (views[name].mounted) views[name].mounted();
}

document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const inField = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName);
  if (inField) {
    if (event.key === 'Escape') event.target.blur();
    return;
  }
  const view = views[current];
  if (view.key && view.key(event)) event.preventDefault();
});
window.addEventListener('hashchange', route);
route();
