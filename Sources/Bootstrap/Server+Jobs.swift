import Commons
import Delivery
import Foundation
import Persistence
import Secrets

extension Server {
    /// What is done beside requests: mail, webhooks, sweeping.
    static func jobs(_ installation: Installation, _ settings: ServerSettings, baseURL: String) -> JobRunner {
        let (store, surroundings, accounts) = (installation.store, installation.surroundings, installation.accounts)
        var handlers = [
            installation.uploads.handler,
            JobHandler("accounts.sweep") { _ in try await store.write { try accounts.sweep($0) } },
        ]
        let webhooks = WebhookSender(allowsPrivate: settings.allowsPrivateWebhooks)
        let hooks = WebhookPost(store: store, surroundings: surroundings) { request in
            try await webhooks.post(
                url: request.url, headers: request.headers.map { ($0.name, $0.value) }, body: request.body)
        }
        handlers.append(hooks.handler)
        if let server = settings.mail.flatMap(MailServer.init(address:)) {
            let (sender, from) = (MailSender(server), settings.mailFrom)
            let post = NoticePost(store: store, surroundings: surroundings, site: baseURL) { letter in
                try await sender.send(
                    try MailMessage(
                        from: MailAddress(from), to: MailAddress(letter.address, name: letter.name),
                        subject: letter.subject, text: letter.text, link: letter.url, id: letter.id,
                        at: letter.at.milliseconds / 1000))
            }
            handlers.append(post.handler)
        }
        let node =
            "\(ProcessInfo.processInfo.hostName)-\(ProcessInfo.processInfo.processIdentifier)-\(surroundings.newID())"
        return JobRunner(
            store: store, surroundings: surroundings, node: node, handlers: handlers,
            sleep: { try await Task.sleep(for: .seconds($0)) })
    }
}

extension MailServer {
    /// `smtp://user:password@host:port`, `smtps://…`, `smtp+starttls://…`; nil if it is none of these.
    init?(address: String) {
        guard let parts = URLComponents(string: address), let host = parts.host else { return nil }
        let security: Security
        let port: Int
        switch parts.scheme {
        case "smtp": (security, port) = (.none, 25)
        case "smtps": (security, port) = (.tls, 465)
        case "smtp+starttls": (security, port) = (.startTLS, 587)
        default: return nil
        }
        self.init(
            host: host, port: parts.port ?? port, security: security, user: parts.user ?? "",
            password: parts.password ?? "")
    }
}
