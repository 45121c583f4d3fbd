/// The script that stands between an installed portal and the network. It keeps the portal's own files and one page
/// that says there is no network, and nothing else: what pages and calls answer is of people, and stays out of it.
public enum ServiceWorker {
    /// UTF-8, `text/javascript`.
    /// - Parameters:
    ///   - files: paths of the files that it keeps; they change with their bytes.
    ///   - page: the whole document for when there is no network.
    public static func bytes(files: [String], page: HTML) -> [UInt8] {
        let list = files.map(quoted).joined(separator: ", ")
        return Array("'use strict';\nconst files = [\(list)];\nconst page = \(quoted(page.string));\n\(text)\n".utf8)
    }

    private static let text = #"""
        const shelf = 'linli';
        const policy = "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'";

        addEventListener('install', event => event.waitUntil(
          caches.open(shelf).then(cache => cache.addAll(files)).then(() => skipWaiting())));

        // Files of the program before this one are given up.
        addEventListener('activate', event => event.waitUntil((async () => {
          const cache = await caches.open(shelf);
          for (const kept of await cache.keys()) {
            if (!files.includes(new URL(kept.url).pathname)) await cache.delete(kept);
          }
          await clients.claim();
        })()));

        const offline = () => new Response(page, {
          status: 503, headers: {
            'Content-Type': 'text/html; charset=utf-8', 'Content-Security-Policy': policy, 'Cache-Control': 'no-store',
          },
        });

        addEventListener('fetch', event => {
          const {request} = event;
          const url = new URL(request.url);
          if (request.mode === 'navigate' && request.destination === 'document') {
            event.respondWith(fetch(request).catch(offline));
          } else if (request.method === 'GET' && url.origin === location.origin && files.includes(url.pathname)) {
            event.respondWith(caches.match(url.pathname).then(kept => kept ?? fetch(request)));
          }
        });
        """#

    private static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "\n": quoted += "\\n"
            case "\r": quoted += "\\r"
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}
