import Foundation

enum BlockingThread {
    static func start(_ body: @escaping @Sendable () -> Void) { Thread(block: body).start() }
}
