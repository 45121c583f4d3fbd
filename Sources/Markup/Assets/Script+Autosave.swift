extension Script {
    /// Forms that save themselves. What is not yet with the server stays in this browser and comes back after a reload.
    /// The version it was written on stays with it, so that the server can tell a conflict even then.
    static let autosave = #"""
        const saving = new Map();

        class Autosave {
          constructor(form) {
            this.form = form;
            this.key = `linli:form:${reader}:${form.id || location.pathname}:${form.dataset.autosave}`;
            this.status = form.querySelector('[data-status]');
            const box = form.previousElementSibling;
            this.box = box?.matches('[data-conflict]') ? box : null;
            this.change = 0;
            this.saved = 0;
            this.failures = 0;
            form.addEventListener('input', event => this.changed(event));
            form.addEventListener('change', event => this.changed(event));
            form.addEventListener('submit', event => this.submit(event));
            this.restore();
          }

          get isUnsaved() { return this.change !== this.saved; }

          fields() {
            const fields = new URLSearchParams();
            for (const [name, value] of new FormData(this.form)) {
              if (typeof value === 'string' && name !== '_csrf' && name !== 'etag') fields.append(name, value);
            }
            return fields.toString();
          }

          show(text, state = '') {
            if (!this.status) return;
            this.status.textContent = text;
            this.status.className = state;
          }

          changed(event) {
            if (event?.target.type === 'file') return;
            this.change += 1;
            store.set(this.key, {fields: this.fields(), etag: this.form.dataset.etag, at: Date.now()});
            if (this.isStopped) return;
            clearTimeout(this.timer);
            this.timer = setTimeout(() => this.save(), 600);
          }

          // Saves until what is here is what the server has. Gives 'saved', 'conflict', 'offline' or 'refused'.
          save() {
            clearTimeout(this.timer);
            this.running ??= this.run().finally(() => { this.running = null; });
            return this.running;
          }

          async run() {
            let outcome = 'saved';
            while (this.isUnsaved && outcome === 'saved') outcome = await this.send();
            return outcome;
          }

          async send() {
            const {form} = this;
            const change = this.change;
            this.show(say('正在保存…', 'Saving…'));
            let response;
            try {
              response = await fetch(form.dataset.autosave, {
                method: form.dataset.method || 'PUT',
                headers: {
                  'Content-Type': 'application/x-www-form-urlencoded', 'X-CSRF-Token': token(),
                  ...(form.dataset.etag ? {'If-Match': form.dataset.etag} : {}),
                },
                body: this.fields(), credentials: 'same-origin', redirect: 'error',
              });
            } catch {
              return this.failed('offline');
            }
            if (response.status === 409 || response.status === 412) return this.conflict(await response.text());
            if (!response.ok) return this.failed(response.status >= 500 ? 'offline' : 'refused', response.status);
            const etag = response.headers.get('ETag');
            if (etag) this.take(etag);
            this.failures = 0;
            this.saved = change;
            if (this.isUnsaved) this.changedSince(); else store.drop(this.key);
            const time = new Date().toLocaleTimeString(root.lang, {hour: '2-digit', minute: '2-digit', hour12: false});
            this.show(say(`已保存 ${time}`, `Saved ${time}`), 'saved');
            return 'saved';
          }

          take(etag) {
            this.form.dataset.etag = etag;
            if (this.form.elements.etag) this.form.elements.etag.value = etag;
          }

          changedSince() { store.set(this.key, {fields: this.fields(), etag: this.form.dataset.etag, at: Date.now()}); }

          failed(outcome, code) {
            const kept = say('保存失败，内容仍在此页', 'Not saved; your text is still on this page');
            const why = code === 401 || code === 403
              ? say('，请重新登录', '; please sign in again')
              : outcome === 'offline' ? say('，正在重试', '; trying again') : code ? ` (${code})` : '';
            this.show(kept + why, 'failed');
            if (outcome === 'offline') this.again();
            return outcome;
          }

          async again() {
            if (this.isWaiting) return;
            this.isWaiting = true;
            await backOff(this.failures++, 60000);
            this.isWaiting = false;
            if (this.isUnsaved) this.save();
          }

          conflict(html) {
            this.isStopped = true;
            this.show(say('内容已被他人更新，请在上方选择', 'Changed by someone else: choose above'), 'failed');
            if (this.box) {
              this.box.innerHTML = html;
              this.box.addEventListener('submit', () => { this.saved = this.change; store.drop(this.key); });
              this.box.tabIndex = -1;
              this.box.focus();
              this.box.scrollIntoView({block: 'start'});
              enhance(this.box);
            }
            return 'conflict';
          }

          // What was typed last is saved before the form goes on its way.
          async submit(event) {
            if (this.isLeaving || event.defaultPrevented) return;
            if (!this.isUnsaved && !this.running) { this.isLeaving = true; return; }
            event.preventDefault();
            const {submitter} = event;
            const outcome = this.isStopped ? 'conflict' : await this.save();
            if (outcome !== 'saved' && outcome !== 'refused') return;
            this.isLeaving = true;
            this.form.requestSubmit(submitter);
          }

          restore() {
            const kept = store.get(this.key);
            if (!kept) return;
            if (kept.fields === this.fields()) return store.drop(this.key);
            fill(this.form, new URLSearchParams(kept.fields));
            if (kept.etag !== undefined) this.form.dataset.etag = kept.etag;
            this.change += 1;
            this.show(say('已恢复上次未保存的内容', 'What was not saved last time is back'));
            this.timer = setTimeout(() => this.save(), 600);
          }
        }

        function fill(form, fields) {
          const lists = new Map();
          for (const control of form.elements) {
            if (!control.name || control.name === '_csrf' || control.name === 'etag') continue;
            if (control.type === 'checkbox' || control.type === 'radio') {
              control.checked = fields.getAll(control.name).includes(control.value);
            } else if (control.type !== 'file' && control.type !== 'submit' && fields.has(control.name)) {
              const values = lists.get(control.name) ?? fields.getAll(control.name);
              lists.set(control.name, values);
              if (values.length) control.value = values.shift();
            }
          }
        }

        enhancers.push(from => {
          for (const form of all('form[data-autosave]', from)) {
            if (!saving.has(form)) saving.set(form, new Autosave(form));
          }
        });
        addEventListener('beforeunload', event => {
          for (const [form, one] of saving) {
            if (form.isConnected && one.isUnsaved && !one.isLeaving) event.preventDefault();
          }
        });
        addEventListener('pageshow', event => {
          if (event.persisted) for (const one of saving.values()) one.isLeaving = false;
        });
        """#
}
