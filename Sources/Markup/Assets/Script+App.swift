extension Script {
    /// The portal on a phone: it can be installed, and says so where there is no network.
    static let app = #"""
        const worker = document.querySelector('link[rel=manifest]')?.dataset.worker;
        if (worker && navigator.serviceWorker) navigator.serviceWorker.register(worker).catch(() => {});

        function toast(text) {
          for (const old of all('.toast')) old.remove();
          const made = element('p', {className: 'toast', textContent: text});
          made.setAttribute('role', 'status');
          document.body.append(made);
          wait(6000).then(() => made.remove());
        }

        // Before any other listener: a form that cannot go now stays as it was filled in.
        document.addEventListener('submit', event => {
          if (navigator.onLine || event.target.method !== 'post' || event.target.matches('[data-preferences]')) return;
          event.preventDefault();
          event.stopImmediatePropagation();
          toast(say('没有网络，已填写的内容仍在本页', 'No network: what you filled in is still on this page'));
        }, true);
        """#
}
