extension Script {
    /// Parts of the page that the server keeps up to date.
    static let live = #"""
        const sources = new Map();

        // Reads aloud what is new in a part, and nothing of what is only drawn anew.
        function tell(part) {
          const said = part.querySelector('[data-said]');
          const place = document.getElementById(part.dataset.says);
          if (!said || !place) return;
          const since = Number(said.dataset.said);
          if (part.said !== undefined && since > part.said) place.textContent = said.textContent;
          part.said = Math.max(part.said ?? 0, since);
        }

        // Loads a part anew; what comes in while it loads makes it load once more.
        async function refresh(part) {
          if (part.loading) { part.again = true; return; }
          part.loading = true;
          try {
            const response = await fetch(part.dataset.fragment, {
              headers: {'X-Fragment': '1'}, credentials: 'same-origin', redirect: 'error',
            });
            if (response.ok) {
              const html = await response.text();
              const focused = part.contains(document.activeElement) ? document.activeElement.id : '';
              part.innerHTML = html;
              if (focused) document.getElementById(focused)?.focus();
              enhance(part);
              tell(part);
            }
          } catch {
            part.again = false;
          }
          part.loading = false;
          if (part.again) { part.again = false; refresh(part); }
        }

        function listen(url) {
          const parts = () => all('[data-live]').filter(part => part.dataset.live === url);
          const source = new EventSource(url);
          let missed = false;
          const reload = () => {
            if (document.hidden) { missed = true; return; }
            missed = false;
            parts().forEach(refresh);
          };
          source.addEventListener('message', reload);
          source.addEventListener('update', reload);
          source.addEventListener('open', () => {
            if (parts().some(part => part.classList.contains('stale'))) reload();
            parts().forEach(part => part.classList.remove('stale'));
          });
          source.addEventListener('error', () => {
            parts().forEach(part => part.classList.add('stale'));
            if (source.readyState !== EventSource.CLOSED) return;
            sources.delete(url);
            wait(15000).then(connect);
          });
          document.addEventListener('visibilitychange', () => { if (!document.hidden && missed) reload(); });
          return source;
        }

        function connect() {
          for (const part of all('[data-live]')) {
            const url = part.dataset.live;
            if (part.said === undefined) tell(part);
            if (!sources.has(url)) sources.set(url, listen(url));
          }
        }

        enhancers.push(connect);
        addEventListener('pagehide', () => { sources.forEach(source => source.close()); sources.clear(); });
        addEventListener('pageshow', event => { if (event.persisted) connect(); });
        """#

    /// Rows and choices filtered as one types, and texts copied at a press.
    static let tables = #"""
        const plain = text => text.normalize('NFKC').toLowerCase();

        enhancers.push(from => {
          for (const box of all('[data-filter][hidden]', from)) {
            box.hidden = false;
            const rows = all('tbody tr, .choices > label', box.parentElement);
            const texts = rows.map(row => plain(row.textContent));
            const output = box.querySelector('output');
            box.addEventListener('input', event => {
              const words = plain(event.target.value).split(/\s+/).filter(Boolean);
              let shown = 0;
              rows.forEach((row, index) => {
                row.hidden = !words.every(word => texts[index].includes(word));
                if (!row.hidden) shown += 1;
              });
              output.textContent = words.length ? `${shown} / ${rows.length}` : '';
            });
          }
          for (const button of all('[data-copy][hidden]', from)) {
            button.hidden = false;
            button.addEventListener('click', async () => {
              const label = button.textContent;
              let done = true;
              try { await navigator.clipboard.writeText(button.dataset.copy); } catch { done = false; }
              button.textContent = done ? say('已复制', 'Copied') : button.dataset.copy;
              await wait(2000);
              button.textContent = label;
            });
          }
        });
        """#
}
