import Commons
import Logging
import PortalKit
import Rulebook
import Synchronization
import TLS
import UnixSignals

/// Takes a renewed certificate without a restart: within seconds after its files change, or at once on SIGHUP.
final class CertificateWatch: Sendable {
    private static let pause = Duration.seconds(2)
    /// A certificate that ends sooner is told of in the log: those that renew themselves do so a month before.
    private static let notice: Int64 = 14 * 86_400_000

    let identity: TLSIdentity
    let now: @Sendable () -> Instant
    let log: Logger

    /// How near the end is; each is told once.
    private enum Stage {
        case far, soon, over
    }

    private let told = Mutex(Stage.far)

    init(identity: TLSIdentity, now: @escaping @Sendable () -> Instant, log: Logger) {
        self.identity = identity
        self.now = now
        self.log = log
    }

    /// Until the task is cancelled.
    func run() async {
        tellEnd()
        await withTaskGroup { group in
            group.addTask {
                for await _ in await UnixSignalsSequence(trapping: .sighup) { self.look(always: true) }
            }
            group.addTask {
                while !Task.isCancelled {
                    try? await Task.sleep(for: Self.pause)
                    self.look(always: false)
                    self.tellEnd()
                }
            }
        }
    }

    private func look(always: Bool) {
        do throws(TLSProblem) {
            guard try identity.refresh(always: always) else { return }
            log.info("the certificate was read anew", metadata: ["validUntil": "\(identity.validUntil.iso)"])
            told.withLock { $0 = .far }
            tellEnd()
        } catch {
            log.error(
                "the new certificate was refused, the one in use goes on", metadata: ["reason": "\(error.reason.en)"])
        }
    }

    private func tellEnd() {
        let left = identity.validUntil.milliseconds - now().milliseconds
        let stage: Stage = left < 0 ? .over : left < Self.notice ? .soon : .far
        let isNew = told.withLock { told in
            defer { told = stage }
            return told != stage
        }
        guard isNew, stage != .far else { return }
        log.warning(
            stage == .over ? "the certificate has expired" : "the certificate expires soon",
            metadata: ["validUntil": "\(identity.validUntil.iso)"])
    }
}
