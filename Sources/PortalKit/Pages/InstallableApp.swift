import HTTPTypes
import Markup
import Rulebook

extension PageFrame {
    static let manifest = Route("/manifest.webmanifest")
    static let worker = Route("/sw.js")

    /// Its page is in the language of the page that asks for it: browsers fetch it in their own.
    static func workerPath(_ language: PageLanguage) -> String { worker.path(query: ["page": language.rawValue]) }

    /// The name of the portal as an app.
    static let appName = Phrase(zh: "邻里", en: "Linli")

    /// What makes the portal an app that phones install: who it is, and what it does where there is no network.
    /// Nothing in them is of a person, so they are open.
    public var appEndpoints: [Endpoint] {
        [
            .page(PageFrame.manifest, .open, Phrase(zh: "应用清单", en: "Manifest of the app")) { call in
                .bytes(manifest(call.language).bytes, type: "application/manifest+json")
                    .with(.cacheControl, "no-cache")
            },
            .page(PageFrame.worker, .open, Phrase(zh: "离线脚本", en: "Script for when there is no network")) { call in
                let asked = try call.query.optional("page").flatMap(PageLanguage.init(rawValue:))
                return .bytes(worker(asked ?? call.spoken), type: "text/javascript; charset=utf-8")
                    .with(.cacheControl, "no-cache")
            },
        ]
    }

    private func manifest(_ language: Language) -> JSON {
        let name = JSON.string(PageFrame.appName[language])
        return [
            "id": "/", "name": name, "short_name": name, "description": .string(tagline[language]),
            "lang": .string(PageLanguage(language).rawValue), "start_url": .string(paths.work), "scope": "/",
            "display": "standalone", "theme_color": .string(Stylesheet.themeColour),
            "background_color": .string(Stylesheet.groundColour),
            "icons": .array(
                [icon("linli.svg", "any", "image/svg+xml", "any")]
                    + ["any", "maskable"].flatMap { purpose in
                        [192, 512].map { icon("linli-\($0).png", "\($0)x\($0)", "image/png", purpose) }
                    }),
        ]
    }

    private func icon(_ asset: String, _ sizes: String, _ type: String, _ purpose: String) -> JSON {
        [
            "src": .string(assetPath(asset)), "sizes": .string(sizes), "type": .string(type),
            "purpose": .string(purpose),
        ]
    }

    private func worker(_ language: PageLanguage) -> [UInt8] {
        let (style, icon) = (assetPath("linli.css"), assetPath("linli.svg"))
        return ServiceWorker.bytes(
            files: [style, assetPath("linli.js"), icon],
            page: Layout.offline(language, stylesheet: style, icon: icon))
    }
}
