extension Script {
    /// Theme, size of type and language: cookies, so that the server sends the next page right at once.
    static let preferences = #"""
        document.addEventListener('submit', event => {
          const form = event.target;
          const {name, value} = event.submitter ?? {};
          if (!form.matches('[data-preferences]') || !name) return;
          event.preventDefault();
          const secure = location.protocol === 'https:' ? '; secure' : '';
          document.cookie = `${name}=${encodeURIComponent(value)}; path=/; max-age=31536000; samesite=lax${secure}`;
          if (name === 'language') {
            location.assign(form.elements.back?.value || location.href);
          } else if (name === 'theme') {
            if (value === 'auto') delete root.dataset.theme; else root.dataset.theme = value;
            const scheme = document.querySelector('meta[name=color-scheme]');
            if (scheme) scheme.content = value === 'auto' ? 'light dark' : value;
            for (const one of all('[name=theme]', form)) one.setAttribute('aria-pressed', one.value === value);
          } else if (name === 'type') {
            if (value === 'large') root.dataset.type = value; else delete root.dataset.type;
            event.submitter.setAttribute('aria-pressed', value === 'large');
            event.submitter.value = value === 'large' ? 'normal' : 'large';
          }
        });
        """#

    /// Questions before what cannot be undone.
    static let dialogs = #"""
        function ask(question, label, isDanger) {
          return new Promise(answer => {
            const id = 'ask-' + Math.random().toString(36).slice(2);
            const no = element('button', {className: 'button', value: '', textContent: say('取消', 'Cancel')});
            const yes = element('button', {
              className: 'button ' + (isDanger ? 'danger' : 'primary'), value: 'yes', textContent: label,
            });
            const dialog = element('dialog', {}, element('form', {method: 'dialog'},
              element('p', {id, textContent: question}), element('div', {className: 'row'}, no, yes)));
            dialog.setAttribute('aria-labelledby', id);
            dialog.addEventListener('close', () => { answer(dialog.returnValue === 'yes'); dialog.remove(); });
            document.body.append(dialog);
            dialog.showModal();
            (isDanger ? no : yes).focus();
          });
        }

        document.addEventListener('click', async event => {
          const button = event.target.closest?.('[data-confirm]');
          if (!button || !window.HTMLDialogElement) return;
          event.preventDefault();
          const label = button.textContent.trim();
          if (!await ask(button.dataset.confirm, label, button.classList.contains('danger'))) return;
          if (button.form) button.form.requestSubmit(button);
          else if (button.href) location.assign(button.href);
        });
        """#
}
