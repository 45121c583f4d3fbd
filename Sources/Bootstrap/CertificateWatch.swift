import Commons
import Logging
import PortalKit
import Rulebook
import TLS
import UnixSignals

/// Takes a renewed certificate without a restart: within seconds after its files change, or at once on SIGHUP.
struct CertificateWatch: Sendable {
    private static let pause = Duration.seconds(2)
    /// A certificate that ends sooner is told of in the log: those that renew themselves do so a month before.
    private static let notice: Int64 = 14 * 86_400_000

    let identity: TLSIdentity
    let now: @Sendable () -> Instant
    let log: Logger

    /// Until the task is cancelled.
    func run() async {
        tellEnd()
        await withTaskGroup { group in
            group.addTask {
                for await _ in await UnixSignalsSequence(trapping: .sighup) { look(always: true) }
            }
            group.addTask {
                while !Task.isCancelled {
                    try? await Task.sleep(for: Self.pause)
                    look(always: false)
                }
            }
        }
    }

    private func look(always: Bool) {
        do throws(TLSProblem) {
            guard try identity.refresh(always: always) else { return }
            log.info("the certificate was read anew", metadata: ["validUntil": "\(identity.validUntil.iso)"])
            tellEnd()
        } catch {
            log.error(
                "the new certificate was refused, the one in use goes on", metadata: ["reason": "\(error.reason.en)"])
        }
    }

    private func tellEnd() {
        let left = identity.validUntil.milliseconds - now().milliseconds
        guard left < Self.notice else { return }
        log.warning(
            left < 0 ? "the certificate has expired" : "the certificate expires soon",
            metadata: ["validUntil": "\(identity.validUntil.iso)"])
    }
}
