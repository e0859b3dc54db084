/// What the page does: opens cases, sorts and filters tables, moves sliders.
///
/// Nothing is fetched.
enum PageScript {
  static let javascript = """
    (() => {
      'use strict';
      const all = (s, root) => Array.from((root || document).querySelectorAll(s));
      const one = (s, root) => (root || document).querySelector(s);
      document.documentElement.classList.add('js');
      const overview = one('#overview'), host = one('#case-view');
      let scrolled = 0, open = null;

      const order = () => all('#case-table tbody tr').filter(r => !r.hidden).map(r => r.dataset.number);
      const go = n => { if (n) location.hash = 'case-' + n; };
      const neighbour = step => {
        const list = order(), at = list.indexOf(open);
        return at < 0 ? null : list[at + step];
      };

      function link(button, number) {
        if (!button) return;
        button.setAttribute('aria-disabled', number ? 'false' : 'true');
        if (number) button.href = '#case-' + number; else button.removeAttribute('href');
      }

      function fill() {
        const slides = all('.slides svg', host), range = one('.slider input', host), text = one('.slider output', host);
        if (range && slides.length) {
          const move = () => {
            slides.forEach((s, i) => s.classList.toggle('on', i === +range.value));
            const s = slides[+range.value];
            text.textContent = s.getAttribute('data-title');
            range.setAttribute('aria-valuetext', s.getAttribute('data-title'));
          };
          range.addEventListener('input', move);
          move();
        }
        all('.legend input', host).forEach(box => box.addEventListener('change', () =>
          host.classList.toggle('no-' + box.value, !box.checked)));
        host.classList.remove('no-ref', 'no-pred');
        link(one('.previous', host), neighbour(-1));
        link(one('.next', host), neighbour(1));
        sortable(host);
      }

      function show() {
        const match = /^#case-(\\d+)$/.exec(location.hash);
        const source = match && document.getElementById('data-' + match[1]);
        if (source) {
          if (!open) scrolled = scrollY;
          open = match[1];
          host.innerHTML = source.textContent;
          overview.hidden = true; host.hidden = false;
          fill();
          scrollTo({ top: 0, behavior: 'instant' });
          const title = one('h1', host);
          if (title) { title.focus({ preventScroll: true }); document.title = title.textContent; }
        } else {
          const was = open;
          open = null; host.innerHTML = ''; host.hidden = true; overview.hidden = false;
          document.title = one('header h1', overview).textContent;
          if (was) {
            scrollTo({ top: scrolled, behavior: 'instant' });
            const row = one('#case-table tr[data-number="' + was + '"] a');
            if (row) row.focus({ preventScroll: true });
          }
        }
      }

      function sortable(root) {
        all('table', root).forEach(table => all('th button', table).forEach(button => button.addEventListener('click', () => {
          const th = button.parentElement, column = th.cellIndex, body = table.tBodies[0];
          const up = th.getAttribute('aria-sort') !== 'ascending';
          all('th', table).forEach(h => h.removeAttribute('aria-sort'));
          th.setAttribute('aria-sort', up ? 'ascending' : 'descending');
          const key = row => {
            const cell = row.cells[column], v = cell.getAttribute('data-v');
            return v === null ? cell.textContent.trim() : v === '' ? null : +v;
          };
          Array.from(body.rows).map(row => [key(row), row]).sort((a, b) => {
            if (a[0] === null || b[0] === null) return (a[0] === null) - (b[0] === null);
            const c = typeof a[0] === 'number' ? a[0] - b[0] : a[0].localeCompare(b[0], undefined, { numeric: true });
            return up ? c : -c;
          }).forEach(pair => body.appendChild(pair[1]));
        })));
      }

      const search = one('#search'), flagged = one('#flagged'), shown = one('#shown');
      function filter() {
        const words = search.value.trim().toLowerCase();
        let count = 0;
        all('#case-table tbody tr').forEach(row => {
          const text = row.cells[0].textContent + ' ' + row.cells[row.cells.length - 1].textContent;
          row.hidden = !(text.toLowerCase().includes(words) && (!flagged.checked || row.dataset.flags !== '0'));
          if (!row.hidden) count++;
        });
        shown.textContent = count + ' shown';
      }
      if (search) { search.addEventListener('input', filter); flagged.addEventListener('change', filter); filter(); }

      const chooser = one('#label-chooser');
      if (chooser) {
        const choose = () => all('.label-charts').forEach((part, i) => { part.hidden = i !== chooser.selectedIndex; });
        chooser.addEventListener('change', choose);
        choose();
      }

      document.addEventListener('keydown', event => {
        if (!open || event.altKey || event.ctrlKey || event.metaKey) return;
        if (event.key === 'Escape') location.hash = '';
        else if (event.target.tagName === 'INPUT') return;
        else if (event.key === 'ArrowLeft') go(neighbour(-1));
        else if (event.key === 'ArrowRight') go(neighbour(1));
      });
      sortable(overview);
      addEventListener('hashchange', show);
      show();
    })();
    """
}
