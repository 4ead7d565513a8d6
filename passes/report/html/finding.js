// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// One finding: what it says, and its paths step by step, with the source and
// the locks that are held.
'use strict';

const MaxLanes = 6;

/** The locks of a path, in the order in which they appear. */
function locksOf(path) {
  return [...new Set(path.steps.flatMap((step) => step.held))];
}

function laneClass(locks, lock) {
  return 'lane-' + locks.indexOf(lock) % MaxLanes;
}

/** Where the lock that is held after a step was taken; -1 if before the path. */
function takenAt(path, lock, index) {
  while (index > 0 && path.steps[index - 1].held.includes(lock)) --index;
  return index;
}

/** For each lock a strip beside the step: the upper half tells what is held
 * before it, the lower half what is held after it. */
function lanes(path, locks, index) {
  const before = index ? path.steps[index - 1].held : [];
  const after = path.steps[index].held;
  return h('span', {class: 'lanes', 'aria-hidden': 'true'}, locks.slice(0, MaxLanes).map((lock) => {
    const [was, is] = [before.includes(lock), after.includes(lock)];
    return h('span', {class: 'lane ' + laneClass(locks, lock), title: lock},
      h('i', {class: was ? 'on' + (is ? '' : ' end') : ''}),
      h('i', {class: is ? 'on' + (was ? '' : ' begin') : ''}));
  }));
}

function fact(name, ...value) {
  return [h('dt', null, name), h('dd', null, value)];
}

/** The line below the title. */
function whereabouts(f) {
  return h('div', {class: 'sub'},
    h('span', {class: 'mono'}, placeText(f.loc) + (f.loc && f.loc[2] ? ':' + f.loc[2] : '')),
    f.fn ? h('span', null, 'in ', h('code', null, f.fn)) : '',
    f.entry ? h('span', null, f.entry === f.fn ? 'an entry point' : ['reached from ', h('code', null, f.entry)],
      f.role ? ' (' + f.role + ')' : '') : '');
}

function factsPanel(f) {
  const rule = report.rules.find((r) => r.id === f.rule) || {title: '', help: ''};
  const ignore = '// spinguard: ignore(' + f.rule + ') reason';
  return h('section', {class: 'panel facts', 'aria-label': 'Details'},
    h('dl', null,
      f.lock ? fact('Lock', h('code', null, f.lock), f.lockKind ? ' (' + f.lockKind + ')' : '') : [],
      f.verifier.length ? fact('Violates', f.verifier.join(', ')) : [],
      f.bugCheck ? fact('Bug check', f.bugCheck + ' at run time') : [],
      fact('Confidence', f.confidence, f.doubts.length ? ': ' + f.doubts.join('; ') : ''),
      f.alsoAt.length ? fact('Also at', f.alsoAt.map((o) => o.place + ' in ' + o.function).join('; ')) : [],
      f.suppressedBy ? fact('Suppressed', f.suppressedBy.reason + ' (' + f.suppressedBy.place + ')') : [],
      fact('Fingerprint', h('span', {class: 'mono'}, f.fingerprint))),
    h('div', null,
      rule.help ? [h('h2', null, rule.title), h('p', {class: 'muted'}, rule.help)] : '',
      f.suppressedBy || f.state === 'fixed' ? '' : h('p', {class: 'muted'}, 'To suppress it, write on its line or above it ',
        h('code', null, ignore))));
}

