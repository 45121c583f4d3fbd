extension Script {
    /// What the other parts share.
    static let core = #"""
        const root = document.documentElement;
        const chinese = root.lang.startsWith('zh');
        const say = (zh, en) => chinese ? zh : en;
        const all = (selector, from = document) => [...from.querySelectorAll(selector)];
        const token = () => document.querySelector('meta[name=csrf-token]')?.content ?? '';
        const wait = milliseconds => new Promise(done => setTimeout(done, milliseconds));
        // Who is signed in: what one wrote is never put before another who uses the same browser.
        const reader = document.querySelector('.user .who')?.textContent ?? '';

        const store = {
          get(key) { try { return JSON.parse(localStorage.getItem(key)); } catch { return null; } },
          set(key, value) {
            try { localStorage.setItem(key, JSON.stringify(value)); } catch { /* Full or forbidden. */ }
          },
          drop(key) { try { localStorage.removeItem(key); } catch { /* Forbidden. */ } },
          clear() {
            try {
              Object.keys(localStorage).filter(key => key.startsWith('linli:')).forEach(key => store.drop(key));
            } catch { /* Forbidden. */ }
          },
        };

        function element(name, properties = {}, ...children) {
          const made = Object.assign(document.createElement(name), properties);
          made.append(...children);
          return made;
        }

        // Waits longer from time to time, and not at all once the network is back.
        function backOff(attempt, most = 30000) {
          const time = Math.min(1000 * 2 ** attempt, most) * (0.75 + Math.random() / 2);
          return new Promise(done => {
            const go = () => { clearTimeout(timer); removeEventListener('online', go); done(); };
            const timer = setTimeout(go, time);
            addEventListener('online', go);
          });
        }

        // The parts of the page that need script get it, now and after a fragment was loaded.
        const enhancers = [];
        const enhance = from => enhancers.forEach(one => one(from));
        """#

    static let start = #"""
        document.addEventListener('click', event => {
          for (const menu of all('details.menu[open]')) if (!menu.contains(event.target)) menu.open = false;
        });
        document.addEventListener('keydown', event => {
          if (event.key !== 'Escape') return;
          for (const menu of all('details.menu[open]')) {
            menu.open = false;
            menu.querySelector('summary').focus();
          }
        });
        document.addEventListener('submit', event => {
          if (event.target.matches('[data-sign-out]')) store.clear();
        });
        for (const here of all('nav.main [aria-current], nav.tabs [aria-current]')) {
          const list = here.closest('ul');
          list.scrollLeft = here.offsetLeft - list.offsetLeft - (list.clientWidth - here.offsetWidth) / 2;
        }
        const problems = document.querySelector('.errors[role=alert]');
        if (problems) problems.focus();
        enhance(document);
        """#
}
