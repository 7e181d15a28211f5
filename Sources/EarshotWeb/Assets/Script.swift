/// What makes the pages quick: keys, and the next record without loading the page anew.
///
/// Without it every page works by its buttons.
enum Script {
  static let text = #"""
    (() => {
      'use strict';
      const main = document.getElementById('main');
      const said = document.getElementById('said');
      const page = () => main.firstElementChild;
      const find = (selector) => main.querySelector(selector);
      let busy = false;
      let pressed = null;

      // How long a text has been looked at; a tab that nobody sees does not count.
      let shown = performance.now();
      let away = 0;
      let left = null;
      document.addEventListener('visibilitychange', () => {
        if (document.hidden) left = performance.now();
        else if (left !== null) { away += performance.now() - left; left = null; }
      });

      // Keys that are single letters can be switched off, for people who speak to their computer.
      const stored = () => { try { return localStorage.getItem('earshot-keys'); } catch { return null; } };
      let keysOn = stored() !== 'off';

      const say = (text) => { said.textContent = ''; setTimeout(() => { said.textContent = text; }, 30); };

      function problem(text) {
        let box = find('.problem');
        if (!box) {
          box = document.createElement('p');
          box.className = 'problem';
          box.setAttribute('role', 'alert');
          (find('.panel') || page()).prepend(box);
        }
        box.textContent = text;
      }

      // Puts a new middle into the page, made and escaped by the server.
      function show(html, address) {
        main.innerHTML = html;
        document.title = (page().dataset.title || 'Earshot') + ' – Earshot';
        if (address) history.replaceState(null, '', address);
        prepare();
        window.scrollTo(0, 0);
        const record = find('#record');
        (record || main).focus({ preventScroll: true });
        say(page().dataset.said || '');
        if (pressed !== null) {
          const from = pressed;
          pressed = null;
          requestAnimationFrame(() => setTimeout(() => {
            performance.measure('earshot-next', { start: from, end: performance.now() });
          }));
        }
      }

      async function load(address, options) {
        if (busy) return;
        busy = true;
        try {
          const answer = await fetch(address, {
            ...options, headers: { 'X-Earshot-Part': '1' }, credentials: 'same-origin',
          });
          const html = await answer.text();
          if (answer.ok) show(html, answer.headers.get('X-Earshot-Address'));
          else {
            const got = new DOMParser().parseFromString(html, 'text/html').querySelector('section p');
            problem((got ? got.textContent : 'The server refused.') + ' Your last answer was not stored.');
          }
        } catch {
          problem('The server does not answer. Your last answer was not stored; press the key again when it is back.');
        } finally { busy = false; }
      }

      function send(form, button) {
        const seconds = form.elements.namedItem('seconds');
        if (seconds) seconds.value = Math.max(0, (performance.now() - shown - away) / 1000).toFixed(1);
        const body = new URLSearchParams(new FormData(form));
        if (button && button.name) body.append(button.name, button.value);
        if (button) button.classList.add('pressed');
        load(form.getAttribute('action'), { method: 'POST', body });
      }

      main.addEventListener('submit', (event) => {
        if (!page().dataset.page) return;
        event.preventDefault();
        if (pressed === null) pressed = performance.now();
        send(event.target, event.submitter);
      });

      main.addEventListener('click', (event) => {
        const link = event.target.closest('a[data-key]');
        if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        load(link.getAttribute('href'), {});
      });

      // The label list: typing narrows it, the first is taken by Enter, 1 to 9 take what is shown.
      const labels = () => [...main.querySelectorAll('#labels li')];
      const visible = () => labels().filter((item) => !item.hidden);
      let chosen = 0;

      function mark() {
        const items = visible();
        chosen = Math.max(0, Math.min(chosen, items.length - 1));
        const searching = find('#search').value !== '';
        labels().forEach((item) => item.classList.remove('chosen'));
        if (items.length && (searching || chosen > 0)) {
          items[chosen].classList.add('chosen');
          items[chosen].scrollIntoView({ block: 'nearest' });
        }
      }

      function narrow() {
        const words = find('#search').value.toLowerCase().split(/\s+/).filter(Boolean);
        let number = 0;
        for (const item of labels()) {
          const text = item.querySelector('span').textContent.toLowerCase();
          item.hidden = !words.every((word) => text.includes(word));
          const key = item.querySelector('kbd');
          key.textContent = !item.hidden && number < 9 ? String(++number) : '';
        }
        chosen = 0;
        mark();
        const items = visible();
        if (!words.length) say('');
        else if (!items.length) say('No label matches.');
        else say(items.length + ' match, Enter takes ' + items[0].querySelector('span').textContent);
      }

      const take = (item) => { if (item) item.querySelector('button').click(); };

      function searchKey(event, search) {
        switch (event.key) {
          case 'ArrowDown': chosen += 1; mark(); return true;
          case 'ArrowUp': chosen -= 1; mark(); return true;
          case 'Enter': if (search.value !== '' || chosen > 0) take(visible()[chosen]); return true;
          case 'Escape':
            search.value = ''; narrow(); search.blur();
            if (find('#better')) find('#better').open = false;
            find('#record').focus({ preventScroll: true });
            return true;
          case 'Backspace':
            if (search.value !== '') return false;
            press('undo');
            return true;
          case '?': press('?'); return true;
          case '/': press('/'); return true;
        }
        if (/^[1-9]$/.test(event.key)) {
          const typed = (search.value + event.key).toLowerCase();
          const isText = visible().some((item) => item.querySelector('span').textContent.toLowerCase().includes(typed));
          if (search.value === '' || !isText) { take(visible()[Number(event.key) - 1]); return true; }
        }
        return false;
      }

      function press(key) {
        const target = main.querySelector('[data-key="' + CSS.escape(key) + '"]');
        if (!target) return false;
        if (target.tagName === 'SUMMARY') {
          const box = target.parentElement;
          box.open = true;
          box.querySelector('input:not([type=hidden]), textarea').focus();
        } else target.click();
        return true;
      }

      const isBlind = () => find('#search') && !find('#better');

      document.addEventListener('keydown', (event) => {
        if (!page() || !page().dataset.page || event.isComposing || event.altKey) return;
        const at = document.activeElement;
        pressed = event.timeStamp;
        const done = keydown(event, at);
        if (done) event.preventDefault();
        if (!busy) pressed = null;
      });

      function keydown(event, at) {
        const key = event.key;
        const isField = at && (at.tagName === 'TEXTAREA' || at.tagName === 'INPUT');
        if (event.ctrlKey || event.metaKey) {
          return key === 'z' && !(isField && at.value !== '') && press('undo');
        }
        if (at && at.id === 'search') return searchKey(event, at);
        if (isField) {
          if (key === 'Escape') { at.blur(); find('#record').focus({ preventScroll: true }); return true; }
          return false;
        }
        if (key === 'Escape') {
          main.querySelectorAll('details[open]').forEach((box) => { if (box.id === 'better') box.open = false; });
          return false;
        }
        if (key === 'ArrowLeft' || key === 'ArrowRight') return press(key);
        if (!keysOn || busy || key.length > 1 && key !== 'Backspace') return false;
        // A key that is held down is one answer, not many.
        if (event.repeat) return false;
        // A button or link that has the focus keeps its own keys.
        if (key === ' ') return false;
        if (key === 'Backspace') return press('undo');
        if (key === '?' || key === '/') return press(key);
        if (/^[1-9]$/.test(key)) {
          const open = !find('#better') || find('#better').open;
          if (!find('#search') || !open) return false;
          take(visible()[Number(key) - 1]);
          return true;
        }
        if (page().dataset.page === 'settle' && press(key.toLowerCase())) return true;
        if (isBlind() && page().dataset.page === 'review') {
          // Any letter begins the search; the browser types it.
          if (key === 'U') return press('undo');
          find('#search').focus();
          return false;
        }
        if (key === 'u' || key === 'U') return press('undo');
        return press(key.toLowerCase());
      }

      function prepare() {
        shown = performance.now();
        away = 0;
        left = document.hidden ? shown : null;
        chosen = 0;
        const search = find('#search');
        if (search) {
          search.parentElement.hidden = false;
          search.addEventListener('input', narrow);
        }
        const keys = find('[data-keys]');
        if (keys) {
          const write = () => {
            keys.textContent = 'Single keys: ' + (keysOn ? 'on' : 'off');
            document.documentElement.classList.toggle('keys-off', !keysOn);
          };
          keys.hidden = false;
          keys.addEventListener('click', () => {
            keysOn = !keysOn;
            try { localStorage.setItem('earshot-keys', keysOn ? 'on' : 'off'); } catch { /* not kept */ }
            write();
          });
          write();
        }
      }
      prepare();
    })();
    """#
}
