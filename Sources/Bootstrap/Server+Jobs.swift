import Commons
import Community
import Delivery
import Evaluation
import Foundation
import LiveEvaluation
import Logging
import Persistence
import Rulebook
import Secrets

extension Server {
    /// Tells this process from others on the same database.
    static func node(_ surroundings: Surroundings) -> String {
        "\(ProcessInfo.processInfo.hostName)-\(ProcessInfo.processInfo.processIdentifier)-\(surroundings.newID())"
    }

    /// What is done beside requests: mail, webhooks, reminders, sweeping.
    static func jobs(
        _ installation: Installation, _ settings: ServerSettings, _ payments: [any PaymentChannel],
        node: String, site: @escaping @Sendable () -> String
    ) -> JobRunner {
        let (store, surroundings) = (installation.store, installation.surroundings)
        let webhooks = WebhookSender(allowsPrivate: settings.allowsPrivateWebhooks)
        let hooks = WebhookPost(store: store, surroundings: surroundings) { request in
            try await webhooks.post(
                url: request.url, headers: request.headers.map { ($0.name, $0.value) }, body: request.body)
        }
        let log = Server.log(surroundings)
        return JobRunner(
            store: store, surroundings: surroundings, node: node,
            handlers: [hooks.handler, mail(installation, settings, site)]
                + chores(installation, payments).map(\.handler),
            sleep: { try await Task.sleep(for: .seconds($0)) },
            report: { job, error in
                log.warning(
                    "a job failed",
                    metadata: ["kind": "\(job.kind)", "key": "\(job.key)", "reason": "\(error)"])
            })
    }

    private static func mail(
        _ installation: Installation, _ settings: ServerSettings, _ site: @escaping @Sendable () -> String
    ) -> JobHandler {
        guard let server = settings.mail.flatMap(MailServer.init(address:)) else {
            // Notices stand on people's pages. Were they to wait, all of them would go out with the first mail server.
            return JobHandler(NoticePost.mailing) { _ in }
        }
        let (sender, from) = (MailSender(server), settings.mailFrom)
        let post = NoticePost(store: installation.store, surroundings: installation.surroundings, site: site) {
            letter in
            try await sender.send(
                try MailMessage(
                    from: MailAddress(from), to: MailAddress(letter.address, name: letter.name),
                    subject: letter.subject, text: letter.text, link: letter.url, id: letter.id,
                    at: letter.at.milliseconds / 1000))
        }
        return post.handler
    }

    /// What is done again and again, by one node at a time.
    private struct Chore {
        var handler: JobHandler
        /// In seconds.
        var period: Int64

        init(_ handler: JobHandler, every period: Int64) {
            self.handler = handler
            self.period = period
        }
    }

    private static func chores(_ installation: Installation, _ payments: [any PaymentChannel]) -> [Chore] {
        let (store, accounts, desk) = (installation.store, installation.accounts, installation.desk())
        let community = installation.communityDesk()
        let live = installation.liveDesk(community)
        let now = installation.surroundings.now
        let log = Server.log(installation.surroundings)
        let (hour, day): (Int64, Int64) = (3_600, 86_400)
        return [
            Chore(installation.uploads.handler, every: hour),
            Chore(JobHandler("accounts.sweep") { _ in try await store.write { try accounts.sweep($0) } }, every: hour),
            Chore(
                JobHandler("webhooks.sweep") { _ in
                    let before = now().adding(seconds: -30 * day)
                    try await store.write { _ = try $0.removeWebhookDeliveries(settledBefore: before) }
                }, every: day),
            // What is still under an older key; nothing, unless one was turned.
            Chore(JobHandler("personal.reencrypt") { _ in try await reencrypt(installation) }, every: hour),
            // Nothing, unless a declaration or the key has changed.
            Chore(JobHandler("community.indexes") { _ in _ = try await community.keepIndexes() }, every: hour),
            Chore(JobHandler("community.terms") { _ in _ = try await community.remindOfTerms() }, every: 15),
            // Soon after midnight; what has its value of the day is left alone.
            Chore(
                JobHandler("community.metrics") { _ in
                    _ = try await community.computeMetricsOfToday()
                    _ = try await live.scoreToday()
                }, every: hour),
            Chore(JobHandler("community.commands") { _ in _ = try await community.endCommands() }, every: 5),
            Chore(JobHandler("community.presence") { _ in try await community.sweepPresence() }, every: 30),
            Chore(JobHandler("community.days") { _ in _ = try await community.tellDays() }, every: 300),
            // For where a provider's own telling was lost.
            Chore(
                JobHandler("community.payments") { _ in
                    for (ticket, problem) in try await community.askProviders(payments).sorted(by: { $0.key < $1.key })
                    {
                        log.warning(
                            "a provider of payments was not asked",
                            metadata: ["ticket": "\(ticket)", "reason": "\(problem.reason.en)"])
                    }
                }, every: 60),
            // Nothing, unless a month has begun or readings lie apart.
            Chore(JobHandler("community.months") { _ in _ = try await community.keepMonths() }, every: hour),
            Chore(JobHandler("community.retention") { _ in _ = try await community.sweepRetention() }, every: hour),
            Chore(JobHandler("evaluations.terms") { _ in try await desk.remindOfTerms() }, every: hour),
            Chore(JobHandler("evaluations.certificates") { _ in try await desk.remindOfCertificates() }, every: day),
        ]
    }

    /// Throws where fields cannot be read, so that the log says which.
    private static func reencrypt(_ installation: Installation) async throws {
        let unreadable = try await installation.store.reencryptFields().unreadable
        guard !unreadable.isEmpty else { return }
        throw Refusal(
            .unavailable, zh: "无法解密：\(unreadable.prefix(10).joined(separator: "、"))",
            en: "cannot be decrypted: \(unreadable.prefix(10).joined(separator: ", "))")
    }

    /// Puts what is done again and again into the queue; what is there keeps its time.
    func schedule() async throws {
        let (installation, now) = (installation, installation.surroundings.now())
        try await installation.store.write { records in
            for chore in Server.chores(installation, payments) {
                try records.enqueue(kind: chore.handler.kind, key: "", payload: [], every: chore.period, from: now)
            }
        }
    }
}

extension MailServer {
    /// `smtp://user:password@host:port`, `smtps://…`, `smtp+starttls://…`; nil if it is none of these.
    init?(address: String) {
        // What stands percent-encoded in a host is decoded by now, and is part of no host's name.
        guard let parts = URLComponents(string: address), let host = parts.host,
            host.wholeMatch(of: /[A-Za-z0-9.:\[\]-]+/) != nil
        else { return nil }
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
