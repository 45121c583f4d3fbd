import HummingbirdCore
import Logging
import NIOCore
import NIOSSL
import TLS

/// Connections that are encrypted on the way to what is behind, each with the identity of the moment it begins.
struct SecureChannel<Inner: ServerChildChannel>: ServerChildChannel {
    let inner: Inner
    let identity: TLSIdentity

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Inner.Value> {
        let (inner, context) = (inner, identity.context)
        let encrypted = channel.eventLoop.makeCompletedFuture {
            try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: context))
        }
        return encrypted.flatMap { inner.setup(channel: channel, logger: logger) }
    }

    func handle(value: Inner.Value, logger: Logger) async { await inner.handle(value: value, logger: logger) }
}
