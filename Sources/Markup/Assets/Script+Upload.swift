extension Script {
    /// Files in pieces by the core of tus 1.0. After a lost network it goes on by itself, after a reload when the same
    /// file is chosen again.
    static let upload = #"""
        const piece = 1024 * 1024;
        const base64 = text => btoa(String.fromCharCode(...new TextEncoder().encode(text)));
        const megabytes = size => size < 104858 ? `${Math.ceil(size / 1024)} KB` : `${(size / 1048576).toFixed(1)} MB`;

        class Refused extends Error {}

        class Upload {
          constructor(input, file) {
            this.input = input;
            this.file = file;
            this.endpoint = input.dataset.upload;
            this.key = `linli:upload:${reader}:${this.endpoint}:${file.name}:${file.size}:${file.lastModified}`;
            this.abort = new AbortController();
            this.state = element('span', {className: 'state', textContent: say('等待上传', 'Waiting')});
            this.bar = element('progress', {max: Math.max(file.size, 1), value: 0});
            this.bar.setAttribute('aria-label', file.name);
            const cancel = element('button', {
              type: 'button', className: 'button quiet', textContent: say('取消', 'Cancel'),
            });
            cancel.addEventListener('click', () => this.cancel());
            this.cancelButton = cancel;
            this.line = element('li', {}, element('span', {}, file.name + ' ',
              element('span', {className: 'size', textContent: megabytes(file.size)})), this.state, cancel, this.bar);
            input.closest('.field').querySelector('[data-uploads]').append(this.line);
          }

          request(url, method, headers, body) {
            return fetch(url, {
              method, body, credentials: 'same-origin', redirect: 'error', signal: this.abort.signal,
              headers: {'Tus-Resumable': '1.0.0', 'X-CSRF-Token': token(), ...headers},
            });
          }

          async check(response) {
            if (response.ok) return;
            if (response.status >= 500 || response.status === 423 || response.status === 429) {
              throw new Error(`${response.status}`);
            }
            const isText = (response.headers.get('Content-Type') ?? '').startsWith('text/plain');
            const why = isText ? (await response.text()).slice(0, 200) : '';
            throw new Refused(why || say(`服务器拒绝（${response.status}）`, `Refused (${response.status})`));
          }

          async create() {
            const more = (this.input.dataset.metadata ?? '').split('\n').filter(line => line.includes('='))
              .map(line => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]);
            const metadata = [['filename', this.file.name], ['filetype', this.file.type], ...more]
              .map(([name, value]) => value ? `${name} ${base64(value)}` : name).join(',');
            const response = await this.request(this.endpoint, 'POST',
              {'Upload-Length': `${this.file.size}`, 'Upload-Metadata': metadata});
            await this.check(response);
            const place = new URL(response.headers.get('Location') ?? '', new URL(this.endpoint, location.href));
            if (place.origin !== location.origin) throw new Refused(say('地址无效', 'Bad address'));
            this.place = place.pathname + place.search;
            store.set(this.key, this.place);
            return 0;
          }

          // How much the server has; from the start where it knows nothing of it any more.
          async offset() {
            this.place ??= store.get(this.key);
            if (!this.place) return this.create();
            const response = await this.request(this.place, 'HEAD', {});
            if ([403, 404, 410].includes(response.status)) {
              store.drop(this.key);
              this.place = null;
              return this.create();
            }
            await this.check(response);
            return Number(response.headers.get('Upload-Offset')) || 0;
          }

          async send() {
            let offset = await this.offset();
            this.show(offset);
            while (offset < this.file.size) {
              const response = await this.request(this.place, 'PATCH',
                {'Upload-Offset': `${offset}`, 'Content-Type': 'application/offset+octet-stream'},
                this.file.slice(offset, offset + piece));
              if (response.status === 409 || response.status === 404) throw new Error(`${response.status}`);
              await this.check(response);
              const next = Number(response.headers.get('Upload-Offset'));
              if (!(next > offset)) throw new Error('no progress');
              offset = next;
              this.failures = 0;
              this.show(offset);
            }
          }

          show(offset) {
            this.bar.value = this.file.size ? offset : 1;
            const share = this.file.size ? Math.floor(offset / this.file.size * 100) : 100;
            this.state.textContent = say(`正在上传 ${share}%`, `Uploading ${share}%`);
          }

          async run() {
            this.failures = 0;
            while (!this.abort.signal.aborted) {
              try {
                await this.send();
                return this.done();
              } catch (error) {
                if (this.abort.signal.aborted) return;
                if (error instanceof Refused || this.failures >= 12) return this.fail(error);
                this.state.textContent = say('网络中断，稍后继续', 'Connection lost; going on soon');
                await backOff(this.failures++);
              }
            }
          }

          done() {
            store.drop(this.key);
            this.line.className = 'done';
            this.state.textContent = say('已上传', 'Uploaded');
            this.bar.remove();
            this.cancelButton.remove();
            this.input.required = false;
            const value = element('input', {type: 'hidden', name: `${this.input.name}-upload`, value: this.place});
            this.line.append(value);
            this.input.dispatchEvent(new CustomEvent('linli:uploaded', {bubbles: true, detail: this.place}));
            const shown = this.input.dataset.refresh && document.getElementById(this.input.dataset.refresh);
            if (shown) refresh(shown);
          }

          fail(error) {
            this.line.className = 'failed';
            const why = error instanceof Refused ? error.message : '';
            this.state.textContent = say('上传失败', 'Failed') + (why && say('：', ': ') + why);
            this.bar.remove();
          }

          cancel() {
            this.abort.abort();
            store.drop(this.key);
            this.line.remove();
          }
        }

        // One file after the other.
        let uploads = Promise.resolve();
        let running = 0;

        enhancers.push(from => {
          for (const zone of all('[data-drop]:not(.able)', from)) {
            const input = zone.querySelector('input');
            zone.classList.add('able');
            zone.addEventListener('dragover', event => { event.preventDefault(); zone.classList.add('over'); });
            zone.addEventListener('dragleave', () => zone.classList.remove('over'));
            zone.addEventListener('drop', event => {
              event.preventDefault();
              zone.classList.remove('over');
              if (!event.dataTransfer.files.length || input.disabled) return;
              input.files = event.dataTransfer.files;
              input.dispatchEvent(new Event('change', {bubbles: true}));
            });
          }
          for (const input of all('input[type=file][data-upload]', from)) {
            if (input.dataset.ready) continue;
            input.dataset.ready = '1';
            input.addEventListener('change', () => {
              const files = [...input.files];
              input.value = '';
              for (const file of files) {
                const one = new Upload(input, file);
                running += 1;
                uploads = uploads.then(() => one.run()).finally(() => { running -= 1; });
              }
            });
          }
        });
        addEventListener('beforeunload', event => { if (running) event.preventDefault(); });
        """#
}