const findingView = {
  mount(params, id) {
    const index = Number.parseInt(id, 10);
    this.finding = report.findings[index];
    this.params = params;
    if (!this.finding) return h('p', {class: 'empty'}, 'There is no such finding in this report.');
    const f = this.finding;
    const list = withParams(params, {path: '', step: ''});
    this.back = address('findings', null, list);
    const selected = selectFindings(list);
    const at = selected.indexOf(index);
    this.neighbours = [selected[at - 1], at < 0 ? undefined : selected[at + 1]].map((i) =>
      i === undefined ? null : address('finding', i, withParams(list, {page: ''})));
    const step = (label, name, to) => h('button', {type: 'button', disabled: !to, 'aria-label': name, title: name,
      click: () => { location.hash = to; }}, label);
    this.path = Math.min(Math.max((Number.parseInt(params.get('path'), 10) || 1) - 1, 0), f.paths.length - 1);
    this.shell = h('div', {class: 'stack'});
    this.graph = f.order.length ? this.graphPanel() : '';
    // (The edges of a graph lead to all paths, as a rule.)
    const reached = new Set(f.order.map((e) => e.path));
    this.paths = f.paths.length > 1 && f.paths.some((p, i) => !reached.has(i)) ? this.pathTabs() : '';
    const root = h('div', {class: 'stack finding'},
      h('div', null,
        h('div', {class: 'head'},
          h('a', {href: this.back}, '← Findings'),
          at < 0 ? '' : h('span', {class: 'muted'}, (at + 1).toLocaleString('en') + ' of ' + selected.length.toLocaleString('en')),
          h('span', {class: 'right'}, step('‹ Previous', 'Previous finding (p)', this.neighbours[0]),
            step('Next ›', 'Next finding (n)', this.neighbours[1]))),
        h('h1', null, words(f.message)),
        h('div', {class: 'head'}, badge(f.level), h('span', {class: 'badge'}, f.rule), f.state ? badge(f.state) : '', whereabouts(f))),
      f.advice ? h('p', {class: 'help'}, f.advice) : '', this.graph, this.paths, this.shell, factsPanel(f));
    const given = Number.parseInt(params.get('step'), 10);
    this.showPath(this.path, Number.isNaN(given) ? null : given - 1);
    return root;
  },

  update(params, id) {
    const main = document.getElementById('main');
    main.replaceChildren(this.mount(params, id));
    this.mounted();
  },

  mounted() {
    if (!this.steps) return;
    this.steps.focus({preventScroll: true});
    this.reveal();
  },

  pathTabs() {
    return h('div', {class: 'paths', role: 'tablist', 'aria-label': 'Paths'}, this.finding.paths.map((p, i) =>
      h('button', {type: 'button', role: 'tab', 'aria-selected': 'false', click: () => this.showPath(i, null)},
        h('b', null, 'Path ' + (i + 1)), p.title ? [': ', words(p.title)] : '')));
  },

  graphPanel() {
    const f = this.finding;
    const go = (i) => this.showPath(f.order[i].path, f.order[i].toStep);
    return h('section', {class: 'panel graph'}, h('h2', null, 'Acquisition order'), orderGraph(f, go),
      h('ol', {class: 'edges'}, f.order.map((e, i) => {
        const step = f.paths[e.path].steps[e.toStep];
        return h('li', null, h('button', {type: 'button', 'data-edge': i, 'aria-pressed': 'false', click: () => go(i)},
          h('b', null, i + 1 + '  '), 'with ', h('code', null, e.from), ' held, ', h('code', null, e.to), ' is acquired',
          h('div', {class: 'muted'}, step.fn ? ['in ', h('code', null, step.fn), ', '] : '',
            h('span', {class: 'mono'}, placeText(step.loc)))));
      })));
  },

  /** Shows a path; without a step, its last one, which is the event. */
  showPath(index, step) {
    const path = this.finding.paths[index];
    this.path = index;
    this.file = null;
    if (this.paths) [...this.paths.children].forEach((tab, i) => tab.setAttribute('aria-selected', String(i === index)));
    if (!path.steps.length) {
      this.steps = null;
      this.shell.replaceChildren(h('p', {class: 'panel empty'}, 'No path is known.'));
      return;
    }
    const locks = locksOf(path);
    this.steps = h('ol', {class: 'steps', role: 'listbox', tabindex: '0', 'aria-label': 'Steps of the path'},
      path.steps.map((st, i) => {
        const what = h('span', {class: 'what'}, h('div', {class: 'text'}, words(st.text)),
          h('div', {class: 'where'}, st.fn ? [h('code', null, st.fn), ' · '] : '', h('span', {class: 'mono', title: placeText(st.loc)}, placeText(st.loc).replace(/^.*[/\\\\]/, ''))));
        what.style.paddingLeft = 10 + 14 * Math.min(st.depth, 10) + 'px';
        return h('li', {class: st.kind, role: 'option', id: 'step-' + i, 'aria-selected': 'false', click: () => this.go(i)},
          h('span', {class: 'n'}, String(i + 1)), lanes(path, locks, i), what);
      }));
    this.counter = h('span', {class: 'muted'});
    this.previous = h('button', {type: 'button', 'aria-label': 'Previous step (k)', title: 'Previous step (k)', click: () => this.go(this.step - 1)}, '↑');
    this.next = h('button', {type: 'button', 'aria-label': 'Next step (j)', title: 'Next step (j)', click: () => this.go(this.step + 1)}, '↓');
    this.held = h('div', {class: 'held'});
    this.fileName = h('span', {class: 'mono'});
    this.source = h('div');
    this.shell.replaceChildren(h('div', {class: 'walk'},
      h('section', {class: 'panel steps-panel', 'aria-label': 'Path'},
        h('div', {class: 'bar-head'}, h('h2', null, 'Path'), this.counter, h('span', {class: 'right'}, this.previous, this.next)),
        this.steps,
        h('div', {class: 'bar-head keys'}, h('span', null, h('kbd', null, 'j'), ' ', h('kbd', null, 'k'), ' step'),
          h('span', null, h('kbd', null, 'n'), ' ', h('kbd', null, 'p'), ' finding'), h('span', null, h('kbd', null, 'Esc'), ' list'))),
      h('section', {class: 'panel source-panel', 'aria-label': 'Source'},
        h('div', {class: 'bar-head'}, this.fileName), h('div', {class: 'bar-head'}, this.held), this.source)));
    this.step = -1;
    this.go(step === null ? path.steps.length - 1 : step);
  },

  /** Goes to a step of the path. */
  go(index) {
    const path = this.finding.paths[this.path];
    index = Math.min(Math.max(index, 0), path.steps.length - 1);
    if (index === this.step) return;
    const old = this.steps.children[this.step];
    if (old) old.setAttribute('aria-selected', 'false');
    this.step = index;
    const step = path.steps[index];
    const item = this.steps.children[index];
    item.setAttribute('aria-selected', 'true');
    this.steps.setAttribute('aria-activedescendant', item.id);
    item.scrollIntoView({block: 'nearest'});
    this.counter.textContent = 'step ' + (index + 1) + ' of ' + path.steps.length;
    this.previous.disabled = index === 0;
    this.next.disabled = index === path.steps.length - 1;
    this.showHeld(path, index);
    this.showSource(path, index);
    for (const edge of this.graph ? this.graph.querySelectorAll('[data-edge]') : []) {
      const order = this.finding.order[edge.getAttribute('data-edge')];
      const now = order.path === this.path;
      edge.classList.toggle('now', now);
      if (edge.hasAttribute('aria-pressed')) edge.setAttribute('aria-pressed', String(now));
    }
    replaceAddress(address('finding', report.findings.indexOf(this.finding),
      withParams(this.params, {path: this.path ? this.path + 1 : '', step: index + 1})));
    announce('Step ' + (index + 1) + ' of ' + path.steps.length + ': ' + step.text + '. ' +
      (step.held.length ? 'Held: ' + step.held.join(', ') : 'No lock is held'));
  },

  showHeld(path, index) {
    const locks = locksOf(path);
    const held = path.steps[index].held;
    this.held.replaceChildren(h('span', {class: 'muted'}, held.length ? 'Held after this step:' : 'No lock is held after this step.'),
      ...held.map((lock) => {
        const since = takenAt(path, lock, index);
        return h('span', {class: 'chip ' + laneClass(locks, lock)}, h('code', null, lock),
          h('span', {class: 'muted'}, since === index ? 'from here on' : 'since step ' + (since + 1)));
      }));
  },

  showSource(path, index) {
    const step = path.steps[index];
    if (!step.loc || !step.loc[1]) {
      this.file = null;
      this.fileName.textContent = step.loc ? placeText(step.loc) : 'No debug information';
      this.source.replaceChildren(h('p', {class: 'empty'}, 'This step has no line in the source.'));
      return;
    }
    if (this.file !== step.loc[0]) {
      this.file = step.loc[0];
      const steps = path.steps.map((st, i) => [i, st]).filter(([, st]) => st.loc && st.loc[0] === this.file && st.loc[1]);
      this.source.replaceChildren(sourceTable(this.file, steps, (i) => this.go(i)));
    }
    this.fileName.textContent = placeText(step.loc) + (step.fn ? '  ·  ' + step.fn : '');
    for (const e of this.source.querySelectorAll('.current, .now')) e.classList.remove('current', 'now');
    for (const e of this.source.querySelectorAll('.remark')) e.remove();
    const line = this.source.querySelector('[data-line="' + step.loc[1] + '"]');
    if (!line) return;
    line.classList.add('current');
    const mark = line.querySelector('[data-step="' + index + '"]');
    if (mark) mark.classList.add('now');
    line.after(h('div', {class: 'remark ' + step.kind}, index + 1 + '. ', words(step.text)));
    this.reveal();
  },

  /** Scrolls the source, and nothing else, to the line of the step. */
  reveal() {
    const box = this.source.firstElementChild;
    const line = this.source.querySelector('.current');
    if (!line) return;
    // What of the box is below the window's edge cannot be seen.
    const seen = Math.min(box.clientHeight, window.innerHeight - box.getBoundingClientRect().top);
    const height = seen > 120 ? seen : box.clientHeight;
    const top = line.offsetTop - box.scrollTop;
    if (top < 40 || top > height - 90) box.scrollTop = line.offsetTop - height * 0.4;
  },

  key(event) {
    if (!this.finding) return false;
    const inSteps = document.activeElement === this.steps;
    switch (event.key) {
      case 'j': if (this.steps) this.go(this.step + 1); return true;
      case 'k': if (this.steps) this.go(this.step - 1); return true;
      case 'ArrowDown': if (inSteps) this.go(this.step + 1); return inSteps;
      case 'ArrowUp': if (inSteps) this.go(this.step - 1); return inSteps;
      case 'Home': if (inSteps) this.go(0); return inSteps;
      case 'End': if (inSteps) this.go(this.finding.paths[this.path].steps.length - 1); return inSteps;
      case 'n': if (this.neighbours[1]) location.hash = this.neighbours[1]; return true;
      case 'p': if (this.neighbours[0]) location.hash = this.neighbours[0]; return true;
      case 'Escape': location.hash = this.back; return true;
      default:
        if (/^[1-9]$/.test(event.key) && event.key <= this.finding.paths.length) {
          this.showPath(Number(event.key) - 1, null);
          this.steps.focus({preventScroll: true});
          return true;
        }
        return false;
    }
  },
};
